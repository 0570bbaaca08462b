using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Organisations;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Partnerships;

/// <summary>Agreements, consultations and the word of allied organisations through the pages, without script.</summary>
public sealed class PartnerPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    private ListingDesk Desk => new(Logins, places);

    [Fact]
    public async Task Agreement_IsWritten_Answered_ShownToAnybody_AndEnded()
    {
        var clinic = Sample.Clinic();
        using var two = await Seated.InAsync(members, await Given.OrganisationAsync("Lantern Clinic (demo)", OrganisationKind.Provider), ActorRole.ProviderContact);
        var entry = await Desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = two.Seat.OrganisationId } });
        using var one = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Coordinator);
        await Logins.App.RunAsync("update directory.organisation set public_name = true, public_badge = true where id = $1", one.Seat.OrganisationId);
        await Logins.Owner.RunAsync("select directory.publish_organisation($1, $2, null, 'command-line')", one.Seat.OrganisationId, Given.Today);
        string address = $"/curate/{one.Seat.Code}/agreements";
        var page = await one.Browser.PageAsync(address);
        using var refused = await Form.On(page, address, "form[data-form=write]").Fill("with-entry", entry.Code).Fill("does", "We train. They pay the train.").SendAsync(one.Browser);
        page = await refused.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("We train. They pay the train.", page.QuerySelector("#does")!.TextContent);
        using var written = await Form.On(page, address, "form[data-form=write]").Fill("starts", "2026-11-01").Fill("ends", "2027-10-31").Fill("reviews", "2027-05-01")
            .Fill("planned", "Six of us met twice.").Fill("paid", "paid").Fill("shown", "1").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, written.StatusCode);
        using var visitor = members.Browser();
        string service = $"/services/{entry.Code}";
        Assert.Null((await visitor.PageAsync(service)).QuerySelector(".partner"));
        Assert.Empty((await one.Browser.PageAsync(address)).QuerySelectorAll("[name=agree-to]"));
        string theirs = $"/curate/{two.Seat.Code}/agreements";
        page = await two.Browser.PageAsync(theirs);
        using var answered = await Form.On(page, theirs, "li[data-agreement] form:has([name=agree-to])").Fill("agree-shown", "1")
            .SendAsync(two.Browser, page.QuerySelector("[name=agree-to]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, answered.StatusCode);

        page = await visitor.PageAsync(service);
        var partner = page.QuerySelector(".partner")!;
        Assert.NotNull(partner.QuerySelector($"a[href='/organisations/{one.Seat.Code}']"));
        Assert.Contains("Six of us met twice.", partner.TextContent, StringComparison.Ordinal);
        Assert.Contains("October 2027", partner.TextContent, StringComparison.Ordinal);
        Assert.Contains("Works with a community group", page.QuerySelector(".badges")!.TextContent, StringComparison.Ordinal);
        // What it says stays between the two.
        Assert.DoesNotContain("They pay the train", page.Body!.TextContent, StringComparison.Ordinal);
        page = await one.Browser.PageAsync(address);
        using var ended = await Form.On(page, address, "form:has([name=end-it])").SendAsync(one.Browser, page.QuerySelector("[name=end-it]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Assert.Null((await visitor.PageAsync(service)).QuerySelector(".partner"));
    }

    /// <summary>
    /// Where the service has nobody here, whoever wrote it writes down the answer. The page offers no badge for that, says why, and shows none. Somebody
    /// who only says that they run the service sees nothing of it.
    /// </summary>
    [Fact]
    public async Task Agreement_ThatIsWrittenDown_IsNotOfferedToAnybody_AndIsClosedToStrangers()
    {
        var (entry, clinic, on) = (await Desk.ListedAsync(), Sample.Clinic(), Given.Today);
        using var one = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Coordinator);
        using var stranger = await Seated.InAsync(members, await Given.OrganisationAsync("Stranger (demo)", OrganisationKind.Provider), ActorRole.ProviderContact);
        await using (var context = Logins.Context())
        {
            var stop = TestContext.Current.CancellationToken;
            await new AgreementService(context, VettingDesk.Notes).WriteAsync(
                new WriteAgreement("We train the front desk.", false, on, on.PlusMonths(12), on.PlusMonths(6), true, on) { ServiceId = entry.ServiceId },
                new Actor(one.Seat.OrganisationId, ActorRole.Coordinator), stop);
            var named = clinic with { Provider = clinic.Provider with { OrganisationId = stranger.Seat.OrganisationId } };
            await Desk.ProposeAsync(await Desk.Listings(context).ReviseAsync(
                new ReviseService(entry.ServiceId, stranger.Seat.OrganisationId, named, on), new Actor(stranger.Seat.OrganisationId, ActorRole.ProviderContact), stop));
        }

        string address = $"/curate/{one.Seat.Code}/agreements", theirs = $"/curate/{stranger.Seat.Code}/agreements";
        var page = await one.Browser.PageAsync(address);
        Assert.Contains("only the service itself can say", page.QuerySelector("li[data-agreement] form:has([name=agree-to])")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[name=agree-shown]"));
        string id = page.QuerySelector("[name=agree-to]")!.GetAttribute("value")!;
        Assert.Empty((await stranger.Browser.PageAsync(theirs)).QuerySelectorAll("[data-agreement]"));
        foreach (string verb in new[] { "agree-to", "refuse-it", "end-it" })
        {
            using var body = new FormUrlEncodedContent([new(verb, id), new("agree-shown", "1")]);
            using var refused = await stranger.Browser.PostAsync(new Uri(theirs, UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        // Sent all the same, it is not shown.
        using var recorded = await Form.On(page, address, "li[data-agreement] form:has([name=agree-to])").SendWithAsync(one.Browser, "agree-shown", "1");
        Assert.Equal(HttpStatusCode.SeeOther, recorded.StatusCode);
        using var visitor = members.Browser();
        Assert.Null((await visitor.PageAsync($"/services/{entry.Code}")).QuerySelector(".partner"));
        Assert.Empty((await one.Browser.PageAsync(address)).QuerySelectorAll("[name=agree-to]"));
    }

    /// <summary>The badge is gone with its last day, whether or not anything ran on it.</summary>
    [Fact]
    public async Task Agreement_IsShown_UntilItsDate()
    {
        var entry = await Desk.ListedAsync();
        var today = Today;
        foreach (var (since, until, isShown) in new[] { (-5, 1, true), (-5, 0, false), (1, 5, false) })
        {
            await Logins.Owner.RunAsync("delete from published.agreement");
            await Logins.Owner.RunAsync("insert into published.agreement (id, service, since, until) values (gen_random_uuid(), $1, $2, $3)", entry.Code, today.PlusDays(since), today.PlusDays(until));
            using var visitor = members.Browser();
            Assert.Equal(isShown, (await visitor.PageAsync($"/services/{entry.Code}")).QuerySelector(".partner") is not null);
        }
    }

    [Fact]
    public async Task Organisations_ThatWorkTogether_LeadToOneAnother()
    {
        var (own, allied) = (await PublicAsync("Harbour Collective (demo)", OrganisationKind.SexWorkerLed), await PublicAsync("Mill Friends (demo)", OrganisationKind.Allied));
        await Logins.Owner.RunAsync(
            "insert into published.agreement (id, organisation, other, since, until) values (gen_random_uuid(), $1, $2, date '2026-01-01', date '2029-01-01')", own.Code, allied.Code);
        using var visitor = members.Browser();
        Assert.NotNull((await visitor.PageAsync($"/organisations/{own.Code}")).QuerySelector($".partners a[href='/organisations/{allied.Code}']"));
        Assert.NotNull((await visitor.PageAsync($"/organisations/{allied.Code}")).QuerySelector($".partners a[href='/organisations/{own.Code}']"));
    }

    /// <summary>Asked with a vote, found from the desk, answered, closed: question, answers and outcome on one page. Who is not of the field sees nothing.</summary>
    [Fact]
    public async Task Consultation_IsAskedWithAVote_Answered_AndClosed()
    {
        using var one = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Coordinator);
        using var two = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Second Union (demo)"), ActorRole.Coordinator);
        var (drugs, roma) = (await AlliedAsync("drugs"), await AlliedAsync("roma"));
        var council = await FindAsync(one);
        var motion = await new CouncilWorld(Logins).ProposeAsync(council, new ProposeCriteria(CriteriaChangeKind.Recommended, Given.Today, "It is time.") { Criterion = 7 });
        var page = await one.Browser.PageAsync($"/curate/{one.Seat.Code}/council");
        string ask = page.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Single(a => a.Contains($"vote={motion}", StringComparison.Ordinal)).Split('#')[0];
        string address = $"/curate/{one.Seat.Code}/consultations";
        using var asked = await Form.On(await one.Browser.PageAsync(ask), address, "form[data-form=ask]").Fill("of-field", "drugs").Fill("asks", "What do house rules do to your members?").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);

        using var friend = await Seated.InAsync(members, drugs, ActorRole.Proposer);
        Assert.NotNull((await friend.Browser.PageAsync($"/curate/{drugs.Code}")).QuerySelector($"a[href='/curate/{drugs.Code}/consultations']"));
        string theirs = $"/curate/{drugs.Code}/consultations";
        page = await friend.Browser.PageAsync(theirs);
        Assert.Contains("What do house rules do", page.QuerySelector("[data-consultation]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form[data-form=ask]"));
        using var said = await Form.On(page, theirs, "[data-consultation] form").Fill("says", "They shut us out at night.").SendAsync(friend.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        Assert.Empty((await friend.Browser.PageAsync(theirs)).QuerySelectorAll("[data-consultation] form"));
        using var stranger = await Seated.InAsync(members, roma, ActorRole.Proposer);
        Assert.Empty((await stranger.Browser.PageAsync($"/curate/{roma.Code}/consultations")).QuerySelectorAll("[data-consultation]"));
        // Every council reads the answer; silence of others stops nothing, once the day has come.
        Assert.Contains("They shut us out at night.", (await two.Browser.PageAsync($"/curate/{two.Seat.Code}/consultations")).Body!.TextContent, StringComparison.Ordinal);
        members.Clock.Advance(TimeSpan.FromDays(15));
        using var later = await Seated.InAsync(members, council, ActorRole.Coordinator);
        page = await later.Browser.PageAsync(address);
        using var closed = await Form.On(page, address, "[data-consultation] form").Fill("outcome", "We keep it a must.").SendAsync(later.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        using var back = await Seated.InAsync(members, drugs, ActorRole.Proposer);
        Assert.Contains("We keep it a must.", (await back.Browser.PageAsync(theirs)).QuerySelector("[data-consultation]")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>From the desk by one link and one button: nothing to type, nothing to scroll past.</summary>
    [Fact]
    public async Task Word_IsGiven_WithOneLinkAndOneButton()
    {
        var allied = await AlliedAsync("hiv");
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        var entry = await Desk.WriteAsync();
        await Desk.ProposeAsync(entry);
        await Logins.App.RunAsync(
            "insert into directory.word_request (id, service_id, asked_by, organisation_id, asked_on, ends_on) values (gen_random_uuid(), $1, $2, $3, $4, $5)",
            entry.ServiceId, by.Id, allied.Id, Today, Today.PlusDays(7));
        using var friend = await Seated.InAsync(members, allied, ActorRole.Proposer);
        string address = $"/curate/{allied.Code}/entries/{entry.Code}/word", desk = $"/curate/{allied.Code}";
        Assert.NotNull((await friend.Browser.PageAsync(desk)).QuerySelector($".tickets a[href='{address}']"));
        var page = await friend.Browser.PageAsync(address);
        Assert.Equal("fine", page.QuerySelector("main form button")!.GetAttribute("value"));
        Assert.False(page.QuerySelector("form[data-form=word] details")!.HasAttribute("open"));
        using var said = await Form.On(page, address, "form[data-form=word]").SendAsync(friend.Browser, "fine");
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        Assert.NotNull((await friend.Browser.PageAsync(address)).QuerySelector(".told[role=status]"));
        Assert.Null((await friend.Browser.PageAsync(desk)).QuerySelector($".tickets a[href='{address}']"));
        // An objection names a promise; without one the list comes back open, with what was typed.
        using var refused = await Form.On(await friend.Browser.PageAsync(address), address, "form[data-form=word]").Fill("note", "They asked for papers.").Fill("kind", "objection").SendAsync(friend.Browser, "save");
        page = await refused.PageAsync(HttpStatusCode.BadRequest);
        Assert.True(page.QuerySelector("form[data-form=word] details")!.HasAttribute("open"));
        Assert.Equal("They asked for papers.", page.QuerySelector("form[data-form=word] textarea")!.TextContent);
    }

    /// <summary>Other tests of this class let days pass.</summary>
    private NodaTime.LocalDate Today => NodaTime.LocalDate.FromDateTime(members.Clock.GetUtcNow().UtcDateTime);

    private async Task<Organisation> AlliedAsync(params string[] fields)
    {
        var allied = await Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await Logins.App.RunAsync("update directory.organisation set fields = $2 where id = $1", allied.Id, fields);
        return allied;
    }

    private async Task<Organisation> PublicAsync(string name, OrganisationKind kind)
    {
        var organisation = await Given.OrganisationAsync(name, kind);
        await Logins.App.RunAsync("update directory.organisation set public_name = true where id = $1", organisation.Id);
        await Logins.Owner.RunAsync("select directory.publish_organisation($1, $2, null, 'command-line')", organisation.Id, Given.Today);
        return organisation;
    }

    private async Task<Organisation> FindAsync(Seated of)
    {
        await using DirectoryDbContext context = Logins.Context();
        return await context.Organisations.FindAsync([of.Seat.OrganisationId], TestContext.Current.CancellationToken) ?? throw new InvalidOperationException();
    }
}
