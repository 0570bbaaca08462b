using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Shows what the organisation runs itself before anybody else has checked it.</summary>
[Needs(Deed.ShowOwn)]
public sealed class ShowOwnModel(ProposalService proposals) : CurateModel
{
    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>Where that is mended; null: here.</summary>
    public string? Mend { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            await proposals.ShowOwnAsync(new ShowOwnService(Entry.ServiceId, Member.AccountId, Today), Actor, cancellationToken);
            return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException)
        {
            (Refused, Mend) = ("ShowOwn.Missing", Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingRefusedException refused)
        {
            (Refused, Mend) = refused.Rule switch
            {
                "show_waits" => ("ShowOwn.Nothing", Links.Entry(Seat.Code, Entry.Code)),
                "show_shown" => ("ShowOwn.Shown", null),
                "show_person" => ("ShowOwn.Person", null),
                "publish_approvals" => ("ShowOwn.NotNamed", Links.OwnOrganisation(Seat.Code)),
                _ => ("ShowOwn.Refused", (string?)null),
            };
        }

        return NotSaved();
    }
}
