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
public sealed record FeedReading(Guid OrganisationId, string List, string Language, Func<FeedTerm, IReadOnlyList<int>?> Terms, LocalDate Today);

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
/// <param name="homeCountry">Where a number or a town is that does not say so.</param>
public sealed class FeedMapping(DirectoryCatalogue catalogue, NeedMatcher needs, SheetPlaces places, DirectorySecrets secrets, string homeCountry)
{
    private const int Suggestions = 3;

    private const string NotKnown = "-";

    private const int OfYoungPeople = 25;

    private static readonly string[] s_ages = ["minimum_age", "maximum_age"];

    private static readonly string[] s_running = ["active", "temporarily closed"];

    private static readonly string[] s_notRunning = ["inactive", "defunct"];

    private static readonly string[] s_streets = ["address_1", "address_2"];

    private static readonly string[] s_access = ["description", "details"];

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
            string? website = Website(service, "url") ?? virtualAddress;
            string country = sites.Count > 0 && mapping.Places.Place(sites[0].PlaceId) is { } town ? town.Country.Code : mapping.Home;
            var content = new ListingContent
            {
                Name = Said(name)!,
                OtherNames = Line(service, "alternate_name") is { Length: > 0 and <= ListingLimits.Name } other && other != name ? [Said(other)!] : [],
                Profile = mapping._values.ProfileOf(helps),
                Switches = new PublicationSwitches(),
                Summary = isShort ? Said(description) : null,
                Description = isShort ? null : Said(description),
                Provider = new Provider { Name = Said(runBy), Kind = SheetKind.Read(legal, runBy, "").Provider },
                Needs = helps,
                Sites = sites,
                Phones = Phones(country),
                Website = website is null ? null : new WebAddress { Id = IdOf("website"), Url = website },
                Email = Email() is { } address ? new EmailAddress { Id = IdOf("email"), Address = address } : null,
                StaffLanguages = Languages(),
                Cost = Said(Cost()),
                WaitingTime = Said(Words(service, "wait_time", ListingLimits.Words)),
                WhoCanUse = Said(Together([Words(service, "eligibility_description", ListingLimits.Words), .. service.All("eligibility").Select(item => Words(item, "eligibility_description", ListingLimits.Words))])),
                WhatTheyAsk = Said(Together(service.All("required_documents").Select(item => Words(item, "document", ListingLimits.Words)))),
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
                _ = Line(term, "description");
                if (link == "need" && mapping.Catalogue.Needs.FirstOrDefault(need => need.Slug == code) is { } ours)
                {
                    found.Add(ours.Id);
                    _ = Line(term, "name");
                    continue;
                }

                var read = new FeedTerm(Taxonomy(term), code, Line(term, "name") ?? "");
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
                if (type == "virtual")
                    virtualAddress ??= Website(location, "url");
                else if (type is not ("" or "physical" or "postal"))
                    report.LeaveOut(location, "location_type", FeedFault.NotOneOf, type);
                else if (type != "postal" && SiteOf(there, location, at) is { } site)
                    sites.Add(site);
            }

            // Of a place that could not be read, too: what is wrong with its hours is said, and their words are kept.
            var others = service.All("service_at_locations").SelectMany(there => new[] { there, there.One("locations") }).OfType<FeedItem>().Append(service).SelectMany(Schedules)
                .Where(item => !_schedules.Contains(item)).Distinct().ToList();
            foreach (var item in others)
                AddNote(item, "description");
            _hours.Read(others, what => IdOf($"hours {what}"));

