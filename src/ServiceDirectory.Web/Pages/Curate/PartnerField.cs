namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of agreements and consultations. Which of the first of each form was sent says which form it was.</summary>
public static class PartnerField
{
    /// <summary>What was agreed: sent with a new agreement.</summary>
    public const string Does = "does";

    /// <summary>The public code of an entry.</summary>
    public const string With = "with-entry";

    public const string Other = "with-group";

    public const string Money = "money";

    public const string Starts = "starts";

    public const string Ends = "ends";

    public const string Reviews = "reviews";

    /// <summary>That there is one may be known.</summary>
    public const string Public = "shown";

    public const string Planned = "planned";

    public const string Ran = "ran";

    public const string Judged = "judged";

    public const string Paid = "paid";

    /// <summary>The agreement that is answered with yes.</summary>
    public const string Agree = "agree-to";

    public const string AgreePublic = "agree-shown";

    public const string Refuse = "refuse-it";

    public const string End = "end-it";

    /// <summary>The agreement that was looked at again.</summary>
    public const string Review = "reviewed";

    public const string Next = "next";

    /// <summary>What is asked: sent with a new consultation.</summary>
    public const string Question = "asks";

    public const string Vote = "vote";

    public const string Promise = "promise";

    public const string Field = "of-field";

    public const string Until = "answer-by";

    /// <summary>The consultation that is answered.</summary>
    public const string Consultation = "consultation";

    public const string Says = "says";

    public const string Outcome = "outcome";
}
