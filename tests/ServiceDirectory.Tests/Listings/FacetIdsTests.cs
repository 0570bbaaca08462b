using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What the program, the statement of search and the database each write by number is the same everywhere.</summary>
public sealed class FacetIdsTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    [Theory]
    [InlineData(FacetIds.Full, "full")]
    [InlineData(FacetIds.CommunityLed, "sex-worker-led")]
    [InlineData(FacetIds.Trained, "trained")]
    [InlineData(FacetIds.NoNeedToLeave, "no-need-to-leave-sex-work")]
    public void Ids_AreThoseOfTheCatalogue(int id, string slug) => Assert.Equal(id, DirectoryCatalogue.Default.FindFacet(slug)?.Id);

    [Fact]
    public void Statement_WritesTheSameNumbers()
    {
        Assert.Equal(ListingSearchStatement.FullBit, $"(1::int8 << {FacetIds.Full})");
        Assert.Equal(ListingSearchStatement.CommunityLedBit, $"(1::int8 << {FacetIds.CommunityLed})");
        Assert.Equal(ListingSearchStatement.TrainedBit, $"(1::int8 << {FacetIds.Trained})");
        Assert.Equal(ListingSearchStatement.LateDays, $"{VettingOptions.LateAfterDays}");
    }

    [Fact]
    public async Task Database_NamesTheSameBits_AndNoOthers()
    {
        foreach (var facet in DirectoryCatalogue.Default.Facets)
        {
            bool named = facet.Id is FacetIds.CommunityLed or FacetIds.Trained or FacetIds.NoNeedToLeave;
            Assert.Equal(
                named ? facet.Bit : null, await database.Owner.OneAsync<long?>("select directory.facet_bit($1)", facet.Slug));
        }

        // No function has a bit of its own besides.
        Assert.Equal(["facet_bit"], await database.Owner.ListAsync<string>(
            "select proname::text from pg_proc where pronamespace = 'directory'::regnamespace and prosrc ~ '<<|\\d{6,}'"));
    }
}
