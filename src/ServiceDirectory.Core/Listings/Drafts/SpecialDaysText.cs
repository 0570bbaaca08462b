using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>Days on which other hours count, one in a line: "25.12.2026 closed", "2026-12-31 10-14; Early close".</summary>
public static class SpecialDaysText
{
    // The day stands first, as everywhere but in one country; a year first is a date of computers. Never by the page's language.
    private static readonly LocalDatePattern[] s_dates =
        [.. new[] { "uuuu-M-d", "d.M.uuuu", "d/M/uuuu", "d-M-uuuu" }.Select(LocalDatePattern.CreateWithInvariantCulture)];

    public static string Write(IEnumerable<SpecialDay> days) => string.Join('\n', days.OrderBy(day => day.On).Select(day =>
        $"{LocalDatePattern.Iso.Format(day.On)} {HoursText.Write(day.Open, day.Note?.OriginalWords)}"));

    /// <param name="typed">Lines.</param>
    /// <param name="before">What was kept: a day that says the same keeps its id and its note in every language.</param>
    /// <param name="language">In which notes are written.</param>
    /// <returns>The days, and the lines that were not understood.</returns>
    public static (IReadOnlyList<SpecialDay> Days, IReadOnlyList<string> NotUnderstood) Read(string? typed, IReadOnlyList<SpecialDay> before, string language)
    {
        ArgumentNullException.ThrowIfNull(before);
        List<SpecialDay> days = [];
        List<string> wrong = [];
        foreach (string line in (typed ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string plain = HoursText.Plain(line);
            int end = plain.IndexOf(' ', StringComparison.Ordinal);
            var hours = end < 0 ? null : HoursText.Read(plain[end..].TrimStart(' ', ':'));
            if (hours is null or { Kind: HoursReading.Blank or HoursReading.NotUnderstood } || Date(plain[..end].TrimEnd(':')) is not { } on)
            {
                wrong.Add(line);
                continue;
            }

            var same = before.FirstOrDefault(day => day.On == on);
            days.Add(new SpecialDay
            {
                Id = same?.Id ?? Guid.NewGuid(),
                On = on,
                Open = hours.Spans,
                Note = same?.Note?.OriginalWords == hours.Note ? same?.Note : hours.Note is { } note ? Text.Of(language, note) : null,
            });
        }

        var had = before.Select(day => day.Id).ToList();
        return ([.. days.OrderBy(day => WeekText.Place(had, day.Id))], wrong);
    }

    /// <summary>A date by itself; null where it is none.</summary>
    public static LocalDate? Date(string? typed)
    {
        string plain = HoursText.Plain(typed ?? "").Trim();
        return s_dates.Select(pattern => pattern.Parse(plain)).FirstOrDefault(date => date.Success)?.Value;
    }

    public static string Write(LocalDate? date) => date?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
