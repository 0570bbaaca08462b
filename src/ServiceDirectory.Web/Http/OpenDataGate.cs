using System.Threading.RateLimiting;
using ServiceDirectory.Web.Hsds;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The road for whoever takes all of it, beside the one for people: programs that read open data wait for each other, and never does somebody who
/// searches wait for them. Counted as there, under a <see cref="VisitorKey"/>. One process counts for itself.
/// </summary>
internal sealed class OpenDataGate(Visitors visitors, TimeProvider clock) : PartitionedRateLimiter<HttpContext>
{
    public const int PerMinute = 300;

    public const int AtOnce = 100;

    /// <summary>Of all questions.</summary>
    public const int WorkedOn = 6;

    /// <summary>Of those that read everything.</summary>
    public const int Streams = 2;

    private const int Waiting = 50;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<VisitorKey> _each = PartitionedRateLimiter.Create<VisitorKey, VisitorKey>(visitor =>
        RateLimitPartition.Get(visitor, _ => new PacedLimiter(Minute / PerMinute, AtOnce, TimeSpan.Zero, clock)));

    private readonly ConcurrencyLimiter _work = Limit(WorkedOn), _streams = Limit(Streams);

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => NotAtOnce.Instance;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        foreach (var visitor in visitors.Of(resource.Connection.RemoteIpAddress))
        {
            if (_each.AttemptAcquire(visitor, permitCount) is { IsAcquired: false } refused)
                return refused;
        }

        return await (IsStream(resource.Request) ? _streams : _work).AcquireAsync(permitCount, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _each.Dispose();
            _work.Dispose();
            _streams.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsStream(HttpRequest request) =>
        request.Path == HsdsRoute.Package.Pattern || request.Path == HsdsRoute.AllServices.Pattern || request.Query[HsdsParameter.As.Name] == "ndjson";

    private static ConcurrencyLimiter Limit(int permits) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}

/// <summary>Which gate stands before an address.</summary>
internal sealed class Gates(SearchGate search, OpenDataGate open) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => NotAtOnce.Instance;

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        (HsdsProblems.Is(resource) ? (PartitionedRateLimiter<HttpContext>)open : search).AcquireAsync(resource, permitCount, cancellationToken);
}

/// <summary>Never granted: the framework asks so first, and would count a request twice that then has to wait.</summary>
internal sealed class NotAtOnce : RateLimitLease
{
    public static readonly NotAtOnce Instance = new();

    public override bool IsAcquired => false;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}
