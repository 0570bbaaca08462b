using System.Text;
using System.Text.Json;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// The places of one country by all their names, for a look-up in another language (<c>reading.js</c>) that takes that country for its own.
/// docs/private-search.md says what each part is.
/// </summary>
public static class PlaceTables
{
    private const double Decimals = 100_000;

    /// <summary>Writes one object.</summary>
    /// <param name="gazetteer">The places of the world.</param>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="json">Where to; in the place of a value.</param>
    public static void Write(Gazetteer gazetteer, string country, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        ArgumentNullException.ThrowIfNull(country);
        ArgumentNullException.ThrowIfNull(json);
        var towns = gazetteer.InRegion(country);
        int[] areas = [.. Enumerable.Range(0, gazetteer.Areas.Count).Where(area => gazetteer.Areas[area].Country.Code == country && gazetteer.Areas[area].Places.Length > 0)];
        var codes = areas.SelectMany(area => gazetteer.Areas[area].Codes).Distinct().ToList();
        var zones = towns.Select(town => town.Zone.Id).Distinct().ToList();
        json.WriteStartObject();
        json.WriteString("country", country);
        json.WriteString("called", towns.Count > 0 ? towns[0].Country.Name : "");
        json.WriteStrings("zones", zones);
        json.WriteStrings("codes", codes);
        var areaNames = NamesOf(gazetteer.AreaNames, areas.Contains);
        json.WriteStartArray("areas");
        foreach (int area in areas)
        {
            var named = gazetteer.Areas[area];
            json.WriteStringValue(named.Name);
            json.WriteNumberValue(named.Level);
            json.WriteStringValue(string.Join(' ', named.Codes));
            json.WriteStringValue(areaNames[area].ToString());
        }

        json.WriteEndArray();
        Write(gazetteer, towns, codes, zones, json);
        json.WriteEndObject();
    }

    /// <summary>Column by column: neighbours in one are alike, and pack well.</summary>
    private static void Write(Gazetteer gazetteer, IReadOnlyList<Place> towns, List<string> codes, List<string> zones, Utf8JsonWriter json)
    {
        json.WriteStrings("names", towns.Select(town => town.Name));
        json.WriteNumbers("ids", towns.Select(town => town.GeoNameId));
        json.WriteNumbers("north", towns.Select(town => (int)Math.Round(town.Latitude * Decimals)));
        json.WriteNumbers("east", towns.Select(town => (int)Math.Round(town.Longitude * Decimals)));
        json.WriteNumbers("people", towns.Select(town => town.Population));
        json.WriteNumbers("weight", towns.Select(town => (int)Math.Round(town.Weight)));
        json.WriteNumbers("region", towns.Select(town => town.Region is { } region ? codes.IndexOf(region.Code) : -1));
        json.WriteNumbers("district", towns.Select(town => town.District is { } district ? codes.IndexOf(district.Code) : -1));
        if (zones.Count > 1)
            json.WriteNumbers("zone", towns.Select(town => zones.IndexOf(town.Zone.Id)));
        var indexes = gazetteer.Places.Select((place, index) => (place.GeoNameId, index)).Where(one => towns.Count > 0).ToDictionary();
        var wanted = towns.Select(town => indexes[town.GeoNameId]).ToHashSet();
        var names = NamesOf(gazetteer.Names, wanted.Contains);
        json.WriteStrings("keys", towns.Select(town => WithoutPlain(names[indexes[town.GeoNameId]].ToString(), town.Name)));
    }

    /// <summary>Keys with a space between them: "*" before one of the name that is shown, "~" before one that counts only when typed whole.</summary>
    private static Dictionary<int, StringBuilder> NamesOf(NameIndex index, Func<int, bool> isWanted)
    {
        var names = new Dictionary<int, StringBuilder>();
        for (int name = 0; name < index.Count; name++)
        {
            foreach (var hit in index.Hits(name))
            {
                if (!isWanted(hit.Target))
                    continue;
                if (!names.TryGetValue(hit.Target, out var all))
                    names[hit.Target] = all = new StringBuilder();
                all.Append(all.Length > 0 ? " " : "").Append(hit.Kind switch { NameKind.Main => "*", NameKind.Weak => "~", _ => "" }).Append(index.Name(name));
            }
        }

        return names;
    }

    /// <summary>The key of the name itself needs no saying.</summary>
    private static string WithoutPlain(string keys, string name)
    {
        string plain = "*" + PlaceText.Key(name);
        return string.Join(' ', keys.Split(' ').Where(key => key != plain));
    }
}
