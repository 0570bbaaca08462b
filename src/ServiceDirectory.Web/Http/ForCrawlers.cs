using System.Xml.Linq;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Web.Http;

/// <summary>What search engines ask for: where not to go, and which pages they may show. Their addresses are those of the host that was asked, onion or not.</summary>
public static class ForCrawlers
{
    private const string SitemapPath = "/sitemap.xml";

    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapForCrawlers(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, IOptions<DirectoryOptions> options) => Results.Text(
            $"User-agent: *\n{string.Concat(Hidden(options.Value).Select(path => $"Disallow: {path}\n"))}Sitemap: {request.HttpContext.Site()}{SitemapPath}\n", "text/plain")).AllowAnonymous().DisableRateLimiting();
        app.MapMethods(SitemapPath, [HttpMethods.Get, HttpMethods.Head], async (HttpRequest request, DirectoryCatalogue catalogue, GuideShelf shelf, IOptions<DirectoryOptions> options) => Results.Text(
            Pages(request.HttpContext.Site(), catalogue, await shelf.KnownAsync(request.HttpContext.RequestAborted), PageLanguages.Offered(options.Value)).ToString(), "application/xml")).AllowAnonymous().DisableRateLimiting();
    }

    private static readonly string[] Shown = ["/", "/needs", "/now", "/guides"];

    private static IEnumerable<string> Hidden(DirectoryOptions options) =>
        PageLanguages.Offered(options).Select(language => "/" + language).Prepend("").SelectMany(language => new[] { $"{language}/search", $"{language}/list" }).Append(Links.Exit);

    /// <summary>The first page and the needs, by the words that people look for, and guides. Never an entry: those choose to be found there.</summary>
    private static XElement Pages(string root, DirectoryCatalogue catalogue, IReadOnlyList<ShownGuide> guides, IReadOnlyList<string> languages) => new(
        Sitemap + "urlset",
        Shown.Concat(catalogue.Situations.Select(situation => $"/now/{situation.Slug}")).Concat(catalogue.Needs.Select(need => $"/needs/{need.Slug}")).Concat(guides.Select(guide => $"/guides/{guide.Code}"))
            .SelectMany(path => languages.Select(language => new XElement(Sitemap + "url", new XElement(Sitemap + "loc", root + Links.In(path, language))))));
}
