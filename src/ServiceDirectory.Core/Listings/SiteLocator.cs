namespace ServiceDirectory.Core.Listings;

/// <summary>
/// The first thing that happens to a description that enters. A site that asks for privacy loses its point, street and postal
/// code here, before anything is validated, hashed, logged or stored, so that there is nothing that could leak. A site that shows
/// only its area loses a place that is too small to hide it as well, where its region has no town that is large enough.
/// </summary>
public static class SiteLocator
{
    /// <summary>The same description, with every exact location of area-only and mobile sites gone.</summary>
    /// <param name="content">What somebody wrote.</param>
    /// <param name="places">Town by GeoNames id; null where there is none, which is for the validator to say.</param>
    public static ListingContent Locate(ListingContent content, Func<int, ListingPlace?> places)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(places);
        return content with { Sites = [.. content.Sites.Select(site => Locate(site, places))] };
    }

    /// <summary>Where distances are measured from: the exact point of an address that has one, else the middle of its town.</summary>
    public static GeoPoint PointOf(Site site, ListingPlace place) =>
        GeoPointConverter.Round(site is { Kind: SiteKind.Address, Point: { } exact } ? exact : place.Centre);

    private static Site Locate(Site site, Func<int, ListingPlace?> places) => site.Kind switch
    {
        SiteKind.Address => site with { Point = site.Point is { } point ? GeoPointConverter.Round(point) : null },
        SiteKind.Area => Without(site) with { PlaceId = places(site.PlaceId)?.StandInId ?? site.PlaceId },
        _ => Without(site),
    };

    private static Site Without(Site site) => site with { Point = null, Street = null, PostalCode = null };
}
