using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>What a member is here, and where they are signed in.</summary>
[IgnoreAntiforgeryToken]
public sealed class AccountModel(TicketStore tickets, FactorService factors, InvitationService invitations, TimeProvider clock) : PageModel
{
    /// <summary>Ends all of them but this one.</summary>
    public const string Others = "others";

    public SignedIn Member => HttpContext.Member();

    public IReadOnlyList<OwnTicket> Tickets { get; private set; } = [];

    /// <summary>What changed lately about the ways in.</summary>
    public IReadOnlyList<AccountChange> Changes { get; private set; } = [];

    /// <summary>Somebody says that this account's ways in are lost; null: nobody.</summary>
    public WaitingAnew? Anew { get; private set; }

    /// <summary>They are not.</summary>
    public const string Stop = "stop";

    /// <summary>What somebody asked for is to be stopped.</summary>
    [BindProperty(Name = AccountField.Finish)]
    public string? Finish { get; set; }

    [BindProperty(Name = AccountField.End)]
    public string? End { get; set; }

    private string? Key => AccountCookie.Read(Request);

    private Instant Now => clock.Now();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Changes = await factors.RecentAsync(Member.AccountId, Now.InUtc().Date, cancellationToken);
        Anew = await invitations.WaitingAnewAsync(Member.AccountId, Now, cancellationToken);
        Tickets = await tickets.OfAsync(Member.AccountId, Key, Now, cancellationToken);
    }

    /// <summary>What is over already is what was wanted.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Finish == Stop)
            await invitations.StopAnewAsync(Member.AccountId, Now, cancellationToken);
        else if (End == Others)
            await tickets.EndOthersAsync(Member.AccountId, Key, cancellationToken);
        else if (End is { Length: > 0 } one)
            await tickets.EndOneAsync(Member.AccountId, one, cancellationToken);
        return new SeeOther(Links.Account);
    }

    /// <summary>Whole hours, at least one, until a sign-in ends by itself.</summary>
    public int Hours(OwnTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return Math.Max(1, (int)Math.Ceiling((ticket.EndsAt - Now).TotalHours));
    }
}
