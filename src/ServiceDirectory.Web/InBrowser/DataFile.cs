using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace ServiceDirectory.Web.InBrowser;

/// <summary>
/// A file that a page loads as a script, because a page from a disk may load nothing else: one call of one function, with what it says as JSON.
/// </summary>
/// <param name="Content">UTF-8.</param>
/// <param name="Tag">Changes with the content: an ETag with its quotation marks.</param>
/// <param name="PackedBytes">How much goes over the line, about: its length when gzip has packed it.</param>
public sealed record DataFile(byte[] Content, string Tag, int PackedBytes)
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // Letters of all scripts as they are; what could end a line or a script is a number, as are quotation marks.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <param name="name">Which of the files it is, for the function that is called.</param>
    /// <param name="write">Writes one value.</param>
    public static DataFile Of(string name, Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var content = new ArrayBufferWriter<byte>();
        content.Write("directoryData('"u8);
        content.Write(System.Text.Encoding.ASCII.GetBytes(name));
        content.Write("', "u8);
        using (var json = new Utf8JsonWriter(content, s_options))
            write(json);
        content.Write(");\n"u8);
        var bytes = content.WrittenSpan.ToArray();
        // Weak: packed or not, it says the same.
        return new DataFile(bytes, $"W/\"{WebEncoders.Base64UrlEncode(SHA256.HashData(bytes))}\"", Packed(bytes));
    }

    private static int Packed(byte[] content)
    {
        using var counted = new MemoryStream();
        using (var gzip = new GZipStream(counted, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return (int)counted.Length;
    }
}
