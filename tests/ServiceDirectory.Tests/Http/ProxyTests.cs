using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>What comes through a real nginx with the shipped configuration, and what does not.</summary>
public sealed partial class ProxyTests(LiveProxy live) : IClassFixture<LiveProxy>
{
    private const string Host = "Host: localhost\r\n";

    private const string End = "Connection: close\r\n\r\n";

    private static readonly string Configuration = File.ReadAllText(Repository.Path("deploy", "proxy", "nginx.conf"));

    private Task<RawAnswer> PlainlyAsync(string bytes) => RawConnection.SendAsync(live.Nginx.HttpPort, bytes);

    private Task<RawAnswer> SecurelyAsync(string bytes) => RawConnection.SendAsync(live.Nginx.HttpsPort, bytes, "localhost");

    /// <summary>As tor's own connection begins.</summary>
    private Task<RawAnswer> FromTorAsync(int circuit, string bytes) =>
        RawConnection.SendAsync(live.Nginx.OnionPort, $"PROXY TCP6 fc00:dead:beef:4dad::0:{circuit:x} ::1 {circuit} 80\r\n{bytes}");

    [Fact]
    public async Task Configuration_AsShipped_IsSound() => Assert.Equal("", await Proxy.CheckAsync());

    /// <summary>What must stand there once and for all addresses, with its value.</summary>
    [Theory, Property(41)]
    [InlineData("access_log", "off")]
    [InlineData("error_log", "/dev/null crit")]
    [InlineData("server_tokens", "off")]
    [InlineData("client_max_body_size", "64k")]
    [InlineData("client_body_buffer_size", "64k")]
    [InlineData("proxy_request_buffering", "off")]
    [InlineData("proxy_max_temp_file_size", "0")]
    [InlineData("ssl_session_tickets", "off")]
    [InlineData("ssl_session_cache", "off")]
    [InlineData("proxy_set_header X-Forwarded-For", "$visitor")]
    [InlineData("proxy_set_header X-Forwarded-Host", "\"\"")]
    [InlineData("proxy_set_header X-Forwarded-Proto", "https")]
    [InlineData("proxy_set_header Forwarded", "\"\"")]
    [InlineData("proxy_set_header X-Real-IP", "\"\"")]
    [InlineData("proxy_set_header Host", "$host")]
    public void Configuration_SaysOnce(string directive, string value)
    {
        string line = Assert.Single(
            Configuration.Split('\n'), line => line.TrimStart().StartsWith($"{directive} ", StringComparison.Ordinal) && line.Trim() != ForLists);
        Assert.Equal($"{directive} {value};", line.Trim());
        // One inside a server or location would drop all others there.
        Assert.True(line.Length - line.TrimStart().Length <= 4, line);
    }

    /// <summary>The one address that takes more, on both ways in; the program asks there who somebody is.</summary>
    private const string ForLists = "client_max_body_size 12m;";

    [Fact, Property(36)]
    public async Task LargeBody_PassesToTheAddressForListsAlone()
    {
        Assert.Equal(2, Configuration.Split('\n').Count(line => line.Trim() == ForLists));
        Assert.Equal(12 * 1024 * 1024, ImportBody.Bytes);
        // At once, as nginx waits some seconds for the rest of what it refuses.
        await Task.WhenAll(new[]
        {
            ("/curate/bcdfgh/import", 303), ("/ro/curate/bcdfgh/import", 303), ("/curate/bcdfgh/members", 413), ("/search", 413), ("/curate/bcdfgh/import/x", 413),
        }.Select(async one =>
        {
            var (address, status) = one;
            var answer = await SecurelyAsync(
                $"POST {address} HTTP/1.1\r\n{Host}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n{End}{new string('x', 70_000)}");
            Assert.Equal((address, status), (address, answer.Status));
        }));
    }

    [Fact]
    public void Configuration_AndProgram_AgreeOnSizesAndPlaces()
    {
        Assert.Equal(64 * 1024, BodyLimit.Bytes);
        string compose = File.ReadAllText(Repository.Path("docker-compose.yml"));
        string front = Subnet().Match(compose).Groups["net"].Value;
        Assert.Contains($"Directory__ProxyNetworks: {front}\n", compose, StringComparison.Ordinal);
        string proxy = Address().Match(compose).Groups["address"].Value;
        Assert.Contains($"HiddenServicePort 80 {proxy}:8081\n", File.ReadAllText(Repository.Path("deploy", "tor", "torrc")), StringComparison.Ordinal);
        // Published are the two ports of the clearnet, and not tor's.
        Assert.DoesNotContain("8081", compose, StringComparison.Ordinal);
    }

    [Fact, Property(21), Property(22)]
    public async Task Clearnet_IsInsistedOn_AndNamesTheOnion()
    {
        var page = await SecurelyAsync($"GET /about HTTP/1.1\r\n{Host}{End}");
        Assert.Equal(200, page.Status);
        Assert.Equal("max-age=63072000", Assert.Single(page.Header("Strict-Transport-Security")));
        Assert.Equal($"http://{LiveWorld.Onion}/about", Assert.Single(page.Header("Onion-Location")));
        var plain = await PlainlyAsync($"GET /about?x=1 HTTP/1.1\r\n{Host}{End}");
        Assert.Equal(301, plain.Status);
        Assert.Equal("https://localhost/about?x=1", Assert.Single(plain.Header("Location")));
        Assert.Empty(plain.Header("Strict-Transport-Security"));
        Assert.Empty(plain.Header("Onion-Location"));
    }

