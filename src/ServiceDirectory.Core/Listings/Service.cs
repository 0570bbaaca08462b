using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <summary>A service: its place in the workflow. What it says stands in its revisions.</summary>
public sealed class Service
{
    public required Guid Id { get; init; }

    /// <summary>Six random letters and digits, never made from a name or a need.</summary>
    public required string Code { get; init; }

    /// <summary>Set by the database's own functions when an entry is listed or leaves.</summary>
    public ServiceState State { get; private set; } = ServiceState.Working;

    /// <summary>The organisation whose entry this is.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>The revision that the public reads; null when there is none.</summary>
    public Guid? PublishedRevisionId { get; private set; }

    public required string Origin { get; init; }

    public string? OriginRevision { get; init; }
}

public enum ServiceState
{
    Working,
    Proposed,
    Question,
    InReview,
    Provisional,
    Own,
    Listed,
    Suspended,
    Declined,
    Removed,
}

/// <summary>One whole description of a service. Never changed after it is written.</summary>
public sealed class Revision
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>1, 2, 3 … within the service.</summary>
    public required int Number { get; init; }

    /// <summary>The document as <c>jsonb</c>, in the shape of <see cref="ContentVersion"/>.</summary>
    public required string Content { get; init; }

    public required int ContentVersion { get; init; }

    /// <summary>SHA-256 over the document's canonical bytes.</summary>
    public required byte[] ContentHash { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalDate WrittenOn { get; init; }

    public required string Origin { get; init; }

    public string? OriginRevision { get; init; }
}

/// <summary>One organisation's approval of one revision. Inserted once, never changed.</summary>
public sealed class Approval
{
    public required Guid Id { get; init; }

    public required Guid RevisionId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalDate ApprovedOn { get; init; }

    /// <summary>The version of the criteria that was judged.</summary>
    public required int CriteriaVersion { get; init; }
}

/// <summary>Somebody looked at one fact. Belongs to the value that was there: another value is "changed, not checked yet".</summary>
public sealed class FactCheck
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>The nested item's id, or the name of a field of the whole service.</summary>
    public required string Fact { get; init; }

    /// <summary>SHA-256 over the canonical bytes of the value that was checked.</summary>
    public required byte[] ValueHash { get; init; }

    public required CheckMethod Method { get; init; }

    public required LocalDate CheckedOn { get; init; }

    public required Guid OrganisationId { get; init; }
}

public enum CheckMethod
{
    Called,
    Visited,
    DocumentSeen,
    TestContact,
}

/// <summary>A service's staff were trained by an organisation, until a date.</summary>
public sealed class TrainingCertificate
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required LocalDate IssuedOn { get; init; }

    /// <summary>The first day on which it no longer counts: 24 months after <see cref="IssuedOn"/> at most.</summary>
    public required LocalDate EndsOn { get; init; }

    /// <summary>Share of public-facing staff, 0 to 100.</summary>
    public required int StaffPercent { get; init; }

    public required bool FrontDesk { get; init; }
}
