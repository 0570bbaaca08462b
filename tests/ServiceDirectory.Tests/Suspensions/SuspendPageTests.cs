using System.Net;
using System.Text;
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

/// <summary>Suspend, letter, answer, appeal, reinstatement: by the pages, each by its day.</summary>
public sealed class SuspendPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PublicWorld World => members.World;

    private Task<Seated> SomebodyAsync(Organisation of, params IReadOnlyList<ActorRole> roles) => Seated.InAsync(members, of, roles);

    private async Task<Seated> ReviewerAsync(string name) => await SomebodyAsync(await World.Database.Given.SexWorkerLedAsync(name), ActorRole.Reviewer);

    private async Task<WrittenRevision> ListedAsync()
    {
        // Another day than the clock's would be later than what follows.
        return await new ListingDesk(World.Database.Logins, places).ListedAsync(Sample.Clinic("Harbour Clinic"));
    }

    private static string Address(Seated somebody, WrittenRevision entry, string page = "suspend") => $"/curate/{somebody.Seat.Code}/entries/{entry.Code}/{page}";

    private static async Task<HttpResponseMessage> SuspendAsync(Seated somebody, WrittenRevision entry, string reason = "They told a landlord.", string criterion = "3")
    {
        string address = Address(somebody, entry);
        return await Form.On(await somebody.Browser.PageAsync(address), address, "form.big")
            .Fill("criterion", criterion).Fill("reason", reason).Fill("lifts", "A new rule about who is told.").SendAsync(somebody.Browser);
    }

    private static async Task SayAsync(Seated somebody, WrittenRevision entry, string word)
    {
        string address = Address(somebody, entry);
        using var said = await Form.On(await somebody.Browser.PageAsync(address), address, "form.big").Fill("reason", "We asked them.").SendAsync(somebody.Browser, word);
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
    }

    private async Task<HttpStatusCode> PublicAsync(WrittenRevision entry)
    {
        using var browser = members.Browser();
        using var answer = await browser.ReadAsync($"/services/{entry.Code}");
        return answer.StatusCode;
    }

    private static async Task<string> LetterAsync(Seated somebody, WrittenRevision entry)
    {
        string address = Address(somebody, entry, "letter");
        using var made = await Form.On(await somebody.Browser.PageAsync(address), address, "form.big").SendAsync(somebody.Browser);
        var page = await made.PageAsync(HttpStatusCode.OK);
        string code = page.QuerySelector("code.key")!.TextContent;
        Assert.Contains("A new rule about who is told.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // What happened is for reviewers.
        Assert.DoesNotContain("landlord", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var sent = await Form.On(page, address, "form.screen").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        return code;
    }

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> ReadAsync(string code)
    {
        using var browser = members.Browser();
        using var read = await Form.On(await browser.PageAsync("/receipts"), "/receipts").Fill("code", code).SendAsync(browser);
        return await read.PageAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Suspend_WithOneForm_HidesAtOnce_AndTwoBringItBack()
    {
        var entry = await ListedAsync();
        using var first = await ReviewerAsync("First");
        using var second = await ReviewerAsync("Second");
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
        using var done = await SuspendAsync(first, entry);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, await PublicAsync(entry));
        var page = await second.Browser.PageAsync(Address(second, entry));
        Assert.Contains("They told a landlord.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await World.Database.App.OneAsync<long>(
            "select count(*) from directory.event where subject_id = $1 and action = 'read-notes' and organisation_id = $2", entry.ServiceId, second.Seat.OrganisationId));
        await SayAsync(second, entry, "lift");
        await SayAsync(first, entry, "lift");
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
        // And not once more by the same.
        using var again = await SuspendAsync(first, entry);
        Assert.Contains("within a year", (await again.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
    }

    /// <summary>Whoever looks again at the promise looks at whatever is past its date, too; else it would come back hidden.</summary>
    [Fact]
    public async Task Reinstating_OffersWhatIsPastItsDate()
    {
        var longAgo = Given.Today.PlusMonths(-13);
        var clinic = Sample.Clinic("Harbour Clinic");
        var entry = await new ListingDesk(World.Database.Logins, places).ListedAsync(clinic, longAgo);
        using var first = await ReviewerAsync("First");
        using var second = await ReviewerAsync("Second");
        using var done = await SuspendAsync(first, entry);
        Assert.Empty((await second.Browser.PageAsync(Address(second, entry))).QuerySelectorAll("[data-past]"));
        await SayAsync(first, entry, "lift");
        Assert.Empty((await second.Browser.PageAsync(Address(second, entry))).QuerySelectorAll("[data-past]"));
        // Nor is it begun anew before it is confirmed, whatever is posted.
        using var early = await second.Browser.PostAsync(new Uri(Address(second, entry), UriKind.Relative), new FormUrlEncodedContent([new("start", "yes")]), Stop);
        Assert.Contains("confirms or lifts", (await early.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        await SayAsync(second, entry, "confirm");
        using var third = await ReviewerAsync("Third");
        await SayAsync(third, entry, "confirm");

        string address = Address(first, entry);
        await SayAsync(second, entry, "kept");
        var page = await first.Browser.PageAsync(address);
        // The second one who finds it kept is told what else is missing, and where that is done.
        using var kept = await Form.On(page, address, "form.big").Fill("reason", "We asked them.").SendAsync(first.Browser, "kept");
        var refused = await kept.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains("past its date", refused.QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(refused.QuerySelectorAll("[data-past] .facts-form, [data-past] [name=start]"));
        Assert.Equal("2", page.QuerySelector("[data-past]")!.GetAttribute("data-past"));
        Assert.Contains("24 October 2026", page.QuerySelector("[data-past]")!.TextContent, StringComparison.Ordinal);
        using var nothing = await Form.On(page, address, "form.facts-form").SendAsync(first.Browser);
        Assert.NotNull((await nothing.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("[data-past] .wrong"));
        var form = Form.On(page, address, "form.facts-form");
        foreach (string fact in ListingFacts.Contacts(clinic))
            form.Fill($"fact-{fact}", "right");
        using var called = await form.SendAsync(first.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, called.StatusCode);
        page = await first.Browser.PageAsync(address);
        Assert.Equal("0", page.QuerySelector("[data-past]")!.GetAttribute("data-past"));
        using var begun = await Form.On(page, address, "form:has([name=start])").SendAsync(first.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        Assert.Equal(1, await World.Database.App.OneAsync<long>(
            "select count(*) from directory.renewal n join directory.proposal p using (revision_id) where p.service_id = $1 and p.closed_on is null", entry.ServiceId));
        Assert.Empty((await first.Browser.PageAsync(address)).QuerySelectorAll("[name=start]"));
    }

    [Fact]
    public async Task Suspend_WithoutAReason_KeepsWhatWasTyped_AndTheEntry()
    {
        var entry = await ListedAsync();
        using var first = await ReviewerAsync("First");
        using var wrong = await SuspendAsync(first, entry, reason: " ");
        var page = await wrong.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("reason", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
        Assert.Equal("3", page.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Equal("A new rule about who is told.", page.QuerySelector("#lifts")!.TextContent);
        using var none = await SuspendAsync(first, entry, criterion: "");
        Assert.Equal("criterion", (await none.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.GetAttribute("data-field"));
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
    }

    [Fact]
    public async Task Ask_IsAnsweredOnTheSamePage()
    {
        var entry = await ListedAsync();
        using var allied = await SomebodyAsync(await World.Database.Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied), ActorRole.Proposer);
        string address = Address(allied, entry, "ask-suspension");
        using var asked = await Form.On(await allied.Browser.PageAsync(address), address, "form.big").Fill("criterion", "3").Fill("reason", "Two were told on.").SendAsync(allied.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.Contains("26 November 2026", (await allied.Browser.PageAsync(address)).QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        using var reviewer = await ReviewerAsync("Reviewer");
        string suspend = Address(reviewer, entry);
        var page = await reviewer.Browser.PageAsync(suspend);
        Assert.Contains("Two were told on.", page.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelector("main .about")!.TextContent.Trim());
        using var answered = await Form.On(page, suspend, ".told form").Fill("reason", "We called them.").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, answered.StatusCode);
        Assert.Null((await reviewer.Browser.PageAsync(suspend)).QuerySelector(".told"));
        Assert.Equal("Ask again", (await allied.Browser.PageAsync(address)).QuerySelector("main > h2")!.TextContent);
    }

    [Fact, Property(57), Property(60)]
    public async Task Letter_ShowsItsCodeOnce_AndTheServiceAnswersWithIt()
    {
        var entry = await ListedAsync();
        using var first = await ReviewerAsync("First");
        using var done = await SuspendAsync(first, entry);
        string code = await LetterAsync(first, entry);
        foreach (string shown in new[] { "letter", "suspend" })
            Assert.DoesNotContain(code, (await first.Browser.PageAsync(Address(first, entry, shown))).Source.Text, StringComparison.Ordinal);
        Assert.Equal(0, await World.Database.Owner.OneAsync<long>(
            "select count(*) from directory.receipt r where r::text like '%' || $1 || '%' or r::text like '%' || $2 || '%'", code, code.Replace("-", "", StringComparison.Ordinal)));

        var waiting = await ReadAsync(code);
        Assert.DoesNotContain(code, waiting.Source.Text, StringComparison.Ordinal);
        using var browser = members.Browser();
        const string answer = "Only one nurse did that. She was told.";
        using var soon = await Form.On(waiting, "/receipts").Fill("words", answer).SendAsync(browser, "answer");
        var kept = await soon.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(answer, kept.QuerySelector("textarea")!.TextContent);
        members.Clock.Advance(TimeSpan.FromSeconds(4));
        using var sent = await Form.On(kept, "/receipts").Fill("words", answer).SendAsync(browser, "answer");
        Assert.DoesNotContain("nurse", (await sent.PageAsync(HttpStatusCode.OK)).Source.Text, StringComparison.Ordinal);
        using var twice = await Form.On(kept, "/receipts").Fill("words", answer).SendAsync(browser, "answer");
        Assert.Contains("sent already", (await twice.PageAsync(HttpStatusCode.OK)).QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("nurse", (await ReadAsync(code)).Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nurse", Encoding.UTF8.GetString(await World.Database.Owner.OneAsync<byte[]>("select words from directory.receipt_text limit 1")), StringComparison.Ordinal);

        // A reviewer reads and replies; the service reads that.
        string address = Address(first, entry);
        var desk = await first.Browser.PageAsync(address);
        Assert.Contains(answer, desk.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var replied = await Form.On(desk, address, "details form").Fill("reply", "Thank you. We call on Monday.").SendAsync(first.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, replied.StatusCode);
        Assert.Contains("We call on Monday.", (await ReadAsync(code)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // It was sent, so it is not made again: the page says so and has no button, and a post that was kept does not either.
        string letter = Address(first, entry, "letter");
        var page = await first.Browser.PageAsync(letter);
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Contains("not made again", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var again = await first.Browser.PostAsync(new Uri(letter, UriKind.Relative), new FormUrlEncodedContent([]), Stop);
        Assert.Contains("not made again", (await again.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("We call on Monday.", (await ReadAsync(code)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appeal_GoesToAPanelThatHadNoPart_AndBringsTheEntryBack()
    {
        var entry = await ListedAsync();
        using var first = await ReviewerAsync("First");
        using var second = await ReviewerAsync("Second");
        using var done = await SuspendAsync(first, entry);
        await SayAsync(second, entry, "confirm");
        string code = await LetterAsync(first, entry);
        using var browser = members.Browser();
        var waiting = await ReadAsync(code);
        members.Clock.Advance(TimeSpan.FromSeconds(4));
        using var appealed = await Form.On(waiting, "/receipts").Fill("words", "That was another clinic.").SendAsync(browser, "appeal");
        Assert.Equal(HttpStatusCode.OK, appealed.StatusCode);
        Assert.Empty((await ReadAsync(code)).QuerySelectorAll("[value=appeal]"));

        async Task<HttpStatusCode> DecideAsync(Seated somebody, string word)
        {
            string address = Address(somebody, entry, "appeal");
            var page = await somebody.Browser.PageAsync(address);
            Assert.Contains("That was another clinic.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            using var decided = await Form.On(page, address, "form.big").Fill("reason", "The address is another one.").SendAsync(somebody.Browser, word);
            return decided.StatusCode;
        }

        // Who had a part in it, under whatever role.
        using var involved = await SomebodyAsync(await OrganisationAsync(first), ActorRole.Panel);
        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync(involved, "overturn"));
        using var third = await SomebodyAsync(await World.Database.Given.SexWorkerLedAsync("Third"), ActorRole.Panel);
        using var fourth = await SomebodyAsync(await World.Database.Given.SexWorkerLedAsync("Fourth"), ActorRole.Panel);
        Assert.Equal(HttpStatusCode.SeeOther, await DecideAsync(third, "overturn"));
        Assert.Equal(HttpStatusCode.Gone, await PublicAsync(entry));
        Assert.Equal(HttpStatusCode.SeeOther, await DecideAsync(fourth, "overturn"));
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));
        Assert.Contains("it was wrong", (await ReadAsync(code)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Somebody who said on a review that they have a tie: each page says so and has no button, and a page that was open before is refused.</summary>
    [Fact, Property(81)]
    public async Task SomebodyWhoSaidThatTheyHaveATie_ReadsAndDoesNothing_OnAnyPage()
    {
        var clinic = Sample.Clinic("Harbour Clinic");
        var led = await World.Database.Given.SexWorkerLedAsync("Led");
        var desk = new ListingDesk(World.Database.Logins, places);
        var entry = await desk.WriteAsync(clinic, on: Given.Today.PlusMonths(-6));
        await desk.ApproveAsync(entry, led, Given.Today.PlusMonths(-6));
        await desk.ApproveAsync(entry, await World.Database.Given.SexWorkerLedAsync("Other"), Given.Today.PlusMonths(-6));
        var hours = await desk.ReviseAsync(entry, clinic with { StaffLanguages = ["en", "es"] });
        await desk.ProposeAsync(hours);
        using var somebody = await SomebodyAsync(led, ActorRole.Reviewer, ActorRole.Panel);
        string rechecks = $"/curate/{led.Code}/rechecks";
        string section = $"[data-entry='{entry.Code}']";
        var (open, small, calls) = (
            await somebody.Browser.PageAsync(Address(somebody, entry)), await somebody.Browser.PageAsync(Address(somebody, entry, "small-change")), await somebody.Browser.PageAsync(rechecks));

        string review = Address(somebody, entry, "review");
        using var said = await Form.On(await somebody.Browser.PageAsync(review), review, "main > form:has([name=edition])").Fill("tie", "worked").SendAsync(somebody.Browser, "save");
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        // Here they can put it right, and neither ask back nor decline.
        var page = await somebody.Browser.PageAsync(review);
        Assert.Contains("Was it a mistake?", page.QuerySelector("main fieldset .help")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[name=question], [name=reason]"));
        foreach (string name in new[] { "ask", "decline" })
        {
            using var posted = await somebody.Browser.PostAsync(new Uri(review, UriKind.Relative), new FormUrlEncodedContent(
                [new("do", name), new("revision", $"{hours.RevisionId}"), new("question", "Who decides?"), new("criteria", "6"), new("reason", "So")]), Stop);
            Assert.Contains("tie", (await posted.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("main > .wrong")!.TextContent, StringComparison.Ordinal);
        }

        async Task RefusedAsync(HttpResponseMessage sent)
        {
            Assert.Contains("tie to this service", (await sent.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
            sent.Dispose();
        }

        Assert.Empty((await somebody.Browser.PageAsync(Address(somebody, entry, "small-change"))).QuerySelectorAll("main form"));
        await RefusedAsync(await Form.On(small, Address(somebody, entry, "small-change")).Fill("method", "called").SendAsync(somebody.Browser));
        Assert.Empty((await somebody.Browser.PageAsync(rechecks)).QuerySelectorAll($"{section} .facts-form"));
        Assert.NotEmpty((await somebody.Browser.PageAsync(rechecks)).QuerySelectorAll($"{section} [data-tied]"));
        await RefusedAsync(await Form.On(calls, rechecks, $"{section} .facts-form").Fill($"fact-{clinic.Phones[0].Id}", "right").SendAsync(somebody.Browser));
        Assert.Empty((await somebody.Browser.PageAsync(Address(somebody, entry))).QuerySelectorAll("main form"));
        await RefusedAsync(await Form.On(open, Address(somebody, entry), "form.big").Fill("criterion", "3").Fill("reason", "So").Fill("lifts", "So").SendAsync(somebody.Browser));
        Assert.Equal(HttpStatusCode.OK, await PublicAsync(entry));

        // Somebody else suspends it: they read that, and others say what they found.
        using var first = await ReviewerAsync("First");
        using var done = await SuspendAsync(first, entry);
        page = await somebody.Browser.PageAsync(Address(somebody, entry));
        Assert.Contains("They told a landlord.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main form"));
        using var word = await somebody.Browser.PostAsync(new Uri(Address(somebody, entry), UriKind.Relative), new FormUrlEncodedContent([new("word", "lift"), new("reason", "So")]), Stop);
        Assert.Contains("tie to this service", (await word.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        var suspension = await World.Database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", entry.ServiceId);
        await World.Database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", suspension, Given.Today);
        page = await somebody.Browser.PageAsync(Address(somebody, entry, "appeal"));
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.NotEmpty(page.QuerySelectorAll("[data-tied]"));
    }

    private async Task<Organisation> OrganisationAsync(Seated of)
    {
        await using var context = World.Database.Context();
        return await context.Organisations.FindAsync([of.Seat.OrganisationId], Stop) ?? throw new InvalidOperationException();
    }
}
