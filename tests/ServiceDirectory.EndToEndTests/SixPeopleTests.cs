using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>The six people of docs/walkthrough.md, each from the first screen to what they came for, with script and without.</summary>
public sealed class SixPeopleTests(Chromium chromium, LiveDirectory directory)
{
    private const string InNumbers = @"/search\?(need=[0-9]+&)+place=[0-9]+$";

    private const int Skipton = 2637702;

    /// <summary>Without script, as whoever is most careful comes; in a full run with it, too.</summary>
    public static TheoryData<bool> Scripts => FullRun.IsAsked ? [false, true] : [false];

    [Theory, Property(11)]
    [MemberData(nameof(Scripts))]
    public async Task ACondomBroke_AtNight_InSpanish(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script, scheme: ColorScheme.Dark, locale: "es-ES");
        var page = visit.Page;
        await visit.GoAsync("/");
        Assert.Equal("es", await page.Locator("html").GetAttributeAsync("lang"));
        await page.Locator("main .now a").ClickAsync();
        await page.Locator(".situations a").First.ClickAsync();
        Assert.EndsWith("/es/now/1", page.Url, StringComparison.Ordinal);
        var steps = await page.Locator(".steps").InnerTextAsync();
        Assert.Contains("72", steps, StringComparison.Ordinal);
        Assert.Contains("5 días", steps, StringComparison.Ordinal);
        Assert.StartsWith("tel:+44", await page.Locator(".answer .call a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
        Assert.Equal("tel:999", await page.Locator(".emergency .call a").GetAttributeAsync("href"));

        await page.Locator("#near").FillAsync("leeds");
        await page.Locator("main form button").First.ClickAsync();
        await visit.ComesToAsync(InNumbers);
        Assert.StartsWith($"{directory.Address}/es/search?", page.Url, StringComparison.Ordinal);
        // What is open, or opens soonest, comes first; and above it what to do by when, with a number that can be read at once.
        Assert.Equal("Primero", (await page.Locator(".sort span").First.InnerTextAsync()).Split(' ')[0]);
        Assert.Contains("72", await page.Locator(".head").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Matches("[0-9]{4,}", await page.Locator(".lines-now summary").First.InnerTextAsync());
        await page.Locator("ol.results > li a").First.ClickAsync();
        Assert.Equal("es", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("/exit", await page.Locator(".leave a").GetAttributeAsync("href"));
    }

    [Theory, Property(11)]
    [MemberData(nameof(Scripts))]
    public async Task HormonesAndALawyer_InASmallTown(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script);
        var page = visit.Page;
        await visit.GoAsync("/");
        await page.Locator("#q").FillAsync("hormones and a lawyer");
        await page.Locator("#near").FillAsync("skipton");
        await page.Locator("main form button").First.ClickAsync();
        await visit.ComesToAsync(InNumbers);
        Assert.Equal($"{Skipton}", await page.Locator("main").GetAttributeAsync("data-place"));
        var lines = await page.Locator(".lines:not(.on) li").AllInnerTextsAsync();
        Assert.Equal(2, lines.Count);
        Assert.Matches("none within 25 km; nearest [0-9]+ km", lines[0]);
        Assert.Contains("without travel", lines[1], StringComparison.Ordinal);
        Assert.NotEqual(0, await page.Locator("ol.further > li").CountAsync());
        Assert.NotEqual(0, await page.Locator("ol.remote > li").CountAsync());
    }

    [Theory, Property(11)]
    [MemberData(nameof(Scripts))]
    public async Task JustRaided_NoDataLeft_InArabic(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script, locale: "ar");
        var page = visit.Page;
        await visit.GoAsync("/");
        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
        await page.Locator("main .now a").ClickAsync();
        long bytes = 0;
        page.Response += async (_, response) =>
        {
            if (response.Request.IsNavigationRequest)
                Interlocked.Add(ref bytes, (await response.BodyAsync()).Length);
        };
        await page.Locator(".situations a").Nth(2).ClickAsync();
        await visit.ComesToAsync(@"/ar/now/3$");
        // From here on there is no network, and nothing is missing.
        await visit.Context.SetOfflineAsync(true);
        Assert.Equal(6, await page.Locator(".steps li").CountAsync());
        Assert.NotEqual(0, await page.Locator(".answer .call a").CountAsync());
        Assert.True(await page.Locator(".emergency").IsVisibleAsync());
        Assert.InRange(Interlocked.Read(ref bytes), 1, 10 * 1024);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task AnOutreachNurse_HandsOnAList(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop, script: script);
        var page = visit.Page;
        await visit.GoAsync($"/search?need=1&place={LiveDirectory.Leeds}&within=50");
        await page.Locator("details:has(> summary):has(input[type=checkbox][name=access][value='1']) > summary").Last.ClickAsync();
        await page.Locator("input[type=checkbox][name=access][value='1']").CheckAsync();
        if (!script)
            await page.Locator(".filters form button").ClickAsync();
        await visit.ComesToAsync(@"access=1");
        var codes = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            codes.Add((await page.Locator("ol.results > li").Nth(i).GetAttributeAsync("data-service"))!);
            await page.Locator("ol.results > li .pick input").Nth(i).CheckAsync();
        }

        await page.Locator("#pick button").ClickAsync();
        await visit.ComesToAsync(@"/list\?");
        Assert.EndsWith($"/list?s={codes[0]}&s={codes[1]}", page.Url, StringComparison.Ordinal);
        Assert.Equal(codes, await page.Locator("ol.picked > li").EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.service)"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await page.Locator("ol.picked h3").First.IsVisibleAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("() => [...document.querySelectorAll('.screen')].filter(e => e.checkVisibility()).length"));
    }

