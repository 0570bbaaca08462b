using System.CommandLine;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

internal static class SetupCommand
{
    public static Command Create(Database database)
    {
        var print = new Option<bool>("--print") { Description = "Print the SQL for somebody else to run, and do nothing." };
        var privateServer = new Option<bool>("--private-server")
        {
            Description = "The server serves nothing else: close its other databases too.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing when all went well." };
        var command = new Command("setup", "Make the roles, the database and its extensions, as ConnectionStrings__Administrator.")
        {
            print, privateServer, quiet,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var setup = new DatabaseSetup(database.All(), parsed.GetValue(privateServer));
            if (parsed.GetValue(print))
            {
                await parsed.InvocationConfiguration.Output.WriteAsync(setup.Print());
                return 0;
            }

            await setup.RunAsync(database.Settings(Login.Administrator).Require(Login.Administrator), cancellation);
            if (!parsed.GetValue(quiet))
                await parsed.InvocationConfiguration.Output.WriteLineAsync("The server is ready for: migrate");
            return 0;
        });
        return command;
    }
}
