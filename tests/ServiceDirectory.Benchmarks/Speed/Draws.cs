using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>One need near one town, as the real page and as the floor are asked for it.</summary>
internal sealed record Draw(SyntheticTown Town, int Need)
{
    public string Search => string.Create(CultureInfo.InvariantCulture, $"/search?need={Need}&place={Town.PlaceId}");

    public string Floor => string.Create(CultureInfo.InvariantCulture, $"/near?latitude={Town.Centre.Latitude}&longitude={Town.Centre.Longitude}&need={Need}");
}

/// <summary>What people ask for: towns as people live there, needs as they are offered.</summary>
internal static class Draws
{
    /// <summary>So many different ones are asked for.</summary>
    private const int Wanted = 200;

    /// <summary>So many are drawn at most to find them.</summary>
    private const int Most = 20_000;

    /// <summary>As many cards as the floor shows always.</summary>
    private const int Cards = 20;

    /// <summary>As they come, whatever there is.</summary>
    public static List<Draw> Any(SyntheticDirectory world, int count = Wanted)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => world.Asked(random)).Select(asked => new Draw(asked.Town, asked.Need))];
    }

    /// <summary>Those on whose page stand twenty cards: beside a floor of twenty, fewer would be less work.</summary>
    public static async Task<List<Draw>> FullAsync(SyntheticDirectory world, ConnectionSettings settings, Gazetteer gazetteer)
    {
        await using var source = DataSources.Public(settings.Require(Login.Public));
        var search = new ListingSearch(source, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);
        var now = SystemClock.Instance.GetCurrentInstant();
        var drawn = Any(world, Most);
        List<Draw> full = [];
        int tried = 0;
        foreach (var block in drawn.Chunk(100))
        {
            var found = new bool[block.Length];
            await Parallel.ForAsync(0, block.Length, async (i, cancellation) =>
            {
                var place = gazetteer.Find(block[i].Town.PlaceId)!;
                var results = await search.FindAsync(
                    new SearchCriteria
                    {
                        HomeCountry = "GB",
                        Needs = [block[i].Need],
                        Place = new SearchPlace(place.GeoNameId, new GeoPoint(place.Latitude, place.Longitude), place.Areas),
                    },
                    now,
                    cancellation);
                found[i] = results.Here.Count + results.Remote.Count + results.Further.Count >= Cards;
            });
            full.AddRange(block.Where((_, i) => found[i]));
            tried += block.Length;
            if (full.Count >= Wanted)
                break;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{full.Count} of {tried} draws have a page of {Cards} cards."));
        return full;
    }
}
