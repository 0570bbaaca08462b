using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace ServiceDirectory.EndToEndTests;

/// <summary>A sheet as a browser prints it, read back out of what it printed.</summary>
public sealed partial class SheetTests(Chromium chromium, LiveDirectory directory)
{
    private const double A4Width = 595, A4Height = 842, LetterWidth = 612, LetterHeight = 792;

    private static readonly string s_results = $"/search?need=1&place={LiveDirectory.Leeds}";

    /// <summary>Codes of entries of all kinds, in the order in which results show them.</summary>
    private async Task<IReadOnlyList<string>> CodesAsync(int most)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(s_results);
        var codes = await visit.Page.Locator("li.card").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.service)");
        return [.. codes.Distinct().Take(most)];
    }

    private static async Task<PdfDocument> PrintAsync(Visit visit) => PdfDocument.Open(await visit.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true }));

    [Theory]
    [InlineData("a4", 1, "usual")]
    [InlineData("a4", 2, "usual")]
    [InlineData("letter", 2, "usual")]
    [InlineData("letter", 1, "large")]
    [InlineData("a4", 2, "large")]
    public async Task Printed_HoldsEveryNameNumberAndMonth_OnItsPaper(string paper, int columns, string letters)
    {
        var codes = await CodesAsync(12);
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        await visit.GoAsync($"/list/print?s={string.Join(',', codes)}&paper={paper}&columns={columns}&letters={letters}");
        string[] said = await visit.Page.Locator(".paper h3, .paper .call bdi, .paper .checked, .paper li .typed").AllInnerTextsAsync() is { } all ? [.. all] : [];
        Assert.True(said.Length >= 3 * codes.Count, $"{said.Length}");
        using var sheet = await PrintAsync(visit);
        var (width, height) = paper == "a4" ? (A4Width, A4Height) : (LetterWidth, LetterHeight);
        Assert.All(sheet.GetPages(), page => Assert.Equal((width, height), (Math.Round(page.Width), Math.Round(page.Height))));
        string text = string.Concat(sheet.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)).Replace(" ", "", StringComparison.Ordinal);
        foreach (string words in said)
            Assert.Contains(Html.Squeeze(words).Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        // Nothing stands beyond the margin, where a printer cuts it off.
        Assert.All(sheet.GetPages(), page => Assert.All(page.Letters.Where(letter => letter.Value.Trim().Length > 0), letter => Assert.True(
            letter.StartBaseLine.X > 20 && letter.EndBaseLine.X < width - 20 && letter.StartBaseLine.Y > 20 && letter.StartBaseLine.Y < height - 20, $"{letter.Value} {letter.StartBaseLine}")));
        // Two columns leave the middle free for the fold.
        if (columns == 2)
            Assert.DoesNotContain(Body(sheet.GetPage(1)), letter => letter.StartBaseLine.X < (width / 2) - 10 && letter.EndBaseLine.X > (width / 2) + 10);
        else
            Assert.Contains(sheet.GetPage(1).Letters, letter => Math.Abs(letter.StartBaseLine.X - (width / 2)) < 10);
        double usual = sheet.GetPage(1).Letters.Select(letter => letter.PointSize).Order().ElementAt(sheet.GetPage(1).Letters.Count / 2);
        Assert.InRange(usual, letters == "large" ? 14 : 8, letters == "large" ? 20 : 12);
        // A subject that others may see is not named, nor does anything of the site's own pages stand on it.
        Assert.DoesNotMatch(SexWork(), text);
        Assert.DoesNotContain("Leavethispage", text, StringComparison.Ordinal);
        // Black on white.
        Assert.All(sheet.GetPages().SelectMany(page => page.Letters), letter => Assert.Equal((0, 0, 0), letter.Color.ToRGBValues()));
    }

    private static IEnumerable<Letter> Body(Page page) => page.Letters.Where(letter => letter.StartBaseLine.Y < page.Height - 120);

    [Fact]
    public async Task Square_OpensTheSameList_AndSoDoesWhatIsTyped()
    {
        var codes = await CodesAsync(12);
        await using var visit = await Visit.StartAsync(chromium, directory, Screen.Desktop);
        await visit.GoAsync($"/es/list/print?s={string.Join(',', codes)}");
        string? read = await Picture.SquareAsync(chromium, await visit.Page.Locator("svg.square").ScreenshotAsync());
        Assert.Equal($"{directory.Address}/es/list?s={string.Join(',', codes)}", read);
        Assert.Equal(read, "http://" + (await visit.Page.Locator(".foot .typed").First.InnerTextAsync()).Trim());
        await visit.Page.GotoAsync(read!);
        Assert.Equal(codes, await visit.Page.Locator("ol.picked > li").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.service)"));
    }

    /// <summary>From right to left, and numbers from left to right.</summary>
    [Fact]
    public async Task Printed_InArabic_KeepsNumbersInOrder()
    {
        var codes = await CodesAsync(6);
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync($"/ar/list/print?s={string.Join(',', codes)}");
        var numbers = await visit.Page.Locator(".paper .call bdi").AllInnerTextsAsync();
        Assert.NotEmpty(numbers);
        using var sheet = await PrintAsync(visit);
        var lines = sheet.GetPages().SelectMany(page => page.Letters.GroupBy(letter => Math.Round(letter.StartBaseLine.Y)).Select(line => (page, string.Concat(
            line.Where(letter => letter.Value.Trim().Length > 0).OrderBy(letter => letter.StartBaseLine.X).Select(letter => letter.Value))))).ToList();
        foreach (string number in numbers)
            Assert.Contains(lines, line => line.Item2.Contains(number.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
        // The first column stands on the right.
        var first = sheet.GetPage(1);
        string digits = numbers[0].Replace(" ", "", StringComparison.Ordinal);
        var where = first.Letters.Where(letter => letter.Value == digits[..1]).Max(letter => letter.StartBaseLine.X);
        Assert.True(where > first.Width / 2, $"{where}");
    }

    /// <summary>With the keys alone and no script: ticks in results, a list, more results, an entry's page, a sheet with one less.</summary>
    [Fact]
    public async Task Picking_WithoutScript_ByKeys()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, script: false);
        var page = visit.Page;
        await visit.GoAsync(s_results);
        var boxes = page.Locator("li.card input[form=pick]");
        string[] ticked = [(await boxes.Nth(2).GetAttributeAsync("value"))!, (await boxes.Nth(0).GetAttributeAsync("value"))!];
        foreach (int at in new[] { 2, 0 })
        {
            await boxes.Nth(at).FocusAsync();
            await page.Keyboard.PressAsync("Space");
        }

        await page.Locator("#pick button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.ComesToAsync("/list\\?s=");
        // In the order of the page.
        Assert.Equal([ticked[1], ticked[0]], await ListedAsync());

        await page.Locator("main a[href*='/en/?s=']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("main input[name=near]").FillAsync("London");
        await page.Keyboard.PressAsync("Enter");
        await visit.ComesToAsync($"/search\\?place={LiveDirectory.London}&s={ticked[1]}&s={ticked[0]}$");
        Assert.Contains("2 are on your list already.", await page.Locator("#pick").InnerTextAsync(), StringComparison.Ordinal);
        var third = page.Locator("ol.results > li").First;
        string added = (await third.GetAttributeAsync("data-service"))!;
        await third.Locator("h3 a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.ComesToAsync($"/services/{added}\\?s=");
        await page.Locator("main a[href^='/list?s=']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.ComesToAsync("/list\\?s=");
        Assert.Equal([ticked[1], ticked[0], added], await ListedAsync());

        await page.Locator(".hand a[href^='/list/print']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator($".setup input[value='{ticked[0]}']").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator(".setup button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.ComesToAsync("/list/print\\?paper=a4");
        Assert.Equal([ticked[1], added], await page.Locator(".paper ol > li").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.service)"));
        Assert.Empty(await visit.Context.CookiesAsync());

        Task<string[]> ListedAsync() => page.Locator("ol.picked > li").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.service)");
    }

    [Fact]
    public async Task Copy_WithScript_PutsTheAddressOnTheClipboard()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.GoAsync($"/list?s={directory.Service}");
        await visit.Page.Locator(".hand button.copy").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".hand button.copy")).ToHaveTextAsync("Copied");
        Assert.Equal($"{directory.Address}/list?s={directory.Service}", await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [GeneratedRegex("(?i)sexwork")]
    private static partial Regex SexWork();
}
