using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>No address answers because somebody forgot to close it.</summary>
[Property(78)]
public sealed class ClosedByDefaultTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    [Fact]
    public async Task Every_Endpoint_SaysWhoMayComeIn()
    {
        await using var program = new AppFactory(database.Logins);
        var endpoints = program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count >= 10);
        // One of: open to anybody (Http/ClosedByDefault, AllowAnonymous()), or a policy by its name; never both, never neither.
        Assert.Equal([], endpoints.Where(endpoint => IsOpen(endpoint) == HasPolicy(endpoint)).Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Fact]
    public async Task Lists_NameWhatExists()
    {
        await using var program = new AppFactory(database.Logins);
        var pages = program.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath).OfType<string>().ToList();
        Assert.All(ClosedByDefault.OpenFolders, folder => Assert.Contains(pages, page => page.StartsWith($"{folder}/", StringComparison.Ordinal)));
        Assert.All(ClosedByDefault.OpenPages, page => Assert.Contains(page, pages));
    }

    [Fact]
    public async Task Get_PageThatNobodyOpened_IsNotThere()
    {
        await using var program = new AppFactory(database.Logins);
        using var browser = program.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/about", TestContext.Current.CancellationToken)).StatusCode);

        await using var unopened = program.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.PostConfigure<RazorPagesOptions>(options => options.Conventions.Clear())));
        using var same = unopened.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await same.GetAsync("/about", TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>By hand, and not by the lists of the program: which addresses of members anybody may open, and which ask for a fresh factor.</summary>
    private static readonly string[] s_waysIn = ["account/join/{invitation}", "account/sign-in", "account/sign-out"];

    private static readonly string[] s_fresh =
        ["account/ways", "curate/{organisation}/council", "curate/{organisation}/council/admission", "curate/{organisation}/council/own", "curate/{organisation}/members"];

    [Fact, Property(68)]
    public async Task Every_PageOfMembers_IsShutToEverybodyElse()
    {
        await using var program = new AppFactory(database.Logins);
        using var browser = program.Browser();
        var pages = program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/') is var path && (path.Split('/')[0] is "curate" or "account") && !s_waysIn.Contains(path)).ToList();
        Assert.True(pages.Count > 30, $"Only {pages.Count} were asked.");
        foreach (var page in pages)
        {
            string path = page.RoutePattern.RawText!.TrimStart('/');
            Assert.False(IsOpen(page), path);
            string policy = Assert.Single(page.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(asked => asked.Policy).Distinct())!;
            Assert.Equal((path, s_fresh.Contains(path) ? "fresh" : "member"), (path, policy));
            string address = "/" + path.Replace("{organisation}", "abc123", StringComparison.Ordinal).Replace("{entry}", "abc123", StringComparison.Ordinal);
            using var got = await browser.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal((path, HttpStatusCode.SeeOther), (path, got.StatusCode));
            Assert.StartsWith("/account/sign-in", got.Headers.Location!.OriginalString, StringComparison.Ordinal);
            using var posted = await browser.PostAsync(address, new FormUrlEncodedContent([new("x", "y")]), TestContext.Current.CancellationToken);
            Assert.True(posted.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed, $"{path} {posted.StatusCode}");
        }

        Assert.Equal(s_fresh.Order(StringComparer.Ordinal), pages.Select(page => page.RoutePattern.RawText!.TrimStart('/')).Where(s_fresh.Contains).Order(StringComparer.Ordinal));
    }

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool HasPolicy(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(asked => !string.IsNullOrEmpty(asked.Policy));
}
