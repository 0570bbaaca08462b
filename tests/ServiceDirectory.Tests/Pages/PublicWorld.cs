using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Pages;

/// <summary>The program over a small directory round Leeds, at noon on a Tuesday. Only read by tests.</summary>
public sealed class PublicWorld(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    public const int Pep = 4;
    public const int Hormones = 15;
    public const int Food = 59;
    public const int Condoms = 7;

    private static readonly Lock s_turn = new();
    private static Task<PublicWorld>? s_filled;

    private readonly CopyOfDatabase _database = new(server);
    private WebApplicationFactory<Program>? _program;

    public CopyOfDatabase Database => _database;

    public FixedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    /// <summary>Listed, in the middle of Leeds, open until 17:00, trained, open data; its Romanian summary is the original.</summary>
    public WrittenRevision Clinic { get; private set; } = null!;

    /// <summary>Provisional, area only, asks for ID, tells police in some cases, hours not known.</summary>
    public WrittenRevision Private { get; private set; } = null!;

    /// <summary>Listed, in Skipton, which is 38 km away; full; a part of it is ordered by law.</summary>
    public WrittenRevision Far { get; private set; } = null!;

    /// <summary>Listed, by phone for the whole country; peers, led by the community, with a waiting list.</summary>
    public WrittenRevision Line { get; private set; } = null!;

    /// <summary>Listed, comes to places within 20 km of Leeds.</summary>
    public WrittenRevision Van { get; private set; } = null!;

    /// <summary>Was listed and has left.</summary>
    public WrittenRevision Gone { get; private set; } = null!;

    /// <summary>The code of an invitation that nobody has used, as it stands in its link.</summary>
    public string Invitation { get; private set; } = "";

    /// <summary>The code of a calendar address of somebody who works there.</summary>
    public string Calendar { get; private set; } = "";

    /// <summary>The code of a guide that is true everywhere.</summary>
    public string Guide { get; private set; } = "";

    /// <summary>The code of a list that an organisation keeps.</summary>
    public string Kept { get; private set; } = "";

    public Organisation Provider { get; private set; } = null!;

    /// <summary>Sex worker-led, and shown as that by its own choice; runs the line.</summary>
    public Organisation Peers { get; private set; } = null!;

    /// <summary>A browser that follows no redirect and keeps cookies.</summary>
    public HttpClient Browser() => Program.CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        BaseAddress = new Uri("https://localhost"),
    });

    /// <summary>The same program with more settings.</summary>
    public AppFactory With(params (string Setting, string Value)[] settings) =>
        new(Database.Logins, Clock, settings.ToDictionary(s => s.Setting, s => s.Value));

    public async ValueTask InitializeAsync()
    {
        var filled = await FilledAsync();
        await _database.InitializeAsync(filled.Database.Logins);
        (Provider, Peers, Invitation, Calendar, Guide, Kept) = (filled.Provider, filled.Peers, filled.Invitation, filled.Calendar, filled.Guide, filled.Kept);
        (Clinic, Private, Far, Line, Van, Gone) = (filled.Clinic, filled.Private, filled.Far, filled.Line, filled.Van, filled.Gone);
        _program = Start(new AppFactory(_database.Logins, Clock));
    }

    /// <summary>Its rows are written once for a run; each class gets a copy.</summary>
    private Task<PublicWorld> FilledAsync()
    {
        lock (s_turn)
            return s_filled ??= new PublicWorld(server, places).FillAsync();
    }

    private async Task<PublicWorld> FillAsync()
    {
        await _database.InitializeAsync();
        Provider = await _database.Given.OrganisationAsync("Mill Trust", OrganisationKind.Provider);
        await _database.App.RunAsync($"select directory.publish_organisation('{Provider.Id}', '2026-11-24', '{Provider.Id}', 'proposer')");
        var (one, two) = (await _database.Given.SexWorkerLedAsync("One"), await _database.Given.SexWorkerLedAsync("Two"));
        Peers = await _database.Given.SexWorkerLedAsync("Peers");
        await _database.App.RunAsync($"update directory.organisation set public_name = true, public_badge = true where id = '{Peers.Id}'");
        await _database.App.RunAsync($"select directory.publish_organisation('{Peers.Id}', '2026-11-24', '{Peers.Id}', 'proposer')");

        var clinic = Sample.Clinic() with
        {
            Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441632960123", Country = "GB" }],
            Switches = new PublicationSwitches { OpenData = true },
            Summary = Text.Of("ro", "Teste gratuite."),
            Needs = [1, Pep, Condoms],
            Sites = [Sample.Site() with { Point = new GeoPoint(53.8, -1.5491), Hours = [Sample.Rule(IsoDayOfWeek.Tuesday, 9, 17)], SpecialDays = [new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 12, 25) }] }],
            Provider = new Provider { Name = Text.Of("en", "Mill Trust"), Kind = ProviderKind.Ngo, OrganisationId = Provider.Id },
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://mill.example/" },
        };
        Clinic = await PublishAsync(clinic, one, two);
        await Listings().CheckAsync(
            new CheckFacts(Clinic.RevisionId, one.Id, CheckMethod.Called, new LocalDate(2026, 10, 7)),
            new Actor(one.Id, ActorRole.Reviewer));
        await using (var owner = _database.Logins.OwnerContext())
            await Listings(owner).CertifyAsync(new CertifyTraining(Clinic.ServiceId, two.Id, new LocalDate(2026, 9, 1), 80, true));
        // Another price than the one that was checked.
        var revised = await Listings().ReviseAsync(
            new ReviseService(Clinic.ServiceId, Provider.Id, clinic with { Cost = Text.Of("en", "Free for all") }, Given.Today),
            new Actor(Provider.Id, ActorRole.Proposer));
        await ApproveAsync(revised, one, two);

        Private = await PublishAsync(
            Sample.Clinic("Lane House") with
            {
                Needs = [Pep, Food],
                StaffLanguages = ["en"],
                Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Sample.Leeds }],
                Access =
                [
                    new AccessFact { Id = Guid.NewGuid(), Facet = 1, Yes = true },
                    new AccessFact { Id = Guid.NewGuid(), Facet = 4, Yes = false },
                    new AccessFact { Id = Guid.NewGuid(), Facet = 5, Yes = true },
                    new AccessFact { Id = Guid.NewGuid(), Facet = 7, Yes = true },
                    new AccessFact { Id = Guid.NewGuid(), Facet = 40, Yes = true, Value = "exceptions-listed", Note = Text.Of("en", "Only if a life is at risk.") },
                    new AccessFact { Id = Guid.NewGuid(), Facet = 42, Yes = true, Value = "only-by-court-order" },
                ],
            },
            one);
        Far = await PublishAsync(
            Sample.Clinic("Dales Clinic") with
            {
                Intake = new Intake { State = IntakeState.Full, AsOf = Given.Today, Until = Given.Today.PlusDays(9) },
                Needs = [Hormones, Pep],
                Sites = [Sample.Site() with { PlaceId = Sample.Skipton, Point = new GeoPoint(53.96, -2.017) }],
                OrderedByLaw = Text.Of("en", "Health forms for some jobs."),
                BookedApart = Text.Of("en", "Ask at the other desk."),
            },
            one,
            two);
        Line = await PublishAsync(
            Sample.Clinic("Night Line") with
            {
                Needs = [Hormones, 76],
                Sites = [],
                Phones = [new Phone { Id = Guid.NewGuid(), Number = "+448081570123", Country = "GB", GivesHelp = true, AppearsOnBills = false, Hours = [Sample.Rule(IsoDayOfWeek.Tuesday, 10, 20)], Cost = Text.Of("en", "Free from all phones") }],
                RemoteAreas = ["GB"],
                Profile = Profile.PeerLine,
                Provider = new Provider { Name = Text.Of("en", "Peers"), Kind = ProviderKind.Community, OrganisationId = Peers.Id },
                Intake = new Intake { State = IntakeState.WaitingList, AsOf = Given.Today },
                Access = [.. Sample.Clinic().Access, new AccessFact { Id = Guid.NewGuid(), Facet = 38, Yes = true }],
            },
            one,
            two);
        Van = await PublishAsync(
            Sample.Clinic("Van") with
            {
                Needs = [Condoms],
                Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Mobile, PlaceId = Sample.Leeds, RadiusKm = 20, StopsByPhone = true }],
            },
            one,
            two);
        Gone = await PublishAsync(Sample.Clinic("Closed Clinic"), one, two);
        await Listings().WithdrawAsync(
            new WithdrawService(Gone.ServiceId, ServiceState.Suspended, Given.Today, "a promise was not kept", Criterion: 3), new Actor(one.Id, ActorRole.Reviewer));
        await _database.Owner.RunAsync($"insert into published.code (old, current) values ('oldold', '{Clinic.Code}')");
        Invitation = await _database.Given.InvitedAsync(Peers, Instant.FromDateTimeOffset(Clock.GetUtcNow()), ActorRole.Reviewer);
        Calendar = await _database.Given.CalendarAsync();
        Guide = (await new GuideDesk(_database.Logins).PublishedAsync(GuideDesk.Content("Begin a group", needs: 79), GuideKind.FacingStigma, null)).Code;
        await using (var context = _database.Context())
        {
            await new KeptListService(context).KeepAsync(
                new KeepList(null, null, "For the van", [new KeptEntry(Line.Code, "Ring twice."), new KeptEntry(Clinic.Code)], Given.Today.PlusDays(90), Given.Today), new Actor(Peers.Id, ActorRole.Proposer));
        }

        Kept = await _database.Owner.OneAsync<string>("select code from directory.kept_list");
        await _database.Logins.CloseAsync();
        return this;
    }

    /// <summary>Starts a program with the places of the world already in memory.</summary>
    public WebApplicationFactory<Program> Start(AppFactory program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.AddSingleton<ReadGazetteer>(_ => Task.FromResult(places.Gazetteer))));
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ListingService Listings(DirectoryDbContext? context = null) =>
        new(context ?? _database.Context(), DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });

    /// <summary>An entry of <see cref="Provider"/>, approved by each of some organisations.</summary>
    public async Task<WrittenRevision> PublishAsync(ListingContent content, params Organisation[] approvers)
    {
        // Where others run it, as the command line, which says so for them.
        await using var context = content.Provider.OrganisationId is { } runs && runs != Provider.Id ? _database.Logins.OwnerContext() : _database.Context();
        var written = await Listings(context).CreateAsync(new CreateService(Provider.Id, content, new LocalDate(2026, 10, 1)), new Actor(Provider.Id, ActorRole.Proposer));
        await ApproveAsync(written, approvers);
        return written;
    }

    private async Task ApproveAsync(WrittenRevision written, params Organisation[] approvers)
    {
        foreach (var approver in approvers)
            await new ListingDesk(_database.Logins, places).ApproveAsync(written, approver);
    }
}
