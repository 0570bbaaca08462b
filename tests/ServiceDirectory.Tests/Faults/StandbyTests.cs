using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Upkeep;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>The primary is gone and a standby is there: whoever reads notices nothing, and whoever writes is told and loses nothing.</summary>
[Collection(FaultWorld.Name)]
public sealed class StandbyTests(FaultWorld world)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Primary_Killed_ReadersGoOn_AndWhatMembersWrote_IsGivenBackUntilItIsTaken(bool isPromoted)
    {
        await using var primary = await world.ClusterAsync();
        await using var standby = await primary.FollowAsync();
        var both = primary.With(standby);
        await using var web = await world.WebAsync(both);
        using var member = ByTurns.Browser(web);
        await Newcomer.JoinAsync(member, await Newcomer.InviteAsync(primary.Logins, world.Union, TimeProvider.System, ActorRole.Proposer), TimeProvider.System);
        string desk = $"/curate/{world.Union.Code}/entries/new";
        var form = Form.On(await member.PageAsync(desk), desk).Fill("name", "Quay Clinic by the sea").Fill("profile", "health").Fill("kind", "ngo");
        string concern = $"/services/{world.Service}/concern";
        var told = Form.On(await member.PageAsync(concern), concern, "form.big").Fill("what", "1").Fill("words", "They asked for papers.");
        using var browser = web.Browser();
        var well = await browser.WellAsync(world.Pages);

        await using var crowd = Crowd.Start(6, web.Browser, world.Pages);
        await Task.Delay(TimeSpan.FromSeconds(4), Stop);
        await primary.KillAsync();
        var gone = crowd.Now;
        var page = await RefusedAsync(form, "Quay Clinic by the sea");
        await RefusedAsync(told, "They asked for papers.");
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        // One that starts now reads places from the standby.
        await using (var late = await world.WebAsync(both))
        {
            using var other = late.Browser();
            Assert.Equal(well[world.Pages[0]], (await other.WellAsync(world.Pages))[world.Pages[0]]);
        }

        await (isPromoted ? standby.PromoteAsync() : primary.StartAgainAsync());
        // Which server can be written is looked at again after ten seconds.
        HttpStatusCode status;
        int tries = 0;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
            using var again = await Form.On(page, desk, "main section form").SendAsync(member);
            status = again.StatusCode;
        }
        while (status is HttpStatusCode.ServiceUnavailable && ++tries < 15);

        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Equal(1, await (isPromoted ? standby : primary).Logins.Owner.OneAsync<long>("select count(*) from directory.draft where content #>> '{name,in,en,value}' = 'Quay Clinic by the sea'"));
        var readings = await crowd.StopAsync();
        readings.AreRightOrLater(well, s_longest);
        Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}; the primary was gone at {gone.TotalSeconds:0.0} s"));
        Assert.Contains(readings, reading => reading.From > gone);

        async Task<AngleSharp.Html.Dom.IHtmlDocument> RefusedAsync(Form sent, string words)
        {
            using var away = await sent.SendAsync(member);
            var said = await away.PageAsync(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("60", away.Headers.RetryAfter?.ToString());
            Assert.Contains(words, said.QuerySelectorAll("blockquote.written").Select(one => one.TextContent));
            return said;
        }
    }

    /// <summary>Whoever looks after the machine is told of a standby that stands still, is away, or has become a second primary.</summary>
    [FullFact]
    public async Task Doctor_SaysWhatIsWrongWithTheStandby()
    {
        await using var primary = await world.ClusterAsync();
        await using var standby = await primary.FollowAsync();
        var both = primary.With(standby);
        Assert.Empty(await FindAsync());
        await using (var behind = standby.AsSuperuser())
        {
            await behind.RunAsync("select pg_wal_replay_pause()");
            Assert.Contains($"{standby.Folder} follows no more", Assert.Single(await FindAsync()), StringComparison.Ordinal);
            await behind.RunAsync("select pg_wal_replay_resume()");
            // It hears nothing of the primary any more.
            await behind.RunAsync("alter system set primary_conninfo = ''");
            await behind.RunAsync("select pg_reload_conf()");
        }

        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        await using (var writes = primary.AsSuperuser())
            await writes.RunAsync("create table public.much as select repeat(md5(i::text), 8) as words from generate_series(1, 120000) i");
        Assert.Contains(" MB behind.", Assert.Single(await FindAsync()), StringComparison.Ordinal);
        await standby.PromoteAsync();
        Assert.Contains("can all be written", Assert.Single(await FindAsync()), StringComparison.Ordinal);
        await standby.KillAsync();
        Assert.StartsWith($"The server {standby.Folder} cannot be reached", Assert.Single(await FindAsync()), StringComparison.Ordinal);

        // Backups and the like are not what this is about.
        async Task<IReadOnlyList<string>> FindAsync() =>
            [.. (await new InstallationCheck(both.Settings, new MonthKeys("/nonexistent"), FaultWorld.Today) { Room = _ => null }.RunAsync(Stop)).Where(found => found.Contains("standby", StringComparison.Ordinal) || found.Contains(standby.Folder, StringComparison.Ordinal))];
    }

    /// <summary>A standby may be behind: while the primary is there, nobody reads from it that an entry is listed which was taken off a moment ago.</summary>
    [FullFact]
    public async Task Standby_ThatIsBehind_IsNotReadWhileThePrimaryIsThere()
    {
        await using var primary = await world.ClusterAsync();
        await using var standby = await primary.FollowAsync();
        await using var web = await world.WebAsync(primary.With(standby));
        using var browser = web.Browser();
        await browser.WellAsync([$"/services/{world.Service}"]);
        await using (var behind = standby.AsSuperuser())
            await behind.RunAsync("select pg_wal_replay_pause()");
        await world.TakeOffAsync(primary);
        for (int i = 0; i < 20; i++)
        {
            using var answer = await browser.GetAsync(new Uri($"/services/{world.Service}", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        }

        // Once it is the only one, it is better than nothing.
        await primary.KillAsync();
        await browser.WellAsync([$"/services/{world.Service}"]);
    }
}
