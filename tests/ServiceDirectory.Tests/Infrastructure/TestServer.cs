using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// A real PostgreSQL with one small migrated database per run, of which every test class gets a copy of its own. The server is
/// <c>ConnectionStrings__Tests</c> (a superuser), else the private one that <c>./dev db</c> starts.
/// </summary>
public sealed class TestServer : IAsyncLifetime
{
    private const string Prefix = "sd_run_";

    private readonly string _administrator = Administrator();
    private readonly string _run = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private NpgsqlDataSource? _server;
    private NpgsqlConnection? _alive;
    private Task<string>? _template;
    private int _copies;

    private NpgsqlDataSource Server => _server ?? throw new InvalidOperationException("The server is not started.");

    public ValueTask InitializeAsync()
    {
        // Each program would watch its settings for changes, and a machine gives few watchers to one user.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        _server = NpgsqlDataSource.Create(_administrator);
        return ValueTask.CompletedTask;
    }

    /// <summary>A database of its own with all tables, no rows, and every right as in real life.</summary>
    public async Task<DirectoryLogins> CopyAsync() => await CopyAsync(await TemplateAsync());

    /// <summary>A database with the rows of another, to which nobody may be connected.</summary>
    public async Task<DirectoryLogins> CopyAsync(DirectoryLogins of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return await CopyAsync(of.Database);
    }

    private async Task<DirectoryLogins> CopyAsync(string template)
    {
        var name = $"{_run}_{Interlocked.Increment(ref _copies)}";
        await RunAsync($"create database {name} template {template} owner {RoleName(Login.Owner)}");
        return await GrantedAsync(name);
    }

    /// <summary>
    /// A database that is made once and kept for later runs, for what is big and only read. The content must decide the name:
    /// other content, other name.
    /// </summary>
    /// <param name="kind">What it is for; an older one of the same kind is removed.</param>
    /// <param name="version">Hash of everything that goes in, but for the tables.</param>
    /// <param name="fill">Fills a fresh copy.</param>
    /// <param name="withPlaces">The copy has the whole gazetteer already.</param>
    public async Task<DirectoryLogins> SharedAsync(string kind, string version, Func<DirectoryLogins, Task> fill, bool withPlaces = false)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var name = $"sd_{kind}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version + Tables())))[..12]}";
        await using var turn = await Server.OpenConnectionAsync();
        await LockAsync(turn, kind);
        if (!await ExistsAsync(name))
        {
            foreach (var old in await DatabasesAsync($"sd_{kind}_"))
                await RunAsync($"drop database if exists {old} with (force)");
            var copy = withPlaces ? await CopyWithPlacesAsync() : await CopyAsync();
            await fill(copy);
            await copy.CloseAsync();
            await RunAsync($"alter database {copy.Database} rename to {name}");
        }

