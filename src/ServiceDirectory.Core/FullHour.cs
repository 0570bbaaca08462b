using NodaTime;

namespace ServiceDirectory.Core;

/// <summary>What is kept of a moment at which somebody did something: the hour is enough, and the minute would say when they were at work.</summary>
public static class FullHour
{
    /// <summary>The full hour (UTC) at or before a moment.</summary>
    public static Instant Hour(this Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / NodaConstants.SecondsPerHour * NodaConstants.SecondsPerHour);

    /// <summary>The full hour (UTC) at or after a moment.</summary>
    public static Instant HourAfter(this Instant at) => at.Hour() == at ? at : at.Hour() + Duration.FromHours(1);
}
