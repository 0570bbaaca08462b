using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>The lines of a week among the fields of a page.</summary>
internal static class WeekFields
{
    private const int Days = 7;

    public static void Fill(EntryForm form, string at, IReadOnlyList<HoursRule>? rules)
    {
        var week = WeekText.Of(rules);
        form.Add($"{at}.weekdays", "");
        foreach (var (index, line) in week.Days.Index())
            form.Add($"{at}.day{index + 1}", line);
    }

    public static IReadOnlyList<HoursRule>? Read(EntryForm form, string at, IReadOnlyList<HoursRule>? before, string language, WrongFields wrong)
    {
        var week = new WeekText([.. Enumerable.Range(1, Days).Select(day => form[$"{at}.day{day}"])], form[$"{at}.weekdays"], form[$"{at}.rest"].Length > 0);
        var read = week.Read(before, language);
        foreach (var (line, problem) in read.Wrong)
            wrong.Add(line == WeekReading.WeekdaysLine ? $"{at}.weekdays" : $"{at}.day{line + 1}", $"Entry.Wrong.Hours{problem}");
        // Hours that were not known stay as they were written down.
        return read.Rules ?? (before is { Count: > 0 } ? null : before);
    }
}