        await UnlockAsync(turn);
        return await GrantedAsync(name);
    }

    /// <summary>The whole gazetteer, to read only.</summary>
    public Task<DirectoryLogins> PlacesAsync() =>
        SharedAsync("gazetteer", GazetteerFile.ShippedVersion(), logins => GazetteerStore.LoadAsync(logins.Owner));

    private async Task<DirectoryLogins> CopyWithPlacesAsync()
    {
        var places = await PlacesAsync();
        // One that somebody is connected to cannot be copied.
        await places.CloseAsync();
        return await CopyAsync(places.Database);
    }

    /// <summary>What makes the tables: one that was kept from before a migration lacks what that one adds.</summary>
    private static string Tables()
    {
        var core = typeof(DirectoryDbContext).Assembly;
        var migrations = core.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();
        var files = core.GetManifestResourceNames().Where(name => name.StartsWith("Sql/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var file = new StreamReader(core.GetManifestResourceStream(name)!);
            return file.ReadToEnd();
        });
        return string.Concat(migrations.Order(StringComparer.Ordinal).Concat(files));
    }

    /// <summary>Ends every connection to a copy and removes it.</summary>
    public async Task DropAsync(DirectoryLogins copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        await copy.CloseAsync();
        await RunAsync($"drop database if exists {copy.Database} with (force)");
    }

    /// <summary>A pool of the server's superuser in one of its databases, for looking in from outside and for breaking things.</summary>
    public NpgsqlDataSource AsSuperuser(string database) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_administrator) { Database = database, Pooling = false });

    /// <summary>The settings of a program that uses a database of this server.</summary>
    internal ConnectionSettings Settings(string database) => ConnectionSettings.Read(
        name => Enum.GetValues<Login>().Where(l => ConnectionSettings.Name(l) == name).Select(l => For(database, l)).FirstOrDefault(),
        secrets: "/nonexistent",
        start: null,
        Enum.GetValues<Login>());

    public async ValueTask DisposeAsync()
    {
        if (_template is { IsCompletedSuccessfully: true })
        {
            foreach (var name in await DatabasesAsync(_run))
                await RunAsync($"drop database if exists {name} with (force)");
        }

        if (_alive is not null)
            await _alive.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private Task<string> TemplateAsync()
    {
        lock (_run)
            return _template ??= MakeTemplateAsync();
    }

    private async Task<string> MakeTemplateAsync()
    {
        // Held until the run ends: how the next run knows which databases are still in use.
        _alive = await Server.OpenConnectionAsync();
        await LockAsync(_alive, _run);

        // One run at a time, as roles belong to the whole server.
        await using var turn = await Server.OpenConnectionAsync();
        await LockAsync(turn, "setup");
        foreach (var group in (await DatabasesAsync(Prefix)).GroupBy(n => n[..(Prefix.Length + 8)]))
        {
            if (group.Key != _run && await IsDeadAsync(turn, group.Key))
            {
                foreach (var name in group)
                    await RunAsync($"drop database if exists {name} with (force)");
            }
        }

        var template = $"{_run}_template";
        var settings = Settings(template);
        await new DatabaseSetup(settings, privateServer: true).RunAsync(_administrator);
        await using (var owner = DataSources.Owner(settings.Require(Login.Owner)))
            await Migrator.MigrateAsync(owner, Roles.From(settings));
        await UnlockAsync(turn);
        return template;
    }

    private async Task<DirectoryLogins> GrantedAsync(string database)
    {
        var logins = new DirectoryLogins(Settings(database));
        await Migrator.GrantAsync(logins.Owner, logins.Roles);
        return logins;
    }

    private string For(string database, Login login) => login is Login.Administrator
        ? _administrator
        : new NpgsqlConnectionStringBuilder(_administrator)
        {
            Database = database,
            Username = RoleName(login),
            Password = Password(login),
            MaxPoolSize = 20,
        }.ConnectionString;

    // Names of their own, so that tests never touch the roles of a directory on the same server.
    private static string RoleName(Login login) => $"sd_test_{login.ToString().ToLowerInvariant()}";

    // The same in every run, so that runs side by side do not lock each other out.
    private string Password(Login login) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(new NpgsqlConnectionStringBuilder(_administrator).Password ?? ""), Encoding.UTF8.GetBytes(RoleName(login))));

    private async Task<List<string>> DatabasesAsync(string prefix)
    {
        await using var ask = Server.CreateCommand("select datname from pg_database where starts_with(datname, $1) order by 1");
        ask.Parameters.AddWithValue(prefix);
        await using var rows = await ask.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
            names.Add(rows.GetString(0));
        return names;
    }

    private async Task<bool> ExistsAsync(string database) => (await DatabasesAsync(database)).Contains(database);

    private async Task RunAsync(string sql)
    {
#pragma warning disable CA2100 // Names made above.
        await using var command = Server.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 60;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task LockAsync(NpgsqlConnection connection, string name)
    {
        await using var take = new NpgsqlCommand("select pg_advisory_lock(hashtextextended($1, 0))", connection) { CommandTimeout = 300 };
        take.Parameters.AddWithValue(name);
        await take.ExecuteNonQueryAsync();
    }

    // A connection that goes back to the pool keeps its locks until somebody takes that very one out again.
    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        await using var give = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
        await give.ExecuteNonQueryAsync();
    }

    private static async Task<bool> IsDeadAsync(NpgsqlConnection connection, string run)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection);
        take.Parameters.AddWithValue(run);
        return (bool)(await take.ExecuteScalarAsync())!;
    }

    private static string Administrator() =>
        Environment.GetEnvironmentVariable("ConnectionStrings__Tests")
        ?? ConnectionSettings.Local(AppContext.BaseDirectory, "Tests")
        ?? throw new InvalidOperationException("There is no server for tests. Start one with: ./dev db");
}
