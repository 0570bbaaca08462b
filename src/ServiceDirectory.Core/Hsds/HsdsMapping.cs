using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Hsds;

/// <summary>An entry as it stands in the public half of the database.</summary>
/// <param name="Organisation">What the page of whoever runs it says; null: it has none.</param>
/// <param name="Topics">Needs, facts and promises (<see cref="HsdsTerms"/>).</param>
/// <param name="ChangedAt">A full hour that may be yet to come.</param>
/// <param name="Turns">Moments at which what is said of it changes by itself.</param>
internal sealed record OpenEntry(
    Guid Id,
    string Code,
    ListingContent Content,
    OrganisationContent? Organisation,
    WarningsNow Warnings,
    IReadOnlyList<PublishedPromise> Promises,
    IReadOnlyList<int> Topics,
    LocalDate CheckedOn,
    LocalDate? FullUntil,
    Guid ProviderId,
    Instant ChangedAt,
    IReadOnlyList<Instant> Turns);

/// <summary>Names of places.</summary>
/// <param name="Town">By GeoNames' number.</param>
/// <param name="Region">By code, such as <c>GB.ENG</c>.</param>
/// <param name="HidingArea">The region or country for all of which a small place stands.</param>
public sealed record HsdsPlaces(Func<int, Place?> Town, Func<string, string?> Region, Func<Place, string> HidingArea)
{
    public static HsdsPlaces Of(Gazetteer gazetteer)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        return new HsdsPlaces(gazetteer.Find, code => gazetteer.InRegion(code) is [var place, ..] ? place.Region?.Name : null, place => gazetteer.HidingArea(place).Name);
    }
}

/// <summary>
/// Says of an entry what the specification has words for (docs/hsds.md). A place that shows only its area is no location: its town is named as
/// an area served, or its region where it has no town large enough. Who checked is nowhere.
/// </summary>
internal sealed class HsdsMapping(HsdsIds ids, HsdsTerms terms, HsdsPlaces places, Instant now)
{
    /// <summary>All that are listed are.</summary>
    public const string Active = "active";

    /// <summary>Stands for what an address has to have and this one has not.</summary>
    private const string NotKnown = "-";

    private const string InPerson = "In person";

    private const string English = "en";

    private static readonly InstantPattern s_moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    private static readonly string[] s_days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    // The day of a translation would say when somebody was at work.
    private static readonly JsonSerializerOptions s_entry = new(ContentJson.Options) { TypeInfoResolver = ContentJson.Options.TypeInfoResolver!.WithAddedModifier(ByMonth) };

    public HsdsStub Stub(Guid id, Instant changedAt, IReadOnlyList<Instant> turns) => new(id, LastModified(changedAt, turns));

    public HsdsService Service(OpenEntry entry) => Service(entry, withEntry: true);

    /// <param name="entry">What is published.</param>
    /// <param name="withEntry">With our own part, which costs as much to write as all the rest.</param>
    public HsdsService Service(OpenEntry entry, bool withEntry)
    {
        var content = entry.Warnings.Offered(entry.Content) with { Switches = new PublicationSwitches() };
        var parts = new Parts(this, entry, content);
        return new HsdsService
        {
            Id = entry.Id,
            OrganizationId = entry.ProviderId,
            Name = content.Name.OriginalWords,
            AlternateName = content.OtherNames is [var other, ..] ? other.OriginalWords : null,
            Description = Together("\n\n", content.Summary, content.Description),
            Url = content.Website?.Url,
            AdditionalUrls = parts.Urls(),
            Email = content.Email?.Address,
            Status = Active,
            InterpretationServices = content.InterpreterLanguages.Count > 0 ? $"Interpreters: {string.Join(", ", content.InterpreterLanguages.Select(LanguageName))}" : null,
            ApplicationProcess = Together("\n", content.WhatHappens, content.WhatToSay, content.BookedApart),
            FeesDescription = content.Cost?.OriginalWords,
            EligibilityDescription = Together("\n", content.WhoCanUse, content.WhoCannotUse),
            AssuredDate = LocalDatePattern.Iso.Format(entry.CheckedOn.With(DateAdjusters.StartOfMonth)),
            Alert = Alert(entry, content),
            LastModified = LastModified(entry.ChangedAt, entry.Turns),
            Phones = parts.Phones(),
            Schedules = parts.Schedules(),
            ServiceAreas = parts.Areas(),
            ServiceAtLocations = parts.Doors(),
            Languages = [.. content.StaffLanguages.Select(tag => Language(entry, tag))],
            Organization = Organization(entry),
            RequiredDocuments = content.WhatTheyAsk is { } asks ? [new HsdsRequiredDocument(ids.Of($"{entry.Id}/asks"), asks.OriginalWords)] : null,
            Attributes = parts.Attributes(),
            DirectoryEntry = !withEntry ? null : new RawJson($$"""{"version":{{ListingContent.CurrentVersion}},"code":"{{entry.Code}}","entry":{{JsonSerializer.Serialize(content, s_entry)}}}"""),
        };
    }

