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
        if (service.Hit.Card.Phones is not [var phone, ..])
            return new MessageEntry(name, [isChecked + page, page]);
        string shown = contacts.Phone(phone.Number).Shown;
        string number = "\n" + (IsRightToLeft(name) ? $"{LeftToRight}{shown}{LeftToRight}" : shown);
        return new MessageEntry(name, [number + isChecked + page, number + isChecked, number + page, number]);
    }

    public ContactCard Contact(PickedService service, string site)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new ContactCard(
            service.PaperName.Value, [.. service.Hit.Card.Phones.Select(phone => contacts.Phone(phone.Number).Dialled)], Page(site, service.Hit.Code), Checked(service.Hit));
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
                string.Join(words["List.Join"], card.Phones.Select(phone => contacts.Phone(phone.Number).Shown)),
                string.Join(words["List.Join"], card.Sites.Select(Town).OfType<string>().Distinct()),
                service.PrintAddress ? string.Join(words["List.Join"], card.Sites.Select(one => one.Street).OfType<string>()) : "",
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
