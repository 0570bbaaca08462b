using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>One revision published in a full directory: how long the transaction takes, and that the next page has it.</summary>
internal static class PublishSpeed
{
    private const int Leeds = 2644688;

    private const int Times = 30;

    private const double MostMilliseconds = 50;

    public static async Task RunAsync(Site site, Figures figures)
    {
        var web = await site.RealAsync();
        await using var owner = DataSources.Owner(site.Settings.Require(Login.Owner));
        await using var app = DataSources.App(site.Settings.Require(Login.Directory));
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        var organisation = await OrganisationAsync(owner, today);
        var actor = new Actor(organisation, ActorRole.Reviewer);
        WrittenRevision? entry = null;
        List<double> took = [];
        int seen = 0;
        for (int i = 0; i < Times; i++)
        {
            var content = Content(organisation, $"Entry number {i}");
            await using var context = new DirectoryDbContext(DirectoryDatabase.Configure(new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder<DirectoryDbContext>(), app).Options);
            var listings = new ListingService(context, DirectoryCatalogue.Default, id => ListingPlace.Of(site.Gazetteer, id), new VettingOptions(), new DirectoryOptions());
            entry = entry is null
                ? await listings.CreateAsync(new CreateService(organisation, content, today), actor)
                : await listings.ReviseAsync(new ReviseService(entry.ServiceId, organisation, content, today), actor);
            var clock = Stopwatch.StartNew();
            await listings.PublishAsync(new PublishRevision(entry.RevisionId, today), actor);
            took.Add(clock.Elapsed.TotalMilliseconds);
            string page = await web.Browser.GetStringAsync(new Uri($"/services/{entry.Code}", UriKind.Relative));
            seen += page.Contains($"Entry number {i}<", StringComparison.Ordinal) ? 1 : 0;
        }

        took.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publishing at {site.Services}: median {took[Times / 2]:0.0} ms, most {took[^1]:0.0} ms; {seen} of {Times} were on the next page"));
        figures.AtMost($"publish-ms-{site.Services}", took[Times / 2], MostMilliseconds);
        figures.All($"publish-seen-{site.Services}", seen, Times);
    }

    /// <summary>One that may show its own service: sex worker-led, vouched for, and named by its own choice.</summary>
    private static async Task<Guid> OrganisationAsync(NpgsqlDataSource owner, LocalDate today)
    {
        var id = Guid.NewGuid();
        await using var context = new DirectoryDbContext(DirectoryDatabase.Configure(new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder<DirectoryDbContext>(), owner).Options);
        context.Add(new Organisation
        {
            Id = id,
            Code = id.ToString("N")[..6],
            Kind = OrganisationKind.SexWorkerLed,
            Name = Text.Of("en", "An invented organisation"),
            Country = "GB",
            Origin = "benchmark",
        });
        await context.SaveChangesAsync();
        await using var vouch = owner.CreateCommand("update directory.organisation set vouched_until = $2, public_name = true, public_badge = true where id = $1");
        vouch.Parameters.Add(new NpgsqlParameter { Value = id });
        vouch.Parameters.Add(new NpgsqlParameter { Value = today.PlusYears(1) });
        await vouch.ExecuteNonQueryAsync();
        return id;
    }

    private static ListingContent Content(Guid organisation, string name) => new()
    {
        Name = Text.Of("en", name),
        Profile = Profile.Health,
        Consent = new Consent { Kind = ConsentKind.Given, GivenOn = new LocalDate(2026, 10, 1), ExactAddress = true },
        Switches = new PublicationSwitches(),
        Summary = Text.Of("en", "Free tests and treatment. You choose which tests."),
        Provider = new Provider { Name = Text.Of("en", "An invented organisation"), Kind = ProviderKind.Community, OrganisationId = organisation },
        Needs = [1, 4],
        Sites =
        [
            new Core.Listings.Site
            {
                Id = Guid.NewGuid(),
                Kind = SiteKind.Address,
                PlaceId = Leeds,
                Street = "1 Example Street",
                Point = new GeoPoint(53.79648, -1.54785),
                Hours = [.. Enumerable.Range(1, 5).Select(day => new HoursRule { Id = Guid.NewGuid(), Day = (IsoDayOfWeek)day, Opens = new LocalTime(9, 0), Closes = new LocalTime(17, 0) })],
            },
        ],
        Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441144960001", Country = "GB" }],
        StaffLanguages = ["en", "ro"],
        Cost = Text.Of("en", "Free"),
        Sharing = new Sharing { Police = Text.Of("en", "Nothing, unless a court orders it.") },
        Access = [.. DirectoryCatalogue.Default.Facets.Where(facet => facet.Decides).Select(facet => new AccessFact
        {
            Id = Guid.NewGuid(),
            Facet = facet.Id,
            Yes = true,
            Value = facet.CountsAsYes.Count > 0 ? facet.CountsAsYes[0] : null,
        })],
    };
}
