using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>
/// People who come at their own pace, whether or not the program keeps up: a wait counts from the moment at which somebody wanted the
/// page, not from the one at which there was room to ask.
/// </summary>
internal static class Readers
{
    /// <param name="address">Of the program.</param>
    /// <param name="paths">Asked for in this order.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="time">How long.</param>
    /// <param name="network">The second number of their addresses; null: a proxy tells whose request it is, each from another one.</param>
    /// <param name="addresses">From so many of them.</param>
    public static async Task<Waits> RunAsync(Uri address, IReadOnlyList<string> paths, double rate, TimeSpan time, int? network = null, int addresses = 1)
    {
        int count = (int)(rate * time.TotalSeconds);
        HttpClient[] readers = [.. Enumerable.Range(0, network is null ? 1 : addresses).Select(reader => Client(address, network, reader))];
        var waits = new double[count];
        var statuses = new int[count];
        var asked = new Task[count];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate);
            // In whole milliseconds, which is what the timer has.
            if (due - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay((int)Math.Ceiling(early.TotalMilliseconds));
            asked[i] = AskAsync(i, due);
        }

        await Task.WhenAll(asked);
        foreach (var reader in readers)
            reader.Dispose();
        var answered = waits.Where((_, i) => statuses[i] == 200).Order().ToList();
        return new Waits(
            count,
            answered.Count,
            statuses.Count(status => status is 429 or 503),
            clock.Elapsed,
            answered.Count == 0 ? double.PositiveInfinity : answered[answered.Count / 2],
            answered.Count == 0 ? double.PositiveInfinity : answered[answered.Count * 99 / 100]);

        async Task AskAsync(int i, TimeSpan due)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, paths[i % paths.Count]);
            if (network is null)
                request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}"));
            try
            {
                using var answer = await readers[i % readers.Length].SendAsync(request, HttpCompletionOption.ResponseContentRead);
                statuses[i] = (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                statuses[i] = 0;
            }

            waits[i] = (clock.Elapsed - due).TotalMilliseconds;
        }
    }

    /// <summary>The address of one of them, on this machine's own network.</summary>
    /// <param name="network">Its second number.</param>
    /// <param name="reader">Which one, from 0.</param>
    public static IPAddress From(int network, int reader) => new([127, (byte)network, (byte)(reader / 250), (byte)(reader % 250 + 1)]);

    private static HttpClient Client(Uri address, int? network, int reader) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = 64,
        ConnectCallback = async (to, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (network is { } second)
                socket.Bind(new IPEndPoint(From(second, reader), 0));
            await socket.ConnectAsync(to.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
    };
}

/// <param name="Asked">How many asked.</param>
/// <param name="Answered">How many got the page.</param>
/// <param name="Refused">How many were told to come later.</param>
/// <param name="Time">Until the last was answered.</param>
/// <param name="Median">Milliseconds, of those that got the page.</param>
/// <param name="P99">The same of 99 in 100.</param>
internal sealed record Waits(int Asked, int Answered, int Refused, TimeSpan Time, double Median, double P99);
