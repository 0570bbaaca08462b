using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Urgent;

/// <summary>What people of one country are told in one urgent situation: a short text, and the lines to call.</summary>
public sealed record CountryAnswerContent
{
    /// <summary>At most <see cref="CountryAnswerRules.LongestText"/> characters in each language.</summary>
    public required Text Words { get; init; }

    /// <summary>The first to call first; at most <see cref="CountryAnswerRules.MostLines"/>.</summary>
    public IReadOnlyList<AnswerLine> Lines { get; init; } = [];
}

/// <summary>A line to call.</summary>
public sealed record AnswerLine
{
    /// <summary>E.164, or a short number as it is dialled in the country.</summary>
    public required string Number { get; init; }

    /// <summary>Who answers, and when: "Peers, every night 20:00 to 02:00".</summary>
    public required Text For { get; init; }
}
