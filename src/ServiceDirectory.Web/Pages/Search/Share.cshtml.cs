using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Ways to hand a search on: first what it found, as a list whose address says nothing of it.</summary>
public sealed class ShareModel(SharedEntries entries) : PageModel
{
    /// <summary>Of the address.</summary>
    public SearchQuery Query { get; private set; } = new();

    /// <summary>What was found, in its order.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>More was found than one list holds.</summary>
    public bool HasMore { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shared = await entries.OfSearchAsync(Request.Query, PickedServices.Most, cancellationToken);
        if (shared.AskedAt is { } page)
            return new SeeOther(page);
        // What was wrong stands beside its field on the page of the search.
        if (shared.List is null || shared.Plain is null)
            return BadRequest();
        Query = shared.Plain;
        Codes = [.. shared.List.Found.Select(service => service.Hit.Code)];
        HasMore = shared.HasMore;
        return Page();
    }
}
