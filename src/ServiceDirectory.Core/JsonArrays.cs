using System.Text.Json;

namespace ServiceDirectory.Core;

/// <summary>Properties of a JSON object that are lists of one kind.</summary>
public static class JsonArrays
{
    /// <summary>A property with texts, in their order.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> all)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(all);
        json.WriteStartArray(name);
        foreach (string one in all)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }

    /// <summary>A property with whole numbers, in their order.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<int> all)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(all);
        json.WriteStartArray(name);
        foreach (int one in all)
            json.WriteNumberValue(one);
        json.WriteEndArray();
    }
}
