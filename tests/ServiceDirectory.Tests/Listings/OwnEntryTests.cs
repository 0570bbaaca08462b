using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Listings;

/// <summary>An organisation's own entry that nobody else has checked, and what is said of organisations in public.</summary>
public sealed class OwnEntryTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const long JudgedPromise = 1L << FacetIds.NoNeedToLeave;

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

    /// <summary>The first day on which it is not said any more, the same on every row; null: it is not said.</summary>
    private Task<List<LocalDate?>> LedAsync(WrittenRevision of) => database.Public.ListAsync<LocalDate?>(
        """
        select distinct l.led_until from published.service p cross join lateral (
          select p.led_until
          union all select led_until from published.site where service_id = p.service_id
          union all select led_until from published.remote_need where service_id = p.service_id) l
        where p.id = $1
        """,
        of.ServiceId);

    private Task<List<long>> YesAsync(WrittenRevision of) =>
        _desk.PublicAsync<long>(of, "(select s.yes from published.site s where s.service_id = p.service_id)");

    [Fact, Property(83)]
    public async Task Publish_OwnOfWhoOptedIn_IsOwn_AndClaimsNoJudgedPromise()
    {
        var us = await OptedInAsync();
        var written = await _desk.WriteAsync(Of(us), us);
        Assert.Equal(ServiceState.Own, await _desk.PublishAsync(written));
        long yes = (await YesAsync(written)).Single();
        Assert.Equal(0, yes & JudgedPromise);
        Assert.Equal([Today.PlusYears(1).PlusDays(1)], await LedAsync(written));
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
        Assert.Equal([Today.PlusYears(1).PlusDays(1)], await LedAsync(listed));
        Assert.Equal([us.Code], await _desk.PublicAsync<string>(listed, "p.organisation"));

        await ShowAsync(us, name: false, badge: false);
        Assert.False(await PublishAsync(us));
        Assert.Equal("working", await _desk.StateAsync(own));
        Assert.Empty(await YesAsync(own));
        Assert.Equal([null], await LedAsync(listed));
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
        Assert.Equal(led, await database.Public.OneAsync<long>(
            "select count(*) from published.organisation where code = $1 and led_until is not null", organisation.Code) == 1);
        Assert.DoesNotContain(content, c => c.Contains(organisation.Id.ToString(), StringComparison.Ordinal) || c.Contains("vouched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CommunityLed_EndsWithTheVouchersWord_AndWhileFrozen_AndComesBackWhenPublished()
    {
        var us = await OptedInAsync();
        await PublishAsync(us);
        var listed = await _desk.ListedAsync(Of(us) with { RemoteAreas = ["GB"], Post = new PostDelivery { Id = Guid.NewGuid() } });
        Assert.Equal([Today.PlusYears(1).PlusDays(1)], await LedAsync(listed));

        // Word given for longer moves the day with no other step.
        await using var context = database.Logins.OwnerContext();
        var admission = new OrganisationAdmission(context);
        await admission.AdmitAsync(new AdmitOrganisation(us.Id, Today, Today.PlusMonths(20), Founding: true), Actor.CommandLine, TestContext.Current.CancellationToken);
        Assert.Equal([Today.PlusMonths(20).PlusDays(1)], await LedAsync(listed));

        await admission.FreezeAsync(
            new FreezeOrganisation(us.Id, Today.PlusDays(3), Today.PlusDays(16), "a dispute"), Actor.CommandLine, TestContext.Current.CancellationToken);
        Assert.Equal([Today.PlusDays(3)], await LedAsync(listed));
        Assert.Equal([Today.PlusDays(3)], await database.Public.ListAsync<LocalDate>(
            "select led_until from published.organisation where code = $1", us.Code));
        // Published before, on and after the freeze.
        await _desk.PublishAsync(listed);
        Assert.Equal([Today.PlusDays(3)], await LedAsync(listed));
        await _desk.PublishAsync(listed, Today.PlusDays(16));
        Assert.Equal([null], await LedAsync(listed));
        await _desk.PublishAsync(listed, Today.PlusDays(17));
        Assert.Equal([Today.PlusMonths(20).PlusDays(1)], await LedAsync(listed));
    }

    [Fact, Property(87)]
    public async Task CommunityLed_FromAWrongProgram_IsNotSaidWithoutTheDate()
    {
        var us = await database.Given.SexWorkerLedAsync("Us");
        var listed = await _desk.ListedAsync(Of(us));
        Assert.Equal([null], await LedAsync(listed));
        const long Dated = 1L << FacetIds.CommunityLed | 1L << FacetIds.Trained;
        string derived = System.Text.Json.JsonSerializer.Serialize(
            new Core.Listings.Publishing.ListingDerivation(DirectoryCatalogue.Default, places.Town).Derive(Of(us), Today.PlusDays(90), Today.PlusDays(100)),
            ContentJson.Options);
        var document = System.Text.Json.Nodes.JsonNode.Parse(derived)!;
        document["sites"]![0]!["id"] = (await database.Public.ListAsync<Guid>(
            "select s.id from published.site s join published.service p using (service_id) where p.id = $1", listed.ServiceId)).Single().ToString();
        document["sites"]![0]!["yes"] = Dated | 2;
        await database.App.RunAsync(
            $"select directory.publish('{listed.RevisionId}', '{Today:uuuu-MM-dd}', '{document.ToJsonString()}', null, 'command-line', null)");
        Assert.Equal(2, (await YesAsync(listed)).Single());
    }
}
