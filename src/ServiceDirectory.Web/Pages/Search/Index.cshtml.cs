using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Results. A form is answered with the plain address of the same search, so that Back and links work and the history says little.</summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel(SearchReader reader, ListingSearch directory, IOptions<DirectoryOptions> options, TimeProvider clock) : PageModel
{
    public SearchReading Search { get; private set; } = null!;

    /// <summary>Null when something was wrong, or when the place has to be asked for first.</summary>
    public SearchResults? Results { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Search = await reader.ReadAsync(SearchQuery.Read(Request.Query), cancellationToken);
        if (Search.HasErrors)
            return Wrong();
        if (!Search.IsAsking)
            Results = await directory.FindAsync(Search.Criteria(options.Value.HomeCountry), Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        Search = await reader.ReadFilledAsync(SearchQuery.Read(form), form[SearchField.Was], cancellationToken);
        return Search.HasErrors ? Wrong() : new SeeOther(Links.Search(Search.Plain));
    }

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
