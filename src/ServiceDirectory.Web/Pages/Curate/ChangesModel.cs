using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Differences, side by side.</summary>
/// <param name="Before">Words above what was.</param>
/// <param name="After">Words above what is.</param>
public sealed record ChangesModel(IReadOnlyList<ListingChange> Changes, string Before, string After);
