using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How access facts are said: yes, no and not known, each with its shape.</summary>
public sealed class SayFacts(Wording words, Say say, DirectoryCatalogue catalogue)
{
    /// <summary>Values of the catalogue's facts about police and immigration.</summary>
    private const string OnlyByCourtOrder = "only-by-court-order";
    private const string ExceptionsListed = "exceptions-listed";

    private readonly Facet[] _deciding = [.. catalogue.Facets.Where(facet => facet.Decides)];

    /// <summary>To how many of them one rule can belong: only by court order.</summary>
    private readonly int _withThatRule = catalogue.Facets.Count(facet => facet.Decides && facet.Values.Contains(OnlyByCourtOrder));

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
        List<(Facet Facet, CardFact Fact)> known = [];
        List<string> unknown = [];
        int bySameRule = 0;
        foreach (var facet in _deciding)
        {
            var fact = Known(hit, facet);
            if (fact is { Yes: true, Value: OnlyByCourtOrder })
                bySameRule++;
            if (fact is null)
                unknown.Add(Topic(facet));
            else
                known.Add((facet, fact));
        }

        // Said once, where it is true of everybody to whom it can be.
        bool isOneRule = bySameRule == _withThatRule, isRuleSaid = false;
        List<FactWords> said = new(known.Count + 1);
        foreach (var (facet, fact) in known)
        {
            if (!isOneRule || fact is not { Yes: true, Value: OnlyByCourtOrder })
            {
                said.Add(OnCard(facet, fact));
            }
            else if (!isRuleSaid)
            {
                said.Add(new FactWords(FactState.Yes, words["Card.OnlyByCourtOrder"]));
                isRuleSaid = true;
            }
        }

        if (unknown.Count > 0)
            said.Add(new FactWords(FactState.NotKnown, words["Card.NotKnown", string.Join(words["List.Join"], unknown)]));
        return said;
    }

    /// <summary>What is known of the hit's own site, else of the whole service.</summary>
    private static CardFact? Known(SearchHit hit, Facet facet)
    {
        CardFact? known = null;
        foreach (var fact in hit.Card.Facts)
        {
            if (fact.Facet == facet.Id && (fact.SiteId is null ? known is null : fact.SiteId == hit.SiteId && known is not { SiteId: not null }))
                known = fact;
        }

        return known;
    }

    /// <summary>A shorter word where there is one. Of exceptions, the first is said.</summary>
    private FactWords OnCard(Facet facet, CardFact fact)
    {
        var said = Fact(facet, fact.Yes, fact.Value);
        if (fact is { Yes: true, Value: null } && words.Find($"Card.{facet.Id}") is { } shorter)
            said = said with { Words = shorter };
        return fact.Value == ExceptionsListed ? said with { Note = fact.Note } : said;
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
/// <param name="Note">The service's own words about it, where they belong beside it.</param>
public readonly record struct FactWords(FactState State, string Words, CardText? Note = null)
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
