using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>How organisations come in: two vouchers, 14 days, a vote where somebody objects; and nobody makes itself a voice.</summary>
public sealed class AdmissionTests(TestServer server) : IAsyncLifetime
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly CopyOfDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CouncilWorld World => new(_database.Logins);

    public async ValueTask InitializeAsync() => await _database.InitializeAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Admit_TakesTwoVouchers_FourteenDays_AndLastsTwoYears()
    {
        var all = await World.CouncilsAsync(3);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], admission, s_day.PlusDays(30)));
        await World.VouchAsync(all[1], admission, s_day.PlusDays(5));
        // From the second voice, not from the first.
        await RefusedAsync("admission_wait", () => World.FinishAsync(all[0], admission, s_day.PlusDays(18)));
        Assert.False(await MayApproveAsync(organisation, s_day.PlusDays(19)));
        var until = await World.FinishAsync(all[0], admission, s_day.PlusDays(19));
        Assert.Equal(s_day.PlusDays(19).PlusMonths(24), until);
        Assert.True(await MayApproveAsync(organisation, until));
        Assert.False(await MayApproveAsync(organisation, until.PlusDays(1)));
        // A second click finds it done.
        Assert.Equal(until, await World.FinishAsync(all[2], admission, s_day.PlusDays(60)));
        Assert.Equal(1, await _database.Owner.OneAsync<long>("select count(*) from directory.event where action = 'admit' and subject_id = $1", organisation));
    }

    [Fact]
    public async Task Admit_CountsRelatedVouchersOnce_AndNotThoseOfTheCandidate()
    {
        var all = await World.CouncilsAsync(4);
        await World.Given.RelatedAsync(all[0], all[1]);
        var (admission, _) = await World.ProposedAsync(all[0], s_day, all[3].Id);
        await World.VouchAsync(all[1], admission, s_day);
        await World.VouchAsync(all[3], admission, s_day);
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], admission, s_day.PlusDays(40)));
        await World.VouchAsync(all[2], admission, s_day);
        await World.FinishAsync(all[0], admission, s_day.PlusDays(14));
    }

    [Fact]
    public async Task Propose_ByWhoHasNoVoice_OrIsRelated_IsRefused()
    {
        var all = await World.CouncilsAsync(2);
        await World.Given.VouchedUntilAsync(all[0], s_day.PlusDays(-1));
        await RefusedAsync("admission_proposer", () => World.ProposedAsync(all[0], s_day));
        await RefusedAsync("admission_proposer", () => World.ProposedAsync(all[1], s_day, all[1].Id));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from directory.admission"));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from directory.organisation where name ->> 'original' is not null and code not in (select code from directory.organisation where vouched_until is not null)"));
    }

    [Fact]
    public async Task Voucher_WithoutAVoiceOnThatDay_DoesNotCount()
    {
        var all = await World.CouncilsAsync(2);
        var (admission, _) = await World.ProposedAsync(all[0], s_day);
        await World.Given.FrozenAsync(all[1], s_day, s_day.PlusDays(3));
        await World.VouchAsync(all[1], admission, s_day.PlusDays(1));
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], admission, s_day.PlusDays(40)));
        await World.VouchAsync(all[1], admission, s_day.PlusDays(4));
        await World.FinishAsync(all[0], admission, s_day.PlusDays(18));
    }

    [Fact]
    public async Task Objection_InTime_GoesToAVote_ThatDecides()
    {
        var all = await World.CouncilsAsync(4);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await World.VouchAsync(all[1], admission, s_day);
        await RefusedAsync("motion_objection", () => World.ObjectAsync(all[2], admission, s_day.PlusDays(14)));
        var motion = await World.ObjectAsync(all[2], admission, s_day.PlusDays(13));
        await Assert.ThrowsAsync<ListingRefusedException>(() => World.ObjectAsync(all[3], admission, s_day.PlusDays(13)));
        await RefusedAsync("admission_objection", () => World.FinishAsync(all[0], admission, s_day.PlusDays(30)));
        await World.VoteAsync(all[0], motion, true, s_day.PlusDays(15));
        await World.VoteAsync(all[2], motion, false, s_day.PlusDays(15));
        await World.VoteAsync(all[1], motion, true, s_day.PlusDays(15));
        await RefusedAsync("motion_running", () => World.DecideAsync(all[0], motion, s_day.PlusDays(16)));
        // Two of three, and three of four councils voted.
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[0], motion, s_day.PlusDays(44)));
        await World.FinishAsync(all[0], admission, s_day.PlusDays(44));
        Assert.True(await MayApproveAsync(organisation, s_day.PlusDays(44)));
    }

    [Fact]
    public async Task Objection_ThatIsUpheld_EndsTheProposal()
    {
        var all = await World.CouncilsAsync(3);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await World.VouchAsync(all[1], admission, s_day);
        var motion = await World.ObjectAsync(all[2], admission, s_day);
        await World.VoteAsync(all[0], motion, true, s_day);
        await World.VoteAsync(all[2], motion, false, s_day);
        Assert.Equal(MotionOutcome.Lost, await World.DecideAsync(all[0], motion, s_day.PlusDays(31)));
        await RefusedAsync("admission_refused", () => World.FinishAsync(all[0], admission, s_day.PlusDays(60)));
        Assert.False(await MayApproveAsync(organisation, s_day.PlusDays(60)));
        // Proposed anew, it takes all of it again.
        var again = await World.AdmissionAsync(a => a.RenewAsync(new RenewAdmission(organisation, s_day.PlusDays(60)), Of(all[0]), Stop));
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], again, s_day.PlusDays(90)));
    }

    [Fact]
    public async Task Renewal_IsTheSame_AndOldVouchesDoNotCount()
    {
        var all = await World.CouncilsAsync(2);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await World.VouchAsync(all[1], admission, s_day);
        await World.FinishAsync(all[0], admission, s_day.PlusDays(14));
        foreach (var council in all)
            await World.Given.VouchedUntilAsync(council, s_day.PlusYears(5));
        var later = s_day.PlusMonths(23);
        var renewal = await World.AdmissionAsync(a => a.RenewAsync(new RenewAdmission(organisation, later), Of(all[0]), Stop));
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], renewal, later.PlusDays(20)));
        await World.VouchAsync(all[1], renewal, later);
        Assert.Equal(later.PlusDays(14).PlusMonths(24), await World.FinishAsync(all[0], renewal, later.PlusDays(14)));
    }

    [Fact]
    public async Task Others_AreLetInByOneCouncil_ThatInvitesTheirFirstCoordinator_AndNoMore()
    {
        var all = await World.CouncilsAsync(1);
        var at = s_day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var welcome = new WelcomeOrganisation(OrganisationKind.Allied, Text.Of("en", "Meridian Forum (demo)"), "GB", at) { Fields = [OrganisationField.Migration] };
        await World.AdmissionAsync(a => a.WelcomeAsync(welcome, Of(all[0]), Stop));
        var allied = await _database.Owner.OneAsync<Guid>("select id from directory.organisation where kind = 'allied' and fields = array['migration'] and admitted_by = $1", all[0].Id);
        Assert.Equal(["coordinator"], await _database.Owner.OneAsync<string[]>("select roles from directory.invitation where organisation_id = $1", allied));
        await RefusedAsync("admission_kind", () => World.AdmissionAsync(a => a.WelcomeAsync(welcome with { Kind = OrganisationKind.SexWorkerLed }, Of(all[0]), Stop)));
        var friend = await World.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await RefusedAsync("organisation_council", () => World.AdmissionAsync(a => a.WelcomeAsync(welcome, Of(friend), Stop)));
        await World.Given.FrozenAsync(all[0], s_day, s_day);
        await RefusedAsync("invitation_inviter", () => World.AdmissionAsync(a => a.WelcomeAsync(welcome, Of(all[0]), Stop)));
        // Once somebody works there, they say who comes in.
        var account = await World.Given.AccountAsync();
        await _database.App.RunAsync("insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, 'coordinator', $3)", account.Id, allied, s_day);
        Assert.Equal("invitation_inviter", await RuleAsync(
            $"insert into directory.invitation (id, code_hash, organisation_id, roles, invited_by, ends_at) values (gen_random_uuid(), sha256('1'), '{allied}', array['coordinator'], '{all[0].Id}', timestamptz '2026-12-01')"));
    }

    /// <summary>Whatever the program did, the app's login makes nobody a voice.</summary>
    [Theory]
    [InlineData("update directory.organisation set vouched_until = '2099-01-01'")]
    [InlineData("update directory.organisation set is_guest = false")]
    [InlineData("update directory.organisation set left_on = null")]
    [InlineData("update directory.organisation set frozen_until = null, frozen_from = null")]
    [InlineData("update directory.admission set outcome = 'admitted', ended_on = current_date")]
    [InlineData("insert into directory.admission (id, organisation_id, proposed_by, proposed_on, ended_on, outcome) select gen_random_uuid(), id, id, current_date, current_date, 'admitted' from directory.organisation")]
    [InlineData("update directory.motion set outcome = 'carried', decided_on = current_date")]
    [InlineData("delete from directory.motion")]
    [InlineData("update directory.motion_vote set yes = true")]
    [InlineData("delete from directory.motion_vote")]
    [InlineData("delete from directory.organisation_relation")]
    [InlineData("insert into directory.organisation_relation (organisation_id, related_id, reason) values (gen_random_uuid(), gen_random_uuid(), 'one board')")]
    [InlineData("update directory.organisation_relation set awaits = null")]
    [InlineData("update directory.organisation set kind = 'sex-worker-led'")]
    [InlineData("select directory.recount_all(array[gen_random_uuid()], current_date, null, 'coordinator')")]
    [InlineData("delete from directory.freeze_voice")]
    [InlineData("insert into directory.freeze_voice (organisation_id, voiced_by, voiced_on) values (gen_random_uuid(), gen_random_uuid(), current_date)")]
    [InlineData("insert into directory.approval_missing (organisation_id, motion_id, since, until) values (gen_random_uuid(), gen_random_uuid(), current_date, current_date)")]
    [InlineData("update directory.guest_seat set ends_on = '2099-01-01'")]
    [InlineData("select directory.recount(gen_random_uuid(), current_date, null, 'coordinator')")]
    public async Task App_MakesNobodyAVoice(string statement) => Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await _database.App.RefusedAsync(statement));

    [Fact]
    public async Task PlainSql_KeepsTheSameRules()
    {
        var all = await World.CouncilsAsync(2);
        var allied = await World.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        Assert.Equal("admission_kind", await RuleAsync($"insert into directory.admission (id, organisation_id, proposed_by, proposed_on) values (gen_random_uuid(), '{allied.Id}', '{all[0].Id}', '2026-11-24')"));
        Assert.Equal("admission_proposer", await RuleAsync($"insert into directory.admission (id, organisation_id, proposed_by, proposed_on) values (gen_random_uuid(), '{all[1].Id}', '{allied.Id}', '2026-11-24')"));
        Assert.Equal("organisation_fields", await RuleAsync($"update directory.organisation set fields = array['drugs'] where id = '{all[0].Id}'"));
        Assert.Equal("organisation_fields", await RuleAsync($"update directory.organisation set fields = array['other'] where id = '{allied.Id}'"));
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await World.VouchAsync(all[1], admission, s_day);
        Assert.Equal("admission_wait", await RuleAsync($"select directory.admit_organisation('{admission}', '2026-12-01', null, 'coordinator')"));
        // Nobody works in it before it is admitted.
        Assert.Equal("invitation_admitted", await RuleAsync(
            $"insert into directory.invitation (id, code_hash, organisation_id, roles, invited_by, ends_at) values (gen_random_uuid(), sha256('1'), '{organisation}', array['coordinator'], '{all[0].Id}', timestamptz '2026-12-01')"));
        await _database.App.RunAsync($"update directory.organisation set fields = array['drugs', 'youth'] where id = '{allied.Id}'");
    }

    private async Task<string?> RuleAsync(string statement) => (await Assert.ThrowsAsync<PostgresException>(() => _database.App.RunAsync(statement))).ConstraintName;

    private Task<bool> MayApproveAsync(Guid organisation, LocalDate on) => _database.Owner.OneAsync<bool>("select directory.may_approve($1, $2)", organisation, on);
}
