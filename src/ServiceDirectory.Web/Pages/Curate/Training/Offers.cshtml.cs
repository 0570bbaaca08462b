using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>What an organisation offers to train, and to whom it shows that.</summary>
[Needs(Deed.Train)]
public sealed class OffersModel(TrainingService training, TrainingReader trainings) : TrainingModel
{
    public IReadOnlyList<TrainingOffer> Offers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Offers = await trainings.OffersAsync(Seat.OrganisationId, Today, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Request.Has(TrainingField.End))
            {
                if (!Guid.TryParse(Typed(TrainingField.End), out var offer))
                    return NotFound();
                await training.EndOfferAsync(offer, Side, cancellationToken);
            }
            else
                await training.OfferAsync(new WriteOffer(Read(), Request.Has(TrainingField.Public)), Side, cancellationToken);
            return new SeeOther(Links.TrainingOffers(Seat.Code));
        }
        catch (ListingInvalidException invalid)
        {
            Refuse(invalid);
        }
        catch (ListingRefusedException refused)
        {
            Refuse(refused);
        }

        Offers = await trainings.OffersAsync(Seat.OrganisationId, Today, cancellationToken);
        return NotSaved();
    }

    private OfferContent Read() => new()
    {
        Title = Text.Of(CultureInfo.CurrentUICulture.Name, Typed(TrainingField.Title).Trim()),
        Topics = Slugs<TrainingTopic>(TrainingField.Topic),
        Audiences = Slugs<TrainingAudience>(TrainingField.Audience),
        Modes = Slugs<TrainingMode>(TrainingField.Mode),
        Minutes = Number(Typed(TrainingField.Minutes)) ?? 0,
        LargestGroup = Number(Typed(TrainingField.Group)) ?? 0,
        Languages = [.. LanguageNames.Parts(Typed(TrainingField.Languages)).Take(20).Select(name => LanguageNames.Find(name) ?? name).Distinct()],
        Fee = EnumSlug.TryParse<TrainingFee>(Typed(TrainingField.Fee), out var fee) ? fee : TrainingFee.None,
        PeersPaid = Request.Has(TrainingField.Peers),
    };
}
