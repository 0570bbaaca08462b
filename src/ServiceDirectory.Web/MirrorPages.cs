using System.Globalization;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Mirror;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web;

/// <summary>
/// Whether the pages are made for a copy on a disk. There nobody answers: what is true at this moment only (class <c>live</c>) is left out,
/// a list of towns stands where a form would, and every page says how old it is.
/// </summary>
public sealed class MirrorPages(MirrorTowns towns, PlaceFinder places, TimeProvider clock, IOptions<DirectoryOptions> options)
{
    private readonly LocalDate? _until = string.IsNullOrEmpty(options.Value.MirrorUntil) ? null : LocalDatePattern.Iso.Parse(options.Value.MirrorUntil).Value;

    public bool IsOn => _until is not null;

    /// <exception cref="InvalidOperationException">No copy is made.</exception>
    public MirrorDates Dates => new(clock.Now().InUtc().Date, _until ?? throw new InvalidOperationException("No copy is made."));

    /// <summary>
    /// Towns in which something is to be found, by country; both by name. Where a small one has only what keeps to itself where it is, it is left
    /// out: results of towns around it have that.
    /// </summary>
    /// <param name="needs">Ids, any of; none: whatever is needed.</param>
    /// <param name="cancellation">Ends the question in the database too.</param>
    public async Task<IReadOnlyList<IGrouping<string, Place>>> TownsAsync(IReadOnlyList<int> needs, CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        var found = await towns.FindAsync(needs, Dates.Made, cancellation);
        var byName = StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true);
        return
        [
            .. found.Select(town => places.Find(town.Place) is { } place && (town.IsOpen || !SayPlaces.IsArea(place)) ? place : null).OfType<Place>()
                .OrderBy(place => place.Name, byName).ThenBy(place => place.GeoNameId)
                .GroupBy(place => place.Country.Code).OrderBy(country => SayPlaces.Country(country.Key), byName),
        ];
    }
}
