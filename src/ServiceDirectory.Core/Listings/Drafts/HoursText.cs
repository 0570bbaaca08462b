using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>
/// Opening hours as somebody types them on a phone: "9-17", "09:00-12:30, 14-18", "9am to 5pm", "closed", "24 hours", and a note after a
/// semicolon. The same in every language of the pages, with digits of any script.
/// </summary>
public static partial class HoursText
{
    private const char NoteSign = ';';

    // In the languages of the pages. A dash alone is how a timetable says it.
    private static readonly FrozenSet<string> s_closed =
        new[] { "closed", "shut", "cerrado", "închis", "inchis", "مغلق", "-", "–", "—" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_allDay = new[]
    {
        "24", "24h", "24/7", "24 hours", "all day", "24 horas", "todo el día", "todo el dia", "24 de ore", "non-stop", "nonstop", "toată ziua", "24 ساعة", "طوال اليوم",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the line of one day.</summary>
    /// <returns>Spans in their order; a later one may close after midnight.</returns>
    public static HoursLine Read(string? typed)
    {
        string line = Plain(typed ?? "");
        int at = line.IndexOf(NoteSign, StringComparison.Ordinal);
        string? note = at < 0 ? null : line[(at + 1)..].Trim() is { Length: > 0 } words ? words : null;
        string hours = (at < 0 ? line : line[..at]).Trim();
        if (hours.Length == 0)
            return new HoursLine(note is null ? HoursReading.Blank : HoursReading.NotUnderstood, [], note);
        if (s_closed.Contains(hours))
            return new HoursLine(HoursReading.Closed, [], note);
        if (s_allDay.Contains(hours))
            return new HoursLine(HoursReading.Open, [new TimeSpanOfDay(LocalTime.Midnight, LocalTime.Midnight)], note);
        var spans = new List<TimeSpanOfDay>();
        foreach (string part in hours.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Span().Match(part) is not { Success: true } match || Time(match, "o") is not { } opens || Time(match, "c") is not { } closes)
                return new HoursLine(HoursReading.NotUnderstood, [], note);
            spans.Add(new TimeSpanOfDay(opens, closes));
        }

        return new HoursLine(spans.Count == 0 ? HoursReading.NotUnderstood : HoursReading.Open, spans, note);
    }

    /// <summary>A line that <see cref="Read"/> reads as the same: "09:00-12:30, 14:00-18:00; Ring twice".</summary>
    public static string Write(IEnumerable<TimeSpanOfDay> spans, string? note = null)
    {
        string hours = string.Join(", ", spans.Select(span => $"{Write(span.Opens)}-{(span.Closes == LocalTime.Midnight ? "24:00" : Write(span.Closes))}"));
        return (hours.Length == 0 ? "closed" : hours) + (note is null ? "" : $"{NoteSign} {note}");
    }

    internal static string Plain(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        foreach (char letter in typed)
        {
            plain.Append(letter switch
            {
                '،' or '、' or '，' => ',',
                '؛' or '；' => NoteSign,
                _ when char.IsDigit(letter) => (char)('0' + (int)char.GetNumericValue(letter)),
                _ when char.IsWhiteSpace(letter) => ' ',
                _ => letter,
            });
        }

        return plain.ToString();
    }

    private static string Write(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static LocalTime? Time(Match match, string which)
    {
        int hour = int.Parse(match.Groups[which + "h"].ValueSpan, CultureInfo.InvariantCulture);
        int minute = match.Groups[which + "m"] is { Length: > 0 } minutes ? int.Parse(minutes.ValueSpan, CultureInfo.InvariantCulture) : 0;
        string half = match.Groups[which + "half"].Value.ToLowerInvariant();
        if (minute > 59 || (half.Length > 0 && hour is < 1 or > 12))
            return null;
        hour = half.Length == 0 ? hour : (hour % 12) + (half[0] == 'p' ? 12 : 0);
        // 24:00 is when a day ends.
        return hour == 24 && minute == 0 && which == "c" ? LocalTime.Midnight : hour < 24 ? new LocalTime(hour, minute) : null;
    }

    [GeneratedRegex(
        @"^(?<oh>[0-9]{1,2})(?:[:.h](?<om>[0-9]{2})?)? ?(?<ohalf>[ap]\.?m\.?)? ?(?:-|–|—|−|to|a|la|până la|pana la|إلى|الى|حتى) ?(?<ch>[0-9]{1,2})(?:[:.h](?<cm>[0-9]{2})?)? ?(?<chalf>[ap]\.?m\.?)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Span();
}

public enum HoursReading
{
    /// <summary>Nothing was typed, which says nothing.</summary>
    Blank,

    Closed,

    Open,

    NotUnderstood,
}

/// <param name="Note">What stands after the semicolon.</param>
public sealed record HoursLine(HoursReading Kind, IReadOnlyList<TimeSpanOfDay> Spans, string? Note);
