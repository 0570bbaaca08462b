using System.Collections.Frozen;

namespace ServiceDirectory.Core.Catalogue;

/// <summary>
/// The needs, access facts, urgent situations and promises of the directory, with their words. Read once from the files in the
/// assembly; immutable.
/// </summary>
public sealed class DirectoryCatalogue
{
    private static readonly Lazy<DirectoryCatalogue> Shipped = new(() => CatalogueReader.Read(CatalogueFiles.Embedded()));

    private readonly FrozenDictionary<int, Need> _needs;
    private readonly FrozenDictionary<string, Need> _needSlugs;
    private readonly FrozenDictionary<int, Facet> _facets;
    private readonly FrozenDictionary<string, Facet> _facetSlugs;
    private readonly FrozenDictionary<int, Situation> _situations;
    private readonly FrozenDictionary<string, Situation> _situationSlugs;
    private readonly FrozenDictionary<string, CatalogueWords> _words;

    internal DirectoryCatalogue(
        IReadOnlyList<NeedGroup> groups,
        IReadOnlyList<FacetGroup> facetGroups,
        IReadOnlyList<Situation> situations,
        IReadOnlyList<SearchOnlyWord> searchOnlyWords,
        CriteriaSet criteria,
        MatchingRules matchingRules,
        IReadOnlyDictionary<string, CatalogueWords> words)
    {
        Groups = groups;
        Needs = [.. groups.SelectMany(g => g.Needs)];
        FacetGroups = facetGroups;
        Facets = [.. facetGroups.SelectMany(g => g.Facets)];
        Situations = situations;
        SearchOnlyWords = searchOnlyWords;
        Criteria = criteria;
        MatchingRules = matchingRules;
        _needs = Needs.ToFrozenDictionary(n => n.Id);
        _needSlugs = Needs.ToFrozenDictionary(n => n.Slug, StringComparer.Ordinal);
        _facets = Facets.ToFrozenDictionary(f => f.Id);
        _facetSlugs = Facets.ToFrozenDictionary(f => f.Slug, StringComparer.Ordinal);
        _situations = situations.ToFrozenDictionary(s => s.Id);
        _situationSlugs = situations.ToFrozenDictionary(s => s.Slug, StringComparer.Ordinal);
        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        ExcludeFacets = Mask(f => f.Use == FacetUse.Exclude);
        NoteFacets = Mask(f => f.Use == FacetUse.Note);
        DecidingFacets = Mask(f => f.Decides);
    }

    /// <summary>The catalogue that this version of the program carries.</summary>
    /// <exception cref="CatalogueException">A file is wrong; the message names the file, the entry and the reason.</exception>
    public static DirectoryCatalogue Default => Shipped.Value;

    /// <summary>In the order in which they are shown.</summary>
    public IReadOnlyList<NeedGroup> Groups { get; }

    /// <summary>In the order of their groups.</summary>
    public IReadOnlyList<Need> Needs { get; }

    public IReadOnlyList<FacetGroup> FacetGroups { get; }

    public IReadOnlyList<Facet> Facets { get; }

    public IReadOnlyList<Situation> Situations { get; }

    /// <summary>Words that people type or are called, in all languages.</summary>
    public IReadOnlyList<SearchOnlyWord> SearchOnlyWords { get; }

    public CriteriaSet Criteria { get; }

    /// <summary>How typed words are compared with the phrases of needs.</summary>
    public MatchingRules MatchingRules { get; }

    /// <summary>Bit n: fact n is one that people hide services by.</summary>
    public long ExcludeFacets { get; }

    /// <summary>Bit n: fact n is shown and not filtered by.</summary>
    public long NoteFacets { get; }

    /// <summary>Bit n: fact n may not be "not known" in a published entry.</summary>
    public long DecidingFacets { get; }

    /// <summary>Languages in which the catalogue has words, English first.</summary>
    public IEnumerable<string> Languages => _words.Keys.Order(StringComparer.Ordinal).Prepend("en");

    public Need? FindNeed(int id) => _needs.GetValueOrDefault(id);

    public Need? FindNeed(string idOrSlug) => Find(idOrSlug, _needs, _needSlugs);

    public Facet? FindFacet(int id) => _facets.GetValueOrDefault(id);

    public Facet? FindFacet(string idOrSlug) => Find(idOrSlug, _facets, _facetSlugs);

    public Situation? FindSituation(string idOrSlug) => Find(idOrSlug, _situations, _situationSlugs);

    /// <summary>The entry's name in a language; English where it has none in that one.</summary>
    /// <param name="entry">An entry of this catalogue.</param>
    /// <param name="language">BCP 47 tag; <c>pt-BR</c> falls back to <c>pt</c>.</param>
    public string Label(CatalogueEntry entry, string language) => Words(entry, language)?.Label ?? entry.Label;

    public string Help(NeedGroup group, string language) => Words(group, language)?.Help ?? group.Help;

    public string Help(Need need, string language) => Words(need, language)?.Help ?? need.Help;

    public string? Note(Need need, string language) => need.Note is null ? null : Words(need, language)?.Note ?? need.Note;

    public string Meaning(Facet facet, string language) => Words(facet, language)?.Meaning ?? facet.Meaning;

    public string Calm(Situation situation, string language) => Words(situation, language)?.Calm ?? situation.Calm;

    public string Emergency(Situation situation, string language) => Words(situation, language)?.Emergency ?? situation.Emergency;

    /// <summary>What to do, in a language; all of it in English where that one has none.</summary>
    public IReadOnlyList<UrgentStep> Steps(Situation situation, string language) => Words(situation, language) is { } words
        ? [.. situation.Steps.Zip(words.Steps, (english, step) => english with { Do = step.Do, By = step.By })]
        : situation.Steps;

    /// <summary>The language in which <see cref="Label"/> answers, for the <c>lang</c> attribute.</summary>
    public string LanguageOf(CatalogueEntry entry, string language) =>
        Words(entry, language)?.Label is null ? "en" : language;

    /// <summary>The plain sentence by which anyone can report that a promise was not kept; null where it has none.</summary>
    public string? Concern(Criterion criterion, string language) =>
        criterion.Concern is null ? null : WordsIn(language)?.Concerns.GetValueOrDefault(criterion.Slug) ?? criterion.Concern;

    /// <summary>The question about a promise as it is put to whoever runs a service.</summary>
    public string Ask(Criterion criterion, string language) => WordsIn(language)?.Asks.GetValueOrDefault(criterion.Slug) ?? criterion.Ask;

    private CatalogueWords.Entry? Words(CatalogueEntry entry, string language) => WordsIn(language)?.Of(entry);

    private CatalogueWords? WordsIn(string language) => _words.GetValueOrDefault(language) ?? _words.GetValueOrDefault(language.Split('-')[0]);

    private static T? Find<T>(string idOrSlug, FrozenDictionary<int, T> byId, FrozenDictionary<string, T> bySlug)
        where T : class =>
        // "04" and "+4" are not addresses of need 4: one entry has one number.
        int.TryParse(idOrSlug, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int id)
            ? idOrSlug[0] == '0' ? null : byId.GetValueOrDefault(id)
            : bySlug.GetValueOrDefault(idOrSlug);

    private long Mask(Func<Facet, bool> where) => Facets.Where(where).Aggregate(0L, (mask, facet) => mask | facet.Bit);
}
