using System.Xml.Linq;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>What search engines are told.</summary>
public sealed class CrawlerTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    [Fact]
    public async Task Robots_KeepOffSearchesAndLists()
    {
        using var answer = await _browser.ReadAsync("/robots.txt");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        string[] lines =
        [
            "User-agent: *", .. PageLanguages.Written.Select(language => "/" + language).Prepend("").SelectMany(language => new[] { $"Disallow: {language}/search", $"Disallow: {language}/list" }),
            "Disallow: /exit", "Sitemap: https://localhost/sitemap.xml",
        ];
        Assert.Equal(lines, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Sitemap_NamesOnlyPagesThatMayBeShown()
    {
        using var answer = await _browser.ReadAsync("/sitemap.xml");
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        var addresses = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Descendants()
            .Where(element => element.Name.LocalName == "loc").Select(location => location.Value).ToList();
        // The first page, all needs, urgent help, guides, and each need, situation and guide: in every language.
        Assert.Equal((4 + 80 + 6 + 1) * PageLanguages.Written.Count, addresses.Count);
        Assert.Contains("https://localhost/es/now/overdose", addresses);
        Assert.Contains("https://localhost/needs/pep", addresses);
        Assert.DoesNotContain(addresses, address => address.Contains("/services/", StringComparison.Ordinal));
        foreach (var address in addresses)
            Assert.Null((await _browser.PageAsync(address)).QuerySelector("meta[name=robots]"));
    }

    [Fact, Property(23)]
    public async Task Onion_IsToldOnionAddresses()
    {
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient();
        foreach (var path in new[] { "/robots.txt", "/sitemap.xml" })
        {
            using var answer = await browser.ReadAsync($"http://{LiveWorld.Onion}{path}");
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"http://{LiveWorld.Onion}/", text, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost", text, StringComparison.Ordinal);
        }
    }
}
