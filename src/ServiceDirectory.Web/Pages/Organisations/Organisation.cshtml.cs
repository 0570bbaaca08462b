using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Web.Pages.Organisations;

/// <summary>An organisation that has a page, and its entries.</summary>
public sealed class OrganisationModel(PublicContext published, PlaceFinder places, TimeProvider clock) : PageModel
{
    public OrganisationContent Described { get; private set; } = null!;

    public bool IsCommunityLed { get; private set; }

    public string? Town { get; private set; }

    public IReadOnlyList<(string Code, ListingContent Content)> Services { get; private set; } = [];

    /// <summary>With whom it works, as far as both said so, and the last day of it.</summary>
    public IReadOnlyList<(string Code, Text Name, LocalDate Until)> Partners { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        var organisation = await published.Organisations.SingleOrDefaultAsync(organisation => organisation.Code == code, cancellationToken);
        if (organisation is null)
            return await this.LeftAsync(published, code, placeId: null, isHidden: false, Links.Organisation, cancellationToken);
        Described = organisation.ReadContent();
        var now = clock.Now();
        var today = now.InUtc().Date;
        IsCommunityLed = organisation.LedUntil > today;
        var entries = await published.Services
            .Where(service => service.Organisation == code && service.HiddenFrom > today)
            .ToListAsync(cancellationToken);
        Services = [.. entries.Select(entry => (entry.Code, entry.ReadContent(now))).OrderBy(entry => entry.Item2.Name.OriginalWords, StringComparer.Ordinal)];
        var works = await published.Agreements.ShownOn(today).Where(a => a.Service == null && (a.Organisation == code || a.Other == code) && a.Since <= today)
            .Join(published.Organisations, a => a.Organisation == code ? a.Other : a.Organisation, o => o.Code, (a, o) => new { a.Until, Named = o }).ToListAsync(cancellationToken);
        Partners = [.. works.GroupBy(a => a.Named.Code).Select(a => (a.Key, a.First().Named.ReadContent().Name, a.Max(one => one.Until).PlusDays(-1))).OrderBy(a => a.Key, StringComparer.Ordinal)];
        await places.ReadyAsync(cancellationToken);
        Town = Described.PlaceId is { } id && places.Find(id) is { } town ? SayPlaces.Full(town) : null;
        return Page();
    }
}
