using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>What of an entry a list can say, by use of its column, and the way back into an entry.</summary>
/// <param name="catalogue">What needs there are, and what is judged of whom.</param>
/// <param name="homeCountry">Of a telephone number that says none.</param>
internal sealed class EntryValues(DirectoryCatalogue catalogue, string homeCountry)
{
    /// <summary>In the spelling of <see cref="ReadRow.Values"/>.</summary>
    public static IReadOnlyDictionary<ColumnUse, string> Of(ListingContent content)
    {
        var site = content.Sites.Count > 0 ? content.Sites[0] : null;
        return new SortedDictionary<ColumnUse, string>
        {
            [ColumnUse.Name] = content.Name.OriginalWords,
            [ColumnUse.OtherName] = string.Join("; ", content.OtherNames.Select(name => name.OriginalWords)),
            [ColumnUse.Provider] = content.Provider.Name?.OriginalWords ?? "",
            [ColumnUse.Kind] = content.Provider.Kind is { } kind ? EnumSlug.Of(kind) : "",
            [ColumnUse.Needs] = string.Join(',', content.Needs),
            [ColumnUse.Summary] = content.Summary?.OriginalWords ?? "",
            [ColumnUse.Description] = content.Description?.OriginalWords ?? "",
            [ColumnUse.Street] = site?.Street ?? "",
            [ColumnUse.PostalCode] = site?.PostalCode ?? "",
            [ColumnUse.Town] = site?.PlaceId.ToString(CultureInfo.InvariantCulture) ?? "",
            [ColumnUse.Phone] = string.Join("; ", content.Phones.Select(phone => phone.Number)),
            [ColumnUse.Website] = content.Website?.Url ?? "",
            [ColumnUse.Email] = content.Email?.Address ?? "",
            [ColumnUse.Languages] = string.Join(',', content.StaffLanguages),
            [ColumnUse.Cost] = content.Cost?.OriginalWords ?? "",
        };
    }

    /// <summary>A new entry: nobody has said yes to it, nothing of it is open to others, and it is judged by all criteria that may apply.</summary>
    public ListingContent New(IReadOnlyDictionary<ColumnUse, string> values, string language) => With(
        new ListingContent
        {
            Name = Text.Of(language, values[ColumnUse.Name]),
            Profile = ProfileOf(Numbers(values.GetValueOrDefault(ColumnUse.Needs, ""))),
            Switches = new PublicationSwitches(),
            Provider = new Provider(),
            Needs = [],
        },
        values,
        language);

    /// <summary>The entry with these values in place of its own. What a list does not say, stays.</summary>
    public ListingContent With(ListingContent content, IReadOnlyDictionary<ColumnUse, string> values, string language)
    {
        foreach (var (use, value) in values)
        {
            content = use switch
            {
                ColumnUse.Name when value.Length > 0 => content with { Name = Changed(content.Name, value, language)! },
                ColumnUse.OtherName => content with
                {
                    OtherNames = [.. Split(value).Select(name => content.OtherNames.FirstOrDefault(n => n.OriginalWords == name) ?? Text.Of(language, name))],
                },
                ColumnUse.Provider => content with { Provider = content.Provider with { Name = Changed(content.Provider.Name, value, language) } },
                ColumnUse.Kind => content with { Provider = content.Provider with { Kind = value.Length > 0 ? EnumSlug.Parse<ProviderKind>(value) : null } },
                ColumnUse.Needs => content with { Needs = Numbers(value) },
                ColumnUse.Summary => content with { Summary = Changed(content.Summary, value, language) },
                ColumnUse.Description => content with { Description = Changed(content.Description, value, language) },
                ColumnUse.Cost => content with { Cost = Changed(content.Cost, value, language) },
                ColumnUse.Languages => content with { StaffLanguages = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
                ColumnUse.Phone => content with { Phones = [.. Split(value).Select(number => PhoneOf(content, number))] },
                ColumnUse.Website => content with { Website = value.Length == 0 ? null : Same(content.Website, value) },
                ColumnUse.Email => content with { Email = value.Length == 0 ? null : Same(content.Email, value) },
                _ => content,
            };
        }

        return content with { Sites = Sites(content.Sites, values) };
    }

    private static IReadOnlyList<Site> Sites(IReadOnlyList<Site> sites, IReadOnlyDictionary<ColumnUse, string> values)
    {
        string street = values.GetValueOrDefault(ColumnUse.Street, ""), code = values.GetValueOrDefault(ColumnUse.PostalCode, "");
        bool hasTown = int.TryParse(values.GetValueOrDefault(ColumnUse.Town), NumberStyles.None, CultureInfo.InvariantCulture, out int town);
        if (sites.Count == 0)
        {
            return !hasTown ? [] :
            [
                new Site
                {
                    Id = Guid.NewGuid(),
                    Kind = street.Length > 0 ? SiteKind.Address : SiteKind.Area,
                    PlaceId = town,
                    Street = Maybe(street),
                    PostalCode = street.Length > 0 ? Maybe(code) : null,
                },
            ];
        }

        var first = sites[0];
        if (hasTown && first.PlaceId != town)
            first = first with { PlaceId = town, Point = null };
        // How exact a place is, is decided by whoever it is about, and not by a list.
        if (first.Kind == SiteKind.Address && values.ContainsKey(ColumnUse.Street) && (first.Street ?? "") != street)
            first = first with { Street = Maybe(street), Point = null };
        if (first.Kind == SiteKind.Address && values.ContainsKey(ColumnUse.PostalCode))
            first = first with { PostalCode = Maybe(code) };
        return [first, .. sites.Skip(1)];
    }

    /// <summary>Of several needs the one counts whose criteria are the most.</summary>
    internal Profile ProfileOf(IReadOnlyList<int> needs)
    {
        var profiles = needs.Select(need => need switch
        {
            >= 45 and <= 56 => Profile.LawAdvice,
            >= 57 and <= 67 => Profile.Basics,
            >= 74 and <= 80 => Profile.PeerLine,
            _ => Profile.Health,
        }).DefaultIfEmpty(Profile.Health);
        return profiles.MaxBy(profile => catalogue.Criteria.Criteria.Count(criterion => criterion.Required && criterion.Profiles.Contains(profile)));
    }

    private Phone PhoneOf(ListingContent content, string number) =>
        content.Phones.FirstOrDefault(phone => phone.Number == number) ?? new Phone
        {
            Id = Guid.NewGuid(),
            Number = number,
            Country = PhoneRules.CountryOf(number) ?? homeCountry,
        };

    private static WebAddress Same(WebAddress? before, string url) => before?.Url == url ? before : new WebAddress { Id = Guid.NewGuid(), Url = url };

    private static EmailAddress Same(EmailAddress? before, string address) =>
        before?.Address == address ? before : new EmailAddress { Id = Guid.NewGuid(), Address = address };

    /// <summary>A new original; its translations stay and say of themselves that they are older.</summary>
    private static Text? Changed(Text? before, string words, string language)
    {
        if (words.Length == 0)
            return null;
        if (before is null)
            return Text.Of(language, words);
        return before.OriginalWords == words
            ? before
            : before with
            {
                In = new SortedDictionary<string, Words>(before.In.ToDictionary(), StringComparer.Ordinal) { [before.Original] = new Words { Value = words } },
            };
    }

    private static string? Maybe(string text) => text.Length > 0 ? text : null;

    private static string[] Split(string text) => text.Split("; ", StringSplitOptions.RemoveEmptyEntries);

    private static List<int> Numbers(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
