using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// The facts of a description that are checked one by one. A check belongs to the value it was made on, so each fact has a hash
/// of its value: a translation does not change it, another telephone number does.
/// </summary>
public static class ListingFacts
{
    /// <summary>Fact → SHA-256 of its value.</summary>
    /// <remarks>
    /// A nested item goes by its id; a site's opening hours by <c>{id}.hours</c>, as they change more often than the site; a
    /// field of the whole service by its name, and a field of its sharing by <c>sharing.police</c>.
    /// </remarks>
    public static SortedDictionary<string, byte[]> Hashes(ListingContent content)
    {
        var facts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var site in content.Sites)
        {
            Add(Key(site.Id), site with { Hours = null, SpecialDays = [] });
            if (site.Hours is not null || site.SpecialDays.Count > 0)
                Add(HoursOf(site.Id), new { site.Hours, site.SpecialDays });
        }

        foreach (var phone in content.Phones)
            Add(Key(phone.Id), phone);
        foreach (var message in content.Messages)
            Add(Key(message.Id), message);
        foreach (var fact in content.Access)
            Add(Key(fact.Id), fact);
        Add(content.Website?.Id, content.Website);
        Add(content.Email?.Id, content.Email);
        Add(content.Post?.Id, content.Post);
        Add("needs", content.Needs);
        Add("remoteAreas", content.RemoteAreas);
        Add("staffLanguages", content.StaffLanguages);
        Add("interpreterLanguages", content.InterpreterLanguages);
        Add("cost", content.Cost);
        Add("waitingTime", content.WaitingTime);
        Add("whoCanUse", content.WhoCanUse);
        Add("whoCannotUse", content.WhoCannotUse);
        Add("whatTheyAsk", content.WhatTheyAsk);
        Add("whatToSay", content.WhatToSay);
        Add("whatYouCanChoose", content.WhatYouCanChoose);
        Add("whatHappens", content.WhatHappens);
        Add("howTheyContactYou", content.HowTheyContactYou);
        Add("sharing.police", content.Sharing.Police);
        Add("sharing.immigration", content.Sharing.Immigration);
        Add("sharing.socialServices", content.Sharing.SocialServices);
        Add("sharing.employers", content.Sharing.Employers);
        Add("orderedByLaw", content.OrderedByLaw);
        Add("bookedApart", content.BookedApart);
        Add("underEighteen", content.UnderEighteen);
        Add("intake", content.Intake);
        return facts;

        void Add(object? key, object? value)
        {
            if (value is not null and not System.Collections.ICollection { Count: 0 })
                facts.Add(Convert.ToString(key, CultureInfo.InvariantCulture)!, Hash(value));
        }
    }

    /// <summary>The same with each hash in hex, as the database compares it with that of a check.</summary>
    public static Dictionary<string, string> InHex(ListingContent content) =>
        Hashes(content).ToDictionary(fact => fact.Key, fact => Convert.ToHexStringLower(fact.Value));

    /// <summary>Facts that are called on again every few months: where and how a person gets in touch.</summary>
    public static IEnumerable<string> Contacts(ListingContent content) =>
        new[] { content.Website?.Id, content.Email?.Id, content.Post?.Id }.OfType<Guid>()
            .Concat(content.Sites.Select(s => s.Id))
            .Concat(content.Phones.Select(p => p.Id))
            .Concat(content.Messages.Select(m => m.Id))
            .Select(Key);

    public static string HoursOf(Guid site) => $"{Key(site)}.hours";

    private static string Key(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    private static byte[] Hash(object value) =>
        CanonicalJson.Hash(Originals(JsonSerializer.SerializeToNode(value, value.GetType(), ContentJson.Options)!));

    /// <summary>The value with each text reduced to its original.</summary>
    private static JsonNode Originals(JsonNode node) => node switch
    {
        JsonObject text when text.Count == 2 && text["original"] is JsonValue original && text["in"] is JsonObject words =>
            words[original.GetValue<string>()]!["value"]!.DeepClone(),
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, f.Value is null ? null : Originals(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Originals(i))]),
        _ => node.DeepClone(),
    };
}
