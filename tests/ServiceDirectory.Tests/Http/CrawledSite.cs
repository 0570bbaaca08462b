using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.Testing;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Http;

/// <summary>A page as it came back.</summary>
/// <param name="Address">Path and query.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Document">As a browser without script reads it.</param>
internal sealed record CrawledPage(string Address, HttpStatusCode Status, IHtmlDocument Document)
{
    public string Source => Document.Source.Text;
}

/// <summary>All pages that can be reached: every address of the program, some searches and mistakes, and what they link to.</summary>
public sealed class CrawledSite(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private static readonly int s_most = FullRun.IsAsked ? 2_000 : 260;

    private WebApplicationFactory<Program>? _program;

    public PublicWorld World { get; } = new(server, places);

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    /// <summary>An entry whose every text holds markup.</summary>
    public string Marked { get; private set; } = "";

    /// <summary>A guide whose texts hold markup.</summary>
    public string Guide { get; private set; } = "";

    /// <summary>Under https and the clearnet name.</summary>
    internal IReadOnlyList<CrawledPage> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        Marked = (await World.PublishAsync(MarkedContent.Make(), await World.Database.Given.SexWorkerLedAsync("Three"), await World.Database.Given.SexWorkerLedAsync("Four"))).Code;
        // As it could come into the database by another way than the pages.
        var guide = await new GuideDesk(World.Database.Logins).PublishedAsync();
        await World.Database.Owner.RunAsync(
            "update published.guide_text set title = '<b data-x>x</b>', body = $2 where code = $1", guide.Code,
            "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](https://evil.example/x.png) [site](https://mill.example/guide)");
        Guide = guide.Code;
        _program = World.Start(World.With(("AllowedHosts", $"directory.example;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion), ("Directory:RateLimits", "off")));
        Pages = await CrawlAsync("https://directory.example");
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await World.DisposeAsync();
    }

    internal async Task<IReadOnlyList<CrawledPage>> CrawlAsync(string site)
    {
        using var browser = Program.CreateClient(new() { BaseAddress = new Uri(site), AllowAutoRedirect = false });
        var pages = new List<CrawledPage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(
        [
            .. new EndpointList(Program, World).Addresses, $"/services/{Marked}", $"/guides/{Guide}", $"/ar/guides/{Guide}",
            "/search?need=4&near=Leeds", "/search?need=7&near=Leeds", "/search?need=15&place=2644688&within=5", "/search?near=georgia", "/search?near=yorkshire", "/search?near=zzxqqj", "/search?q=sti+york+zebra",
            $"/list?s={Marked}&s={World.Clinic.Code}&s={World.Gone.Code}", "/list?s=x%20%3Cb%20data-x%3E",
            $"/ar/services/{Marked}", $"/es/services/{World.Private.Code}", $"/ro/list?s={Marked}",
            "/search?within=x&need=no&page=0&near=%3Cb%20data-x%3E", "/nothing", "/needs/nothing",
        ]);
        while (next.TryDequeue(out var address) && pages.Count < s_most)
        {
            if (!seen.Add(address))
                continue;
            using var answer = await browser.ReadAsync(address);
            if (answer.Headers.Location is { IsAbsoluteUri: false } location)
                next.Enqueue(location.OriginalString);
            if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
                continue;
            var page = await answer.PageAsync(answer.StatusCode);
            pages.Add(new CrawledPage(address, answer.StatusCode, page));
            foreach (var link in page.QuerySelectorAll("a[href^='/']"))
                next.Enqueue(link.GetAttribute("href")!.Split('#')[0]);
        }

        return pages;
    }
}
