using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>What Lighthouse says of the three pages that people come for, on a phone it pretends to be.</summary>
internal static class LighthouseScores
{
    private static readonly IReadOnlyList<string> Categories = ["performance", "accessibility", "best-practices"];

    /// <summary>A busy machine costs points that the page does not: the best of so many counts.</summary>
    private const int Times = 3;

    public static async Task RunAsync(Site site, string code, Figures figures)
    {
        string program = Environment.GetEnvironmentVariable("BENCHMARK_LIGHTHOUSE") ?? throw new InvalidOperationException("BENCHMARK_LIGHTHOUSE names no program: ./dev bench does.");
        var web = await site.RealAsync();
        foreach (var (name, path) in new[] { ("form", "/"), ("results", new Draw(site.World.Towns[0], 1).Search), ("service", $"/services/{code}") })
        {
            var best = Categories.ToDictionary(category => category, _ => 0.0);
            for (int i = 0; i < Times && best.Values.Any(score => score < 100); i++)
            {
                foreach (var (category, score) in await ScoresAsync(program, new Uri(web.Address, path)))
                    best[category] = Math.Max(best[category], score);
            }

            foreach (var (category, score) in best)
                figures.AtLeast($"lighthouse-{name}-{category}", score, 100);
        }
    }

    private static async Task<Dictionary<string, double>> ScoresAsync(string program, Uri page)
    {
        string file = Path.GetTempFileName();
        try
        {
            string[] arguments =
            [
                program, page.ToString(), "--quiet", "--output=json", $"--output-path={file}", $"--only-categories={string.Join(',', Categories)}", "--chrome-flags=--headless=new --no-sandbox",
            ];
            using var run = Process.Start(new ProcessStartInfo("node", arguments))!;
            await run.WaitForExitAsync();
            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            foreach (var audit in report.RootElement.GetProperty("audits").EnumerateObject())
            {
                if (audit.Value.GetProperty("score") is { ValueKind: JsonValueKind.Number } score && score.GetDouble() < 0.9)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lighthouse, {page.AbsolutePath}: {audit.Name} {score.GetDouble():0.00}"));
            }

            return Categories.ToDictionary(
                category => category, category => Math.Round(report.RootElement.GetProperty("categories").GetProperty(category).GetProperty("score").GetDouble() * 100));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
