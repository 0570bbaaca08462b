using NodaTime;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting.Suspensions;

namespace ServiceDirectory.Core.Community.Receipts;

/// <summary>A code that somebody was given, as its hash.</summary>
public sealed class Receipt
{
    public required Guid Id { get; init; }

    public byte[] CodeHash { get; set; } = [];

    /// <summary>Whose letter it stands on.</summary>
    public Guid? SuspensionId { get; init; }

    /// <summary>Which it was given for.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>Of a school, whose answer it opens.</summary>
    public Guid? TrainingRequestId { get; init; }

    public LocalDate MadeOn { get; set; }

    /// <summary>The first day on which the code opens nothing.</summary>
    public LocalDate EndsOn { get; set; }
}

/// <summary>What was written on either side.</summary>
public sealed class ReceiptText
{
    public required Guid Id { get; init; }

    public required Guid ReceiptId { get; init; }

    public required ReceiptKind Kind { get; init; }

    /// <summary>Whose reply it is.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>In which the words end, and whose key seals them.</summary>
    public required string Month { get; init; }

    public required byte[] Words { get; init; }

    public byte[]? Nonce { get; init; }

    public required LocalDate WrittenOn { get; init; }
}

public enum ReceiptKind
{
    Answer,
    Appeal,
    Reply,
}

public sealed class Appeal
{
    public required Guid SuspensionId { get; init; }

    public required LocalDate AskedOn { get; init; }

    public AppealOutcome? Outcome { get; init; }
}

public enum AppealOutcome
{
    Upheld,
    Overturned,
}

/// <summary>What waits for whoever has a code. Nothing of what they wrote themselves.</summary>
/// <param name="Replies">In their order; null: it cannot be read any more.</param>
public sealed record WaitingReceipt(Guid Id, IReadOnlyList<(LocalDate On, string? Words)> Replies)
{
    /// <summary>Null: it is no letter's.</summary>
    public WaitingLetter? Letter { get; init; }

    /// <summary>Null: it is no message's.</summary>
    public MessageStage? Message { get; init; }

    /// <summary>What a school asked for; null: it is no school's.</summary>
    public TrainingRequest? Training { get; init; }
}

/// <param name="Criterion">The promise; null: not written down.</param>
/// <param name="AppealBy">The last day for an appeal; null: none is possible.</param>
/// <param name="Appealed">What the panel decided; null: nothing yet.</param>
public sealed record WaitingLetter(SuspensionState State, int? Criterion, LocalDate? AppealBy, AppealOutcome? Appealed, bool HasAppealed);

/// <summary>How far a message has come.</summary>
public enum MessageStage
{
    /// <summary>Nobody has said anything to it yet.</summary>
    Waiting,

    /// <summary>A reviewer has looked at it.</summary>
    Looked,

    Closed,
}

/// <summary>What a service wrote, for those who judge.</summary>
/// <param name="Words">Null: they cannot be read any more.</param>
public sealed record ReceivedText(ReceiptKind Kind, LocalDate On, string? Words);

/// <param name="Nonce">Of the form, so that it is sent once.</param>
public sealed record AnswerReceipt(Guid ReceiptId, bool IsAppeal, string Words, byte[] Nonce, LocalDate On);
