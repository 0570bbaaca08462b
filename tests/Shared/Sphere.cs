using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Synthetic;

/// <summary>Distances on the sphere that PostGIS uses when it is told not to use the spheroid.</summary>
public static class Sphere
{
    /// <summary>(2a + b) / 3 of WGS 84, in metres.</summary>
    public const double Radius = 6371008.771415059;

    /// <summary>Metres along the great circle.</summary>
    public static double MetresTo(this GeoPoint from, GeoPoint to)
    {
        double lat1 = double.DegreesToRadians(from.Latitude);
        double lat2 = double.DegreesToRadians(to.Latitude);
        double lon = double.DegreesToRadians(to.Longitude - from.Longitude);
        double a = Math.Cos(lat2) * Math.Sin(lon);
        double b = Math.Cos(lat1) * Math.Sin(lat2) - Math.Sin(lat1) * Math.Cos(lat2) * Math.Cos(lon);
        double c = Math.Sin(lat1) * Math.Sin(lat2) + Math.Cos(lat1) * Math.Cos(lat2) * Math.Cos(lon);
        return Radius * Math.Atan2(Math.Sqrt(a * a + b * b), c);
    }

    /// <summary>The point at a distance in a direction, to five decimal places.</summary>
    /// <param name="from">Where to start.</param>
    /// <param name="km">Kilometres.</param>
    /// <param name="direction">Radians clockwise from north.</param>
    public static GeoPoint Shifted(this GeoPoint from, double km, double direction)
    {
        double angle = km * 1000 / Radius;
        double lat = double.DegreesToRadians(from.Latitude);
        double newLat = Math.Asin(Math.Sin(lat) * Math.Cos(angle) + Math.Cos(lat) * Math.Sin(angle) * Math.Cos(direction));
        double newLon = double.DegreesToRadians(from.Longitude)
            + Math.Atan2(Math.Sin(direction) * Math.Sin(angle) * Math.Cos(lat), Math.Cos(angle) - Math.Sin(lat) * Math.Sin(newLat));
        return new GeoPoint(
            Math.Round(Math.Clamp(double.RadiansToDegrees(newLat), -89, 89), 5),
            Math.Round((double.RadiansToDegrees(newLon) + 540) % 360 - 180, 5));
    }
}
