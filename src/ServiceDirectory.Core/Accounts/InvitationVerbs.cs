using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Accounts;

/// <param name="OrganisationId">For whom somebody is invited to work.</param>
/// <param name="Roles">What they will be there; at least one.</param>
/// <param name="At">Now; the invitation ends <see cref="InvitationService.Lifetime"/> later.</param>
public sealed record InviteMember(Guid OrganisationId, IReadOnlyList<ActorRole> Roles, Instant At);

/// <param name="OrganisationId">One that the actor's let in, in which nobody works yet.</param>
/// <param name="At">Now.</param>
public sealed record InviteFirst(Guid OrganisationId, Instant At);

/// <param name="At">Now.</param>
public sealed record WithdrawInvitation(Guid InvitationId, Instant At);

/// <summary>An invitation that was just made.</summary>
/// <param name="Code">Shown once: only its hash is kept.</param>
public sealed record MadeInvitation(Guid Id, string Code, Instant EndsAt);

/// <summary>What somebody reads who holds an invitation that can be used.</summary>
public sealed record OpenInvitation(Guid Id, Guid OrganisationId, Text OrganisationName, IReadOnlyList<ActorRole> Roles, Instant EndsAt)
{
    /// <summary>Whose way in it opens anew; null: somebody's who has no account yet.</summary>
    public ExistingAccount? Existing { get; init; }
}

/// <summary>An account that is there already.</summary>
public sealed record ExistingAccount(Guid Id, string Name);

/// <param name="AccountId">Who lost everything.</param>
/// <param name="By">The coordinator who asks: two people have to say so.</param>
/// <param name="At">Now.</param>
public sealed record AskAnew(Guid OrganisationId, Guid AccountId, Guid By, Instant At);

/// <param name="Name">As somebody typed it who was told by the other coordinator.</param>
/// <param name="By">The coordinator who confirms.</param>
/// <param name="At">Now; the way is open <see cref="InvitationService.Wait"/> later.</param>
public sealed record ConfirmAnew(string Name, Guid By, Instant At);

/// <param name="OpensAt">Null: nobody has confirmed it yet.</param>
public sealed record WaitingAnew(Guid Id, Instant? OpensAt);

/// <summary>One of an organisation's invitations that can still be used, for its coordinators.</summary>
public sealed record WaitingInvitation(Guid Id, IReadOnlyList<ActorRole> Roles, Instant EndsAt)
{
    /// <summary>Whose way in it opens anew; null: somebody's who has no account yet.</summary>
    public string? Name { get; init; }

    /// <summary>From when, once another organisation has confirmed it.</summary>
    public Instant? OpensAt { get; init; }
}
