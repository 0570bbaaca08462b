using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>
/// WCAG 2.2 AA as far as a program can tell: every page in every language, narrow and light, wide and dark, and in English also the
/// other way round. In everyday runs each page is looked at once, in turn in one of the languages and ways.
/// </summary>
public sealed class AccessibilityTests(Chromium chromium, LiveDirectory directory)
{
    private static readonly (int Width, ColorScheme Scheme)[] s_ways =
    [
        (Screen.Phone.Width, ColorScheme.Light), (Screen.Desktop.Width, ColorScheme.Dark), (Screen.Phone.Width, ColorScheme.Dark), (Screen.Desktop.Width, ColorScheme.Light),
    ];

    public static TheoryData<string, string> Views
    {
        get
        {
            var views = new TheoryData<string, string>();
            foreach (var (position, page) in PublicPages.All.Index())
            {
                foreach (string language in FullRun.IsAsked ? PageLanguages.Written : [PageLanguages.Written[position % PageLanguages.Written.Count]])
                    views.Add(page, language);
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_HasNoViolation(string name, string language)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory, language));
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
        var found = new List<string>();
        foreach (var (width, scheme) in FullRun.IsAsked ? s_ways.Take(language == PageLanguages.English ? 4 : 2) : [s_ways[PublicPages.All.Index().First(page => page.Item == name).Index % s_ways.Length]])
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            found.AddRange((await visit.Page.RunAxe()).Violations.Select(v =>
                string.Create(CultureInfo.InvariantCulture, $"{width} px, {scheme}: {v.Id}: {v.Help} – {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
        }

        Assert.Empty(found);
    }
}
