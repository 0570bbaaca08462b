using System.Threading.RateLimiting;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Counts each visitor under a <see cref="VisitorKey"/>, without knowing anybody; whoever is under the limit goes on to what is beyond it. One process
/// counts for itself.
/// </summary>
/// <param name="visitors">Who is behind an address.</param>
/// <param name="perMinute">Requests of one visitor.</param>
/// <param name="atOnce">Of these so many without a pause.</param>
/// <param name="clock">Paces them.</param>
internal abstract class VisitorGate(Visitors visitors, int perMinute, int atOnce, TimeProvider clock) : PartitionedRateLimiter<HttpContext>
{
    private readonly PartitionedRateLimiter<VisitorKey> _each = PartitionedRateLimiter.Create<VisitorKey, VisitorKey>(visitor =>
        RateLimitPartition.Get(visitor, _ => new PacedLimiter(TimeSpan.FromMinutes(1) / perMinute, atOnce, TimeSpan.Zero, clock)));

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => NotAtOnce.Instance;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        int most = 0;
        var keys = visitors.Of(resource.Connection.RemoteIpAddress);
        foreach (var visitor in keys)
        {
            var lease = _each.AttemptAcquire(visitor, permitCount);
            if (!lease.IsAcquired)
                return lease;
            if (lease.TryGetMetadata(PacedLimiter.Lately, out int lately))
                most = Math.Max(most, lately);
        }

        return await BeyondAsync(resource, permitCount, keys is [var newest, ..] ? newest : null, most, cancellationToken);
    }

    /// <summary>What holds for all visitors together.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="permits">How many it counts for.</param>
    /// <param name="visitor">Whose it is, by the newest key; null: nobody's.</param>
    /// <param name="lately">How many of the same visitor came shortly before it.</param>
    /// <param name="cancellation">Whoever asked went away.</param>
    protected abstract ValueTask<RateLimitLease> BeyondAsync(HttpContext context, int permits, VisitorKey? visitor, int lately, CancellationToken cancellation);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _each.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Granted or not, and nothing more is said.</summary>
internal abstract class PlainLease : RateLimitLease
{
    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}

/// <summary>Not granted.</summary>
internal class Refused : PlainLease
{
    /// <summary>One visitor, or all of the onion, asked too often.</summary>
    public static readonly Refused ByCount = new();

    public override bool IsAcquired => false;
}

/// <summary>Never granted: the framework asks so first, and would count a request twice that then has to wait.</summary>
internal sealed class NotAtOnce : Refused
{
    public static readonly NotAtOnce Instance = new();
}
