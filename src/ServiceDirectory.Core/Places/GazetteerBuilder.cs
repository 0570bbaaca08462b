using NodaTime;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// Puts a gazetteer together: countries first, then regions, then places. The rows come from the database at start
/// and straight from the packed file in tests.
/// </summary>
public sealed class GazetteerBuilder
{
    /// <summary>What a place without a figure counts as: boroughs and suburbs, mostly, and never a big town.</summary>
    private const int UnknownPopulation = 2_000;

    private readonly Dictionary<string, Country> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _countryNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Region> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeZone> _zones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _features = new(StringComparer.Ordinal);
    private readonly List<PlaceRow> _rows = [];

    /// <summary>Builds from the file that is part of this assembly.</summary>
    public static Gazetteer BuildShipped()
    {
        var builder = new GazetteerBuilder();
        var rows = GazetteerFile.ReadShipped();
        foreach (var country in rows.Countries)
            builder.AddCountry(country);
        foreach (var region in rows.Regions)
            builder.AddRegion(region);
        foreach (var place in rows.Places)
            builder.AddPlace(place);

        return builder.Build();
    }

    /// <summary>Adds a country.</summary>
    public void AddCountry(CountryRow country)
    {
        ArgumentNullException.ThrowIfNull(country);
        _countries.Add(country.Code, new Country(country.Code, country.Name));
        _countryNames.Add(country.Code, country.Names);
    }

    /// <summary>Adds a division; one of the second level after the first-level one around it.</summary>
    /// <exception cref="KeyNotFoundException">Its country was not added.</exception>
    public void AddRegion(RegionRow region)
    {
        ArgumentNullException.ThrowIfNull(region);
        var parts = region.Code.Split('.');
        var parent = parts.Length > 2 ? _regions.GetValueOrDefault($"{parts[0]}.{parts[1]}") : null;
        _regions.Add(region.Code, new Region(region.Code, _countries[parts[0]], region.Name, parent));
    }

    /// <summary>Adds a place.</summary>
    public void AddPlace(PlaceRow place) => _rows.Add(place);

    /// <summary>Makes the gazetteer. The builder is of no use afterwards.</summary>
    /// <exception cref="KeyNotFoundException">A place lies in a country that was not added.</exception>
    public Gazetteer Build()
    {
        _rows.Sort(static (a, b) => a.GeoNameId.CompareTo(b.GeoNameId));
        var places = new Place[_rows.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = MakePlace(_rows[i]);

        var aliases = PlaceAliases.ReadShipped();
        return new Gazetteer(places, PlaceGrid.InOrder(places), IndexNames(aliases), MakeAreas(places, aliases, out var areaNames), areaNames);
    }

    private Place MakePlace(PlaceRow row)
    {
        if (!_zones.TryGetValue(row.TimeZone, out var zone))
            _zones.Add(row.TimeZone, zone = DateTimeZoneProviders.Tzdb[row.TimeZone]);
        if (!_features.TryGetValue(row.FeatureCode, out var feature))
            _features.Add(row.FeatureCode, feature = row.FeatureCode);
        return new Place
        {
            GeoNameId = row.GeoNameId,
            Name = row.Name,
            Country = _countries[row.CountryCode],
            Region = _regions.GetValueOrDefault($"{row.CountryCode}.{row.Admin1Code}"),
            District = _regions.GetValueOrDefault($"{row.CountryCode}.{row.Admin1Code}.{row.Admin2Code}"),
            Latitude = row.Latitude,
            Longitude = row.Longitude,
            Population = row.Population,
            Zone = zone,
            FeatureCode = feature,
            Weight = (row.Population == 0 ? UnknownPopulation : row.Population) * MathF.Sqrt(row.OtherNames.Count + 1) * FeatureWeight(feature),
        };
    }

    private static float FeatureWeight(string feature) => feature switch
    {
        "PPLX" => 0.5f, // a part of a town is seldom meant when a town has the name
        "PPLH" or "PPLQ" or "PPLW" => 0.1f, // nobody lives there any more
        _ => 1,
    };

    private NameIndex IndexNames(PlaceAliases aliases)
    {
        // Folding is most of the work of starting, and each place can be folded on its own. One core is left for pages that need no place.
        var folded = new List<(string Name, NameHit Hit)>[_rows.Count];
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1) };
        Parallel.For(0, _rows.Count, cores, i => folded[i] = Fold(_rows[i], i));
        var names = new List<(string Name, NameHit Hit)>(folded.Sum(list => list.Count) + aliases.Places.Count);
        foreach (var list in folded)
            names.AddRange(list);

