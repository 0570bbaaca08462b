using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Curating;

/// <summary>What cannot stay as it was typed, each beside its field.</summary>
public sealed class WrongFields
{
    private readonly List<FieldError> _all = [];

    // Of the document → of the form: an item that was taken away moves those behind it up.
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);

    public IReadOnlyList<FieldError> All => _all;

    public bool IsEmpty => _all.Count == 0;

    /// <param name="field">Its name.</param>
    /// <param name="key">Of what is said.</param>
    /// <param name="value">Put into it.</param>
    public void Add(string field, string key, string value = "")
    {
        if (!_all.Exists(error => error.Field == field && error.Message == key))
            _all.Add(new FieldError(field, key, value));
    }

    /// <summary>Remembers where an item of the document was typed.</summary>
    public void Map(string list, int inDocument, int inForm) => _items[$"{list}[{inDocument}]"] = $"{list}[{inForm}]";

    /// <summary>The field in which something is to be changed: the nearest one that the page has.</summary>
    /// <param name="path">Of a problem.</param>
    /// <param name="isField">Whether the page has one of that name.</param>
    public string FieldOf(string path, Func<string, bool> isField)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(isField);
        int end = path.IndexOf(']', StringComparison.Ordinal);
        string at = end > 0 && _items.TryGetValue(path[..(end + 1)], out var typed) ? typed + path[(end + 1)..] : path;
        while (!isField(at) && at.LastIndexOfAny(['.', '[']) is > 0 and var cut)
            at = at[..cut];
        return at;
    }

    public IEnumerable<FieldError> Of(string field) => _all.Where(error => error.Field == field);

    /// <summary>The key of what is said about a problem: in the language of the page.</summary>
    public static string KeyOf(ListingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return $"Entry.Problem.{string.Concat(problem.Reason.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))}";
    }
}
