using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Suspensions;

/// <summary>Down at once by one reviewer; up by two organisations; every step by its day, and no job that has to run.</summary>
public sealed class SuspensionTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Confidentiality = 3;

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    private static Actor Reviewer(Organisation of) => new(of.Id, ActorRole.Reviewer);

    private async Task<T> UseAsync<T>(Func<SuspensionService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Suspensions(context, _desk.Listings(context)));
    }

    private Task<bool> SuspendAsync(WrittenRevision service, Organisation by, LocalDate? on = null, Guid? account = null, ActorRole role = ActorRole.Reviewer) => UseAsync(s => s.SuspendAsync(
        new SuspendService(service.ServiceId, by.Id, account, Confidentiality, "They told a landlord.", "A new rule about who is told.", on ?? Today), new Actor(by.Id, role), Stop));

    private async Task<SuspensionState> SayAsync(WrittenRevision service, Organisation by, SuspensionVoice word, LocalDate? on = null, Guid? account = null)
    {
        var id = await database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1 order by suspended_on desc limit 1", service.ServiceId);
        return await UseAsync(s => s.JudgeAsync(new JudgeSuspension(id, by.Id, account, word, "Asked them.", on ?? Today), Reviewer(by), Stop));
    }

    private async Task<SuspensionState?> StateAsync(WrittenRevision service, LocalDate on, Organisation by) =>
        (await UseAsync(s => s.OfAsync(service.ServiceId, on, Reviewer(by), Stop)))?.State;

    private Task<Organisation> LedAsync(string name = "Led") => database.Given.SexWorkerLedAsync(name);

    private async Task<bool> IsShownAsync(WrittenRevision service) => (await _desk.PublicAsync<string>(service, "p.code")).Count == 1;

    [Fact]
    public async Task Suspend_HidesAtOnce_AndSaysNothingOfWhy()
    {
        var service = await _desk.ListedAsync();
        Assert.True(await SuspendAsync(service, await LedAsync()));
        Assert.False(await IsShownAsync(service));
        Assert.Equal("suspended", await _desk.StateAsync(service));
        Assert.False(await SuspendAsync(service, await LedAsync("Other")));
        Assert.Equal(["code", "place_id", "since"], await database.Public.ListAsync<string>(
            "select column_name::text from information_schema.columns where table_schema = 'published' and table_name = 'gone' order by 1"));
        Assert.Equal("suspend criterion 3", await database.App.OneAsync<string>(
            "select action || ' ' || reason from directory.event where subject_id = $1 order by id desc limit 1", service.ServiceId));
    }

    [Fact]
    public async Task Reasons_AreSealed()
    {
        var service = await _desk.ListedAsync();
        await SuspendAsync(service, await LedAsync());
        Assert.DoesNotContain("landlord", await database.Owner.OneAsync<string>(
            "select encode(reason, 'escape') || encode(lifts_when, 'escape') from directory.suspension where service_id = $1", service.ServiceId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspend_WithoutAVoice_OrWithATie_IsRefused()
    {
        var own = await LedAsync("Own");
        var clinic = Sample.Clinic();
        var service = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        Assert.Equal("suspension_tie", await ListingDesk.RefusedAsync(() => SuspendAsync(service, own)));
        var related = await LedAsync("Related");
        await database.Given.RelatedAsync(own, related);
        Assert.Equal("suspension_tie", await ListingDesk.RefusedAsync(() => SuspendAsync(service, related)));
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Equal("suspension_vouched", await ListingDesk.RefusedAsync(() => SuspendAsync(service, allied)));
        var led = await LedAsync();
        Assert.Equal("suspension_vouched", await ListingDesk.RefusedAsync(() => SuspendAsync(service, led, role: ActorRole.Proposer)));
        await database.Given.FrozenAsync(led, Today, Today.PlusDays(14));
        Assert.Equal("suspension_vouched", await ListingDesk.RefusedAsync(() => SuspendAsync(service, led)));
        Assert.True(await IsShownAsync(service));
    }

    [Fact]
    public async Task Confirm_ByAnUnrelatedOrganisation_KeepsItHidden()
    {
        var service = await _desk.ListedAsync();
        var (first, second, related) = (await LedAsync("First"), await LedAsync("Second"), await LedAsync("Related"));
        await database.Given.RelatedAsync(first, related);
        await SuspendAsync(service, first);
        Assert.Equal(SuspensionState.Waiting, await SayAsync(service, related, SuspensionVoice.Confirm));
        Assert.Equal(SuspensionState.Waiting, await SayAsync(service, first, SuspensionVoice.Confirm));
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(service, second, SuspensionVoice.Confirm, Today.PlusDays(13)));
        Assert.Equal(SuspensionState.Confirmed, await StateAsync(service, Today.PlusDays(400), second));
        Assert.False(await IsShownAsync(service));
    }

    [Fact]
    public async Task Lift_ByTwo_BringsBackWhatWasPublic_WithItsOldDates()
    {
        var service = await _desk.ListedAsync();
        const string shown = "concat_ws(' ', p.state, p.content, p.checked_on, p.due_on, p.hidden_from)";
        var before = await _desk.PublicAsync<string>(service, shown);
        var (first, second, third) = (await LedAsync("First"), await LedAsync("Second"), await LedAsync("Third"));
        await SuspendAsync(service, first);
        Assert.Equal(SuspensionState.Waiting, await SayAsync(service, second, SuspensionVoice.Lift));
        Assert.False(await IsShownAsync(service));
        Assert.Equal(SuspensionState.Lifted, await SayAsync(service, third, SuspensionVoice.Lift));
        Assert.Equal(before, await _desk.PublicAsync<string>(service, shown));
        Assert.Empty(await database.Public.ListAsync<string>("select code from published.gone where code = $1", service.Code));
    }

    [Fact]
    public async Task Lift_ByTheFirstAndAnother_OrOfAnEntryOfOne_BringsItBackAsItWas()
    {
        var service = await _desk.WriteAsync();
        await _desk.ApproveAsync(service, await LedAsync("One"));
        var (first, second) = (await LedAsync("First"), await LedAsync("Second"));
        await SuspendAsync(service, first);
        await SayAsync(service, second, SuspensionVoice.Lift);
        Assert.Equal(SuspensionState.Lifted, await SayAsync(service, first, SuspensionVoice.Lift));
        Assert.Equal("provisional", await _desk.StateAsync(service));
    }

    [Fact]
    public async Task Undecided_IsOverdueOnDay14_AndOverOnDay30_HiddenUntilTwoHaveLookedAgain()
    {
        var service = await _desk.ListedAsync();
        var (first, second) = (await LedAsync("First"), await LedAsync("Second"));
        await SuspendAsync(service, first);
        Assert.Equal(SuspensionState.Waiting, await StateAsync(service, Today.PlusDays(13), second));
        Assert.Equal(SuspensionState.Overdue, await StateAsync(service, Today.PlusDays(14), second));
        Assert.Equal(SuspensionState.Overdue, await StateAsync(service, Today.PlusDays(29), second));
        Assert.Equal(SuspensionState.Recheck, await StateAsync(service, Today.PlusDays(30), second));
        Assert.False(await IsShownAsync(service));
        Assert.Equal("suspension_when", await ListingDesk.RefusedAsync(() => SayAsync(service, second, SuspensionVoice.Confirm, Today.PlusDays(30))));
        Assert.Equal("suspension_when", await ListingDesk.RefusedAsync(() => SayAsync(service, second, SuspensionVoice.Kept, Today.PlusDays(29))));
        Assert.Equal(SuspensionState.Recheck, await SayAsync(service, second, SuspensionVoice.Kept, Today.PlusDays(31)));
        Assert.False(await IsShownAsync(service));
        Assert.Equal(SuspensionState.Reinstated, await SayAsync(service, first, SuspensionVoice.Kept, Today.PlusDays(32)));
        Assert.True(await IsShownAsync(service));
    }

    [Fact]
    public async Task Kept_ByTwo_ReinstatesWhatWasConfirmed_AndMovesNoDateOfACheck()
    {
        var service = await _desk.ListedAsync();
        var before = await _desk.PublicAsync<LocalDate>(service, "p.due_on");
        var (first, second, third) = (await LedAsync("First"), await LedAsync("Second"), await LedAsync("Third"));
        await SuspendAsync(service, first);
        await SayAsync(service, second, SuspensionVoice.Confirm);
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(service, second, SuspensionVoice.Kept, Today.PlusDays(40)));
        Assert.Equal(SuspensionState.Reinstated, await SayAsync(service, third, SuspensionVoice.Kept, Today.PlusDays(41)));
        Assert.Equal(before, await _desk.PublicAsync<LocalDate>(service, "p.due_on"));
    }

    [Fact]
    public async Task Twice_InAYear_IsRefused_ToTheOrganisation_ItsFamilyAndThePerson()
    {
        var service = await _desk.ListedAsync();
        var (first, related, other) = (await LedAsync("First"), await LedAsync("Related"), await LedAsync("Other"));
        await database.Given.RelatedAsync(first, related);
        var person = await database.Given.AccountAsync();
        await SuspendAsync(service, first, account: person.Id);
        await SayAsync(service, other, SuspensionVoice.Lift);
        Assert.Equal(SuspensionState.Lifted, await SayAsync(service, first, SuspensionVoice.Lift, account: person.Id));
        var later = Today.PlusMonths(12).PlusDays(-1);
        foreach (var again in new[] { first, related })
            Assert.Equal("suspension_twice", await ListingDesk.RefusedAsync(() => SuspendAsync(service, again, later)));
        // The same person from another organisation.
        Assert.Equal("suspension_twice", await ListingDesk.RefusedAsync(() => SuspendAsync(service, other, Today.PlusDays(3), person.Id)));
        Assert.True(await SuspendAsync(service, other, Today.PlusDays(3)));
    }

    [Fact]
    public async Task OnePerson_InTwoOrganisations_IsOneVoice()
    {
        var service = await _desk.ListedAsync();
        var person = await database.Given.AccountAsync();
        await SuspendAsync(service, await LedAsync("First"), account: person.Id);
        var second = await LedAsync("Second");
        Assert.Equal("suspension_person", await ListingDesk.RefusedAsync(() => SayAsync(service, second, SuspensionVoice.Confirm, account: person.Id)));
    }

    [Fact]
    public async Task Request_OfAnAlliedOrganisation_IsAnsweredByAReviewer_Once()
    {
        var service = await _desk.ListedAsync();
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        var asks = new Actor(allied.Id, ActorRole.Proposer);
        var ask = new AskSuspension(service.ServiceId, allied.Id, Confidentiality, "Two members were told on.", Today);
        Assert.True(await UseAsync(s => s.AskAsync(ask, asks, Stop)));
        Assert.False(await UseAsync(s => s.AskAsync(ask, asks, Stop)));
        Assert.True(await IsShownAsync(service));
        var led = await LedAsync();
        var request = Assert.Single(await UseAsync(s => s.RequestsAsync(service.ServiceId, Reviewer(led), Stop)));
        Assert.Equal((Today.PlusDays(2), "Two members were told on."), (request.AnswerBy, request.Reason));
        Assert.Equal("suspension_request_answer", await ListingDesk.RefusedAsync(
            () => UseAsync(s => s.AnswerAsync(new AnswerSuspensionRequest(request.Id, led.Id, true, "Yes.", Today), Reviewer(led), Stop))));
        Assert.Equal("suspension_request_who", await ListingDesk.RefusedAsync(
            () => UseAsync(s => s.AnswerAsync(new AnswerSuspensionRequest(request.Id, allied.Id, false, "No.", Today), asks, Stop))));
        Assert.True(await UseAsync(s => s.AnswerAsync(new AnswerSuspensionRequest(request.Id, led.Id, false, "We asked them.", Today), Reviewer(led), Stop)));
        Assert.False(await UseAsync(s => s.AnswerAsync(new AnswerSuspensionRequest(request.Id, led.Id, false, "Again.", Today), Reviewer(led), Stop)));
        var provider = await database.Given.OrganisationAsync("Provider", OrganisationKind.Provider);
        Assert.Equal("suspension_request_who", await ListingDesk.RefusedAsync(
            () => UseAsync(s => s.AskAsync(ask with { OrganisationId = provider.Id }, new Actor(provider.Id, ActorRole.ProviderContact), Stop))));
    }

    /// <summary>Everything that the service would not do, as the app in plain SQL.</summary>
    [Fact]
    public async Task PlainSql_CannotSuspendOtherwise_NorBringBackAlone()
    {
        var service = await _desk.ListedAsync();
        async Task<string?> RuleAsync(string sql) => (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(sql))).ConstraintName;
        var led = await LedAsync();
        Assert.Equal("withdraw_to", await RuleAsync($"select directory.withdraw('{service.ServiceId}', 'suspended', '{Today:uuuu-MM-dd}', null, 'command-line', 'x')"));
        Assert.Equal("suspension_why", await RuleAsync($"select directory.suspend('{service.ServiceId}', null, 1, null, null, '{led.Id}', null, '2026-11-24', 'reviewer', null)"));
        Assert.Equal("suspension_why", await RuleAsync($"select directory.suspend('{service.ServiceId}', 99, 1, null, null, '{led.Id}', null, '2026-11-24', 'reviewer', null)"));
        foreach (string write in new[]
        {
            "insert into directory.suspension_word (suspension_id, organisation_id, word, given_on) select gen_random_uuid(), gen_random_uuid(), 'lift', current_date",
            "update directory.suspension set cause = 'concern'", "update directory.suspension set outcome = null", "delete from directory.suspension",
            $"select directory.put_back('{service.ServiceId}', 'lifted', current_date)", $"select directory.take_off('{service.ServiceId}', 'suspended', current_date)",
        })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(write));
        }

        await SuspendAsync(service, led);
        Assert.Equal("publish_withdrawn", await RuleAsync(
            $"select directory.publish('{service.RevisionId}', '2026-11-24', '{{}}', '{led.Id}', 'reviewer', null)"));
    }

    [Fact]
    public async Task Letter_IsDueInThreeWorkingDays_AndSentOnlyAfterItWasMade()
    {
        // Friday; Monday, Tuesday, Wednesday.
        Assert.Equal(new LocalDate(2026, 12, 2), SuspensionDates.LetterBy(new LocalDate(2026, 11, 27)));
        Assert.Equal(new LocalDate(2026, 11, 27), SuspensionDates.LetterBy(Today));
        var service = await _desk.ListedAsync();
        var led = await LedAsync();
        await SuspendAsync(service, led);
        var open = await UseAsync(s => s.OfAsync(service.ServiceId, Today, Reviewer(led), Stop));
        async Task MarkAsync(bool sent, Organisation by) => await UseAsync(async s =>
        {
            await s.MarkLetterAsync(open!.Id, sent, Today, Reviewer(by), Stop);
            return true;
        });
        Assert.Equal("suspension_letter", await ListingDesk.RefusedAsync(() => MarkAsync(true, led)));
        await MarkAsync(false, led);
        await MarkAsync(true, led);
        var sent = await UseAsync(s => s.OfAsync(service.ServiceId, Today, Reviewer(led), Stop));
        Assert.Equal((Today, Today, "A new rule about who is told."), (sent!.LetterMadeOn, sent.LetterSentOn, sent.LiftsWhen));
    }
}
