using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>Brings a database that <see cref="DatabaseSetup"/> prepared to this version of the program. The web program never does this.</summary>
public static class Migrator
{
    /// <summary>Applies the migrations that are missing, keeps this version's criteria, then gives every right of <c>grants.sql</c>. Run again it changes nothing.</summary>
    /// <param name="owner">Pool of <see cref="Login.Owner"/>.</param>
    /// <param name="roles">Who receives the rights.</param>
    /// <param name="cancellation">Stops between two migrations.</param>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="SettingException">The database was not set up, or is newer than this program.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource owner, Roles roles, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await CheckAsync(owner, roles, cancellation);

        await using var context = new DirectoryDbContext(
            DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), owner).Options);
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancellation)).Except(context.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
            throw new SettingException($"The database is newer than this program: it already has {string.Join(", ", unknown)}.");

        var pending = (await context.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        if (pending.Count > 0)
            await context.Database.MigrateAsync(cancellation);
        await CriteriaVersions.KeepAsync(owner, cancellation);
        await GrantAsync(owner, roles, cancellation);
        return pending;
    }

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
