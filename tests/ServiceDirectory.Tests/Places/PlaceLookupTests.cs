using System.Diagnostics;
using System.Globalization;
using System.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Tests.Places;

public sealed class PlaceLookupTests(ShippedPlaces places)
{
    public static TheoryData<string, string, string, string> Golden => [.. Cases("golden.tsv").Select(c => (c.Home, c.Text, c.How, c.What))];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Find_GoldenText_AnswersAsAgreed(string home, string text, string how, string what) =>
        Assert.True(IsRight(places.Lookup.Find(text, home), how, what), $"{places.Lookup.Find(text, home)}");

    [Theory]
    [InlineData("held-out.tsv")]
    [InlineData("held-out-2.tsv")]
    public void Find_TextsNobodyTunedFor_AreNearlyAllUnderstood(string file)
    {
        var cases = Cases(file).ToList();
        var wrong = cases.Where(c => !IsRight(places.Lookup.Find(c.Text, c.Home), c.How, c.What)).Select(c => c.Text).ToList();
        Assert.True(wrong.Count <= cases.Count * 0.05, string.Join("; ", wrong));
    }

    public static TheoryData<string, string, string, string> Tails =>
        [.. Cases("tails.tsv").Select(c => (c.Home, c.Text, c.How, c.What))];

    [Theory]
    [MemberData(nameof(Tails))]
    public void FindTail_TextThatMayEndInAPlace_IsReadAsAgreed(string home, string text, string place, string before)
    {
        var found = places.Lookup.FindTail(text, home);
        Assert.Equal((place, before), found is null ? ("none", "") : (found.Place.FullName, found.Before));
    }

    [Fact]
    public void FindTail_NameOfSeveralTowns_OffersTheOthers()
    {
        var found = Assert.IsType<PlaceInTail>(places.Lookup.FindTail("std clinic newport", "GB"));
        Assert.Equal("Newport, Wales, United Kingdom", found.Place.FullName);
        Assert.Contains(found.Others, place => place.FullName == "Newport, England, United Kingdom");
    }

    [Theory]
    [InlineData("std clinic bath", "Bath, England, United Kingdom")]
    [InlineData("std clinic deal", null)]
    [InlineData("std clinic", null)]
    public void FindTail_WhereAnEverydayWordMayBeMeant_TakesLargeTowns(string text, string? place)
    {
        Assert.Null(places.Lookup.FindTail(text, "GB"));
        Assert.Equal(place, places.Lookup.FindTail(text, "GB", mayBeEveryday: true)?.Place.FullName);
    }

    /// <summary>
    /// A synonym that is the name of a town would hide the town, so somebody has to judge it: a word first, which goes into
    /// everyday-words.txt, or a town first, which goes there with - before it.
    /// </summary>
    [Fact]
    public void WordsOfNeeds_ThatNameTowns_AreJudged()
    {
        const int Town = 5_000;
        var unjudged = from home in (string[])["GB", "IE", "US", "CA", "AU", "NZ", "ZA", "ES"]
                       from word in EverydayWords.WordsOfNeeds(DirectoryCatalogue.Default)
                       where !EverydayWords.Default.IsJudged(word)
                       let found = places.Lookup.FindTail($"clinic near {word}", home)
                       where found is not null && PlaceText.Fold(found.Place.Name) == word && found.Place.Population >= Town
                       select found.Place.FullName;
        Assert.Empty(unjudged);
    }

    [Fact]
    public void FindTail_LongText_IsRefusedUnread()
    {
        Assert.NotNull(places.Lookup.FindTail(new string('a', PlaceText.MaxLength - 6) + " leeds", "GB"));
        Assert.Null(places.Lookup.FindTail(new string('a', PlaceText.MaxLength - 5) + " leeds", "GB"));
    }

    [Fact]
    public void Find_TextsKeyedByPointThatNobodyTunedFor_AreNearlyAllUnderstood()
    {
        var cases = (
            from c in Cases("held-out-3.tsv")
            let point = c.How.Split(',').Select(degrees => double.Parse(degrees, CultureInfo.InvariantCulture)).ToArray()
            select (c.Home, c.Text, Latitude: point[0], Longitude: point[1], Km: double.Parse(c.What, CultureInfo.InvariantCulture))).ToList();
        var wrong = cases.Where(c => !Offered(places.Lookup.Find(c.Text, c.Home))
            .Any(place => PlaceGrid.Kilometres(place.Latitude, place.Longitude, c.Latitude, c.Longitude) <= c.Km)).Select(c => c.Text).ToList();
        Assert.True(wrong.Count <= 2, string.Join("; ", wrong));
    }

    [Fact]
    public void Find_HardlyTheSameWord_IsNeverUsedAtOnce()
    {
        var builder = new GazetteerBuilder();
        builder.AddCountry(new CountryRow("TR", "Türkiye", []));
        builder.AddPlace(new PlaceRow(1, "Torbalı", "TR", "", "", Latitude: 38.2, Longitude: 27.4, 150_000, "Europe/Istanbul", "PPL", []));
        var lookup = new PlaceLookup(builder.Build());
        Assert.IsType<PlaceAnswer.Found>(lookup.Find("torbali", "GB"));
        Assert.IsType<PlaceAnswer.Ask>(lookup.Find("gorbals", "GB"));
    }

    [Theory]
    [InlineData("germny", "Germany")]
    [InlineData("scotlnd", "Scotland")]
    [InlineData("sufolk", "Suffolk")]
    public void Find_MisspeltRegion_OffersItsTowns(string text, string name) =>
        Assert.Equal(name, Assert.IsType<PlaceAnswer.Area>(places.Lookup.Find(text, "GB")).Areas[0].Name);

