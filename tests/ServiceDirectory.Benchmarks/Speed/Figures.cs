using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>What was measured, each beside what it should be. Said together at the end, a line for each.</summary>
/// <param name="slack">So many times wider is each limit.</param>
internal sealed class Figures(double slack)
{
    private readonly List<string> _lines = [];

    /// <summary>Whether none is short of its limit.</summary>
    public bool AreGood { get; private set; } = true;

    public void AtLeast(string name, double value, double limit) => Add(name, value, $">={Text(limit / slack)}", value >= limit / slack);

    public void AtMost(string name, double value, double limit) => Add(name, value, $"<={Text(limit * slack)}", value <= limit * slack);

    /// <summary>What is there or is not, however long one looks.</summary>
    public void All(string name, int there, int of) => Add(name, (double)there / of, ">=1", there == of);

    public void Print()
    {
        foreach (string line in _lines)
            Console.WriteLine(line);
    }

    private void Add(string name, double value, string limit, bool isGood)
    {
        AreGood &= isGood;
        string line = $"figure {name} {Text(value)} {limit} {(isGood ? "ok" : "short")}";
        _lines.Add(line);
        // A run takes long, and may be ended before its end.
        Console.WriteLine(line);
    }

    private static string Text(double value) => value.ToString(value < 10 ? "0.##" : "0.#", CultureInfo.InvariantCulture);
}

/// <summary>The same measured several times: what the machine does beside it shows in how far the values are apart.</summary>
internal sealed class Repeats
{
    private readonly List<double> _values = [];

    public double Median => _values.Order().ElementAt(_values.Count / 2);

    /// <summary>The widest difference, as a share of the median.</summary>
    public double Spread => (_values.Max() - _values.Min()) / Median;

    public void Add(double value) => _values.Add(value);
}
