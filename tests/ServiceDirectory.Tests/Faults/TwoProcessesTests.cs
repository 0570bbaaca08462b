using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>Two web processes behind one address: what one gave out the other takes.</summary>
[Collection(FaultWorld.Name)]
public sealed class TwoProcessesTests(FaultWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Coming in takes several pages, each sealed by one process and sent to the other; then the session goes on by turns, a message is sent, its
    /// answer is read, and signing out ends it in both.
    /// </summary>
    [FullFact]
    public async Task Pages_OfOneProcess_AreTakenByTheOther()
    {
        await using var cluster = await world.ClusterAsync();
        await using var one = await world.WebAsync(cluster.Logins);
        await using var other = await world.WebAsync(cluster.Logins);
        using var browser = ByTurns.Browser(one, other);
        var somebody = await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(cluster.Logins, world.Union, TimeProvider.System, ActorRole.Proposer), TimeProvider.System);
        for (int i = 0; i < 2; i++)
            Assert.Equal(somebody.Name, (await browser.PageAsync("/account")).QuerySelector("h1")!.TextContent);

        // A page is read from one and its form sent to the other, in either order.
        string desk = $"/curate/{world.Union.Code}/entries/new";
        foreach (string name in new[] { "Quay Clinic", "Pier Clinic" })
        {
            using var begun = await Form.On(await browser.PageAsync(desk), desk).Fill("name", name).Fill("profile", "health").Fill("kind", "ngo").SendAsync(browser);
            Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
            await browser.PageAsync("/account");
        }

        string concern = $"/services/{world.Service}/concern";
        var form = Form.On(await browser.PageAsync(concern), concern, "form.big").Fill("what", "1").Fill("words", "They asked for papers.");
        await Task.Delay(TimeSpan.FromSeconds(4), Stop);
        using var sent = await form.SendAsync(browser);
        string code = (await sent.PageAsync(HttpStatusCode.OK)).QuerySelector("code.key")!.TextContent;
        // The same form again, to the process that did not take it.
        await browser.PageAsync("/about");
        using var again = await form.SendAsync(browser);
        Assert.DoesNotContain(code, await again.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(1, await cluster.Logins.App.OneAsync<long>("select count(*) from directory.message"));
        using var receipt = await Form.On(await browser.PageAsync("/receipts"), "/receipts").Fill("code", code).SendAsync(browser);
        await receipt.PageAsync(HttpStatusCode.OK);

        using var left = await browser.PostAsync(new Uri("/account/sign-out", UriKind.Relative), new FormUrlEncodedContent([]), Stop);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Equal(0, await cluster.Logins.Owner.OneAsync<long>("select count(*) from directory.ticket"));
    }
}
