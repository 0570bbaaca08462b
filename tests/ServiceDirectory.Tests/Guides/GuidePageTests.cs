using System.Net;
using AngleSharp.Html.Dom;
using NodaTime;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Guides;

/// <summary>Guides where people read them: by their list, needs, situations and searches, of their own country only, and not after their dates.</summary>
public sealed class GuidePageTests(PublicWorld world, ShippedPlaces places) : IClassFixture<PublicWorld>, IAsyncLifetime
{
    private readonly GuideDesk _desk = new(world.Database.Logins);

    private HttpClient _browser = null!;

    private Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>? _program;

    private FixedClock _clock = null!;

    public async ValueTask InitializeAsync()
    {
        await world.Database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        await world.Database.Owner.RunAsync("delete from published.guide");
        _clock = new FixedClock(world.Clock.Now);
        // What is remembered for seconds is remembered by a program: each test has its own.
        _program = world.Start(new AppFactory(world.Database.Logins, _clock));
        _browser = _program.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
    }

    private void MoveTo(LocalDate day) => _clock.Now = new DateTimeOffset(day.Year, day.Month, day.Day, 12, 0, 0, TimeSpan.Zero);

    private static string Words(IHtmlDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string[] Led(IHtmlDocument page) => [.. page.QuerySelectorAll(".guides a").Select(link => link.TextContent)];

    [Fact]
    public async Task Guide_IsReadWhole_WithWhatIsNotKnownOfIt()
    {
        var (_, code) = await _desk.PublishedAsync(GuideDesk.Content(body: "# First\n\nSay **nothing**. Ask [here](/needs/46) or [call](tel:+441632960123)."));
        var page = await _browser.PageAsync($"/guides/{code}");
        Assert.Equal("Service Directory – Guide", page.Title);
        Assert.Equal("When police come", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("First", page.QuerySelector("h2")!.TextContent);
        Assert.Equal(["noreferrer noopener", "noreferrer noopener"], page.QuerySelectorAll(".words a").Select(link => link.GetAttribute("rel")));
        string words = Words(page);
        Assert.Contains("No lawyer has read this.", words, StringComparison.Ordinal);
        Assert.Contains("By a community organisation.", words, StringComparison.Ordinal);
        Assert.Contains("Checked on 24 November 2026. It will be looked at again by 24 May 2027.", words, StringComparison.Ordinal);
        Assert.Contains("Police and raids · United Kingdom", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret Collective", page.Source.Text, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main a[href='/needs/46']"));
        Assert.Null(page.QuerySelector("meta[name=robots]"));
        // On a page in another language the words say in which they are, and links lead to pages in that of the page.
        page = await _browser.PageAsync($"/ar/guides/{code}");
        Assert.Equal(("en", "ltr"), (page.QuerySelector("h1")!.GetAttribute("lang"), page.QuerySelector(".words")!.GetAttribute("dir")));
        Assert.Equal("/ar/needs/46", page.QuerySelector(".words a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Guide_ThatIsDue_SaysSo_AndLaterHidesItself()
    {
        var (_, code) = await _desk.PublishedAsync();
        string[] leads = ["/guides", "/needs/46", "/now/3", "/search?need=46&near=Leeds"];
        foreach (string address in leads)
            Assert.Equal(["When police come"], Led(await _browser.PageAsync(address)));
        MoveTo(Given.Today.PlusMonths(6));
        Assert.Contains("This was due to be looked at again on 24 May 2027.", Words(await _browser.PageAsync($"/guides/{code}")), StringComparison.Ordinal);
        Assert.Contains("Check due.", (await _browser.PageAsync("/guides")).QuerySelector(".guides")!.TextContent, StringComparison.Ordinal);
        MoveTo(Given.Today.PlusMonths(6).PlusDays(60));
        using var gone = await _browser.ReadAsync($"/guides/{code}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        foreach (string address in leads)
            Assert.Empty(Led(await _browser.PageAsync(address)));
    }

    /// <summary>A page of its own says that it is there, and not that it writes for sex workers.</summary>
    [Fact]
    public async Task Name_WithoutTheBadge_IsACommunityOrganisation()
    {
        var quiet = await new Given(world.Database.Logins).SexWorkerLedAsync("Quiet Collective");
        await world.Database.App.RunAsync($"update directory.organisation set public_name = true where id = '{quiet.Id}'");
        await world.Database.App.RunAsync($"select directory.publish_organisation('{quiet.Id}', '2026-11-24', '{quiet.Id}', 'coordinator')");
        var (_, code) = await _desk.PublishedAsync(by: quiet);
        var page = await _browser.PageAsync($"/guides/{code}");
        Assert.Contains("By a community organisation.", Words(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Quiet Collective", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(quiet.Code, page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaign_IsGoneAfterItsLastDay()
    {
        var ends = Given.Today.PlusDays(5);
        var (_, code) = await _desk.PublishedAsync(GuideDesk.Campaign(ends), GuideKind.Campaign, null, by: world.Peers);
        MoveTo(ends);
        var page = await _browser.PageAsync($"/guides/{code}");
        Assert.Contains("Until 29 November 2026.", Words(page), StringComparison.Ordinal);
        Assert.Contains("Come on Sunday.", Words(page), StringComparison.Ordinal);
        Assert.Equal("Peers", page.QuerySelector(".checked a")!.TextContent);
        Assert.Equal(["March with us"], Led(await _browser.PageAsync("/guides")));
        MoveTo(ends.PlusDays(1));
        using var gone = await _browser.ReadAsync($"/guides/{code}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Empty(Led(await _browser.PageAsync("/guides")));
        Assert.DoesNotContain(code, (await (await _browser.ReadAsync("/sitemap.xml")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    /// <summary>What is true in Ireland is read in Ireland, and by who asks for it.</summary>
    [Fact]
    public async Task Law_OfOneCountry_IsNeverShownInAnother()
    {
        var (_, british) = await _desk.PublishedAsync(GuideDesk.Content("British rights"), GuideKind.KnowYourRights, "GB");
        await _desk.PublishedAsync(GuideDesk.Content("Irish rights"), GuideKind.KnowYourRights, "IE");
        var (_, law) = await _desk.PublishedAsync(GuideDesk.Country("Irish law"), GuideKind.Country, "IE");
        await _desk.PublishedAsync(GuideDesk.Country("British law"), GuideKind.Country, "GB");
        await _desk.PublishedAsync(GuideDesk.Content("Everywhere"), GuideKind.FacingStigma, null);
        const int Dublin = 2964574;
        (string Address, string[] Read)[] tries =
        [
            ("/guides", ["British law", "British rights", "Everywhere"]),
            ("/guides?country=IE", ["Everywhere", "Irish law", "Irish rights"]),
            ("/guides?country=FR", ["Everywhere"]),
            ("/needs/46", ["British law", "British rights", "Everywhere"]),
            ("/now/3", ["British law", "British rights", "Everywhere"]),
            ("/now/3?country=IE", ["Everywhere", "Irish law", "Irish rights"]),
            ("/now/3?country=FR", ["Everywhere"]),
            ("/search?need=46&near=Leeds", ["British law", "British rights", "Everywhere"]),
            ($"/search?need=46&place={Dublin}", ["Everywhere", "Irish law", "Irish rights"]),
            ("/search?need=7&near=Leeds", []),
        ];
        foreach (var (address, read) in tries)
        {
            var page = await _browser.PageAsync(address);
            Assert.Equal((address, string.Join(", ", read)), (address, string.Join(", ", Led(page).Order(StringComparer.Ordinal))));
        }

        // Its own page says whose law it is, with its day and its four parts.
        var irish = await _browser.PageAsync($"/guides/{law}");
        Assert.Contains("What the law says · Ireland", Words(irish), StringComparison.Ordinal);
        Assert.Contains("The law as it was on 24 November 2026.", Words(irish), StringComparison.Ordinal);
        Assert.Equal(["Selling sex", "Paying for sex", "Working together", "People you work with or for"], irish.QuerySelectorAll("main.guide .words > h2").Select(heading => heading.TextContent));
        Assert.Contains("Ireland", (await _browser.PageAsync("/guides")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty((await _browser.PageAsync($"/guides/{british}")).QuerySelectorAll("main.folded"));
    }

    /// <summary>Who finds nothing still finds what the law says there.</summary>
    [Fact]
    public async Task Search_ThatFindsNothing_LeadsToTheCountrysPage()
    {
        await _desk.PublishedAsync(GuideDesk.Country("British law"), GuideKind.Country, "GB");
        await _desk.PublishedAsync(GuideDesk.Country("Irish law"), GuideKind.Country, "IE");
        var page = await _browser.PageAsync("/search?need=80&near=Leeds");
        Assert.Equal("0", page.QuerySelector("main")!.GetAttribute("data-total"));
        Assert.Equal(["British law"], Led(page));
        // Where something is found, it is not in the way.
        Assert.Empty(Led(await _browser.PageAsync("/search?need=7&near=Leeds")));
    }

    [Fact]
    public async Task Withdrawn_Is410_AndUnknown_Is404()
    {
        var union = await world.Database.Given.SexWorkerLedAsync("Union");
        var (id, code) = await _desk.PublishedAsync(by: union);
        await _desk.WithdrawAsync(await _desk.PenAsync(union), id);
        using var gone = await _browser.ReadAsync($"/guides/{code}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        using var draft = await _browser.ReadAsync($"/guides/{(await _desk.BeginAsync(await _desk.PenAsync(union))).Code}");
        Assert.Equal(HttpStatusCode.NotFound, draft.StatusCode);
        using var wrong = await _browser.ReadAsync("/guides?country=xx");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Sitemap_NamesGuides()
    {
        var (_, code) = await _desk.PublishedAsync();
        using var answer = await _browser.ReadAsync("/sitemap.xml");
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"https://localhost/guides/{code}<", text, StringComparison.Ordinal);
        Assert.Contains($"https://localhost/ar/guides/{code}<", text, StringComparison.Ordinal);
        Assert.Contains("https://localhost/guides<", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Medical_AndLegal_SayWhetherAnExpertHasReadThem()
    {
        var both = await _desk.PublishedAsync(GuideDesk.Content("Tests", needs: 52), GuideKind.OrderedTests);
        string words = Words(await _browser.PageAsync($"/guides/{both.Code}"));
        Assert.Contains("No lawyer has read this.", words, StringComparison.Ordinal);
        Assert.Contains("No doctor or nurse has read this.", words, StringComparison.Ordinal);
        var content = GuideDesk.Content("Doctor", needs: 18);
        var read = await _desk.PublishedAsync(content with { Clinician = new ExpertReading(new LocalDate(2026, 10, 3), content.Fingerprint) }, GuideKind.TalkingToADoctor, null);
        words = Words(await _browser.PageAsync($"/guides/{read.Code}"));
        Assert.Contains("A doctor or nurse read this in October 2026.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("lawyer", words, StringComparison.OrdinalIgnoreCase);
        var neither = await _desk.PublishedAsync(GuideDesk.Content("Stigma", needs: 76), GuideKind.FacingStigma, null);
        Assert.DoesNotContain("has read this", Words(await _browser.PageAsync($"/guides/{neither.Code}")), StringComparison.Ordinal);
        // Words about something medical are that, whatever the guide is called.
        var pep = await _desk.PublishedAsync(GuideDesk.Content("PEP", needs: 4), GuideKind.FacingStigma, null);
        Assert.Contains("No doctor or nurse has read this.", Words(await _browser.PageAsync($"/guides/{pep.Code}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arabic_StandsFromRightToLeft_AndSaysWhereItIsOlder()
    {
        var content = GuideDesk.Content();
        var arabic = new GuideContent
        {
            Title = Text.Of("ar", "حين تأتي الشرطة").With("en", "When police come"),
            Lead = Text.Of("ar", "ما تقوله أولاً.").With("en", "What to say."),
            Body = Text.Of("ar", "لا تقل **شيئاً**.") is var body ? body with { In = new Dictionary<string, Words>(body.In) { ["en"] = new Words { Value = "Say nothing.", Of = new string('0', 16) } } } : null,
            Needs = content.Needs,
        };
        var (_, code) = await _desk.PublishedAsync(arabic, country: "MA");
        var page = await _browser.PageAsync($"/guides/{code}");
        Assert.Null(page.QuerySelector("h1")!.GetAttribute("lang"));
        Assert.Contains("The first text has changed since this was translated.", Words(page), StringComparison.Ordinal);
        page = await _browser.PageAsync($"/es/guides/{code}");
        Assert.Equal(("ar", "rtl"), (page.QuerySelector("h1")!.GetAttribute("lang"), page.QuerySelector("h1")!.GetAttribute("dir")));
        Assert.Equal("rtl", page.QuerySelector(".words")!.GetAttribute("dir"));
        Assert.Contains("En árabe", Words(page), StringComparison.Ordinal);
    }

    /// <summary>However it came into the database.</summary>
    [Fact]
    public async Task Markup_InThePublishedWords_StaysWords()
    {
        var (_, code) = await _desk.PublishedAsync();
        await world.Database.Owner.RunAsync(
            "update published.guide_text set body = $2, title = $3, lead = $3 where code = $1", code,
            "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://evil.example/a.png)\n\n<img src=x onerror=alert(1)>", "<b data-x>bold</b>");
        var page = await _browser.PageAsync($"/guides/{code}");
        Assert.Empty(page.QuerySelectorAll("main script, main img, main b, main [onerror], main a[href^=javascript]"));
        Assert.Empty(page.QuerySelectorAll("[data-x]"));
        Assert.Contains("<script>alert(1)</script>", Words(page), StringComparison.Ordinal);
    }

    /// <summary>Pages that lead on go without guides when nobody knows them; the list of guides says so.</summary>
    [Fact, Property(86)]
    public async Task Away_NeedsAndUrgentHelp_StillAnswer()
    {
        await using var program = AppFactory.WithBrokenPublicLogin(world.Database.Logins);
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        foreach (string address in new[] { "/needs/46", "/now/3", "/sitemap.xml" })
            Assert.Equal(HttpStatusCode.OK, (await browser.ReadAsync(address)).StatusCode);
        foreach (string address in new[] { "/guides", "/guides/abcdef" })
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.ReadAsync(address)).StatusCode);
    }
}
