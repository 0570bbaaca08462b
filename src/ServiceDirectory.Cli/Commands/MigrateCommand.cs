using System.CommandLine;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create(Database database)
    {
        var command = new Command("migrate", "Bring the database to this version, as ConnectionStrings__Owner. Safe to run again.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var roles = Roles.From(database.All());
            await using var owner = database.Owner();
            foreach (var name in await Migrator.MigrateAsync(owner, roles, cancellation))
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"Applied {name}");
            await PlacesCommand.LoadAsync(owner, cancellation);
            return 0;
        });
        return command;
    }
}
