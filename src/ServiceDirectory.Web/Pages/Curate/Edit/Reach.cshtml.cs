using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>How to get in touch, whom help reaches at a distance, and in which languages.</summary>
public sealed class ReachModel(DraftService drafts, SayPlaces sayPlaces, PlaceFinder places, AreaFinder areas, IOptions<DirectoryOptions> options) : SectionModel(drafts)
{
    private const string Everywhere = "001";

    public override ListingSection Section => ListingSection.Reach;

    public IReadOnlyList<int> Items(string list)
    {
        var items = Form.Items(list, ListingLimits.Phones);
        return items.Count > 0 && IsBlank($"{list}[{items[^1]}]") ? items : [.. items, items.Count == 0 ? 0 : items[^1] + 1];
    }

    /// <summary>Neither a number nor an address.</summary>
    public bool IsBlank(string at) => Form[$"{at}.number"].Trim().Length == 0 && Form[$"{at}.address"].Trim().Length == 0 && Form[$"{at}.app"].Trim().Length == 0;

    protected override Task OpenAsync(CancellationToken cancellation) => places.ReadyAsync(cancellation);

    protected override void Fill(ListingContent content)
    {
        foreach (var (index, phone) in content.Phones.Index())
        {
            string at = $"phones[{index}]";
            Form.Add($"{at}.id", phone.Id.ToString());
            Form.Add($"{at}.number", phone.Number);
            Form.Add($"{at}.country", phone.Country);
            Fill($"{at}.for", phone.For);
            Fill($"{at}.cost", phone.Cost);
            Form.Add($"{at}.appearsOnBills", phone.AppearsOnBills switch { true => "yes", false => "no", null => "" });
            Form.Add($"{at}.givesHelp", phone.GivesHelp);
            WeekFields.Fill(Form, at, phone.Hours);
        }

        foreach (var (index, message) in content.Messages.Index())
        {
            string at = $"messages[{index}]";
            Form.Add($"{at}.id", message.Id.ToString());
            Form.Add($"{at}.app", message.App);
            Form.Add($"{at}.address", message.Address);
            Fill($"{at}.note", message.Note);
            Form.Add($"{at}.givesHelp", message.GivesHelp);
        }

        Form.Add("website.url", content.Website?.Url ?? "");
        Form.Add("email.address", content.Email?.Address ?? "");
        Form.Add("post", content.Post is not null);
        Form.Add("post.plainPacket", content.Post?.PlainPacket is true);
        Fill("post.note", content.Post?.Note);
        Form.Add("remoteAreas", string.Join(", ", content.RemoteAreas.Select(area => area.Contains('.', StringComparison.Ordinal) ? area : sayPlaces.Areas([area]))));
        Form.Add("staffLanguages", string.Join(", ", content.StaffLanguages.Select(Say.Language)));
        Form.Add("interpreterLanguages", string.Join(", ", content.InterpreterLanguages.Select(Say.Language)));
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        string website = Form["website.url"].Trim(), email = Form["email.address"].Trim();
        // Nobody types https:// on a phone.
        if (website.Length > 0 && !website.Contains(':', StringComparison.Ordinal))
            website = $"https://{website}";
        return Task.FromResult(now with
        {
            Phones = Phones(now),
            Messages = Messages(now),
            Website = website.Length == 0 ? null : new WebAddress { Id = now.Website?.Id ?? Guid.NewGuid(), Url = website },
            Email = email.Length == 0 ? null : new EmailAddress { Id = now.Email?.Id ?? Guid.NewGuid(), Address = email },
            Post = Form["post"].Length == 0 ? null : new PostDelivery
            {
                Id = now.Post?.Id ?? Guid.NewGuid(),
                PlainPacket = Form["post.plainPacket"].Length > 0,
                Note = Read("post.note", now.Post?.Note),
            },
            RemoteAreas = [.. Areas().Distinct()],
            StaffLanguages = Languages("staffLanguages", now.StaffLanguages),
            InterpreterLanguages = Languages("interpreterLanguages", now.InterpreterLanguages),
        });
    }

    private List<Phone> Phones(ListingContent now)
    {
        var phones = new List<Phone>();
        foreach (int item in Form.Items("phones", ListingLimits.Phones))
        {
            string at = $"phones[{item}]";
            if (Form[$"{at}.gone"].Length > 0 || IsBlank(at))
                continue;
            var id = Id($"{at}.id", now.Phones.Select(phone => phone.Id).Except(phones.Select(phone => phone.Id)));
            var had = now.Phones.FirstOrDefault(phone => phone.Id == id);
            string country = Form[$"{at}.country"].Trim() is { Length: > 0 } typed ? LanguageNames.Country(typed) ?? typed : options.Value.HomeCountry;
            string number = Form[$"{at}.number"].Trim();
            Wrong.Map("phones", phones.Count, item);
            phones.Add(new Phone
            {
                Id = id,
                Number = Countries.Contains(country) ? PhoneText.Read(number, country) : number,
                Country = country,
                For = Read($"{at}.for", had?.For),
                Cost = Read($"{at}.cost", had?.Cost),
                AppearsOnBills = Form[$"{at}.appearsOnBills"] switch { "yes" => true, "no" => false, _ => null },
                GivesHelp = Form[$"{at}.givesHelp"].Length > 0,
                Hours = WeekFields.Read(Form, at, had?.Hours, Language, Wrong),
            });
        }

        return phones;
    }

    private List<MessageChannel> Messages(ListingContent now)
    {
        var messages = new List<MessageChannel>();
        foreach (int item in Form.Items("messages", ListingLimits.Messages))
        {
            string at = $"messages[{item}]";
            if (Form[$"{at}.gone"].Length > 0 || IsBlank(at))
                continue;
            var id = Id($"{at}.id", now.Messages.Select(message => message.Id).Except(messages.Select(message => message.Id)));
            Wrong.Map("messages", messages.Count, item);
            messages.Add(new MessageChannel
            {
                Id = id,
                App = Form[$"{at}.app"].Trim(),
                Address = Form[$"{at}.address"].Trim(),
                Note = Read($"{at}.note", now.Messages.FirstOrDefault(message => message.Id == id)?.Note),
                GivesHelp = Form[$"{at}.givesHelp"].Length > 0,
            });
        }

        return messages;
    }

    private IEnumerable<string> Areas()
    {
        foreach (string part in LanguageNames.Parts(Form["remoteAreas"]))
        {
            if (part == Everywhere || part.Equals(sayPlaces.Areas([Everywhere]), StringComparison.OrdinalIgnoreCase))
                yield return Everywhere;
            else if (areas.CodeOf(part, options.Value.HomeCountry) is { } code)
                yield return code;
            else
                Wrong.Add("remoteAreas", "Entry.Wrong.Area", part.Length <= 60 ? part : part[..60]);
        }
    }

    private List<string> Languages(string name, IReadOnlyList<string> now)
    {
        var tags = new List<string>();
        foreach (string part in LanguageNames.Parts(Form[name]))
        {
            // A language of a region is called otherwise in every language of the page; what is kept is known by its name.
            if ((now.FirstOrDefault(tag => Say.Language(tag) == part) ?? LanguageNames.Find(part)) is not { } found)
                Wrong.Add(name, "Entry.Wrong.LanguageCalled", part.Length <= 60 ? part : part[..60]);
            else if (!tags.Contains(found))
                tags.Add(found);
        }

        return tags;
    }
}
