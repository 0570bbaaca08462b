using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <param name="Hit">What was found.</param>
/// <param name="Asked">Needs that were asked for; what the service gives of them stands first.</param>
public sealed record CardModel(SearchHit Hit, IReadOnlyList<Need> Asked);
