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
    /// <summary>The same town as the gazetteer has it; null for null.</summary>
    public static ListingPlace? Of(Place? place) => place is null
        ? null
        : new ListingPlace(place.GeoNameId, new GeoPoint(place.Latitude, place.Longitude), place.Population, place.Zone);
}
