namespace ServiceDirectory.Core.Listings.Changes;

/// <summary>What differs between two descriptions, field by field.</summary>
public static class ListingDiff
{
    /// <summary>What says where a place is.</summary>
    private static readonly string[] s_where = ["sites.placeId", "sites.street", "sites.postalCode", "sites.point"];

    /// <summary>
    /// In the order of the document; none when both say the same. Hours that are not known are the same whether the list is empty or absent.
    /// </summary>
    public static IReadOnlyList<ListingChange> Between(ListingContent before, ListingContent after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<ListingChange>();
        Compare(ListingTree.Of(before), ListingTree.Of(after), changes);
        Order("sites", before.Sites.Select(s => s.Id), after.Sites.Select(s => s.Id), ChangeClass.Contact, changes);
        Order("phones", before.Phones.Select(p => p.Id), after.Phones.Select(p => p.Id), ChangeClass.Contact, changes);
        Order("messages", before.Messages.Select(m => m.Id), after.Messages.Select(m => m.Id), ChangeClass.Contact, changes);
        Order("access", before.Access.Select(f => f.Id), after.Access.Select(f => f.Id), ChangeClass.Promises, changes);
        var weighed = HidesNothing(before) ? changes : [.. changes.Select(Expose)];
        return ConsentRules.NeedsYes(before) ? [.. weighed.Select(Move)] : weighed;
    }

    private static void Compare(List<ListingNode> before, List<ListingNode> after, List<ListingChange> changes)
    {
        var later = after.ToDictionary(node => node.Path, StringComparer.Ordinal);
        foreach (var node in before)
        {
            if (!later.Remove(node.Path, out var other))
                changes.Add(new ListingChange(node.Path, node.Label, node.Class, node.Item, [.. node.Parts()], []));
            else if (node.Value is null)
                Compare([.. node.Children], [.. other.Children], changes);
            else if (!CanonicalJson.Hash(node.Value).AsSpan().SequenceEqual(CanonicalJson.Hash(other.Value!)))
                changes.Add(new ListingChange(node.Path, node.Label, Heavier(node, other), other.Item, [.. node.Parts()], [.. other.Parts()]));
        }

        foreach (var node in after.Where(node => later.ContainsKey(node.Path)))
            changes.Add(new ListingChange(node.Path, node.Label, node.Class, node.Item, [], [.. node.Parts()]));
    }

    // The note of a fact that was about cost and now is about police.
    private static ChangeClass Heavier(ListingNode one, ListingNode other) => one.Class > other.Class ? one.Class : other.Class;

    /// <summary>The first of several is the one that a card shows.</summary>
    private static void Order(string name, IEnumerable<Guid> before, IEnumerable<Guid> after, ChangeClass of, List<ListingChange> changes)
    {
        List<Guid> was = [.. before], now = [.. after];
        List<Guid> kept = [.. was.Where(now.Contains)], moved = [.. now.Where(was.Contains)];
        if (!kept.SequenceEqual(moved))
            changes.Add(new ListingChange($"{name}.order", $"{name}.order", of, null, [new ListingPart($"{name}.order", $"{name}.order", kept)], [new ListingPart($"{name}.order", $"{name}.order", moved)]));
    }

    private static bool HidesNothing(ListingContent content) => content.Sites.All(site => site.Kind == SiteKind.Address);

    /// <summary>
    /// Where a place asked for privacy, another one that is shown exactly needs two organisations, as if the first had been made exact:
    /// taking one away and adding one would be a way round otherwise.
    /// </summary>
    private static ListingChange Expose(ListingChange change) =>
        change is { Label: "sites", Before.Count: 0, Item: Site { Kind: SiteKind.Address } } ? change with { Class = ChangeClass.Promises } : change;

    /// <summary>Where a service is shown only with its yes, its word for an address is for that address.</summary>
    private static ListingChange Move(ListingChange change) =>
        change.Item is Site { Kind: SiteKind.Address } && (change is { Label: "sites", Before.Count: 0 } || s_where.Contains(change.Label)) ? change with { Class = ChangeClass.Promises } : change;
}
