using System.Diagnostics;
using System.Net;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>The database is there and cannot: it has no more connections, a statement hangs, all of it stands still, its disk is full. Nobody waits for long.</summary>
[Collection(FaultWorld.Name)]
public sealed class LimitTests(FaultWorld world)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private static readonly string[] s_free = ["/", "/now", "/now/1", "/needs/4", "/about"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Connections_AllTaken_SomeAreToldAtOnce_AndAllReadOnceThereAreSome()
    {
        await using var cluster = await world.ClusterAsync(null, "max_connections=20");
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        var taken = await TakeAllAsync(cluster);
        await using var crowd = Crowd.Start(12, web.Browser, world.Pages);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        foreach (string free in s_free)
            await AnswersAsync(browser, free, TimeSpan.FromSeconds(4));
        foreach (var one in taken)
            await one.DisposeAsync();
        var back = crowd.Now;
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);

        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, TimeSpan.FromSeconds(5));
        Assert.Contains(readings, reading => !reading.IsRead);
        Assert.All(readings.Where(reading => reading.From > back + TimeSpan.FromSeconds(1)), reading => Assert.True(reading.IsRead, $"{reading}"));
    }

    /// <summary>What holds up members holds up nobody who searches.</summary>
    [FullFact]
    public async Task Statement_ThatHangsForMembers_EndsForThem_AndSearchGoesOn()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var member = ByTurns.Browser(web);
        await Newcomer.JoinAsync(member, await Newcomer.InviteAsync(cluster.Logins, world.Union, TimeProvider.System, ActorRole.Proposer), TimeProvider.System);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        string desk = $"/curate/{world.Union.Code}/entries/new";
        var form = Form.On(await member.PageAsync(desk), desk).Fill("name", "Quay Clinic by the sea").Fill("profile", "health").Fill("kind", "ngo");

        await using (await HoldAsync(cluster, "directory.ticket"))
        {
            await using var crowd = Crowd.Start(4, web.Browser, world.Pages);
            var since = Stopwatch.StartNew();
            var looking = Enumerable.Range(0, 100).Select(_ => member.GetAsync(new Uri("/account", UriKind.Relative), Stop)).ToList();
            var writing = form.SendAsync(member);
            foreach (var one in looking)
            {
                using var answer = await one;
                await answer.PageAsync(HttpStatusCode.ServiceUnavailable);
                Assert.Equal("60", answer.Headers.RetryAfter?.ToString());
            }

            using var written = await writing;
            Assert.Contains("Quay Clinic by the sea", (await written.PageAsync(HttpStatusCode.ServiceUnavailable)).QuerySelectorAll("blockquote.written").Select(one => one.TextContent));
            Assert.True(since.Elapsed < s_longest, $"{since.Elapsed}");
            var readings = await crowd.StopAsync();
            Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
            readings.AreRightOrLater(well, TimeSpan.FromSeconds(3));
        }

        Assert.NotNull(await member.PageAsync("/account"));
    }

    [FullFact]
    public async Task Statement_ThatHangsForReaders_EndsAfterSeconds_AndNothingIsLeftOfIt()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        TimeSpan back;
        await using var crowd = Crowd.Start(60, web.Browser, world.Pages);
        await using (await HoldAsync(cluster, "published.service"))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
            foreach (string free in s_free)
                await AnswersAsync(browser, free, TimeSpan.FromSeconds(4));
            await Task.Delay(TimeSpan.FromSeconds(8), Stop);
            back = crowd.Now;
        }

        await Task.Delay(TimeSpan.FromSeconds(4), Stop);
        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, TimeSpan.FromSeconds(15));
        Assert.Contains(readings, reading => !reading.IsRead);
        Assert.All(readings.Where(reading => reading.From > back + TimeSpan.FromSeconds(2)), reading => Assert.True(reading.IsRead, $"{reading}"));
    }

    [FullFact]
    public async Task Server_ThatStandsStill_KeepsNobodyWaiting_AndAllReadOnceItGoesOn()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        await using var crowd = Crowd.Start(60, web.Browser, world.Pages);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        await cluster.HoldAsync();
        foreach (string free in s_free)
            await AnswersAsync(browser, free, TimeSpan.FromSeconds(6));
        // Longer than anybody waits.
        await Task.Delay(s_longest + TimeSpan.FromSeconds(2), Stop);
        await cluster.GoOnAsync();
        var back = crowd.Now;
        await Task.Delay(TimeSpan.FromSeconds(6), Stop);
        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, s_longest);
        Assert.Contains(readings, reading => !reading.IsRead);
        Assert.All(readings.Where(reading => reading.From > back + TimeSpan.FromSeconds(4)), reading => Assert.True(reading.IsRead, $"{reading}"));
    }

    private static async Task AnswersAsync(HttpClient browser, string address, TimeSpan longest)
    {
        var since = Stopwatch.StartNew();
        using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        Assert.True(since.Elapsed < longest, $"{address}: {since.Elapsed}");
    }

    /// <summary>As somebody else's program does that has a login to the same server.</summary>
    private static async Task<List<NpgsqlConnection>> TakeAllAsync(OwnCluster cluster)
    {
        var login = new NpgsqlConnectionStringBuilder(cluster.Logins.Settings.Require(Login.Backup)) { Pooling = false }.ConnectionString;
        var taken = new List<NpgsqlConnection>();
        while (true)
        {
            var one = new NpgsqlConnection(login);
            try
            {
                await one.OpenAsync(Stop);
                taken.Add(one);
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return taken;
            }
        }
    }

    /// <summary>Nobody else reads these tables until it is disposed of.</summary>
    private static async Task<IAsyncDisposable> HoldAsync(OwnCluster cluster, string tables)
    {
        var server = cluster.AsSuperuser();
        var connection = await server.OpenConnectionAsync(Stop);
        await connection.BeginTransactionAsync(Stop);
#pragma warning disable CA2100 // Names of tables, from above.
        await using var hold = new NpgsqlCommand($"lock table {tables} in access exclusive mode", connection);
#pragma warning restore CA2100
        await hold.ExecuteNonQueryAsync(Stop);
        return connection;
    }
}
