using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Pages.Now;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Guides;

/// <summary>Every guide that is true in a country: at home where none is named.</summary>
public sealed class IndexModel(GuideShelf shelf, IOptions<DirectoryOptions> options) : PageModel
{
    public string Country { get; private set; } = "";

    /// <summary>The end of the address, as far as it was understood.</summary>
    public string? Query { get; private set; }

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    /// <summary>What the law of the country says; null: nobody has written it.</summary>
    public ShownGuide? Law { get; private set; }

    public IReadOnlyList<ShownGuide> Here { get; private set; } = [];

    /// <summary>Other countries of which there is something.</summary>
    public IReadOnlyList<string> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var given = Request.Query[SituationField.Country];
        string? asked = given.Count == 1 && Countries.Contains(given[0]!) ? given[0] : null;
        if (given.Count > 0 && asked is null)
        {
            Errors = [given.Count > 1 ? new FieldError(SituationField.Country, "Wrong.Repeated", "") : new FieldError(SituationField.Country, "Wrong.Country", given[0] is { Length: <= SearchQuery.LongestText } typed ? typed : "")];
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        Query = asked is null ? null : Links.OfCountry(asked);
        Country = asked ?? options.Value.HomeCountry;
        var all = await shelf.AllAsync(cancellationToken);
        Law = all.FirstOrDefault(guide => guide.Kind == GuideKind.Country && guide.Country == Country);
        Here = [.. all.Where(guide => guide.Kind != GuideKind.Country && GuideShelf.IsOf(guide, Country))];
        Others = [.. all.Select(guide => guide.Country).OfType<string>().Where(country => country != Country).Distinct()
            .OrderBy(country => CountryNames.Of(country, System.Globalization.CultureInfo.CurrentUICulture.Name), StringComparer.CurrentCulture)];
        return Page();
    }
}
