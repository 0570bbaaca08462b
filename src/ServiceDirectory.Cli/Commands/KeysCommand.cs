using System.CommandLine;
using NodaTime;
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
        command.Subcommands.Add(Forget());
        return command;
    }

    private static Command Forget()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Of the keys of the months." };
        var command = new Command("forget", "Delete the keys of months of which nothing may be read any more.") { folder };
        command.SetAction(async parsed =>
        {
            var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
            foreach (string name in new MonthKeys(Path.GetFullPath(parsed.GetRequiredValue(folder))).DeleteOver(today))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(name);
            return 0;
        });
        return command;
    }
}
