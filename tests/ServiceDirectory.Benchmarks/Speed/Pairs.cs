using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>
/// The real page and its floor in one run, in turns: whatever else the machine does meets both. Both answer the same draws in the
/// same order.
/// </summary>
internal static class Pairs
{
    /// <summary>Requests under way. More than two cores can work on, less than the limiter lets in at once.</summary>
    public const int Connections = 16;

    /// <param name="name">As it is printed.</param>
    /// <param name="site">The directory behind both.</param>
    /// <param name="real">The page.</param>
    /// <param name="paths">Of the page.</param>
    /// <param name="floor">What it is held against.</param>
    /// <param name="floorPaths">The same draws.</param>
    /// <param name="effort">How often and how long.</param>
    public static async Task<Pair> RunAsync(
        string name, Site site, ServedProgram real, IReadOnlyList<string> paths, ServedProgram floor, IReadOnlyList<string> floorPaths, Effort effort)
    {
        // What runs often is compiled anew, several times, before it is as fast as it becomes.
        await Wrk.WarmAsync(real.Address, paths, Connections, effort.WarmSeconds);
        await Wrk.WarmAsync(floor.Address, floorPaths, Connections, effort.WarmSeconds);
        Repeats reals = new(), floors = new(), ratios = new();
        Costs realCosts = new(), floorCosts = new();
        for (int i = 0; i < effort.Times; i++)
        {
            var (one, other) = (await MeasureAsync(real, paths, realCosts), await MeasureAsync(floor, floorPaths, floorCosts));
            reals.Add(one.Rate);
            floors.Add(other.Rate);
            ratios.Add(one.Rate / other.Rate);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {one.Rate:0} a second, median {one.Median:0.0} ms, {one.Bytes:0} bytes | floor {other.Rate:0}, {other.Median:0.0} ms, {other.Bytes:0} bytes | {one.Rate / other.Rate:0.00} |"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {ratios.Median:0.00} of the floor, between repeats ±{ratios.Spread / 2:P0}; the page alone ±{reals.Spread / 2:P0}, the floor alone ±{floors.Spread / 2:P0};"
            + $" processor time a page {realCosts} ms, of the floor {floorCosts} ms, {floorCosts.All / realCosts.All:0.00} of it"));
        return new Pair(ratios.Median, reals.Median);

        async Task<Load> MeasureAsync(ServedProgram program, IReadOnlyList<string> asked, Costs costs)
        {
            var (before, databaseBefore) = (program.ProcessorTime, await site.DatabaseTimeAsync());
            var load = await Wrk.RunAsync(program.Address, asked, Connections, effort.Seconds);
            costs.Program.Add((program.ProcessorTime - before).TotalMilliseconds / load.Answers);
            costs.Database.Add((await site.DatabaseTimeAsync() - databaseBefore).TotalMilliseconds / load.Answers);
            return load;
        }
    }

    /// <summary>Milliseconds of processor time a page. Waiting for a busy machine is not in them.</summary>
    private sealed record Costs
    {
        public Repeats Program { get; } = new();

        public Repeats Database { get; } = new();

        public double All => Program.Median + Database.Median;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Program.Median:0.00} in the program and {Database.Median:0.00} in the database");
    }

    /// <summary>Bytes that a body has in the mean.</summary>
    public static async Task<int> BytesAsync(ServedProgram program, IEnumerable<string> paths)
    {
        long bytes = 0;
        int count = 0;
        foreach (string path in paths)
        {
            bytes += (await program.Browser.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
            count++;
        }

        return (int)(bytes / count);
    }
}

/// <param name="OfFloor">Answers a second beside those of the floor.</param>
/// <param name="Rate">Answers of the page a second.</param>
internal sealed record Pair(double OfFloor, double Rate);

/// <param name="Times">How often each is measured.</param>
/// <param name="Seconds">How long at a time.</param>
/// <param name="WarmSeconds">Before the first time.</param>
/// <param name="Starts">How often everything is started.</param>
/// <param name="Slack">So many times wider are the limits.</param>
internal sealed record Effort(int Times, int Seconds, int WarmSeconds, int Starts, double Slack)
{
    public static readonly Effort Full = new(Times: 7, Seconds: 6, WarmSeconds: 30, Starts: 3, Slack: 1);

    /// <summary>What is measured for a short while is apart by more.</summary>
    public static readonly Effort Quick = new(Times: 3, Seconds: 2, WarmSeconds: 6, Starts: 1, Slack: 1.25);
}
