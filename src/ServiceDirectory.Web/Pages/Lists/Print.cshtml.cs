using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Lists;

/// <summary>A list as a sheet.</summary>
public sealed class PrintModel(SharedEntries entries, TimeProvider clock) : PageModel
{
    public SheetModel Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await entries.OfListAsync(Request.Query, cancellationToken) is not { List: { } list })
            return BadRequest();
        Sheet = new SheetModel(list, SheetOptions.Read(Request.Query), clock.Now().InUtc().Date);
        if (Sheet.Options.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
