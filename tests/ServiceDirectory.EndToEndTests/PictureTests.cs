using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>
/// Pictures of twelve pages, three of them wide as well, light, dark and from right to left, to be looked at one by one: in the
/// folder <c>pictures</c> beside the tests. In everyday runs only two of them.
/// </summary>
public sealed class PictureTests(Chromium chromium, LiveDirectory directory)
{
    /// <summary>A page of words, lines and a button has many more; one that failed has few.</summary>
    private const int FewestColours = 40;

    private static readonly string[] s_pages =
        ["home", "urgent", "urgent-situation", "needs", "need", "results", "results-many-needs", "urgent-results", "service", "list", "how-we-check", "not-found"];

    private static readonly string[] s_wide = ["home", "results", "service"];

    public static TheoryData<string, int> Pages
    {
        get
        {
            var pages = new TheoryData<string, int>();
            foreach (string page in FullRun.IsAsked ? s_pages : ["home", "results"])
            {
                pages.Add(page, Screen.Phone.Width);
                if (FullRun.IsAsked && s_wide.Contains(page))
                    pages.Add(page, Screen.Desktop.Width);
            }

            return pages;
        }
    }

    [FullTheory]
    [MemberData(nameof(Pages))]
    public async Task Page_IsPictured(string name, int width)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;
        foreach (var (way, language, scheme) in FullRun.IsAsked ? [("light", "en", ColorScheme.Light), ("dark", "en", ColorScheme.Dark), ("rtl", "ar", ColorScheme.Light)] : new[] { ("light", "en", ColorScheme.Light) })
        {
            await using var visit = await Visit.StartAsync(chromium, directory, new Screen(width, 800), scheme: scheme);
            var failed = new List<string>();
            visit.Page.Console += (_, message) =>
            {
                // That an answer is an error is said there as well.
                if (message.Type == "error" && name is not ("not-found" or "list"))
                    failed.Add(message.Text);
            };
            visit.Page.RequestFailed += (_, request) => failed.Add(request.Url);
            await visit.GoAsync(PublicPages.Path(name, directory, language));
            var picture = await visit.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(folder, $"{name}-{width}-{way}.png") });
            Assert.True(await Picture.ColoursAsync(chromium, picture) > FewestColours, $"{name} {way}");
            Assert.Empty(failed);
        }
    }

    [FullFact]
    public async Task ForcedColours_KeepEdgesFocusAndSigns()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        foreach (string name in new[] { "home", "urgent-situation", "results", "service" })
        {
            await visit.GoAsync(PublicPages.Path(name, directory));
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('button, .leave a')].filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).borderTopWidth) === 0).map(e => e.outerHTML.slice(0, 80))"));
            await visit.Page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("0px", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
        }

        Assert.Matches("[✓✕?]", await visit.Page.Locator(".facts").First.InnerTextAsync());
    }
}
