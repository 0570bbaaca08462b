using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>How a list of another directory is read.</summary>
/// <param name="List">What it is called: its rows are known again by this and their ids.</param>
/// <param name="Language">BCP 47 tag of the language in which it is written.</param>
/// <param name="Terms">By <see cref="FeedTerm.Key"/> the needs for which terms are taken.</param>
/// <param name="Today">What ended before is over.</param>
/// <param name="Country">Where numbers are dialled of which the list does not say it, as whoever reads it says; null: nobody does, and they are left out.</param>
public sealed record FeedReading(Guid OrganisationId, string List, string Language, Func<FeedTerm, IReadOnlyList<int>?> Terms, LocalDate Today, string? Country = null);

/// <param name="Rows">As they may be kept.</param>
/// <param name="Terms">Words for kinds of help, those that most services have first.</param>
public sealed record FeedEntries(IReadOnlyList<ReadRow> Rows, IReadOnlyList<UsedTerm> Terms);

/// <summary>
/// Makes entries of what another directory says of its services. Nothing is guessed: what the entry has no place for goes into the private
/// note or is counted, and which terms are which needs somebody has to say. The street of a place that may have to hide is gone here, by the
/// same rules as in a spreadsheet.
/// </summary>
/// <param name="catalogue">What needs there are.</param>
/// <param name="needs">Suggests needs for words.</param>
/// <param name="places">Towns.</param>
/// <param name="secrets">Make ids that are random for everybody else.</param>
/// <param name="homeCountry">Where a town is that does not say so.</param>
public sealed class FeedMapping(DirectoryCatalogue catalogue, NeedMatcher needs, SheetPlaces places, DirectorySecrets secrets, string homeCountry)
{
    private const int Suggestions = 3;

    private const string NotKnown = "-";

    private const int OfYoungPeople = 25;

    /// <summary>Digits with which something may be a number of its own beside another, and no extension.</summary>
    private const int LikeANumber = 5;

    private static readonly string[] s_ages = ["minimum_age", "maximum_age"];

    private static readonly string[] s_running = ["active", "temporarily closed"];

    private static readonly string[] s_notRunning = ["inactive", "defunct"];

    private static readonly string[] s_streets = ["address_1", "address_2"];

    private static readonly string[] s_access = ["description", "details"];

    // Of directories like this one. They say how help is given, and are no kinds of it.
    private static readonly string[] s_noNeeds = ["access", "promise"];

    private static readonly string[] s_costs = ["option", "amount", "currency", "amount_description"];

    private static readonly string[] s_notes = ["alert", "application_process", "interpretation_services", "accreditations", "licenses"];

    private readonly ContentDiscretion _discretion = new(new HidingRules(catalogue, needs, places), places);
    private readonly EntryValues _values = new(catalogue, homeCountry);

    /// <summary>Reads every service. What is not taken is added to the report of the list.</summary>
    public FeedEntries Read(Feed feed, FeedReading how, IProgress<FeedProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(how);
        var terms = new Dictionary<string, (FeedTerm Term, int Services)>(StringComparer.Ordinal);
        var rows = new List<ReadRow>();
        int number = 0;
        foreach (var service in feed.Services)
        {
            cancellation.ThrowIfCancellationRequested();
            number++;
            progress?.Report(new FeedProgress(number, feed.Services.Count));
            bool isTable = service.File.EndsWith(".csv", StringComparison.Ordinal);
            rows.Add(new Walk(this, feed.Report, how, terms, service).Read(isTable ? service.Row : number));
        }

        CountUnused(feed);
        return new FeedEntries(rows,
        [
            .. terms.Values.OrderByDescending(term => term.Services).ThenBy(term => term.Term.Key, StringComparer.Ordinal).Select(term =>
                new UsedTerm(term.Term, term.Services, how.Terms(term.Term) ?? [], how.Terms(term.Term) is not null, Suggest(term.Term.Name))),
        ]);
    }

    private List<int> Suggest(string words) => [.. needs.Read(words.Length > RowReader.MostWords ? words[..RowReader.MostWords] : words).Needs.Take(Suggestions)];

