using System.Threading.RateLimiting;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// So many are worked on at once. Of those that wait, whoever asked least lately goes first, and of these whoever came first: somebody who looks for help once is
/// not kept waiting by many who ask again and again. Where too many wait, the last of that order has to go, and so has who waits too long: the program has
/// more to do than it can, which is nobody's fault, and the answer is <see cref="Busy"/>.
/// </summary>
/// <param name="atOnce">How many are worked on.</param>
/// <param name="waiting">How many may wait.</param>
/// <param name="longest">How long one may wait.</param>
/// <param name="clock">Measures that.</param>
internal sealed class Turns(int atOnce, int waiting, TimeSpan longest, TimeProvider clock)
{
    private readonly Lock _giving = new();

    // While somebody stands in it, nothing is free.
    private readonly SortedSet<Waiter> _line = new(Comparer<Waiter>.Create((one, other) => one.Place.CompareTo(other.Place)));
    private int _free = atOnce;
    private long _came;

    /// <summary>A turn, which ends when it is disposed of, or <see cref="Busy"/>.</summary>
    /// <param name="lately">How many requests of the same visitor came shortly before (<see cref="PacedLimiter.Lately"/>).</param>
    /// <param name="cancellation">Whoever asked went away.</param>
    public ValueTask<RateLimitLease> TakeAsync(int lately, CancellationToken cancellation)
    {
        Waiter waiter;
        Waiter? last = null;
        lock (_giving)
        {
            if (_free > 0)
            {
                _free--;
                return ValueTask.FromResult<RateLimitLease>(new Turn(this));
            }

            waiter = new Waiter((lately, _came++));
            _line.Add(waiter);
            if (_line.Count > waiting)
            {
                last = _line.Max!;
                _line.Remove(last);
            }
        }

        last?.SetResult(Busy.Instance);
        return WaitAsync(waiter, cancellation);
    }

    private async ValueTask<RateLimitLease> WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(longest, clock);
        await using var late = over.Token.Register(() =>
        {
            if (Leaves(waiter))
                waiter.SetResult(Busy.Instance);
        });
        await using var gone = cancellation.Register(() =>
        {
            if (Leaves(waiter))
                waiter.SetCanceled(cancellation);
        });
        return await waiter.Task;
    }

    private bool Leaves(Waiter waiter)
    {
        lock (_giving)
            return _line.Remove(waiter);
    }

    private void GiveBack()
    {
        Waiter? next;
        lock (_giving)
        {
            next = _line.Min;
            if (next is null)
                _free++;
            else
                _line.Remove(next);
        }

        next?.SetResult(new Turn(this));
    }

    /// <param name="place">Who asked least lately stands first, then who came first.</param>
    private sealed class Waiter((int Lately, long Came) place) : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public (int Lately, long Came) Place => place;
    }

    private sealed class Turn(Turns turns) : PlainLease
    {
        private Turns? _turns = turns;

        public override bool IsAcquired => true;

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _turns, null)?.GiveBack();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Refused because of everything that is going on, and not for what this visitor did: 503, as while the directory is away.</summary>
internal sealed class Busy : Refused
{
    public static readonly Busy Instance = new();
}
