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
public sealed class SignInModel(SignInService signIn, PasskeyService passkeys, TicketStore tickets, SignInLimits limits, DirectorySecrets secrets, TimeProvider clock) : PageModel
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

    [BindProperty(Name = AccountField.Credential)]
    public string? Credential { get; set; }

    [BindProperty(Name = AccountField.PasskeyState)]
    public string? PasskeyState { get; set; }

    /// <summary>For a device that has a passkey: the same for everybody.</summary>
    public PasskeyQuestion? Question { get; private set; }

    /// <summary>What was sent before, sealed.</summary>
    [BindProperty(Name = AccountField.Kept)]
    public string? Kept { get; set; }

    /// <summary>What was sent before could not be kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Somebody is in, and this is what they sent before.</summary>
    public KeptForm? GoOn { get; private set; }

    public async Task OnGetAsync()
    {
        (Kept, IsTooLarge) = MembersOnly.Kept(HttpContext);
        Question = await passkeys.AskAsync(HttpContext);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var (account, wrong, status) = Credential is { Length: > 0 }
            ? await ByPasskeyAsync(Credential, cancellationToken)
            : await ByPassphraseAsync(TypedName ?? "", TypedPassphrase ?? "", TypedCode ?? "", now, cancellationToken);
        if (account is null)
        {
            (Wrong, Response.StatusCode) = (wrong, status);
            Question = await passkeys.AskAsync(HttpContext);
            return Page();
        }

        await this.BeginAsync(signIn, tickets, account, now, cancellationToken);
        // Whoever signs in next at the same machine may be somebody else.
        if (KeptForm.Open(Kept, account.Id, secrets, now) is { } kept && (kept.Organisation is null || (await signIn.SeatsAsync(account.Id, cancellationToken)).Any(seat => seat.Code == kept.Organisation)))
            GoOn = kept;
        return GoOn is null ? new SeeOther(AccountText.After(Then)) : Page();
    }

    private async Task<(Core.Accounts.Account? Account, string Wrong, int Status)> ByPassphraseAsync(
        string name, string passphrase, string code, Instant now, CancellationToken cancellation)
    {
        if (name.Length > AccountText.Longest || passphrase.Length > AccountText.LongestPassphrase || code.Length > AccountText.Longest)
            return (null, "SignIn.Wrong", StatusCodes.Status400BadRequest);
        if (!limits.Take(name, HttpContext.Connection.RemoteIpAddress))
            return (null, "SignIn.TooMany", StatusCodes.Status429TooManyRequests);
        return (await signIn.CheckAsync(new SignInAttempt(name, passphrase, code), now, cancellation), "SignIn.Wrong", StatusCodes.Status400BadRequest);
    }

    /// <summary>Costs no slow hash, and tries with a passphrase do not hold it back.</summary>
    private async Task<(Core.Accounts.Account? Account, string Wrong, int Status)> ByPasskeyAsync(string credential, CancellationToken cancellation) =>
        !limits.TakePasskey(HttpContext.Connection.RemoteIpAddress) ? (null, "SignIn.TooMany", StatusCodes.Status429TooManyRequests)
        : (await passkeys.CheckAsync(credential, PasskeyState, HttpContext, cancellation), "Passkey.Wrong", StatusCodes.Status400BadRequest);
}
