using NodaTime;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>A normal week as seven lines, Monday first, and a short way to say the same for Monday to Friday.</summary>
/// <param name="Days">Seven lines.</param>
/// <param name="Weekdays">Counts for each of Monday to Friday that has no line of its own.</param>
/// <param name="IsClosedElse">Days without a line are closed.</param>
public sealed record WeekText(IReadOnlyList<string> Days, string Weekdays = "", bool IsClosedElse = false)
{
    private const int InWeek = 7;
    private const int WorkingDays = 5;

    /// <summary>The lines of hours that are kept already; seven empty ones where they are not known.</summary>
    public static WeekText Of(IReadOnlyList<HoursRule>? rules)
    {
        if (rules is not { Count: > 0 })
            return new WeekText([.. Enumerable.Repeat("", InWeek)]);
        return new WeekText([.. Enumerable.Range(1, InWeek).Select(day =>
        {
            var those = OfDay(rules, day);
            return HoursText.Write(those.Select(rule => new TimeSpanOfDay(rule.Opens, rule.Closes)), Note(those));
        })]);
    }

    /// <summary>The hours that the lines say.</summary>
    /// <param name="before">What was kept: an unchanged span keeps its id and its note in every language.</param>
    /// <param name="language">In which notes are written.</param>
    public WeekReading Read(IReadOnlyList<HoursRule>? before, string language)
    {
        var weekdays = HoursText.Read(Weekdays);
        List<HoursLine> lines = [.. Days.Take(InWeek).Select(HoursText.Read)];
        for (int day = 0; day < WorkingDays; day++)
        {
            if (lines[day].Kind == HoursReading.Blank)
                lines[day] = weekdays;
        }

        var wrong = new SortedDictionary<int, WeekProblem>();
        if (weekdays.Kind == HoursReading.NotUnderstood)
            wrong[WeekReading.WeekdaysLine] = WeekProblem.NotUnderstood;
        bool saysSomething = lines.Exists(line => line.Kind != HoursReading.Blank);
        for (int day = 0; day < InWeek; day++)
        {
            if (lines[day].Kind == HoursReading.NotUnderstood && HoursText.Read(Days[day]).Kind != HoursReading.Blank)
                wrong[day] = WeekProblem.NotUnderstood;
            // A day of which nobody said anything is not closed.
            else if (lines[day].Kind == HoursReading.Blank && saysSomething && !IsClosedElse)
                wrong[day] = WeekProblem.Blank;
        }

        if (wrong.Count > 0 || !saysSomething)
            return new WeekReading(null, wrong);
        if (lines.TrueForAll(line => line.Kind is HoursReading.Closed or HoursReading.Blank))
            return new WeekReading(null, new SortedDictionary<int, WeekProblem> { [0] = WeekProblem.NeverOpen });
        // In the order in which they were: a check belongs to the hours as they stand there.
        var had = (before ?? []).Select(rule => rule.Id).ToList();
        return new WeekReading(
            [.. lines.SelectMany((line, index) => Rules(line, (IsoDayOfWeek)(index + 1), before ?? [], language)).OrderBy(rule => Place(had, rule.Id))], wrong);
    }

    private static IEnumerable<HoursRule> Rules(HoursLine line, IsoDayOfWeek day, IReadOnlyList<HoursRule> before, string language)
    {
        var had = OfDay(before, (int)day);
        bool sameNote = Note(had) == line.Note;
        foreach (var (index, span) in line.Spans.OrderBy(span => span.Opens).Index())
        {
            var same = had.Find(rule => rule.Opens == span.Opens && rule.Closes == span.Closes);
            yield return new HoursRule
            {
                Id = same?.Id ?? Guid.NewGuid(),
                Day = day,
                Opens = span.Opens,
                Closes = span.Closes,
                Note = sameNote && same is not null ? same.Note : index == 0 && line.Note is { } note ? Text.Of(language, note) : null,
            };
        }
    }

    /// <summary>What is new stands behind.</summary>
    internal static int Place(List<Guid> had, Guid id) => had.IndexOf(id) is >= 0 and var place ? place : int.MaxValue;

    private static List<HoursRule> OfDay(IReadOnlyList<HoursRule> rules, int day) => [.. rules.Where(rule => (int)rule.Day == day).OrderBy(rule => rule.Opens)];

    private static string? Note(IEnumerable<HoursRule> day) => day.Select(rule => rule.Note?.OriginalWords).FirstOrDefault(note => note is not null);
}

/// <param name="Rules">Null: nothing is known, or something is wrong.</param>
/// <param name="Wrong">Line, 0 for Monday or <see cref="WeekdaysLine"/> → what is wrong with it.</param>
public sealed record WeekReading(IReadOnlyList<HoursRule>? Rules, IReadOnlyDictionary<int, WeekProblem> Wrong)
{
    /// <summary>The line for Monday to Friday.</summary>
    public const int WeekdaysLine = -1;
}

public enum WeekProblem
{
    NotUnderstood,

    /// <summary>Other days have hours and this one says nothing.</summary>
    Blank,

    /// <summary>Closed on every day, which no place is.</summary>
    NeverOpen,
}
