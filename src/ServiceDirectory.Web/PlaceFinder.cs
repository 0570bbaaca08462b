using System.Text.Json;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>Reads the places of the world from wherever they are kept.</summary>
public delegate Task<Gazetteer> ReadGazetteer(CancellationToken cancellationToken);

/// <summary>
/// The gazetteer, read into memory in the background at start, so that the name a person types never leaves this process:
/// only a text in the form of a postal code is looked up in the database.
/// Where the database is away the program starts all the same and tries again; until then pages that need places say "not now".
/// </summary>
public sealed partial class PlaceFinder(
    ReadGazetteer read, [FromKeyedServices(Login.Public)] NpgsqlDataSource reader, TimeProvider clock, ILogger<PlaceFinder> log) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<Loaded> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Places were read, or could not be: whoever waited for the first time need not wait for the next.
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits while places are being read for the first time.</summary>
    /// <exception cref="DirectoryUnavailableException">They cannot be read now.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (_loaded.Task.IsCompleted)
            return;
        try
        {
            await _tried.Task.WaitAsync(LongestWait, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new DirectoryUnavailableException();
        }

        if (!_loaded.Task.IsCompleted)
            throw new DirectoryUnavailableException();
    }

    /// <summary>The place with this number; null when there is none, or when places are not read yet.</summary>
    public Place? Find(int geoNameId) => _loaded.Task.IsCompleted ? _loaded.Task.Result.Gazetteer.Find(geoNameId) : null;

    /// <summary>What a listing has to know of a town; null when there is none, or when places are not read yet.</summary>
    public ListingPlace? Town(int geoNameId) => _loaded.Task.IsCompleted ? ListingPlace.Of(_loaded.Task.Result.Gazetteer, geoNameId) : null;

    /// <summary>What a person means by a text, imported postal codes included. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public Task<PlaceAnswer> FindAsync(string text, string homeCountry, CancellationToken cancellationToken) =>
        _loaded.Task.IsCompleted
            ? _loaded.Task.Result.Lookup.FindAsync(reader, text, homeCountry, cancellationToken)
            : throw new DirectoryUnavailableException();

    /// <summary>What a name of a place means. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public PlaceAnswer Find(string text, string homeCountry) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Lookup.Find(text, homeCountry) : throw new DirectoryUnavailableException();

    /// <summary>Places whose name begins so; none while places are not read yet.</summary>
    public IReadOnlyList<Place> Suggest(string text, string homeCountry, int most) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Lookup.Suggest(text, homeCountry, most) : [];

    /// <summary>Other places that are called as this one, likeliest first. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public IEnumerable<Place> Namesakes(Place place, string homeCountry)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _loaded.Task.IsCompleted
            ? _loaded.Task.Result.Lookup.CalledAs(place, homeCountry).Where(other => other != place)
            : throw new DirectoryUnavailableException();
    }

    /// <summary>The place that ends a text about something else, "std clinic leeds"; null when none does. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public PlaceInTail? FindTail(string text, string homeCountry, bool mayBeEveryday = false) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Lookup.FindTail(text, homeCountry, mayBeEveryday) : throw new DirectoryUnavailableException();

    /// <summary>The largest place of a country (<c>GB</c>) or first-level region (<c>GB.ENG</c>); null when it has none, or while places are not read yet.</summary>
    public Place? InArea(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return _loaded.Task.IsCompleted && _loaded.Task.Result.Gazetteer.InRegion(code) is [var place, ..] ? place : null;
    }

    /// <summary>The codes of a country's first-level regions. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public IEnumerable<string> RegionsOf(string country) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Gazetteer.RegionsOf(country) : throw new DirectoryUnavailableException();

    /// <summary>GeoNames numbers of all places of a country; none when it is not known. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public IReadOnlyCollection<int> NumbersIn(string country) =>
        _loaded.Task.IsCompleted ? [.. _loaded.Task.Result.Gazetteer.InRegion(country).Select(place => place.GeoNameId)] : throw new DirectoryUnavailableException();

    /// <summary>Writes all that a look-up of places in another program needs. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public void WriteTables(string country, Utf8JsonWriter json)
    {
        if (!_loaded.Task.IsCompleted)
            throw new DirectoryUnavailableException();
        PlaceTables.Write(_loaded.Task.Result.Gazetteer, country, json);
    }

    /// <summary>The name of the area for which a place stands where it is too small to hide a site that asks for privacy.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public string HidingArea(Place place) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Gazetteer.HidingArea(place).Name : throw new DirectoryUnavailableException();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_loaded.Task.IsCompleted)
        {
            try
            {
                var gazetteer = await Task.Run(() => read(stoppingToken), stoppingToken);
                _loaded.SetResult(new Loaded(gazetteer, new PlaceLookup(gazetteer)));
                _tried.TrySetResult();
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or SettingException)
            {
                // Said once: it is tried again every few seconds.
                if (_tried.TrySetResult())
                    LogAway(e);
                await Task.Delay(RetryAfter, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Places cannot be read from the database yet; searches by place wait for them.")]
    private partial void LogAway(Exception error);

    private sealed record Loaded(Gazetteer Gazetteer, PlaceLookup Lookup);
}
