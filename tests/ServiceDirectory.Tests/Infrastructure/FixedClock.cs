namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>A clock that shows what a test says. Time spans are measured as always.</summary>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
