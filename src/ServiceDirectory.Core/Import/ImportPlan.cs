using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <param name="Uses">Of the columns of the sheet.</param>
/// <param name="Language">BCP 47 tag of the language in which the list is written.</param>
/// <param name="Anyway">Numbers of rows that are brought in although they seem to be there already.</param>
public sealed record ReadList(Guid OrganisationId, Sheet Sheet, IReadOnlyList<ColumnUse> Uses, string Language, IReadOnlyCollection<int> Anyway);

/// <param name="On">The day on which the entries are written.</param>
public sealed record BringIn(ReadList List, LocalDate On);

/// <summary>What would become of each row.</summary>
public sealed record ImportPlan(IReadOnlyList<PlannedRow> Rows)
{
    public int Count(RowFate fate) => Rows.Count(row => row.Fate == fate);

    /// <summary>Something would be written.</summary>
    public bool Writes => Rows.Any(row => row.Fate is RowFate.New or RowFate.Changed);
}

/// <param name="Row">As it was read.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Of">The code of the entry that it is, changes, or looks like; null: none.</param>
/// <param name="OfRow">The row of the same list that it looks like; null: none.</param>
/// <param name="Why">By what it looks like another; null: it does not.</param>
/// <param name="Problem">Why it cannot be brought in; null: it can.</param>
public sealed record PlannedRow(ReadRow Row, RowFate Fate, string? Of = null, int? OfRow = null, ColumnUse? Why = null, RowProblem? Problem = null)
{
    internal byte[] Key { get; init; } = [];

    internal ListingContent? Content { get; init; }

    internal Guid ServiceId { get; init; }
}

public enum RowFate
{
    /// <summary>Becomes an entry.</summary>
    New,

    /// <summary>Becomes a new revision of an entry that is still a draft.</summary>
    Changed,

    /// <summary>Was read before and says the same.</summary>
    Same,

    /// <summary>Says something new of an entry that is no draft any more: that is for its own form.</summary>
    Further,

    /// <summary>Looks like an entry that is there, or like another row.</summary>
    Duplicate,

    /// <summary>Cannot be brought in.</summary>
    Unread,
}

/// <summary>What was written.</summary>
public sealed record ImportOutcome(int Added, int Changed, int Same, int LeftOut);
