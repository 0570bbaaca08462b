using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Web;

/// <summary>
/// How things are said in the language of the page: here the catalogue's entries, lengths, dates and languages, which every page
/// needs. Beside it stand <see cref="SayHours"/>, <see cref="SayFacts"/>, <see cref="SayChecks"/>, <see cref="SayPlaces"/>,
/// <see cref="SayContacts"/>, <see cref="SayResults"/> and <see cref="SayBadges"/>.
/// </summary>
public sealed class Say(Wording words, DirectoryCatalogue catalogue)
{
    private const double RoundFromKm = 10;

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static string Page => CultureInfo.CurrentUICulture.Name;

    public string Label(CatalogueEntry entry) => catalogue.Label(entry, Page);

    public string Labels(IEnumerable<CatalogueEntry> entries) => string.Join(" · ", entries.Select(Label));

    /// <summary>Needs by their numbers; one that the catalogue does not have any more is left out.</summary>
    public string Needs(IEnumerable<int> ids) => Labels(ids.Select(catalogue.FindNeed).OfType<Need>());

    public string Help(Need need) => catalogue.Help(need, Page);

    public string Help(NeedGroup group) => catalogue.Help(group, Page);

    public string? Note(Need need) => catalogue.Note(need, Page);

    public string Calm(Situation situation) => catalogue.Calm(situation, Page);

    public string Emergency(Situation situation) => catalogue.Emergency(situation, Page);

    public IReadOnlyList<UrgentStep> Steps(Situation situation) => catalogue.Steps(situation, Page);

    public string? Concern(Criterion criterion) => catalogue.Concern(criterion, Page);

    /// <summary>The question about a promise as it is put to whoever runs a service.</summary>
    public string Ask(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return criterion.Asks?.For(Page).Value ?? catalogue.Ask(criterion, Page);
    }

    public string Meaning(Facet facet) => catalogue.Meaning(facet, Page);

    /// <summary>"under 1 km", "2.3 km", "14 km".</summary>
    public string Km(double km) => km switch
    {
        < 1 => words["Km.UnderOne"],
        // What rounds to 10.0 is said as 10.
        < RoundFromKm - 0.05 => words["Km.Distance", km.ToString("0.0", Culture)],
        _ => words["Km.Distance", Math.Round(km).ToString("0", Culture)],
    };

    /// <summary>A radius as it was chosen: "25 km", "2.5 km".</summary>
    public string Radius(double km) => words["Km.Distance", km.ToString("0.##", Culture)];

    /// <summary>"October 2026".</summary>
    public string Month(LocalDate date) => date.ToString(words["Date.Month"], Culture);

    /// <summary>"Friday 25 December 2026".</summary>
    public string Day(LocalDate date) => date.ToString(words["Date.Day"], Culture);

    /// <summary>"25 December 2026".</summary>
    public string ShortDay(LocalDate date) => date.ToString(words["Date.Short"], Culture);

    /// <summary>The language's own word for the page's reader: "Romanian".</summary>
    public static string Language(string tag) => Named.GetOrAdd(Page, NamesIn).GetValueOrDefault(tag) ?? NameOf(tag);

    /// <summary>Page's language → the names of all languages in it: asked for one by one they cost a page of results more than its words.</summary>
    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, string>> Named = new(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> NamesIn(string page) => CultureInfo.GetCultures(CultureTypes.NeutralCultures)
        .Where(culture => culture.Name.Length > 0).DistinctBy(culture => culture.Name).ToFrozenDictionary(culture => culture.Name, culture => culture.DisplayName, StringComparer.Ordinal);

    private static string NameOf(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    public string Languages(IEnumerable<string> tags) => string.Join(words["List.Join"], tags.Select(Language));

    /// <summary>What has to be said of a text that is not in the page's language, or was put into it by a machine or long ago.</summary>
    public string? Origin(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spoken = text.For(Page);
        return Origin(spoken.Language) ?? (spoken.Machine ? words["Text.Machine"] : spoken.OlderThanOriginal ? words["Text.Older"] : null);
    }

    /// <summary>"In English", on a page that is not.</summary>
    public string? Origin(string language) => language == Page ? null : words["Text.In", Language(language)];
}