    [Theory, Property(11)]
    [MemberData(nameof(Scripts))]
    public async Task SomeoneWhoCannotReadWell_TicksAndCalls(bool script)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: script);
        var page = visit.Page;
        await visit.GoAsync("/");
        await page.Locator(".groups a").First.ClickAsync();
        // The link leads into the group, which opens for it.
        await Assertions.Expect(page.Locator(".needs details[open]")).ToHaveCountAsync(1);
        // Its name is not under the head of the page, which stays where it is.
        Assert.True(await page.EvaluateAsync<bool>(
            "() => document.querySelector('.needs details[open] summary').getBoundingClientRect().top >= document.querySelector('header.top').getBoundingClientRect().bottom"));
        await page.Locator("input[name=need]").First.CheckAsync();
        await page.Locator("#near").FillAsync("leed");
        if (script)
        {
            await page.Locator("#near").PressSequentiallyAsync("s");
            await page.Locator(".suggested li").First.ClickAsync();
            Assert.StartsWith("Leeds", await page.Locator("#near").InputValueAsync(), StringComparison.Ordinal);
        }

        await page.Locator(".needs button").ClickAsync();
        await visit.ComesToAsync(@"/search\?");
        // Begun or chosen, the town is understood; what is known stands with a sign.
        Assert.Equal($"{LiveDirectory.Leeds}", await page.Locator("main").GetAttributeAsync("data-place"));
        Assert.Matches("[✓✕?]", await page.Locator("ol.results .facts").First.InnerTextAsync());
        Assert.StartsWith("tel:", await page.Locator("ol.results .call a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    [Fact, Property(11)]
    public async Task TorBrowser_AtItsSafestLevel()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, new Screen(1000, 1000), script: false);
        var page = visit.Page;
        // Not even our style sheet: in the order in which it is written the page makes sense.
        await visit.Context.RouteAsync("**/*.{css,js,svg}*", route => route.AbortAsync());
        await visit.GoAsync("/");
        await page.Locator("#q").FillAsync("std test");
        await page.Locator("#near").FillAsync("zzqqxj");
        await page.Locator("main form button").First.ClickAsync();
        Assert.Equal("zzqqxj", await page.Locator("#near").InputValueAsync());
        Assert.NotEqual(0, await page.Locator("ol.remote > li").CountAsync());
        await page.Locator("#near").FillAsync("Leeds");
        await page.Locator("main .change form button").ClickAsync();
        await visit.ComesToAsync(InNumbers);
        await page.Locator("ol.results > li h3 a").First.ClickAsync();
        Assert.Contains("(demo)", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("footer a[href='/privacy']").ClickAsync();
        Assert.EndsWith("/privacy", page.Url, StringComparison.Ordinal);
        Assert.Empty(await visit.KeptInAsync());
        Assert.DoesNotContain(visit.Requests, address => !address.StartsWith(directory.Address, StringComparison.Ordinal));
    }
}
