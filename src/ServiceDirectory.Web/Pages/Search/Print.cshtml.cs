using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Results as a sheet. What is chosen there goes on as a list, whose address says nothing of the search.</summary>
public sealed class PrintModel(SharedEntries entries, TimeProvider clock) : PageModel
{
    public SheetModel Sheet { get; private set; } = null!;

    /// <summary>Of the address.</summary>
    public SearchQuery Query { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shared = await entries.OfSearchAsync(Request.Query, PickedServices.Most, cancellationToken);
        if (shared.AskedAt is { } page)
            return new SeeOther(page);
        // What was wrong stands beside its field on the page of the search.
        if (shared.List is null || shared.Plain is null)
            return BadRequest();
        Query = shared.Plain;
        Sheet = new SheetModel(shared.List, SheetOptions.Read(Request.Query), clock.Now().InUtc().Date) { HasMore = shared.HasMore };
        if (Sheet.Options.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
