using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;
using ServiceDirectory.Web.Pages.Training;

namespace ServiceDirectory.Web.Pages.Receipts;

/// <summary>
/// Whoever has a code reads what waits for them and answers. A code is only ever posted: it is in no address, and no page repeats it. Every
/// wrong one looks alike and costs alike; nothing says whether it was one once.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel(ReceiptService receipts, ReceiptLimits limits, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    [BindProperty(Name = ReceiptField.Code)]
    public string? TypedCode { get; set; }

    [BindProperty(Name = ReceiptField.Form)]
    public string? TypedForm { get; set; }

    [BindProperty(Name = ReceiptField.Words)]
    public string? TypedWords { get; set; }

    [BindProperty(Name = ReceiptField.Kind)]
    public string? TypedKind { get; set; }

    /// <summary>Null: no code was right yet.</summary>
    public WaitingReceipt? Waiting { get; private set; }

    /// <summary>Of the answer's form, sealed.</summary>
    public string? Form { get; private set; }

    /// <summary>The key of what to say first; null: nothing.</summary>
    public string? Told { get; private set; }

    /// <summary>The key of what was wrong with the code; null: nothing.</summary>
    public string? WrongCode { get; private set; }

    /// <summary>The key of what was wrong with the words; null: nothing.</summary>
    public string? WrongWords { get; private set; }

    private Instant Now => clock.Now();

    private LocalDate Today => Now.InUtc().Date;

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        HttpContext.SendUncompressed();
        if (Request.Has(ReceiptField.Form))
            await AnswerAsync(cancellationToken);
        else
            await ReadAsync(cancellationToken);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        if (await receipts.FindAsync(TypedCode, Today, cancellation) is { } receipt)
        {
            Waiting = await receipts.ReadAsync(receipt, Today, cancellation);
            Form = NewForm(receipt.Id);
            return;
        }

        // Not by the clock that tests turn: it is spent, whatever time it is.
        await Task.Delay(ReceiptLimits.Wait, cancellation);
        WrongCode = "Receipt.Wrong";
        Response.StatusCode = limits.Take() ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        if (secrets.OpenText<ReceiptForm>(ReceiptForm.Purpose, TypedForm, Now) is not { } form)
        {
            WrongCode = "Receipt.TooOld";
            return;
        }

        Form = TypedForm;
        if (form.IsTooSoon(Now))
        {
            WrongWords = "Receipt.TooSoon";
            return;
        }

        try
        {
            bool isNew = await receipts.AnswerAsync(new AnswerReceipt(form.Receipt, TypedKind is ReceiptField.Appeal, TypedWords ?? "", form.Nonce, Today), cancellation);
            Told = isNew ? "Receipt.Sent" : "Receipt.SentBefore";
            Form = null;
            // No page repeats what somebody wrote.
            TypedWords = null;
            Response.StatusCode = StatusCodes.Status200OK;
        }
        catch (ListingInvalidException)
        {
            WrongWords = "Receipt.WordsWrong";
        }
        catch (ListingRefusedException)
        {
            WrongWords = "Receipt.TooLate";
        }
    }

    /// <summary>By which a school takes its day into a calendar, sealed.</summary>
    public string DayOf(Guid request) => secrets.SealText(DayTicket.Purpose, new DayTicket(request, (Now + OneUseForm.Longest).ToUnixTimeSeconds()));

    private string NewForm(Guid receipt) => secrets.SealText(ReceiptForm.Purpose, ReceiptForm.New(receipt, Now));
}
