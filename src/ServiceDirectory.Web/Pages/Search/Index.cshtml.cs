using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Results. A form is answered with the plain address of the same search, so that Back and links work and the history says little.</summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel(
    DirectoryCatalogue catalogue, PlaceFinder places, ListingSearch search, IOptions<DirectoryOptions> options, TimeProvider clock) : PageModel
{
    private static readonly double[] Distances = [2, 5, 10, SearchCriteria.DefaultWithinKm, 50, 100, SearchCriteria.LargestWithinKm];

    public UnderstoodSearch Understood { get; private set; } = null!;

    /// <summary>What the typed place turned out to be; null when none was typed or a place was given by number.</summary>
    public PlaceAnswer? Answer { get; private set; }

    public Place? Place { get; private set; }

    /// <summary>Null when something was wrong, or when the place has to be asked for first.</summary>
    public SearchResults? Results { get; private set; }

    /// <summary>The search as links and forms of the page carry it.</summary>
    public SearchQuery Plain { get; private set; } = new();

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

    /// <summary>Places of the same name, to choose instead.</summary>
    public IReadOnlyList<Place> OtherPlaces { get; private set; } = [];

    public SearchFormModel Form => new()
    {
        Chosen = Understood.Needs,
        // Beside an error stands what was typed, not what was made of it.
        Near = Understood.Errors.Count > 0 ? Understood.Near ?? Place?.FullName : Place?.FullName ?? Understood.Near,
        Place = Place,
        Kept = Plain with { Need = [], Near = null, Place = null, Page = null },
        Errors = Understood.Errors,
    };

    /// <summary>How far the form offers to look; a distance that was typed by hand stands among them.</summary>
    public IEnumerable<double> WithinChoices => Distances.Append(Understood.WithinKm).Distinct().Order();

    /// <summary>The languages of the results on this page, and those that were asked for.</summary>
    public IEnumerable<string> LanguageChoices => Hits.SelectMany(hit => hit.Card.Languages).Concat(Understood.Languages).Distinct()
        .OrderBy(Say.Language, StringComparer.CurrentCulture);

    public int FilterCount => Understood.Access.Count + Understood.Languages.Count + (Understood.Open is null ? 0 : 1) + (Understood.Reach is null ? 0 : 1);

    public SearchQuery WithoutFilters => Plain with { Access = [], Lang = [], Open = null, Reach = null, Page = null };

    /// <summary>What the form of the filters carries on unseen.</summary>
    public SearchQuery KeptByFilters => WithoutFilters with { Within = null };

    private IEnumerable<SearchHit> Hits => Results is null ? [] : Results.Here.Concat(Results.Remote).Concat(Results.Further);

    /// <summary>The same search round another place.</summary>
    public SearchQuery At(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Plain with { Near = null, Place = UnderstoodSearch.Invariant(place.GeoNameId), Page = null };
    }

    public SearchQuery TurnedTo(int page) => Plain with { Page = UnderstoodSearch.Invariant(page) };

    /// <summary>Searches that find more, each with the words of its link.</summary>
    public IEnumerable<(string Words, SearchQuery Query)> Wider(Wording words, Say say)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(say);
        if (Place is not null && !IsRemoteOnly)
        {
            foreach (var km in Distances.Where(km => km > Understood.WithinKm).TakeLast(2))
                yield return (words["Results.TryWithin", say.Radius(km)], Plain with { Within = UnderstoodSearch.Invariant(km), Page = null });
        }

        foreach (var facet in Understood.Access)
        {
            var others = Understood.Access.Where(other => other != facet).Select(other => UnderstoodSearch.Invariant(other.Id));
            yield return (words["Results.TryWithout", say.Label(facet)], Plain with { Access = [.. others], Page = null });
        }

        if (FilterCount > 1 || (FilterCount == 1 && Understood.Access.Count == 0))
            yield return (words["Results.TryNoFilters"], WithoutFilters);
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(SearchQuery.Read(Request.Query), cancellationToken);
        if (Understood.Errors.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        if (!IsAsking)
            Results = await search.FindAsync(Criteria(), Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        var query = SearchQuery.Read(form);
        await places.ReadyAsync(cancellationToken);
        if (query.Near is not null && int.TryParse(form[SearchField.Was], out var was) && places.Find(was)?.FullName == query.Near)
            query = query with { Near = null, Place = UnderstoodSearch.Invariant(was) };
        await ReadAsync(query, cancellationToken);
        if (Understood.Errors.Count == 0)
            return new SeeOther(Links.Search(Plain));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ReadAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        Understood = new UnderstoodSearch(query, catalogue);
        if (Understood.PlaceId is not null || Understood.Near is not null)
            await places.ReadyAsync(cancellationToken);
        if (Understood.PlaceId is { } id)
        {
            Place = places.Find(id);
            if (Place is null)
                Understood.RefusePlace();
        }
        else if (Understood.Near is { } near)
        {
            Answer = await places.FindAsync(near, options.Value.HomeCountry, cancellationToken);
            if (Answer is PlaceAnswer.Found found)
                (Place, OtherPlaces) = (found.Place, found.Others);
            if (Answer is PlaceAnswer.TooLong)
                Understood.RefuseNear();
        }

        Plain = Understood.InNumbers(Place?.GeoNameId);
    }

    private SearchCriteria Criteria() => new()
    {
        Needs = [.. Understood.Needs.Select(need => need.Id)],
        Place = Place is { } place ? new SearchPlace(place.GeoNameId, new GeoPoint(place.Latitude, place.Longitude), Areas(place)) : null,
        WithinKm = Understood.WithinKm,
        Access = [.. Understood.Access.Select(facet => facet.Id)],
        Languages = Understood.Languages,
        Open = Understood.Open,
        Reach = Answer is PlaceAnswer.None ? Reach.Remote : Understood.Reach,
        Sort = Understood.Sort,
        Page = Understood.Page,
        PageLanguage = System.Globalization.CultureInfo.CurrentUICulture.Name,
        HomeCountry = options.Value.HomeCountry,
    };

    /// <summary>Help at a distance names a country or a first-level region.</summary>
    private static IReadOnlyList<string> Areas(Place place) =>
        place.Region is { } region ? [place.Country.Code, region.Code] : [place.Country.Code];
}
