using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Turning pages and choosing the order.</summary>
public sealed record PagesModel(SearchReading Search, SearchResults Results)
{
    public int Total => Search.Understood.Reach is Reach.Remote ? Results.RemoteTotal : Results.Total;

    public int Current => Search.Understood.Page;

    public int Last => Math.Min(SearchCriteria.LastPage, (Total + SearchCriteria.PageSize - 1) / SearchCriteria.PageSize);

    /// <summary>The order that comes by itself stands first. What helps at a distance has none to choose; without a place and words there is one.</summary>
    public IReadOnlyList<SortBy> Orders => Search.Understood.Reach is Reach.Remote || Total < 2 ? [] :
    [
        .. Search.IsUrgent ? [SortBy.Open] : Array.Empty<SortBy>(),
        .. Search.Rest.Length > 0 ? [SortBy.Relevance] : Array.Empty<SortBy>(),
        .. Search.Place is not null ? [SortBy.Distance] : Array.Empty<SortBy>(),
        SortBy.Checked,
    ];

    public SortBy Order => Search.Order ?? Search.UsualOrder;

    /// <summary>The same search in another order.</summary>
    public SearchQuery OrderedBy(SortBy order) => Search.OrderedBy(order == Search.UsualOrder ? null : order);
}
