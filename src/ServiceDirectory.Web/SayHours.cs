using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How opening hours are said.</summary>
public sealed class SayHours(Wording words, PlaceFinder places, TimeProvider clock)
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>"Open until 20:00", "Closed, opens Monday 09:00", "Call for hours".</summary>
    /// <param name="state">In the local time of the place.</param>
    /// <param name="placeId">Decides what "today" is there.</param>
    public string Open(OpenState state, int? placeId)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Kind is OpenKind.NotKnown)
            return words["Open.NotKnown"];
        var open = state.Kind is OpenKind.Open;
        if (state.Until is not { } until)
            return words[open ? "Open.Always" : "Open.ClosedThisWeek"];
        // Midnight ends the day before it.
        var day = open && until.TimeOfDay == LocalTime.Midnight ? until.Date.PlusDays(-1) : until.Date;
        return day == Today(placeId)
            ? words[open ? "Open.Until" : "Open.OpensAt", Time(until.TimeOfDay)]
            : words[open ? "Open.UntilDay" : "Open.OpensDay", Weekday(day.DayOfWeek), Time(until.TimeOfDay)];
    }

    /// <summary>As <see cref="Open"/>; hours that nobody gave because one makes an appointment are said so.</summary>
    public string OpenOrByAppointment(OpenState state, int? placeId, bool byAppointment)
    {
        ArgumentNullException.ThrowIfNull(state);
        return byAppointment && state.Kind is OpenKind.NotKnown ? words["Open.ByAppointment"] : Open(state, placeId);
    }

    /// <summary>"Monday: 09:00 to 17:00", in the order of the week.</summary>
    public IEnumerable<(string Day, string Times, Text? Note)> Week(IEnumerable<HoursRule> rules) =>
        rules.OrderBy(rule => rule.Opens).GroupBy(rule => rule.Day).OrderBy(day => (int)day.Key).Select(day => (
            Weekday(day.Key),
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

    /// <summary>The date where the place is; in UTC where it is not known.</summary>
    private LocalDate Today(int? placeId) =>
        Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone((placeId is { } id ? places.Find(id)?.Zone : null) ?? DateTimeZone.Utc).Date;
}
