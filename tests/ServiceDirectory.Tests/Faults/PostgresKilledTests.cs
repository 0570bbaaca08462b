using System.Net;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>The database is killed while people read, and started again: a calm word in between, and nobody has to look after the web program.</summary>
[Collection(FaultWorld.Name)]
public sealed class PostgresKilledTests(FaultWorld world)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_back = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Killed_WhilePeopleRead_ShowsNothingWrong_AndIsBackByItself()
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebAsync(cluster.Logins);
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);
        await browser.WellAsync(["/now/1"]);

        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        var before = crowd.Now;
        await cluster.KillAsync();
        var gone = crowd.Now;
        // What to do now is known without it, and the page of errors leads there.
        foreach (string free in new[] { "/", "/now", "/now/1", "/needs/4", "/about" })
        {
            using var answer = await browser.GetAsync(new Uri(free, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        await cluster.StartAgainAsync();
        var back = crowd.Now;
        await Task.Delay(TimeSpan.FromSeconds(6), Stop);

        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, s_longest);
        Assert.All(readings.Where(reading => reading.To < before), reading => Assert.True(reading.IsRead, $"{reading}"));
        Assert.Contains(readings, reading => reading.From > gone && !reading.IsRead);
        Assert.All(readings.Where(reading => reading.From > back + s_back), reading => Assert.True(reading.IsRead, $"{reading}"));
        Assert.Contains(readings, reading => reading.From > back + s_back);
        foreach (string address in world.Pages)
            Assert.Contains(readings, reading => reading.Address == address && reading.From > back && reading.IsRead);
    }
}
