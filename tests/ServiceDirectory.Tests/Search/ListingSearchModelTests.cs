using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>The statement gives the same answer as the plain model, for any criteria.</summary>
public sealed class ListingSearchModelTests(TestServer server)
{
    private static readonly DirectoryCatalogue s_catalogue = DirectoryCatalogue.Default;

    private static readonly int[] s_facets = [.. s_catalogue.Facets.Where(f => f.Use is not FacetUse.Note).Select(f => f.Id)];

    [Fact]
    public async Task Find_AnyCriteria_AnswersAsTheModel()
    {
        bool full = FullRun.IsAsked;
        var world = new SyntheticDirectory(seed: 7, towns: 12, countries: 2);
        await CompareAsync(world, services: 700, seed: 11, times: full ? 3000 : 60, criteria => criteria);
    }

    [FullFact]
    public async Task Find_WithoutPlaceAmongMany_AnswersAsTheModel()
    {
        var world = new SyntheticDirectory(seed: 8, towns: 12, countries: 2);
        await CompareAsync(
            world, services: 2600, seed: 12, times: 20,
            criteria => criteria with { Place = null, Needs = criteria.Needs.Count > 0 && criteria.Needs[0] % 2 == 0 ? criteria.Needs : [] });
    }

    private async Task CompareAsync(
        SyntheticDirectory world, int services, int seed, int times, Func<SearchCriteria, SearchCriteria> narrowed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await server.CopyAsync();
        var dates = new Random(seed);
        var all = world.Services(services).Select(s => WithDatesNearby(s, dates)).ToList();
        await SyntheticLoader.LoadAsync(database.Owner, all, cancellation: cancellation);
        var model = new ListingSearchModel(all);
        var search = new ListingSearch(database.Public, s_catalogue, DateTimeZoneProviders.Tzdb);
        var random = new Random(seed);
        for (int compared = 0; compared < times;)
        {
            var criteria = narrowed(Criteria(world, random) with { Text = Text(all, random) });
            var now = Moment(random);
            if (OnTheEdge(all, criteria) || CutsThroughATie(all, criteria, now) || HasTooMany(all, criteria))
                continue;
            var expected = model.Find(criteria, now);
            var actual = Answer(await search.FindAsync(criteria, now, cancellation));
            string what = $"criteria {compared}: {Describe(criteria)} at {now}";
            Assert.Multiple(
                () => Same(expected.Total, actual.Total, $"total of {what}"),
                () => Same(expected.More, actual.More, $"more of {what}"),
                () => Same(expected.SomeWords, actual.SomeWords, $"some words of {what}"),
                () => Same(expected.Here, actual.Here, $"here of {what}"),
                () => Same(expected.RemoteTotal, actual.RemoteTotal, $"remote total of {what}"),
                () => Same(expected.Remote, actual.Remote, $"remote of {what}"),
                () => Same(expected.Lines, actual.Lines, $"lines of {what}"),
                () => Same(expected.Further, actual.Further, $"further of {what}"),
                () => Same(expected.Counts, actual.Counts, $"counts of {what}"));
            compared++;
        }

        await server.DropAsync(database);
    }

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Assert.Fail($"{what}\nexpected {expected}\nactual   {actual}");
    }

    private static void Same<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
            Assert.Fail($"{what}\nexpected\n  {string.Join("\n  ", expected.Except(actual))}\nactual\n  {string.Join("\n  ", actual.Except(expected))}"
                + $"\nin order\n  {string.Join("\n  ", expected)}\nbut was\n  {string.Join("\n  ", actual)}");
    }

    private static ListingSearchModel.Answer Answer(SearchResults results) => new(
        results.Total, results.MoreThanTotal, results.SomeWordsOnly, Written(results.Here), results.RemoteTotal, Written(results.Remote), results.Needs,
        Written(results.Further), results.Counts);

    private static List<ListingSearchModel.Found> Written(IEnumerable<SearchHit> hits) =>
        [.. hits.Select(h => new ListingSearchModel.Found(h.Code, h.SiteId, h.Km, h.OtherSites, h.Yes, h.No, h.OpenState?.Kind, h.Zone, h.State, h.Language))];

    // Dates matter on one day each, so a third of the services has one on the days that are mostly asked about.
    private static SyntheticService WithDatesNearby(SyntheticService service, Random random)
    {
        var day = SyntheticDirectory.Today.PlusDays(random.Next(-1, 3));
        return random.Next(12) switch
        {
            0 => service with { TrainedUntil = day },
            1 => service with { FullUntil = day },
            2 => service with { DueOn = day.PlusDays(-30), HiddenFrom = day.PlusDays(30) },
            3 => service with { HiddenFrom = day },
            4 => service with { LedUntil = day },
            _ => service,
        };
    }

    private static SearchCriteria Criteria(SyntheticDirectory world, Random random)
    {
        var town = world.Towns[random.Next(world.Towns.Count)];
        return new SearchCriteria
        {
            HomeCountry = "GB",
            HomeRegions = Any<string[]>(random, [], [.. world.Towns.Where(t => t.Country == "GB").Select(t => $"GB.{t.Region}").Distinct()]),
            Needs = Some(random, [0, 1, 1, 1, 2, 3, 6], () => random.Next(random.Next(2) == 0 ? 12 : SyntheticDirectory.Needs) + 1),
            Place = random.Next(4) == 0 ? null : new SearchPlace(
                town.PlaceId,
                random.Next(3) == 0 ? town.Centre.Shifted(random.Next(60), random.NextDouble() * Math.Tau) : town.Centre,
                [town.Country, $"{town.Country}.{town.Region}"]),
            WithinKm = Any(random, 0.5, 2, 5, 10, 25, 50, 100, 200),
            Access = Some(random, [0, 0, 1, 1, 2, 3], () => Any(random, s_facets)),
            Languages = Some(random, [0, 0, 0, 1, 2], () => Any(random, "en", "es", "ar", "pt", "pt-BR", "xx")),
            Open = Any<OpenWhen?>(random, null, null, OpenWhen.Now, OpenWhen.Now, OpenWhen.Evening, OpenWhen.Night, OpenWhen.Weekend),
            Reach = Any<Reach?>(random, null, null, null, Reach.Visit, Reach.Remote),
            Sort = Any<SortBy?>(random, null, null, SortBy.Distance, SortBy.Checked, SortBy.Relevance, SortBy.Open, SortBy.Open),
            OpensWithinHours = Any(random, 1, 6, 24, 72, SearchCriteria.MostHours),
            Page = Any(random, 1, 1, 1, 2, 3),
            PageLanguage = Any(random, "en", "ar", "ro"),
        };
    }

    // Words of a name, of a summary, of both, or with one that nobody has; the last one cut short now and then.
    private static string Text(List<SyntheticService> services, Random random)
    {
        if (random.Next(2) == 0)
            return "";
        var text = Any(random, services[random.Next(services.Count)].Texts.ToArray());
        string[] names = text.Name.Split(' ');
        string[] summary = text.Summary.Split(' ');
        string typed = random.Next(7) switch
        {
            0 => text.Name.ToUpperInvariant(),
            1 => names[0],
            2 => text.OtherName ?? names[1],
            3 => Any(random, summary),
            4 => $"{Any(random, summary)}, {Any(random, summary)}",
            5 => $"{names[0]} xyzzy {Any(random, summary)}",
            _ => $"{Any(random, summary)} {Any(random, summary)} {Any(random, summary)}",
        };
        return random.Next(4) == 0 ? typed[..^1] : typed;
    }

    private static List<T> Some<T>(Random random, int[] counts, Func<T> one) =>
        [.. Enumerable.Range(0, Any(random, counts)).Select(_ => one()).Distinct()];

    private static T Any<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    // Half of them on the days that have special hours somewhere.
    private static Instant Moment(Random random) => SyntheticDirectory.Today.PlusDays(Any(random, random.Next(-1, 2), random.Next(-30, 60)))
        .AtStartOfDayInZone(DateTimeZone.Utc).ToInstant().Plus(Duration.FromMinutes(random.Next(1440)));

    // A circle drawn with corners is a little smaller than a round one: nobody is asked about the difference.
    private static bool OnTheEdge(IEnumerable<SyntheticService> services, SearchCriteria criteria) =>
        criteria.Place is { } place && services.SelectMany(s => s.Sites).Any(site =>
            site.RadiusKm is { } radius && Math.Abs(site.Point.MetresTo(place.Centre) / (radius * 1000) - 1) < 0.003);

    // Which of several sites at one distance are among the forty nearest is nobody's promise.
    private static bool CutsThroughATie(IReadOnlyList<SyntheticService> services, SearchCriteria criteria, Instant now) =>
        criteria.Place is { } place && criteria.Needs.DefaultIfEmpty(0).Any(need =>
        {
            int candidates = new ListingSearchModel.ModelWords(criteria).Filter ? 200 : 40;
            double[] metres =
            [
                .. services.Where(s => s.HiddenFrom > now.InUtc().Date && (need == 0 || s.Needs.Contains(need)))
                    .SelectMany(s => s.Sites).Where(site => site.RadiusKm is null).Select(site => place.Centre.MetresTo(site.Point))
                    .Where(m => m > criteria.WithinKm * 1000).Order().Skip(candidates - 1).Take(2),
            ];
            return metres.Length == 2 && metres[1] - metres[0] < 0.1;
        });

    // Which of more than two thousand with a word are looked at is nobody's promise either.
    private static bool HasTooMany(IReadOnlyList<SyntheticService> services, SearchCriteria criteria)
    {
        var words = new ListingSearchModel.ModelWords(criteria);
        return words.Filter && services.Count(s => words.Level(s) is not null) > SearchResults.NewestCounted;
    }

    private static string Describe(SearchCriteria c) =>
        $"needs [{string.Join(',', c.Needs)}] text \"{c.Text}\" near {c.Place?.Centre} within {c.WithinKm} access [{string.Join(',', c.Access)}]"
        + $" lang [{string.Join(',', c.Languages)}] open {c.Open} reach {c.Reach} sort {c.Sort} within {c.OpensWithinHours} hours page {c.Page}";
}
