using System.Globalization;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks;

/// <summary>A directory of synthetic services on the server of <c>ConnectionStrings__Benchmarks</c> (a superuser), kept for the next time.</summary>
internal static class BenchmarkDatabase
{
    private const string Setting = "ConnectionStrings__Benchmarks";

    /// <summary>The public login's pool of one connection.</summary>
    public static async Task<NpgsqlDataSource> OpenAsync(int services, SyntheticDirectory world)
    {
        var administrator = Environment.GetEnvironmentVariable(Setting)
            ?? throw new InvalidOperationException($"{Setting} names no server: a superuser of a PostgreSQL on this machine.");
        string name = $"sd_bench_{services}";
        string Login(Login login) => login is Core.Data.Login.Administrator ? administrator : new NpgsqlConnectionStringBuilder(administrator)
        {
            Database = name,
            Username = $"sd_bench_{login.ToString().ToLowerInvariant()}",
            Password = "only-invented-rows",
            MaxPoolSize = 1,
        }.ConnectionString;
        var settings = ConnectionSettings.Read(
            key => Enum.GetValues<Login>().Where(l => ConnectionSettings.Name(l) == key).Select(Login).FirstOrDefault(),
            secrets: "/nonexistent", start: null, Enum.GetValues<Login>());

        await using (var server = NpgsqlDataSource.Create(administrator))
        await using (var ask = server.CreateCommand("select exists (select from pg_database where datname = $1)"))
        {
            ask.Parameters.AddWithValue(name);
            if (!(bool)(await ask.ExecuteScalarAsync())!)
            {
                Console.WriteLine(string.Create(CultureInfo.CurrentCulture, $"Filling {name} …"));
                await new DatabaseSetup(settings, privateServer: true).RunAsync(administrator);
                await using var owner = DataSources.Owner(settings.Require(Core.Data.Login.Owner));
                await Migrator.MigrateAsync(owner, Roles.From(settings));
                await SyntheticLoader.LoadAsync(owner, world.Services(services));
            }
        }

        return DataSources.Public(settings.Require(Core.Data.Login.Public));
    }
}
