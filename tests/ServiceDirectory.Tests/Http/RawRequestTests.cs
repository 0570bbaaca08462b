using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Http;

/// <summary>Requests that are none, sent to the program without a proxy in between.</summary>
public sealed class RawRequestTests(LiveWorld live) : IClassFixture<LiveWorld>
{
    private const string Host = "Host: localhost\r\n";

    private const string End = "Connection: close\r\n\r\n";

    private Task<RawAnswer> SendAsync(string bytes) => RawConnection.SendAsync(live.Port, bytes);

    [Fact]
    public async Task Get_Sound_IsAnswered() => Assert.Equal(200, (await SendAsync($"GET / HTTP/1.1\r\n{Host}{End}")).Status);

    [Theory, Property(33)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : localhost\r\n")]
    [InlineData("GET / HTTP/1.0\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n")]
    public async Task Host_ThatIsNotOurs_IsRefused(string request)
    {
        var answer = await SendAsync(request + End);
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("evil", answer.Text, StringComparison.Ordinal);
    }

    [Theory, Property(32), Property(33)]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("X-Host: evil.example")]
    [InlineData("Forwarded: host=evil.example;for=evil.example;proto=evil")]
    [InlineData("X-Original-URL: /evil")]
    [InlineData("X-Rewrite-URL: /evil")]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("X-Forwarded-Proto: evil")]
    [InlineData("X-Forwarded-For: evil.example")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    [InlineData("X-Method-Override: POST")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Accept-Language: xx-evil")]
    [InlineData("User-Agent: evil")]
    [InlineData("Referer: https://evil.example/")]
    [InlineData("Cookie: evil=1")]
    public async Task Header_OfAnyKind_ChangesNothing(string header)
    {
        foreach (string address in new[] { "/", "/search?need=4&place=2644688", "/nothing" })
        {
            var (plain, bent) = (await SendAsync($"GET {address} HTTP/1.1\r\n{Host}{End}"), await SendAsync($"GET {address} HTTP/1.1\r\n{Host}{header}\r\n{End}"));
            Assert.Equal(plain.Body, bent.Body);
            Assert.Equal(WithoutTime(plain), WithoutTime(bent));
        }
    }

    [Theory, Property(20), Property(34)]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\naaaaa")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\nConnection: close\r\n\r\naaaaa")]
    [InlineData("POST /search HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("HELLO\r\n\r\n")]
    public async Task Request_OfNoShape_IsRefusedOnce_AndSaysNothing(string bytes)
    {
        var answer = await SendAsync(bytes);
        Assert.InRange(answer.Status, 400, 501);
        Assert.NotEqual(500, answer.Status);
        Assert.Equal(1, answer.Count);
        foreach (string never in new[] { "Server", "X-Powered-By", "Via", "Set-Cookie" })
            Assert.Empty(answer.Header(never));
        Assert.DoesNotContain("Kestrel", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, Property(34)]
    public async Task Length_AndChunks_AreOneRequest()
    {
        // Kestrel goes by the chunks and ends the connection, so that the rest is nobody's request.
        var answer = await SendAsync($"POST /search HTTP/1.1\r\n{Host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /about HTTP/1.1\r\n{Host}{End}");
        Assert.Equal(1, answer.Count);
        Assert.DoesNotContain("<h1>About", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, Property(36)]
    public async Task Body_TooLong_EndsTheConnectionAndSaysSo()
    {
        var answer = await SendAsync($"POST /search HTTP/1.1\r\n{Host}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 70000\r\n\r\n{new string('a', 70_000)}");
        Assert.Equal(413, answer.Status);
        Assert.Equal(["close"], answer.Header("Connection"));
    }

    [Fact, Property(36)]
    public async Task Body_ThatDoesNotSayItsLength_IsStoppedToo()
    {
        var answer = await SendAsync(
            $"POST /search HTTP/1.1\r\n{Host}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n{End}11170\r\nnear={new string('a', 0x11170 - 5)}\r\n0\r\n\r\n");
        Assert.Equal(413, answer.Status);
        Assert.NotEmpty(answer.Header("Content-Security-Policy"));
    }

    [Fact, Property(24)]
    public async Task Head_HasNoBody()
    {
        foreach (string address in new EndpointList(live.Program, live.World).Addresses.Append("/nothing").Append("/site.css").Append("/search?within=x"))
        {
            var answer = await SendAsync($"HEAD {address} HTTP/1.1\r\n{Host}{End}");
            Assert.InRange(answer.Status, 200, 410);
            Assert.Equal("", answer.Body);
        }
    }

    [Theory, Property(32)]
    [InlineData("get", 501)]
    [InlineData("Get", 501)]
    [InlineData("TRACE", 405)]
    [InlineData("PROPFIND", 501)]
    [InlineData("BREW", 501)]
    public async Task Method_Unknown_IsRefusedWithTheHeaders(string method, int expected)
    {
        var answer = await SendAsync($"{method} / HTTP/1.1\r\n{Host}X-Secret: canary7531\r\n{End}");
        Assert.Equal(expected, answer.Status);
        Assert.NotEmpty(answer.Header("Content-Security-Policy"));
        // TRACE would send the headers back.
        Assert.DoesNotContain("canary7531", answer.Text, StringComparison.Ordinal);
    }

    [Theory, Property(35)]
    [InlineData("//evil.example")]
    [InlineData("//evil.example/%2e%2e")]
    [InlineData("/\\evil.example")]
    [InlineData("/%5cevil.example")]
    [InlineData("/exit//evil.example")]
    [InlineData("/about//evil.example")]
    [InlineData("/services//evil.example")]
    [InlineData("/search?return=//evil.example&returnUrl=//evil.example&next=//evil.example&url=//evil.example&to=//evil.example")]
    public async Task Path_OfAnotherSite_LeadsNowhere(string path)
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\n{Host}{End}");
        Assert.InRange(answer.Status, 200, 404);
        Assert.Empty(answer.Header("Location"));
        Assert.DoesNotContain("href=\"//", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/\\", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer.Body, StringComparison.Ordinal);
    }

    [Fact, Property(40)]
    public async Task Files_OfTheProgram_AreNotServed()
    {
        var open = new HashSet<string>(
            Directory.EnumerateFiles(Repository.Path("src", "ServiceDirectory.Web", "wwwroot"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)));
        Assert.Contains("site.css", open);
        var closed = Directory.EnumerateFiles(AppContext.BaseDirectory).Concat(Directory.EnumerateFiles(Repository.Path("src", "ServiceDirectory.Web")))
            .Concat(Directory.EnumerateFiles(Repository.Root)).Select(file => Path.GetFileName(file)).Where(name => !open.Contains(name)).Distinct().ToList();
        Assert.Contains("appsettings.json", closed);
        foreach (string name in closed.Concat(
        [
            ".env", ".git/config", ".git/HEAD", ".data/connections.json", ".svn/entries", ".DS_Store", "web.config", "dump.sql", "backup.zip", "directory.dump", "core", "metrics", "health",
            "healthz", "debug/pprof/", "swagger", "swagger/v1/swagger.json", "openapi.json", "_framework/blazor.web.js", "elmah.axd", "trace.axd", "phpinfo.php",
            "actuator/env", "server-status", "run/secrets/ConnectionStrings__Directory", "Pages/Index.cshtml", "wwwroot/site.css", "etc/passwd",
        ]))
        {
            foreach (string path in new[] { $"/{name}", $"/../{name}", $"/..%2f{name}", $"/%2e%2e/{name}", $"/..%5c{name}", $"/site.css/../../{name}", $"/.//{name}" })
            {
                var answer = await SendAsync($"GET {path.Replace(" ", "%20", StringComparison.Ordinal)} HTTP/1.1\r\n{Host}{End}");
                Assert.True(answer.Status is 400 or 404, $"{path}: {answer.Status}");
            }
        }
    }

    [Fact, Property(20)]
    public async Task Answer_OfTheProgramItself_NamesNoProduct()
    {
        foreach (string bytes in new[] { $"GET / HTTP/1.1\r\n{Host}{End}", $"GET /nothing HTTP/1.1\r\n{Host}{End}", $"GET /site.css HTTP/1.1\r\n{Host}{End}" })
        {
            var answer = await SendAsync(bytes);
            foreach (string never in new[] { "Server", "X-Powered-By", "Via", "X-AspNet-Version", "Server-Timing" })
                Assert.Empty(answer.Header(never));
        }
    }

    private static string WithoutTime(RawAnswer answer) =>
        string.Join('\n', answer.Head.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase)));
}
