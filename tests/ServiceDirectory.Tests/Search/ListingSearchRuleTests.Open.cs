using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>The order for somebody who cannot wait: which doors open first.</summary>
public sealed partial class ListingSearchRuleTests
{
    private static readonly SearchCriteria s_urgent = s_near with { Sort = SortBy.Open, OpensWithinHours = 72 };

    /// <summary>A span of one day, on the clock there.</summary>
    private static (int From, int Until) On(IsoDayOfWeek day, int opens, int closes) => (((int)day - 1) * 1440 + opens * 60, ((int)day - 1) * 1440 + closes * 60);

    [Fact]
    public async Task Open_NowFirst_ThenSoonest_ThenTheRest_EachByDistance()
    {
        var results = await FindAsync(
            s_urgent,
            Service("u00001", Site(1, 1)),
            Service("u00002", Site(2, 9) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }),
            Service("u00003", Site(3, 3) with { Hours = [On(IsoDayOfWeek.Tuesday, 14, 17)] }),
            Service("u00004", Site(4, 20) with { Hours = [On(IsoDayOfWeek.Tuesday, 8, 10), On(IsoDayOfWeek.Tuesday, 13, 17)] }),
            Service("u00005", Site(5, 5) with { Hours = [On(IsoDayOfWeek.Tuesday, 12, 17)] }),
            Service("u00006", Site(6, 2) with { Hours = [On(IsoDayOfWeek.Saturday, 9, 17)] }),
            Service("u00007", Site(7, 4) with { Hours = [On(IsoDayOfWeek.Wednesday, 9, 17)] }));
        Assert.Equal(["u00005", "u00002", "u00004", "u00003", "u00007", "u00001", "u00006"], Codes(results.Here));
        Assert.Equal([5, 9, 20, 3, 4, 1, 2], results.Here.Select(hit => Math.Round(hit.Km!.Value, 2)));
    }

    [Fact]
    public async Task Open_TwoSites_ShowsTheOneThatOpensFirst_AtItsDistance()
    {
        SyntheticService[] services =
        [
            Service("v00001", Site(1, 1) with { Hours = [On(IsoDayOfWeek.Wednesday, 9, 17)] }, Site(2, 8) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }),
            Service("v00002", Site(3, 3), Site(4, 2)),
        ];
        var results = await FindAsync(s_urgent, services);
        Assert.Equal([(Id(2), 8.0, 1), (Id(4), 2.0, 1)], results.Here.Select(hit => (hit.SiteId!.Value, Math.Round(hit.Km!.Value, 3), hit.OtherSites)));
        Assert.Equal(OpenKind.Open, results.Here[0].OpenState?.Kind);
        Assert.Equal([Id(1), Id(4)], (await FindAsync(s_urgent with { Sort = SortBy.Distance }, services)).Here.Select(hit => hit.SiteId!.Value));
    }

    [Fact]
    public async Task Open_TheSiteThatOpensFirst_HasToHaveWhatIsWanted()
    {
        var results = await FindAsync(
            s_urgent with { Access = [Free] },
            Service("v10001", Site(1, 1) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }, Site(2, 8, yes: [Free]) with { Hours = [On(IsoDayOfWeek.Wednesday, 9, 17)] }));
        Assert.Equal(Id(2), Assert.Single(results.Here).SiteId);
    }

    [Fact]
    public async Task Open_SpecialDays_ReplaceTheWeek()
    {
        (int, int)[] noons = [.. Enumerable.Range(1, 7).Select(day => On((IsoDayOfWeek)day, 9, 17))];
        var results = await FindAsync(
            s_urgent,
            Service("w00001", Site(1, 1) with { Hours = noons, SpecialDays = [new(s_today, []), new(s_today.PlusDays(1), [])] }),
            Service("w00002", Site(2, 2) with { Hours = noons, SpecialDays = [new(s_today, [])] }),
            Service("w00003", Site(3, 3) with { Hours = noons, SpecialDays = [new(s_today, [On(IsoDayOfWeek.Tuesday, 13, 14)])] }),
            Service("w00004", Site(4, 4) with { Hours = noons, SpecialDays = [new(s_today.PlusDays(7), [])] }),
            Service("w00005", Site(5, 5) with { Hours = [], SpecialDays = [new(s_today, [On(IsoDayOfWeek.Tuesday, 11, 14)])] }),
            // Of the week nothing is known, but of this day.
            Service("w00006", Site(6, 6) with { Hours = null, SpecialDays = [new(s_today, [On(IsoDayOfWeek.Tuesday, 11, 14)])] }));
        Assert.Equal(["w00004", "w00005", "w00006", "w00003", "w00002", "w00001"], Codes(results.Here));
    }

    [Fact]
    public async Task Open_LateEntries_StandLast()
    {
        var results = await FindAsync(
            s_urgent,
            Service("x00001", Site(1, 1) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }) with { DueOn = s_today.PlusDays(-30) },
            Service("x00002", Site(2, 9)),
            Service("x00003", Site(3, 3)) with { DueOn = s_today.PlusDays(-30) });
        Assert.Equal(["x00002", "x00001", "x00003"], Codes(results.Here));
    }

    [Fact]
    public async Task Open_RemoteLines_StandInTheSameOrder()
    {
        SyntheticService Line(string code, params (int, int)[]? hours) => Service(code) with { RemoteAreas = ["GB"], Hours = hours };
        SyntheticService[] lines =
        [
            Line("y00001", null),
            Line("y00002", On(IsoDayOfWeek.Wednesday, 9, 17)),
            Line("y00003", On(IsoDayOfWeek.Tuesday, 18, 20)),
            Line("y00004", On(IsoDayOfWeek.Tuesday, 9, 17)) with { RemoteAreas = ["001"] },
            Line("y00005", On(IsoDayOfWeek.Tuesday, 9, 17)) with { DueOn = s_today.PlusDays(-30) },
        ];
        Assert.Equal(["y00004", "y00003", "y00002", "y00001", "y00005"], Codes((await FindAsync(s_urgent, lines)).Remote));
        Assert.Equal(["y00004", "y00003", "y00002", "y00001", "y00005"], Codes((await FindAsync(s_urgent with { Reach = Reach.Remote, Place = null }, lines)).Remote));
        Assert.Equal("y00001", Codes((await FindAsync(s_urgent with { Sort = SortBy.Distance }, lines)).Remote)[0]);
    }

    // Noon: at 13:00 an hour has passed, a minute later more than one.
    [Theory]
    [InlineData(1, "z00002 z00001 z00003")]
    [InlineData(2, "z00002 z00003 z00001")]
    [InlineData(120, "z00002 z00003 z00001")]
    public async Task Open_AfterTheHoursThatHelp_IsAsIfNotKnown(int hours, string codes)
    {
        var results = await FindAsync(
            s_urgent with { OpensWithinHours = hours },
            Service("z00001", Site(1, 1)),
            Service("z00002", Site(2, 9) with { Hours = [On(IsoDayOfWeek.Tuesday, 13, 17)] }),
            Service("z00003", Site(3, 3) with { Hours = [(1440 + 13 * 60 + 1, 1440 + 17 * 60)] }));
        Assert.Equal(codes.Split(' '), Codes(results.Here));
    }

    // 22:00 comes in Bucharest two hours before it comes in London.
    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "z10002 z10001")]
    [InlineData("2026-11-24T21:00:00Z", "z10002 z10001")]
    [InlineData("2026-11-24T21:30:00Z", "z10001 z10002")]
    public async Task Open_GoesByTheClockThere(string now, string codes)
    {
        (int, int)[] evenings = [.. Enumerable.Range(0, 7).Select(day => (day * 1440 + 22 * 60, day * 1440 + 23 * 60 + 30))];
        var results = await FindAsync(
            s_urgent,
            InstantPattern.General.Parse(now).Value,
            Service("z10001", Site(1, 1) with { Hours = evenings, ZoneId = London }),
            Service("z10002", Site(2, 9) with { Hours = evenings, ZoneId = Bucharest }));
        Assert.Equal(codes.Split(' '), Codes(results.Here));
    }

    [Fact]
    public async Task Open_OverTheEndOfTheWeek_Opens()
    {
        var sunday = new LocalDate(2026, 11, 29).At(new LocalTime(23, 0)).InUtc().ToInstant();
        var results = await FindAsync(
            s_urgent,
            sunday,
            Service("z20001", Site(1, 1) with { Hours = [On(IsoDayOfWeek.Tuesday, 0, 2)] }),
            Service("z20002", Site(2, 9) with { Hours = [On(IsoDayOfWeek.Monday, 0, 2)] }),
            Service("z20003", Site(3, 12) with { Hours = [On(IsoDayOfWeek.Sunday, 20, 24)] }));
        Assert.Equal(["z20003", "z20002", "z20001"], Codes(results.Here));
    }

    [Fact]
    public async Task Open_WithoutAPlace_ThenTheNewestCheck()
    {
        var results = await FindAsync(
            s_urgent with { Place = null },
            Service("z30001", Site(1, 1)) with { CheckedOn = s_today.PlusDays(-1) },
            Service("z30002", Site(2, 2) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }) with { CheckedOn = s_today.PlusDays(-90) },
            Service("z30003", Site(3, 3) with { Hours = [On(IsoDayOfWeek.Tuesday, 9, 17)] }) with { CheckedOn = s_today.PlusDays(-80) });
        Assert.Equal(["z30003", "z30002", "z30001"], Codes(results.Here));
    }
}
