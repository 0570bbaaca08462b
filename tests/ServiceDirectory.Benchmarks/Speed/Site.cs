using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>A directory of some size on the shipped map, and the programs that serve it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly (string Folder, string File) Web = ("web", "ServiceDirectory.Web.dll");

    private static readonly (string Folder, string File) Least = ("floor", "ServiceDirectory.Floor.dll");

    private readonly ConnectionSettings _settings;

    private ServedProgram? _real;

    private IReadOnlyList<Draw>? _full;

    private Site(int services, SyntheticDirectory world, Gazetteer gazetteer, ConnectionSettings settings)
    {
        (Services, World, Gazetteer, _settings) = (services, world, gazetteer, settings);
    }

    public int Services { get; }

    public SyntheticDirectory World { get; }

    public Gazetteer Gazetteer { get; }

    public ConnectionSettings Settings => _settings;

    /// <summary>Filled where it is not there yet.</summary>
    public static async Task<Site> OfAsync(int services)
    {
        var gazetteer = GazetteerBuilder.BuildShipped();
        // The programs go by the machine's clock.
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        var world = new SyntheticDirectory(seed: 1, RealTowns.Of(gazetteer, today), today);
        return new Site(services, world, gazetteer, await BenchmarkDatabase.WholeAsync(services, world));
    }

    /// <summary>Processor time that all connections to it have had, and keep: those that are served now.</summary>
    public async Task<TimeSpan> DatabaseTimeAsync()
    {
        long nanoseconds = (await BenchmarkDatabase.ProcessesAsync(Services)).Sum(Backend.Nanoseconds);
        return TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
    }

    /// <summary>What to ask for so that a page is full. To find that takes thousands of searches where there are few services, so it is done once.</summary>
    public async Task<IReadOnlyList<Draw>> FullDrawsAsync() => _full ??= await Draws.FullAsync(World, _settings, Gazetteer);

    /// <summary>The product as it is published, its limits on: one for all that may have been asked for other things before.</summary>
    public async Task<ServedProgram> RealAsync() => _real ??= await ServeAsync();

    /// <summary>One that has answered nothing yet, or has other settings.</summary>
    /// <param name="more">Settings besides.</param>
    public Task<ServedProgram> ServeAsync(params IEnumerable<(string Name, string Value)> more) => ServedProgram.StartAsync(
        Web,
        $"/search?need=1&place={World.Towns[0].PlaceId}",
        [
            (ConnectionSettings.Name(Login.Directory), _settings.Require(Login.Directory)),
            (ConnectionSettings.Name(Login.Public), _settings.Require(Login.Public)),
            .. more,
        ]);

    /// <summary>The floor, with so many bytes that say nothing on each page.</summary>
    public Task<ServedProgram> ServeFloorAsync(int nearFiller = 0, int entryFiller = 0) => ServedProgram.StartAsync(
        Least,
        new Draw(World.Towns[0], 1).Floor,
        [
            (ConnectionSettings.Name(Login.Public), _settings.Require(Login.Public)),
            ("Filler__Near", $"{nearFiller}"),
            ("Filler__Entry", $"{entryFiller}"),
        ]);

    public async ValueTask DisposeAsync()
    {
        if (_real is not null)
            await _real.DisposeAsync();
    }
}
