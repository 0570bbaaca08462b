namespace ServiceDirectory.Core.Places;

/// <summary>A country as the packed file and <c>published.country</c> hold it.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, upper case.</param>
/// <param name="Name">The English name.</param>
/// <param name="Names">Its names in the world's languages, the English one among them.</param>
public sealed record CountryRow(string Code, string Name, IReadOnlyList<string> Names);

/// <summary>A first- or second-level division as the packed file and <c>published.region</c> hold it.</summary>
/// <param name="Code">GeoNames' code, such as <c>US.TX</c> or <c>GB.ENG.G5</c>.</param>
/// <param name="Name">The name that GeoNames shows.</param>
public sealed record RegionRow(string Code, string Name);

/// <summary>A populated place as the packed file, <c>published.place</c> and <c>published.place_name</c> hold it.</summary>
/// <param name="GeoNameId">GeoNames' number.</param>
/// <param name="Name">The name that GeoNames shows.</param>
/// <param name="CountryCode">ISO 3166-1 alpha-2.</param>
/// <param name="Admin1Code">Code of the first-level division inside the country; empty when not known.</param>
/// <param name="Admin2Code">Code of the second-level division inside the first; empty when not known.</param>
/// <param name="Latitude">Degrees north, WGS 84, five decimals.</param>
/// <param name="Longitude">Degrees east, WGS 84, five decimals.</param>
/// <param name="Population">People; 0 when not known.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="FeatureCode">GeoNames' feature code.</param>
/// <param name="OtherNames">Its other names in every script, none of which folds to the same key as another.</param>
public sealed record PlaceRow(
    int GeoNameId,
    string Name,
    string CountryCode,
    string Admin1Code,
    string Admin2Code,
    double Latitude,
    double Longitude,
    int Population,
    string TimeZone,
    string FeatureCode,
    IReadOnlyList<string> OtherNames);

/// <summary>Everything that the gazetteer is made of.</summary>
public sealed record GazetteerRows(IReadOnlyList<CountryRow> Countries, IReadOnlyList<RegionRow> Regions, IReadOnlyList<PlaceRow> Places);
