using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What differs between two descriptions, and how many have to look at it.</summary>
public sealed partial class ListingDiffTests
{
    /// <summary>The decision of docs/entries.md, written a second time: whatever is not here takes two organisations.</summary>
    private static readonly (string Path, ChangeClass Class)[] s_classes =
    [
        (@"^sites\[\d\]\.(hours|specialDays|byAppointment)", ChangeClass.Daily),
        (@"^phones\[\d\]\.hours", ChangeClass.Daily),
        (@"^(staffLanguages|interpreterLanguages|waitingTime|intake)", ChangeClass.Daily),
        (@"^sites\[\d\]\.(kind|stepFreeNotes)", ChangeClass.Promises),
        // Somebody's yes is needed for all of it, and their word for this address.
        (@"^sites\[0\]\.(placeId|street|postalCode|point)", ChangeClass.Promises),
        (@"^phones\[\d\]\.appearsOnBills", ChangeClass.Promises),
        (@"^post\.plainPacket", ChangeClass.Promises),
        (@"^(sites|phones|messages|website|email|post)", ChangeClass.Contact),
    ];

    private static readonly string[] s_candidates =
    [
        "fr", "2027-02-03", "11:11:00", "tuesday", "law-advice", "missing", "area", "address", "public", "full", "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    ];

    private static readonly ListingContent s_everything = Sample.Everything();

    private static readonly List<string> s_leaves = [.. Leaves(Json(s_everything), "").Where(path => !ItemId().IsMatch(path))];

    [Fact]
    public void Between_AnyValueChanged_IsOneChangeOfItsClass()
    {
        Assert.True(s_leaves.Count > 150, $"{s_leaves.Count}");
        var wrong = new List<string>();
        foreach (string path in s_leaves)
        {
            var (after, expected) = (Changed(path), s_classes.FirstOrDefault(c => Regex.IsMatch(path, c.Path)) is { Path: not null } of ? of.Class : ChangeClass.Promises);
            var changes = ListingDiff.Between(s_everything, after);
            if (changes is not [var one] || one.Class != expected || one.Before.Count != 1 || one.After.Count != 1 || ListingSections.Of(one.Path) != ListingSections.Of(path))
                wrong.Add($"{path}: {string.Join(", ", changes.Select(c => $"{c.Path} {c.Class}"))}");
            if (ChangeClasses.Of(s_everything, after) != expected)
                wrong.Add($"{path} as a whole");
        }

        Assert.Equal([], wrong);
    }

    /// <summary>No difference ⇔ equal, over any set of changed values.</summary>
    [Fact]
    public void Between_NothingToSay_MeansEqual() => Prop.ForAll(
        Gen.Choose(0, s_leaves.Count - 1).ListOf().Select(chosen => chosen.Take(4).Distinct().ToList()).ToArbitrary(),
        chosen =>
        {
            var after = chosen.Aggregate(s_everything, (content, index) => Changed(s_leaves[index], content));
            var changes = ListingDiff.Between(s_everything, after);
            bool isEqual = CanonicalJson.Bytes(s_everything).AsSpan().SequenceEqual(CanonicalJson.Bytes(after));
            return isEqual == (changes.Count == 0) && isEqual == (ChangeClasses.Of(s_everything, after) is null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_ItemAddedOrTakenAway_IsOneChange_WithAllItSaid()
    {
        var phone = new Phone { Id = Guid.NewGuid(), Number = "+441632960999", Country = "GB", For = Text.Of("en", "Booking"), AppearsOnBills = false };
        var more = s_everything with { Phones = [.. s_everything.Phones, phone] };
        var added = Assert.Single(ListingDiff.Between(s_everything, more));
        Assert.Equal(($"phones[{phone.Id:D}]", "phones", ChangeClass.Contact, 0), (added.Path, added.Label, added.Class, added.Before.Count));
        Assert.Equal(["phones.number", "phones.country", "phones.for.original", "phones.for", "phones.appearsOnBills", "phones.givesHelp"], added.After.Select(part => part.Label));
        var gone = Assert.Single(ListingDiff.Between(more, s_everything));
        Assert.Equal((ChangeClass.Contact, 0), (gone.Class, gone.After.Count));
        Assert.Same(phone, gone.Item);
        var text = Assert.Single(ListingDiff.Between(s_everything with { WaitingTime = null }, s_everything));
        Assert.Equal(("waitingTime", ChangeClass.Daily), (text.Path, text.Class));
    }

    [Fact]
    public void Between_OtherOrder_IsSaid()
    {
        var turned = s_everything with { Sites = [.. s_everything.Sites.Reverse()] };
        Assert.Equal(["sites.order"], ListingDiff.Between(s_everything, turned).Select(change => change.Path));
        Assert.Equal(["needs"], ListingDiff.Between(s_everything, s_everything with { Needs = [4, 1] }).Select(change => change.Path));
    }

    [Fact]
    public void Between_HoursNotKnown_AreTheSameEmptyOrAbsent() =>
        Assert.Empty(ListingDiff.Between(s_everything, s_everything with { Sites = [.. s_everything.Sites.Select(s => s.Hours is { Count: 0 } ? s with { Hours = null } : s)] }));

    /// <summary>A place that asked for privacy is not made exact by taking it away and adding it anew.</summary>
    [Fact]
    public void Class_OfAnExactPlaceBesideOneThatHides_IsPromises()
    {
        var exact = Sample.Site();
        var hidden = s_everything with { Sites = [s_everything.Sites[1]], Access = [] };
        Assert.Equal(ChangeClass.Promises, ChangeClasses.Of(hidden, hidden with { Sites = [exact] }));
        Assert.Equal(ChangeClass.Promises, ChangeClasses.Of(hidden, hidden with { Sites = [hidden.Sites[0] with { Kind = SiteKind.Address }] }));
        var open = Sample.Clinic();
        Assert.Equal(ChangeClass.Contact, ChangeClasses.Of(open, open with { Sites = [.. open.Sites, exact] }));
    }

    [Fact]
    public void Class_OfACostNote_IsDaily_AndOfTheCostSentencePromises()
    {
        var clinic = Sample.Clinic();
        var noted = clinic with { Access = [.. clinic.Access.Select(f => f.Facet == 1 ? f with { Note = Text.Of("en", "Free on Mondays") } : f)] };
        Assert.Equal(ChangeClass.Daily, ChangeClasses.Of(clinic, noted));
        Assert.Equal(ChangeClass.Promises, ChangeClasses.Of(clinic, clinic with { Cost = Text.Of("en", "Five pounds") }));
        var police = clinic with { Access = [.. clinic.Access.Select(f => f.Facet == 40 ? f with { Note = Text.Of("en", "They may") } : f)] };
        Assert.Equal(ChangeClass.Promises, ChangeClasses.Of(clinic, police));
        Assert.Equal(ChangeClass.Promises, ChangeClasses.Of(null, clinic));
        Assert.Null(ChangeClasses.Of(clinic, clinic with { Name = Text.Of("en", "Mill Clinic") }));
    }

    /// <summary>Every field is written on one page, and the pages together write everything.</summary>
    [Fact]
    public void Sections_TogetherAreTheWhole()
    {
        var empty = Sample.Clinic("Other") with { Sites = [], Phones = [], Access = [], Needs = [9], Cost = null, StaffLanguages = [], Sharing = new Sharing() };
        var all = Enum.GetValues<ListingSection>().Aggregate(empty, (into, section) => ListingSections.Put(into, s_everything, section));
        Assert.Equal([], ListingDiff.Between(all, s_everything).Select(change => change.Path));
        foreach (string path in s_leaves)
        {
            var changed = Changed(path);
            Assert.Equal(
                [ListingSections.Of(path)],
                Enum.GetValues<ListingSection>().Where(section => ListingSections.Fingerprint(changed, section) != ListingSections.Fingerprint(s_everything, section)));
        }
    }

    private static ListingContent Changed(string path, ListingContent? content = null)
    {
        var document = Json(content ?? s_everything);
        var (parent, key) = Parent(document, path);
        var leaf = (key is int index ? parent[index] : parent[(string)key])!.AsValue();
        foreach (var candidate in Candidates(leaf))
        {
            if (key is int at)
                parent[at] = candidate;
            else
                parent[(string)key] = candidate;
            try
            {
                var read = document.Deserialize<ListingContent>(ContentJson.Options)!;
                if (!CanonicalJson.Bytes(read).AsSpan().SequenceEqual(CanonicalJson.Bytes(content ?? s_everything)))
                    return read;
            }
            catch (JsonException)
            {
                // Not of this kind; another one is.
            }
        }

        throw new InvalidOperationException($"Nothing else can stand at {path}.");
    }

    private static IEnumerable<JsonNode> Candidates(JsonValue leaf) => leaf.GetValueKind() switch
    {
        JsonValueKind.True => [false],
        JsonValueKind.False => [true],
        JsonValueKind.Number => [leaf.GetValue<double>() + 1],
        // A value of a choice first: any text could stand where words do.
        _ => s_candidates.Append(leaf.GetValue<string>() + "x").Select(text => (JsonNode)text),
    };

    private static (JsonNode Parent, object Key) Parent(JsonNode document, string path)
    {
        var steps = Step().Matches(path).Select(step => step.Groups["index"] is { Success: true } index ? (object)int.Parse(index.Value, null) : step.Groups["name"].Value).ToList();
        var at = document;
        foreach (object step in steps.SkipLast(1))
            at = (step is int index ? at[index] : at[(string)step])!;
        return (at, steps[^1]);
    }

    private static IEnumerable<string> Leaves(JsonNode node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Leaves(field.Value!, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        JsonArray items => items.SelectMany((item, index) => Leaves(item!, $"{path}[{index}]")),
        _ => [path],
    };

    private static JsonNode Json(ListingContent content) => JsonSerializer.SerializeToNode(content, ContentJson.Options)!;

    // Another id is another item.
    [GeneratedRegex(@"^(sites|phones|messages|access)\[\d+\]\.id$|^(website|email|post)\.id$")]
    private static partial Regex ItemId();

    [GeneratedRegex(@"\[(?<index>\d+)\]|(?<name>[^.\[\]]+)")]
    private static partial Regex Step();
}
