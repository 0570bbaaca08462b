using System.Xml.Linq;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Http;

/// <summary>What search engines ask for: where not to go, and which pages they may show. Their addresses are those of the host that was asked, onion or not.</summary>
public static class ForCrawlers
{
    private const string SitemapPath = "/sitemap.xml";

    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapForCrawlers(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request) => Results.Text(
            $"User-agent: *\nDisallow: {Links.SearchForm}\nDisallow: {Links.ListForm}\nDisallow: {Links.Exit}\nSitemap: {Root(request)}{SitemapPath}\n", "text/plain")).AllowAnonymous();
        app.MapMethods(SitemapPath, [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, DirectoryCatalogue catalogue) => Results.Text(
            Pages(Root(request), catalogue).ToString(), "application/xml")).AllowAnonymous();
    }

    /// <summary>The first page and the needs, by the words that people look for. Never an entry: those choose to be found there.</summary>
    private static XElement Pages(string root, DirectoryCatalogue catalogue) => new(
        Sitemap + "urlset",
        new[] { Links.Home, Links.Needs }.Concat(catalogue.Needs.Select(need => $"{Links.Needs}/{need.Slug}"))
            .Select(path => new XElement(Sitemap + "url", new XElement(Sitemap + "loc", root + path))));

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
