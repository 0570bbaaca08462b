using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Services;

/// <summary>One entry.</summary>
public sealed class ServiceModel(PublicContext published, DirectoryCatalogue catalogue, PlaceFinder places, NoticesInForce notices, TimeProvider clock) : PageModel
{
    public EntryView View { get; private set; } = null!;

    /// <summary>What somebody has on a list who reads this, from their address.</summary>
    public PickedCodes Picked { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        Picked = PickedCodes.Read(Request.Query[PickedCodes.Field]);
        if (Picked.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        var entry = await published.Services.SingleOrDefaultAsync(service => service.Code == code, cancellationToken);
        // A date that has come counts as gone, whether or not anything has cleared up since.
        if (entry is null || entry.HiddenFrom <= now.InUtc().Date)
        {
            var left = await this.LeftAsync(
                published, code, entry?.ReadContent(now).Sites is [var site, ..] ? site.PlaceId : null, entry is not null, current => Links.Service(current), cancellationToken);
            // What was never an entry is not named in a link.
            if (left is StatusCodeResult { StatusCode: StatusCodes.Status410Gone })
                HttpContext.Items[ErrorPages.GoneEntry] = code;
            return left;
        }

        await places.ReadyAsync(cancellationToken);
        var sites = entry.ReadContent(now).Sites.Select(site => places.Find(site.PlaceId)).OfType<Place>();
        View = new EntryView(entry, catalogue, places, now)
        {
            Picked = Picked.Codes,
            Notices = await notices.AtAsync([.. sites], now, cancellationToken),
            Trained = await TrainedAsync(entry.Code, now.InUtc().Date, cancellationToken),
            Partners = await PartnersAsync(code, now.InUtc().Date, cancellationToken),
        };
        return Page();
    }

    /// <summary>A certificate, or else that training has started.</summary>
    private async Task<(PublishedTraining Training, Text? By)?> TrainedAsync(string code, LocalDate today, CancellationToken cancellation)
    {
        var training = await published.Trainings.Where(t => t.Code == code && t.Until > today && t.TrainedOn <= today).OrderBy(t => t.Started).FirstOrDefaultAsync(cancellation);
        if (training is null)
            return null;
        var by = training.Organisation is null ? null : await published.Organisations.SingleOrDefaultAsync(o => o.Code == training.Organisation, cancellation);
        return (training, by?.ReadContent().Name);
    }

    private async Task<IReadOnlyList<PartnerView>> PartnersAsync(string code, LocalDate today, CancellationToken cancellation)
    {
        var found = await published.Agreements.ShownOn(today).Where(a => a.Service == code && a.Since <= today)
            .GroupJoin(published.Organisations, a => a.Organisation, o => o.Code, (a, named) => new { Agreement = a, Named = named })
            .SelectMany(a => a.Named.DefaultIfEmpty(), (a, named) => new { a.Agreement, Named = named })
            .OrderBy(a => a.Agreement.Since).ThenBy(a => a.Agreement.Id).ToListAsync(cancellation);
        return [.. found.Select(a => new PartnerView(a.Named?.ReadContent().Name, a.Named?.Code, a.Agreement.Since, a.Agreement.Until.PlusDays(-1), a.Agreement.ReadDesign()))];
    }
}
