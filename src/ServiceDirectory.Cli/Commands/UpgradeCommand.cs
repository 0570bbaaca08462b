using System.CommandLine;
using Npgsql;
using ServiceDirectory.Cli.Backup;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>upgrade</c>: a sealed backup, the upgrade on a copy of it, and only then the upgrade.</summary>
internal static class UpgradeCommand
{
    public static Command Create(Database database, DatabaseUpgrade upgrade)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the backup goes. Must not be there." };
        var keepers = new Keepers();
        var command = new Command("upgrade", "Back up, try the upgrade on a copy, then bring the database to this version. Where anything fails, nothing was changed. Needs ConnectionStrings__Administrator.") { file };
        keepers.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(database, parsed.GetRequiredValue(file).FullName, keepers.Recipients(parsed), upgrade, parsed.InvocationConfiguration.Output, cancellation);
            return 0;
        });
        return command;
    }

    /// <exception cref="SettingException">It failed; the message says that nothing was changed, and why.</exception>
    private static async Task RunAsync(Database database, string path, IReadOnlyList<string> recipients, DatabaseUpgrade upgrade, TextWriter output, CancellationToken cancellation)
    {
        var report = await BackupCommand.ShowAsync("Writing, and trying the upgrade on a copy", bar => new BackupMaking(database, path, recipients).MakeAsync(
            (copy, stop) => OrAsItWasAsync("was tried on a copy and failed there", () => upgrade.RehearseAsync(copy, stop)), bar, cancellation));
        await BackupCommand.SayAsync(output, path, report, "On a copy of it the upgrade went well.");
        await OrAsItWasAsync("failed and was rolled back", async () =>
        {
            var applied = await upgrade.RunAsync(database.All(), cancellation);
            foreach (string name in applied)
                await output.WriteLineAsync($"Applied {name}");
        });
        await using (var owner = database.Owner())
            await PlacesCommand.LoadAsync(owner, cancellation);
        await output.WriteLineAsync("The database is of this version. Start the new program now; the old one goes on until then.");

        async Task OrAsItWasAsync(string what, Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (Exception wrong) when (wrong is SettingException or PostgresException)
            {
                string why = wrong is PostgresException postgres ? $"PostgreSQL says: {postgres.MessageText} ({postgres.SqlState})" : wrong.Message;
                throw new SettingException(
                    $"The upgrade {what}. {why}\nNothing was changed: the directory is as it was. Let the program of before go on, and do not start the new one.\nThe backup of now is {path}.", wrong);
            }
        }
    }
}
