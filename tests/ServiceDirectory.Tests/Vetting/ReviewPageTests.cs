using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>The pages by which two organisations judge an entry, and what they refuse.</summary>
public sealed class ReviewPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    private ListingDesk Desk => new(Logins, places);

    private static string Address(Organisation by, WrittenRevision of, string page) => $"/curate/{by.Code}/entries/{of.Code}/{page}";

    private async Task<WrittenRevision> ProposedAsync(ListingContent? content = null)
    {
        var written = await Desk.WriteAsync(content);
        await Desk.ProposeAsync(written);
        return written;
    }

    private static async Task<HttpResponseMessage> JudgeAsync(Seated by, string address, string button, string? tie = "none", string verdict = "met")
    {
        var form = Form.On(await by.Browser.PageAsync(address), address, "main > form:has([name=edition])");
        if (tie is not null)
            form.Fill("tie", tie);
        foreach (int criterion in s_required)
            form.Fill($"v{criterion}", criterion == 6 ? verdict : "met");
        return await form.SendAsync(by.Browser, button);
    }

    /// <summary>One call sheet each, and one page each: then everybody reads it.</summary>
    [Fact]
    public async Task TwoOrganisations_WithACallSheetEach_ListAnEntryThatLackedWhatOnlyACallTells()
    {
        var clinic = Sample.Clinic();
        var written = await ProposedAsync(clinic with { Sites = [clinic.Sites[0] with { Hours = null }], Access = [], Cost = null, Sharing = new Sharing(), Consent = new Consent { Kind = ConsentKind.Missing }, Provider = clinic.Provider with { Kind = ProviderKind.Private } });
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        foreach (var (by, state) in new[] { (one, "provisional"), (two, "listed") })
        {
            using var somebody = await Seated.InAsync(members, by, ActorRole.Reviewer);
            string address = Address(by, written, "call-sheet");
            var sheet = Form.On(await somebody.Browser.PageAsync(address), address);
            if (by == one)
            {
                sheet.Fill("consent", "yes").Fill("address", "yes").Fill("cost", "Free").Fill("police", "Nothing, unless a court orders it.").Fill("weekdays", "9:00-17:00").Fill("saturday", "10:00-12:00");
                foreach (var facet in DirectoryCatalogue.Default.Facets.Where(f => f.Decides))
                    sheet.Fill($"f{facet.Id}", facet.CountsAsYes is [var first, ..] ? first : "yes");
            }

            foreach (int criterion in s_required)
                sheet.Fill($"note{criterion}", $"They said yes to {criterion}").Fill($"v{criterion}", "met");
            using var saved = await sheet.SendAsync(somebody.Browser);
            Assert.Equal($"{Address(by, written, "review")}?saved=1", saved.Headers.Location?.OriginalString);
            var review = await somebody.Browser.PageAsync(saved.Headers.Location!.OriginalString);
            Assert.Contains("All answers are saved", review.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
            // Before anybody has approved it, handing in is what shows it.
            Assert.Equal(by == one, review.QuerySelector("main")!.TextContent.Contains("as soon as you hand in", StringComparison.Ordinal));
            Assert.Equal(s_required.Length, review.QuerySelectorAll("input[value=met][checked]").Length);
            var form = Form.On(review, Address(by, written, "review"), "main > form:has([name=edition])").Fill("tie", "none").Fill("minutes", "35");
            using var handedIn = await form.SendAsync(somebody.Browser, "hand-in");
            Assert.Equal(HttpStatusCode.SeeOther, handedIn.StatusCode);
            Assert.Equal(state, await Desk.StateAsync(written));
        }

        Assert.Equal(2, await Logins.App.OneAsync<long>("select count(*) from directory.review v join directory.revision r on r.id = v.revision_id where r.service_id = $1 and v.minutes = 35 and v.handed_in_on is not null", written.ServiceId));
        Assert.Equal(6, await Logins.App.OneAsync<int>(
            "select jsonb_array_length(r.content #> '{sites,0,hours}') from directory.service s join directory.revision r on r.id = s.published_revision_id where s.id = $1", written.ServiceId));
    }

    [Fact]
    public async Task HandIn_Unfinished_WithATie_OrWithoutAContact_KeepsWhatWasTicked_AndSaysWhatToDo()
    {
        var written = await ProposedAsync();
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        await Desk.ApproveAsync(written, one);
        using var somebody = await Seated.InAsync(members, two, ActorRole.Reviewer);
        string address = Address(two, written, "review");
        using var nothing = await Form.On(await somebody.Browser.PageAsync(address), address, "main > form:has([name=edition])").SendAsync(somebody.Browser, "hand-in");
        Refused(await nothing.PageAsync(HttpStatusCode.BadRequest), "no tie");
        using var tied = await JudgeAsync(somebody, address, "hand-in", "partner");
        Refused(await tied.PageAsync(HttpStatusCode.BadRequest), "no tie");
        using var alone = await JudgeAsync(somebody, address, "hand-in");
        var page = await alone.PageAsync(HttpStatusCode.BadRequest);
        Refused(page, "yourself");
        Assert.Equal(s_required.Length, page.QuerySelectorAll("input[value=met][checked]").Length);
        Assert.Equal(5, page.QuerySelectorAll(".verdict .own").Length);
        Assert.Equal("provisional", await Desk.StateAsync(written));
    }

    [Fact]
    public async Task Verdicts_OfOthers_AreOnThePage_OnlyOnceOnesOwnAreHandedIn()
    {
        var written = await ProposedAsync();
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        using var first = await Seated.InAsync(members, one, ActorRole.Reviewer);
        using var against = await JudgeAsync(first, Address(one, written, "review"), "hand-in", verdict: "not-met");
        Assert.Equal(HttpStatusCode.SeeOther, against.StatusCode);
        using var second = await Seated.InAsync(members, two, ActorRole.Reviewer);
        var before = await second.Browser.PageAsync(Address(two, written, "review"));
        Assert.DoesNotContain("Lantern Union", before.Body!.TextContent, StringComparison.Ordinal);
        using var handedIn = await JudgeAsync(second, Address(two, written, "review"), "hand-in");
        Assert.Equal(HttpStatusCode.SeeOther, handedIn.StatusCode);
        var after = await second.Browser.PageAsync(Address(two, written, "review"));
        Assert.Contains("Lantern Union", after.Body!.TextContent, StringComparison.Ordinal);
        // They disagree, so nothing is shown.
        Assert.Equal("in-review", await Desk.StateAsync(written));
    }

    [Fact]
    public async Task SavedMeanwhile_IsNotWrittenOver_AndWhatWasTickedStays()
    {
        var written = await ProposedAsync();
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var one = await Seated.InAsync(members, by, ActorRole.Reviewer);
        using var other = await Seated.InAsync(members, by, ActorRole.Reviewer);
        string address = Address(by, written, "review");
        (await JudgeAsync(one, address, "save")).Dispose();
        var open = Form.On(await other.Browser.PageAsync(address), address, "main > form:has([name=edition])").Fill("v6", "unclear");
        (await JudgeAsync(one, address, "save")).Dispose();
        using var late = await open.SendAsync(other.Browser, "save");
        var page = await late.PageAsync(HttpStatusCode.BadRequest);
        Refused(page, "meanwhile");
        Assert.NotNull(page.QuerySelector("input[name=v6][value=unclear][checked]"));
        using var again = await Form.On(page, address, "main > form:has([name=edition])").SendAsync(other.Browser, "save");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task Question_Decline_AndWords_TakeTheirRoad()
    {
        var proposer = await Given.SexWorkerLedAsync("Proposers (demo)");
        var (by, allied) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied));
        var written = await Desk.WriteAsync(by: proposer);
        await Desk.ProposeAsync(written);
        using var reviewer = await Seated.InAsync(members, by, ActorRole.Reviewer);
        using var friend = await Seated.InAsync(members, allied, ActorRole.Proposer);
        using var author = await Seated.InAsync(members, proposer, ActorRole.Proposer);
        string review = Address(by, written, "review");

        using var empty = await Form.On(await reviewer.Browser.PageAsync(review), review, "form:has([name=question])").SendAsync(reviewer.Browser);
        Assert.Equal("question", (await empty.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.GetAttribute("data-field"));
        (await Form.On(await reviewer.Browser.PageAsync(review), review, "form:has([name=question])").Fill("question", "Who decides?").SendAsync(reviewer.Browser)).Dispose();
        Assert.Equal("question", await Desk.StateAsync(written));
        // Nobody but who handed it in reads it.
        Assert.DoesNotContain("Who decides?", (await friend.Browser.PageAsync(Address(allied, written, "questions"))).Body!.TextContent, StringComparison.Ordinal);
        string questions = Address(proposer, written, "questions");
        (await Form.On(await author.Browser.PageAsync(questions), questions).Fill("answer", "The manager").SendAsync(author.Browser)).Dispose();
        Assert.Equal("in-review", await Desk.StateAsync(written));
        Assert.Contains("The manager", (await reviewer.Browser.PageAsync(review)).Body!.TextContent, StringComparison.Ordinal);

        string word = Address(allied, written, "word");
        (await Form.On(await friend.Browser.PageAsync(word), word).Fill("kind", "objection").Fill("note", "We hear otherwise").Fill("criteria", "6").SendAsync(friend.Browser)).Dispose();
        using var stopped = await JudgeAsync(reviewer, review, "hand-in");
        Refused(await stopped.PageAsync(HttpStatusCode.BadRequest), "allied");
        string answers = Address(by, written, "word");
        (await Form.On(await reviewer.Browser.PageAsync(answers), answers, "form:has([name=answer])").Fill("answer", "We asked again").SendAsync(reviewer.Browser)).Dispose();
        Assert.Contains("We asked again", (await friend.Browser.PageAsync(word)).Body!.TextContent, StringComparison.Ordinal);

        using var noReason = await Form.On(await reviewer.Browser.PageAsync(review), review, "form:has([name=reason])").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.BadRequest, noReason.StatusCode);
        (await Form.On(await reviewer.Browser.PageAsync(review), review, "form:has([name=reason])").Fill("criteria", "6").Fill("reason", "They push people").SendAsync(reviewer.Browser)).Dispose();
        Assert.Equal("declined", await Desk.StateAsync(written));
    }

    [Fact]
    public async Task Evidence_IsAdded_AndOneOfThoseWhoRunItMayNotAddAny()
    {
        var runs = await Given.SexWorkerLedAsync("Runs it (demo)");
        var clinic = Sample.Clinic();
        var written = await ProposedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } });
        var allied = await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        using var friend = await Seated.InAsync(members, allied, ActorRole.Proposer);
        string address = Address(allied, written, "evidence");
        using var empty = await Form.On(await friend.Browser.PageAsync(address), address).SendAsync(friend.Browser);
        Assert.Equal(["criteria", "note"], (await empty.PageAsync(HttpStatusCode.BadRequest)).QuerySelectorAll(".wrong").Select(w => w.GetAttribute("data-field")).Order());
        (await Form.On(await friend.Browser.PageAsync(address), address).Fill("kind", "document-seen").Fill("note", "Policy <b>seen</b>").Fill("criteria", "3").Fill("provider", "1").SendAsync(friend.Browser)).Dispose();
        var page = await friend.Browser.PageAsync(address);
        // As it was written, and never as markup.
        Assert.Equal("Policy <b>seen</b>", page.QuerySelector(".evidence p")!.TextContent);

        // Whoever runs it may say what they know and cannot judge; the page is not there for them.
        using var own = await Seated.InAsync(members, runs, ActorRole.Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Browser.ReadAsync(Address(runs, written, "review"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.Browser.ReadAsync(Address(runs, written, "evidence"))).StatusCode);
    }

    /// <summary>A person who belongs to whoever runs it, seated elsewhere.</summary>
    [Fact, Property(81)]
    public async Task Review_BySomebodyWithATieOfTheirOwn_HasNoForm_AndAPostIsRefused()
    {
        var (runs, by) = (await Given.SexWorkerLedAsync("Runs it (demo)"), await Given.SexWorkerLedAsync("Lantern Union (demo)"));
        var clinic = Sample.Clinic();
        var written = await ProposedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } });
        using var somebody = await Seated.InAsync(members, by, ActorRole.Reviewer);
        string address = Address(by, written, "review");
        var open = await somebody.Browser.PageAsync(address);
        await Logins.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) select gen_random_uuid(), account_id, $2, 'proposer', $3 from directory.membership where organisation_id = $1",
            by.Id, runs.Id, Given.Today);
        Assert.Empty((await somebody.Browser.PageAsync(address)).QuerySelectorAll("main form"));
        using var replayed = await Form.On(open, address, "main > form:has([name=edition])").Fill("tie", "none").SendAsync(somebody.Browser, "save");
        Refused(await replayed.PageAsync(HttpStatusCode.BadRequest), "tie");
    }

    /// <summary>What is published is what somebody said, and not what the page thought of.</summary>
    [Fact]
    public async Task CallSheet_AsksWhichYes_AndTakesNoOther()
    {
        var graded = DirectoryCatalogue.Default.Facets.Where(f => f.Decides && f.Values.Count > 0).ToList();
        Assert.NotEmpty(graded);
        var written = await ProposedAsync(Sample.Clinic() with { Access = [] });
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, by, ActorRole.Reviewer);
        string address = Address(by, written, "call-sheet");
        var page = await somebody.Browser.PageAsync(address);
        var sheet = Form.On(page, address);
        foreach (var facet in graded)
        {
            Assert.Equal([.. facet.CountsAsYes, "no"], page.QuerySelectorAll($"input[name=f{facet.Id}]").Select(choice => choice.GetAttribute("value")));
            sheet.Fill($"f{facet.Id}", facet.CountsAsYes[^1]);
        }

        (await sheet.SendAsync(somebody.Browser)).Dispose();
        foreach (var facet in graded)
        {
            Assert.Equal(facet.CountsAsYes[^1], await Logins.App.OneAsync<string>(
                "select f ->> 'value' from directory.revision r, jsonb_array_elements(r.content -> 'access') f where r.service_id = $1 and (f ->> 'facet')::int = $2", written.ServiceId, facet.Id));
        }
    }

    [Fact]
    public async Task Minutes_OfWhatWasHandedIn_AreTheOrganisationsOwn()
    {
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        foreach (int minutes in new[] { 35, 50 })
        {
            var written = await ProposedAsync(Sample.Clinic());
            using var somebody = await Seated.InAsync(members, one, ActorRole.Reviewer);
            string address = Address(one, written, "review");
            (await JudgeAsync(somebody, address, "save")).Dispose();
            var form = Form.On(await somebody.Browser.PageAsync(address), address, "main > form:has([name=edition])").Fill("minutes", minutes.ToString(CultureInfo.InvariantCulture));
            (await form.SendAsync(somebody.Browser, "save")).Dispose();
            // The second one is not handed in.
            if (minutes == 35)
                await Logins.App.RunAsync("update directory.review set handed_in_on = $2 where revision_id = $1", written.RevisionId, Given.Today);
        }

        using var coordinator = await Seated.InAsync(members, one, ActorRole.Coordinator);
        var page = await coordinator.Browser.PageAsync($"/curate/{coordinator.Seat.Code}/minutes");
        Assert.Equal("November 2026: 35 minutes. Reviews: 1", Html.Squeeze(Assert.Single(page.QuerySelectorAll("[data-month]")).TextContent));
        using var other = await Seated.InAsync(members, two, ActorRole.Coordinator);
        Assert.Empty((await other.Browser.PageAsync($"/curate/{other.Seat.Code}/minutes")).QuerySelectorAll("[data-month]"));
    }

    /// <summary>Nobody but the service says that its address may be shown, so whoever approves asks for that, on the call sheet or in the entry.</summary>
    [Fact]
    public async Task ExactAddress_WithoutTheServicesWord_IsNotHandedIn_AndTheCallSheetAsks()
    {
        var written = await ProposedAsync(Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.Given }, Provider = Sample.Clinic().Provider with { Kind = ProviderKind.Private } });
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, by, ActorRole.Reviewer);
        string address = Address(by, written, "review");
        using var handedIn = await JudgeAsync(somebody, address, "hand-in");
        var page = await handedIn.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("consent.exactAddress", page.QuerySelector("main > .wrong")!.GetAttribute("data-field"));
        Assert.Equal("in-review", await Desk.StateAsync(written));

        string calls = Address(by, written, "call-sheet");
        var sheet = Form.On(await somebody.Browser.PageAsync(calls), calls).Fill("address", "no");
        (await sheet.SendAsync(somebody.Browser)).Dispose();
        sheet = Form.On(await somebody.Browser.PageAsync(calls), calls).Fill("address", "yes");
        foreach (int criterion in s_required)
            sheet.Fill($"note{criterion}", "They said yes").Fill($"v{criterion}", "met");
        (await sheet.SendAsync(somebody.Browser)).Dispose();
        Assert.Empty((await somebody.Browser.PageAsync(calls)).QuerySelectorAll("[name=address]"));
        using var again = await JudgeAsync(somebody, address, "hand-in");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal("provisional", await Desk.StateAsync(written));
    }

    /// <summary>Who judged, by what, and who said what against it: nowhere that the public reads, on a page or in a row.</summary>
    [Fact, Property(88)]
    public async Task Reviewers_Notes_Ties_AndWords_AreOnNoPublicPage()
    {
        var (one, two) = (await Given.SexWorkerLedAsync("Canaryled One"), await Given.SexWorkerLedAsync("Canaryled Two"));
        var allied = await Given.OrganisationAsync("Canaryallied", OrganisationKind.Allied);
        var written = await ProposedAsync();
        using var friend = await Seated.InAsync(members, allied, ActorRole.Proposer);
        string word = Address(allied, written, "word");
        (await Form.On(await friend.Browser.PageAsync(word), word).Fill("kind", "word").Fill("note", "canaryword").SendAsync(friend.Browser)).Dispose();
        foreach (var by in new[] { one, two })
        {
            using var somebody = await Seated.InAsync(members, by, ActorRole.Reviewer);
            string address = Address(by, written, "call-sheet");
            var sheet = Form.On(await somebody.Browser.PageAsync(address), address);
            foreach (int criterion in s_required)
                sheet.Fill($"note{criterion}", "canarynote").Fill($"v{criterion}", "met");
            (await sheet.SendAsync(somebody.Browser)).Dispose();
            (await JudgeAsync(somebody, Address(by, written, "review"), "hand-in")).Dispose();
        }

        Assert.Equal("listed", await Desk.StateAsync(written));
        var needles = new List<string> { "canary", one.Code, two.Code, allied.Code, one.Id.ToString(), two.Id.ToString() };
        needles.AddRange(await Logins.App.ListAsync<string>("select a.name from directory.account a join directory.membership m on m.account_id = a.id where m.organisation_id = any ($1)", new[] { one.Id, two.Id, allied.Id }));
        Assert.True(needles.Count >= 9);
        using var visitor = members.Browser();
        foreach (string address in new[] { $"/services/{written.Code}", "/search?need=1", $"/list?code={written.Code}", "/how-we-check", "/", "/about" })
        {
            string page = await (await visitor.ReadAsync(address)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.All(needles, needle => Assert.DoesNotContain(needle, page, StringComparison.OrdinalIgnoreCase));
        }

        foreach (string table in await Logins.Owner.ListAsync<string>("select oid::regclass::text from pg_class where relnamespace = 'published'::regnamespace and relkind = 'r'"))
        {
            Assert.Equal(0, await Logins.Owner.OneAsync<long>(
                $"select count(*) from {table} t where t::text ilike any (select '%' || n || '%' from unnest($1) n)", (object)needles.Select(n => n.Replace("_", "", StringComparison.Ordinal)).ToArray()));
        }
    }

    private static void Refused(IHtmlDocument page, string says) => Assert.Contains(says, page.QuerySelector("main > .wrong")!.TextContent, StringComparison.OrdinalIgnoreCase);
}
