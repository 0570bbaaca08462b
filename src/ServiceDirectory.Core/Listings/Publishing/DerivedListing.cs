using NodaTime;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>
/// What search reads of an entry, made from its description. The database's <c>directory.publish</c> takes it as JSON beside the
/// revision. It holds no state. Cards, search words and masks of facts are taken as they come and not compared with the revision.
/// </summary>
public sealed record DerivedListing
{
    public required LocalDate DueOn { get; init; }

    /// <summary>The first day on which nobody finds the entry.</summary>
    public required LocalDate HiddenFrom { get; init; }

    /// <summary>Bit n: fact n, by which people hide services, is known somewhere in the service.</summary>
    public required long Excludes { get; init; }

    public required IReadOnlyList<DerivedSite> Sites { get; init; }

    /// <summary>Null: no help at a distance.</summary>
    public DerivedRemote? Remote { get; init; }

    public required IReadOnlyList<DerivedText> Texts { get; init; }

    /// <summary>Fact → hash of its value in hex, to which checks are matched.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }
}

/// <param name="Id">The site's id in the description.</param>
/// <param name="Area">Well-known text of the polygon that a mobile service covers.</param>
/// <param name="Yes">Bit n: fact n is known to be so at this site.</param>
/// <param name="Hours">Text of an <c>int4multirange</c>; null: not known.</param>
public sealed record DerivedSite(
    Guid Id,
    double Longitude,
    double Latitude,
    string? Area,
    IReadOnlyList<string> Langs,
    long Yes,
    long No,
    string? Hours,
    int OpenBits,
    string Zone,
    IReadOnlyList<DerivedSpecialDay> SpecialDays);

public sealed record DerivedSpecialDay(LocalDate On, string Hours);

/// <summary>Help by phone, online or post; the areas are the description's own.</summary>
public sealed record DerivedRemote(IReadOnlyList<string> Langs, long Yes, long No, string? Hours, int OpenBits, string Zone);

/// <param name="Vector">Text of a <c>tsvector</c>.</param>
public sealed record DerivedText(string Lang, ServiceCard Card, string Vector);
