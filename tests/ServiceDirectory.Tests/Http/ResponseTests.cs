using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Http;

/// <summary>What every answer carries and what no request gets, whatever the page.</summary>
public sealed class ResponseTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    /// <summary>Every address the program knows, from its own list, with real values in it; and one for each other status.</summary>
    private IEnumerable<(string Method, string Address)> Everything()
    {
        var addresses = world.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                .Replace("services/{code}", $"services/{world.Clinic.Code}", StringComparison.Ordinal)
                .Replace("organisations/{code}", $"organisations/{world.Provider.Code}", StringComparison.Ordinal)
                .Replace("{need}", "4", StringComparison.Ordinal))
            .Distinct().ToList();
        Assert.Contains("/search", addresses, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(addresses, address => address.Contains('{', StringComparison.Ordinal));
        addresses.AddRange(
        [
            "/search?need=4&near=Leeds", "/search?near=georgia", "/search?within=x", "/search?near=%00", "/list?s=x", "/nothing", "/services/oldold",
            $"/services/{world.Gone.Code}", "/robots.txt", "/site.css", "/favicon.svg", "/.env", "/appsettings.json",
        ]);
        return addresses.SelectMany(address => new[] { ("GET", address), ("HEAD", address), ("POST", address), ("DELETE", address), ("BREW", address) });
    }

    [Fact, Property(1), Property(2), Property(4), Property(15), Property(18), Property(20)]
    public async Task Every_Answer_CarriesTheHeadersAndNoCookie()
    {
        var statuses = new HashSet<HttpStatusCode>();
        foreach (var (method, address) in Everything())
        {
            using var answer = await _browser.SendAsync(method, address, method == "POST" ? new FormUrlEncodedContent([]) : null);
            statuses.Add(answer.StatusCode);
            var what = $"{method} {address} {(int)answer.StatusCode}";
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.NotImplemented, what);
            Assert.Equal(
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                Assert.Single(answer.Header("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Header("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Header("Cross-Origin-Opener-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Header("Cross-Origin-Resource-Policy")));
            Assert.Equal("no-referrer", Assert.Single(answer.Header("Referrer-Policy")));
            foreach (var off in new[] { "camera", "microphone", "payment", "usb", "geolocation" })
                Assert.Contains($"{off}=()", Assert.Single(answer.Header("Permissions-Policy")), StringComparison.Ordinal);
            foreach (var never in new[] { "Set-Cookie", "Server", "X-Powered-By", "Via", "NEL", "Report-To", "Server-Timing", "Accept-CH", "Access-Control-Allow-Origin" })
                Assert.True(answer.Header(never).Length == 0, $"{what} has {never}");
            if (answer.Content.Headers.ContentType?.MediaType is "text/html" || answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.MovedPermanently)
            {
                Assert.True(answer.Header("Cache-Control") is ["no-store"], what);
                Assert.Empty(answer.Header("ETag"));
                Assert.Empty(answer.Header("Last-Modified"));
            }
        }

        Assert.Superset(
            new HashSet<HttpStatusCode>
            {
                HttpStatusCode.OK, HttpStatusCode.MovedPermanently, HttpStatusCode.SeeOther, HttpStatusCode.BadRequest, HttpStatusCode.NotFound,
                HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone, HttpStatusCode.NotImplemented,
            },
            statuses);
    }

    [Theory, Property(16)]
    [InlineData("/")]
    [InlineData("/needs")]
    [InlineData("/search?need=4&near=Leeds")]
    [InlineData("/search?within=x")]
    [InlineData("/about")]
    [InlineData("/privacy")]
    [InlineData("/how-we-check")]
    [InlineData("/list?s=zzzzzz&s=x")]
    [InlineData("/nothing")]
    public async Task Every_Page_IsOnlyMarkup(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        var page = await answer.PageAsync(answer.StatusCode);
        Assert.Empty(page.QuerySelectorAll("script, style, iframe, [style], [onclick], [onload], [onsubmit], meta[http-equiv]"));
        Assert.DoesNotContain("javascript:", page.Source.Text, StringComparison.OrdinalIgnoreCase);
        Assert.All(
            page.QuerySelectorAll("link[href], img[src], input[type=image]"),
            resource => Assert.StartsWith("/", resource.GetAttribute("href") ?? resource.GetAttribute("src"), StringComparison.Ordinal));
    }

    [Theory, Property(3), Property(10)]
    [InlineData("/")]
    [InlineData("/search?need=4&near=Leeds")]
    [InlineData("/nothing")]
    public async Task Every_Page_OffersTheWayOutRightAfterTheSkipLink(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        var page = await answer.PageAsync(answer.StatusCode);
        var links = page.QuerySelectorAll("a, button, input, select, summary").Take(2).Select(link => link.GetAttribute("href"));
        Assert.Equal(["#main", "/exit"], links);
        Assert.NotNull(page.GetElementById("main"));
        Assert.Contains("This does not clear your history.", page.Body!.TextContent, StringComparison.Ordinal);
        // A form that is sent by POST sets a cookie where a layout holds it.
        Assert.Empty(page.QuerySelectorAll("header form, footer form, .top form"));
    }

    [Fact, Property(6)]
    public async Task Every_PlaceField_IsNotRemembered()
    {
        foreach (var address in new[] { "/", "/needs", "/needs/4", "/search?need=4&near=Leeds" })
        {
            var page = await _browser.PageAsync(address);
            Assert.All(page.QuerySelectorAll("input[name=near]"), field => Assert.Equal("off", field.GetAttribute("autocomplete")));
            Assert.NotEmpty(page.QuerySelectorAll("input[name=near]"));
        }
    }

    [Theory, Property(8), Property(35)]
    [InlineData("/exit?to=https://evil.example&url=//evil.example")]
    [InlineData("/exit?x=%00")]
    [InlineData("/exit?x=%ff&x=1")]
    public async Task Exit_LeadsOutAndIgnoresEverything(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("https://www.bbc.co.uk/weather", answer.Headers.Location?.AbsoluteUri);
        Assert.Equal(["no-store"], answer.Header("Cache-Control"));
        Assert.Equal(["no-referrer"], answer.Header("Referrer-Policy"));
        Assert.Equal(["\"cookies\""], answer.Header("Clear-Site-Data"));
    }

    [Theory, Property(32)]
    [InlineData("TRACE", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PATCH", HttpStatusCode.MethodNotAllowed)]
    [InlineData("BREW", HttpStatusCode.NotImplemented)]
    public async Task Method_Unknown_IsRefused(string method, HttpStatusCode expected)
    {
        foreach (var address in new[] { "/", "/search", "/exit", "/nothing", "/site.css" })
        {
            using var answer = await _browser.SendAsync(method, address);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Theory, Property(32)]
    [InlineData("/")]
    [InlineData("/needs")]
    [InlineData("/about")]
    public async Task Post_ToWhatIsOnlyRead_Is405(string address)
    {
        using var answer = await _browser.SubmitAsync(address, ("a", "b"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Fact, Property(32)]
    public async Task Post_WithAnOverride_StaysAPost()
    {
        using var answer = await _browser.SendAsync("POST", "/about", new FormUrlEncodedContent([]), ("X-HTTP-Method-Override", "GET"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory, Property(2)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.SeeOther)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.SeeOther)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.SeeOther)]
    [InlineData("Origin", "https://localhost", HttpStatusCode.SeeOther)]
    public async Task Post_FromElsewhere_IsRefused(string header, string value, HttpStatusCode expected)
    {
        using var answer = await _browser.SendAsync("POST", "/search", new FormUrlEncodedContent([new("need", "4")]), (header, value));
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory, Property(33)]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    public async Task Host_Unknown_IsRefused(string host)
    {
        using var answer = await _browser.SendAsync("GET", "/", null, ("Host", host));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty(answer.Header("Content-Security-Policy"));
    }

    [Fact, Property(33)]
    public async Task Host_Forwarded_IsNotReflected()
    {
        using var answer = await _browser.SendAsync(
            "GET", "/", null, ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"), ("X-Original-URL", "/about"));
        Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact, Property(36)]
    public async Task Body_OverTheLimit_Is413()
    {
        using var answer = await _browser.SubmitAsync("/search", ("near", new string('a', 65_000)), ("q", new string('a', 1_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact, Property(36)]
    public async Task Body_OfThousandsOfFields_Is400()
    {
        using var answer = await _browser.SubmitAsync("/search", [.. Enumerable.Range(0, 3_000).Select(i => ("need", "4"))]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, Property(29)]
    [InlineData("/search?near=a%00b")]
    [InlineData("/search?need=%00")]
    [InlineData("/search?unknown=%00")]
    [InlineData("/search?near=%FF%FE")]
    [InlineData("/search?near=%ED%A0%80")]
    public async Task Text_ThatIsNone_Is400(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, Property(29)]
    [InlineData("near=a%00b")]
    [InlineData("near=%FF")]
    [InlineData("a%00b=1")]
    public async Task Text_ThatIsNoneInAForm_Is400(string body)
    {
        using var answer = await _browser.SendAsync(
            "POST", "/search", new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact, Property(21)]
    public async Task Https_IsInsistedOn_ButNotOverHttpOrOnion()
    {
        var onion = new string('a', 56) + ".onion";
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{onion}"), ("Directory:Onion", onion)));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        using var clear = await browser.ReadAsync("/about");
        var seconds = Assert.Single(clear.Header("Strict-Transport-Security"));
        Assert.True(int.Parse(seconds["max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture) >= 31_536_000);
        using var plain = await browser.ReadAsync("http://localhost/about");
        Assert.Empty(plain.Header("Strict-Transport-Security"));
        using var hidden = await browser.ReadAsync($"https://{onion}/about");
        Assert.Equal(HttpStatusCode.OK, hidden.StatusCode);
        Assert.Empty(hidden.Header("Strict-Transport-Security"));
    }

    [Fact, Property(24)]
    public async Task Compressed_VariesByWhatTheBrowserTakes()
    {
        using var answer = await _browser.SendAsync("GET", "/needs", null, ("Accept-Encoding", "br"));
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Header("Vary"));
    }

    [Fact]
    public async Task Files_WithTheirHash_AreKeptForGood()
    {
        var page = await _browser.PageAsync("/");
        var address = page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        Assert.Contains("?v=", address, StringComparison.Ordinal);
        using var answer = await _browser.ReadAsync(address);
        Assert.Contains("immutable", Assert.Single(answer.Header("Cache-Control")), StringComparison.Ordinal);
    }

    [Fact, Property(12)]
    public async Task Robots_AreKeptOffResultsAndEntries()
    {
        foreach (var (address, may) in new[] { ("/", true), ("/needs", true), ("/about", true), ("/privacy", true), ("/how-we-check", true), ("/search", false), ($"/services/{world.Clinic.Code}", false), ($"/organisations/{world.Provider.Code}", false) })
        {
            var page = await _browser.PageAsync(address);
            Assert.Equal(may, page.QuerySelector("meta[name=robots][content=noindex]") is null);
        }
    }

    [Fact]
    public async Task FirstPages_NeverSayWhoTheyAreFor()
    {
        foreach (var address in new[] { "/", "/needs", "/search", "/search?need=4&near=Leeds" })
        {
            var page = await _browser.PageAsync(address);
            Assert.DoesNotContain("sex work", page.Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Links_LeadToPagesThatAreThere()
    {
        var seen = new HashSet<string>();
        var next = new Queue<string>(["/", "/search?need=4&near=Leeds"]);
        while (next.TryDequeue(out var address))
        {
            if (address.StartsWith("/exit", StringComparison.Ordinal) || !seen.Add(address) || seen.Count > 200)
                continue;
            using var answer = await _browser.ReadAsync(address);
            Assert.True(answer.IsSuccessStatusCode, address);
            if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
                continue;
            var page = await answer.PageAsync(HttpStatusCode.OK);
            foreach (var link in page.QuerySelectorAll("a[href^='/'], link[href^='/']"))
                next.Enqueue(link.GetAttribute("href")!.Split('#')[0]);
        }

        Assert.Contains($"/services/{world.Clinic.Code}", seen);
    }
}
