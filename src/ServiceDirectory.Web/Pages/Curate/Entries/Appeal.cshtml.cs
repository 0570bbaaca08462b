using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>A panel of two organisations that had no part in a suspension decides about an appeal.</summary>
[Needs(Deed.DecideAppeal)]
public sealed class AppealModel(SuspensionService suspensions, ReceiptService receipts, EntryStandings standings, PlaceFinder places) : CurateModel
{
    [BindProperty(Name = CurateField.Reason)]
    public string? TypedReason { get; set; }

    [BindProperty(Name = CurateField.Word)]
    public string? TypedWord { get; set; }

    public OpenSuspension? Open { get; private set; }

    /// <summary>The day by which the panel gives its reasons; null: nobody has appealed.</summary>
    public LocalDate? DecideBy { get; private set; }

    /// <summary>They have a tie to the service, as a person or through their organisation.</summary>
    public bool IsTied { get; private set; }

    public IReadOnlyList<ReceivedText> Received { get; private set; } = [];

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>The key of what was wrong with the reasons; null: nothing.</summary>
    public string? WrongReason { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        await ShowAsync(cancellationToken);
        if (Open is null || DecideBy is null || TypedWord is not (CurateField.Uphold or CurateField.Overturn))
            return NotSaved();
        try
        {
            await suspensions.JudgeAppealAsync(
                new JudgeAppeal(Open.Id, Seat.OrganisationId, Member.AccountId, TypedWord is CurateField.Overturn, TypedReason ?? "", Today), Actor, cancellationToken);
            return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException)
        {
            WrongReason = "Suspension.WordsWrong";
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule is "appeal_involved" ? "Appeal.Involved" : "Suspension.Refused";
        }

        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Open = await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellation);
        if (Open is null)
            return;
        IsTied = await standings.IsTiedAsync(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, Today, cancellation);
        DecideBy = await suspensions.AppealDueAsync(Open.Id, cancellation);
        Received = await receipts.ReceivedAsync(Open.Id, Entry.ServiceId, Actor, cancellation);
    }
}
