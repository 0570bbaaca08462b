using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Http;

/// <summary>A complete description in which every free text ends in markup and every sign that closes something.</summary>
internal static class MarkedContent
{
    /// <summary>Found in the document if somewhere it was taken for markup.</summary>
    public const string Selector = "[data-x]";

    public const string Markup = "<b data-x=\"1\">'&amp;\"</b></title></main><script data-x>";

    public static ListingContent Make()
    {
        var document = JsonSerializer.SerializeToNode(Sample.Everything() with
        {
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://mill.example/?a=1&b=\"><b data-x=\"1\">'" },
        }, ContentJson.Options)!;
        Mark(document);
        return document.Deserialize<ListingContent>(ContentJson.Options)!;
    }

    private static void Mark(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Mark(item);
        }
        else if (node is JsonObject thing)
        {
            // Words of a text in one language.
            if (thing["value"] is JsonValue words && thing.Parent?.Parent is JsonObject text && text.ContainsKey("original"))
                thing["value"] = words.GetValue<string>() + Markup;
            foreach (var (_, value) in thing.ToList())
                Mark(value);
        }
    }
}
