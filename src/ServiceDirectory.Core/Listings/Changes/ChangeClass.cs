namespace ServiceDirectory.Core.Listings.Changes;

/// <summary>How many have to look at a change of an entry that the public reads, the fewest first. docs/entries.md has the list.</summary>
public enum ChangeClass
{
    /// <summary>Hours, special days, languages, waiting time, whether new people are taken, a note beside a fact about cost: one reviewer with a check.</summary>
    Daily,

    /// <summary>How and where somebody gets in touch: two people.</summary>
    Contact,

    /// <summary>Everything else: two organisations.</summary>
    Promises,
}

public static class ChangeClasses
{
    /// <summary>The class of a change as a whole, which is that of its weightiest part.</summary>
    /// <param name="before">What was approved; null: nothing yet.</param>
    /// <param name="after">What is proposed.</param>
    /// <returns>Null: nothing has changed.</returns>
    public static ChangeClass? Of(ListingContent? before, ListingContent after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before is null)
            return ChangeClass.Promises;
        var changes = ListingDiff.Between(before, after);
        return changes.Count == 0 ? null : changes.Max(change => change.Class);
    }
}