    /// <summary>What nobody asked for has no place here.</summary>
    private static void CountUnused(Feed feed)
    {
        var seen = new HashSet<FeedItem>();
        var left = new Stack<FeedItem>(feed.Tables.SelectMany(feed.Table));
        while (left.TryPop(out var item))
        {
            if (!seen.Add(item))
                continue;
            // What is refused is listed already.
            if (item.IsRefused)
                continue;
            if (!item.IsTouched)
            {
                feed.Report.WithoutPlace(item.Table);
                continue;
            }

            foreach (string field in item.Unused)
                feed.Report.WithoutPlace($"{item.Table}.{(field.Length > 60 ? field[..60] : field)}");
            foreach (var child in item.Children.Values.SelectMany(children => children))
                left.Push(child);
        }
    }

    /// <summary>One service.</summary>
    private sealed class Walk(FeedMapping mapping, FeedReport report, FeedReading how, Dictionary<string, (FeedTerm Term, int Services)> terms, FeedItem service)
    {
        private readonly List<RowRemark> _remarks = [];
        private readonly List<string> _note = [];

        // "At least 16" in the note would read like a word about young people.
        private readonly List<string> _ages = [];
        private readonly List<string> _streets = [];
        private readonly HashSet<FeedItem> _schedules = [];

        /// <summary>By location where it is, in countries: as it says, or by its town.</summary>
        private readonly Dictionary<FeedItem, (string? Country, bool IsSaid)> _countries = [];

        /// <summary>Services at locations that became places.</summary>
        private readonly HashSet<FeedItem> _read = [];
        private readonly FeedHours _hours = new(report, how.Today);

        public ReadRow Read(int number)
        {
            string name = Name();
            Status();
            ListingContent? content = null;
            string? note = null;
            string kind = "";
            if (!service.IsRefused)
            {
                content = Entry();
                if (content is null)
                    (content, kind) = Plain(name);
                note = Note();
            }

            if (content is null || service.IsRefused)
                return Row(number, new Dictionary<ColumnUse, string> { [ColumnUse.Name] = name }, null, RowProblem.Refused);
            var kept = mapping._discretion.Reduce(content, kind, note, _streets);
            _remarks.AddRange(kept.Remarks);
            note = string.Join('\n', _ages.Prepend(kept.Note ?? "").Where(line => line.Length > 0));
            return Row(number, EntryValues.Of(kept.Content), note.Length > 0 ? note : null, kept.Problem) with { Content = kept.Content };
        }

        private ReadRow Row(int number, IReadOnlyDictionary<ColumnUse, string> values, string? note, RowProblem? problem) =>
            new(number, null, service.Id.Length > 0 ? service.Id : null, values, note, _remarks, problem) { List = how.List, File = service.File.Length > 0 ? service.File : null };

        private string Name()
        {
            string name = Line(service, "name") ?? "";
            if (name.Length == 0)
                report.Refuse(service, "name", FeedFault.Missing);
            else if (name.Length > ListingLimits.Name)
                report.Refuse(service, "name", FeedFault.TooLong, name);
            if (service.Id.Length > 200)
                report.Refuse(service, "id", FeedFault.TooLong, service.Id);
            return name.Length > ListingLimits.Name ? name[..ListingLimits.Name] : name;
        }

        private void Status()
        {
            string status = service.Get("status").Trim().ToLowerInvariant();
            if (s_notRunning.Contains(status))
                report.Refuse(service, "status", FeedFault.NotRunning, status);
            else if (status.Length > 0 && !s_running.Contains(status))
                report.Refuse(service, "status", FeedFault.NotOneOf, status);
            else if (status == "temporarily closed")
                _note.Add(status);
        }

        /// <summary>As a directory like this one wrote it; null: it did not, or it cannot be read.</summary>
        private ListingContent? Entry()
        {
            if (!service.Has(DirectoryEntry.Field))
                return null;
            if (DirectoryEntry.Read(service.Get(DirectoryEntry.Field), id => IdOf($"entry {id}")) is not { } content)
            {
                report.LeaveOut(service, DirectoryEntry.Field, FeedFault.EntryUnread);
                return null;
            }

            // All of it says the same once more.
            Touch(service);
            return content;
        }

