using NodaTime;

namespace ServiceDirectory.Core.Accounts;

/// <summary>Something changed about the ways into an account, or about what it may do: whoever signs in next should know.</summary>
public sealed class AccountChange
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required AccountChangeKind What { get; init; }

    public required LocalDate ChangedOn { get; init; }
}

public enum AccountChangeKind
{
    Passphrase,
    Authenticator,
    RecoveryCodes,
    PasskeyAdded,
    PasskeyRemoved,

    /// <summary>Two coordinators opened the way in anew.</summary>
    EnrolledAgain,

    /// <summary>They have other roles, or none any more.</summary>
    Roles,

    /// <summary>The organisation they work in was frozen, or is frozen no longer.</summary>
    Organisation,
}

/// <summary>Something that may be used once, until it cannot be used any more anyway.</summary>
public sealed class Spent
{
    public required byte[] Hash { get; init; }

    public required Instant EndsAt { get; init; }
}
