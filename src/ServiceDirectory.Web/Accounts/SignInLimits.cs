using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// How often somebody may try to come in: under one name, and all together, as each try costs a slow hash. A name that does not
/// exist is counted like one that does. One process counts for itself.
/// </summary>
public sealed class SignInLimits(TimeProvider clock) : IDisposable
{
    /// <summary>Tries under one name that may come together; then one a minute.</summary>
    public const int AtOnce = 10;

    /// <summary>Tries of everybody that may come together; then two a second.</summary>
    public const int AllAtOnce = 40;

    private static readonly TimeSpan s_each = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_eachOfAll = TimeSpan.FromSeconds(0.5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PacedLimiter _all = new(s_eachOfAll, AllAtOnce, TimeSpan.Zero, clock);
    private readonly PartitionedRateLimiter<ulong> _names = PartitionedRateLimiter.Create<ulong, ulong>(name =>
        RateLimitPartition.Get(name, _ => new PacedLimiter(s_each, AtOnce, TimeSpan.Zero, clock)));

    /// <summary>Whether this try may be looked at.</summary>
    public bool Take(string name)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(TwoWordName.Normalise(name)), hash);
        return _names.AttemptAcquire(BinaryPrimitives.ReadUInt64BigEndian(hash)).IsAcquired && _all.AttemptAcquire().IsAcquired;
    }

    public void Dispose()
    {
        _names.Dispose();
        _all.Dispose();
    }
}
