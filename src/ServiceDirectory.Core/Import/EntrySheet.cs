using System.Globalization;
using NodaTime.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Everything that an organisation entered, as a table for people: one row for each entry, texts in the language in which they were written.
/// What can be read back stands in columns of its own; the rest is there to be read.
/// </summary>
/// <param name="catalogue">Names of needs and facts.</param>
/// <param name="places">Towns by number.</param>
public sealed class EntrySheet(DirectoryCatalogue catalogue, Func<int, Place?> places)
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly (string Header, ColumnUse Use, Func<EntrySheet, OwnEntry, string> Cell)[] s_columns =
    [
        ("Directory code", ColumnUse.Code, (_, e) => e.Code),
        ("State", ColumnUse.LeftOut, (_, e) => EnumSlug.Of(e.State)),
        .. Read("Name", ColumnUse.Name),
        .. Read("Other names", ColumnUse.OtherName),
        .. Read("Run by", ColumnUse.Provider),
        .. Read("Kind of provider", ColumnUse.Kind),
        ("Needs", ColumnUse.Needs, (s, e) => s.Needs(e.Content)),
        .. Read("In short", ColumnUse.Summary),
        .. Read("Description", ColumnUse.Description),
        .. Read("Street", ColumnUse.Street),
        .. Read("Postal code", ColumnUse.PostalCode),
        ("Town", ColumnUse.LeftOut, (s, e) => e.Content.Sites.Count > 0 ? s.Town(e.Content.Sites[0]) : ""),
        ("Place number (GeoNames)", ColumnUse.PlaceNumber, (_, e) => EntryValues.Of(e.Content)[ColumnUse.Town]),
        .. Read("Telephone", ColumnUse.Phone),
        .. Read("Website", ColumnUse.Website),
        .. Read("E-mail", ColumnUse.Email),
        ("Languages of staff", ColumnUse.Languages, (_, e) => string.Join("; ", e.Content.StaffLanguages)),
        .. Read("Cost", ColumnUse.Cost),
        ("Private note", ColumnUse.Note, (_, e) => e.Note ?? ""),
        Told("Kind of place", e => e.Sites.Count > 0 ? EnumSlug.Of(e.Sites[0].Kind) : ""),
        ("Further places", ColumnUse.LeftOut, (s, e) => Lines(e.Content.Sites.Skip(1).Select(s.Site))),
        Told("Opening hours", e => Lines(e.Sites.SelectMany(site => Hours(site.Hours)))),
        Told("Special days", e => Lines(e.Sites.SelectMany(site => site.SpecialDays).Select(SpecialDay))),
        Told("About the place", e => Lines(e.Sites.SelectMany(site => new[] { site.Name, site.Directions, site.StepFreeNotes }).Select(Said))),
        Told("About telephones", e => Lines(e.Phones.Select(About))),
        Told("Messages", e => Lines(e.Messages.Select(m => Join(m.App, m.Address, Said(m.Note))))),
        Told("By post", e => e.Post is null ? "" : Join(e.Post.PlainPacket ? "plain packet" : "yes", Said(e.Post.Note))),
        Told("Helped at a distance", e => string.Join("; ", e.RemoteAreas)),
        Told("Interpreters", e => string.Join("; ", e.InterpreterLanguages)),
        ("Yes", ColumnUse.LeftOut, (s, e) => s.Facts(e.Content, yes: true)),
        ("No", ColumnUse.LeftOut, (s, e) => s.Facts(e.Content, yes: false)),
        Told("Waiting time", e => Said(e.WaitingTime)),
        Told("Who can use it", e => Said(e.WhoCanUse)),
        Told("Who cannot", e => Said(e.WhoCannotUse)),
        Told("What they ask", e => Said(e.WhatTheyAsk)),
        Told("What to say", e => Said(e.WhatToSay)),
        Told("What you can choose", e => Said(e.WhatYouCanChoose)),
        Told("What happens", e => Said(e.WhatHappens)),
        Told("How they contact you", e => Said(e.HowTheyContactYou)),
        Told("Told to police", e => Said(e.Sharing.Police)),
        Told("Told to immigration", e => Said(e.Sharing.Immigration)),
        Told("Told to social services", e => Said(e.Sharing.SocialServices)),
        Told("Told to employers", e => Said(e.Sharing.Employers)),
        Told("Ordered by law", e => Said(e.OrderedByLaw)),
        Told("Booked apart", e => Said(e.BookedApart)),
        Told("Under 18", e => Said(e.UnderEighteen)),
        Told("Taking new people", e => e.Intake is null ? "" : Join(EnumSlug.Of(e.Intake.State), Day(e.Intake.AsOf), e.Intake.Until is { } until ? Day(until) : "")),
        Told("Discreet name", e => Said(e.PaperName)),
        Told("Profile", e => EnumSlug.Of(e.Profile)),
        Told("Consent", e => e.Consent is null ? "" : Join(EnumSlug.Of(e.Consent.Kind), e.Consent.GivenOn is { } on ? Day(on) : "", e.Consent.ExactAddress ? "exact address" : "", e.Consent.Note ?? "")),
        Told("Open to others", e => Join(e.Switches.OpenData ? "open data" : "", e.Switches.SearchEngines ? "search engines" : "", e.Switches.PrintAddress ? "print of the address" : "")),
        Told("Language", e => e.Name.Original),
        Told("Translations", e => Lines(Translations(e))),
        ("Written on", ColumnUse.LeftOut, (_, e) => Day(e.WrittenOn)),
    ];

    /// <summary>How our own export is read back; null: the headers are those of another list.</summary>
    public static IReadOnlyList<ColumnUse>? UsesOf(IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.Contains(s_columns[0].Header)
            ? [.. headers.Select(header => Array.Find(s_columns, column => column.Header == header).Use)]
            : null;
    }

    /// <summary>The cells of an entry by header, as they are written but for the sign in front of what looks like a formula.</summary>
    internal IReadOnlyDictionary<string, string> Cells(OwnEntry entry) => s_columns.ToDictionary(column => column.Header, column => column.Cell(this, entry), StringComparer.Ordinal);

    public byte[] Write(IEnumerable<OwnEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return CsvForPeople.Write(entries.Select(entry => s_columns.Select(column => column.Cell(this, entry))).Prepend(s_columns.Select(column => column.Header)));
    }

    /// <summary>A column that is read back as it is written.</summary>
    private static (string, ColumnUse, Func<EntrySheet, OwnEntry, string>)[] Read(string header, ColumnUse use) => [(header, use, (_, e) => EntryValues.Of(e.Content)[use])];

    private static (string, ColumnUse, Func<EntrySheet, OwnEntry, string>) Told(string header, Func<ListingContent, string> cell) =>
        (header, ColumnUse.LeftOut, (_, e) => cell(e.Content));

    private string Needs(ListingContent content) =>
        string.Join("; ", content.Needs.Select(id => catalogue.FindNeed(id) is { } need ? need.Label : id.ToString(CultureInfo.InvariantCulture)));

    private string Town(Site site) => places(site.PlaceId)?.FullName ?? "";

    private string Site(Site site) => Join(
        EnumSlug.Of(site.Kind), Town(site), site.Street ?? "", site.PostalCode ?? "", site.RadiusKm is { } km ? string.Create(CultureInfo.InvariantCulture, $"{km} km") : "");

    private string Facts(ListingContent content, bool yes) => Lines(content.Access.Where(fact => fact.Yes == yes)
        .Select(fact => Join(catalogue.FindFacet(fact.Facet)?.Label ?? "", fact.Value ?? "", Said(fact.Note))));

    private static string About(Phone phone) => phone is { For: null, Cost: null, GivesHelp: false, AppearsOnBills: null, Hours: null or [] }
        ? ""
        : Join([phone.Number, Said(phone.For), Said(phone.Cost), phone.GivesHelp ? "gives help" : "", phone.AppearsOnBills is { } on ? on ? "on bills" : "not on bills" : "", .. Hours(phone.Hours)]);

    private static IEnumerable<string> Hours(IReadOnlyList<HoursRule>? rules) =>
        (rules ?? []).Select(rule => Join($"{rule.Day} {s_time.Format(rule.Opens)}–{s_time.Format(rule.Closes)}", Said(rule.Note)));

    private static string SpecialDay(SpecialDay day) => Join(
        [Day(day.On), day.Open.Count == 0 ? "closed" : "", .. day.Open.Select(span => $"{s_time.Format(span.Opens)}–{s_time.Format(span.Closes)}"), Said(day.Note)]);

    private static IEnumerable<string> Translations(ListingContent content) => typeof(ListingContent).GetProperties()
        .Where(property => property.PropertyType == typeof(Text))
        .SelectMany(property => property.GetValue(content) is Text text
            ? text.In.Where(words => words.Key != text.Original).Select(words => $"{property.Name} ({words.Key}): {words.Value.Value}")
            : []);

    private static string Day(NodaTime.LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string Said(Text? text) => text?.OriginalWords ?? "";

    private static string Join(params IEnumerable<string> parts) => string.Join(", ", parts.Where(part => part.Length > 0));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Where(line => line.Length > 0));
}
