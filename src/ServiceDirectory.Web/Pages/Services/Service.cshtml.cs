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
        View = new EntryView(entry, catalogue, places, now) 
        {
            Notices = await notices.AtAsync([.. sites], now, cancellationToken),
            Trained = await TrainedAsync(entry.Code, now.InUtc().Date, cancellationToken),
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
}
