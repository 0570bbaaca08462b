using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Core.Vetting;

/// <param name="ServiceId">Null: a new service.</param>
/// <param name="AccountId">Null: the command line, the demo.</param>
/// <param name="Change">What it changes in an entry that the public reads; anything else than that counts as promises.</param>
public sealed record HandInRevision(
    Guid? ServiceId, Guid OrganisationId, Guid? AccountId, ListingContent Content, LocalDate On, ChangeClass Change = ChangeClass.Promises);

/// <summary>Hands in what was written already.</summary>
public sealed record ProposeRevision(Guid RevisionId, Guid? AccountId, LocalDate On, ChangeClass Change = ChangeClass.Promises);

public sealed record TakeBack(Guid RevisionId, LocalDate On, string? Reason = null);

/// <summary>Shows what the organisation runs itself as it was handed in, before anybody else has checked it.</summary>
public sealed record ShowOwnService(Guid ServiceId, Guid? AccountId, LocalDate On);

public sealed record AskBack(Guid RevisionId, Guid OrganisationId, Guid? AccountId, string? Question, LocalDate On);

public sealed record AnswerBack(Guid QuestionId, Guid? AccountId, string? Answer, LocalDate On);

/// <param name="Criteria">At least one promise that is not met.</param>
public sealed record DeclineRevision(Guid RevisionId, Guid OrganisationId, Guid? AccountId, IReadOnlyList<int> Criteria, string? Reason, LocalDate On);

/// <param name="OfProvider">True: about whoever runs the service, and so for all their services.</param>
public sealed record AddEvidence(
    Guid ServiceId, bool OfProvider, Guid OrganisationId, Guid? AccountId, EvidenceKind Kind, LocalDate? FoundOn, string? Note, IReadOnlyList<int> Criteria, LocalDate On);

/// <param name="Seen">The revision that was read before; null: whichever waits.</param>
public sealed record StartReview(Guid ServiceId, Guid OrganisationId, Guid? AccountId, LocalDate On, Guid? Seen = null);

/// <param name="Edition">What was on the screen; another one is saved meanwhile.</param>
/// <param name="Verdicts">Those that are known; what is not here is taken back.</param>
public sealed record SaveReview(
    Guid ReviewId, Guid? AccountId, int Edition, IReadOnlyDictionary<int, Verdict> Verdicts, DeclaredTie? Tie, int? Minutes, LocalDate On);

public sealed record HandInReview(Guid ReviewId, Guid? AccountId, LocalDate On, string? Reason = null);

/// <summary>A whole review that was made elsewhere and is written down at once: every required promise met, and no tie.</summary>
/// <param name="Kind">How it was found out. A contact of one's own is what the second organisation needs.</param>
/// <param name="Note">What was found, and where it is kept.</param>
public sealed record RecordReview(
    Guid RevisionId, Guid OrganisationId, Guid? AccountId, EvidenceKind Kind, string Note, LocalDate On, string? Reason = null);

public sealed record AskForWord(Guid ServiceId, Guid OrganisationId, LocalDate On);

public sealed record SayWord(
    Guid ServiceId, Guid OrganisationId, Guid? AccountId, WordKind Kind, IReadOnlyList<int> Criteria, string? Note, LocalDate On);

public sealed record AnswerWord(Guid WordId, Guid OrganisationId, Guid? AccountId, string? Answer, LocalDate On);

/// <param name="Outstanding">Required promises that were not found met.</param>
/// <param name="State">Of the service afterwards.</param>
/// <param name="IsApproved">Everything was met, and it counts as this organisation's yes.</param>
/// <param name="HeldBack">Why it is not shown all the same: <c>disputed</c>, <c>decided</c>; null: it is, or nothing stands against it.</param>
public sealed record HandedInReview(IReadOnlyList<int> Outstanding, ServiceState State, bool IsApproved, string? HeldBack);
