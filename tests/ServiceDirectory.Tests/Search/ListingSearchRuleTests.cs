using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>One example for each rule of what is found and in which order.</summary>
public sealed partial class ListingSearchRuleTests(CopyOfDatabase only, TestServer server, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Free = 1, Anonymous = 6, Full = FacetIds.Full, StepFree = 30, Led = FacetIds.CommunityLed, Trained = FacetIds.Trained, FaithRun = 44;
    private const short London = 1, Bucharest = 3;

    private static readonly LocalDate s_today = SyntheticDirectory.Today;
    private static readonly GeoPoint s_centre = new(53.5, -1.5);
    private static readonly SearchCriteria s_near = new() { HomeCountry = "GB", Needs = [4], Place = new SearchPlace(1, s_centre, ["GB", "GB.ENG"]) };

    [Fact]
    public async Task Order_LateLast_ThenWholeKilometres_ThenListed_ThenCode()
    {
        var results = await FindAsync(
            s_near,
            Service("a00001", Site(1, 1)) with { DueOn = s_today.PlusDays(-30) },
            Service("a00002", Site(2, 3.4)) with { Rank = 2 },
            Service("a00003", Site(3, 3.1)) with { Rank = 1 },
            Service("a00005", Site(4, 2.8)),
            Service("a00004", Site(5, 3.3)),
            Service("a00006", Site(6, 2.4)) with { DueOn = s_today.PlusDays(-29) });
        Assert.Equal(["a00006", "a00004", "a00005", "a00003", "a00002", "a00001"], Codes(results.Here));
    }

    [Fact]
    public async Task Dates_HideTrainAndFill_OnTheirOwnDay()
    {
        SyntheticService[] services =
        [
            Service("b00001", Site(1, 1)) with { HiddenFrom = s_today },
            Service("b00002", Site(2, 1)) with { HiddenFrom = s_today.PlusDays(1), TrainedUntil = s_today, LedUntil = s_today, FullUntil = s_today },
            Service("b00003", Site(3, 1)) with { TrainedUntil = s_today.PlusDays(1), LedUntil = s_today.PlusDays(1), FullUntil = s_today.PlusDays(-1) },
            // What a mask says of such a fact is nothing.
            Service("b00004", Site(4, 1, yes: [Trained, Led, Full])) with { RemoteAreas = ["GB"] },
        ];
        Assert.Equal(["b00002", "b00003", "b00004"], Codes((await FindAsync(s_near, services)).Here));
        Assert.Equal(["b00003"], Codes((await FindAsync(s_near with { Access = [Trained] }, services)).Here));
        Assert.Equal(["b00003"], Codes((await FindAsync(s_near with { Access = [Led] }, services)).Here));
        Assert.Equal(["b00003", "b00004"], Codes((await FindAsync(s_near with { Access = [Full] }, services)).Here));
        const long dated = 1L << Full | 1L << Trained | 1L << Led;
        var hits = (await FindAsync(s_near, services)).Here;
        Assert.Equal([1L << Full, 1L << Trained | 1L << Led, 0], hits.Select(h => h.Yes & dated));
        // Beyond the radius and at a distance, too.
        Assert.Equal(["b00003"], Codes((await FindAsync(s_near with { WithinKm = 0.5, Access = [Trained, Led] }, services)).Further));
        Assert.Empty((await FindAsync(s_near with { Access = [Led], Reach = Reach.Remote }, services)).Remote);
    }

    [Fact]
    public async Task Sites_AllWantedFactsAtOne_NearestThatFits_AndHowManyMore()
    {
        var results = await FindAsync(
            s_near with { Access = [Free, StepFree] },
            Service("c00001", Site(1, 1, yes: [Free]), Site(2, 2, yes: [StepFree])),
            Service("c00002", Site(3, 1, yes: [Free]), Site(4, 5, yes: [Free, StepFree]), Site(5, 9, yes: [Free, StepFree])));
        var hit = Assert.Single(results.Here);
        Assert.Equal("c00002", hit.Code);
        Assert.Equal(Id(4), hit.SiteId);
        Assert.Equal(5, hit.Km!.Value, 0.001);
        Assert.Equal(1, hit.OtherSites);
    }

    [Fact]
    public async Task Mobile_ThatComesHere_HasNoDistance_AndStandsAtTwoKilometres()
    {
        var results = await FindAsync(
            s_near,
            Service("d00002", Site(1, 30) with { Kind = SiteKind.Mobile, RadiusKm = 40 }),
            Service("d00001", Site(2, 1)),
            Service("d00003", Site(3, 3)),
            Service("d00004", Site(4, 30) with { Kind = SiteKind.Mobile, RadiusKm = 20 }));
        Assert.Equal(["d00001", "d00002", "d00003"], Codes(results.Here));
        Assert.Equal([false, true, false], results.Here.Select(h => h.Km is null));
        Assert.Empty(results.Further);
    }

    [Fact, Property(52)]
    public async Task AreaOnly_InOneTown_SameDistance_InOrderOfCode()
    {
        var town = Site(1, 5);
        var results = await FindAsync(
            s_near,
            Service("e00003", town with { Kind = SiteKind.Area }),
            Service("e00001", town with { SiteId = 2, Id = Id(2), Kind = SiteKind.Area }),
            Service("e00002", town with { SiteId = 3, Id = Id(3), Kind = SiteKind.Area }));
        Assert.Equal(["e00001", "e00002", "e00003"], Codes(results.Here));
        Assert.Single(results.Here.Select(h => h.Km).Distinct());
    }

    [Fact]
    public async Task Unknown_IsNeverYes_IsCounted_AndIsNotHidden()
    {
        SyntheticService[] services =
        [
            Service("f00001", Site(1, 1, yes: [Free])),
            Service("f00002", Site(2, 1)),
            Service("f00003", Site(3, 1, no: [Free])),
            Service("f00004", Site(4, 1)) with { Excludes = 1L << FaithRun },
        ];
        var results = await FindAsync(s_near, services);
        Assert.Equal(new FacetCount(Free, Yes: 1, NotKnown: 2), results.Counts.Single(c => c.Facet == Free));
        Assert.Equal(new FacetCount(FaithRun, Yes: 3, NotKnown: 0), results.Counts.Single(c => c.Facet == FaithRun));
        Assert.Equal(["f00001"], Codes((await FindAsync(s_near with { Access = [Free] }, services)).Here));
        Assert.Equal(["f00001", "f00002", "f00003"], Codes((await FindAsync(s_near with { Access = [FaithRun] }, services)).Here));
    }

    [Fact]
    public async Task Counts_OfAWantedFact_AreAsIfItWereNotYetWanted()
    {
        var results = await FindAsync(
            s_near with { Access = [Free, Anonymous] },
            Service("g00001", Site(1, 1, yes: [Free, Anonymous])),
            Service("g00002", Site(2, 1, yes: [Free])),
            Service("g00003", Site(3, 1, yes: [Anonymous], no: [Free])),
            Service("g00004", Site(4, 1)));
        Assert.Equal(["g00001"], Codes(results.Here));
        Assert.Equal(new FacetCount(Anonymous, Yes: 1, NotKnown: 1), results.Counts.Single(c => c.Facet == Anonymous));
        Assert.Equal(new FacetCount(Free, Yes: 1, NotKnown: 0), results.Counts.Single(c => c.Facet == Free));
    }

    [Fact]
    public async Task Lines_SayForEachNeed_HowManyHereAndRemote_AndTheNearestFurther()
    {
        var results = await FindAsync(
            s_near with { Needs = [9, 4] },
            Service("h00001", Site(1, 1)),
            Service("h00002", Site(2, 70)) with { Needs = [9] },
            Service("h00003", Site(3, 40)) with { Needs = [9] },
            Service("h00004") with { Needs = [4, 9], RemoteAreas = ["GB", "GB.ENG"] },
            Service("h00005") with { Needs = [9], RemoteAreas = ["FR"] });
        Assert.Equal(2, results.Needs.Count);
        Assert.Equal((9, 0, 1), (results.Needs[0].Need, results.Needs[0].Here, results.Needs[0].Remote));
        Assert.Equal(40, results.Needs[0].NearestKm!.Value, 0.001);
        Assert.Equal(new NeedLine(4, Here: 1, NearestKm: null, Remote: 1), results.Needs[1]);
        Assert.Equal(["h00003", "h00002"], Codes(results.Further));
        Assert.Equal(["h00004"], Codes(results.Remote));
        Assert.Equal(1, results.RemoteTotal);
    }

    [Fact]
    public async Task Further_EveryNeedItsNearest_BeforeAnySecond()
    {
        var near = Enumerable.Range(1, 6).Select(i => Service($"i0000{i}", Site(i, 30 + i)) with { Needs = [4] });
        var results = await FindAsync(s_near with { Needs = [4, 9] }, [.. near, Service("i00009", Site(9, 150)) with { Needs = [9] }]);
        Assert.Equal(["i00001", "i00002", "i00003", "i00004", "i00009"], Codes(results.Further));
    }

    [Fact]
    public async Task Remote_MadeForTheRegion_BeforeTheCountry_BeforeEveryone()
    {
        var results = await FindAsync(
            s_near with { Reach = Reach.Remote },
            Service("j00001") with { RemoteAreas = ["001"] },
            Service("j00002") with { RemoteAreas = ["GB"] },
            Service("j00003") with { RemoteAreas = ["GB.ENG"] },
            Service("j00004") with { RemoteAreas = ["GB.SCT"] },
            Service("j00005", Site(1, 1)));
        Assert.Equal(["j00003", "j00002", "j00001"], Codes(results.Remote));
        Assert.Equal((0, 3), (results.Total, results.RemoteTotal));
    }

    [Fact]
    public async Task NoPlace_RemoteOfTheHomeCountry_ThenSites_NewestCheckFirst()
    {
        var results = await FindAsync(
            s_near with { Place = null },
            Service("k00001", Site(1, 1)) with { CheckedOn = s_today.PlusDays(-9) },
            Service("k00002", Site(2, 5000)) with { CheckedOn = s_today.PlusDays(-3) },
            Service("k00003") with { RemoteAreas = ["GB"] },
            Service("k00004") with { RemoteAreas = ["FR"] },
            Service("k00005") with { RemoteAreas = ["GB.ENG"] });
        Assert.Equal(["k00002", "k00001"], Codes(results.Here));
        Assert.All(results.Here, h => Assert.Null(h.Km));
        Assert.Equal(["k00003"], Codes(results.Remote));
        Assert.False(results.MoreThanTotal);
    }

    [Fact]
    public async Task NoPlace_RemoteOfARegionOfTheHomeCountry_IsShownOnce()
    {
        var results = await FindAsync(
            s_near with { Place = null, HomeRegions = ["GB.ENG", "GB.WLS"] },
            Service("k10001") with { RemoteAreas = ["GB.ENG", "GB.WLS"] },
            Service("k10002") with { RemoteAreas = ["GB.WLS"] },
            Service("k10003") with { RemoteAreas = ["FR.11"] });
        Assert.Equal(["k10001", "k10002"], Codes(results.Remote));
        Assert.Equal(2, results.RemoteTotal);
    }

    [Fact]
    public async Task Languages_AnyOf_SpokenByStaff()
    {
        var results = await FindAsync(
            s_near with { Languages = ["ro", "ar"] },
            Service("l00001", Site(1, 1)) with { Languages = ["en"] },
            Service("l00002", Site(2, 1)) with { Languages = ["en", "ar"] });
        Assert.Equal(["l00002"], Codes(results.Here));
    }

    [Fact]
    public async Task Languages_OneAlone_FindsItsRegionalForms_AndNotTheOtherWayRound()
    {
        SyntheticService[] services =
        [
            Service("r00001", Site(1, 1)) with { Languages = ["pt-BR"] },
            Service("r00002", Site(2, 1)) with { Languages = ["pt"] },
            Service("r00003", Site(3, 1)) with { Languages = ["pt-PT"] },
        ];
        Assert.Equal(["r00001", "r00002", "r00003"], Codes((await FindAsync(s_near with { Languages = ["pt"] }, services)).Here));
        Assert.Equal(["r00001"], Codes((await FindAsync(s_near with { Languages = ["pt-BR"] }, services)).Here));
    }

    // Tuesday 24 November 2026: 21:30 in London is 23:30 in Bucharest.
    [Theory]
    [InlineData("2026-11-24T21:29:00Z", "m00001 m00002")]
    [InlineData("2026-11-24T21:30:00Z", "m00001")]
    [InlineData("2026-11-24T23:59:00Z", "m00001")]
    [InlineData("2026-11-25T01:59:00Z", "m00001")]
    [InlineData("2026-11-25T02:00:00Z", "")]
    // A closed day takes the hours after midnight with it, and the night before keeps its own until midnight.
    [InlineData("2026-11-26T23:59:00Z", "m00001")]
    [InlineData("2026-11-27T00:00:00Z", "")]
    public async Task OpenNow_OnTheClockThere_AcrossMidnight_SpecialDayReplacesIt(string now, string codes)
    {
        var nights = Enumerable.Range(0, 7).SelectMany(d => new[] { (d * 1440, d * 1440 + 120), (d * 1440 + 20 * 60, (d + 1) * 1440) }).ToList();
        var evenings = Enumerable.Range(0, 7).Select(d => (d * 1440 + 22 * 60, d * 1440 + 23 * 60 + 30)).ToList();
        var results = await FindAsync(
            s_near with { Open = OpenWhen.Now },
            InstantPattern.General.Parse(now).Value,
            Service("m00001", Site(1, 1) with { Hours = nights, ZoneId = London, SpecialDays = [new(new LocalDate(2026, 11, 27), [])] }),
            Service("m00002", Site(2, 1) with { Hours = evenings, ZoneId = Bucharest }),
            Service("m00003", Site(3, 1) with { Hours = null }));
        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Codes(results.Here));
        Assert.All(results.Here, h => Assert.Equal(OpenKind.Open, h.OpenState?.Kind));
    }

    // Clocks in London go back at 02:00 on Sunday 25 October 2026: 01:30 comes twice, and it is open both times.
    [Theory]
    [InlineData("2026-10-25T00:30:00Z", 1)]
    [InlineData("2026-10-25T01:30:00Z", 1)]
    [InlineData("2026-10-25T02:00:00Z", 0)]
    public async Task OpenNow_WhenClocksChange_FollowsTheClock(string now, int found)
    {
        const int sunday = 6 * 1440;
        var results = await FindAsync(
            s_near with { Open = OpenWhen.Now },
            InstantPattern.General.Parse(now).Value,
            Service("n00001", Site(1, 1) with { Hours = [(sunday + 60, sunday + 120)], ZoneId = London }));
        Assert.Equal(found, results.Total);
    }

    [Fact]
    public async Task OpenNow_ZoneThatCameLater_IsFound()
    {
        var database = await server.CopyAsync();
        var search = Search(database);
        var open = s_near with { Open = OpenWhen.Now };
        Assert.Equal(0, (await search.FindAsync(open, Noon, TestContext.Current.CancellationToken)).Total);
        await LoadAsync(database, Service("o00001", Site(1, 1) with { Hours = [(0, 7 * 1440)] }));
        Assert.Equal(1, (await search.FindAsync(open, Noon, TestContext.Current.CancellationToken)).Total);
        await server.DropAsync(database);
    }

    [Fact]
    public async Task Card_InThePageLanguage_ElseTheOriginal()
    {
        SyntheticService[] services =
        [
            Service("p00001", Site(1, 1)) with { Texts = [new("ro", "Casa"), new("en", "House")] },
            Service("p00002", Site(2, 1)) with { Texts = [new("ro", "Casa")] },
        ];
        var results = await FindAsync(s_near, services);
        Assert.Equal(["en", "ro"], results.Here.Select(h => h.Language));
        Assert.Equal(["House", "Casa"], results.Here.Select(h => h.Card.Name.Value));
    }

    [Fact]
    public async Task Pages_OfTwenty_OneAfterAnother()
    {
        SyntheticService[] services = [.. Enumerable.Range(10, 45).Select(i => Service($"q000{i}", Site(i, 1)))];
        var pages = new List<string>();
        for (int page = 1; page <= 3; page++)
        {
            var results = await FindAsync(s_near with { Page = page }, services);
            Assert.Equal(45, results.Total);
            pages.AddRange(Codes(results.Here));
        }

        Assert.Equal(services.Select(s => s.Code), pages);
    }

    [Fact]
    public async Task Pages_PastTheEnd_AreEmpty_WithTheSameCounts()
    {
        SyntheticService[] services =
            [Service("s00001", Site(1, 1, yes: [Free])), Service("s00002", Site(2, 40)), Service("s00003") with { RemoteAreas = ["GB"] }];
        var results = await FindAsync(s_near with { Page = SearchCriteria.LastPage }, services);
        Assert.Empty(results.Here);
        Assert.Empty(results.Further);
        Assert.Equal(1, results.Total);
        Assert.Equal(1, results.Counts.Single(c => c.Facet == Free).Yes);
        var remote = await FindAsync(s_near with { Page = 2, Reach = Reach.Remote }, services);
        Assert.Empty(remote.Remote);
        Assert.Equal(1, remote.RemoteTotal);
    }

    [Fact]
    public async Task Reach_VisitOrRemote_LeavesTheOtherOut()
    {
        SyntheticService[] services =
            [Service("t00001", Site(1, 1)), Service("t00002", Site(2, 60)), Service("t00003", Site(3, 2)) with { RemoteAreas = ["GB"] }];
        var visit = await FindAsync(s_near with { Reach = Reach.Visit }, services);
        Assert.Equal(["t00001", "t00003"], Codes(visit.Here));
        Assert.Equal(["t00002"], Codes(visit.Further));
        Assert.Empty(visit.Remote);
        Assert.Equal((2, 0), (visit.Needs[0].Here, visit.Needs[0].Remote));
        var remote = await FindAsync(s_near with { Reach = Reach.Remote }, services);
        Assert.Equal((0, 0, 0), (remote.Here.Count, remote.Further.Count, remote.Total));
        Assert.Equal(["t00003"], Codes(remote.Remote));
        Assert.Equal(new NeedLine(4, Here: 0, NearestKm: null, Remote: 1), remote.Needs[0]);
    }

    private static Instant Noon => s_today.At(new LocalTime(12, 0)).InUtc().ToInstant();

    private static ListingSearch Search(DirectoryLogins database) =>
        new(database.Public, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);

    private Task<SearchResults> FindAsync(SearchCriteria criteria, params SyntheticService[] services) => FindAsync(criteria, Noon, services);

    private async Task<SearchResults> FindAsync(SearchCriteria criteria, Instant now, params SyntheticService[] services)
    {
        await only.Owner.RunAsync("truncate published.service cascade");
        await LoadAsync(only.Logins, services);
        return await Search(only.Logins).FindAsync(criteria, now, TestContext.Current.CancellationToken);
    }

    private static Task LoadAsync(DirectoryLogins database, params SyntheticService[] services) => SyntheticLoader.LoadAsync(
        database.Owner, [.. services.Select((s, i) => s with { ServiceId = i + 1 })], cancellation: TestContext.Current.CancellationToken);

    private static List<string> Codes(IEnumerable<SearchHit> hits) => [.. hits.Select(h => h.Code)];

    private static SyntheticService Service(string code, params SyntheticSite[] sites) => new()
    {
        ServiceId = 0,
        Id = Guid.NewGuid(),
        Code = code,
        Rank = 0,
        Needs = [4],
        Languages = ["en"],
        Yes = 0,
        No = 0,
        Excludes = 0,
        CheckedOn = s_today.PlusDays(-10),
        DueOn = s_today.PlusDays(170),
        HiddenFrom = s_today.PlusDays(230),
        RemoteAreas = [],
        Hours = null,
        ZoneId = London,
        Texts = [new("en", $"Service {code}")],
        Sites = sites,
    };

    private static SyntheticSite Site(int number, double km, int[]? yes = null, int[]? no = null) => new()
    {
        SiteId = number,
        Id = Id(number),
        Kind = SiteKind.Address,
        Point = s_centre.Shifted(km, 1),
        PlaceId = 1,
        Yes = Mask(yes),
        No = Mask(no),
        Hours = null,
        ZoneId = London,
    };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static long Mask(int[]? facts) => (facts ?? []).Aggregate(0L, (mask, fact) => mask | 1L << fact);
}
