using System.Globalization;
using ServiceDirectory.Benchmarks;
using ServiceDirectory.Benchmarks.Speed;

switch (args)
{
    case [] or ["--quick", ..]:
        return await SpeedBenchmark.RunAsync(part: null, Sizes(args.Skip(1)), isQuick: args is not []) ? 0 : 1;
    case [var part, .. var rest] when SpeedBenchmark.Parts.Contains(part):
        return await SpeedBenchmark.RunAsync(part, Sizes(rest), isQuick: rest.Contains("--quick")) ? 0 : 1;
    case [FloodSpeed.Verb, .. var words]:
        await FloodSpeed.SendAsync(words);
        return 0;
    case ["search", .. var sizes]:
        foreach (var size in sizes is [] ? ["100000"] : sizes)
        {
            if (SearchBenchmark.IsTextDear(await SearchBenchmark.RunAsync(int.Parse(size, CultureInfo.InvariantCulture), times: 1000)))
                return 1;
        }

        return 0;
    case ["floor"]:
        return SearchBenchmark.Over(await SearchBenchmark.RunAsync(100_000, times: 400)) is [] ? 0 : 1;
    case ["places"]:
        return await PlacesBenchmark.RunAsync(times: 400) ? 0 : 1;
    case ["match"]:
        return MatchBenchmark.Run(times: 10) ? 0 : 1;
    case ["hsds", .. var sizes]:
        foreach (var size in sizes is [] ? ["100000"] : sizes)
        {
            if (!await HsdsBenchmark.RunAsync(int.Parse(size, CultureInfo.InvariantCulture)))
                return 1;
        }

        return 0;
    default:
        Console.Error.WriteLine($"Without a word everything that has a limit is measured, with --quick at 10,000 services; {string.Join(", ", SpeedBenchmark.Parts)} [number of services …] one part of it. search [number of services …] measures and fails when words near a place cost too much; places fails when a look-up or the loading is too slow; match when reading a text is; floor when a search costs far more than it did; hsds [number of services …] when taking all of it needs more memory the more there is.");
        return 2;
}

static List<int> Sizes(IEnumerable<string> words) => [.. words.Where(word => word is not "--quick").Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
