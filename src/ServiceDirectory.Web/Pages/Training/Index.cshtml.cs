using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web.Pages.Training;

/// <summary>Trainings that organisations offer to everybody.</summary>
public sealed class IndexModel(PublicContext published, TimeProvider clock) : PageModel
{
    /// <summary>Each with who offers it; null: an organisation that is not named.</summary>
    public IReadOnlyList<(PublishedOffer Offer, OfferContent Content, Text? By)> Offers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var today = clock.Now().InUtc().Date;
        var found = await published.Offers.ShownOn(today)
            .GroupJoin(published.Organisations, offer => offer.Organisation, organisation => organisation.Code, (offer, by) => new { offer, by })
            .SelectMany(both => both.by.DefaultIfEmpty(), (both, by) => new { both.offer, by }).ToListAsync(cancellationToken);
        Offers = [.. found.Select(both => (both.offer, both.offer.ReadContent(), both.by?.ReadContent().Name))
            .OrderBy(offer => offer.Item2.Title.OriginalWords, StringComparer.Ordinal).ThenBy(offer => offer.offer.Id)];
    }
}
