using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Search;

/// <summary>One page of answers in three groups, with the counts that filters show.</summary>
public sealed record SearchResults
{
    /// <summary>Without a place, so many services are looked at: those checked last, whatever is wanted of them.</summary>
    public const int NewestCounted = 2000;

    /// <summary>Services in <see cref="Here"/> over all pages.</summary>
    public required int Total { get; init; }

    /// <summary>
    /// There are more than the <see cref="NewestCounted"/> that were looked at, so <see cref="Total"/>, <see cref="Counts"/> and
    /// the lines of needs are "of these", and the truth is that much or more. Only without a place.
    /// </summary>
    public bool MoreThanTotal { get; init; }

    /// <summary>
    /// No service, neither here nor remote, has all the words of the text, so those with any of them were looked for: the more
    /// of them the higher. Only of a text without needs.
    /// </summary>
    public bool SomeWordsOnly { get; init; }

    /// <summary>One line for each need that was asked for, in the order asked.</summary>
    public IReadOnlyList<NeedLine> Needs { get; init; } = [];

    public IReadOnlyList<SearchHit> Here { get; init; } = [];

    /// <summary>By phone, online or post, serving the place. The first five, or a page of them when only remote ones were asked for.</summary>
    public IReadOnlyList<SearchHit> Remote { get; init; } = [];

    /// <summary>Remote ones over all pages.</summary>
    public int RemoteTotal { get; init; }

    /// <summary>Nearest ones beyond the radius, first page only. Of a text without needs, those with all its words.</summary>
    public IReadOnlyList<SearchHit> Further { get; init; } = [];

    /// <summary>
    /// For every fact of the catalogue that filters, over <see cref="Here"/> on all pages (over <see cref="Remote"/> when only
    /// those were asked for): how many would stay, and for how many it is not known.
    /// </summary>
    public IReadOnlyList<FacetCount> Counts { get; init; } = [];
}

/// <param name="Need">Catalogue id.</param>
/// <param name="Here">Services within the radius. 0 when only remote ones were asked for.</param>
/// <param name="NearestKm">Distance to the nearest one further away, where fewer than three are here.</param>
/// <param name="Remote">By phone, online or post. 0 when only visits were asked for.</param>
public sealed record NeedLine(int Need, int Here, double? NearestKm, int Remote);

/// <param name="Facet">Catalogue id.</param>
/// <param name="Yes">Services that would stay if it were asked for as well.</param>
/// <param name="NotKnown">Services left out then because it is not known.</param>
public sealed record FacetCount(int Facet, int Yes, int NotKnown);

/// <summary>One service as a result.</summary>
public sealed record SearchHit
{
    public required string Code { get; init; }

    public required ServiceCard Card { get; init; }

    /// <summary>BCP 47 tag of the language the card is in.</summary>
    public required string Language { get; init; }

    /// <summary>The nearest site that fits; null for remote ones.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Kilometres from the centre of the place; null for mobile and remote ones and without a place.</summary>
    public double? Km { get; init; }

    /// <summary>Further sites of the same service that fit.</summary>
    public int OtherSites { get; init; }

    /// <summary>Facts known as yes, date-bound ones as of today: bit n is catalogue id n.</summary>
    public required long Yes { get; init; }

    public required long No { get; init; }

    /// <summary>Open, closed until, or not known. Null when the service has no hours of its own to show.</summary>
    public OpenState? OpenState { get; init; }

    /// <summary>Somebody found it closed today, whatever its hours say.</summary>
    public bool IsClosedToday { get; init; }

    /// <summary>It has a line that does not work, and no other on its card.</summary>
    public bool HasNoLine { get; init; }

    /// <summary>IANA name of the zone whose clock <see cref="OpenState"/> is told by: the site's own, or that of those who answer.</summary>
    public required string Zone { get; init; }

    public required EntryState State { get; init; }

    public required LocalDate CheckedOn { get; init; }

    public required LocalDate DueOn { get; init; }

    public LocalDate? TrainedOn { get; init; }
}

/// <summary>How sure the directory is of an entry.</summary>
public enum EntryState
{
    Listed,
    Provisional,
    Own,
}

/// <summary>Whether somewhere is open, and what happens next, in its own local time.</summary>
/// <param name="Kind">Open, closed or not known.</param>
/// <param name="Until">When it closes (open) or opens next (closed); null: always, or not within a week.</param>
public sealed record OpenState(OpenKind Kind, LocalDateTime? Until);

public enum OpenKind
{
    Open,
    Closed,
    NotKnown,
}
