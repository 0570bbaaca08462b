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
        var settings = Settings(name);
        if (!await ExistsAsync(name))
        {
            Console.WriteLine(string.Create(CultureInfo.CurrentCulture, $"Filling {name} …"));
            await using var owner = await MakeAsync(settings);
            await SyntheticLoader.LoadAsync(owner, world.Services(services));
            if (change is not null)
                await change(owner);
        }

        return DataSources.Public(settings.Require(Login.Public));
    }

    /// <summary>Loads the gazetteer into an empty database, which is removed again, and says how long that took.</summary>
    public static async Task<TimeSpan> LoadPlacesAsync()
    {
        const string Name = "sd_bench_places";
        await RunAsync($"drop database if exists {Name} with (force)");
        await using var owner = await MakeAsync(Settings(Name));
        var clock = Stopwatch.StartNew();
        await GazetteerStore.LoadAsync(owner);
        var took = clock.Elapsed;
        await RunAsync($"drop database {Name} with (force)");
        return took;
    }

    private static string Administrator() => Environment.GetEnvironmentVariable(Setting)
        ?? throw new InvalidOperationException($"{Setting} names no server: a superuser of a PostgreSQL on this machine.");

    private static ConnectionSettings Settings(string database)
    {
        string For(Login login) => login is Login.Administrator ? Administrator() : new NpgsqlConnectionStringBuilder(Administrator())
        {
            Database = database,
            Username = $"sd_bench_{login.ToString().ToLowerInvariant()}",
            Password = "only-invented-rows",
            MaxPoolSize = 1,
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
