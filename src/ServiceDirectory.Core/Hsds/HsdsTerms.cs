using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Hsds;

/// <summary>The three vocabularies of open data: needs, facts about getting help, and promises. What people call things, and words that hurt, are not in it.</summary>
public sealed class HsdsTerms
{
    /// <summary>Added to the number of a fact, and of a promise, among the topics of an entry (<c>published.service.topics</c>).</summary>
    internal const int OfAccess = 1_000, OfPromises = 2_000;

    private const string English = "en";

    private readonly DirectoryCatalogue _catalogue;
    private readonly Dictionary<Guid, int[]> _topics = [];
    private readonly Dictionary<int, HsdsTerm> _byTopic = [];
    private readonly List<HsdsTerm> _terms = [];

    /// <param name="ids">Of this directory.</param>
    /// <param name="catalogue">Its needs and facts.</param>
    /// <param name="promises">By which entries are judged now.</param>
    public HsdsTerms(HsdsIds ids, DirectoryCatalogue catalogue, CriteriaSet promises)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(promises);
        _catalogue = catalogue;
        Needs = new HsdsTaxonomy(ids.Of("taxonomy/needs"), "Needs", "What somebody may need help with.");
        Access = new HsdsTaxonomy(ids.Of("taxonomy/access"), "Access", "Facts about getting help that are known to be so. What is not said is not known.");
        Promises = new HsdsTaxonomy(ids.Of("taxonomy/promises"), "Promises", "What a service is checked for by community organisations.", $"{promises.Version}");
        foreach (var group in catalogue.Groups)
        {
            var parent = Add(ids, Needs, $"need-group/{group.Slug}", $"needs-{group.Slug}", group.Label, group.Help, null, [.. group.Needs.Select(need => need.Id)]);
            foreach (var need in group.Needs)
                Add(ids, Needs, $"need/{need.Id}", need.Slug, need.Label, need.Help, parent, need.Id);
        }

        foreach (var group in catalogue.FacetGroups)
        {
            var facets = group.Facets.Where(facet => !facet.Derived).ToList();
            if (facets.Count == 0)
                continue;
            var parent = Add(ids, Access, $"access-group/{group.Slug}", $"access-group-{group.Slug}", group.Label, group.Label, null, [.. facets.Select(facet => OfAccess + facet.Id)]);
            foreach (var facet in facets)
                Add(ids, Access, $"access/{facet.Id}", $"access-{facet.Slug}", facet.Label, Meaning(facet), parent, OfAccess + facet.Id);
        }

        foreach (var promise in promises.Criteria)
            Add(ids, Promises, $"promise/{promise.Id}", $"promise-{promise.Slug}", promise.Said?.OriginalWords ?? promise.Statement, promise.Said?.OriginalWords ?? promise.Statement, null, OfPromises + promise.Id);
        _terms.Sort((one, other) => string.CompareOrdinal($"{one.Id}", $"{other.Id}"));
        Taxonomies = [.. new[] { Needs, Access, Promises }.OrderBy(taxonomy => $"{taxonomy.Id}", StringComparer.Ordinal)];
    }

    public HsdsTaxonomy Needs { get; }

    public HsdsTaxonomy Access { get; }

    public HsdsTaxonomy Promises { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<HsdsTaxonomy> Taxonomies { get; }

    /// <summary>Of all taxonomies, by id.</summary>
    public IReadOnlyList<HsdsTerm> All => _terms;

    /// <summary>Null where there is no such need, fact or promise any more.</summary>
    internal HsdsTerm? OfTopic(int topic) => _byTopic.GetValueOrDefault(topic);

    /// <summary>Whether a known yes is one for whoever reads nothing but that. The database counts the same (<c>directory.mark_open</c>).</summary>
    internal bool Counts(AccessFact fact) => fact.Yes && _catalogue.FindFacet(fact.Facet) is { } facet && (facet.CountsAsYes.Count == 0 || (fact.Value is { } value && facet.CountsAsYes.Contains(value)));

    /// <summary>The topics that a term, or all terms of a taxonomy, stand for; none where there is no such id.</summary>
    internal int[] TopicsOf(Guid id) => _topics.GetValueOrDefault(id) ?? [.. _terms.Where(term => term.TaxonomyId == id).SelectMany(term => _topics[term.Id]).Distinct()];

    private static string Meaning(Facet facet)
    {
        string meaning = facet.Meaning.Length > 0 ? facet.Meaning : facet.Label;
        return facet.Use == FacetUse.Exclude ? $"{meaning} Some people avoid services where this is so." : meaning;
    }

    private Guid Add(HsdsIds ids, HsdsTaxonomy taxonomy, string thing, string code, string name, string description, Guid? parent, params int[] topics)
    {
        var term = new HsdsTerm
        {
            Id = ids.Of($"term/{thing}"),
            Code = code,
            Name = name,
            Description = description,
            ParentId = parent,
            Taxonomy = taxonomy.Name,
            Language = English,
            TaxonomyId = taxonomy.Id,
        };
        _terms.Add(term);
        _topics[term.Id] = topics;
        if (topics is [var one] && !thing.Contains("-group/", StringComparison.Ordinal))
            _byTopic[one] = term;
        return term.Id;
    }
}
