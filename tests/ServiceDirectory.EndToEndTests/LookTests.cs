using System.Globalization;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What a person sees without scrolling, with large text, by keyboard and on paper.</summary>
public sealed class LookTests(Chromium chromium, LiveDirectory directory)
{
    /// <summary>Some pages in one of the languages in turn; in a full run every page in all.</summary>
    public static TheoryData<string, string> Views => AccessibilityTests.Views;

    [Fact]
    public async Task FirstScreen_OnAPhone_HasBothQuestionsTheButtonAndTheWayOut()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync("/");
        foreach (string selector in new[] { ".site", ".leave a", "main input[name=q]", "main .choose summary", "main input[name=near]", "main form button", "main .now a", "main .languages a:last-child" })
            Assert.True(await BottomAsync(visit.Page.Locator(selector).First) <= Screen.Phone.Height, $"{selector} is below the fold");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("ro")]
    [InlineData("ar")]
    public async Task Results_OnAPhone_ShowTheFirstCardWhole(string language)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path("results", directory, language));
        await AssertAboveTheFoldAsync(visit.Page, ":scope");
        // Of several needs as well, in a directory of real entries, also where the name of the place takes two lines.
        foreach (int place in new[] { LiveDirectory.London, LiveDirectory.CityOfLondon })
        {
            await visit.GoAsync(PublicPages.InLanguage(language, $"/search?need=1&need=2&place={place}"));
            await visit.Page.EvaluateAsync("document.querySelector('.demo').remove()");
            await AssertAboveTheFoldAsync(visit.Page, ":scope");
        }

        // Where something cannot wait, what to do and by when stands above: whom to call can still be read.
        await visit.GoAsync(PublicPages.Path("urgent-results", directory, language));
        await AssertAboveTheFoldAsync(visit.Page, ".call a");
        // And where two things cannot wait, in a directory of real entries.
        await visit.GoAsync(PublicPages.InLanguage(language, $"/search?need=4&need=9&place={LiveDirectory.Leeds}"));
        await visit.Page.EvaluateAsync("document.querySelector('.demo').remove()");
        await AssertAboveTheFoldAsync(visit.Page, ".call a");
    }

    /// <summary>Half of a fact is read as another: "No insurance" for "No insurance or health card".</summary>
    [FullTheory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("ro")]
    [InlineData("ar")]
    public async Task Facts_OnAPhone_StandInOneLineEach(string language)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path("results", directory, language));
        var facts = await visit.Page.EvaluateAsync<string[]>(
            """
            () => {
              const known = [...document.querySelectorAll('.card .facts > .yes, .card .facts > .no')];
              known.forEach(fact => fact.querySelectorAll('.exception, .origin').forEach(more => more.remove()));
              return known.map(fact => [fact.textContent, Math.round(fact.getBoundingClientRect().height / parseFloat(getComputedStyle(fact).lineHeight))])
                .map(([words, lines]) => lines === 1 ? '' : words);
            }
            """);
        Assert.True(facts.Length > 20, $"{facts.Length}");
        Assert.Equal([], facts.Where(words => words.Length > 0));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_FitsEveryScreen_AndEveryTargetIsLargeEnough(string name, string language)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory, language));
        var small = await visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, select, input:not([type=hidden], [type=checkbox], [type=radio]), summary, .card h3 a, .call a, nav a, .situations a, .now a')]
              .filter(e => e.checkVisibility())
              .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
              .filter(([, height]) => height < 44).map(([html, height]) => height + ' px: ' + html)
            """);
        Assert.Empty(small);
        // 320 px is also a wide screen at 400 % zoom.
        await visit.Page.SetViewportSizeAsync(320, 640);
        await AssertFitsAsync(visit.Page, "at 320 px");
        await visit.Page.SetViewportSizeAsync(360, 640);
        await visit.Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        await AssertFitsAsync(visit.Page, "at 360 px with text twice as large");
        var bar = await visit.Page.Locator(".top").BoundingBoxAsync();
        Assert.InRange(bar!.Height, 44, Screen.Phone.Height * 0.3);
    }

    [FullTheory, Property(10)]
    [InlineData(360, 640)]
    [InlineData(320, 568)]
    // A desktop of 1280 × 900 at 200 % zoom.
    [InlineData(640, 450)]
    public async Task Keyboard_FirstSkipsThenLeaves_AndLeavingStaysInReach(int width, int height)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, new Screen(width, height));
        await visit.GoAsync($"/search?need=1&place={LiveDirectory.Leeds}");
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await visit.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("/exit", await visit.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));

        await visit.Page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");
        var leave = await visit.Page.Locator(".leave a").BoundingBoxAsync();
        Assert.NotNull(leave);
        Assert.InRange(leave.Y, 0, height - leave.Height);
        Assert.InRange(leave.X, 0, width - leave.Width);
        Assert.True(leave.Height >= 44, string.Create(CultureInfo.InvariantCulture, $"The way out is {leave.Height:0} px high."));
        // What is drawn there is the link itself, not something that covers it.
        Assert.True(await visit.Page.EvaluateAsync<bool>(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.getAttribute('href') === '/exit'",
            new object[] { (double)(leave.X + (leave.Width / 2)), (double)(leave.Y + (leave.Height / 2)) }));
    }

    [FullFact]
    public async Task Print_LeavesOutWhatCannotBePressed()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        await visit.GoAsync($"/services/{directory.Service}");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.False(await visit.Page.Locator(".leave").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("a.skip").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("h1").IsVisibleAsync());
    }

    /// <summary>Paper is seen by others; only guides and the pages about who decides say who that is.</summary>
    [FullFact]
    public async Task Print_SaysNothingOfSexWork()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        // What was planned together says it too; that is not on every service's page.
        var together = await directory.Logins.Public.ListAsync<string>("select distinct '/services/' || service from published.agreement where service is not null and design is not null");
        Assert.NotEmpty(together);
        foreach (string path in PublicPages.All.Except(["about", "how-we-check", "guides", "guide"]).Select(name => PublicPages.Path(name, directory)).Concat(together))
        {
            await visit.GoAsync(path);
            Assert.DoesNotContain("sex work", await visit.Page.Locator("body").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        }

        await visit.GoAsync(PublicPages.Path("service", directory));
        Assert.Contains("two community organisations", await visit.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
    }

    [FullFact]
    public async Task Print_OfAList_LeavesOutWhatIsForTheScreen()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        await visit.GoAsync($"/list?s={directory.Service}");
        Assert.NotEqual(0, await visit.Page.Locator(".picked .where .screen").CountAsync());
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('.screen')].filter(e => e.checkVisibility()).length"));
        Assert.True(await visit.Page.Locator(".picked .where").First.IsVisibleAsync());
    }

    /// <summary>Any card may be the first one. In English even below the line about made-up entries, which a directory of real ones has not.</summary>
    private static async Task AssertAboveTheFoldAsync(IPage page, string part)
    {
        var bottom = await page.EvaluateAsync<double>(
            """
            part => {
              if (document.documentElement.lang !== 'en') document.querySelector('.demo')?.remove();
              const cards = [...document.querySelectorAll('ol.results > li')];
              const top = cards[0].getBoundingClientRect().top;
              return top + Math.max(...cards.map(card => (part === ':scope' ? card : card.querySelector(part)).getBoundingClientRect().bottom - card.getBoundingClientRect().top));
            }
            """,
            part);
        Assert.True(bottom <= Screen.Phone.Height, string.Create(CultureInfo.InvariantCulture, $"{part} would end at {bottom:0} px."));
    }

    private static async Task<double> BottomAsync(ILocator what)
    {
        var box = await what.BoundingBoxAsync();
        Assert.NotNull(box);
        return box.Y + box.Height;
    }

    private static async Task AssertFitsAsync(IPage page, string when)
    {
        var wide = await page.EvaluateAsync<string[]>(
            """
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
              : [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 || e.getBoundingClientRect().left < -1)
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120))
            """);
        Assert.True(wide.Length == 0, $"Too wide {when}: {string.Join(" | ", wide)}");
    }
}
