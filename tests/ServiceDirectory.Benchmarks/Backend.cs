using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ServiceDirectory.Benchmarks;

/// <summary>
/// One connection to a server on this machine, whose processor time the kernel counts: the cost of a statement without the
/// waiting for a busy machine.
/// </summary>
internal sealed class Backend
{
    private readonly int _process;

    private Backend(int process) => _process = process;

    /// <param name="source">A pool of one connection.</param>
    public static async Task<Backend> OfAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        return new Backend(connection.ProcessID);
    }

    /// <summary>Mean of processor time in the server, and median of what the caller waited, in microseconds.</summary>
    public async Task<Cost> MeasureAsync(int times, Func<int, Task> run)
    {
        var waits = new double[times];
        long before = Nanoseconds(_process);
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await run(i);
            waits[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        long spent = Nanoseconds(_process) - before;
        Array.Sort(waits);
        return new Cost(spent / 1000.0 / times, waits[times / 2], waits[times * 99 / 100]);
    }

    /// <summary>Processor time that a server process has had.</summary>
    public static long Nanoseconds(int process) => long.Parse(File.ReadAllText($"/proc/{process}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
}

/// <param name="Processor">Microseconds in the server, mean.</param>
/// <param name="Wait">Microseconds at the caller, median.</param>
/// <param name="Wait99">Microseconds at the caller, 99 of 100.</param>
internal sealed record Cost(double Processor, double Wait, double Wait99);
