using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ServiceDirectory.EndToEndTests;

/// <summary>WCAG 2.2 AA as far as a program can tell, on every page, narrow and wide, light and dark.</summary>
public sealed class AccessibilityTests(Chromium chromium, LiveDirectory directory)
{
    public static TheoryData<string, ColorScheme, int> Views
    {
        get
        {
            var views = new TheoryData<string, ColorScheme, int>();
            foreach (string page in PublicPages.All)
            {
                views.Add(page, ColorScheme.Light, Screen.Phone.Width);
                views.Add(page, ColorScheme.Dark, Screen.Desktop.Width);
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_HasNoViolation(string name, ColorScheme scheme, int width)
    {
        await using var visit = await Visit.StartAsync(chromium, directory, new Screen(width, 800), scheme: scheme);
        await visit.GoAsync(PublicPages.Path(name, directory));
        var found = await visit.Page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} – {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }
}
