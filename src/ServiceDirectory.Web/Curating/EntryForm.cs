using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// What stands in a page of the form: what is kept already, or exactly what somebody typed, so that nothing is lost when something of it
/// cannot be. Fields are called as the paths of the description, <c>sites[0].street</c>. What no page asks for is never looked at.
/// </summary>
public sealed partial class EntryForm
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>The first value of a field; empty where it is not there.</summary>
    public string this[string name] => _values.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : "";

    public static EntryForm Of(IFormCollection posted)
    {
        ArgumentNullException.ThrowIfNull(posted);
        var form = new EntryForm();
        foreach (var (name, values) in posted)
            form._values[name] = [.. values.Select(value => (value ?? "").ReplaceLineEndings("\n"))];
        return form;
    }

    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var values) ? values : [];

    public bool Has(string name) => _values.ContainsKey(name);

    public bool Has(string name, string value) => All(name).Contains(value);

    public void Add(string name, string? value)
    {
        if (value is null)
            return;
        if (!_values.TryGetValue(name, out var values))
            _values[name] = values = [];
        values.Add(value);
    }

    public void Add(string name, bool value)
    {
        if (value)
            Add(name, "on");
    }

    public void Set(string name, params IEnumerable<string> values) => _values[name] = [.. values];

    public void Remove(string name) => _values.Remove(name);

    /// <summary>The numbers of the items of a list, such as 0 and 1 for <c>sites[0].kind</c> and <c>sites[1].kind</c>, in order.</summary>
    /// <param name="list">Its name.</param>
    /// <param name="most">More are not read.</param>
    public IReadOnlyList<int> Items(string list, int most) =>
        [.. _values.Keys.Select(name => OfList().Match(name)).Where(item => item.Success && item.Groups["list"].Value == list)
            .Select(item => int.Parse(item.Groups["index"].ValueSpan, CultureInfo.InvariantCulture)).Distinct().Order().Take(most + 1)];

    [GeneratedRegex(@"^(?<list>[A-Za-z]+)\[(?<index>[0-9]{1,3})\]\.")]
    private static partial Regex OfList();
}
