using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks;

/// <summary>A directory of synthetic services on the server of <c>ConnectionStrings__Benchmarks</c> (a superuser), kept for the next time.</summary>
internal static class BenchmarkDatabase
{
    private const string Setting = "ConnectionStrings__Benchmarks";

    /// <summary>The public login's pool of one connection.</summary>
    /// <param name="services">How many.</param>
    /// <param name="world">Where they come from.</param>
    /// <param name="kind">Another database beside the usual one.</param>
    /// <param name="change">Makes it another one, once it is filled.</param>
    public static async Task<NpgsqlDataSource> OpenAsync(int services, SyntheticDirectory world, string kind = "", Func<NpgsqlDataSource, Task>? change = null)
    {
        string name = $"sd_bench_{kind}{services}";
        var settings = Settings(name, connections: 1);
        await FillAsync(name, settings, owner => SyntheticLoader.LoadAsync(owner, world.Services(services)), change);
        return DataSources.Public(settings.Require(Login.Public));
    }

    /// <summary>A whole directory that the web program can be started on, its places, entries and texts included.</summary>
    /// <param name="services">How many.</param>
    /// <param name="world">Where they come from: on the shipped map.</param>
    public static async Task<ConnectionSettings> WholeAsync(int services, SyntheticDirectory world)
    {
        string name = Whole(services);
        var settings = Settings(name, connections: 100);
        await FillAsync(
            name,
            settings,
            async owner =>
            {
                await GazetteerStore.LoadAsync(owner);
                await SyntheticLoader.LoadAsync(owner, world.Services(services), SyntheticEntry.Json);
                // Rows were given numbers; the next ones that are published go on after them.
                await using var next = owner.CreateCommand(
                    """
                    select setval(pg_get_serial_sequence('published.service', 'service_id'), (select max(service_id) from published.service)),
                      setval(pg_get_serial_sequence('published.site', 'site_id'), (select max(site_id) from published.site)),
                      setval(pg_get_serial_sequence('published.zone', 'zone_id'), (select max(zone_id) from published.zone))
                    """);
                await next.ExecuteNonQueryAsync();
            });
        return settings;
    }

    /// <summary>The processes of the server that work for a whole directory now.</summary>
    public static async Task<IReadOnlyList<int>> ProcessesAsync(int services)
    {
        await using var server = NpgsqlDataSource.Create(Administrator());
        await using var ask = server.CreateCommand("select coalesce(array_agg(pid), '{}') from pg_stat_activity where datname = $1");
        ask.Parameters.AddWithValue(Whole(services));
        return (int[])(await ask.ExecuteScalarAsync())!;
    }

    private static string Whole(int services) => $"sd_bench_whole{services}";

    private static async Task FillAsync(string name, ConnectionSettings settings, Func<NpgsqlDataSource, Task> load, Func<NpgsqlDataSource, Task>? change = null)
    {
        if (await ExistsAsync(name))
            return;
        Console.WriteLine(string.Create(CultureInfo.CurrentCulture, $"Filling {name} …"));
        try
        {
            await using var owner = await MakeAsync(settings);
            await load(owner);
            if (change is not null)
                await change(owner);
        }
        catch
        {
            // Half of it would be taken for all of it the next time.
            await RunAsync($"drop database if exists {name} with (force)");
            throw;
        }
    }

    /// <summary>Loads the gazetteer into an empty database, which is removed again, and says how long that took.</summary>
    public static async Task<TimeSpan> LoadPlacesAsync()
    {
        const string Name = "sd_bench_places";
        await RunAsync($"drop database if exists {Name} with (force)");
        await using var owner = await MakeAsync(Settings(Name, connections: 1));
        var clock = Stopwatch.StartNew();
        await GazetteerStore.LoadAsync(owner);
        var took = clock.Elapsed;
        await RunAsync($"drop database {Name} with (force)");
        return took;
    }

    private static string Administrator() => Environment.GetEnvironmentVariable(Setting)
        ?? throw new InvalidOperationException($"{Setting} names no server: a superuser of a PostgreSQL on this machine.");

    private static ConnectionSettings Settings(string database, int connections)
    {
        string For(Login login) => login is Login.Administrator ? Administrator() : new NpgsqlConnectionStringBuilder(Administrator())
        {
            Database = database,
            Username = $"sd_bench_{login.ToString().ToLowerInvariant()}",
            Password = "only-invented-rows",
            MaxPoolSize = connections,
        }.ConnectionString;
        return ConnectionSettings.Read(
            key => Enum.GetValues<Login>().Where(l => ConnectionSettings.Name(l) == key).Select(For).FirstOrDefault(),
            secrets: "/nonexistent", start: null, Enum.GetValues<Login>());
    }

    private static async Task<NpgsqlDataSource> MakeAsync(ConnectionSettings settings)
    {
        await new DatabaseSetup(settings, privateServer: true).RunAsync(Administrator());
        var owner = DataSources.Owner(settings.Require(Login.Owner));
        await Migrator.MigrateAsync(owner, Roles.From(settings));
        return owner;
    }

    private static async Task<bool> ExistsAsync(string name)
    {
        await using var server = NpgsqlDataSource.Create(Administrator());
        await using var ask = server.CreateCommand("select exists (select from pg_database where datname = $1)");
        ask.Parameters.AddWithValue(name);
        return (bool)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(Administrator());
#pragma warning disable CA2100 // Constants of this file.
        await using var command = server.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
