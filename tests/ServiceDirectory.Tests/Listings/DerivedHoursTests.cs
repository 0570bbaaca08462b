using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Listings;

/// <summary>Hours that nobody gave are never read as closed.</summary>
public sealed class DerivedHoursTests(ShippedPlaces places)
{
    private DerivedListing Derive(ListingContent content) =>
        new ListingDerivation(DirectoryCatalogue.Default, places.Town).Derive(content, new LocalDate(2027, 1, 1), new LocalDate(2027, 3, 1));

    [Fact]
    public void Site_EmptyHours_AreNotKnown() =>
        Assert.Null(Assert.Single(Derive(Sample.Clinic() with { Sites = [Sample.Site() with { Hours = [] }] }).Sites).Hours);

    [Fact]
    public void Remote_OneLineWithoutHours_AreNotKnown()
    {
        static Phone Line(params HoursRule[] hours) =>
            new() { Id = Guid.NewGuid(), Number = "+448081570123", Country = "GB", GivesHelp = true, Hours = hours };
        var known = Line(Sample.Rule(IsoDayOfWeek.Monday, 9, 17));
        var content = Sample.Clinic() with { RemoteAreas = ["GB"] };
        Assert.NotNull(Derive(content with { Phones = [known, Line(Sample.Rule(IsoDayOfWeek.Friday, 9, 17))] }).Remote!.Hours);
        Assert.Null(Derive(content with { Phones = [known, Line()] }).Remote!.Hours);
        Assert.Null(Derive(content with { Phones = [known, Line() with { Hours = null }] }).Remote!.Hours);
    }
}
