using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Cli.Demo;

/// <summary>
/// The few words in which the town files are written.
/// <para>Towns are real, with the ids and centres of GeoNames; everything in them is invented. Streets carry names that no
/// town has. British postal codes end in letters that Royal Mail never uses there (C, I, K, M, O, V), so none can exist; an Irish Eircode has
/// no letter O.</para>
/// </summary>
internal static class Shorthand
{
    public static readonly Town Leeds = new(2644688, 53.79648, -1.54785, "GB.ENG");
    public static readonly Town Otley = new(2640857, 53.90553, -1.69383, "GB.ENG");
    public static readonly Town Skipton = new(2637702, 53.96144, -2.01676, "GB.ENG");
    public static readonly Town Keighley = new(2645889, 53.86791, -1.90664, "GB.ENG");
    public static readonly Town Manchester = new(2643123, 53.48095, -2.23743, "GB.ENG");
    public static readonly Town London = new(2643743, 51.50853, -0.12574, "GB.ENG");
    public static readonly Town Dublin = new(2964574, 53.33306, -6.24889, "IE");
    public static readonly Town Sevilla = new(2510911, 37.38283, -5.97317, "ES");
    public static readonly Town Cluj = new(681290, 46.76667, 23.6, "RO");
    public static readonly Town Rabat = new(2538475, 34.01325, -6.83255, "MA");

    public static DemoDay Christmas(Said note) => new(null, "", note);

    public static DemoDay InDays(int days, string open, Said note) => new(days, open, note);

    public static Said Es(string words) => new("es", words);

    public static Said Ro(string words) => new("ro", words);

    public static Said Ar(string words) => new("ar", words);

    public static Said En(this Said said, string words) => said.And("en", words);

    public static Shares OnlyByCourtOrder(Said sentence) => new("only-by-court-order", sentence);

    public static Shares WithExceptions(Said sentence) => new("exceptions-listed", sentence);

    public static DemoSite Address(Town town, string street, string? postalCode, double north, double east, string? hours) =>
        new(SiteKind.Address, town) { Street = street, PostalCode = postalCode, North = north, East = east, Hours = hours };

    /// <summary>Somewhere in the town; the door is told to those who call.</summary>
    public static DemoSite Area(Town town, string? hours) => new(SiteKind.Area, town) { Hours = hours };

    public static DemoSite Mobile(Town middle, double radiusKm, string? hours) =>
        new(SiteKind.Mobile, middle) { RadiusKm = radiusKm, Hours = hours };

    /// <summary>A line on which help itself is given, in the country around.</summary>
    public static DemoPhone HelpLine(string number, Said what) => new(number) { For = what, GivesHelp = true };

    /// <summary>A number to ask, book or find the door.</summary>
    public static DemoPhone Desk(string number, Said what) => new(number) { For = what };
}
