using System.Globalization;
using System.Net.Http.Headers;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>How fast the pages are, through the program as it is published: every figure of docs/performance.md that has a limit.</summary>
internal static class SpeedBenchmark
{
    /// <summary>What can be measured alone.</summary>
    public static readonly IReadOnlyList<string> Parts = ["page", "entry", "text", "memory", "publish", "flood", "bytes", "lighthouse", "start"];

    private const int Small = 1_000;

    private const int Quick = 10_000;

    private const int Usual = 100_000;

    private const int Large = 1_000_000;

    /// <summary>Visitors of all kinds together.</summary>
    private const int Busy = 64;

    private const int StyleAndPage = 30 * 1024;

    /// <returns>Whether no figure is short of its limit.</returns>
    public static async Task<bool> RunAsync(string? part, IReadOnlyList<int> sizes, bool isQuick)
    {
        var effort = isQuick ? Effort.Quick : Effort.Full;
        var figures = new Figures(effort.Slack);
        var medians = new Dictionary<int, double>();
        foreach (int services in part is "start" ? [] : sizes.Count > 0 ? sizes : isQuick ? [Quick] : [Small, Usual, Large])
        {
            await using var site = await Site.OfAsync(services);
            await PartAsync("page", [Small, Usual, Large], () => PageAsync(site, effort, figures, medians));
            await PartAsync("entry", [Usual, Large], () => EntryAsync(site, effort, figures));
            await PartAsync("text", [Large], () => TextAsync(site, effort, figures));
            await PartAsync("memory", [Large], () => MemoryAsync(site, effort, figures));
            await PartAsync("publish", [Large], () => PublishSpeed.RunAsync(site, figures));
            await PartAsync("flood", [Usual], () => FloodSpeed.RunAsync(site, figures));
            await PartAsync("bytes", [Usual], () => BytesAsync(site, figures));
            if (!isQuick)
                await PartAsync("lighthouse", [Usual], async () => await LighthouseScores.RunAsync(site, (await CodesAsync(site))[0], figures));

            // A part that cannot be measured is short, and the others are measured all the same.
            async Task PartAsync(string one, int[] at, Func<Task> measure)
            {
                if (part != one && (part is not null || !(sizes.Count > 0 || isQuick || at.Contains(services))))
                    return;
                try
                {
                    await measure();
                }
                catch (InvalidOperationException nothing)
                {
                    Console.WriteLine($"{one}, {services}: {nothing.Message}");
                    figures.All(string.Create(CultureInfo.InvariantCulture, $"{one}-{services}-measured"), there: 0, of: 1);
                }
            }
        }

        if (medians.Count > 1)
            figures.AtMost($"median-page-{medians.Keys.Max()}-beside-{medians.Keys.Min()}", medians[medians.Keys.Max()] / medians[medians.Keys.Min()], 4);
        if (part is "start" || part is null && sizes.Count == 0)
            await StartSpeed.RunAsync(effort, figures);
        figures.Print();
        return figures.AreGood;
    }

