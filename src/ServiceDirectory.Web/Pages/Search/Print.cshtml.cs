using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Results as a sheet. What is chosen there goes on as a list, whose address says nothing of the search.</summary>
public sealed class PrintModel(SharedEntries entries, TimeProvider clock) : HandedSearchModel(entries)
{
    public SheetModel Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } answer)
            return answer;
        var shared = await Entries.OfCodesAsync(Codes, cancellationToken);
        Sheet = new SheetModel(shared.List!, SheetOptions.Read(Request.Query), clock.Now().InUtc().Date) { HasMore = HasMore };
        if (Sheet.Options.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
