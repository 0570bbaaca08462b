using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <param name="Code">A public code to use, for data that brings its own; null: a new one.</param>
/// <param name="Origin">The directory in which it was first written; null: this one.</param>
public sealed record CreateService(
    Guid OrganisationId, ListingContent Content, LocalDate WrittenOn, string? Code = null, string? Origin = null, string? OriginRevision = null);

public sealed record ReviseService(Guid ServiceId, Guid OrganisationId, ListingContent Content, LocalDate WrittenOn);

public sealed record PublishRevision(Guid RevisionId, LocalDate On, string? Reason = null);

/// <param name="To">
/// <see cref="ServiceState.Suspended"/>, <see cref="ServiceState.Removed"/> for good, or <see cref="ServiceState.Working"/> where those
/// whose entry it is take it back. To be shown again takes a new revision.
/// </param>
/// <param name="Criterion">The promise that was not kept, where an organisation suspends.</param>
public sealed record WithdrawService(Guid ServiceId, ServiceState To, LocalDate On, string Reason, int? Criterion = null);

public sealed record MoveService(Guid ServiceId, ServiceState To, string? Reason = null);

/// <param name="Facts">Keys of <see cref="ListingFacts.Hashes"/>; null: all of them.</param>
/// <param name="AccountId">Who looked; null: the command line, the demo.</param>
public sealed record CheckFacts(
    Guid RevisionId, Guid OrganisationId, CheckMethod Method, LocalDate On, IReadOnlyList<string>? Facts = null, Guid? AccountId = null);

/// <param name="StaffPercent">Share of public-facing staff, 0 to 100.</param>
/// <param name="IsPaid">The organisation has a tie to the service then.</param>
public sealed record CertifyTraining(Guid ServiceId, Guid OrganisationId, LocalDate IssuedOn, int StaffPercent, bool FrontDesk, bool IsPaid = false);

public sealed record WrittenRevision(Guid ServiceId, string Code, Guid RevisionId, int Number);
