using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>How many get through, by a clock that only the test moves.</summary>
public sealed class SearchGateTests : IDisposable
{
    private readonly SteppedClock _clock = new();
    private readonly SearchGate _gate;

    public SearchGateTests() =>
        _gate = new SearchGate(Options.Create(new DirectoryOptions { Onion = LiveWorld.Onion }), new Visitors(Options.Create(new DirectoryOptions()), new VisitorKeys(_clock)), _clock);

    public void Dispose() => _gate.Dispose();

    private ValueTask<RateLimitLease> AskAsync(string? address, string host = "directory.example") => _gate.AcquireAsync(
        new DefaultHttpContext { Request = { Host = new HostString(host) }, Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What was answered at once; null: it waits.</summary>
    private static bool? IsGranted(Task<RateLimitLease> asked) => asked.IsCompletedSuccessfully ? asked.Result.IsAcquired : null;

    /// <summary>How many of some requests pass, each of which ends before the next.</summary>
    private async Task<int> PassAsync(int requests, string? address)
    {
        int passed = 0;
        for (int i = 0; i < requests; i++)
        {
            using var lease = await AskAsync(address);
            passed += lease.IsAcquired ? 1 : 0;
        }

        return passed;
    }

    [Fact]
    public async Task Visitor_HasABurst_ThenOneASecond()
    {
        Assert.Equal(SearchGate.AtOnce, await PassAsync(100, "203.0.113.7"));
        Assert.Equal(1, await PassAsync(1, "203.0.113.8"));
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(0, await PassAsync(1, "203.0.113.7"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, await PassAsync(5, "203.0.113.7"));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(SearchGate.AtOnce, await PassAsync(100, "203.0.113.7"));
    }

    [Fact]
    public async Task Visitor_InAMinute_HasSixtyAfterTheBurst()
    {
        await PassAsync(100, "203.0.113.7");
        int passed = 0;
        for (int tenth = 0; tenth < 600; tenth++)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            passed += await PassAsync(1, "203.0.113.7");
        }

        Assert.Equal(SearchGate.PerMinute, passed);
    }

    [Fact, Property(44)]
    public async Task NewSecret_IsNoFreshStart()
    {
        _clock.Advance(VisitorKeys.Lasts - TimeSpan.FromSeconds(0.5));
        Assert.Equal(SearchGate.AtOnce, await PassAsync(100, "203.0.113.7"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await PassAsync(100, "203.0.113.7"));
        _clock.Advance(VisitorKeys.Overlap);
        Assert.Equal(SearchGate.AtOnce, await PassAsync(100, "203.0.113.7"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    public async Task ProxyItself_IsNoVisitor(string? address) => Assert.Equal(500, await PassAsync(500, address));

    [Theory]
    [InlineData("directory.example", "fc00:dead:beef:4dad::")]
    [InlineData("onion", null)]
    public async Task Onion_Together_WaitsAndThenIsRefused(string host, string? circuits)
    {
        const int Waiting = SearchGate.OnionPerMinute * 5 / 60;
        var asked = new List<Task<RateLimitLease>>();
        for (int i = 0; i < SearchGate.OnionAtOnce + Waiting + 10; i++)
        {
            asked.Add(AskAsync(circuits is null ? null : $"{circuits}{i:x}", host == "onion" ? LiveWorld.Onion : host).AsTask());
            // Work that is done makes room for other work.
            if (asked[^1].IsCompleted)
                (await asked[^1]).Dispose();
        }

        Assert.Equal(TimeSpan.FromSeconds(5), SearchGate.OnionLongestWait);
        Assert.All(asked.Take(SearchGate.OnionAtOnce), task => Assert.Equal(true, IsGranted(task)));
        Assert.All(asked.Skip(SearchGate.OnionAtOnce).Take(Waiting), task => Assert.False(task.IsCompleted));
        Assert.All(asked.TakeLast(10), task => Assert.Equal(false, IsGranted(task)));
        // Others are not held up by it.
        using (var other = await AskAsync("203.0.113.7"))
            Assert.True(other.IsAcquired);
        _clock.Advance(SearchGate.OnionLongestWait);
        var work = Task.WhenAll(asked.Skip(SearchGate.OnionAtOnce).Take(Waiting).Select(async task =>
        {
            using var lease = await task;
            return lease.IsAcquired;
        }));
        Assert.All(await work, Assert.True);
    }

    [Fact]
    public async Task Asked_WithoutWaiting_CountsNothing()
    {
        // The framework asks so before each request.
        for (int i = 0; i < 100; i++)
        {
            using var lease = _gate.AttemptAcquire(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.7") } });
            Assert.False(lease.IsAcquired);
        }

        Assert.Equal(SearchGate.AtOnce, await PassAsync(100, "203.0.113.7"));
    }

    [Fact]
    public async Task Work_IsDoneAFewAtATime()
    {
        var asked = Enumerable.Range(0, 300).Select(_ => AskAsync(null).AsTask()).ToList();
        Assert.All(asked.Take(SearchGate.WorkedOn), task => Assert.Equal(true, IsGranted(task)));
        Assert.False(asked[SearchGate.WorkedOn].IsCompleted);
        Assert.Equal(false, IsGranted(asked[^1]));
        (await asked[0]).Dispose();
        using var next = await asked[SearchGate.WorkedOn];
        Assert.True(next.IsAcquired);
        Assert.False(asked[SearchGate.WorkedOn + 1].IsCompleted);
    }

    /// <summary>Whoever looks for help once does not wait behind those who ask again and again.</summary>
    [Fact]
    public async Task Turns_GoFirstToWhoAskedLeast()
    {
        var working = await Task.WhenAll(Enumerable.Range(0, SearchGate.WorkedOn).Select(_ => AskAsync(null).AsTask()));
        var many = Enumerable.Range(0, 5).Select(_ => AskAsync("203.0.113.7").AsTask()).ToList();
        var few = Enumerable.Range(0, 2).Select(_ => AskAsync("203.0.113.8").AsTask()).ToList();
        foreach (var next in (Task<RateLimitLease>[])[few[0], few[1], .. many])
        {
            Assert.False(next.IsCompleted);
            working[0].Dispose();
            working[0] = await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(working[0].IsAcquired);
        }
    }

    /// <summary>The first request of a flood cannot be told from a reader's, until the second comes.</summary>
    [Fact]
    public async Task Turns_WhoAsksAgain_MovesBackWithAllThatWaits()
    {
        var working = await Task.WhenAll(Enumerable.Range(0, SearchGate.WorkedOn).Select(_ => AskAsync(null).AsTask()));
        var flood = Enumerable.Range(0, 5).Select(i => AskAsync($"198.51.100.{i}").AsTask()).ToList();
        var reader = AskAsync("203.0.113.7").AsTask();
        flood.AddRange(Enumerable.Range(0, 5).Select(i => AskAsync($"198.51.100.{i}").AsTask()));
        // Among those of the flood, whoever came first.
        foreach (var next in (Task<RateLimitLease>[])[reader, .. flood])
        {
            Assert.False(next.IsCompleted);
            working[0].Dispose();
            working[0] = await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(working[0].IsAcquired);
        }
    }

    [Fact]
    public async Task Turns_AreKept_ForWhoAsksOnce()
    {
        // A form and the page that answers it.
        const int Once = 2;
        var flood = Enumerable.Range(0, SearchGate.AtOnce).Select(_ => AskAsync("203.0.113.7").AsTask()).ToList();
        Assert.All(flood[..(Once + SearchGate.WorkedOnAgain)], task => Assert.Equal(true, IsGranted(task)));
        Assert.False(flood[Once + SearchGate.WorkedOnAgain].IsCompleted);
        // These end, and what waits is not let in for them.
        foreach (var first in flood[..Once])
            (await first).Dispose();
        for (int i = SearchGate.WorkedOnAgain; i < SearchGate.WorkedOn; i++)
            Assert.Equal(true, IsGranted(AskAsync($"198.51.100.{i}").AsTask()));
        (await flood[Once]).Dispose();
        using var next = await flood[Once + SearchGate.WorkedOnAgain];
        Assert.True(next.IsAcquired);
        Assert.False(flood[Once + SearchGate.WorkedOnAgain + 1].IsCompleted);
    }

    [Fact]
    public async Task Turns_WhenTooManyWait_EndForWhoAskedMost()
    {
        var working = Enumerable.Range(0, SearchGate.WorkedOn).Select(_ => AskAsync(null).AsTask()).ToList();
        var flood = Enumerable.Range(0, 300).Select(i => AskAsync($"198.51.100.{i / 30}").AsTask()).ToList();
        Assert.True(AreRefused(100));
        var reader = AskAsync("203.0.113.7").AsTask();
        Assert.False(reader.IsCompleted);
        // Of the flood one more had to go.
        Assert.True(AreRefused(101));
        (await working[0]).Dispose();
        using var next = await reader;
        Assert.True(next.IsAcquired);

        // They hear of it on a thread of their own.
        bool AreRefused(int count) =>
            SpinWait.SpinUntil(() => flood.Count(asked => asked.IsCompleted) == count, TimeSpan.FromSeconds(20)) && flood.Count(asked => IsGranted(asked) is false) == count;
    }

    [Fact]
    public async Task Turn_ThatIsWaitedForTooLong_IsBusy()
    {
        var working = Enumerable.Range(0, SearchGate.WorkedOn).Select(_ => AskAsync(null).AsTask()).ToList();
        var late = AskAsync("203.0.113.7").AsTask();
        using var gone = new CancellationTokenSource();
        var left = _gate.AcquireAsync(new DefaultHttpContext { Request = { Host = new HostString("directory.example") } }, cancellationToken: gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(late.IsCompleted);
        _clock.Advance(SearchGate.LongestTurn);
        Assert.IsType<Busy>(await late);
        // Neither of them took a turn away.
        foreach (var ready in working)
            (await ready).Dispose();
        Assert.Equal(SearchGate.WorkedOn, Enumerable.Range(0, SearchGate.WorkedOn + 5).Count(_ => IsGranted(AskAsync(null).AsTask()) is true));
    }
}
