using System.Buffers.Binary;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>A whole file between the pages on which it is read, as <see cref="TravellingSheet"/> is for a table.</summary>
public static class TravellingFile
{
    /// <returns>Base64url.</returns>
    public static string Seal(DirectorySecrets secrets, Guid organisation, byte[] file, Instant now) => Travelling.Seal(secrets, Purpose(organisation), stream =>
    {
        Span<byte> ends = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(ends, (now + Travelling.Longest).ToUnixTimeSeconds());
        stream.Write(ends);
        stream.Write(file);
    });

    /// <returns>Null: there is none, it took too long, or it is not ours or another organisation's.</returns>
    public static byte[]? Open(DirectorySecrets secrets, Guid organisation, string? text, Instant now) => Travelling.Open(secrets, Purpose(organisation), text, stream =>
    {
        Span<byte> ends = stackalloc byte[sizeof(long)];
        stream.ReadExactly(ends);
        if (BinaryPrimitives.ReadInt64LittleEndian(ends) <= now.ToUnixTimeSeconds())
            return null;
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return file.ToArray();
    });

    private static string Purpose(Guid organisation) => $"import-file-v1 {organisation}";
}
