using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>A person on a phone finds a service and leaves, with script and without.</summary>
public sealed partial class JourneyTests(Chromium chromium, LiveDirectory directory)
{
    private const string SeveralNumbers = @"/search\?(need=[0-9]+&){2,}place=[0-9]+$";

    [FullTheory, Property(11)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Find_ByNeedAndPlace_OpensAService_AndGoesBack(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script);
        var page = visit.Page;
        await visit.GoAsync("/");
        await page.Locator("main .choose > summary").ClickAsync();
        await page.Locator("main select").SelectOptionAsync(new SelectOptionValue { Label = "STI tests" });
        await page.Locator("main input[name=near]").FillAsync("Leeds");
        await page.Locator("main form button").First.ClickAsync();

        Assert.Matches(NumbersOnly(), page.Url);
        Assert.Equal($"{LiveDirectory.Leeds}", await page.Locator("main").GetAttributeAsync("data-place"));
        Assert.NotEqual("0", await page.Locator("main").GetAttributeAsync("data-total"));
        var first = page.Locator("ol.results > li").First;
        Assert.Contains("sti-testing", (await first.GetAttributeAsync("data-needs"))!.Split(' '));
        string code = (await first.GetAttributeAsync("data-service"))!;
        await first.Locator("a").First.ClickAsync();

        Assert.EndsWith($"/services/{code}", page.Url, StringComparison.Ordinal);
        Assert.Contains("(demo)", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await page.GoBackAsync();
        Assert.Matches(NumbersOnly(), page.Url);
        await page.GoBackAsync();
        Assert.Equal($"{directory.Address}/", page.Url);
    }

    [FullTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Find_InOwnWords_ReadsThem_TakesOneAway_AndGoesBack(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script);
        var page = visit.Page;
        await visit.GoAsync("/");
        await page.Locator("main input[name=q]").FillAsync("condom broke near leeds");
        await page.Locator("main input[name=q]").PressAsync("Enter");

        await visit.ComesToAsync(SeveralNumbers);
        Assert.Equal($"{LiveDirectory.Leeds}", await page.Locator("main").GetAttributeAsync("data-place"));
        Assert.Contains("72 hours", await page.Locator(".head").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("condom", await page.TitleAsync(), StringComparison.OrdinalIgnoreCase);
        string all = page.Url;
        int needs = await page.Locator(".lines:not(.on) li").CountAsync();
        await page.Locator(".lines:not(.on) li a").First.ClickAsync();
        Assert.Equal(needs - 1, await page.Locator(".lines:not(.on) li").CountAsync());
        await page.GoBackAsync();
        Assert.Equal(all, page.Url);
        await page.GoBackAsync();
        Assert.Equal($"{directory.Address}/", page.Url);
        // Nothing but numbers was ever in an address.
        Assert.DoesNotContain(visit.Requests, address => address.Contains("condom", StringComparison.OrdinalIgnoreCase));
    }

    [FullFact, Property(11)]
    public async Task Find_UnclearPlace_AsksWhich()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        await visit.GoAsync("/");
        await visit.Page.Locator("main input[name=near]").FillAsync("Springfield");
        await visit.Page.Locator("main form button").First.ClickAsync();
        var places = (await visit.Page.Locator("main").GetAttributeAsync("data-places"))!.Split(' ');
        Assert.True(places.Length >= 3);
        await visit.Page.Locator($"main a[href*='place={places[1]}']").First.ClickAsync();
        Assert.Equal(places[1], await visit.Page.Locator("main").GetAttributeAsync("data-place"));
    }

    [FullFact, Property(11)]
    public async Task Filter_Free_KeepsTheSearch()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop, script: false);
        var page = visit.Page;
        await visit.GoAsync($"/search?need=1&place={LiveDirectory.Leeds}");
        int all = int.Parse((await page.Locator("main").GetAttributeAsync("data-total"))!, System.Globalization.CultureInfo.InvariantCulture);
        await page.Locator("details:has(> summary):has(input[type=checkbox][name=access][value='1']) > summary").Last.ClickAsync();
        await page.Locator("input[type=checkbox][name=access][value='1']").CheckAsync();
        await page.Locator("form:has(input[type=checkbox][name=access]) button").First.ClickAsync();
        Assert.Contains("need=1", page.Url, StringComparison.Ordinal);
        Assert.Contains($"place={LiveDirectory.Leeds}", page.Url, StringComparison.Ordinal);
        Assert.Contains("access=1", page.Url, StringComparison.Ordinal);
        int free = int.Parse((await page.Locator("main").GetAttributeAsync("data-total"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(free, 1, all - 1);
        Assert.True(await page.Locator("input[type=checkbox][name=access][value='1']").IsCheckedAsync());
    }

    [FullFact, Property(11)]
    public async Task Wrong_Need_IsSaidBesideTheField_AndTheRestIsKept()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        var answer = await visit.GoAsync("/search?need=nothing-like-it&near=Leeds");
        Assert.Equal(400, answer.Status);
        Assert.Equal("Leeds", await visit.Page.Locator("main input[name=near]").InputValueAsync());
        Assert.True(await visit.Page.Locator("#need-wrong").IsVisibleAsync());
    }

    [Fact, Property(9), Property(11)]
    public async Task Leave_IsAPlainLink_ToANeutralSite()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        IRequest? leaving = null;
        // Answered here, so that no test ever asks the neutral site.
        await visit.Context.RouteAsync("**/exit", async route =>
        {
            leaving = route.Request;
            await route.FulfillAsync(new RouteFulfillOptions { Body = "left", ContentType = "text/plain" });
        });
        await visit.GoAsync($"/services/{directory.Service}");
        await visit.Page.Locator(".leave a").ClickAsync();
        Assert.NotNull(leaving);
        Assert.Equal($"{directory.Address}/exit", leaving.Url);
        Assert.False(leaving.Headers.ContainsKey("referer"));
    }

    [GeneratedRegex(@"/search\?need=[0-9]+&place=[0-9]+$")]
    private static partial Regex NumbersOnly();
}
