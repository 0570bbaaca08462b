using System.Text.Json.Serialization;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Catalogue;

/// <summary>Anything of the catalogue that has words in several languages.</summary>
public abstract record CatalogueEntry
{
    /// <summary>Lower-case letters, digits and dashes; never changes meaning.</summary>
    public required string Slug { get; init; }

    /// <summary>English.</summary>
    public required string Label { get; init; }
}

/// <summary>Needs that stand together on the first page.</summary>
public sealed record NeedGroup : CatalogueEntry
{
    /// <summary>English; one sentence.</summary>
    public required string Help { get; init; }

    public required IReadOnlyList<Need> Needs { get; init; }
}

/// <summary>Something that a person may look for.</summary>
public sealed record Need : CatalogueEntry
{
    /// <summary>Never 0 and never used again for something else: printed links carry it.</summary>
    public required int Id { get; init; }

    /// <summary>English; one or two sentences.</summary>
    public required string Help { get; init; }

    /// <summary>What to know first, in English: a time limit or a warning.</summary>
    public string? Note { get; init; }

    /// <summary>Hours matter.</summary>
    public bool Urgent { get; init; }

    /// <summary>Hours after which this help is too late; null: there is no such limit.</summary>
    public int? WithinHours { get; init; }

    /// <summary>The note is about health: it is shown with the word that a clinician has to be asked.</summary>
    public bool Medical { get; init; }

    /// <summary>A directory may leave it off its first page.</summary>
    public bool Optional { get; init; }

    /// <summary>
    /// Language → phrases that mean this need when typed. Never displayed. <c>&lt;set&gt;</c> stands for any word of a set
    /// (<see cref="MatchingRules.Language.Sets"/>); docs/matching.md has the other signs.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Synonyms { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Language → phrases by which a text cannot mean this need, whatever else it says.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> RuledOutBy { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Ids of needs that are often wanted with this one.</summary>
    public IReadOnlyList<int> Related { get; init; } = [];
}

/// <summary>A word that hurts, or that people only call themselves: matched when it is typed, and never displayed.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Word">One word or several.</param>
/// <param name="Need">The id of the need that it means; null for none.</param>
public sealed record SearchOnlyWord(string Language, string Word, int? Need);

/// <summary>Access facts that stand together among the filters.</summary>
public sealed record FacetGroup : CatalogueEntry
{
    public required IReadOnlyList<Facet> Facets { get; init; }
}

/// <summary>A fact about getting help: yes, no, or not known.</summary>
public sealed record Facet : CatalogueEntry
{
    public const int LargestId = 62;

    /// <summary>1 to <see cref="LargestId"/>: also the number of its bit in a mask of facts.</summary>
    public required int Id { get; init; }

    /// <summary>English; empty where the label says it all.</summary>
    public required string Meaning { get; init; }

    public required FacetUse Use { get; init; }

    /// <summary>Made by the program when an entry is published, never typed.</summary>
    public bool Derived { get; init; }

    /// <summary>Decides a visit: may not be "not known" in a published entry.</summary>
    public bool Decides { get; init; }

    /// <summary>What a known yes may say more exactly; empty: plain yes or no.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The values that a filter takes for a yes. A yes with another value is not one.</summary>
    public IReadOnlyList<string> CountsAsYes { get; init; } = [];

    public long Bit => 1L << Id;
}

public enum FacetUse
{
    /// <summary>People ask for it.</summary>
    Include,

    /// <summary>People hide services where it is so.</summary>
    Exclude,

    /// <summary>Shown, not filtered by.</summary>
    Note,
}

/// <summary>An urgent moment with a page of its own.</summary>
public sealed record Situation : CatalogueEntry
{
    public required int Id { get; init; }

    /// <summary>English; one or two sentences that stand above everything else.</summary>
    public required string Calm { get; init; }

    /// <summary>What to do, the most urgent first.</summary>
    public required IReadOnlyList<UrgentStep> Steps { get; init; }

    /// <summary>English; the question that whoever can say yes to needs an ambulance.</summary>
    public required string Emergency { get; init; }

    /// <summary>The ambulance comes before everything else; else after what to do and whom to call.</summary>
    public bool EmergencyFirst { get; init; }

    /// <summary>Ids, the most urgent first.</summary>
    public required IReadOnlyList<int> Needs { get; init; }
}

/// <summary>One thing to do in an urgent moment.</summary>
/// <param name="Do">English; the thing itself.</param>
/// <param name="By">English; by when. Null: there is no limit.</param>
/// <param name="Medical">It is shown with the word that no clinician has reviewed it.</param>
/// <param name="Legal">It differs by country, and is shown with the word that no lawyer has reviewed it.</param>
public sealed record UrgentStep(string Do, string? By = null, bool Medical = false, bool Legal = false);

/// <summary>One version of the promises that reviewers judge. Kept in the database for good once it was used.</summary>
public sealed record CriteriaSet
{
    public required int Version { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }
}

/// <summary>One promise.</summary>
public sealed record Criterion
{
    public required int Id { get; init; }

    public required string Slug { get; init; }

    public required string Principle { get; init; }

    public required string Statement { get; init; }

    public required string Check { get; init; }

    /// <summary>English; the question as it is put to whoever runs a service.</summary>
    public required string Ask { get; init; }

    /// <summary>Its place in a talk, from 1: easy ones first, and those about police once somebody has begun to talk.</summary>
    public required int Asked { get; init; }

    /// <summary>Blocks a listing while it is not met, where it applies.</summary>
    public required bool Required { get; init; }

    public required string SuspendWhen { get; init; }

    /// <summary>The profiles to which a required one applies.</summary>
    public IReadOnlyList<Profile> Profiles { get; init; } = [];

    /// <summary>The second organisation makes a contact of its own on it.</summary>
    public bool RedLine { get; init; }

    /// <summary>The plain sentence by which anyone can report that it was not kept.</summary>
    public string? Concern { get; init; }

    public bool SuspendsAtOnce { get; init; }

    /// <summary>The words that people see, where the councils wrote them; null: they come with the program.</summary>
    public Text? Said { get; init; }

    /// <summary>The question, where the councils wrote it.</summary>
    public Text? Asks { get; init; }

    /// <summary>The language of <see cref="Check"/> and <see cref="SuspendWhen"/>.</summary>
    [JsonIgnore]
    public string WrittenIn => Asks?.Original ?? "en";
}
