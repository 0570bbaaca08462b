using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Listings;

/// <summary>An organisation's own entry that nobody else has checked, and what is said of organisations in public.</summary>
public sealed class OwnEntryTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const long CommunityLed = 1L << 37;
    private const long JudgedPromise = 1L << 43;

    private readonly ListingDesk _desk = new(database, places);

    private static ListingContent Of(Organisation organisation) => Sample.Clinic("Drop-in") with
    {
        Provider = new Provider { Name = Text.Of("en", "Us"), Kind = ProviderKind.Community, OrganisationId = organisation.Id },
    };

    private async Task<Organisation> OptedInAsync()
    {
        var organisation = await database.Given.SexWorkerLedAsync("Us");
        await ShowAsync(organisation, name: true, badge: true);
        return organisation;
    }

    private Task<int> ShowAsync(Organisation organisation, bool name, bool badge) => database.App.RunAsync(
        $"update directory.organisation set public_name = {name}, public_badge = {badge} where id = '{organisation.Id}'");

    private Task<bool> PublishAsync(Organisation organisation) => database.App.OneAsync<bool>(
        "select directory.publish_organisation($1, $2, null, 'command-line')", organisation.Id, Today);

    private Task<List<long>> YesAsync(WrittenRevision of) =>
        _desk.PublicAsync<long>(of, "(select s.yes from published.site s where s.service_id = p.service_id)");

    [Fact, Property(83)]
    public async Task Publish_OwnOfWhoOptedIn_IsOwn_AndClaimsNoJudgedPromise()
    {
        var us = await OptedInAsync();
        var written = await _desk.WriteAsync(Of(us), us);
        Assert.Equal(ServiceState.Own, await _desk.PublishAsync(written));
        long yes = (await YesAsync(written)).Single();
        Assert.Equal((CommunityLed, 0), (yes & CommunityLed, yes & JudgedPromise));
        Assert.Equal([(short)0], await _desk.PublicAsync<short>(written, "p.approvals"));
    }

    [Theory, Property(83), Property(87)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Publish_OwnOfWhoDidNotOptIn_IsRefused(bool name, bool badge)
    {
        var us = await database.Given.SexWorkerLedAsync("Us");
        await ShowAsync(us, name, badge);
        var written = await _desk.WriteAsync(Of(us), us);
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(written)));
    }

    [Fact, Property(83)]
    public async Task Publish_OwnWrittenBySomebodyElse_OrOfAnAlly_OrTomorrows_IsRefused()
    {
        var us = await OptedInAsync();
        var byOthers = await _desk.WriteAsync(Of(us), await database.Given.SexWorkerLedAsync("Others"));
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(byOthers)));
        var ally = await database.Given.OrganisationAsync("Ally", OrganisationKind.Allied);
        await ShowAsync(ally, true, true);
        var allys = await _desk.WriteAsync(Of(ally), ally);
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(allys)));
        var tomorrows = await _desk.WriteAsync(Of(us), us, Today.PlusDays(1));
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(tomorrows)));
    }

    [Fact]
    public async Task Publish_Own_EndsWithTheOrganisationsVouch()
    {
        var us = await OptedInAsync();
        await database.Given.VouchedUntilAsync(us, Today.PlusDays(20));
        var written = await _desk.WriteAsync(Of(us), us);
        await _desk.PublishAsync(written);
        Assert.Equal([Today.PlusDays(21)], await _desk.PublicAsync<LocalDate>(written, "p.hidden_from"));
    }

    [Fact, Property(83)]
    public async Task Revise_ListedByWhoRunsIt_DoesNotTakeItBackToOwn()
    {
        var us = await OptedInAsync();
        var first = await _desk.WriteAsync(Of(us), us);
        await _desk.ApproveAsync(first, await database.Given.SexWorkerLedAsync("One"));
        await _desk.ApproveAsync(first, await database.Given.SexWorkerLedAsync("Two"));
        var second = await _desk.ReviseAsync(first, Of(us));
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(second)));
        Assert.Equal("listed", await _desk.StateAsync(first));
    }

    [Fact, Property(87)]
    public async Task OptOut_TakesBackTheClaim_AndOwnEntriesLeave()
    {
        var us = await OptedInAsync();
        Assert.True(await PublishAsync(us));
        var own = await _desk.WriteAsync(Of(us), us);
        await _desk.PublishAsync(own);
        var listed = await _desk.WriteAsync(Of(us), us);
        await _desk.ApproveAsync(listed, await database.Given.SexWorkerLedAsync("One"));
        await _desk.ApproveAsync(listed, await database.Given.SexWorkerLedAsync("Two"));
        Assert.Equal(CommunityLed, (await YesAsync(listed)).Single() & CommunityLed);
        Assert.Equal([us.Code], await _desk.PublicAsync<string>(listed, "p.organisation"));

        await ShowAsync(us, name: false, badge: false);
        Assert.False(await PublishAsync(us));
        Assert.Equal("working", await _desk.StateAsync(own));
        Assert.Empty(await YesAsync(own));
        Assert.Equal(0, (await YesAsync(listed)).Single() & CommunityLed);
        Assert.Equal([true], await _desk.PublicAsync<bool>(listed, "p.organisation is null"));
        Assert.Equal(1, await database.Public.OneAsync<long>("select count(*) from published.gone where code = $1", us.Code));

        // Having chosen again, it writes its entry anew.
        await ShowAsync(us, name: true, badge: true);
        Assert.Equal("publish_withdrawn", await RefusedAsync(() => _desk.PublishAsync(own)));
        Assert.Equal(ServiceState.Own, await _desk.PublishAsync(await _desk.ReviseAsync(own, Of(us))));
    }

    [Theory, Property(87)]
    [InlineData(OrganisationKind.SexWorkerLed, false, false, false, false)]
    [InlineData(OrganisationKind.SexWorkerLed, true, false, true, false)]
    [InlineData(OrganisationKind.SexWorkerLed, true, true, true, true)]
    [InlineData(OrganisationKind.Allied, false, false, false, false)]
    [InlineData(OrganisationKind.Allied, true, true, true, false)]
    [InlineData(OrganisationKind.Provider, false, false, true, false)]
    [InlineData(OrganisationKind.Educator, false, false, false, false)]
    public async Task PublishOrganisation_OnlyWhoChoseSo_AndProviders(OrganisationKind kind, bool name, bool badge, bool shown, bool led)
    {
        var organisation = await database.Given.OrganisationAsync("Somebody", kind);
        await ShowAsync(organisation, name, badge);
        Assert.Equal(shown, await PublishAsync(organisation));
        var content = await database.Public.ListAsync<string>("select content::text from published.organisation where code = $1", organisation.Code);
        Assert.Equal(shown ? 1 : 0, content.Count);
        Assert.Equal(led, content.Any(c => c.Contains("communityLed", StringComparison.Ordinal)));
        Assert.DoesNotContain(content, c => c.Contains(organisation.Id.ToString(), StringComparison.Ordinal) || c.Contains("vouched", StringComparison.Ordinal));
    }

    [Fact]
    public void Bits_AreThoseOfTheCatalogue()
    {
        // 0003_publishing.sql names them by number.
        Assert.Equal(CommunityLed, Core.Catalogue.DirectoryCatalogue.Default.FindFacet("sex-worker-led")!.Bit);
        Assert.Equal(JudgedPromise, Core.Catalogue.DirectoryCatalogue.Default.FindFacet("no-need-to-leave-sex-work")!.Bit);
    }
}
