using NodaTime;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>Bits of <c>open_bits</c>.</summary>
[Flags]
public enum OpenBits
{
    None = 0,

    /// <summary>An hour or more after 18:00 on some day.</summary>
    Evening = 1,

    /// <summary>Some time between 22:00 and 06:00.</summary>
    Night = 2,

    /// <summary>Some time on Saturday or Sunday.</summary>
    Weekend = 4,
}

/// <summary>Weekly hours as minutes.</summary>
public static class WeeklyHours
{
    private const int Six = 6 * 60;
    private const int Eighteen = 18 * 60;
    private const int TwentyTwo = 22 * 60;
    private const int EveningMinutes = 60;

    /// <summary>The minutes of the rules, each in the week that its day belongs to.</summary>
    public static WeekMinutes Of(IEnumerable<HoursRule> rules) => WeekMinutes.Of(rules.Select(Span));

    /// <summary>The minutes of a normal week; null where none are given, which does not mean closed.</summary>
    public static WeekMinutes? Known(IReadOnlyCollection<HoursRule>? rules) => rules is { Count: > 0 } ? Of(rules) : null;

    /// <summary>The special days as the database keeps them: date → minutes of that date's own week.</summary>
    /// <remarks>
    /// A special day replaces its clock day only, yet what its normal evening would have spilled over midnight does not happen
    /// either: the day after is then special as well, with its own hours and without the spill.
    /// </remarks>
    public static SortedDictionary<LocalDate, WeekMinutes> SpecialDays(IReadOnlyList<HoursRule>? rules, IReadOnlyList<SpecialDay> days)
    {
        var result = new SortedDictionary<LocalDate, WeekMinutes>();
        foreach (var day in days)
        {
            int midnight = Midnight(day.On.DayOfWeek);
            result[day.On] = WeekMinutes.Of(day.Open.Select(s =>
                (midnight + Minute(s.Opens), midnight + (s.Closes == LocalTime.Midnight ? WeekMinutes.InDay : Minute(s.Closes)))));
        }

        if (rules is null)
            return result;
        foreach (var day in days)
        {
            var next = day.On.PlusDays(1);
            if (result.ContainsKey(next) || !rules.Any(r => r.Day == day.On.DayOfWeek && Spills(r)))
                continue;
            int midnight = Midnight(next.DayOfWeek);
            result[next] = Of(rules.Where(r => r.Day != day.On.DayOfWeek)).Within(midnight, midnight + WeekMinutes.InDay);
        }

        return result;
    }

    public static OpenBits Bits(WeekMinutes? hours)
    {
        if (hours is null)
            return OpenBits.None;
        var bits = OpenBits.None;
        for (int day = 0; day < 7; day++)
        {
            int midnight = day * WeekMinutes.InDay;
            if (hours.Within(midnight + Eighteen, midnight + WeekMinutes.InDay).Count() >= EveningMinutes)
                bits |= OpenBits.Evening;
            if (!hours.Within(midnight, midnight + Six).IsEmpty || !hours.Within(midnight + TwentyTwo, midnight + WeekMinutes.InDay).IsEmpty)
                bits |= OpenBits.Night;
        }

        if (!hours.Within(Midnight(IsoDayOfWeek.Saturday), WeekMinutes.InWeek).IsEmpty)
            bits |= OpenBits.Weekend;
        return bits;
    }

    internal static (int From, int To) Span(HoursRule rule) => Span(rule.Day, rule.Opens, rule.Closes);

    /// <summary>Closing earlier than or when it opens means after midnight; both 00:00 means the whole day.</summary>
    internal static (int From, int To) Span(IsoDayOfWeek day, LocalTime opens, LocalTime closes)
    {
        int from = Midnight(day) + Minute(opens);
        int length = (Minute(closes) - Minute(opens) + WeekMinutes.InDay) % WeekMinutes.InDay;
        return (from, from + (length == 0 ? WeekMinutes.InDay : length));
    }

    private static bool Spills(HoursRule rule) => Span(rule).To > Midnight(rule.Day) + WeekMinutes.InDay;

    private static int Midnight(IsoDayOfWeek day) => ((int)day - 1) * WeekMinutes.InDay;

    private static int Minute(LocalTime time) => (time.Hour * 60) + time.Minute;
}
