using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Vetting;

/// <summary>How one promise would read, if a vote of the councils is carried.</summary>
public sealed class CriteriaChange
{
    public required Guid MotionId { get; init; }

    public required CriteriaChangeKind Kind { get; init; }

    /// <summary>Which promise; null: a new one.</summary>
    public int? Criterion { get; init; }

    /// <summary>Of a new one: the place of its principle in the catalogue, from 1 to 4.</summary>
    public int? Principle { get; init; }

    /// <summary>To whom it applies then, as <see cref="Data.EnumSlug"/> writes <see cref="Profile"/>.</summary>
    public string[] Profiles { get; init; } = [];

    /// <summary>The words that people see.</summary>
    public Text? Said { get; init; }

    /// <summary>The question as it is put to a service.</summary>
    public Text? Ask { get; init; }

    /// <summary>How it is checked.</summary>
    public string? How { get; init; }

    public string? BrokenWhen { get; init; }

    /// <summary>3 to 12: until what was listed before has to have a verdict on it.</summary>
    public int? Months { get; init; }

    /// <summary>The version that the vote made; null: none yet, or it was lost.</summary>
    public int? Version { get; private set; }

    public int? Yes { get; private set; }

    public int? No { get; private set; }

    /// <summary>How many could vote.</summary>
    public int? Councils { get; private set; }
}

public enum CriteriaChangeKind
{
    /// <summary>One more required promise.</summary>
    Added,

    /// <summary>Other words.</summary>
    Words,

    /// <summary>A recommended one blocks a listing from now on.</summary>
    Required,

    /// <summary>A required one blocks no more.</summary>
    Recommended,

    /// <summary>A required one applies to others.</summary>
    Profiles,
}

/// <param name="Kind">What would change.</param>
/// <param name="On">Today.</param>
/// <param name="Reason">Why; the councils read it.</param>
public sealed record ProposeCriteria(CriteriaChangeKind Kind, LocalDate On, string Reason)
{
    public int? Criterion { get; init; }

    public int? Principle { get; init; }

    public IReadOnlyList<Profile> Profiles { get; init; } = [];

    public Text? Said { get; init; }

    public Text? Ask { get; init; }

    public string? How { get; init; }

    public string? BrokenWhen { get; init; }

    public int? Months { get; init; }
}
