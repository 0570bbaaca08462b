using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Gaps;

/// <summary>What no listed service near a place helps with, to be printed and shown to whoever pays.</summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel(GapSearch gaps, DirectoryCatalogue catalogue, PlaceFinder places, IOptions<DirectoryOptions> options, TimeProvider clock) : PageModel
{
    [FromQuery(Name = SearchField.Place)]
    public string? AskedPlace { get; set; }

    [BindProperty(Name = SearchField.Near)]
    public string? TypedNear { get; set; }

    /// <summary>Null: none was named.</summary>
    public Place? Place { get; private set; }

    /// <summary>Which could be meant.</summary>
    public IReadOnlyList<Place> Candidates { get; private set; } = [];

    /// <summary>What is wrong with the place, for the form.</summary>
    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public IReadOnlyList<Gap> Missing { get; private set; } = [];

    public LocalDate Today => clock.Now().InUtc().Date;

    public int Needs => catalogue.Needs.Count;

    public SearchFormModel Form => new() { Near = TypedNear ?? (Place is null ? null : SayPlaces.Full(Place)), Place = Place, Errors = Errors };

    /// <summary>By their group, in the order of the catalogue.</summary>
    public IEnumerable<(NeedGroup Group, IReadOnlyList<Gap> Gaps)> Groups =>
        catalogue.Groups.Select(g => (g, (IReadOnlyList<Gap>)[.. Missing.Where(m => g.Needs.Contains(m.Need))])).Where(g => g.Item2.Count > 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(AskedPlace))
            return;
        await places.ReadyAsync(cancellationToken);
        Place = int.TryParse(AskedPlace, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? places.Find(id) : null;
        if (Place is null)
        {
            Refuse(AskedPlace);
            return;
        }

        Missing = await gaps.FindAsync(Place, Today, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        switch (await places.FindAsync(TypedNear ?? "", options.Value.HomeCountry, cancellationToken))
        {
            case PlaceAnswer.Found found:
                return new SeeOther(Links.Gaps(found.Place.GeoNameId));
            case PlaceAnswer.Ask ask:
                Candidates = ask.Candidates;
                break;
            case PlaceAnswer.Area area:
                Candidates = [.. area.Areas.SelectMany(part => part.Towns), .. area.Others];
                break;
            default:
                Refuse(TypedNear ?? "");
                break;
        }

        return Page();
    }

    private void Refuse(string typed)
    {
        Errors = [new FieldError(SearchField.Near, "Gaps.Unknown", typed)];
        Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
