using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace ServiceDirectory.Core.Audit;

/// <summary>
/// What the hash of an event is made over: the hash of the event before and the event's own parts, each as its length in four bytes
/// (big-endian) and its bytes, one that is null as a length of -1. <c>directory.event_hash</c> makes the same, so that a changed function
/// of the database is found as well.
/// </summary>
public static class EventChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    private static readonly InstantPattern s_time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>What stands before the first event.</summary>
    public static byte[] Beginning => new byte[HashLength];

    /// <summary>The hash that an event has to have.</summary>
    /// <param name="previous">Of the event before it.</param>
    /// <param name="entry">The event.</param>
    /// <param name="number">Its place in the chain.</param>
    public static byte[] HashOf(byte[] previous, DirectoryEvent entry, long number)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, previous);
        Add(hash, number.ToString(CultureInfo.InvariantCulture));
        Add(hash, s_time.Format(entry.At));
        Add(hash, entry.OrganisationId?.ToString());
        Add(hash, Data.EnumSlug.Of(entry.Role));
        Add(hash, entry.Action);
        Add(hash, entry.Subject);
        Add(hash, entry.SubjectId.ToString());
        Add(hash, entry.ToState);
        Add(hash, entry.BeforeHash);
        Add(hash, entry.AfterHash);
        Add(hash, entry.Reason);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, string? part) => Add(hash, part is null ? null : Encoding.UTF8.GetBytes(part));

    private static void Add(IncrementalHash hash, byte[]? part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(part ?? []);
    }
}
