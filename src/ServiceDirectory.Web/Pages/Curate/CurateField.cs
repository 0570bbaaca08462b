namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of the pages for members.</summary>
public static class CurateField
{
    /// <summary>As <c>EnumSlug</c> writes it; may stand there several times.</summary>
    public const string Role = "role";

    /// <summary>The made-up name of somebody.</summary>
    public const string Member = "member";

    /// <summary>The made-up name of somebody who lost everything.</summary>
    public const string Anew = "anew";

    /// <summary>The made-up name of somebody of another organisation who did.</summary>
    public const string Confirm = "confirm";

    /// <summary>Which invitation to take back.</summary>
    public const string Withdraw = "withdraw";

    /// <summary>What a service is warned of, and which part of it.</summary>
    public const string Warn = "warn";

    /// <summary>For how long.</summary>
    public const string Days = "days";

    /// <summary>Which one to end.</summary>
    public const string End = "end";

    /// <summary>A Monday, as ISO 8601 writes it.</summary>
    public const string Week = "week";

    /// <summary>What is to happen with somebody's calendar address.</summary>
    public const string Calendar = "calendar";

    /// <summary>A list of the organisation's own.</summary>
    public const string File = "file";

    /// <summary>The list that was read, packed and sealed.</summary>
    public const string Sheet = "sheet";

    /// <summary>Another directory's list that was read, packed and sealed.</summary>
    public const string Package = "package";

    /// <summary>What such a list is called.</summary>
    public const string List = "list";

    /// <summary>A term of it, by its key.</summary>
    public const string Term = "term";

    /// <summary>The need for which a term is taken; once for each term, in their order.</summary>
    public const string Means = "means";

    /// <summary>What a column is used for, as <c>EnumSlug</c> writes it; once for each column, in their order.</summary>
    public const string Use = "use";

    /// <summary>In which the list is written.</summary>
    public const string Written = "written";

    /// <summary>Numbers of rows that are brought in although they seem to be there.</summary>
    public const string Anyway = "anyway";

    /// <summary>What a button does with a list or an entry.</summary>
    public const string Do = "do";

    /// <summary>Which of the organisation's entries are shown, as <c>EnumSlug</c> writes it.</summary>
    public const string Shown = "shown";

    /// <summary>How many entries a list has added.</summary>
    public const string Added = "added";

    /// <summary>How many it has changed.</summary>
    public const string Changed = "changed";

    /// <summary>What stood in a section when its page was opened.</summary>
    public const string Seen = "seen";

    /// <summary>Where to go after saving.</summary>
    public const string Then = "then";

    /// <summary>A section was saved a moment ago.</summary>
    public const string Saved = "saved";

    /// <summary>What somebody says a service helps with, in their own words.</summary>
    public const string Say = "say";

    /// <summary>Something was not done, since the entry is in another state now.</summary>
    public const string Moved = "moved";

    /// <summary>An entry that looks alike and is another one.</summary>
    public const string Other = "other";

    /// <summary>What to compare, and with what: the number of a revision, or "draft".</summary>
    public const string From = "from";

    public const string To = "to";

    /// <summary>A value of these: what is not handed in yet.</summary>
    public const string Draft = "draft";

    /// <summary>A new entry: its name, language, kind of help, who runs it, town, number and website.</summary>
    public const string Name = "name";

    public const string Language = "language";

    public const string Profile = "profile";

    public const string Kind = "kind";

    public const string Town = "town";

    public const string Number = "number";

    public const string Website = "website";

    /// <summary>Which promise.</summary>
    public const string Criterion = "criterion";

    /// <summary>Why.</summary>
    public const string Reason = "reason";

    /// <summary>What would lift a suspension.</summary>
    public const string Lifts = "lifts";

    /// <summary>What an organisation says of a suspension.</summary>
    public const string Word = "word";

    /// <summary>Which request is answered.</summary>
    public const string Request = "request";

    /// <summary>The letter is on its way.</summary>
    public const string Sent = "sent";

    /// <summary>What a service is answered.</summary>
    public const string Reply = "reply";

    /// <summary>Words of a panel.</summary>
    public const string Uphold = "uphold";

    public const string Overturn = "overturn";
}
