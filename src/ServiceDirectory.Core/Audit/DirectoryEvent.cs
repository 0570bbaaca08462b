using NodaTime;

namespace ServiceDirectory.Core.Audit;

/// <summary>Who did what to which entry, and why. Rows are added and read, never changed, and each holds a hash of the one before.</summary>
public sealed class DirectoryEvent
{
    /// <summary>1, 2, 3 … in the order of the chain. Given by the database when the transaction ends; below zero until then.</summary>
    public long Id { get; private set; }

    /// <summary>The beginning of the day (UTC), by the database's own clock.</summary>
    public Instant At { get; private set; }

    /// <summary>Null: the command line.</summary>
    public Guid? OrganisationId { get; init; }

    public required ActorRole Role { get; init; }

    /// <summary>For example <c>publish</c>, <c>withdraw</c>, <c>approve</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of thing: <c>service</c> or <c>organisation</c>.</summary>
    public required string Subject { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>The state it went to, where it went to one.</summary>
    public string? ToState { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of the object as its last event left it; null: none known.</summary>
    public byte[]? BeforeHash { get; private set; }

    /// <summary>Of the object as this event left it; null: a kind of object that has no hash.</summary>
    public byte[]? AfterHash { get; private set; }

    /// <summary>SHA-256 over this event and the hash of the one before (<see cref="EventChain"/>).</summary>
    public byte[]? Hash { get; private set; }

    internal static DirectoryEvent OfService(Actor actor, string action, Guid id, string? reason) => Of(actor, action, "service", id, reason);

    internal static DirectoryEvent OfOrganisation(Actor actor, string action, Guid id, string? reason) =>
        Of(actor, action, "organisation", id, reason);

    internal static DirectoryEvent Of(Actor actor, string action, string subject, Guid id, string? reason) => new()
    {
        OrganisationId = actor.OrganisationId,
        Role = actor.Role,
        Action = action,
        Subject = subject,
        SubjectId = id,
        Reason = reason,
    };
}
