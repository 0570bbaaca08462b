using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks;

/// <summary>
/// What a page of results costs, beside the least that any statement costs (<c>select 1</c> on the same connection in the same
/// run). Towns are asked for as often as people live there, needs as often as services offer them.
/// </summary>
internal static class SearchBenchmark
{
    private const int Different = 200;

    private static readonly Instant s_now = SyntheticDirectory.Today.At(new LocalTime(13, 0)).InUtc().ToInstant();

    public static async Task<Dictionary<string, Cost>> RunAsync(int services, int times)
    {
        var world = new SyntheticDirectory(seed: 1);
        await using var source = await BenchmarkDatabase.OpenAsync(services, world);
        var backend = await Backend.OfAsync(source);
        var search = new ListingSearch(source, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);
        var costs = new Dictionary<string, Cost>();
        await AddAsync("select 1", async _ =>
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync();
        });
        foreach (var (name, _, text, change) in Cases)
        {
            var asked = Criteria(world).Select(c => change(text ? c : c with { Text = "" })).ToList();
            await AddAsync(name, i => search.FindAsync(asked[i % Different], s_now));
        }

        return costs;

        async Task AddAsync(string name, Func<int, Task> run)
        {
            for (int i = 0; i < Different; i++)
                await run(i);
            costs[name] = await backend.MeasureAsync(times, run);
            var (cost, floor) = (costs[name], costs["select 1"]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {services} | {name} | {cost.Processor / 1000:0.000} | {cost.Processor / floor.Processor:0.0} | {cost.Wait / 1000:0.00} | {cost.Wait99 / 1000:0.0} |"));
        }
    }

    private static readonly string[] TextNearAPlace = ["text, place", "one need and text, place"];

    /// <summary>Whether words near a place, with a need or without, cost more than three times a need near a place: too much at any size.</summary>
    public static bool IsTextDear(Dictionary<string, Cost> costs)
    {
        double times = TextNearAPlace.Max(name => costs[name].Processor) / costs["one need, place"].Processor;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Text near a place costs {times:0.00} times a need near a place, of at most 3."));
        return times > 3;
    }

    /// <summary>Cases that cost more than their bound times <c>select 1</c> in the server; each is named on the way.</summary>
    public static List<string> Over(Dictionary<string, Cost> costs)
    {
        var over = Cases.Where(c => costs[c.Name].Processor > c.Bound * costs["select 1"].Processor).Select(c => c.Name).ToList();
        if (IsTextDear(costs))
            over.Add("text near a place, beside a need near a place");
        foreach (var name in over)
            Console.Error.WriteLine($"Over its bound: {name}");
        return over;
    }

    /// <summary>Name → how many times <c>select 1</c> is far too much (twice the first table of docs/performance.md), whether words are asked for as well, and what is asked instead of one need near one town within 25 km.</summary>
    private static readonly IReadOnlyList<(string Name, double Bound, bool Text, Func<SearchCriteria, SearchCriteria> Change)> Cases =
    [
        ("one need, place", 52, false, c => c),
        ("one need, place, page 2 (nothing further away is looked for)", 40, false, c => c with { Page = 2 }),
        ("three needs, place", 90, false, c => c with { Needs = [c.Needs[0], 5, 40] }),
        ("one need, place, visits only", 40, false, c => c with { Reach = Reach.Visit }),
        ("one rare need, place", 40, false, c => c with { Needs = [78] }),
        ("one need, place, two facts wanted", 50, false, c => c with { Access = [1, 4] }),
        ("one need, place, open now", 50, false, c => c with { Open = OpenWhen.Now }),
        ("one need, place, 200 km", 75, false, c => c with { WithinKm = 200 }),
        ("place", 190, false, c => c with { Needs = [] }),
        ("one need", 570, false, c => c with { Place = null }),
        ("nothing asked", 800, false, c => c with { Place = null, Needs = [] }),
        ("text, place", 110, true, c => c with { Needs = [] }),
        ("one need and text, place", 110, true, c => c),
        ("text", 800, true, c => c with { Place = null, Needs = [] }),
        ("one need and text", 1000, true, c => c with { Place = null }),
    ];

    private static IEnumerable<SearchCriteria> Criteria(SyntheticDirectory world)
    {
        var random = new Random(3);
        var services = new SyntheticDirectory(seed: 1).Services(Different * 20).Where((s, i) => s.Sites.Count > 0).ToList();
        return Enumerable.Range(0, Different).Select(i =>
        {
            // A service picked at random is in a town and offers a need as often as both are common.
            var service = services[i * services.Count / Different];
            var town = world.Towns[service.Sites[0].PlaceId - 1000];
            return new SearchCriteria
            {
                HomeCountry = "GB",
                Needs = [service.Needs[random.Next(service.Needs.Count)]],
                // Its name, or a word that others use as well.
                Text = i % 2 == 0 ? service.Texts[^1].Name : service.Texts[^1].Summary.Split(' ')[random.Next(12)],
                Place = new SearchPlace(town.PlaceId, town.Centre, [town.Country, $"{town.Country}.{town.Region}"]),
            };
        });
    }
}
