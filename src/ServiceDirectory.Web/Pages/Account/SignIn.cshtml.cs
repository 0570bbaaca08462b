using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>One form for all of it, so that no answer says which part was wrong, nor whether there is such a name.</summary>
[IgnoreAntiforgeryToken]
public sealed class SignInModel(SignInService signIn, TicketStore tickets, SignInLimits limits, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    /// <summary>The key of what was wrong; null: nothing was sent.</summary>
    public string? Wrong { get; private set; }

    [BindProperty(Name = AccountField.Name)]
    public string? TypedName { get; set; }

    [BindProperty(Name = AccountField.Passphrase)]
    public string? TypedPassphrase { get; set; }

    [BindProperty(Name = AccountField.Code)]
    public string? TypedCode { get; set; }

    /// <summary>Where to go afterwards, if it is one of ours.</summary>
    [BindProperty(Name = AccountField.Then, SupportsGet = true)]
    public string? Then { get; set; }

    /// <summary>What was sent before, sealed.</summary>
    [BindProperty(Name = AccountField.Kept)]
    public string? Kept { get; set; }

    /// <summary>Somebody is in, and this is what they sent before.</summary>
    public KeptForm? GoOn { get; private set; }

    public void OnGet() => Kept = MembersOnly.Kept(HttpContext);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (name, passphrase, code) = (TypedName ?? "", TypedPassphrase ?? "", TypedCode ?? "");
        if (name.Length > AccountText.Longest || passphrase.Length > AccountText.LongestPassphrase || code.Length > AccountText.Longest)
            return Refuse("SignIn.Wrong", StatusCodes.Status400BadRequest);
        if (!limits.Take(name))
            return Refuse("SignIn.TooMany", StatusCodes.Status429TooManyRequests);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        if (await signIn.CheckAsync(new SignInAttempt(name, passphrase, code), now, cancellationToken) is not { } account)
            return Refuse("SignIn.Wrong", StatusCodes.Status400BadRequest);
        await this.BeginAsync(signIn, tickets, account, now, cancellationToken);
        GoOn = KeptForm.Open(Kept, secrets, now);
        return GoOn is null ? new SeeOther(AccountText.IsOurs(Then) ? Then! : Links.Account) : Page();
    }

    private PageResult Refuse(string wrong, int status)
    {
        Wrong = wrong;
        Response.StatusCode = status;
        return Page();
    }
}
