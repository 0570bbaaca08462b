namespace ServiceDirectory.Core.Places;

/// <summary>Places in order of latitude: the nearest to a point is found by walking north and south from it until only farther ones are left.</summary>
internal sealed class PlaceGrid
{
    private const double KmPerDegree = 111.195;

    private readonly Place[] _places;
    private readonly double[] _latitudes;

    /// <param name="places">In the order of <see cref="InOrder"/>.</param>
    public PlaceGrid(Place[] places)
    {
        _places = places;
        _latitudes = Array.ConvertAll(places, place => place.Latitude);
    }

    /// <summary>From south to north.</summary>
    public static Place[] InOrder(IEnumerable<Place> places) => [.. places.OrderBy(place => place.Latitude).ThenBy(place => place.GeoNameId)];

    public Place? Nearest(double latitude, double longitude, string? countryCode, double withinKm)
    {
        var north = Array.BinarySearch(_latitudes, latitude);
        if (north < 0)
            north = ~north;
        var south = north - 1;
        Place? best = null;
        var bestKm = withinKm;
        while (true)
        {
            var northKm = north < _places.Length ? (_latitudes[north] - latitude) * KmPerDegree : double.PositiveInfinity;
            var southKm = south >= 0 ? (latitude - _latitudes[south]) * KmPerDegree : double.PositiveInfinity;
            if (Math.Min(northKm, southKm) is var least && (least > bestKm || double.IsPositiveInfinity(least)))
                return best;
            var place = northKm <= southKm ? _places[north++] : _places[south--];
            if (countryCode is not null && place.Country.Code != countryCode)
                continue;
            var km = Kilometres(latitude, longitude, place.Latitude, place.Longitude);
            if (km <= bestKm)
                (best, bestKm) = (place, km);
        }
    }

    /// <summary>Great-circle distance on a sphere of 6,371 km.</summary>
    public static double Kilometres(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        var (phi1, phi2) = (double.DegreesToRadians(latitude1), double.DegreesToRadians(latitude2));
        var byLatitude = Math.Sin((phi2 - phi1) / 2);
        var byLongitude = Math.Sin(double.DegreesToRadians(longitude2 - longitude1) / 2);
        var a = byLatitude * byLatitude + Math.Cos(phi1) * Math.Cos(phi2) * byLongitude * byLongitude;
        return 2 * 6371.0 * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
