using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Cli.Demo;

/// <summary>Turns what the town files say into the document that everybody writes.</summary>
/// <param name="catalogue">Names the needs and the access facts.</param>
/// <param name="today">The day of loading: every date of the demo hangs on it, so that the demo never goes stale.</param>
/// <param name="organisations">The ids that the organisations were given.</param>
public sealed class DemoContent(
    DirectoryCatalogue catalogue, LocalDate today, IReadOnlyDictionary<DemoOrganisation, Guid> organisations)
{
    /// <summary>Stands at the end of every invented name, in every language, so that none can be taken for a real one.</summary>
    public const string Mark = "(demo)";

    private const double KilometresPerDegree = 111.32;

    private static readonly string[] AskedFirst =
        ["safe-place-to-stay", "housing-tonight", "drop-in", "outreach", "peer-support", "young-people", "sexual-assault-care"];

    private static readonly string[] Days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static Text Marked(Said name) =>
        name.Translations.Aggregate(
            Text.Of(name.Language, $"{name.Words} {Mark}"), (text, also) => text.With(also.Language, $"{also.Words} {Mark}"));

    public static Text Plain(Said said) =>
        said.Translations.Aggregate(Text.Of(said.Language, said.Words), (text, also) => text.With(also.Language, also.Words));

    public ListingContent Make(DemoEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string[] needs = Words(entry.Needs);
        // Public bodies need not be asked, but for what is private or comes close to people.
        bool isOpen = entry.Provider.Runs == ProviderKind.Public && !needs.Intersect(AskedFirst).Any();
        var sites = entry.Sites.Select(Site).ToArray();
        bool helpsAtADistance = entry.Phones.Any(p => p.GivesHelp) || entry.Messages.Any(m => m.GivesHelp) || entry.ByPost is not null;
        return new ListingContent
        {
            Name = Marked(entry.Name),
            OtherNames = [.. entry.OtherNames.Select(Marked)],
            PaperName = entry.PaperName is null ? null : Marked(entry.PaperName),
            Profile = entry.Profile,
            Consent = isOpen
                ? new Consent { Kind = ConsentKind.NotNeeded }
                : new Consent
                {
                    Kind = ConsentKind.Given,
                    GivenOn = today.PlusDays(-entry.CheckedDaysAgo - 7),
                    Note = "In the group's own folder.",
                    ExactAddress = sites.Any(site => site.Kind == SiteKind.Address),
                },
            Switches = new PublicationSwitches { OpenData = isOpen, SearchEngines = isOpen, PrintAddress = isOpen },
            Summary = Plain(entry.Summary),
            Description = Maybe(entry.Description),
            Provider = new Provider
            {
                Name = Marked(entry.Provider.Name),
                Kind = entry.Provider.Runs,
                OrganisationId = organisations[entry.Provider],
            },
            Needs = [.. needs.Select(slug => (catalogue.FindNeed(slug) ?? throw Unknown(entry, slug)).Id)],
            Sites = sites,
            Phones = [.. entry.Phones.Select(Phone)],
            Messages = [.. entry.Messages.Select(m => new MessageChannel
            {
                Id = Guid.NewGuid(),
                App = m.App,
                Address = m.Address.StartsWith('+') ? Compact(m.Address) : m.Address,
                Note = Maybe(m.Note),
                GivesHelp = m.GivesHelp,
            })],
            Website = entry.Host is null ? null : new WebAddress { Id = Guid.NewGuid(), Url = $"https://{entry.Host}.example/" },
            Email = entry.Mailbox is null ? null : new EmailAddress { Id = Guid.NewGuid(), Address = $"{entry.Mailbox}@{entry.Host}.example" },
            Post = entry.ByPost is null ? null : new PostDelivery { Id = Guid.NewGuid(), PlainPacket = true, Note = Plain(entry.ByPost) },
            RemoteAreas = helpsAtADistance ? [.. Words(entry.RemoteAreas ?? entry.Sites[0].Town.Region)] : [],
            StaffLanguages = [.. Words(entry.Languages)],
            InterpreterLanguages = [.. Words(entry.Interpreters)],
            Cost = Plain(entry.Cost),
            Access = [.. Access(entry, sites)],
            WaitingTime = Maybe(entry.Waiting),
            WhoCanUse = Maybe(entry.WhoCan),
            WhoCannotUse = Maybe(entry.WhoCannot),
            WhatTheyAsk = Plain(entry.Asks),
            WhatToSay = Maybe(entry.Say),
            WhatYouCanChoose = Maybe(entry.Choose),
            WhatHappens = Maybe(entry.Happens),
            HowTheyContactYou = Maybe(entry.ContactBack),
            Sharing = new Sharing
            {
                Police = Maybe(entry.Police?.Sentence),
                Immigration = Maybe(entry.Immigration?.Sentence),
                SocialServices = Maybe(entry.SocialServices),
                Employers = Maybe(entry.Employers),
            },
            OrderedByLaw = Maybe(entry.OrderedByLaw),
            BookedApart = Maybe(entry.BookedApart),
            UnderEighteen = Maybe(entry.UnderEighteen),
            Intake = entry.Intake is not { } state
                ? null
                : new Intake { State = state, AsOf = today.PlusDays(-3), Until = state == IntakeState.Full ? today.PlusDays(21) : null },
        };
    }

    private IEnumerable<AccessFact> Access(DemoEntry entry, Site[] sites)
    {
        foreach (string word in Words(entry.Access))
        {
            string slug = word.TrimStart('-');
            yield return Fact(slug, yes: slug == word, note: entry.AccessNotes.GetValueOrDefault(slug));
        }

        if (entry.Police is { } police)
            yield return Fact("no-police-without-you", police.Value is not null, police.Value, Exception(police));
        if (entry.Immigration is { } immigration)
            yield return Fact("no-immigration-sharing", immigration.Value is not null, immigration.Value, Exception(immigration));
        foreach (var (site, written) in sites.Zip(entry.Sites))
        {
            if (written.StepFree is { } stepFree)
                yield return Fact("step-free", stepFree) with { SiteId = site.Id };
        }

        AccessFact Fact(string slug, bool yes, string? value = null, Said? note = null) => new()
        {
            Id = Guid.NewGuid(),
            Facet = (catalogue.FindFacet(slug) ?? throw Unknown(entry, slug)).Id,
            Yes = yes,
            Value = value,
            Note = Maybe(note),
        };
    }

    private static Said? Exception(Shares shares) => shares.Value == "exceptions-listed" ? shares.Sentence : null;

    private Site Site(DemoSite site) => new()
    {
        Id = Guid.NewGuid(),
        Kind = site.Kind,
        Name = site.Name is null ? null : Marked(site.Name),
        PlaceId = site.Town.PlaceId,
        Street = site.Street,
        PostalCode = site.PostalCode,
        Point = site.Kind == SiteKind.Address ? Near(site) : null,
        RadiusKm = site.RadiusKm,
        StopsByPhone = site.StopsByPhone,
        Directions = Maybe(site.Directions),
        StepFreeNotes = Maybe(site.StepFreeNotes),
        ByAppointment = site.ByAppointment,
        Hours = Week(site.Hours),
        SpecialDays = [.. site.SpecialDays.Select(SpecialDay)],
    };

    // Three places are about 100 m: a point of the town and nobody's door.
    private static GeoPoint Near(DemoSite site)
    {
        double latitude = site.Town.Latitude + site.North / KilometresPerDegree;
        double longitude = site.Town.Longitude + site.East / (KilometresPerDegree * Math.Cos(latitude * Math.PI / 180));
        return new GeoPoint(Math.Round(latitude, 3), Math.Round(longitude, 3));
    }

    private static Phone Phone(DemoPhone phone) => new()
    {
        Id = Guid.NewGuid(),
        Number = Compact(phone.Number),
        Country = phone.Number.StartsWith("+353", StringComparison.Ordinal) ? "IE" : "GB",
        For = Maybe(phone.For),
        Cost = Maybe(phone.Cost),
        AppearsOnBills = phone.OnBills,
        GivesHelp = phone.GivesHelp,
        Hours = Week(phone.Hours),
    };

    private SpecialDay SpecialDay(DemoDay day) => new()
    {
        Id = Guid.NewGuid(),
        On = day.InDays is { } days ? today.PlusDays(days) : NextChristmas(),
        Open = [.. Spans(day.Open).Select(s => new TimeSpanOfDay(s.Opens, s.Closes))],
        Note = Plain(day.Note),
    };

    private LocalDate NextChristmas()
    {
        var thisYear = new LocalDate(today.Year, 12, 25);
        return today <= thisYear ? thisYear : thisYear.PlusYears(1);
    }

    /// <summary>
    /// Reads <c>Mo-Fr 09:00-17:00; We 09:00-20:00</c> (of two rules for a day the later one counts), <c>24/7</c>, the empty text (never
    /// without appointment) and null (not known).
    /// </summary>
    public static IReadOnlyList<HoursRule>? Week(string? hours)
    {
        if (hours is null)
            return null;
        string[] rules = hours == "24/7" ? ["Mo-Su 00:00-24:00"] : hours.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var week = new SortedDictionary<IsoDayOfWeek, string>();
        foreach (string[] parts in rules.Select(rule => rule.Split(' ')))
        {
            foreach (var day in DaysOf(parts[0]))
                week[day] = parts[1];
        }

        return
        [
            .. from day in week
               from span in Spans(day.Value)
               select new HoursRule { Id = Guid.NewGuid(), Day = day.Key, Opens = span.Opens, Closes = span.Closes },
        ];
    }

    private static IEnumerable<IsoDayOfWeek> DaysOf(string text) =>
        from part in text.Split(',')
        let ends = part.Split('-').Select(d => Array.IndexOf(Days, d) + 1).ToArray()
        from day in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
        select (IsoDayOfWeek)day;

    private static IEnumerable<(LocalTime Opens, LocalTime Closes)> Spans(string text) =>
        from span in text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        let ends = span.Split('-')
        select (Time(ends[0]), Time(ends[1]));

    private static LocalTime Time(string text) => text == "24:00" ? LocalTime.Midnight : Clock.Parse(text).Value;

    private static string Compact(string number) => number.Replace(" ", "", StringComparison.Ordinal);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Text? Maybe(Said? said) => said is null ? null : Plain(said);

    private static InvalidOperationException Unknown(DemoEntry entry, string slug) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{entry.Name.Words}' speaks of '{slug}', which the catalogue does not know."));
}
