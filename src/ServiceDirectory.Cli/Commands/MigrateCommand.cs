using System.CommandLine;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database to this version, as ConnectionStrings__Owner. Safe to run again.");
        command.SetAction(async (_, cancellation) =>
        {
            var roles = Roles.From(Database.All());
            await using var owner = Database.Owner();
            foreach (var name in await Migrator.MigrateAsync(owner, roles, cancellation))
                await Console.Out.WriteLineAsync($"Applied {name}");
            await PlacesCommand.LoadAsync(owner, cancellation);
            return 0;
        });
        return command;
    }
}
