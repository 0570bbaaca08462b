using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Benchmarks;

/// <summary>
/// What it costs to read the need in a text: processor time, so that a busy machine counts little, and beside it how often the
/// same text could have been cut into words in that time, so that two machines can be compared.
/// </summary>
internal static class MatchBenchmark
{
    /// <summary>What any text may cost that the site takes.</summary>
    private const double MostMilliseconds = 1;

    /// <summary>The longest text that the search field takes.</summary>
    private const int Longest = 200;

    private const int Rounds = 5;

    /// <summary>Longer than anybody types, and made of what costs most: misspellings, words of many phrases, words of none.</summary>
    private static readonly IReadOnlyList<string> Hard = [.. ((string[])
    [
        "condom broke ", "condmo broek ", "i am my to ", "qwertzui xyzabcdef ", "police took my hormones papers ", "clent polcie hopsital ",
        "hosuing benfits landlrd evicton imigration asylmu detenton ", "a ", "nottoday", "sex work client police house money ", "ñandú žluťoučký kůň ", "中文服务 ",
    ]).Select(text => string.Concat(Enumerable.Repeat(text, Longest))[..Longest])];

    /// <returns>False when a text took longer than it may.</returns>
    public static bool Run(int times)
    {
        long start = Stopwatch.GetTimestamp();
        var before = Cpu();
        var matcher = new NeedMatcher(DirectoryCatalogue.Default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The catalogue and its phrases: {(Cpu() - before).TotalMilliseconds:0} ms of processor time, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms"));

        string[] phrases = [.. Phrases("needs.en.json"), .. Phrases("needs.es.json")];
        // All of them first: the first calls wait for the compiler.
        for (int i = 0; i < 20; i++)
            Array.ForEach([.. phrases, .. Hard], text => matcher.Read(text));
        double worst = Math.Max(Report("phrases that people type", phrases, matcher, times), Report($"texts of {Longest} letters", Hard, matcher, times));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The worst has to stay under {MostMilliseconds} ms"));
        return worst < MostMilliseconds;
    }

    private static double Report(string name, IReadOnlyList<string> texts, NeedMatcher matcher, int times)
    {
        var costs = texts.Select(text => (
            Text: text,
            Read: Cost(() => matcher.Read(text), times),
            Words: Cost(() => GC.KeepAlive(Tokenizer.Tokens(text).ToList()), times * 10))).OrderBy(c => c.Read).ToList();
        var median = costs[costs.Count / 2];
        var worst = costs[^1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {costs.Count} {name} | {median.Read:0.000} | {median.Read / median.Words:0} | {worst.Read:0.000} | {worst.Read / worst.Words:0} | {worst.Text[..Math.Min(40, worst.Text.Length)].Trim()} |"));
        return worst.Read;
    }

    /// <returns>Milliseconds of processor time for each call, in the best round: the others were disturbed.</returns>
    private static double Cost(Action call, int times) =>
        Enumerable.Range(0, Rounds).Min(_ =>
        {
            var before = Cpu();
            for (int i = 0; i < times; i++)
                call();
            return (Cpu() - before).TotalMilliseconds / times;
        });

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private static IEnumerable<string> Phrases(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));
        return [.. json.RootElement.GetProperty("vectors").EnumerateArray().Select(v => v.GetProperty("text").GetString()!)];
    }
}
