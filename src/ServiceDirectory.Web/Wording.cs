using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ServiceDirectory.Web;

/// <summary>Every word of ours that a page shows, from <c>Resources/Wording.resx</c>. Pages hold keys, never sentences.</summary>
public sealed class Wording(IStringLocalizer<Wording> texts)
{
    /// <summary>By the language of the page: a page has hundreds, and to look one up costs ten times as much as to remember it.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, LocalizedString>> _known = new(StringComparer.Ordinal);

    /// <summary>The words of a key, with values put in.</summary>
    public string this[string key, params ReadOnlySpan<object> values] =>
        values.Length == 0 ? Of(key).Value : string.Format(CultureInfo.CurrentCulture, Of(key).Value, values);

    /// <summary>The words of a key for a number of things, which is value 0: <c>Results.one</c>, <c>Results.other</c>.</summary>
    public string Count(string key, int count, params ReadOnlySpan<object> values) =>
        this[$"{key}.{Plural.Category(CultureInfo.CurrentUICulture, count)}", [count, .. values]];

    /// <summary>The words of a key, or null where there are none: for words that only some entries of the catalogue have.</summary>
    public string? Find(string key) => Of(key) is { ResourceNotFound: false } found ? found.Value : null;

    private LocalizedString Of(string key)
    {
        var known = _known.GetOrAdd(CultureInfo.CurrentUICulture.Name, static _ => new(StringComparer.Ordinal));
        return known.TryGetValue(key, out var words) ? words : known.GetOrAdd(key, texts[key]);
    }
}

/// <summary>CLDR's categories of whole numbers, which decide the form of a noun. A language whose nouns have other forms is added here.</summary>
public static class Plural
{
    /// <summary>The form that every language has.</summary>
    public const string Other = "other";

    /// <summary>The forms that a language has.</summary>
    public static IReadOnlyList<string> Categories(CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return [.. Enumerable.Range(0, 200).Select(count => Category(language, count)).Distinct()];
    }

    public static string Category(CultureInfo language, int count)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.TwoLetterISOLanguageName switch
        {
            "ar" => count switch
            {
                0 => "zero",
                1 => "one",
                2 => "two",
                _ => (count % 100) switch
                {
                    >= 3 and <= 10 => "few",
                    >= 11 => "many",
                    _ => Other,
                },
            },
            "ro" => count == 1 ? "one" : count == 0 || count % 100 is >= 1 and <= 19 ? "few" : Other,
            _ => count == 1 ? "one" : Other,
        };
    }
}
