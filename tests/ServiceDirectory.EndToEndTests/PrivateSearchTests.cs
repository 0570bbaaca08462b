using System.Text.Json;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>A search by the browser itself, from a link to a card, with every request looked at.</summary>
public sealed class PrivateSearchTests(Chromium chromium, LiveDirectory directory)
{
    private const string Get = "button.fetch";

    /// <summary>Requests that a search may not make; browsers ask for the icon when they like.</summary>
    private static IEnumerable<string> Asked(Visit visit, int from) => visit.Requests.Skip(from).Where(address => !address.Contains("/favicon", StringComparison.Ordinal));

    private static async Task FetchAsync(Visit visit, string address = "/private")
    {
        await visit.GoAsync(address);
        await visit.Page.Locator(Get).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#ready")).ToBeVisibleAsync();
    }

    [Fact, Property(17)]
    public async Task Link_LeadsToACard_AndWhatItAsksIsNeverSent()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        await visit.GoAsync($"/private#need=1&place={LiveDirectory.Leeds}");
        // Not in the address any more, nor in the title.
        Assert.EndsWith("/private", page.Url, StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("[data-fetch]")).ToContainTextAsync("KB");
        Assert.DoesNotContain(visit.Requests, address => address.EndsWith(".js", StringComparison.Ordinal));
        await page.Locator(Get).ClickAsync();
        await Assertions.Expect(page.Locator("ol.results > li").First).ToBeVisibleAsync();
        int fetched = visit.Requests.Count;
        Assert.Equal(
            ["/private", "/private/GB-towns.js", "/private/GB.js", "/private/words.js"],
            visit.Requests.Select(address => new Uri(address)).Where(address => address.AbsolutePath.StartsWith("/private", StringComparison.Ordinal))
                .Select(address => address.PathAndQuery).Where(address => !address.StartsWith("/private.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // Open one, search again by words and by another place, and filter: nobody is asked.
        await page.Locator("ol.results button.open").First.ClickAsync();
        await Assertions.Expect(page.Locator("ol.results .opened a.onward").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("ol.results .call a[href^='tel:']").First).ToBeVisibleAsync();
        await page.Locator("#q").FillAsync("condom broke");
        await page.Locator("#near").FillAsync("manchester");
        await page.Locator("#near").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#understood")).ToBeVisibleAsync();
        Assert.Contains("pep", await page.Locator("main").GetAttributeAsync("data-understood"), StringComparison.Ordinal);
        await page.Locator(".more > summary").ClickAsync();
        await page.Locator("#within").SelectOptionAsync("100");
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 500))");
        Assert.Equal([], Asked(visit, fetched));
        Assert.All(visit.Requests, address => Assert.StartsWith(directory.Address, address, StringComparison.Ordinal));
        Assert.DoesNotContain(visit.Requests, address => address.Contains("need=", StringComparison.Ordinal) || address.Contains("place=", StringComparison.Ordinal) || address.Contains("condom", StringComparison.Ordinal));
        Assert.EndsWith("/private", page.Url, StringComparison.Ordinal);
        Assert.Empty(await visit.KeptInAsync());
    }

    /// <summary>Where both know the entries, the browser finds the same in the same order.</summary>
    [Theory]
    [InlineData("need=1&place=2644688")]
    [InlineData("need=4&place=2644688")]
    [InlineData("need=1&place=2643743&within=50")]
    [InlineData("need=7&need=15&place=2644688&within=100")]
    [InlineData("place=2644688")]
    [InlineData("place=2643123&within=200&access=1")]
    [InlineData("place=2644688&lang=ro&within=200")]
    [InlineData("need=1&place=2644688&open=evening&within=100")]
    [InlineData("need=1&place=2644688&open=now&within=200")]
    [InlineData("reach=remote")]
    [InlineData("need=1")]
    public async Task Results_AreThoseOfTheOrdinarySearch(string query)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        // What may be copied, and is in the list of this country.
        var open = (await directory.Logins.Public.ListAsync<string>(
            """
            select code from published.service v where open_data and hidden_from > current_date and (
              exists (select from published.site s join published.place p on p.geo_name_id = s.place_id where s.service_id = v.service_id and p.country_code = 'GB')
              or exists (select from published.remote_need r where r.service_id = v.service_id and (r.area = '001' or r.area like 'GB%')))
            """)).ToHashSet();
        var page = visit.Page;
        var ordinary = new Dictionary<string, List<string>>();
        foreach (string group in s_groups)
            ordinary[group] = [];
        for (int number = 1, last = 1; number <= last; number++)
        {
            await visit.GoAsync($"/search?{query}{(number > 1 ? $"&page={number}" : "")}");
            foreach (string group in s_groups)
                ordinary[group].AddRange(await CodesAsync(page, group));
            int total = int.Parse((await page.Locator("main").GetAttributeAsync("data-total"))!, System.Globalization.CultureInfo.InvariantCulture);
            last = (total + 19) / 20;
        }

