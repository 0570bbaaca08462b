using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Listings;

/// <summary>Which facts search takes for a known yes and which for a known no. In neither: not known.</summary>
public sealed class ListingDerivationTests(ShippedPlaces places)
{
    private static readonly DirectoryCatalogue s_catalogue = DirectoryCatalogue.Default;

    private static readonly string[] s_ways = ["phone", "online", "post-delivery"];

    /// <summary>Nothing is known of it but where it is.</summary>
    private static ListingContent Bare => Sample.Clinic() with { Access = [], StaffLanguages = [], Sites = [Site] };

    private static Site Site => Sample.Site() with { Hours = null };

    private DerivedListing Derive(ListingContent content) =>
        new ListingDerivation(s_catalogue, places.Town).Derive(content, new LocalDate(2027, 1, 1), new LocalDate(2027, 3, 1));

    private static AccessFact Fact(int facet, bool yes, string? value = null, Guid? site = null) =>
        new() { Id = Guid.NewGuid(), Facet = facet, Yes = yes, Value = value, SiteId = site };

    private static List<string> Slugs(long mask) => [.. s_catalogue.Facets.Where(f => (mask & f.Bit) != 0).Select(f => f.Slug).Order(StringComparer.Ordinal)];

    private static bool? Known(DerivedSite site, string slug)
    {
        long bit = s_catalogue.FindFacet(slug)!.Bit;
        return (site.Yes & bit) != 0 ? true : (site.No & bit) != 0 ? false : null;
    }

    [Fact]
    public void Site_OfWhichNothingIsSaid_HasOnlyWhatFollowsFromWhatItIs()
    {
        var site = Assert.Single(Derive(Bare).Sites);
        Assert.Equal(["no-need-to-leave-sex-work"], Slugs(site.Yes));
        Assert.Equal(["comes-to-you", "faith-run", "government-run", "online", "phone", "post-delivery"], Slugs(site.No));
    }

    [Fact]
    public void Fact_YesNoOrNothing_AreThreeThings()
    {
        var site = Assert.Single(Derive(Bare with { Access = [Fact(1, true), Fact(4, false)] }).Sites);
        Assert.Equal((true, false, null), (Known(site, "free"), Known(site, "no-id"), Known(site, "any-name")));
    }

    [Theory]
    [InlineData("only-by-court-order", true)]
    [InlineData("exceptions-listed", false)]
    [InlineData(null, false)]
    public void Fact_WithValues_IsYesOnlyWithOneThatCounts(string? value, bool yes) =>
        Assert.Equal(yes, Known(Assert.Single(Derive(Bare with { Access = [Fact(40, true, value)] }).Sites), "no-police-without-you"));

    [Fact]
    public void Fact_OfOneSite_HoldsThereAlone_AndAgainstThatOfTheService()
    {
        var (here, there) = (Site, Site);
        var sites = Derive(Bare with { Sites = [here, there], Access = [Fact(30, true), Fact(30, false, site: there.Id), Fact(27, true, site: here.Id)] }).Sites;
        string stepFree = s_catalogue.FindFacet(30)!.Slug;
        string building = s_catalogue.FindFacet(27)!.Slug;
        Assert.Equal([true, false], sites.Select(s => Known(s, stepFree)));
        Assert.Equal([true, null], sites.Select(s => Known(s, building)));
    }

