using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record CreateOrganisation(OrganisationKind Kind, Text Name, string Country)
{
    public Text? About { get; init; }

    /// <summary>GeoNames id of its town.</summary>
    public int? PlaceId { get; init; }

    public string? Website { get; init; }

    /// <summary>It chose to have a public page under its name.</summary>
    public bool PublicName { get; init; }

    /// <summary>It chose to be shown as community-led, which needs <see cref="PublicName"/>.</summary>
    public bool PublicBadge { get; init; }

    /// <summary>What an allied one knows about.</summary>
    public IReadOnlyList<OrganisationField> Fields { get; init; } = [];

    /// <summary>A sex worker-led one of another country, or a network, that judges only where it is invited.</summary>
    public bool IsGuest { get; init; }

    /// <summary>A guest that is of several countries, and judges in each of them.</summary>
    public bool IsNetwork { get; init; }

    /// <summary>Who lets it in, where it is not sex worker-led; null: the command line.</summary>
    public Guid? AdmittedBy { get; init; }

    /// <summary>The directory in which it was first written; null: this one.</summary>
    public string? Origin { get; init; }
}

/// <summary>How an organisation describes itself, whole.</summary>
public sealed record DescribeOrganisation(Guid OrganisationId, Text Name, LocalDate On)
{
    public Text? About { get; init; }

    public string? Website { get; init; }

    /// <summary>It chooses to have a public page under its name.</summary>
    public bool PublicName { get; init; }

    /// <summary>It chooses to be shown as community-led, which needs <see cref="PublicName"/>.</summary>
    public bool PublicBadge { get; init; }

    /// <summary>What an allied one knows about.</summary>
    public IReadOnlyList<OrganisationField> Fields { get; init; } = [];
}

/// <param name="OrganisationId">Which one says so, or for which its proposer does.</param>
/// <param name="OtherId">Which one has to agree.</param>
/// <param name="Reason">What they share, for example one board.</param>
public sealed record RelateOrganisations(Guid OrganisationId, Guid OtherId, string Reason, LocalDate On);

/// <param name="OrganisationId">Which one was asked, or said so itself and takes it back.</param>
public sealed record AnswerRelation(Guid OrganisationId, Guid OtherId, bool Agrees, LocalDate On);

/// <param name="VouchedById">Who gives its word that the organisation is sex worker-led.</param>
public sealed record VouchForOrganisation(Guid OrganisationId, Guid VouchedById, LocalDate On);

public sealed record PublishOrganisation(Guid OrganisationId, LocalDate On);

/// <param name="Until">The last day on which it may approve, 24 months after <paramref name="On"/> at most.</param>
/// <param name="Founding">One of those that the directory begins with, for whom nobody could vouch.</param>
public sealed record AdmitOrganisation(Guid OrganisationId, LocalDate On, LocalDate Until, bool Founding = false);

/// <param name="From">The first day on which it approves nothing.</param>
/// <param name="Until">The last such day.</param>
public sealed record FreezeOrganisation(Guid OrganisationId, LocalDate From, LocalDate Until, string Reason);

public sealed record WrittenOrganisation(Guid OrganisationId, string Code);
