using System.Threading.RateLimiting;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// So many are worked on at once; of those that wait, whoever came first goes first. Where too many wait, or somebody waits too long, the program has more
/// to do than it can, which is nobody's fault: the answer is <see cref="Busy"/>.
/// </summary>
/// <param name="atOnce">How many are worked on.</param>
/// <param name="waiting">How many may wait.</param>
/// <param name="longest">How long one may wait.</param>
/// <param name="clock">Measures that.</param>
internal sealed class Turns(int atOnce, int waiting, TimeSpan longest, TimeProvider clock) : IDisposable
{
    private readonly ConcurrencyLimiter _work = InOrder(atOnce, waiting);

    /// <summary>The same without an end of the wait, and refused as the framework does.</summary>
    public static ConcurrencyLimiter InOrder(int atOnce, int waiting) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public ValueTask<RateLimitLease> TakeAsync(int permits, CancellationToken cancellation) =>
        _work.AttemptAcquire(permits) is { IsAcquired: true } taken ? ValueTask.FromResult(taken) : WaitAsync(permits, cancellation);

    public void Dispose() => _work.Dispose();

    private async ValueTask<RateLimitLease> WaitAsync(int permits, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            return await _work.AcquireAsync(permits, either.Token) is { IsAcquired: true } taken ? taken : Busy.Instance;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Busy.Instance;
        }
    }
}

/// <summary>Refused because of everything that is going on, and not for what this visitor did: 503, as while the directory is away.</summary>
internal sealed class Busy : Refused
{
    public static readonly Busy Instance = new();
}
