using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Desk;

/// <summary>One thing that waits for an organisation.</summary>
/// <param name="Code">Of the entry.</param>
/// <param name="Name">As it was written last.</param>
public sealed record DeskRow(DeskKind Kind, string Code, Text Name)
{
    /// <summary>GeoNames id of its first place.</summary>
    public int? PlaceId { get; init; }

    /// <summary>It helps with something that cannot wait.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Nothing is listed in its town.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Since when it waits.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>The day on which it is too late.</summary>
    public LocalDate? Until { get; init; }
}

/// <summary>Kinds of things that wait, in the order in which the desk shows them.</summary>
public enum DeskKind
{
    /// <summary>Whoever judges an entry asked something.</summary>
    Question,

    /// <summary>Its checks are so old that nobody finds it any more.</summary>
    Hidden,

    /// <summary>Its checks are long overdue, and it stands last.</summary>
    Late,

    /// <summary>A check is due.</summary>
    Due,
}
