using System.Text;
using System.Text.Json;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>
/// Reads JSON: one object, an array, a package of arrays, a page of an API, or one object to a line. Objects of an array are read one after
/// the other. Names of people are left behind here.
/// </summary>
/// <param name="feed">Takes what is read.</param>
/// <param name="file">What the file is called in the report; empty: there is only one.</param>
internal sealed class JsonFeed(Feed feed, string file)
{
    private static readonly JsonSerializerOptions s_options = new() { MaxDepth = FeedLimits.Depth, AllowDuplicateProperties = false };

    // Of people, wherever they stand.
    private static readonly string[] s_people = ["attention", "assurer_email", "updated_by"];

    private int _row;

    /// <summary>The objects that were read.</summary>
    public List<FeedItem> Read { get; } = [];

    /// <summary>Of a page of an API: its envelope; null: it is no page.</summary>
    public JsonPage? Page { get; private set; }

    public static bool Is(ReadOnlySpan<byte> file)
    {
        // In letters in which it may not be written it is one as well: that is said then.
        if (file is [0xEF, 0xBB, 0xBF, ..])
            file = file[3..];
        else if (file is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
            file = file[2..];
        foreach (byte letter in file)
        {
            if (letter is (byte)'{' or (byte)'[')
                return true;
            if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0))
                return false;
        }