        private static void Touch(FeedItem item)
        {
            var seen = new HashSet<FeedItem>();
            var left = new Stack<FeedItem>([item]);
            while (left.TryPop(out var at))
            {
                if (!seen.Add(at))
                    continue;
                foreach (string field in at.Fields.Keys)
                    at.Get(field);
                foreach (var child in at.Children.Values.SelectMany(children => children))
                    left.Push(child);
            }
        }

        private (ListingContent Content, string Kind) Plain(string name)
        {
            var organisation = service.One("organizations");
            string legal = organisation is null ? "" : Line(organisation, "legal_status") ?? "";
            string runBy = organisation is null ? "" : Line(organisation, "name") ?? "";
            if (runBy.Length > ListingLimits.Name)
            {
                report.LeaveOut(organisation!, "name", FeedFault.TooLong, runBy);
                runBy = "";
            }

            string description = Words(service, "description", ListingLimits.Description) ?? "";
            bool isShort = description.Length is > 0 and <= ListingLimits.Summary && !description.Contains('\n', StringComparison.Ordinal);
            var helps = Needs();
            var sites = Sites(out string? virtualAddress);
            string? website = Website(service, "url");
            if (website is not null && virtualAddress is not null && virtualAddress != website)
                AddLine("locations.url", virtualAddress);
            website ??= virtualAddress;
            var phones = WithHours(Phones());
            OtherHours();
            var content = new ListingContent
            {
                Name = Said(name)!,
                OtherNames = NameOf(service, "alternate_name") is { } other && other != name ? [Said(other)!] : [],
                Profile = mapping._values.ProfileOf(helps),
                Switches = new PublicationSwitches(),
                Summary = isShort ? Said(description) : null,
                Description = isShort ? null : Said(description),
                Provider = new Provider { Name = Said(runBy), Kind = SheetKind.Read(legal, runBy, "").Provider },
                Needs = helps,
                Sites = sites,
                Phones = phones,
                Website = website is null ? null : new WebAddress { Id = IdOf("website"), Url = website },
                Email = Email() is { } address ? new EmailAddress { Id = IdOf("email"), Address = address } : null,
                StaffLanguages = Languages(),
                Cost = Said(Cost()),
                WaitingTime = Said(Words(service, "wait_time", ListingLimits.Words)),
                WhoCanUse = Said(Together(service.All("eligibility").Prepend(service), "eligibility_description")),
                WhatTheyAsk = Said(Together(service.All("required_documents"), "document")),
            };
            foreach (string field in s_notes)
                AddNote(service, field);
            foreach (string age in s_ages)
            {
                if (Number(service, age, 0, 150) is not { } years)
                    continue;
                _ages.Add($"{age}: {years.ToString(CultureInfo.InvariantCulture)}");
                // What is for young people hides as what says so in words.
                if (age == "maximum_age" && years <= OfYoungPeople)
                    legal += " youth";
            }

            ServiceAreas();
            return (content, legal);
        }

        /// <summary>Only what somebody said a term means; and those of a directory like this one, which are the same.</summary>
        private List<int> Needs()
        {
            var found = new List<int>();
            var here = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in service.All("attributes").Concat(service.All("service_attributes")).Concat(service.All("service_taxonomy")))
            {
                if ((item.One("taxonomy_terms") ?? item.One("taxonomies")) is not { } term)
                    continue;
                string link = item.Get("link_type"), code = Line(term, "code") ?? "";
                _ = item.Get("link_entity");
                if (s_noNeeds.Contains(link))
                {
                    report.WithoutPlace($"{item.Table}.{link}");
                    Touch(item);
                    continue;
                }

                _ = Line(term, "description");
                if (link == "need" && mapping.Catalogue.Needs.FirstOrDefault(need => need.Slug == code) is { } ours)
                {
                    found.Add(ours.Id);
                    _ = Line(term, "name");
                    _ = Taxonomy(term);
                    continue;
                }

                var read = new FeedTerm(Taxonomy(term), code, Line(term, "name") ?? "");
                if (read.Name.Length > ListingLimits.Words)
                    report.LeaveOut(term, "name", FeedFault.TooLong, read.Name);
                if (read.Code.Length + read.Name.Length == 0 || read.Name.Length > ListingLimits.Words || !here.Add(read.Key))
                    continue;
                terms[read.Key] = (read, terms.GetValueOrDefault(read.Key).Services + 1);
                found.AddRange(how.Terms(read) ?? []);
            }

