using System.Collections.Concurrent;
using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>The filters beside the results: what is on, and what can be chosen.</summary>
/// <param name="Search">What is looked for.</param>
/// <param name="Results">Null when nothing was looked up.</param>
public sealed record FilterModel(SearchReading Search, SearchResults? Results)
{
    private static readonly double[] Distances = [2, 5, 10, SearchCriteria.DefaultWithinKm, 50, 100, SearchCriteria.LargestWithinKm];

    /// <summary>
    /// Offered always, so that each page of the results offers the same: languages of people who move for this work, or are at home
    /// where directories are. BCP 47.
    /// </summary>
    private static readonly string[] OfferedLanguages =
    [
        "am", "ar", "bg", "bn", "cs", "cy", "de", "el", "en", "es", "fa", "fil", "fr", "hi", "hu", "id", "it", "ja", "ko", "lt", "lv", "ne", "nl",
        "pa", "pl", "pt", "ro", "ru", "sk", "so", "sq", "sr", "sw", "ta", "th", "ti", "tr", "uk", "ur", "vi", "yo", "zh",
    ];

    public UnderstoodSearch Understood => Search.Understood;

    /// <summary>How far the form offers to look; a distance that was typed by hand stands among them.</summary>
    public IEnumerable<double> WithinChoices => Distances.Append(Understood.WithinKm).Distinct().Order();

    /// <summary>Those that are offered always, those of the results on this page, and those that were asked for.</summary>
    public IEnumerable<string> LanguageChoices
    {
        get
        {
            var choices = OfferedInOrder.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => [.. OfferedLanguages.Order(ByName)]).ToList();
            foreach (string tag in Hits.SelectMany(hit => hit.Card.Languages).Concat(Understood.Languages).Distinct().Except(OfferedLanguages))
            {
                int at = choices.BinarySearch(tag, ByName);
                choices.Insert(at < 0 ? ~at : at, tag);
            }

            return choices;
        }
    }

    private static readonly Comparer<string> ByName = Comparer<string>.Create((one, other) => StringComparer.CurrentCulture.Compare(Say.Language(one), Say.Language(other)));

    /// <summary>By the language of the page: their order takes long to find, and does not change.</summary>
    private static readonly ConcurrentDictionary<string, string[]> OfferedInOrder = new(StringComparer.Ordinal);

    /// <summary>How many are on.</summary>
    public int Count => Understood.Access.Count + Understood.Languages.Count + (Understood.Open is null ? 0 : 1) + (Understood.Reach is null ? 0 : 1);

    /// <summary>The same search without any.</summary>
    public SearchQuery None => Search.Plain with { Access = [], Lang = [], Open = null, Reach = null, Page = null };

    /// <summary>What the form carries on unseen.</summary>
    public SearchQuery Kept => None with { Within = null };

    private IEnumerable<SearchHit> Hits => Results is null ? [] : Results.Here.Concat(Results.Remote).Concat(Results.Further);

    /// <summary>Those that are on, each with the search without it.</summary>
    public IEnumerable<(string Words, SearchQuery Without)> On(Wording words, Say say)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(say);
        var plain = Search.Plain with { Page = null };
        if (Understood.Open is { } open)
            yield return (words["Filter.On", words["Filter.Open"], words[$"Filter.Open{open}"]], plain with { Open = null });
        if (Understood.Reach is { } reach)
            yield return (words[$"Filter.Reach{reach}"], plain with { Reach = null });
        foreach (var tag in Understood.Languages)
            yield return (words["Filter.On", words["Filter.Lang"], Say.Language(tag)], plain with { Lang = [.. Understood.Languages.Where(other => other != tag)] });
        foreach (var facet in Understood.Access)
            yield return (say.Label(facet), plain with { Access = Without(facet) });
    }

    /// <summary>Searches that find more, each with the words of its link.</summary>
    public IEnumerable<(string Words, SearchQuery Query)> Wider(Wording words, Say say)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(say);
        if (Search is { Place: not null, IsRemoteOnly: false })
        {
            foreach (var km in Distances.Where(km => km > Understood.WithinKm).TakeLast(2))
                yield return (words["Results.TryWithin", say.Radius(km)], Search.Plain with { Within = UnderstoodSearch.Invariant(km), Page = null });
        }

        if (Search.Rest.Length > 0)
            yield return (words["Results.TryWithoutWords", Search.Rest], Search.WithoutWords);
        foreach (var facet in Understood.Access)
            yield return (words["Results.TryWithout", say.Label(facet)], Search.Plain with { Access = Without(facet), Page = null });

        if (Count > 1 || (Count == 1 && Understood.Access.Count == 0))
            yield return (words["Results.TryNoFilters"], None);
    }

    private string[] Without(Facet facet) =>
        [.. Understood.Access.Where(other => other != facet).Select(other => UnderstoodSearch.Invariant(other.Id))];
}
