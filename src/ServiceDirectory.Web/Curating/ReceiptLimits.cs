using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// How many wrong codes are looked up: sixty a minute of everybody together, and each waits a little. Guessing is hopeless anyway; this is
/// about load, and it shuts nobody out who has a right one.
/// </summary>
public sealed class ReceiptLimits(TimeProvider clock) : IDisposable
{
    public const int AMinute = 60;

    /// <summary>What a wrong code waits for, whatever was wrong.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(300);

    private readonly PacedLimiter _wrong = new(TimeSpan.FromMinutes(1) / AMinute, AMinute, TimeSpan.Zero, clock);

    /// <summary>Whether one more wrong one may be.</summary>
    public bool Take() => _wrong.AttemptAcquire().IsAcquired;

    public void Dispose() => _wrong.Dispose();
}
