using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Partnerships;

/// <summary>What a sex worker-led organisation agreed with a service, or with another organisation.</summary>
public sealed class Agreement
{
    public required Guid Id { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Guid OrganisationId { get; init; }

    public Guid? ServiceId { get; init; }

    public Guid? OtherId { get; init; }

    public required LocalDate WrittenOn { get; init; }

    /// <summary>Sealed: who does what.</summary>
    public required byte[] Does { get; init; }

    /// <summary>There is money in it, which is a tie.</summary>
    public required bool Money { get; init; }

    public required LocalDate StartsOn { get; init; }

    /// <summary>The last day.</summary>
    public required LocalDate EndsOn { get; init; }

    /// <summary>When both look at it again.</summary>
    public required LocalDate ReviewsOn { get; init; }

    /// <summary>Whoever wrote it says that others may know.</summary>
    public required bool WantsPublic { get; init; }

    /// <summary>How sex workers planned the service.</summary>
    public Text? Planned { get; init; }

    public Text? Ran { get; init; }

    public Text? Judged { get; init; }

    /// <summary>Whether they were paid for that; null: none of it was written down.</summary>
    public DesignPay? Paid { get; init; }

    public LocalDate? AgreedOn { get; private set; }

    /// <summary>The other one says that others may know.</summary>
    public bool? AgreedPublic { get; private set; }

    public AgreedHow? AgreedHow { get; private set; }

    public LocalDate? RefusedOn { get; private set; }

    /// <summary>The first day on which it is no more, where one of them ended it sooner.</summary>
    public LocalDate? EndedOn { get; private set; }
}

public enum DesignPay
{
    Paid,
    Partly,
    Unpaid,
}

public enum AgreedHow
{
    /// <summary>By the other one's own member.</summary>
    Contact,

    /// <summary>Written down for a service that has nobody here.</summary>
    Recorded,
}

/// <summary>An agreement as anybody reads it, without what it says.</summary>
public sealed class PublishedAgreement : IPublishedFor
{
    public required Guid Id { get; init; }

    /// <summary>Public code; null: it is between two organisations.</summary>
    public string? Service { get; init; }

    /// <summary>Public code; null: of one that is not known by name.</summary>
    public string? Organisation { get; init; }

    public string? Other { get; init; }

    public required LocalDate Since { get; init; }

    /// <summary>The first day (UTC) on which nobody reads it.</summary>
    public required LocalDate Until { get; init; }

    public LocalDate? PausedFrom { get; init; }

    public LocalDate? PausedUntil { get; init; }

    /// <summary>How sex workers took part; null: nothing was written down.</summary>
    public string? Design { get; init; }

    public CoDesign? ReadDesign() => Design is null ? null : System.Text.Json.JsonSerializer.Deserialize<CoDesign>(Design, ContentJson.Options);
}

/// <summary>How sex workers planned, ran and judged a service.</summary>
public sealed record CoDesign
{
    public Text? Planned { get; init; }

    public Text? Ran { get; init; }

    public Text? Judged { get; init; }

    public DesignPay? Paid { get; init; }
}

/// <summary>An agreement with one service or one organisation.</summary>
/// <param name="Does">Who does what; read by both and nobody else.</param>
/// <param name="Money">There is money in it.</param>
/// <param name="StartsOn">The first day.</param>
/// <param name="EndsOn">The last one, within three years.</param>
/// <param name="ReviewsOn">When both look at it again.</param>
/// <param name="WantsPublic">That there is one may be known.</param>
/// <param name="On">Today.</param>
public sealed record WriteAgreement(string? Does, bool Money, LocalDate StartsOn, LocalDate EndsOn, LocalDate ReviewsOn, bool WantsPublic, LocalDate On)
{
    public Guid? ServiceId { get; init; }

    public Guid? OtherId { get; init; }

    public CoDesign? Design { get; init; }
}

/// <param name="Yes">Agrees; false: does not.</param>
/// <param name="IsPublic">And that there is one may be known.</param>
public sealed record AnswerAgreement(Guid AgreementId, bool Yes, bool IsPublic, LocalDate On);
