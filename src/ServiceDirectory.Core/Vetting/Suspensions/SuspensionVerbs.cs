using NodaTime;

namespace ServiceDirectory.Core.Vetting.Suspensions;

/// <param name="OrganisationId">A sex worker-led one without a tie.</param>
/// <param name="AccountId">Who decides, so that nobody does it alone twice; null: not known.</param>
/// <param name="Criterion">The promise that was not kept.</param>
/// <param name="Reason">What happened, for reviewers only.</param>
/// <param name="LiftsWhen">What the service can do about it, for the letter.</param>
public sealed record SuspendService(Guid ServiceId, Guid OrganisationId, Guid? AccountId, int Criterion, string Reason, string LiftsWhen, LocalDate On);

/// <param name="Word">Of the first 30 days: confirm or lift; afterwards: kept or not kept.</param>
/// <param name="Note">Why, for reviewers only.</param>
public sealed record JudgeSuspension(Guid SuspensionId, Guid OrganisationId, Guid? AccountId, SuspensionVoice Word, string Note, LocalDate On);

/// <param name="OrganisationId">An allied one, or proposers of a sex worker-led one.</param>
public sealed record AskSuspension(Guid ServiceId, Guid OrganisationId, int Criterion, string Reason, LocalDate On);

/// <param name="Suspended">It was suspended; false: not now.</param>
/// <param name="Note">Why, for those who asked.</param>
public sealed record AnswerSuspensionRequest(Guid RequestId, Guid OrganisationId, bool Suspended, string Note, LocalDate On);

/// <param name="Overturns">It was wrong, and the entry comes back; false: it stands.</param>
/// <param name="Reasons">For the organisations; the service is told in a reply.</param>
public sealed record JudgeAppeal(Guid SuspensionId, Guid OrganisationId, Guid? AccountId, bool Overturns, string Reasons, LocalDate On);

/// <summary>A suspension as reviewers see it.</summary>
/// <param name="Decides">The last day for another organisation to confirm or lift.</param>
/// <param name="EndsOn">The day on which it ends without a finding.</param>
/// <param name="LetterFrom">The first day for the letter; where a report began it, not before there are two, or 14 days have passed.</param>
/// <param name="LetterBy">The letter is sent by then: three working days.</param>
/// <param name="IsFirst">The organisation that asks was the one that suspended.</param>
public sealed record OpenSuspension(
    Guid Id, Guid ServiceId, SuspensionState State, int? Criterion, LocalDate SuspendedOn, LocalDate Decides, LocalDate EndsOn, LocalDate LetterFrom, LocalDate LetterBy, LocalDate? LetterMadeOn,
    LocalDate? LetterSentOn, string? Reason, string? LiftsWhen, bool IsFirst, IReadOnlyList<GivenWord> Words, Guid RevisionId);

/// <param name="IsOurs">Of the organisation that asks.</param>
public sealed record GivenWord(SuspensionVoice Word, LocalDate On, bool IsOurs, string? Note);

/// <param name="AnswerBy">Two days after it was asked.</param>
public sealed record OpenRequest(Guid Id, int Criterion, LocalDate AskedOn, LocalDate AnswerBy, string Reason, bool IsOurs);

/// <summary>What whoever may suspend said to an organisation that asked.</summary>
public sealed record RequestAnswer(bool Suspended, LocalDate On, string Words);

public static class SuspensionDates
{
    /// <summary>For another organisation to confirm or lift.</summary>
    public const int DecideDays = 14;

    /// <summary>After which it ends without a finding.</summary>
    public const int EndDays = 30;

    /// <summary>For the service to appeal, from the day on which its letter was sent.</summary>
    public const int AppealDays = 30;

    /// <summary>For the panel, from the appeal.</summary>
    public const int PanelDays = 30;

    /// <summary>For a reviewer to answer who asked for a suspension.</summary>
    public const int AnswerDays = 2;

    private const int LetterWorkingDays = 3;

    /// <summary>Three working days later: Monday to Friday.</summary>
    public static LocalDate LetterBy(LocalDate from)
    {
        var day = from;
        for (int working = 0; working < LetterWorkingDays;)
        {
            day = day.PlusDays(1);
            if (day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
                working++;
        }

        return day;
    }
}