    [Fact, Property(21), Property(22), Property(23)]
    public async Task Onion_IsServedPlainly_AndLeadsNowhereElse()
    {
        foreach (string address in new[] { "/", "/about", "/search?need=4&place=2644688", "/nothing", "/services/oldold" })
        {
            var page = await FromTorAsync(1, $"GET {address} HTTP/1.1\r\nHost: {LiveWorld.Onion}\r\n{End}");
            Assert.True(page.Status is 200 or 301 or 404, address);
            Assert.Empty(page.Header("Strict-Transport-Security"));
            Assert.Empty(page.Header("Onion-Location"));
            Assert.DoesNotContain("localhost", page.Text, StringComparison.Ordinal);
        }

        // The program takes the onion for https, and names it by http all the same.
        var robots = await FromTorAsync(1, $"GET /robots.txt HTTP/1.1\r\nHost: {LiveWorld.Onion}\r\n{End}");
        Assert.Contains($"Sitemap: http://{LiveWorld.Onion}/sitemap.xml", robots.Body, StringComparison.Ordinal);
    }

    [Fact, Property(33)]
    public async Task Onion_UnderTheOtherName_IsNotAnswered()
    {
        Assert.Equal(0, (await FromTorAsync(2, $"GET / HTTP/1.1\r\n{Host}{End}")).Status);
        // Nobody but tor speaks on this port.
        Assert.Equal(0, (await RawConnection.SendAsync(live.Nginx.OnionPort, $"GET / HTTP/1.1\r\nHost: {LiveWorld.Onion}\r\n{End}")).Status);
    }

    [Fact, Property(33)]
    public async Task Visitor_IsWhoConnected_WhateverTheRequestSays()
    {
        // Each request claims another address; the proxy puts the circuit in its place, and that one runs out.
        var statuses = new List<int>();
        for (int i = 0; i <= SearchGate.AtOnce; i++)
            statuses.Add((await FromTorAsync(3, $"GET /search?within=x HTTP/1.1\r\nHost: {LiveWorld.Onion}\r\nX-Forwarded-For: 198.51.100.{i}\r\nForwarded: for=198.51.100.{i}\r\n{End}")).Status);
        Assert.Contains(429, statuses);
        Assert.Equal(400, (await FromTorAsync(4, $"GET /search?within=x HTTP/1.1\r\nHost: {LiveWorld.Onion}\r\n{End}")).Status);
    }

    [Theory, Property(20), Property(34)]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\naaaaa")]
    [InlineData("POST /search HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")]
    [InlineData("TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("get / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n")]
    public async Task Request_OfNoShape_IsRefusedWithTheHeaders(string bytes)
    {
        var answer = await SecurelyAsync(bytes);
        Assert.True(answer.Status is >= 400 and < 500 or 501, $"{answer.Status}");
        Assert.Equal(1, answer.Count);
        Assert.Contains("default-src 'none'", Assert.Single(answer.Header("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Header("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Header("Referrer-Policy")));
        Assert.Equal("no-store", Assert.Single(answer.Header("Cache-Control")));
        Assert.Empty(answer.Header("Server"));
        Assert.Empty(answer.Header("Set-Cookie"));
    }

    [Theory, Property(34)]
    [InlineData("GET /about HTTP/1.1\nHost: localhost\nConnection: close\n\n")]
    [InlineData("GET /about HTTP/1.1\r\nHost: localhost\r\nX: a\nConnection: close\r\n\r\n")]
    [InlineData("POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n6;a=b\nneed=4\n0\n\n")]
    public async Task BareLineFeed_IsReadInOneWay(string bytes)
    {
        // nginx takes it for the end of a line and has no switch against that, but passes on lines of its own: the program, which
        // refuses such a line, never sees one, and both read the same request.
        var answer = await SecurelyAsync(bytes);
        Assert.True(answer.Status is 200 or 303, $"{answer.Status}");
        Assert.Equal(1, answer.Count);
    }

    [Theory, Property(33)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    public async Task Host_ThatIsNotOurs_GetsNoAnswer(string bytes)
    {
        Assert.Equal(0, (await SecurelyAsync(bytes)).Status);
        Assert.Equal(0, (await PlainlyAsync(bytes)).Status);
    }

    [Fact]
    public async Task Body_InManyChunks_TouchesNoFile()
    {
        // Were it kept until it is whole, this many chunks would be put into a file, which is not to be had here.
        Directory.Delete(Path.Combine(live.Nginx.Temporary, "body"), recursive: true);
        string chunks = string.Concat(Enumerable.Repeat("1\r\na\r\n", 50_000));
        var answer = await SecurelyAsync(
            $"POST /search HTTP/1.1\r\n{Host}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n{End}5\r\nnear=\r\n{chunks}0\r\n\r\n");
        Assert.Equal(400, answer.Status);
        Assert.Contains("data-field=\"near\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact, Property(41)]
    public async Task Program_Away_IsACalmWord_AndNothingIsWritten()
    {
        await using var proxy = await Proxy.StartAsync("127.0.0.1:1");
        var answer = await RawConnection.SendAsync(proxy.HttpsPort, $"GET /search?near=canary7531 HTTP/1.1\r\n{Host}User-Agent: canary7531\r\n{End}", "localhost");
        Assert.Equal(503, answer.Status);
        Assert.Contains("cannot answer just now", answer.Body, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Header("Content-Security-Policy"));
        Assert.Empty(answer.Header("Server"));
        Assert.DoesNotContain("canary7531", proxy.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", proxy.Said, StringComparison.Ordinal);
        Assert.Equal(["nginx.pid"], Directory.EnumerateFiles(proxy.Temporary, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [GeneratedRegex(@"front:\s+internal: true\s+ipam:\s+config:\s+- subnet: (?<net>\S+)")]
    private static partial Regex Subnet();

    [GeneratedRegex(@"ipv4_address: (?<address>\S+)")]
    private static partial Regex Address();
}
