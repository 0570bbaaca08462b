using System.CommandLine;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(Database database)
    {
        var command = new Command("doctor", "Look for what is wrong with the settings and the database, and say what to do.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var problems = await DatabaseCheck.RunAsync(database.All(), cancellation);
            foreach (var problem in problems)
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"✕ {problem}");
            if (problems.Count == 0)
                await parsed.InvocationConfiguration.Output.WriteLineAsync("✓ Nothing is wrong.");
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
