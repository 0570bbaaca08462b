using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Pages;

/// <summary>How vetting works. Which promises there are, to whom they apply and how long a check counts come from where the program itself reads them.</summary>
public sealed class HowWeCheckModel(DirectoryCatalogue catalogue, VettingOptions vetting) : PageModel
{
    private IReadOnlyList<Criterion> Criteria => catalogue.Criteria.Criteria;

    public VettingOptions Vetting => vetting;

    /// <summary>Those that block a listing, by principle; principles are numbered in the order of the catalogue.</summary>
    public IEnumerable<(int Number, IReadOnlyList<Criterion> Promises)> Required => Criteria.Select(criterion => criterion.Principle).Distinct()
        .Select((principle, position) => (position + 1, (IReadOnlyList<Criterion>)[.. Criteria.Where(criterion => criterion.Required && criterion.Principle == principle)]));

    public IEnumerable<Criterion> Recommended => Criteria.Where(criterion => !criterion.Required);

    /// <summary>What takes a service off the list as soon as one organisation finds the report possible.</summary>
    public IEnumerable<Criterion> AtOnce => Criteria.Where(criterion => criterion.SuspendsAtOnce);

    public int RedLines => Criteria.Count(criterion => criterion.RedLine);

    public IEnumerable<Criterion> All => Criteria;

    /// <summary>Needs whose promises are judged more often.</summary>
    public IEnumerable<Need> Sensitive => VettingOptions.SensitiveNeeds.Select(catalogue.FindNeed).OfType<Need>();

    public int CountFor(Profile profile) => Criteria.Count(criterion => criterion.Required && criterion.Profiles.Contains(profile));
}