            if (found.Distinct().Count() > ListingLimits.Needs)
                report.LeaveOut(service, "attributes", FeedFault.TooMany);
            return [.. found.Distinct().Take(ListingLimits.Needs)];
        }

        private string Taxonomy(FeedItem term)
        {
            string named = Line(term, "taxonomy") is { Length: > 0 } said ? said : Line(term, "vocabulary") ?? "";
            return named.Length > 0 || term.Table == "taxonomies" ? named : term.One("taxonomies") is { } of ? Line(of, "name") ?? "" : "";
        }

        private List<Site> Sites(out string? virtualAddress)
        {
            virtualAddress = null;
            var sites = new List<Site>();
            int at = 0;
            foreach (var there in service.All("service_at_locations"))
            {
                at++;
                AddNote(there, "description");
                if (there.One("locations") is not { } location)
                    continue;
                string type = location.Get("location_type").Trim().ToLowerInvariant();
                Country(location);
                if (type == "virtual")
                {
                    string? address = Website(location, "url");
                    if (virtualAddress is not null && address is not null && address != virtualAddress)
                        AddLine("locations.url", address);
                    virtualAddress ??= address;
                }
                else if (type is not ("" or "physical" or "postal"))
                {
                    report.LeaveOut(location, "location_type", FeedFault.NotOneOf, type);
                }
                else if (type != "postal" && SiteOf(there, location, at) is { } site)
                {
                    sites.Add(site);
                    _read.Add(there);
                }
            }

            if (sites.Count > ListingLimits.Sites)
                report.LeaveOut(service, "service_at_locations", FeedFault.TooMany);
            return [.. sites.Take(ListingLimits.Sites)];
        }

        /// <summary>
        /// Of one place. The hours of a location are those of its building, so those of the service go before them, and those of the service there
        /// before all others: joined, a clinic in a town hall would be open whenever the hall is.
        /// </summary>
        private IReadOnlyList<HoursRule> HoursAt(FeedItem there, FeedItem location, int at)
        {
            // Also where its hours cannot be read: then nobody knows them, and another's are no better.
            var owners = new[] { there, service, location }.Where(HasSchedules).ToList();
            if (owners.Count == 0)
                return [];
            var schedules = Taken(Schedules(owners[0]));
            var said = schedules.Select(FeedHours.Said).ToHashSet(StringComparer.Ordinal);
            Taken(owners.Skip(1).SelectMany(Schedules).Where(item => said.Contains(FeedHours.Said(item))));
            return _hours.Read(schedules, what => IdOf($"site {at} hours {what}"));
        }

        /// <summary>Where somebody goes to nothing, the hours are those in which its number is answered; of several nobody knows which.</summary>
        private List<Phone> WithHours(List<Phone> phones)
        {
            bool isLine = !service.Children.ContainsKey("service_at_locations") && service.All("phones").Count == 1 && HasSchedules(service)
                && !Schedules(service).Any(item => item.Get("attending_type").Contains("person", StringComparison.OrdinalIgnoreCase));
            if (!isLine || phones is not [var line])
                return phones;
            var hours = _hours.Read(Taken(Schedules(service)), what => IdOf($"phone hours {what}"));
            if (hours.Count == 0)
                return phones;
            Remark(RemarkKind.HoursOfLine, line.Number);
            return [line with { Hours = hours }];
        }

        /// <summary>What is wrong with hours that are nobody's is said, and so are they; their words are kept.</summary>
        private void OtherHours()
        {
            foreach (var there in service.All("service_at_locations"))
            {
                foreach (var owner in new[] { there, there.One("locations") }.OfType<FeedItem>())
                    OtherHours(owner, _read.Contains(there));
            }

            OtherHours(service, _read.Count > 0);
        }

        private void OtherHours(FeedItem owner, bool isOfAPlace)
        {
            foreach (var item in Schedules(owner).Where(item => !_schedules.Contains(item)))
            {
                Taken([item]);
                string said = FeedHours.Said(item);
                _hours.Read([item], what => IdOf($"hours {what}"));
                if (item.IsRefused || said.Length == 0)
                    continue;
                report.LeaveOut(item, "", isOfAPlace ? FeedFault.OtherHours : FeedFault.HoursOfWhat, said);
                AddLine(item.Table, said);
            }
        }

