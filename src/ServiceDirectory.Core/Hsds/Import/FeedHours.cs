using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>
/// Turns schedules into the hours of a normal week. What is not every week, or ends, is not taken for one: it is said, and its words go into
/// the note. Nothing is counted out, so no rule is too long to be read.
/// </summary>
/// <param name="report">Takes what cannot be read.</param>
/// <param name="today">What is over was before.</param>
internal sealed class FeedHours(FeedReport report, LocalDate today)
{
    private static readonly string[] s_days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly string[] s_names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly LocalTime s_lastMinute = new(23, 59);

    /// <summary>A schedule as it stands there, in short: "MO,TU 09:00–17:00"; empty: it has no times.</summary>
    public static string Said(FeedItem item)
    {
        string days = item.Get(item.Table == "regular_schedules" ? "weekday" : "byday"), times = $"{Short(item.Get("opens_at"))}–{Short(item.Get("closes_at"))}";
        return times.Length == 1 ? "" : FeedText.Shown($"{days} {times}".Trim());

        static string Short(string time) => time.Length == 8 && time.EndsWith(":00", StringComparison.Ordinal) ? time[..5] : time.Length > 20 ? time[..20] : time;
    }

    /// <summary>Of one place, or one line.</summary>
    /// <param name="items">Schedules, in the order in which they count.</param>
    /// <param name="id">A random id that is the same each time, by what it is of.</param>
    public IReadOnlyList<HoursRule> Read(IEnumerable<FeedItem> items, Func<string, Guid> id)
    {
        var rules = new List<HoursRule>();
        var taken = WeekMinutes.None;
        foreach (var item in items)
        {
            foreach (var (day, opens, closes) in item.Table == "regular_schedules" ? Regular(item) : item.Table == "schedules" ? Weekly(item) : [])
            {
                var rule = new HoursRule { Id = id($"{day} {opens} {closes}"), Day = day, Opens = opens, Closes = closes };
                if (rules.Any(other => other.Id == rule.Id))
                    continue;
                var span = WeeklyHours.Of([rule]);
                if (rules.Count >= ListingLimits.Rules)
                    report.LeaveOut(item, "opens_at", FeedFault.TooMany);
                else if (span.Spans.Any(s => !taken.Within(s.From, s.To).IsEmpty))
                    report.LeaveOut(item, "opens_at", FeedFault.Overlaps, $"{day} {opens.ToString("HH:mm", CultureInfo.InvariantCulture)}");
                else
                    rules.Add(rule);
                taken = taken.Union(span);
            }
        }

        return rules;
    }

    /// <summary>As newer lists have them: rules of a calendar.</summary>
    private IEnumerable<(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes)> Weekly(FeedItem item)
    {
        string frequency = item.Get("freq"), days = item.Get("byday");
        _ = item.Get("wkst");
        _ = item.Get("timezone");
        if (!Dates(item) || !Number(item, "interval", out var interval) || !Number(item, "count", out var count))
            return [];
        if (frequency.Length == 0 && days.Length == 0 && !item.Has("opens_at"))
            return [];
        if (frequency is not ("WEEKLY" or "MONTHLY"))
            return No(item, "freq", frequency.Length == 0 ? FeedFault.Missing : FeedFault.NotOneOf, frequency);
        if (frequency == "MONTHLY" || interval > 1 || item.Has("byweekno") || item.Has("bymonthday") || item.Has("byyearday"))
            return No(item, frequency == "MONTHLY" ? "freq" : interval > 1 ? "interval" : "byday", FeedFault.NotEveryWeek, frequency);
        if (count is not null)
            return No(item, "count", FeedFault.Ends, item.Get("count"));
        var on = new List<IsoDayOfWeek>();
        foreach (string day in days.Split(',', StringSplitOptions.TrimEntries))
        {
            int at = Array.IndexOf(s_days, day);
            if (at < 0)
                return No(item, "byday", days.Length == 0 ? FeedFault.Missing : FeedFault.NotOneOf, day);
            on.Add((IsoDayOfWeek)(at + 1));
        }

        return Times(item) is var (opens, closes) ? on.Distinct().Select(day => (day, opens, closes)) : [];
    }

