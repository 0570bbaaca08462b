using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Synthetic;

/// <summary>
/// Invented services in the shape and skew of a large directory: towns by a power law, a few common needs and many rare ones,
/// most with one site. The same seed and size give the same services. Made in order along the map, as rows are after a bulk load.
/// </summary>
public sealed class SyntheticDirectory
{
    /// <summary>Needs have ids 1 to this; the lower, the more common.</summary>
    public const int Needs = 80;

    /// <summary>Dates are spread around this day: most entries are current, some late, a few over.</summary>
    public static readonly LocalDate Today = new(2026, 11, 24);

    public static readonly IReadOnlyList<string> Zones =
        ["Europe/London", "Europe/Paris", "Europe/Bucharest", "America/New_York", "Asia/Bangkok", "Asia/Kathmandu", "Africa/Nairobi", "America/Santiago"];

    private static readonly string[] Languages = ["en", "es", "ro", "ar", "pt-BR", "fr", "bg", "ru", "th", "zh"];

    private readonly int _seed;
    private readonly LocalDate _today;
    private readonly double[] _needWeights = Cumulative(Needs, rank => 1 / Math.Pow(rank + 2, 0.9));
    private readonly double[] _languageWeights = Cumulative(Languages.Length, rank => 1 / Math.Pow(rank + 1, 1.5));
    private readonly double[] _townWeights;

    /// <param name="seed">Another seed, another directory.</param>
    /// <param name="towns">How many there are; the first is the largest.</param>
    /// <param name="countries">The first is GB, with its fair share and an eighth of all besides.</param>
    public SyntheticDirectory(int seed, int towns = 20_000, int countries = 40)
        : this(seed, [.. MakeTowns(seed, towns, countries)], Today)
    {
    }

    /// <param name="seed">Another seed, another directory.</param>
    /// <param name="towns">The largest first.</param>
    /// <param name="today">The day around which dates are spread.</param>
    public SyntheticDirectory(int seed, IReadOnlyList<SyntheticTown> towns, LocalDate today)
    {
        _seed = seed;
        _today = today;
        Towns = towns;
        double sum = 0;
        _townWeights = [.. Towns.OrderBy(t => t.OnTheMap).Select(t => sum += t.Weight)];
        Ordered = [.. Towns.OrderBy(t => t.OnTheMap)];
    }

    /// <summary>Largest first.</summary>
    public IReadOnlyList<SyntheticTown> Towns { get; }

    private SyntheticTown[] Ordered { get; }

    /// <summary>What somebody asks for: towns as often as services are there, needs as often as services offer them.</summary>
    public (SyntheticTown Town, int Need) Asked(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (Ordered[Pick(_townWeights, random)], Pick(_needWeights, random) + 1);
    }

    /// <param name="count">How many services.</param>
    public IEnumerable<SyntheticService> Services(int count)
    {
        int site = 0;
        int town = 0;
        for (int i = 0; i < count; i++)
        {
            double share = (i + 0.5) / count * _townWeights[^1];
            while (_townWeights[town] < share)
                town++;
            var service = Service(i + 1, Ordered[town], new Random(HashCode(_seed, i)), site + 1);
            site += service.Sites.Count;
            yield return service;
        }
    }

