using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Ways to hand a search on: first what it found, as a list whose address says nothing of it.</summary>
public sealed class ShareModel(SharedEntries entries) : HandedSearchModel(entries)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken) ?? Page();
}
