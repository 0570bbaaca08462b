using System.CommandLine;
using Npgsql;
using ServiceDirectory.Cli.Commands;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;

var root = new RootCommand("Runs and looks after a service directory.")
{
    SetupCommand.Create(),
    MigrateCommand.Create(),
    DoctorCommand.Create(),
    PlacesCommand.Create(),
    OrganisationCommand.Create(),
    AdmitCommand.Create(),
    ServiceCommand.Create(),
    NoticeCommand.Create(),
    DemoCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (SettingException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
}
catch (Exception problem) when (problem is ListingInvalidException or ListingRefusedException)
{
    await Console.Error.WriteLineAsync(problem is ListingRefusedException refused ? $"{refused.Rule}: {refused.Message}" : problem.Message);
}
catch (PostgresException problem)
{
    await Console.Error.WriteLineAsync($"PostgreSQL says: {problem.MessageText} ({problem.SqlState})");
}
catch (NpgsqlException problem)
{
    await Console.Error.WriteLineAsync($"PostgreSQL cannot be reached: {(problem.InnerException ?? problem).Message}");
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
}

return 1;
