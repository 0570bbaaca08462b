using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Places;

[assembly: AssemblyFixture(typeof(ShippedPlaces))]

namespace ServiceDirectory.Tests.Places;

/// <summary>The gazetteer of the whole world, built once for a run straight from the shipped file: no database needed.</summary>
public sealed class ShippedPlaces
{
    private readonly Lazy<Gazetteer> _gazetteer = new(GazetteerBuilder.BuildShipped);

    public Gazetteer Gazetteer => _gazetteer.Value;

    /// <summary>What a listing needs to know of a town.</summary>
    public ListingPlace? Town(int id) => ListingPlace.Of(Gazetteer, id);

    public PlaceLookup Lookup => field ??= new PlaceLookup(Gazetteer);
}
