using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>A page that hands on what a search found.</summary>
public abstract class HandedSearchModel(SharedEntries entries) : PageModel
{
    protected SharedEntries Entries { get; } = entries;

    /// <summary>Of the address.</summary>
    public SearchQuery Query { get; private set; } = new();

    /// <summary>What was found, in its order.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>More was found than one list holds.</summary>
    public bool HasMore { get; private set; }

    /// <returns>Null: it was read. Else what to answer.</returns>
    protected async Task<IActionResult?> ReadAsync(CancellationToken cancellation)
    {
        var found = await Entries.CodesOfSearchAsync(Request.Query, PickedServices.Most, cancellation);
        if (found.AskedAt is { } page)
            return new SeeOther(page);
        // What was wrong stands beside its field on the page of the search.
        if (found.Codes is null)
            return BadRequest();
        (Query, Codes, HasMore) = (found.Plain, found.Codes, found.HasMore);
        return null;
    }
}