    private static void ByMonth(JsonTypeInfo type)
    {
        if (type.Type != typeof(Words))
            return;
        var day = type.Properties.Single(property => property.PropertyType == typeof(LocalDate?));
        var get = day.Get!;
        day.Get = words => ((LocalDate?)get(words))?.With(DateAdjusters.StartOfMonth);
    }

    /// <summary>Whoever runs it: by the page that it has by its own choice or as a provider, else by what the entry says.</summary>
    public static HsdsOrganization Organization(OpenEntry entry)
    {
        string name = (entry.Organisation?.Name ?? entry.Content.Provider.Name)?.OriginalWords ?? NotKnown;
        return new HsdsOrganization
        {
            Id = entry.ProviderId,
            Name = name,
            Description = entry.Organisation?.About?.OriginalWords ?? name,
            Website = entry.Organisation?.Website,
            LegalStatus = entry.Content.Provider.Kind switch
            {
                ProviderKind.Community => "Community organisation",
                ProviderKind.Public => "Public body",
                ProviderKind.Ngo => "NGO",
                ProviderKind.Private => "Private company",
                ProviderKind.FaithRun => "Faith-run organisation",
                _ => null,
            },
        };
    }

    /// <summary>A place of a service whose street anybody reads.</summary>
    public static HsdsServiceAtLocation Door(HsdsService service, Guid id) =>
        service.ServiceAtLocations!.First(door => door.Id == id) with { Service = service with { ServiceAtLocations = null } };

    /// <summary>When what others read of it changed last; never an hour that has not come.</summary>
    private string LastModified(Instant changedAt, IReadOnlyList<Instant> turns)
    {
        var changed = turns.Where(turn => turn <= now).Append(changedAt).Max();
        return s_moment.Format(Instant.Min(changed, now.Hour()));
    }

    private string? Alert(OpenEntry entry, ListingContent content)
    {
        if (entry.FullUntil is { } until && until >= now.InUtc().Date)
            return $"Full: it takes no new people, at the latest until {LocalDatePattern.Iso.Format(until)}.";
        return content.Intake?.State is IntakeState.WaitingList ? "There is a waiting list." : null;
    }

    private HsdsLanguage Language(OpenEntry entry, string tag)
    {
        string code = LanguageTag.WithBase(tag).Last();
        return new HsdsLanguage(ids.Of($"{entry.Id}/language/{tag}"), LanguageName(tag), code, tag == code ? null : tag);
    }

    // A tag that the framework does not know by name is its own.
    private static string LanguageName(string tag) => CultureInfo.GetCultureInfo(tag) is { ThreeLetterISOLanguageName.Length: > 0 } known ? known.EnglishName : tag;

    private static string? Together(string between, params ReadOnlySpan<Text?> texts)
    {
        var words = new List<string>();
        foreach (var text in texts)
        {
            if (text is not null && text.OriginalWords.Length > 0)
                words.Add(text.OriginalWords);
        }

        return words.Count == 0 ? null : string.Join(between, words);
    }

