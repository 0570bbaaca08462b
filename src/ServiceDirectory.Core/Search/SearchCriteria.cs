using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Search;

/// <summary>One search, already understood: every value is valid. Built from an address by the page, never stored.</summary>
public sealed record SearchCriteria
{
    public const double DefaultWithinKm = 25;

    public const double LargestWithinKm = 200;

    /// <summary>The longest time limit of a need, in hours. Days with hours of their own are looked at a little further ahead.</summary>
    public const int MostHours = 120;

    public const int LastPage = 100;

    public const int PageSize = 20;

    /// <summary>Without a place so many services are looked at, the most recently checked first; numbers are of these.</summary>
    public const int MostWithoutPlace = 2_000;

    /// <summary>Catalogue ids, any of.</summary>
    public IReadOnlyList<int> Needs { get; init; } = [];

    /// <summary>
    /// What was typed and is neither understood as a need nor as a place, in any script, without words that must not be shown
    /// for a service. Its words are looked for in names, summaries and descriptions; text without a letter or digit asks for nothing.
    /// With needs it excludes nothing: it lifts, and finds who bears all of its words as a name. Without, it filters.
    /// </summary>
    public string Text { get; init; } = "";

    public SearchPlace? Place { get; init; }

    /// <summary>Kilometres, over 0 up to <see cref="LargestWithinKm"/>.</summary>
    public double WithinKm { get; init; } = DefaultWithinKm;

    /// <summary>Catalogue ids of facts, all of: a known yes for filters, no known yes for those that hide.</summary>
    public IReadOnlyList<int> Access { get; init; } = [];

    /// <summary>BCP 47 tags, any of, spoken by staff. A language alone finds its regional forms too: <c>pt</c> finds <c>pt-BR</c>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public OpenWhen? Open { get; init; }

    public Reach? Reach { get; init; }

    /// <summary>
    /// Null: with a place distance, else date of the last check; with text either after how well its words match, which
    /// <see cref="SortBy.Relevance"/> asks for too. Without a place there is no distance, without text no relevance.
    /// </summary>
    public SortBy? Sort { get; init; }

    /// <summary>In the order of <see cref="SortBy.Open"/>: hours from now, 1 to <see cref="MostHours"/>, after which opening does not help any more.</summary>
    public int OpensWithinHours { get; init; } = MostHours;

    /// <summary>1 to <see cref="LastPage"/>.</summary>
    public int Page { get; init; } = 1;

    /// <summary>BCP 47 tag of the page that shows the results.</summary>
    public string PageLanguage { get; init; } = "en";

    /// <summary>ISO 3166-1 alpha-2; decides which remote services are shown when there is no place.</summary>
    public required string HomeCountry { get; init; }

    /// <summary>
    /// The home country's first-level regions (<c>GB.ENG</c>). Without a place nobody knows in which of them somebody is, so what
    /// is made for one is shown too.
    /// </summary>
    public IReadOnlyList<string> HomeRegions { get; init; } = [];

    /// <summary>What remote help names, any of, to be shown: countries, regions, <c>001</c> for everywhere.</summary>
    public IEnumerable<string> RemoteAreas => (Place?.Areas ?? [HomeCountry, .. HomeRegions]).Append("001").Distinct();
}

/// <summary>Where to look from.</summary>
/// <param name="Id">GeoNames id.</param>
/// <param name="Centre">The centre of the place.</param>
/// <param name="Areas">What remote help may name to include it: <c>GB</c>, <c>GB.ENG</c>; <c>001</c> is understood.</param>
public sealed record SearchPlace(int Id, GeoPoint Centre, IReadOnlyList<string> Areas);

public enum OpenWhen
{
    Now,
    Evening,
    Night,
    Weekend,
}

public enum Reach
{
    Visit,
    Remote,
}

public enum SortBy
{
    Distance,
    Relevance,
    Checked,

    /// <summary>What is open now, then what opens soonest within <see cref="SearchCriteria.OpensWithinHours"/>, then the rest; each by distance.</summary>
    Open,
}