    private SyntheticService Service(int number, SyntheticTown town, Random random, int firstSite)
    {
        bool remote = random.NextDouble() < 0.05;
        bool onlyRemote = remote && random.NextDouble() < 0.6;
        int sites = onlyRemote ? 0 : random.NextDouble() switch { < 0.82 => 1, < 0.92 => 2, < 0.97 => 3, _ => 4 };
        long yes = Facts(random, 0.45);
        long no = Facts(random, 0.25) & ~yes;
        long excludes = (Chance(random, 0.08) ? 1L << 44 : 0) | (Chance(random, 0.2) ? 1L << 45 : 0);
        int age = random.Next(0, 230);
        var checkedOn = _today.PlusDays(-age);
        var dueOn = checkedOn.PlusDays(183);
        return new SyntheticService
        {
            ServiceId = number,
            Id = Guid(random),
            Code = Code(number),
            Rank = random.NextDouble() switch { < 0.85 => 0, < 0.95 => 1, _ => 2 },
            Needs = [.. Enumerable.Range(0, 1 + random.Next(7)).Select(_ => Pick(_needWeights, random) + 1).Distinct().Order()],
            Languages = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Languages[Pick(_languageWeights, random)]).Distinct()],
            Yes = yes | excludes,
            No = no,
            Excludes = excludes,
            TrainedUntil = Chance(random, 0.15) ? _today.PlusDays(random.Next(-100, 600)) : null,
            FullUntil = Chance(random, 0.06) ? _today.PlusDays(random.Next(-15, 15)) : null,
            CheckedOn = checkedOn,
            DueOn = dueOn,
            HiddenFrom = Chance(random, 0.01) ? _today.PlusDays(-random.Next(0, 20)) : dueOn.PlusDays(60),
            RemoteAreas = !remote ? [] : random.NextDouble() switch
            {
                < 0.6 => [town.Country],
                < 0.8 => [$"{town.Country}.{town.Region}"],
                < 0.95 => [.. new[] { town.Country, "GB" }.Distinct()],
                _ => ["001"],
            },
            Hours = Hours(random),
            ZoneId = town.ZoneId,
            Texts = SyntheticWords.Texts([.. Languages[1..4].Where(_ => Chance(random, 0.1)).Append("en").Distinct()], new Random(HashCode(~_seed, number))),
            Sites = [.. Enumerable.Range(firstSite, sites).Select(id => Site(id, town, yes, no, random))],
            LedUntil = Chance(random, 0.08) ? _today.PlusDays(random.Next(-60, 600)) : null,
        };
    }

    private SyntheticSite Site(int number, SyntheticTown home, long yes, long no, Random random)
    {
        var town = Chance(random, 0.9) ? home : Towns[random.Next(Towns.Count)];
        var kind = random.NextDouble() switch { < 0.02 => SiteKind.Mobile, < 0.15 => SiteKind.Area, _ => SiteKind.Address };
        // Facts about a building: 27 to 33.
        const long building = 0b1111111L << 27;
        long here = Facts(random, 0.4) & building;
        long notHere = Facts(random, 0.3) & building & ~here;
        var hours = Hours(random);
        return new SyntheticSite
        {
            SiteId = number,
            Id = Guid(random),
            Kind = kind,
            Point = kind is SiteKind.Address
                ? town.Centre.Shifted(Math.Abs(Normal(random)) * town.RadiusKm, random.NextDouble() * Math.Tau)
                : town.Centre,
            PlaceId = town.PlaceId,
            RadiusKm = kind is SiteKind.Mobile ? 5 + random.NextDouble() * 45 : null,
            Yes = (yes & ~building) | here,
            No = (no & ~building & ~here) | notHere,
            Hours = hours,
            ZoneId = town.ZoneId,
            SpecialDays = Chance(random, 0.1)
                ? [.. Enumerable.Range(-1, 3).Where(_ => Chance(random, 0.5)).Select(d => SpecialDay(_today.PlusDays(d), random))]
                : [],
        };
    }

    private static SyntheticSpecialDay SpecialDay(LocalDate on, Random random)
    {
        int midnight = ((int)on.DayOfWeek - 1) * 1440;
        return new SyntheticSpecialDay(on, Chance(random, 0.5) ? [] : [(midnight + 600, midnight + 60 * random.Next(12, 25))]);
    }

    private static IReadOnlyList<(int From, int Until)>? Hours(Random random) => random.NextDouble() switch
    {
        < 0.3 => null,
        < 0.35 => [(0, 7 * 1440)],
        < 0.4 => [],
        < 0.5 => [.. Enumerable.Range(0, 7).Select(d => (d * 1440 + 20 * 60, Math.Min(7 * 1440, d * 1440 + 28 * 60)))],
        _ => [.. Enumerable.Range(0, random.Next(3, 7)).Select(d => (d * 1440 + 60 * random.Next(7, 11), d * 1440 + 60 * random.Next(15, 22)))],
    };

    // Each fact has a chance of its own, around the given one; facts that dates or the service decide are left out.
    private static long Facts(Random random, double chance)
    {
        const long made = 1L << FacetIds.Full | 1L << FacetIds.CommunityLed | 1L << FacetIds.Trained | 1L << 44 | 1L << 45;
        long facts = 0;
        for (int fact = 1; fact <= 50; fact++)
        {
            if (random.NextDouble() < chance * (0.4 + fact * 7 % 12 / 10.0))
                facts |= 1L << fact;
        }

        return facts & ~made;
    }

    private static IEnumerable<SyntheticTown> MakeTowns(int seed, int count, int countryCount)
    {
        var random = new Random(seed);
        var countries = Enumerable.Range(0, countryCount).Select(i => (
            Name: i == 0 ? "GB" : $"X{(char)('A' + i / 26)}"[..1] + (char)('A' + i % 26),
            Centre: i == 0 ? new GeoPoint(52.5, -1.5) : new GeoPoint(random.NextDouble() * 95 - 35, random.NextDouble() * 320 - 160),
            Zone: (short)(i == 0 ? 1 : random.Next(Zones.Count) + 1))).ToList();
        for (int i = 0; i < count; i++)
        {
            var country = countries[i == 0 || Chance(random, 0.12) ? 0 : random.Next(countries.Count)];
            var centre = country.Centre.Shifted(Math.Abs(Normal(random)) * (i == 0 ? 0 : 350), random.NextDouble() * Math.Tau);
            double weight = 1 / Math.Pow(i + 3, 0.75);
            yield return new SyntheticTown(
                PlaceId: 1000 + i, centre, country.Name, Region: $"{(char)('A' + (i % 4))}", country.Zone, weight, RadiusKm: 2 + 8 / Math.Sqrt(i + 1));
        }
    }

    private static double[] Cumulative(int count, Func<int, double> weight)
    {
        double sum = 0;
        return [.. Enumerable.Range(0, count).Select(i => sum += weight(i))];
    }

    private static int Pick(double[] cumulative, Random random)
    {
        int index = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return index < 0 ? ~index : index;
    }

    private static bool Chance(Random random, double chance) => random.NextDouble() < chance;

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    private static Guid Guid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    // The steps of a full cycle through all codes: each number has its own, and they come in no order.
    private static string Code(int number)
    {
        const string digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        const long all = 36L * 36 * 36 * 36 * 36 * 36;
        long value = number * 1_000_000_007L % all;
        return string.Create(6, value, static (code, value) =>
        {
            for (int i = 5; i >= 0; i--, value /= 36)
                code[i] = digits[(int)(value % 36)];
        });
    }

    private static int HashCode(int seed, int number) => unchecked((int)((uint)seed * 2654435761u ^ (uint)number * 2246822519u));
}

