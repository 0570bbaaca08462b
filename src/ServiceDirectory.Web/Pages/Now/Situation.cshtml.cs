using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Now;

/// <summary>Names of the parameters, which people print: they never change.</summary>
public static class SituationField
{
    /// <summary>Whose lines are shown: ISO 3166-1 alpha-2.</summary>
    public const string Country = "country";
}

/// <summary>One urgent situation: what to do and by when, whom to call, and only then the question where. Its title says nothing of it.</summary>
public sealed class SituationModel(DirectoryCatalogue catalogue, UrgentHelp help, GuideShelf shelf) : PageModel
{
    public UrgentLines Lines { get; private set; } = null!;

    public Situation Situation => Lines.Situation;

    /// <summary>What is wrong with the country in the address.</summary>
    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    /// <summary>The end of the address, as far as it was understood.</summary>
    public string? Query { get; private set; }

    /// <summary>Those that are true in the country whose lines are shown.</summary>
    public IReadOnlyList<ShownGuide> Guides { get; private set; } = [];

    public IReadOnlyList<Need> Needs => [.. Situation.Needs.Select(catalogue.FindNeed).OfType<Need>()];

    /// <param name="situation">Number or slug; null where the address has only spaces there.</param>
    /// <param name="cancellationToken">Ends the question in the database too.</param>
    public async Task<IActionResult> OnGetAsync(string? situation, CancellationToken cancellationToken)
    {
        if (situation is null || catalogue.FindSituation(situation) is not { } found)
            return NotFound();
        var given = Request.Query[SituationField.Country];
        var country = given.Count == 1 && Countries.Contains(given[0]!) ? given[0] : null;
        if (given.Count > 0 && country is null)
        {
            Errors = [given.Count > 1 ? new FieldError(SituationField.Country, "Wrong.Repeated", "") : new FieldError(SituationField.Country, "Wrong.Country", given[0] is { Length: <= SearchQuery.LongestText } typed ? typed : "")];
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        Query = country is null ? null : Links.OfCountry(country);
        Lines = await help.LinesAsync(found, country, cancellationToken);
        Guides = await shelf.ForNeedsAsync(Needs.Select(need => need.Id), Lines.Country, cancellationToken);
        return Page();
    }
}
