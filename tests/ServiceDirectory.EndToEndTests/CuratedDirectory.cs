using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web;

namespace ServiceDirectory.EndToEndTests;

/// <summary>The same with two towns and a second organisation, for those who write entries and judge them.</summary>
public sealed class CuratedDirectory : MembersDirectory
{
    private static readonly Country s_country = new("GB", "United Kingdom");

    private static readonly Region s_england = new("GB.ENG", s_country, "England", null);

    private static readonly ConcurrentDictionary<string, bool> s_seen = new();

    /// <summary>Pages that one of the tests looked at, over this directory or another one, so that the next need not.</summary>
    internal ConcurrentDictionary<string, bool> Seen { get; } = s_seen;

    /// <summary>Has nothing to do with the first.</summary>
    public Organisation Network { get; private set; } = null!;

    /// <summary>An entry that two others have listed.</summary>
    /// <param name="run">The organisation that runs it, where one does.</param>
    public Task<string> ListedAsync(string name, string number, Organisation? run = null) => WrittenAsync(Clinic(name, number, run), approvals: 2);

    /// <summary>An entry that waits for its two reviews.</summary>
    /// <param name="run">The organisation that runs it, where one does.</param>
    /// <param name="by">Who wrote it; null: an organisation that only writes.</param>
    /// <param name="on">When; null: today.</param>
    public Task<string> ProposedAsync(string name, string number, Organisation? run = null, Organisation? by = null, LocalDate? on = null) =>
        WrittenAsync(Clinic(name, number, run), approvals: 0, by, on);

    /// <summary>Judged by an organisation, away from the pages.</summary>
    public async Task ApproveAsync(string code, Organisation by)
    {
        ArgumentNullException.ThrowIfNull(by);
        await using var scope = Services.CreateAsyncScope();
        var revision = await Logins.App.OneAsync<Guid>(
            "select r.id from directory.revision r join directory.service s on s.id = r.service_id where s.code = $1 order by r.number desc limit 1", code);
        await scope.ServiceProvider.GetRequiredService<ReviewService>().RecordAsync(
            new RecordReview(revision, by.Id, null, EvidenceKind.SpokenAnswer, "Asked on the telephone", Today), new Actor(by.Id, ActorRole.Reviewer));
    }

    protected override async Task FillAsync()
    {
        Network = await SexWorkerLedAsync("Harbour Network (demo)");
        await Logins.Owner.AddTownsAsync(
            Town(Sample.Leeds, "Leeds", 53.79648, -1.54785, 455_123),
            Town(2654993, "Bradford", 53.79391, -1.75206, 299_310));
    }

    private async Task<string> WrittenAsync(ListingContent content, int approvals, Organisation? by = null, LocalDate? on = null)
    {
        by ??= await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        await using (var scope = Services.CreateAsyncScope())
        {
            var services = scope.ServiceProvider;
            await services.GetRequiredService<PlaceFinder>().ReadyAsync(default);
            var actor = new Actor(by.Id, ActorRole.Proposer);
            // Where others run it, as the command line, which says so for them.
            await using var owner = Logins.OwnerContext();
            var listings = content.Provider.OrganisationId is { } runs && runs != by.Id
                ? new ListingService(owner, DirectoryCatalogue.Default, services.GetRequiredService<PlaceFinder>().Town, new VettingOptions(), new DirectoryOptions { Id = "test" })
                : services.GetRequiredService<ListingService>();
            var written = await listings.CreateAsync(new CreateService(by.Id, content, on ?? Today), actor);
            await services.GetRequiredService<ProposalService>().ProposeAsync(new ProposeRevision(written.RevisionId, null, on ?? Today), actor);
            if (approvals == 0)
                return written.Code;
            for (int i = 0; i < approvals; i++)
                await ApproveAsync(written.Code, await SexWorkerLedAsync($"Far Union {i} (demo)"));
            return written.Code;
        }
    }

    private static ListingContent Clinic(string name, string number, Organisation? run)
    {
        var clinic = Sample.Clinic(name);
        return clinic with { Phones = [Line(number)], Provider = clinic.Provider with { OrganisationId = run?.Id } };
    }

    private static Phone Line(string number) => new() { Id = Guid.NewGuid(), Number = number, Country = s_country.Code };

    private static Place Town(int id, string name, double latitude, double longitude, int people) => new()
    {
        GeoNameId = id,
        Name = name,
        Country = s_country,
        Region = s_england,
        District = null,
        Latitude = latitude,
        Longitude = longitude,
        Population = people,
        Zone = DateTimeZoneProviders.Tzdb["Europe/London"],
        FeatureCode = "PPL",
    };
}
