using System.Xml.Linq;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Http;

/// <summary>What search engines ask for: where not to go, and which pages they may show. Their addresses are those of the host that was asked, onion or not.</summary>
public static class ForCrawlers
{
    private const string SitemapPath = "/sitemap.xml";

    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapForCrawlers(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, IOptions<DirectoryOptions> options) => Results.Text(
            $"User-agent: *\nDisallow: {Links.SearchForm}\nDisallow: {Links.ListForm}\nDisallow: {Links.Exit}\nSitemap: {Root(request, options.Value)}{SitemapPath}\n", "text/plain")).AllowAnonymous().DisableRateLimiting();
        app.MapMethods(SitemapPath, [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options) => Results.Text(
            Pages(Root(request, options.Value), catalogue).ToString(), "application/xml")).AllowAnonymous().DisableRateLimiting();
    }

    /// <summary>The first page and the needs, by the words that people look for. Never an entry: those choose to be found there.</summary>
    private static XElement Pages(string root, DirectoryCatalogue catalogue) => new(
        Sitemap + "urlset",
        new[] { Links.Home, Links.Needs }.Concat(catalogue.Needs.Select(need => $"{Links.Needs}/{need.Slug}"))
            .Select(path => new XElement(Sitemap + "url", new XElement(Sitemap + "loc", root + path))));

    /// <summary>The proxy calls the onion https, but it is reached by http.</summary>
    private static string Root(HttpRequest request, DirectoryOptions options) =>
        $"{(OnionName.Is(request.Host, options) ? Uri.UriSchemeHttp : request.Scheme)}://{request.Host}";
}
