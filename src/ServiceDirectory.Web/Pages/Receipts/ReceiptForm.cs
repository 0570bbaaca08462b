using NodaTime;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Receipts;

/// <summary>Which receipt a form is about, sealed in it, so that the code stands in no page.</summary>
/// <param name="Nonce">The form is sent once.</param>
/// <param name="From">Seconds since 1970, when the page was made.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record ReceiptForm(Guid Receipt, byte[] Nonce, long From, long EndsAt) : ITravelling
{
    public const string Purpose = "receipt-form";

    public static ReceiptForm New(Guid receipt, Instant now)
    {
        var form = OneUseForm.New(now);
        return new ReceiptForm(receipt, form.Nonce, form.From, form.EndsAt);
    }

    public bool IsTooSoon(Instant now) => now - Instant.FromUnixTimeSeconds(From) < OneUseForm.Shortest;
}
