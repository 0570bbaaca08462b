using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Results. A form is answered with the plain address of the same search, so that Back and links work and the history says little.</summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel(
    SearchReader reader, PlaceFinder places, ListingSearch directory, NoticesInForce notices, UrgentHelp help, GuideShelf shelf, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options, TimeProvider clock)
    : PageModel
{
    private const int MostPeers = 3;

    /// <summary>The catalogue's need for somebody to talk to.</summary>
    private const string PeerSupport = "peer-support";

    public SearchReading Search { get; private set; } = null!;

    /// <summary>Null when something was wrong, or when the place has to be asked for first.</summary>
    public FoundModel? Found { get; private set; }

    /// <summary>Whom to call when a need cannot wait, by situation: in the country of the place, else at home.</summary>
    public IReadOnlyList<UrgentLines> Urgent { get; private set; } = [];

    /// <summary>What is said about the place now; without a place, about the home country as a whole.</summary>
    public IReadOnlyList<Notice> Notices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Search = await reader.ReadAsync(SearchQuery.Read(Request.Query), cancellationToken);
        // Whatever became of the place.
        await AddUrgentAsync(cancellationToken);
        if (Search.HasErrors)
            return Wrong();
        if (Search.IsAsking)
            return Page();
        var criteria = Search.Criteria(options.Value.HomeCountry, places.RegionsOf(options.Value.HomeCountry));
        var now = clock.Now();
        var results = await directory.FindAsync(criteria, now, cancellationToken);
        // Whoever finds nothing at all still finds somebody to talk to.
        var peers = results is { Total: 0, RemoteTotal: 0 } && criteria.Page == 1
            ? await directory.FindAsync(PeersFor(criteria), now, cancellationToken)
            : null;
        Found = new FoundModel(Search, results, peers?.Remote.Take(MostPeers).ToList() ?? []);
        string country = Search.Place?.Country.Code ?? criteria.HomeCountry;
        var guides = await shelf.ForNeedsAsync(Search.Needs.Select(need => need.Id), country, cancellationToken);
        var law = Found.IsNothing ? await shelf.OfCountryAsync(country, cancellationToken) : null;
        // It stands there once.
        Found = Found with { Law = law, Guides = [.. guides.Where(guide => guide.Code != law?.Code)] };
        Notices = Search.Place is { } place
            ? await notices.AtAsync([place], now, cancellationToken)
            : await notices.OfCountryAsync(criteria.HomeCountry, now, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        Search = await reader.ReadFilledAsync(SearchQuery.Read(form), form[SearchField.Was], form[SearchField.Said], cancellationToken);
        if (!Search.HasErrors)
            return new SeeOther(Links.Search(Search.Plain));
        await AddUrgentAsync(cancellationToken);
        return Wrong();
    }

    private async Task AddUrgentAsync(CancellationToken cancellationToken)
    {
        var lines = new List<UrgentLines>();
        foreach (var situation in help.SituationsOf(Search.Needs))
            lines.Add(await help.LinesAsync(situation, Search.Place?.Country.Code, cancellationToken));
        Urgent = lines;
    }

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>Peers who can be talked to at a distance, whatever else was asked.</summary>
    private SearchCriteria PeersFor(SearchCriteria criteria) => new()
    {
        Needs = [catalogue.FindNeed(PeerSupport)!.Id],
        Place = criteria.Place,
        Reach = Reach.Remote,
        PageLanguage = criteria.PageLanguage,
        HomeCountry = criteria.HomeCountry,
        HomeRegions = criteria.HomeRegions,
    };
}
