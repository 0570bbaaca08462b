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

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool HasPolicy(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(asked => !string.IsNullOrEmpty(asked.Policy));
}
