using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// Lifts stored documents of older shapes to today's, one version at a time. A stored document is never rewritten: its hash,
/// and so its approvals, belong to the bytes that were approved.
/// </summary>
/// <param name="steps">Version → what makes a document of the next version out of one of it. No gaps up to <paramref name="current"/>.</param>
/// <param name="current">The version that this program writes.</param>
public sealed class Upcasters(IReadOnlyDictionary<int, Func<JsonObject, JsonObject>> steps, int current)
{
    /// <summary>Those of this program. Version 1 was the first, so there is nothing to lift yet.</summary>
    public static Upcasters Default { get; } = new(new Dictionary<int, Func<JsonObject, JsonObject>>(), ListingContent.CurrentVersion);

    /// <summary>Reads a stored document.</summary>
    /// <param name="json">As stored by version <paramref name="version"/>.</param>
    /// <param name="version">The revision's <c>content_version</c>.</param>
    /// <exception cref="NotSupportedException">The document is newer than this program, or older than it can lift.</exception>
    /// <exception cref="JsonException">The text is not such a document.</exception>
    public ListingContent Read(string json, int version)
    {
        if (version > current)
            throw new NotSupportedException($"The entry has shape {version}, and this program knows shapes up to {current}. Upgrade it.");
        if (version == current)
            return Deserialize(json);
        var document = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("The document is not an object.");
        for (int from = version; from < current; from++)
        {
            if (!steps.TryGetValue(from, out var step))
                throw new NotSupportedException($"Nothing lifts an entry of shape {from} to {from + 1}.");
            document = step(document);
        }

        return Deserialize(document.ToJsonString());
    }

    private static ListingContent Deserialize(string json) =>
        JsonSerializer.Deserialize<ListingContent>(json, ContentJson.Options) ?? throw new JsonException("The document is empty.");
}
