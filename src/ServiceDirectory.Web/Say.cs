using System.Globalization;
using NodaTime;
using PhoneNumbers;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How numbers, dates, hours and facts are said in the language of the page.</summary>
public sealed class Say(Wording words, DirectoryCatalogue catalogue, PlaceFinder places, TimeProvider clock)
{
    private const double RoundFromKm = 10;

    /// <summary>So long after its check was due an entry says so plainly and comes last.</summary>
    private const int LateAfterDays = 30;

    private const string Everywhere = "001";

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static string Page => CultureInfo.CurrentUICulture.Name;

    public string Label(CatalogueEntry entry) => catalogue.Label(entry, Page);

    public string Help(Need need) => catalogue.Help(need, Page);

    public string Help(NeedGroup group) => catalogue.Help(group, Page);

    public string? Note(Need need) => catalogue.Note(need, Page);

    public string Meaning(Facet facet) => catalogue.Meaning(facet, Page);

    /// <summary>"under 1 km", "2.3 km", "14 km".</summary>
    public string Km(double km) => km switch
    {
        < 1 => words["Km.UnderOne"],
        // What rounds to 10.0 is said as 10.
        < RoundFromKm - 0.05 => words["Km.Distance", km.ToString("0.0", Culture)],
        _ => words["Km.Distance", Math.Round(km).ToString("0", Culture)],
    };

    /// <summary>A radius as it was chosen: "25 km", "2.5 km".</summary>
    public string Radius(double km) => words["Km.Distance", km.ToString("0.##", Culture)];

    /// <summary>"October 2026".</summary>
    public string Month(LocalDate date) => date.ToString("MMMM uuuu", Culture);

    /// <summary>"Friday 25 December 2026".</summary>
    public string Day(LocalDate date) => date.ToString("dddd d MMMM uuuu", Culture);

    /// <summary>"25 December".</summary>
    public string ShortDay(LocalDate date) => date.ToString("d MMMM uuuu", Culture);

    public string Time(LocalTime time) => time == LocalTime.Midnight ? words["Open.Midnight"] : time.ToString("HH:mm", Culture);

