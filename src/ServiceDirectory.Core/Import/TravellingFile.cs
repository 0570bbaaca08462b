using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>A whole file between the pages on which it is read, as <see cref="TravellingSheet"/> is for a table.</summary>
public static class TravellingFile
{
    private static readonly Duration s_longest = Duration.FromHours(12);

    /// <returns>Base64url.</returns>
    public static string Seal(DirectorySecrets secrets, Guid organisation, ReadOnlySpan<byte> file, Instant now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        using var packed = new MemoryStream();
        Span<byte> ends = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(ends, (now + s_longest).ToUnixTimeSeconds());
        packed.Write(ends);
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            pack.Write(file);
        return Base64Url.EncodeToString(secrets.Seal(Purpose(organisation), packed.GetBuffer().AsSpan(0, (int)packed.Length)));
    }

    /// <returns>Null: there is none, it took too long, or it is not ours or another organisation's.</returns>
    public static byte[]? Open(DirectorySecrets secrets, Guid organisation, string? text, Instant now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            byte[] packed = secrets.Open(Purpose(organisation), Base64Url.DecodeFromChars(text));
            if (BinaryPrimitives.ReadInt64LittleEndian(packed) <= now.ToUnixTimeSeconds())
                return null;
            using var unpack = new GZipStream(new MemoryStream(packed, sizeof(long), packed.Length - sizeof(long), writable: false), CompressionMode.Decompress);
            using var file = new MemoryStream();
            unpack.CopyTo(file);
            return file.ToArray();
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string Purpose(Guid organisation) => $"import-file-v1 {organisation}";
}
