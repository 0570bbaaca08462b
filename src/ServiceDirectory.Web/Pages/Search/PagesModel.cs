using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Turning pages and choosing the order.</summary>
public sealed record PagesModel(SearchReading Search, SearchResults Results)
{
    public int Total => Search.Understood.Reach is Reach.Remote ? Results.RemoteTotal : Results.Total;

    public int Current => Search.Understood.Page;

    public int Last => Math.Min(SearchCriteria.LastPage, (Total + SearchCriteria.PageSize - 1) / SearchCriteria.PageSize);

    /// <summary>Without a place there is one order; what helps at a distance has none to choose.</summary>
    public bool HasOrders => Search.Place is not null && Search.Understood.Reach is not Reach.Remote && Total > 1;
}
