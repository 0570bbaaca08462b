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

    /// <summary>What matters before a visit: cost, ID, name, police, immigration. What is true of the hit's own site wins. For what is not known the words are only its topic.</summary>
    public IReadOnlyList<FactWords> OfCard(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return [.. catalogue.Facets.Where(facet => facet.Decides).Select(facet =>
        {
            var fact = hit.Card.Facts.Where(fact => fact.Facet == facet.Id && (fact.SiteId is null || fact.SiteId == hit.SiteId))
                .MaxBy(fact => fact.SiteId is not null);
            return fact is null ? new FactWords(FactState.NotKnown, Topic(facet)) : Fact(facet, fact.Yes, fact.Value);
        })];
    }

    /// <summary>"12, not known for 5".</summary>
    public string Count(FacetCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return count.NotKnown == 0 ? words["Filter.Count", count.Yes] : words["Filter.CountNotKnown", count.Yes, count.NotKnown];
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

    public string Class => State switch
    {
        FactState.Yes => "yes",
        FactState.No => "no",
        _ => "unknown",
    };
}
