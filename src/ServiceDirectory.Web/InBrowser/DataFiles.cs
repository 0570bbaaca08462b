using System.Collections.Concurrent;
using System.Globalization;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.InBrowser;

/// <summary>
/// What a page needs to search without asking: the entries of a country, its places, and the words by which people are understood. Made for
/// everybody alike, so that it says nothing of who asks, and kept only for moments and only so many at a time.
/// </summary>
public sealed class DataFiles(
    OpenEntries open, EntriesFile entries, WordsFile words, PlaceFinder places, MirrorPages mirror, TimeProvider clock)
{
    /// <summary>An entry that has left is in no file after so long.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(30);

    /// <summary>Files of entries that are kept at once, and files of places. One of 10,000 entries has some four million bytes.</summary>
    private const int MostKept = 8;

    private const string Everywhere = "001";

    private readonly Remembered<(string Country, string Language), CountryFile?> _entries = new(MostKept, clock);
    private readonly Remembered<string, DataFile> _towns = new(MostKept, clock);
    private readonly Remembered<string, IReadOnlyList<string>> _countries = new(1, clock);
    private readonly ConcurrentDictionary<string, DataFile> _words = new(StringComparer.Ordinal);

    private static string Page => CultureInfo.CurrentUICulture.Name;

    /// <summary>Whether there is such a country with places in it. Call <see cref="PlaceFinder.ReadyAsync"/> first.</summary>
    public bool IsCountry(string code) => code is { Length: 2 } && places.InArea(code) is not null;

    /// <summary>The entries of a country, in the language of the page; null: more than a phone can take.</summary>
    /// <exception cref="Http.DirectoryUnavailableException">Places are not read yet.</exception>
    public Task<CountryFile?> EntriesAsync(string country, CancellationToken cancellation) =>
        _entries.GetAsync((country, Page), s_remembered, () => MakeAsync(country), cancellation);

    /// <summary>The places of a country.</summary>
    public Task<DataFile> TownsAsync(string country, CancellationToken cancellation) => _towns.GetAsync(
        // They change with the program.
        country, TimeSpan.FromHours(1), () => Task.Run(() => DataFile.Of("towns", json => places.WriteTables(country, json))), cancellation);

    /// <summary>How people are understood, and the words of results in the language of the page.</summary>
    public DataFile Words() => _words.GetOrAdd(Page, _ => words.Write());

    /// <summary>Countries with entries that may be copied, by code. Help at a distance counts where it names the country.</summary>
    public Task<IReadOnlyList<string>> CountriesAsync(CancellationToken cancellation) => _countries.GetAsync("", s_remembered, async () =>
    {
        var (towns, areas) = await open.WhereAsync(clock.Now().InUtc().Date, CancellationToken.None);
        return (IReadOnlyList<string>)
        [
            .. towns.Select(places.Find).OfType<Place>().Select(place => place.Country.Code)
                .Concat(areas.Where(area => area != Everywhere).Select(area => area.Split('.')[0])).Distinct().Order(StringComparer.Ordinal),
        ];
    }, cancellation);

    private async Task<CountryFile?> MakeAsync(string country)
    {
        var now = clock.Now();
        // Whoever asked first may leave: it is made for the others too.
        if (await open.ReadAsync(places.NumbersIn(country), [country, .. places.RegionsOf(country), Everywhere], Page, now, CancellationToken.None) is not { } found)
            return null;
        // A copy does not know of others.
        int? others = mirror.IsOn ? null : CountryFile.About(found.Others);
        return new CountryFile(entries.Write(country, found, now.InUtc().Date, others), found.Entries.Count, others);
    }

    /// <summary>Values that take long to make, each made once for all who ask meanwhile; the oldest go first.</summary>
    private sealed class Remembered<TKey, T>(int most, TimeProvider clock)
        where TKey : notnull
    {
        private readonly Lock _turn = new();
        private readonly Dictionary<TKey, (DateTimeOffset Until, Task<T> Value)> _kept = [];

        public Task<T> GetAsync(TKey key, TimeSpan life, Func<Task<T>> make, CancellationToken cancellation)
        {
            var now = clock.GetUtcNow();
            lock (_turn)
            {
                if (_kept.TryGetValue(key, out var kept) && kept.Until > now && !kept.Value.IsFaulted)
                    return kept.Value.WaitAsync(cancellation);
                _kept.Remove(key);
                if (_kept.Count >= most)
                    _kept.Remove(_kept.MinBy(one => one.Value.Until).Key);
                var value = make();
                _kept[key] = (now + life, value);
                return value.WaitAsync(cancellation);
            }
        }
    }
}

/// <summary>The entries of a country.</summary>
/// <param name="File">As it is sent.</param>
/// <param name="Entries">How many.</param>
/// <param name="Others">About how many others the site knows, 0 for few or none; null: nobody knows.</param>
public sealed record CountryFile(DataFile File, int Entries, int? Others)
{
    /// <summary>Fewer are not told from none, so that no number says of a single entry that it is there.</summary>
    private const int Few = 20;

    /// <summary>1, 2 or 5 with noughts, the one below: so coarse that no entry that comes or goes can be read in it. 0: fewer than twenty, or none.</summary>
    public static int About(int others)
    {
        if (others < Few)
            return 0;
        int tens = 1;
        while (others / tens >= 10)
            tens *= 10;
        return (others / tens) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * tens;
    }
}
