using NodaTime;

namespace ServiceDirectory.Core.Search;

/// <summary>When somewhere is open, on the clocks of its own town.</summary>
/// <param name="week">A normal week; null: not known.</param>
/// <param name="specialDays">Dates whose minutes (of their own week) replace the normal ones from midnight to midnight.</param>
/// <param name="zone">The time zone of the town.</param>
public sealed class OpenHours(WeekMinutes? week, IReadOnlyDictionary<LocalDate, WeekMinutes> specialDays, DateTimeZone zone)
{
    private static readonly Duration Horizon = Duration.FromDays(7);

    /// <summary>Minute of the local week of a local time: Monday 00:00 is 0.</summary>
    public static int MinuteOfWeek(LocalDateTime local) => FirstMinute(local.Date) + (local.Hour * 60) + local.Minute;

    /// <summary>Whether it is open on a date and minute of the clock there; null: not known.</summary>
    /// <param name="date">A date there.</param>
    /// <param name="minute">0 to 1439.</param>
    public bool? IsOpen(LocalDate date, int minute) =>
        (specialDays.GetValueOrDefault(date) ?? week)?.Contains(FirstMinute(date) + minute);

    /// <summary>Open or closed at an instant, and what happens next within a week.</summary>
    public OpenState At(Instant now)
    {
        if (IsOpen(now.InZone(zone).LocalDateTime) is not { } open)
            return new OpenState(OpenKind.NotKnown, null);
        var kind = open ? OpenKind.Open : OpenKind.Closed;
        var end = now + Horizon;

        // Clocks run straight between two changes of them, so each stretch is searched by itself.
        for (var from = now; from < end;)
        {
            var stretch = zone.GetZoneInterval(from);
            var to = stretch.HasEnd ? Instant.Min(stretch.End, end) : end;
            if (Change(from.WithOffset(stretch.WallOffset).LocalDateTime, to.WithOffset(stretch.WallOffset).LocalDateTime, open) is { } at)
                return new OpenState(kind, open || IsOpen(at) == true ? at : null);
            from = to;
        }

        return new OpenState(kind, null);
    }

    /// <summary>The first local time from <paramref name="from"/> on and before <paramref name="to"/> at which it is not as <paramref name="open"/> says.</summary>
    private LocalDateTime? Change(LocalDateTime from, LocalDateTime to, bool open)
    {
        for (var date = from.Date; date <= to.Date; date = date.PlusDays(1))
        {
            int first = date == from.Date ? (from.Hour * 60) + from.Minute : 0;
            if (FirstOther(date, first, open) is not { } minute)
                continue;
            var at = LocalDateTime.Max(date.AtMidnight().PlusMinutes(minute), from);
            return at < to ? at : null;
        }

        return null;
    }

    /// <summary>The first minute of a date, from one of its minutes on, at which it is not as <paramref name="open"/> says.</summary>
    private int? FirstOther(LocalDate date, int first, bool open)
    {
        if (IsOpen(date, first) != open)
            return first;
        int midnight = FirstMinute(date);
        // In order, and they do not touch: each end of one is a change.
        foreach (var (from, to) in (specialDays.GetValueOrDefault(date) ?? week ?? WeekMinutes.None).InOrder)
        {
            int edge = (open ? to : from) - midnight;
            if (edge > first && edge < WeekMinutes.InDay)
                return edge;
        }

        return null;
    }

    private bool? IsOpen(LocalDateTime local) => IsOpen(local.Date, (local.Hour * 60) + local.Minute);

    private static int FirstMinute(LocalDate date) => ((int)date.DayOfWeek - 1) * WeekMinutes.InDay;
}
