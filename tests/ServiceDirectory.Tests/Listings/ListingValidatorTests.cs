using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Listings;

public sealed class ListingValidatorTests
{
    private static readonly ListingValidator s_validator = new(DirectoryCatalogue.Default, Town);

    private static Text Words(string words) => Text.Of("en", words);

    internal static ListingPlace? Town(int id) => id switch
    {
        Sample.Leeds => new ListingPlace(id, new GeoPoint(53.79648, -1.54785), 536_280, DateTimeZoneProviders.Tzdb["Europe/London"]),
        Sample.Skipton => new ListingPlace(id, new GeoPoint(53.96159, -2.01602), 14_623, DateTimeZoneProviders.Tzdb["Europe/London"]),
        _ => null,
    };

    // Numbers kept for fiction are in no list of numbers in use, which is a warning.
    private static IEnumerable<ListingProblem> Errors(ListingContent content, ListingUse use) =>
        s_validator.Validate(content, use).Where(p => !p.IsWarning);

    private static ListingContent WithSite(Func<Site, Site> change) => Sample.Clinic() with { Sites = [change(Sample.Site())] };

    private static ListingContent WithPhone(string number, string country = "GB") =>
        Sample.Clinic() with { Phones = [new Phone { Id = Guid.NewGuid(), Number = number, Country = country }] };

    private static ListingContent WithFact(AccessFact fact) => Sample.Clinic() with { Access = [.. Sample.Clinic().Access, fact] };

    private static AccessFact Fact(int facet, bool yes = true, string? value = null, Guid? site = null) =>
        new() { Id = Guid.NewGuid(), Facet = facet, Yes = yes, Value = value, SiteId = site };

    private static SpecialDay Special(int day, params TimeSpanOfDay[] open) => new() { Id = Guid.NewGuid(), On = new LocalDate(2026, 12, day), Open = open };

    private static readonly LocalDate s_on = new(2026, 11, 1);

