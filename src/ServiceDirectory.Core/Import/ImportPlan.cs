using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <param name="Uses">Of the columns of the sheet.</param>
/// <param name="Language">BCP 47 tag of the language in which the list is written.</param>
/// <param name="Anyway">Numbers of rows that are brought in although they seem to be there already.</param>
public sealed record ReadList(Guid OrganisationId, Sheet Sheet, IReadOnlyList<ColumnUse> Uses, string Language, IReadOnlyCollection<int> Anyway);

/// <param name="On">The day on which the entries are written.</param>
public sealed record BringIn(ReadList List, LocalDate On);

/// <summary>A list of whole entries, as another directory keeps it.</summary>
/// <param name="Rows">As they may be kept.</param>
/// <param name="List">What it is called: rows are known again by this and what it calls them.</param>
/// <param name="Language">BCP 47 tag of the language in which it is written.</param>
/// <param name="Terms">What its words for kinds of help were taken for: a keyed hash of each, and ids of needs.</param>
/// <param name="Anyway">Numbers of rows that are brought in although they seem to be there already.</param>
public sealed record ReadEntries(
    Guid OrganisationId,
    IReadOnlyList<ReadRow> Rows,
    string List,
    string Language,
    IReadOnlyCollection<ChosenTerm> Terms,
    IReadOnlyCollection<int> Anyway);

/// <param name="Key">Of the term (<see cref="ImportService.TermKey"/>).</param>
/// <param name="Needs">Ids of needs; none: it was left out.</param>
public sealed record ChosenTerm(byte[] Key, int[] Needs);

/// <param name="On">The day on which the entries are written.</param>
public sealed record BringEntries(ReadEntries Entries, LocalDate On);

/// <summary>What would become of each row.</summary>
public sealed record ImportPlan(IReadOnlyList<PlannedRow> Rows)
{
    public int Count(RowFate fate) => Rows.Count(row => row.Fate == fate);

    /// <summary>Codes of entries that came from this list before and are not in it now. Nothing happens to them.</summary>
    public IReadOnlyList<string> NotSeen { get; init; } = [];

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
