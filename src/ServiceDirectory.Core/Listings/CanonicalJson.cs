using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// One text for one value, on every machine and in every version: keys in the order of their UTF-16 code units, strings in
/// Unicode form C, shortest numbers, no white space. Hashes are made over this, never over what the database gives back.
/// </summary>
public static class CanonicalJson
{
    public static byte[] Bytes<T>(T value) => Bytes(JsonSerializer.SerializeToElement(value, ContentJson.Options));

    public static byte[] Bytes(JsonElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>SHA-256 over <see cref="Bytes{T}(T)"/>: 32 bytes.</summary>
    public static byte[] Hash<T>(T value) => SHA256.HashData(Bytes(value));

    private static void Write(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                string separator = "";
                foreach (var property in element.EnumerateObject()
                    .Select(p => (Name: p.Name.Normalize(), p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(separator);
                    Write(text, property.Name);
                    text.Append(':');
                    Write(text, property.Value);
                    separator = ",";
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (int i = 0; i < element.GetArrayLength(); i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, element[i]);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Write(text, element.GetString()!.Normalize());
                break;
            case JsonValueKind.Number:
                text.Append(element.TryGetInt64(out long whole)
                    ? whole.ToString(CultureInfo.InvariantCulture)
                    : Number(element.GetDouble()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    // 51.0 read back from the database is 51: the same number has one text whether or not a point was written.
    private static string Number(double number) =>
        number == Math.Truncate(number) && Math.Abs(number) < 1e15
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c < ' ')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        text.Append('"');
    }
}
