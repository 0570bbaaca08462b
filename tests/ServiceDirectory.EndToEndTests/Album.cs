using System.Collections.Concurrent;
using Microsoft.Playwright;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>
/// Looks at every kind of page that a walk comes to, once: what axe finds, whether it is wider than the screen, whether it leads on. In a
/// full run it takes pictures too, into the folder <c>pictures</c> beside the tests. Everyday runs look at the pages of the longest walk.
/// </summary>
/// <param name="way">How it is looked at, as pictures are named: <c>light</c>, <c>dark</c>, <c>ar</c>.</param>
/// <param name="seen">Pages that were looked at elsewhere, to which this one's are added; null: none were.</param>
internal sealed class Album(string way, ConcurrentDictionary<string, bool>? seen = null)
{
    /// <summary>The way that is looked at on every day.</summary>
    public const string Everyday = "light";

    private readonly ConcurrentDictionary<string, bool> _seen = seen ?? new();

    /// <summary>What is wrong with the pages so far, each with the page that has it.</summary>
    public List<string> Wrong { get; } = [];

    /// <param name="name">What the page is called; each is looked at once with script, which axe needs, and pictured once without.</param>
    public async Task LookAsync(Visit visit, string name)
    {
        var page = visit.Page;
        string kind = visit.HasScript ? name : $"{name}-without-script";
        if ((!FullRun.IsAsked && way != Everyday) || !_seen.TryAdd(kind, true))
            return;
        await TakeAsync(page, kind);
        if (!visit.HasScript)
            return;
        if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
            Wrong.Add($"{name}: wider than the screen");
        // What is kept from sight on a small screen says something that stands beside it: what people wrote never does.
        Wrong.AddRange((await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main *')].filter(e => e.textContent.trim() && getComputedStyle(e).clipPath !== 'none' && !e.closest('.hidden')).map(e => e.outerHTML.slice(0, 80))"))
            .Select(part => $"{name}: nobody sees {part}"));
        if (await page.Locator("main a:visible, main button:visible").CountAsync() == 0)
            Wrong.Add($"{name}: leads nowhere");
        // What is folded is looked at as well, and folded again: the next step finds the page as a person would.
        await page.EvaluateAsync("document.querySelectorAll('details:not([open])').forEach(part => { part.open = true; part.dataset.wasFolded = ''; })");
        Wrong.AddRange((await visit.ViolationsAsync()).Select(violation => $"{name}: {violation}"));
        await page.EvaluateAsync("document.querySelectorAll('[data-was-folded]').forEach(part => { part.open = false; delete part.dataset.wasFolded; })");
    }

    /// <summary>A picture of a page that others look at: public ones have tests of their own.</summary>
    public async Task TakeAsync(IPage page, string name)
    {
        _seen.TryAdd(name, true);
        if (!FullRun.IsAsked)
            return;
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;
        var picture = new PageScreenshotOptions { FullPage = true, Path = Path.Combine(folder, $"curate-{way}-{_seen.Count:00}-{name}.png") };
        try
        {
            await page.ScreenshotAsync(picture);
        }
        catch (PlaywrightException)
        {
            // A busy machine now and then has no picture ready at once.
            await Task.Delay(1_000);
            await page.ScreenshotAsync(picture);
        }
    }
}
