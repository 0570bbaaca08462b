using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace ServiceDirectory.Core.Hsds;

/// <summary>How open data is written: snake_case names, and nothing that is null, an empty text or an empty list, as the format has no null.</summary>
public static class HsdsJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.Create(new TextEncoderSettings(UnicodeRanges.All)),
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutNothing } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            // A page with nothing in it says so.
            if (property.Name != HsdsNames.Contents)
                property.ShouldSerialize = (_, value) => value switch { null => false, string text => text.Length > 0, ICollection list => list.Count > 0, _ => true };
        }
    }
}

/// <summary>JSON that is written already.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text);
    }
}

/// <summary>Names that stand in more than one place.</summary>
internal static class HsdsNames
{
    public const string Contents = "contents";

    public const string Service = "service";

    public const string Location = "location";
}
