namespace ServiceDirectory.Core.Places;

/// <summary>What people leave out when they name a region.</summary>
internal static class RegionNames
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "state", "county", "city", "borough", "metropolitan", "royal", "district", "province", "provincia", "region", "prefecture",
        "oblast", "governorate", "municipality", "municipio", "department", "departement", "canton", "kreisfreie", "stadt", "landkreis",
        "council", "parish", "republic", "autonomous", "community", "regierungsbezirk", "judet", "judetul", "voivodeship", "krai",
        "of", "and", "the", "di", "de", "d", "del", "della", "la",
    };

    /// <summary>"City and Borough of Leeds" to "leeds", "County Durham" to "durham"; the folded name itself when nothing else would be left.</summary>
    public static string WithoutKind(string name)
    {
        var words = PlaceText.Fold(name).Split(' ');
        if (!words.Any(word => word.Length > 3 && Kinds.Contains(word)))
            return name;
        var rest = words.Where(word => !Kinds.Contains(word)).ToArray();
        return rest.Length == 0 ? name : string.Join(' ', rest);
    }
}
