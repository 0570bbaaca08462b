using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Notices;

namespace ServiceDirectory.Web;

/// <summary>How it is said where and until when a notice is true.</summary>
public sealed class SayNotices(Wording words, PlaceFinder places, SayPlaces sayPlaces, TimeProvider clock)
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>"Leeds", "England"; null while places are not read yet.</summary>
    public string? Where(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.PlaceId is { } id ? places.Find(id)?.Name : sayPlaces.AreaName(notice.Area!);
    }

    /// <summary>"Written 24 November, until 28 November", by the clock of the place.</summary>
    public string Dates(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var zone = (notice.PlaceId is { } id ? places.Find(id)?.Zone : places.InArea(notice.Area!)?.Zone) ?? DateTimeZone.Utc;
        var end = notice.Until.InZone(zone).LocalDateTime;
        // Midnight ends the day before it.
        var lastDay = end.TimeOfDay == LocalTime.Midnight ? end.Date.PlusDays(-1) : end.Date;
        var today = clock.Now().InZone(zone).Date;
        var until = lastDay == today && lastDay == end.Date
            ? words["Notice.UntilToday", end.TimeOfDay.ToString("HH:mm", Culture)]
            : words["Notice.Until", Day(lastDay)];
        return words["Notice.Dates", Day(notice.From.InZone(zone).Date), until];
    }

    private string Day(LocalDate date) => date.ToString(words["Date.Brief"], Culture);
}
