using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Web.Pages.Guides;

/// <summary>One guide. Its title names nothing of it.</summary>
public sealed class GuideModel(GuidesInForce guides, GuideShelf shelf, PublicContext published) : PageModel
{
    public GuideView Shown { get; private set; } = null!;

    /// <param name="code">Null where the address has only spaces there.</param>
    /// <param name="cancellationToken">Ends the question in the database too.</param>
    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        if (code is null)
            return NotFound();
        var today = shelf.Today;
        if (await guides.FindAsync(code, today, cancellationToken) is not { } guide)
            return await this.LeftAsync(published, code, placeId: null, await guides.IsOverAsync(code, today, cancellationToken), Links.Guide, cancellationToken);
        Shown = new GuideView(guide, today);
        return Page();
    }
}
