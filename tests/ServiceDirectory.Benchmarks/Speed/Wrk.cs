using System.Diagnostics;
using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>As many requests as a program answers, sent by <c>wrk</c>, which costs hardly anything beside what it measures.</summary>
internal static class Wrk
{
    /// <param name="address">Of the program.</param>
    /// <param name="paths">Asked for in this order, again and again.</param>
    /// <param name="connections">Requests under way at any time.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="encoding">What the answer may be compressed by; null: it may not be.</param>
    /// <exception cref="InvalidOperationException">A request failed or was refused: what was measured means nothing.</exception>
    public static async Task<Load> RunAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds, string? encoding = null)
    {
        var (load, lost) = await AskAsync(address, paths, connections, seconds, encoding);
        return lost == 0 ? load : throw new InvalidOperationException($"{lost:0} of {load.Answers:0} requests were not answered.");
    }

    /// <summary>The same before anything is measured: what stands on a disk still may take too long.</summary>
    public static async Task WarmAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds)
    {
        var (load, lost) = await AskAsync(address, paths, connections, seconds, encoding: null);
        if (lost > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Before measuring, {lost:0} of {load.Answers:0} requests were not answered."));
    }

    private static async Task<(Load Load, double Lost)> AskAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds, string? encoding)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, paths);
            string[] arguments =
            [
                "-t1", $"-c{Text(connections)}", $"-d{Text(seconds)}s", "--timeout", "10s", "-s", Path.Combine(AppContext.BaseDirectory, "Speed", "load.lua"),
                address.ToString(), "--", file, .. encoding is null ? Array.Empty<string>() : [encoding],
            ];
            using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
            string said = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            var found = said.Split('\n').SingleOrDefault(line => line.StartsWith("measured ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"wrk measured nothing: {said}");
            double[] values = [.. found.Split(' ')[1..].Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            return (new Load(values[0] / values[1] * 1e6, values[0], values[3] / values[0], values[4] / 1000, values[5] / 1000), values[2]);
        }
        finally
        {
            File.Delete(file);
        }

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}

/// <param name="Rate">Answers a second.</param>
/// <param name="Answers">How many there were.</param>
/// <param name="Bytes">Of an answer with its headers, mean.</param>
/// <param name="Median">Milliseconds that an answer took.</param>
/// <param name="P99">Milliseconds that 99 of 100 did not exceed.</param>
internal sealed record Load(double Rate, double Answers, double Bytes, double Median, double P99);
