using System.Diagnostics;
using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>How long somebody waits who starts everything that was started before, and then for the first page.</summary>
internal static class StartSpeed
{
    private const double MostSeconds = 5;

    private const double MostMilliseconds = 500;

    /// <summary>Leeds, in the invented directory.</summary>
    private const string First = "/search?need=1&place=2644688";

    public static async Task RunAsync(Effort effort, Figures figures)
    {
        // The first start makes what is missing.
        await StartAsync();
        List<(double Seconds, double First)> starts = [];
        for (int i = 0; i < effort.Starts; i++)
            starts.Add(await StartAsync());
        figures.AtMost("second-start-seconds", starts.Select(start => start.Seconds).Order().ElementAt(starts.Count / 2), MostSeconds);
        figures.AtMost("first-page-ms", starts.Select(start => start.First).Order().ElementAt(starts.Count / 2), MostMilliseconds);
    }

    private static async Task<(double Seconds, double First)> StartAsync()
    {
        string port = ServedProgram.FreePort();
        var start = new ProcessStartInfo(Path.Combine(Root(), "dev"), ["run"]) { RedirectStandardOutput = true };
        start.Environment["PORT"] = port;
        foreach (string setting in start.Environment.Keys.Where(name => name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(setting);
        var clock = Stopwatch.StartNew();
        using var run = Process.Start(start)!;
        while (await run.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == $"http://localhost:{port}")
                break;
        }

        double seconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        using var browser = new HttpClient();
        using var answer = await browser.GetAsync(new Uri($"http://localhost:{port}{First}"));
        // "Not now" is no page.
        double first = answer.IsSuccessStatusCode ? clock.Elapsed.TotalMilliseconds : double.PositiveInfinity;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"./dev run: answers after {seconds:0.0} s, first page of results after {first:0} ms more"));
        // As Ctrl-C does it, so that the database it started ends as well.
        using (var end = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]))
            await end.WaitForExitAsync();
        await run.WaitForExitAsync();
        return (seconds, first);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "dev")))
            folder = folder.Parent ?? throw new InvalidOperationException("This is no checkout.");
        return folder.FullName;
    }
}
