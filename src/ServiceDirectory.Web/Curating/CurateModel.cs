using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Curating;

/// <summary>A page below <c>/curate</c>: whoever reads it was let in by <see cref="PermissionFilter"/>.</summary>
[IgnoreAntiforgeryToken]
public abstract class CurateModel : PageModel
{
    public Standing Standing => HttpContext.Features.Get<Standing>() ?? throw new InvalidOperationException("Nobody was let in here.");

    /// <summary>Where they act from.</summary>
    public Seat Seat => Standing.Seat;

    /// <summary>The entry of the address.</summary>
    /// <exception cref="InvalidOperationException">The address has none.</exception>
    public EntryStanding Entry => Standing.Entry ?? throw new InvalidOperationException("This address is about no entry.");

    public SignedIn Member => HttpContext.Member();

    /// <summary>As what is recorded.</summary>
    public Actor Actor => new(Seat.OrganisationId, Standing.Role);

    public Instant Now => Standing.Now;

    /// <summary>The day in UTC, by which everything that ends by a date is counted.</summary>
    public LocalDate Today => Now.InUtc().Date;

    /// <summary>Whether they may do something here.</summary>
    public bool May(Deed deed) => Standing.Find(deed) is not null;

    /// <summary>The page once more with what was typed, as something of it cannot be.</summary>
    protected PageResult NotSaved()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
