using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Pages;

/// <summary>How vetting works. Which promises there are, to whom they apply and how long a check counts come from where the program itself reads them.</summary>
public sealed class HowWeCheckModel(DirectoryCatalogue catalogue, PromiseBook book, VettingOptions vetting, TimeProvider clock) : PageModel
{
    private PromiseVersions _read = new(catalogue.Criteria, []);

    private IReadOnlyList<Criterion> Criteria => _read.Newest.Criteria;

    /// <summary>All versions of the promises, the newest first.</summary>
    public IReadOnlyList<PromiseVersion> Versions => _read.Versions;

    public async Task OnGetAsync(CancellationToken cancellationToken) => _read = await book.ReadAsync(cancellationToken);

    /// <summary>A promise in the words of the councils; null: they changed none.</summary>
    public static IHtmlContent? Said(Criterion promise)
    {
        ArgumentNullException.ThrowIfNull(promise);
        if (promise.Said is not { } said)
            return null;
        var spoken = said.For(CultureInfo.CurrentUICulture.Name);
        var element = new TagBuilder("span");
        element.Attributes["lang"] = spoken.Language;
        element.Attributes["dir"] = spoken.Direction;
        element.InnerHtml.Append(spoken.Value);
        return element;
    }

    public VettingOptions Vetting => vetting;

    public LocalDate Today => clock.Now().InUtc().Date;

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
