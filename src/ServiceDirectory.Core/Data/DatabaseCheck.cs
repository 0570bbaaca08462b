using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>Looks at a database as its three logins and says in plain words what has to be put right.</summary>
public static class DatabaseCheck
{
    /// <returns>One sentence for each problem; empty when there is none.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ConnectionSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var problems = new List<string>();
        foreach (var login in new[] { Login.Owner, Login.Directory, Login.Public })
        {
            try
            {
                await using var source = Source(login, settings.Require(login));
                await CheckAsync(login, source, problems, cancellation);
            }
            catch (SettingException e)
            {
                problems.Add(e.Message);
            }
            catch (PostgresException e)
            {
                problems.Add($"{ConnectionSettings.Name(login)}: {e.MessageText}.");
            }
            catch (NpgsqlException e)
            {
                problems.Add($"{ConnectionSettings.Name(login)}: the server cannot be reached ({(e.InnerException ?? e).Message}).");
            }
        }

        return problems;
    }

    private static NpgsqlDataSource Source(Login login, string connectionString) => login switch
    {
        Login.Owner => DataSources.Owner(connectionString),
        Login.Public => DataSources.Public(connectionString),
        _ => DataSources.App(connectionString),
    };

    private static async Task CheckAsync(
        Login login, NpgsqlDataSource source, List<string> problems, CancellationToken cancellation)
    {
        if (login is Login.Owner)
        {
            await using var context = new DirectoryDbContext(
                DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
            var pending = await context.Database.GetPendingMigrationsAsync(cancellation);
            if (pending.Any())
                problems.Add("The database is older than this program. Run: migrate");
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellation);
        foreach (string problem in await RightsAsync(connection, new NpgsqlConnectionStringBuilder(source.ConnectionString).Username!, cancellation))
            problems.Add($"{ConnectionSettings.Name(login)} {problem}. Run: setup, then migrate");
    }

    /// <summary>Rights that neither the app nor the public role may have.</summary>
    /// <param name="connection">Of anybody, in the transaction that is under way.</param>
    /// <param name="role">Whose.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>One sentence without its subject for each.</returns>
    internal static async Task<IReadOnlyList<string>> RightsAsync(NpgsqlConnection connection, string role, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            """
            select 'is a superuser or may make roles or databases' from pg_roles
            where rolname = $1::name and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)
            union all select 'belongs to another role' from pg_auth_members
            where member = (select oid from pg_roles where rolname = $1::name)
            union all select 'may make temporary tables' where has_database_privilege($1::name, current_database(), 'temp')
            union all select 'may make tables in the schema ' || nspname from pg_namespace where has_schema_privilege($1::name, oid, 'create')
            union all select 'may write large objects' where has_function_privilege($1::name, 'pg_catalog.lo_create(oid)', 'execute')
            """,
            connection);
        ask.Parameters.AddWithValue(role);
        var problems = new List<string>();
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            problems.Add(rows.GetString(0));
        return problems;
    }
}
