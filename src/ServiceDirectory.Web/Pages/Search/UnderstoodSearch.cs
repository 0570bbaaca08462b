using System.Globalization;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>A value that could not be understood.</summary>
/// <param name="Field">Name of the parameter.</param>
/// <param name="Message">Key of the words that say what to do.</param>
/// <param name="Value">What was typed, short enough to be shown; else empty.</param>
public sealed record FieldError(string Field, string Message, string Value);

/// <summary>What a <see cref="SearchQuery"/> means, and what in it means nothing.</summary>
public sealed partial class UnderstoodSearch
{
    private readonly SearchQuery _query;
    private readonly List<FieldError> _errors = [];

    public UnderstoodSearch(SearchQuery query, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(catalogue);
        _query = query;
        foreach (var field in query.Repeated)
            Refuse(field, "Wrong.Repeated", "");

        Needs = [.. Several(SearchField.Need, query.Need, catalogue.FindNeed, "Wrong.Need").DistinctBy(need => need.Id)];
        Access = [.. Several(SearchField.Access, query.Access, text => Filter(catalogue, text), "Wrong.Access").DistinctBy(facet => facet.Id).OrderBy(facet => facet.Id)];
        Languages = [.. Several(SearchField.Lang, query.Lang, Language, "Wrong.Lang").Distinct()];
        Words = Text(SearchField.Q, query.Q);
        Skipped = [.. Several(SearchField.Skip, query.Skip, catalogue.FindNeed, "Wrong.Skip").DistinctBy(need => need.Id)];
        Near = Text(SearchField.Near, query.Near);
        PlaceId = Value(SearchField.Place, query.Place, text => Whole(text, 1, int.MaxValue), "Wrong.Place");
        WithinKm = Value(SearchField.Within, query.Within, Kilometres, "Wrong.Within") ?? SearchCriteria.DefaultWithinKm;
        Open = Value(SearchField.Open, query.Open, One<OpenWhen>, "Wrong.Open");
        Reach = Value(SearchField.Reach, query.Reach, One<Reach>, "Wrong.Reach");
        Sort = Value(SearchField.Sort, query.Sort, One<SortBy>, "Wrong.Sort");
        Page = Value(SearchField.Page, query.Page, text => Whole(text, 1, SearchCriteria.LastPage), "Wrong.Page") ?? 1;
        var picked = PickedCodes.Read(query.Picked.ToArray());
        Picked = picked.Codes;
        _errors.AddRange(picked.Errors);
        if (Sort is SortBy.Relevance && query.Q is null)
            Refuse(SearchField.Sort, "Wrong.SortWithoutWords", "");
    }

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Those that were chosen; <see cref="SearchReading.Needs"/> has those that were typed as well.</summary>
    public IReadOnlyList<Need> Needs { get; }

    /// <summary>What was typed for what is needed; null when it was nothing or too long.</summary>
    public string? Words { get; }

    /// <summary>Not to be read out of <see cref="Words"/>.</summary>
    public IReadOnlyList<Need> Skipped { get; }

    public IReadOnlyList<Facet> Access { get; }

    public IReadOnlyList<string> Languages { get; }

    /// <summary>What was typed as a place; null when it was nothing or too long.</summary>
    public string? Near { get; }

    public int? PlaceId { get; }

    public double WithinKm { get; }

    public OpenWhen? Open { get; }

    public Reach? Reach { get; }

    public SortBy? Sort { get; }

    public int Page { get; }

    /// <summary>Entries that were picked for a list before, each once, in their order.</summary>
    public IReadOnlyList<string> Picked { get; }

    /// <summary>The filters of this search in numbers and codes. What was not understood is left out.</summary>
    public SearchQuery FiltersInNumbers() => new()
    {
        Within = Invariant(WithinKm),
        Access = [.. Access.Select(facet => Invariant(facet.Id))],
        Lang = Languages,
        Open = Slug(Open),
        Reach = Slug(Reach),
        Page = Invariant(Page),
        Picked = Picked,
    };

    public bool IsWrong(string field) => _errors.Exists(error => error.Field == field);

    /// <summary>Adds what only the gazetteer knows: that a place does not exist.</summary>
    public void RefusePlace() => Refuse(SearchField.Place, "Wrong.Place", _query.Place ?? "");

    /// <summary>Adds what only the gazetteer knows: that there is nothing to be far from.</summary>
    public void RefuseDistance() => Refuse(SearchField.Sort, "Wrong.SortWithoutPlace", "");

    /// <summary>Adds what only the gazetteer knows: that a text is longer than any place.</summary>
    public void RefuseNear() => Refuse(SearchField.Near, "Wrong.TooLong", "");

    public static string Invariant(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>How a choice is written in an address.</summary>
    public static string? Slug<T>(T? value)
        where T : struct, Enum => value is { } given ? EnumSlug.Of(given) : null;

    private void Refuse(string field, string message, string value) =>
        _errors.Add(new FieldError(field, message, value.Length > SearchQuery.LongestText ? "" : value));

    private string? Text(string field, string? typed)
    {
        if (typed is not { Length: > SearchQuery.LongestText })
            return typed;
        Refuse(field, "Wrong.TooLong", "");
        return null;
    }

    private T? Value<T>(string field, string? typed, Func<string, T?> read, string message)
        where T : struct
    {
        if (typed is null)
            return null;
        var value = read(typed);
        if (value is null)
            Refuse(field, message, typed);
        return value;
    }

    private IEnumerable<T> Several<T>(string field, IReadOnlyList<string> typed, Func<string, T?> read, string message)
        where T : class
    {
        if (typed.Count > SearchQuery.MostValues)
            Refuse(field, "Wrong.TooMany", "");
        foreach (var text in typed.Take(SearchQuery.MostValues))
        {
            if (read(text) is { } value)
                yield return value;
            else
                Refuse(field, message, text);
        }
    }

    /// <summary>Notes are shown on a service and never filter.</summary>
    private static Facet? Filter(DirectoryCatalogue catalogue, string text) =>
        catalogue.FindFacet(text) is { Use: not FacetUse.Note } facet ? facet : null;

    private static string? Language(string text)
    {
        if (!LanguageTag().IsMatch(text))
            return null;
        try
        {
            return CultureInfo.GetCultureInfo(text, predefinedOnly: true).Name;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    /// <summary>Digits and a point only: the framework's own reading takes "NaN", and "1,5" for 15.</summary>
    private static double? Kilometres(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var km) && km is > 0 and <= SearchCriteria.LargestWithinKm
            ? km
            : null;

    private static T? One<T>(string text)
        where T : struct, Enum => EnumSlug.TryParse<T>(text, out var value) ? value : null;

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex LanguageTag();
}
