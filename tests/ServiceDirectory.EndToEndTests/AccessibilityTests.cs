using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>
/// WCAG 2.2 AA as far as a program can tell: every page in every language, narrow and wide, light and dark, and each page in all four
/// pairs of these. In everyday runs some of the pages are looked at once each, in turn in one of the languages and ways.
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
            foreach (var (position, page) in PublicPages.LookedAt.Index())
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
        foreach (var (width, scheme) in FullRun.IsAsked ? WaysOf(name, language) : [WayOf(name)])
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            found.AddRange((await visit.ViolationsAsync()).Select(violation => $"{width} px, {scheme}: {violation}"));
        }

        Assert.Empty(found);
    }

    /// <summary>One narrow and one wide, one light and one dark: the other two in the next language.</summary>
    private static (int Width, ColorScheme Scheme)[] WaysOf(string name, string language)
    {
        int turn = PublicPages.LookedAt.ToList().IndexOf(name) + PageLanguages.Written.ToList().IndexOf(language);
        return turn % 2 == 0 ? s_ways[..2] : s_ways[2..];
    }

    /// <summary>No language always in the same way.</summary>
    private static (int Width, ColorScheme Scheme) WayOf(string name)
    {
        int position = PublicPages.LookedAt.ToList().IndexOf(name);
        return s_ways[(position + (position / s_ways.Length)) % s_ways.Length];
    }
}
