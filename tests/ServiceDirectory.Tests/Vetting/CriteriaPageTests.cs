using System.Net;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Organisations;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>A promise is proposed, voted for and judged through the pages, without script; and anybody reads which version counts since when.</summary>
public sealed class CriteriaPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    [Fact]
    public async Task Promise_IsProposed_VotedFor_ShownToAnybody_AndJudged()
    {
        var clinic = Sample.Clinic();
        var entry = await new ListingDesk(Logins, places).ListedAsync(clinic);
        using var one = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Coordinator);
        string address = $"/curate/{one.Seat.Code}/council/promises", council = $"/curate/{one.Seat.Code}/council";
        var page = await one.Browser.PageAsync(council);
        Assert.NotNull(page.QuerySelector($"main a[href='{address}']"));
        page = await one.Browser.PageAsync(address);
        Assert.Equal(25, page.QuerySelectorAll("li[id^=p]").Length);
        Assert.Empty(page.QuerySelectorAll("form[data-change]"));
        // A red line is taken away from no kind of service, so nobody is asked about that.
        Assert.Single(page.QuerySelectorAll("#p2 a[href*='profiles']"));
        Assert.Empty(page.QuerySelectorAll("#p4 a[href*='profiles']"));
        page = await one.Browser.PageAsync(page.QuerySelector("#ask a")!.GetAttribute("href")!.Split('#')[0]);

        // What is missing comes back with what was typed.
        using var refused = await Form.On(page, address, "form[data-change]").Fill("said", "Nobody asks about your clients.").SendAsync(one.Browser);
        var again = await refused.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("Nobody asks about your clients.", ((IHtmlTextAreaElement)again.QuerySelector("#said")!).Value);
        using var proposed = await Form.On(again, address, "form[data-change]").Fill("said-es", "Nadie pregunta por tus clientes.").Fill("question", "Do you ask about clients?")
            .Fill("how", "Read the form.").Fill("broken-when", "Somebody had to tell.").Fill("profile", "health", "basics").Fill("months", "4").Fill("reason", "Members asked for it.").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, proposed.StatusCode);
        page = await one.Browser.PageAsync(council);
        Assert.Contains("Nobody asks about your clients.", page.QuerySelector("[data-change=added]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("4 months", page.QuerySelector("[data-change=added]")!.TextContent, StringComparison.Ordinal);
        using var visitor = members.Browser();
        Assert.DoesNotContain("Nobody asks about your clients.", (await visitor.PageAsync("/how-we-check")).Body!.TextContent, StringComparison.Ordinal);

        var motion = await Logins.Owner.OneAsync<Guid>("select id from directory.motion where kind = 'criteria'");
        await using (var context = Logins.Context())
        {
            foreach (var voter in context.Organisations.Where(o => o.Kind == OrganisationKind.SexWorkerLed).ToList())
                await new CouncilWorld(Logins).VoteAsync(voter, motion, true, Given.Today);
        }

        page = await one.Browser.PageAsync(council);
        using var decided = await Form.On(page, council, "form:has([name=decide])").SendAsync(one.Browser, motion.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, decided.StatusCode);
        Assert.Contains("This is version 3.", (await one.Browser.PageAsync(council)).Body!.TextContent, StringComparison.Ordinal);
        // The page for anybody is read once a minute.
        members.Clock.Advance(TimeSpan.FromMinutes(2));
        page = await visitor.PageAsync("/how-we-check");
        Assert.Equal(18, page.QuerySelectorAll("ul.required > li").Length);
        Assert.Equal("Nobody asks about your clients.", page.QuerySelector("#p26 > span")!.TextContent);
        Assert.Contains("24 November 2026", page.QuerySelector("[data-version='3']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("24 March 2027", page.QuerySelector("[data-applies='3']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("ol.versions > li").Length);
        page = await visitor.PageAsync("/es/how-we-check");
        Assert.Equal("Nadie pregunta por tus clientes.", page.QuerySelector("#p26 > span")!.TextContent);
        // Where there are no words the original stands, with its language.
        page = await visitor.PageAsync("/ar/how-we-check");
        Assert.Equal(("en", "ltr"), (page.QuerySelector("#p26 > span")!.GetAttribute("lang"), page.QuerySelector("#p26 > span")!.GetAttribute("dir")));

        // Whoever judges is told, and asked about it.
        var other = await Given.SexWorkerLedAsync("Harbour Collective (demo)");
        using var judge = await Seated.InAsync(members, other, ActorRole.Reviewer);
        string review = $"/curate/{other.Code}/entries/{entry.Code}/review";
        page = await judge.Browser.PageAsync(review);
        Assert.Contains("24 March 2027", page.QuerySelector("[data-promises-until]")!.TextContent, StringComparison.Ordinal);
        using var begun = await Form.On(page, review, "form:has([value=anew])").SendAsync(judge.Browser, "anew");
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        page = await judge.Browser.PageAsync(review);
        Assert.Contains("Nobody asks about your clients.", page.QuerySelector("#p26 legend")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Only coordinators of councils; a reviewer and an allied organisation find nothing there.</summary>
    [Fact]
    public async Task Promises_AreForCoordinatorsOfCouncils()
    {
        var led = await Given.SexWorkerLedAsync("Mill Street Peers (demo)");
        using var reviewer = await Seated.InAsync(members, led, ActorRole.Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.Browser.ReadAsync($"/curate/{led.Code}/council/promises")).StatusCode);
        var allied = await Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        using var friend = await Seated.InAsync(members, allied, ActorRole.Coordinator);
        Assert.Equal(HttpStatusCode.NotFound, (await friend.Browser.ReadAsync($"/curate/{allied.Code}/council/promises")).StatusCode);
    }
}
