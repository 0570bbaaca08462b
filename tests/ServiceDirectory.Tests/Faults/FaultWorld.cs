using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Privacy;

namespace ServiceDirectory.Tests.Faults;

/// <summary>
/// A small directory in the files of a server that is stopped. Each test copies them, starts a server and web programs over the copy, and breaks
/// what it likes. One after the other, when all else is over: these tests look at how long something takes.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultWorld(ShippedPlaces places) : ICollectionFixture<FaultWorld>, IAsyncDisposable
{
    public const string Name = "faults";

    private static readonly Country s_country = new("GB", "United Kingdom");

    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sd-faults-{Guid.NewGuid():N}")));

    private Task<OwnCluster>? _filled;

    private WrittenRevision? _written;

    /// <summary>An entry in Leeds that two have listed.</summary>
    public string Service { get; private set; } = "";

    /// <summary>Sex worker-led; wrote nothing yet.</summary>
    public Organisation Union { get; private set; } = null!;

    public static LocalDate Today => SystemClock.Instance.GetCurrentInstant().InUtc().Date;

    /// <summary>Addresses whose answer is the same whenever it is one.</summary>
    internal IReadOnlyList<string> Pages => [$"/search?place={Sample.Leeds}", "/search?need=4&near=Leeds", $"/services/{Service}", "/search?q=clinic+leeds"];

    /// <summary>A server with the small directory.</summary>
    /// <param name="folder">Where its files are; null: a new one.</param>
    /// <param name="settings">Of the server, such as <c>max_connections=12</c>.</param>
    internal async Task<OwnCluster> ClusterAsync(string? folder = null, params string[] settings) => await (await (_filled ??= FillAsync())).CopyAsync(folder, settings);

    /// <summary>A web program over a server.</summary>
    internal Task<WebProcess> WebAsync(DirectoryLogins logins, params (string Name, string Value)[] settings) =>
        WebProcess.StartAsync($"{Guid.NewGuid():N}", _folder.Value.FullName, logins, settings);

    /// <summary>The same, asked by addresses of this machine.</summary>
    internal Task<WebProcess> WebOnPortAsync(DirectoryLogins logins, params (string Name, string Value)[] settings) =>
        WebProcess.StartOnPortAsync($"{Guid.NewGuid():N}", _folder.Value.FullName, logins, settings);

    /// <summary>The entry leaves at once.</summary>
    internal Task TakeOffAsync(OwnCluster cluster) => new ListingDesk(cluster.Logins, places).WithdrawAsync(_written!, ServiceState.Suspended, Today);

    public async ValueTask DisposeAsync()
    {
        if (_filled is not null)
            await (await _filled).DisposeAsync();
        if (_folder.IsValueCreated)
            _folder.Value.Delete(recursive: true);
    }

    private async Task<OwnCluster> FillAsync()
    {
        var cluster = await OwnCluster.StartAsync();
        await cluster.Logins.Owner.AddTownsAsync(
            Town(Sample.Leeds, "Leeds", 53.79648, -1.54785, 455_123),
            Town(2654993, "Bradford", 53.79391, -1.75206, 299_310));
        var desk = new ListingDesk(cluster.Logins, places);
        for (int i = 0; i < 5; i++)
        {
            var written = await desk.WriteAsync(Sample.Clinic($"Mill Clinic {i}"), await OrganisationAsync(cluster, "Meridian Forum"), Today);
            foreach (string approver in new[] { "Lantern Union", "Harbour Union" })
                await desk.ApproveAsync(written, await OrganisationAsync(cluster, approver), Today);
            (_written, Service) = (written, written.Code);
        }

        Union = await OrganisationAsync(cluster, "Far Union");
        await cluster.StopAsync();
        return cluster;
    }

    private static async Task<Organisation> OrganisationAsync(OwnCluster cluster, string name)
    {
        var given = new Given(cluster.Logins);
        var organisation = await given.SexWorkerLedAsync(name);
        await given.VouchedUntilAsync(organisation, Today.PlusYears(1));
        return organisation;
    }

    private static Place Town(int id, string name, double latitude, double longitude, int people) => new()
    {
        GeoNameId = id,
        Name = name,
        Country = s_country,
        Region = new Region("GB.ENG", s_country, "England", null),
        District = null,
        Latitude = latitude,
        Longitude = longitude,
        Population = people,
        Zone = DateTimeZoneProviders.Tzdb["Europe/London"],
        FeatureCode = "PPL",
    };
}
