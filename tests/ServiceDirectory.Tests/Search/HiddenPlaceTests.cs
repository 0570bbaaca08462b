using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>
/// Where a service that asked for privacy really is makes no difference to any answer, so that no number of searches finds it. Entries
/// come in by the road of every entry; whoever searches may ask from any point, which is more than the pages allow.
/// </summary>
public sealed class HiddenPlaceTests(TestServer server, ShippedPlaces places)
{
    private const int Need = 4;

    private static readonly bool s_full = FullRun.IsAsked;
    private static readonly double[] s_radii = [0.5, 2, 5, 10, 25, 50, 100, 200];
    private static readonly Instant s_noon = Instant.FromUtc(2026, 11, 24, 12, 0);

    private GeoPoint Centre => places.Town(Sample.Leeds)!.Centre;

    /// <summary>Anywhere in the town.</summary>
    private GeoPoint Within(Random random) => Centre.Shifted(8 * Math.Sqrt(random.NextDouble()), random.NextDouble() * Math.Tau);

    [FullFact, Property(51)]
    public async Task Search_WhereverTheHiddenPlaceIs_AnswersByteForByteTheSame()
    {
        int placements = s_full ? 4 : 2;
        int searches = s_full ? 500 : 15;
        // Each from the same seed, so that only the hidden points differ.
        var codes = Codes(20);
        var phones = codes.Select(_ => Sample.Phone()).ToList();
        var ids = codes.Select(_ => Guid.NewGuid()).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, placements).Select(async placement =>
        {
            var hidden = new Random(100 + placement);
            var neighbours = new Random(5);
            var database = await server.CopyAsync();
            await WriteAsync(database, codes.Select((code, i) => (code, Content(
                ids[i], i < 5 ? SiteKind.Area : i == 5 ? SiteKind.Mobile : SiteKind.Address, i < 6 ? Within(hidden) : Within(neighbours)) with
            {
                Phones = [phones[i]],
            })));
            var said = await AnswersAsync(database, searches);
            await server.DropAsync(database);
            return said;
        }));

        Assert.True(answers[0].Distinct().Count() > searches);
        Assert.All(answers, again => Assert.Equal(answers[0], again));
    }

    [FullFact, Property(52), Property(53)]
    public async Task Attack_FromAThousandPoints_FindsAnExactPlace_AndOfTenHiddenOnesTheMiddleOfTheTown()
    {
        int points = s_full ? 1000 : 60;
        var random = new Random(53);
        var codes = Codes(13);
        // Ten hidden, three that everybody may know.
        var really = codes.ToDictionary(code => code, _ => Within(random));
        var database = await server.CopyAsync();
        await WriteAsync(database, codes.Select((code, i) => (code, Content(Guid.NewGuid(), i < 10 ? SiteKind.Area : SiteKind.Address, really[code]))));
        var search = Search(database);
        var seen = codes.ToDictionary(code => code, _ => new List<(GeoPoint From, double Km)>());
        var unseen = codes.ToDictionary(code => code, _ => new List<(GeoPoint From, double Within)>());
        for (int i = 0; i < points; i++)
        {
            var from = Centre.Shifted(random.NextDouble() * 30, random.NextDouble() * Math.Tau);
            double within = s_radii[random.Next(2, 6)];
            var results = await FindAsync(search, from, within, SortBy.Distance);
            var hidden = results.Here.Where(h => codes.IndexOf(h.Code) < 10).ToList();
            // One block: all or none, at one distance, in the order of their codes.
            Assert.True(hidden.Count is 0 or 10);
            Assert.True(hidden.Select(h => h.Km).Distinct().Count() <= 1);
            Assert.Equal(hidden.Select(h => h.Code).Order(StringComparer.Ordinal), hidden.Select(h => h.Code));
            var further = results.Further.Where(h => codes.IndexOf(h.Code) < 10).Select(h => h.Code).ToList();
            Assert.Equal(further.Order(StringComparer.Ordinal), further);
            foreach (string code in codes)
            {
                if (results.Here.FirstOrDefault(h => h.Code == code) is { Km: { } km })
                    seen[code].Add((from, km));
                else
                    unseen[code].Add((from, within));
            }
        }

        await server.DropAsync(database);
        var found = codes.ToDictionary(code => code, code => Fit(seen[code], unseen[code]));
        // The attack is a good one: it finds to a few metres what is no secret.
        Assert.All(codes.Skip(10), code => Assert.InRange(found[code].MetresTo(really[code]), 0, 20));
        Assert.All(codes.Take(10), code => Assert.InRange(found[code].MetresTo(Centre), 0, 20));
    }

    /// <summary>The point that explains what was seen best: a grid over 80 km, laid ever finer round its best point.</summary>
    private GeoPoint Fit(List<(GeoPoint From, double Km)> seen, List<(GeoPoint From, double Within)> unseen)
    {
        const int steps = 8;
        var best = Centre;
        for (double half = 40; half > 0.002; half *= 0.4)
        {
            var middle = best;
            var grid =
                from north in Enumerable.Range(-steps, 2 * steps + 1)
                from east in Enumerable.Range(-steps, 2 * steps + 1)
                let away = Math.Sqrt(north * north + east * east) * half / steps
                select middle.Shifted(away, Math.Atan2(east, north));
            best = grid.MinBy(Error);
        }

        return best;

        double Error(GeoPoint point) =>
            seen.Sum(s => Math.Pow(point.MetresTo(s.From) / 1000 - s.Km, 2))
            + unseen.Sum(u => Math.Pow(Math.Max(0, u.Within - point.MetresTo(u.From) / 1000), 2));
    }

    private async Task<List<string>> AnswersAsync(DirectoryLogins database, int searches)
    {
        var search = Search(database);
        var random = new Random(51);
        var answers = new List<string>();
        for (int i = 0; i < searches; i++)
        {
            var from = Centre.Shifted(random.NextDouble() * 60, random.NextDouble() * Math.Tau);
            foreach (var sort in Enum.GetValues<SortBy>())
            {
                foreach (double within in s_radii)
                    answers.Add(Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(await FindAsync(search, from, within, sort), ContentJson.Options))));
            }
        }

        return answers;
    }

    private static ListingSearch Search(DirectoryLogins database) =>
        new(database.Public, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);

    private static Task<SearchResults> FindAsync(ListingSearch search, GeoPoint from, double within, SortBy sort) => search.FindAsync(
        new SearchCriteria { HomeCountry = "GB", Needs = [Need], Place = new SearchPlace(1, from, ["GB"]), WithinKm = within, Sort = sort },
        s_noon,
        TestContext.Current.CancellationToken);

    private static List<string> Codes(int count) => [.. Enumerable.Range(0, count).Select(_ => Given.Code())];

    private static ListingContent Content(Guid id, SiteKind kind, GeoPoint really)
    {
        var site = Sample.Site() with
        {
            Id = id,
            Kind = kind,
            Point = really,
            Street = $"{really.Longitude} Mill Lane",
            PostalCode = "LS1 4AP",
            RadiusKm = kind is SiteKind.Mobile ? 12 : null,
        };
        return Sample.Clinic() with { Needs = [Need], Sites = [site] };
    }

    private async Task WriteAsync(DirectoryLogins database, IEnumerable<(string Code, ListingContent Content)> entries)
    {
        var desk = new ListingDesk(database, places);
        var given = new Given(database);
        var (by, one) = (await given.SexWorkerLedAsync("Writes"), await given.SexWorkerLedAsync("One"));
        foreach (var (code, content) in entries)
            await desk.ApproveAsync(await desk.WriteAsync(content, by, code: code), one);
    }
}
