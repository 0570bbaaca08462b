using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Tests.Synthetic;

/// <summary>The towns of the shipped gazetteer, for a directory that is asked through its pages: they look places up by number.</summary>
public static class RealTowns
{
    /// <summary>As in the invented map: the home country has its fair share and an eighth of all besides.</summary>
    private const double HomeBesides = 1 / 8.0;

    private const string Home = "GB";

    /// <summary>Where people live services are, and people ask. Parts of a town are counted with it.</summary>
    /// <param name="gazetteer">The places.</param>
    /// <param name="on">Decides which of the few zones of the invented map stands for that of a place: the one whose clock is nearest.</param>
    public static IReadOnlyList<SyntheticTown> Of(Gazetteer gazetteer, LocalDate on)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        var places = gazetteer.Places.Where(place => place.Population > 0 && !place.FeatureCode.StartsWith("PPLX", StringComparison.Ordinal))
            .OrderByDescending(place => place.Population).ThenBy(place => place.GeoNameId).ToList();
        double all = places.Sum(place => (double)place.Population);
        double home = places.Where(place => place.Country.Code == Home).Sum(place => (double)place.Population);
        double moreAtHome = 1 + HomeBesides * all / home;
        var noon = on.At(new LocalTime(12, 0)).InUtc().ToInstant();
        var offsets = SyntheticDirectory.Zones.Select(zone => DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(noon).Seconds).ToList();
        var zones = places.Select(place => place.Zone).Distinct().ToDictionary(zone => zone, zone => (short)(Nearest(zone.GetUtcOffset(noon).Seconds) + 1));
        return
        [
            .. places.Select(place => new SyntheticTown(
                place.GeoNameId,
                new GeoPoint(place.Latitude, place.Longitude),
                place.Country.Code,
                // A place of no region is in none that anybody asks for.
                place.Region is { } region ? region.Code[(place.Country.Code.Length + 1)..] : "00",
                zones[place.Zone],
                place.Country.Code == Home ? place.Population * moreAtHome : place.Population,
                // Ten thousand people live within a kilometre and a half, ten million within fifteen.
                RadiusKm: 1.5 * Math.Cbrt(place.Population / 10_000.0))),
        ];

        int Nearest(int offset) => offsets.IndexOf(offsets.MinBy(other => Math.Abs(other - offset)));
    }
}
