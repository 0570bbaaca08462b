using NodaTime;
using ServiceDirectory.Core.Community.Receipts;

namespace ServiceDirectory.Core.Community.Messages;

/// <param name="ServiceCode">Null: it is about a place that is not listed, or suggests something.</param>
/// <param name="Criterion">The promise that was not kept, and only then.</param>
/// <param name="PlaceId">GeoNames id of a town, for what is missing.</param>
/// <param name="Named">Which place or service, where it is not listed.</param>
/// <param name="IsCrowded">More came in at once than usual, so that it waits apart.</param>
/// <param name="Nonce">Of the form, so that it is sent once.</param>
public sealed record SendMessage(
    MessageKind Kind, string? ServiceCode, int? Criterion, int? PlaceId, string? Named, string? Words, bool IsCrowded, byte[] Nonce, LocalDate On);

/// <param name="Code">To be shown once; null: there is none.</param>
public sealed record SentMessage(MessageArrival Arrival, string? Code);

/// <summary>What became of a message when it came in.</summary>
public enum MessageArrival
{
    Kept,

    /// <summary>It waits apart, as many came at once.</summary>
    Held,

    /// <summary>Another one said just the same; it is counted with that.</summary>
    Folded,

    /// <summary>So many came that only their number is kept.</summary>
    Full,

    /// <summary>Just this form was sent before.</summary>
    Repeat,
}

/// <param name="Reason">For a serious one that is possible: what happened, for reviewers.</param>
/// <param name="LiftsWhen">For a serious one that is possible: what the service can do about it, in general words.</param>
public sealed record JudgeMessage(Guid MessageId, MessageFinding Finding, string? Reason, string? LiftsWhen, Guid OrganisationId, Guid? AccountId, LocalDate On);

/// <param name="Reply">What whoever sent it reads with their code; empty: nothing.</param>
public sealed record CloseMessage(Guid MessageId, MessageOutcome Outcome, string? Reply, Guid OrganisationId, Guid? AccountId, LocalDate On);

/// <param name="MessageIds">At most as many as a page holds.</param>
/// <param name="ServiceId">Which all of them are about; null: none of them is about a service.</param>
/// <param name="Outcome">One of <see cref="MessageService.OutcomesOfSeveral"/>.</param>
public sealed record CloseMessages(IReadOnlyCollection<Guid> MessageIds, Guid? ServiceId, MessageOutcome Outcome, Guid OrganisationId, Guid? AccountId, LocalDate On);

public sealed record ReplyToMessage(Guid MessageId, string Reply, Guid OrganisationId, Guid? AccountId, LocalDate On);

/// <param name="Words">In other words than those of whoever wrote.</param>
public sealed record TellTheme(Guid ServiceId, int Criterion, string Words, Guid OrganisationId, Guid? AccountId, LocalDate On);

public sealed record AnswerTheme(Guid ThemeId, Guid ServiceId, string Answer, LocalDate On);

/// <summary>A message as reviewers read it.</summary>
/// <param name="Named">Null: nothing was named, or it cannot be read any more.</param>
/// <param name="Words">Null: there are none, or they cannot be read any more.</param>
/// <param name="IsSerious">Found possible, it takes the service off.</param>
/// <param name="Since">What was written to and fro since.</param>
public sealed record HeardMessage(
    Guid Id, MessageKind Kind, int? Criterion, int? PlaceId, string? Named, string? Words, LocalDate SentOn, LocalDate EndsOn, bool IsHeld, int Copies, bool IsSerious,
    MessageFinding? Finding, MessageOutcome? Outcome, bool HasCode, IReadOnlyList<ReceivedText> Since)
{
    public bool IsOpen => Outcome is null;
}

/// <summary>What is known of a service from what people wrote.</summary>
/// <param name="Themes">What whoever runs it was told.</param>
/// <param name="TellFrom">From when whoever runs it may be told of a promise; promises without a possible report are not there.</param>
/// <param name="Past">What remains of earlier ones.</param>
public sealed record HeardOfService(
    HeardMessages Messages, IReadOnlyList<ToldTheme> Themes, IReadOnlyDictionary<int, LocalDate> TellFrom, IReadOnlyList<PastMessage> Past);

/// <summary>As many as a page holds, in the order in which they ask to be read.</summary>
/// <param name="More">How many that nobody has closed are not among them: they follow as others are closed.</param>
/// <param name="Held">How many of all wait apart, and how many that is with those that are alike.</param>
public sealed record HeardMessages(IReadOnlyList<HeardMessage> Shown, int More, (int Kept, int WithAlike) Held);

public sealed record ToldTheme(Guid Id, int Criterion, string Words, LocalDate ToldOn, string? Answer, LocalDate? AnsweredOn);

/// <summary>All that remains of messages that are over.</summary>
/// <param name="Month">In which they were sent, as "2026-11".</param>
public sealed record PastMessage(MessageKind Kind, int? Criterion, string Month, MessageOutcome? Outcome, int Count);
