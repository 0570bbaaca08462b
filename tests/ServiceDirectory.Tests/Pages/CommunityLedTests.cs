using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web;

namespace ServiceDirectory.Tests.Pages;

/// <summary>What an organisation chose to have said of it ends on its day, wherever it is said, though nothing runs.</summary>
public sealed class CommunityLedTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    [Fact]
    public async Task Get_WhenTheVouchersWordEnds_NothingSaysItAnyMore()
    {
        var us = await database.Given.SexWorkerLedAsync("Us");
        await database.Given.VouchedUntilAsync(us, Given.Today.PlusDays(30));
        await database.App.RunAsync($"update directory.organisation set public_name = true, public_badge = true where id = '{us.Id}'");
        await database.App.RunAsync($"select directory.publish_organisation('{us.Id}', '2026-11-24', null, 'command-line')");
        var listed = await new ListingDesk(database, places).ListedAsync(Sample.Clinic() with
        {
            Provider = new Provider { Name = Text.Of("en", "Us"), Kind = ProviderKind.Community, OrganisationId = us.Id },
            RemoteAreas = ["GB"],
            Post = new PostDelivery { Id = Guid.NewGuid() },
        });

        var clock = new FixedClock(new DateTimeOffset(2026, 12, 24, 23, 59, 59, TimeSpan.Zero));
        await using var app = new AppFactory(database.Logins, clock);
        await using var program = app.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.AddSingleton<ReadGazetteer>(_ => Task.FromResult(places.Gazetteer))));
        var browser = program.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });
        string[] searches = ["need=4&place=2644688", "need=4", "need=4&reach=remote", "need=4&place=2643743"];

        Assert.Single((await browser.PageAsync($"/organisations/{us.Code}")).QuerySelectorAll(".badge"));
        foreach (string search in searches)
            Assert.NotEmpty((await browser.PageAsync($"/search?{search}&access={FacetIds.CommunityLed}")).QuerySelectorAll($"[data-service='{listed.Code}']"));

        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Empty((await browser.PageAsync($"/organisations/{us.Code}")).QuerySelectorAll(".badge"));
        foreach (string search in searches)
        {
            Assert.Empty((await browser.PageAsync($"/search?{search}&access={FacetIds.CommunityLed}")).QuerySelectorAll($"[data-service='{listed.Code}']"));
            // Found all the same by whoever does not ask for it.
            Assert.NotEmpty((await browser.PageAsync($"/search?{search}")).QuerySelectorAll($"[data-service='{listed.Code}']"));
        }
    }
}
