namespace ServiceDirectory.Core.Listings;

/// <summary>
/// What a result shows of a service, in one language, prepared when it is published. Data only: every word of ours is added
/// by the page. Open times, distance and dates are not here, because they change without a revision.
/// </summary>
public sealed record ServiceCard
{
    public required CardText Name { get; init; }

    public CardText? PaperName { get; init; }

    public required CardText Summary { get; init; }

    public required CardText Provider { get; init; }

    public required ProviderKind ProviderKind { get; init; }

    public required IReadOnlyList<int> Needs { get; init; }

    public IReadOnlyList<CardSite> Sites { get; init; } = [];

    /// <summary>At most two: lines that give help first.</summary>
    public IReadOnlyList<CardPhone> Phones { get; init; } = [];

    /// <summary>Help itself is given at a distance this way.</summary>
    public bool HelpsByPhone { get; init; }

    public bool HelpsOnline { get; init; }

    public bool HelpsByPost { get; init; }

    /// <summary>Where people are who can have help at a distance: countries, regions, <c>001</c> for everywhere.</summary>
    public IReadOnlyList<string> RemoteAreas { get; init; } = [];

    public CardText? Cost { get; init; }

    /// <summary>Known yes and known no to the facts that matter before a visit, in the catalogue's order.</summary>
    public IReadOnlyList<CardFact> Facts { get; init; } = [];

    /// <summary>BCP 47 tags, spoken by staff.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>New people wait for their turn. That a service is full ends by date, so it is not here.</summary>
    public bool HasWaitingList { get; init; }
}

/// <summary>Words on a card.</summary>
/// <param name="Value">The words.</param>
/// <param name="Lang">BCP 47 tag where they are not in the card's own language, else null.</param>
public sealed record CardText(string Value, string? Lang = null);

public sealed record CardSite(
    Guid Id, SiteKind Kind, int PlaceId, CardText? Name = null, string? Street = null, bool ByAppointment = false, bool StopsByPhone = false);

public sealed record CardPhone(string Number, string Country, CardText? For = null);

public sealed record CardFact(int Facet, bool Yes, string? Value = null, CardText? Note = null, Guid? SiteId = null);