        return false;
    }

    /// <exception cref="FeedException">It cannot be read.</exception>
    public async Task ReadAsync(ReadOnlyMemory<byte> bytes, IProgress<FeedProgress>? progress, CancellationToken cancellation)
    {
        if (bytes.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || bytes.Span.Contains((byte)0))
            throw new FeedException(FeedFault.WrongLetters, file);
        if (bytes.Span is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        if (bytes.Span.TrimStart(" \t\r\n"u8) is not [var first, ..])
            throw new FeedException(FeedFault.Empty, file);
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: first != '[', s_options, cancellation))
            {
                _row++;
                progress?.Report(new FeedProgress(stream.Position, stream.Length));
                Root(element);
            }
        }
        catch (JsonException broken)
        {
            throw new FeedException(Fault(broken), file, broken.LineNumber + 1, broken);
        }
        catch (InvalidOperationException broken) when (broken is not ObjectDisposedException)
        {
            // Half of a letter, written as an escape: the library sees it only where the words are asked for.
            throw new FeedException(FeedFault.WrongLetters, file, _row, broken);
        }
        catch (DecoderFallbackException broken)
        {
            throw new FeedException(FeedFault.WrongLetters, file, _row, broken);
        }
    }

    // The library has one exception for all of them.
    private static FeedFault Fault(JsonException broken) =>
        broken.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase) ? FeedFault.TooDeep
        : broken.Message.Contains("uplicate", StringComparison.Ordinal) ? FeedFault.NameTwice
        : broken.Message.Contains("UTF-8", StringComparison.Ordinal) || broken.InnerException is DecoderFallbackException ? FeedFault.WrongLetters
        : FeedFault.Broken;

    private void Root(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FeedException(FeedFault.NoServices, file, _row);
        if (element.TryGetProperty("contents", out var contents) && contents.ValueKind == JsonValueKind.Array)
            Envelope(element, contents);
        else if (!element.TryGetProperty("name", out _) && element.EnumerateObject().Any(property => IsTable(property)))
            Package(element);
        else
            Thing(element, _row);
    }

    private void Envelope(JsonElement page, JsonElement contents)
    {
        int row = 0;
        foreach (var item in contents.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw new FeedException(FeedFault.NoServices, file, row + 1);
            Thing(item, ++row);
        }

        Page = new JsonPage(Number(page, "total_items"), Number(page, "total_pages"), Flag(page, "last_page"), row);
        if (Number(page, "size") is { } size && size != row)
            feed.Report.Add(new FeedProblem(file, 0, "size", FeedFault.WrongCount, $"{size} ≠ {row}", IsRow: false));
        else if (Page.Items is { } items && Page.Pages is 1 && items != row)
            feed.Report.Add(new FeedProblem(file, 0, "total_items", FeedFault.WrongCount, $"{items} ≠ {row}", IsRow: false));
    }

    private void Package(JsonElement package)
    {
        foreach (var property in package.EnumerateObject())
        {
            if (!IsTable(property))
            {
                feed.Report.WithoutPlace(property.Name.Length > 60 ? property.Name[..60] : property.Name);
                continue;
            }

            string table = FeedTables.Find(TableName(property.Name))!;
            feed.Open(table);
            int row = 0;
            foreach (var item in property.Value.EnumerateArray())
            {
                row++;
                if (item.ValueKind != JsonValueKind.Object)
                    feed.Report.Add(new FeedProblem($"{file}{property.Name}", row, "", FeedFault.NotText, item.ToString(), IsRow: true));
                else if (table is "contacts" or "metadata")
                    LeavePeople(table, item);
                else
                    Keep(Item(table, $"{file}{property.Name}", row, "", item));
            }
        }
    }

    /// <summary>A service; an organisation with its services; a service at a location.</summary>
    private void Thing(JsonElement thing, int row)
    {
        if (thing.TryGetProperty("service", out var service) && service.ValueKind == JsonValueKind.Object && thing.TryGetProperty("location", out _))
        {
            var item = Item("services", file, row, "service", service);
            item.Add("service_at_locations", Item("service_at_locations", file, row, "", thing));
            Keep(item);
        }
        else if (thing.TryGetProperty("services", out var services) && services.ValueKind == JsonValueKind.Array)
        {
            var organisation = Item("organizations", file, row, "", thing);
            organisation.Remove("services");
            feed.Add(organisation);
            int at = 0;
            foreach (var one in services.EnumerateArray())
            {
                if (one.ValueKind == JsonValueKind.Object)
                {
                    var item = Item("services", file, row, $"services[{at}]", one);
                    item.Add("organizations", organisation);
                    Keep(item);
                }

                at++;
            }
        }
        else if (LooksLikeService(thing))
        {
            Keep(Item("services", file, row, "", thing));
        }
        else
        {
            feed.Report.Add(new FeedProblem(file, row, "", FeedFault.NoServices, null, IsRow: true));
        }
    }

    /// <summary>A place, a kind of help or a telephone has a name as well.</summary>
    private static bool LooksLikeService(JsonElement thing) =>
        thing.TryGetProperty("name", out _)
        && (thing.TryGetProperty("status", out _) || thing.TryGetProperty("organization", out _) || thing.TryGetProperty("organization_id", out _)
            || thing.TryGetProperty("service_at_locations", out _) || thing.TryGetProperty("directory_entry", out _))
        && !thing.TryGetProperty("location_type", out _);

    private void Keep(FeedItem item)
    {
        if (feed.IsOfPerson(item))
            return;
        feed.Add(item);
        if (item.Table == "services")
            Read.Add(item);
    }

    private FeedItem Item(string table, string from, int row, string path, JsonElement element)
    {
        feed.Count(from, row);
        var item = new FeedItem(table, from, row, path);
        foreach (var property in element.EnumerateObject())
        {
            string name = FeedTables.Field(table, property.Name);
            var value = property.Value;
            if (s_people.Contains(name))
            {
                if (value.ValueKind is not JsonValueKind.Null)
                    feed.Report.Person(name);
            }
            else if (name == DirectoryEntry.Field && value.ValueKind == JsonValueKind.Object)
            {
                item.Set(name, new FeedValue(value.GetRawText(), FeedValueKind.Group));
            }
            else if (table == "phones" && FeedTables.Find(name) == "contacts" && (value.ValueKind == JsonValueKind.Object || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)))
            {
                // Whose number it is stands in it instead of beside it.
                item.Set("contact_id", new FeedValue("…", FeedValueKind.Group));
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                Inner(item, property.Name, [value], isList: false);
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                Inner(item, property.Name, value.EnumerateArray(), isList: true);
            }
            else if (value.ValueKind is not JsonValueKind.Null)
            {
                item.Set(name, Value(value));
            }
        }

        return item;
    }

    private void Inner(FeedItem item, string name, IEnumerable<JsonElement> elements, bool isList)
    {
        string? table = isList ? FeedTables.Find(name) : FeedTables.Single(name) ?? FeedTables.Find(name);
        // Of an organisation's services ids are enough; those that are there are read where it is.
        if (table is null || (item.Table == "organizations" && table is "services"))
        {
            if (table is null && elements.Any())
                item.Set(name, new FeedValue("…", FeedValueKind.Group));
            return;
        }

        int at = 0;
        foreach (var element in elements)
        {
            string path = item.Path(isList ? $"{name}[{at++}]" : name);
            if (table is "contacts" or "metadata" && element.ValueKind == JsonValueKind.Object)
                LeavePeople(table, element);
            else if (element.ValueKind == JsonValueKind.Object)
                Add(item, Item(table, item.File, item.Row, path, element));
            else if (element.ValueKind is not JsonValueKind.Null)
                feed.Report.Add(new FeedProblem(item.File, item.Row, path, FeedFault.NotText, null, IsRow: false));
        }
    }

    private void Add(FeedItem to, FeedItem item)
    {
        if (!feed.IsOfPerson(item))
            to.Add(item.Table, item);
    }

    private void LeavePeople(string table, JsonElement element)
    {
        if (table == "contacts")
            feed.Report.Person(table);
        else if (element.TryGetProperty("updated_by", out _))
            feed.Report.Person("updated_by");
        feed.Count(file, _row);
    }

    private static FeedValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new FeedValue(value.GetRawText(), FeedValueKind.Number),
        JsonValueKind.True => new FeedValue("true", FeedValueKind.YesOrNo),
        JsonValueKind.False => new FeedValue("false", FeedValueKind.YesOrNo),
        _ => new FeedValue(value.GetString() ?? ""),
    };

    private static bool IsTable(JsonProperty property) => property.Value.ValueKind == JsonValueKind.Array && FeedTables.Find(TableName(property.Name)) is not null;

    private static string TableName(string name) => name.EndsWith(".csv", StringComparison.Ordinal) ? name[..^4] : name;

    private static long? Number(JsonElement page, string name) =>
        page.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    private static bool? Flag(JsonElement page, string name) =>
        page.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
}

/// <param name="Items">Of all pages, as it says.</param>
/// <param name="Pages">As it says.</param>
/// <param name="IsLast">Null: it does not say.</param>
/// <param name="Here">How many are on it.</param>
internal sealed record JsonPage(long? Items, long? Pages, bool? IsLast, int Here);
