using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings;

/// <summary>The rules of a description, for everything that enters: typed, imported or invented.</summary>
/// <param name="catalogue">The needs and facts that may be named.</param>
/// <param name="places">Town by GeoNames id; null where there is none.</param>
public sealed class ListingValidator(DirectoryCatalogue catalogue, Func<int, ListingPlace?> places)
{
    /// <exception cref="ListingInvalidException">The description has errors.</exception>
    public void Require(ListingContent content, ListingUse use)
    {
        var errors = Validate(content, use).Where(p => !p.IsWarning).ToList();
        if (errors.Count > 0)
            throw new ListingInvalidException(errors);
    }

    /// <returns>Errors and warnings in the order of the document; none when all is well.</returns>
    public IReadOnlyList<ListingProblem> Validate(ListingContent content, ListingUse use)
    {
        ArgumentNullException.ThrowIfNull(content);
        var walk = new Walk(content, catalogue, places);
        walk.Everything();
        if (use == ListingUse.Publication)
            walk.Publication();
        return walk.Problems;
    }

    /// <summary>One look at one description.</summary>
    private sealed class Walk(ListingContent content, DirectoryCatalogue catalogue, Func<int, ListingPlace?> places)
    {
        private readonly HashSet<Guid> _ids = [];
        private readonly HashSet<(int Facet, Guid? Site)> _facts = [];

        public List<ListingProblem> Problems { get; } = [];

        public void Everything()
        {
            Words("name", content.Name, ListingLimits.Name);
            Each("otherNames", content.OtherNames, ListingLimits.Names, (path, name) => Words(path, name, ListingLimits.Name));
            Words("paperName", content.PaperName, ListingLimits.Name);
            Words("summary", content.Summary, ListingLimits.Summary);
            Words("description", content.Description, ListingLimits.Description);
            Words("provider.name", content.Provider.Name, ListingLimits.Name);
            Known("profile", content.Profile);
            if (content.Provider.Kind is { } kind)
                Known("provider.kind", kind);
            Consent();
            Needs();
            Each("sites", content.Sites, ListingLimits.Sites, Site);
            Each("phones", content.Phones, ListingLimits.Phones, Phone);
            Each("messages", content.Messages, ListingLimits.Messages, Message);
            Web();
            Remote();
            Languages("staffLanguages", content.StaffLanguages);
            Languages("interpreterLanguages", content.InterpreterLanguages);
            Each("access", content.Access, ListingLimits.Facts, Fact);
            Words("cost", content.Cost);
            Words("waitingTime", content.WaitingTime);
            Words("whoCanUse", content.WhoCanUse);
            Words("whoCannotUse", content.WhoCannotUse);
            Words("whatTheyAsk", content.WhatTheyAsk);
            Words("whatToSay", content.WhatToSay);
            Words("whatYouCanChoose", content.WhatYouCanChoose);
            Words("whatHappens", content.WhatHappens);
            Words("howTheyContactYou", content.HowTheyContactYou);
            Words("sharing.police", content.Sharing.Police);
            Words("sharing.immigration", content.Sharing.Immigration);
            Words("sharing.socialServices", content.Sharing.SocialServices);
            Words("sharing.employers", content.Sharing.Employers);
            Words("orderedByLaw", content.OrderedByLaw);
            Words("bookedApart", content.BookedApart);
            Words("underEighteen", content.UnderEighteen);
            Intake();
        }

