using System.Globalization;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Sharing;

/// <summary>How entries are said where others may see them: on paper, in messages, in files. By their paper names, and never for whom they are.</summary>
public sealed class SaySharing(Wording words, Say say, SayContacts contacts, SayPlaces placeNames, PlaceFinder places)
{
    private static readonly string[] s_columns = ["Name", "Phone", "Town", "Street", "Gives", "Languages", "Checked", "By", "Until", "Page"];

    private const string Month = "yyyy-MM";

    /// <summary>Between several of one cell, which have commas of their own.</summary>
    private const string Several = "; ";

    /// <summary>Signs that keep a number together from left to right among letters that run the other way.</summary>
    private const char LeftToRight = '\u200e';

    /// <summary>"Checked October 2026 by two community organisations". Who runs it is not named.</summary>
    public string Checked(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return hit.State switch
        {
            EntryState.Listed => words["Checked.Two", say.Month(hit.CheckedOn)],
            EntryState.Provisional => words["Checked.One", say.Month(hit.CheckedOn)],
            _ => words["Share.NotChecked"],
        };
    }

    /// <summary>The address of an entry's page, the same in every language.</summary>
    /// <param name="site">Scheme and host.</param>
    /// <param name="code">Of the entry.</param>
    public static string Page(string site, string code) => $"{site}/services/{code}";

    /// <summary>
    /// How somebody reaches a service from paper: every number, to be called or written to; where there is none, another way. That may tell by its
    /// name what the service is about, so not where it asked for a name of its own on paper.
    /// </summary>
    public IReadOnlyList<WayToReach> Ways(PickedService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var content = service.Content;
        WayToReach[] numbers =
        [
            .. content.Phones.Select(phone => Number(null, phone.Number) with { For = phone.For, Hours = phone.Hours ?? [] }),
            .. content.Messages.Where(message => IsNumber(message.Address)).Select(message => Number(message.App, message.Address) with { For = message.Note }),
        ];
        if (numbers.Length > 0 || service.Hit.Card.PaperName is not null)
            return numbers;
        return
        [
            .. content.Messages.Select(message => new WayToReach(message.App, Plain(message.Address), null) { For = message.Note }).Take(1),
            .. content.Website is { } website ? [new WayToReach(words["Share.Website"], Plain(website.Url), null)] : Array.Empty<WayToReach>(),
        ];

        WayToReach Number(string? by, string number)
        {
            var (shown, dialled) = contacts.Phone(number);
            return new WayToReach(by, shown, dialled);
        }

        static bool IsNumber(string address) => address.Length > 0 && address[0] == '+' && address.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

        // As somebody types it.
        static string Plain(string address) => SayContacts.IsWebAddress(address) && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? (uri.Host + uri.PathAndQuery).TrimEnd('/') : address;
    }

    /// <summary>An entry for messages, as short as it has to be.</summary>
    /// <param name="service">The entry.</param>
    /// <param name="host">By which its page is typed.</param>
    public MessageEntry Message(PickedService service, string host)
    {
        ArgumentNullException.ThrowIfNull(service);
        string name = service.PaperName.Value, page = $"\n{host}/services/{service.Hit.Code}";
        string isChecked = service.Hit.State switch
        {
            EntryState.Listed => "\n" + words["Share.TextTwo", ShortMonth(service)],
            EntryState.Provisional => "\n" + words["Share.TextOne", ShortMonth(service)],
            _ => "\n" + words["Share.TextNotChecked"],
        };
        if (Ways(service) is not [var way, ..])
            return new MessageEntry(name, [isChecked + page, page]);
        string number = "\n" + (IsRightToLeft(name) ? $"{LeftToRight}{way.Said}{LeftToRight}" : way.Said);
        return new MessageEntry(name, [number + isChecked + page, number + isChecked, number + page, number]);
    }

    public ContactCard Contact(PickedService service, string site)
    {
        ArgumentNullException.ThrowIfNull(service);
        var ways = Ways(service);
        string others = string.Concat(ways.Where(way => way.Dialled is null).Select(way => way.Said + "\n"));
        return new ContactCard(service.PaperName.Value, [.. ways.Select(way => way.Dialled).OfType<string>().Distinct()], Page(site, service.Hit.Code), others + Checked(service.Hit));
    }

    /// <summary>A table for a spreadsheet: a row for each entry below the names of its columns.</summary>
    public IEnumerable<IEnumerable<string>> Table(IEnumerable<PickedService> services, string site)
    {
        ArgumentNullException.ThrowIfNull(services);
        yield return s_columns.Select(column => words[$"Share.Column.{column}"]);
        foreach (var service in services)
        {
            var card = service.Hit.Card;
            yield return
            [
                service.PaperName.Value,
                string.Join(Several, Ways(service).Select(way => way.Said)),
                string.Join(Several, card.Sites.Select(Town).OfType<string>().Distinct()),
                service.PrintAddress ? string.Join(Several, card.Sites.Where(one => one.Street is not null).Select(one => Town(one) is { } town ? $"{one.Street}, {town}" : one.Street)) : "",
                say.Needs(card.Needs),
                say.Languages(card.Languages),
                service.Hit.State is EntryState.Own ? "" : service.Hit.CheckedOn.ToString(Month, CultureInfo.InvariantCulture),
                Checked(service.Hit),
                service.HiddenFrom.PlusDays(-1).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                Page(site, service.Hit.Code),
            ];
        }
    }

    /// <summary>The town of a site, or the area that hides it.</summary>
    public string? Town(CardSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return places.Find(site.PlaceId) is not { } place ? null : site.Kind is SiteKind.Area ? placeNames.Hidden(place) : place.Name;
    }

    private static string ShortMonth(PickedService service) => service.Hit.CheckedOn.ToString("MM/yyyy", CultureInfo.InvariantCulture);

    private static bool IsRightToLeft(string text) => text.Any(letter => letter is >= '\u0590' and <= '\u08ff' or >= '\ufb1d' and <= '\ufefc');
}

/// <summary>One way to reach a service.</summary>
/// <param name="By">What one needs for it beside a telephone: "SMS", "Signal"; null: nothing.</param>
/// <param name="Shown">As somebody reads or types it.</param>
/// <param name="Dialled">As a telephone dials it; null: it is no number.</param>
public sealed record WayToReach(string? By, string Shown, string? Dialled)
{
    public Text? For { get; init; }

    /// <summary>When somebody answers; empty: not known.</summary>
    public IReadOnlyList<HoursRule> Hours { get; init; } = [];

    /// <summary>In one line.</summary>
    public string Said => By is null ? Shown : $"{By}: {Shown}";
}
