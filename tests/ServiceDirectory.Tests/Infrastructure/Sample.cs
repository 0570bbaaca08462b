using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>A complete, invented description, to be changed by <c>with</c>.</summary>
public static class Sample
{
    public const int Leeds = 2644688;

    public const int Skipton = 2637627;

    public static ListingContent Clinic(string name = "Mill Clinic") => new()
    {
        Name = Text.Of("en", name),
        Profile = Profile.Health,
        Consent = new Consent { Kind = ConsentKind.Given, GivenOn = new LocalDate(2026, 10, 1) },
        Switches = new PublicationSwitches(),
        Summary = Text.Of("en", "Free tests and treatment. You choose which tests."),
        Provider = new Provider { Name = Text.Of("en", "Mill Trust"), Kind = ProviderKind.Ngo },
        Needs = [1, 4],
        Sites = [Site()],
        Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441632960123", Country = "GB" }],
        StaffLanguages = ["en", "ro"],
        Cost = Text.Of("en", "Free"),
        Sharing = new Sharing { Police = Text.Of("en", "Nothing, unless a court orders it.") },
        Access = [.. DirectoryCatalogue.Default.Facets.Where(f => f.Decides).Select(f => new AccessFact
        {
            Id = Guid.NewGuid(),
            Facet = f.Id,
            Yes = true,
            Value = f.CountsAsYes.Count > 0 ? f.CountsAsYes[0] : null,
        })],
    };

    public static Site Site() => new()
    {
        Id = Guid.NewGuid(),
        Kind = SiteKind.Address,
        PlaceId = Leeds,
        Street = "1 Example Street",
        Point = new GeoPoint(53.79648, -1.54785),
        Hours = [Rule(IsoDayOfWeek.Monday, 9, 17)],
    };

    public static HoursRule Rule(IsoDayOfWeek day, int opens, int closes) =>
        new() { Id = Guid.NewGuid(), Day = day, Opens = new LocalTime(opens, 0), Closes = new LocalTime(closes, 0) };
}
