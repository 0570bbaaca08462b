using NodaTime;

namespace ServiceDirectory.Core.Community.Messages;

/// <summary>What somebody wrote without an account. Written by the database's own functions only.</summary>
public sealed class Message
{
    public required Guid Id { get; init; }

    public required MessageKind Kind { get; init; }

    /// <summary>Null: it is about a place that is not listed, or suggests something.</summary>
    public Guid? ServiceId { get; init; }

    /// <summary>The promise that was not kept.</summary>
    public int? Criterion { get; init; }

    /// <summary>GeoNames id of the town in which something is missing.</summary>
    public int? PlaceId { get; init; }

    /// <summary>Whose key seals what follows; null: nothing does.</summary>
    public string? Month { get; init; }

    /// <summary>Sealed: which place or service, where it is not listed.</summary>
    public byte[]? Named { get; init; }

    /// <summary>Sealed.</summary>
    public byte[]? Words { get; init; }

    public required LocalDate SentOn { get; init; }

    /// <summary>The first day on which it is gone.</summary>
    public required LocalDate EndsOn { get; init; }

    /// <summary>It came with so many others that it waits apart.</summary>
    public bool Held { get; init; }

    /// <summary>How many alike came that day while they were held.</summary>
    public int Copies { get; init; }

    public MessageFinding? Finding { get; init; }

    public LocalDate? JudgedOn { get; init; }

    public MessageOutcome? Outcome { get; init; }

    public LocalDate? ClosedOn { get; init; }
}

public enum MessageKind
{
    /// <summary>A promise was not kept.</summary>
    Promise,

    /// <summary>What the entry says is wrong.</summary>
    Details,

    Good,

    /// <summary>Something else about a service or a place.</summary>
    Else,

    /// <summary>Suggests a service.</summary>
    Service,

    /// <summary>Suggests a correction.</summary>
    Correction,

    /// <summary>Says what is missing somewhere.</summary>
    Missing,
}

/// <summary>Whether what was written can have happened at this service. No proof is needed.</summary>
public enum MessageFinding
{
    Possible,
    NotPossible,
}

/// <summary>How one was closed.</summary>
public enum MessageOutcome
{
    /// <summary>It was read and kept in mind.</summary>
    Heard,

    NotPossible,

    /// <summary>The service was called or checked again.</summary>
    Checked,

    /// <summary>The service was taken off.</summary>
    Suspended,

    /// <summary>Whoever runs the service was told, in other words.</summary>
    Told,

    /// <summary>The entry was mended.</summary>
    Corrected,

    /// <summary>Somebody began an entry.</summary>
    Written,
}

/// <summary>What whoever runs a service was told, in other words.</summary>
public sealed class Theme
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required int Criterion { get; init; }

    public required Guid OrganisationId { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Words { get; init; }

    public required LocalDate ToldOn { get; init; }

    /// <summary>Sealed.</summary>
    public byte[]? Answer { get; set; }

    public LocalDate? AnsweredOn { get; set; }
}
