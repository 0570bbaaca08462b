using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Web.Pages.Needs;

/// <summary>What one need means and where to look for it. Its title says neither.</summary>
public sealed class NeedModel(DirectoryCatalogue catalogue, GuideShelf shelf, IOptions<DirectoryOptions> options) : PageModel
{
    public Need Need { get; private set; } = null!;

    public NeedGroup Group { get; private set; } = null!;

    public int GroupPosition { get; private set; }

    /// <summary>What people with this need often need as well; the rest of its group where the catalogue names nothing.</summary>
    public IReadOnlyList<Need> Related { get; private set; } = [];

    /// <summary>Those that are true at home.</summary>
    public IReadOnlyList<ShownGuide> Guides { get; private set; } = [];

    /// <param name="need">Number or slug; null where the address has only spaces there.</param>
    /// <param name="cancellationToken">Ends the question in the database too.</param>
    public async Task<IActionResult> OnGetAsync(string? need, CancellationToken cancellationToken)
    {
        if (need is null || catalogue.FindNeed(need) is not { } found)
            return NotFound();
        Need = found;
        (GroupPosition, Group) = catalogue.Groups.Index().First(group => group.Item.Needs.Contains(found));
        Related = found.Related.Count > 0
            ? [.. found.Related.Select(catalogue.FindNeed).OfType<Need>()]
            : [.. Group.Needs.Where(other => other != found)];
        Guides = await shelf.ForNeedsAsync([found.Id], options.Value.HomeCountry, cancellationToken);
        return Page();
    }
}
