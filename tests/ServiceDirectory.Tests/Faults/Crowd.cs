using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace ServiceDirectory.Tests.Faults;

/// <summary>People who read one page after the other until they are told to stop, each on a connection of their own.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    /// <summary>Between two pages of one person: there are two cores for all of it.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(60);

    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly ConcurrentDictionary<string, string> _bodies = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly Task _all;

    private Crowd(int people, Func<HttpClient> browser, IReadOnlyList<string> addresses) =>
        _all = Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(() => ReadAsync(browser, addresses, person))));

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<Reading> Readings => [.. _readings];

    public TimeSpan Now => _since.Elapsed;

    public static Crowd Start(int people, Func<HttpClient> browser, IReadOnlyList<string> addresses) => new(people, browser, addresses);

    /// <summary>Waits until everything that was asked for is answered.</summary>
    public async Task<IReadOnlyList<Reading>> StopAsync()
    {
        await _stop.CancelAsync();
        await _all;
        return Readings;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync(Func<HttpClient> browser, IReadOnlyList<string> addresses, int person)
    {
        using var client = browser();
        client.Timeout = TimeSpan.FromMinutes(1);
        for (int i = person; !_stop.IsCancellationRequested; i++)
        {
            string address = addresses[i % addresses.Count];
            var from = _since.Elapsed;
            var (status, body, retry) = await OneAsync(client, address);
            _readings.Enqueue(new Reading(from, _since.Elapsed, address, status, _bodies.GetOrAdd(body, body), retry));
            await Task.Delay(s_pause);
        }
    }

    private static async Task<(HttpStatusCode? Status, string Body, string? Retry)> OneAsync(HttpClient client, string address)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.ToString());
        }
        catch (HttpRequestException)
        {
            return (null, "", null);
        }
    }
}

/// <summary>What became of one page.</summary>
/// <param name="From">When it was asked for, since the crowd began.</param>
/// <param name="To">When it was there.</param>
/// <param name="Address">Path and query.</param>
/// <param name="Status">Null: nobody answered.</param>
/// <param name="Body">As it came.</param>
/// <param name="Retry">The header that says when to come again.</param>
internal sealed record Reading(TimeSpan From, TimeSpan To, string Address, HttpStatusCode? Status, string Body, string? Retry)
{
    public TimeSpan Took => To - From;

    public bool IsRead => Status is HttpStatusCode.OK;

    public override string ToString() => $"{Address}: {(int?)Status} at {From.TotalSeconds:0.0} s after {Took.TotalSeconds:0.0} s";
}

internal static class Readings
{
    /// <summary>Each page that was shown is the one that was shown while all was well, and each other one says calmly that it is not to be had now.</summary>
    /// <param name="readings">Of a crowd.</param>
    /// <param name="well">The page of each address.</param>
    /// <param name="longest">What nobody waits longer than.</param>
    public static void AreRightOrLater(this IReadOnlyList<Reading> readings, IReadOnlyDictionary<string, string> well, TimeSpan longest)
    {
        foreach (var reading in readings)
        {
            Assert.True(reading.Took < longest, $"{reading}");
            Assert.True(reading.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{reading}\n{reading.Body}");
            if (reading.IsRead)
                Assert.Equal(well[reading.Address], reading.Body);
            else
                reading.SaysLater();
        }
    }

    /// <summary>The calm page: what it is, when to come again, and whom to call if that is too late.</summary>
    public static void SaysLater(this Reading reading)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reading.Status);
        Assert.Equal("60", reading.Retry);
        Assert.Contains("We cannot look this up right now", reading.Body, StringComparison.Ordinal);
        Assert.Contains("If you cannot wait, call someone.", reading.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/now\"", reading.Body, StringComparison.Ordinal);
    }

    /// <summary>The page of each address, while all is well.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> WellAsync(this HttpClient browser, IReadOnlyList<string> addresses)
    {
        var well = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string address in addresses)
        {
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            well[address] = await answer.Content.ReadAsStringAsync();
        }

        return well;
    }
}
