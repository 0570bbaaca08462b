using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>A row as it may be kept: what must not be stored is not in it any more.</summary>
/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Code">Of an entry, where the list is our own export.</param>
/// <param name="Reference">What the list calls the row; used as a hash only.</param>
/// <param name="Values">
/// By use, in one spelling: telephone numbers as they are dialled from anywhere, needs and the town by number. What the list does not
/// have, or what could not be read, is not there; what is empty in the list is.
/// </param>
/// <param name="Note">For the organisation alone.</param>
/// <param name="Remarks">What was left out or guessed.</param>
/// <param name="Problem">Why it cannot be brought in; null: it can.</param>
public sealed record ReadRow(
    int Number,
    string? Code,
    string? Reference,
    IReadOnlyDictionary<ColumnUse, string> Values,
    string? Note,
    IReadOnlyList<RowRemark> Remarks,
    RowProblem? Problem = null)
{
    /// <summary>What is said as a whole entry, where that is more than cells can say: the values are then only what it is known by.</summary>
    internal ListingContent? Content { get; init; }

    /// <summary>What the list is called in which <see cref="Reference"/> names the row; null: the organisation has one such list.</summary>
    public string? List { get; init; }

    /// <summary>The file of the list, or the address, in which the row stands; null: there is only one.</summary>
    public string? File { get; init; }

    public string Of(ColumnUse use) => Values.GetValueOrDefault(use, "");
}

/// <param name="Kind">What happened.</param>
/// <param name="Words">Of the list or the gazetteer, for the page that is shown now; kept nowhere.</param>
public sealed record RowRemark(RemarkKind Kind, string? Words = null);

public enum RemarkKind
{
    /// <summary>The street of a place that hides, or of one of which nobody knows what it is, was taken out.</summary>
    StreetLeftOut,

    /// <summary>So was a sentence that may name one.</summary>
    SentenceLeftOut,

    /// <summary>No place is called so.</summary>
    TownUnknown,

    /// <summary>Several are, or one is called nearly so; the likeliest was taken.</summary>
    TownGuessed,

    /// <summary>It would not hide a place that asks for privacy, and a larger one has to be named.</summary>
    TownTooSmall,

    PhoneUnread,

    /// <summary>The list did not say in which country it is dialled; whoever reads it did, or a town was found without one.</summary>
    PhoneCountry,

    /// <summary>The hours of a service without a place were taken for those of its only number.</summary>
    HoursOfLine,

    WebsiteUnread,

    EmailUnread,

    /// <summary>It looks like a person's, and was left out.</summary>
    EmailOfPerson,

    LanguageUnread,

    /// <summary>Nothing of the catalogue is like it.</summary>
    NeedUnread,

    /// <summary>There is no room for all of it.</summary>
    TooLong,
}

/// <summary>Why a row cannot be brought in.</summary>
public enum RowProblem
{
    NoName,

    NameTooLong,

    /// <summary>Its name gives the street of a place away that may have to hide.</summary>
    NameTellsStreet,

    /// <summary>It has the code of an entry that is not one of the organisation's.</summary>
    CodeUnknown,

    /// <summary>Another row of the list has the same code, or is called by the same words.</summary>
    KeyTwice,

    /// <summary>Something of it breaks a rule for entries.</summary>
    NotAccepted,

    /// <summary>What it says of itself cannot be read: the report of the list names the field.</summary>
    Refused,
}
