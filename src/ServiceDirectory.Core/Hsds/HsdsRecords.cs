using System.Text.Json.Serialization;

namespace ServiceDirectory.Core.Hsds;

// The objects of the specification, HSDS 3.2.3 (https://docs.openreferral.org/en/3.2/hsds/schema_reference.html), as far as a directory like
// this one has something to say. Ids are UUIDs, days YYYY-MM-DD, times of day HH:MM:SS on the clocks of the place, moments UTC.

/// <summary>A page of a list.</summary>
/// <param name="PageNumber">From 1.</param>
/// <param name="Size">How many are on this page.</param>
public sealed record HsdsPage<T>(long TotalItems, long TotalPages, long PageNumber, int Size, bool FirstPage, bool LastPage, bool Empty, IReadOnlyList<T> Contents);

public static class HsdsPages
{
    /// <param name="contents">What is on the page.</param>
    /// <param name="total">In all pages.</param>
    /// <param name="page">From 1.</param>
    /// <param name="perPage">How many a whole page has, from 1.</param>
    public static HsdsPage<T> Of<T>(IReadOnlyList<T> contents, long total, int page, int perPage)
    {
        ArgumentNullException.ThrowIfNull(contents);
        long pages = (total + perPage - 1) / perPage;
        return new HsdsPage<T>(total, pages, page, contents.Count, page == 1, page >= pages, contents.Count == 0, contents);
    }
}

/// <summary>All that is said of a service where only ids are wanted.</summary>
public sealed record HsdsStub(Guid Id, string LastModified);

public sealed record HsdsService
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Name { get; init; }

    public string? AlternateName { get; init; }

    public string? Description { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<HsdsUrl>? AdditionalUrls { get; init; }

    public string? Email { get; init; }

    public required string Status { get; init; }

    public string? InterpretationServices { get; init; }

    public string? ApplicationProcess { get; init; }

    public string? FeesDescription { get; init; }

    public string? EligibilityDescription { get; init; }

    /// <summary>The first day of the month of the last check.</summary>
    public required string AssuredDate { get; init; }

    public string? Alert { get; init; }

    public required string LastModified { get; init; }

    public IReadOnlyList<HsdsPhone>? Phones { get; init; }

    public IReadOnlyList<HsdsSchedule>? Schedules { get; init; }

    public IReadOnlyList<HsdsServiceArea>? ServiceAreas { get; init; }

    public IReadOnlyList<HsdsServiceAtLocation>? ServiceAtLocations { get; init; }

    public IReadOnlyList<HsdsLanguage>? Languages { get; init; }

    public HsdsOrganization? Organization { get; init; }

    public IReadOnlyList<HsdsRequiredDocument>? RequiredDocuments { get; init; }

    public IReadOnlyList<HsdsMark>? Attributes { get; init; }

    /// <summary>Ours: the entry as this directory keeps it, for directories of the same kind.</summary>
    public RawJson? DirectoryEntry { get; init; }

    /// <summary>Without lists and without our own part, as it stands in a list of services.</summary>
    public HsdsService Brief() => this with
    {
        AdditionalUrls = null,
        Phones = null,
        Schedules = null,
        ServiceAreas = null,
        ServiceAtLocations = null,
        Languages = null,
        RequiredDocuments = null,
        Attributes = null,
        DirectoryEntry = null,
    };
}

public sealed record HsdsOrganization
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public string? Website { get; init; }

    public string? LegalStatus { get; init; }

    /// <summary>Whole ones, or <see cref="HsdsNamed"/>.</summary>
    public IReadOnlyList<object>? Services { get; init; }
}

/// <summary>The least that the schemas take for a service.</summary>
public sealed record HsdsNamed(Guid Id, string Name, string Status);

public sealed record HsdsUrl(Guid Id, string? Label, string Url);

public sealed record HsdsServiceAtLocation
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid LocationId { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<HsdsSchedule>? Schedules { get; init; }

    public HsdsLocation? Location { get; init; }

    public HsdsService? Service { get; init; }

    /// <summary>Without lists, as it stands in a list.</summary>
    public HsdsServiceAtLocation Brief() => this with
    {
        Schedules = null,
        Location = Location is null ? null : Location with { Addresses = null, Accessibility = null, Attributes = null },
        Service = Service?.Brief(),
    };
}

public sealed record HsdsLocation
{
    public required Guid Id { get; init; }

    public required string LocationType { get; init; }

    public string? Name { get; init; }

    public string? Transportation { get; init; }

    /// <summary>WGS 84 degrees, as <see cref="Longitude"/>.</summary>
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public IReadOnlyList<HsdsAddress>? Addresses { get; init; }

    public IReadOnlyList<HsdsAccessibility>? Accessibility { get; init; }

    public IReadOnlyList<HsdsMark>? Attributes { get; init; }
}

public sealed record HsdsAddress
{
    public required Guid Id { get; init; }

    [JsonPropertyName("address_1")]
    public required string Address1 { get; init; }

    public required string City { get; init; }

    public required string StateProvince { get; init; }

    public required string PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    public required string AddressType { get; init; }
}

public sealed record HsdsAccessibility(Guid Id, string Description);

public sealed record HsdsPhone(Guid Id, string Number, string Type, string? Description);

public sealed record HsdsSchedule
{
    public required Guid Id { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidTo { get; init; }

    /// <summary>WEEKLY; none for a single day.</summary>
    public string? Freq { get; init; }

    public int? Interval { get; init; }

    /// <summary>MO, TU, WE, TH, FR, SA or SU.</summary>
    public string? Byday { get; init; }

    public string? Description { get; init; }

    public string? OpensAt { get; init; }

    /// <summary>Earlier than <see cref="OpensAt"/>: on the next day, which <see cref="Notes"/> says as well.</summary>
    public string? ClosesAt { get; init; }

    public string? Notes { get; init; }

    /// <summary>Of a service without a location: that somebody goes there.</summary>
    public string? AttendingType { get; init; }

    /// <summary>Ours: the IANA name of the zone in which the times are, as the format's own <c>timezone</c> knows no summer time.</summary>
    public string? TimeZoneName { get; init; }
}

public sealed record HsdsServiceArea(Guid Id, string Name, string? Description, string? Uri);

public sealed record HsdsLanguage(Guid Id, string Name, string Code, string? Note);

public sealed record HsdsRequiredDocument(Guid Id, string Document);

/// <summary>An attribute: a term, said of something.</summary>
public sealed record HsdsMark
{
    public required Guid Id { get; init; }

    public required Guid LinkId { get; init; }

    public required Guid TaxonomyTermId { get; init; }

    /// <summary><c>need</c>, <c>access</c> or <c>promise</c>.</summary>
    public required string LinkType { get; init; }

    /// <summary>The kind of thing that it is said of.</summary>
    public required string LinkEntity { get; init; }

    public string? Value { get; init; }

    public string? Label { get; init; }

    public required HsdsTerm TaxonomyTerm { get; init; }
}

public sealed record HsdsTaxonomy(Guid Id, string Name, string Description, string? Version = null);

public sealed record HsdsTerm
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>The name of its taxonomy.</summary>
    public required string Taxonomy { get; init; }

    public required string Language { get; init; }

    public required Guid TaxonomyId { get; init; }
}