    [Fact]
    public void Fact_OfAnotherCatalogue_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Derive(Bare with { Access = [Fact(61, true)] }));

    [Fact]
    public void Ways_AreThoseThatGiveHelp()
    {
        var line = new Phone { Id = Guid.NewGuid(), Number = "+448081570123", Country = "GB" };
        var chat = new MessageChannel { Id = Guid.NewGuid(), App = "Signal", Address = "+447700900123" };
        var post = new PostDelivery { Id = Guid.NewGuid() };
        var asks = Assert.Single(Derive(Bare with { Phones = [line], Messages = [chat], Post = post }).Sites);
        Assert.Equal([false, false, false], s_ways.Select(way => Known(asks, way)));
        var helps = Assert.Single(Derive(Bare with
        {
            Phones = [line, line with { Id = Guid.NewGuid(), GivesHelp = true }],
            Messages = [chat with { GivesHelp = true }],
            Post = post with { PlainPacket = true },
        }).Sites);
        Assert.Equal([true, true, true], s_ways.Select(way => Known(helps, way)));
    }

    [Theory]
    [InlineData(ProviderKind.FaithRun, true, false)]
    [InlineData(ProviderKind.Public, false, true)]
    [InlineData(ProviderKind.Ngo, false, false)]
    [InlineData(ProviderKind.Community, false, false)]
    [InlineData(ProviderKind.Private, false, false)]
    public void Provider_SaysWhoRunsIt_AndWhoeverHidesThemHidesThis(ProviderKind kind, bool faith, bool government)
    {
        var derived = Derive(Bare with { Provider = Bare.Provider with { Kind = kind } });
        var site = Assert.Single(derived.Sites);
        Assert.Equal((faith, government), (Known(site, "faith-run"), Known(site, "government-run")));
        List<string> hides = [.. faith ? ["faith-run"] : Array.Empty<string>(), .. government ? ["government-run"] : Array.Empty<string>()];
        Assert.Equal(hides, Slugs(derived.Excludes));
    }

    [Fact]
    public void Mobile_ComesToYou_AndHasTheAreaThatItCovers()
    {
        var sites = Derive(Bare with { Sites = [Site, Site with { Kind = SiteKind.Mobile, RadiusKm = 5, Point = null, Street = null }] }).Sites;
        Assert.Equal([false, true], sites.Select(s => Known(s, "comes-to-you")));
        Assert.Equal([true, false], sites.Select(s => s.Area is null));
    }

    [Fact]
    public void Words_OfLanguagesAndOfUnderEighteen_MakeTheirFacts()
    {
        var site = Assert.Single(Derive(Bare with { StaffLanguages = ["pt-BR"], UnderEighteen = Text.Of("en", "Ask first") }).Sites);
        Assert.Equal((true, true), (Known(site, "languages"), Known(site, "young-people-note")));
        // Whoever looks for a language finds its regional forms.
        Assert.Equal(["pt", "pt-BR"], site.Langs);
    }

    [Fact]
    public void Hours_KnownOnes_AnswerEveningsAndAlways()
    {
        DerivedSite With(params HoursRule[] hours) => Assert.Single(Derive(Bare with { Sites = [Site with { Hours = hours }] }).Sites);
        var day = With(Sample.Rule(IsoDayOfWeek.Monday, 9, 17));
        Assert.Equal((false, false), (Known(day, "evenings-weekends"), Known(day, "24-hours")));
        var night = With(Sample.Rule(IsoDayOfWeek.Monday, 18, 2));
        Assert.Equal((true, false), (Known(night, "evenings-weekends"), Known(night, "24-hours")));
        var always = With([.. Enumerable.Range(1, 7).Select(d => Sample.Rule((IsoDayOfWeek)d, 0, 0))]);
        Assert.Equal((true, true), (Known(always, "evenings-weekends"), Known(always, "24-hours")));
        Assert.Equal(7, always.OpenBits);
    }

    [Fact]
    public void Remote_WithOneLineWhoseHoursAreNotKnown_IsNeverSaidToBeClosed()
    {
        static Phone Line(params HoursRule[] hours) =>
            new() { Id = Guid.NewGuid(), Number = "+448081570123", Country = "GB", GivesHelp = true, Hours = hours };
        long late = s_catalogue.FindFacet("evenings-weekends")!.Bit;
        var content = Bare with { RemoteAreas = ["GB"], Phones = [Line(Sample.Rule(IsoDayOfWeek.Monday, 9, 17)), Line()] };
        var remote = Derive(content).Remote!;
        Assert.Equal((0, 0), (remote.Yes & late, remote.No & late));
        // One that is known to be open late is enough for a yes.
        remote = Derive(content with { Phones = [Line(Sample.Rule(IsoDayOfWeek.Monday, 18, 23)), Line()] }).Remote!;
        Assert.Equal((late, 0), (remote.Yes & late, remote.No & late));
    }

    [Fact]
    public void Remote_OnlyWhereHelpIsGivenAtADistance_AndSomeAreaIsServed()
    {
        var line = new Phone { Id = Guid.NewGuid(), Number = "+448081570123", Country = "GB", GivesHelp = true };
        Assert.Null(Derive(Bare with { Phones = [line] }).Remote);
        Assert.Null(Derive(Bare with { RemoteAreas = ["GB"], Phones = [line with { GivesHelp = false }] }).Remote);
        Assert.Equal("Europe/London", Derive(Bare with { RemoteAreas = ["GB"], Phones = [line] }).Remote!.Zone);
        // Without a place to go it stands where its number is.
        Assert.Equal("Europe/Bucharest", Derive(Bare with { Sites = [], RemoteAreas = ["GB"], Phones = [line with { Country = "RO", Number = "+40800800800" }] }).Remote!.Zone);
    }

    [Fact]
    public void Dated_FactsAreInNoMask()
    {
        const long dated = 1L << FacetIds.Full | 1L << FacetIds.CommunityLed | 1L << FacetIds.Trained;
        var derived = Derive(Sample.Everything() with
        {
            Provider = Bare.Provider with { OrganisationId = Guid.NewGuid() },
            Intake = new Intake { State = IntakeState.Full, AsOf = new LocalDate(2026, 11, 24) },
        });
        Assert.All(derived.Sites, s => Assert.Equal(0, (s.Yes | s.No) & dated));
        Assert.Equal(0, (derived.Remote!.Yes | derived.Remote.No | derived.Excludes) & dated);
        Assert.All(derived.Sites, s => Assert.Equal(0, s.Yes & s.No));
    }

    [Fact]
    public void Texts_AreOneForEachLanguageOfTheWordsThatAreFound()
    {
        var content = Bare with { Name = Text.Of("ro", "Clinica"), OtherNames = [Text.Of("ro", "La Moara")], Summary = Text.Of("en", "Tests"), Cost = Text.Of("ar", "مجاني") };
        var texts = Derive(content).Texts;
        Assert.Equal(["en", "ro"], texts.Select(t => t.Lang));
        Assert.All(texts, t => Assert.Contains("'clinica':1A", t.Vector, StringComparison.Ordinal));
        Assert.All(texts, t => Assert.Contains("'moara':3A", t.Vector, StringComparison.Ordinal));
        Assert.All(texts, t => Assert.Contains("C", t.Vector.Split(' ').Single(w => w.StartsWith("'tests'", StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void Site_OfAnUnknownPlace_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Derive(Bare with { Sites = [Site with { PlaceId = 1 }] }));

    [Fact]
    public void Facts_WithoutTheirEntriesInTheCatalogue_StopTheProgram()
    {
        // Without the other languages, which would be missed first.
        var files = CatalogueFiles.Embedded().Where(file => !file.Key.StartsWith(CatalogueFiles.WordsPrefix, StringComparison.Ordinal)).ToDictionary();
        files[CatalogueFiles.Facets] = files[CatalogueFiles.Facets].Replace("\"24-hours\"", "\"all-hours\"", StringComparison.Ordinal);
        var wrong = Assert.Throws<CatalogueException>(() => new KnownFacets(CatalogueReader.Read(files)));
        Assert.Equal((CatalogueFiles.Facets, "24-hours", "is missing; the program derives it"), (wrong.File, wrong.Entry, wrong.Reason));
    }
}
