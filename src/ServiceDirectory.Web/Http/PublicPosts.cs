using System.Net;
using System.Threading.RateLimiting;
using NodaTime;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Counts what is sent without an account, in memory only. Nobody is ever refused for it: what comes over the numbers is marked, so that it
/// can wait apart, and for a while every form asks a plain question. One process counts for itself.
/// </summary>
public sealed class PublicPosts(Visitors visitors, TimeProvider clock) : IDisposable
{
    /// <summary>Of one visitor in an hour.</summary>
    public const int OfOne = 3;

    /// <summary>Of everybody in an hour.</summary>
    public const int OfAll = 60;

    public const int WrittenAtOnce = 4;

    /// <summary>How long one waits for its turn; then the page says that it was not saved, and gives it back.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);

    /// <summary>How long the forms ask after the last one that was too many.</summary>
    public static readonly Duration Asked = Duration.FromMinutes(10);

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<VisitorKey> _each = PartitionedRateLimiter.Create<VisitorKey, VisitorKey>(visitor =>
        RateLimitPartition.Get(visitor, _ => new PacedLimiter(s_hour / OfOne, OfOne, TimeSpan.Zero, clock)));

    private readonly PacedLimiter _all = new(s_hour / OfAll, OfAll, TimeSpan.Zero, clock);

    /// <summary>So few are written at once that the database has hands free for everything else.</summary>
    private readonly SemaphoreSlim _writing = new(WrittenAtOnce);

    private long _asksUntil = long.MinValue;

    /// <summary>The forms ask a plain question now.</summary>
    public bool Asks => clock.Now().ToUnixTimeTicks() < Volatile.Read(ref _asksUntil);

    /// <summary>For a form that is made now; null: none is asked.</summary>
    public PlainQuestion? NewQuestion() => Asks ? PlainQuestion.New() : null;

    /// <summary>Counts one.</summary>
    /// <returns>Whether it is one of no more than usual.</returns>
    public bool Take(IPAddress? address)
    {
        bool each = visitors.Of(address).All(visitor => _each.AttemptAcquire(visitor).IsAcquired);
        bool all = _all.AttemptAcquire().IsAcquired;
        if (!all)
            Volatile.Write(ref _asksUntil, (clock.Now() + Asked).ToUnixTimeTicks());
        return each && all;
    }

    /// <summary>Writes what came in once it is its turn.</summary>
    /// <exception cref="DirectoryUnavailableException">Its turn did not come.</exception>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (!await _writing.WaitAsync(LongestTurn, cancellation))
            throw new DirectoryUnavailableException();
        try
        {
            return await write();
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        _each.Dispose();
        _all.Dispose();
    }
}
