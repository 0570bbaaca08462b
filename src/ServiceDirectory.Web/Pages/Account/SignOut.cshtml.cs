using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>Ends the sign-in of this browser, on the server and here, with everything that the browser kept of the site.</summary>
[IgnoreAntiforgeryToken]
public sealed class SignOutModel(TicketStore tickets) : PageModel
{
    public bool IsOut { get; private set; }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        if (AccountCookie.Read(Request) is { } key)
        {
            await tickets.EndAsync(key, cancellationToken);
            AccountCookie.Remove(Response);
        }

        Response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\", \"cache\"";
        IsOut = true;
    }
}
