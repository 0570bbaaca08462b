using System.CommandLine;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Upkeep;

namespace ServiceDirectory.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(Database database)
    {
        var command = new Command("doctor", "Look for what is wrong with settings, database, standby, backups, keys, room and the server's log, and say what to do.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = database.Settings(Enum.GetValues<Login>());
            List<string> problems = [.. await DatabaseCheck.RunAsync(settings, cancellation)];
            problems.AddRange(await new InstallationCheck(settings, database.Months(), SystemClock.Instance.GetCurrentInstant().InUtc().Date).RunAsync(cancellation));
            foreach (var problem in problems)
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"✕ {problem}");
            if (problems.Count == 0)
                await parsed.InvocationConfiguration.Output.WriteLineAsync("✓ Nothing is wrong.");
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
