using System.Diagnostics;
using System.Globalization;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Benchmarks;

/// <summary>What it costs to load the places of the world, to start with them in memory, and to say which one a text means.</summary>
internal static class PlacesBenchmark
{
    private static readonly IReadOnlyList<(string Name, IReadOnlyList<string> Texts)> Cases =
    [
        ("a name", ["leeds", "London", "Köln", "new york", "الرباط", "Москва", "東京", "bombay", "st petersburg", "Newcastle upon Tyne"]),
        ("a name and where it is", ["paris tx", "Paris, Texas", "london canada", "cambridge ma", "leeds, england, uk", "法国巴黎", "san jose costa rica"]),
        ("words around a name", ["near leeds", "leeds city centre", "central london", "in the north of spain", "75001 Paris"]),
        ("the beginning of a name", ["man", "manch", "san", "edinb", "bar", "sao p"]),
        ("a slip or two", ["lodnon", "edinbrugh", "birmigham", "barselona", "liverpol", "newcaslte upon tyne", "nanchester"]),
        ("a region or country", ["Wales", "Yorkshire", "Deutschland", "kerala", "USA", "المغرب"]),
        ("nothing there is", ["xqzvjkw", "qwertyuiopasdfgh", "🏳️‍🌈", "12345", "zzzzzzzzzzzzzzzz"]),
        ("the longest texts", [string.Concat(Enumerable.Repeat("san ", 50)), string.Concat(Enumerable.Repeat("paris, ", 28)), new string('a', PlaceText.MaxLength)]),
    ];

    /// <summary>What the median look-up may cost.</summary>
    private const double MostMilliseconds = 5;

    /// <summary>What loading may cost.</summary>
    private const double MostSeconds = 30;

    /// <returns>False when something took longer than it may.</returns>
    public static async Task<bool> RunAsync(int times)
    {
        var loaded = await BenchmarkDatabase.LoadPlacesAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loaded into a database in {loaded.TotalSeconds:0.0} s, which has to stay under {MostSeconds}"));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var gazetteer = GazetteerBuilder.BuildShipped();
        var built = clock.Elapsed;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{gazetteer.Count:N0} places: built in {built.TotalSeconds:0.0} s, {kept / 1_000_000} MB kept"));

        var lookup = new PlaceLookup(gazetteer);
        var all = new List<double>();
        foreach (var (name, texts) in Cases)
        {
            // Twice over all texts first: the first calls wait for the compiler.
            Measure(lookup, texts, times: 2 * texts.Count);
            var costs = Measure(lookup, texts, times);
            all.AddRange(costs);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {costs[costs.Length / 2]:0.00} | {costs[costs.Length * 99 / 100]:0.0} |"));
        }

        all.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| all of them | {all[all.Count / 2]:0.00} | {all[all.Count * 99 / 100]:0.0} | the median has to stay under {MostMilliseconds} ms"));
        GC.KeepAlive(gazetteer);
        return all[all.Count / 2] < MostMilliseconds && loaded.TotalSeconds < MostSeconds;
    }

    /// <returns>Milliseconds, ascending.</returns>
    private static double[] Measure(PlaceLookup lookup, IReadOnlyList<string> texts, int times)
    {
        var costs = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            lookup.Find(texts[i % texts.Count], "GB");
            costs[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(costs);
        return costs;
    }
}
