using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Search;

/// <summary>Hours against a model that is slow and obvious: one minute after the other.</summary>
public sealed class OpenHoursTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const int Day = 1440;
    private const int Week = 7 * Day;

    private static readonly int s_samples = FullRun.IsAsked ? 2_000 : 60;

    // Around each change of the clocks, and an ordinary week.
    public static TheoryData<string, string> Weeks => new()
    {
        { "Europe/London", "2026-03-26T00:00:00Z" }, { "Europe/London", "2026-10-22T00:00:00Z" }, { "Europe/London", "2026-06-01T00:00:00Z" },
        { "America/New_York", "2026-03-05T00:00:00Z" }, { "America/New_York", "2026-10-29T00:00:00Z" },
        { "Asia/Kathmandu", "2026-03-26T00:00:00Z" },
        { "Australia/Lord_Howe", "2026-04-02T00:00:00Z" }, { "Australia/Lord_Howe", "2026-10-01T00:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Weeks))]
    public void At_AnyWeek_IsWhatTheMinutesSay(string zoneId, string from)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var start = NodaTime.Text.InstantPattern.General.Parse(from).Value;
        for (int seed = 0; seed < s_samples; seed++)
        {
            var random = new Random(seed);
            var now = start + Duration.FromMinutes(random.Next(6 * Day)) + Duration.FromSeconds(random.Next(60));
            var rules = seed % 10 == 0 ? null : Rules(random);
            var days = WeeklyHours.SpecialDays(rules, Days(random, now.InZone(zone).Date));
            var hours = new OpenHours(rules is null ? null : WeeklyHours.Of(rules), days, zone);
            var expected = Slow(now, zone, rules is null ? null : Minutes(rules), days);
            var state = hours.At(now);
            Assert.True(expected == state, $"Seed {seed} at {now}: {state} instead of {expected}");
        }
    }

    [Fact]
    public void Of_AnyRules_IsTheSetOfTheirMinutes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var rules = Rules(new Random(seed));
            bool[] expected = Minutes(rules);
            var hours = WeeklyHours.Of(rules);
            Assert.Equal(expected, Enumerable.Range(0, Week).Select(hours.Contains));
            Assert.Equal(expected.Count(open => open), hours.Count());
            // Spans neither touch nor stand out of order, as PostgreSQL writes them.
            Assert.All(hours.Spans.Zip(hours.Spans.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
            var bits = OpenBits.None;
            for (int day = 0; day < 7; day++)
            {
                if (Enumerable.Range((day * Day) + 1080, 360).Count(m => expected[m]) >= 60)
                    bits |= OpenBits.Evening;
                if (Enumerable.Range(day * Day, Day).Any(m => expected[m] && (m % Day < 360 || m % Day >= 1320)))
                    bits |= OpenBits.Night;
                if (day >= 5 && Enumerable.Range(day * Day, Day).Any(m => expected[m]))
                    bits |= OpenBits.Weekend;
            }

            Assert.Equal(bits, WeeklyHours.Bits(hours));
        }
    }

    [Fact]
    public void SpecialDay_ReplacesItsClockDay_AndWhatItsEveningWouldHaveSpilled()
    {
        // Friday 20:00 to 04:00 each week; on Friday 25 December closed.
        var days = WeeklyHours.SpecialDays(
            [Sample.Rule(IsoDayOfWeek.Friday, 20, 4), Sample.Rule(IsoDayOfWeek.Saturday, 10, 12)],
            [new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 12, 25) }]);
        Assert.Equal([new LocalDate(2026, 12, 25), new LocalDate(2026, 12, 26)], days.Keys);
        Assert.True(days[new LocalDate(2026, 12, 25)].IsEmpty);
        Assert.Equal([((5 * Day) + 600, (5 * Day) + 720)], days[new LocalDate(2026, 12, 26)].Spans);
    }

    [Fact]
    public void SundayNight_GoesOnIntoMonday()
    {
        var hours = WeeklyHours.Of([Sample.Rule(IsoDayOfWeek.Sunday, 22, 6)]);
        Assert.Equal([(0, 360), (Week - 120, Week)], hours.Spans);
        Assert.Equal(WeekMinutes.All, WeeklyHours.Of(Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None).Select(d => Sample.Rule(d, 0, 0))));
    }

    [Fact]
    public async Task Text_IsReadByTheDatabase_AndBack()
    {
        string[] texts = [.. Enumerable.Range(0, 100).Select(seed => WeeklyHours.Of(Rules(new Random(seed))).ToString()), "{}", WeekMinutes.All.ToString()];
        var back = await database.Public.ListAsync<string>("select t::int4multirange::text from unnest($1) with ordinality u (t, n) order by n", (object)texts);
        Assert.Equal(texts, back);
        Assert.Equal(texts, back.Select(t => WeekMinutes.Parse(t).ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,2)")]
    [InlineData("{[1,2}")]
    [InlineData("{[1,99999)}")]
    [InlineData("{[-5,2)}")]
    public void Parse_SomethingElse_IsRefused(string text) =>
        Assert.True(Record.Exception(() => WeekMinutes.Parse(text)) is FormatException or ArgumentOutOfRangeException);

    private static OpenState Slow(Instant now, DateTimeZone zone, bool[]? week, SortedDictionary<LocalDate, WeekMinutes> days)
    {
        bool? open = IsOpen(now);
        if (open is null)
            return new OpenState(OpenKind.NotKnown, null);
        // Every change of clocks and hours falls on a whole minute.
        var minute = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        for (int i = 1; minute + Duration.FromMinutes(i) < now + Duration.FromDays(7); i++)
        {
            var at = minute + Duration.FromMinutes(i);
            if (IsOpen(at) == open)
                continue;
            var until = open.Value || IsOpen(at) == true ? at.InZone(zone).LocalDateTime : (LocalDateTime?)null;
            return new OpenState(open.Value ? OpenKind.Open : OpenKind.Closed, until);
        }

        return new OpenState(open.Value ? OpenKind.Open : OpenKind.Closed, null);

        bool? IsOpen(Instant instant)
        {
            var local = instant.InZone(zone).LocalDateTime;
            int minute = (((int)local.DayOfWeek - 1) * Day) + (local.Hour * 60) + local.Minute;
            return days.TryGetValue(local.Date, out var special) ? special.Contains(minute) : week?[minute];
        }
    }

    private static bool[] Minutes(IReadOnlyList<HoursRule> rules)
    {
        bool[] minutes = new bool[Week];
        foreach (var rule in rules)
        {
            int minute = (((int)rule.Day - 1) * Day) + (rule.Opens.Hour * 60) + rule.Opens.Minute;
            do
            {
                minutes[minute % Week] = true;
                minute++;
            }
            while (minute % Day != (rule.Closes.Hour * 60) + rule.Closes.Minute);
        }

        return minutes;
    }

    private static List<HoursRule> Rules(Random random) => [.. Enumerable.Range(0, random.Next(6)).Select(_ => new HoursRule
    {
        Id = Guid.NewGuid(),
        Day = (IsoDayOfWeek)random.Next(1, 8),
        Opens = Time(random),
        Closes = Time(random),
    })];

    private static List<SpecialDay> Days(Random random, LocalDate near) => [.. Enumerable.Range(0, random.Next(3)).Select(i => new SpecialDay
    {
        Id = Guid.NewGuid(),
        On = near.PlusDays((2 * i) + random.Next(2)),
        Open = random.Next(2) == 0 ? [] : [new TimeSpanOfDay(new LocalTime(random.Next(12), 0), new LocalTime(12 + random.Next(12), 30))],
    })];

    // Often in the hours in which clocks change.
    private static LocalTime Time(Random random) => random.Next(3) switch
    {
        0 => new LocalTime(random.Next(4), random.Next(4) * 15),
        1 => LocalTime.Midnight,
        _ => new LocalTime(random.Next(24), random.Next(60)),
    };
}