        private List<FeedItem> Taken(IEnumerable<FeedItem> schedules)
        {
            var taken = schedules.ToList();
            _schedules.UnionWith(taken);
            foreach (var item in taken)
            {
                AddNote(item, "description");
                AddNote(item, "notes");
                _ = item.Get("attending_type");
            }

            return taken;
        }

        private static bool HasSchedules(FeedItem owner) => owner.Children.ContainsKey("schedules") || owner.Children.ContainsKey("regular_schedules");

        private static IEnumerable<FeedItem> Schedules(FeedItem owner) => owner.All("schedules").Concat(owner.All("regular_schedules"));

        private Site? SiteOf(FeedItem there, FeedItem location, int at)
        {
            var addresses = location.All("addresses").Where(address => address.Get("address_type").Trim().ToLowerInvariant() is "" or "physical").ToList();
            foreach (var more in addresses.Skip(1))
                report.LeaveOut(more, "", FeedFault.TooMany);
            AddNote(location, "description");
            var (latitude, longitude) = (Number(location, "latitude", -90, 90), Number(location, "longitude", -180, 180));
            if (addresses.Count == 0)
                return null;
            var address = addresses[0];
            string street = string.Join(", ", s_streets.Select(field => Known(address, field)).Where(text => !string.IsNullOrEmpty(text)));
            string code = Known(address, "postal_code");
            _streets.AddRange([street, Known(address, "address_1"), code]);
            string town = Known(address, "city"), state = Known(address, "state_province"), country = CountryWords(address);
            _ = Line(address, "region");
            if (town.Length == 0)
            {
                report.LeaveOut(address, "city", FeedFault.Missing);
                return null;
            }

            if (Town(town, state, country) is not { } place)
                return null;
            if (country.Length == 0)
                _countries.TryAdd(location, (place.Country.Code, false));
            if (street.Length > ListingLimits.Street || code.Length > ListingLimits.PostalCode)
            {
                report.LeaveOut(address, street.Length > ListingLimits.Street ? "address_1" : "postal_code", FeedFault.TooLong);
                (street, code) = ("", "");
            }

            var kind = street.Length > 0 ? SiteKind.Address : SiteKind.Area;
            if (kind == SiteKind.Area)
            {
                // Without a street it is an area, which is kept as one that hides is.
                if (mapping.Places.Town(place.GeoNameId)?.StandInId is not { } stand || mapping.Places.Place(stand) is not { } town2)
                {
                    Remark(RemarkKind.TownTooSmall, null);
                    return null;
                }

                place = town2;
            }

            var hours = HoursAt(there, location, at);
            return new Site
            {
                Id = IdOf($"site {at}"),
                Kind = kind,
                PlaceId = place.GeoNameId,
                Street = kind == SiteKind.Address ? street : null,
                PostalCode = kind == SiteKind.Address && code.Length > 0 ? code : null,
                Point = kind == SiteKind.Address ? Point(location, place, latitude, longitude) : null,
                Name = Said(NameOf(location, "name")),
                Directions = Said(Words(location, "transportation", ListingLimits.Words)),
                StepFreeNotes = Said(Together(location.All("accessibility"), s_access)),
                Hours = hours.Count > 0 ? hours : null,
            };
        }

        private Place? Town(string town, string state, string country)
        {
            // "Paris" is in France where nobody says more.
            if (state.Length > 0 && mapping.Places.Find(string.Join(", ", new[] { town, state, country }.Where(part => part.Length > 0)), mapping.Home) is PlaceAnswer.Found { Match: PlaceMatch.Exact } found)
                return found.Place;
            return mapping.Places.Read(town, country, mapping.Home, Remark);
        }

        private GeoPoint? Point(FeedItem location, Place place, double? latitude, double? longitude)
        {
            if (latitude is not { } north || longitude is not { } east)
                return null;
            if ((north, east) is (0, 0) || Kilometres(place, north, east) > FeedLimits.Far)
            {
                report.LeaveOut(location, "latitude", FeedFault.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"{north}, {east}"));
                return null;
            }

