using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// How often somebody may try to come in: one visitor under one name, everybody under one name, and all together, as each try costs
/// a slow hash. A name that does not exist is counted like one that does. One process counts for itself.
/// </summary>
public sealed class SignInLimits(VisitorKeys visitors, TimeProvider clock) : IDisposable
{
    /// <summary>Tries of one visitor under one name that may come together; then one a minute.</summary>
    public const int AtOnce = 10;

    /// <summary>Tries of everybody under one name; then one in two seconds. A stranger who knows a name keeps nobody out with less.</summary>
    public const int NameAtOnce = 100;

    /// <summary>Tries of everybody that may come together; then four a second.</summary>
    public const int AllAtOnce = 40;

    /// <summary>Answers of passkeys of one visitor that may come together; then one in five seconds.</summary>
    public const int PasskeysAtOnce = 20;

    /// <summary>Answers of everybody's passkeys that may come together; then twenty a second.</summary>
    public const int AllPasskeysAtOnce = 200;

    private static readonly TimeSpan s_each = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_eachOfName = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_eachOfAll = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan s_eachPasskey = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_eachOfAllPasskeys = TimeSpan.FromSeconds(0.05);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PacedLimiter _all = new(s_eachOfAll, AllAtOnce, TimeSpan.Zero, clock);
    private readonly PartitionedRateLimiter<ulong> _visitors = Each(s_each, AtOnce, clock);
    private readonly PacedLimiter _passkeys = new(s_eachOfAllPasskeys, AllPasskeysAtOnce, TimeSpan.Zero, clock);
    private readonly PartitionedRateLimiter<ulong> _passkeyVisitors = Each(s_eachPasskey, PasskeysAtOnce, clock);
    private readonly PartitionedRateLimiter<ulong> _names = Each(s_eachOfName, NameAtOnce, clock);

    /// <summary>Whether this try may be looked at.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="address">Of whoever tries.</param>
    public bool Take(string name, IPAddress? address)
    {
        ulong hashed = Hash(TwoWordName.Normalise(name));
        // Stands for the visitor as long as their key does, and for nobody afterwards.
        ulong both = hashed ^ (ulong)(address is null ? 0 : visitors.For(address)[0].GetHashCode());
        return _visitors.AttemptAcquire(both).IsAcquired && _names.AttemptAcquire(hashed).IsAcquired && _all.AttemptAcquire().IsAcquired;
    }

    /// <summary>
    /// Whether the answer of a passkey may be looked at. It costs no slow hash, and has tries of its own, so that whoever guesses passphrases
    /// keeps nobody out who has a key.
    /// </summary>
    public bool TakePasskey(IPAddress? address) =>
        (address is null || _passkeyVisitors.AttemptAcquire((ulong)visitors.For(address)[0].GetHashCode()).IsAcquired) && _passkeys.AttemptAcquire().IsAcquired;

    /// <summary>Whether somebody who is signed in may try a code: nobody else uses these up.</summary>
    public bool TakeOf(Guid account) => _visitors.AttemptAcquire(Hash(account.ToString())).IsAcquired;

    public void Dispose()
    {
        _visitors.Dispose();
        _names.Dispose();
        _passkeyVisitors.Dispose();
        _passkeys.Dispose();
        _all.Dispose();
    }

    private static PartitionedRateLimiter<ulong> Each(TimeSpan each, int atOnce, TimeProvider clock) =>
        PartitionedRateLimiter.Create<ulong, ulong>(key => RateLimitPartition.Get(key, _ => new PacedLimiter(each, atOnce, TimeSpan.Zero, clock)));

    private ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
