using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ServiceDirectory.EndToEndTests;

/// <summary>WCAG 2.2 AA as far as a program can tell, on every page, narrow and wide, light and dark.</summary>
public sealed class AccessibilityTests(Chromium chromium, LiveDirectory directory)
{
    public static TheoryData<string> Pages => [.. PublicPages.All];

    private static readonly (Screen Screen, ColorScheme Scheme)[] s_views = [(Screen.Phone, ColorScheme.Light), (Screen.Desktop, ColorScheme.Dark)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_HasNoViolation(string name)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory));
        foreach (var (screen, scheme) in s_views)
        {
            await visit.Page.SetViewportSizeAsync(screen.Width, 800);
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var found = await visit.Page.RunAxe();
            Assert.Empty(found.Violations.Select(v => $"{scheme}, {v.Id}: {v.Help} – {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        }
    }
}
