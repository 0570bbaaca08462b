namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of the pages on which reviewers read what people wrote.</summary>
public static class HeardField
{
    /// <summary>Which message.</summary>
    public const string Message = "message";

    /// <summary>What a button does: judge, close one or several, reply, tell, say a tie or answer.</summary>
    public const string Do = "do";

    public const string Judge = "judge";

    public const string Close = "close";

    /// <summary>Closes all that are ticked.</summary>
    public const string CloseSeveral = "close-several";

    /// <summary>Which are ticked, and the name of the form that closes them.</summary>
    public const string Several = "several";

    /// <summary>How all that are ticked ended, as <c>EnumSlug</c> writes it.</summary>
    public const string SeveralOutcome = "several-outcome";

    public const string Reply = "reply";

    public const string Tell = "tell";

    public const string SayTie = "say-tie";

    /// <summary>As <c>EnumSlug</c> writes it.</summary>
    public const string Tie = "tie";

    /// <summary>As <c>EnumSlug</c> writes it.</summary>
    public const string Finding = "finding";

    /// <summary>As <c>EnumSlug</c> writes it.</summary>
    public const string Outcome = "outcome";

    public const string Reason = "reason";

    public const string Lifts = "lifts";

    public const string Theme = "theme";

    /// <summary>Number of a promise.</summary>
    public const string Criterion = "criterion";

    public const string Answer = "answer";
}
