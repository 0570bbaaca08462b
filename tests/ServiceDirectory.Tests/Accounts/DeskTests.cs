using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>What waits, who looks first, and the calendar that says how much.</summary>
public sealed class DeskTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Address(Organisation organisation) => $"/curate/{organisation.Code}";

    [Fact]
    public async Task Desk_ShowsWhatWaits_TheUrgentFirst_AndNotToWhoeverLooksAfterTheMachine()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var desk = new ListingDesk(members.World.Database.Logins, places);
        var clinic = Sample.Clinic();
        var calm = await desk.WriteAsync(clinic with { Name = Text.Of("en", "Calm (demo)"), Needs = [Need("teeth-eyes")] }, union);
        var urgent = await desk.WriteAsync(clinic with { Name = Text.Of("en", "Hurry (demo)"), Needs = [Need("pep")] }, union);
        foreach (var asked in new[] { calm, urgent })
            await AskedAsync(asked);
        using var proposer = await Seated.InAsync(members, union, ActorRole.Proposer);
        var page = await proposer.Browser.PageAsync(Address(union));
        Assert.Equal(["Hurry (demo)", "Calm (demo)"], page.QuerySelectorAll(".desk section .tickets a").Select(link => link.TextContent.Trim()));
        Assert.Equal($"/curate/{union.Code}/entries/{urgent.Code}/questions", page.QuerySelector(".desk section .tickets a")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("select"));

        using var machine = await Seated.InAsync(members, union, ActorRole.TechnicalAdmin);
        Assert.Empty((await machine.Browser.PageAsync(Address(union))).QuerySelectorAll(".desk section .tickets a"));
        using var other = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync("Other (demo)"), ActorRole.Coordinator);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Browser.ReadAsync(Address(union))).StatusCode);
    }

    [Fact]
    public async Task Desk_SaysWhatIsDue_Late_AndHidden_ByTheClock()
    {
        var given = members.World.Database.Given;
        var desk = new ListingDesk(members.World.Database.Logins, places);
        var one = await given.SexWorkerLedAsync("One (demo)");
        var written = await desk.WriteAsync(Sample.Clinic(), one);
        await desk.ApproveAsync(written, one);
        await desk.ApproveAsync(written, await given.SexWorkerLedAsync("Two (demo)"));
        var due = (await desk.PublicAsync<LocalDate>(written, "p.due_on"))[0];
        foreach (var (day, kind) in new[] { (due.PlusDays(-1), ""), (due, "due"), (due.PlusDays(29), "due"), (due.PlusDays(30), "late"), (due.PlusDays(60), "hidden") })
            Assert.Equal(kind, await KindAsync(one, written, day));
    }

    [Fact]
    public async Task Duty_IsNamedByCoordinators_AmongTheirOwn()
    {
        var given = members.World.Database.Given;
        var union = await given.SexWorkerLedAsync("Lantern Union (demo)");
        using var coordinator = await Seated.InAsync(members, union, ActorRole.Coordinator);
        using var somebody = await Seated.InAsync(members, union, ActorRole.Reviewer);
        using var stranger = await Seated.InAsync(members, await given.SexWorkerLedAsync("Other (demo)"), ActorRole.Reviewer);
        var page = await coordinator.Browser.PageAsync(Address(union));
        string name = await NameAsync(somebody.AccountId);
        using var named = await Form.On(page, Address(union), "li:first-child form.inline").Fill("member", name).SendAsync(coordinator.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, named.StatusCode);
        page = await somebody.Browser.PageAsync(Address(union));
        Assert.Contains(name, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        string week = (await coordinator.Browser.PageAsync(Address(union))).QuerySelector("li:first-child input[name=week]")!.GetAttribute("value")!;
        foreach (var (by, who, when) in new[] { (coordinator, await NameAsync(stranger.AccountId), week), (coordinator, name, "tomorrow"), (somebody, name, week) })
        {
            using var refused = await by.Browser.PostAsync(
                new Uri(Address(union), UriKind.Relative), new FormUrlEncodedContent([new("week", when), new("member", who)]), Stop);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        // Nor by plain SQL.
        var kept = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => members.World.Database.Logins.App.RunAsync(
            "insert into directory.duty (organisation_id, week, account_id) values ($1, date '2026-11-02', $2)", union.Id, stranger.AccountId));
        Assert.Equal("duty_member", kept.ConstraintName);
    }

    [Fact]
    public async Task Calendar_SaysHowMuchWaits_AndNothingElse_UntilItEnds()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, union, ActorRole.Proposer);
        using var stranger = members.Browser(keepsCookies: false);
        var page = await somebody.Browser.PageAsync(Address(union));
        Assert.Null(page.QuerySelector(".told"));
        using var made = await Form.On(page, Address(union), "form:has([name=calendar])").SendAsync(somebody.Browser, "new");
        var shown = await made.PageAsync(HttpStatusCode.OK);
        string path = new Uri(shown.QuerySelector(".told code")!.TextContent).AbsolutePath;
        Assert.DoesNotContain(path, (await somebody.Browser.PageAsync(Address(union))).Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("VEVENT", await stranger.GetStringAsync(new Uri(path, UriKind.Relative), Stop), StringComparison.Ordinal);

        var written = await new ListingDesk(members.World.Database.Logins, places).WriteAsync(Sample.Clinic() with { Name = Text.Of("en", "Canary-name") }, union);
        await AskedAsync(written);
        using var read = await stranger.GetAsync(new Uri(path, UriKind.Relative), Stop);
        string calendar = await read.Content.ReadAsStringAsync(Stop);
        Assert.Equal("text/calendar", read.Content.Headers.ContentType!.MediaType);
        Assert.Contains("SUMMARY:1 thing to do\r\n", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("Lantern", calendar, StringComparison.Ordinal);

        using var ended = await Form.On(await somebody.Browser.PageAsync(Address(union)), Address(union), "form:has([name=calendar])").SendAsync(somebody.Browser, "none");
        foreach (string gone in new[] { path, "/calendar/7K3Q-0000-0000-0000-0000-0000.ics", "/calendar/x.ics" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(gone)).StatusCode);
    }

    private async Task<string> KindAsync(Organisation organisation, WrittenRevision of, LocalDate day)
    {
        await using var context = members.World.Database.Logins.Context();
        var rows = await new Core.Desk.DeskService(context, Core.Catalogue.DirectoryCatalogue.Default).OfAsync(organisation.Id, day, Stop);
        return string.Join(' ', rows.Where(row => row.Code == of.Code).Select(row => EnumSlug.Of(row.Kind)));
    }

    /// <summary>Somebody who judges it asks something.</summary>
    private async Task AskedAsync(WrittenRevision entry)
    {
        var desk = new ListingDesk(members.World.Database.Logins, places);
        await desk.ProposeAsync(entry);
        var judge = await members.World.Database.Given.SexWorkerLedAsync("Judge (demo)");
        await using var context = members.World.Database.Logins.Context();
        await VettingDesk.Returns(context, desk.Listings(context)).AskAsync(
            new AskBack(entry.RevisionId, judge.Id, null, "Who opens the door?", Given.Today), new Actor(judge.Id, ActorRole.Reviewer), Stop);
    }

    private Task<string> NameAsync(Guid account) => members.World.Database.Logins.App.OneAsync<string>("select name from directory.account where id = $1", account);

    private static int Need(string slug) => Core.Catalogue.DirectoryCatalogue.Default.Needs.Single(need => need.Slug == slug).Id;
}
