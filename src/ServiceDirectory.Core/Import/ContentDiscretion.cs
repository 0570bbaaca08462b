using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// For whole entries what <see cref="RowReader"/> does for rows of cells, by the same rules: the street of a place that hides, or of
/// which nobody knows what it is, is gone here, and so is every sentence that names one. E-mail addresses of people go as well.
/// </summary>
/// <param name="rules">Which places hide.</param>
/// <param name="places">Towns.</param>
internal sealed class ContentDiscretion(HidingRules rules, SheetPlaces places)
{
    /// <param name="content">As it was read.</param>
    /// <param name="kind">What else is said of its kind, for example its legal form.</param>
    /// <param name="note">For the organisation alone.</param>
    /// <param name="streets">Streets and postal codes that were read, whether or not a site has them.</param>
    public DiscreetContent Reduce(ListingContent content, string kind, string? note, IEnumerable<string> streets)
    {
        var walk = new Walk(rules, places, [.. streets, .. content.Sites.SelectMany(site => new[] { site.Street ?? "", site.PostalCode ?? "" })]);
        return walk.Reduce(content, kind, note ?? "");
    }

    /// <summary>One entry.</summary>
    private sealed class Walk(HidingRules rules, SheetPlaces places, IReadOnlyList<string> exact)
    {
        private readonly Discretion _discretion = new(exact);
        private readonly List<RowRemark> _remarks = [];

        public DiscreetContent Reduce(ListingContent content, string kind, string note)
        {
            string runBy = Said(content.Provider.Name);
            string kindWords = content.Provider.Kind is { } known ? EnumSlug.Of(known) : kind;
            string everything = string.Join('\n',
            [
                Said(content.Name), .. content.OtherNames.Select(Said), $"{kind} {runBy}", Said(content.Summary), Said(content.Description), Said(content.WhoCanUse), note,
            ]);
            bool hides = rules.Hides(SheetKind.Read(kindWords, runBy, everything), content.Needs, everything) || content.Sites.Any(site => site.Kind != SiteKind.Address);
            if (content.Email is { } email && ContactText.IsOfPerson(email.Address, string.Join(' ', [Said(content.Name), .. content.OtherNames.Select(Said), runBy])))
            {
                Remark(RemarkKind.EmailOfPerson);
                content = content with { Email = null };
            }

            if (!hides)
                return new DiscreetContent(content, note.Length > 0 ? note : null, _remarks, null);
            var problem = content.Name.In.Values.Any(name => _discretion.TellsInName(name.Value)) ? RowProblem.NameTellsStreet : (RowProblem?)null;
            content = Sites(content);
            content = Addresses(content);
            content = Words(content);
            note = Sentences(note);
            return new DiscreetContent(content, note.Length > 0 ? note : null, _remarks, problem);
        }

        private ListingContent Sites(ListingContent content)
        {
            if (exact.Any(text => text.Length > 0) || content.Sites.Any(site => site.Point is not null))
                Remark(RemarkKind.StreetLeftOut);
            Site[] sites = [.. content.Sites.Select(Area).OfType<Site>()];
            // What is known of a place that is gone is gone with it.
            return content with { Sites = sites, Access = [.. content.Access.Where(fact => fact.SiteId is not { } of || sites.Any(site => site.Id == of))] };
        }

        private Site? Area(Site site)
        {
            if (site.Kind == SiteKind.Mobile)
                return site with { Street = null, PostalCode = null, Point = null };
            return places.Place(site.PlaceId) is { } place && rules.HidingPlace(place, Remark) is { } town
                ? site with { Kind = SiteKind.Area, PlaceId = town.GeoNameId, Street = null, PostalCode = null, Point = null }
                : null;
        }

        private ListingContent Addresses(ListingContent content)
        {
            if (content.Website is { } website && Tells(website.Url))
            {
                Remark(RemarkKind.WebsiteUnread);
                content = content with { Website = null };
            }

            return content with { Messages = [.. content.Messages.Where(message => !Tells(message.Address))] };
        }

        private bool Tells(string address) => _discretion.Tells(Uri.UnescapeDataString(address));

        /// <summary>Every text in every language, whatever it is for: one that is added to the document later is found as well.</summary>
        private ListingContent Words(ListingContent content)
        {
            var document = JsonSerializer.SerializeToNode(content, ContentJson.Options)!.AsObject();
            foreach (var (name, value) in document.ToList())
            {
                // The name is refused and not cleaned.
                if (name != "name" && value is not null && !Keep(name, value))
                    document.Remove(name);
            }

            return document.Deserialize<ListingContent>(ContentJson.Options)!;
        }

        /// <summary>Cleans what is inside. False: nothing is left of it.</summary>
        private bool Keep(string name, JsonNode node)
        {
            switch (node)
            {
                case JsonArray list:
                    foreach (var item in list.OfType<JsonNode>().Where(item => !Keep(name, item)).ToList())
                        list.Remove(item);
                    return true;
                case JsonObject text when text["original"] is JsonValue original && text["in"] is JsonObject words:
                    return KeepWords(isName: name.EndsWith("ame", StringComparison.Ordinal) || name == "otherNames", original.GetValue<string>(), words);
                case JsonObject inner:
                    foreach (var (key, value) in inner.ToList())
                    {
                        if (value is not null && !Keep(key, value))
                            inner.Remove(key);
                    }

                    return true;
                default:
                    return true;
            }
        }

        private bool KeepWords(bool isName, string original, JsonObject words)
        {
            foreach (var (language, said) in words.ToList())
            {
                string before = said!["value"]!.GetValue<string>();
                string after = !isName ? Sentences(before) : _discretion.TellsInName(before) ? "" : before;
                if (isName && after.Length < before.Length)
                    Remark(RemarkKind.SentenceLeftOut);
                if (after.Length == 0)
                    words.Remove(language);
                else
                    said["value"] = after;
            }

            return words.ContainsKey(original);
        }

        private string Sentences(string text)
        {
            var (kept, isLess) = _discretion.Clean(text);
            if (isLess)
                Remark(RemarkKind.SentenceLeftOut);
            return kept;
        }

        private void Remark(RemarkKind kind, string? words = null)
        {
            if (!_remarks.Exists(remark => remark.Kind == kind && remark.Words == words))
                _remarks.Add(new RowRemark(kind, words));
        }

        private static string Said(Text? text) => text?.OriginalWords ?? "";
    }
}

/// <summary>What of an entry may be kept.</summary>
/// <param name="Content">Without what must not be stored.</param>
/// <param name="Note">Null: none is left.</param>
/// <param name="Remarks">What was left out.</param>
/// <param name="Problem">Why it cannot be brought in; null: it can.</param>
internal sealed record DiscreetContent(ListingContent Content, string? Note, IReadOnlyList<RowRemark> Remarks, RowProblem? Problem);
