using System.CommandLine;
using Npgsql;
using ServiceDirectory.Cli.Commands;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Cli;

/// <summary>Every command, and how each problem is said.</summary>
public static class DirectoryCommands
{
    /// <summary>Runs what somebody typed. Returns the status of the process: 0 when all went well.</summary>
    /// <param name="arguments">As typed, without the name of the program.</param>
    /// <param name="environment">Value of a variable, or null.</param>
    /// <param name="input">Of whoever is asked something.</param>
    /// <param name="output">For what was asked for.</param>
    /// <param name="problems">For what went wrong.</param>
    /// <param name="upgrade">How a database is brought to this version; null: by the migrations of this program alone.</param>
    public static async Task<int> RunAsync(string[] arguments, Func<string, string?> environment, TextReader input, TextWriter output, TextWriter problems, DatabaseUpgrade? upgrade = null)
    {
        var database = new Database(environment);
        var root = new RootCommand("Runs and looks after a service directory.")
        {
            SetupCommand.Create(database, input),
            MigrateCommand.Create(database),
            UpgradeCommand.Create(database, upgrade ?? new DatabaseUpgrade()),
            DoctorCommand.Create(database),
            PlacesCommand.Create(database),
            OrganisationCommand.Create(database),
            AdmitCommand.Create(database),
            KeysCommand.Create(),
            InviteCommand.Create(database),
            ServiceCommand.Create(database),
            NoticeCommand.Create(database),
            AnswerCommand.Create(database),
            AuditCommand.Create(database),
            BackupCommand.Create(database),
            BackupCommand.CreateRestore(database),
            BackupCommand.CreateDrill(database),
            MirrorCommand.Create(database),
            HsdsCommand.Create(database),
            DemoCommand.Create(database),
        };
        var how = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = problems };

        try
        {
            return await root.Parse(arguments).InvokeAsync(how);
        }
        catch (SettingException problem)
        {
            await problems.WriteLineAsync(problem.Message);
        }
        catch (Exception problem) when (problem is ListingInvalidException or ListingRefusedException)
        {
            await problems.WriteLineAsync(problem is ListingRefusedException refused ? $"{refused.Rule}: {refused.Message}" : problem.Message);
        }
        catch (PostgresException problem)
        {
            await problems.WriteLineAsync($"PostgreSQL says: {problem.MessageText} ({problem.SqlState})");
        }
        catch (NpgsqlException problem)
        {
            await problems.WriteLineAsync($"PostgreSQL cannot be reached: {(problem.InnerException ?? problem).Message}");
        }
        catch (OperationCanceledException)
        {
            await problems.WriteLineAsync("Stopped.");
        }

        return 1;
    }
}
