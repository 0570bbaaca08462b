using System.Collections.Frozen;
using System.Globalization;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>Countries as lists write them: by one of their codes, or by name in a language of the pages.</summary>
internal static class FeedCountries
{
    private static readonly FrozenDictionary<string, string> s_codes = Codes();

    /// <param name="words">What stands where a country should.</param>
    /// <returns>ISO 3166-1 alpha-2; null: it is none, or nobody knows which.</returns>
    public static string? Find(string words) => s_codes.GetValueOrDefault(HeaderText.Key(words));

    private static FrozenDictionary<string, string> Codes()
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal) { ["uk"] = "GB" };
        foreach (string code in Countries.All.Where(code => code.Length == 2 && char.IsAsciiLetter(code[0])))
        {
            codes[HeaderText.Key(code)] = code;
            if (Three(code) is { } three)
                codes.TryAdd(HeaderText.Key(three), code);
            foreach (string language in CountryNames.Languages)
                codes.TryAdd(HeaderText.Key(CountryNames.Of(code, language)), code);
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string? Three(string code)
    {
        try
        {
            return new RegionInfo(code).ThreeLetterISORegionName is { Length: 3 } three ? three : null;
        }
        catch (ArgumentException)
        {
            // Not one that the system knows.
            return null;
        }
    }
}
