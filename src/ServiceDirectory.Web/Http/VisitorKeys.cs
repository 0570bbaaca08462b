using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ServiceDirectory.Web.Http;

/// <summary>Stands for a visitor while requests are counted. Nothing prints it, and once the key it was made with is gone it stands for nobody.</summary>
public readonly struct VisitorKey : IEquatable<VisitorKey>
{
    private readonly ulong _value;

    internal VisitorKey(ulong value) => _value = value;

    public static bool operator ==(VisitorKey left, VisitorKey right) => left.Equals(right);

    public static bool operator !=(VisitorKey left, VisitorKey right) => !left.Equals(right);

    public bool Equals(VisitorKey other) => _value == other._value;

    public override bool Equals(object? obj) => obj is VisitorKey other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    public override string ToString() => nameof(VisitorKey);
}

/// <summary>
/// Makes keys from addresses with a secret that is made at start, changed every hour, and never leaves memory: whoever gets hold
/// of what was counted cannot try out addresses an hour later.
/// </summary>
public sealed class VisitorKeys(TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>How long the secret before still counts, so that the change is no fresh start for anybody.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private const int SecretBytes = 32;

    /// <summary>The half of an IPv6 address that belongs to one home or phone.</summary>
    private const int NetworkBytes = 8;

    /// <summary>What tor gives a circuit instead of an address (<c>HiddenServiceExportCircuitID</c>). The circuit is in the other half.</summary>
    private static readonly IPNetwork Circuits = IPNetwork.Parse("fc00:dead:beef:4dad::/64");

    private readonly Lock _changing = new();
    private byte[] _secret = RandomNumberGenerator.GetBytes(SecretBytes);
    private byte[]? _before;
    private long _since = clock.GetTimestamp();

    /// <summary>The key of an address; in the first minute of a secret also the one under which it was counted before.</summary>
    public IReadOnlyList<VisitorKey> For(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var visitor = Visitor(address);
        lock (_changing)
        {
            Change();
            return _before is null ? [Key(_secret, visitor)] : [Key(_secret, visitor), Key(_before, visitor)];
        }
    }

    /// <summary>Whether this is a circuit of our own onion service.</summary>
    public static bool IsCircuit(IPAddress address) => Circuits.Contains(address);

    private static ReadOnlySpan<byte> Visitor(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return address.AddressFamily is AddressFamily.InterNetwork || IsCircuit(address) ? bytes : bytes.AsSpan(0, NetworkBytes);
    }

    private static VisitorKey Key(byte[] secret, ReadOnlySpan<byte> visitor)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, visitor, hash);
        return new VisitorKey(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }

    private void Change()
    {
        var age = clock.GetElapsedTime(_since);
        if (age >= Lasts)
        {
            Forget();
            // After a quiet hour there is nothing left that the old one could count.
            if (age < Lasts + Overlap)
                _before = _secret;
            else
                CryptographicOperations.ZeroMemory(_secret);
            _secret = RandomNumberGenerator.GetBytes(SecretBytes);
            _since = clock.GetTimestamp();
        }
        else if (age >= Overlap)
        {
            Forget();
        }
    }

    private void Forget()
    {
        CryptographicOperations.ZeroMemory(_before);
        _before = null;
    }
}
