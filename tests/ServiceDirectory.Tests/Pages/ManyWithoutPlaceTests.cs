using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Synthetic;
using ServiceDirectory.Web;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Pages;

/// <summary>The program over more services than a search without a place looks at.</summary>
public sealed class ProgramOverMany(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private readonly CopyOfDatabase _database = new(server);
    private WebApplicationFactory<Program>? _program;

    public HttpClient Browser() => _program!.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost") });

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await SyntheticLoader.LoadAsync(_database.Owner, new SyntheticDirectory(seed: 1, towns: 50).Services(4_000));
        _program = new AppFactory(_database.Logins, new FixedClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)))
            .WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton<ReadGazetteer>(_ => Task.FromResult(places.Gazetteer))));
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>What somebody reads who has said no place.</summary>
public sealed class ManyWithoutPlaceTests(ProgramOverMany many) : IClassFixture<ProgramOverMany>
{
    [Fact]
    public async Task Get_MoreThanAreLookedAt_SaysOfWhichTheNumbersAre()
    {
        var page = await PageAsync("/search");
        Assert.Equal("2000", page.QuerySelector("main")!.GetAttribute("data-total"));
        Assert.Equal("More than 2,000 services in person", page.QuerySelector("#here")!.TextContent);
        Assert.Contains("We look at the 2,000 checked last, and numbers are of these.", page.QuerySelector(".head")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("of these", Count(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_MoreThanAreLookedAt_CountsFilteredOnesOfThese()
    {
        var page = await PageAsync("/search?access=1");
        var total = int.Parse(page.QuerySelector("main")!.GetAttribute("data-total")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(total, 1, 1_999);
        Assert.Equal(FormattableString.Invariant($"{total:N0} of these in person"), page.QuerySelector("#here")!.TextContent);
    }

    [Fact]
    public async Task Get_AllAreLookedAt_SaysNothingOfIt()
    {
        var page = await PageAsync("/search?need=1");
        Assert.EndsWith("services in person", page.QuerySelector("#here")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("of these", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>An old phone and a bad connection: what comes before anything can be read.</summary>
    [Theory]
    [InlineData("/search?need=1")]
    [InlineData("/es/search?need=4")]
    [InlineData("/ar/search")]
    public async Task Get_TwentyResults_ComeInAtMostThirtyKilobytes(string address)
    {
        using var browser = many.Browser();
        var page = await browser.PageAsync(address);
        Assert.Equal(20, page.QuerySelectorAll("ol.results > li").Length);
        long bytes = await SentAsync(address);
        foreach (var file in page.QuerySelectorAll("link[rel=stylesheet], script[src]").Select(file => file.GetAttribute("href") ?? file.GetAttribute("src")!))
            bytes += await SentAsync(file);
        Assert.InRange(bytes, 1, 30 * 1024);

        async Task<long> SentAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { AcceptEncoding = { new("gzip") } } };
            using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
            return (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).LongLength;
        }
    }

    private static string Count(IHtmlDocument page) => page.QuerySelector("input[name=access][value='1']")!.ParentElement!.TextContent;

    private async Task<IHtmlDocument> PageAsync(string address)
    {
        using var browser = many.Browser();
        return await browser.PageAsync(address);
    }
}
