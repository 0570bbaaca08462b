using NodaTime;

namespace ServiceDirectory.Core.Organisations;

/// <summary>A sex worker-led organisation is proposed: two others vouch, then there are 14 days for an objection.</summary>
public sealed class Admission
{
    public required Guid Id { get; init; }

    /// <summary>Which one.</summary>
    public required Guid OrganisationId { get; init; }

    public required Guid ProposedBy { get; init; }

    public required LocalDate ProposedOn { get; init; }

    public LocalDate? EndedOn { get; private set; }

    /// <summary>Null: not yet. Written by the owner's functions only.</summary>
    public AdmissionOutcome? Outcome { get; private set; }
}

public enum AdmissionOutcome
{
    Admitted,
    Refused,
}

/// <summary>What a sex worker-led organisation is; an objection names one, and neither figures nor names.</summary>
public enum AdmissionCondition
{
    /// <summary>60 % of those who decide.</summary>
    Deciding,

    /// <summary>60 % of those who speak for it.</summary>
    Speaking,

    /// <summary>33 % of the staff.</summary>
    Staff,

    /// <summary>A group without board and staff: all who decide.</summary>
    Unregistered,
}

/// <summary>Something that the councils vote on. Yes is what <see cref="Kind"/> says.</summary>
public sealed class Motion
{
    public required Guid Id { get; init; }

    public required MotionKind Kind { get; init; }

    /// <summary>Whom it is about; of a case, who sees it otherwise.</summary>
    public Guid? OrganisationId { get; init; }

    public Guid? OtherId { get; init; }

    public Guid? ServiceId { get; init; }

    public Guid? AdmissionId { get; init; }

    public AdmissionCondition? Condition { get; init; }

    /// <summary>From when approvals are missing.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>Until when a freeze lasts.</summary>
    public LocalDate? Until { get; init; }

    public required Guid AskedBy { get; init; }

    public required LocalDate AskedOn { get; init; }

    /// <summary>The last day for votes.</summary>
    public required LocalDate ClosesOn { get; init; }

    public required string Reason { get; init; }

    public LocalDate? DecidedOn { get; private set; }

    public MotionOutcome? Outcome { get; private set; }
}

public enum MotionKind
{
    /// <summary>Admit an organisation in spite of an objection.</summary>
    AdmissionObjection,

    /// <summary>Keep a frozen one frozen until a day.</summary>
    FreezeProlong,

    /// <summary>End a freeze now.</summary>
    FreezeLift,

    /// <summary>An organisation's approvals since a day do not count.</summary>
    ApprovalsMissing,

    /// <summary>Two count as one.</summary>
    Related,

    /// <summary>Two do not count as one any more.</summary>
    Unrelated,

    /// <summary>Two see an entry otherwise: follow who opened it.</summary>
    Case,

    /// <summary>The promises change.</summary>
    Criteria,
}

public enum MotionOutcome
{
    Carried,
    Lost,
}

/// <summary>One council's vote, once.</summary>
public sealed class MotionVote
{
    public required Guid MotionId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required bool Yes { get; init; }

    public required LocalDate VotedOn { get; init; }
}

/// <summary>One organisation asks that another be frozen.</summary>
public sealed class FreezeVoice
{
    public required Guid OrganisationId { get; init; }

    public required Guid VoicedBy { get; init; }

    public required LocalDate VoicedOn { get; init; }

    /// <summary>When it took effect, with another one.</summary>
    public LocalDate? FrozeOn { get; init; }
}

/// <summary>A guest organisation is invited to judge one service, or to give its word for one organisation.</summary>
public sealed class GuestSeat
{
    public required Guid Id { get; init; }

    /// <summary>The guest.</summary>
    public required Guid OrganisationId { get; init; }

    public Guid? ServiceId { get; init; }

    public Guid? CandidateId { get; init; }

    public required Guid InvitedBy { get; init; }

    public required LocalDate InvitedOn { get; init; }

    /// <summary>The last day.</summary>
    public required LocalDate EndsOn { get; init; }
}
