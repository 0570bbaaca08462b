using NodaTime;

namespace ServiceDirectory.Core.Listings.Warnings;

/// <summary>Somebody found out something today. Written by the database's own functions only.</summary>
public sealed class Warning
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required WarningKind Kind { get; init; }

    public Guid? SiteId { get; init; }

    public string? Contact { get; init; }

    public required Guid OrganisationId { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    public LocalDate? EndedOn { get; init; }
}
