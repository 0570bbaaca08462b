using System.CommandLine;

var root = new RootCommand("Runs and looks after a service directory.");
return await root.Parse(args).InvokeAsync();
