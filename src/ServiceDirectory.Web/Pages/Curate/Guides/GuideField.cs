namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>Names of the fields of guides; their texts are called as in the guide.</summary>
public static class GuideField
{
    public const string Kind = "kind";

    public const string Country = "land";

    public const string Title = "title";

    /// <summary>In which language it is written.</summary>
    public const string Language = "lang";

    /// <summary>Numbers of the catalogue; once for each.</summary>
    public const string Needs = "needs";

    /// <summary>As of which day that is the law.</summary>
    public const string On = "on";

    public const string EndsOn = "ends";

    /// <summary>When a lawyer read these words; when a clinician did.</summary>
    public const string Lawyer = "lawyer";

    public const string Clinician = "clinician";

    /// <summary>A machine made this translation.</summary>
    public const string Machine = "machine";

    /// <summary>It still says what the changed original says.</summary>
    public const string Same = "same";

    /// <summary>Of what somebody saw.</summary>
    public const string Edition = "edition";

    /// <summary>What a button does.</summary>
    public const string Do = "do";

    /// <summary>What has to change first.</summary>
    public const string Note = "note";
}
