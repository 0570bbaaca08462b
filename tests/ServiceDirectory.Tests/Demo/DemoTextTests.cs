using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Demo;

/// <summary>What is invented stays invented, complete, and in plain words. Read without a database.</summary>
public sealed partial class DemoTextTests(ShippedPlaces places)
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    private static readonly Dictionary<DemoOrganisation, Guid> Ids =
        DemoDirectory.Organisations.ToDictionary(o => o, _ => Guid.NewGuid());

    private static readonly (DemoEntry Entry, ListingContent Content)[] Everything = Make(Today);

    /// <summary>Entries that the public sees on the day of loading.</summary>
    private static IEnumerable<(DemoEntry Entry, ListingContent Content)> Shown =>
        Everything.Where(e => e.Entry.Stage is DemoStage.Listed or DemoStage.Provisional or DemoStage.Own && e.Entry.CheckedDaysAgo < 240);

    [Fact]
    public void Names_InEveryLanguage_EndWithTheMark()
    {
        var names = Everything.SelectMany(e => Names(e.Content)).Concat(DemoDirectory.Organisations.Select(o => DemoContent.Marked(o.Name)));
        foreach (var (language, words) in names.SelectMany(n => n.In))
            Assert.True(words.Value.EndsWith(" (demo)", StringComparison.Ordinal), $"{words.Value} ({language})");
    }

    [Fact]
    public void Domains_AreReservedOnes()
    {
        var hosts = Everything.SelectMany(e => Strings(Json(e.Content)).SelectMany(s => Host().Matches(s)).Select(m => m.Groups[1].Value))
            .Concat(DemoDirectory.Organisations.Select(o => o.Host).OfType<string>())
            .ToArray();
        Assert.NotEmpty(hosts);
        Assert.All(hosts, host => Assert.EndsWith(".example", host, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_AreKeptForFiction()
    {
        var numbers = Everything.SelectMany(e => Strings(Json(e.Content)).SelectMany(s => Number().Matches(s)).Select(m => m.Value)).ToArray();
        Assert.True(numbers.Length > 40);
        Assert.All(numbers, number => Assert.True(FictionalNumbers.Contains(number), number));
        Assert.All(Everything.SelectMany(e => e.Content.Phones), phone => Assert.True(FictionalNumbers.Contains(phone.Number), phone.Number));
    }

    // A name in an app could be anybody's; a number kept for fiction and a reserved domain are nobody's.
    [Fact]
    public void Messages_ReachNobody() => Assert.All(
        Everything.SelectMany(e => e.Content.Messages),
        message => Assert.True(
            FictionalNumbers.Contains(message.Address) || ReservedAddress().IsMatch(message.Address), $"{message.App}: {message.Address}"));

    [Fact]
    public void PostalCodes_CannotExist() => Assert.All(
        Everything.SelectMany(e => e.Content.Sites).Select(s => s.PostalCode).OfType<string>(),
        code => Assert.Matches(code.StartsWith('D') ? "^D0[1-8] O0O0$" : "^[A-Z]{1,2}[0-9]{1,2} 0C[CIKMOV]$", code));

    [Fact]
    public void Entries_HaveEverythingThatPublishingAsksFor()
    {
        var validator = new ListingValidator(DirectoryCatalogue.Default, places.Town);
        var problems =
            from e in Everything
            let use = e.Entry.Stage == DemoStage.Working ? ListingUse.Draft : ListingUse.Publication
            from problem in validator.Validate(SiteLocator.Locate(e.Content, places.Town), use)
            where !problem.IsWarning
            select $"{e.Entry.Name.Words}: {problem.Field}: {problem.Message}";
        // One text, so that a failure shows all of it.
        Assert.Equal("", string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Size_IsLargeEnoughToLookAt()
    {
        var visited = Shown.Where(e => e.Content.Sites.Count > 0).ToArray();
        Assert.InRange(visited.Length, 60, 200);
        Assert.InRange(Shown.Count(e => e.Content.Sites.Count == 0), 10, 100);
        var towns = visited.SelectMany(e => e.Entry.Sites).Select(s => s.Town).Distinct().ToArray();
        Assert.InRange(towns.Length, 8, 100);
        Assert.InRange(towns.Select(t => t.Country).Distinct().Count(), 4, 100);
        Assert.InRange(DemoDirectory.Organisations.Count(o => o.Kind == OrganisationKind.SexWorkerLed), 4, 100);
        Assert.InRange(DemoDirectory.Organisations.Count(o => o.Kind == OrganisationKind.Allied), 3, 100);
        Assert.Contains(DemoDirectory.Organisations, o => o.RelatedTo is not null);
        Assert.Contains(DemoDirectory.Organisations, o => o.FrozenForDays > 0);
        Assert.Contains(DemoDirectory.Organisations, o => o.VouchedForMonths < 0);
    }

    [Fact]
    public void Needs_AreEachMetSomewhere()
    {
        var met = Shown.SelectMany(e => e.Content.Needs).ToHashSet();
        Assert.Empty(DirectoryCatalogue.Default.Needs.Where(n => !met.Contains(n.Id)).Select(n => n.Slug));
    }

    [Theory]
    [InlineData("Leeds")]
    [InlineData("Skipton")]
    public void UrgentNeeds_AreMetInTheLargeAndTheSmallTown(string town)
    {
        var towns = town == "Leeds" ? new[] { 2644688 } : [2637702, 2645889];
        var met = Shown
            .Where(e => e.Content.Sites.Any(s => towns.Contains(s.PlaceId)) || e.Content.RemoteAreas.Any(a => a is "GB" or "GB.ENG" or "001"))
            .SelectMany(e => e.Content.Needs)
            .ToHashSet();
        Assert.Empty(DirectoryCatalogue.Default.Needs.Where(n => n.Urgent && !met.Contains(n.Id)).Select(n => n.Slug));
    }

    [Fact]
    public void Words_ThatHurtOrPromiseTooMuch_AreNotUsed()
    {
        foreach (var (name, text) in EnglishTexts())
            Assert.False(Avoided().IsMatch(text), $"{name}: {Avoided().Match(text).Value} in \"{text}\"");
    }

    [Fact]
    public void Sentences_AreShort()
    {
        foreach (var entry in EnglishTexts().GroupBy(t => t.Name))
        {
            int[] lengths = [.. entry.SelectMany(t => SentenceEnd().Split(t.Text)).Where(s => s.Length > 0).Select(s => s.Split(' ').Length)];
            Assert.True(lengths.Average() < 14, $"{entry.Key}: {lengths.Average().ToString("F1", CultureInfo.InvariantCulture)} words on average");
            Assert.True(lengths.Max() <= 26, $"{entry.Key}: a sentence of {lengths.Max()} words");
        }
    }

    [Fact]
    public void Entries_AreNotCopiesOfEachOther()
    {
        Assert.Equal(Everything.Length, Everything.Select(e => e.Content.Name.OriginalWords).Distinct().Count());
        Assert.Equal(Everything.Length, Everything.Select(e => e.Content.Summary!.OriginalWords).Distinct().Count());
    }

    [Fact]
    public void DecidingFacts_AreKnown()
    {
        int[] deciding = [.. DirectoryCatalogue.Default.Facets.Where(f => f.Decides).Select(f => f.Id)];
        Assert.NotEmpty(deciding);
        foreach (var (entry, content) in Everything.Where(e => e.Entry.Stage != DemoStage.Working))
            Assert.Empty(deciding.Except(content.Access.Where(f => f.SiteId is null).Select(f => f.Facet)).Select(id => $"{entry.Name.Words}: {id}"));
    }

    [Fact]
    public void Cases_AreAllThere()
    {
        Has("suspended", (e, _) => e.Stage == DemoStage.Suspended);
        Has("declined", (e, _) => e.Stage == DemoStage.Declined);
        Has("a draft", (e, _) => e.Stage == DemoStage.Working);
        Has("removed", (e, _) => e.Stage == DemoStage.Removed);
        Has("one check only", (e, _) => e is { Stage: DemoStage.Provisional, CheckedBy.Count: 1 });
        Has("own", (e, _) => e is { Stage: DemoStage.Own, Provider.Kind: OrganisationKind.SexWorkerLed });
        Has("area only", (_, c) => c.Sites.Any(s => s.Kind == SiteKind.Area));
        Has("mobile, stops by phone", (_, c) => c.Sites.Any(s => s is { Kind: SiteKind.Mobile, StopsByPhone: true }));
        Has("full", (_, c) => c.Intake is { State: IntakeState.Full, Until: { } until } && until > Today);
        Has("waiting list", (_, c) => c.Intake?.State == IntakeState.WaitingList);
        Has("certificate current", (e, _) => e.Training is { MonthsAgo: < 20 });
        Has("certificate ending soon", (e, _) => e.Training is { MonthsAgo: 23 });
        Has("certificate ended", (e, _) => e.Training is { MonthsAgo: > 24 });
        Has("faith-run", (e, _) => e is { Provider.Runs: ProviderKind.FaithRun, Stage: DemoStage.Listed });
        Has("run by an allied group", (e, _) => e.Provider.Kind == OrganisationKind.Allied);
        Has("urgent at night", (_, c) => c.Needs.Contains(4) && c.Sites.Any(s => s.Hours?.Any(h => h.Closes < h.Opens || h.Opens == h.Closes) == true));
        Has("24 hours", (_, c) => c.Sites.Any(s => s.Hours is { Count: 7 } week && week.All(h => h.Opens == h.Closes)));
        Has("closed on 25 December", (_, c) => c.Sites.Any(s => s.SpecialDays.Any(d => d is { On: { Month: 12, Day: 25 }, Open.Count: 0 })));
        Has("a changed day this week", (_, c) => c.Sites.Any(s => s.SpecialDays.Any(d => d.On > Today && d.On <= Today.PlusDays(7))));
        Has("no hours known", (_, c) => c.Sites.Any(s => s.Hours is null));
        Has("only by appointment", (_, c) => c.Sites.Any(s => s is { ByAppointment: true, Hours.Count: 0 }));
        Has("police exception stated", (_, c) => Fact(c, "no-police-without-you") is { Value: "exceptions-listed", Note: not null });
        Has("police only by court order", (_, c) => Fact(c, "no-police-without-you") is { Value: "only-by-court-order" });
        Has("no ID but not anonymous", (_, c) => Fact(c, "no-id")?.Yes == true && Fact(c, "anonymous")?.Yes == false);
        Has("a part ordered by law", (_, c) => c.OrderedByLaw is not null);
        Has("free if you say", (_, c) => Fact(c, "free-if-you-say") is { Yes: true, Note: not null });
        Has("low cost", (_, c) => Fact(c, "low-cost")?.Yes == true);
        Has("women only, trans women welcome", (_, c) => Fact(c, "all-genders")?.Yes == false && Fact(c, "women")?.Yes == true && Fact(c, "trans-welcome")?.Yes == true);
        Has("several sites", (_, c) => c.Sites.Count > 2);
        Has("in a plain packet", (_, c) => c.Post?.PlainPacket == true);
        Has("chat", (_, c) => c.Messages.Any(m => m.GivesHelp));
        Has("right to left", (_, c) => c.Name.Original == "ar" && c.Name.For("ar").Direction == "rtl");
        Has("a translated name", (_, c) => c.Name.Original == "en" && c.Name.In.ContainsKey("ar"));
        Has("under 18", (_, c) => c.Needs.Contains(44) && c.UnderEighteen is not null);
    }

    [Theory]
    [InlineData(2026, 12, 25, 2026)]
    [InlineData(2026, 12, 26, 2027)]
    [InlineData(2028, 2, 29, 2028)]
    public void SpecialDays_AreNeverInThePast(int year, int month, int day, int christmas)
    {
        var today = new LocalDate(year, month, day);
        var days = Make(today).SelectMany(e => e.Content.Sites).SelectMany(s => s.SpecialDays).ToArray();
        Assert.All(days, d => Assert.True(d.On >= today));
        Assert.Contains(days, d => d.On == new LocalDate(christmas, 12, 25));
    }

    private static void Has(string what, Func<DemoEntry, ListingContent, bool> match) =>
        Assert.True(Everything.Any(e => match(e.Entry, e.Content)), $"There is no entry for: {what}.");

    private static AccessFact? Fact(ListingContent content, string slug) =>
        content.Access.FirstOrDefault(f => f.Facet == DirectoryCatalogue.Default.FindFacet(slug)!.Id);

    private static (DemoEntry Entry, ListingContent Content)[] Make(LocalDate today)
    {
        var made = new DemoContent(DirectoryCatalogue.Default, today, Ids);
        return [.. DemoDirectory.Entries.Select(e => (e, made.Make(e)))];
    }

    private static IEnumerable<Text> Names(ListingContent content) =>
        new[] { content.Name, content.PaperName, content.Provider.Name }.OfType<Text>()
            .Concat(content.OtherNames)
            .Concat(content.Sites.Select(s => s.Name).OfType<Text>());

    private static IEnumerable<(string Name, string Text)> EnglishTexts() =>
        from entry in Everything
        from text in EnglishTexts(Json(entry.Content))
        select (entry.Content.Name.For("en").Value, text);

    private static IEnumerable<string> EnglishTexts(JsonNode? node) => node switch
    {
        JsonObject fields when fields["in"] is JsonObject languages => languages["en"] is { } words ? [words["value"]!.GetValue<string>()] : [],
        JsonObject fields => fields.SelectMany(f => EnglishTexts(f.Value)),
        JsonArray items => items.SelectMany(EnglishTexts),
        _ => [],
    };

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Strings(f.Value)),
        JsonArray items => items.SelectMany(Strings),
        // Ids and fingerprints are no words.
        JsonValue value when value.TryGetValue(out string? text) && !Guid.TryParse(text, out _) && !Fingerprint().IsMatch(text) => [text],
        _ => [],
    };

    private static JsonNode Json(ListingContent content) => JsonSerializer.SerializeToNode(content, ContentJson.Options)!;

    [GeneratedRegex("""^https://[a-z0-9-]+\.example/[a-z]+$""")]
    private static partial Regex ReservedAddress();

    [GeneratedRegex("""(?:https?://|[a-z]+@)([a-z0-9.-]+)""")]
    private static partial Regex Host();

    [GeneratedRegex("""\+?[0-9]{3}[0-9 ]{4,}[0-9]""")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("""[.!?:](?:\s+|$)""")]
    private static partial Regex SentenceEnd();

    // The words that the project does not use about people, and claims that no service can make.
    [GeneratedRegex(
        """
        \b(?:prostitut\w*|hookers?|vice|punters?|johns?|pimps?|trafficke\w*|biological\w*|born\s+an?|addict\w*|junkies?|clean|dirty
        |infected|victims?|risk\s+groups?|illegal\w*|exit\w*|rescue\w*|rehab\w*|saved|must\s+be\s+tested|100\s?%\s+safe|fully\s+anonymous
        |guarantee\w*|unverified|suspicious|brave|vulnerable|sadly|unfortunately|dangerous\s+work)\b
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Avoided();
}
