using System.Globalization;
using System.Resources;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The languages that pages can be written in. One is added with its files (docs/languages.md): the words of the pages in
/// <c>Resources</c>, those of the catalogue beside the English ones.
/// </summary>
public static class PageLanguages
{
    /// <summary>The language of the sources, which needs no word in an address.</summary>
    public const string English = "en";

    /// <summary>Language → how dates and numbers are written in it, where that is not simply its own way.</summary>
    private static readonly Dictionary<string, CultureInfo> Formats = new(StringComparer.Ordinal)
    {
        [English] = CultureInfo.GetCultureInfo("en-GB"),
        ["ar"] = Arabic(),
    };

    /// <summary>BCP 47 tags of those whose words are all here, English first.</summary>
    public static IReadOnlyList<string> Written { get; } = [.. DirectoryCatalogue.Default.Languages.Where(HasWording)];

    /// <summary>Those of them that a directory offers.</summary>
    public static IReadOnlyList<string> Offered(DirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var chosen = options.Languages.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return chosen.Length == 0 ? Written : chosen;
    }

    /// <summary>The language's own name for itself, in its own script: "română".</summary>
    public static string OwnName(string language)
    {
        var name = CultureInfo.GetCultureInfo(language).NativeName;
        // Names of languages are written small in many languages; alone in a row they begin like a sentence.
        return string.Concat(char.ToUpper(name[0], CultureInfo.GetCultureInfo(language)).ToString(), name.AsSpan(1));
    }

    /// <summary><c>rtl</c> or <c>ltr</c>, for the <c>dir</c> attribute.</summary>
    public static string Direction(string language) => CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>From here on, this request and everything that it awaits speaks a language.</summary>
    public static void Speak(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        CultureInfo.CurrentCulture = Formats.GetValueOrDefault(language) ?? CultureInfo.CurrentUICulture;
    }

    private static bool HasWording(string language) => language == English
        || new ResourceManager("ServiceDirectory.Web.Resources.Wording", typeof(Wording).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false) is not null;

    /// <summary>
    /// Telephone numbers, hours and house numbers stand on the page as they were written, in the digits 0 to 9. Other numbers
    /// use the same, and signs that go with them.
    /// </summary>
    private static CultureInfo Arabic()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("ar").Clone();
        culture.NumberFormat.NumberDecimalSeparator = ".";
        culture.NumberFormat.NumberGroupSeparator = ",";
        return CultureInfo.ReadOnly(culture);
    }
}
