using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>Brings a database that <see cref="DatabaseSetup"/> prepared to this version of the program. The web program never does this.</summary>
public static class Migrator
{
    /// <summary>Two minutes.</summary>
    private const int MostTries = 60;

    private static readonly TimeSpan s_letBy = TimeSpan.FromSeconds(1);

    /// <summary>Applies the migrations that are missing, keeps this version's criteria, then gives every right of <c>grants.sql</c>. Run again it changes nothing.</summary>
    /// <param name="owner">Pool of <see cref="Login.Owner"/>.</param>
    /// <param name="roles">Who receives the rights.</param>
    /// <param name="cancellation">Stops between two migrations.</param>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="SettingException">The database was not set up, or is newer than this program.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource owner, Roles roles, CancellationToken cancellation = default) =>
        MigrateAsync(owner, roles, _ => { }, cancellation);

    internal static Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource owner, Roles roles, Action<DbContextOptionsBuilder> more, CancellationToken cancellation) =>
        MigrateAsync(owner, roles, more, (_, _) => Task.CompletedTask, cancellation);

    /// <param name="owner">As above.</param>
    /// <param name="roles">As above.</param>
    /// <param name="more">Says where migrations are, for a test that has some of its own.</param>
    /// <param name="check">Looks at what came of it before anybody sees it: where it throws, nothing was changed.</param>
    /// <param name="cancellation">As above.</param>
    internal static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource owner, Roles roles, Action<DbContextOptionsBuilder> more, Func<NpgsqlConnection, CancellationToken, Task> check, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await CheckAsync(owner, roles, cancellation);

        var options = DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), owner);
        // One for all of them, so that what fails leaves none.
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning));
        more(options);
        await using var context = new DirectoryDbContext(options.Options);
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        var unknown = applied.Except(context.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
            throw new SettingException($"The database is newer than this program: it already has {string.Join(", ", unknown)}.");

        var pending = (await context.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        // Nobody reads an empty one, and the first of all makes the table in which the next are looked up.
        if (applied.Count == 0)
            await context.Database.MigrateAsync(cancellation);
        await ApplyAsync(options.Options, roles, check, cancellation);
        return pending;
    }

    /// <summary>
    /// All or none, and with them what belongs to them: criteria, every right, and the look at what came of it. A change of a table waits for everybody who reads it, and whoever comes to read it then waits for the change. So it waits for a moment only, lets
    /// them by, and tries again.
    /// </summary>
    private static async Task ApplyAsync(DbContextOptions<DirectoryDbContext> options, Roles roles, Func<NpgsqlConnection, CancellationToken, Task> check, CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            await using var context = new DirectoryDbContext(options);
            context.Database.SetCommandTimeout(TimeSpan.Zero);
            try
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                await context.Database.ExecuteSqlAsync($"set local lock_timeout = '1s'", cancellation);
                await context.Database.MigrateAsync(cancellation);
                var connection = (NpgsqlConnection)context.Database.GetDbConnection();
                await CriteriaVersions.KeepAsync(connection, cancellation);
                await SqlScript.RunAsync(connection, SqlScript.Fill("grants.sql", roles.Names), cancellation);
                await check(connection, cancellation);
                await transaction.CommitAsync(cancellation);
                return;
            }
            catch (Exception held) when (IsHeld(held as PostgresException ?? held.InnerException as PostgresException))
            {
                if (tries == MostTries)
                {
                    throw new SettingException(
                        "Something reads the tables for long, such as a backup, and everybody would wait for it. Nothing was changed: run migrate again when it is over.", held);
                }
            }

            await Task.Delay(s_letBy, cancellation);
        }
    }

    private static bool IsHeld(PostgresException? error) => error?.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Applies <c>grants.sql</c> alone, for a copy of a migrated database.</summary>
    public static async Task GrantAsync(NpgsqlDataSource owner, Roles roles, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(roles);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await SqlScript.RunAsync(connection, SqlScript.Fill("grants.sql", roles.Names), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task CheckAsync(NpgsqlDataSource owner, Roles roles, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await owner.OpenConnectionAsync(cancellation);
            await using var ask = new NpgsqlCommand(
                """
                select array(select n from unnest(array['postgis', 'intarray', 'btree_gist']) n
                             where not exists (select from pg_extension where extname = n))
                """,
                connection);
            if (await ask.ExecuteScalarAsync(cancellation) is string[] { Length: > 0 } missing)
                throw NotSetUp($"The database {roles.Database} lacks {string.Join(", ", missing)}.");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            throw NotSetUp($"There is no database {roles.Database}.");
        }
    }

    private static SettingException NotSetUp(string what) =>
        new($"{what} Run setup first, or setup --print for somebody who may.");
}
