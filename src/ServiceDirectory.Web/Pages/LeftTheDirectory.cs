using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages;

/// <summary>What stands at an address that holds no entry: a new address, a neutral word that it left, or nothing.</summary>
internal static class LeftTheDirectory
{
    /// <summary>Answers 301 for a code that moved, 410 for one that left, else 404.</summary>
    /// <param name="page">The page that was asked for.</param>
    /// <param name="published">What the public reads.</param>
    /// <param name="code">From the address.</param>
    /// <param name="placeId">Its town, where that is known.</param>
    /// <param name="isHidden">It is there, and past its last date.</param>
    /// <param name="address">The address of a code of this kind.</param>
    /// <param name="cancellation">Ends the questions in the database too.</param>
    public static async Task<IActionResult> LeftAsync(
        this PageModel page, PublicContext published, string code, int? placeId, bool isHidden, Func<string, string> address, CancellationToken cancellation)
    {
        if (!isHidden && await published.Moved.SingleOrDefaultAsync(moved => moved.Old == code, cancellation) is { } moved)
            return page.RedirectPermanent(address(moved.Current));
        var gone = isHidden ? null : await published.Gone.SingleOrDefaultAsync(gone => gone.Code == code, cancellation);
        if (gone is null && !isHidden)
            return page.NotFound();
        page.HttpContext.Items[ErrorPages.NearPlace] = gone?.PlaceId ?? placeId;
        return page.StatusCode(StatusCodes.Status410Gone);
    }
}
