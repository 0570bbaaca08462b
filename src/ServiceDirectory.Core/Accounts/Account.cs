using NodaTime;
using ServiceDirectory.Core.Audit;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// Somebody who looks after entries, under a made-up name. Nothing here leads to a person, and nothing says when it was used.
/// </summary>
public sealed class Account
{
    public required Guid Id { get; init; }

    /// <summary>Two words with a dash, proposed by the program (<see cref="TwoWordName"/>).</summary>
    public required string Name { get; init; }

    /// <summary>Null: no passphrase, so a passkey is the only way in.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Another value ends every session of the account.</summary>
    public required string SecurityStamp { get; set; }

    public required string ConcurrencyStamp { get; set; }

    /// <summary>Wrong passphrases and codes since the last right one.</summary>
    public int Failures { get; set; }

    /// <summary>Until when passphrases are not looked at; a passkey is all the same.</summary>
    public Instant? LockedUntil { get; set; }

    /// <summary>The key of the authenticator app, sealed.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>Null: not enrolled, or to be enrolled again after everything was lost.</summary>
    public LocalDate? ActiveSince { get; set; }
}

/// <summary>One role that somebody has or had in an organisation.</summary>
public sealed class Membership
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required ActorRole Role { get; init; }

    public required LocalDate Since { get; init; }

    /// <summary>The day on which it ended; null: it has not.</summary>
    public LocalDate? EndedOn { get; set; }
}

/// <summary>A way in for one person, once: bound to an organisation and roles.</summary>
public sealed class Invitation
{
    public required Guid Id { get; init; }

    public required byte[] CodeHash { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>As <see cref="Data.EnumSlug"/> writes them.</summary>
    public required string[] Roles { get; init; }

    /// <summary>The organisation whose coordinator made it; null: the command line.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>Whose way in it opens anew; null: somebody's who has no account yet.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The coordinator who asked for that.</summary>
    public Guid? AskedByAccount { get; init; }

    /// <summary>The other organisation that says so, too; null: none yet.</summary>
    public Guid? ConfirmedBy { get; set; }

    /// <summary>Its coordinator: another person than the one who asked, and than the one whose account it is.</summary>
    public Guid? ConfirmedByAccount { get; set; }

    /// <summary>On which day, when the other organisation has to have its voice.</summary>
    public LocalDate? ConfirmedOn { get; set; }

    /// <summary>From when it can be used, once it was confirmed; at a full hour.</summary>
    public Instant? OpensAt { get; set; }

    /// <summary>At a full hour: a time would say when somebody was at work.</summary>
    public required Instant EndsAt { get; init; }

    public LocalDate? UsedOn { get; set; }

    public LocalDate? WithdrawnOn { get; set; }
}
