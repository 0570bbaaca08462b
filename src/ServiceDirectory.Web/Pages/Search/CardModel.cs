using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <param name="Hit">What was found.</param>
/// <param name="Asked">Needs that were asked for; what the service gives of them stands first.</param>
/// <param name="Near">The place that was searched, if any.</param>
/// <param name="IsPreview">Nobody has checked it, so that it can be in no list.</param>
public sealed record CardModel(SearchHit Hit, IReadOnlyList<Need> Asked, Place? Near, bool IsPreview = false)
{
    /// <summary>Codes of entries that were picked for a list before.</summary>
    public IReadOnlyList<string> Picked { get; init; } = [];
}

/// <summary>One group of cards.</summary>
/// <param name="Found">What they are part of.</param>
/// <param name="Name">The class of the list, by which machines know it: results, remote, further, peers.</param>
/// <param name="Heading">Id of its heading.</param>
/// <param name="Hits">In their order.</param>
public sealed record CardsModel(FoundModel Found, string Name, string Heading, IReadOnlyList<SearchHit> Hits);
