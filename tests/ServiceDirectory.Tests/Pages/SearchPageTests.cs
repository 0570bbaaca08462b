using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Results as somebody reads them.</summary>
public sealed class SearchPageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static string[] Services(IHtmlDocument page, string list) =>
        [.. page.QuerySelectorAll($"ol.{list} > li").Select(item => item.GetAttribute("data-service")!)];

    private static string TextOf(IHtmlDocument page, string selector) =>
        Html.Squeeze(Assert.Single(page.QuerySelectorAll(selector)).TextContent);

    [Fact]
    public async Task Get_NeedAndPlace_ShowsWhatIsHereWithMarks()
    {
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}");
        var main = page.QuerySelector("main")!;
        Assert.Equal("2", main.GetAttribute("data-total"));
        Assert.Equal("", main.GetAttribute("data-understood"));
        Assert.Equal($"{Sample.Leeds}", main.GetAttribute("data-place"));
        Assert.False(main.HasAttribute("data-places"));
        Assert.Equal([world.Clinic.Code, world.Private.Code], Services(page, "results"));
        Assert.Equal([world.Far.Code], Services(page, "further"));
        var clinic = page.QuerySelector("ol.results > li")!;
        Assert.Equal("sti-testing pep condoms-lube", clinic.GetAttribute("data-needs"));
        Assert.Equal("0.4", clinic.GetAttribute("data-km"));
    }

    [Fact]
    public async Task Get_Card_SaysWhatDecidesAVisit()
    {
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}");
        var card = Html.Squeeze(page.QuerySelector("ol.results > li")!.TextContent);
        Assert.Contains("Mill Clinic", card, StringComparison.Ordinal);
        Assert.Contains("under 1 km", card, StringComparison.Ordinal);
        Assert.Contains("Open until 17:00", card, StringComparison.Ordinal);
        Assert.Contains("✓ Free", card, StringComparison.Ordinal);
        Assert.Contains("Calls stay in your phone’s call list.", card, StringComparison.Ordinal);
        Assert.Contains("Checked November 2026 by two community organisations", card, StringComparison.Ordinal);
        Assert.Equal("tel:+441632960123", page.QuerySelector("ol.results > li .call a")!.GetAttribute("href"));
        var other = Html.Squeeze(page.QuerySelectorAll("ol.results > li")[1].TextContent);
        Assert.Contains("✕ Asks for ID", other, StringComparison.Ordinal);
        Assert.Contains("✕ Tells police in some cases", other, StringComparison.Ordinal);
        Assert.Contains("Call for hours", other, StringComparison.Ordinal);
        Assert.Contains("Checked November 2026 by one organisation", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NothingNear_SaysSoPerNeedAndOffersRemoteFirst()
    {
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Hormones}&place={Sample.Leeds}&within=5");
        Assert.Equal("0", page.QuerySelector("main")!.GetAttribute("data-total"));
        Assert.StartsWith("Hormones and blood tests: none within 5 km; nearest 3", TextOf(page, ".lines li > span"), StringComparison.Ordinal);
        Assert.EndsWith("1 without travel", TextOf(page, ".lines li > span"), StringComparison.Ordinal);
        Assert.Equal([world.Line.Code], Services(page, "remote"));
        Assert.Equal([world.Far.Code], Services(page, "further"));
        var lists = page.QuerySelectorAll("ol.cards").Select(list => list.ClassList[0]);
        Assert.Equal(["remote", "further"], lists);
        Assert.Contains(page.QuerySelectorAll(".found a"), link => link.GetAttribute("href") == $"/search?need=15&place={Sample.Leeds}&within=200");
    }

    [Fact]
    public async Task Get_NothingAtAll_ShowsPeersThenHowToWiden_AndNeverPolice()
    {
        var page = await _browser.PageAsync($"/search?need=57&place={Sample.Leeds}&within=5&access=10");
        Assert.Empty(Services(page, "results"));
        Assert.Empty(Services(page, "remote"));
        Assert.Equal([world.Line.Code], Services(page, "peers"));
        Assert.Equal(
            ["Nothing within 5 km with these filters", "Peers you can talk to", "What you can try"],
            page.QuerySelectorAll(".found > h2").Select(heading => heading.TextContent));
        var ways = page.QuerySelectorAll(".found > ul a").Select(link => link.GetAttribute("href"));
        Assert.Equal(
            [$"/search?need=57&place={Sample.Leeds}&within=100&access=10", $"/search?need=57&place={Sample.Leeds}&within=200&access=10",
             $"/search?need=57&place={Sample.Leeds}&within=5", "/needs", $"/suggest?place={Sample.Leeds}"],
            ways);
        Assert.DoesNotContain("police", page.QuerySelector(".found > ul")!.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Get_SomethingRemote_ShowsNoPeersBesides() =>
        Assert.Empty(Services(await _browser.PageAsync($"/search?need={PublicWorld.Hormones}&place={Sample.Leeds}&within=5"), "peers"));

    [Fact]
    public async Task Get_Cards_AreMarked()
    {
        string[] Badges(IHtmlDocument page, string code) => [.. page.QuerySelectorAll($"li[data-service='{code}'] .badge").Select(badge => badge.TextContent)];
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Hormones}&need={PublicWorld.Pep}&place={Sample.Leeds}");
        Assert.Equal(["Full at the moment"], Badges(page, world.Far.Code));
        Assert.Equal(["Waiting list", "Staff speak English", "Community-led", "Has peer staff"], Badges(page, world.Line.Code));
        // Who goes there hears what is spoken.
        Assert.Empty(Badges(page, world.Clinic.Code));
        Assert.Equal(
            "Checked November 2026 by two community organisations · Staff trained September 2026",
            TextOf(page, $"li[data-service='{world.Clinic.Code}'] .checked"));
        Assert.DoesNotContain("trained", TextOf(page, $"li[data-service='{world.Far.Code}'] .checked"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("need=15&place=2644688", "By phone · Open until 20:00")]
    [InlineData("need=15", "By phone · Serves United Kingdom · Open until 20:00, London time")]
    public async Task Get_LineOnAnotherClock_SaysWhose(string query, string where)
    {
        var page = await _browser.PageAsync($"/search?{query}");
        Assert.Equal(where, TextOf(page, $"li[data-service='{world.Line.Code}'] .where"));
    }

    [Fact]
    public async Task Get_WhatIsAskedFor_CanBeTakenAwayPieceByPiece()
    {
        var page = await _browser.PageAsync($"/search?need=4&need=15&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&open=weekend&reach=visit&sort=checked&page=2");
        var links = page.QuerySelectorAll(".lines li").Select(item => (Html.Squeeze(item.QuerySelector("span")!.TextContent).Split(':')[0], item.QuerySelector("a")!.GetAttribute("href")!.Split('?')[1]));
        Assert.Equal(
            [
                ("PEP (after possible HIV contact)", $"need=15&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&open=weekend&reach=visit&sort=checked"),
                ("Hormones and blood tests", $"need=4&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&open=weekend&reach=visit&sort=checked"),
                ("Open", $"need=4&need=15&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&reach=visit&sort=checked"),
                ("In person", $"need=4&need=15&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&open=weekend&sort=checked"),
                ("Staff speak", $"need=4&need=15&place={Sample.Leeds}&within=50&access=1&access=4&open=weekend&reach=visit&sort=checked"),
                ("Free", $"need=4&need=15&place={Sample.Leeds}&within=50&access=4&lang=ro&open=weekend&reach=visit&sort=checked"),
                ("No ID needed", $"need=4&need=15&place={Sample.Leeds}&within=50&access=1&lang=ro&open=weekend&reach=visit&sort=checked"),
            ],
            links);
    }

    [Theory]
    [InlineData(".filters form")]
    [InlineData(".change form")]
    public async Task Forms_SentUntouched_KeepTheWholeSearch(string form)
    {
        var address = $"/search?need=4&need=15&place={Sample.Leeds}&within=50&access=1&access=4&lang=ro&lang=en&open=weekend&reach=visit&sort=checked";
        using var answer = await Form.On(await _browser.PageAsync(address), address, form).SendAsync(_browser);
        var asked = answer.Headers.Location?.OriginalString ?? answer.RequestMessage!.RequestUri!.PathAndQuery;
        var same = await _browser.PageAsync(asked);
        Assert.Equal(
            address.Split('?')[1].Split('&').Order(),
            QueryHelpers.ParseQuery(asked.Split('?')[1]).SelectMany(field => field.Value.Where(value => value != "").Select(value => $"{field.Key}={value}")).Order());
        Assert.Equal(2, same.QuerySelectorAll(".lines:not(.on) li").Length);
    }

    [Fact]
    public async Task Get_MobileService_HasNoDistance()
    {
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Condoms}&near=Bradford");
        var van = page.QuerySelector($"li[data-service='{world.Van.Code}']")!;
        Assert.False(van.HasAttribute("data-km"));
        Assert.Contains("Comes to you", van.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_FilterWithUnknowns_CountsThem()
    {
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}");
        var walkIn = page.QuerySelector("input[name=access][value='10']")!.ParentElement!;
        Assert.Equal("Walk in, no appointment (0, not known for 2)", Html.Squeeze(walkIn.TextContent));
        var noId = page.QuerySelector("input[name=access][value='4']")!.ParentElement!;
        Assert.Equal("No ID needed (1)", Html.Squeeze(noId.TextContent));
    }

    [Fact]
    public async Task Filters_Sent_KeepNeedAndPlaceAndNarrow()
    {
        var address = $"/search?need={PublicWorld.Pep}&place={Sample.Leeds}";
        var page = await _browser.PageAsync(address);
        using var answer = await Form.On(page, address, ".filters form").Fill("access", "4").SendAsync(_browser);
        var narrowed = await answer.PageAsync(HttpStatusCode.OK);
        Assert.Equal([world.Clinic.Code], Services(narrowed, "results"));
        Assert.True(((IHtmlInputElement)narrowed.QuerySelector(".filters input[name=access][value='4']")!).IsChecked);
    }

    [Fact]
    public async Task Post_Understood_AnswersWithNumbersOnly()
    {
        var page = await _browser.PageAsync("/");
        using var answer = await Form.On(page, "/", "main form").Fill("need", "4").Fill("near", "lodnon").SendAsync(_browser);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/search?need=4&place=2643743", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Post_Slugs_BecomeNumbersAndDefaultsGo()
    {
        using var answer = await _browser.SubmitAsync(
            "/search", ("need", "pep"), ("access", "no-id"), ("near", "Leeds"), ("within", "25"), ("page", "1"), ("open", ""));
        Assert.Equal($"/search?need=4&place={Sample.Leeds}&access=4", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Post_PlaceNotUnderstood_KeepsTheWords()
    {
        using var answer = await _browser.SubmitAsync("/search", ("need", "4"), ("near", "qqqqxyz"));
        Assert.Equal("/search?need=4&near=qqqqxyz", Unveiled.Read(answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Post_PlaceLeftAsItWas_IsStillThatPlace()
    {
        var address = "/search?need=4&place=4717560";
        var page = await _browser.PageAsync(address);
        using var answer = await Form.On(page, address, ".change form").SendAsync(_browser);
        Assert.Equal(address, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Get_ClearPlace_IsUsedAndOthersAreLinks()
    {
        var page = await _browser.PageAsync("/search?need=4&near=paris");
        Assert.Equal("Showing Paris, France", TextOf(page, "h1"));
        Assert.Equal("2988507", page.QuerySelector("main")!.GetAttribute("data-place"));
        Assert.Contains(page.QuerySelectorAll(".others a"), link => link.GetAttribute("href") == "/search?need=4&place=4717560");
    }

    [Fact]
    public async Task Get_UnclearPlace_Asks()
    {
        var page = await _browser.PageAsync("/search?need=4&near=georgia");
        var main = page.QuerySelector("main")!;
        Assert.Equal("0", main.GetAttribute("data-total"));
        Assert.False(main.HasAttribute("data-place"));
        var places = main.GetAttribute("data-places")!.Split(' ');
        Assert.True(places.Length > 1);
        Assert.All(places, place => Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == $"/search?need=4&place={place}"));
    }

    [Fact]
    public async Task Get_NoSuchPlace_SaysSoAndShowsRemoteOfTheHomeCountry()
    {
        var page = await _browser.PageAsync("/search?need=15&near=qqqqxyz");
        Assert.Equal("We do not know that place", TextOf(page, "h1"));
        Assert.Equal("qqqqxyz", ((IHtmlInputElement)page.QuerySelector("#near")!).Value);
        Assert.Equal([world.Line.Code], Services(page, "remote"));
        Assert.Empty(Services(page, "results"));
    }

    [Fact]
    public async Task Get_NoPlace_ShowsRemoteAndNewest()
    {
        var page = await _browser.PageAsync("/search");
        Assert.Equal("4", page.QuerySelector("main")!.GetAttribute("data-total"));
        Assert.Equal([world.Line.Code], Services(page, "remote"));
        Assert.Equal(["remote", "results"], page.QuerySelectorAll("ol.cards").Select(list => list.ClassList[0]));
    }

    [Fact]
    public async Task Get_ReachRemote_ListsOnlyThose()
    {
        var page = await _browser.PageAsync($"/search?place={Sample.Leeds}&reach=remote");
        Assert.Equal([world.Line.Code], Services(page, "remote"));
        Assert.Empty(Services(page, "results"));
    }

    [Theory]
    [InlineData("need=15&place=2644688&reach=remote", "1 without travel")]
    [InlineData("need=15&near=qqqqxyz", "1 without travel")]
    [InlineData("need=4&place=2644688&reach=remote", "none by phone, online or post")]
    [InlineData("need=4&near=qqqqxyz&access=1", "none by phone, online or post with these filters")]
    [InlineData("need=15&place=2644688&within=5&access=10", "none within 5 km with these filters")]
    public async Task Get_NeedLine_SpeaksOnlyOfWhatWasLookedFor(string query, string line)
    {
        var page = await _browser.PageAsync($"/search?{query}");
        Assert.Equal(line, TextOf(page, ".lines:not(.on) li > span").Split(": ")[1]);
        bool found = line.StartsWith('1');
        Assert.Equal(!found, page.QuerySelectorAll(".found > h2").Any(heading => heading.TextContent == "What you can try"));
        Assert.Equal(!found, page.QuerySelectorAll(".found > h2").Any(heading => heading.TextContent.StartsWith("Nothing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Get_ImportedPostalCode_IsItsPlace()
    {
        await world.Database.Owner.RunAsync($"insert into published.postcode (country_code, code, geo_name_id) values ('GB', 'ls14ap', {Sample.Leeds})");
        var page = await _browser.PageAsync("/search?need=4&near=LS1+4AP");
        Assert.Equal($"{Sample.Leeds}", page.QuerySelector("main")!.GetAttribute("data-place"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FactsOfCard_OfTheSite_WinOverThoseOfTheService(bool siteFirst)
    {
        var site = Guid.NewGuid();
        CardFact[] facts = [new(1, true), new(1, false, SiteId: site)];
        var hit = new SearchHit
        {
            Code = "aaaaaa",
            Card = new ServiceCard
            {
                Name = new("A"),
                Summary = new("B"),
                Provider = new("C"),
                ProviderKind = ProviderKind.Ngo,
                Needs = [],
                Facts = siteFirst ? [.. facts.Reverse()] : facts,
            },
            Language = "en",
            Yes = 0,
            No = 0,
            Zone = "Europe/London",
            State = EntryState.Listed,
            CheckedOn = Given.Today,
            DueOn = Given.Today,
        };
        var say = world.Program.Services.GetRequiredService<SayFacts>();
        Assert.Equal(FactState.No, say.OfCard(hit with { SiteId = site })[0].State);
        Assert.Equal(FactState.Yes, say.OfCard(hit with { SiteId = Guid.NewGuid() })[0].State);
    }

    /// <summary>Somebody kept an address, and there is less now.</summary>
    [Theory]
    [InlineData("need=4")]
    [InlineData("reach=remote")]
    public async Task Get_PagePastTheLast_SaysSoAndLeadsBack(string search)
    {
        var page = await _browser.PageAsync($"/search?{search}&place={Sample.Leeds}&page=9");
        Assert.Empty(page.QuerySelectorAll("li.card"));
        var way = page.QuerySelectorAll(".found p").Single(words => words.TextContent.StartsWith("There is nothing on this page.", StringComparison.Ordinal)).QuerySelector("a")!;
        Assert.Empty(page.QuerySelectorAll("nav.pages"));
        var last = await _browser.PageAsync(way.GetAttribute("href")!);
        Assert.NotEmpty(last.QuerySelectorAll("li.card"));
        Assert.DoesNotContain("There is nothing on this page.", last.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, Property(30), Property(31)]
    [InlineData("need=nothing-like-it", "need")]
    [InlineData("need=0", "need")]
    [InlineData("need=04", "need")]
    [InlineData("access=29", "access")]
    [InlineData("access=999", "access")]
    [InlineData("lang=not_a_tag", "lang")]
    [InlineData("open=sometimes", "open")]
    [InlineData("reach=far", "reach")]
    [InlineData("sort=luck", "sort")]
    [InlineData("within=0", "within")]
    [InlineData("within=200.1", "within")]
    [InlineData("within=NaN", "within")]
    [InlineData("within=Infinity", "within")]
    [InlineData("within=1,5", "within")]
    [InlineData("within=-3", "within")]
    [InlineData("page=0", "page")]
    [InlineData("page=101", "page")]
    [InlineData("page=99999999999", "page")]
    [InlineData("page=x", "page")]
    [InlineData("place=1", "place")]
    [InlineData("place=x", "place")]
    [InlineData("within=5&within=5", "within")]
    [InlineData("page=1&page=2", "page")]
    [InlineData("open=now&open=night", "open")]
    [InlineData("odd=1&odd=2", "odd")]
    [InlineData("q=pep&q=prep", "q")]
    [InlineData("skip=nothing-like-it", "skip")]
    [InlineData("sort=relevance", "sort")]
    [InlineData("sort=distance", "sort")]
    public async Task Get_WrongValue_Is400BesideTheFieldWithTheRestKept(string wrong, string field)
    {
        using var answer = await _browser.ReadAsync($"/search?need={PublicWorld.Food}&access=1&{wrong}");
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        var message = Assert.Single(page.QuerySelectorAll("p.wrong"));
        Assert.Contains($"data-field=\"{field}\"", message.OuterHtml, StringComparison.Ordinal);
        Assert.True(((IHtmlInputElement)page.QuerySelector(".search input[name=need][value='59']")!).IsChecked);
        Assert.True(((IHtmlInputElement)page.QuerySelector(".filters input[name=access][value='1']")!).IsChecked);
        Assert.Equal("0", page.QuerySelector("main")!.GetAttribute("data-total"));
    }

    [Theory, Property(30)]
    [InlineData(201)]
    [InlineData(10_000)]
    public async Task Get_OverlongPlace_Is400(int length)
    {
        using var answer = await _browser.ReadAsync($"/search?need=4&near={new string('a', length)}");
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("near", page.QuerySelector("p.wrong")!.GetAttribute("data-field"));
        Assert.DoesNotContain("aaaaaaaaaa", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WrongValue_Is400WithTheForm()
    {
        using var answer = await _browser.SubmitAsync("/search", ("need", "4"), ("need", "nope"), ("near", "Leeds"));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Single(page.QuerySelectorAll("p.wrong"));
        Assert.NotNull(page.QuerySelector(".search input[name=need][value='4']"));
    }

    [Fact]
    public async Task Get_PageBound_ShowsThatPage()
    {
        // Razor Pages has a route value of the same name, which must not win.
        var page = await _browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}&page=2");
        Assert.Empty(Services(page, "results"));
        Assert.Equal("2", page.QuerySelector("main")!.GetAttribute("data-total"));
    }

    [Fact, Property(7), Property(12)]
    public async Task Get_Anything_HasABlandTitle()
    {
        Assert.Equal("Service Directory – Results", (await _browser.PageAsync("/search?need=4&near=Leeds")).Title);
        Assert.Equal("Service Directory – Services near you", (await _browser.PageAsync("/needs/pep")).Title);
        Assert.Equal("Service Directory – Service", (await _browser.PageAsync($"/services/{world.Clinic.Code}")).Title);
        Assert.Equal("Service Directory", (await _browser.PageAsync("/")).Title);
    }
}
