using NodaTime;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web.Pages.Training;

/// <summary>Which session a link is about, sealed in it: whoever has it learns neither which nor where.</summary>
/// <param name="IsAfter">The form for afterwards.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record OutcomeLink(Guid Training, bool IsAfter, long EndsAt) : ITravelling
{
    public const string Purpose = "outcome-link";

    public static string Seal(DirectorySecrets secrets, TrainingSession session, OutcomePhase phase)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(session);
        return secrets.SealText(Purpose, new OutcomeLink(session.Id, phase is OutcomePhase.After, session.HeldOn.PlusDays(OutcomeService.Days + 1).AtMidnight().InUtc().ToInstant().ToUnixTimeSeconds()));
    }
}

/// <summary>One form that was shown, sealed in it.</summary>
/// <param name="Nonce">It is sent once.</param>
/// <param name="From">Seconds since 1970, when the page was made.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record OutcomeForm(byte[] Nonce, long From, long EndsAt) : ITravelling
{
    public const string Purpose = "outcome-form";

    /// <summary>Nobody reads and ticks in less.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(3);

    public static readonly Duration Longest = Duration.FromHours(24);
}

/// <summary>Names of the fields.</summary>
public static class OutcomeField
{
    /// <summary>An <see cref="OutcomeLink"/>, sealed, in the address.</summary>
    public const string Link = "of";

    /// <summary>An <see cref="OutcomeForm"/>, sealed.</summary>
    public const string Form = "form";

    /// <summary>Of a sentence, with its number behind it.</summary>
    public const string Said = "said";
}
