using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>The parts of an entry that a list of whole entries says something of, so that each changes for itself.</summary>
internal static class EntryParts
{
    /// <summary>Where it is, and what is known of single places.</summary>
    public static readonly string[] OfSites = ["sites", "access"];

    // Nobody says yes for a service but itself, what is open to others it decides, and by what it is judged is no word of a list.
    private static readonly string[] s_notOfALists = ["consent", "switches", "profile"];

    /// <returns>By the name of each part that is there.</returns>
    public static SortedDictionary<string, string> Hash(ListingContent content, Func<string, string> hash)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Document(content))
        {
            string? said = value?.ToJsonString(ContentJson.Options);
            if (said is not (null or "[]" or "{}") && !s_notOfALists.Contains(name))
                parts[name] = hash($"{name}\n{said}");
        }

        return parts;
    }

    /// <summary>The entry with the parts that changed as the list has them; what it does not say any more is gone.</summary>
    public static ListingContent Replace(ListingContent entry, ListingContent read, IReadOnlySet<string> changed)
    {
        var (document, said) = (Document(entry), Document(read));
        foreach (string part in changed)
        {
            if (said[part] is { } value)
                document[part] = value.DeepClone();
            else
                document.Remove(part);
        }

        var content = document.Deserialize<ListingContent>(ContentJson.Options)!;
        return content with { Access = [.. content.Access.Where(fact => fact.SiteId is not { } of || content.Sites.Any(site => site.Id == of))] };
    }

    private static JsonObject Document(ListingContent content) => JsonSerializer.SerializeToNode(content, ContentJson.Options)!.AsObject();
}
