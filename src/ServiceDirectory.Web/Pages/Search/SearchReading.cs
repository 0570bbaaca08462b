using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>What a search turned out to mean, its place included. Made by <see cref="SearchReader"/>.</summary>
public sealed record SearchReading(UnderstoodSearch Understood)
{
    private Derived? _derived;

    /// <summary>What the typed place turned out to be; null when none was typed or a place was given by number.</summary>
    public PlaceAnswer? Answer { get; init; }

    public Place? Place { get; init; }

    /// <summary>The place stood at the end of the words for what is needed.</summary>
    public bool IsPlaceFromWords { get; init; }

    /// <summary>Places of the same name, to choose instead.</summary>
    public IReadOnlyList<Place> OtherPlaces { get; init; } = [];

    /// <summary>Needs that were read out of words, the likeliest first.</summary>
    public IReadOnlyList<Need> Read { get; init; } = [];

    /// <summary>The words may stand in a link as they were typed.</summary>
    public bool MayBeShown { get; init; }

    /// <summary>Words that are no need and no place: looked for in names and descriptions. None that is never shown.</summary>
    public string Rest { get; init; } = "";

    /// <summary>What the rest of the words would mean by itself, and did not among the others.</summary>
    public IReadOnlyList<Need> SkippedInRest { get; init; } = [];

    /// <summary>What is looked for: chosen needs first, then those that were read.</summary>
    public IReadOnlyList<Need> Needs => Once.Needs ??= [.. Understood.Needs.Union(Read)];

    /// <summary>
    /// The search as links and forms of the page carry it: in numbers, so that the address says nothing at a glance.
    /// Words stand in it only as far as they were not understood, and then veiled.
    /// </summary>
    public SearchQuery Plain => Once.Plain ??= Understood.FiltersInNumbers() with
    {
        Need = Numbers(Needs),
        Near = Place is null ? Understood.Near : null,
        Place = Place is { } place ? UnderstoodSearch.Invariant(place.GeoNameId) : null,
        Q = Rest,
        Skip = Numbers(SkippedInRest),
        Sort = UnderstoodSearch.Slug(Order),
    };

    public bool HasErrors => Understood.Errors.Count > 0;

    /// <summary>Several places could be meant, or a whole region: the page asks instead of answering.</summary>
    public bool IsAsking => Answer is PlaceAnswer.Ask or PlaceAnswer.Area;

    /// <summary>Only help at a distance is looked for: that was asked, or nobody knows the place.</summary>
    public bool IsRemoteOnly => Understood.Reach is Reach.Remote || Answer is PlaceAnswer.None;

    /// <summary>Filters leave out some of what there is.</summary>
    public bool IsNarrowed => Understood.Access.Count + Understood.Languages.Count > 0 || Understood.Open is not null;

    /// <summary>The end of the keys of words about nothing found: what left it out. With a need, words only lift what bears them; alone they leave out what does not.</summary>
    public string Narrowing => IsNarrowed ? "Filtered" : Rest.Length > 0 && Needs.Count == 0 ? "Words" : "";

    /// <summary>One of the needs cannot wait.</summary>
    public bool IsUrgent => Needs.Any(need => need.Urgent);

    /// <summary>The order that comes by itself.</summary>
    public SortBy UsualOrder => IsUrgent ? SortBy.Open : Rest.Length > 0 ? SortBy.Relevance : Place is null ? SortBy.Checked : SortBy.Distance;

    /// <summary>The order that was asked for, where it is not the one that comes by itself.</summary>
    public SortBy? Order => Understood.Sort switch
    {
        SortBy.Distance when Place is null => null,
        SortBy.Relevance when Rest.Length == 0 => null,
        var sort => sort == UsualOrder ? null : sort,
    };

    /// <summary>Numbers of the places that are offered, for machines; null when nothing is asked.</summary>
    public string? AskedPlaces => Answer switch
    {
        PlaceAnswer.Ask ask => string.Join(' ', ask.Candidates.Select(place => place.GeoNameId)),
        PlaceAnswer.Area area => string.Join(' ', area.Areas.SelectMany(part => part.Towns).Concat(area.Others).Select(place => place.GeoNameId).Distinct()),
        _ => null,
    };

    /// <summary>The same search round another place.</summary>
    public SearchQuery At(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Plain with { Near = null, Place = UnderstoodSearch.Invariant(place.GeoNameId), Page = null };
    }

    /// <summary>The same search without one of its needs. Of one that was read out of words, the words are read once more without it.</summary>
    public SearchQuery Without(Need need)
    {
        if (!Read.Contains(need) || !MayBeShown)
            return Plain with { Need = Numbers(Needs.Where(other => other != need)), Page = null };
        return Plain with
        {
            Need = Numbers(Understood.Needs.Where(other => other != need)),
            Place = IsPlaceFromWords ? null : Plain.Place,
            Q = Understood.Words,
            Skip = Numbers(Understood.Skipped.Append(need)),
            Page = null,
        };
    }

    /// <summary>The same search without a place. How far to look, and in which order of distance, means nothing then.</summary>
    public SearchQuery WithoutPlace => Plain with
    {
        Near = null,
        Place = null,
        Within = null,
        Sort = Understood.Sort is SortBy.Distance ? null : Plain.Sort,
        Page = null,
    };

    /// <summary>The same search without the words that were not understood.</summary>
    public SearchQuery WithoutWords => Plain with { Q = null, Skip = [], Sort = Understood.Sort is SortBy.Checked ? Plain.Sort : null, Page = null };

    public SearchQuery TurnedTo(int page) => Plain with { Page = UnderstoodSearch.Invariant(page) };

    /// <param name="order">Null: the one that comes by itself.</param>
    public SearchQuery OrderedBy(SortBy? order) => Plain with { Sort = UnderstoodSearch.Slug(order), Page = null };

    /// <summary>What is looked up in the directory. Only where there are no errors and nothing has to be asked.</summary>
    /// <param name="homeCountry">ISO 3166-1 alpha-2; whose help at a distance is shown without a place.</param>
    /// <param name="homeRegions">Its regions.</param>
    public SearchCriteria Criteria(string homeCountry, IEnumerable<string> homeRegions) => new()
    {
        Needs = [.. Needs.Select(need => need.Id)],
        Text = Rest,
        Place = Place is { } place ? new SearchPlace(place.GeoNameId, new GeoPoint(place.Latitude, place.Longitude), place.Areas) : null,
        WithinKm = Understood.WithinKm,
        Access = [.. Understood.Access.Select(facet => facet.Id)],
        Languages = Understood.Languages,
        Open = Understood.Open,
        Reach = IsRemoteOnly ? Reach.Remote : Understood.Reach,
        Sort = Order ?? UsualOrder,
        OpensWithinHours = Needs.Where(need => need.Urgent).Select(need => need.WithinHours).Min() ?? SearchCriteria.MostHours,
        Page = Understood.Page,
        PageLanguage = CultureInfo.CurrentUICulture.Name,
        HomeCountry = homeCountry,
        HomeRegions = Place is null ? [.. homeRegions] : [],
    };

    /// <summary>What a page asks for dozens of times. One that is made from another (<c>with</c>) has its own.</summary>
    private Derived Once => ReferenceEquals(_derived?.Of, this) ? _derived! : _derived = new Derived(this);

    private sealed class Derived(SearchReading of)
    {
        public SearchReading Of { get; } = of;

        public IReadOnlyList<Need>? Needs { get; set; }

        public SearchQuery? Plain { get; set; }
    }

    private static string[] Numbers(IEnumerable<Need> needs) => [.. needs.Select(need => UnderstoodSearch.Invariant(need.Id))];
}
