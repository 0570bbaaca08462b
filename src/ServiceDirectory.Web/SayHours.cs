using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How opening hours are said.</summary>
public sealed class SayHours(Wording words, TimeProvider clock)
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>"Open until 20:00", "Closed, opens Monday 09:00", "Call for hours".</summary>
    /// <param name="state">In the local time of the place.</param>
    /// <param name="zone">Decides what "today" is there; null: not known, and UTC is taken.</param>
    public string Open(OpenState state, DateTimeZone? zone)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Kind is OpenKind.NotKnown)
            return words["Open.NotKnown"];
        var open = state.Kind is OpenKind.Open;
        if (state.Until is not { } until)
            return words[open ? "Open.Always" : "Open.ClosedThisWeek"];
        // Midnight ends the day before it.
        var day = open && until.TimeOfDay == LocalTime.Midnight ? until.Date.PlusDays(-1) : until.Date;
        return day == Today(zone)
            ? words[open ? "Open.Until" : "Open.OpensAt", Time(until.TimeOfDay)]
            : words[open ? "Open.UntilDay" : "Open.OpensDay", Weekday(day.DayOfWeek), Time(until.TimeOfDay)];
    }

    /// <summary>As <see cref="Open"/>; hours that nobody gave because one makes an appointment are said so.</summary>
    public string OpenOrByAppointment(OpenState state, DateTimeZone? zone, bool byAppointment)
    {
        ArgumentNullException.ThrowIfNull(state);
        return byAppointment && state.Kind is OpenKind.NotKnown ? words["Open.ByAppointment"] : Open(state, zone);
    }

    /// <summary>As <see cref="Open"/>, with the name of the clock where it is not the reader's: "Open until 20:00, London time".</summary>
    /// <param name="state">In the local time of the line.</param>
    /// <param name="zone">The line's clock; null: not known.</param>
    /// <param name="near">The clock of the place that was searched; null: none was.</param>
    public string OpenByWhoseClock(OpenState state, DateTimeZone? zone, DateTimeZone? near)
    {
        ArgumentNullException.ThrowIfNull(state);
        var open = Open(state, zone);
        return state.Until is null || zone is null || zone.Equals(near) ? open : words["Open.Clock", open, Clock(zone)];
    }

    /// <summary>The town that a clock is named after: "London".</summary>
    public static string Clock(DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    /// <summary>"Monday: 09:00 to 17:00", in the order of the week.</summary>
    public IEnumerable<(string Day, string Times, Text? Note)> Week(IEnumerable<HoursRule> rules) => Days(rules).Select(day => (Weekday(day.Day), day.Times, day.Note));

    /// <summary>The same for paper, where room is short: "Monday to Friday: 09:00 to 17:00". Days that follow one another and are alike are one.</summary>
    public IEnumerable<(string Days, string Times, Text? Note)> WeekTogether(IEnumerable<HoursRule> rules)
    {
        var days = Days(rules).ToList();
        for (int first = 0, next; first < days.Count; first = next)
        {
            var (day, times, note) = days[first];
            next = first + 1;
            while (next < days.Count && (int)days[next].Day == (int)day + next - first && days[next].Times == times && days[next].Note?.OriginalWords == note?.OriginalWords)
                next++;
            yield return (
                (next - first) switch
                {
                    1 => Weekday(day),
                    7 => words["Hours.EveryDay"],
                    _ => words["Hours.Days", Weekday(day), Weekday(days[next - 1].Day)],
                },
                times,
                note);
        }
    }

    private IEnumerable<(IsoDayOfWeek Day, string Times, Text? Note)> Days(IEnumerable<HoursRule> rules) =>
        rules.OrderBy(rule => rule.Opens).GroupBy(rule => rule.Day).OrderBy(day => (int)day.Key).Select(day => (
            day.Key,
            string.Join(words["List.Join"], day.Select(rule => rule.Opens == LocalTime.Midnight && rule.Closes == LocalTime.Midnight
                ? words["Hours.AllDay"]
                : Times(rule.Opens, rule.Closes))),
            day.Select(rule => rule.Note).FirstOrDefault(note => note is not null)));

    /// <summary>"10:00 to 14:00", "Closed".</summary>
    public string Times(SpecialDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Open.Count == 0 ? words["Hours.Closed"] : string.Join(words["List.Join"], day.Open.Select(span => Times(span.Opens, span.Closes)));
    }

    private string Times(LocalTime opens, LocalTime closes) => words["Hours.FromTo", opens.ToString("HH:mm", Culture), Time(closes)];

    private string Time(LocalTime time) => time == LocalTime.Midnight ? words["Open.Midnight"] : time.ToString("HH:mm", Culture);

    private static string Weekday(IsoDayOfWeek day) => Culture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7));

    private LocalDate Today(DateTimeZone? zone) => clock.Now().InZone(zone ?? DateTimeZone.Utc).Date;
}
