using System.Net;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Drafts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Http;

/// <summary>What somebody wrote while the database went away is given back where that is said, and is taken when it is sent again.</summary>
public sealed class SentFormTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private CopyOfDatabase Database => members.World.Database;

    [Fact]
    public async Task Written_WhileTheDatabaseIsAway_IsGivenBack_AndSentAgain()
    {
        var union = await Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var desk = await EntryDesk.BeginAsync(members, union);
        var form = (await desk.FormAsync("about")).Fill("summary.words", "Written <b>in</b> vain, \"twice\".", "");

        await CloseAsync(isClosed: true);
        using var away = await form.SendAsync(desk.Browser);
        var page = await away.PageAsync(HttpStatusCode.ServiceUnavailable);
        Assert.NotEmpty(away.Header("Retry-After"));
        Assert.Equal(["no-store"], away.Header("Cache-Control"));
        Assert.Contains("Written <b>in</b> vain, \"twice\".", page.QuerySelectorAll("blockquote.written").Select(one => one.TextContent));
        Assert.Empty(page.QuerySelectorAll("blockquote b"));

        // Still away: it comes back whole again.
        using var still = await Form.On(page, desk.Edit("about"), "main section form").SendAsync(desk.Browser);
        page = await still.PageAsync(HttpStatusCode.ServiceUnavailable);

        await CloseAsync(isClosed: false);
        using var taken = await Form.On(page, desk.Edit("about"), "main section form").SendAsync(desk.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal(1, await Database.Owner.OneAsync<long>("select count(*) from directory.draft where content #>> '{summary,in,en,value}' = 'Written <b>in</b> vain, \"twice\".'"));
    }

    /// <summary>A secret or a search is not put into a page that stays open, and without a form there is nothing to give back.</summary>
    [Fact]
    public async Task Secret_IsNotGivenBack()
    {
        var desk = await EntryDesk.BeginAsync(members, await Database.Given.SexWorkerLedAsync("Harbour Union (demo)"));
        await CloseAsync(isClosed: true);
        foreach (var (address, body) in new[]
        {
            ("/account/ways", "passphrase=nobody+knows+this&code=123456"), ("/receipts", "code=abcd+efgh+jkmn+pqrs+tvwx+yz23"), ("/search", "q=pep+tonight&near=Leeds"),
        })
        {
            using var content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
            using var away = await desk.Browser.PostAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
            string text = await away.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            foreach (string given in new[] { "nobody knows this", "123456", "class=\"written\"", "value=\"abcd" })
                Assert.DoesNotContain(given, text, StringComparison.Ordinal);
        }

        using var read = await desk.Browser.ReadAsync(desk.Edit("about"));
        Assert.Empty((await read.PageAsync(HttpStatusCode.ServiceUnavailable)).QuerySelectorAll("main form"));
        await CloseAsync(isClosed: false);
    }

    /// <summary>Nobody but the superuser comes in, as on a server that has no more connections to give.</summary>
    private async Task CloseAsync(bool isClosed)
    {
        await using var server = Database.Server.AsSuperuser("postgres");
        await server.RunAsync($"alter database {Database.Logins.Database} connection limit {(isClosed ? 0 : -1)}");
        if (isClosed)
            await server.RunAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", Database.Logins.Database);
        // Those of the test itself; the program has to find out by itself.
        Database.Owner.Clear();
        Database.App.Clear();
    }
}