        public void Publication()
        {
            if (content.Summary is null)
                Error("summary", "missing", "Say in a sentence what it is.");
            if (content.Provider.Name is null)
                Error("provider.name", "missing", "Say who runs it.");
            if (content.Provider.Kind is null)
                Error("provider.kind", "missing", "Say what kind of organisation runs it.");
            if (content.Needs.Count == 0)
                Error("needs", "count", $"Name 1 to {ListingLimits.Needs} needs that the service helps with.");
            if (content.Consent is null or { Kind: ConsentKind.Missing })
                Error("consent", "consent-missing", "A service is shown only with its yes, or when it is a public body that needs none.");
            else if (ConsentRules.NeedsYes(content, catalogue) is { } why && content.Consent.Kind != ConsentKind.Given)
                Error("consent.kind", "consent-needed", $"{why} is shown only with its own yes.");
            else if (content.Consent.Kind == ConsentKind.NotNeeded && !ConsentRules.IsPublicBody(content))
                Error("consent.kind", "consent-needed", "Only a public body or a non-governmental organisation is shown without its yes.");
            else if (ConsentRules.LacksAddressWord(content))
                Error("consent.exactAddress", "address-word", "An exact address is shown only with the service's own word. Ask for it, or show the area only.");
            if (content.Sites.Count == 0 && content.RemoteAreas.Count == 0)
                Error("sites", "nowhere", "Say where people can go, or which area is helped by phone, online or post.");
            if (content.Phones.Count == 0 && content.Messages.Count == 0 && content.Website is null && content.Email is null
                && !content.Sites.Any(s => s is { Kind: SiteKind.Address, Street: not null }))
            {
                Error("phones", "unreachable", "Say at least one way to get in touch or a place to go.");
            }

            foreach (var facet in catalogue.Facets.Where(f => f.Decides && !Answered(f.Id)))
                Error("access", "not-known", $"'{facet.Label}' decides a visit: it has to be a known yes or a known no.");
            if (content.Cost is null)
                Error("cost", "missing", "Say what it costs, also when it is free.");
            if (content.Sharing.Police is null)
                Error("sharing.police", "missing", "Say what police are told, and when.");
            if (content is { OrderedByLaw: not null, BookedApart: null })
                Error("bookedApart", "booked-apart", "Say how people book the rest without the part that the law orders.");
            else if (content is { OrderedByLaw: null, BookedApart: not null })
                Error("orderedByLaw", "missing", "Name the part that the law orders.");
        }

        private bool Answered(int facet) =>
            content.Access.Any(f => f.Facet == facet && f.SiteId is null)
            || (content.Sites.Count > 0 && content.Sites.All(s => content.Access.Any(f => f.Facet == facet && f.SiteId == s.Id)));

        private void Consent()
        {
            if (content.Consent is not { } consent)
                return;
            Known("consent.kind", consent.Kind);
            Date("consent.givenOn", consent.GivenOn);
            Plain("consent.note", consent.Note, ListingLimits.Note);
            if (ConsentRules.NeedsYes(content, catalogue) is null)
                return;
            // Off until the service itself switches them on, which it can only do once it has said yes.
            if (consent.Kind != ConsentKind.Given && content.Switches is { OpenData: false, SearchEngines: false, PrintAddress: false } == false)
                Error("switches", "switch-without-consent", "These stay off until the service has said yes.");
        }

        private void Needs()
        {
            if (content.Needs.Count > ListingLimits.Needs)
            {
                Error("needs", "count", $"Name at most {ListingLimits.Needs} needs that the service helps with.");
                return;
            }

            for (int i = 0; i < content.Needs.Count; i++)
            {
                if (catalogue.FindNeed(content.Needs[i]) is null)
                    Error($"needs[{i}]", "unknown", $"There is no need {content.Needs[i]}.");
                else if (content.Needs.Take(i).Contains(content.Needs[i]))
                    Error($"needs[{i}]", "twice", "This need is named twice.");
            }
        }

