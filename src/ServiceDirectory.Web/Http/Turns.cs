using System.Threading.RateLimiting;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// So many are worked on at once. Of those that wait, whoever asked least lately goes first, and of these whoever came first: somebody who looks for help once is
/// not kept waiting by many who ask again and again, and not by their first requests either, as soon as the second has come. Where too many wait, the last of that order has to go, and so has who waits too long: the program has
/// more to do than it can, which is nobody's fault, and the answer is <see cref="Busy"/>.
/// </summary>
/// <param name="atOnce">How many are worked on.</param>
/// <param name="again">Of these, so many of visitors who asked for more than one thing shortly before: the others are kept for whoever asks once.</param>
/// <param name="waiting">How many may wait.</param>
/// <param name="longest">How long one may wait.</param>
/// <param name="clock">Measures that.</param>
internal sealed class Turns(int atOnce, int again, int waiting, TimeSpan longest, TimeProvider clock)
{
    /// <summary>What is sent with a form and the page that answers it are two requests: whoever searches once came shortly before.</summary>
    private const int AskedOnce = 1;

    private readonly Lock _giving = new();

    // While somebody stands in it, the first cannot be worked on, and so nobody behind can.
    private readonly SortedSet<Waiter> _line = new(Comparer<Waiter>.Create((one, other) => one.Place.CompareTo(other.Place)));
    private int _free = atOnce;
    private int _freeAgain = again;
    private long _came;

    /// <summary>A turn, which ends when it is disposed of, or <see cref="Busy"/>.</summary>
    /// <param name="visitor">Whoever asks; null: nobody can be told from others.</param>
    /// <param name="lately">How many requests of the same visitor came shortly before (<see cref="PacedLimiter.Lately"/>).</param>
    /// <param name="cancellation">Whoever asked went away.</param>
    public ValueTask<RateLimitLease> TakeAsync(VisitorKey? visitor, int lately, CancellationToken cancellation)
    {
        Waiter waiter;
        Waiter? last = null;
        lock (_giving)
        {
            if (Begins(lately) is { } turn)
                return ValueTask.FromResult<RateLimitLease>(turn);

            MoveBack(visitor, lately);
            waiter = new Waiter(visitor, (lately, _came++));
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

    /// <summary>Whoever asks again stands with all that waits where the last of it stands: the first of many requests is not one that is asked once.</summary>
    private void MoveBack(VisitorKey? visitor, int lately)
    {
        if (visitor is null || lately == 0)
            return;
        foreach (var before in _line.TakeWhile(waiter => waiter.Place.Lately < lately).Where(waiter => waiter.Visitor == visitor).ToList())
        {
            _line.Remove(before);
            before.Place = (lately, before.Place.Came);
            _line.Add(before);
        }
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

    /// <summary>The turn of one that came so long after others of its visitor; null: nothing is free for it.</summary>
    private Turn? Begins(int lately)
    {
        bool isAgain = lately > AskedOnce;
        if (_free == 0 || (isAgain && _freeAgain == 0))
            return null;
        _free--;
        if (isAgain)
            _freeAgain--;
        return new Turn(this, isAgain);
    }

    private void GiveBack(bool isAgain)
    {
        Waiter? next;
        Turn? turn = null;
        lock (_giving)
        {
            _free++;
            if (isAgain)
                _freeAgain++;
            next = _line.Min;
            if (next is not null && (turn = Begins(next.Place.Lately)) is not null)
                _line.Remove(next);
        }

        if (turn is not null)
            next!.SetResult(turn);
    }

    /// <param name="visitor">Whose request it is.</param>
    /// <param name="place">Who asked least lately stands first, then who came first. It may change only while this stands in no line.</param>
    private sealed class Waiter(VisitorKey? visitor, (int Lately, long Came) place) : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public VisitorKey? Visitor => visitor;

        public (int Lately, long Came) Place { get; set; } = place;
    }

    private sealed class Turn(Turns turns, bool isAgain) : PlainLease
    {
        private Turns? _turns = turns;

        public override bool IsAcquired => true;

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _turns, null)?.GiveBack(isAgain);
            base.Dispose(disposing);
        }
    }
}

/// <summary>Refused because of everything that is going on, and not for what this visitor did: 503, as while the directory is away.</summary>
internal sealed class Busy : Refused
{
    public static readonly Busy Instance = new();
}
