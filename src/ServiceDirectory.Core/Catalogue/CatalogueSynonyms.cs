namespace ServiceDirectory.Core.Catalogue;

/// <summary>What people type in one language. Read beside the rules of that language, and never displayed.</summary>
internal sealed record CatalogueSynonyms
{
    /// <summary>Slug of a need → what means it.</summary>
    public required IReadOnlyDictionary<string, Entry> Needs { get; init; }

    /// <summary>Words that are matched and never displayed → the slug of a need, or null where they mean none.</summary>
    public IReadOnlyDictionary<string, string?> SearchOnlyWords { get; init; } = new Dictionary<string, string?>();

    internal sealed record Entry
    {
        public required IReadOnlyList<string> Phrases { get; init; }

        public IReadOnlyList<string> RuledOutBy { get; init; } = [];
    }
}
