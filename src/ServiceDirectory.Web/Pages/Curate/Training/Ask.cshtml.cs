using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>A provider asks for training of the staff of a service that it runs.</summary>
[Needs(Deed.AskTraining)]
public sealed class AskModel(TrainingService training, TrainingReader trainings) : TrainingModel
{
    public IReadOnlyList<TrainingOffer> Offers { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Code, Text Name)> Services { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        var service = Services.FirstOrDefault(service => service.Code == Typed(TrainingField.Service));
        if (service.Id == Guid.Empty || !Guid.TryParse(Typed(TrainingField.Offer), out var offer))
        {
            Mark((TrainingField.Offer, "Training.ChooseOffer"));
            return NotSaved();
        }

        try
        {
            var words = new RequestWords { Goals = Typed(TrainingField.Goals).ReplaceLineEndings("\n").Trim(), Budget = Typed(TrainingField.Budget).Trim() is { Length: > 0 } budget ? budget : null };
            var id = await training.AskAsync(new AskTraining(offer, service.Id, words, Request.Has(TrainingField.People)), Side, cancellationToken);
            return new SeeOther(Links.TrainingRequest(Seat.Code, id));
        }
        catch (ListingInvalidException invalid)
        {
            Refuse(invalid);
        }
        catch (ListingRefusedException refused)
        {
            Refuse(refused);
        }

        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Offers = await trainings.OffersAsync(null, Today, cancellation);
        Services = await trainings.ServicesAsync(Seat.OrganisationId, cancellation);
    }
}
