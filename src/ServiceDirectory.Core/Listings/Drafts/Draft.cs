using NodaTime;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>What an organisation is writing about a service and has not handed in. Its words are nobody's yet: no check, no approval belongs to them.</summary>
public sealed class Draft
{
    public required Guid ServiceId { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>The document as <c>jsonb</c>, in the shape of <see cref="ContentVersion"/>.</summary>
    public required string Content { get; set; }

    public required int ContentVersion { get; set; }

    /// <summary>The revision that it was begun from.</summary>
    public required int BaseNumber { get; set; }

    /// <summary>1, 2, 3 …: one more with each save.</summary>
    public required int Version { get; set; }

    public required LocalDate SavedOn { get; set; }

    /// <summary>Codes of entries that look alike, of which somebody said that this is another one.</summary>
    public string[] OtherThan { get; set; } = [];

    /// <exception cref="NotSupportedException">It was saved by a newer program.</exception>
    public ListingContent ReadContent() => Upcasters.Default.Read(Content, ContentVersion);
}
