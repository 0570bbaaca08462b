using System.Net;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>A list that somebody picked, held in its link.</summary>
public sealed class ListPageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static string Address(params string[] codes) => "/list?" + string.Join('&', codes.Select(code => $"s={code}"));

    private static IEnumerable<string?> Listed(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelectorAll("ol.picked > li[data-service]").Select(entry => entry.GetAttribute("data-service"));

    [Fact]
    public async Task Get_Codes_AreShownInTheOrderGiven_EachOnce()
    {
        var page = await _browser.PageAsync(Address(world.Line.Code, world.Clinic.Code, world.Line.Code, world.Private.Code));
        Assert.Equal([world.Line.Code, world.Clinic.Code, world.Private.Code], Listed(page));
        Assert.Empty(page.QuerySelectorAll("ol.picked > li.gap"));
        Assert.Equal("Service Directory – List", page.Title);
        Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
    }

    [Fact]
    public async Task Get_Entry_SaysWhatDecidesAVisit()
    {
        var page = await _browser.PageAsync(Address(world.Clinic.Code, world.Private.Code));
        var clinic = page.QuerySelector("ol.picked > li")!.TextContent;
        Assert.Contains("Mill Clinic", clinic, StringComparison.Ordinal);
        Assert.Contains("1 Example Street", clinic, StringComparison.Ordinal);
        Assert.Contains("Open until 17:00", clinic, StringComparison.Ordinal);
        Assert.Contains("01632 960123", clinic, StringComparison.Ordinal);
        Assert.Contains("two community organisations", clinic, StringComparison.Ordinal);
        var quiet = page.QuerySelectorAll("ol.picked > li")[1].TextContent;
        Assert.Contains("The exact place is not published.", quiet, StringComparison.Ordinal);
        Assert.Contains("Asks for ID", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain("Example Street", quiet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_StreetThatMayNotBePrinted_StaysOnTheScreen()
    {
        var page = await _browser.PageAsync(Address(world.Clinic.Code));
        Assert.Equal("1 Example Street", page.QuerySelector("ol.picked bdi.screen")!.TextContent);
        await world.Database.Owner.RunAsync($"update published.service set print_address = true where code = '{world.Far.Code}'");
        page = await _browser.PageAsync(Address(world.Far.Code));
        Assert.Null(page.QuerySelector("ol.picked bdi.screen"));
        Assert.Contains("1 Example Street", page.QuerySelector("ol.picked bdi")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_GoneHiddenAndNeverThere_AreTheSameGap()
    {
        var page = await _browser.PageAsync(Address(world.Gone.Code, world.Clinic.Code, "zzzzzz"));
        Assert.Equal([world.Clinic.Code], Listed(page));
        // Each in its place, and no sign of which is which.
        var places = page.QuerySelectorAll("ol.picked > li");
        Assert.Equal([null, world.Clinic.Code, null], places.Select(place => place.GetAttribute("data-service")));
        Assert.Equal("""<li class="gap quiet">No longer listed.</li>""", places[0].OuterHtml);
        Assert.Equal(places[0].OuterHtml, places[2].OuterHtml);
        Assert.DoesNotContain(world.Gone.Code, page.QuerySelector("main")!.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Closed Clinic", page.Source.Text, StringComparison.Ordinal);

        await using var later = world.Start(new AppFactory(world.Database.Logins, new FixedClock(world.Clock.Now.AddYears(3))));
        using var browser = later.CreateClient();
        page = await browser.PageAsync(Address(world.Clinic.Code));
        Assert.Empty(Listed(page));
        Assert.Contains("Nothing else is on this list.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OldCode_IsFollowed()
    {
        var page = await _browser.PageAsync(Address("oldold", world.Clinic.Code.ToUpperInvariant()));
        Assert.Equal([world.Clinic.Code], Listed(page));
        Assert.Empty(page.QuerySelectorAll("ol.picked > li.gap"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("zzzzzzz")]
    [InlineData("<b>no</b>")]
    [InlineData("ZZ-ZZZ")]
    public async Task Get_WrongCode_Is400BesideTheField_AndTheRestIsKept(string wrong)
    {
        using var answer = await _browser.ReadAsync(Address(world.Clinic.Code, Uri.EscapeDataString(wrong)));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal([world.Clinic.Code], Listed(page));
        var message = page.QuerySelector("p.wrong[data-field=s]")!.TextContent;
        Assert.Contains($"“{wrong.ToLowerInvariant()}” is not a code.", message, StringComparison.Ordinal);
        Assert.Equal(wrong.ToLowerInvariant(), page.QuerySelector("#code")!.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("#code")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Get_VeryLongCode_Is400AndNotShown()
    {
        using var answer = await _browser.ReadAsync("/list?s=" + new string('q', 3000));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.DoesNotContain("qqqqqq", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_MoreThanFifty_Is400WithTheFirstFifty()
    {
        var many = Enumerable.Range(0, 50).Select(i => $"{i:000000}").Prepend(world.Clinic.Code).Append(world.Line.Code).ToArray();
        using var answer = await _browser.ReadAsync(Address(many));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal([world.Clinic.Code], Listed(page));
        Assert.Contains("The first 50 are here.", page.QuerySelector("p.wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(49, page.QuerySelectorAll("ol.picked > li.gap").Length);
    }

    [Theory]
    [InlineData("/list")]
    [InlineData("/list?s=")]
    public async Task Get_Nothing_SaysHowAListIsMade(string address)
    {
        var page = await _browser.PageAsync(address);
        Assert.Contains("Nothing is on this list yet.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("p.wrong"));
    }

    [Fact]
    public async Task Remove_LeavesTheOthersInOrder()
    {
        var page = await _browser.PageAsync(Address(world.Line.Code, "zzzzzz", world.Clinic.Code, world.Private.Code));
        var remove = page.QuerySelector($"li[data-service='{world.Clinic.Code}'] a[href^='/list']")!.GetAttribute("href")!;
        Assert.Equal(Address(world.Line.Code, world.Private.Code), remove);
        Assert.Equal([world.Line.Code, world.Private.Code], Listed(await _browser.PageAsync(remove)));
    }

    [Fact]
    public async Task Add_SeveralByCode_StandAtTheEnd()
    {
        var page = await _browser.PageAsync(Address(world.Line.Code));
        using var answer = await Form.On(page, "/list").Fill("s", world.Line.Code, $" {world.Clinic.Code}, {world.Private.Code} ").SendAsync(_browser);
        Assert.Equal([world.Line.Code, world.Clinic.Code, world.Private.Code], Listed(await answer.PageAsync(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Results_TickedOnes_MakeAList()
    {
        var address = $"/search?need=4&place={Sample.Leeds}";
        var page = await _browser.PageAsync(address);
        Assert.All(page.QuerySelectorAll("li.card"), card => Assert.Equal(card.GetAttribute("data-service"), card.QuerySelector("input[form=pick]")!.GetAttribute("value")));
        using var answer = await Form.On(page, address, "form#pick").Fill("s", world.Private.Code, world.Clinic.Code).SendAsync(_browser);
        var listed = Listed(await answer.PageAsync(HttpStatusCode.OK)).ToList();
        Assert.Equal(2, listed.Count);
        Assert.Contains(world.Clinic.Code, listed);
        Assert.Contains(world.Private.Code, listed);
        using var none = await Form.On(page, address, "form#pick").SendAsync(_browser);
        Assert.Empty(Listed(await none.PageAsync(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Service_LeadsToAListOfItself()
    {
        var page = await _browser.PageAsync($"/services/{world.Clinic.Code}");
        Assert.NotNull(page.QuerySelector($"main a[href='{Address(world.Clinic.Code)}']"));
    }
}
