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

        // Rights that neither login may have; each row is one.
        await using var ask = source.CreateCommand(
            """
            select 'is a superuser or may make roles or databases' from pg_roles
            where rolname = current_user and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)
            union all select 'belongs to another role' from pg_auth_members
            where member = (select oid from pg_roles where rolname = current_user)
            union all select 'may make temporary tables' where has_database_privilege(current_database(), 'temp')
            union all select 'may make tables in the schema ' || nspname from pg_namespace where has_schema_privilege(oid, 'create')
            union all select 'may write large objects' where has_function_privilege('pg_catalog.lo_create(oid)', 'execute')
            """);
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            problems.Add($"{ConnectionSettings.Name(login)} {rows.GetString(0)}. Run: setup, then migrate");
    }
}
