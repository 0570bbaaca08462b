using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Web.Pages.Services;

/// <summary>A list of facts.</summary>
/// <param name="Page">Knows when each was checked.</param>
/// <param name="Facts">Null: not known.</param>
public sealed record FactsModel(EntryView Page, IEnumerable<(Facet Facet, AccessFact? Fact)> Facts);

/// <summary>A text of the entry under words of ours.</summary>
/// <param name="Page">Knows when it was checked.</param>
/// <param name="Label">Words of ours; null: the heading above says it.</param>
/// <param name="Text">Null: nothing is shown.</param>
/// <param name="Fact">The name by which it is checked.</param>
public sealed record SaidModel(EntryView Page, string? Label, Text? Text, string Fact);
