using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Partnerships;

/// <summary>A council asks the allied organisations of a field about a promise, or about a vote on one.</summary>
public sealed class Consultation
{
    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public required OrganisationField Field { get; init; }

    public int? Criterion { get; init; }

    public Guid? MotionId { get; init; }

    public required string Question { get; init; }

    public required LocalDate AskedOn { get; init; }

    /// <summary>The last day for answers; from then on silence is taken for nothing to say.</summary>
    public required LocalDate EndsOn { get; init; }

    /// <summary>What came of it; null: not written yet.</summary>
    public string? Outcome { get; set; }

    public LocalDate? ClosedOn { get; set; }
}

/// <summary>What one allied organisation says, once.</summary>
public sealed class ConsultationAnswer
{
    public required Guid ConsultationId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalDate AnsweredOn { get; init; }

    public required string Answer { get; init; }
}

/// <param name="Field">Who is asked.</param>
/// <param name="Question">What.</param>
/// <param name="On">Today.</param>
/// <param name="EndsOn">7 to 60 days later.</param>
public sealed record AskConsultation(OrganisationField Field, string? Question, LocalDate On, LocalDate EndsOn)
{
    public int? Criterion { get; init; }

    public Guid? MotionId { get; init; }
}

/// <summary>A question with everything that was said to it.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Answers">The first at the top.</param>
public sealed record ConsultationLine(Consultation Consultation, Text By, IReadOnlyList<SaidAnswer> Answers)
{
    /// <summary>The organisation that looks may answer now.</summary>
    public bool MayAnswer { get; init; }

    /// <summary>It may write what came of it now.</summary>
    public bool MayClose { get; init; }
}

public sealed record SaidAnswer(Text By, LocalDate On, string Answer);
