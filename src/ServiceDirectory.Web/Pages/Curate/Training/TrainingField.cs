namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>Names of the fields of the pages about training.</summary>
public static class TrainingField
{
    /// <summary>Which request, in an address.</summary>
    public const string Id = "id";

    /// <summary>What a button does.</summary>
    public const string Do = "do";

    /// <summary>Which offer.</summary>
    public const string Offer = "offer";

    /// <summary>Which offer ends.</summary>
    public const string End = "end";

    public const string Title = "title";

    /// <summary>As <c>EnumSlug</c> writes it; may stand there several times.</summary>
    public const string Topic = "topic";

    public const string Audience = "audience";

    public const string Mode = "mode";

    /// <summary>Tags of languages, with commas between them.</summary>
    public const string Languages = "languages";

    public const string Fee = "fee";

    public const string Minutes = "minutes";

    public const string Group = "group";

    public const string Peers = "peers";

    /// <summary>Anybody may read it.</summary>
    public const string Public = "public";

    /// <summary>The code of an entry.</summary>
    public const string Service = "service";

    public const string Goals = "goals";

    public const string Budget = "budget";

    public const string Hours = "hours";

    /// <summary>People are wanted for research, or to tell their own story.</summary>
    public const string People = "people";

    public const string Day = "day";

    public const string Time = "time";

    public const string Place = "place";

    public const string Paid = "paid";

    public const string FrontDesk = "front-desk";

    public const string Clinical = "clinical";

    public const string Managers = "managers";

    public const string Students = "students";

    public const string Percent = "percent";

    public const string Institution = "institution";

    public const string Course = "course";

    public const string YearGroup = "year-group";

    public const string Repeats = "repeats";

    public const string Reply = "reply";
}

/// <summary>What a button does with a request.</summary>
public static class TrainingDo
{
    public const string Accept = "accept";

    public const string Decline = "decline";

    public const string Plan = "plan";

    public const string CallOff = "call-off";

    public const string Record = "record";

    public const string Certify = "certify";

    public const string Teach = "teach";

    public const string Reply = "reply";
}