    public string Weekday(IsoDayOfWeek day) => Culture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7));

    /// <summary>The language's own word for the page's reader: "Romanian".</summary>
    public static string Language(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    public static string Languages(IEnumerable<string> tags) => string.Join(", ", tags.Select(Language));

    /// <summary>"Open until 20:00", "Closed, opens Monday 09:00", "Call for hours".</summary>
    /// <param name="state">In the local time of the place.</param>
    /// <param name="placeId">Decides what "today" is there.</param>
    public string Open(OpenState state, int? placeId)
    {
        if (state.Kind is OpenKind.NotKnown)
            return words["Open.NotKnown"];
        var open = state.Kind is OpenKind.Open;
        if (state.Until is not { } until)
            return words[open ? "Open.Always" : "Open.ClosedThisWeek"];
        var today = Today(placeId);
        // Midnight ends the day before it.
        var day = open && until.TimeOfDay == LocalTime.Midnight ? until.Date.PlusDays(-1) : until.Date;
        return day == today
            ? words[open ? "Open.Until" : "Open.OpensAt", Time(until.TimeOfDay)]
            : words[open ? "Open.UntilDay" : "Open.OpensDay", Weekday(day.DayOfWeek), Time(until.TimeOfDay)];
    }

    /// <summary>The date where the place is; in UTC where it is not known.</summary>
    public LocalDate Today(int? placeId) =>
        Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone((placeId is { } id ? places.Find(id)?.Zone : null) ?? DateTimeZone.Utc).Date;

    /// <summary>"Hormones: none within 25 km; nearest 70 km; 3 by phone, online or post".</summary>
    /// <param name="line">What was found for one need.</param>
    /// <param name="withinKm">The radius; null: no place was named.</param>
    /// <param name="remoteOnly">Nothing to visit was looked for, so nothing is said of it.</param>
    /// <param name="filtered">"None" is true of these filters only.</param>
    public string Line(NeedLine line, double? withinKm, bool remoteOnly = false, bool filtered = false)
    {
        ArgumentNullException.ThrowIfNull(line);
        List<string> parts = [];
        if (!remoteOnly)
            parts.Add(line.Here > 0 ? Some(line.Here, withinKm) : None(withinKm is { } km ? words["Line.NoneWithin", Radius(km)] : words["Line.None"]));
        if (line.NearestKm is { } nearest && line.Here == 0 && !remoteOnly)
            parts.Add(words["Line.Nearest", Km(nearest)]);
        if (line.Remote > 0)
            parts.Add(words["Line.Remote", line.Remote]);
        else if (remoteOnly)
            parts.Add(None(words["Line.NoneRemote"]));
        return words["Line", Label(catalogue.FindNeed(line.Need)!), string.Join(words["Line.Join"], parts)];

        string Some(int count, double? km) => km is { } radius ? words["Line.Within", count, Radius(radius)] : words["Line.Found", count];
        string None(string none) => filtered ? words["Line.Filtered", none] : none;
    }

    /// <summary>Where a result is and whether it is open, in short parts.</summary>
    /// <param name="hit">The result.</param>
    /// <param name="site">Its site; null for help at a distance.</param>
    public IEnumerable<string> Where(SearchHit hit, CardSite? site)
    {
        ArgumentNullException.ThrowIfNull(hit);
        if (hit.Km is { } km)
            yield return Km(km);
        if (site is null)
            yield return string.Join(words["List.Join"], Ways(hit.Card));
        else if (site.Kind is SiteKind.Mobile)
            yield return words["Card.ComesToYou"];
        else if (places.Find(site.PlaceId) is { } place)
            yield return place.Name;
        if (hit.OpenState is { } state)
            yield return site is { ByAppointment: true } && state.Kind is OpenKind.NotKnown ? words["Open.ByAppointment"] : Open(state, site?.PlaceId);
        if (hit.OtherSites > 0)
            yield return words.Count("Card.OtherSites", hit.OtherSites);
        if ((hit.Yes & catalogue.FindFacet("full")!.Bit) != 0)
            yield return words["Card.Full"];
    }

    /// <summary>What matters before a visit: cost, ID, name, police, immigration. What is true of the hit's own site wins. For what is not known the words are only its topic.</summary>
    public IReadOnlyList<FactWords> CardFacts(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return [.. catalogue.Facets.Where(facet => facet.Decides).Select(facet =>
        {
            var fact = hit.Card.Facts.Where(fact => fact.Facet == facet.Id && (fact.SiteId is null || fact.SiteId == hit.SiteId))
                .MaxBy(fact => fact.SiteId is not null);
            return fact is null ? new FactWords(FactState.NotKnown, Topic(facet)) : Fact(facet, fact.Yes, fact.Value);
        })];
    }

    /// <summary>"Paris, France" where that is enough to mean this one, else "Paris, Texas, United States".</summary>
    public string PlaceName(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var brief = $"{place.Name}, {place.Country.Name}";
        return places.Find(brief, place.Country.Code) is PlaceAnswer.Found found && found.Place == place ? brief : place.FullName;
    }

    /// <summary>What is known of one fact, as words that go with a shape.</summary>
    /// <param name="facet">The fact.</param>
    /// <param name="yes">Null: not known.</param>
    /// <param name="value">Which of the facet's values a yes has.</param>
    public FactWords Fact(Facet facet, bool? yes, string? value = null)
    {
        ArgumentNullException.ThrowIfNull(facet);
        if (yes is null)
            return new FactWords(FactState.NotKnown, words["Fact.NotKnown", Topic(facet)]);
        if (yes is false)
            return new FactWords(FactState.No, words.Find($"Fact.{facet.Id}.No") ?? words["Fact.No", Label(facet)]);
        if (value is null || facet.Values.Count == 0)
            return new FactWords(FactState.Yes, Label(facet));
        var said = words.Find($"Fact.{facet.Id}.{value}") ?? Label(facet);
        return new FactWords(facet.CountsAsYes.Contains(value) ? FactState.Yes : FactState.No, said);
    }

    /// <summary>"12, not known for 5".</summary>
    public string FacetCount(FacetCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return count.NotKnown == 0 ? words["Filter.Count", count.Yes] : words["Filter.CountNotKnown", count.Yes, count.NotKnown];
    }

    /// <summary>"Checked October 2026 by two community organisations".</summary>
    public string Checked(EntryState state, LocalDate on, string provider) => state switch
    {
        EntryState.Listed => words["Checked.Two", Month(on)],
        EntryState.Provisional => words["Checked.One", Month(on)],
        _ => words["Checked.Own", provider],
    };

    /// <summary>That the next check is due or long overdue; null while it is not.</summary>
    public string? Late(LocalDate dueOn)
    {
        var today = Today(null);
        return today >= dueOn.PlusDays(LateAfterDays) ? words["Checked.Late"] : today >= dueOn ? words["Checked.Due"] : null;
    }

    private string Topic(Facet facet) => words.Find($"Fact.{facet.Id}.Topic") ?? Label(facet);

    private IEnumerable<string> Ways(ServiceCard card)
    {
        if (card.HelpsByPhone)
            yield return words["Way.Phone"];
        if (card.HelpsOnline)
            yield return words["Way.Online"];
        if (card.HelpsByPost)
            yield return words["Way.Post"];
    }

    /// <summary>How and when a fact was last looked at; null where nobody looked at it by itself: "Called, October 2026".</summary>
    public string? CheckOf((bool Found, PublishedCheck? Check) known) => known switch
    {
        (false, _) => null,
        (true, null) => words["Check.Changed"],
        (true, { } check) => words["Check.How", words[$"Check.{check.How}"], Month(check.On)],
    };

    /// <summary>"Monday: 09:00 to 17:00", in the order of the week.</summary>
    public IEnumerable<(string Day, string Times, Text? Note)> Week(IEnumerable<HoursRule> rules) =>
        rules.OrderBy(rule => rule.Opens).GroupBy(rule => rule.Day).OrderBy(day => (int)day.Key).Select(day => (
            Weekday(day.Key),
            string.Join(words["List.Join"], day.Select(rule => rule.Opens == LocalTime.Midnight && rule.Closes == LocalTime.Midnight
                ? words["Hours.AllDay"]
                : Times(rule.Opens, rule.Closes))),
            day.Select(rule => rule.Note).FirstOrDefault(note => note is not null)));

    public string Times(SpecialDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Open.Count == 0 ? words["Hours.Closed"] : string.Join(words["List.Join"], day.Open.Select(span => Times(span.Opens, span.Closes)));
    }

    /// <summary>"Everywhere", or names of countries and regions.</summary>
    public string Areas(IEnumerable<string> codes) => string.Join(words["List.Join"], codes.Select(code =>
        code == Everywhere ? words["Reach.Everywhere"] : places.AreaName(code) ?? code));

    /// <summary>What has to be said of a text that is not in the page's language, or was put into it by a machine or long ago.</summary>
    public string? Origin(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spoken = text.For(Page);
        if (spoken.Language != Page)
            return words["Text.In", Language(spoken.Language)];
        return spoken.Machine ? words["Text.Machine"] : spoken.OlderThanOriginal ? words["Text.Older"] : null;
    }

    /// <summary>Only these are ever made into links.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private string Times(LocalTime opens, LocalTime closes) => words["Hours.FromTo", opens.ToString("HH:mm", Culture), Time(closes)];

    /// <summary>A number as it is written in the country, and as a phone dials it from anywhere.</summary>
    public static (string Shown, string Dialled) Phone(string number, string country)
    {
        // Helplines of three to six digits are no numbers to the library; they are shown and dialled as they are.
        if (!number.StartsWith('+'))
            return (number, number);
        try
        {
            var library = PhoneNumberUtil.GetInstance();
            var parsed = library.Parse(number, country);
            var home = parsed.CountryCode == library.GetCountryCodeForRegion(country);
            return (library.Format(parsed, home ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL), number);
        }
        catch (NumberParseException)
        {
            return (number, number);
        }
    }
}

public enum FactState
{
    Yes,
    No,
    NotKnown,
}

/// <param name="State">Decides the shape.</param>
/// <param name="Words">"Free", "Asks for ID", "ID: not known".</param>
public readonly record struct FactWords(FactState State, string Words)
{
    public string Shape => State switch
    {
        FactState.Yes => "✓",
        FactState.No => "✕",
        _ => "?",
    };

    public string Class => State switch
    {
        FactState.Yes => "yes",
        FactState.No => "no",
        _ => "unknown",
    };
}
