using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented line about a town.</summary>
/// <param name="Town">Where it is true.</param>
/// <param name="Km">How far round it.</param>
/// <param name="Words">They name nobody.</param>
/// <param name="By">Whose it is.</param>
/// <param name="ConfirmedBy">Whose member stands by it.</param>
/// <param name="Days">How long it lasts from the day of loading.</param>
public sealed record DemoNotice(Town Town, double Km, Said Words, DemoOrganisation By, DemoOrganisation ConfirmedBy, int Days);

/// <summary>One for the large town and one for the small town.</summary>
internal static class DemoNotices
{
    public static IReadOnlyList<DemoNotice> All { get; } =
    [
        new(Leeds, 5, "The night outreach is not out this week. Kit is at the drop-in.", Aire, Loom, 7),
        new(Skipton, 15, "Snow on the moor. Visits by car may come late.", Dales, Aire, 5),
    ];
}
