namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of the pages that keep entries true.</summary>
public static class KeepingField
{
    /// <summary>The entry that somebody called about.</summary>
    public const string Checked = "checked";

    /// <summary>How, as <c>EnumSlug</c> writes it.</summary>
    public const string Method = "method";

    /// <summary>Which alert was seen.</summary>
    public const string Alert = "alert";

    /// <summary>Which entry is judged again.</summary>
    public const string Start = "start";

    /// <summary>What is another one than when it was judged: a value of <c>ChangedSince</c>, once for each.</summary>
    public const string Changed = "changed";

    /// <summary>A fact is as it stands there.</summary>
    public const string Right = "right";

    /// <summary>It is not.</summary>
    public const string Wrong = "wrong";

    /// <summary>What the button does: look at it as the public would, or show it.</summary>
    public const string Do = "do";

    public const string Look = "look";

    public const string Post = "post";

    /// <summary>A place as one types it.</summary>
    public const string Near = "town";

    /// <summary>Round it.</summary>
    public const string Km = "km";

    public const string Hours = "hours";

    public const string Words = "words";

    /// <summary>What seemed odd was looked at again.</summary>
    public const string Twice = "twice";

    /// <summary>By which a second one stands.</summary>
    public const string Confirm = "second";

    public const string Country = "land";

    public const string Situation = "situation";

    /// <summary>A line to call; once for each.</summary>
    public const string Number = "number";

    /// <summary>Who answers there; once for each, in their order.</summary>
    public const string For = "for";

    /// <summary>When, from Monday to Friday, on Saturday, on Sunday; once for each line, in their order.</summary>
    public const string Weekdays = "weekdays";

    public const string Saturday = "saturday";

    public const string Sunday = "sunday";
}