        var numbers = _rows.Select((row, i) => (row.GeoNameId, i)).ToDictionary();
        foreach (var (id, name) in aliases.Places)
        {
            // A gazetteer of a part of the world (a test's) lacks some.
            if (numbers.TryGetValue(id, out var index))
                names.Add((PlaceText.Key(name), new NameHit(index, NameKind.Other)));
        }

        return NameIndex.Build(names);
    }

    private static List<(string Name, NameHit Hit)> Fold(PlaceRow row, int index)
    {
        var names = new List<(string Name, NameHit Hit)>(row.OtherNames.Count + 2);
        foreach (var key in PlaceText.Keys(row.Name))
            names.Add((key, new NameHit(index, NameKind.Main)));
        foreach (var name in row.OtherNames)
        {
            var kind = IsWeak(name) ? NameKind.Weak : NameKind.Other;
            foreach (var key in PlaceText.Keys(name))
                names.Add((key, new NameHit(index, kind)));
        }

        return names;
    }

    /// <summary>GeoNames' machine transliterations are all lower case; its airport and city codes all capitals.</summary>
    private static bool IsWeak(string name)
    {
        var (lower, upper) = (false, false);
        foreach (var c in name)
        {
            if (!char.IsAscii(c))
                return false;
            lower |= char.IsAsciiLetterLower(c);
            upper |= char.IsAsciiLetterUpper(c);
        }

        return !upper || (!lower && name.Length <= 4);
    }

    private NamedArea[] MakeAreas(Place[] places, PlaceAliases aliases, out NameIndex index)
    {
        var members = new Dictionary<string, List<Place>>(StringComparer.Ordinal);
        foreach (var place in places.OrderByDescending(place => place.Population).ThenBy(place => place.GeoNameId))
        {
            Add(place.Country.Code, place);
            if (place.Region is { } region)
                Add(region.Code, place);
            if (place.District is { } district)
                Add(district.Code, place);
        }

        var areas = new List<NamedArea>();
        var names = new List<(string Name, NameHit Hit)>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var country in _countries.Values)
        {
            Start(country.Name, country, level: 0, [country.Code]);
            Name(country.Name, NameKind.Main);
            Name(country.Code, NameKind.Weak);
            foreach (var name in _countryNames[country.Code])
                Name(name, NameKind.Other);
        }

        foreach (var region in _regions.Values)
        {
            var level = region.Code.Count(c => c == '.');
            Start(region.Name, region.Country, level, [region.Code]);
            Name(region.Name, NameKind.Main);
            // An American county without the word is nearly always also a town, which is what is meant.
            Name(RegionNames.WithoutKind(region.Name), level == 2 && region.Country.Code == "US" ? NameKind.Weak : NameKind.Other);
            if (level == 1 && region.Country.Code == "US")
                Name(region.Code[3..], NameKind.Weak);
        }

        foreach (var (code, name, kind) in aliases.Areas)
        {
            if (numbers.TryGetValue(code, out var number))
                names.Add((PlaceText.Key(name), new NameHit(number, kind)));
        }

        foreach (var group in aliases.Groups)
        {
            if (!_countries.TryGetValue(group.CountryCode, out var country))
                continue;
            Start(group.Names[0], country, level: 1, group.Codes);
            foreach (var name in group.Names)
                Name(name, NameKind.Other);
        }

        index = NameIndex.Build(names);
        return [.. areas];

        void Add(string code, Place place)
        {
            if (!members.TryGetValue(code, out var list))
                members.Add(code, list = []);
            list.Add(place);
        }

        void Start(string name, Country country, int level, IReadOnlyList<string> codes)
        {
            if (codes.Count == 1)
                numbers[codes[0]] = areas.Count;
            areas.Add(new NamedArea
            {
                Name = name,
                Country = country,
                Level = level,
                Codes = [.. codes],
                Places = [.. codes.SelectMany(code => members.GetValueOrDefault(code) ?? []).OrderByDescending(place => place.Population).ThenBy(place => place.GeoNameId)],
            });
        }

        void Name(string name, NameKind kind)
        {
            foreach (var key in PlaceText.Keys(name))
                names.Add((key, new NameHit(areas.Count - 1, kind)));
        }
    }
}