        private void Site(string path, Site site)
        {
            Id($"{path}.id", site.Id);
            Known($"{path}.kind", site.Kind);
            Words($"{path}.name", site.Name, ListingLimits.Name);
            Plain($"{path}.street", site.Street, ListingLimits.Street);
            Plain($"{path}.postalCode", site.PostalCode, ListingLimits.PostalCode);
            Words($"{path}.directions", site.Directions);
            Words($"{path}.stepFreeNotes", site.StepFreeNotes);

            var place = places(site.PlaceId);
            if (place is null)
                Error($"{path}.placeId", "unknown", $"There is no place {site.PlaceId}.");
            if (site.Kind == SiteKind.Address)
            {
                if (site.Point is { } point && !(Math.Abs(point.Latitude) <= 90 && Math.Abs(point.Longitude) <= 180))
                    Error($"{path}.point", "out-of-range", "Latitude is from -90 to 90 and longitude from -180 to 180 degrees.");
            }
            else
            {
                if (site.Point is not null)
                    Error($"{path}.point", "private", "The exact place of this site is not kept.");
                if (site.Street is not null)
                    Error($"{path}.street", "private", "The street of this site is not kept.");
                if (site.PostalCode is not null)
                    Error($"{path}.postalCode", "private", "The postal code of this site is not kept.");
                Discreet($"{path}.directions", site.Directions);
                Discreet($"{path}.name", site.Name);
            }

            if (site.Kind == SiteKind.Area && place is not null && place.StandInId != place.Id)
                Error($"{path}.placeId", "too-small", $"Name a town of at least {Gazetteer.TownPopulation:N0} people, so that the place stays private.");
            if (site.Kind == SiteKind.Mobile && site.RadiusKm is not (>= ListingLimits.SmallestRadiusKm and <= ListingLimits.RadiusKm))
            {
                Error(
                    $"{path}.radiusKm",
                    "out-of-range",
                    $"Say how far it comes: {ListingLimits.SmallestRadiusKm} to {ListingLimits.RadiusKm} km.");
            }

            if (site.Kind != SiteKind.Mobile && site.RadiusKm is not null)
                Error($"{path}.radiusKm", "only-mobile", "Only a service that moves has a radius.");
            if (site.Kind != SiteKind.Mobile && site.StopsByPhone)
                Error($"{path}.stopsByPhone", "only-mobile", "Only a service that moves has stops.");

            Hours($"{path}.hours", site.Hours);
            Each($"{path}.specialDays", site.SpecialDays, ListingLimits.SpecialDays, SpecialDay);
            foreach (var twice in site.SpecialDays.GroupBy(d => d.On).Where(g => g.Count() > 1))
                Error($"{path}.specialDays", "twice", $"{twice.Key:uuuu-MM-dd} is there twice.");
        }

        private void Hours(string path, IReadOnlyList<HoursRule>? rules)
        {
            Each(path, rules ?? [], ListingLimits.Rules, (at, rule) =>
            {
                Id($"{at}.id", rule.Id);
                if (!Enum.IsDefined(rule.Day) || rule.Day == IsoDayOfWeek.None)
                    Error($"{at}.day", "unknown", "Name a day of the week.");
                WholeMinute($"{at}.opens", rule.Opens);
                WholeMinute($"{at}.closes", rule.Closes);
                Words($"{at}.note", rule.Note, ListingLimits.Note);
            });
            if (rules is null or { Count: > ListingLimits.Rules })
                return;
            var taken = WeekMinutes.None;
            for (int i = 0; i < rules.Count; i++)
            {
                if (!Enum.IsDefined(rules[i].Day) || rules[i].Day == IsoDayOfWeek.None)
                    continue;
                var span = Publishing.WeeklyHours.Of([rules[i]]);
                if (span.Spans.Any(s => !taken.Within(s.From, s.To).IsEmpty))
                    Error($"{path}[{i}].opens", "overlap", "This overlaps with another time of the same week.");
                taken = taken.Union(span);
            }
        }

        private void SpecialDay(string path, SpecialDay day)
        {
            Id($"{path}.id", day.Id);
            Date($"{path}.on", day.On);
            Words($"{path}.note", day.Note, ListingLimits.Note);
            if (day.Open.Count > ListingLimits.Rules)
            {
                Error($"{path}.open", "too-many", $"There are {day.Open.Count}; there is room for {ListingLimits.Rules}.");
                return;
            }

            Each($"{path}.open", day.Open, ListingLimits.Rules, (at, span) =>
            {
                WholeMinute($"{at}.opens", span.Opens);
                WholeMinute($"{at}.closes", span.Closes);
                if (span.Closes != LocalTime.Midnight && span.Closes <= span.Opens)
                    Error($"{at}.closes", "order", "It closes before it opens. What goes on after midnight belongs to the next day.");
            });
            for (int i = 1; i < day.Open.Count; i++)
            {
                if (day.Open.Take(i).Any(o => Minutes(o).From < Minutes(day.Open[i]).To && Minutes(day.Open[i]).From < Minutes(o).To))
                    Error($"{path}.open[{i}]", "overlap", "This overlaps with another time of the same day.");
            }

            static (long From, long To) Minutes(TimeSpanOfDay span) =>
                (span.Opens.TickOfDay, span.Closes == LocalTime.Midnight ? NodaConstants.TicksPerDay : span.Closes.TickOfDay);
        }

