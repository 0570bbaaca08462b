using NodaTime;

namespace ServiceDirectory.Core.Accounts;

/// <summary>Somebody is signed in, in one browser. Gone as soon as it is over.</summary>
public sealed class Ticket
{
    /// <summary>Of the key that the browser holds.</summary>
    public required byte[] KeyHash { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>What the web program knows of the one who signed in; sealed.</summary>
    public required byte[] Content { get; init; }

    /// <summary>When it ends if nothing is asked for.</summary>
    public required Instant IdleUntil { get; set; }

    /// <summary>When it ends whatever is done.</summary>
    public required Instant EndsAt { get; init; }
}
