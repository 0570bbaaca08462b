using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ServiceDirectory.Web;

/// <summary>Every word of ours that a page shows, from <c>Resources/Wording.resx</c>. Pages hold keys, never sentences.</summary>
public sealed class Wording(IStringLocalizer<Wording> texts)
{
    /// <summary>The words of a key, with values put in.</summary>
    public string this[string key, params ReadOnlySpan<object> values] =>
        values.Length == 0 ? texts[key].Value : string.Format(CultureInfo.CurrentCulture, texts[key].Value, values);

    /// <summary>The words of a key for a number of things, which is value 0: <c>Results.one</c>, <c>Results.other</c>.</summary>
    public string Count(string key, int count, params ReadOnlySpan<object> values) =>
        this[$"{key}.{Plural.Category(CultureInfo.CurrentUICulture, count)}", [count, .. values]];

    /// <summary>The words of a key, or null where there are none: for words that only some entries of the catalogue have.</summary>
    public string? Find(string key) => texts[key] is { ResourceNotFound: false } found ? found.Value : null;
}

/// <summary>CLDR's categories of whole numbers, which decide the form of a noun. A language is added with its words.</summary>
public static class Plural
{
    public static string Category(CultureInfo language, int count)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.TwoLetterISOLanguageName switch
        {
            _ => count == 1 ? "one" : "other",
        };
    }
}
