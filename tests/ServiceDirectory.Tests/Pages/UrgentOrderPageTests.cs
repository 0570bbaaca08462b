using AngleSharp.Html.Dom;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Results for what cannot wait stand in the order in which doors open, say so, and can be had otherwise.</summary>
public sealed class UrgentOrderPageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private const string OpenFirst = "Open now first, then what opens soonest, then nearest.";

    /// <summary>Monday at ten: the clinic in Skipton is open, the one in Leeds opens tomorrow, and of the third nobody knows.</summary>
    private static readonly FixedClock s_monday = new(new DateTimeOffset(2026, 11, 30, 10, 0, 0, TimeSpan.Zero));

    private static string[] Services(IHtmlDocument page) => [.. page.QuerySelectorAll("ol.results > li").Select(item => item.GetAttribute("data-service")!)];

    private static string Order(IHtmlDocument page) => page.QuerySelector(".sort span")!.TextContent;

    private static string?[] Others(IHtmlDocument page) => [.. page.QuerySelectorAll(".sort a").Select(link => link.GetAttribute("href"))];

    [Fact]
    public async Task Get_AnUrgentNeed_SortsByWhatOpensFirst_AndOffersDistance()
    {
        await using var program = world.Start(new AppFactory(world.Database.Logins, s_monday));
        using var browser = program.CreateClient();
        string address = $"/search?need={PublicWorld.Pep}&place={Sample.Leeds}&within=50";
        var page = await browser.PageAsync(address);
        Assert.Equal([world.Far.Code, world.Clinic.Code, world.Private.Code], Services(page));
        Assert.Equal(OpenFirst, Order(page));
        Assert.Contains($"{address}&sort=distance", Others(page));

        var nearest = await browser.PageAsync($"{address}&sort=distance");
        Assert.Equal([world.Clinic.Code, world.Private.Code, world.Far.Code], Services(nearest));
        Assert.Equal("Nearest first.", Order(nearest));
        Assert.Contains(address, Others(nearest));
        // Asked for once, it stays.
        Assert.All(
            nearest.QuerySelectorAll(".lines.on a, nav.languages a").Select(link => link.GetAttribute("href")!).Where(link => link.Contains("need=", StringComparison.Ordinal)),
            link => Assert.EndsWith("&sort=distance", link, StringComparison.Ordinal));
        Assert.NotEmpty(nearest.QuerySelectorAll("nav.languages a[href$='&sort=distance']"));
        using var sent = await Form.On(nearest, $"{address}&sort=distance", ".filters form").SendAsync(browser);
        Assert.Contains("sort=distance", sent.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ANeedThatCanWait_IsSortedByWhatOpensFirstWhenAsked()
    {
        using var browser = world.Browser();
        string address = $"/search?need={PublicWorld.Condoms}&place={Sample.Leeds}";
        Assert.Equal("Nearest first.", Order(await browser.PageAsync(address)));
        var open = await browser.PageAsync($"{address}&sort=open");
        Assert.Equal(OpenFirst, Order(open));
        Assert.Equal([world.Clinic.Code, world.Van.Code], Services(open));
        Assert.Contains(address, Others(open));
        Assert.NotEmpty(open.QuerySelectorAll("nav.languages a[href$='&sort=open']"));
    }

    [Fact]
    public async Task Get_TheOrderThatComesByItself_StandsInNoLink()
    {
        using var browser = world.Browser();
        var page = await browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}&sort=open");
        Assert.Equal(OpenFirst, Order(page));
        Assert.Empty(page.QuerySelectorAll("a[href*='sort=open']"));
    }
}
