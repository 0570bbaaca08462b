using System.Globalization;
using System.Text;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web.Http;

/// <summary>One appointment as a file (iCalendar, RFC 5545). Whoever runs the calendar reads a day and a time, and not one word about what or where.</summary>
internal static class AppointmentFile
{
    public const string Type = "text/calendar; charset=utf-8";

    public const string Name = "appointment.ics";

    /// <param name="session">When it is.</param>
    /// <param name="summary">A word that says nothing.</param>
    public static byte[] Write(TrainingSession session, string summary)
    {
        ArgumentNullException.ThrowIfNull(session);
        string day = session.HeldOn.ToString("uuuuMMdd", CultureInfo.InvariantCulture);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN", "BEGIN:VEVENT", $"UID:{session.Id:N}@calendar.invalid", $"DTSTAMP:{day}T000000Z",
            // By the clock of whoever reads it: both are there then.
            .. session.StartsAt is { } starts
                ? new[] { $"DTSTART:{day}T{starts.ToString("HHmm", CultureInfo.InvariantCulture)}00", $"DURATION:PT{session.Minutes}M" }
                : [$"DTSTART;VALUE=DATE:{day}"],
            $"SUMMARY:{summary}", "END:VEVENT", "END:VCALENDAR", "",
        ];
        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
    }
}