            if (sites.Count > ListingLimits.Sites)
                report.LeaveOut(service, "service_at_locations", FeedFault.TooMany);
            return [.. sites.Take(ListingLimits.Sites)];
        }

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
            string town = Known(address, "city"), state = Known(address, "state_province"), country = Known(address, "country");
            _ = Line(address, "region");
            if (town.Length == 0)
            {
                report.LeaveOut(address, "city", FeedFault.Missing);
                return null;
            }

            if (Town(town, state, country) is not { } place)
                return null;
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

            string called = Line(location, "name") ?? "";
            var schedules = new[] { there, location, service }.SelectMany(Schedules).ToList();
            foreach (var item in schedules)
                AddNote(item, "description");
            _schedules.UnionWith(schedules);
            var hours = _hours.Read(schedules, what => IdOf($"site {at} hours {what}"));
            return new Site
            {
                Id = IdOf($"site {at}"),
                Kind = kind,
                PlaceId = place.GeoNameId,
                Street = kind == SiteKind.Address ? street : null,
                PostalCode = kind == SiteKind.Address && code.Length > 0 ? code : null,
                Point = kind == SiteKind.Address ? Point(location, place, latitude, longitude) : null,
                Name = called.Length is > 0 and <= ListingLimits.Name ? Said(called) : null,
                Directions = Said(Words(location, "transportation", ListingLimits.Words)),
                StepFreeNotes = Said(Together(location.All("accessibility").SelectMany(item => s_access.Select(field => Words(item, field, ListingLimits.Words))))),
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

        private List<Phone> Phones(string country)
        {
            var phones = new List<Phone>();
            var owners = service.All("service_at_locations").SelectMany(there => new[] { there, there.One("locations") }).OfType<FeedItem>().Prepend(service);
            foreach (var item in owners.SelectMany(owner => owner.All("phones")).Distinct())
            {
                if (item.Get("type").Contains("fax", StringComparison.OrdinalIgnoreCase))
                {
                    report.WithoutPlace("phones.fax");
                    continue;
                }

                string text = Line(item, "number") ?? "";
                var numbers = PhoneRules.Read(text, country);
                if (numbers.Count == 0)
                    report.LeaveOut(item, "number", text.Length == 0 ? FeedFault.Missing : FeedFault.NotANumber, text);
                string? extension = Number(item, "extension", 0, 999_999) is { } more ? string.Create(CultureInfo.InvariantCulture, $"ext. {more}") : null;
                string? what = Together([Words(item, "description", ListingLimits.Note - 20), extension], ", ");
                foreach (string number in numbers.Where(number => !phones.Exists(phone => phone.Number == number)))
                {
                    phones.Add(new Phone
                    {
                        Id = IdOf($"phone {number}"),
                        Number = number,
                        Country = PhoneRules.CountryOf(number) ?? country,
                        For = Said(what),
                    });
                }
            }

            if (phones.Count > ListingLimits.Phones)
                report.LeaveOut(service, "phones", FeedFault.TooMany);
            return [.. phones.Take(ListingLimits.Phones)];
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

            return [.. tags.Distinct().Take(ListingLimits.Languages)];
        }

        private string? Cost()
        {
            string? said = Words(service, "fees_description", ListingLimits.Words);
            var lines = new List<string?>();
            foreach (var item in service.All("cost_options"))
            {
                string until = item.Get("valid_to");
                if (until.Length > 0 && !NodaTime.Text.LocalDatePattern.Iso.Parse(until).Success)
                    report.Refuse(item, "valid_to", FeedFault.NotADate, until);
                else if (until.Length > 0 && NodaTime.Text.LocalDatePattern.Iso.Parse(until).Value < how.Today)
                    report.LeaveOut(item, "valid_to", FeedFault.Ends, until);
                else if (!item.Has("amount") || Number(item, "amount", 0, 1e9) is not null)
                    lines.Add(string.Join(' ', s_costs.Select(field => Line(item, field)).Where(text => !string.IsNullOrEmpty(text))));
            }

            return said ?? Together(lines);
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
            string? text = Words(item, field, ListingLimits.Description);
            string line = $"{item.Table}.{field}: {text}";
            if (!string.IsNullOrEmpty(text) && !_note.Contains(line))
                _note.Add(line);
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

        private static string? Together(IEnumerable<string?> texts, string between = "\n") =>
            string.Join(between, texts.Where(text => !string.IsNullOrEmpty(text)).Distinct()) is { Length: > 0 and <= ListingLimits.Words } all ? all : null;

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
