using System.Collections.Concurrent;
using System.Globalization;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web.Curating;

/// <summary>Languages and countries as people type them: by tag or code, in the words of the page, in English, or by a language's own name.</summary>
public static class LanguageNames
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> s_languages = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> s_countries = new(StringComparer.Ordinal);

    private static readonly char[] s_between = [',', '،', ';', '\n'];

    /// <summary>The tag; null: no language is called so.</summary>
    public static string? Find(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        string name = typed.Trim();
        return LanguageTag.Canonical(name) ?? Languages().GetValueOrDefault(PlaceText.Key(name));
    }

    /// <summary>Names for a list to choose from while typing.</summary>
    public static IEnumerable<string> Offered { get; } =
        ["en", "es", "ro", "ar", "fr", "pt", "de", "it", "nl", "pl", "bg", "hu", "ru", "uk", "tr", "fa", "ur", "hi", "bn", "pa", "zh", "th", "vi", "so", "am", "ti", "sq", "sr", "el", "cs"];

    /// <summary>The code; null: no country is called so.</summary>
    public static string? Country(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        string name = typed.Trim();
        return Countries.Contains(name.ToUpperInvariant()) ? name.ToUpperInvariant() : CountriesByName().GetValueOrDefault(PlaceText.Key(name));
    }

    /// <summary>What stands between commas.</summary>
    public static IEnumerable<string> Parts(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return typed.Split(s_between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static Dictionary<string, string> Languages() => s_languages.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ =>
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.NeutralCultures))
        {
            if (LanguageTag.Canonical(culture.Name) is not { } tag || tag.Contains('-', StringComparison.Ordinal))
                continue;
            foreach (string name in new[] { culture.DisplayName, culture.EnglishName, culture.NativeName })
                names.TryAdd(PlaceText.Key(name), tag);
        }

        return names;
    });

    private static Dictionary<string, string> CountriesByName() => s_countries.GetOrAdd(CultureInfo.CurrentUICulture.Name, page =>
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string code in Countries.All)
        {
            names.TryAdd(PlaceText.Key(CountryNames.Of(code, page)), code);
            names.TryAdd(PlaceText.Key(CountryNames.Of(code, "en")), code);
        }

        return names;
    });
}
