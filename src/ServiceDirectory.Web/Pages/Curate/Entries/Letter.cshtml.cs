using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What a service is told, to be printed: which promise, what would lift it, how to answer. Its code stands there once.</summary>
[Needs(Deed.WriteLetter)]
public sealed class LetterModel(SuspensionService suspensions, ReceiptService receipts) : CurateModel
{
    /// <summary>Null: there is nothing to write about.</summary>
    public OpenSuspension? Open { get; private set; }

    /// <summary>Of a letter that was just made, as it is shown; null: none was.</summary>
    public string? Code { get; private set; }

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>Where the code is typed, without what the browser adds.</summary>
    public string Address => $"{Request.Host}{Links.Receipts}";

    public LocalDate AppealBy => Today.PlusDays(SuspensionDates.AppealDays);

    public async Task OnGetAsync(CancellationToken cancellationToken) => Open = await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Open = await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellationToken);
        if (Open is null)
            return NotSaved();
        try
        {
            if (Request.Has(CurateField.Sent))
            {
                await suspensions.MarkLetterAsync(Open.Id, sent: true, Today, Actor, cancellationToken);
                return new SeeOther(Links.Suspend(Seat.Code, Entry.Code));
            }

            // First, as it says who may.
            await suspensions.MarkLetterAsync(Open.Id, sent: false, Today, Actor, cancellationToken);
            Code = SecretCode.Show(await receipts.MakeAsync(Open.Id, Today, cancellationToken));
            HttpContext.SendUncompressed();
            return Page();
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule switch
            {
                "receipt_used" => "Letter.Used",
                "letter_sent" => "Letter.AlreadySent",
                "letter_early" => "Letter.TooEarly",
                _ => "Suspension.Refused",
            };
            return NotSaved();
        }
    }
}
