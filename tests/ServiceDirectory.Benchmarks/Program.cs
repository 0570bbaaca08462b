using System.Globalization;
using ServiceDirectory.Benchmarks;

switch (args)
{
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
        Console.Error.WriteLine("search [number of services …] measures and fails when words near a place cost too much; places fails when a look-up or the loading is too slow; match when reading a text is; floor when a search costs far more than it did; hsds [number of services …] when taking all of it needs more memory the more there is.");
        return 2;
}
