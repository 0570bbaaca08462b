using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Accounts;

/// <param name="OrganisationId">For whom somebody is invited to work.</param>
/// <param name="Roles">What they will be there; at least one.</param>
/// <param name="At">Now; the invitation ends <see cref="InvitationService.Lifetime"/> later.</param>
public sealed record InviteMember(Guid OrganisationId, IReadOnlyList<ActorRole> Roles, Instant At);

/// <param name="At">Now.</param>
public sealed record WithdrawInvitation(Guid InvitationId, Instant At);

/// <summary>An invitation that was just made.</summary>
/// <param name="Code">Shown once: only its hash is kept.</param>
public sealed record MadeInvitation(Guid Id, string Code, Instant EndsAt);

/// <summary>What somebody reads who holds an invitation that can be used.</summary>
public sealed record OpenInvitation(Guid Id, Guid OrganisationId, Text OrganisationName, IReadOnlyList<ActorRole> Roles, Instant EndsAt);

/// <summary>One of an organisation's invitations that can still be used, for its coordinators.</summary>
public sealed record WaitingInvitation(Guid Id, IReadOnlyList<ActorRole> Roles, Instant EndsAt);
