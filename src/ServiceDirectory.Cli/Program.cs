using ServiceDirectory.Cli;

return await DirectoryCommands.RunAsync(args, Environment.GetEnvironmentVariable, Console.In, Console.Out, Console.Error);
