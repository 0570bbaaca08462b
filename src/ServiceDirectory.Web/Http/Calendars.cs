using System.Globalization;
using System.Text;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Desk;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What a member's own calendar reads at its private address (iCalendar, RFC 5545): how many things wait, and not one word about what. A code
/// that is wrong or has ended is not there.
/// </summary>
internal static class Calendars
{
    public static void MapCalendars(this IEndpointRouteBuilder app) => app.MapMethods("/calendar/{code}.ics", [HttpMethods.Get, HttpMethods.Head], AnswerAsync).AllowAnonymous();

    private static async Task<IResult> AnswerAsync(
        string code, CalendarService calendars, SignInService members, DeskService desk, Wording words, TimeProvider clock, CancellationToken cancellation)
    {
        if (await calendars.FindAsync(code, cancellation) is not { } account)
            return Results.NotFound();
        var today = clock.Now().InUtc().Date;
        int things = 0;
        foreach (var seat in await members.SeatsAsync(account, cancellation))
            things += (await desk.ForAsync(seat, today, cancellation)).Count;
        return Results.Text(Write(things, today, words), "text/calendar", Encoding.UTF8);
    }

    private static string Write(int things, LocalDate today, Wording words)
    {
        string day = today.ToString("uuuuMMdd", CultureInfo.InvariantCulture);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN",
            // The same event on every day, so that no old one stays behind.
            .. things == 0 ? [] : new[]
            {
                "BEGIN:VEVENT", "UID:things@calendar.invalid", $"DTSTAMP:{day}T000000Z", $"DTSTART;VALUE=DATE:{day}",
                $"SUMMARY:{words.Count("Desk.Things", things)}", "TRANSP:TRANSPARENT", "END:VEVENT",
            },
            "END:VCALENDAR", "",
        ];
        return string.Join("\r\n", lines);
    }
}
