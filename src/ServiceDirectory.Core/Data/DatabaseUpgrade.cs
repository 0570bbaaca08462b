using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// Brings a directory that people use to this version. All of it is done on a copy first, where all logins look at what came of it. Then it is done in one
/// transaction, which ends with a look of its own: whatever goes wrong, the directory is as it was, and no minute of it was lost.
/// </summary>
public sealed class DatabaseUpgrade
{
    /// <summary>Says where migrations are, for a test that has some of its own.</summary>
    public Action<DbContextOptionsBuilder> More { get; init; } = _ => { };

    /// <summary>Tries it on a copy.</summary>
    /// <param name="copy">Logins of the copy, which nobody uses. What it was stays not.</param>
    /// <param name="cancellation">Stops between two migrations.</param>
    /// <exception cref="SettingException">It fails, or something is wrong afterwards; the message says what.</exception>
    /// <exception cref="PostgresException">A migration fails.</exception>
    public async Task RehearseAsync(ConnectionSettings copy, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(copy);
        await using (var owner = DataSources.Owner(copy.Require(Login.Owner)))
        {
            long before = await ListedAsync(owner, cancellation);
            await MigrateAsync(owner, copy, cancellation);
            long after = await ListedAsync(owner, cancellation);
            if (after != before)
                throw new SettingException($"There are {after} published entries afterwards instead of {before}.");
        }

        if (await DatabaseCheck.RunAsync(copy, cancellation) is { Count: > 0 } problems)
            throw new SettingException(string.Join('\n', problems));
    }

    /// <summary>Does it.</summary>
    /// <param name="settings">Logins of the directory.</param>
    /// <param name="cancellation">Changes nothing.</param>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="SettingException">As <see cref="RehearseAsync"/>; nothing was changed.</exception>
    /// <exception cref="PostgresException">As <see cref="RehearseAsync"/>; nothing was changed.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(ConnectionSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await using var owner = DataSources.Owner(settings.Require(Login.Owner));
        return await MigrateAsync(owner, settings, cancellation);
    }

    private Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource owner, ConnectionSettings settings, CancellationToken cancellation)
    {
        var roles = Roles.From(settings);
        return Migrator.MigrateAsync(owner, roles, More, (connection, stop) => CheckAsync(connection, roles, stop), cancellation);
    }

    /// <summary>Inside the transaction: whether either login would have more than it may.</summary>
    private static async Task CheckAsync(NpgsqlConnection connection, Roles roles, CancellationToken cancellation)
    {
        foreach (string role in new[] { roles.App, roles.Public })
        {
            if (await DatabaseCheck.RightsAsync(connection, role, cancellation) is { Count: > 0 } problems)
                throw new SettingException(string.Join('\n', problems.Select(problem => $"{role} {problem}.")));
        }
    }

    private static async Task<long> ListedAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        await using var ask = owner.CreateCommand("select count(*) from published.service");
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }
}
