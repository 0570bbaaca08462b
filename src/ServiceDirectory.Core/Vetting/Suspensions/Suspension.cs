using NodaTime;

namespace ServiceDirectory.Core.Vetting.Suspensions;

/// <summary>A service was taken off every page since a promise was not kept. Written by the database's own functions only.</summary>
public sealed class Suspension
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>What the public read.</summary>
    public required Guid RevisionId { get; init; }

    /// <summary>Null: the command line.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Null: from before anybody wrote down why.</summary>
    public int? Criterion { get; init; }

    /// <summary>Sealed.</summary>
    public byte[]? Reason { get; init; }

    /// <summary>Sealed.</summary>
    public byte[]? LiftsWhen { get; init; }

    public required LocalDate SuspendedOn { get; init; }

    public LocalDate? LetterMadeOn { get; init; }

    public LocalDate? LetterSentOn { get; init; }

    public SuspensionOutcome? Outcome { get; init; }

    public LocalDate? EndedOn { get; init; }
}

public enum SuspensionOutcome
{
    Lifted,
    Reinstated,

    /// <summary>By an appeal.</summary>
    Overturned,

    /// <summary>A new revision was approved by two.</summary>
    Republished,

    Removed,
}

/// <summary>An organisation that may not suspend asks those who may.</summary>
public sealed class SuspensionRequest
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required int Criterion { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[] Reason { get; init; }

    public required LocalDate AskedOn { get; init; }

    public string? Answer { get; init; }

    /// <summary>Sealed; what whoever answered says.</summary>
    public byte[]? Note { get; init; }

    public LocalDate? AnsweredOn { get; init; }
}

/// <summary>What an organisation says of a suspension.</summary>
public sealed class SuspensionWord
{
    public long Id { get; init; }

    public required Guid SuspensionId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required SuspensionVoice Word { get; init; }

    /// <summary>Sealed.</summary>
    public byte[]? Note { get; init; }

    public required LocalDate GivenOn { get; init; }
}

public enum SuspensionVoice
{
    /// <summary>The promise was not kept.</summary>
    Confirm,

    /// <summary>It was, or nobody can say that it was not.</summary>
    Lift,

    /// <summary>It is kept again.</summary>
    Kept,

    /// <summary>It is still not kept.</summary>
    NotKept,
}

/// <summary>Where a suspension is on a day.</summary>
public enum SuspensionState
{
    /// <summary>For another organisation, within 14 days.</summary>
    Waiting,

    /// <summary>Nobody has decided: everybody without a tie is asked.</summary>
    Overdue,

    /// <summary>Ended without a finding; hidden until two have looked again.</summary>
    Recheck,

    /// <summary>Two organisations stand behind it; hidden until two find the promise kept again.</summary>
    Confirmed,

    Lifted,
    Reinstated,
    Overturned,
    Republished,
    Removed,
}
