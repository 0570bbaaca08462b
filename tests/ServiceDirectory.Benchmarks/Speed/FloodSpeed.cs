using System.Globalization;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>What ordinary readers wait for while others send ten thousand requests in a few seconds.</summary>
internal static class FloodSpeed
{
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
            var flood = Readers.RunAsync(web.Address, paths, Requests / (double)Seconds, TimeSpan.FromSeconds(Seconds), network, addresses);
            var readers = await Readers.RunAsync(web.Address, paths, Reading, TimeSpan.FromSeconds(Seconds), network: network + 10, addresses: Reading * Seconds);
            var sent = await flood;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"flood, {name}: {sent.Asked} requests in {sent.Time.TotalSeconds:0.0} s, {sent.Answered} answered, {sent.Refused} refused; readers {readers.Answered} of {readers.Asked} answered, median {readers.Median:0} ms, 99 of 100 {readers.P99:0} ms"));
            figures.AtMost($"flood-{name}-readers-p99-ms", readers.P99, MostMilliseconds);
            figures.AtLeast($"flood-{name}-readers-answered", readers.Answered / (double)readers.Asked, 1);
        }
    }
}
