using System.Net;
using AngleSharp.Html.Dom;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>What happens to words that somebody typed: read, shown, taken away, and left out of addresses.</summary>
public sealed class WordSearchTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static string[] Understood(IHtmlDocument page) => page.QuerySelector("main")!.GetAttribute("data-understood")!.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string? PlaceOf(IHtmlDocument page) => page.QuerySelector("main")!.GetAttribute("data-place");

    /// <summary>What can be taken away: the words, and where the link leads.</summary>
    private static Dictionary<string, string> Chosen(IHtmlDocument page) => page.QuerySelectorAll(".lines li").ToDictionary(
        item => Html.Squeeze(item.QuerySelector("span")!.TextContent), item => item.QuerySelector("a")!.GetAttribute("href")!);

    private static string Field(IHtmlDocument page, string id) => ((IHtmlInputElement)page.QuerySelector($"#{id}")!).Value;

    private async Task<string?> PostAsync(params (string Field, string Value)[] fields)
    {
        using var answer = await _browser.SubmitAsync("/search", fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }

    [Fact]
    public async Task Get_Words_AreReadAsNeedsAndPlace()
    {
        var page = await _browser.PageAsync("/search?q=condom+broke+leeds");
        Assert.Equal(["pep", "emergency-contraception", "sti-testing"], Understood(page));
        Assert.Equal($"{Sample.Leeds}", PlaceOf(page));
        Assert.Equal("Showing Leeds, United Kingdom", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("We understood:", page.QuerySelector("#understood")!.TextContent);
        Assert.Equal("understood", page.QuerySelector(".lines")!.GetAttribute("aria-labelledby"));
        Assert.Contains(world.Clinic.Code, page.QuerySelectorAll("ol.results > li").Select(item => item.GetAttribute("data-service")));
        // What was understood stands as ticks; nothing is left to say in words.
        Assert.Equal("", Field(page, "q"));
        Assert.Equal("Leeds, England, United Kingdom", Field(page, "near"));
        Assert.Equal(["4", "9", "1"], page.QuerySelectorAll(".search input[type=checkbox][name=need]").Select(tick => tick.GetAttribute("value")));
    }

    /// <summary>A town that is called like an everyday word, where the words before it already say what is needed.</summary>
    [Theory]
    [InlineData("std clinic bath", "sti-testing", "2656173")]
    [InlineData("hooker std test leeds", "sti-testing", "2644688")]
    [InlineData("hot shower or bath", "showers-laundry-phone", null)]
    [InlineData("need a bath", "showers-laundry-phone", null)]
    public async Task Get_WordsThatEndInATown_MeanNothingElseByIt(string words, string need, string? place)
    {
        var page = await _browser.PageAsync($"/search?q={Uri.EscapeDataString(words)}");
        Assert.Equal([need], Understood(page));
        Assert.Equal(place, PlaceOf(page));
    }

    [Fact]
    public async Task Get_WhatWasUnderstood_CanBeTakenAway()
    {
        var page = await _browser.PageAsync("/search?q=condom+broke+leeds");
        var chosen = Chosen(page);
        var link = chosen.Single(choice => choice.Key.StartsWith("PEP", StringComparison.Ordinal)).Value;
        Assert.Equal("/search?q=condom broke leeds&skip=4", Unveiled.Read(link));
        var without = await _browser.PageAsync(link);
        Assert.Equal(["emergency-contraception", "sti-testing"], Understood(without));
        Assert.Equal($"{Sample.Leeds}", PlaceOf(without));
        var both = Chosen(without).Single(choice => choice.Key.StartsWith("STI", StringComparison.Ordinal)).Value;
        Assert.Equal(["emergency-contraception"], Understood(await _browser.PageAsync(both)));

        var anywhere = await _browser.PageAsync(chosen["Place: Leeds"]);
        Assert.Null(PlaceOf(anywhere));
        Assert.Equal("/search?need=4&need=9&need=1", chosen["Place: Leeds"]);
    }

    [Theory]
    [InlineData("skip=pep")]
    [InlineData("skip=4")]
    public async Task Get_Skipped_IsNotReadAndItsWordsAreSearched(string skip)
    {
        var page = await _browser.PageAsync($"/search?q=pep&{skip}");
        Assert.Empty(Understood(page));
        Assert.Equal("pep", Field(page, "q"));
        Assert.Equal("/search", Chosen(page)["Words: pep"]);
    }

    [Theory]
    [InlineData("condom broke leeds", "", "/search?need=4&need=9&need=1&place=2644688")]
    [InlineData("pep", "lodnon", "/search?need=4&place=2643743")]
    [InlineData("violet std test", "Leeds", "/search?need=1&place=2644688&q=violet")]
    [InlineData("std test leeds", "Leeds", "/search?need=1&place=2644688")]
    [InlineData("std test bradford", "Leeds", "/search?need=1&place=2644688&q=bradford")]
    [InlineData("leeds std test", "", "/search?need=1&place=2644688")]
    [InlineData("leeds", "", "/search?place=2644688")]
    [InlineData("pep", "qqqqxyz", "/search?need=4&near=qqqqxyz")]
    [InlineData("violet", "", "/search?q=violet")]
    [InlineData("!!!", "", "/search")]
    public async Task Post_Words_StayOnlyWhereTheyWereNotUnderstood(string words, string near, string address) =>
        Assert.Equal(address, Unveiled.Read(await PostAsync(("q", words), ("near", near))));

    [Theory]
    [InlineData("condom broke leeds")]
    [InlineData("violet std test")]
    [InlineData("pep not prep")]
    [InlineData("harm reduction bus")]
    public async Task Post_ThenGet_MeansTheSame(string words)
    {
        var typed = await _browser.PageAsync($"/search?q={Uri.EscapeDataString(words)}");
        var address = await PostAsync(("q", words));
        var plain = await _browser.PageAsync(address!);
        Assert.Empty(Understood(plain).Except(Understood(typed)));
        Assert.Equal(PlaceOf(typed), PlaceOf(plain));
        string[] Lines(IHtmlDocument page) => [.. page.QuerySelectorAll(".lines:not(.on) li > span").Select(line => line.TextContent)];
        Assert.Equal(Lines(typed), Lines(plain));
        Assert.Equal(typed.QuerySelectorAll("li.card").Select(card => card.GetAttribute("data-service")), plain.QuerySelectorAll("li.card").Select(card => card.GetAttribute("data-service")));
        // Sent once more as it stands, it is the same search.
        using var again = await Form.On(plain, address!, ".change form").SendAsync(_browser);
        Assert.Equal(address, again.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Home_AsksWhatInWordsAndWhere()
    {
        var page = await _browser.PageAsync("/");
        Assert.Equal("off", page.QuerySelector("#q")!.GetAttribute("autocomplete"));
        using var answer = await Form.On(page, "/", "main form").Fill("q", "i need pep").Fill("near", "Leeds").SendAsync(_browser);
        Assert.Equal($"/search?need=4&place={Sample.Leeds}", answer.Headers.Location?.OriginalString);
        using var chosen = await Form.On(page, "/", "main form").Fill("need", "15").SendAsync(_browser);
        Assert.Equal("/search?need=15", chosen.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Change_OtherWords_AreReadWhateverWasTakenAwayBefore()
    {
        var address = "/search?q=pep&skip=4";
        var page = await _browser.PageAsync(address);
        using var same = await Form.On(page, address, ".change form").SendAsync(_browser);
        Assert.Equal("/search?q=pep&skip=4", Unveiled.Read(same.Headers.Location?.OriginalString));
        using var other = await Form.On(page, address, ".change form").Fill("q", "i need pep now").SendAsync(_browser);
        Assert.StartsWith("/search?need=4", other.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hooker std test leeds")]
    [InlineData("std test for HOOKERS in leeds")]
    public async Task HurtfulWord_IsMatchedAndShownNowhere(string words)
    {
        var page = await _browser.PageAsync($"/search?q={Uri.EscapeDataString(words)}");
        Assert.Contains("sti-testing", Understood(page));
        Assert.DoesNotContain("hooker", Unveiled.Read(page.Source.Text), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hooker", Unveiled.Read(await PostAsync(("q", words))), StringComparison.OrdinalIgnoreCase);
        // Taken away all the same: in numbers, since the words may not stand in a link.
        var links = Chosen(page).Where(choice => choice.Key.StartsWith("STI", StringComparison.Ordinal)).Select(choice => choice.Value);
        Assert.DoesNotContain("need=1&", Assert.Single(links) + "&", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("junkies zebra", "junk")]
    [InlineData("prositute zebra", "prosi")]
    [InlineData("prostitution zebra", "prosti")]
    [InlineData("vice girls zebra", "vice girl")]
    [InlineData("Harlots zebra", "harlot")]
    [InlineData("hokers zebra", "hoker")]
    public async Task HurtfulWord_InAnotherForm_IsShownNowhere(string words, string part)
    {
        var page = await _browser.PageAsync($"/search?q={Uri.EscapeDataString(words)}");
        Assert.DoesNotContain(part, Unveiled.Read(page.Source.Text), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("zebra", page.Source.Text, StringComparison.Ordinal);
        var address = Unveiled.Read(await PostAsync(("q", words)));
        Assert.DoesNotContain(part, address, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("zebra", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("junkie leeds")]
    [InlineData("junkies leeds")]
    [InlineData("alkies")]
    public async Task HurtfulWord_ThatMeansANeed_FindsIt(string words) =>
        Assert.Contains("drug-alcohol-support", Understood(await _browser.PageAsync($"/search?q={Uri.EscapeDataString(words)}")));

    [Theory]
    [InlineData("hotel clinic", "hotel")]
    [InlineData("resort", "resort")]
    [InlineData("bristol tartan house", "tartan")]
    public async Task OrdinaryWord_LikeAHurtfulOne_IsSearched(string words, string kept) =>
        Assert.Contains(kept, Unveiled.Read(await PostAsync(("q", words))), StringComparison.Ordinal);

    [Theory]
    [InlineData("/search?q=zebra+leeds&sort=distance")]
    [InlineData("/search?q=condom+broke+zebra+leeds&sort=distance")]
    [InlineData("/search?q=condom+broke+leeds&sort=checked&open=night&access=1&lang=ro&within=50")]
    [InlineData("/search?q=zebra&sort=checked&reach=visit")]
    [InlineData("/search?need=4&q=violet&place=2644688&reach=remote")]
    [InlineData("/search?q=asdfqwer&access=1&access=4")]
    [InlineData("/search?near=springfield&q=pep")]
    [InlineData("/search?near=nowhereatall&q=pep&sort=relevance")]
    public async Task Every_LinkOfAResult_IsAnswered(string address)
    {
        var page = await _browser.PageAsync(address);
        string[] links = [.. page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).Where(link => link.StartsWith("/search", StringComparison.Ordinal)).Distinct()];
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            using var answer = await _browser.ReadAsync(link);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{link}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("birmingham alabama", "Showing Birmingham, Alabama, United States")]
    [InlineData("london canada", "Showing London, Ontario, Canada")]
    [InlineData("leeds", "Showing Leeds, United Kingdom")]
    public async Task Get_PlaceWithALargerOneOfItsName_SaysWhichOne(string near, string heading) =>
        Assert.Equal(heading, (await _browser.PageAsync($"/search?need=4&near={Uri.EscapeDataString(near)}")).QuerySelector("h1")!.TextContent);

    [Fact]
    public async Task Get_NothingWithTheseWords_SaysOneThing()
    {
        var page = await _browser.PageAsync("/search?q=asdfqwer");
        Assert.Equal("All places", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("some of them", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing in person with these words", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/search?NEED=4&Near=Leeds", "/search?need=4&near=Leeds")]
    [InlineData("/search?Q=condom+broke&PLACE=2644688", "/search?q=condom+broke&place=2644688")]
    public async Task Get_NamesInCapitals_AreTheSameNames(string written, string meant) =>
        Assert.Equal((await _browser.PageAsync(meant)).QuerySelector("main")!.OuterHtml, (await _browser.PageAsync(written)).QuerySelector("main")!.OuterHtml);

    [Fact]
    public async Task Get_Wrong_KeepsTheWordsInTheirFieldOnly()
    {
        using var answer = await _browser.ReadAsync("/search?q=hooker+std+test&within=900&near=Leeds");
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("hooker std test", Field(page, "q"));
        Assert.Equal("Leeds", Field(page, "near"));
        page.QuerySelector("#q")!.RemoveAttribute("value");
        page.QuerySelector("input[name=said]")!.RemoveAttribute("value");
        Assert.DoesNotContain("hooker", page.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, Property(30)]
    public async Task Get_OverlongWords_Is400WithTheRestKept()
    {
        using var answer = await _browser.ReadAsync($"/search?need=4&near=Leeds&access=1&q={new string('w', 201)}");
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("q", Assert.Single(page.QuerySelectorAll("p.wrong")).GetAttribute("data-field"));
        Assert.Equal("q-wrong q-help", page.QuerySelector("#q")!.GetAttribute("aria-describedby"));
        Assert.DoesNotContain("wwww", page.Source.Text, StringComparison.Ordinal);
        Assert.Equal("Leeds", Field(page, "near"));
        Assert.NotNull(page.QuerySelector(".search input[name=need][value='4'][checked]"));
        Assert.NotNull(page.QuerySelector(".filters input[name=access][value='1'][checked]"));
        Assert.Single((await _browser.PageAsync($"/search?q={new string('w', 200)}")).QuerySelectorAll("h1"));
    }

    [Fact]
    public async Task Get_UnclearPlaceBesideWords_AsksAndKeepsWhatTheyMean()
    {
        var page = await _browser.PageAsync("/search?q=pep+violet&near=georgia");
        Assert.Equal(["pep"], Understood(page));
        Assert.Null(PlaceOf(page));
        var place = page.QuerySelector("main")!.GetAttribute("data-places")!.Split(' ')[0];
        Assert.Contains(page.QuerySelectorAll(".head a"), link => Unveiled.Read(link.GetAttribute("href")) == $"/search?need=4&place={place}&q=violet");
    }

    /// <summary>Wounds and teeth can wait, and what is said of them is medicine all the same.</summary>
    [Theory]
    [InlineData("need=19")]
    [InlineData("need=19&need=22")]
    public async Task Get_MedicalWords_AreMarkedAsNotReviewed(string search)
    {
        var page = await _browser.PageAsync($"/search?{search}");
        Assert.Equal("Check with a clinician. These words have not yet been reviewed by one.", page.QuerySelector("div.first > p.quiet")?.TextContent);
        Assert.Empty((await _browser.PageAsync("/search?need=1&need=15")).QuerySelectorAll("div.first"));
    }

    [Fact]
    public async Task Get_UrgentNeed_SaysWhatToDoAboveEverything()
    {
        var page = await _browser.PageAsync($"/search?need=1&need=46&need={PublicWorld.Pep}&place={Sample.Leeds}");
        var first = page.QuerySelector(".first")!;
        // Of several, each says its own, and those that can wait come after.
        Assert.Equal(
            [
                "Arrested or raided: Ask for a lawyer and an interpreter before you answer or sign.",
                "PEP (after possible HIV contact): Start within 72 hours; sooner is better",
                "STI tests: 1 within 25 km",
            ],
            page.QuerySelectorAll(".lines li > span").Select(line => Html.Squeeze(line.TextContent).Split(" · ")[0]));
        // Whom to call, for each of the two.
        Assert.Equal(["Police, raid or arrest", "Condom broke"], first.QuerySelectorAll("summary").Select(line => Html.Squeeze(line.TextContent)));
        Assert.Equal(["Check with a clinician. These words have not yet been reviewed by one."], first.QuerySelectorAll("details > p.quiet").Select(line => Html.Squeeze(line.TextContent)));
        Assert.Equal(2, first.QuerySelectorAll(".emergency").Length);
        Assert.True(first.CompareDocumentPosition(page.QuerySelector(".found")!).HasFlag(AngleSharp.Dom.DocumentPositions.Following));
        // A clinician has nothing to say to an arrest.
        Assert.DoesNotContain("clinician", (await _browser.PageAsync("/search?need=46")).QuerySelector(".first")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await _browser.PageAsync("/search?need=15")).QuerySelector(".first"));
    }

    [Fact]
    public async Task Get_PlaceByNumber_StillOffersOthersOfItsName()
    {
        var page = await _browser.PageAsync("/search?need=4&place=2988507");
        Assert.Contains(page.QuerySelectorAll(".change .others a"), link => link.GetAttribute("href") == "/search?need=4&place=4717560");
        Assert.Null(page.QuerySelector(".head .others"));
    }

    [Fact]
    public async Task Get_WordsThatAreNoNeed_AreLookedForInNames()
    {
        var page = await _browser.PageAsync($"/search?q=dales&place={Sample.Leeds}&within=100");
        Assert.Equal([world.Far.Code], page.QuerySelectorAll("ol.results > li").Select(item => item.GetAttribute("data-service")));
        Assert.Equal("1", page.QuerySelector("main")!.GetAttribute("data-total"));
        var found = await _browser.PageAsync("/search?q=dales");
        Assert.Equal("All places, best match first", found.QuerySelector("h1")!.TextContent);
        Assert.Equal([world.Far.Code], found.QuerySelectorAll("ol.results > li").Select(item => item.GetAttribute("data-service")));
    }

    [Fact]
    public async Task Get_WordsBesideANeed_LiftAndLeaveNothingOut()
    {
        var page = await _browser.PageAsync($"/search?q=lane+sti&place={Sample.Leeds}");
        Assert.Equal([world.Private.Code, world.Clinic.Code], page.QuerySelectorAll("ol.results > li").Select(item => item.GetAttribute("data-service")));
        Assert.Equal("Best match first.", page.QuerySelector(".sort span")!.TextContent);
        Assert.Equal(
            [$"/search?need=1&place={Sample.Leeds}&q=lane&sort=distance", $"/search?need=1&place={Sample.Leeds}&q=lane&sort=checked"],
            page.QuerySelectorAll(".sort a").Select(link => Unveiled.Read(link.GetAttribute("href"))));
        var near = await _browser.PageAsync($"/search?need=1&place={Sample.Leeds}&q=lane&sort=distance");
        Assert.Equal("Nearest first.", near.QuerySelector(".sort span")!.TextContent);
        Assert.Equal(
            [$"/search?need=1&place={Sample.Leeds}&q=lane", $"/search?need=1&place={Sample.Leeds}&q=lane&sort=checked"],
            near.QuerySelectorAll(".sort a").Select(link => Unveiled.Read(link.GetAttribute("href"))));
        // Without its words, an order by them is none.
        Assert.Equal($"/search?need=1&place={Sample.Leeds}", Chosen(near)["Words: lane"]);
        Assert.Equal("Best match first.", (await _browser.PageAsync($"/search?q=lane+sti&place={Sample.Leeds}&sort=relevance")).QuerySelector(".sort span")!.TextContent);
    }

    [Fact]
    public async Task Get_NothingHasAllTheWords_SaysThatItShowsSome()
    {
        const string Said = "Nothing has all of these words.";
        Assert.Contains(Said, (await _browser.PageAsync("/search?q=dales+qqzzx")).QuerySelector(".head")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Said, (await _browser.PageAsync("/search?q=dales")).QuerySelector(".head")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NothingHasAnyOfTheWords_SaysSo_AndLooksWithoutThem()
    {
        var page = await _browser.PageAsync($"/search?q=qqzzx&place={Sample.Leeds}&within=200");
        Assert.Equal("0", page.QuerySelector("main")!.GetAttribute("data-total"));
        Assert.Equal("Nothing within 200 km with these words", page.QuerySelector(".found > h2")!.TextContent);
        Assert.Equal([world.Line.Code], page.QuerySelectorAll("ol.peers > li").Select(item => item.GetAttribute("data-service")));
        Assert.Contains(page.QuerySelectorAll(".found > ul a"), link =>
            link.TextContent == "Look without these words: qqzzx" && link.GetAttribute("href") == $"/search?place={Sample.Leeds}&within=200");
    }

    [Fact, Property(7)]
    public async Task Get_Words_HaveABlandTitle() =>
        Assert.Equal("Service Directory – Results", (await _browser.PageAsync("/search?q=violet+condom+broke+leeds")).Title);
}
