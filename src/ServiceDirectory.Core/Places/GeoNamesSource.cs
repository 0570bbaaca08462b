using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// Reads what the shipped gazetteer is made from: GeoNames' table of places, its names of divisions, and CLDR's names of countries.
/// Only a maintainer who renews the file needs it; docs/places.md says where the sources come from.
/// </summary>
public static class GeoNamesSource
{
    private const int Columns = 19;

    /// <summary>Two records with one name this near are one place.</summary>
    private const double SamePlaceKm = 3;

    /// <summary>The share of places with another code from which a country counts as divided anew.</summary>
    private const double DividedAnew = 0.2;

    /// <summary>Reads all sources into rows that are ready to be packed.</summary>
    /// <param name="places">GeoNames' <c>cities500.txt</c>.</param>
    /// <param name="divisions">
    /// JSON array of <c>{"name","lat","lng","country","admin1","admin2"}</c>: places with the codes that the next two files name.
    /// Codes change when a country redraws its provinces (Vietnam, Norway), and the table of places may be older than their names.
    /// </param>
    /// <param name="firstLevel">JSON array of <c>{"code":"US.TX","name":"Texas"}</c>.</param>
    /// <param name="secondLevel">The same for <c>US.TX.201</c>.</param>
    /// <param name="localeNames">Folder with one folder per language, each with CLDR's <c>territories.json</c>.</param>
    /// <exception cref="InvalidDataException">A line or file is not as described; the message says which.</exception>
    public static GazetteerRows Read(string places, string divisions, string firstLevel, string secondLevel, string localeNames)
    {
        var placeRows = WithCurrentDivisions([.. ReadPlaces(places).OrderBy(place => place.GeoNameId)], ReadDivisions(divisions));
        var used = placeRows
            .SelectMany(place => new[] { $"{place.CountryCode}.{place.Admin1Code}", $"{place.CountryCode}.{place.Admin1Code}.{place.Admin2Code}" })
            .ToHashSet(StringComparer.Ordinal);
        var regions = ReadRegions(firstLevel).Concat(ReadRegions(secondLevel))
            .Where(region => used.Contains(region.Code))
            .OrderBy(region => region.Code, StringComparer.Ordinal)
            .ToArray();
        var countryCodes = placeRows.Select(place => place.CountryCode).ToHashSet(StringComparer.Ordinal);
        return new GazetteerRows(ReadCountries(localeNames, countryCodes), regions, placeRows);
    }

