using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>A code once more, before something that changes who may come in. Somebody may have left the room.</summary>
[IgnoreAntiforgeryToken]
public sealed class ConfirmModel(SignInService signIn, PasskeyService passkeys, SignInLimits limits, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    /// <summary>The key of what was wrong; null: nothing was sent.</summary>
    public string? Wrong { get; private set; }

    [BindProperty(Name = AccountField.Code)]
    public string? TypedCode { get; set; }

    [BindProperty(Name = AccountField.Credential)]
    public string? Credential { get; set; }

    [BindProperty(Name = AccountField.PasskeyState)]
    public string? PasskeyState { get; set; }

    public PasskeyQuestion? Question { get; private set; }

    /// <summary>Where to go afterwards, if it is one of ours.</summary>
    [BindProperty(Name = AccountField.Then, SupportsGet = true)]
    public string? Then { get; set; }

    /// <summary>What was sent before, sealed.</summary>
    [BindProperty(Name = AccountField.Kept)]
    public string? Kept { get; set; }

    /// <summary>What was sent before could not be kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The code was right, and this is what they sent before.</summary>
    public KeptForm? GoOn { get; private set; }

    public async Task OnGetAsync()
    {
        (Kept, IsTooLarge) = MembersOnly.Kept(HttpContext);
        Question = await passkeys.AskAsync(HttpContext);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var member = HttpContext.Member();
        var now = clock.Now();
        Core.Accounts.Account? account;
        if (Credential is { Length: > 0 } answer)
        {
            // Somebody else's key opens nothing here.
            account = await passkeys.CheckAsync(answer, PasskeyState, HttpContext, cancellationToken);
            if (account?.Id != member.AccountId)
                return await RefuseAsync("Passkey.Wrong", StatusCodes.Status400BadRequest);
        }
        else
        {
            if (!limits.TakeOf(member.AccountId))
                return await RefuseAsync("SignIn.TooMany", StatusCodes.Status429TooManyRequests);
            account = TypedCode is { Length: > 0 and <= AccountText.Longest } code ? await signIn.ConfirmAsync(member, code, now, cancellationToken) : null;
            if (account is null)
                return await RefuseAsync("Confirm.Wrong", StatusCodes.Status400BadRequest);
        }

        await this.GoOnAsync(signIn, account, now, cancellationToken);
        GoOn = KeptForm.Open(Kept, account.Id, secrets, now);
        return GoOn is null ? new SeeOther(AccountText.After(Then)) : Page();
    }

    private async Task<PageResult> RefuseAsync(string wrong, int status)
    {
        (Wrong, Response.StatusCode) = (wrong, status);
        Question = await passkeys.AskAsync(HttpContext);
        return Page();
    }
}
