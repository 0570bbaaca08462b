using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What people at a desk do with services, in readable lines. Every call has a context of its own, as every request has.</summary>
internal sealed class ListingDesk(DirectoryLogins database, ShippedPlaces places)
{
    private readonly Given _given = new(database);

    public ListingDesk(CopyOfDatabase database, ShippedPlaces places)
        : this(database.Logins, places)
    {
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static LocalDate Today => Given.Today;

    public async Task<WrittenRevision> WriteAsync(
        ListingContent? content = null, Organisation? by = null, LocalDate? on = null, string? code = null)
    {
        by ??= await _given.OrganisationAsync("Allied", OrganisationKind.Allied);
        await using var context = Context(content, by);
        return await Listings(context).CreateAsync(
            new CreateService(by.Id, content ?? Sample.Clinic(), on ?? Today, code), new Actor(by.Id, ActorRole.Proposer), Stop);
    }

    public async Task<WrittenRevision> ReviseAsync(WrittenRevision before, ListingContent content, LocalDate? on = null)
    {
        var by = await _given.OrganisationAsync("Allied", OrganisationKind.Allied);
        await using var context = Context(content, by);
        return await Listings(context).ReviseAsync(
            new ReviseService(before.ServiceId, by.Id, content, on ?? Today), new Actor(by.Id, ActorRole.Proposer), Stop);
    }

    /// <summary>Where others run the service, as the command line, which says so for them.</summary>
    private DirectoryDbContext Context(ListingContent? content, Organisation by) =>
        content?.Provider.OrganisationId is { } runs && runs != by.Id ? database.OwnerContext() : database.Context();

    /// <summary>A whole review: handed in where it was not, asked about each promise, everything met.</summary>
    public async Task<ServiceState> ApproveAsync(
        WrittenRevision revision, Organisation by, LocalDate? on = null, VettingOptions? vetting = null, Guid? account = null)
    {
        await using var context = database.Context();
        return await VettingDesk.Reviews(context, Listings(context, vetting)).RecordAsync(
            new RecordReview(revision.RevisionId, by.Id, account, EvidenceKind.SpokenAnswer, "Asked on the telephone", on ?? Today),
            new Actor(by.Id, ActorRole.Reviewer),
            Stop);
    }

    public Task ProposeAsync(WrittenRevision revision, LocalDate? on = null, Guid? account = null) => ProposalsAsync(
        p => p.ProposeAsync(new ProposeRevision(revision.RevisionId, account, on ?? Today), Actor.CommandLine, Stop));

    public async Task DeclineAsync(WrittenRevision revision, Organisation by, params int[] criteria)
    {
        await using var context = database.Context();
        await VettingDesk.Returns(context, Listings(context, vetting: null)).DeclineAsync(
            new DeclineRevision(revision.RevisionId, by.Id, null, criteria.Length == 0 ? [4] : criteria, "They share attendance with the police", Today),
            new Actor(by.Id, ActorRole.Reviewer),
            Stop);
    }

    /// <summary>Approved by two that have nothing to do with each other.</summary>
    public async Task<WrittenRevision> ListedAsync(ListingContent? content = null, LocalDate? on = null)
    {
        var written = await WriteAsync(content, on: on);
        await ApproveAsync(written, await _given.SexWorkerLedAsync("One"), on);
        Assert.Equal(ServiceState.Listed, await ApproveAsync(written, await _given.SexWorkerLedAsync("Two"), on));
        return written;
    }

    public Task<ServiceState> PublishAsync(WrittenRevision revision, LocalDate? on = null, VettingOptions? vetting = null) =>
        UseAsync(l => l.PublishAsync(new PublishRevision(revision.RevisionId, on ?? Today), Actor.CommandLine, Stop), vetting);

    public Task<bool> WithdrawAsync(WrittenRevision revision, ServiceState to, LocalDate? on = null) =>
        UseAsync(l => l.WithdrawAsync(new WithdrawService(revision.ServiceId, to, on ?? Today, "Told someone"), Actor.CommandLine, Stop));

    public Task<bool> MoveAsync(WrittenRevision revision, ServiceState to) =>
        UseAsync(l => l.MoveAsync(new MoveService(revision.ServiceId, to), Actor.CommandLine, Stop));

    public Task CheckAsync(WrittenRevision revision, Organisation by, LocalDate? on = null, params string[] facts) => UseAsync(async l =>
    {
        await l.CheckAsync(
            new CheckFacts(revision.RevisionId, by.Id, CheckMethod.Called, on ?? Today, facts.Length == 0 ? null : facts),
            new Actor(by.Id, ActorRole.Reviewer),
            Stop);
        return true;
    });

    /// <summary>As whoever runs the directory.</summary>
    public async Task CertifyAsync(WrittenRevision revision, Organisation by, int percent, bool frontDesk, LocalDate? on = null, bool isPaid = false)
    {
        await using var context = database.OwnerContext();
        await Listings(context).CertifyAsync(new CertifyTraining(revision.ServiceId, by.Id, on ?? Today, percent, frontDesk, isPaid), Stop);
    }

    /// <summary>The rule that stands against something.</summary>
    public static async Task<string> RefusedAsync(Func<Task> what) => (await Assert.ThrowsAsync<ListingRefusedException>(what)).Rule;

    public Task<string> StateAsync(WrittenRevision of) =>
        database.App.OneAsync<string>("select state from directory.service where id = $1", of.ServiceId);

    /// <summary>What the public reads of one service: SQL over <c>published.service p</c>; empty where it is not published.</summary>
    public Task<List<T>> PublicAsync<T>(WrittenRevision of, string select) =>
        database.Public.ListAsync<T>($"select {select} from published.service p where p.id = $1", of.ServiceId);

    private async Task<T> UseAsync<T>(Func<ListingService, Task<T>> use, VettingOptions? vetting = null)
    {
        await using var context = database.Context();
        return await use(Listings(context, vetting));
    }

    private async Task ProposalsAsync(Func<ProposalService, Task> use)
    {
        await using var context = database.Context();
        await use(VettingDesk.Proposals(context, Listings(context, vetting: null)));
    }

    public ListingService Listings(DirectoryDbContext context, VettingOptions? vetting = null) =>
        new(context, DirectoryCatalogue.Default, places.Town, vetting ?? new VettingOptions(), new DirectoryOptions { Id = "test" });
}
