using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Guides;

/// <summary>Writing, a second pair of eyes, and what comes after, by the pages and without script.</summary>
public sealed class GuideWorkTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GuideDesk Desk => new(members.World.Database.Logins);

    private Given Given => members.World.Database.Given;

    private LocalDate Today => Instant.FromDateTimeOffset(members.Clock.GetUtcNow()).InUtc().Date;

    private static string Words(IHtmlDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<Seated> InAsync(Organisation organisation, params ActorRole[] roles) => Seated.InAsync(members, organisation, roles);

    private static async Task<HttpResponseMessage> DoAsync(Seated somebody, string address, string what, string? note = null)
    {
        var form = Form.On(await somebody.Browser.PageAsync(address), address, "main form.big");
        if (note is not null)
            form.Fill("note", note);
        return await form.SendAsync(somebody.Browser, what);
    }

    private static async Task DoneAsync(Seated somebody, string address, string what, string? note = null)
    {
        using var answer = await DoAsync(somebody, address, what, note);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>A button that the page does not offer, pressed all the same.</summary>
    private static Task<HttpResponseMessage> PressAsync(Seated somebody, string address, string what, int edition) => somebody.Browser.PostAsync(
        new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("do", what), new("edition", $"{edition}"), new("note", "x")]), Stop);

    /// <summary>The address of a guide that was begun by the pages.</summary>
    private static async Task<string> BegunAsync(Seated somebody, string kind = "police-and-raids", string country = "United Kingdom", string title = "When police come")
    {
        string address = $"/curate/{somebody.Seat.Code}/guides/new";
        using var begun = await Form.On(await somebody.Browser.PageAsync(address), address)
            .Fill("kind", kind).Fill("land", country).Fill("lang", "English").Fill("title", title).SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        return begun.Headers.Location!.OriginalString.Replace("/edit", "", StringComparison.Ordinal);
    }

    private static async Task WriteAsync(Seated somebody, string guide, string body = "Say **nothing** first.")
    {
        using var saved = await Form.On(await somebody.Browser.PageAsync(guide + "/edit"), guide + "/edit")
            .Fill("lead", "What to say first.").Fill("body", body).Fill("needs", "46").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
    }

    [Fact, Property(81)]
    public async Task Guide_GoesFromAFirstWordToThePublic_WithASecondPairOfEyes()
    {
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var writer = await InAsync(union, ActorRole.Reviewer);
        using var second = await InAsync(union, ActorRole.Reviewer);
        string guide = await BegunAsync(writer);
        // Sent before it is whole: it says what is missing.
        using (var early = await DoAsync(writer, guide, "send"))
        {
            var page = await early.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal(["body", "lead", "needs"], page.QuerySelectorAll(".wrong").Select(wrong => wrong.GetAttribute("data-field")).Order());
        }

        await WriteAsync(writer, guide);
        Assert.Contains("Say nothing first.", Words(await writer.Browser.PageAsync(guide)), StringComparison.Ordinal);
        // Nobody else has a draft.
        using (var hidden = await second.Browser.ReadAsync(guide))
            Assert.Equal(HttpStatusCode.OK, hidden.StatusCode);
        using var other = await InAsync(await Given.SexWorkerLedAsync("Harbour Collective (demo)"), ActorRole.Reviewer);
        string theirs = guide.Replace(union.Code, other.Seat.Code, StringComparison.Ordinal);
        using (var hidden = await other.Browser.ReadAsync(theirs))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        await DoneAsync(writer, guide, "send");

        // The writer is offered no yes, and has none.
        var own = await writer.Browser.PageAsync(guide);
        Assert.Empty(own.QuerySelectorAll("button[value=approve], button[value=return]"));
        using (var alone = await PressAsync(writer, guide, "approve", 2))
        {
            Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
            Assert.Contains("Somebody else has to read it and say yes.", Words(await alone.PageAsync(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
        }

        Assert.Contains("Waits for your eyes", Words(await other.Browser.PageAsync($"/curate/{other.Seat.Code}/guides")), StringComparison.Ordinal);
        await DoneAsync(other, theirs, "return", "The second line is wrong.");
        Assert.Contains("The second line is wrong.", Words(await writer.Browser.PageAsync(guide)), StringComparison.Ordinal);
        await WriteAsync(writer, guide, "Say nothing at all.");
        await DoneAsync(writer, guide, "send");
        await DoneAsync(second, guide, "approve");

        using var anybody = members.Browser(keepsCookies: false);
        string code = guide.Split('/')[^1];
        Assert.Contains("Say nothing at all.", Words(await anybody.PageAsync($"/guides/{code}")), StringComparison.Ordinal);
        // Looked at again by who did not write it; the writer has no such button.
        Assert.Empty((await writer.Browser.PageAsync(guide)).QuerySelectorAll("button[value=check]"));
        using (var alone = await PressAsync(writer, guide, "check", 3))
            Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
        await DoneAsync(second, guide, "check");
        await DoneAsync(writer, guide, "withdraw");
        using var gone = await anybody.ReadAsync($"/guides/{code}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Fact]
    public async Task Typed_ComesBack_WithWhatIsWrongBesideIt()
    {
        using var somebody = await InAsync(await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Proposer);
        string address = $"/curate/{somebody.Seat.Code}/guides/new";
        using (var nothing = await Form.On(await somebody.Browser.PageAsync(address), address).Fill("kind", "know-your-rights").Fill("land", "Nowhere").Fill("title", "Mine").SendAsync(somebody.Browser))
        {
            var page = await nothing.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal("land", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
            Assert.Equal("Mine", page.QuerySelector<IHtmlInputElement>("[name=title]")!.Value);
        }

        string guide = await BegunAsync(somebody);
        using var wrong = await Form.On(await somebody.Browser.PageAsync(guide + "/edit"), guide + "/edit")
            .Fill("lead", "Typed with care.").Fill("body", "Words\n\n<script>alert(1)</script>").Fill("lawyer", "2100-01-01").SendAsync(somebody.Browser);
        var shown = await wrong.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(["lawyer"], shown.QuerySelectorAll(".wrong").Select(field => field.GetAttribute("data-field")));
        Assert.Equal("Words\n\n<script>alert(1)</script>", shown.QuerySelector<IHtmlTextAreaElement>("#body")!.Value.ReplaceLineEndings("\n"));
        using var html = await Form.On(shown, guide + "/edit").Fill("lawyer", "").SendAsync(somebody.Browser);
        shown = await html.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(["body"], shown.QuerySelectorAll(".wrong").Select(field => field.GetAttribute("data-field")));
        Assert.Equal("Typed with care.", shown.QuerySelector<IHtmlTextAreaElement>("#lead")!.Value.Trim());
    }

    [Fact]
    public async Task TwoAtOnce_LoseNothing()
    {
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var one = await InAsync(union, ActorRole.Proposer);
        using var two = await InAsync(union, ActorRole.Proposer);
        string guide = await BegunAsync(one);
        var form = Form.On(await two.Browser.PageAsync(guide + "/edit"), guide + "/edit").Fill("lead", "The second one's words.");
        await WriteAsync(one, guide);
        using var late = await form.SendAsync(two.Browser);
        var page = await late.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains("Somebody else saved it meanwhile.", Words(page), StringComparison.Ordinal);
        Assert.Equal("The second one's words.", page.QuerySelector<IHtmlTextAreaElement>("#lead")!.Value.Trim());
        using var again = await Form.On(page, guide + "/edit").SendAsync(two.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task Translation_IsWrittenBesideItsOriginal_AndSaysWhenItIsOlder()
    {
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await InAsync(union, ActorRole.Proposer);
        string guide = await BegunAsync(somebody);
        await WriteAsync(somebody, guide);
        string spanish = guide + "/edit?lang=es";
        var page = await somebody.Browser.PageAsync(spanish);
        Assert.Contains("Say **nothing** first.", Words(page), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[name=needs], [name=lawyer]"));
        using var part = await Form.On(page, spanish).Fill("title", "Si viene la policía").SendAsync(somebody.Browser);
        Assert.Contains("Something is missing", Words(await somebody.Browser.PageAsync(guide)), StringComparison.Ordinal);
        using var whole = await Form.On(await somebody.Browser.PageAsync(spanish), spanish).Fill("lead", "Qué decir.").Fill("body", "No digas nada.").SendAsync(somebody.Browser);
        Assert.Equal(2, (await somebody.Browser.PageAsync(guide)).QuerySelectorAll("[data-preview]").Length);
        await WriteAsync(somebody, guide, "Say your name only.");
        page = await somebody.Browser.PageAsync(guide);
        Assert.Contains("Older than the original", Words(page), StringComparison.Ordinal);
        Assert.Contains("The first text has changed since this was translated.", page.QuerySelector("[data-preview=es]")!.TextContent, StringComparison.Ordinal);
        using var same = await Form.On(await somebody.Browser.PageAsync(spanish), spanish).Fill("same", "on").SendAsync(somebody.Browser);
        Assert.DoesNotContain("Older than the original", Words(await somebody.Browser.PageAsync(guide)), StringComparison.Ordinal);
    }

    /// <summary>A date that stays while the words change is nobody's word any more.</summary>
    [Fact]
    public async Task Expert_IsNotCarriedOverToOtherWords()
    {
        using var somebody = await InAsync(await Given.SexWorkerLedAsync("Lantern Union (demo)"), ActorRole.Proposer);
        string guide = await BegunAsync(somebody);
        await WriteAsync(somebody, guide);
        using (var read = await Form.On(await somebody.Browser.PageAsync(guide + "/edit"), guide + "/edit").Fill("lawyer", "2026-11-01").SendAsync(somebody.Browser))
            Assert.Equal(HttpStatusCode.SeeOther, read.StatusCode);
        Assert.Contains("A lawyer read this in November 2026.", Words(await somebody.Browser.PageAsync(guide)), StringComparison.Ordinal);
        await WriteAsync(somebody, guide, "Quite another thing.");
        Assert.Contains("No lawyer has read this.", Words(await somebody.Browser.PageAsync(guide)), StringComparison.Ordinal);
        Assert.Equal("", (await somebody.Browser.PageAsync(guide + "/edit")).QuerySelector<IHtmlInputElement>("#lawyer")!.Value);
    }

    [Fact]
    public async Task Desk_SaysWhatWaits_ToThoseWhoCanDoIt()
    {
        var (union, other) = (await Given.SexWorkerLedAsync("Desk Union (demo)"), await Given.SexWorkerLedAsync("Desk Collective (demo)"));
        var (writer, second) = (await Desk.PenAsync(union), await Desk.PenAsync(other));
        using var reader = await InAsync(other, ActorRole.Reviewer);
        using var proposer = await InAsync(union, ActorRole.Proposer);
        var (id, _) = await Desk.BeginAsync(writer, on: Today);
        Assert.Empty(await WaitsAsync(reader, union));
        await Desk.SendAsync(writer, id, Today);
        Assert.Equal([DeskKind.Guide], await WaitsAsync(reader, union));
        Assert.Empty(await WaitsAsync(proposer, union));
        var page = await reader.Browser.PageAsync($"/curate/{other.Code}");
        Assert.Contains($"/curate/{other.Code}/guides", page.QuerySelectorAll($"section:has(> #k{(int)DeskKind.Guide}) a").Select(link => link.GetAttribute("href")));
        await Desk.ReturnAsync(second, id, "Change it.");
        Assert.Equal([DeskKind.GuideReturned], await WaitsAsync(proposer, union));
        Assert.Empty(await WaitsAsync(reader, union));
        await Desk.SendAsync(writer, id, Today);
        await Desk.ApproveAsync(second, id, Today);
        Assert.Empty(await WaitsAsync(proposer, union));
        var due = Today.PlusMonths(6);
        await Given.VouchedUntilAsync(union, due.PlusYears(1));
        await Given.VouchedUntilAsync(other, due.PlusYears(1));
        Assert.Equal([DeskKind.GuideDue], await WaitsAsync(proposer, union, due));
        Assert.Equal([DeskKind.GuideDue], await WaitsAsync(reader, union, due));
        await Desk.CheckAsync(second, id, due);
        Assert.Empty(await WaitsAsync(proposer, union, due));
    }

    private async Task<DeskKind[]> WaitsAsync(Seated somebody, Organisation about, LocalDate? on = null)
    {
        await using var context = members.World.Database.Context();
        return [.. (await new DeskService(context, DirectoryCatalogue.Default).ForAsync(somebody.Seat, on ?? Today, Stop))
            .Where(row => row.Kind is DeskKind.Guide or DeskKind.GuideReturned or DeskKind.GuideDue && row.Name.OriginalWords == about.Name.OriginalWords).Select(row => row.Kind)];
    }
}
