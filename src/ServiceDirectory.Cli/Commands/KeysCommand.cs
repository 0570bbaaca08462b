using System.CommandLine;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>keys</c>: what a copy of the database is worthless without.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "In no dump and no backup of the database." };
        var command = new Command("keys", "Make the directory's own keys. Those that are there stay.") { folder };
        command.SetAction(async parsed =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            foreach (string name in DirectorySecrets.Make(path))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(Path.Combine(path, name));
            return 0;
        });
        return command;
    }
}
