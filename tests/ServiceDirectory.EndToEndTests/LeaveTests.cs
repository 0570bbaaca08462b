using System.Globalization;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Leaving in a hurry: nothing is left to see, not while the other page is on its way and not after Back.</summary>
public sealed class LeaveTests(Chromium chromium, LiveDirectory directory)
{
    private const string Title = "\u200b";

    private const string VisibleElements = "() => [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility({ visibilityProperty: true })).length";

    [Fact, Property(9)]
    public async Task Click_CoversAtOnce_AndBackDoesNotShowThePage()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var neutral = await NeutralSite.StandInAsync(visit);
        await visit.GoAsync("/");
        await visit.GoAsync($"/services/{directory.Service}");
        await visit.Page.Locator(".leave a").ClickAsync();
        await neutral.AssertLeftAsync(visit.Page);
        await visit.Page.GoBackAsync();
        Assert.Equal($"{directory.Address}/", visit.Page.Url);
    }

    [Fact, Property(9)]
    public async Task ShiftThreeTimes_Leaves()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var neutral = await NeutralSite.StandInAsync(visit);
        await visit.GoAsync("/");
        await visit.GoAsync($"/search?need=1&place={LiveDirectory.Leeds}");
        // While somebody types, too.
        await visit.Page.Locator(".change > summary").ClickAsync();
        await visit.Page.Locator("#q").FocusAsync();
        // By the page itself, all three at once: a keyboard that is far away is at times slower than somebody who is frightened.
        await visit.Page.EvaluateAsync(
            """
            () => setTimeout(() => {
              for (let press = 0; press < 3; press++) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
            }, 0)
            """);
        await neutral.AssertLeftAsync(visit.Page);
        await visit.Page.GoBackAsync();
        Assert.Equal($"{directory.Address}/", visit.Page.Url);
    }

    [FullFact]
    public async Task ShiftForCapitalsSlowlyOrHeld_StaysHere()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await NeutralSite.StandInAsync(visit);
        await visit.Page.Clock.InstallAsync();
        await visit.GoAsync("/");
        await visit.Page.Locator("#q").FocusAsync();
        foreach (string capital in new[] { "Shift+K", "Shift+L", "Shift+M" })
            await visit.Page.Keyboard.PressAsync(capital);
        await AssertOpenAsync(visit.Page, "after capitals");

        for (int press = 0; press < 3; press++)
        {
            await visit.Page.Keyboard.PressAsync("Shift");
            await visit.Page.Clock.RunForAsync(2_500);
        }

        await AssertOpenAsync(visit.Page, "when pressed slowly");

        // What a keyboard sends for a key that is held down.
        for (int press = 0; press < 5; press++)
            await visit.Page.Keyboard.DownAsync("Shift");
        await visit.Page.Keyboard.UpAsync("Shift");
        await AssertOpenAsync(visit.Page, "when held");
        Assert.DoesNotContain(visit.Requests, address => address.EndsWith("/exit", StringComparison.Ordinal));
    }

    [FullFact, Property(9)]
    public async Task ComingBackToALeftPage_AsksForItAgain()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync($"/services/{directory.Service}");
        // As from a browser's memory of whole pages.
        await visit.Page.EvaluateAsync("() => { window.kept = true; document.documentElement.className = 'left away'; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }");
        await visit.Page.WaitForFunctionAsync("!window.kept && document.readyState === 'complete'");
        await AssertOpenAsync(visit.Page, "when it was loaded again");
    }

    [Fact]
    public async Task Page_IsCoveredWhileItIsNotLookedAt()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync($"/services/{directory.Service}");
        await HideAsync(true);
        Assert.Equal(0, await VisibleAsync(visit.Page));
        Assert.Equal(1, await Picture.ColoursAsync(chromium, await visit.Page.ScreenshotAsync()));
        await HideAsync(false);
        await AssertOpenAsync(visit.Page, "when it is looked at again");

        Task HideAsync(bool hidden) => visit.Page.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
    }

    [FullTheory, Property(10)]
    [InlineData("home", "en")]
    [InlineData("results-many-needs", "es")]
    [InlineData("service", "ar")]
    [InlineData("urgent-situation", "ar")]
    [InlineData("list", "en")]
    public async Task Leave_ComesFirst_AndIsInReach_NarrowAndWithLargeText(string name, string language)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, new Screen(320, 568));
        await visit.GoAsync(PublicPages.Path(name, directory, language));
        var focused = new List<string?>();
        for (int press = 0; press < 2; press++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            focused.Add(await visit.Page.EvaluateAsync<string?>("document.activeElement.getAttribute('href')"));
        }

        Assert.Equal(["#main", "/exit"], focused);
        foreach (string size in new[] { "100%", "200%" })
        {
            await visit.Page.EvaluateAsync("size => { document.documentElement.style.fontSize = size; scrollTo(0, document.body.scrollHeight); }", size);
            Assert.True(
                await visit.Page.EvaluateAsync<bool>(
                    """
                    () => {
                      const link = document.querySelector('.leave a');
                      const box = link.getBoundingClientRect();
                      return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= document.documentElement.clientWidth && box.height >= 44
                        && [[box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3], [(box.left + box.right) / 2, (box.top + box.bottom) / 2]].every(([x, y]) => link.contains(document.elementFromPoint(x, y)));
                    }
                    """),
                $"Out of reach with text at {size}.");
        }
    }

    private static async Task AssertOpenAsync(IPage page, string when)
    {
        int visible = await VisibleAsync(page);
        Assert.True(visible > 10, string.Create(CultureInfo.InvariantCulture, $"{visible} visible {when}"));
        Assert.StartsWith("Service Directory", await page.TitleAsync(), StringComparison.Ordinal);
    }

    private static Task<int> VisibleAsync(IPage page) =>
        page.EvaluateAsync<int>(VisibleElements);

    /// <summary>
    /// The neutral site, so that no test ever asks the real one, and what could be seen in the moment of leaving: the page itself tells
    /// that when it is covered, because Playwright looks at no page that is on its way out.
    /// </summary>
    private sealed class NeutralSite
    {
        private readonly TaskCompletionSource<string> _covered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<NeutralSite> StandInAsync(Visit visit)
        {
            var site = new NeutralSite();
            await visit.Context.RouteAsync("**/exit", async route =>
            {
                // What a page says is lost once another one has taken its place.
                await Task.Delay(500);
                await route.FulfillAsync(new RouteFulfillOptions { Body = "left", ContentType = "text/plain" });
            });
            visit.Page.Console += (_, message) => site._covered.TrySetResult(message.Text);
            await visit.Page.AddInitScriptAsync(
                $$"""
                new MutationObserver(() => console.log(JSON.stringify([document.documentElement.className, document.title, ({{VisibleElements}})()])))
                  .observe(document, { subtree: true, attributeFilter: ['class'] });
                """);
            return site;
        }

        /// <summary>It was covered, nothing could be read, and the other page came.</summary>
        public async Task AssertLeftAsync(IPage page)
        {
            Assert.Equal($"[\"left\",\"{Title}\",0]", await _covered.Task.WaitAsync(TimeSpan.FromSeconds(10)));
            for (int i = 0; i < 100 && !page.Url.EndsWith("/exit", StringComparison.Ordinal); i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.EndsWith("/exit", page.Url, StringComparison.Ordinal);
            // The address changes a moment before the browser can be asked to go back.
            await page.WaitForLoadStateAsync();
        }
    }
}
