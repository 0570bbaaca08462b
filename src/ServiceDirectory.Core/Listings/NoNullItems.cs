using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// Refuses <c>null</c> inside lists and among the languages of a text: the framework's own check of nullable members stops at the
/// members themselves.
/// </summary>
internal sealed class NoNullItems : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(IReadOnlyDictionary<string, Words>)
        || (typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && !typeToConvert.GenericTypeArguments[0].IsValueType);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(IReadOnlyDictionary<string, Words>)
            ? new ByLanguage()
            : (JsonConverter)Activator.CreateInstance(typeof(ListOf<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private static JsonException NullThere() => new("A list or a text has a null in it.");

    private sealed class ListOf<T> : JsonConverter<IReadOnlyList<T>>
        where T : class
    {
        public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var items = JsonSerializer.Deserialize<List<T>>(ref reader, options);
            return items is null || items.Exists(item => item is null) ? throw NullThere() : items;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IEnumerable<T>>(writer, value, options);
    }

    private sealed class ByLanguage : JsonConverter<IReadOnlyDictionary<string, Words>>
    {
        public override IReadOnlyDictionary<string, Words> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var words = JsonSerializer.Deserialize<Dictionary<string, Words>>(ref reader, options);
            return words is null || words.Values.Any(w => w is null) ? throw NullThere() : words;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, Words> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToDictionary(), options);
    }
}
