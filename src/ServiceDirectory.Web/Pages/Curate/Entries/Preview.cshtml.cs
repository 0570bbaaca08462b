using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Services;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>An entry as the public would read it, made by what makes it when it is published.</summary>
[Needs(Deed.ReadEntry)]
public sealed class PreviewModel(DraftService drafts, DirectoryCatalogue catalogue, PlaceFinder places, Func<int, ListingPlace?> towns) : CurateModel
{
    public EntryView View { get; private set; } = null!;

    /// <summary>Everybody reads the entry, in these words or in older ones.</summary>
    public bool IsShown => Entry.State is ServiceState.Listed or ServiceState.Provisional or ServiceState.Own;

    /// <summary>Null: too much is missing for one.</summary>
    public SearchHit? Card { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        var content = (await drafts.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellationToken)).Content;
        View = new EntryView(ListingPreview.Of(Entry.Code, content, Today), catalogue, places, Now) { IsPreview = true };
        Card = ListingPreview.Card(Entry.Code, content, CultureInfo.CurrentUICulture.Name, Today, catalogue, towns);
        return Page();
    }
}
