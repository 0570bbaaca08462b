using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record ProposeOrganisation(Text Name, string Country, LocalDate On)
{
    public Text? About { get; init; }

    /// <summary>Those with which it shares a board, fiscal host, paid coordinator or parent, as it says itself.</summary>
    public IReadOnlyList<Guid> Related { get; init; } = [];

    /// <summary>It is of another country, or a network, and judges only where it is invited.</summary>
    public bool IsGuest { get; init; }

    /// <summary>A guest that is of several countries.</summary>
    public bool IsNetwork { get; init; }
}

/// <summary>An organisation that was admitted before is proposed once more.</summary>
public sealed record RenewAdmission(Guid OrganisationId, LocalDate On);

/// <param name="Kind">Any but sex worker-led, which are proposed.</param>
/// <param name="At">Now.</param>
public sealed record WelcomeOrganisation(OrganisationKind Kind, Text Name, string Country, Instant At)
{
    public IReadOnlyList<OrganisationField> Fields { get; init; } = [];
}

/// <param name="Condition">The one that is not met.</param>
public sealed record ObjectToAdmission(Guid AdmissionId, AdmissionCondition Condition, LocalDate On, string Reason);

public sealed record FinishAdmission(Guid AdmissionId, LocalDate On);

/// <param name="Days">How long votes are taken: 3 to 30, of a freeze 14 at most.</param>
public sealed record OpenMotion(MotionKind Kind, LocalDate On, int Days, string Reason)
{
    public Guid? OrganisationId { get; init; }

    public Guid? OtherId { get; init; }

    public Guid? ServiceId { get; init; }

    public LocalDate? Since { get; init; }

    public LocalDate? Until { get; init; }
}

public sealed record CastVote(Guid MotionId, bool Yes, LocalDate On);

public sealed record DecideMotion(Guid MotionId, LocalDate On);

public sealed record AskFreeze(Guid OrganisationId, LocalDate On, string Reason);

/// <summary>For one service, or one organisation that is proposed.</summary>
public sealed record InviteGuest(Guid GuestId, LocalDate On, LocalDate Until)
{
    public Guid? ServiceId { get; init; }

    public Guid? CandidateId { get; init; }
}

/// <summary>Where a vote stands.</summary>
/// <param name="Councils">How many could vote; related ones are one.</param>
/// <param name="IsCarried">If nobody else voted.</param>
/// <param name="IsComplete">Nobody can change it any more.</param>
public sealed record MotionCount(int Yes, int No, int Councils, bool IsCarried, bool IsComplete);
