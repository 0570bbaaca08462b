using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <summary>An organisation that has a public page, by its own choice or as a provider.</summary>
public sealed class PublishedOrganisation
{
    public required string Code { get; init; }

    public required string Content { get; init; }

    /// <summary>The first day (UTC) on which "community-led" is said no longer; null: it is not said, which says nothing.</summary>
    public LocalDate? LedUntil { get; init; }

    public OrganisationContent ReadContent() =>
        JsonSerializer.Deserialize<OrganisationContent>(Content, ContentJson.Options) ?? throw new JsonException("The document is empty.");
}

/// <summary>What the page of an organisation says.</summary>
public sealed record OrganisationContent
{
    public required Text Name { get; init; }

    public Text? About { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>GeoNames id.</summary>
    public int? PlaceId { get; init; }

    public string? Website { get; init; }
}
