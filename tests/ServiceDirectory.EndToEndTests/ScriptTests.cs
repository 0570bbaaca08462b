using System.Web;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What the one script adds, that it keeps nothing, and that everything works when it, or the line, breaks.</summary>
public sealed class ScriptTests(Chromium chromium, LiveDirectory directory)
{
    private static readonly string[] s_clipboard = ["clipboard-read", "clipboard-write"];

    private static readonly string s_search = $"/search?need=1&place={LiveDirectory.Leeds}";

    private const string Free = ".filters input[name=access][value='1']";

    private const string CostGroup = ".filters .group:has(input[name=access][value='1']) > summary";

    [Fact]
    public async Task Script_IsServedAsWritten()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var served = await visit.Page.APIRequest.GetAsync($"{directory.Address}/site.js");
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Path("src", "ServiceDirectory.Web", "wwwroot", "site.js"), TestContext.Current.CancellationToken), await served.BodyAsync());
    }

    [Fact, Property(1), Property(5)]
    public async Task Places_AreSuggestedByPost_ChosenByKeyboard_AndKeepNothing()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        var asked = new List<IRequest>();
        page.Request += (_, request) => asked.Add(request);
        await visit.GoAsync("/");
        var field = page.Locator("#near");
        var list = page.GetByRole(AriaRole.Listbox);
        await field.PressSequentiallyAsync("lee");
        await list.WaitForAsync();

        // One question after the pause, not one for each letter.
        var question = Assert.Single(asked, request => request.Url.EndsWith("/places", StringComparison.Ordinal));
        Assert.Equal(("POST", "near=lee"), (question.Method, question.PostData));
        Assert.Equal("combobox", await field.GetAttributeAsync("role"));
        Assert.Equal("true", await field.GetAttributeAsync("aria-expanded"));
        Assert.Equal(await list.GetAttributeAsync("id"), await field.GetAttributeAsync("aria-controls"));
        Assert.Null(await field.GetAttributeAsync("aria-activedescendant"));
        Assert.Empty(await visit.ViolationsAsync());

        await field.PressAsync("ArrowDown");
        await field.PressAsync("ArrowDown");
        await field.PressAsync("ArrowUp");
        var chosen = page.Locator("[role=option][aria-selected=true]");
        string name = await chosen.InnerTextAsync();
        Assert.Equal(await list.GetByRole(AriaRole.Option).First.InnerTextAsync(), name);
        Assert.Equal(await chosen.GetAttributeAsync("id"), await field.GetAttributeAsync("aria-activedescendant"));
        await field.PressAsync("Enter");
        Assert.Equal(name, await field.InputValueAsync());
        Assert.False(await list.IsVisibleAsync());
        Assert.Equal("false", await field.GetAttributeAsync("aria-expanded"));
        Assert.Equal($"{directory.Address}/", page.Url);

        await page.Locator("main form button").First.ClickAsync();
        Assert.Equal($"{LiveDirectory.Leeds}", await page.Locator("main").GetAttributeAsync("data-place"));
        Assert.DoesNotContain(visit.Requests, address => address.Contains("lee", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await visit.KeptInAsync());
    }

    [FullFact]
    public async Task Places_WhileTheyAreShown_TheButtonIsPressedOnce()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        await visit.GoAsync("/needs/1");
        await visit.Page.Locator("#near").PressSequentiallyAsync("sevil");
        await visit.Page.Locator(".suggested li").First.WaitForAsync();
        await visit.Page.Locator("main form button").First.ScrollIntoViewIfNeededAsync();
        var button = await visit.Page.Locator("main form button").First.BoundingBoxAsync();
        Assert.NotNull(button);
        // A finger rests on it for a moment.
        await visit.Page.Mouse.ClickAsync(button.X + (button.Width / 2), button.Y + (button.Height / 2), new MouseClickOptions { Delay = 100 });
        await visit.ComesToAsync(@"/search\?");
    }

    [FullFact]
    public async Task Places_EscapeCloses_AndWhatWasTypedStays()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync("/es/");
        var field = visit.Page.Locator("#near");
        await field.PressSequentiallyAsync("sevil");
        await visit.Page.Locator(".suggested li").First.WaitForAsync();
        Assert.Contains(visit.Requests, address => address.EndsWith("/es/places", StringComparison.Ordinal));
        await field.PressAsync("Escape");
        Assert.False(await visit.Page.GetByRole(AriaRole.Listbox).IsVisibleAsync());
        Assert.Equal("sevil", await field.InputValueAsync());
        // Without a choice Enter sends the form.
        await field.PressAsync("Enter");
        await visit.ComesToAsync(@"/es/search\?");
    }

    [FullTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Places_WhenTheyCannotBeAsked_AreNotMissed(bool answered)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.Context.RouteAsync("**/places", route => answered ? route.FulfillAsync(new RouteFulfillOptions { Status = 503, Body = "no" }) : route.AbortAsync());
        await visit.GoAsync("/");
        var field = visit.Page.Locator("#near");
        await visit.Page.RunAndWaitForRequestAsync(() => field.PressSequentiallyAsync("leeds"), "**/places");
        await field.PressAsync("Tab");
        Assert.False(await visit.Page.GetByRole(AriaRole.Listbox).IsVisibleAsync());
        await field.PressAsync("Enter");
        await visit.ComesToAsync($@"/search\?place={LiveDirectory.Leeds}$");
    }

    [FullTheory]
    [InlineData("/services/{service}")]
    [InlineData("/now/1")]
    public async Task Copy_PutsTheNumberIntoTheClipboard(string address)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.Context.GrantPermissionsAsync(s_clipboard);
        await visit.GoAsync(address.Replace("{service}", directory.Service, StringComparison.Ordinal));
        var button = visit.Page.Locator("main .call button.copy").First;
        string number = await button.Locator("xpath=preceding-sibling::a").InnerTextAsync();
        Assert.Matches("[0-9]{3}", number);
        string before = await button.InnerTextAsync();
        await button.ClickAsync();
        await Assertions.Expect(button).Not.ToHaveTextAsync(before);
        Assert.Equal(number, await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        Assert.Empty(await visit.KeptInAsync());
    }

    [Fact, Property(5)]
    public async Task Filter_ShowsTheResultsInPlace_SaysTheNumber_AndBackUndoesIt()
    {
        string plain = await WithoutScriptAsync();
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        var page = visit.Page;
        await visit.GoAsync(s_search);
        string all = (await page.Locator("main").GetAttributeAsync("data-total"))!;
        var documents = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
                documents.Add(request.Url);
        };
        await page.Locator(CostGroup).ClickAsync();
        await page.Locator(Free).CheckAsync();
        await visit.ComesToAsync(@"access=1");

        Assert.Empty(documents);
        Assert.Equal(Filled(plain), Filled(page.Url));
        Assert.True(await page.Locator(Free).EvaluateAsync<bool>("e => e === document.activeElement && e.checked"));
        Assert.NotEqual(all, await page.Locator("main").GetAttributeAsync("data-total"));
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(await page.Locator(".found h2").First.TextContentAsync() ?? "");
        Assert.Contains((await page.Locator("main").GetAttributeAsync("data-total"))!, await page.GetByRole(AriaRole.Status).TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await visit.KeptInAsync());

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("main")).ToHaveAttributeAsync("data-total", all);
        Assert.Equal(directory.Address + s_search, page.Url);
    }

    [FullFact]
    public async Task Filters_TickedFasterThanTheyAreAnswered_ShowTheLast()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        var page = visit.Page;
        await visit.GoAsync(s_search);
        var (held, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/search?**", async route =>
        {
            bool isFirst = !route.Request.Url.Contains("within=50", StringComparison.Ordinal);
            if (isFirst)
                await held.Task;
            await route.ContinueAsync();
            if (isFirst)
                answered.SetResult();
        });
        await page.Locator(CostGroup).ClickAsync();
        await page.Locator(Free).CheckAsync();
        await page.Locator("#within").SelectOptionAsync("50");
        await visit.ComesToAsync(@"within=50");
        held.SetResult();
        // Whether an answer comes that nobody waits for any more is the browser's to decide.
        await answered.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        // Time for the late answer to be shown, were it shown.
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 300))");
        Assert.Contains("within=50", page.Url, StringComparison.Ordinal);
        Assert.Equal("50", await page.Locator("#within").InputValueAsync());
        Assert.True(await page.Locator(Free).IsCheckedAsync());
    }

    [FullFact]
    public async Task Filter_WhenItCannotBeAsked_IsSentAsEver()
    {
        string plain = await WithoutScriptAsync();
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        var page = visit.Page;
        await visit.GoAsync(s_search);
        await page.RouteAsync("**/search?**", route => route.Request.ResourceType == "fetch" ? route.AbortAsync() : route.ContinueAsync());
        await page.Locator(CostGroup).ClickAsync();
        await page.Locator(Free).CheckAsync();
        await visit.ComesToAsync(@"access=1");
        Assert.Equal(plain, page.Url);
    }

    [FullTheory]
    [InlineData("a.skip", "/services/{service}")]
    [InlineData(".checked a[href^='#']", "/services/{service}")]
    [InlineData("a.skip", "/now/1")]
    public async Task LinksInsideThePage_AskForNothing(string link, string address)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(address.Replace("{service}", directory.Service, StringComparison.Ordinal));
        int before = visit.Requests.Count;
        await visit.Page.Locator(link).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForFunctionAsync("() => location.hash.length > 1");
        await visit.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 300))");
        // Browsers ask for the icon when they like.
        Assert.Equal([], visit.Requests.Skip(before).Where(address => !address.Contains("/favicon", StringComparison.Ordinal)));
    }

    [Fact, Property(11)]
    public async Task WithoutScript_NothingOfItIsThere()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        await visit.GoAsync("/");
        await visit.Page.Locator("#near").PressSequentiallyAsync("leeds");
        Assert.Equal(0, await visit.Page.Locator("[role=listbox], [role=combobox]").CountAsync());
        // Keys that do nothing are not promised.
        Assert.Equal(0, await visit.Page.Locator(".leave .keys:not([hidden])").CountAsync());
        await visit.Page.Locator("#near").PressAsync("Enter");
        await visit.ComesToAsync($@"/search\?place={LiveDirectory.Leeds}$");
        Assert.DoesNotContain(visit.Requests, address => address.EndsWith("/places", StringComparison.Ordinal));
        await visit.GoAsync($"/services/{directory.Service}");
        Assert.Equal(0, await visit.Page.Locator(".copy").CountAsync());
    }

    /// <summary>The address to which the form of the filters leads with "Free" ticked.</summary>
    private async Task<string> WithoutScriptAsync()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop, script: false);
        await visit.GoAsync(s_search);
        await visit.Page.Locator(CostGroup).ClickAsync();
        await visit.Page.Locator(Free).CheckAsync();
        await visit.Page.Locator(".filters form button").ClickAsync();
        return visit.Page.Url;
    }

    /// <summary>What an address says; a form alone cannot leave out the fields that were left alone.</summary>
    private static string Filled(string address) => string.Join('&', new Uri(address).Query.TrimStart('?').Split('&').Where(pair => !pair.EndsWith('=')).Select(HttpUtility.UrlDecode));
}
