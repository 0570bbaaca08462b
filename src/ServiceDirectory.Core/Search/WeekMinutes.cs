using System.Globalization;
using System.Text;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// A set of minutes of the local week: 0 is Monday 00:00, <see cref="InWeek"/> is the end of Sunday. Kept as spans in order
/// that do not touch, the form in which PostgreSQL writes an <c>int4multirange</c>.
/// </summary>
public sealed class WeekMinutes : IEquatable<WeekMinutes>
{
    public const int InDay = 24 * 60;

    public const int InWeek = 7 * InDay;

    public static readonly WeekMinutes None = new([]);

    public static readonly WeekMinutes All = new([(0, InWeek)]);

    private readonly (int From, int To)[] _spans;

    private WeekMinutes((int From, int To)[] spans) => _spans = spans;

    /// <summary>From the first minute in it to the first after it.</summary>
    public IReadOnlyList<(int From, int To)> Spans => _spans;

    internal ReadOnlySpan<(int From, int To)> InOrder => _spans;

    public bool IsEmpty => _spans.Length == 0;

    /// <param name="spans">Any order, may overlap. What goes over the end of Sunday comes round to Monday.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span starts outside the week, ends before it starts or is longer than one.</exception>
    public static WeekMinutes Of(IEnumerable<(int From, int To)> spans)
    {
        var within = new List<(int From, int To)>();
        foreach (var (from, to) in spans)
        {
            if (from < 0 || from >= InWeek || to < from || to - from > InWeek)
                throw new ArgumentOutOfRangeException(nameof(spans), $"{from} to {to} is no part of a week.");
            if (to > from)
                within.Add((from, Math.Min(to, InWeek)));
            if (to > InWeek)
                within.Add((0, to - InWeek));
        }

        within.Sort();
        var merged = new List<(int From, int To)>();
        foreach (var span in within)
        {
            if (merged.Count > 0 && span.From <= merged[^1].To)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, span.To));
            else
                merged.Add(span);
        }

        return new([.. merged]);
    }

    /// <summary>Reads the text form of an <c>int4multirange</c>: <c>{[540,1020),[1980,2460)}</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static WeekMinutes Parse(string text)
    {
        if (text is not ['{', .., '}'])
            throw new FormatException($"\"{text}\" is not a set of minutes.");
        if (text.Length == 2)
            return None;
        var spans = new List<(int From, int To)>();
        for (var rest = text.AsSpan(1..^1); !rest.IsEmpty;)
        {
            int comma = rest.IndexOf(','), end = rest.IndexOf(')');
            if (rest[0] != '[' || comma < 1 || end < comma
                || !int.TryParse(rest[1..comma], NumberStyles.None, CultureInfo.InvariantCulture, out int from)
                || !int.TryParse(rest[(comma + 1)..end], NumberStyles.None, CultureInfo.InvariantCulture, out int to))
                throw new FormatException($"\"{text}\" is not a set of minutes.");
            spans.Add((from, to));
            rest = rest[(end + 1)..];
            if (!rest.IsEmpty)
                rest = rest[0] == ',' ? rest[1..] : throw new FormatException($"\"{text}\" is not a set of minutes.");
        }

        return Of(spans);
    }

    public bool Contains(int minute)
    {
        foreach (var (from, to) in _spans)
        {
            if (minute < to)
                return minute >= from;
        }

        return false;
    }

    public WeekMinutes Union(WeekMinutes other) => Of(_spans.Concat(other._spans));

    /// <summary>What of it lies from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public WeekMinutes Within(int from, int to) =>
        new([.. _spans.Select(s => (From: Math.Max(s.From, from), To: Math.Min(s.To, to))).Where(s => s.From < s.To)]);

    /// <summary>How many minutes are in it.</summary>
    public int Count() => _spans.Sum(s => s.To - s.From);

    public bool Equals(WeekMinutes? other) => other is not null && _spans.AsSpan().SequenceEqual(other._spans);

    public override bool Equals(object? obj) => Equals(obj as WeekMinutes);

    public override int GetHashCode() => _spans.Aggregate(0, HashCode.Combine);

    public override string ToString()
    {
        var text = new StringBuilder("{");
        foreach (var (from, to) in _spans)
            text.Append(text.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"[{from},{to})");
        return text.Append('}').ToString();
    }
}
