using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// Wrong codes wait a little, and from the sixty-first in a minute of everybody together they are told to come back later (429). Every code is
/// looked up all the same: guessing is hopeless anyway, and whoever has a right one is never shut out by those who have none.
/// </summary>
public sealed class ReceiptLimits(TimeProvider clock) : IDisposable
{
    public const int AMinute = 60;

    /// <summary>What a wrong code waits for, whatever was wrong.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(300);

    private readonly PacedLimiter _wrong = new(TimeSpan.FromMinutes(1) / AMinute, AMinute, TimeSpan.Zero, clock);

    /// <summary>Whether one more wrong one is answered as usual.</summary>
    public bool Take() => _wrong.AttemptAcquire().IsAcquired;

    public void Dispose() => _wrong.Dispose();
}
