using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Services;

/// <summary>One entry.</summary>
public sealed class ServiceModel(EntryReader entries, DirectoryCatalogue catalogue, PlaceFinder places, NoticesInForce notices, TimeProvider clock) : PageModel
{
    public EntryView View { get; private set; } = null!;

    /// <summary>What somebody has on a list who reads this, from their address.</summary>
    public PickedCodes Picked { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        // A part of blanks is bound to nothing, and is nobody's code.
        code ??= "";
        var now = clock.Now();
        Picked = PickedCodes.Read(Request.Query[PickedCodes.Field]);
        if (Picked.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        var read = await entries.FindAsync(code, now.InUtc().Date, cancellationToken);
        // A date that has come counts as gone, whether or not anything has cleared up since.
        if (read is null || read.Service.HiddenFrom <= now.InUtc().Date)
        {
            var left = await this.LeftAsync(
                HttpContext.RequestServices.GetRequiredService<PublicContext>(), code,
                read?.Service.ReadContent(now).Sites is [var site, ..] ? site.PlaceId : null,
                read is not null, current => Links.Service(current), cancellationToken);
            // What was never an entry is not named in a link.
            if (left is StatusCodeResult { StatusCode: StatusCodes.Status410Gone })
                HttpContext.Items[ErrorPages.GoneEntry] = code;
            return left;
        }

        await places.ReadyAsync(cancellationToken);
        View = new EntryView(read.Service, catalogue, places, now)
        {
            Picked = Picked.Codes,
            Trained = read.Trained,
            Partners = [.. read.Partners.Select(with => new PartnerView(with.Name, with.Code, with.Agreement.Since, with.Agreement.Until.PlusDays(-1), with.Agreement.ReadDesign()))],
        };
        View.Notices = await notices.AtAsync([.. View.Described.Sites.Select(View.PlaceOf).OfType<Place>()], now, cancellationToken);
        return Page();
    }
}
