using NodaTime;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Search;

/// <summary>What is said of opening times, against a walk through the following week minute by minute.</summary>
public sealed class OpenHoursTests
{
    private static readonly string[] s_zones =
        ["Europe/London", "Asia/Kathmandu", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"];

    [Fact]
    public void At_AnyHoursAnywhere_AsAWalkThroughTheWeek()
    {
        var random = new Random(5);
        bool full = Environment.GetEnvironmentVariable("DIRECTORY_TESTS_FULL") == "1";
        for (int i = 0; i < (full ? 5000 : 500); i++)
        {
            var zone = DateTimeZoneProviders.Tzdb[s_zones[random.Next(s_zones.Length)]];
            var now = SomeTime(zone, random);
            var week = random.Next(6) == 0 ? null : Week(random);
            var special = Enumerable.Range(-1, 9).Where(_ => random.Next(4) == 0)
                .ToDictionary(day => now.InZone(zone).Date.PlusDays(day), day => Day(now.InZone(zone).Date.PlusDays(day), random));
            Assert.Equal((i, Walk(week, special, zone, now)), (i, new OpenHours(week, special, zone).At(now)));
        }
    }

    private static OpenState Walk(WeekMinutes? week, Dictionary<LocalDate, WeekMinutes> special, DateTimeZone zone, Instant now)
    {
        bool? IsOpen(LocalDateTime at) =>
            (special.GetValueOrDefault(at.Date) ?? week)?.Contains((((int)at.DayOfWeek - 1) * 1440) + (at.Hour * 60) + at.Minute);

        if (IsOpen(now.InZone(zone).LocalDateTime) is not { } open)
            return new OpenState(OpenKind.NotKnown, null);
        var kind = open ? OpenKind.Open : OpenKind.Closed;
        for (int minute = 1; minute < 7 * 1440; minute++)
        {
            var at = (now + Duration.FromMinutes(minute)).InZone(zone).LocalDateTime;
            if (IsOpen(at) != open)
                return new OpenState(kind, open || IsOpen(at) is true ? at : null);
        }

        return new OpenState(kind, null);
    }

    // Half of them in the week around a change of the clocks, where there is one.
    private static Instant SomeTime(DateTimeZone zone, Random random)
    {
        var any = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(random.Next(3 * 366 * 1440));
        return random.Next(2) == 0 && zone.GetZoneInterval(any) is { HasEnd: true, End: var change } && change < Instant.FromUtc(2035, 1, 1, 0, 0)
            ? change + Duration.FromMinutes(random.Next(-5 * 1440, 1440))
            : any;
    }

    private static WeekMinutes Week(Random random) => WeekMinutes.Of(Enumerable.Range(0, random.Next(8)).Select(_ =>
    {
        int from = random.Next(WeekMinutes.InWeek / 30) * 30;
        return (from, from + (30 * random.Next(1, 30)));
    }));

    private static WeekMinutes Day(LocalDate date, Random random)
    {
        int midnight = ((int)date.DayOfWeek - 1) * 1440;
        int from = random.Next(1440);
        return random.Next(3) == 0 ? WeekMinutes.None : WeekMinutes.Of([(midnight + from, midnight + random.Next(from, 1441))]);
    }
}
