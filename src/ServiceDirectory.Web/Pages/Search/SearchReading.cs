using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>What a search turned out to mean, its place included. Made by <see cref="SearchReader"/>.</summary>
public sealed record SearchReading(UnderstoodSearch Understood)
{
    /// <summary>What the typed place turned out to be; null when none was typed or a place was given by number.</summary>
    public PlaceAnswer? Answer { get; init; }

    public Place? Place { get; init; }

    /// <summary>Places of the same name, to choose instead.</summary>
    public IReadOnlyList<Place> OtherPlaces { get; init; } = [];

    /// <summary>The search as links and forms of the page carry it.</summary>
    public SearchQuery Plain => Understood.InNumbers(Place?.GeoNameId);

    public bool HasErrors => Understood.Errors.Count > 0;

    /// <summary>Several places could be meant, or a whole region: the page asks instead of answering.</summary>
    public bool IsAsking => Answer is PlaceAnswer.Ask or PlaceAnswer.Area;

    /// <summary>Only help at a distance is looked for: that was asked, or nobody knows the place.</summary>
    public bool IsRemoteOnly => Understood.Reach is Reach.Remote || Answer is PlaceAnswer.None;

    /// <summary>Filters leave out some of what there is.</summary>
    public bool IsNarrowed => Understood.Access.Count + Understood.Languages.Count > 0 || Understood.Open is not null;

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

    /// <summary>The same search without one of its needs.</summary>
    public SearchQuery Without(Need need) =>
        Plain with { Need = [.. Understood.Needs.Where(other => other != need).Select(other => UnderstoodSearch.Invariant(other.Id))], Page = null };

    public SearchQuery TurnedTo(int page) => Plain with { Page = UnderstoodSearch.Invariant(page) };

    /// <summary>What is looked up in the directory. Only where there are no errors and nothing has to be asked.</summary>
    /// <param name="homeCountry">ISO 3166-1 alpha-2; whose help at a distance is shown without a place.</param>
    public SearchCriteria Criteria(string homeCountry) => new()
    {
        Needs = [.. Understood.Needs.Select(need => need.Id)],
        Place = Place is { } place ? new SearchPlace(place.GeoNameId, new GeoPoint(place.Latitude, place.Longitude), place.Areas) : null,
        WithinKm = Understood.WithinKm,
        Access = [.. Understood.Access.Select(facet => facet.Id)],
        Languages = Understood.Languages,
        Open = Understood.Open,
        Reach = IsRemoteOnly ? Reach.Remote : Understood.Reach,
        Sort = Understood.Sort,
        Page = Understood.Page,
        PageLanguage = CultureInfo.CurrentUICulture.Name,
        HomeCountry = homeCountry,
    };
}
