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

/// <summary>One for a large town and one for a small one. None for Leeds, whose results are the ones that are shown and measured.</summary>
internal static class DemoNotices
{
    public static IReadOnlyList<DemoNotice> All { get; } =
    [
        new(Manchester, 5, "The night outreach is not out this week. Kit is at the drop-in.", Loom, Aire, 7),
        new(Skipton, 15, "Snow on the moor. Visits by car may come late.", Dales, Aire, 5),
    ];
}
