using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Places;

/// <summary>Loading the whole gazetteer into a database of its own, and reading it back as the pages do.</summary>
public sealed class GazetteerStoreTests(CopyOfDatabase database, TestServer server, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    [FullFact]
    public async Task Load_EmptyThenAgainThenOtherVersion_WritesOnlyWhenItMust()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Assert.False(await GazetteerStore.IsLoadedAsync(database.Public, cancellation));

        var steps = new Steps();
        Assert.True(await GazetteerStore.LoadAsync(database.Owner, steps, cancellation));
        Assert.True(await GazetteerStore.IsLoadedAsync(database.Public, cancellation));
        Assert.True(steps.Count > 10);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(places.Gazetteer.Count, steps[^1]);
        Assert.All(steps.Totals, total => Assert.Equal(places.Gazetteer.Count, total));

        var written = await WrittenByAsync();
        steps.Clear();
        Assert.False(await GazetteerStore.LoadAsync(database.Owner, steps, cancellation));
        Assert.Empty(steps);
        Assert.Equal(written, await WrittenByAsync());
        // The whole world once more takes as long as at first.
        if (!FullRun.IsAsked)
            return;

        await database.Owner.RunAsync("update published.gazetteer set version = 'older'; delete from published.place where geo_name_id = 2644688; insert into published.region values ('GB.ZZ', 'Nowhere')");
        Assert.True(await GazetteerStore.LoadAsync(database.Owner, null, cancellation));
        Assert.Equal(1L, await database.Owner.OneAsync<long>("select count(*) from published.place where geo_name_id = 2644688"));
        Assert.Equal(0L, await database.Owner.OneAsync<long>("select count(*) from published.region where code = 'GB.ZZ'"));
        // Every row and the version were written by one and the same transaction.
        Assert.Equal(1L, await database.Owner.OneAsync<long>(
            "select count(distinct x) from (select xmin::text x from published.place union select xmin::text from published.region union select xmin::text from published.country union select xmin::text from published.gazetteer) t"));
        Assert.NotEqual(written, await WrittenByAsync());
    }

    [FullFact]
    public async Task Read_AsThePublicLogin_IsTheShippedGazetteer()
    {
        var shared = await server.PlacesAsync();
        var read = await GazetteerStore.ReadAsync(shared.Public, TestContext.Current.CancellationToken);
        var shipped = places.Gazetteer;

        Assert.Equal(shipped.Count, read.Count);
        foreach (var expected in new Random(7).GetItems([.. shipped.Places], 50))
            Assert.Equal(Facts(expected), Facts(read.Find(expected.GeoNameId)));
        foreach (var region in new[] { "GB", "US.TX", "GB.ENG.H3", "FR.11" })
            Assert.Equal(shipped.InRegion(region).Select(place => place.GeoNameId), read.InRegion(region).Select(place => place.GeoNameId));
        var lookup = new PlaceLookup(read);
        foreach (var text in new[] { "Leeds", "الرباط", "paris tx", "lodnon", "Yorkshire", "Deutschland" })
            Assert.Equal($"{Said(places.Lookup.Find(text, "GB"))}", $"{Said(lookup.Find(text, "GB"))}");
        // What a person types is looked up without the database.
        Assert.IsType<PlaceAnswer.Found>(await lookup.FindAsync(shared.Public, "Leeds", "GB", TestContext.Current.CancellationToken));
    }

    private static (int, string, string, string?, string?, double, double, int, string, string, float)? Facts(Place? place) => place is null
        ? null
        : (place.GeoNameId, place.FullName, place.Country.Code, place.Region?.Code, place.District?.Code, place.Latitude, place.Longitude,
            place.Population, place.Zone.Id, place.FeatureCode, place.Weight);

    internal static string Said(PlaceAnswer answer) => answer switch
    {
        PlaceAnswer.Found found => $"{found.Place.GeoNameId}",
        PlaceAnswer.Ask ask => string.Join(' ', ask.Candidates.Select(place => place.GeoNameId)),
        PlaceAnswer.Area area => string.Join(' ', area.Areas.Select(a => a.Name)),
        _ => "",
    };

    private async Task<string> WrittenByAsync() => await database.Owner.OneAsync<string>("select max(xmin::text) from published.place");

    /// <summary>Unlike <see cref="Progress{T}"/> it is told at once, so that nothing arrives after the test.</summary>
    private sealed class Steps : List<int>, IProgress<LoadProgress>
    {
        public List<int> Totals { get; } = [];

        public void Report(LoadProgress value)
        {
            Add(value.Done);
            Totals.Add(value.Total);
        }
    }
}

/// <summary>A database whose owner never loaded the gazetteer.</summary>
public sealed class MissingGazetteerTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    [Fact]
    public async Task Read_NothingLoaded_SaysWhatToRun()
    {
        var refused = await Assert.ThrowsAsync<SettingException>(
            () => GazetteerStore.ReadAsync(database.Public, TestContext.Current.CancellationToken));
        Assert.Contains("places load", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_AsThePublicLogin_IsRefused() =>
        await Assert.ThrowsAsync<PostgresException>(
            () => GazetteerStore.LoadAsync(database.Public, null, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Load_Stopped_LeavesNothingBehind()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => GazetteerStore.LoadAsync(database.Owner, new StopAfterFirst(stop), stop.Token));
        Assert.False(await GazetteerStore.IsLoadedAsync(database.Public, TestContext.Current.CancellationToken));
        await using var count = database.Owner.CreateCommand("select count(*) from published.place");
        Assert.Equal(0L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => stop.Cancel();
    }
}
