using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Listings;

public sealed class ListingServiceTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate Today = Given.Today;

    private ListingService Listings() => new(
        database.Context(), DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });

    private Task<string> StateAsync(Guid service) =>
        database.App.OneAsync<string>("select state from directory.service where id = $1", service);

    private Task<List<string>> PublishedAsync(Guid service) =>
        database.Public.ListAsync<string>("select state from published.service where id = $1", service);

    private async Task<WrittenRevision> WriteAsync(ListingContent? content = null)
    {
        var proposer = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        return await Listings().CreateAsync(
            new CreateService(proposer.Id, content ?? Sample.Clinic(), Today), new Actor(proposer.Id, ActorRole.Proposer), TestContext.Current.CancellationToken);
    }

    private Task<ServiceState> ApproveAsync(WrittenRevision revision, Organisation by, LocalDate? on = null) =>
        new ListingDesk(database, places).ApproveAsync(revision, by, on);

    [Fact, Property(83)]
    public async Task Approve_TwoUnrelated_IsListed()
    {
        var written = await WriteAsync();
        Assert.Equal(ServiceState.Provisional, await ApproveAsync(written, await database.Given.SexWorkerLedAsync("One")));
        Assert.Equal(ServiceState.Listed, await ApproveAsync(written, await database.Given.SexWorkerLedAsync("Two")));
        Assert.Equal("listed", await StateAsync(written.ServiceId));
        Assert.Equal(["listed"], await PublishedAsync(written.ServiceId));
    }

    [Fact, Property(83)]
    public async Task Approve_Related_IsRefused()
    {
        var (one, middle, other) = (
            await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Host"), await database.Given.SexWorkerLedAsync("Two"));
        // Two that share a fiscal host count as one, though nobody declared them a pair.
        await database.Given.RelatedAsync(one, middle);
        await database.Given.RelatedAsync(middle, other);
        var written = await WriteAsync();
        await ApproveAsync(written, one);
        Assert.Equal("approval_related", (await Assert.ThrowsAsync<ListingRefusedException>(() => ApproveAsync(written, other))).Rule);
        Assert.Equal("approval_related", (await Assert.ThrowsAsync<ListingRefusedException>(() => ApproveAsync(written, one))).Rule);
        Assert.Equal(["provisional"], await PublishedAsync(written.ServiceId));
    }

    [Theory, Property(83)]
    [InlineData(OrganisationKind.Allied)]
    [InlineData(OrganisationKind.Provider)]
    [InlineData(OrganisationKind.Educator)]
    public async Task Approve_NotSexWorkerLed_IsRefused(OrganisationKind kind)
    {
        var written = await WriteAsync();
        var refused = await Assert.ThrowsAsync<ListingRefusedException>(
            async () => await ApproveAsync(written, await database.Given.OrganisationAsync("Other", kind)));
        Assert.Equal("approval_vouched", refused.Rule);
        Assert.Empty(await PublishedAsync(written.ServiceId));
    }

    [Fact, Property(83)]
    public async Task Approve_VouchEndedOrFrozen_IsRefused()
    {
        var written = await WriteAsync();
        var (ended, frozen) = (await database.Given.SexWorkerLedAsync("Ended"), await database.Given.SexWorkerLedAsync("Frozen"));
        await database.Given.VouchedUntilAsync(ended, Today.PlusDays(-1));
        await database.Given.FrozenAsync(frozen, Today.PlusDays(-1), Today.PlusDays(1));
        Assert.Equal("approval_vouched", (await Assert.ThrowsAsync<ListingRefusedException>(() => ApproveAsync(written, ended))).Rule);
        Assert.Equal("approval_vouched", (await Assert.ThrowsAsync<ListingRefusedException>(() => ApproveAsync(written, frozen))).Rule);
    }

    [Fact, Property(83)]
    public async Task PlainSql_AsApp_ListsNothing()
    {
        var written = await WriteAsync();
        Assert.Equal("42501", await database.App.RefusedAsync($"update directory.service set state = 'listed' where id = '{written.ServiceId}'"));
        Assert.Equal("42501", await database.App.RefusedAsync("insert into published.gone values ('aaaaaa', null, current_date)"));
        Assert.Equal("23514", await database.App.RefusedAsync(
            $"select directory.publish('{written.RevisionId}', current_date, '{{}}', null, 'command-line', null)"));
        Assert.Empty(await PublishedAsync(written.ServiceId));
    }

    [Fact]
    public async Task Withdraw_Listed_IsGoneAndLeavesItsTown()
    {
        var written = await WriteAsync();
        await ApproveAsync(written, await database.Given.SexWorkerLedAsync("One"));
        await Listings().WithdrawAsync(
            new WithdrawService(written.ServiceId, ServiceState.Suspended, Today, "Told someone"), Actor.CommandLine, TestContext.Current.CancellationToken);
        Assert.Empty(await PublishedAsync(written.ServiceId));
        Assert.Equal(Sample.Leeds, await database.Public.OneAsync<int>("select place_id from published.gone where code = $1", written.Code));
        Assert.Equal("suspended", await StateAsync(written.ServiceId));
    }
}
