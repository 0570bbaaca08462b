using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Pages.Needs;

/// <summary>What one need means and where to look for it. Its title says neither.</summary>
public sealed class NeedModel(DirectoryCatalogue catalogue) : PageModel
{
    public Need Need { get; private set; } = null!;

    public NeedGroup Group { get; private set; } = null!;

    public int GroupPosition { get; private set; }

    /// <summary>What people with this need often need as well; the rest of its group where the catalogue names nothing.</summary>
    public IReadOnlyList<Need> Related { get; private set; } = [];

    /// <param name="need">Number or slug; null where the address has only spaces there.</param>
    public IActionResult OnGet(string? need)
    {
        if (need is null || catalogue.FindNeed(need) is not { } found)
            return NotFound();
        Need = found;
        (GroupPosition, Group) = catalogue.Groups.Index().First(group => group.Item.Needs.Contains(found));
        Related = found.Related.Count > 0
            ? [.. found.Related.Select(catalogue.FindNeed).OfType<Need>()]
            : [.. Group.Needs.Where(other => other != found)];
        return Page();
    }
}
