using System.Collections.Frozen;
using System.Text.Json;

namespace ServiceDirectory.Core.Places;

/// <summary>Names of countries in the languages of the pages, from Unicode's CLDR: one file for each language.</summary>
public static class CountryNames
{
    private const string English = "en";

    private const string Prefix = "Places/country-names-";

    private const string Suffix = ".json";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Names = typeof(CountryNames).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..^Suffix.Length], Read, StringComparer.Ordinal);

    /// <summary>Languages that have names.</summary>
    public static IEnumerable<string> Languages => Names.Keys;

    /// <summary>The name of a country in a language; English where that one has none, and the code where there is none at all.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="language">BCP 47 tag.</param>
    public static string Of(string country, string language) =>
        Names.GetValueOrDefault(language)?.GetValueOrDefault(country) ?? Names[English].GetValueOrDefault(country) ?? country;

    private static FrozenDictionary<string, string> Read(string resource)
    {
        using var file = typeof(CountryNames).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
