namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>One thing of a list, from a row of a table or an object: fields, and what is in it. It remembers what was looked at.</summary>
/// <param name="table">By its name in the newest version.</param>
/// <param name="file">In which it stands.</param>
/// <param name="row">As a spreadsheet counts, or which of the things in the file.</param>
/// <param name="path">Inside that thing; empty: it is the thing itself.</param>
internal sealed class FeedItem(string table, string file, int row, string path = "")
{
    private readonly Dictionary<string, FeedValue> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FeedItem>> _children = new(StringComparer.Ordinal);
    private readonly HashSet<(string Child, FeedItem Item)> _held = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal) { "id" };

    public string Table { get; } = table;

    public string File { get; } = file;

    public int Row { get; } = row;

    public bool IsRefused { get; set; }

    /// <summary>Somebody asked for something of it.</summary>
    public bool IsTouched { get; set; }

    public string Id => _fields.TryGetValue("id", out var id) ? id.Text : "";

    public IReadOnlyDictionary<string, FeedValue> Fields => _fields;

    public IReadOnlyDictionary<string, List<FeedItem>> Children => _children;

    /// <summary>Fields that nobody looked at.</summary>
    public IEnumerable<string> Unused => _fields.Keys.Where(name => !_used.Contains(name) && !name.EndsWith("_id", StringComparison.Ordinal));

    public void Set(string field, FeedValue value) => _fields[field] = value;

    public void Add(string child, FeedItem item)
    {
        // A row that belongs to several is one all the same. There may be a hundred thousand, so they are not gone through for each.
        if (!_held.Add((child, item)))
            return;
        if (!_children.TryGetValue(child, out var items))
            _children[child] = items = [];
        items.Add(item);
    }

    /// <summary>Has what another one has.</summary>
    public FeedItem Take(FeedItem other)
    {
        foreach (var (name, value) in other.Fields)
            Set(name, value);
        foreach (var (name, children) in other.Children)
            children.ForEach(child => Add(name, child));
        return this;
    }

    public void Remove(string child)
    {
        _children.Remove(child);
        _held.RemoveWhere(one => one.Child == child);
    }

    /// <summary>What stands there, and that it was looked at; empty: nothing.</summary>
    public string Get(string field)
    {
        IsTouched = true;
        _used.Add(field);
        return _fields.TryGetValue(field, out var value) ? value.Text : "";
    }

    public bool Has(string field) => _fields.TryGetValue(field, out var value) && value.Text.Length > 0;

    /// <summary>What is in it and was not refused.</summary>
    public IReadOnlyList<FeedItem> All(string child)
    {
        IsTouched = true;
        return _children.TryGetValue(child, out var items) ? [.. items.Where(item => !item.IsRefused)] : [];
    }

    public FeedItem? One(string child) => All(child) is [var item, ..] ? item : null;

    public string Path(string field) => path.Length == 0 ? field : field.Length == 0 ? path : $"{path}.{field}";
}

/// <param name="Text">As it stands there.</param>
/// <param name="Kind">Of a table it is always words.</param>
internal readonly record struct FeedValue(string Text, FeedValueKind Kind = FeedValueKind.Words);

internal enum FeedValueKind
{
    Words,
    Number,
    YesOrNo,

    /// <summary>A list or a group of things that the format does not know.</summary>
    Group,
}
