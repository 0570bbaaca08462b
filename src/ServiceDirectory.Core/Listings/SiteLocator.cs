namespace ServiceDirectory.Core.Listings;

/// <summary>
/// The first thing that happens to a description that enters. A site that asks for privacy loses its point, street and postal
/// code here, before anything is validated, hashed, logged or stored, so that there is nothing that could leak.
/// </summary>
public static class SiteLocator
{
    /// <summary>The same description, with every exact location of area-only and mobile sites gone.</summary>
    public static ListingContent Locate(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content with { Sites = [.. content.Sites.Select(Locate)] };
    }

    /// <summary>Where distances are measured from: the exact point of an address that has one, else the middle of its town.</summary>
    public static GeoPoint PointOf(Site site, ListingPlace place) =>
        GeoPointConverter.Round(site is { Kind: SiteKind.Address, Point: { } exact } ? exact : place.Centre);

    private static Site Locate(Site site) => site.Kind == SiteKind.Address
        ? site with { Point = site.Point is { } point ? GeoPointConverter.Round(point) : null }
        : site with { Point = null, Street = null, PostalCode = null };
}
