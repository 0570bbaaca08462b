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
        foreach (var each in Cases)
        {
            var asked = Asked(world).Select((a, i) => each.Change(a.Criteria with { Text = each.Words?.Invoke(a.Text, i) ?? "" }, world)).ToList();
            await AddAsync(each.Name, i => search.FindAsync(asked[i % Different], s_now));
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

    /// <summary>
    /// Whether words near a place cost more than three times a need near that place: too much at any size. What people type is a
    /// mix, so the mix has to stay under it, and so has it in the largest town. In a small one a need finds next to nothing, while
    /// words are looked for in all remote help of the country: five times there.
    /// </summary>
    public static bool IsTextDear(Dictionary<string, Cost> costs)
    {
        bool dear = false;
        foreach (var (text, need, most) in TextBesideNeed)
        {
            double times = costs[text].Processor / costs[need].Processor;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{text}: {times:0.00} times {need}, of at most {most}"));
            dear |= times > most;
        }

        return dear;
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

    private static readonly (string Text, string Need, double Most)[] TextBesideNeed =
    [
        ("text, place", "one need, place", 3),
        ("one need and text, place", "one need, place", 3),
        ("text, largest town", "one need, largest town", 3),
        ("text, small town", "one need, small town", 5),
    ];

    // Of a service: its name, or a word that others use as well.
    private static string Mixed(SyntheticText of, int i) => i % 2 == 0 ? of.Name : Summary(of)[i / 2 % 12];

    private static string[] Summary(SyntheticText of) => of.Summary.Split(' ');

    private static SearchCriteria In(SearchCriteria criteria, SyntheticTown town) =>
        criteria with { Place = new SearchPlace(town.PlaceId, town.Centre, [town.Country, $"{town.Country}.{town.Region}"]) };

    /// <param name="Name">As it is printed.</param>
    /// <param name="Bound">How many times <c>select 1</c> is far too much: twice the first table of docs/performance.md.</param>
    /// <param name="Change">What is asked instead of one need near one town within 25 km.</param>
    /// <param name="Words">Text of the service that is looked for, and the number of the search → what is typed; null: nothing.</param>
    private sealed record Case(
        string Name, double Bound, Func<SearchCriteria, SyntheticDirectory, SearchCriteria> Change, Func<SyntheticText, int, string>? Words = null);

    private static readonly IReadOnlyList<Case> Cases =
    [
        new("one need, place", 52, (c, _) => c),
        new("one need, place, page 2 (nothing further away is looked for)", 40, (c, _) => c with { Page = 2 }),
        new("three needs, place", 90, (c, _) => c with { Needs = [c.Needs[0], 5, 40] }),
        new("one need, place, visits only", 40, (c, _) => c with { Reach = Reach.Visit }),
        new("one rare need, place", 40, (c, _) => c with { Needs = [78] }),
        new("a need that nobody offers, place", 40, (c, _) => c with { Needs = [SyntheticDirectory.Needs + 1] }),
        new("one need, place, two facts wanted", 50, (c, _) => c with { Access = [1, 4] }),
        new("one need, place, open now", 50, (c, _) => c with { Open = OpenWhen.Now }),
        new("one need, place, what opens first", 60, (c, _) => c with { Sort = SortBy.Open }),
        new("one need, place, 200 km", 75, (c, _) => c with { WithinKm = 200 }),
        new("one need, largest town", 170, (c, world) => In(c, world.Towns[0])),
        new("one need, largest town, what opens first", 220, (c, world) => In(c, world.Towns[0]) with { Sort = SortBy.Open }),
        new("one need, small town", 52, (c, world) => In(c, world.Towns[^1])),
        new("place", 190, (c, _) => c with { Needs = [] }),
        new("one need", 570, (c, _) => c with { Place = null }),
        new("nothing asked", 800, (c, _) => c with { Place = null, Needs = [] }),
        new("text, place", 110, (c, _) => c with { Needs = [] }, Mixed),
        new("one need and text, place", 110, (c, _) => c, Mixed),
        new("a name, place", 110, (c, _) => c with { Needs = [] }, (text, _) => text.Name),
        new("a misspelt name, place", 130, (c, _) => c with { Needs = [] }, (text, _) => $"x{text.Name}"),
        new("one rare word, place", 110, (c, _) => c with { Needs = [] }, (text, _) => text.Name.Split(' ')[0]),
        new("one common word, place", 200, (c, _) => c with { Needs = [] }, (_, i) => SyntheticWords.Common(i % 5, "en")),
        new("three words, place", 130, (c, _) => c with { Needs = [] }, (text, _) => string.Join(' ', Summary(text)[..3])),
        new("text, largest town", 220, (c, world) => In(c, world.Towns[0]) with { Needs = [] }, Mixed),
        new("text, small town", 110, (c, world) => In(c, world.Towns[^1]) with { Needs = [] }, Mixed),
        new("text", 800, (c, _) => c with { Place = null, Needs = [] }, Mixed),
        new("one need and text", 1000, (c, _) => c with { Place = null }, Mixed),
    ];

    private static IEnumerable<(SearchCriteria Criteria, SyntheticText Text)> Asked(SyntheticDirectory world)
    {
        var random = new Random(3);
        var services = new SyntheticDirectory(seed: 1).Services(Different * 20).Where((s, i) => s.Sites.Count > 0).ToList();
        return Enumerable.Range(0, Different).Select(i =>
        {
            // A service picked at random is in a town and offers a need as often as both are common.
            var service = services[i * services.Count / Different];
            var town = world.Towns[service.Sites[0].PlaceId - 1000];
            var criteria = new SearchCriteria { HomeCountry = "GB", Needs = [service.Needs[random.Next(service.Needs.Count)]] };
            return (In(criteria, town), service.Texts[^1]);
        });
    }
}
