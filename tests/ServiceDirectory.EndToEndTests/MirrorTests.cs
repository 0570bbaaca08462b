using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>A mirror read from a disk, with no network at all.</summary>
public sealed partial class MirrorTests(Chromium chromium, LiveDirectory directory, MirroredDirectory mirror) : IClassFixture<MirroredDirectory>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Service_IsFound_FromTheFirstPage_WithNoServer(bool script)
    {
        await mirror.ReadyAsync();
        await using var visit = await VisitAsync(script);
        var page = visit.Page;
        await GoAsync(page, "index.html");
        await page.Locator("main a[href='needs.html']").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(NeedsFile());
        await page.Locator("details summary").First.ClickAsync();
        await page.Locator("details[open] a[href^='needs/']").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(NeedFile());
        if (await page.Locator("nav.copied-towns details:not([open]) summary").CountAsync() > 0)
            await page.Locator("nav.copied-towns details:not([open]) summary").First.ClickAsync();
        await page.Locator("nav.copied-towns details[open] a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(SearchFile());
        await page.Locator("ol.cards h3 a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(ServiceFile());
        await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".call a[href^='tel:']").First).ToBeVisibleAsync();
        Assert.All(visit.Requests, address => Assert.StartsWith("file://", address, StringComparison.Ordinal));
        if (script)
        {
            Assert.Empty(await visit.ViolationsAsync());
            Assert.Empty(await page.EvaluateAsync<string[]>("() => Object.keys(localStorage)"));
        }
    }

    /// <summary>The copy searches by itself, in lists that lie beside it: no network, and nothing that a file may not load.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("ar/")]
    public async Task Search_IsAnswered_FromTheDisk(string language)
    {
        await mirror.ReadyAsync();
        await using var visit = await VisitAsync(script: true);
        var page = visit.Page;
        await GoAsync(page, $"{language}index.html");
        await page.Locator("main a[href$='private.html']").ClickAsync();
        await page.Locator("button.fetch").ClickAsync();
        await page.Locator("#near").FillAsync("leeds");
        await page.Locator("#q").FillAsync("sti test");
        await page.Locator("#near").PressAsync("Enter");
        await Assertions.Expect(page.Locator("ol.results > li").First).ToBeVisibleAsync();
        Assert.Contains("sti-testing", await page.Locator("main").GetAttributeAsync("data-understood"), StringComparison.Ordinal);
        Assert.Empty(await visit.ViolationsAsync());
        string code = (await page.Locator("ol.results > li").First.GetAttributeAsync("data-service"))!;
        await page.Locator("ol.results button.open").First.ClickAsync();
        await page.Locator("ol.results .opened a.onward").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/{language}services/{code}\\.html$"));
        await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
        Assert.All(visit.Requests, address => Assert.StartsWith("file://", address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copy_SaysItsDays_AndThatItIsOld_OnceTheyAreOver()
    {
        await mirror.ReadyAsync();
        await using var visit = await VisitAsync(script: true);
        var page = visit.Page;
        await GoAsync(page, "index.html");
        var notice = page.Locator("aside.mirror");
        await Assertions.Expect(notice).ToContainTextAsync(DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Assertions.Expect(notice).Not.ToHaveClassAsync(Old());

        await page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddDays(40));
        await page.ReloadAsync();
        await Assertions.Expect(notice).ToHaveClassAsync(Old());
        await Assertions.Expect(notice.Locator("p")).ToHaveAttributeAsync("role", "alert");
        await GoAsync(page, "ar/needs.html");
        await Assertions.Expect(page.Locator("aside.mirror")).ToHaveClassAsync(Old());
        Assert.Empty(await visit.ViolationsAsync());
    }

    /// <summary>Nothing leads to a file that is not there, to the site itself, or asks anybody for anything.</summary>
    [Fact]
    public async Task Files_LeadToEachOther_AndAskNobody()
    {
        await mirror.ReadyAsync();
        var parser = new HtmlParser();
        var wrong = new List<string>();
        foreach (string file in Directory.EnumerateFiles(mirror.Folder, "*.html", SearchOption.AllDirectories))
        {
            var document = parser.ParseDocument(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            string name = Path.GetRelativePath(mirror.Folder, file);
            foreach (var element in document.QuerySelectorAll("[href], [src], [action], [data-suggest-from]"))
            {
                string address = element.GetAttribute("href") ?? element.GetAttribute("src") ?? "/";
                bool isLink = element.LocalName == "a";
                if (address.StartsWith('#') || (isLink && Elsewhere().IsMatch(address)))
                    continue;
                if (address.StartsWith('/') || address.Contains(':', StringComparison.Ordinal) || !File.Exists(Path.Combine(Path.GetDirectoryName(file)!, address.Split('#')[0])))
                    wrong.Add($"{name}: {element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)]}");
            }

            if (document.QuerySelector("form, input, button, .live, meta[http-equiv=refresh]") is { } left)
                wrong.Add($"{name}: {left.OuterHtml[..Math.Min(200, left.OuterHtml.Length)]}");
            if (document.QuerySelector("meta[http-equiv=Content-Security-Policy]") is null)
                wrong.Add($"{name} has no policy");
        }

        Assert.Empty(wrong.Take(20));
    }

    [Fact]
    public async Task Entries_ThatAllowNoCopy_AreInNoFile()
    {
        await mirror.ReadyAsync();
        var taken = await directory.Logins.Public.ListAsync<string>("select code from published.service where open_data and hidden_from > current_date + 30");
        var others = await directory.Logins.Public.ListAsync<string>("select code from published.service where not (open_data and hidden_from > current_date + 30)");
        Assert.NotEmpty(taken);
        Assert.NotEmpty(others);
        string services = Path.Combine(mirror.Folder, "services");
        Assert.Equal(taken.Order(StringComparer.Ordinal), Directory.EnumerateFiles(services).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal));
        var numbers = await directory.Logins.Public.ListAsync<string>(
            """
            select p #>> '{}' from published.service s, jsonb_path_query(s.content, '$.phones[*].number') p where s.code = any ($1)
            except select p #>> '{}' from published.service s, jsonb_path_query(s.content, '$.phones[*].number') p where s.code = any ($2)
            """, others.ToArray(), taken.ToArray());
        Assert.NotEmpty(numbers);
        foreach (string file in Directory.EnumerateFiles(mirror.Folder, "*", SearchOption.AllDirectories))
        {
            string content = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            foreach (string code in others)
            {
                Assert.DoesNotContain($"services/{code}", content, StringComparison.Ordinal);
                Assert.DoesNotContain($"\"{code}\"", content, StringComparison.Ordinal);
            }

            foreach (string number in numbers)
            {
                Assert.DoesNotContain($"tel:{number}", content, StringComparison.Ordinal);
                Assert.DoesNotContain($"{number.TrimStart('+')}\"", content, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Another directory can take the copy's entries by the same files as the site's.</summary>
    [Fact]
    public async Task Data_IsOfTheSameEntries_AndNoOther()
    {
        await mirror.ReadyAsync();
        string[] pages = [.. Directory.EnumerateFiles(Path.Combine(mirror.Folder, "services")).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];
        // Open data hold what two organisations checked; a page may say that only one did.
        var listed = await directory.Logins.Public.ListAsync<string>("select code from published.service where state = 'listed' and code = any ($1) order by code collate \"C\"", [pages]);
        Assert.NotEmpty(listed);
        using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(mirror.Folder, "hsds", "package.json"), TestContext.Current.CancellationToken));
        Assert.Equal(listed, json.RootElement.EnumerateArray().Select(one => one.GetProperty("directory_entry").GetProperty("code").GetString()!).Order(StringComparer.Ordinal));

        using var zip = System.IO.Compression.ZipFile.OpenRead(Path.Combine(mirror.Folder, "hsds", "package.zip"));
        using var services = new StreamReader(zip.GetEntry("services.csv")!.Open());
        string table = await services.ReadToEndAsync(TestContext.Current.CancellationToken);
        var others = await directory.Logins.Public.ListAsync<string>("select id::text from published.service where code <> all ($1)", [listed.ToArray()]);
        Assert.NotEmpty(others);
        Assert.All(others, id => Assert.DoesNotContain(id, table, StringComparison.Ordinal));
        Assert.All(json.RootElement.EnumerateArray(), one => Assert.Contains(one.GetProperty("id").GetString()!, table, StringComparison.Ordinal));

        // The page about the copy leads to both.
        string about = await File.ReadAllTextAsync(Path.Combine(mirror.Folder, "ar", "mirror.html"), TestContext.Current.CancellationToken);
        Assert.Contains("href=\"../hsds/package.zip\"", about, StringComparison.Ordinal);
        Assert.Contains("href=\"../hsds/package.json\"", about, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SaysThatItIsWhole_AndMakingItAgainWritesNothing()
    {
        await mirror.ReadyAsync();
        var verified = await mirror.RunAsync("mirror", "verify", mirror.Folder, "--key", mirror.PublicKey);
        Assert.True(verified.Status == 0, verified.Output + verified.Problems);
        Assert.Contains(LocalDatePattern.Iso.Format(SystemClock.Instance.GetCurrentInstant().InUtc().Date), verified.Output, StringComparison.Ordinal);
        var again = await mirror.MakeAsync();
        Assert.True(again.Status == 0, again.Problems);
        // Open data say the hour of a change once it has come, and it may have come in between.
        if (again.Output.Contains(" 2 of them", StringComparison.Ordinal))
            again = await mirror.MakeAsync();
        Assert.Contains(" 0 of them new or changed, 0 removed", again.Output, StringComparison.Ordinal);
    }

    private async Task<Visit> VisitAsync(bool script)
    {
        var visit = await Visit.StartAsync(chromium, "http://localhost:1", script: script);
        await visit.Context.SetOfflineAsync(true);
        return visit;
    }

    private Task<IResponse?> GoAsync(IPage page, string name) => page.GotoAsync(new Uri(Path.Combine(mirror.Folder, name)).AbsoluteUri);

    [GeneratedRegex("/needs\\.html")]
    private static partial Regex NeedsFile();

    [GeneratedRegex("/needs/[0-9]+\\.html$")]
    private static partial Regex NeedFile();

    [GeneratedRegex("/search/n[0-9]+-p[0-9]+\\.html$")]
    private static partial Regex SearchFile();

    [GeneratedRegex("/services/[0-9a-z]{6}\\.html$")]
    private static partial Regex ServiceFile();

    [GeneratedRegex("\\bold\\b")]
    private static partial Regex Old();

    [GeneratedRegex("^(tel:|mailto:|https://)")]
    private static partial Regex Elsewhere();
}