    /// <summary>As older lists have them: a day of the week.</summary>
    private IEnumerable<(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes)> Regular(FeedItem item)
    {
        string day = item.Get("weekday").ToLowerInvariant();
        int at = Array.IndexOf(s_names, day) + 1;
        if (at == 0 && !(day.Length == 1 && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out at) && at is >= 1 and <= 7))
            return No(item, "weekday", day.Length == 0 ? FeedFault.Missing : FeedFault.NotOneOf, day);
        if (!Dates(item))
            return [];
        return Times(item) is var (opens, closes) ? [((IsoDayOfWeek)at, opens, closes)] : [];
    }

    private bool Dates(FeedItem item)
    {
        if (!Date(item, "valid_from", out var from) || !Date(item, "valid_to", out var to) || !Date(item, "dtstart", out var start) || !Date(item, "until", out var until))
            return false;
        var (fault, field) =
            item.Has("count") && until is not null ? (FeedFault.EndsTwice, "until")
            : until < start ? (FeedFault.EndsFirst, "until")
            : to < from ? (FeedFault.EndsFirst, "valid_to")
            : to is not null ? (FeedFault.Ends, "valid_to")
            : until is not null ? (FeedFault.Ends, "until")
            : from > today ? (FeedFault.Ends, "valid_from")
            : start > today ? (FeedFault.Ends, "dtstart")
            : ((FeedFault?)null, "");
        if (fault is not { } why)
            return true;
        report.Refuse(item, field, why, item.Get(field));
        return false;
    }

    private (LocalTime Opens, LocalTime Closes)? Times(FeedItem item)
    {
        if (Time(item, "opens_at") is not { } opens || Time(item, "closes_at") is not { } closes)
            return null;
        // How the format says that something is open all day.
        return opens == LocalTime.Midnight && closes == s_lastMinute ? (opens, LocalTime.Midnight) : (opens, closes);
    }

    private LocalTime? Time(FeedItem item, string field)
    {
        string text = item.Get(field);
        if (text == "24:00" || text == "24:00:00")
            return LocalTime.Midnight;
        foreach (string pattern in new[] { "HH:mm", "HH:mm:ss" })
        {
            if (LocalTimePattern.CreateWithInvariantCulture(pattern).Parse(text) is { Success: true } parsed && parsed.Value.Second == 0)
                return parsed.Value;
        }

        report.Refuse(item, field, text.Length == 0 ? FeedFault.Missing : FeedFault.NotATime, text);
        return null;
    }

    private bool Date(FeedItem item, string field, out LocalDate? date)
    {
        string text = item.Get(field);
        date = null;
        if (text.Length == 0)
            return true;
        // Some lists say the first day of all years where they mean none.
        if (LocalDatePattern.Iso.Parse(text.Length > 10 && text[10] == 'T' ? text[..10] : text) is { Success: true } parsed && parsed.Value.Year is >= 1900 and <= ListingLimits.LastYear)
        {
            date = parsed.Value;
            return true;
        }

        report.Refuse(item, field, FeedFault.NotADate, text);
        return false;
    }

    private bool Number(FeedItem item, string field, out int? number)
    {
        string text = item.Get(field);
        number = null;
        if (text.Length == 0)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int read))
        {
            report.Refuse(item, field, FeedFault.NotANumber, text);
            return false;
        }

        if (read is < 1 or > 10_000)
        {
            report.Refuse(item, field, FeedFault.OutOfRange, text);
            return false;
        }

        number = read;
        return true;
    }

    private IEnumerable<(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes)> No(FeedItem item, string field, FeedFault fault, string words)
    {
        report.Refuse(item, field, fault, words);
        return [];
    }
}
