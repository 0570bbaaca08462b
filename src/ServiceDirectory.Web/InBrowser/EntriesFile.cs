using System.Globalization;
using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.InBrowser;

/// <summary>
/// The entries of a country as a browser searches and shows them. What takes words of ours is said here, as cards say it, and stands in tables
/// by number; what depends on the moment is left to the browser. docs/private-search.md names every field.
/// </summary>
public sealed class EntriesFile(SayFacts facts, SayChecks checks, SayBadges badges, SayPlaces sayPlaces, SayContacts contacts, PlaceFinder places, Wording words)
{
    public const string Name = "entries";

    private static readonly LocalDate s_firstDay = new(1970, 1, 1);

    private static string Page => CultureInfo.CurrentUICulture.Name;

    /// <param name="country">ISO 3166-1 alpha-2: its numbers are written as people there write them.</param>
    /// <param name="found">What there is.</param>
    /// <param name="today">The day on which it was read.</param>
    /// <param name="others">About how many others there are; null: nothing is said of them.</param>
    public DataFile Write(string country, OpenCountry found, LocalDate today, int? others)
    {
        ArgumentNullException.ThrowIfNull(found);
        return DataFile.Of(Name, json => Write(json, country, found, today, others));
    }

    private void Write(Utf8JsonWriter json, string country, OpenCountry found, LocalDate today, int? others)
    {
        var tables = new Tables();
        json.WriteStartObject();
        json.WriteString("country", country);
        json.WriteString("language", Page);
        json.WriteNumber("made", Day(today));
        if (others is { } about)
            json.WriteNumber("others", about);
        json.WriteStartArray("entries");
        foreach (var entry in found.Entries)
            Write(json, entry, country, tables);
        json.WriteEndArray();
        tables.Write(json);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, OpenEntry entry, string country, Tables tables)
    {
        var card = entry.Card;
        json.WriteStartObject();
        json.WriteString("c", entry.Code);
        Write(json, "n", card.Name, entry);
        Write(json, "s", card.Summary, entry);
        Write(json, "o", card.Cost, entry);
        // Words of other names, and of its name in its own language.
        string[] others = [.. entry.NameWords.Except(Tokenizer.Tokens(card.Name.Value)).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
            json.WriteString("a", string.Join(' ', others));
        json.WriteNumbers("d", card.Needs);
        if (entry.State is not EntryState.Listed)
            json.WriteNumber("t", (int)entry.State);
        json.WriteNumber("k", Day(entry.CheckedOn));
        json.WriteNumber("u", Day(entry.DueOn));
        json.WriteNumber("h", Day(entry.HiddenFrom));
        json.WriteNumber("q", tables.Said(checks.Entry(entry.State, entry.CheckedOn, card.Provider.Value)));
        if (entry is { TrainedUntil: { } trained, TrainedOn: { } on })
        {
            json.WriteNumber("tu", Day(trained));
            json.WriteNumber("ts", tables.Said(badges.TrainedOn(on)));
        }

        if (entry.LedUntil is { } led)
            json.WriteNumber("lu", Day(led));
        if (entry.FullUntil is { } full)
            json.WriteNumber("fu", Day(full));
        if (entry.HasNoLine)
            json.WriteNumber("nl", 1);
        if (card.HasWaitingList)
            json.WriteNumber("wl", 1);
        json.WriteNumbers("l", card.Languages.Select(tables.Language));
        if (card.Phones.Count > 0)
        {
            json.WriteStartArray("p");
            foreach (var phone in card.Phones)
                Write(json, phone, entry, country);
            json.WriteEndArray();
        }

        long excludes = entry.Sites.Select(site => site.Help).Concat(entry.Remote is { } afar ? [afar.Help] : []).Aggregate(0L, (known, help) => known | help.Excludes);
        if (excludes != 0)
            json.WriteString("x", Mask(excludes));
        var usual = Facts(entry, entry.Sites.Count > 0 ? entry.Sites[0].Id : null);
        Write(json, usual, entry, tables);
        if (entry.Sites.Count > 0)
        {
            json.WriteStartArray("w");
            foreach (var site in entry.Sites)
                Write(json, site, entry, usual, tables);
            json.WriteEndArray();
        }

        if (entry.Remote is { } remote)
            Write(json, remote, entry, usual, tables);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, OpenSite site, OpenEntry entry, List<FactWords> usual, Tables tables)
    {
        var shown = entry.Card.Sites.First(one => one.Id == site.Id);
        json.WriteStartObject();
        json.WriteNumber("i", site.PlaceId);
        switch (shown.Kind)
        {
            case SiteKind.Address:
                // Of all others nothing but the town is known to anybody.
                json.WriteNumber("y", Math.Round(site.Point.Latitude, 5));
                json.WriteNumber("x", Math.Round(site.Point.Longitude, 5));
                if (shown.Street is { Length: > 0 } street)
                    json.WriteString("s", street);
                break;
            case SiteKind.Mobile:
                json.WriteNumber("r", site.RadiusKm ?? 0);
                break;
            default:
                json.WriteNumber("m", 1);
                if (places.Find(site.PlaceId) is { } place && SayPlaces.IsArea(place))
                    json.WriteNumber("g", tables.Said(sayPlaces.Hidden(place)));
                break;
        }

        Write(json, "n", shown.Name, entry);
        if (shown.ByAppointment)
            json.WriteNumber("b", 1);
        if (site.SpecialDays.Count > 0)
        {
            json.WriteStartArray("e");
            foreach (var (on, hours) in site.SpecialDays)
            {
                json.WriteNumberValue(Day(on));
                Write(json, hours);
            }

            json.WriteEndArray();
        }

        Write(json, site.Help, tables);
        var said = Facts(entry, site.Id);
        if (!said.SequenceEqual(usual))
            Write(json, said, entry, tables);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, OpenRemote remote, OpenEntry entry, List<FactWords> usual, Tables tables)
    {
        var card = entry.Card;
        json.WriteStartObject("r");
        json.WriteNumber("v", (card.HelpsByPhone ? 1 : 0) + (card.HelpsOnline ? 2 : 0) + (card.HelpsByPost ? 4 : 0));
        json.WriteStrings("a", remote.Areas);
        json.WriteNumber("g", tables.Said(words["Card.Serves", sayPlaces.Areas(card.RemoteAreas)]));
        if (entry.ClosedAfar.Count > 0)
        {
            json.WriteStartArray("e");
            foreach (var on in entry.ClosedAfar)
            {
                json.WriteNumberValue(Day(on));
                Write(json, WeekMinutes.None);
            }

            json.WriteEndArray();
        }

        Write(json, remote.Help, tables);
        var said = Facts(entry, null);
        if (!said.SequenceEqual(usual))
            Write(json, said, entry, tables);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OpenHelp help, Tables tables)
    {
        if (help.Yes != 0)
            json.WriteString("yes", Mask(help.Yes));
        if (help.No != 0)
            json.WriteString("no", Mask(help.No));
        if (help.Hours is { } hours)
        {
            json.WritePropertyName("h");
            Write(json, hours);
        }

        if (help.OpenBits != 0)
            json.WriteNumber("o", help.OpenBits);
        json.WriteNumber("z", tables.Zone(help.Zone));
    }

    private void Write(Utf8JsonWriter json, CardPhone phone, OpenEntry entry, string country)
    {
        var (shown, dialled) = contacts.Phone(phone.Number, country);
        json.WriteStartArray();
        json.WriteStringValue(shown);
        json.WriteStringValue(dialled);
        if (phone.For is { } purpose)
            Write(json, purpose, entry);
        json.WriteEndArray();
    }

    /// <summary>By number; one that has the service's own words beside it, with them.</summary>
    private static void Write(Utf8JsonWriter json, List<FactWords> said, OpenEntry entry, Tables tables)
    {
        json.WriteStartArray("f");
        foreach (var fact in said)
        {
            int number = tables.Fact(fact with { Note = null });
            if (fact.Note is not { } note)
            {
                json.WriteNumberValue(number);
                continue;
            }

            json.WriteStartArray();
            json.WriteNumberValue(number);
            Write(json, note, entry);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, CardText? text, OpenEntry entry)
    {
        if (text is null)
            return;
        json.WritePropertyName(name);
        Write(json, text, entry);
    }

    /// <summary>Words, with their language where it is not the page's.</summary>
    private static void Write(Utf8JsonWriter json, CardText text, OpenEntry entry)
    {
        string language = text.Lang ?? entry.Language;
        if (language == Page)
        {
            json.WriteStringValue(text.Value);
            return;
        }

        json.WriteStartArray();
        json.WriteStringValue(text.Value);
        json.WriteStringValue(language);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, WeekMinutes hours)
    {
        json.WriteStartArray();
        foreach (var (from, to) in hours.Spans)
        {
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
        }

        json.WriteEndArray();
    }

    private List<FactWords> Facts(OpenEntry entry, Guid? site) => [.. facts.OfCard(new SearchHit
    {
        Code = entry.Code,
        Card = entry.Card,
        Language = entry.Language,
        SiteId = site,
        Yes = 0,
        No = 0,
        Zone = "",
        State = entry.State,
        CheckedOn = entry.CheckedOn,
        DueOn = entry.DueOn,
    })];

    /// <summary>Days since 1 January 1970.</summary>
    private static int Day(LocalDate date) => Period.DaysBetween(s_firstDay, date);

    private static string Mask(long facts) => facts.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>What many entries say, once.</summary>
    private sealed class Tables
    {
        private readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _zones = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _languages = new(StringComparer.Ordinal);
        private readonly Dictionary<FactWords, int> _facts = [];

        public int Said(string words) => Number(_said, words);

        public int Zone(string name) => Number(_zones, name);

        public int Language(string tag) => Number(_languages, tag);

        public int Fact(FactWords fact) => Number(_facts, fact);

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStrings("said", _said.Keys);
            json.WriteStrings("zones", _zones.Keys);
            json.WriteStrings("languages", _languages.Keys.SelectMany(tag => new[] { tag, Say.Language(tag) }));
            json.WriteStrings("facts", _facts.Keys.SelectMany(fact => new[] { fact.Class, fact.Shape, fact.Words }));
        }

        // A dictionary to which things are only added keeps their order.
        private static int Number<T>(Dictionary<T, int> of, T one)
            where T : notnull
        {
            if (!of.TryGetValue(one, out int number))
                of[one] = number = of.Count;
            return number;
        }
    }
}