    // What is changed, where the problem is, and its reason; "?" before a reason is a warning.
    private static readonly Dictionary<string, (ListingContent Content, string Field, string Reason)> s_rules = new()
    {
        ["empty name"] = (Sample.Clinic(" "), "name.in.en", "empty"),
        ["long name"] = (Sample.Clinic(new string('a', 121)), "name.in.en", "too-long"),
        ["10,000 characters"] = (Sample.Clinic() with { Description = Words(new string('x', 10_000)) }, "description.in.en", "too-long"),
        ["long summary"] = (Sample.Clinic() with { Summary = Words(new string('x', 281)) }, "summary.in.en", "too-long"),
        ["NUL"] = (Sample.Clinic("a\0b"), "name.in.en", "control-character"),
        ["half a character"] = (Sample.Clinic("a\ud83d"), "name.in.en", "broken-character"),
        ["reading direction"] = (Sample.Clinic("ab\u202ecd"), "name.in.en", "direction-override"),
        ["isolate"] = (Sample.Clinic("ab\u2067cd"), "name.in.en", "direction-override"),
        ["no language"] = (Sample.Clinic() with { Cost = Text.Of("xx", "Free") }, "cost.original", "unknown"),
        ["language spelling"] = (Sample.Clinic() with { Cost = Text.Of("en", "Free").With("pt-br", "Livre") }, "cost.in", "unknown"),
        ["original missing"] = (Sample.Clinic() with { Cost = Words("Free") with { Original = "ro" } }, "cost.in", "no-original"),
        ["fingerprint"] = (
            Sample.Clinic() with { Cost = new Text { Original = "en", In = new Dictionary<string, Words> { ["en"] = new() { Value = "Free", Of = "see https://" } } } },
            "cost.in.en.of",
            "not-a-fingerprint"),
        ["other names"] = (Sample.Clinic() with { OtherNames = [.. Enumerable.Repeat(Words("Mill"), 11)] }, "otherNames", "too-many"),
        ["provider name"] = (Sample.Clinic() with { Provider = new Provider { Name = Words(""), Kind = ProviderKind.Ngo } }, "provider.name.in.en", "empty"),
        ["profile"] = (Sample.Clinic() with { Profile = (Profile)9 }, "profile", "unknown"),
        ["switch without yes"] = (
            Sample.Clinic() with
            {
                Consent = new Consent { Kind = ConsentKind.Missing },
                Provider = new Provider { Name = Words("Us"), Kind = ProviderKind.Community },
                Switches = new PublicationSwitches { OpenData = true },
            },
            "switches",
            "switch-without-consent"),
        ["consent missing"] = (Sample.Clinic() with { Consent = null }, "consent", "consent-missing"),
        ["consent needed by community"] = (
            Sample.Clinic() with
            {
                Consent = new Consent { Kind = ConsentKind.NotNeeded },
                Provider = new Provider { Name = Words("Us"), Kind = ProviderKind.Community },
            },
            "consent.kind",
            "consent-needed"),
        ["consent note"] = (
            Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.Given, Note = new string('x', 281) } }, "consent.note", "too-long"),
        ["no need"] = (Sample.Clinic() with { Needs = [] }, "needs", "count"),
        ["no summary"] = (Sample.Clinic() with { Summary = null }, "summary", "missing"),
        ["nobody runs it"] = (Sample.Clinic() with { Provider = Sample.Clinic().Provider with { Name = null } }, "provider.name", "missing"),
        ["run by an unknown kind"] = (Sample.Clinic() with { Provider = Sample.Clinic().Provider with { Kind = null } }, "provider.kind", "missing"),
        ["21 needs"] = (Sample.Clinic() with { Needs = [.. Enumerable.Range(1, 21)] }, "needs", "count"),
        ["unknown need"] = (Sample.Clinic() with { Needs = [1, 9999] }, "needs[1]", "unknown"),
        ["need twice"] = (Sample.Clinic() with { Needs = [1, 1] }, "needs[1]", "twice"),
        ["unknown place"] = (WithSite(s => s with { PlaceId = 1 }), "sites[0].placeId", "unknown"),
        ["site id"] = (WithSite(s => s with { Id = Guid.CreateVersion7() }), "sites[0].id", "not-random"),
        ["latitude"] = (WithSite(s => s with { Point = new GeoPoint(91, 0) }), "sites[0].point", "out-of-range"),
        ["not a number"] = (WithSite(s => s with { Point = new GeoPoint(double.NaN, 0) }), "sites[0].point", "out-of-range"),
        ["area point"] = (WithSite(s => s with { Kind = SiteKind.Area, Street = null }), "sites[0].point", "private"),
        ["area street"] = (WithSite(s => s with { Kind = SiteKind.Area, Point = null }), "sites[0].street", "private"),
        ["mobile postal code"] = (
            WithSite(s => s with { Kind = SiteKind.Mobile, RadiusKm = 5, Point = null, Street = null, PostalCode = "LS1" }), "sites[0].postalCode", "private"),
        ["area directions"] = (
            WithSite(s => s with { Kind = SiteKind.Area, Point = null, Street = null, Directions = Words("Mill Street") }), "sites[0].directions", "?may-name-a-street"),
        ["area name"] = (
            WithSite(s => s with { Kind = SiteKind.Area, Point = null, Street = null, Name = Words("near LS1 4AB") }), "sites[0].name", "?may-name-a-street"),
        ["small town"] = (
            WithSite(s => s with { Kind = SiteKind.Area, Point = null, Street = null, PlaceId = Sample.Skipton }), "sites[0].placeId", "too-small"),
        ["no radius"] = (WithSite(s => s with { Kind = SiteKind.Mobile, Point = null, Street = null }), "sites[0].radiusKm", "out-of-range"),
        ["radius"] = (WithSite(s => s with { Kind = SiteKind.Mobile, Point = null, Street = null, RadiusKm = 201 }), "sites[0].radiusKm", "out-of-range"),
        ["small radius"] = (WithSite(s => s with { Kind = SiteKind.Mobile, Point = null, Street = null, RadiusKm = 0.9 }), "sites[0].radiusKm", "out-of-range"),
        ["radius of a house"] = (WithSite(s => s with { RadiusKm = 3 }), "sites[0].radiusKm", "only-mobile"),
        ["stops of a house"] = (WithSite(s => s with { StopsByPhone = true }), "sites[0].stopsByPhone", "only-mobile"),
        ["hours overlap"] = (
            WithSite(s => s with { Hours = [Sample.Rule(IsoDayOfWeek.Sunday, 22, 6), Sample.Rule(IsoDayOfWeek.Monday, 5, 9)] }), "sites[0].hours[1].opens", "overlap"),
        ["no day"] = (WithSite(s => s with { Hours = [Sample.Rule(IsoDayOfWeek.None, 9, 10)] }), "sites[0].hours[0].day", "unknown"),
        ["seconds"] = (
            WithSite(s => s with { Hours = [Sample.Rule(IsoDayOfWeek.Monday, 9, 10) with { Opens = new LocalTime(9, 0, 30) }] }), "sites[0].hours[0].opens", "seconds"),
        ["rules"] = (WithSite(s => s with { Hours = [.. Enumerable.Repeat(Sample.Rule(IsoDayOfWeek.Monday, 1, 2), 43)] }), "sites[0].hours", "too-many"),
        ["special day twice"] = (WithSite(s => s with { SpecialDays = [Special(24), Special(24)] }), "sites[0].specialDays", "twice"),
        ["special day order"] = (
            WithSite(s => s with { SpecialDays = [Special(24, new TimeSpanOfDay(new LocalTime(9, 0), new LocalTime(8, 0)))] }), "sites[0].specialDays[0].open[0].closes", "order"),
        ["special day overlap"] = (
            WithSite(s => s with
            {
                SpecialDays = [Special(24, new TimeSpanOfDay(new LocalTime(9, 0), LocalTime.Midnight), new TimeSpanOfDay(new LocalTime(11, 0), new LocalTime(12, 0)))],
            }),
            "sites[0].specialDays[0].open[1]",
            "overlap"),
        ["year"] = (WithSite(s => s with { SpecialDays = [Special(24) with { On = new LocalDate(26, 12, 24) }] }), "sites[0].specialDays[0].on", "out-of-range"),
        ["phone words"] = (WithPhone("call us"), "phones[0].number", "not-a-number"),
        ["phone spaces"] = (WithPhone("+44 1632 960123"), "phones[0].number", "not-a-number"),
        ["phone zero"] = (WithPhone("+4401632960123"), "phones[0].number", "not-e164"),
        ["odd phone"] = (WithPhone("+449999999999"), "phones[0].number", "?odd-number"),
        ["odd short number"] = (WithPhone("1234567890"), "phones[0].number", "?odd-short-number"),
        ["phone country"] = (WithPhone("+441632960123", "XX"), "phones[0].country", "unknown"),
        ["message address"] = (
            Sample.Clinic() with { Messages = [new MessageChannel { Id = Guid.NewGuid(), App = "Chat", Address = "javascript:alert(1)" }] }, "messages[0].address", "not-https"),
        ["website"] = (Sample.Clinic() with { Website = new WebAddress { Id = Guid.NewGuid(), Url = "javascript:alert(1)" } }, "website.url", "not-http"),
        ["website with a name in it"] = (Sample.Clinic() with { Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://a:b@mill.example" } }, "website.url", "not-http"),
        ["website whose host is no name"] = (Sample.Clinic() with { Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://é-.example" } }, "website.url", "not-http"),
        ["website in clear"] = (Sample.Clinic() with { Website = new WebAddress { Id = Guid.NewGuid(), Url = "http://mill.example" } }, "website.url", "?not-https"),
        ["e-mail"] = (Sample.Clinic() with { Email = new EmailAddress { Id = Guid.NewGuid(), Address = "info@" } }, "email.address", "not-an-address"),
        ["person's e-mail"] = (Sample.Clinic() with { Email = new EmailAddress { Id = Guid.NewGuid(), Address = "ana.pop@mill.example" } }, "email.address", "?person"),
        ["area"] = (Sample.Everything() with { RemoteAreas = ["gb"] }, "remoteAreas[0]", "unknown"),
        ["area twice"] = (Sample.Everything() with { RemoteAreas = ["GB", "GB"] }, "remoteAreas[0]", "twice"),
        ["no way"] = (Sample.Clinic() with { RemoteAreas = ["GB"] }, "remoteAreas", "no-way"),
        ["staff language"] = (Sample.Clinic() with { StaffLanguages = ["English"] }, "staffLanguages[0]", "unknown"),
        ["staff language spelling"] = (Sample.Clinic() with { StaffLanguages = ["PT-br"] }, "staffLanguages[0]", "spelling"),
        ["interpreter twice"] = (Sample.Clinic() with { InterpreterLanguages = ["ro", "ro"] }, "interpreterLanguages[0]", "twice"),
        ["unknown fact"] = (WithFact(Fact(60)), "access[6].facet", "unknown"),
        ["derived fact"] = (WithFact(Fact(13)), "access[6].facet", "derived"),
        ["fact twice"] = (WithFact(Fact(1)), "access[6].facet", "twice"),
        ["fact of no site"] = (WithFact(Fact(10, site: Guid.NewGuid())), "access[6].siteId", "unknown"),
        ["unknown value"] = (WithFact(Fact(10, value: "perhaps")), "access[6].value", "unknown"),
        ["full until"] = (Sample.Clinic() with { Intake = new Intake { State = IntakeState.Full, AsOf = s_on } }, "intake.until", "missing"),
        ["full too long"] = (Sample.Clinic() with { Intake = new Intake { State = IntakeState.Full, AsOf = s_on, Until = s_on.PlusDays(31) } }, "intake.until", "out-of-range"),
        ["full before"] = (Sample.Clinic() with { Intake = new Intake { State = IntakeState.Full, AsOf = s_on, Until = s_on.PlusDays(-1) } }, "intake.until", "out-of-range"),
        ["open until"] = (Sample.Clinic() with { Intake = new Intake { State = IntakeState.WaitingList, AsOf = s_on, Until = s_on } }, "intake.until", "only-full"),
        ["nowhere"] = (Sample.Clinic() with { Sites = [] }, "sites", "nowhere"),
        ["unreachable"] = (Sample.Clinic() with { Phones = [], Sites = [Sample.Site() with { Street = null }] }, "phones", "unreachable"),
        ["not known"] = (Sample.Clinic() with { Access = [.. Sample.Clinic().Access.Skip(1)] }, "access", "not-known"),
        ["cost"] = (Sample.Clinic() with { Cost = null }, "cost", "missing"),
        ["police"] = (Sample.Clinic() with { Sharing = new Sharing() }, "sharing.police", "missing"),
        ["exact without its word"] = (
            Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.Given }, Provider = Sample.Clinic().Provider with { Kind = ProviderKind.Private } },
            "consent.exactAddress",
            "address-word"),
        ["exact drop-in of a public body"] = (
            Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.Given }, Needs = [.. Sample.Clinic().Needs, DirectoryCatalogue.Default.FindNeed("drop-in")!.Id] },
            "consent.exactAddress",
            "address-word"),
        ["private without its yes"] = (
            Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.NotNeeded }, Provider = Sample.Clinic().Provider with { Kind = ProviderKind.FaithRun } },
            "consent.kind",
            "consent-needed"),
        ["ordered and not apart"] = (Sample.Clinic() with { OrderedByLaw = Words("A court's tests") }, "bookedApart", "booked-apart"),
        ["apart from nothing"] = (Sample.Clinic() with { BookedApart = Words("At the other desk") }, "orderedByLaw", "missing"),
    };

    public static TheoryData<string> Rules => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Validate_OneThingWrong_NamesFieldAndReason(string rule)
    {
        var (content, field, reason) = s_rules[rule];
        var problems = s_validator.Validate(content, ListingUse.Publication);
        var found = Assert.Single(problems.Where(p => p.Field == field && p.Reason == reason.TrimStart('?')).DistinctBy(p => (p.Field, p.Reason)));
        Assert.Equal(reason[0] == '?', found.IsWarning);
        Assert.NotEmpty(found.Message);
        Assert.Equal("", DocumentPath.Rest(content, field));
        // A warning stops nothing.
        if (found.IsWarning)
            s_validator.Require(content, ListingUse.Publication);
        else
            Assert.Throws<ListingInvalidException>(() => s_validator.Require(content, ListingUse.Publication));
    }

    [Fact]
    public void Validate_CompleteOnes_HaveNoProblem()
    {
        Assert.Empty(Errors(Sample.Clinic(), ListingUse.Publication));
        Assert.Empty(Errors(Sample.Everything(), ListingUse.Publication));
    }

    [Fact]
    public void Validate_Draft_MayMissWhatPublicationNeeds()
    {
        var draft = Sample.Clinic() with { Consent = null, Cost = null, Access = [], Sites = [], Phones = [], Sharing = new Sharing(), Summary = null, Needs = [], Provider = new Provider() };
        Assert.Empty(s_validator.Validate(draft, ListingUse.Draft));
        Assert.Equal(
            ["access", "consent", "cost", "needs", "phones", "provider.kind", "provider.name", "sharing.police", "sites", "summary"],
            s_validator.Validate(draft, ListingUse.Publication).Select(p => p.Field).Distinct().Order());
    }

    [Fact]
    public void Validate_DecidingFactKnownAtEverySite_IsKnown()
    {
        var (one, two) = (Sample.Site(), Sample.Site());
        var content = Sample.Clinic() with { Sites = [one, two] };
        var free = content.Access.Single(f => f.Facet == 1);
        AccessFact At(Site site) => free with { Id = Guid.NewGuid(), SiteId = site.Id };
        Assert.Contains(s_validator.Validate(content with { Access = [.. content.Access.Skip(1), At(one)] }, ListingUse.Publication), p => p.Reason == "not-known");
        Assert.Empty(Errors(content with { Access = [.. content.Access.Skip(1), At(one), At(two)] }, ListingUse.Publication));
    }

    [Fact]
    public void Validate_YesWithExceptions_NeedsTheException()
    {
        var content = Sample.Clinic();
        var facts = content.Access.Select(f => f.Facet == 40 ? f with { Value = "exceptions-listed" } : f).ToList();
        int index = facts.FindIndex(f => f.Facet == 40);
        var problem = Assert.Single(Errors(content with { Access = facts }, ListingUse.Draft));
        Assert.Equal(($"access[{index}].note", "missing"), (problem.Field, problem.Reason));
    }

    [Fact]
    public void Validate_HugeLists_AreNotWalked()
    {
        var hours = Enumerable.Range(0, 200_000).Select(_ => Sample.Rule(IsoDayOfWeek.Monday, 1, 2)).ToList();
        var content = WithSite(s => s with { Hours = hours }) with { Needs = [.. Enumerable.Range(1, 200_000)] };
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(["needs", "sites[0].hours"], Errors(content, ListingUse.Draft).Select(p => p.Field));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2));
    }
}