public sealed record SyntheticTown(
    int PlaceId, GeoPoint Centre, string Country, string Region, short ZoneId, double Weight, double RadiusKm)
{
    /// <summary>The quarter of the map, then the quarter of that, and so on: neighbours mostly stand together.</summary>
    internal ulong OnTheMap
    {
        get
        {
            ulong order = 0;
            var (x, y) = ((uint)((Centre.Longitude + 180) / 360 * uint.MaxValue), (uint)((Centre.Latitude + 90) / 180 * uint.MaxValue));
            for (int bit = 31; bit >= 0; bit--)
                order = order << 2 | (x >> bit & 1) << 1 | (y >> bit & 1);
            return order;
        }
    }
}

public sealed record SyntheticService
{
    public required int ServiceId { get; init; }

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required short Rank { get; init; }

    public required IReadOnlyList<int> Needs { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required long Yes { get; init; }

    public required long No { get; init; }

    public required long Excludes { get; init; }

    public LocalDate? TrainedUntil { get; init; }

    public LocalDate? LedUntil { get; init; }

    public LocalDate? FullUntil { get; init; }

    public required LocalDate CheckedOn { get; init; }

    public required LocalDate DueOn { get; init; }

    public required LocalDate HiddenFrom { get; init; }

    public required IReadOnlyList<string> RemoteAreas { get; init; }

    /// <summary>Of help at a distance.</summary>
    public required IReadOnlyList<(int From, int Until)>? Hours { get; init; }

    public required short ZoneId { get; init; }

    /// <summary>In each language in which the entry is written, its original first.</summary>
    public required IReadOnlyList<SyntheticText> Texts { get; init; }

    public required IReadOnlyList<SyntheticSite> Sites { get; init; }
}

public sealed record SyntheticSite
{
    public required int SiteId { get; init; }

    public required Guid Id { get; init; }

    public required SiteKind Kind { get; init; }

    public required GeoPoint Point { get; init; }

    public required int PlaceId { get; init; }

    public double? RadiusKm { get; init; }

    public required long Yes { get; init; }

    public required long No { get; init; }

    public required IReadOnlyList<(int From, int Until)>? Hours { get; init; }

    public required short ZoneId { get; init; }

    public IReadOnlyList<SyntheticSpecialDay> SpecialDays { get; init; } = [];

    /// <summary>1 after 18:00, 2 any of 22:00 to 06:00, 4 Saturday or Sunday.</summary>
    public static short OpenBits(IReadOnlyList<(int From, int Until)>? hours)
    {
        int bits = 0;
        foreach (var (from, until) in hours ?? [])
        {
            for (int minute = from; minute < until; minute += 30)
            {
                int hour = minute % 1440 / 60;
                bits |= (hour >= 18 ? 1 : 0) | (hour is >= 22 or < 6 ? 2 : 0) | (minute >= 5 * 1440 ? 4 : 0);
            }
        }

        return (short)bits;
    }
}

public sealed record SyntheticSpecialDay(LocalDate On, IReadOnlyList<(int From, int Until)> Hours);
