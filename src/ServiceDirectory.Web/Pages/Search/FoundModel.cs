using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>What was found, in the order in which it helps.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Results">What there is.</param>
/// <param name="Peers">To talk to where nothing else was found at all; else empty.</param>
public sealed record FoundModel(SearchReading Search, SearchResults Results, IReadOnlyList<SearchHit> Peers)
{
    public IReadOnlyList<Need> Asked => Search.Needs;

    /// <summary>Guides about what was asked for, true in the country of the place, else at home.</summary>
    public IReadOnlyList<ShownGuide> Guides { get; init; } = [];

    /// <summary>What the law says there, where nothing was found; else null.</summary>
    public ShownGuide? Law { get; init; }

    /// <summary>A line for each of them, those that cannot wait first.</summary>
    public IEnumerable<(NeedLine Line, Need Need)> Lines => Results.Needs.Zip(Asked).OrderByDescending(line => line.Second.Urgent);

    /// <summary>Partial views. Without a place nobody knows what is near, so what reaches everybody comes first.</summary>
    public IEnumerable<string> Parts => Search.Place is null ? ["_Remote", "_Here", "_Further", "_Nothing"] : ["_Here", "_Remote", "_Nothing", "_Further"];

    /// <summary>The lines above have said the numbers; who hears the page still needs the heading.</summary>
    public bool IsCountSaid => Search.Place is not null && Asked.Count > 0;

    /// <summary>Nothing of what was looked for.</summary>
    public bool IsNothing => Results.Total == 0 && !(Search.IsRemoteOnly && Results.RemoteTotal > 0);

    /// <summary>Key of the heading of a search without a place: the order, where there is something to be in it.</summary>
    public string Anywhere => IsNothing ? "Results.AnywhereNothing" : Search.Rest.Length > 0 ? "Results.AnywhereWords" : "Results.Anywhere";

    public bool HasCards => Codes.Count > 0;

    /// <summary>Of all cards of the page, in its order.</summary>
    public IReadOnlyList<string> Codes { get; } =
    [
        .. (Search.Place is null ? Results.Remote.Concat(Results.Here) : Results.Here.Concat(Results.Remote)).Concat(Peers).Concat(Results.Further).Select(hit => hit.Code).Distinct(),
    ];

    /// <summary>Picked before; what of it has a card here is ticked there.</summary>
    public IReadOnlyList<string> Picked => Search.Understood.Picked;

    public CardModel Card(SearchHit hit) => new(hit, Asked, Search.Place) { Picked = Picked };
}
