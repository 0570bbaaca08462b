using System.Threading.RateLimiting;
using ServiceDirectory.Web.Hsds;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The road for whoever takes all of it, beside the one for people: programs that read open data wait for each other, and never does somebody who
/// searches wait for them. Counted as there, under a <see cref="VisitorKey"/>. One process counts for itself.
/// </summary>
internal sealed class OpenDataGate(Visitors visitors, TimeProvider clock) : VisitorGate(visitors, PerMinute, AtOnce, clock)
{
    public const int PerMinute = 300;

    public const int AtOnce = 100;

    /// <summary>Of all questions.</summary>
    public const int WorkedOn = 6;

    /// <summary>Of those that read everything.</summary>
    public const int Streams = 2;

    private const int Waiting = 50;

    /// <summary>How long a program waits for its turn before it is told to come later.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);

    private readonly Turns _work = new(WorkedOn, WorkedOn, Waiting, LongestTurn, clock), _streams = new(Streams, Streams, Waiting, LongestTurn, clock);

    protected override ValueTask<RateLimitLease> BeyondAsync(HttpContext context, int permits, VisitorKey? visitor, int lately, CancellationToken cancellation) =>
        (IsStream(context.Request) ? _streams : _work).TakeAsync(visitor, lately, cancellation);

    // As the router reads an address: in any size of letters, with or without a slash at its end.
    private static bool IsStream(HttpRequest request) =>
        IsAt(request, HsdsRoute.Package) || IsAt(request, HsdsRoute.AllServices) || request.Query[HsdsParameter.As.Name] == "ndjson";

    private static bool IsAt(HttpRequest request, HsdsRoute route) => string.Equals(request.Path.Value?.TrimEnd('/'), route.Pattern, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which gate stands before an address.</summary>
internal sealed class Gates(SearchGate search, OpenDataGate open) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => NotAtOnce.Instance;

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        (HsdsProblems.Is(resource) ? (PartitionedRateLimiter<HttpContext>)open : search).AcquireAsync(resource, permitCount, cancellationToken);
}
