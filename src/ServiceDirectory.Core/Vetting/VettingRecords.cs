using NodaTime;
using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Core.Vetting;

/// <summary>A revision that was handed in to be judged.</summary>
public sealed class Proposal
{
    public required Guid RevisionId { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>Who handed it in.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>Null: the command line, the demo.</summary>
    public Guid? AccountId { get; init; }

    public required LocalDate ProposedOn { get; init; }

    public required ChangeClass Change { get; init; }

    /// <summary>Null: it waits.</summary>
    public LocalDate? ClosedOn { get; set; }

    public ProposalOutcome? Outcome { get; set; }
}

public enum ProposalOutcome
{
    Published,
    Withdrawn,
    Returned,
    Declined,

    /// <summary>A newer revision was handed in.</summary>
    Superseded,
}

/// <summary>What was found out about a service, or about whoever runs it. Added to, never rewritten.</summary>
public sealed class Evidence
{
    public required Guid Id { get; init; }

    public Guid? ServiceId { get; init; }

    /// <summary>Whoever runs it: then it counts for all their services, for <see cref="VettingOptions.ProviderFileMonths"/>.</summary>
    public Guid? ProviderId { get; init; }

    public required Guid OrganisationId { get; init; }

    public Guid? AccountId { get; init; }

    public required EvidenceKind Kind { get; init; }

    public required LocalDate FoundOn { get; init; }

    /// <summary>Sealed (<see cref="PrivateNotes"/>).</summary>
    public required byte[] Note { get; init; }

    /// <summary>Ids of the promises that it supports.</summary>
    public required int[] Criteria { get; init; }
}

public enum EvidenceKind
{
    DocumentSeen,

    /// <summary>Written down by whoever heard it.</summary>
    SpokenAnswer,

    /// <summary>By telephone or message from a set script.</summary>
    TestContact,

    Visit,

    /// <summary>Asked in the group's own spaces, without quotes.</summary>
    CommunityWord,

    PublicSource,
}

/// <summary>One organisation's look at one revision.</summary>
public sealed class Review
{
    public required Guid Id { get; init; }

    public required Guid RevisionId { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>Who saved it last, and who handed it in.</summary>
    public Guid? AccountId { get; set; }

    public required int CriteriaVersion { get; set; }

    public required LocalDate StartedOn { get; init; }

    /// <summary>Null: under way.</summary>
    public LocalDate? HandedInOn { get; set; }

    /// <summary>Time spent, 1 to 6,000; null where nobody counts.</summary>
    public int? Minutes { get; set; }

    /// <summary>Null: not said yet.</summary>
    public DeclaredTie? Tie { get; set; }

    /// <summary>One more with each save.</summary>
    public int Edition { get; set; } = 1;

    public ReviewScope Scope { get; set; }
}

/// <summary>How much of the promises a review went through.</summary>
public enum ReviewScope
{
    Whole,

    /// <summary>The second one of a renewal confirms these, and whatever else they looked at.</summary>
    RedLines,
}

/// <summary>A revision that says what two organisations judged whole before, and waits to be confirmed.</summary>
public sealed class Renewal
{
    public required Guid RevisionId { get; init; }

    /// <summary>The revision that they judged.</summary>
    public required Guid WholeId { get; init; }

    public required LocalDate BegunOn { get; init; }
}

/// <summary>What somebody says who begins to judge. Any but <see cref="None"/> adds evidence and does not judge.</summary>
public enum DeclaredTie
{
    None,

    /// <summary>Works there or did.</summary>
    Worked,

    Funder,
    Partner,
    Relative,

    /// <summary>A dispute in the last 24 months.</summary>
    Dispute,
}

/// <summary>What a review found of one promise.</summary>
public sealed class ReviewVerdict
{
    public required Guid ReviewId { get; init; }

    public required int Criterion { get; init; }

    public required Verdict Verdict { get; set; }
}

public enum Verdict
{
    Met,
    NotMet,
    Unclear,
    NotApplicable,
}

/// <summary>Something that a reviewer has to know from whoever proposed.</summary>
public sealed class Question
{
    public required Guid Id { get; init; }

    public required Guid RevisionId { get; init; }

    public required Guid OrganisationId { get; init; }

    public Guid? AccountId { get; init; }

    public required LocalDate AskedOn { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Asked { get; init; }

    public LocalDate? AnsweredOn { get; set; }

    /// <summary>The account that answered.</summary>
    public Guid? AnsweredBy { get; set; }

    /// <summary>Sealed.</summary>
    public byte[]? Answer { get; set; }
}

/// <summary>An allied organisation is asked for its word.</summary>
public sealed class WordRequest
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid AskedBy { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalDate AskedOn { get; init; }

    /// <summary>From this day silence is taken for nothing to say.</summary>
    public required LocalDate EndsOn { get; init; }
}

/// <summary>What an allied organisation says of a service.</summary>
public sealed class Word
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid OrganisationId { get; init; }

    public Guid? AccountId { get; init; }

    public required WordKind Kind { get; init; }

    public required int[] Criteria { get; init; }

    public required LocalDate SaidOn { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Note { get; init; }

    public LocalDate? AnsweredOn { get; set; }

    /// <summary>The reviewers' organisation.</summary>
    public Guid? AnsweredBy { get; set; }

    public Guid? AnswerAccount { get; set; }

    /// <summary>Sealed.</summary>
    public byte[]? Answer { get; set; }
}

public enum WordKind
{
    Word,

    /// <summary>Makes the promises that it names unclear until a reviewer answers.</summary>
    Objection,
}

/// <summary>Why a service is not listed.</summary>
public sealed class Decline
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid RevisionId { get; init; }

    public required Guid OrganisationId { get; init; }

    public Guid? AccountId { get; init; }

    public required int[] Criteria { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Reason { get; init; }

    public required LocalDate DecidedOn { get; init; }

    /// <summary>When somebody may look again.</summary>
    public required LocalDate ReviewOn { get; init; }
}

/// <param name="Month">1 to 12.</param>
/// <param name="Reviews">Handed in in that month, with minutes said.</param>
/// <param name="Minutes">Of all of them together.</param>
public sealed record CountedMonth(int Year, int Month, int Reviews, int Minutes);