        private void Phone(string path, Phone phone)
        {
            Id($"{path}.id", phone.Id);
            Words($"{path}.for", phone.For, ListingLimits.Note);
            Words($"{path}.cost", phone.Cost, ListingLimits.Note);
            Hours($"{path}.hours", phone.Hours);
            if (!Countries.Contains(phone.Country))
                Error($"{path}.country", "unknown", $"There is no country {phone.Country}. Write two capital letters, such as GB.");
            else if (PhoneRules.Check(phone.Number, phone.Country) is { } odd)
                Problems.Add(new ListingProblem($"{path}.number", odd.Reason, odd.Message, odd.IsWarning));
        }

        private void Message(string path, MessageChannel message)
        {
            Id($"{path}.id", message.Id);
            Plain($"{path}.app", message.App, ListingLimits.Name);
            Plain($"{path}.address", message.Address, ListingLimits.Address);
            Words($"{path}.note", message.Note, ListingLimits.Note);
            if (message.Address.Contains(':', StringComparison.Ordinal) && !TextRules.IsHttps(message.Address))
                Error($"{path}.address", "not-https", "An address on the web begins with https://.");
        }

        private void Web()
        {
            if (content.Website is { } website)
            {
                Id("website.id", website.Id);
                Plain("website.url", website.Url, ListingLimits.Address);
                if (!TextRules.IsHttp(website.Url))
                    Error("website.url", "not-http", "Write a whole address that begins with https:// or http://.");
                else if (!TextRules.IsHttps(website.Url))
                    Warn("website.url", "not-https", "Others can read along on an address with http. Does the site have https?");
            }

            if (content.Email is { } email)
            {
                Id("email.id", email.Id);
                if (!TextRules.IsEmail(email.Address))
                    Error("email.address", "not-an-address", "Write an e-mail address, such as info@service.example.");
                else if (TextRules.MayNameAPerson(email.Address))
                    Warn("email.address", "person", "This looks like a person's address. Use one of a role, such as info@ or advice@.");
            }

            if (content.Post is { } post)
            {
                Id("post.id", post.Id);
                Words("post.note", post.Note, ListingLimits.Note);
            }
        }

        private void Remote()
        {
            Each("remoteAreas", content.RemoteAreas, ListingLimits.RemoteAreas, (path, area) =>
            {
                var parts = area.Split('.');
                bool region = parts.Length == 2 && parts[1].Length is > 0 and <= 20 && parts[1].All(char.IsAsciiLetterOrDigit) && !parts[1].Any(char.IsAsciiLetterLower);
                if (area != "001" && !(Countries.Contains(parts[0]) && (parts.Length == 1 || region)))
                    Error(path, "unknown", "Name a country (GB), a region (GB.ENG) or 001 for everywhere.");
                else if (content.RemoteAreas.Count(a => a == area) > 1)
                    Error(path, "twice", "This area is there twice.");
            });
            bool helps = content.Phones.Any(p => p.GivesHelp) || content.Messages.Any(m => m.GivesHelp) || content.Post is not null;
            if (content.RemoteAreas.Count > 0 && !helps)
                Error("remoteAreas", "no-way", "Say how help reaches people there: a line that gives help, messages or post.");
        }

        private void Languages(string path, IReadOnlyList<string> tags) => Each(path, tags, ListingLimits.Languages, (at, tag) =>
        {
            string? canonical = LanguageTag.Canonical(tag);
            if (canonical is null)
                Error(at, "unknown", "This is not the tag of a language. Examples: en, ro, pt-BR.");
            else if (canonical != tag)
                Error(at, "spelling", $"Write it as {canonical}.");
            else if (tags.Count(t => t == tag) > 1)
                Error(at, "twice", "This language is there twice.");
        });

