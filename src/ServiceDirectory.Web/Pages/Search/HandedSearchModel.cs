using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>A page that hands on what a search found.</summary>
public abstract class HandedSearchModel(SharedEntries entries) : PageModel
{
    /// <summary>Of the address.</summary>
    public SearchQuery Query { get; private set; } = new();

    /// <summary>What was found, in its order.</summary>
    protected PickedList List { get; private set; } = new([]);

    /// <summary>More was found than one list holds.</summary>
    public bool HasMore { get; private set; }

    /// <returns>Null: it was read. Else what to answer.</returns>
    protected async Task<IActionResult?> ReadAsync(CancellationToken cancellation)
    {
        var shared = await entries.OfSearchAsync(Request.Query, PickedServices.Most, cancellation);
        if (shared.AskedAt is { } page)
            return new SeeOther(page);
        // What was wrong stands beside its field on the page of the search.
        if (shared.List is null || shared.Plain is null)
            return BadRequest();
        (Query, List, HasMore) = (shared.Plain, shared.List, shared.HasMore);
        return null;
    }
}
