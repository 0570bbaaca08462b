using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;
using PhoneNumbers;

namespace ServiceDirectory.Core.Listings;

/// <summary>ISO 3166-1 alpha-2 codes, as far as the telephone knows them: every inhabited country and territory.</summary>
public static class Countries
{
    private static readonly FrozenSet<string> Codes =
        PhoneNumberUtil.GetInstance().GetSupportedRegions().ToFrozenSet(StringComparer.Ordinal);

    // Where one country has several clocks, and the time zone database does not name first the one that most people live by.
    private static readonly FrozenDictionary<string, string> MostPeople = new Dictionary<string, string>
    {
        ["AR"] = "America/Argentina/Buenos_Aires",
        ["AU"] = "Australia/Sydney",
        ["BR"] = "America/Sao_Paulo",
        ["CA"] = "America/Toronto",
        ["CD"] = "Africa/Kinshasa",
        ["CL"] = "America/Santiago",
        ["CN"] = "Asia/Shanghai",
        ["CY"] = "Asia/Nicosia",
        ["DE"] = "Europe/Berlin",
        ["EC"] = "America/Guayaquil",
        ["ES"] = "Europe/Madrid",
        ["FM"] = "Pacific/Pohnpei",
        ["GL"] = "America/Nuuk",
        ["ID"] = "Asia/Jakarta",
        ["KI"] = "Pacific/Tarawa",
        ["KZ"] = "Asia/Almaty",
        ["MH"] = "Pacific/Majuro",
        ["MN"] = "Asia/Ulaanbaatar",
        ["MX"] = "America/Mexico_City",
        ["MY"] = "Asia/Kuala_Lumpur",
        ["NZ"] = "Pacific/Auckland",
        ["PF"] = "Pacific/Tahiti",
        ["PG"] = "Pacific/Port_Moresby",
        ["PS"] = "Asia/Hebron",
        ["PT"] = "Europe/Lisbon",
        ["RU"] = "Europe/Moscow",
        ["UA"] = "Europe/Kyiv",
        ["UM"] = "Pacific/Wake",
        ["US"] = "America/New_York",
        ["UZ"] = "Asia/Tashkent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> All => Codes;

    /// <param name="code">Two capital letters.</param>
    public static bool Contains(string code) => Codes.Contains(code);

    /// <summary>The clock that most people of a country live by: what the hours of a line without a site are meant in.</summary>
    /// <param name="code">Two capital letters.</param>
    /// <returns>UTC for a code that the time zone database does not know.</returns>
    public static DateTimeZone MainZone(string code)
    {
        string? id = MostPeople.GetValueOrDefault(code)
            ?? TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(l => l.CountryCode == code)?.ZoneId;
        return id is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb[id];
    }
}
