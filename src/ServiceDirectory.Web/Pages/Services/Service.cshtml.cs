using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web.Pages.Services;

/// <summary>One entry.</summary>
public sealed class ServiceModel(PublicContext published, DirectoryCatalogue catalogue, PlaceFinder places, NoticesInForce notices, TimeProvider clock) : PageModel
{
    public EntryView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var entry = await published.Services.SingleOrDefaultAsync(service => service.Code == code, cancellationToken);
        // A date that has come counts as gone, whether or not anything has cleared up since.
        if (entry is null || entry.HiddenFrom <= now.InUtc().Date)
            return await this.LeftAsync(published, code, entry?.ReadContent(now).Sites is [var site, ..] ? site.PlaceId : null, entry is not null, Links.Service, cancellationToken);
        await places.ReadyAsync(cancellationToken);
        var sites = entry.ReadContent(now).Sites.Select(site => places.Find(site.PlaceId)).OfType<Place>();
        View = new EntryView(entry, catalogue, places, now) { Notices = await notices.AtAsync([.. sites], now, cancellationToken) };
        return Page();
    }
}
