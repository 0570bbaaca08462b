using NodaTime;

namespace ServiceDirectory.Web;

/// <summary>The machine's clock in NodaTime's words.</summary>
internal static class Clock
{
    public static Instant Now(this TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
