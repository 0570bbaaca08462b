using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Places;

/// <summary>Who asks for a place while places are still being read.</summary>
[Property(86)]
public sealed class PlaceFinderTests(ShippedPlaces places) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _nowhere = NpgsqlDataSource.Create("Host=/nonexistent");

    private readonly TaskCompletionSource<Gazetteer> _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PlaceFinder? _finder;

    private PlaceFinder Finder => _finder ??= new PlaceFinder(
        _ => _reading.Task, _nowhere, new SteppedClock(), NullLogger<PlaceFinder>.Instance);

    public async ValueTask InitializeAsync() => await Finder.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Finder.StopAsync(TestContext.Current.CancellationToken);
        Finder.Dispose();
        await _nowhere.DisposeAsync();
    }

    [Fact]
    public async Task Ready_WhileTheyAreRead_WaitsForThem()
    {
        var waits = Finder.ReadyAsync(TestContext.Current.CancellationToken);
        Assert.False(waits.IsCompleted);
        _reading.SetResult(places.Gazetteer);
        await waits.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.NotNull(Finder.Find(Sample.Leeds));
    }

    [Fact]
    public async Task Ready_WhenReadingFails_SaysSoAtOnce_ToWhoWaitsAlready_AndToWhoComesLater()
    {
        var waits = Finder.ReadyAsync(TestContext.Current.CancellationToken);
        Assert.False(waits.IsCompleted);
        _reading.SetException(new NpgsqlException("away"));
        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => waits.WaitAsync(Soon, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => Finder.ReadyAsync(TestContext.Current.CancellationToken).WaitAsync(Soon, TestContext.Current.CancellationToken));
    }
}