    private static string Time(LocalTime time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The things in a service.</summary>
    private sealed class Parts(HsdsMapping mapping, OpenEntry entry, ListingContent content)
    {
        private IEnumerable<Site> Streets => content.Sites.Where(site => site.Kind == SiteKind.Address);

        private IEnumerable<Site> Others => content.Sites.Where(site => site.Kind != SiteKind.Address);

        private Guid Id(string thing) => mapping.Ids.Of($"{entry.Id}/{thing}");

        public List<HsdsUrl> Urls() =>
            [.. content.Messages.Where(message => IsAddress(message.Address)).Select(message => new HsdsUrl(Id($"message/{message.Id}"), message.App, message.Address))];

        public List<HsdsPhone> Phones() =>
        [
            .. content.Phones.Select(phone => new HsdsPhone(Id($"phone/{phone.Id}"), phone.Number, "voice", Sentences(phone.For?.OriginalWords, phone.Cost?.OriginalWords, Answered(phone)))),
            .. content.Messages.Where(message => IsNumber(message.Address)).Select(message =>
                new HsdsPhone(Id($"message/{message.Id}"), message.Address, "text", message.Note is { } note ? $"{message.App}. {note.OriginalWords}" : message.App)),
        ];

        /// <summary>When a line is answered, in words: a phone has no schedules, and those of a service are read as opening hours.</summary>
        private string? Answered(Phone phone)
        {
            if (phone.Hours is not { Count: > 0 } hours)
                return null;
            var first = content.Sites is [var site, ..] ? mapping.Town(site.PlaceId)?.Zone : null;
            var zone = content.RemoteAreas.Count > 0 ? RemoteClock.Of(content, first) : first ?? Countries.MainZone(phone.Country);
            var days = hours.GroupBy(rule => rule.Day).OrderBy(day => day.Key)
                .Select(day => (Day: $"{day.Key}", Times: string.Join(", ", day.OrderBy(rule => rule.Opens).Select(Times)))).GroupBy(day => day.Times, day => day.Day);
            return $"Hours: {string.Join("; ", days.Select(same => $"{string.Join(", ", same)} {same.Key}"))}; {zone.Id} time";
        }

        private static string Times(HoursRule rule)
        {
            string times = rule.Opens == rule.Closes ? "24 hours" : $"{Minute(rule.Opens)}–{(rule.Closes == LocalTime.Midnight ? "24:00" : Minute(rule.Closes))}";
            return rule.Note is { } note ? $"{times} ({note.OriginalWords})" : times;
        }

        private static string Minute(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

        /// <summary>The hours of places that are no location.</summary>
        public List<HsdsSchedule> Schedules() => [.. Others.SelectMany(site => Hours(site, WhereOf(site)).Select(schedule => schedule with { AttendingType = InPerson }))];

        public List<HsdsServiceArea> Areas() =>
        [
            .. Others.Select(site => new HsdsServiceArea(
                Id($"area/{site.Id}"),
                AreaOf(site) is { } region ? region.FullName : mapping.Town(site.PlaceId)?.FullName ?? NotKnown,
                site is { Kind: SiteKind.Mobile, RadiusKm: { } km } ? string.Create(CultureInfo.InvariantCulture, $"Comes to places within {km} km.") : null,
                AreaOf(site) is null ? string.Create(CultureInfo.InvariantCulture, $"https://www.geonames.org/{site.PlaceId}") : null)),
            .. content.RemoteAreas.Select(area => new HsdsServiceArea(Id($"remote/{area}"), mapping.AreaName(area), "By phone, online or post.", null)),
        ];

        /// <summary>Where a site that hides is, where its place only stands for the region round it: that it is in this place nobody knows. Null: it stands for itself.</summary>
        private (string Name, string FullName)? AreaOf(Site site)
        {
            if (site.Kind != SiteKind.Area || mapping.Town(site.PlaceId) is not { Population: < Gazetteer.TownPopulation } place)
                return null;
            string name = mapping.HidingArea(place);
            return (name, string.Join(", ", new[] { name, place.Country.Name }.Distinct()));
        }

        private string? WhereOf(Site site) => AreaOf(site)?.Name ?? mapping.Town(site.PlaceId)?.Name;

        public List<HsdsServiceAtLocation> Doors() => [.. Streets.Select(Door)];

        public List<HsdsMark> Attributes() => [.. Needs(), .. Facts(null), .. Kept()];

        private HsdsServiceAtLocation Door(Site site)
        {
            var location = Id($"location/{site.Id}");
            var town = mapping.Town(site.PlaceId);
            return new HsdsServiceAtLocation
            {
                Id = site.Id,
                ServiceId = entry.Id,
                LocationId = location,
                Description = site.ByAppointment ? "By appointment." : null,
                Schedules = [.. Hours(site, null)],
                Location = new HsdsLocation
                {
                    Id = location,
                    LocationType = "physical",
                    Name = site.Name?.OriginalWords ?? content.Name.OriginalWords,
                    Transportation = site.Directions?.OriginalWords,
                    Latitude = site.Point?.Latitude,
                    Longitude = site.Point?.Longitude,
                    Addresses =
                    [
                        new HsdsAddress
                        {
                            Id = Id($"address/{site.Id}"),
                            Address1 = site.Street ?? NotKnown,
                            City = town?.Name ?? NotKnown,
                            StateProvince = town?.Region?.Name ?? NotKnown,
                            PostalCode = site.PostalCode ?? NotKnown,
                            Country = town?.Country.Code ?? NotKnown,
                            AddressType = "physical",
                        },
                    ],
                    Accessibility = site.StepFreeNotes is { } notes ? [new HsdsAccessibility(Id($"accessibility/{site.Id}"), notes.OriginalWords)] : null,
                    Attributes = [.. Facts(site.Id)],
                },
            };
        }

        private IEnumerable<HsdsMark> Needs() =>
            content.Needs.Select(need => Attribute($"need/{need}", "need", need, entry.Id, HsdsNames.Service, null, null)).OfType<HsdsMark>();

        /// <summary>Known yes only, and no yes with exceptions. What is so at a place that is no location is said of the service, with its town.</summary>
        private IEnumerable<HsdsMark> Facts(Guid? site)
        {
            foreach (var fact in content.Access.Where(mapping.Terms.Counts))
            {
                var at = fact.SiteId is { } id ? content.Sites.FirstOrDefault(known => known.Id == id) : null;
                var door = at is { Kind: SiteKind.Address } ? at.Id : (Guid?)null;
                if (door != site)
                    continue;
                string? label = fact.Note?.OriginalWords ?? (at is not null && door is null ? WhereOf(at) : null);
                if (Attribute(
                    $"access/{fact.Id}", "access", HsdsTerms.OfAccess + fact.Facet, door is { } there ? Id($"location/{there}") : entry.Id,
                    door is null ? HsdsNames.Service : HsdsNames.Location, fact.Value ?? "yes", label) is { } said)
                {
                    yield return said;
                }
            }
        }

        private IEnumerable<HsdsMark> Kept() => entry.Promises.Select(promise => Attribute(
            $"promise/{promise.Id}", "promise", HsdsTerms.OfPromises + promise.Id, entry.Id, HsdsNames.Service, "met",
            promise.On.ToString("uuuu-MM", CultureInfo.InvariantCulture))).OfType<HsdsMark>();

        private HsdsMark? Attribute(string thing, string type, int topic, Guid of, string entity, string? value, string? label) =>
            mapping.Terms.OfTopic(topic) is not { } term ? null : new HsdsMark
            {
                Id = Id(thing),
                LinkId = of,
                TaxonomyTermId = term.Id,
                LinkType = type,
                LinkEntity = entity,
                Value = value,
                Label = label,
                TaxonomyTerm = term,
            };

        private IEnumerable<HsdsSchedule> Hours(Site site, string? where)
        {
            string? zone = mapping.Town(site.PlaceId)?.Zone.Id;
            foreach (var rule in site.Hours ?? [])
                yield return Rule(rule, $"site/{site.Id}", where, zone);
            foreach (var day in site.SpecialDays)
            {
                string on = LocalDatePattern.Iso.Format(day.On), thing = $"site/{site.Id}/{on}";
                string said = day.Note?.OriginalWords ?? (day.Open.Count == 0 ? "Closed on this day." : "On this day instead of the usual hours.");
                if (day.Open.Count == 0)
                    yield return new HsdsSchedule { Id = Id($"hours/{thing}"), ValidFrom = on, ValidTo = on, Description = said, Notes = Sentences(where, "Closed"), TimeZoneName = zone };
                for (int i = 0; i < day.Open.Count; i++)
                {
                    yield return new HsdsSchedule
                    {
                        Id = Id($"hours/{thing}/{i}"),
                        ValidFrom = on,
                        ValidTo = on,
                        Byday = s_days[(int)day.On.DayOfWeek - 1],
                        Description = said,
                        OpensAt = Time(day.Open[i].Opens),
                        ClosesAt = Closes(day.Open[i].Closes),
                        Notes = where,
                        TimeZoneName = zone,
                    };
                }
            }
        }

        private HsdsSchedule Rule(HoursRule rule, string of, string? where, string? zone) => new()
        {
            Id = Id($"hours/{of}/{rule.Id}"),
            Freq = "WEEKLY",
            Interval = 1,
            Byday = s_days[(int)rule.Day - 1],
            Description = rule.Note?.OriginalWords,
            OpensAt = Time(rule.Opens),
            ClosesAt = rule.Closes == LocalTime.Midnight ? Closes(rule.Closes) : Time(rule.Closes),
            Notes = Sentences(where, rule.Closes <= rule.Opens && rule.Closes != LocalTime.Midnight ? "Closes on the next day" : null),
            TimeZoneName = zone,
        };

        // The format's guidance has no 24:00.
        private static string Closes(LocalTime closes) => closes == LocalTime.Midnight ? "23:59:00" : Time(closes);

        private static string? Sentences(params IEnumerable<string?> said) => string.Join(". ", said.Where(words => !string.IsNullOrEmpty(words))) is { Length: > 0 } words ? words : null;

        private static bool IsAddress(string address) => address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://", StringComparison.Ordinal);

        private static bool IsNumber(string address) => address.Length > 2 && address.All(c => char.IsAsciiDigit(c) || c == '+');
    }

    private HsdsIds Ids => ids;

    private HsdsTerms Terms => terms;

    private Place? Town(int id) => places.Town(id);

    private string HidingArea(Place place) => places.HidingArea(place);

    private string AreaName(string area) => area switch
    {
        "001" => "Worldwide",
        { Length: 2 } => CountryNames.Of(area, English),
        _ => $"{places.Region(area) ?? area}, {CountryNames.Of(area[..2], English)}",
    };
}
