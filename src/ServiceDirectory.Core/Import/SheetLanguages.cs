using System.Collections.Frozen;
using System.Globalization;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>Names of languages as lists have them.</summary>
internal static class SheetLanguages
{
    private static readonly string[] s_between = [";", ",", "\n", "/", "|", "&", "+", "،", " and ", " y ", " e ", " și ", " si ", " و "];

    // What the framework does not say in the directory's other languages.
    private const string Named =
        "en:ingles,engleza,الانجليزيه,انجليزي|es:espanol,castellano,spaniola,الاسبانيه,اسباني|ro:rumano,romana,الرومانيه,روماني|ar:arabe,araba,العربيه,عربي|"
        + "fr:frances,franceza,الفرنسيه,فرنسي|pt:portugues,portugheza,البرتغاليه|de:aleman,germana,الالمانيه|it:italiano,italiana,الايطاليه|ru:ruso,rusa,الروسيه|"
        + "uk:ucraniano,ucraineana,الاوكرانيه|pl:polaco,poloneza,البولنديه|bg:bulgaro,bulgara,البلغاريه|hu:hungaro,maghiara,المجريه|tr:turco,turca,التركيه|"
        + "zh:chino,mandarin,cantonese,chineza,الصينيه|th:tailandes,thailandeza,التايلانديه|fa:farsi,dari,persa,الفارسيه|rom:romani,romanes,romaní,rromani|"
        + "bfi:bsl,british sign language|ssp:lengua de signos,lse|tl:tagalog,filipino|so:somali|ti:tigrinya|sq:albanes,albaneza";

    private static readonly Lazy<FrozenDictionary<string, string>> s_tags = new(Read);

    public static IEnumerable<string> Split(string text) =>
        text.Split(s_between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(' ', '.', '(', ')')).Where(word => word.Length > 0);

    /// <summary>The tag of a language by its name or tag; null: there is none.</summary>
    public static string? Tag(string words) =>
        s_tags.Value.TryGetValue(HeaderText.Key(words), out string? tag) ? tag : LanguageTag.Canonical(words);

    private static FrozenDictionary<string, string> Read()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in Named.Split('|'))
        {
            foreach (string name in entry.Split(':')[1].Split(','))
                tags.TryAdd(HeaderText.Key(name), entry.Split(':')[0]);
        }

        foreach (var culture in CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(culture => culture.Name.Length is 2 or 3))
        {
            if (LanguageTag.Canonical(culture.Name) is not { } tag)
                continue;
            tags.TryAdd(HeaderText.Key(culture.EnglishName), tag);
            tags.TryAdd(HeaderText.Key(culture.NativeName), tag);
        }

        return tags.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
