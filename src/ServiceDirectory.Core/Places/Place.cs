using NodaTime;

namespace ServiceDirectory.Core.Places;

/// <summary>A populated place of the gazetteer. One instance for each, for as long as the gazetteer lives.</summary>
public sealed class Place
{
    /// <summary>GeoNames' number for the place, which never changes meaning.</summary>
    public required int GeoNameId { get; init; }

    /// <summary>The name that GeoNames shows, usually the English or the local one.</summary>
    public required string Name { get; init; }

    /// <summary>The country it is in.</summary>
    public required Country Country { get; init; }

    /// <summary>State, province or nation (first level), where GeoNames knows it.</summary>
    public required Region? Region { get; init; }

    /// <summary>County or district (second level), where GeoNames knows it.</summary>
    public required Region? District { get; init; }

    /// <summary>Degrees north, WGS 84, of the centre.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, WGS 84, of the centre.</summary>
    public required double Longitude { get; init; }

    /// <summary>People, 0 when not known.</summary>
    public required int Population { get; init; }

    /// <summary>The IANA time zone of the place.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>GeoNames' feature code, such as <c>PPLC</c> (capital) or <c>PPLX</c> (part of a town).</summary>
    public required string FeatureCode { get; init; }

    /// <summary>
    /// How likely somebody means this place by its name, as a number without a unit: people times the square root of the number
    /// of names it has in the world's languages. Fame, unlike size, puts Barcelona in Spain well before Barcelona in Venezuela.
    /// </summary>
    internal float Weight { get; init; }

    /// <summary>"Paris, Texas, United States": name, region and country, none said twice.</summary>
    public string FullName => FullNameWith(Country.Name);

    /// <summary>The same with the country's name in another language.</summary>
    public string FullNameWith(string country) =>
        string.Join(", ", new[] { Name, Region?.Name, country }.Where(part => !string.IsNullOrEmpty(part)).Distinct());

    /// <summary>Codes of the country and of the first-level region that it is in: <c>GB</c>, <c>GB.ENG</c>.</summary>
    public IReadOnlyList<string> Areas => Region is { } region ? [Country.Code, region.Code] : [Country.Code];

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>A country or territory with an ISO 3166 code.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, upper case.</param>
/// <param name="Name">The English name.</param>
public sealed record Country(string Code, string Name);

/// <summary>A first- or second-level division of a country.</summary>
/// <param name="Code">GeoNames' code: <c>US.TX</c>, or <c>GB.ENG.G5</c> for the second level.</param>
/// <param name="Country">The country it is part of.</param>
/// <param name="Name">The name that GeoNames shows.</param>
/// <param name="Parent">The first-level division around a second-level one; null for the first level.</param>
public sealed record Region(string Code, Country Country, string Name, Region? Parent);
