using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>What is found by its words.</summary>
public sealed partial class ListingSearchRuleTests
{
    private static readonly SearchCriteria s_mill = s_near with { Needs = [], Text = "Mill Clinic" };

    [Fact]
    public async Task Text_Alone_FindsWhoHasAllWords_NamesFirst_ThenKilometres()
    {
        SyntheticService[] services =
        [
            Called("u00001", Site(1, 1), "The Clinic", "Beside the old mill."),
            Called("u00002", Site(2, 9), "The Mill", "Asks for nothing.", other: "Clínic of the river"),
            Called("u00003", Site(3, 4), "MILL CLINIC"),
            Called("u00004", Site(4, 2), "The Clinic"),
        ];
        var results = await FindAsync(s_mill, services);
        Assert.Equal(["u00003", "u00002", "u00001"], Codes(results.Here));
        Assert.Equal((3, false), (results.Total, results.SomeWordsOnly));
        Assert.Equal(["u00001", "u00003", "u00002"], Codes((await FindAsync(s_mill with { Sort = SortBy.Distance }, services)).Here));
        Assert.Equal(["u00003", "u00002", "u00001"], Codes((await FindAsync(s_mill with { Sort = SortBy.Relevance }, services)).Here));
        Assert.Equal(["u00003", "u00002", "u00001"], Codes((await FindAsync(s_mill with { Place = null }, services)).Here).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task Text_NobodyHasAllOfIt_FindsAnyWord_MostWordsFirst_AndSaysSo()
    {
        SyntheticService[] services =
        [
            Called("v00001", Site(1, 1), "A clinic"),
            Called("v00002", Site(2, 9), "A clinic", "At the mill."),
            Called("v00003", Site(3, 2), "Another house"),
            Called("v00004", []) with { RemoteAreas = ["GB"], Texts = [new("en", "By the mill")] },
        ];
        foreach (var place in new[] { s_near.Place, null })
        {
            var results = await FindAsync(s_mill with { Place = place, Text = "mill clinic somewhere" }, services);
            Assert.True(results.SomeWordsOnly);
            Assert.Equal(["v00002", "v00001"], Codes(results.Here));
            Assert.Equal(["v00004"], Codes(results.Remote));
        }

        // As soon as one has them all, also at a distance, half of them is not enough.
        var all = await FindAsync(s_mill, [.. services, Called("v00005", []) with { RemoteAreas = ["GB"], Texts = [new("en", "Mill clinic")] }]);
        Assert.Equal((false, 1, 1), (all.SomeWordsOnly, all.Total, all.RemoteTotal));
        Assert.Equal(["v00002"], Codes(all.Here));
    }

    [Fact]
    public async Task Text_BesideANeed_ExcludesNothing_AndLiftsNamesThenWords()
    {
        SyntheticService[] services =
        [
            Called("w00001", Site(1, 1), "A house"),
            Called("w00002", Site(2, 5), "A house", "With a clinic at the mill."),
            Called("w00003", Site(3, 9), "Mill Clinic"),
            Called("w00004", Site(4, 2), "A clinic"),
            Called("w00005", []) with { RemoteAreas = ["GB"], Texts = [new("en", "A line")] },
            Called("w00006", []) with { RemoteAreas = ["GB"], Texts = [new("en", "Zebra line", Summary: "Of the Mill clinic.")] },
        ];
        foreach (var place in new[] { s_near.Place, null })
        {
            var results = await FindAsync(s_mill with { Needs = [4], Place = place }, services);
            Assert.Equal(["w00003", "w00002", "w00001", "w00004"], Codes(results.Here));
            Assert.Equal(["w00006", "w00005"], Codes(results.Remote));
            Assert.Equal((4, 2, false), (results.Total, results.RemoteTotal, results.SomeWordsOnly));
            Assert.Equal((4, 2), (results.Needs[0].Here, results.Needs[0].Remote));
        }

        Assert.Equal(4, (await FindAsync(s_mill with { Needs = [4], Text = "xyzzy" }, services)).Total);
    }

    [Fact]
    public async Task Text_ThatIsAName_FindsItWithoutTheNeed_ButDoesNotCountItForTheNeed()
    {
        SyntheticService[] services =
        [
            Called("x00001", Site(1, 1), "A house"),
            Called("x00002", Site(2, 9), "Mill Clinic") with { Needs = [7] },
            Called("x00003", Site(3, 2), "A house", "Not far from the mill clinic.") with { Needs = [7] },
            Called("x00004", []) with { Needs = [7], RemoteAreas = ["GB"], Texts = [new("en", "Mill Clinic on the phone")] },
        ];
        foreach (var place in new[] { s_near.Place, null })
        {
            var results = await FindAsync(s_mill with { Needs = [4], Place = place }, services);
            Assert.Equal(["x00002", "x00001"], Codes(results.Here));
            Assert.Equal(["x00004"], Codes(results.Remote));
            Assert.Equal((1, 0), (results.Needs[0].Here, results.Needs[0].Remote));
        }
    }

    [Fact]
    public async Task Text_MatchesTheLanguageOfThePageAndTheOriginal_AndNoThird()
    {
        SyntheticService[] services =
            [Called("y00001", Site(1, 1)) with { Texts = [new("ro", "Moara"), new("en", "Mill"), new("es", "Molino")] }];
        foreach (var (language, text, found) in new[] { ("en", "mill", 1), ("en", "moara", 1), ("en", "molino", 0), ("es", "molino", 1), ("es", "mill", 0) })
        {
            var criteria = s_mill with { Text = text, PageLanguage = language };
            Assert.Equal(found, (await FindAsync(criteria, services)).Total);
            Assert.Equal(found, (await FindAsync(criteria with { Place = null }, services)).Total);
        }
    }

    [Fact]
    public async Task Text_LastWord_FindsLongerOnesThatBeginWithIt()
    {
        SyntheticService[] services = [Called("z00001", Site(1, 1), "Counselling house")];
        foreach (var (text, found) in new[] { ("counsel", 1), ("house counsel", 1), ("co", 0), ("elling", 0) })
            Assert.Equal(found, (await FindAsync(s_mill with { Text = text }, services)).Total);
        Assert.True((await FindAsync(s_mill with { Text = "counsel house" }, services)).SomeWordsOnly);
    }

    [Fact]
    public async Task Text_FurtherAway_IsWhoHasAllWords_EvenWhereSomeAreHere()
    {
        SyntheticService[] services =
        [
            .. Enumerable.Range(1, 4).Select(i => Called($"a1000{i}", Site(i, i), "A clinic")),
            Called("a10008", Site(8, 40), "Clinic"),
            Called("a10009", Site(9, 60), "Mill Clinic"),
        ];
        var results = await FindAsync(s_mill, services);
        Assert.True(results.SomeWordsOnly);
        Assert.Equal(4, results.Total);
        Assert.Equal(["a10009"], Codes(results.Further));
    }

    [Theory]
    [InlineData(400, 5)]
    [InlineData(401, 0)]
    public async Task Text_FurtherAway_ANameInFullIsFoundWhereverItIs_UnlessVeryManyHaveIt(int have, int found)
    {
        SyntheticService[] services =
        [
            .. Enumerable.Range(1, 200).Select(i => Called($"d1{i:0000}", Site(i, 30 + i / 100.0), "A house")),
            .. Enumerable.Range(201, have).Select(i => Called($"d1{i:0000}", Site(i, 200 + i), "Mill Clinic")),
        ];
        Assert.Equal(Enumerable.Range(201, found).Select(i => $"d1{i:0000}"), Codes((await FindAsync(s_mill, services)).Further));
        Assert.Empty((await FindAsync(s_mill with { Text = "Mill Clini" }, services)).Further);
    }

    [Fact]
    public async Task Text_RemoteInTwoLanguages_IsOneService_AndLeavesRoomForOthers()
    {
        SyntheticService[] services =
        [
            .. Enumerable.Range(1, 25).Select(i => Called($"e1{i:0000}", []) with
            {
                RemoteAreas = ["GB", "GB.ENG", "001"],
                Texts = [new("ro", "Mill Clinic"), new("en", "Mill Clinic by phone")],
            }),
        ];
        foreach (var asked in new[] { s_mill, s_mill with { Needs = [4] }, s_mill with { Needs = [4], Sort = SortBy.Checked } })
        {
            var results = await FindAsync(asked with { Reach = Reach.Remote, Place = null }, services);
            Assert.Equal(25, results.RemoteTotal);
            Assert.Equal(Enumerable.Range(1, 20).Select(i => $"e1{i:0000}"), Codes(results.Remote));
        }
    }

    [Fact]
    public async Task Text_WithoutAWord_AsksForNothing()
    {
        SyntheticService[] services = [Called("b10001", Site(1, 1), "A house")];
        Assert.Equal(1, (await FindAsync(s_mill with { Text = " ' & | ! 🦄 \ud800" }, services)).Total);
    }

    [Fact, Property(27)]
    public async Task Text_WhateverIsTyped_IsAnswered()
    {
        var database = await server.CopyAsync();
        await LoadAsync(database, Called("c10001", Site(1, 1), "Mill Clinic"), Called("c10002", []) with { RemoteAreas = ["GB"] });
        var search = Search(database);
        bool full = FullRun.IsAsked;
        var random = new Random(27);
        string[] hostile =
        [
            "'", "''", "\\", "mill':*", "mill & !clinic | (", "a:A b:*", "<->", "'mill':1A", "%_*", "\"mill", "$1", ";--", "\u0001\u001f", "\ufffe\uffff", "\ud800\udc00\ud800",
            .. Enumerable.Range(0, full ? 0x110 : 0x50).Select(block => Script(block * 0x100, random)),
            .. Enumerable.Range(0, full ? 300 : 30).Select(_ => string.Concat(Enumerable.Range(0, 200).Select(_ => (char)random.Next(1, 0x10000)))),
        ];
        foreach (string text in hostile)
        {
            var criteria = s_mill with { Text = text, Needs = random.Next(2) == 0 ? [] : [4, 7], Place = random.Next(2) == 0 ? null : s_mill.Place };
            var results = await search.FindAsync(criteria, Noon, TestContext.Current.CancellationToken);
            Assert.InRange(results.Total, 0, 1);
        }

        await server.DropAsync(database);

        // Two hundred characters out of one block of Unicode, in words of one to forty.
        static string Script(int first, Random random) => string.Concat(Enumerable.Range(0, 200).Select(i =>
            random.Next(12) == 0 ? " " : first is >= 0xd800 and < 0xe000 ? ((char)(first + random.Next(256))).ToString() : char.ConvertFromUtf32(Math.Max(1, first + random.Next(256)))))[..200];
    }

    [Fact]
    public async Task Text_OfAPublishedEntry_IsFoundByAllItsNames_ButNotByTheOneForPaper()
    {
        var database = await server.CopyAsync();
        await new ListingDesk(database, places).ListedAsync(Sample.Everything());
        var search = Search(database);
        foreach (var (text, here, remote) in new[] { ("mill clinic", 1, 1), ("الطاحونة", 1, 1), ("nobody asks", 1, 1), ("centre", 0, 0), ("nurse", 0, 0) })
        {
            var criteria = s_mill with { Text = text, Place = null };
            var results = await search.FindAsync(criteria, Noon, TestContext.Current.CancellationToken);
            Assert.Equal((text, here, remote), (text, results.Total, results.RemoteTotal));
        }

        await server.DropAsync(database);
    }

    private static SyntheticService Called(string code, SyntheticSite[] sites) => Service(code, sites);

    private static SyntheticService Called(string code, SyntheticSite site, string name = "", string summary = "", string? other = null) =>
        Service(code, site) with { Texts = [new("en", name, other, summary)] };
}
