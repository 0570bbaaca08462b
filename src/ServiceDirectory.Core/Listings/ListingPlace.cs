using NodaTime;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Listings;

/// <summary>What a listing needs to know of a town of the gazetteer.</summary>
/// <param name="Id">GeoNames id.</param>
/// <param name="Centre">The middle of the town: public knowledge, unlike an address in it.</param>
/// <param name="Population">People, 0 when not known.</param>
/// <param name="Zone">The time zone that its clocks show.</param>
public sealed record ListingPlace(int Id, GeoPoint Centre, int Population, DateTimeZone Zone)
{
    /// <summary>
    /// GeoNames id of the place by which a site that asks for privacy is kept when it is here (<see cref="Gazetteer.StandIn"/>); null:
    /// a larger town has to be named.
    /// </summary>
    public int? StandInId { get; init; } = Population >= Gazetteer.TownPopulation ? Id : null;

    /// <summary>The town as the gazetteer has it; null where it has none.</summary>
    public static ListingPlace? Of(Gazetteer gazetteer, int id)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        return gazetteer.Find(id) is { } place
            ? new ListingPlace(id, new GeoPoint(place.Latitude, place.Longitude), place.Population, place.Zone)
            {
                StandInId = gazetteer.StandIn(place)?.GeoNameId,
            }
            : null;
    }
}
