using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Holds floods off the database without knowing anybody: each visitor is counted under a <see cref="VisitorKey"/>, all visitors
/// of the onion together besides, and only so many requests are worked on at once. One process counts for itself.
/// </summary>
internal sealed class SearchGate(IOptions<DirectoryOptions> options, Visitors visitors, TimeProvider clock) : PartitionedRateLimiter<HttpContext>
{
    public const int PerMinute = 60;

    public const int AtOnce = 30;

    public const int OnionPerMinute = 1_200;

    public const int OnionAtOnce = 100;

    public const int WorkedOn = 20;

    private const int Waiting = 200;

    public static readonly TimeSpan OnionLongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<VisitorKey> _each = PartitionedRateLimiter.Create<VisitorKey, VisitorKey>(visitor =>
        RateLimitPartition.Get(visitor, _ => new PacedLimiter(Minute / PerMinute, AtOnce, TimeSpan.Zero, clock)));

    private readonly PacedLimiter _onion = new(Minute / OnionPerMinute, OnionAtOnce, OnionLongestWait, clock);

    private readonly ConcurrencyLimiter _work = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = WorkedOn,
        QueueLimit = Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => NotAtOnce.Instance;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        foreach (var visitor in visitors.Of(resource.Connection.RemoteIpAddress))
        {
            if (_each.AttemptAcquire(visitor, permitCount) is { IsAcquired: false } refused)
                return refused;
        }

        if (IsOnion(resource) && await _onion.AcquireAsync(permitCount, cancellationToken) is { IsAcquired: false } full)
            return full;
        return await _work.AcquireAsync(permitCount, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _each.Dispose();
            _onion.Dispose();
            _work.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsOnion(HttpContext context) =>
        OnionName.Is(context.Request.Host, options.Value) || context.Connection.RemoteIpAddress is { } address && VisitorKeys.IsCircuit(address);
}
