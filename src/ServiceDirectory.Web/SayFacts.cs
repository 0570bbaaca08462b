using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How access facts are said: yes, no and not known, each with its shape.</summary>
public sealed class SayFacts(Wording words, Say say, DirectoryCatalogue catalogue)
{
    /// <summary>What is known of one fact, as words that go with a shape.</summary>
    /// <param name="facet">The fact.</param>
    /// <param name="yes">Null: not known.</param>
    /// <param name="value">Which of the facet's values a yes has.</param>
    public FactWords Fact(Facet facet, bool? yes, string? value = null)
    {
        ArgumentNullException.ThrowIfNull(facet);
        if (yes is null)
            return new FactWords(FactState.NotKnown, words["Fact.NotKnown", Topic(facet)]);
        if (yes is false)
            return new FactWords(FactState.No, words.Find($"Fact.{facet.Id}.No") ?? words["Fact.No", say.Label(facet)]);
        if (value is null || facet.Values.Count == 0)
            return new FactWords(FactState.Yes, say.Label(facet));
        var said = words.Find($"Fact.{facet.Id}.{value}") ?? say.Label(facet);
        return new FactWords(facet.CountsAsYes.Contains(value) ? FactState.Yes : FactState.No, said);
    }

    /// <summary>What matters before a visit: cost, ID, name, police, immigration. What is true of the hit's own site wins. What is not known stands last, together.</summary>
    public IReadOnlyList<FactWords> OfCard(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        List<FactWords> known = [];
        List<string> unknown = [];
        foreach (var facet in catalogue.Facets.Where(facet => facet.Decides))
        {
            var fact = hit.Card.Facts.Where(fact => fact.Facet == facet.Id && (fact.SiteId is null || fact.SiteId == hit.SiteId))
                .MaxBy(fact => fact.SiteId is not null);
            if (fact is null)
                unknown.Add(Topic(facet));
            else
                known.Add(Fact(facet, fact.Yes, fact.Value));
        }

        if (unknown.Count > 0)
            known.Add(new FactWords(FactState.NotKnown, words["Card.NotKnown", string.Join(words["List.Join"], unknown)]));
        return known;
    }

    /// <summary>"12, not known for 5".</summary>
    /// <param name="count">What there is.</param>
    /// <param name="ofThese">There are more than were counted.</param>
    public string Count(FacetCount count, bool ofThese)
    {
        ArgumentNullException.ThrowIfNull(count);
        return count.NotKnown == 0
            ? words[ofThese ? "Filter.CountOfThese" : "Filter.Count", count.Yes]
            : words[ofThese ? "Filter.CountOfTheseNotKnown" : "Filter.CountNotKnown", count.Yes, count.NotKnown];
    }

    private string Topic(Facet facet) => words.Find($"Fact.{facet.Id}.Topic") ?? say.Label(facet);
}

public enum FactState
{
    Yes,
    No,
    NotKnown,
}

/// <param name="State">Decides the shape.</param>
/// <param name="Words">"Free", "Asks for ID", "ID: not known".</param>
public readonly record struct FactWords(FactState State, string Words)
{
    public string Shape => State switch
    {
        FactState.Yes => "✓",
        FactState.No => "✕",
        _ => "?",
    };

    /// <summary>The first word, which stays on the shape's line, and what follows it.</summary>
    public (string First, string Others) Parts =>
        Words.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (Words[..space], Words[space..]) : (Words, "");

    public string Class => State switch
    {
        FactState.Yes => "yes",
        FactState.No => "no",
        _ => "unknown",
    };
}
