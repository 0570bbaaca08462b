using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>How somebody gets in, and how they change it. For whoever showed two factors a moment ago.</summary>
[IgnoreAntiforgeryToken]
public sealed class WaysModel(
    FactorService factors, PasskeyService passkeys, SignInService signIn, DirectorySecrets secrets, IOptions<DirectoryOptions> options, TimeProvider clock) : PageModel
{
    /// <summary>The value of a button that asks for new recovery codes.</summary>
    public const string NewCodes = "codes";

    private const string Purpose = "ways";

    [BindProperty(Name = AccountField.Passphrase)]
    public string? TypedPassphrase { get; set; }

    [BindProperty(Name = AccountField.Code)]
    public string? TypedCode { get; set; }

    [BindProperty(Name = AccountField.Draft)]
    public string? SentDraft { get; set; }

    [BindProperty(Name = AccountField.Credential)]
    public string? Credential { get; set; }

    [BindProperty(Name = AccountField.PasskeyState)]
    public string? PasskeyState { get; set; }

    /// <summary>Which passkey goes.</summary>
    [BindProperty(Name = AccountField.End)]
    public string? End { get; set; }

    /// <summary>New codes are wanted, or were written down.</summary>
    [BindProperty(Name = AccountField.Finish)]
    public string? Finish { get; set; }

    public WaysIn Ways { get; private set; } = null!;

    public PasskeyQuestion Question { get; private set; } = null!;

    /// <summary>A key for another authenticator app, or codes that are not saved yet.</summary>
    public WaysDraft Pending { get; private set; } = new(AuthenticatorCode.NewKey(), null, 0);

    public string Draft => secrets.SealText(Whose, Pending with { EndsAt = (Now + EnrolmentService.Longest).ToUnixTimeSeconds() });

    public AppModel App => AppModel.Of(Pending.AuthenticatorKey, options.Value.Name, Member.Name, WrongCode);

    public string? WrongPassphrase { get; private set; }

    public string? WrongCode { get; private set; }

    public string? WrongPasskey { get; private set; }

    private SignedIn Member => HttpContext.Member();

    private string Whose => $"{Purpose} {Member.AccountId}";

    private Instant Now => clock.Now();

    private FactorChange How => new(Now, AccountCookie.Read(Request));

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var me = Member.AccountId;
        Pending = Open(SentDraft) ?? Pending;
        Core.Accounts.Account? changed = null;
        if (End is { Length: > 0 } gone)
        {
            changed = await factors.RemovePasskeyAsync(me, gone, How, cancellationToken);
            WrongPasskey = changed is null ? "Ways.PasskeyLast" : null;
        }
        else if (Credential is { Length: > 0 } made)
        {
            if (await passkeys.TakeNewAsync(me, made, PasskeyState, HttpContext, cancellationToken) is { } passkey)
                changed = await factors.AddPasskeyAsync(me, passkey, How, cancellationToken);
            WrongPasskey = changed is null ? "Passkey.Wrong" : null;
        }
        else if (Finish == NewCodes || (Finish is not null && Pending.RecoveryCodes is null))
        {
            // Those that were shown too long ago are not taken, and others are shown.
            Pending = Pending with { RecoveryCodes = EnrolmentService.NewRecoveryCodes() };
            return await ShowAsync(cancellationToken);
        }
        else if (Finish is not null)
        {
            changed = await factors.SetRecoveryCodesAsync(me, Pending.RecoveryCodes!, How, cancellationToken);
        }
        else if (Request.Has(AccountField.Passphrase))
        {
            changed = await TakePassphraseAsync(me, TypedPassphrase ?? "", cancellationToken);
        }
        else
        {
            changed = await TakeCodeAsync(me, TypedCode, cancellationToken);
        }

        if (changed is null)
            return await ShowAsync(cancellationToken);
        await this.GoOnAsync(signIn, changed, Now, cancellationToken);
        return new SeeOther(Links.Account);
    }

    private async Task<Core.Accounts.Account?> TakePassphraseAsync(Guid me, string typed, CancellationToken cancellation)
    {
        WrongPassphrase = AccountText.WrongPassphrase(typed, Member.Name, options.Value.Name);
        return WrongPassphrase is null ? await factors.SetPassphraseAsync(me, typed, How, cancellation) : null;
    }

    private async Task<Core.Accounts.Account?> TakeCodeAsync(Guid me, string? typed, CancellationToken cancellation)
    {
        if (typed is { Length: <= AccountText.Longest } && Open(SentDraft) is { } draft && AuthenticatorCode.StepOf(draft.AuthenticatorKey, typed, Now) is { } step)
            return await factors.SetAuthenticatorAsync(me, draft.AuthenticatorKey, step, How, cancellation);
        WrongCode = "Join.CodeWrong";
        return null;
    }

    private WaysDraft? Open(string? sent) => secrets.OpenText<WaysDraft>(Whose, sent, Now);

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        Ways = await factors.OfAsync(Member.AccountId, cancellation);
        Question = await passkeys.AskForNewAsync(Member.AccountId, Member.Name, HttpContext);
        if (WrongPassphrase is not null || WrongCode is not null || WrongPasskey is not null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}

/// <summary>What was shown and is not saved yet.</summary>
/// <param name="AuthenticatorKey">Base32.</param>
/// <param name="RecoveryCodes">Null: none were asked for.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record WaysDraft(string AuthenticatorKey, string[]? RecoveryCodes, long EndsAt) : ITravelling;
