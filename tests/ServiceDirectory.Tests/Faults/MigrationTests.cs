using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>The database is brought to a later version while the program of before goes on serving.</summary>
[Collection(FaultWorld.Name)]
public sealed class MigrationTests(FaultWorld world)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Migration_WhileTheOldProgramServes_HoldsNobodyUp()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        Assert.Equal(["99990101000000_Later"], await MigrateAsync(cluster, typeof(Later)));
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, s_longest);
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
        Assert.Equal(5, await cluster.Logins.Owner.OneAsync<long>("select count(*) from published.service where later = 'yes'"));
    }

    [FullFact]
    public async Task Migration_ThatFails_LeavesEverythingAsItWas()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        string before = await cluster.DumpAsync();
        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        var failed = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(cluster, typeof(Later), typeof(Broken)));
        Assert.Equal(PostgresErrorCodes.DivisionByZero, failed.SqlState);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        var readings = await crowd.StopAsync();
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
        readings.AreRightOrLater(well, s_longest);
        Assert.Equal(before, await cluster.DumpAsync());
        // Once it is mended it goes on from there.
        Assert.Equal(["99990101000000_Later"], await MigrateAsync(cluster, typeof(Later)));
    }

    /// <summary>Something reads for long, as a dump does: the migration waits for it, and nobody waits for the migration.</summary>
    [FullFact]
    public async Task Migration_WhileADumpReads_Waits_AndHoldsNobodyUp()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        Task<IReadOnlyList<string>> migrating;
        await using (var reading = await cluster.Logins.Owner.OpenConnectionAsync(Stop))
        {
            await using var transaction = await reading.BeginTransactionAsync(Stop);
            await using var read = new NpgsqlCommand("select count(*) from published.service", reading);
            await read.ExecuteScalarAsync(Stop);
            migrating = MigrateAsync(cluster, typeof(Later));
            await Task.Delay(TimeSpan.FromSeconds(5), Stop);
            Assert.False(migrating.IsCompleted, $"{migrating.Exception}");
        }

        Assert.Equal(["99990101000000_Later"], await migrating);
        var readings = await crowd.StopAsync();
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
        readings.AreRightOrLater(well, s_longest);
    }

    private static Task<IReadOnlyList<string>> MigrateAsync(OwnCluster cluster, params Type[] later)
    {
        Later.Types = later;
        return Migrator.MigrateAsync(cluster.Logins.Owner, cluster.Logins.Roles, options => options.ReplaceService<IMigrationsAssembly, WithLater>(), Stop);
    }

    /// <summary>What migrations do: a column more, filled, with an index, and a function anew.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("99990101000000_Later")]
    internal sealed class Later : Migration
    {
        public static IReadOnlyList<Type> Types { get; set; } = [];

        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            alter table published.service add column later text not null default 'no';
            update published.service set later = 'yes';
            create index service_later on published.service (later);
            alter table directory.organisation add column later date;
            create function directory.later() returns int language sql set search_path = '' as 'select 1';
            """);
    }

    /// <summary>Something in the data of real life that nobody had thought of.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("99990102000000_Broken")]
    internal sealed class Broken : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table published.site add column broken int; update published.site set broken = 1;");
            migrationBuilder.Sql("update published.site set broken = broken / 0;");
        }
    }

    /// <summary>Those of the program, and some that come after them.</summary>
    internal sealed class WithLater : IMigrationsAssembly
    {
        public WithLater()
        {
            Assembly = typeof(DirectoryDbContext).Assembly;
            var types = Assembly.GetTypes().Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(DirectoryDbContext)).ToList();
            ModelSnapshot = (ModelSnapshot)Activator.CreateInstance(types.Single(type => type.IsSubclassOf(typeof(ModelSnapshot))), nonPublic: true)!;
            Migrations = types.Where(type => type.IsSubclassOf(typeof(Migration))).Concat(Later.Types)
                .OrderBy(Id, StringComparer.Ordinal).ToDictionary(Id, type => type.GetTypeInfo(), StringComparer.Ordinal);
        }

        public IReadOnlyDictionary<string, TypeInfo> Migrations { get; }

        public ModelSnapshot ModelSnapshot { get; }

        public Assembly Assembly { get; }

        public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(id => id == nameOrId || id.EndsWith($"_{nameOrId}", StringComparison.Ordinal));

        public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
        {
            var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
            migration.ActiveProvider = activeProvider;
            return migration;
        }

        private static string Id(Type type) => type.GetCustomAttribute<MigrationAttribute>()!.Id;
    }
}
