using System.Diagnostics;
using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>What ordinary readers wait for while others send ten thousand requests in a few seconds.</summary>
internal static class FloodSpeed
{
    /// <summary>What this program is told to be the one that floods.</summary>
    public const string Verb = "send-flood";

    private const int Requests = 10_000;

    private const int Seconds = 4;

    /// <summary>Ordinary readers: so many pages a second, each by somebody else.</summary>
    private const int Reading = 40;

    /// <summary>So many at once can be had for little money.</summary>
    private const int Many = 200;

    private const double MostMilliseconds = 250;

    public static async Task RunAsync(Site site, Figures figures)
    {
        List<string> paths = [.. Draws.Any(site.World).Select(draw => draw.Search)];
        // No proxy in front: each address of this machine's own network is a visitor.
        await using var web = await site.ServeAsync(("Directory__ProxyNetworks", "192.0.2.0/24"));
        await Readers.RunAsync(web.Address, paths, rate: 100, TimeSpan.FromSeconds(8), network: 1, addresses: 250);
        foreach (var (name, addresses, network) in new[] { ("one-address", 1, 2), ("many-addresses", Many, 3) })
        {
            // From a process of its own: whoever floods does not stand in line with those who read.
            using var flood = Send(web.Address, network, addresses);
            await flood.StandardOutput.ReadLineAsync();
            var readers = await Readers.RunAsync(web.Address, paths, Reading, TimeSpan.FromSeconds(Seconds), network: network + 10, addresses: Reading * Seconds);
            string sent = await flood.StandardOutput.ReadToEndAsync();
            await flood.WaitForExitAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"flood, {name}: {sent.Trim()}; readers {readers.Answered} of {readers.Asked} answered, median {readers.Median:0} ms, 99 of 100 {readers.P99:0} ms"));
            figures.AtMost($"flood-{name}-readers-p99-ms", readers.P99, MostMilliseconds);
            figures.All($"flood-{name}-readers-answered", readers.Answered, readers.Asked);
        }
    }

    /// <summary>The other process: says when it begins, and then what came of it.</summary>
    /// <param name="words">What <see cref="Send"/> says.</param>
    public static async Task SendAsync(IReadOnlyList<string> words)
    {
        var address = new Uri(words[0]);
        // All ask for the same: what is searched for is not what costs.
        FloodSender[] senders = [.. Enumerable.Range(0, Number(words[2])).Select(sender => new FloodSender(address, "/search?need=1&place=2644688", Readers.From(Number(words[1]), sender)))];
        Console.WriteLine("now");
        var clock = Stopwatch.StartNew();
        var statuses = await FloodSender.SendAsync(senders, Requests, TimeSpan.FromSeconds(Seconds));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{statuses.Count} requests in {clock.Elapsed.TotalSeconds:0.0} s, {statuses.Count(status => status is 200)} answered, {statuses.Count(status => status is 429 or 503)} refused"));
        foreach (var sender in senders)
            sender.Dispose();
    }

    private static Process Send(Uri address, int network, int addresses)
    {
        string[] words = [typeof(FloodSpeed).Assembly.Location, Verb, address.ToString(), Text(network), Text(addresses)];
        return Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true })!;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
