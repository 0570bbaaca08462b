using System.Collections.Frozen;

namespace ServiceDirectory.Core.Urgent;

/// <summary>
/// The number by which an ambulance is called, country by country: that of the ambulance, or the one for every emergency. For the
/// European Union it is law (Directive (EU) 2018/1972, article 109). For the others a test asks the numbering plans that
/// libphonenumber carries, which know an emergency number and not whose it is. A country that is missing is one of whose number we
/// are not sure: then no number is better than a wrong one.
/// </summary>
public static class EmergencyNumbers
{
    private static readonly FrozenDictionary<string, string> Ambulance = Read(
        ("112", "AT BE BG HR CY CZ DK EE FI FR DE GR HU IT LV LT LU MT NL PL PT RO SK SI ES SE"),
        ("112", "AO GE IN IS KW MD RU TR XK"),
        ("911", "CA CR DO EC JO MX PA PH US UY VE"),
        ("999", "BD BH GB HK IE KE MY QA"),
        ("103", "AM AZ BY KZ MN UA"),
        ("119", "ID JP KH KR TW"),
        ("144", "CH LI"),
        ("124", "BA ME"),
        ("101", "IL PS"),
        ("000", "AU"),
        ("102", "NP"),
        ("104", "CU"),
        ("107", "AR"),
        ("110", "JM SY"),
        ("111", "NZ"),
        ("1122", "PK"),
        ("113", "NO"),
        ("115", "VN"),
        ("117", "MZ"),
        ("120", "CN"),
        ("122", "IQ"),
        ("123", "CO EG"),
        ("127", "AL"),
        ("131", "CL"),
        ("14", "DZ"),
        ("140", "LB"),
        ("15", "MA"),
        ("1669", "TH"),
        ("190", "TN"),
        ("192", "BR"),
        ("193", "GH"),
        ("194", "MK"),
        ("991", "ZM"),
        ("994", "ZW"),
        ("995", "SG"),
        ("997", "BW SA"),
        ("998", "AE"),
        ("9999", "OM"),
        ("10177", "ZA"));

    /// <summary>Countries whose number is known.</summary>
    public static IEnumerable<string> Countries => Ambulance.Keys;

    /// <summary>The number as it is dialled; null where it is not known.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    public static string? Of(string country) => Ambulance.GetValueOrDefault(country);

    private static FrozenDictionary<string, string> Read(params (string Number, string Countries)[] numbers) =>
        numbers.SelectMany(line => line.Countries.Split(' ').Select(country => KeyValuePair.Create(country, line.Number))).ToFrozenDictionary(StringComparer.Ordinal);
}
