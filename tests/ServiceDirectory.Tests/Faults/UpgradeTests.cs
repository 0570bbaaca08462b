using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

using CommandLine = Infrastructure.CommandLine;

/// <summary>A new version comes while people read: it comes as a whole, or not at all.</summary>
[Collection(FaultWorld.Name)]
public sealed class UpgradeTests(FaultWorld world) : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("upgrade-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_folder, "before");

    [FullFact]
    public async Task Upgrade_HoldsNobodyUp_AndSaysWhatItDid()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        var answer = await UpgradeAsync(cluster, typeof(MigrationTests.Later));
        Assert.True(answer.Status == 0, answer.Problems);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        var readings = await crowd.StopAsync();
        Assert.Contains("On a copy of it the upgrade went well.", answer.Output, StringComparison.Ordinal);
        Assert.Contains("Applied 99990101000000_Later", answer.Output, StringComparison.Ordinal);
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
        readings.AreRightOrLater(well, s_longest);
        Assert.Equal(5, await cluster.Logins.Owner.OneAsync<long>("select count(*) from published.service where later = 'yes'"));
        // What was before can be opened by its keeper.
        Assert.Contains("age-encryption.org", (await File.ReadAllTextAsync(Backup, Stop))[..40], StringComparison.Ordinal);
        Assert.Equal(FaultWorld.Today, (await new BackupRecord(cluster.Logins.Owner).ReadAsync(Stop)).Compared);
    }

    /// <summary>In a migration or in the look at what came of it; on the copy already, or, as no copy is quite the same, only in the directory itself.</summary>
    [FullTheory]
    [InlineData(typeof(MigrationTests.Broken), "was tried on a copy and failed there. PostgreSQL says: division by zero (22012)")]
    [InlineData(typeof(Loose), "was tried on a copy and failed there. directory_app may make tables in the schema later.")]
    [InlineData(typeof(BrokenHere), "failed and was rolled back. PostgreSQL says: something of here (P0001)")]
    [InlineData(typeof(LooseHere), "failed and was rolled back. directory_app may make tables in the schema later.")]
    public async Task Upgrade_ThatFails_LeavesEverythingAsItWas_AndTheOldProgramGoesOn(Type last, string why)
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        var before = await TakeAsync(cluster);
        await using var crowd = Crowd.Start(4, web.Browser, world.Pages);
        var failed = await UpgradeAsync(cluster, typeof(MigrationTests.Later), last);
        Assert.Equal(1, failed.Status);
        Assert.StartsWith($"The upgrade {why}", failed.Problems, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed: the directory is as it was.", failed.Problems, StringComparison.Ordinal);
        Assert.Equal(before, await TakeAsync(cluster));
        var readings = await crowd.StopAsync();
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
        readings.AreRightOrLater(well, s_longest);
        // The backup is there, and no copy that nobody sealed.
        Assert.True(File.Exists(Backup));
        await using var server = cluster.AsSuperuser();
        Assert.Equal(["directory", "postgres", "template0", "template1"], await server.ListAsync<string>("select datname::text from pg_database order by 1"));
        Assert.Equal(0, await server.OneAsync<long>("select count(*) from pg_namespace where nspname = 'later'"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CommandLine.Answer> UpgradeAsync(OwnCluster cluster, params Type[] later)
    {
        MigrationTests.Later.Types = later;
        using var keygen = Process.Start(new ProcessStartInfo("age-keygen") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string key = (await keygen.StandardOutput.ReadToEndAsync(Stop)).Split("public key: ")[1].Split('\n')[0];
        var cli = new CommandLine(cluster.Logins) { Upgrade = new DatabaseUpgrade { More = options => options.ReplaceService<IMigrationsAssembly, MigrationTests.WithLater>() } };
        foreach (var login in new[] { Login.Backup, Login.Administrator })
            cli.With(ConnectionSettings.Name(login), cluster.Logins.Settings.Require(login));
        return await cli.RunAsync("upgrade", Backup, "--to", key);
    }

    /// <summary>All but that there was a backup.</summary>
    private static async Task<IEnumerable<KeyValuePair<string, string>>> TakeAsync(OwnCluster cluster)
    {
        await using var connection = await cluster.Logins.Owner.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Stop);
        var taken = await DatabaseFingerprint.TakeAsync(connection, Stop);
        return taken.Where(part => !part.Key.StartsWith("directory.backup", StringComparison.Ordinal));
    }

    private const string Open = "create schema later; grant create on schema later to directory_app;";

    private static string Here(string sql) => $"do $here$ begin if current_database() = 'directory' then {sql} end if; end $here$;";

    /// <summary>It goes well, and somebody may more afterwards than they should.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("99990102000000_Loose")]
    internal sealed class Loose : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Open);
    }

    [DbContext(typeof(DirectoryDbContext))]
    [Migration("99990102000000_LooseHere")]
    internal sealed class LooseHere : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Here(Open));
    }

    [DbContext(typeof(DirectoryDbContext))]
    [Migration("99990102000000_BrokenHere")]
    internal sealed class BrokenHere : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Here("raise exception 'something of here';"));
    }
}