    [Fact]
    public void Find_TownAtHomeWithAFamousNamesake_Asks()
    {
        var ask = Assert.IsType<PlaceAnswer.Ask>(places.Lookup.Find("Moscow", "US"));
        Assert.Equal(["RU", "US"], ask.Candidates.Take(2).Select(place => place.Country.Code));
    }

    /// <summary>Massawa is a town in Eritrea; Moscow and Marseille are a few slips away from it.</summary>
    [Fact]
    public void CalledAs_IsWhatHasTheName_NotWhatIsSpeltAlike()
    {
        foreach (var (id, alike) in new[] { (330546, "Moscow"), (91597, "Samara"), (143534, "Xiamen") })
        {
            var place = places.Gazetteer.Find(id)!;
            var called = places.Lookup.CalledAs(place, "GB");
            Assert.Contains(place, called);
            Assert.DoesNotContain(alike, called.Select(other => other.Name));
        }

        Assert.Contains("Paris, Texas, United States", places.Lookup.CalledAs(places.Gazetteer.Find(2988507)!, "GB").Select(place => place.FullName));
    }

    [Fact]
    public void Find_SpringfieldAsked_OffersSeveralStates()
    {
        var ask = Assert.IsType<PlaceAnswer.Ask>(places.Lookup.Find("Springfield", "GB"));
        Assert.True(ask.Candidates.Select(place => place.Region).Distinct().Count() >= 4);
    }

    [Fact]
    public void Find_Paris_OffersTheOthers()
    {
        var found = Assert.IsType<PlaceAnswer.Found>(places.Lookup.Find("Paris", "GB"));
        Assert.Equal(PlaceMatch.Exact, found.Match);
        Assert.Contains(found.Others, place => place.FullName == "Paris, Texas, United States");
    }

    [Fact]
    public void Find_Country_OffersItsLargestTowns()
    {
        var area = Assert.IsType<PlaceAnswer.Area>(places.Lookup.Find("España", "GB")).Areas[0];
        Assert.Equal(PlaceLookup.MaxTowns, area.Towns.Count);
        Assert.Equal("Madrid", area.Towns[0].Name);
        Assert.All(area.Towns, town => Assert.Equal("ES", town.Country.Code));
    }

    [Theory]
    [InlineData("lodnon", PlaceMatch.Fuzzy)]
    [InlineData("manch", PlaceMatch.Prefix)]
    [InlineData("Manchester", PlaceMatch.Exact)]
    public void Find_SaysHowItMatched(string text, PlaceMatch match) =>
        Assert.Equal(match, Assert.IsType<PlaceAnswer.Found>(places.Lookup.Find(text, "GB")).Match);

    [Fact]
    public void Find_LongText_IsRefusedUnread()
    {
        Assert.IsType<PlaceAnswer.TooLong>(places.Lookup.Find(new string('a', PlaceText.MaxLength + 1), "GB"));
        Assert.IsType<PlaceAnswer.TooLong>(places.Lookup.Find(new string('a', 10_000), "GB"));
        Assert.IsNotType<PlaceAnswer.TooLong>(places.Lookup.Find(new string('a', PlaceText.MaxLength), "GB"));
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\uD800")]
    [InlineData("a\uDFFFb")]
    [InlineData("'; drop table place; --")]
    [InlineData("%")]
    [InlineData("ﷺﷺﷺ")]
    [InlineData("Z̸̖͝a̷l̵g̶o̷")]
    public void Find_HostileText_Answers(string text) => Assert.NotNull(places.Lookup.Find(text, "GB"));

    [Fact]
    public void Find_WorstTextsOfFullLength_StaysQuick()
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("a ", 100)),
            string.Concat(Enumerable.Repeat("san ", 50)),
            string.Concat(Enumerable.Repeat("paris, ", 28)),
            string.Concat(Enumerable.Repeat("東", 200)),
            string.Concat(Enumerable.Repeat("saint petersburg ", 11)),
            string.Concat(Enumerable.Repeat("ﷺ", 200)),
        ];
        places.Lookup.Find("warm up", "GB");
        foreach (var text in texts)
        {
            var clock = Stopwatch.StartNew();
            places.Lookup.Find(text, "GB");
            Assert.True(clock.ElapsedMilliseconds < 1_000, $"{text[..10]}: {clock.ElapsedMilliseconds} ms");
        }
    }

    [Fact]
    public void Find_UnknownHomeCountry_StillFinds() =>
        Assert.Equal("Leeds", Assert.IsType<PlaceAnswer.Found>(places.Lookup.Find("leeds", "")).Place.Name);

    private static IEnumerable<Place> Offered(PlaceAnswer answer) => answer switch
    {
        PlaceAnswer.Found found => [found.Place],
        PlaceAnswer.Ask ask => ask.Candidates,
        PlaceAnswer.Area area => area.Areas.SelectMany(a => a.Towns),
        _ => [],
    };

    private static bool IsRight(PlaceAnswer answer, string how, string what) => (how, answer) switch
    {
        ("found" or "asked", PlaceAnswer.Found found) => found.Place.FullName == what,
        ("asked", PlaceAnswer.Ask ask) => ask.Candidates.Any(place => place.FullName == what),
        ("area", PlaceAnswer.Area area) => area.Areas[0].Name == what,
        ("asked", PlaceAnswer.Area area) => area.Areas.Any(a => a.Towns.Any(town => town.FullName == what)),
        ("none", PlaceAnswer.None) => true,
        _ => false,
    };

    /// <summary>Home country, text, how it is to be answered (asked: found or among those asked), what.</summary>
    private static IEnumerable<(string Home, string Text, string How, string What)> Cases(string file) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Places", file), Encoding.UTF8)
        where !line.StartsWith('#')
        let fields = line.Split('\t')
        select (fields[0], fields[1], fields[2], fields[3]);
}