        private void Fact(string path, AccessFact fact)
        {
            Id($"{path}.id", fact.Id);
            Words($"{path}.note", fact.Note, ListingLimits.Note);
            if (fact.SiteId is { } site && content.Sites.All(s => s.Id != site))
                Error($"{path}.siteId", "unknown", "There is no such site.");
            if (catalogue.FindFacet(fact.Facet) is not { } facet)
            {
                Error($"{path}.facet", "unknown", $"There is no fact {fact.Facet}.");
                return;
            }

            if (facet.Derived)
                Error($"{path}.facet", "derived", $"'{facet.Label}' follows from the rest of the entry and is not typed.");
            if (!_facts.Add((fact.Facet, fact.SiteId)))
                Error($"{path}.facet", "twice", $"'{facet.Label}' is there twice.");
            if (fact.Value is { } value && !facet.Values.Contains(value))
                Error($"{path}.value", "unknown", $"'{facet.Label}' has no value '{value}'.");
            else if (fact is { Yes: false, Value: not null })
                Error($"{path}.value", "no-with-value", "A no has no value.");
            else if (fact is { Yes: true, Value: null } && facet.Values.Count > 0)
                Error($"{path}.value", "missing", $"Say which: {string.Join(", ", facet.Values)}.");
            if (fact.Value is not null && facet.Values.Contains(fact.Value) && !facet.CountsAsYes.Contains(fact.Value) && fact.Note is null)
                Error($"{path}.note", "missing", "Write the first exception here; it is printed on the card.");
        }

        private void Intake()
        {
            if (content.Intake is not { } intake)
                return;
            Known("intake.state", intake.State);
            Date("intake.asOf", intake.AsOf);
            Date("intake.until", intake.Until);
            if (intake.State != IntakeState.Full && intake.Until is not null)
                Error("intake.until", "only-full", "Only 'full' ends on a day.");
            if (intake.State == IntakeState.Full && intake.Until is not { } until)
                Error("intake.until", "missing", $"Say until when it counts as full: at most {ListingLimits.FullDays} days.");
            else if (intake is { State: IntakeState.Full, Until: { } end }
                && (end < intake.AsOf || Period.DaysBetween(intake.AsOf, end) > ListingLimits.FullDays))
            {
                Error("intake.until", "out-of-range", $"'Full' lasts at most {ListingLimits.FullDays} days from the day it was said.");
            }
        }

        private void Words(string path, Text? text, int longest = ListingLimits.Words)
        {
            if (text is not null)
                Problems.AddRange(TextRules.Check(path, text, longest));
        }

        private void Plain(string path, string? text, int longest)
        {
            if (text is not null && TextRules.Refuse(text, longest) is { } refused)
                Error(path, refused.Reason, refused.Message);
        }

        private void Discreet(string path, Text? text)
        {
            if (text is not null && text.In.Values.Any(w => TextRules.MayNameAStreet(w.Value)))
                Warn(path, "may-name-a-street", "This may give the private place away. Take streets and postal codes out.");
        }

        private void Date(string path, LocalDate? date)
        {
            if (TextRules.RefuseDate(date) is { } refused)
                Error(path, refused.Reason, refused.Message);
        }

        private void WholeMinute(string path, LocalTime time)
        {
            if (TextRules.RefuseTime(time) is { } refused)
                Error(path, refused.Reason, refused.Message);
        }

        private void Id(string path, Guid id)
        {
            // Version 7 would carry the millisecond in which it was written.
            if (id.Version != 4)
                Error(path, "not-random", "An id is a random UUID (version 4).");
            else if (!_ids.Add(id))
                Error(path, "twice", "This id is used twice.");
        }

        private void Known<T>(string path, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
                Error(path, "unknown", "This is not one of the choices.");
        }

        private void Each<T>(string path, IReadOnlyList<T> items, int most, Action<string, T> check)
        {
            if (items.Count > most)
            {
                Error(path, "too-many", $"There are {items.Count}; there is room for {most}.");
                return;
            }

            for (int i = 0; i < items.Count; i++)
                check($"{path}[{i}]", items[i]);
        }

        private void Error(string field, string reason, string message) => Problems.Add(new ListingProblem(field, reason, message));

        private void Warn(string field, string reason, string message) => Problems.Add(new ListingProblem(field, reason, message, IsWarning: true));
    }
}
