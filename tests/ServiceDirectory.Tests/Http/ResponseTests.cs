using System.Buffers.Text;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Http;

/// <summary>What every answer carries and what no request gets, whatever the page.</summary>
public sealed class ResponseTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "DELETE", "BREW"];

    private readonly EndpointList _list = new(world.Program, world);

    /// <summary>Every address the program knows, with right and wrong values in it; and one for each other status.</summary>
    private IEnumerable<string> Everything() => _list.Addresses.Concat(
    [
        "/search?need=4&near=Leeds", "/search?near=georgia", "/search?within=x", "/search?near=%00", "/list?s=x", $"/list?s={world.Clinic.Code}&s={world.Gone.Code}", "/nothing",
        "/robots.txt", "/site.css", "/favicon.svg", "/.env", "/appsettings.json",
    ]);

    private static void AssertCarriesAll(HttpResponseMessage answer, string what)
    {
        void Says(string header, string value) => Assert.True(answer.Header(header) is [var only] && only == value, $"{what}: {header}: {string.Join(" | ", answer.Header(header))}");
        Says("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        Says("X-Content-Type-Options", "nosniff");
        Says("Cross-Origin-Opener-Policy", "same-origin");
        Says("Cross-Origin-Resource-Policy", "same-origin");
        Says("Referrer-Policy", "no-referrer");
        Says("Permissions-Policy", "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
        foreach (string never in new[]
        {
            "Set-Cookie", "Server", "X-Powered-By", "Via", "NEL", "Report-To", "Reporting-Endpoints", "Server-Timing", "Accept-CH", "Refresh", "Link", "SourceMap",
            "Access-Control-Allow-Credentials", "Timing-Allow-Origin", "Service-Worker-Allowed",
        })
            Assert.True(answer.Header(never).Length == 0, $"{what} has {never}");
        // Open data is read by programs of other sites, and nothing else is.
        Assert.Equal((what, answer.RequestMessage!.RequestUri!.AbsolutePath is var path && (path == "/hsds" || path.StartsWith("/hsds/", StringComparison.Ordinal)) ? "*" : ""), (what, string.Concat(answer.Header("Access-Control-Allow-Origin"))));
        if (answer.Content.Headers.ContentType?.MediaType is "text/html" || (int)answer.StatusCode >= 300)
        {
            Says("Cache-Control", "no-store");
            foreach (string kept in new[] { "ETag", "Last-Modified", "Expires", "Age" })
                Assert.True(answer.Header(kept).Length == 0, $"{what} has {kept}");
        }
    }

    [Fact]
    public async Task Every_Endpoint_IsThereForOneValueAtLeast()
    {
        // What members see is asked for by members (AccountPagesTests, MembersPageTests).
        foreach (var endpoint in _list.Endpoints.Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0 && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
        {
            var statuses = new List<HttpStatusCode>();
            foreach (string address in _list.Filled(endpoint))
            {
                using var answer = await _browser.ReadAsync(address);
                statuses.Add(answer.StatusCode);
            }

            Assert.True(statuses.Contains(HttpStatusCode.OK), $"None of the values of EndpointList fits {endpoint.RoutePattern.RawText}; add one that does.");
            Assert.Contains(HttpStatusCode.NotFound, statuses);
        }
    }

    [Fact, Property(1), Property(2), Property(4), Property(15), Property(18), Property(20), Property(32)]
    public async Task Every_Answer_CarriesTheHeadersAndNoCookie()
    {
        var statuses = new HashSet<HttpStatusCode>();
        foreach (string address in Everything())
        {
            foreach (string method in s_methods)
            {
                using var answer = await _browser.SendAsync(method, address, method == "POST" ? new FormUrlEncodedContent([]) : null);
                statuses.Add(answer.StatusCode);
                string what = $"{method} {address} {(int)answer.StatusCode}";
                Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.NotImplemented, what);
                Assert.True(method is not "DELETE" || answer.StatusCode == HttpStatusCode.MethodNotAllowed, what);
                Assert.True(method is not "BREW" || answer.StatusCode == HttpStatusCode.NotImplemented, what);
                AssertCarriesAll(answer, what);
            }
        }

        foreach (var (site, body) in new[] { ("cross-site", "a"), ("same-origin", new string('a', 70_000)) })
        {
            using var answer = await _browser.SendAsync("POST", "/search", new FormUrlEncodedContent([new("near", body)]), ("Sec-Fetch-Site", site));
            statuses.Add(answer.StatusCode);
            AssertCarriesAll(answer, $"POST /search {(int)answer.StatusCode}");
        }

        Assert.Superset(
            new HashSet<HttpStatusCode>
            {
                HttpStatusCode.OK, HttpStatusCode.MovedPermanently, HttpStatusCode.SeeOther, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound,
                HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.NotImplemented,
            },
            statuses);
    }

    [Fact, Property(4), Property(15), Property(18), Property(20), Property(46)]
    public async Task Every_Fault_CarriesThemToo_AndSaysNothing()
    {
        await using var program = world.Start(world.With()).WithWebHostBuilder(host =>
            host.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, Breaks>()));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        foreach (string method in new[] { "GET", "HEAD", "POST" })
        {
            using var answer = await browser.SendAsync(method, "/nothing?near=canary7531", method == "POST" ? new FormUrlEncodedContent([]) : null);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            AssertCarriesAll(answer, method);
            string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("canary", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
        }
    }

    /// <summary>Fails where no page is, with what was asked for in the message.</summary>
    private sealed class Breaks : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(context => throw new InvalidOperationException($"canary {context.Request.QueryString}"));
        };
    }

    [Fact, Property(24)]
    public async Task Head_SaysWhatGetSays()
    {
        static string[] Headers(HttpResponseMessage answer) => [.. answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Length" or "Transfer-Encoding"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];
        foreach (string address in Everything())
        {
            using var whole = await _browser.ReadAsync(address);
            using var head = await _browser.SendAsync("HEAD", address);
            Assert.True(whole.StatusCode == head.StatusCode, address);
            Assert.Equal(Headers(whole), Headers(head));
        }
    }

    [Theory, Property(24)]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Compressed_IsTheSamePage_AndNoneWithASecretIs(string encoding)
    {
        var stop = TestContext.Current.CancellationToken;
        int compressed = 0;
        foreach (string address in Everything())
        {
            using var answer = await _browser.SendAsync("GET", address, null, ("Accept-Encoding", encoding));
            if (answer.Content.Headers.ContentType?.MediaType is not ("text/html" or "text/css" or "image/svg+xml"))
                continue;
            string once = await _browser.GetStringOfAnyAsync(address), again = await _browser.GetStringOfAnyAsync(address);
            // A page that is another each time holds a token, whose length a compressed page could tell; a kept list holds what opens it.
            if (once != again || (answer.StatusCode is HttpStatusCode.OK && address.StartsWith("/lists/", StringComparison.Ordinal)))
            {
                Assert.Empty(answer.Content.Headers.ContentEncoding);
                continue;
            }

            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.Contains("Accept-Encoding", answer.Header("Vary"));
            await using var packed = await answer.Content.ReadAsStreamAsync(stop);
            await using Stream unpacked = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked, Encoding.UTF8);
            Assert.Equal(once, await reader.ReadToEndAsync(stop));
            compressed++;
        }

        Assert.True(compressed > 20, $"{compressed}");
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
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        using var clear = await browser.ReadAsync("/about");
        var seconds = Assert.Single(clear.Header("Strict-Transport-Security"));
        Assert.True(int.Parse(seconds["max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture) >= 31_536_000);
        using var plain = await browser.ReadAsync("http://localhost/about");
        Assert.Empty(plain.Header("Strict-Transport-Security"));
        using var hidden = await browser.ReadAsync($"https://{LiveWorld.Onion}/about");
        Assert.Equal(HttpStatusCode.OK, hidden.StatusCode);
        Assert.Empty(hidden.Header("Strict-Transport-Security"));
    }

    [Fact, Property(22), Property(23)]
    public async Task OnionLocation_StandsOnSecurePagesOnly_WithThePathOnly()
    {
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        foreach (var (address, path) in new[] { ("/", "/"), ("/about", "/about"), ("/search?need=4&near=Leeds", "/search"), ($"/services/{world.Clinic.Code}?x=%2F", $"/services/{world.Clinic.Code}") })
        {
            using var page = await browser.ReadAsync(address);
            Assert.Equal($"http://{LiveWorld.Onion}{path}", Assert.Single(page.Header("Onion-Location")));
            foreach (string elsewhere in new[] { $"http://localhost{address}", $"https://{LiveWorld.Onion}{address}", $"http://{LiveWorld.Onion}{address}" })
            {
                using var other = await browser.ReadAsync(elsewhere);
                Assert.Equal(HttpStatusCode.OK, other.StatusCode);
                Assert.Empty(other.Header("Onion-Location"));
            }
        }

        // Where signed-in pages will be, what is no page, and where there is nothing.
        foreach (string address in new[] { "/nothing", "/exit", "/site.css", "/robots.txt", "/search?within=x", "/services/oldold", "/curate", "/account/sign-in" })
        {
            using var answer = await browser.ReadAsync(address);
            Assert.Empty(answer.Header("Onion-Location"));
        }

        using var without = await _browser.ReadAsync("/about");
        Assert.Empty(without.Header("Onion-Location"));
    }

    [Fact]
    public async Task Files_WithTheirHash_AreKeptForGood()
    {
        var page = await _browser.PageAsync("/es/");
        string[] addresses = [.. page.QuerySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]").Select(named => named.GetAttribute("href") ?? named.GetAttribute("src")!)];
        Assert.Equal(3, addresses.Length);
        foreach (var address in addresses)
        {
            using var answer = await _browser.ReadAsync(address);
            Assert.EndsWith("?v=" + Base64Url.EncodeToString(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))), address, StringComparison.Ordinal);
            Assert.Contains("immutable", Assert.Single(answer.Header("Cache-Control")), StringComparison.Ordinal);
        }
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
