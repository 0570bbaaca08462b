using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Drafts;

/// <summary>Writing an entry by the pages, without script: what is typed goes in, what cannot be is said where it was typed, and nothing is lost.</summary>
public sealed class EntryPagesTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private Given Given => members.World.Database.Given;

    private Task<Organisation> AlliedAsync() => Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);

    [Fact]
    public async Task NewEntry_SectionBySection_IsHandedIn()
    {
        using var desk = await EntryDesk.BeginAsync(members, await AlliedAsync(), "Harbour Clinic");
        var page = await desk.Browser.PageAsync(desk.Address);
        Assert.Equal("working", page.QuerySelector("main")!.GetAttribute("data-state"));
        Assert.Equal(["summary", "provider.name", "needs", "sites", "phones"], page.QuerySelectorAll("[data-missing-field]").Select(field => field.GetAttribute("data-missing-field")));

        await desk.SaveAsync(
            "about",
            ("summary.words", ["Free tests.", "Teste gratuite."]), ("summary.lang", ["en", "Romanian"]), ("needs", ["4", "1"]), ("otherNames", ["The Harbour\nHarbour House"]));
        await desk.SaveAsync("who", ("provider.name.words", ["Harbour Trust", ""]), ("consent.kind", ["given"]), ("consent.givenOn", ["1.10.2026"]), ("consent.note", ["Blue folder"]),
            ("consent.exactAddress", ["on"]));
        await desk.SaveAsync("where", ("sites[0].kind", ["address"]), ("sites[0].place", ["Leeds"]), ("sites[0].street", ["1 Example Street"]), ("sites[0].point", ["53.79648, -1.54785"]));
        await desk.SaveAsync(
            "hours",
            ("sites[0].weekdays", ["9-17, 18-20"]), ("sites[0].day6", ["10-12; ring twice"]), ("sites[0].day7", ["closed"]), ("sites[0].specialDays", ["25.12.2026 closed"]));
        await desk.SaveAsync(
            "reach",
            ("phones[0].number", ["01632 960123"]), ("phones[0].givesHelp", ["on"]), ("website.url", ["harbour.example"]), ("email.address", ["info@harbour.example"]),
            ("staffLanguages", ["English, Romanian, pt-BR"]), ("remoteAreas", ["Ireland, GB"]));
        await desk.SaveAsync(
            "visit",
            ("access[1].answer", ["yes"]), ("access[4].answer", ["no"]), ("access[4].note.words", ["A card of any kind", ""]), ("access[40].answer", ["only-by-court-order"]),
            ("cost.words", ["Free", ""]), ("intake.state", ["full"]), ("intake.until", ["2026-12-10"]));
        await desk.SaveAsync("ask", ("whatToSay.words", ["Say: sexual health", ""]), ("sharing.police.words", ["Nothing, unless a court orders it.", ""]));

        var draft = await desk.DraftAsync();
        Assert.Equal(("en", "Free tests.", "Teste gratuite."), (draft.Summary!.Original, draft.Summary.OriginalWords, draft.Summary.For("ro").Value));
        Assert.Equal((desk.Organisation.Id, false), (draft.Summary.In["ro"].By, draft.Summary.For("ro").OlderThanOriginal));
        Assert.Equal([1, 4], draft.Needs);
        Assert.Equal(["The Harbour", "Harbour House"], draft.OtherNames.Select(name => name.OriginalWords));
        Assert.Equal((ConsentKind.Given, new LocalDate(2026, 10, 1), true), (draft.Consent!.Kind, draft.Consent.GivenOn!.Value, draft.Consent.ExactAddress));
        var site = Assert.Single(draft.Sites);
        Assert.Equal((SiteKind.Address, Sample.Leeds, new GeoPoint(53.79648, -1.54785)), (site.Kind, site.PlaceId, site.Point!.Value));
        Assert.Equal(11, site.Hours!.Count);
        Assert.Equal("ring twice", site.Hours[^1].Note!.OriginalWords);
        Assert.Equal(new LocalDate(2026, 12, 25), Assert.Single(site.SpecialDays).On);
        Assert.Equal(("+441632960123", "GB", true), (draft.Phones[0].Number, draft.Phones[0].Country, draft.Phones[0].GivesHelp));
        Assert.Equal("https://harbour.example", draft.Website!.Url);
        Assert.Equal(["en", "ro", "pt-BR"], draft.StaffLanguages);
        Assert.Equal(["IE", "GB"], draft.RemoteAreas);
        Assert.Equal([(1, true, null), (4, false, null), (40, true, "only-by-court-order")], draft.Access.Select(fact => (fact.Facet, fact.Yes, fact.Value)));
        Assert.Equal((IntakeState.Full, new LocalDate(2026, 12, 10)), (draft.Intake!.State, draft.Intake.Until!.Value));
        Assert.Equal("Say: sexual health", draft.WhatToSay!.OriginalWords);

        page = await desk.OpenAsync("hours");
        Assert.Contains("09:00 to 17:00", Html.Squeeze(page.QuerySelector(".hours")!.TextContent), StringComparison.Ordinal);
        page = await desk.Browser.PageAsync(desk.Address);
        Assert.Empty(page.QuerySelectorAll("[data-missing-field]"));
        using var handed = await desk.DoAsync("hand-in");
        Assert.Equal(HttpStatusCode.SeeOther, handed.StatusCode);
        Assert.Equal("proposed", (await desk.Browser.PageAsync(desk.Address)).QuerySelector("main")!.GetAttribute("data-state"));
        // Once more: there is nothing to hand in.
        using var again = await desk.DoAsync("hand-in");
        Assert.Equal(2, await members.World.Database.Owner.OneAsync<long>("select count(*) from directory.revision r join directory.service s on s.id = r.service_id where s.code = $1", desk.Code));
        using var back = await desk.DoAsync("withdraw");
        Assert.Equal("working", (await desk.Browser.PageAsync(desk.Address)).QuerySelector("main")!.GetAttribute("data-state"));
    }

    /// <summary>Opening a section and saving it as it is changes nothing, whatever stands in it.</summary>
    [Theory]
    [InlineData("about")]
    [InlineData("who")]
    [InlineData("where")]
    [InlineData("hours")]
    [InlineData("reach")]
    [InlineData("visit")]
    [InlineData("ask")]
    public async Task Section_SavedAsItIs_ChangesNothing(string section)
    {
        using var desk = await FullAsync();
        byte[] before = CanonicalJson.Hash(await desk.DraftAsync());
        foreach (string language in new[] { "", "/ar", "/ro" })
        {
            string address = language + desk.Edit(section);
            using var saved = await Form.On(await desk.Browser.PageAsync(address), address).SendAsync(desk.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
            Assert.Equal(before, CanonicalJson.Hash(await desk.DraftAsync()));
        }
    }

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "about", "name.words", " ", "name" },
        { "about", "summary.words", new string('x', 281), "summary" },
        { "who", "consent.givenOn", "the day before yesterday", "consent.givenOn" },
        { "who", "consent.givenOn", "1.1.0026", "consent.givenOn" },
        { "where", "sites[0].place", "Nowhereatallville", "sites[0].place" },
        { "where", "sites[0].point", "north of the river", "sites[0].point" },
        { "where", "sites[0].point", "91, 0", "sites[0].point" },
        { "where", "sites[2].radiusKm", "201", "sites[2].radiusKm" },
        { "where", "sites[1].place", "Skipton", "sites[1].place" },
        { "hours", "sites[0].day1", "mornings", "sites[0].day1" },
        { "hours", "sites[0].day1", "9-17, 16-18", "sites[0].day1" },
        { "hours", "sites[0].specialDays", "25.13.2026 closed", "sites[0].specialDays" },
        { "reach", "website.url", "javascript:alert(1)", "website.url" },
        { "reach", "website.url", "data:text/html,x", "website.url" },
        { "reach", "messages[0].address", "javascript:alert(1)", "messages[0].address" },
        { "reach", "phones[0].number", "call us", "phones[0].number" },
        { "reach", "phones[0].country", "Atlantis", "phones[0].country" },
        { "reach", "email.address", "info@", "email.address" },
        { "reach", "staffLanguages", "English, Klingonese", "staffLanguages" },
        { "reach", "remoteAreas", "Atlantis", "remoteAreas" },
        { "visit", "intake.asOf", "soon", "intake.asOf" },
        { "visit", "access[19].note.words", "Only a note", "access[19].answer" },
        { "ask", "whatHappens.words", new string('x', 1_001), "whatHappens" },
    };

    [Theory, Property(25)]
    [MemberData(nameof(Wrong))]
    public async Task Section_WithSomethingWrong_SaysItThere_KeepsEverything_AndSavesNothing(string section, string field, string typed, string said)
    {
        using var desk = await FullAsync();
        byte[] before = CanonicalJson.Hash(await desk.DraftAsync());
        var page = await desk.RefusedAsync(section, (field, [typed]));
        Assert.Equal([said], page.QuerySelectorAll(".wrong").Select(wrong => wrong.GetAttribute("data-field")).Distinct());
        // A town that was found is named in full.
        Assert.Contains(
            page.QuerySelectorAll($"[name='{field}']"),
            input => ((input is AngleSharp.Html.Dom.IHtmlTextAreaElement area ? area.Value : input.GetAttribute("value")) ?? "").StartsWith(typed, StringComparison.Ordinal));
        Assert.Equal(before, CanonicalJson.Hash(await desk.DraftAsync()));
    }

    [Fact, Property(50)]
    public async Task Where_KeptPrivate_LosesItsStreetBeforeAnythingElse()
    {
        using var desk = await EntryDesk.BeginAsync(members, await AlliedAsync());
        (string, string[])[] exact = [("sites[0].kind", ["area"]), ("sites[0].street", ["7 Canaryquill Row"]), ("sites[0].postalCode", ["QZ9 7XK"]), ("sites[0].point", ["73.12345, 121.76543"])];
        // Not even on the page that comes back.
        var page = await desk.RefusedAsync("where", [.. exact, ("sites[0].place", ["Nowhereatallville"])]);
        Assert.DoesNotContain("Canaryquill", page.Source.Text, StringComparison.Ordinal);
        await desk.SaveAsync("where", [.. exact, ("sites[0].place", ["Leeds"])]);
        var site = Assert.Single((await desk.DraftAsync()).Sites);
        Assert.Equal((SiteKind.Area, Sample.Leeds, null, null, null), (site.Kind, site.PlaceId, site.Street, site.PostalCode, site.Point));
        Assert.Equal(0, await members.World.Database.Owner.OneAsync<long>("select count(*) from directory.draft where content::text like '%Canary%' or content::text like '%QZ9%'"));
    }

    [Fact]
    public async Task Where_StreetWordsInAPrivatePlace_AreDoubted_AndMayStay()
    {
        using var desk = await EntryDesk.BeginAsync(members, await AlliedAsync());
        using var saved = await (await desk.FormAsync("where")).Fill("sites[0].kind", "area").Fill("sites[0].place", "Leeds")
            .Fill("sites[0].directions.words", "Behind Mill Street", "").SendAsync(desk.Browser, "next");
        // It is said here, where it can be changed.
        Assert.Equal($"{desk.Edit("where")}?saved=1", saved.Headers.Location?.OriginalString);
        Assert.Equal("sites[0].directions", (await desk.OpenAsync("where")).QuerySelector(".doubt")!.GetAttribute("data-doubt"));
        await desk.SaveAsync("where");
    }

    [Fact]
    public async Task Where_NameOfSeveralPlaces_AsksWhich()
    {
        using var desk = await EntryDesk.BeginAsync(members, await AlliedAsync());
        var page = await desk.RefusedAsync("where", ("sites[0].kind", ["address"]), ("sites[0].place", ["Yorkshire"]));
        var choices = page.QuerySelectorAll("[name='sites[0].pick']").Select(choice => choice.GetAttribute("value")).ToList();
        Assert.Contains($"{Sample.Leeds}", choices);
        using var chosen = await Form.On(page, desk.Edit("where")).Fill("sites[0].pick", $"{Sample.Leeds}").SendAsync(desk.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
        Assert.Equal(Sample.Leeds, Assert.Single((await desk.DraftAsync()).Sites).PlaceId);
    }

    [Fact]
    public async Task SameSection_ByTwo_TheLaterSeesBoth_AndLosesNothing()
    {
        using var one = await EntryDesk.BeginAsync(members, await AlliedAsync());
        using var other = await one.BesideAsync();
        var (first, second) = (await one.FormAsync("about"), await other.FormAsync("about"));
        var apart = await other.FormAsync("who");
        using var saved = await first.Fill("summary.words", "Tests and talk.", "").SendAsync(one.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        using var late = await second.Fill("summary.words", "Tests only.", "").Fill("needs", "4").SendAsync(other.Browser);
        var page = await late.PageAsync(HttpStatusCode.Conflict);
        var changed = page.QuerySelector(".theirs [data-path='summary.in.en']")!;
        Assert.Contains("Tests and talk.", changed.QuerySelector(".before")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Tests only.", changed.QuerySelector(".after")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Tests only.", ((AngleSharp.Html.Dom.IHtmlTextAreaElement)page.QuerySelector("#summary")!).Value);
        Assert.Equal("Tests and talk.", (await one.DraftAsync()).Summary!.OriginalWords);
        // Another section is in nobody's way.
        using var who = await apart.Fill("provider.name.words", "Mill Trust", "").SendAsync(other.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, who.StatusCode);
        // Having seen it, they write over it, and what both have in other sections is there.
        using var over = await Form.On(page, other.Edit("about")).SendAsync(other.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, over.StatusCode);
        var draft = await one.DraftAsync();
        Assert.Equal(("Tests only.", "Mill Trust"), (draft.Summary!.OriginalWords, draft.Provider.Name!.OriginalWords));
    }

    [Fact]
    public async Task Typed_ComesBackAfterSigningInAgain()
    {
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        var somebody = await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, union, members.Clock, ActorRole.Proposer), members.Clock);
        string address = $"/curate/{union.Code}/entries/new";
        using var begun = await Form.On(await browser.PageAsync(address), address).Fill("name", "Slow Clinic").Fill("profile", "health").SendAsync(browser);
        string about = begun.Headers.Location!.OriginalString;
        var form = Form.On(await browser.PageAsync(about), about).Fill("summary.words", "Written for an hour.", "");
        members.Clock.Advance(TimeSpan.FromMinutes(31));
        using var ended = await form.SendAsync(browser);
        var page = await ended.PageAsync(HttpStatusCode.Forbidden);
        using var back = await Form.On(page, "/account/sign-in").Fill("name", somebody.Name).Fill("passphrase", Newcomer.Phrase).Fill("code", somebody.NextCode()).SendAsync(browser);
        using var sent = await Form.On(await back.PageAsync(HttpStatusCode.OK), "/account/sign-in").SendAsync(browser);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(1, await members.World.Database.Owner.OneAsync<long>("select count(*) from directory.draft where content #>> '{summary,in,en,value}' = 'Written for an hour.'"));
    }

    [Fact]
    public async Task NewEntry_LikeAnotherOne_IsAskedAbout_AndNeverStopped()
    {
        var allied = await AlliedAsync();
        using var somebody = await Seated.InAsync(members, allied, ActorRole.Proposer);
        string address = $"/curate/{allied.Code}/entries/new";
        foreach (var (field, typed, why) in new[] { ("website", "http://www.mill.example/tests", "same website"), ("number", "01632 960123", "same telephone number") })
        {
            using var alike = await Form.On(await somebody.Browser.PageAsync(address), address)
                .Fill("name", "Quite another name").Fill("profile", "health").Fill(field, typed).SendAsync(somebody.Browser);
            Assert.Contains(why, (await alike.PageAsync(HttpStatusCode.OK)).QuerySelector($"[data-alike='{members.World.Clinic.Code}']")!.TextContent, StringComparison.Ordinal);
        }

        using var near = await Form.On(await somebody.Browser.PageAsync(address), address).Fill("name", "The Mill Clinic").Fill("profile", "health").Fill("town", "Leeds").SendAsync(somebody.Browser);
        var page = await near.PageAsync(HttpStatusCode.OK);
        Assert.NotEmpty(page.QuerySelectorAll($"[data-alike='{members.World.Clinic.Code}']"));
        using var another = await Form.On(page, address).SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, another.StatusCode);
        string code = another.Headers.Location!.OriginalString.Split('/')[^3];
        // Said once: it is not asked again, and reviewers read that somebody looked.
        Assert.Empty((await somebody.Browser.PageAsync($"/curate/{allied.Code}/entries/{code}")).QuerySelectorAll($"[data-alike='{members.World.Clinic.Code}']"));
        Assert.NotEmpty((await somebody.Browser.PageAsync($"/curate/{allied.Code}/entries/{code}/history")).QuerySelectorAll("[data-action='set-apart']"));
        Assert.Equal([Sample.Leeds], await members.World.Database.Owner.ListAsync<int>(
            "select (d.content #>> '{sites,0,placeId}')::int from directory.draft d join directory.service s on s.id = d.service_id where s.code = $1 and d.content #>> '{sites,0,kind}' = 'area'", code));
    }

    [Fact]
    public async Task Duplicates_DeclinedBefore_AreForReviewersOnly()
    {
        using var declined = await EntryDesk.BeginAsync(members, await AlliedAsync(), "Zebra House");
        await declined.SaveAsync("reach", ("phones[0].number", ["01632 960777"]));
        await declined.SaveAsync("where", ("sites[0].kind", ["area"]), ("sites[0].place", ["Leeds"]));
        await declined.SaveAsync("about", ("summary.words", ["A house.", ""]), ("needs", ["1"]));
        await declined.SaveAsync("who", ("provider.name.words", ["Zebra", ""]));
        using var handed = await declined.DoAsync("hand-in");
        await members.World.Database.Owner.RunAsync("update directory.service set state = 'declined' where code = $1", declined.Code);

        var union = await Given.SexWorkerLedAsync("Union");
        foreach (var (role, isRead) in new[] { (ActorRole.Proposer, false), (ActorRole.Reviewer, true) })
        {
            using var desk = await EntryDesk.BeginAsync(members, union, $"Another name {role}", role);
            await desk.SaveAsync("reach", ("phones[0].number", ["01632 960777"]));
            var page = await desk.Browser.PageAsync(desk.Address);
            Assert.Equal(isRead, page.QuerySelectorAll($"[data-alike='{declined.Code}']").Length > 0);
            Assert.Equal(!isRead, page.QuerySelector(".alike")!.TextContent.Contains("Reviewers know something", StringComparison.Ordinal));
            Assert.Equal(isRead, page.Source.Text.Contains("Zebra", StringComparison.Ordinal));
        }
    }

    /// <summary>Another organisation's working list is not shown, not even as something that looks alike.</summary>
    [Fact]
    public async Task Duplicates_OfAnothersWorkingList_AreNotShown()
    {
        using var theirs = await EntryDesk.BeginAsync(members, await Given.SexWorkerLedAsync("Theirs"), "Kingfisher Shelter", number: "01632 960888");
        using var desk = await EntryDesk.BeginAsync(members, await AlliedAsync(), "Kingfisher Shelter");
        await desk.SaveAsync("reach", ("phones[0].number", ["01632 960888"]));
        Assert.Empty((await desk.Browser.PageAsync(desk.Address)).QuerySelectorAll(".alike"));
        using var beside = await EntryDesk.BeginAsync(members, theirs.Organisation, "Owl House");
        await beside.SaveAsync("reach", ("phones[0].number", ["01632 960888"]));
        Assert.NotEmpty((await beside.Browser.PageAsync(beside.Address)).QuerySelectorAll($"[data-alike='{theirs.Code}']"));
    }

    [Fact]
    public async Task Preview_ShowsWhatThePublicWouldRead_AndThatNobodyChecked()
    {
        using var desk = await FullAsync();
        var page = await desk.Browser.PageAsync($"{desk.Address}/preview");
        string text = Html.Squeeze(page.QuerySelector("main")!.TextContent);
        Assert.Contains("Preview, not checked", text, StringComparison.Ordinal);
        Assert.Contains("Free tests and treatment", text, StringComparison.Ordinal);
        Assert.Contains("1 Example Street", text, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("[data-service]"));
        Assert.DoesNotContain("Checked November", text, StringComparison.Ordinal);
        // What is private stays so.
        Assert.DoesNotContain("blue folder", text, StringComparison.Ordinal);
        using var little = await EntryDesk.BeginAsync(members, await AlliedAsync(), "Only a name");
        Assert.Contains("Only a name", (await little.Browser.PageAsync($"{little.Address}/preview")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_SaysWhoDidWhat_AndWhatChanged_InWords()
    {
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, union, ActorRole.Reviewer);
        string entry = $"/curate/{union.Code}/entries/{members.World.Far.Code}";
        string hours = $"{entry}/edit/hours";
        using var saved = await Form.On(await somebody.Browser.PageAsync(hours), hours).Fill("sites[0].day1", "10-18").Fill("sites[0].rest", "on").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await somebody.Browser.PageAsync($"{entry}/history?to=draft");
        var change = Assert.Single(page.QuerySelectorAll("#changes [data-path]"));
        Assert.Equal("daily", change.GetAttribute("data-class"));
        Assert.Contains("10:00 to 18:00", change.QuerySelector(".after")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("09:00 to 17:00", change.QuerySelector(".before")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll(".events [data-action='publish']"));
        foreach (string to in new[] { "9", "0", "x", "-1", "2147483648" })
        {
            using var none = await somebody.Browser.GetAsync(new Uri($"{entry}/history?to={to}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    private async Task<EntryDesk> FullAsync()
    {
        var desk = await EntryDesk.BeginAsync(members, await AlliedAsync());
        var everything = Sample.Everything();
        await members.World.Database.Owner.RunAsync(
            "update directory.draft d set content = $2::jsonb from directory.service s where s.id = d.service_id and s.code = $1",
            desk.Code, System.Text.Json.JsonSerializer.Serialize(everything, ContentJson.Options));
        return desk;
    }
}
