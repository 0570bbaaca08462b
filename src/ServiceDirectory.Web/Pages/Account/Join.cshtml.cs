using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>From the link of an invitation to an account, in two steps. Nothing is written before the second.</summary>
[IgnoreAntiforgeryToken]
public sealed class JoinModel(
    EnrolmentService enrolments, PasskeyService passkeys, SignInService signIn, TicketStore tickets, IOptions<DirectoryOptions> options, TimeProvider clock) : PageModel
{
    /// <summary>Of the invitation, as it stands in the link.</summary>
    [FromRoute(Name = "invitation")]
    public string Invitation { get; set; } = "";

    [BindProperty(Name = AccountField.Draft)]
    public string? SentDraft { get; set; }

    [BindProperty(Name = AccountField.Passphrase)]
    public string? TypedPassphrase { get; set; }

    [BindProperty(Name = AccountField.Code)]
    public string? TypedCode { get; set; }

    [BindProperty(Name = AccountField.Credential)]
    public string? Credential { get; set; }

    [BindProperty(Name = AccountField.PasskeyState)]
    public string? PasskeyState { get; set; }

    [BindProperty(Name = AccountField.Finish)]
    public string? Finish { get; set; }

    /// <summary>Null: the invitation cannot be used.</summary>
    public Enrolment? Enrolment { get; private set; }

    /// <summary>The page took too long, or the name was taken meanwhile: it begins anew.</summary>
    public bool BeginsAnew { get; private set; }

    /// <summary>A form was sent whose account was not made. Whoever sent the last one again has one.</summary>
    public bool HasTyped => Enrolment is null && HttpMethods.IsPost(Request.Method) && Finish is null;

    /// <summary>Keys of what was wrong.</summary>
    public string? WrongPassphrase { get; private set; }

    public string? WrongCode { get; private set; }

    public string? WrongPasskey { get; private set; }

    /// <summary>For a device that can make a passkey; null where one was made, or nothing is asked.</summary>
    public PasskeyQuestion? Question { get; private set; }

    public string Draft => enrolments.Seal(Enrolment!);

    public AppModel App => AppModel.Of(Enrolment!.Draft.AuthenticatorKey, options.Value.Name, Enrolment.Draft.Name, WrongCode);

    private Instant Now => clock.Now();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Enrolment = await enrolments.BeginAsync(Invitation, Now, cancellationToken);
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Enrolment = await enrolments.GoOnAsync(Invitation, SentDraft, Now, cancellationToken);
        if (Enrolment is null)
            return await AnewAsync(cancellationToken);
        if (Enrolment.Draft.RecoveryCodes is null)
        {
            TakePassphrase(TypedPassphrase ?? "");
            if (Credential is { Length: > 0 } made)
                await TakePasskeyAsync(made, cancellationToken);
            else
                TakeCode(TypedCode ?? "");
            return await ShowAsync();
        }

        if (Finish is null)
            return await ShowAsync();
        var now = Now;
        if (await enrolments.FinishAsync(Enrolment, Invitation, now, cancellationToken) is not { } account)
            return await AnewAsync(cancellationToken);
        await this.BeginAsync(signIn, tickets, account, now, cancellationToken);
        return new SeeOther(Links.Account);
    }

    private void TakePassphrase(string typed)
    {
        // One that was good before is kept where the field was left empty.
        if (typed.Length == 0 && Enrolment!.Draft.PasswordHash is not null)
            return;
        WrongPassphrase = AccountText.WrongPassphrase(typed, Enrolment!.Draft.Name, options.Value.Name);
        if (WrongPassphrase is null)
            Enrolment = enrolments.WithPassphrase(Enrolment, typed);
    }

    private void TakeCode(string typed)
    {
        if (Enrolment!.Draft is { AuthenticatorStep: not null } or { Passkey: not null } && typed.Length == 0)
            return;
        if (EnrolmentService.WithCode(Enrolment, typed.Length > AccountText.Longest ? "" : typed, Now) is { } right)
            Enrolment = right;
        else
            WrongCode = "Join.CodeWrong";
    }

    private async Task TakePasskeyAsync(string made, CancellationToken cancellation)
    {
        if (await passkeys.TakeNewAsync(Enrolment!.Draft.AccountId, made, PasskeyState, HttpContext, cancellation) is { } passkey)
            Enrolment = EnrolmentService.WithPasskey(Enrolment, passkey);
        else
            WrongPasskey = "Passkey.Wrong";
    }

    private async Task<IActionResult> AnewAsync(CancellationToken cancellation)
    {
        Enrolment = await enrolments.BeginAsync(Invitation, Now, cancellation);
        BeginsAnew = Enrolment is not null;
        return await ShowAsync();
    }

    private async Task<PageResult> ShowAsync()
    {
        if (Enrolment is { Draft: { RecoveryCodes: null, Passkey: null } draft })
            Question = await passkeys.AskForNewAsync(draft.AccountId, draft.Name, HttpContext);
        if (Enrolment is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        else
            HttpContext.SendUncompressed();
        if (BeginsAnew || WrongPassphrase is not null || WrongCode is not null || WrongPasskey is not null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
