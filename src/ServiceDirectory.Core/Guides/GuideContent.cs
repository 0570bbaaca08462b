using System.Text.Json.Serialization;
using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Guides;

/// <summary>What a guide is about.</summary>
public enum GuideKind
{
    KnowYourRights,
    PoliceAndRaids,
    OrderedTests,
    SafetyAtWork,
    TestingOnYourTerms,
    TalkingToADoctor,
    FacingStigma,
    Campaign,

    /// <summary>What the law of a country says. Each country has one.</summary>
    Country,
}

/// <summary>How far a version of a guide has come.</summary>
public enum GuideState
{
    Draft,

    /// <summary>For a second pair of eyes.</summary>
    Waiting,
    Returned,
    Published,
    Replaced,
    Withdrawn,
}

/// <summary>What stands in a guide. Each text is in the same languages; longer ones are Markdown.</summary>
public sealed record GuideContent
{
    public required Text Title { get; init; }

    /// <summary>One or two sentences that stand beside the title wherever it is linked.</summary>
    public Text? Lead { get; init; }

    /// <summary>Null: a page of a country, which has <see cref="Law"/>.</summary>
    public Text? Body { get; init; }

    public CountryLaw? Law { get; init; }

    /// <summary>Of a campaign.</summary>
    public Text? HowToJoin { get; init; }

    /// <summary>The last day of a campaign.</summary>
    public LocalDate? EndsOn { get; init; }

    /// <summary>Numbers of the catalogue, the most important first.</summary>
    public IReadOnlyList<int> Needs { get; init; } = [];

    public ExpertReading? Lawyer { get; init; }

    public ExpertReading? Clinician { get; init; }

    /// <summary>All texts that it has, in the order in which they are read.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, int Longest, Text Text)> Texts => new (string Name, int Longest, Text? Text)[]
    {
        ("title", GuideRules.LongestTitle, Title), ("lead", GuideRules.LongestLead, Lead), ("body", GuideRules.LongestBody, Body),
        ("selling", GuideRules.LongestPart, Law?.Selling), ("buying", GuideRules.LongestPart, Law?.Buying),
        ("together", GuideRules.LongestPart, Law?.Together), ("thirdParties", GuideRules.LongestPart, Law?.ThirdParties),
        ("howToJoin", GuideRules.LongestJoin, HowToJoin),
    }.Where(text => text.Text is not null).Select(text => (text.Name, text.Longest, text.Text!));

    /// <summary>Names all that is written in the original. The database reckons it in the same way (<c>directory.guide_words</c>).</summary>
    [JsonIgnore]
    public string Fingerprint => Text.Fingerprint(string.Join('\n', Texts.Select(text => text.Text.OriginalWords)));
}

/// <summary>What the law of a country says, in plain words.</summary>
public sealed record CountryLaw
{
    public Text? Selling { get; init; }

    public Text? Buying { get; init; }

    /// <summary>Working together with others.</summary>
    public Text? Together { get; init; }

    /// <summary>Those who organise, let rooms, drive, guard, or live with somebody.</summary>
    public Text? ThirdParties { get; init; }

    /// <summary>The day as of which that is the law.</summary>
    public required LocalDate On { get; init; }
}

/// <summary>Somebody of a profession has read a guide. Never who.</summary>
/// <param name="On">When.</param>
/// <param name="Of"><see cref="GuideContent.Fingerprint"/> of what they read: other words are not read yet.</param>
public sealed record ExpertReading(LocalDate On, string Of);
