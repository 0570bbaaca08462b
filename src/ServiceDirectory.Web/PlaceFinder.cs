using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>
/// The gazetteer, read into memory in the background at start, so that pages without a place answer at once. What a person types
/// as a place never leaves this process.
/// </summary>
public sealed class PlaceFinder(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<Loaded> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits while places are still being read for the first time.</summary>
    /// <exception cref="DirectoryUnavailableException">It takes too long.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _loaded.Task.WaitAsync(LongestWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new DirectoryUnavailableException();
        }
    }

    /// <summary>The place with this number; null when there is none, or when places are not read yet.</summary>
    public Place? Find(int geoNameId) => _loaded.Task.IsCompleted ? _loaded.Task.Result.Gazetteer.Find(geoNameId) : null;

    /// <summary>What a person means by a text. Call <see cref="ReadyAsync"/> first.</summary>
    /// <exception cref="DirectoryUnavailableException">Places are not read yet.</exception>
    public PlaceAnswer Find(string text, string homeCountry) =>
        _loaded.Task.IsCompleted ? _loaded.Task.Result.Lookup.Find(text, homeCountry) : throw new DirectoryUnavailableException();

    /// <summary>The name of a country (<c>GB</c>) or first-level region (<c>GB.ENG</c>); null when it has no place, or while places are not read yet.</summary>
    public string? AreaName(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (!_loaded.Task.IsCompleted || _loaded.Task.Result.Gazetteer.InRegion(code) is not [var place, ..])
            return null;
        return code.Contains('.', StringComparison.Ordinal) ? place.Region?.Name : place.Country.Name;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var gazetteer = await Task.Run(GazetteerBuilder.BuildShipped, stoppingToken);
        _loaded.SetResult(new Loaded(gazetteer, new PlaceLookup(gazetteer)));
    }

    private sealed record Loaded(Gazetteer Gazetteer, PlaceLookup Lookup);
}
