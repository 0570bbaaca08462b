using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>Whoever asks too much waits; whoever leaves never does; nobody chooses who they are.</summary>
public sealed class RateLimitTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    /// <summary>Counted, and asks the database nothing.</summary>
    private const string Counted = "/search?within=x";

    private const string Proxy = "127.0.0.1";

    private const string Stranger = "203.0.113.7";

    private static async Task<HttpStatusCode[]> AskAsync(HttpClient browser, int times, Func<int, string?>? forwarded = null)
    {
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < times; i++)
        {
            using var answer = await browser.SendAsync("GET", Counted, null, forwarded?.Invoke(i) is { } value ? [("X-Forwarded-For", value)] : []);
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }

    /// <summary>A program of its own, whose clock stands still.</summary>
    private WebApplicationFactory<Program> Start(params (string Setting, string Value)[] settings) =>
        world.Start(new AppFactory(world.Database.Logins, new SteppedClock(), settings.ToDictionary(s => s.Setting, s => s.Value)));

    /// <summary>Somebody whose connection comes from an address.</summary>
    private static HttpClient From(WebApplicationFactory<Program> program, string address) =>
        new(program.Server.CreateHandler(context => context.Connection.RemoteIpAddress = IPAddress.Parse(address))) { BaseAddress = new Uri("https://localhost") };

    /// <summary>The page is made once and then remembered: nobody can tell which of the two they got, or for what others were refused.</summary>
    [Theory]
    [InlineData("", "en")]
    [InlineData("/es", "es")]
    public async Task Refused_Again_IsTheSamePage(string language, string lang)
    {
        await using var program = Start();
        using var browser = From(program, Stranger);
        await AskAsync(browser, SearchGate.AtOnce);
        var pages = new List<(string Body, string Headers)>();
        foreach (string address in (string[])[$"{language}/search?within=first", $"{language}/search?within=second", $"{language}/services/{world.Clinic.Code}"])
        {
            using var refused = await browser.ReadAsync(address);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            string body = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"<html lang=\"{lang}\"", body, StringComparison.Ordinal);
            pages.Add((body, string.Join('\n', refused.Headers.Concat(refused.Content.Headers).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order())));
        }

        Assert.Single(pages.Distinct());
        using var other = await browser.ReadAsync(lang == "en" ? "/ro/search?within=x" : "/search?within=x");
        Assert.DoesNotContain($"<html lang=\"{lang}\"", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_IsToldInWords_AndCanStillLeave()
    {
        await using var program = Start();
        using var browser = From(program, Stranger);
        var statuses = await AskAsync(browser, SearchGate.AtOnce + 1);
        Assert.All(statuses[..^1], status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);

        foreach (string limited in new[] { Counted, "/search", $"/services/{world.Clinic.Code}", "/services/nothing", $"/organisations/{world.Provider.Code}" })
        {
            using var refused = await browser.ReadAsync(limited);
            var page = await refused.PageAsync(HttpStatusCode.TooManyRequests);
            Assert.Equal("Too many searches at once", page.QuerySelector("h1")!.TextContent);
            Assert.Contains("Wait one minute and try again.", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector("a[href='/exit']"));
            Assert.Equal(["60"], refused.Header("Retry-After"));
            Assert.Equal(["no-store"], refused.Header("Cache-Control"));
            Assert.NotEmpty(refused.Header("Content-Security-Policy"));
            Assert.Empty(refused.Header("Set-Cookie"));
        }

        using var exit = await browser.ReadAsync("/exit");
        Assert.Equal(HttpStatusCode.SeeOther, exit.StatusCode);
        foreach (string free in new[] { "/", "/about", "/privacy", "/how-we-check", "/needs", "/needs/4", "/now", "/now/1", "/es/now/5", "/site.css", "/site.js", "/favicon.svg", "/robots.txt" })
        {
            using var answer = await browser.ReadAsync(free);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        foreach (string lost in new[] { "/nothing", "/.well-known/security.txt" })
        {
            using var answer = await browser.ReadAsync(lost);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    /// <summary>A program that takes open data is told in its own way, and whoever searches from there is not held up.</summary>
    [Fact]
    public async Task Program_OfAnotherDirectory_IsToldInJson_AndHoldsUpNobody()
    {
        await using var program = Start();
        using var browser = From(program, Stranger);
        for (int i = 0; i < OpenDataGate.AtOnce; i++)
        {
            using var answer = await browser.ReadAsync("/hsds/services/4");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var refused = await browser.ReadAsync("/hsds/services");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.ToString());
        Assert.Equal(["60"], refused.Header("Retry-After"));
        Assert.Equal(["no-store"], refused.Header("Cache-Control"));
        Assert.Equal(HttpStatusCode.BadRequest, Assert.Single(await AskAsync(browser, 1)));
    }

    [Fact]
    public void Every_Address_IsLimited_ButThese()
    {
        var free = world.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            new HashSet<string>(["/", "/Index", "/About", "/privacy", "/how-we-check", "/error", "/exit", "/Needs", "/Needs/Index", "/needs/{need}", "/Now", "/Now/Index", "/now/{situation}", "/places", "/.well-known/security.txt", "/robots.txt", "/sitemap.xml", "/services/{code}/concern", "/concern", "/suggest"], StringComparer.OrdinalIgnoreCase),
            free);
    }

    [Fact]
    public async Task Forwarded_ByTheProxy_IsWhoIsCounted()
    {
        await using var program = Start();
        using var proxy = From(program, Proxy);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(proxy, SearchGate.AtOnce + 1, _ => Stranger))[^1]);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(proxy, 1, _ => "203.0.113.8"))[0]);
        // What the visitor wrote stands before what the proxy added.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(proxy, 1, _ => $"198.51.100.1, {Stranger}"))[0]);
    }

    [Fact, Property(33)]
    public async Task Forwarded_ByAStranger_IsNotBelieved()
    {
        await using var program = Start();
        using var browser = From(program, Stranger);
        var statuses = await AskAsync(browser, SearchGate.AtOnce + 1, i => $"198.51.100.{i}");
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task Forwarded_FromAnotherNetwork_IsBelievedWhereASettingSaysSo()
    {
        await using var program = Start(("Directory:ProxyNetworks", "172.30.0.0/24; fd00::/8"));
        using var proxy = From(program, "::ffff:172.30.0.5");
        Assert.All(await AskAsync(proxy, SearchGate.AtOnce + 1, i => $"198.51.100.{i}"), status => Assert.Equal(HttpStatusCode.BadRequest, status));
        using var loopback = From(program, Proxy);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(loopback, SearchGate.AtOnce + 1, i => $"198.51.100.{i}"))[^1]);
    }

    [Fact]
    public async Task Circuits_AreCountedEachForItself()
    {
        await using var program = Start();
        using var proxy = From(program, Proxy);
        Assert.All(await AskAsync(proxy, 60, i => $"fc00:dead:beef:4dad::0:{i:x}"), status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(proxy, SearchGate.AtOnce + 1, _ => "fc00:dead:beef:4dad::0:ff"))[^1]);
    }

    [Fact]
    public async Task Off_LimitsNobody()
    {
        await using var program = Start(("Directory:RateLimits", "off"));
        using var browser = From(program, Stranger);
        Assert.All(await AskAsync(browser, 100), status => Assert.Equal(HttpStatusCode.BadRequest, status));
    }

    [Fact]
    public void Start_WithTrustInEverybody_IsRefused()
    {
        var switched = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["FORWARDEDHEADERS_ENABLED"] = "true" }).Build();
        Assert.Contains("ProxyNetworks", Assert.Throws<SettingException>(() => ProxyNetworks.RefuseTrustInEverybody(switched)).Message, StringComparison.Ordinal);
        ProxyNetworks.RefuseTrustInEverybody(new ConfigurationBuilder().Build());
    }

    [Fact, Property(44)]
    public async Task Counting_WritesNothingDown()
    {
        await using var program = Start();
        using var browser = From(program, Stranger);
        await AskAsync(browser, 1);
        // The keys of months are made by tests that run beside this one.
        string[] Files() => [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(TestSecrets.Folder, StringComparison.Ordinal))
            .Select(file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file):O}").Order(StringComparer.Ordinal)];
        var (rows, files) = (await new Infrastructure.CommandLine(world.Database.Logins).DumpAsync(), Files());
        Assert.Contains(HttpStatusCode.TooManyRequests, await AskAsync(browser, 50));
        using (var found = await browser.ReadAsync("/search?need=4&near=Leeds"))
            Assert.Equal(HttpStatusCode.TooManyRequests, found.StatusCode);
        Assert.Equal(WithoutKeys(rows), WithoutKeys(await new Infrastructure.CommandLine(world.Database.Logins).DumpAsync()));
        Assert.Equal(files, Files());
    }

    /// <summary>Newer versions of pg_dump put a random word round what they write.</summary>
    private static string WithoutKeys(string dump) =>
        string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
}