            return new GeoPoint(north, east);
        }

        /// <summary>Well enough to see that two numbers were exchanged.</summary>
        private static double Kilometres(Place place, double north, double east)
        {
            double turn = Math.Abs(place.Longitude - east);
            double across = Math.Min(turn, 360 - turn) * Math.Cos(place.Latitude * Math.PI / 180);
            return 111.2 * Math.Sqrt((across * across) + ((place.Latitude - north) * (place.Latitude - north)));
        }

        private readonly Dictionary<FeedItem, string> _countryWords = [];

        // Looked at twice, and said once.
        private string CountryWords(FeedItem address) => _countryWords.TryGetValue(address, out string? known) ? known : _countryWords[address] = Known(address, "country");

        /// <summary>Where a location is, whatever its addresses are for, and whether or not anybody knows their towns.</summary>
        private void Country(FeedItem location)
        {
            var countries = location.All("addresses").Select(CountryWords).Where(words => words.Length > 0).Select(Country).Distinct().ToList();
            if (countries.Count > 0)
                _countries[location] = (countries is [var one] ? one : null, true);
        }

        private string? Country(string words) => FeedCountries.Find(words)
            ?? (mapping.Places.Find(words, mapping.Home) is PlaceAnswer.Area area && area.Areas.Select(part => part.Country.Code).Distinct().ToList() is [var country] ? country : null);

        /// <summary>Where the numbers of something are dialled: where all its addresses are. Null: nobody says it, or several countries are said.</summary>
        private (string? Country, bool IsSaid) CountryOf(FeedItem owner)
        {
            var location = owner.Table == "service_at_locations" ? owner.One("locations") : owner;
            if (location is not null && _countries.TryGetValue(location, out var here))
                return here;
            return _countries.Values.Select(known => known.Country).Distinct().ToList() is [{ } country] ? (country, _countries.Values.Any(known => known.IsSaid)) : (null, false);
        }

        private List<Phone> Phones()
        {
            var phones = new List<Phone>();
            var owners = service.All("service_at_locations").SelectMany(there => new[] { there, there.One("locations") }).OfType<FeedItem>().Prepend(service);
            foreach (var (owner, item) in owners.SelectMany(owner => owner.All("phones"), (owner, item) => (owner, item)).DistinctBy(one => one.item))
            {
                if (item.Get("type").Contains("fax", StringComparison.OrdinalIgnoreCase))
                {
                    report.WithoutPlace("phones.fax");
                    continue;
                }

                var (country, isSaid) = CountryOf(owner);
                if (country is null)
                    (country, isSaid) = (how.Country, false);
                var numbers = Numbers(item, country);
                string? what = string.Join(", ", new[] { Words(item, "description", ListingLimits.Note - 20), Extension(item) }.Where(words => words is not null));
                foreach (string number in numbers.Where(number => !phones.Exists(phone => phone.Number == number)))
                {
                    if (!isSaid && !PhoneRules.Read(item.Get("number"), null).Contains(number))
                        Remark(RemarkKind.PhoneCountry, number);
                    phones.Add(new Phone
                    {
                        Id = IdOf($"phone {number}"),
                        Number = number,
                        Country = PhoneRules.CountryOf(number) ?? country ?? mapping.Home,
                        For = Said(what),
                    });
                }
            }

            if (phones.Count > ListingLimits.Phones)
                report.LeaveOut(service, "phones", FeedFault.TooMany);
            return [.. phones.Take(ListingLimits.Phones)];
        }

        /// <param name="item">A telephone.</param>
        /// <param name="country">Where it is dialled; null: nobody knows, and only numbers that say it themselves are any.</param>
        private List<string> Numbers(FeedItem item, string? country)
        {
            string text = Line(item, "number") ?? "";
            var numbers = PhoneRules.Read(text, country).Where(number => country is not null || number[0] == '+').ToList();
            int left = text.Count(char.IsAsciiDigit) - numbers.Sum(number => number.Length - 1);
            if (numbers.Count == 0 && (country is not null || left < 3))
                report.LeaveOut(item, "number", text.Length == 0 ? FeedFault.Missing : FeedFault.NotANumber, text);
            else if (country is null && (numbers.Count == 0 || left >= LikeANumber))
                report.LeaveOut(item, "number", FeedFault.NoCountry, text);
            return numbers;
        }

        /// <summary>"0123" is dialled with its zero.</summary>
        private string? Extension(FeedItem item)
        {
            string text = item.Get("extension").Trim();
            if (text.Length is > 0 and <= 6 && text.All(char.IsAsciiDigit))
                return $"ext. {text}";
            if (Number(item, "extension", 0, 999_999) is not null)
                report.LeaveOut(item, "extension", FeedFault.NotANumber, text);
            return null;
        }

        private string? Website(FeedItem item, string field)
        {
            string text = Line(item, field) ?? "";
            if (text.Length == 0)
                return null;
            // What names a scheme names one of the two that lead to pages.
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            bool isScheme = colon > 0 && text[..colon].All(char.IsAsciiLetter) && !text[colon..].StartsWith("://", StringComparison.Ordinal);
            string? address = isScheme ? null : ContactText.Website(text);
            if (address is null)
                report.LeaveOut(item, field, FeedFault.NotAnAddress, text);
            return address;
        }

        private string? Email()
        {
            string text = Line(service, "email") ?? "";
            string? address = ContactText.Email(text);
            if (address is null && text.Length > 0)
                report.LeaveOut(service, "email", FeedFault.NotAnAddress);
            return address;
        }

        private List<string> Languages()
        {
            var tags = new List<string>();
            foreach (var item in service.All("languages"))
            {
                string code = Line(item, "code") ?? "", name = Line(item, "name") ?? "";
                if ((LanguageTag.Canonical(code) ?? (name.Length > 0 ? SheetLanguages.Tag(name) : null)) is { } tag)
                    tags.Add(tag);
                else
                    report.LeaveOut(item, code.Length > 0 ? "code" : "name", FeedFault.NotOneOf, code.Length > 0 ? code : name);
            }

            if (tags.Distinct().Count() > ListingLimits.Languages)
                report.LeaveOut(service, "languages", FeedFault.TooMany);
            return [.. tags.Distinct().Take(ListingLimits.Languages)];
        }

        private string? Cost()
        {
            var lines = new List<(FeedItem Item, string Field, string? Text)> { (service, "fees_description", Words(service, "fees_description", ListingLimits.Words)) };
            foreach (var item in service.All("cost_options"))
            {
                string until = item.Get("valid_to");
                if (until.Length > 0 && !NodaTime.Text.LocalDatePattern.Iso.Parse(until).Success)
                    report.Refuse(item, "valid_to", FeedFault.NotADate, until);
                else if (until.Length > 0 && NodaTime.Text.LocalDatePattern.Iso.Parse(until).Value < how.Today)
                    report.LeaveOut(item, "valid_to", FeedFault.Ends, until);
                else if (!item.Has("amount") || Number(item, "amount", 0, 1e9) is not null)
                    lines.Add((item, "option", string.Join(' ', s_costs.Select(field => Line(item, field)).Where(text => !string.IsNullOrEmpty(text)))));
            }

            return Together(lines);
        }

        /// <summary>The directory keeps no outlines and names the towns and regions that it reaches: somebody has to say which.</summary>
        private void ServiceAreas()
        {
            foreach (var item in service.All("service_areas").Concat(service.All("service_at_locations").SelectMany(there => there.All("service_areas"))).Distinct())
            {
                string extent = item.Get("extent"), type = item.Get("extent_type").Trim().ToLowerInvariant();
                if (extent.Length > 0 && type is "" or "geojson" && FeedAreas.Check(extent) is { } fault)
                    report.LeaveOut(item, "extent", fault, extent);
                else if (extent.Length > 0)
                    report.WithoutPlace("service_areas.extent");
                AddNote(item, "name");
                AddNote(item, "description");
            }
        }

        private void AddNote(FeedItem item, string field)
        {
            if (Words(item, field, ListingLimits.Description) is { Length: > 0 } text)
                AddLine($"{item.Table}.{field}", text);
        }

        private void AddLine(string of, string text)
        {
            string line = $"{of}: {text}";
            if (!_note.Contains(line))
                _note.Add(line);
        }

        /// <summary>A name; null: there is none, or it is too long for one, and in the note.</summary>
        private string? NameOf(FeedItem item, string field)
        {
            string name = Line(item, field) ?? "";
            if (name.Length <= ListingLimits.Name)
                return name.Length > 0 ? name : null;
            report.LeaveOut(item, field, FeedFault.TooLong, name);
            AddLine($"{item.Table}.{field}", name);
            return null;
        }

        private string? Note()
        {
            string note = string.Join('\n', _note);
            if (note.Length > ListingLimits.Description - 40)
                Remark(RemarkKind.TooLong, note[..40]);
            // With room for the ages.
            return note.Length == 0 ? null : note.Length > ListingLimits.Description - 40 ? note[..(ListingLimits.Description - 40)] : note;
        }

        private double? Number(FeedItem item, string field, double least, double most)
        {
            string text = item.Get(field).Trim();
            if (text.Length == 0)
                return null;
            if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                report.LeaveOut(item, field, FeedFault.NotANumber, text);
                return null;
            }

            if (number >= least && number <= most)
                return number;
            report.LeaveOut(item, field, FeedFault.OutOfRange, text);
            return null;
        }

        private string? Line(FeedItem item, string field) =>
            Words(item, field, FeedLimits.Cell) is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;

        /// <summary>Of an address, which has to have what nobody may know: a dash stands for that.</summary>
        private string Known(FeedItem address, string field) => Line(address, field) is { } text && text != NotKnown ? text : "";

        /// <summary>Plain words; null: there are none, or they cannot be kept, which is said.</summary>
        private string? Words(FeedItem item, string field, int longest)
        {
            string said = item.Get(field);
            if (said.Length == 0)
                return null;
            string? text = item.Fields[field].Kind == FeedValueKind.Group ? null : FeedText.Plain(said);
            if (text is null || text.Length > longest)
            {
                report.LeaveOut(item, field, item.Fields[field].Kind == FeedValueKind.Group ? FeedFault.NotText : text is null ? FeedFault.HiddenSign : FeedFault.TooLong, said);
                return null;
            }

            return text.Length > 0 ? text : null;
        }

        private void Remark(RemarkKind kind, string? words)
        {
            if (!_remarks.Exists(remark => remark.Kind == kind && remark.Words == words))
                _remarks.Add(new RowRemark(kind, words));
        }

        private Text? Said(string? words) => string.IsNullOrEmpty(words) ? null : Text.Of(how.Language, words);

        private string? Together(IEnumerable<FeedItem> items, params IReadOnlyList<string> fields) =>
            Together(items.SelectMany(item => fields.Select(field => (item, field, Words(item, field, ListingLimits.Words)))));

        /// <summary>One below the other, as far as there is room; what there is none for is in the note.</summary>
        private string? Together(IEnumerable<(FeedItem Item, string Field, string? Text)> texts)
        {
            string all = "";
            foreach (var (item, field, text) in texts.Where(one => !string.IsNullOrEmpty(one.Text)).DistinctBy(one => one.Text))
            {
                string longer = all.Length == 0 ? text! : $"{all}\n{text}";
                if (longer.Length <= ListingLimits.Words)
                {
                    all = longer;
                    continue;
                }

                report.LeaveOut(item, field, FeedFault.TooLong, text);
                AddLine($"{item.Table}.{field}", text!);
            }

            return all.Length > 0 ? all : null;
        }

        /// <summary>Random for whoever has not the directory's key, and the same each time the list is read.</summary>
        private Guid IdOf(string what)
        {
            byte[] bytes = mapping.Secrets.HashOf("import-id", string.Join('\n', how.OrganisationId, HeaderText.Key(how.List), service.Id.Length > 0 ? service.Id : service.Get("name"), what))[..16];
            (bytes[6], bytes[8]) = ((byte)(0x40 | (bytes[6] & 0x0F)), (byte)(0x80 | (bytes[8] & 0x3F)));
            return new Guid(bytes, bigEndian: true);
        }
    }

    private DirectoryCatalogue Catalogue => catalogue;

    private SheetPlaces Places => places;

    private DirectorySecrets Secrets => secrets;

    private string Home => homeCountry;
}
