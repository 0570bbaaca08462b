using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Hsds.Import;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Lists at an address: what a server says, and what one that means harm says.</summary>
public sealed class RemoteFeedTests
{
    private static string Page(int number, bool? isLast, int items, params string[] ids)
    {
        string services = string.Join(',', ids.Select(id => $$$"""{"id":"{{{id}}}","name":"Service {{{id}}}","status":"active","phones":[{"number":"0113 496 0000"}]}"""));
        string last = isLast is { } said ? $"\"last_page\":{(said ? "true" : "false")}," : "";
        return $$$"""{"total_items":{{{items}}},"page_number":{{{number}}},{{{last}}}"size":{{{ids.Length}}},"contents":[{{{services}}}]}""";
    }

    /// <summary>A server of this machine that answers as it is told, until the test is over.</summary>
    private static async Task<(WebApplication Server, Uri Address)> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return (server, new Uri(server.Urls.Single()));
    }

    private static async Task<Feed> ReadAsync(RequestDelegate answer, RemoteLimits? limits = null, string path = "/services")
    {
        var (server, address) = await ServeAsync(answer);
        await using (server)
        {
            using var remote = new RemoteFeed(FeedLimits.OfCommandLine, limits ?? new RemoteLimits(), allowsLoopback: true);
            return await remote.ReadAsync(new Uri(address, path), null, TestContext.Current.CancellationToken);
        }
    }

    private static async Task RefusedAsync(string words, RequestDelegate answer, RemoteLimits? limits = null) =>
        Assert.Contains(words, (await Assert.ThrowsAsync<SettingException>(() => ReadAsync(answer, limits))).Message, StringComparison.Ordinal);

    private static int NumberOf(HttpContext context) => int.Parse(context.Request.Query["page"]!, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Pages_AreReadToTheLast_AndThoseWithoutWhatIsInThemOneByOne()
    {
        var asked = new List<string>();
        var feed = await ReadAsync(async context =>
        {
            asked.Add(context.Request.Path + context.Request.QueryString);
            await context.Response.WriteAsync(context.Request.Path.Value switch
            {
                "/hsds" => """{"version":"3.2.3","profile":"https://example.org","openapi_url":"https://example.org"}""",
                "/hsds/services/c" => """{"id":"c","name":"Whole","status":"active","phones":[{"number":"0113 496 0003"}]}""",
                "/hsds/services" => NumberOf(context) == 1 ? Page(1, false, 3, "a", "b") : """{"total_items":3,"last_page":true,"size":1,"contents":[{"id":"c","name":"Bare","status":"active"}]}""",
                _ => "",
            });
        }, path: "/hsds");
        Assert.Equal(["Service a", "Service b", "Whole"], feed.Services.Select(service => service.Get("name")));
        Assert.Empty(feed.Report.Problems);
        Assert.Equal(["/hsds?full=true&per_page=100&page=1", "/hsds/services?full=true&per_page=100&page=1", "/hsds/services?full=true&per_page=100&page=2", "/hsds/services/c"], asked);
    }

    /// <summary>A server that ignores what it was asked for lists services with words and without numbers, places and hours.</summary>
    [Fact]
    public async Task ServicesWithoutNumbersPlacesAndHours_AreAskedForOneByOne_AndWhatIsMissingIsSaid()
    {
        const string bare = "\"status\":\"active\",\"organization\":{\"name\":\"Trust\"},\"attributes\":[{\"taxonomy_term\":{\"name\":\"HIV\"}}]}";
        var feed = await ReadAsync(async context =>
        {
            string path = context.Request.Path.Value!;
            if (path.EndsWith("/gone", StringComparison.Ordinal))
                context.Response.StatusCode = 404;
            await context.Response.WriteAsync(path switch
            {
                "/services" => $$"""{"total_items":6,"last_page":true,"size":6,"contents":[{"id":"a","name":"A",{{bare}},{"id":"b","name":"B",{{bare}},{"id":"gone","name":"Gone",{{bare}},{"name":"Nameless",{{bare}},{"id":"page","name":"Page",{{bare}},{"id":"h","name":"H","schedules":[{"description":"x"}],{{bare}}]}""",
                "/services/a" => """{"id":"a","name":"A","status":"active","phones":[{"number":"0113 496 0003"}]}""",
                "/services/b" => """{"id":"c","name":"B","status":"active","phones":[{"number":"0113 496 0004"}]}""",
                "/services/page" => "<html>",
                _ => "",
            });
        });
        Assert.Equal([1, 0, 0, 0, 0, 0], feed.Services.Select(service => service.All("phones").Count));
        Assert.Equal(["page 1 2 id OtherId", "page 1 3 NotWhole", "page 1 4 NotWhole", "page 1 5 NotWhole"], feed.Said());
    }

    [Fact]
    public async Task ListWithoutEnd_IsLeft()
    {
        await RefusedAsync("the same as one before", context => context.Response.WriteAsync(Page(1, false, 9, "a")));
        await RefusedAsync("More than 5 pages", context => context.Response.WriteAsync(Page(1, false, 9, $"a{NumberOf(context)}")), new RemoteLimits { Pages = 5 });
        await RefusedAsync("the same as one before", context => context.Response.WriteAsync(Page(1, null, 9, "a")));
        await RefusedAsync("is no JSON", context => context.Response.WriteAsync("<html>"));
        await RefusedAsync("answers 404", context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Totals_ThatChange_AreSaid()
    {
        var feed = await ReadAsync(context => context.Response.WriteAsync(NumberOf(context) == 1 ? Page(1, false, 2, "a") : Page(2, true, 3, "b")));
        var problem = Assert.Single(feed.Report.Problems);
        Assert.Equal(("page 2", "total_items", FeedFault.WrongCount, "2 ≠ 3"), (problem.File, problem.Field, problem.Fault, problem.Words));
    }

    [Fact]
    public async Task TooMuch_IsLeftWhileItComes()
    {
        var small = new RemoteLimits { PageBytes = 100_000 };
        await RefusedAsync("too large", async context =>
        {
            byte[] spaces = new byte[50_000];
            Array.Fill(spaces, (byte)' ');
            for (int i = 0; i < 1_000 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(spaces);
        }, small);
        await RefusedAsync("too large", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Optimal);
            await packed.WriteAsync(new byte[50_000_000]);
        }, small);
        // Each page is small, all of them are not.
        await RefusedAsync("too large", context => context.Response.WriteAsync(Page(1, false, 9, $"a{NumberOf(context)}") + new string(' ', 40_000)), new RemoteLimits { Bytes = 100_000 });
        // A byte now and then.
        await RefusedAsync("too long", async context =>
        {
            await context.Response.Body.WriteAsync("["u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }, new RemoteLimits { Page = TimeSpan.FromMilliseconds(500) });
        await RefusedAsync("packed", context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.WriteAsync("x");
        });
    }

    [Fact]
    public async Task Redirect_IsLookedAtAnew()
    {
        await RefusedAsync("leads on to 10.0.0.1", context =>
        {
            context.Response.Redirect("http://10.0.0.1/services");
            return Task.CompletedTask;
        });
        await RefusedAsync("leads on to other.example", context =>
        {
            context.Response.Redirect("https://other.example/services");
            return Task.CompletedTask;
        });
        await RefusedAsync("on and on", context =>
        {
            context.Response.Redirect($"/{Guid.NewGuid()}");
            return Task.CompletedTask;
        });
        var feed = await ReadAsync(context =>
        {
            if (context.Request.Path == "/services")
                context.Response.Redirect("/v2/services?page=1");
            return context.Response.WriteAsync(context.Request.Path == "/services" ? "" : Page(1, true, 1, "a"));
        });
        Assert.Single(feed.Services);
    }

    /// <summary>Whatever a name leads to, and however an address is written.</summary>
    [Theory]
    [InlineData("https://list.example/services", "10.0.0.5")]
    [InlineData("https://list.example/services", "127.0.0.1")]
    [InlineData("https://list.example/services", "169.254.169.254")]
    [InlineData("https://list.example/services", "::1")]
    [InlineData("https://list.example/services", "fd00::1")]
    [InlineData("https://list.example/services", "::ffff:192.168.1.1")]
    [InlineData("https://list.example/services", "64:ff9b::a00:1")]
    [InlineData("https://list.example/services", "2002:a00:1::")]
    [InlineData("https://list.example/services", "93.184.215.14,192.168.0.1")]
    [InlineData("https://127.0.0.1/services", "127.0.0.1")]
    [InlineData("https://[::1]/services", "::1")]
    [InlineData("http://list.example/services", null)]
    [InlineData("http://127.0.0.1/services", null)]
    [InlineData("https://me:secret@list.example/services", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("ftp://list.example/x", null)]
    public async Task PrivateNetworks_AreNeverReached(string address, string? leadsTo)
    {
        bool looked = false;
        using var remote = new RemoteFeed(FeedLimits.OfCommandLine, new RemoteLimits(), allowsLoopback: false, (_, _) =>
        {
            looked = true;
            return Task.FromResult((leadsTo ?? "93.184.215.14").Split(',').Select(IPAddress.Parse).ToArray());
        });
        var refused = await Assert.ThrowsAsync<SettingException>(() => remote.ReadAsync(new Uri(address), null, TestContext.Current.CancellationToken));
        Assert.Contains(leadsTo is null ? "https only" : "private network", refused.Message, StringComparison.Ordinal);
        Assert.Equal(leadsTo is not null, looked);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2a00:1450:4009::200e", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Addresses_OfTheInternet(string address, bool isPublic) => Assert.Equal(isPublic, RemoteFeed.IsPublic(IPAddress.Parse(address)));
}
