using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Suspensions;

/// <summary>Showing one's own service, taking an entry off, removing it for good: by the pages.</summary>
public sealed class TakeOffPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private PublicWorld World => members.World;

    private ListingDesk Desk => new(World.Database.Logins, places);

    private Task<Seated> SomebodyAsync(Organisation of, ActorRole role) => Seated.InAsync(members, of, [role]);

    private static string Address(Seated somebody, WrittenRevision entry, string page = "") => $"/curate/{somebody.Seat.Code}/entries/{entry.Code}{page}";

    private async Task<HttpStatusCode> PublicAsync(WrittenRevision entry)
    {
        using var browser = members.Browser();
        using var answer = await browser.ReadAsync($"/services/{entry.Code}");
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(Seated somebody, WrittenRevision entry, string page, string? reason = null)
    {
        string address = Address(somebody, entry, page);
        var form = Form.On(await somebody.Browser.PageAsync(address), address, "form.big");
        return await (reason is null ? form : form.Fill("reason", reason)).SendAsync(somebody.Browser);
    }

    private static ListingContent With(string number) => Sample.Clinic() with { Phones = [Sample.Clinic().Phones[0] with { Number = number }], Website = null };

    [Fact]
    public async Task Keeper_TakesItOff_SaysWhy_AndHasItInTheWorkingListAgain()
    {
        var keeper = await World.Database.Given.OrganisationAsync("Keeper", OrganisationKind.Allied);
        var entry = await Desk.WriteAsync(With("+441632960301"), keeper);
        await Desk.ApproveAsync(entry, await World.Database.Given.SexWorkerLedAsync("One"));
        await Desk.ApproveAsync(entry, await World.Database.Given.SexWorkerLedAsync("Two"));
        using var coordinator = await SomebodyAsync(keeper, ActorRole.Coordinator);
        Assert.NotNull((await coordinator.Browser.PageAsync(Address(coordinator, entry))).QuerySelector($"nav.actions a[href$='/off']"));

        using var silent = await SendAsync(coordinator, entry, "/off");
        var page = await silent.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("reason", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));

        using var done = await SendAsync(coordinator, entry, "/off", "yes-taken-back");
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, await PublicAsync(entry));
        Assert.Equal("working", (await coordinator.Browser.PageAsync(Address(coordinator, entry))).QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(1, await World.Database.App.OneAsync<long>(
            "select count(*) from directory.event where subject_id = $1 and action = 'withdraw' and organisation_id = $2 and role = 'coordinator' and reason = 'yes-taken-back'", entry.ServiceId, keeper.Id));
        // A proposer writes and does not take off.
        using var proposer = await SomebodyAsync(keeper, ActorRole.Proposer);
        using var refused = await proposer.Browser.ReadAsync(Address(proposer, entry, "/off"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task WhoeverRunsIt_TakesItsYesBack_AndSomebodyElseCannot()
    {
        var clinic = await World.Database.Given.OrganisationAsync("Clinic", OrganisationKind.Provider);
        var entry = await Desk.WriteAsync(With("+441632960302") with { Provider = Sample.Clinic().Provider with { OrganisationId = clinic.Id } });
        await Desk.ApproveAsync(entry, await World.Database.Given.SexWorkerLedAsync("One"));
        var two = await World.Database.Given.SexWorkerLedAsync("Two");
        await Desk.ApproveAsync(entry, two);
        using var reviewer = await SomebodyAsync(two, ActorRole.Reviewer);
        using var refused = await reviewer.Browser.ReadAsync(Address(reviewer, entry, "/off"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var contact = await SomebodyAsync(clinic, ActorRole.ProviderContact);
        using var done = await SendAsync(contact, entry, "/off", "closed");
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        using var desk = await contact.Browser.ReadAsync(done.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, await PublicAsync(entry));
    }

    [Fact, Property(83)]
    public async Task Own_IsShownFromThePage_OnceTheGroupIsShownByName_AndSaysSo()
    {
        var us = await World.Database.Given.SexWorkerLedAsync("Harbour Collective");
        var content = With("+441632960303") with { Provider = new Provider { Name = Text.Of("en", "Us"), Kind = ProviderKind.Community, OrganisationId = us.Id } };
        var entry = await Desk.WriteAsync(content, us);
        using var reviewer = await SomebodyAsync(us, ActorRole.Reviewer);
        using var draft = await reviewer.Browser.ReadAsync(Address(reviewer, entry, "/show"));
        Assert.Equal(HttpStatusCode.SeeOther, draft.StatusCode);
        await Desk.ProposeAsync(entry);

        using var unnamed = await SendAsync(reviewer, entry, "/show");
        var page = await unnamed.PageAsync(HttpStatusCode.BadRequest);
        Assert.NotNull(page.QuerySelector($".wrong a[href='/curate/{reviewer.Seat.Code}/council/own']"));
        await World.Database.App.RunAsync("update directory.organisation set public_name = true, public_badge = true where id = $1", us.Id);
        using var done = await SendAsync(reviewer, entry, "/show");
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal("own", await Desk.StateAsync(entry));
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
        // It goes on waiting for others.
        Assert.Equal(1, await World.Database.App.OneAsync<long>("select count(*) from directory.proposal where service_id = $1 and closed_on is null", entry.ServiceId));
        using var again = await SendAsync(reviewer, entry, "/show");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        // What is not its own is not for it to show.
        var others = await Desk.WriteAsync(With("+441632960304"), us);
        await Desk.ProposeAsync(others);
        using var refused = await reviewer.Browser.ReadAsync(Address(reviewer, others, "/show"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Removing_SaysWhatItWaitsFor_AndThenItIsGoneForGood()
    {
        var entry = await Desk.ListedAsync(With("+441632960305"));
        var (first, second) = (await World.Database.Given.SexWorkerLedAsync("First"), await World.Database.Given.SexWorkerLedAsync("Second"));
        using var reviewer = await SomebodyAsync(first, ActorRole.Reviewer);
        var suspension = await World.Database.App.OneAsync<Guid>(
            "select directory.suspend($1, 3, (select max(version) from published.criteria), null, null, $2, null, $3, 'reviewer', null)", entry.ServiceId, first.Id, Given.Today.PlusDays(-40));
        using var early = await SendAsync(reviewer, entry, "/remove");
        Assert.Contains("Another group", (await early.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        await World.Database.App.OneAsync<string>("select directory.judge_suspension($1, 'confirm', null, $2, null, $3, 'reviewer')", suspension, second.Id, Given.Today.PlusDays(-39));
        using var open = await SendAsync(reviewer, entry, "/remove");
        Assert.Contains("appeal", (await open.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        await World.Database.App.RunAsync("select directory.mark_letter($1, false, $2, $3, 'reviewer')", suspension, first.Id, Given.Today.PlusDays(-38));
        await World.Database.App.RunAsync("select directory.mark_letter($1, true, $2, $3, 'reviewer')", suspension, first.Id, Given.Today.PlusDays(-38));
        using var done = await SendAsync(reviewer, entry, "/remove");
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal("removed", await Desk.StateAsync(entry));
    }
}