    private static async Task PageAsync(Site site, Effort effort, Figures figures, Dictionary<int, double> medians)
    {
        var real = await site.RealAsync();
        List<string> any = [.. Draws.Any(site.World).Select(draw => draw.Search)];
        await Wrk.WarmAsync(real.Address, any, Pairs.Connections, effort.WarmSeconds);
        var alone = new Repeats();
        for (int i = 0; i < effort.Times; i++)
            alone.Add((await Wrk.RunAsync(real.Address, any, connections: 1, effort.Seconds)).Median);
        medians[site.Services] = alone.Median;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"page, {site.Services}: one after the other, as they come, a median of {alone.Median:0.00} ms, between repeats ±{alone.Spread / 2:P0}"));
        if (site.Services < Quick)
            return;

        var draws = await site.FullDrawsAsync();
        List<string> paths = [.. draws.Select(draw => draw.Search)], floorPaths = [.. draws.Select(draw => draw.Floor)];
        int filler;
        await using (var bare = await site.ServeFloorAsync())
            filler = await Pairs.BytesAsync(real, paths) - await Pairs.BytesAsync(bare, floorPaths);
        await using var floor = await site.ServeFloorAsync(nearFiller: Math.Max(0, filler));
        var pair = await Pairs.RunAsync($"page, {site.Services}", site, real, paths, floor, floorPaths, effort);
        figures.AtLeast($"page-of-floor-{site.Services}", pair.OfFloor, site.Services >= Large ? 0.5 : 0.6);

        var waits = await Readers.RunAsync(real.Address, paths, pair.Rate / 2, TimeSpan.FromSeconds(effort.Seconds * 2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"page, {site.Services}: at {pair.Rate / 2:0} a second {waits.Answered} of {waits.Asked} answered, median {waits.Median:0.0} ms, 99 of 100 {waits.P99:0.0} ms"));
        figures.AtMost($"page-p99-ms-at-half-peak-{site.Services}", waits.Answered == waits.Asked ? waits.P99 : double.PositiveInfinity, 50);

        var packed = new Repeats();
        for (int i = 0; i < effort.Times; i++)
        {
            double plain = (await Wrk.RunAsync(real.Address, paths, Pairs.Connections, effort.Seconds)).Rate;
            packed.Add((await Wrk.RunAsync(real.Address, paths, Pairs.Connections, effort.Seconds, "br")).Rate / plain);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"page, {site.Services}: compressed, {packed.Median:0.00} of as many, between repeats ±{packed.Spread / 2:P0}"));
        figures.AtLeast($"page-compressed-of-plain-{site.Services}", packed.Median, 0.6);
    }

    private static async Task EntryAsync(Site site, Effort effort, Figures figures)
    {
        var codes = await CodesAsync(site);
        List<string> paths = [.. codes.Select(code => $"/services/{code}")], floorPaths = [.. codes.Select(code => $"/entry/{code}")];
        var real = await site.RealAsync();
        int filler;
        await using (var bare = await site.ServeFloorAsync())
            filler = await Pairs.BytesAsync(real, paths) - await Pairs.BytesAsync(bare, floorPaths);
        await using var floor = await site.ServeFloorAsync(entryFiller: Math.Max(0, filler));
        var pair = await Pairs.RunAsync($"entry, {site.Services}", site, real, paths, floor, floorPaths, effort);
        figures.AtLeast($"entry-of-floor-{site.Services}", pair.OfFloor, 0.7);
    }

    /// <summary>Words that somebody types near a place, beside a need near the same place: half of them names in full, half as common as words are.</summary>
    private static async Task TextAsync(Site site, Effort effort, Figures figures)
    {
        var web = await site.RealAsync();
        await using var source = DataSources.Public(site.Settings.Require(Login.Public));
        await using var names = source.CreateCommand(
            """
            select t.card #>> '{name,value}', s.place_id, s.needs[1] from unnest($1) n (id)
            join service_text t on t.service_id = n.id and t.is_original join site s on s.service_id = n.id
            """);
        var random = new Random(7);
        names.Parameters.Add(new NpgsqlParameter { Value = Enumerable.Range(0, 400).Select(_ => random.Next(1, site.Services + 1)).ToArray() });
        List<string> texts = [], needs = [];
        await using (var rows = await names.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                string words = texts.Count % 2 == 0 ? rows.GetString(0) : SyntheticWords.Used(random, "en");
                texts.Add($"/search?q={Uri.EscapeDataString(words)}&place={rows.GetInt32(1)}");
                needs.Add($"/search?need={rows.GetInt32(2)}&place={rows.GetInt32(1)}");
            }
        }

        await Wrk.WarmAsync(web.Address, texts, Pairs.Connections, effort.WarmSeconds);
        await Wrk.WarmAsync(web.Address, needs, Pairs.Connections, effort.WarmSeconds);
        var ratios = new Repeats();
        for (int i = 0; i < effort.Times; i++)
            ratios.Add((await Wrk.RunAsync(web.Address, texts, Pairs.Connections, effort.Seconds)).Rate / (await Wrk.RunAsync(web.Address, needs, Pairs.Connections, effort.Seconds)).Rate);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"text near a place, {site.Services}: {ratios.Median:0.00} of a need near the same place, between repeats ±{ratios.Spread / 2:P0}"));
        figures.AtLeast($"text-of-need-{site.Services}", ratios.Median, 1 / 3.0);
    }

    private static async Task MemoryAsync(Site site, Effort effort, Figures figures)
    {
        await using var web = await site.ServeAsync();
        List<string> paths = [.. Draws.Any(site.World).Select(draw => draw.Search), .. (await CodesAsync(site)).Select(code => $"/services/{code}")];
        var load = Wrk.RunAsync(web.Address, paths, Busy, effort.WarmSeconds + 2 * effort.Seconds);
        long most = 0;
        while (!load.IsCompleted)
        {
            most = Math.Max(most, web.Memory);
            await Task.Delay(100);
        }

        var answered = await load;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Busy} connections, {site.Services}: {answered.Rate:0} a second, at most {most / 1e6:0} MB"));
        figures.AtMost($"memory-mb-{site.Services}", most / 1e6, 300);
    }

    /// <summary>What a browser without script fetches for a page of results.</summary>
    private static async Task BytesAsync(Site site, Figures figures)
    {
        var web = await site.RealAsync();
        int style = await PackedAsync("/site.css");
        int most = 0;
        foreach (var draw in await site.FullDrawsAsync())
            most = Math.Max(most, await PackedAsync(draw.Search));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the largest page of results {most} bytes, its style sheet {style}, compressed"));
        figures.AtMost("results-and-style-kb", (most + style) / 1024.0, StyleAndPage / 1024.0);

        async Task<int> PackedAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            using var answer = await web.Browser.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
    }

    private static async Task<List<string>> CodesAsync(Site site)
    {
        await using var source = DataSources.Public(site.Settings.Require(Login.Public));
        await using var command = source.CreateCommand("select code from service where service_id = any($1) and hidden_from > current_date + 1");
        var random = new Random(5);
        command.Parameters.Add(new NpgsqlParameter { Value = Enumerable.Range(0, 400).Select(_ => random.Next(1, site.Services + 1)).Distinct().ToArray() });
        List<string> codes = [];
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            codes.Add(rows.GetString(0));
        return codes;
    }
}
