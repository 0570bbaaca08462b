namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of the page on which a change of the promises is proposed.</summary>
public static class PromiseField
{
    /// <summary>What is to change, as <c>EnumSlug</c> writes it.</summary>
    public const string Change = "change";

    public const string Criterion = "promise";

    public const string Principle = "principle";

    /// <summary>To whom it applies; may stand there several times.</summary>
    public const string Profile = "profile";

    /// <summary>The words in the language of the page.</summary>
    public const string Said = "said";

    /// <summary>The words in other languages, with its tag behind.</summary>
    public const string SaidIn = "said-";

    public const string Ask = "question";

    public const string How = "how";

    public const string BrokenWhen = "broken-when";

    public const string Months = "months";

    public const string Reason = "reason";
}
