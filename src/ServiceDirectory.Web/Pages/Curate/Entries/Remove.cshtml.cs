using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Removes for good what two organisations took off, once nobody can appeal any more.</summary>
[Needs(Deed.Remove)]
public sealed class RemoveModel(ListingService listings) : CurateModel
{
    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            await listings.WithdrawAsync(new WithdrawService(Entry.ServiceId, ServiceState.Removed, Today, "suspended"), Actor, cancellationToken);
            return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule switch
            {
                "remove_confirmed" => "Remove.NotConfirmed",
                "remove_appeal" => "Remove.Appeal",
                _ => "Remove.Refused",
            };
            return NotSaved();
        }
    }
}
