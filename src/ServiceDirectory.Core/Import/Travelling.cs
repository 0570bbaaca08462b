using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>What lies between the two pages of an import travels in the page itself, packed and sealed, and is kept nowhere.</summary>
internal static class Travelling
{
    /// <summary>How long somebody may take between the two pages.</summary>
    public static readonly Duration Longest = Duration.FromHours(12);

    /// <param name="secrets">Seal it.</param>
    /// <param name="purpose">Opens for this alone: what it is, and whose.</param>
    /// <param name="write">Writes it, and until when it holds.</param>
    /// <returns>Base64url.</returns>
    public static string Seal(DirectorySecrets secrets, string purpose, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            write(pack);
        return Base64Url.EncodeToString(secrets.Seal(purpose, packed.GetBuffer().AsSpan(0, (int)packed.Length)));
    }

    /// <param name="secrets">Open it.</param>
    /// <param name="purpose">As it was sealed.</param>
    /// <param name="text">As it travelled.</param>
    /// <param name="read">Reads it; null: its time is over.</param>
    /// <returns>Null: there is none, it took too long, or it is not ours or another's.</returns>
    public static T? Open<T>(DirectorySecrets secrets, string purpose, string? text, Func<Stream, T?> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            using var unpack = new GZipStream(new MemoryStream(secrets.Open(purpose, Base64Url.DecodeFromChars(text))), CompressionMode.Decompress);
            return read(unpack);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
