using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Pages.Receipts;

/// <summary>Which receipt a form is about, sealed in it, so that the code stands in no page.</summary>
/// <param name="Nonce">The form is sent once.</param>
/// <param name="From">Seconds since 1970, when the page was made.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record ReceiptForm(Guid Receipt, byte[] Nonce, long From, long EndsAt) : ITravelling
{
    public const string Purpose = "receipt-form";

    /// <summary>Nobody reads and writes in less.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(3);

    public static readonly Duration Longest = Duration.FromHours(24);
}
