using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Training;

/// <summary>What a training can be about.</summary>
public enum TrainingTopic
{
    RightsAndLaw,
    Confidentiality,
    Stigma,
    TransHealth,
    Migrants,
    Drugs,
    Violence,
    Testing,
    OnlineSafety,
}

/// <summary>For whom.</summary>
public enum TrainingAudience
{
    Clinic,
    Legal,
    Shelter,
    Students,
    Reception,
}

public enum TrainingMode
{
    InPerson,
    Online,
}

/// <summary>What it costs.</summary>
public enum TrainingFee
{
    None,
    ByMeans,
    Fixed,
}

/// <summary>A request goes this way; declining needs no reason.</summary>
public enum RequestState
{
    Sent,
    Accepted,
    Declined,
    Scheduled,
    Done,
}

/// <summary>What an organisation offers, as it is stored and shown.</summary>
public sealed record OfferContent
{
    public required Text Title { get; init; }

    public required IReadOnlyList<TrainingTopic> Topics { get; init; }

    public required IReadOnlyList<TrainingAudience> Audiences { get; init; }

    /// <summary>Length of one session.</summary>
    public required int Minutes { get; init; }

    public required IReadOnlyList<TrainingMode> Modes { get; init; }

    /// <summary>BCP 47.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required TrainingFee Fee { get; init; }

    /// <summary>Whether the peers who train are paid for it.</summary>
    public required bool PeersPaid { get; init; }

    /// <summary>How many people at most.</summary>
    public required int LargestGroup { get; init; }
}

/// <summary>An offer as members see it.</summary>
/// <param name="Organisation">Whose; null: it is not shown as sex worker-led by its own choice, and others are not told its name.</param>
public sealed record TrainingOffer(Guid Id, Text? Organisation, OfferContent Content, bool IsPublic, LocalDate EndsOn);

/// <summary>What whoever asks writes, sealed.</summary>
public sealed record RequestWords
{
    /// <summary>Only of an educator: the name of the school.</summary>
    public string? Institution { get; init; }

    /// <summary>Only of an educator: an address of a role, not of a person.</summary>
    public string? Email { get; init; }

    public string? Course { get; init; }

    public string? YearGroup { get; init; }

    public string? Hours { get; init; }

    public required string Goals { get; init; }

    public string? Budget { get; init; }
}

/// <summary>A request as one of its two sides sees it.</summary>
/// <param name="IsOurs">Whether this organisation is the one that was asked.</param>
/// <param name="From">Who asks, where it is a provider.</param>
/// <param name="ServiceCode">Whose staff; null: students.</param>
/// <param name="Words">Null: their time is over.</param>
/// <param name="Session">What was planned; null: nothing is.</param>
public sealed record TrainingRequest(
    Guid Id, RequestState State, bool IsOurs, bool HasBudget, LocalDate SentOn, Text Title, Text? From, string? ServiceCode, Text? ServiceName, RequestWords? Words, TrainingSession? Session);

/// <summary>When and where something is held, and how many were there.</summary>
/// <param name="StartsAt">By the clock of the place.</param>
/// <param name="Place">For both sides; null: none was written, or its time is over.</param>
/// <param name="Heads">Null: not counted yet.</param>
/// <param name="CertifiedUntil">Null: there is no certificate.</param>
/// <param name="TaughtUntil">Null: there is no teaching record.</param>
public sealed record TrainingSession(
    Guid Id, LocalDate HeldOn, LocalTime? StartsAt, int Minutes, TrainingMode Mode, string? Place, IReadOnlyList<TrainingTopic> Topics, bool IsPaid, Heads? Heads, LocalDate? CertifiedUntil, LocalDate? TaughtUntil = null);

/// <summary>How many were there, by group; nobody is named.</summary>
/// <param name="StaffPercent">Share of the staff that people meet, those of earlier sessions among them.</param>
public sealed record Heads(int FrontDesk, int Clinical, int Managers, int Students, int StaffPercent)
{
    public const int Most = 500;

    /// <summary>At least so much of the staff, and the front desk among them, makes a certificate.</summary>
    public const int LeastPercent = 50;

    public bool IsEnough => StaffPercent >= LeastPercent && FrontDesk > 0;
}

/// <summary>What a school was taught: of a course, not of a person, and no badge to any service.</summary>
public sealed record TeachingWords
{
    public required string Institution { get; init; }

    public required string Course { get; init; }

    public string? YearGroup { get; init; }

    public required string Goals { get; init; }
}

/// <summary>A teaching record as it is printed.</summary>
/// <param name="By">Who taught; null: an organisation that is not named.</param>
/// <param name="EndsOn">The first day on which it says nothing any more.</param>
public sealed record PrintedTeaching(TeachingWords Words, int Hours, bool RepeatsYearly, bool PeersPaid, Text? By, LocalDate IssuedOn, LocalDate EndsOn);

/// <summary>A certificate as it is printed.</summary>
/// <param name="By">Who trained; null: an organisation that is not named.</param>
/// <param name="EndsOn">The first day on which it counts no more.</param>
public sealed record PrintedCertificate(string ServiceCode, Text ServiceName, Text? By, LocalDate IssuedOn, LocalDate EndsOn, int StaffPercent);

/// <summary>What is said in public of the training of a service's staff.</summary>
public sealed class PublishedTraining
{
    /// <summary>Of the service.</summary>
    public required string Code { get; init; }

    /// <summary>Less than half of the staff, or not the front desk.</summary>
    public required bool Started { get; init; }

    /// <summary>Code of who trained them; null: it is not named.</summary>
    public string? Organisation { get; init; }

    public required short StaffPercent { get; init; }

    public required LocalDate TrainedOn { get; init; }

    /// <summary>The first day on which it is said no more.</summary>
    public required LocalDate Until { get; init; }
}

/// <summary>An offer that anybody may read.</summary>
public sealed class PublishedOffer : IPublishedFor
{
    public required Guid Id { get; init; }

    /// <summary>Code of the organisation; null: it is not named.</summary>
    public string? Organisation { get; init; }

    public required string Content { get; init; }

    /// <summary>The first day on which it is offered no more.</summary>
    public required LocalDate Until { get; init; }

    public LocalDate? PausedFrom { get; init; }

    public LocalDate? PausedUntil { get; init; }

    public OfferContent ReadContent() => OfferRules.Read(Content);
}
