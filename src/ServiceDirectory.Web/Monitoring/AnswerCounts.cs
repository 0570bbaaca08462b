using System.Diagnostics.Metrics;

namespace ServiceDirectory.Web.Monitoring;

/// <summary>
/// How many answers of each kind the last whole hour had: by the pattern of the address (<c>/services/{code}</c>) and the class of the status (<c>2xx</c>), and never by
/// what stood in either. Fewer than <see cref="Fewest"/> are not told: one answer in an hour would be somebody. What is counted is in memory for two hours at most.
/// </summary>
internal sealed class AnswerCounts(TimeProvider clock)
{
    /// <summary>So many at least are one number.</summary>
    public const int Fewest = 10;

    /// <summary>All that is said beside a number; the export lets nothing else through.</summary>
    public const string Route = "route", Status = "status";

    private readonly Lock _counting = new();
    private Dictionary<(string Route, int Status), int> _now = [];
    private Dictionary<(string Route, int Status), int> _last = [];
    private long _hour;

    /// <param name="route">A pattern of the program's own.</param>
    /// <param name="status">Of the answer.</param>
    public void Add(string route, int status)
    {
        lock (_counting)
        {
            Turn();
            var kind = (route, status / 100);
            _now[kind] = _now.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>The last whole hour, in which nothing changes any more.</summary>
    public IReadOnlyList<Measurement<int>> LastHour()
    {
        lock (_counting)
        {
            Turn();
            return
            [
                .. _last.Where(kind => kind.Value >= Fewest).Select(kind => new Measurement<int>(
                    kind.Value, new KeyValuePair<string, object?>(Route, kind.Key.Route), new KeyValuePair<string, object?>(Status, $"{kind.Key.Status}xx"))),
            ];
        }
    }

    private void Turn()
    {
        long hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        if (hour == _hour)
            return;
        // A quiet hour in between is an hour of nothing.
        _last = hour == _hour + 1 ? _now : [];
        _now = [];
        _hour = hour;
    }
}
