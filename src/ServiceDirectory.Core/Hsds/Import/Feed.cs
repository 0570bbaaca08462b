namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>A list of another directory, read and put together, and what could not be.</summary>
public sealed class Feed
{
    private readonly Dictionary<string, List<FeedItem>> _tables = new(StringComparer.Ordinal);

    internal Feed(FeedLimits limits) => Limits = limits;

    public FeedReport Report { get; } = new();

    internal FeedLimits Limits { get; }

    /// <summary>Rows of all tables, or things of every kind.</summary>
    internal int Rows { get; private set; }

    internal IReadOnlyList<FeedItem> Services => Table("services");

    internal IReadOnlyCollection<string> Tables => _tables.Keys;

    internal IReadOnlyList<FeedItem> Table(string name) => _tables.TryGetValue(name, out var items) ? items : [];

    /// <summary>Counts a thing, wherever it stands.</summary>
    /// <exception cref="FeedException">There are too many.</exception>
    internal void Count(string file, int row)
    {
        if (++Rows > Limits.Rows)
            throw new FeedException(FeedFault.TooManyRows, file, row);
    }

    /// <summary>Whether something belongs to a person by name, in whatever form the list has it: then it is counted, and nobody is to keep it.</summary>
    internal bool IsOfPerson(FeedItem item)
    {
        string? field = FeedTables.IsPart(item.Table) && item.Has("contact_id") ? "contact_id"
            : item.Table is "attributes" or "other_attributes" && item.Fields.TryGetValue("link_entity", out var entity) && FeedTables.Find(entity.Text.ToLowerInvariant()) == "contacts" ? "link_entity"
            : null;
        if (field is not null)
            Report.Person($"{item.Table}.{field}");
        return field is not null;
    }

    /// <summary>A table that is there, also where it has no rows.</summary>
    internal void Open(string table)
    {
        if (!_tables.ContainsKey(table))
            _tables[table] = [];
    }

    /// <exception cref="FeedException">There are too many services.</exception>
    internal void Add(FeedItem item)
    {
        Open(item.Table);
        _tables[item.Table].Add(item);
        if (item.Table == "services" && _tables[item.Table].Count > Limits.Services)
            throw new FeedException(FeedFault.TooManyRows, item.File, item.Row);
    }

    /// <summary>The same service as it was read whole.</summary>
    internal void Replace(FeedItem item, FeedItem whole, Feed from)
    {
        var services = _tables["services"];
        services[services.IndexOf(item)] = new FeedItem(item.Table, item.File, item.Row).Take(whole);
        Rows += from.Rows;
        Report.Add(from.Report);
        Count(item.File, item.Row);
    }

    /// <summary>Whether a file is such a list: one object or several, or a package of tables.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => PackageFeed.Is(file) || JsonFeed.Is(file);

    /// <summary>Reads a whole file. Works in memory, within limits; nothing is written to a disk.</summary>
    /// <exception cref="FeedException">It cannot be read; the exception says why, and where.</exception>
    public static async Task<Feed> ReadAsync(ReadOnlyMemory<byte> file, FeedLimits limits, IProgress<FeedProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (file.Length > limits.Bytes)
            throw new FeedException(FeedFault.TooLarge);
        if (file.Length == 0)
            throw new FeedException(FeedFault.Empty);
        var feed = new Feed(limits);
        if (PackageFeed.Is(file.Span))
            PackageFeed.Read(feed, file, progress, cancellation);
        else
            await ReadJsonAsync(feed, file, progress, cancellation);
        feed.Finish();
        return feed;
    }

    private static async Task ReadJsonAsync(Feed feed, ReadOnlyMemory<byte> file, IProgress<FeedProgress>? progress, CancellationToken cancellation)
    {
        var reader = new JsonFeed(feed, "");
        await reader.ReadAsync(file, progress, cancellation);
        // One page of several is not the list.
        if (reader.Page is { Items: { } items, Pages: > 1, Here: var here } && items != here)
            feed.Report.Add(new FeedProblem("", 0, "total_items", FeedFault.WrongCount, $"{items} ≠ {here}", IsRow: false));
    }

    /// <summary>Puts together what belongs together.</summary>
    /// <exception cref="FeedException">No service is in it.</exception>
    internal void Finish()
    {
        FeedLinks.Tie(this);
        if (Services.Count == 0)
            throw new FeedException(FeedFault.NoServices);
    }
}

/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Total">0: nobody knows yet.</param>
public readonly record struct FeedProgress(long Done, long Total);
