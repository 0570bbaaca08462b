using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Pages;

/// <summary>A page says of each promise that it is kept, since when, how that was found out and by how many.</summary>
public sealed class PromisesTests(PublicWorld world, ShippedPlaces places) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private async Task<List<IElement>> PromisesAsync(string code)
    {
        IHtmlDocument page = await _browser.PageAsync($"/services/{code}");
        return [.. page.QuerySelectorAll(".promises [data-promise]")];
    }

    [Fact]
    public async Task Listed_ShowsEachPromiseOfItsProfile_ByTwo()
    {
        var written = await new ListingDesk(world.Database.Logins, places).ListedAsync(Sample.Clinic("Two looked (demo)"));
        var shown = await PromisesAsync(written.Code);
        Assert.Equal(
            DirectoryCatalogue.Default.Criteria.Criteria.Where(criterion => criterion.Required && criterion.Profiles.Contains(Profile.Health)).Select(criterion => criterion.Id).Order(),
            shown.Select(promise => int.Parse(promise.GetAttribute("data-promise")!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(shown, promise => Assert.Contains("November 2026 · judged by 2 organisations · known from: asked", Html.Squeeze(promise.TextContent), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Provisional_ShowsThemByOne()
    {
        var desk = new ListingDesk(world.Database.Logins, places);
        var one = await desk.WriteAsync(Sample.Clinic("One looked (demo)"));
        await desk.ApproveAsync(one, await world.Database.Given.SexWorkerLedAsync("One"));
        Assert.All(await PromisesAsync(one.Code), promise => Assert.Contains("· judged by 1 organisation ·", Html.Squeeze(promise.TextContent), StringComparison.Ordinal));
        Assert.NotEmpty(await PromisesAsync(one.Code));
    }

    /// <summary>What waits for a second voice is not what people read.</summary>
    [Fact]
    public async Task Listed_WhoseNewerRevisionOneHasApproved_ShowsWhatTwoHave()
    {
        var desk = new ListingDesk(world.Database.Logins, places);
        var written = await desk.ListedAsync(Sample.Clinic("Waits (demo)"));
        await desk.ApproveAsync(await desk.ReviseAsync(written, Sample.Clinic("Waits longer (demo)")), await world.Database.Given.SexWorkerLedAsync("Three"));
        Assert.All(await PromisesAsync(written.Code), promise => Assert.Contains("· judged by 2 organisations ·", Html.Squeeze(promise.TextContent), StringComparison.Ordinal));
    }
}
