using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Backup;

/// <summary>An empty database beside the directory's, set up as that is, for as long as this object lives.</summary>
public sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _administrator;

    private readonly string _name;

    private ScratchDatabase(string administrator, string name, string owner) => (_administrator, _name, Owner) = (administrator, name, owner);

    /// <summary>Connection string of its owner.</summary>
    public string Owner { get; }

    /// <param name="settings">The directory's logins, without the administrator.</param>
    /// <param name="administrator">Connection string of a superuser of the same server.</param>
    /// <param name="suffix">What its name has more than the directory's. One of that name is removed first: a run that was killed left it.</param>
    /// <param name="cancellation">Stops between two statements.</param>
    /// <exception cref="SettingException">A login is missing, or the administrator may not.</exception>
    public static async Task<ScratchDatabase> MakeAsync(ConnectionSettings settings, string administrator, string suffix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var beside = settings.Beside(suffix);
        var made = new ScratchDatabase(administrator, Roles.From(beside).Database, beside.Require(Login.Owner));
        await made.DropAsync(cancellation);
        try
        {
            await new DatabaseSetup(beside, privateServer: false).AddDatabaseAsync(administrator, cancellation);
            return made;
        }
        catch
        {
            await made.DropAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Removes it, whoever is connected.</summary>
    public async ValueTask DisposeAsync() => await DropAsync(CancellationToken.None);

    private async Task DropAsync(CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_administrator) { Pooling = false });
#pragma warning disable CA2100 // Quoted.
        await using var drop = source.CreateCommand($"drop database if exists {SqlScript.Identifier(_name)} with (force)");
#pragma warning restore CA2100
        await drop.ExecuteNonQueryAsync(cancellation);
    }
}
