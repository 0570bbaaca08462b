using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Sharing;

/// <summary>Ways to hand something on.</summary>
/// <param name="Says">Key of the words that say what its address shows.</param>
/// <param name="Label">Key of the words that say what address it is.</param>
/// <param name="Address">Path and query of it, as it is shown and copied.</param>
/// <param name="Sheet">Address of its sheet.</param>
/// <param name="Text">Of its text for messages.</param>
/// <param name="Contacts">Of its contacts.</param>
/// <param name="Table">Of its table.</param>
public sealed record HandOnModel(string Says, string Label, string Address, string Sheet, string Text, string Contacts, string Table)
{
    /// <summary>The id of its field; another one for each on a page.</summary>
    public string Id { get; init; } = "address";

    /// <summary>Of its square; null: its address is too long for one.</summary>
    public string? Square => Address.Length <= Squares.Longest ? Links.Square(Address) : null;

    /// <summary>A list that is held in its address: that says nothing of what somebody looked for.</summary>
    /// <param name="codes">Of its entries, in their order; at least one.</param>
    public static HandOnModel OfList(IReadOnlyList<string> codes) =>
        new("Share.Neutral", "Share.Address", Links.ShortList(codes), Links.ListSheet(codes), Links.ListText(codes), Links.ListContacts(codes), Links.ListTable(codes));

    /// <summary>A list that an organisation keeps.</summary>
    /// <param name="kept">Its code.</param>
    /// <param name="codes">Of its entries.</param>
    public static HandOnModel OfKept(string kept, IReadOnlyList<string> codes) =>
        OfList(codes) with { Says = "Kept.Neutral", Address = Links.KeptList(kept), Sheet = Links.KeptListSheet(kept) };

    /// <summary>A search, whose address shows what was looked for.</summary>
    public static HandOnModel OfSearch(SearchQuery search) =>
        new("Share.Warning", "Share.SearchAddress", Links.Search(search), Links.SearchSheet(search), Links.SearchText(search), Links.SearchContacts(search), Links.SearchTable(search));
}
