using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>
/// What a directory like this one writes beside a service, for which the format has no place. It is no more trusted than the rest: nobody has
/// said yes to it here, nothing of it is open to others, and it has ids of its own.
/// </summary>
internal static class DirectoryEntry
{
    public const string Field = "directory_entry";

    /// <param name="json">As it stands there.</param>
    /// <param name="id">A random id that is the same each time, by the one that stands there.</param>
    /// <returns>Null: it cannot be read.</returns>
    public static ListingContent? Read(string json, Func<string, Guid> id)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = FeedLimits.Depth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number)
                || !document.RootElement.TryGetProperty("entry", out var entry) || entry.ValueKind != JsonValueKind.Object || number < 1)
            {
                return null;
            }

            var content = Upcasters.Default.Read(entry.GetRawText(), number) with { Consent = null, Switches = new PublicationSwitches() };
            content = content with { Provider = content.Provider with { OrganisationId = null } };
            var copy = JsonSerializer.SerializeToNode(content, ContentJson.Options)!;
            Anew(copy, id);
            return copy.Deserialize<ListingContent>(ContentJson.Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Ids that are this directory's alone, so that an entry that is here already and the same one brought in can stand side by side; and nobody who translated.</summary>
    private static void Anew(JsonNode node, Func<string, Guid> id)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
                Anew(item, id);
        }
        else if (node is JsonObject group)
        {
            group.Remove("by");
            foreach (var (name, value) in group.ToList())
            {
                if (name is "id" or "siteId" && value is JsonValue said && said.TryGetValue(out string? before))
                    group[name] = id(before).ToString();
                else if (value is not null)
                    Anew(value, id);
            }
        }
    }
}
