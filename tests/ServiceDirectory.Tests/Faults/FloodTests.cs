using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Privacy;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Faults;

/// <summary>Ten thousand requests in a few seconds: whoever reads meanwhile is served, and nothing of anybody's address is kept.</summary>
[Collection(FaultWorld.Name)]
public sealed class FloodTests(FaultWorld world)
{
    private const int Requests = 10_000;

    private const int Readers = 6;

    /// <summary>After this whoever floods goes away: of the onion's visitors many are still waiting then.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(12);

    private static readonly string[] s_settings = ["127.0.0.1/32", LiveWorld.Onion, $"localhost;{LiveWorld.Onion}"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public Task Flood_FromOneAddress_HoldsUpNobodyElse() =>
        FloodAsync((web, search) => Enumerable.Range(0, 50).Select(_ => SendAsync(web, "127.7.0.1", search, Requests / 50)));

    /// <summary>Each of them asks for more than one visitor may, all at once.</summary>
    [FullFact]
    public Task Flood_FromManyAddresses_HoldsUpNobodyElse() =>
        FloodAsync((web, search) => Enumerable.Range(0, 100).SelectMany(i => Enumerable.Range(0, 2).Select(_ => SendAsync(web, $"127.7.{i / 50}.{(i % 50) + 1}", search, Requests / 200))));

    /// <summary>Visitors of the onion come from one address, which is the proxy's.</summary>
    [FullFact]
    public Task Flood_FromTheOnion_HoldsUpNobodyElse() =>
        FloodAsync((web, search) => Enumerable.Range(0, 250).Select(_ => SendAsync(web, "127.0.0.1", search, Requests / 250, LiveWorld.Onion)));

    private async Task FloodAsync(Func<WebProcess, string, IEnumerable<Task<IReadOnlyDictionary<int, int>>>> flood)
    {
        await using var cluster = await world.ClusterAsync();
        await using var web = await world.WebOnPortAsync(cluster.Logins, ("Directory__ProxyNetworks", s_settings[0]), ("Directory__Onion", s_settings[1]), ("AllowedHosts", s_settings[2]));
        using (var first = web.Browser())
            await first.WellAsync(world.Pages);
        string before = await cluster.DumpAsync();
        var since = Stopwatch.StartNew();
        var flooding = Task.WhenAll(flood(web, world.Pages[1]));
        var reading = Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => ReadAsync(web, $"127.9.0.{reader + 1}", flooding)));
        var answers = (await flooding).SelectMany(one => one).GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.Sum(answer => answer.Value));
        var took = since.Elapsed;
        var readings = (await reading).SelectMany(one => one).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{took.TotalSeconds:0.0} s; {string.Join(", ", answers.Select(one => $"{one.Key}: {one.Value}"))}; {readings.Count} read, the slowest in {readings.Max(one => one.Took).TotalMilliseconds:0} ms"));

        Assert.InRange(answers.Values.Sum(), 100, Requests);
        Assert.All(answers.Keys, status => Assert.Contains(status, (int[])[200, 429, 503]));
        Assert.True(readings.Count >= Readers * 2, $"{readings.Count}");
        Assert.All(readings, one => Assert.True(one.IsRead, $"{one}"));

        Assert.Equal(before, await cluster.DumpAsync());
        await web.StopAsync();
        foreach (string file in (string[])[web.Output, web.Errors, cluster.Log, .. Directory.EnumerateFiles(web.Home, "*", SearchOption.AllDirectories)])
        {
            string kept = await File.ReadAllTextAsync(file, Stop);
            Assert.DoesNotContain("127.7.", kept, StringComparison.Ordinal);
            Assert.DoesNotContain("127.9.", kept, StringComparison.Ordinal);
        }
    }

    /// <summary>Somebody who looks at a page, reads it, and looks at the next.</summary>
    private async Task<IReadOnlyList<Reading>> ReadAsync(WebProcess web, string from, Task until)
    {
        using var browser = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) => await ConnectAsync(web, from, cancellation),
            AllowAutoRedirect = false,
        })
        { BaseAddress = new Uri("http://localhost") };
        var readings = new List<Reading>();
        var since = Stopwatch.StartNew();
        // No more than one visitor may.
        while (readings.Count < SearchGate.AtOnce && !(until.IsCompleted && readings.Count >= 2))
        {
            string address = world.Pages[readings.Count % world.Pages.Count];
            var begun = since.Elapsed;
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Stop);
            readings.Add(new Reading(begun, since.Elapsed, address, answer.StatusCode, "", null));
            await Task.Delay(TimeSpan.FromMilliseconds(400), Stop);
        }

        return readings;
    }

    /// <summary>One connection that waits for no answer before it asks again.</summary>
    /// <returns>How often each status came.</returns>
    private static async Task<IReadOnlyDictionary<int, int>> SendAsync(WebProcess web, string from, string address, int requests, string host = "localhost")
    {
        await using var stream = await ConnectAsync(web, from, Stop);
        string one = $"GET {address} HTTP/1.1\r\nHost: {host}\r\n";
        byte[] all = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{one}\r\n", requests - 1)) + $"{one}Connection: close\r\n\r\n");
        await stream.WriteAsync(all, Stop);
        using var answers = new StreamReader(stream, Encoding.Latin1);
        var statuses = new Dictionary<int, int>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(s_longest);
        try
        {
            while (await answers.ReadLineAsync(enough.Token) is { } line)
            {
                // An answer may begin in the last line of the one before.
                if (line.IndexOf("HTTP/1.1 ", StringComparison.Ordinal) is var at and >= 0)
                {
                    int status = int.Parse(line.AsSpan(at + 9, 3), CultureInfo.InvariantCulture);
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                }
            }
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            // It goes away.
        }

        return statuses;
    }

    private static async Task<Stream> ConnectAsync(WebProcess web, string from, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, web.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
