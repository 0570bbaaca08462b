namespace ServiceDirectory.Core.Listings.Changes;

/// <summary>One thing that a description says, as small as it is compared: a street, the hours of a site, a text in one language.</summary>
/// <param name="Path">Where: <c>summary.in.en</c>, <c>sites[6f9619ff-…].street</c>. Nested items go by their ids, which no other order changes.</param>
/// <param name="Label">What it is called: the path without ids and languages, <c>sites.street</c>. Pages have words for it.</param>
/// <param name="Value">
/// What stands there: a text, number, date or choice; <see cref="SaidIn"/>, <see cref="FactAnswer"/>, a list of <see cref="HoursRule"/>,
/// <see cref="SpecialDay"/>, <see cref="Text"/>, ids of needs, or tags.
/// </param>
public sealed record ListingPart(string Path, string Label, object Value);

/// <summary>The words of a text in one language.</summary>
public sealed record SaidIn(string Language, Words Words);

/// <summary>What is known of one of the catalogue's facts.</summary>
public sealed record FactAnswer(int Facet, bool Yes, string? Value);

/// <summary>One difference between two descriptions.</summary>
/// <param name="Path">Where it is; that of the whole item where that was added or taken away.</param>
/// <param name="Label">What it is called, as for a part.</param>
/// <param name="Class">How many have to look at it.</param>
/// <param name="Item">
/// The <see cref="Site"/>, <see cref="Phone"/>, <see cref="MessageChannel"/> or <see cref="AccessFact"/> that it belongs to, as it is after
/// the change where it is still there; null: the service itself.
/// </param>
/// <param name="Before">Nothing: it was not there.</param>
/// <param name="After">Nothing: it is not there any more.</param>
public sealed record ListingChange(
    string Path, string Label, ChangeClass Class, object? Item, IReadOnlyList<ListingPart> Before, IReadOnlyList<ListingPart> After);
