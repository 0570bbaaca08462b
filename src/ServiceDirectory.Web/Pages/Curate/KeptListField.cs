namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of kept lists.</summary>
public static class KeptListField
{
    /// <summary>Which list is looked at or changed.</summary>
    public const string List = "kept";

    /// <summary>The one that was changed.</summary>
    public const string Version = "version";

    public const string Called = "called";

    public const string Ends = "ends-on";

    /// <summary>Codes, or the address of a list, whose entries are put at the end.</summary>
    public const string Add = "add";

    /// <summary>An entry; once for each, in their order, and so are its place and its note.</summary>
    public const string Entry = "of-entry";

    /// <summary>A number by which entries are put in order; empty: it is taken off.</summary>
    public const string Place = "at-place";

    public const string Note = "note-beside";

    /// <summary>Something in it is odd and may be right.</summary>
    public const string Twice = "twice-looked";

    /// <summary>The list that is revoked.</summary>
    public const string Revoke = "revoke";
}
