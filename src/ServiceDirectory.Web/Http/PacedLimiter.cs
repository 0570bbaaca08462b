using System.Threading.RateLimiting;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// So many requests in a time, some of them at once. It keeps one number, the moment by which everything granted so far is spread
/// out evenly, and needs no timer; the framework's own limiters take no clock, so that no test could turn it.
/// </summary>
/// <param name="each">The time that one request takes up.</param>
/// <param name="atOnce">How many may come together after a quiet time.</param>
/// <param name="longestWait">How long a request may be held back before it is refused.</param>
/// <param name="clock">Measures spans of time.</param>
internal sealed class PacedLimiter(TimeSpan each, int atOnce, TimeSpan longestWait, TimeProvider clock) : RateLimiter
{
    /// <summary>On each lease that is granted: how many of those before it are not spread out yet.</summary>
    public static readonly MetadataName<int> Lately = new("LATELY");

    private readonly Lock _granting = new();
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _spreadOutBy;

    /// <summary>After this the framework may drop it: a new one would count the same.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_granting)
                return Now >= _spreadOutBy ? Now - _spreadOutBy : null;
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(_start);

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) =>
        Take(permitCount, TimeSpan.Zero) is { } taken ? new Granted(taken.Lately) : Refused.ByCount;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        if (Take(permitCount, longestWait) is not { } taken)
            return Refused.ByCount;
        if (taken.Wait > TimeSpan.Zero)
            await Task.Delay(taken.Wait, clock, cancellationToken);
        return new Granted(taken.Lately);
    }

    /// <summary>How long the request has to wait for its turn; null when that is too long, and then nothing is taken.</summary>
    private (TimeSpan Wait, int Lately)? Take(int requests, TimeSpan longest)
    {
        lock (_granting)
        {
            var now = Now;
            var from = _spreadOutBy > now ? _spreadOutBy : now;
            var wait = from + (each * (requests - atOnce)) - now;
            if (wait > longest)
                return null;
            _spreadOutBy = from + (each * requests);
            return (wait, (int)Math.Ceiling((from - now) / each));
        }
    }

    private sealed class Granted(int lately) : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [Lately.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == Lately.Name ? lately : null;
            return metadata is not null;
        }
    }
}
