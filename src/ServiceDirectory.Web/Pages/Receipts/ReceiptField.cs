namespace ServiceDirectory.Web.Pages.Receipts;

/// <summary>Names of the fields.</summary>
public static class ReceiptField
{
    public const string Code = "code";

    /// <summary>A <see cref="ReceiptForm"/>, sealed.</summary>
    public const string Form = "form";

    public const string Words = "words";

    /// <summary>The button: answer or appeal.</summary>
    public const string Kind = "kind";

    public const string Appeal = "appeal";

    public const string Answer = "answer";
}
