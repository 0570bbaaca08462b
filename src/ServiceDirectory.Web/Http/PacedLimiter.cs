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
        Take(permitCount, TimeSpan.Zero) is null ? Answer.Refused : Answer.Granted;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        if (Take(permitCount, longestWait) is not { } wait)
            return Answer.Refused;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
        return Answer.Granted;
    }

    /// <summary>How long the request has to wait for its turn; null when that is too long, and then nothing is taken.</summary>
    private TimeSpan? Take(int requests, TimeSpan longest)
    {
        lock (_granting)
        {
            var from = _spreadOutBy > Now ? _spreadOutBy : Now;
            var wait = from + (each * (requests - atOnce)) - Now;
            if (wait > longest)
                return null;
            _spreadOutBy = from + (each * requests);
            return wait;
        }
    }

    private sealed class Answer(bool isGranted) : RateLimitLease
    {
        public static readonly Answer Granted = new(true);

        public static readonly Answer Refused = new(false);

        public override bool IsAcquired => isGranted;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
