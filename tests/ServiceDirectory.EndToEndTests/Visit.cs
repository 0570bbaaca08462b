using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ServiceDirectory.EndToEndTests;

/// <summary>One person's browser: a fresh profile that remembers which requests it made.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly Lazy<string> s_axe = new(() => new BundledAxeScriptProvider().GetScript());

    private readonly IBrowserContext _context;

    private Visit(IBrowserContext context, IPage page, bool hasScript)
    {
        _context = context;
        Page = page;
        HasScript = hasScript;
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Whether a page may run any.</summary>
    public bool HasScript { get; }

    public List<string> Requests { get; } = [];

    public IBrowserContext Context => _context;

    public static Task<Visit> StartAsync(
        Chromium chromium, LiveDirectory directory, Screen? screen = null, bool script = true, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB") =>
        StartAsync(chromium, directory.Address, screen, script, scheme, locale);

    public static async Task<Visit> StartAsync(
        Chromium chromium, string address, Screen? screen = null, bool script = true, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB")
    {
        var size = screen ?? Screen.Phone;
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = size.Width, Height = size.Height },
            JavaScriptEnabled = script,
            ColorScheme = scheme,
            HasTouch = size.Width < 700,
            Locale = locale,
            // Nothing is looked at half-way between two colours.
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(10_000);
        return new Visit(context, await context.NewPageAsync(), script);
    }

    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(path) ?? throw new InvalidOperationException($"{path} gave no answer.");

    /// <summary>Waits until the address is of a form and what is there has come, also where it was reached before anybody waited.</summary>
    public async Task ComesToAsync([StringSyntax(StringSyntaxAttribute.Regex)] string address)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex(address), new PageAssertionsToHaveURLOptions { Timeout = 10_000 });
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>The browser's stores in which the site has left something.</summary>
    public async Task<IReadOnlyList<string>> KeptInAsync()
    {
        var stores = await Page.EvaluateAsync<Dictionary<string, int>>("""
            async () => ({
              localStorage: localStorage.length, sessionStorage: sessionStorage.length, indexedDB: (await indexedDB.databases()).length,
              caches: (await caches.keys()).length, serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length
            })
            """);
        stores.Add("cookies", (await _context.CookiesAsync()).Count);
        return [.. stores.Where(store => store.Value > 0).Select(store => store.Key)];
    }

    /// <summary>What axe finds wrong in the page as it stands, each with the first elements that have it.</summary>
    /// <remarks>Asked in the page itself: the way by axe's library for this browser opens a second page each time, and takes four times as long.</remarks>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        // Axe waits for a clock that does not run there, and would do so for ever.
        if (!HasScript)
            throw new InvalidOperationException("Where a page runs no script axe has no answer.");
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await Page.EvaluateAsync(s_axe.Value);
        return await Page.EvaluateAsync<string[]>("""
            async () => {
              const { violations, passes } = await axe.run(document, { resultTypes: ['violations'] });
              if (passes.length < 10) throw new Error('axe looked at next to nothing');
              return violations.map(v => `${v.id}: ${v.help} – ${v.nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
            }
            """);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

internal sealed record Screen(int Width, int Height)
{
    public static readonly Screen Phone = new(360, 640);

    public static readonly Screen Desktop = new(1280, 900);
}
