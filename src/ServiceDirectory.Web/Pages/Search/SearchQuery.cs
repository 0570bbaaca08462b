using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>
/// A search as it was typed: what an address, a form and a link hold. Nothing is understood yet (<see cref="UnderstoodSearch"/>)
/// and nothing is lost, so that a wrong value can be shown beside its field with the rest kept.
/// </summary>
public sealed record SearchQuery
{
    /// <summary>The longest value, in UTF-16 units; longer ones are refused and not shown again.</summary>
    public const int LongestText = 200;

    /// <summary>The most values of <c>need</c>, <c>skip</c>, <c>access</c> or <c>lang</c> in one search.</summary>
    public const int MostValues = 100;

    private const string FirstPage = "1";

    private static readonly string DefaultWithin = SearchCriteria.DefaultWithinKm.ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbers or slugs of the catalogue's needs, any of.</summary>
    public IReadOnlyList<string> Need { get; init; } = [];

    /// <summary>Numbers or slugs of the catalogue's access facts, all of.</summary>
    public IReadOnlyList<string> Access { get; init; } = [];

    /// <summary>BCP 47 tags, any of.</summary>
    public IReadOnlyList<string> Lang { get; init; } = [];

    public string? Near { get; init; }

    /// <summary>A gazetteer number; wins over <see cref="Near"/>.</summary>
    public string? Place { get; init; }

    public string? Within { get; init; }

    /// <summary>Words for what is needed. Needs and a place may be read out of them; the rest is looked for in names and descriptions.</summary>
    public string? Q { get; init; }

    /// <summary>Numbers or slugs of needs that are not to be read out of <see cref="Q"/>.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    public string? Open { get; init; }

    public string? Reach { get; init; }

    public string? Sort { get; init; }

    public string? Page { get; init; }

    /// <summary>Codes of entries that were picked for a list before; they are carried along, and change nothing of what is found.</summary>
    public IReadOnlyList<string> Picked { get; init; } = [];

    /// <summary>Names that came more than once and may not, known here or not.</summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];

    /// <summary>Reads the parameters of an address or the fields of a form. Empty values are fields that were left alone.</summary>
    public static SearchQuery Read(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var values = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var repeated = new List<string>();
        foreach (var (written, given) in fields)
        {
            // As the framework reads names elsewhere: one that is written large is not another one, to be passed over.
            string name = written.ToLowerInvariant();
            values[name] = [.. given.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!.Trim())];
            if (given.Count > 1 && !SearchField.MayRepeat.Contains(name))
                repeated.Add(name);
        }

        string? Single(string name) => values.GetValueOrDefault(name)?.FirstOrDefault();

        string? Words(string name) => Single(name) is { } value ? VeiledText.Read(value) : null;

        string[] Several(string name) => values.GetValueOrDefault(name) ?? [];

        return new SearchQuery
        {
            Need = Several(SearchField.Need),
            Access = Several(SearchField.Access),
            Lang = Several(SearchField.Lang),
            Near = Words(SearchField.Near),
            Place = Single(SearchField.Place),
            Within = Single(SearchField.Within),
            Q = Words(SearchField.Q),
            Skip = Several(SearchField.Skip),
            Open = Single(SearchField.Open),
            Reach = Single(SearchField.Reach),
            Sort = Single(SearchField.Sort),
            Page = Single(SearchField.Page),
            Picked = Several(PickedCodes.Field),
            Repeated = repeated,
        };
    }

    /// <summary>The same search as names and values: always in the same order, nothing that is left at its default, no words that can be read.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields()
    {
        IEnumerable<(string Name, string? Value)> fields =
        [
            .. Need.Select(need => (SearchField.Need, need)),
            (SearchField.Near, Veiled(Near)),
            (SearchField.Place, Place),
            (SearchField.Within, Within == DefaultWithin ? null : Within),
            (SearchField.Q, Veiled(Q)),
            .. Skip.Select(need => (SearchField.Skip, need)),
            .. Access.Select(fact => (SearchField.Access, fact)),
            .. Lang.Select(language => (SearchField.Lang, language)),
            (SearchField.Open, Open),
            (SearchField.Reach, Reach),
            (SearchField.Sort, Sort),
            (SearchField.Page, Page == FirstPage ? null : Page),
            .. Picked.Select(code => (PickedCodes.Field, code)),
        ];
        foreach (var (name, value) in fields)
        {
            if (!string.IsNullOrEmpty(value))
                yield return new(name, value);
        }
    }

    /// <summary>The end of an address: empty, or a question mark and <see cref="Fields"/>.</summary>
    public string ToQueryString() => new QueryBuilder(Fields()).ToString();

    private static string? Veiled(string? words) => string.IsNullOrEmpty(words) ? null : VeiledText.Of(words);

    /// <summary>What the record's own comparison leaves out: lists are compared by what they hold.</summary>
    public bool Equals(SearchQuery? other) => other is not null && ToQueryString() == other.ToQueryString();

    public override int GetHashCode() => ToQueryString().GetHashCode(StringComparison.Ordinal);
}

/// <summary>Names of the parameters, which people print: they never change.</summary>
public static class SearchField
{
    public const string Need = "need";
    public const string Near = "near";
    public const string Place = "place";
    public const string Within = "within";
    public const string Q = "q";
    public const string Access = "access";
    public const string Lang = "lang";
    public const string Open = "open";
    public const string Reach = "reach";
    public const string Sort = "sort";
    public const string Page = "page";

    /// <summary>A need that is not to be read out of typed words.</summary>
    public const string Skip = "skip";

    /// <summary>Every other parameter stands once.</summary>
    public static IReadOnlyList<string> MayRepeat { get; } = [Need, Access, Lang, Skip, PickedCodes.Field];

    /// <summary>Of our form only: the place whose name the form was filled with. Left in <see cref="Near"/> as it was, it is still meant.</summary>
    public const string Was = "was";

    /// <summary>Of our form only: the words that the form was filled with.</summary>
    public const string Said = "said";
}
