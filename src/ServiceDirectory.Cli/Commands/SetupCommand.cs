using System.CommandLine;
using NodaTime;
using ServiceDirectory.Cli.Setup;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

/// <summary>
/// <c>setup</c>: where no login is known yet it asks five questions and makes every secret; where they are, it makes what they name on the server.
/// </summary>
internal static class SetupCommand
{
    private const string DefaultFolder = "secrets";

    public static Command Create(Database database, TextReader input)
    {
        var print = new Option<bool>("--print") { Description = "Print the SQL for somebody else to run, and do nothing." };
        var privateServer = new Option<bool>("--private-server")
        {
            Description = "The server serves nothing else: close its other databases too.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing when all went well." };
        var secrets = new Option<string?>("--secrets") { Description = $"Ask, and make the secrets in this folder, whatever is known already. Where nothing is, this is what setup does, in \"{DefaultFolder}\"." };
        var server = new Option<string?>("--server") { Description = "Host of a PostgreSQL of your own. Without it secrets are for docker-compose.yml, which makes one." };
        var name = new Option<string?>("--name") { Description = "First answer: what the site is called." };
        var address = new Option<string?>("--address") { Description = "Second: the host name of the site." };
        var country = new Option<string?>("--country") { Description = "Third: two capital letters." };
        var languages = new Option<string?>("--languages") { Description = "Fourth: such as en,es." };
        var keepers = new Option<string?>("--keepers") { Description = "Fifth: both public keys, with a space between them." };
        var command = new Command("setup", "Before anything is there: ask five questions and make every secret. Then: make the roles, the database and its extensions, as ConnectionStrings__Administrator.")
        {
            print, privateServer, quiet, secrets, server, name, address, country, languages, keepers,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(secrets) is { } folder || !database.HasAny)
            {
                await RequireNoneAsync();
                string full = Path.GetFullPath(parsed.GetValue(secrets) ?? DefaultFolder);
                var answers = await Answers.AskAsync(
                    new Questions(input, output),
                    new Answers.Given(parsed.GetValue(name), parsed.GetValue(address), parsed.GetValue(country), parsed.GetValue(languages), parsed.GetValue(keepers)),
                    cancellation);
                var made = new Installation(answers, full, Path.GetDirectoryName(full)!, parsed.GetValue(server));
                var left = await made.MakeAsync(SystemClock.Instance.GetCurrentInstant().InUtc().Date, cancellation);
                await output.WriteLineAsync($"\nEvery secret is in {full}. What is left:");
                foreach (string line in left)
                    await output.WriteLineAsync($"- {line}");
                return 0;
            }

            var setup = new DatabaseSetup(database.All(), parsed.GetValue(privateServer));
            if (parsed.GetValue(print))
            {
                await output.WriteAsync(setup.Print());
                return 0;
            }

            await setup.RunAsync(database.Settings(Login.Administrator).Require(Login.Administrator), cancellation);
            if (!parsed.GetValue(quiet))
                await output.WriteLineAsync("The server is ready for: migrate");
            return 0;

            // "setup --print" and the like are for a server; a question there would be a riddle.
            Task RequireNoneAsync() => parsed.GetValue(print) || parsed.GetValue(privateServer)
                ? throw new SettingException($"No login is known yet, so there is nothing to {(parsed.GetValue(print) ? "print" : "close")}. Run setup alone: it asks, and makes them. Or set {ConnectionSettings.Name(Login.Owner)} and the others (docs/running.md).")
                : Task.CompletedTask;
        });
        return command;
    }
}
