using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>Programs that take open data wait for each other, and nobody who searches waits for them.</summary>
public sealed class OpenDataGateTests : IDisposable
{
    private readonly SteppedClock _clock = new();
    private readonly OpenDataGate _open;
    private readonly SearchGate _search;
    private readonly Gates _gates;

    public OpenDataGateTests()
    {
        var visitors = new Visitors(Options.Create(new DirectoryOptions()), new VisitorKeys(_clock));
        (_open, _search) = (new OpenDataGate(visitors, _clock), new SearchGate(Options.Create(new DirectoryOptions()), visitors, _clock));
        _gates = new Gates(_search, _open);
    }

    public void Dispose()
    {
        _gates.Dispose();
        _open.Dispose();
        _search.Dispose();
    }

    private Task<RateLimitLease> AskAsync(string path, string query = "", string address = "203.0.113.7") => _gates.AcquireAsync(
        new DefaultHttpContext { Request = { Path = path, QueryString = new QueryString(query) }, Connection = { RemoteIpAddress = IPAddress.Parse(address) } },
        cancellationToken: TestContext.Current.CancellationToken).AsTask();

    [Fact]
    public async Task Program_HasABurst_AndAPace_OfItsOwn()
    {
        int passed = 0;
        for (int i = 0; i < 200; i++)
        {
            using var lease = await AskAsync("/hsds/services");
            passed += lease.IsAcquired ? 1 : 0;
        }

        Assert.Equal(OpenDataGate.AtOnce, passed);
        using (var search = await AskAsync("/search"))
            Assert.True(search.IsAcquired);
        using (var other = await AskAsync("/hsds", address: "203.0.113.8"))
            Assert.True(other.IsAcquired);
        _clock.Advance(TimeSpan.FromMinutes(1.0 / OpenDataGate.PerMinute));
        using var next = await AskAsync("/hsds/services");
        Assert.True(next.IsAcquired);
    }

    [Theory]
    [InlineData("/hsds/package.zip", "", OpenDataGate.Streams)]
    [InlineData("/hsds/package.json", "", OpenDataGate.Streams)]
    [InlineData("/HSDS/Package.zip", "", OpenDataGate.Streams)]
    [InlineData("/hsds/package.json/", "", OpenDataGate.Streams)]
    [InlineData("/hsds/services", "?full=true&format=ndjson", OpenDataGate.Streams)]
    [InlineData("/Hsds/services/", "?full=true&format=ndjson", OpenDataGate.Streams)]
    [InlineData("/hsds/services", "?full=true", OpenDataGate.WorkedOn)]
    public async Task AtOnce_OnlySoManyAreWorkedOn_AndStreamsHoldUpNoPages(string path, string query, int most)
    {
        var asked = Enumerable.Range(0, most + 1).Select(i => AskAsync(path, query, $"203.0.113.{i}")).ToList();
        Assert.Equal(most, asked.Count(one => one.IsCompletedSuccessfully && one.Result.IsAcquired));
        Assert.False(asked[^1].IsCompleted);
        if (most == OpenDataGate.Streams)
        {
            using var page = await AskAsync("/hsds/services");
            Assert.True(page.IsAcquired);
        }

        using (var search = await AskAsync("/search"))
            Assert.True(search.IsAcquired);
        (await asked[0]).Dispose();
        using var last = await asked[^1];
        Assert.True(last.IsAcquired);
        foreach (var one in asked.Skip(1))
            (await one).Dispose();
    }

    [Fact]
    public async Task Turn_ThatIsWaitedForTooLong_IsBusy()
    {
        var asked = Enumerable.Range(0, OpenDataGate.Streams + 1).Select(i => AskAsync("/hsds/package.zip", "", $"203.0.113.{i}")).ToList();
        _clock.Advance(OpenDataGate.LongestTurn - TimeSpan.FromSeconds(1));
        Assert.False(asked[^1].IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<Busy>(await asked[^1]);
    }
}
