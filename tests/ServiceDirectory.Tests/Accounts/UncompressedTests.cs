using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The length of a compressed page tells something of what is in it: no page with a code or a link is compressed, and others are.</summary>
[Property(24)]
public sealed class UncompressedTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/members", "role=proposer", true)]
    [InlineData("/members", "anew={member}", true)]
    [InlineData("/members", "confirm=never-was", false)]
    [InlineData("/council/admission", "welcome=Somebody&welcome-kind=allied&welcome-country=GB", true)]
    [InlineData("/council/admission", "propose=", false)]
    [InlineData("", "calendar=new", true)]
    [InlineData("", "calendar=none", false)]
    public async Task Answer_WithACode_IsNotCompressed(string page, string body, bool hasCode)
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, union, ActorRole.Coordinator);
        string name = await members.World.Database.Owner.OneAsync<string>("select name from directory.account where id = $1", somebody.AccountId);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/curate/{union.Code}{page}", UriKind.Relative)) { Content = new StringContent(body.Replace("{member}", name, StringComparison.Ordinal)) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var answer = await somebody.Browser.SendAsync(request, Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
        Assert.Equal(hasCode, answer.Content.Headers.ContentEncoding.Count == 0);
        if (hasCode)
            Assert.Contains(page.Length == 0 ? "/calendar/" : "/account/join/", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_IsNotCompressed()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        string link = await Newcomer.InviteAsync(members.World.Database.Logins, union, members.Clock, ActorRole.Reviewer);
        using var browser = members.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(link, UriKind.Relative));
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var answer = await browser.SendAsync(request, Stop);
        Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, answer.Content.Headers.ContentEncoding.Count));
    }
}
