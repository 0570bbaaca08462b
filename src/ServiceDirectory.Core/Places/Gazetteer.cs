namespace ServiceDirectory.Core.Places;

/// <summary>
/// All populated places of the world of 500 people and more, in memory and never changed, so that what a person types goes nowhere else.
/// Made by a <see cref="GazetteerBuilder"/>. Safe to use from any number of threads.
/// </summary>
public sealed class Gazetteer
{
    /// <summary>People a town needs before it may stand for a private address within it.</summary>
    public const int TownPopulation = 20_000;

    private readonly Place[] _places; // by ascending number
    private readonly PlaceGrid _grid;
    private readonly PlaceGrid _towns;
    private readonly Dictionary<string, NamedArea> _areasByCode;
    private readonly Lazy<ILookup<string, string>> _regionsByCountry;

    /// <param name="places">By ascending number.</param>
    /// <param name="byLatitude">The same from south to north (<see cref="PlaceGrid.InOrder"/>).</param>
    /// <param name="names">Names to indexes in <paramref name="places"/>.</param>
    /// <param name="areas">Countries, regions and groups of regions.</param>
    /// <param name="areaNames">Names to indexes in <paramref name="areas"/>.</param>
    internal Gazetteer(Place[] places, Place[] byLatitude, NameIndex names, NamedArea[] areas, NameIndex areaNames)
    {
        _places = places;
        ByLatitude = byLatitude;
        Names = names;
        Areas = areas;
        AreaNames = areaNames;
        _grid = new PlaceGrid(byLatitude);
        _towns = new PlaceGrid([.. byLatitude.Where(place => place.Population >= TownPopulation && !IsPart(place))]);
        _areasByCode = areas.Where(area => area.Codes.Length == 1).ToDictionary(area => area.Codes[0], StringComparer.Ordinal);
        _regionsByCountry = new(() => areas.Where(area => area.Level == 1)
            .SelectMany(area => area.Codes, (area, code) => (Country: area.Country.Code, Code: code)).Distinct()
            .ToLookup(region => region.Country, region => region.Code, StringComparer.Ordinal));
    }

    /// <summary>How many places there are.</summary>
    public int Count => _places.Length;

    /// <summary>Every place, by ascending number.</summary>
    public IReadOnlyList<Place> Places => _places;

    /// <summary>Every place, from south to north.</summary>
    internal IReadOnlyList<Place> ByLatitude { get; }

    /// <summary>Names to indexes in <see cref="Places"/>.</summary>
    internal NameIndex Names { get; }

    /// <summary>Countries, regions and groups of regions.</summary>
    internal IReadOnlyList<NamedArea> Areas { get; }

    /// <summary>Names to indexes in <see cref="Areas"/>.</summary>
    internal NameIndex AreaNames { get; }

    /// <summary>The place with this GeoNames number; null when there is none.</summary>
    public Place? Find(int geoNameId)
    {
        int low = 0, high = _places.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var id = _places[middle].GeoNameId;
            if (id == geoNameId)
                return _places[middle];
            if (id < geoNameId)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    /// <summary>The places of a country (<c>GB</c>) or region (<c>US.TX</c>, <c>GB.ENG.G5</c>), largest first; none when the code is not known.</summary>
    public IReadOnlyList<Place> InRegion(string code) => _areasByCode.TryGetValue(code, out var area) ? area.Places : [];

    /// <summary>The first-level regions of a country, by code (<c>GB.ENG</c>); none when it is not known.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    public IEnumerable<string> RegionsOf(string country) => _regionsByCountry.Value[country];

    /// <summary>
    /// The place by which a site that asks for privacy is kept: a town of <see cref="TownPopulation"/> people stands for itself; where
    /// the area round a smaller place (<see cref="HidingArea"/>) has no such town, the largest place of the area stands for all of it.
    /// </summary>
    /// <returns>Null where the area has such a town: then that one, or another, is to be named.</returns>
    public Place? StandIn(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (place.Population >= TownPopulation)
            return place;
        var largest = Towns(HidingArea(place).Code).FirstOrDefault();
        return largest is { Population: < TownPopulation } ? largest : null;
    }

    /// <summary>
    /// The smallest area round a place that has enough people to hide one site: its region, or its country where the region has under
    /// <see cref="TownPopulation"/> people. In some countries every town is a region of its own.
    /// </summary>
    public (string Code, string Name) HidingArea(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Region is { } region && Towns(region.Code).Sum(town => (long)town.Population) >= TownPopulation
            ? (region.Code, region.Name)
            : (place.Country.Code, place.Country.Name);
    }

    // Largest first. Parts of towns are counted with their towns.
    private IEnumerable<Place> Towns(string code) => InRegion(code).Where(place => !IsPart(place));

    private static bool IsPart(Place place) => place.FeatureCode.StartsWith("PPLX", StringComparison.Ordinal);

    /// <summary>The nearest place of any size.</summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="longitude">Degrees east.</param>
    /// <param name="countryCode">Only in this country; null for any.</param>
    /// <returns>Null only when the country has no place.</returns>
    public Place? Nearest(double latitude, double longitude, string? countryCode = null) =>
        _grid.Nearest(latitude, longitude, countryCode, double.PositiveInfinity);

    /// <summary>
    /// The town of at least <see cref="TownPopulation"/> people that may stand for a private address: the nearest in the country.
    /// </summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="longitude">Degrees east.</param>
    /// <param name="countryCode">Where the address is.</param>
    /// <param name="withinKm">How far away a town may be and still say anything useful.</param>
    /// <returns>Null when none is near enough: then the region has to do.</returns>
    public Place? NearestTown(double latitude, double longitude, string countryCode, double withinKm = 50) =>
        _towns.Nearest(latitude, longitude, countryCode, withinKm);
}

/// <summary>A country, a region, or a group of regions with a name of its own.</summary>
internal sealed class NamedArea
{
    public required string Name { get; init; }

    public required Country Country { get; init; }

    /// <summary>0 for a country, 1 and 2 for the levels of divisions; a group counts as 1.</summary>
    public required int Level { get; init; }

    /// <summary>GeoNames' codes of what it consists of.</summary>
    public required string[] Codes { get; init; }

    /// <summary>Its places, largest first.</summary>
    public required Place[] Places { get; init; }

    public float Weight => Places.Length == 0 ? 0 : Places[0].Weight;

    public bool Contains(Place place) =>
        Level == 0
            ? place.Country == Country
            : (place.Region is { } region && Codes.Contains(region.Code)) || (place.District is { } district && Codes.Contains(district.Code));
}
