using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// A list between the two pages on which it is read. It travels in the page, packed and sealed: until somebody has looked at what its columns
/// are, the program cannot know which of them is a street, and so keeps nothing of it.
/// </summary>
public static class TravellingSheet
{
    private static readonly Duration s_longest = Duration.FromHours(12);

    /// <returns>Base64url.</returns>
    public static string Seal(DirectorySecrets secrets, Guid organisation, Sheet sheet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(pack, new Travelling(sheet, (now + s_longest).ToUnixTimeSeconds()));
        return Base64Url.EncodeToString(secrets.Seal(Purpose(organisation), packed.GetBuffer().AsSpan(0, (int)packed.Length)));
    }

    /// <returns>Null: there is none, it took too long, or it is not ours or another organisation's.</returns>
    public static Sheet? Open(DirectorySecrets secrets, Guid organisation, string? text, Instant now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            using var unpack = new GZipStream(new MemoryStream(secrets.Open(Purpose(organisation), Base64Url.DecodeFromChars(text))), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<Travelling>(unpack) is { } travelling && travelling.EndsAt > now.ToUnixTimeSeconds() ? travelling.Sheet : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string Purpose(Guid organisation) => $"import-sheet-v1 {organisation}";

    private sealed record Travelling(Sheet Sheet, long EndsAt);
}