        await FetchAsync(visit, $"/private#{query}");
        await Assertions.Expect(page.Locator("#found h2").First).ToBeVisibleAsync();
        while (await page.Locator("#found > button.plain").CountAsync() > 0)
            await page.Locator("#found > button.plain").ClickAsync();
        var ours = new Dictionary<string, IReadOnlyList<string>>();
        foreach (string group in s_groups)
            ours[group] = await CodesAsync(page, group);
        Assert.Equal(ordinary["results"].Where(open.Contains).Distinct(), ours["results"]);
        // The ordinary page shows five of these: among them those that may be copied stand first here too, in their order.
        var afar = ordinary["remote"].Where(open.Contains).Distinct().ToList();
        Assert.Equal(afar, ours["remote"].Take(afar.Count));
        // At night nothing need be open.
        if (!query.Contains("now", StringComparison.Ordinal))
            Assert.NotEmpty(ours.SelectMany(group => group.Value));
    }

    [Fact]
    public async Task Cards_SayWhatOrdinaryOnesSay()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        string query = $"need=1&place={LiveDirectory.Leeds}&within=100";
        await visit.GoAsync($"/search?{query}");
        var ordinary = await SaidAsync(page, "ol.results > li, ol.remote > li");
        await FetchAsync(visit, $"/private#{query}");
        var ours = await SaidAsync(page, "ol.results > li, ol.remote > li");
        Assert.NotEmpty(ours);
        int same = 0;
        foreach (var (code, said) in ours)
        {
            if (!ordinary.TryGetValue(code, out var there))
                continue;
            Assert.Equal(there, said);
            same++;
        }

        Assert.True(same >= 3, $"{same}");
    }

    [Fact, Property(11)]
    public async Task WithoutScript_ThePageSaysSo_AndOffersTheOrdinaryWay()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        var page = visit.Page;
        await visit.GoAsync("/private");
        await Assertions.Expect(page.Locator(".head p.first")).ToContainTextAsync("needs scripts");
        Assert.Equal(0, await page.Locator("main button, main form, main input").CountAsync());
        await page.Locator("main .head > p a").ClickAsync();
        await visit.ComesToAsync("/en/$");
        await Assertions.Expect(page.Locator("form.search")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("", ColorScheme.Light)]
    [InlineData("/ar", ColorScheme.Dark)]
    public async Task Keyboard_IsEnough_AndAxeFindsNothing(string language, ColorScheme scheme)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, scheme: scheme);
        var page = visit.Page;
        await visit.GoAsync($"{language}/private");
        Assert.Empty(await visit.ViolationsAsync());
        await page.Locator(Get).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#ready")).ToBeFocusedAsync();
        for (int i = 0; i < 12 && !await page.Locator("#near").EvaluateAsync<bool>("field => field === document.activeElement"); i++)
            await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#near")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Leeds");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#found h2").First).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("[role=status]")).Not.ToBeEmptyAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("ol.results button.open").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("ol.results .opened").First).ToBeVisibleAsync();
        Assert.Empty(await visit.ViolationsAsync());
        // Nothing is wider than the phone.
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Place_ThatIsUnclear_IsAskedFor_AndOneThatIsNone_IsSaidBesideTheField()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        await FetchAsync(visit);
        await page.Locator("#q").FillAsync("sti test");
        await page.Locator("#near").FillAsync("zzxqqj");
        await page.Locator("#near").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#near-wrong")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#near")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal("sti test", await page.Locator("#q").InputValueAsync());
        await page.Locator("#near").FillAsync("yorkshire");
        await page.Locator("#near").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#which")).ToBeFocusedAsync();
        await page.Locator("#found ul.plain button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#near-wrong")).ToBeHiddenAsync();
        Assert.NotEmpty((await page.Locator("main").GetAttributeAsync("data-place"))!);
    }

    [Fact]
    public async Task Link_OfASearch_LeadsToTheSameOne()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = visit.Page;
        await FetchAsync(visit, "/private#q=~bmlnaHQ&place=2644688&within=50&open=evening");
        Assert.Equal("night", await page.Locator("#q").InputValueAsync());
        await page.Locator("section.link button").ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToHaveTextAsync("Copied");
        string link = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.StartsWith($"{directory.Address}/private#", link, StringComparison.Ordinal);
        Assert.Contains("place=2644688", link, StringComparison.Ordinal);
        Assert.Contains("within=50", link, StringComparison.Ordinal);
        Assert.Contains("open=evening", link, StringComparison.Ordinal);
        Assert.DoesNotContain("night", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrdinarySearch_LeadsHere_WithWhatWasAsked()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        await visit.GoAsync($"/search?need=1&place={LiveDirectory.Leeds}");
        Assert.Equal("/private", await page.Locator("a[data-private]").GetAttributeAsync("href"));
        await page.Locator("a[data-private]").ClickAsync();
        await visit.ComesToAsync("/private$");
        await page.Locator(Get).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToHaveAttributeAsync("data-place", "2644688");
    }

    [Fact]
    public async Task List_ThatDoesNotCome_IsSaid_AndCanBeAskedForAgain()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var page = visit.Page;
        await page.RouteAsync("**/private/GB.js", route => route.AbortAsync());
        await visit.GoAsync("/private");
        await page.Locator(Get).ClickAsync();
        await Assertions.Expect(page.Locator("p.wrong")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.Locator(Get).ClickAsync();
        await Assertions.Expect(page.Locator("#ready")).ToBeVisibleAsync();
    }

    /// <summary>The vectors of the program, read in the page itself.</summary>
    [Fact]
    public async Task Vectors_AreReadInABrowser()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync("/private");
        var vectors = JsonSerializer.Deserialize<JsonElement>(Repository.Read("tests", "ServiceDirectory.Tests", "Search", "tokenizer.json")).GetProperty("vectors").EnumerateArray().ToList();
        var words = await visit.Page.EvaluateAsync<string[][]>("texts => texts.map(directoryReading.tokens)", vectors.Select(vector => vector.GetProperty("text").GetString()));
        Assert.Equal(
            vectors.Select(vector => string.Join(' ', vector.GetProperty("words").EnumerateArray().Select(word => word.GetString()))), words.Select(found => string.Join(' ', found)));
    }

    private static readonly string[] s_groups = ["results", "remote", "further"];

    private static async Task<IReadOnlyList<string>> CodesAsync(IPage page, string group) =>
        await page.EvaluateAsync<string[]>("group => [...document.querySelectorAll(`ol.${group} > li`)].map(card => card.dataset.service)", group);

    /// <summary>What a card says, part by part, by its code.</summary>
    private static async Task<Dictionary<string, string>> SaidAsync(IPage page, string cards) => await page.EvaluateAsync<Dictionary<string, string>>(
        """
        cards => Object.fromEntries([...document.querySelectorAll(cards)].map(card => [card.dataset.service, ['h3', '.gives', '.where', '.call a', '.facts', '.quiet'].map(part =>
          (card.querySelector(part)?.textContent ?? '').replace(/\s+/g, ' ').trim()).concat(card.dataset.km ?? '', card.dataset.needs).join('\n')]))
        """, cards);
}
