using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <summary>
/// An organisation that takes part. That it is sex worker-led is a verified private fact: only who vouched and until when is
/// kept, and nothing public is derived from it unless the organisation chose so.
/// </summary>
public sealed class Organisation
{
    public required Guid Id { get; init; }

    /// <summary>Six random letters and digits; part of the public address, says nothing.</summary>
    public required string Code { get; init; }

    public required OrganisationKind Kind { get; set; }

    public required Text Name { get; set; }

    public Text? About { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    public int? PlaceId { get; set; }

    public string? Website { get; set; }

    /// <summary>The organisation chose to have a public page under its name. Off at first.</summary>
    public bool PublicName { get; set; }

    /// <summary>The organisation chose to be shown as community-led. Off at first.</summary>
    public bool PublicBadge { get; set; }

    /// <summary>What an allied organisation knows about, as <see cref="Data.EnumSlug"/> writes <see cref="OrganisationField"/>. Others have none.</summary>
    public string[] Fields { get; set; } = [];

    /// <summary>Of another country, or a network: judges only where it was invited, and has no vote.</summary>
    public bool IsGuest { get; init; }

    /// <summary>A guest that is of several countries, and not of one alone.</summary>
    public bool IsNetwork { get; init; }

    /// <summary>Who let in an organisation that is not sex worker-led; null: the command line.</summary>
    public Guid? AdmittedBy { get; init; }

    /// <summary>The last day on which it took part; null: it does. What it approved until then stands.</summary>
    public LocalDate? LeftOn { get; private set; }

    /// <summary>Private. The last day on which two vouchers' word counts; null when it never did. Written by the owner only.</summary>
    public LocalDate? VouchedUntil { get; private set; }

    /// <summary>The first day on which it approves nothing; null when it never was frozen.</summary>
    public LocalDate? FrozenFrom { get; private set; }

    /// <summary>The last day on which it approves nothing.</summary>
    public LocalDate? FrozenUntil { get; private set; }

    /// <summary>The directory in which it was first written.</summary>
    public required string Origin { get; init; }

    public string? OriginRevision { get; init; }
}

public enum OrganisationKind
{
    SexWorkerLed,
    Allied,
    Provider,
    Educator,
}

/// <summary>What an allied organisation knows about.</summary>
public enum OrganisationField
{
    Drugs,
    Migration,
    TransCare,
    Hiv,
    Roma,
    Prison,
    Youth,
}

/// <summary>
/// Two organisations that count as one for every rule: shared board, fiscal host, paid coordinator or parent. Who has not agreed to it yet, so
/// that it counts for nothing, is in the database's own columns.
/// </summary>
public sealed class OrganisationRelation
{
    /// <summary>The smaller of the two ids, so that a pair is stored once.</summary>
    public required Guid OrganisationId { get; init; }

    public required Guid RelatedId { get; init; }

    public required string Reason { get; init; }
}

/// <summary>One organisation's word that another is sex worker-led, given on a day; after two years it gives it anew.</summary>
public sealed class OrganisationVouch
{
    public required Guid OrganisationId { get; init; }

    public required Guid VouchedById { get; init; }

    public required LocalDate VouchedOn { get; init; }
}
