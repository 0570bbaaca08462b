namespace ServiceDirectory.Core.Catalogue;

/// <summary>The catalogue's words in one language other than English. Adding a language is adding one such file.</summary>
internal sealed record CatalogueWords
{
    public IReadOnlyDictionary<string, Entry> Groups { get; init; } = new Dictionary<string, Entry>();

    public IReadOnlyDictionary<string, Entry> Needs { get; init; } = new Dictionary<string, Entry>();

    public IReadOnlyDictionary<string, Entry> FacetGroups { get; init; } = new Dictionary<string, Entry>();

    public IReadOnlyDictionary<string, Entry> Facets { get; init; } = new Dictionary<string, Entry>();

    public IReadOnlyDictionary<string, Entry> Situations { get; init; } = new Dictionary<string, Entry>();

    /// <summary>Slug of a criterion → the plain sentence by which anyone can report that it was not kept.</summary>
    public IReadOnlyDictionary<string, string> Concerns { get; init; } = new Dictionary<string, string>();

    /// <summary>Slug of a criterion → the question as it is put to whoever runs a service.</summary>
    public IReadOnlyDictionary<string, string> Asks { get; init; } = new Dictionary<string, string>();

    public Entry? Of(CatalogueEntry entry) => entry switch
    {
        Need need => Needs.GetValueOrDefault(need.Slug),
        NeedGroup group => Groups.GetValueOrDefault(group.Slug),
        Facet facet => Facets.GetValueOrDefault(facet.Slug),
        FacetGroup group => FacetGroups.GetValueOrDefault(group.Slug),
        Situation situation => Situations.GetValueOrDefault(situation.Slug),
        _ => throw new ArgumentException($"{entry.GetType().Name} has no words.", nameof(entry)),
    };

    internal sealed record Entry
    {
        public required string Label { get; init; }

        public string? Help { get; init; }

        public string? Note { get; init; }

        public string? Meaning { get; init; }

        public string? Calm { get; init; }

        public string? Emergency { get; init; }

        /// <summary>In the order of the English ones.</summary>
        public IReadOnlyList<Step> Steps { get; init; } = [];
    }

    internal sealed record Step(string Do, string? By = null);
}
