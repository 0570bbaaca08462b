using ServiceDirectory.Cli;

return await DirectoryCommands.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
