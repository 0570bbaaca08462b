using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>What organisations decide together, through the pages and without script; and the page on which an organisation reads what happened.</summary>
public sealed partial class CouncilPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Given Given => members.World.Database.Given;

    private DirectoryLogins Logins => members.World.Database.Logins;

    [Fact]
    public async Task Propose_Vouch_Wait_Admit_AndInviteTheFirst()
    {
        using var one = await SeatedAsync("First Council (demo)");
        using var two = await SeatedAsync("Second Council (demo)");
        string first = Admissions(one), second = Admissions(two);
        using var proposed = await Form.On(await one.Browser.PageAsync(first), first, "form:has(#propose)").Fill("propose", "New Peers (demo)").Fill("of-country", "GB").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, proposed.StatusCode);
        // Other tests propose as well.
        string admission = (await Logins.Owner.OneAsync<Guid>("select id from directory.admission where proposed_by = $1", one.Seat.OrganisationId)).ToString();
        string Button(string name) => $"[name={name}][value='{admission}']";
        var page = await two.Browser.PageAsync(second);
        Assert.Contains("1 of 2 words given", page.QuerySelector($"li:has({Button("vouch")})")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(Button("finish")));
        using var vouched = await Form.On(page, second, $"form:has({Button("vouch")})").SendAsync(two.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, vouched.StatusCode);
        page = await two.Browser.PageAsync(second);
        Assert.Contains("2 of 2 words given", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(Button("vouch")));
        // A form of somebody who did not wait.
        using var early = await SendAsync(two.Browser, second, KeyValuePair.Create("finish", admission));
        Assert.Contains("14 days are not over", (await early.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);

        members.Clock.Advance(TimeSpan.FromDays(14));
        using var later = await SeatedAsync(one);
        using var admitted = await Form.On(await later.Browser.PageAsync(first), first, $"form:has({Button("finish")})").SendAsync(later.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, admitted.StatusCode);
        using var made = await Form.On(await later.Browser.PageAsync(first), first, "form:has(#first)")
            .Fill("first", (await Logins.Owner.OneAsync<Guid>("select organisation_id from directory.admission where proposed_by = $1", one.Seat.OrganisationId)).ToString()).SendAsync(later.Browser);
        string link = (await made.PageAsync(HttpStatusCode.OK)).QuerySelector(".told code")!.TextContent;
        using var newcomer = members.Browser();
        await Newcomer.JoinAsync(newcomer, new Uri(link).AbsolutePath, members.Clock);
    }

    [Fact]
    public async Task Object_NamesACondition_AndTheVoteIsThere()
    {
        using var one = await SeatedAsync("Council A (demo)");
        using var two = await SeatedAsync("Council B (demo)");
        using var proposed = await SendAsync(one.Browser, Admissions(one), new("propose", "Far Peers (demo)"), new("of-country", "GB"));
        string admission = (await Logins.Owner.OneAsync<Guid>("select a.id from directory.admission a where a.proposed_by = $1", one.Seat.OrganisationId)).ToString();
        using var nothing = await SendAsync(two.Browser, Admissions(two), new("object", admission), new("condition", "deciding"));
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        using var objected = await Form.On(await two.Browser.PageAsync(Admissions(two)), Admissions(two), "form:has(#object)")
            .Fill("object", admission).Fill("condition", "deciding").Fill("object-reason", "Most who decide are from elsewhere.").SendAsync(two.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, objected.StatusCode);
        var page = await one.Browser.PageAsync(Council(one));
        Assert.Contains("Most who decide are from elsewhere.", page.Body!.TextContent, StringComparison.Ordinal);
        using var voted = await Form.On(page, Council(one), "form:has([name=yes])").SendAsync(one.Browser, page.QuerySelector("[name=yes]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, voted.StatusCode);
        page = await one.Browser.PageAsync(Council(one));
        Assert.Contains("Your group has voted.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 yes, 0 no", page.Body!.TextContent, StringComparison.Ordinal);
        string motion = (await Logins.Owner.OneAsync<Guid>("select id from directory.motion where admission_id = $1", Guid.Parse(admission))).ToString();
        using var twice = await SendAsync(one.Browser, Council(one), KeyValuePair.Create("no", motion));
        Assert.Contains("has voted", (await twice.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_ByTwo_SignsOut_AndClosesTheCouncilToThem()
    {
        using var one = await SeatedAsync("Council C (demo)");
        using var two = await SeatedAsync("Council D (demo)");
        using var third = await SeatedAsync("Council E (demo)");
        foreach (var who in new[] { one, two })
        {
            using var asked = await Form.On(await who.Browser.PageAsync(Council(who)), Council(who), "form:has(#freeze)")
                .Fill("freeze", third.Seat.OrganisationId.ToString()).Fill("freeze-reason", "It shared what was told.").SendAsync(who.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await third.Browser.ReadAsync(Council(third))).StatusCode);
        using var again = await SeatedAsync(third);
        Assert.Equal(HttpStatusCode.NotFound, (await again.Browser.ReadAsync(Council(third))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await again.Browser.ReadAsync(Own(third))).StatusCode);
    }

    [Fact]
    public async Task Vote_WithWhatIsMissing_ComesBackAsItWasTyped()
    {
        using var one = await SeatedAsync("Council F (demo)");
        using var refused = await Form.On(await one.Browser.PageAsync(Council(one) + "?kind=freeze-lift"), Council(one), "form[data-kind]")
            .Fill("about", one.Seat.OrganisationId.ToString()).Fill("reason", "Long enough now").SendAsync(one.Browser);
        var page = await refused.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains("not frozen", page.QuerySelector("form[data-kind] .wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Long enough now", ((IHtmlInputElement)page.QuerySelector("#reason")!).Value);
        Assert.Equal("freeze-lift", page.QuerySelector("form[data-kind]")!.GetAttribute("data-kind"));
    }

    /// <summary>Nobody has to find out which of seven fields belong to what they ask for.</summary>
    [Theory]
    [InlineData("freeze-lift", "about")]
    [InlineData("freeze-prolong", "about until")]
    [InlineData("approvals-missing", "about since")]
    [InlineData("related", "about other")]
    [InlineData("unrelated", "about other")]
    [InlineData("case", "about entry")]
    public async Task Vote_AsksOnlyForWhatItNeeds(string kind, string fields)
    {
        using var one = await SeatedAsync("Council N (demo)");
        var page = await one.Browser.PageAsync(Council(one));
        Assert.Empty(page.QuerySelectorAll("form[data-kind]"));
        page = await one.Browser.PageAsync(page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).Single(address => address.EndsWith($"?kind={kind}#ask", StringComparison.Ordinal)));
        Assert.Equal(
            [.. fields.Split(' ', StringSplitOptions.RemoveEmptyEntries), "reason"],
            page.QuerySelectorAll("form[data-kind] :is(input:not([type=hidden]), select, textarea)").Select(field => field.GetAttribute("name")));
    }

    [Fact]
    public async Task Own_IsDescribed_ShownOnlyWhereWanted_AndLeaves()
    {
        using var one = await SeatedAsync("Council G (demo)");
        string address = Own(one);
        var page = await one.Browser.PageAsync(address);
        Assert.Empty(page.QuerySelectorAll("[name=field]"));
        using var badge = await Form.On(page, address, "form:has(#name)").Fill("public-badge", "1").SendAsync(one.Browser);
        Assert.Contains("Show the name first", (await badge.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        using var saved = await Form.On(page, address, "form:has(#name)").Fill("name", "Council G, renamed (demo)").Fill("public-name", "1").Fill("public-badge", "1").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        using var visitor = members.Browser();
        Assert.Contains("Council G, renamed", (await visitor.PageAsync($"/organisations/{one.Seat.Code}")).Body!.TextContent, StringComparison.Ordinal);
        using var hidden = await Form.On(await one.Browser.PageAsync(address), address, "form:has(#name)").Fill("public-name").Fill("public-badge").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.ReadAsync($"/organisations/{one.Seat.Code}")).StatusCode);

        using var wrong = await Form.On(await one.Browser.PageAsync(address), address, "form:has(#leave)").Fill("leave", "other").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var left = await Form.On(await one.Browser.PageAsync(address), address, "form:has(#leave)").Fill("leave", one.Seat.Code).SendAsync(one.Browser);
        Assert.Equal("/account#main", left.Headers.Location?.OriginalString);
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from directory.membership where organisation_id = $1 and ended_on is null", one.Seat.OrganisationId));
    }

    [Fact]
    public async Task Own_OfAnAlliedOne_NamesItsFields_AndSeesNoCouncil()
    {
        var allied = await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        using var somebody = await Seated.InAsync(members, allied, ActorRole.Coordinator);
        var page = await somebody.Browser.PageAsync(Own(somebody));
        Assert.Empty(page.QuerySelectorAll("#relate, [name=public-badge]"));
        using var saved = await Form.On(page, Own(somebody), "form:has(#name)").Fill("field", "drugs", "youth").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(["drugs", "youth"], await Logins.Owner.OneAsync<string[]>("select fields from directory.organisation where id = $1", allied.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await somebody.Browser.ReadAsync(Council(somebody))).StatusCode);
        using var sent = await SendAsync(somebody.Browser, Own(somebody), new("relate", Guid.NewGuid().ToString()), new("relate-reason", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
    }

    [Fact, Property(85)]
    public async Task Events_AreReadByCoordinators_OfTheirOwn_AndOldestLast()
    {
        using var one = await SeatedAsync("Council H (demo)");
        using var other = await SeatedAsync("Council I (demo)");
        for (int i = 0; i < 60; i++)
        {
            await Logins.App.RunAsync(
                "insert into directory.event (organisation_id, role, action, subject, subject_id, reason) values ($1, 'coordinator', 'invite', 'organisation', $1, 'reviewer proposer')", one.Seat.OrganisationId);
        }

        await Logins.App.RunAsync("insert into directory.event (organisation_id, role, action, subject, subject_id, reason) values ($1, 'coordinator', 'ask-freeze', 'organisation', $2, 'Only <b>theirs</b>')", other.Seat.OrganisationId, one.Seat.OrganisationId);
        var page = await one.Browser.PageAsync(Events(one));
        Assert.Equal(50, page.QuerySelectorAll(".events li").Length);
        var latest = page.QuerySelector(".events li")!;
        Assert.Contains("Asked to freeze", latest.TextContent, StringComparison.Ordinal);
        Assert.Contains("Another group", latest.TextContent, StringComparison.Ordinal);
        Assert.Contains("Only <b>theirs</b>", latest.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Council I", page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("checks entries · proposes entries", page.QuerySelectorAll(".events li")[1].TextContent, StringComparison.Ordinal);
        // No time more exact than a day.
        Assert.DoesNotMatch(Time(), page.QuerySelector(".events")!.TextContent);
        await using (var context = members.World.Database.Context())
            Assert.Equal(Convert.ToHexStringLower((await new AuditService(context).HeadAsync(Stop)).Hash), page.QuerySelector("code.mark")!.TextContent);
        var earlier = await one.Browser.PageAsync(((IHtmlAnchorElement)page.QuerySelector(".pages a")!).GetAttribute("href")!);
        Assert.Equal(11, earlier.QuerySelectorAll(".events li").Length);
        foreach (string wrong in new[] { "?before=x", "?before=0", "?before=1&before=2", "?before=99999999999999999999" })
            Assert.Equal(HttpStatusCode.BadRequest, (await one.Browser.ReadAsync(Events(one) + wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await one.Browser.ReadAsync(Events(other))).StatusCode);
        using var reviewer = await Seated.InAsync(members, await FindAsync(one), ActorRole.Reviewer, ActorRole.Trainer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.Browser.ReadAsync(Events(one))).StatusCode);
    }

    /// <summary>Whoever adds an action adds its words.</summary>
    [Fact]
    public void EveryAction_HasWords()
    {
        var actions = Repository.Files("src", ".cs").Concat(Repository.Files("src", ".sql")).Where(file => file.Contains("ServiceDirectory.Core", StringComparison.Ordinal))
            .SelectMany(file => Action().Matches(File.ReadAllText(file))).Select(match => match.Groups["action"].Value).Where(action => action != "event").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("publish", actions);
        Assert.Contains("read-notes", actions);
        Assert.Contains("change-roles", actions);
        var words = WordingFiles.In(PageLanguages.English);
        Assert.Equal([], actions.Where(action => !words.ContainsKey($"Event.{action}")));
    }

    /// <summary>Whoever looks after the machine neither approves nor reads anything of entries.</summary>
    [Fact, Property(79)]
    public void TechnicalAdmin_DoesNothingWithEntries() =>
        Assert.Equal(
            [Core.Permissions.Deed.ReadDesk, Core.Permissions.Deed.ReadBackups],
            Core.Permissions.PermissionTable.All.Where(line => line.Roles.Contains(ActorRole.TechnicalAdmin)).Select(line => line.Deed));

    private static string Council(Seated who) => $"/curate/{who.Seat.Code}/council";

    private static string Admissions(Seated who) => $"/curate/{who.Seat.Code}/council/admission";

    private static string Own(Seated who) => $"/curate/{who.Seat.Code}/council/own";

    private static string Events(Seated who) => $"/curate/{who.Seat.Code}/events";

    private async Task<Seated> SeatedAsync(string name) => await Seated.InAsync(members, await Given.SexWorkerLedAsync(name), ActorRole.Coordinator);

    /// <summary>Somebody else of the same organisation, who has just come in.</summary>
    private async Task<Seated> SeatedAsync(Seated of) => await Seated.InAsync(members, await FindAsync(of), ActorRole.Coordinator);

    private async Task<Organisation> FindAsync(Seated of)
    {
        await using var context = members.World.Database.Context();
        return await context.Organisations.FindAsync([of.Seat.OrganisationId], Stop) ?? throw new InvalidOperationException();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, params KeyValuePair<string, string>[] fields) =>
        browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent(fields), Stop);

    [GeneratedRegex(@"\d:\d\d")]
    private static partial Regex Time();

    [GeneratedRegex("""(?:OfService|OfOrganisation|DirectoryEvent\.Of|Log)\(\s*actor(?: with \{[^}]*\})?,\s*(?:\w+ \? "(?<action>[a-z-]+)" : )?"(?<action>[a-z-]+)"|p_role, (?:case when [^']*? then '(?<action>[a-z-]+)' else )?'(?<action>[a-z-]+)'""")]
    private static partial Regex Action();
}
