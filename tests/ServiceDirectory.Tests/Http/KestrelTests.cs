using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Http;

/// <summary>What the real web server lets through: limits of its own stand before any page, and the host inside tests has none.</summary>
[Property(30)]
public sealed class KestrelTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    [Theory]
    [InlineData("near", 10_000)]
    [InlineData("near", 30_000)]
    public async Task Get_OverlongText_ReachesThePageThatSaysSo(string field, int length)
    {
        await using var program = Start(out var browser);
        using (browser)
            await AssertRefusedAsync(await browser.GetAsync(new Uri($"/search?need=4&{field}={new string('a', length)}", UriKind.Relative), Stop), field);
    }

    [Theory]
    [InlineData("near", "a")]
    [InlineData("near", "\u0631")]
    public async Task Post_OverlongText_ReachesThePageThatSaysSo(string field, string letter)
    {
        await using var program = Start(out var browser);
        using (browser)
        {
            using var form = new FormUrlEncodedContent([new("need", "4"), new(field, string.Concat(Enumerable.Repeat(letter, 10_000)))]);
            await AssertRefusedAsync(await browser.PostAsync(new Uri("/search", UriKind.Relative), form, Stop), field);
        }
    }

    /// <summary>Who finds no room is told nothing, and tries again after seconds.</summary>
    [Fact]
    public async Task NewConnections_MayWait_AsManyAsTheSystemHolds()
    {
        await using var program = Start(out var browser);
        browser.Dispose();
        // What Debian holds; the server's own number is an eighth of that.
        Assert.True(program.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.Backlog >= 4096);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, string field)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop));
            Assert.Equal(field, Assert.Single(page.QuerySelectorAll("p.wrong")).GetAttribute("data-field"));
            Assert.NotNull(page.QuerySelector(".search input[name=need][value='4']"));
        }
    }

    private WebApplicationFactory<Program> Start(out HttpClient browser)
    {
        // The number that UseKestrel takes is lost on the way to the program that World starts.
        var program = world.Start(world.With(("urls", "http://127.0.0.1:0")));
        program.UseKestrel();
        program.StartServer();
        var address = program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        browser = new HttpClient { BaseAddress = new Uri($"http://localhost:{new Uri(address).Port}") };
        return program;
    }
}
