using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Takes an entry off every page: whoever keeps it, or runs the service. It goes back to the working list of whoever keeps it.</summary>
[Needs(Deed.TakeOff)]
public sealed class TakeOffModel(ListingService listings) : CurateModel
{
    [BindProperty(Name = CurateField.Reason)]
    public string? TypedReason { get; set; }

    /// <summary>Nobody has said why.</summary>
    public bool IsWrong { get; private set; }

    public bool IsRefused { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!EnumSlug.TryParse<OffReason>(TypedReason ?? "", out var why))
        {
            IsWrong = true;
            return NotSaved();
        }

        try
        {
            await listings.WithdrawAsync(new WithdrawService(Entry.ServiceId, ServiceState.Working, Today, EnumSlug.Of(why)), Actor, cancellationToken);
        }
        catch (ListingRefusedException)
        {
            IsRefused = true;
            return NotSaved();
        }

        // A draft is for whoever keeps it.
        return new SeeOther(Entry.Relation == Relation.Own ? Links.Entry(Seat.Code, Entry.Code) : Links.Desk(Seat.Code));
    }
}

/// <summary>Why an entry is taken off; stands in the events.</summary>
public enum OffReason
{
    YesTakenBack,
    Closed,
    Mistake,
    Other,
}
