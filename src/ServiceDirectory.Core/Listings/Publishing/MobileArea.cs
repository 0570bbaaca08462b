using System.Globalization;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>The area that a mobile service covers, as a polygon round the middle of its town.</summary>
public static class MobileArea
{
    /// <summary>Metres: the sphere on which PostGIS measures when it is told not to use the spheroid.</summary>
    public const double EarthRadius = 6_371_008.771_415_059;

    private const int Corners = 64;

    /// <summary>Well-known text of a polygon that holds every point within <paramref name="km"/> of the centre, and little more.</summary>
    /// <param name="centre">WGS 84.</param>
    /// <param name="km">Over 0, at most 200.</param>
    public static string WellKnownText(GeoPoint centre, double km)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(km);
        double latitude = Radians(centre.Latitude);
        // The middle of an edge is nearer than its ends, so the ends lie a little beyond the circle.
        double angle = Math.Atan(Math.Tan(km * 1000 / EarthRadius) / Math.Cos(Math.PI / Corners));
        var corners = Enumerable.Range(0, Corners + 1).Select(i =>
        {
            // Anticlockwise, as a geography wants the outside of a polygon; the last corner is the first again.
            double bearing = -2 * Math.PI * (i % Corners) / Corners;
            double lat = Math.Asin((Math.Sin(latitude) * Math.Cos(angle)) + (Math.Cos(latitude) * Math.Sin(angle) * Math.Cos(bearing)));
            double east = Math.Atan2(
                Math.Sin(bearing) * Math.Sin(angle) * Math.Cos(latitude), Math.Cos(angle) - (Math.Sin(latitude) * Math.Sin(lat)));
            double lon = Math.IEEERemainder(centre.Longitude + Degrees(east), 360);
            return string.Create(CultureInfo.InvariantCulture, $"{lon:F5} {Degrees(lat):F5}");
        });
        return $"POLYGON(({string.Join(',', corners)}))";
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}