    private static IEnumerable<PlaceRow> ReadPlaces(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var fields = line.Split('\t');
            if (fields.Length != Columns)
                throw new InvalidDataException($"{path}, line {number}: {fields.Length} columns instead of {Columns}.");
            yield return ReadPlace(fields, $"{path}, line {number}");
        }
    }

    private static PlaceRow ReadPlace(string[] fields, string where)
    {
        var zone = fields[17];
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            throw new InvalidDataException($"{where}: time zone \"{zone}\" is not known.");
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            || !double.TryParse(fields[5], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            || !long.TryParse(fields[14], NumberStyles.None, CultureInfo.InvariantCulture, out var population))
        {
            throw new InvalidDataException($"{where}: number, latitude, longitude or population is not a number.");
        }

        return new PlaceRow(
            id,
            Name: fields[1],
            CountryCode: fields[8],
            Admin1Code: fields[10],
            Admin2Code: fields[11],
            latitude,
            longitude,
            checked((int)population),
            zone,
            FeatureCode: fields[7],
            OtherNames(fields[1], fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    }

    /// <summary>Half of GeoNames' alternate names differ from another only in accents or case, which looking up ignores.</summary>
    private static string[] OtherNames(string name, string[] names)
    {
        var keys = PlaceText.Keys(name).ToHashSet(StringComparer.Ordinal);
        var others = new List<string>();
        // A name with umlauts covers its plain and its spelt-out form, so it goes first.
        foreach (var other in names.OrderByDescending(other => PlaceText.Keys(other).Count()).ThenBy(other => other, StringComparer.Ordinal))
        {
            var added = false;
            foreach (var key in PlaceText.Keys(other))
                added |= keys.Add(key);
            if (added)
                others.Add(other);
        }

        return [.. others.Order(StringComparer.Ordinal)];
    }

    private static PlaceRow[] WithCurrentDivisions(PlaceRow[] places, ILookup<string, Division> divisions)
    {
        foreach (var country in places.Select((place, index) => (place, index)).GroupBy(pair => pair.place.CountryCode))
        {
            var byName = divisions[country.Key].ToLookup(division => division.Name, StringComparer.Ordinal);
            var unmatched = new List<int>();
            int same = 0, changed = 0;
            foreach (var (place, index) in country)
            {
                if (Nearest(byName[place.Name], place) is not { } division || division.Kilometres(place) > SamePlaceKm)
                {
                    unmatched.Add(index);
                    continue;
                }

                _ = division.Admin1Code == place.Admin1Code ? same++ : changed++;
                places[index] = division.ApplyTo(place);
            }

            if (changed <= DividedAnew * (same + changed))
                continue;
            foreach (var index in unmatched)
                places[index] = Nearest(divisions[country.Key], places[index])?.ApplyTo(places[index]) ?? places[index];
        }

        return places;
    }

    private static Division? Nearest(IEnumerable<Division> divisions, PlaceRow place) =>
        divisions.MinBy(division => division.Kilometres(place));

    private static ILookup<string, Division> ReadDivisions(string path)
    {
        using var file = File.OpenRead(path);
        return (JsonSerializer.Deserialize<List<DivisionJson>>(file, JsonSerializerOptions.Web) ?? [])
            .ToLookup(
                place => place.Country,
                place => new Division(
                    place.Name,
                    double.Parse(place.Lat, CultureInfo.InvariantCulture),
                    double.Parse(place.Lng, CultureInfo.InvariantCulture),
                    place.Admin1,
                    place.Admin2),
                StringComparer.Ordinal);
    }

    private static List<RegionRow> ReadRegions(string path)
    {
        using var file = File.OpenRead(path);
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.EnumerateArray().Select(region => new RegionRow(
            region.GetProperty("code").GetString() ?? throw new InvalidDataException($"{path}: a division has no code."),
            region.GetProperty("name").GetString() ?? throw new InvalidDataException($"{path}: a division has no name.")))];
    }

    private static CountryRow[] ReadCountries(string localeNames, HashSet<string> codes)
    {
        var names = codes.ToDictionary(code => code, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var english = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories(localeNames).Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, "territories.json");
            if (!File.Exists(path))
                continue;
            var language = Path.GetFileName(folder);
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var territories = json.RootElement.GetProperty("main").GetProperty(language)
                .GetProperty("localeDisplayNames").GetProperty("territories");
            foreach (var territory in territories.EnumerateObject())
            {
                // "GB-alt-short" is another name of GB.
                var code = territory.Name.Split('-')[0];
                // Where CLDR has no translation it repeats the code.
                if (!names.TryGetValue(code, out var known) || territory.Value.GetString() is not { Length: > 0 } name || name == code)
                    continue;
                known.Add(name);
                if (language == "en" && territory.Name == code)
                    english[code] = name;
            }
        }

        return [.. codes.Order(StringComparer.Ordinal).Select(code => new CountryRow(
            code,
            english.TryGetValue(code, out var name) ? name : throw new InvalidDataException($"{localeNames}: no English name for {code}."),
            [.. names[code].DistinctBy(PlaceText.Key)]))];
    }

    private sealed record DivisionJson(string Name, string Lat, string Lng, string Country, string Admin1, string Admin2);

    /// <summary>What is known today about where a point lies.</summary>
    private sealed record Division(string Name, double Latitude, double Longitude, string Admin1Code, string Admin2Code)
    {
        public double Kilometres(PlaceRow place) => PlaceGrid.Kilometres(Latitude, Longitude, place.Latitude, place.Longitude);

        public PlaceRow ApplyTo(PlaceRow place) => place with { Admin1Code = Admin1Code, Admin2Code = Admin2Code };
    }
}
