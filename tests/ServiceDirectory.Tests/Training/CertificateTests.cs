using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Training;

/// <summary>Certificates rest on counted heads and end by their date; training is not vetting; whoever was paid is tied, whatever is written later.</summary>
public sealed class CertificateTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const string Denied = "42501";

    private static readonly Heads s_enough = new(2, 5, 1, 0, 65);

    private readonly TrainingDesk _training = new(database.Logins, places);
    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<(WrittenRevision Service, Organisation Provider, Organisation Trains, TrainingSide Side)> WorldAsync(LocalDate? on = null, bool isListed = true)
    {
        var (service, provider) = await _training.ServiceAsync(isListed);
        var trains = await database.Given.SexWorkerLedAsync("Trains");
        return (service, provider, trains, await _training.SideAsync(trains, on: on));
    }

    private Task<bool> CertifyAsync(Guid session, TrainingSide side) => _training.UseAsync(t => t.CertifyAsync(session, side, Stop));

    [Fact]
    public async Task Certificate_SaysWhatWasCounted_FromTheDayOfTheSession_AndIsReadAtOnce()
    {
        var (service, provider, _, side) = await WorldAsync();
        var session = await _training.HeldAsync(service, provider, side, s_enough);
        // Ten days later: it does not count longer for that.
        Assert.True(await CertifyAsync(session, side with { On = Today.PlusDays(10) }));
        Assert.False(await CertifyAsync(session, side with { On = Today.PlusDays(10) }));
        Assert.Equal([Today.PlusMonths(24)], await _desk.PublicAsync<LocalDate>(service, "p.trained_until"));
        Assert.Equal(
            [$"f 65 {Today:uuuu-MM-dd} {Today.PlusMonths(24):uuuu-MM-dd}"],
            await database.Public.ListAsync<string>("select concat_ws(' ', started, staff_percent, trained_on, until) from published.training where code = $1", service.Code));
    }

    [Theory]
    [InlineData(49, 2)]
    [InlineData(100, 0)]
    public async Task LessThanHalf_OrNotTheFrontDesk_IsTrainingStarted_AndNoCertificate(int percent, int frontDesk)
    {
        var (service, provider, _, side) = await WorldAsync();
        var session = await _training.HeldAsync(service, provider, side, new Heads(frontDesk, 3, 0, 0, percent));
        Assert.Equal("training_certificate_half", await RefusedAsync(() => CertifyAsync(session, side)));
        Assert.Equal([true], await database.Public.ListAsync<bool>("select started from published.training where code = $1", service.Code));
        Assert.Equal([Today.PlusMonths(24)], await database.Public.ListAsync<LocalDate>("select until from published.training where code = $1", service.Code));
        Assert.Equal([null], await _desk.PublicAsync<LocalDate?>(service, "p.trained_until"));
    }

    [Fact]
    public async Task Certificate_OnlyOfATrainer_OfASexWorkerLedOrganisation_ThatIsNotFrozen()
    {
        var (service, provider, trains, side) = await WorldAsync();
        var session = await _training.HeldAsync(service, provider, side, s_enough);
        foreach (var role in new[] { ActorRole.Reviewer, ActorRole.Coordinator })
        {
            var somebody = await _training.SideAsync(trains, role);
            Assert.Equal("training_trainer", await RefusedAsync(() => CertifyAsync(session, somebody)));
        }

        // The program itself, without anybody, is no trainer either.
        Assert.Equal("training_trainer", await RefusedAsync(() => CertifyAsync(session, side with { AccountId = null })));
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Equal("training_vouched", await RefusedAsync(() => CertifyAsync(session, new TrainingSide(allied.Id, side.AccountId, Today))));
        var other = await database.Given.SexWorkerLedAsync("Other");
        var stranger = await _training.SideAsync(other);
        Assert.Equal("training_session_unknown", await RefusedAsync(() => CertifyAsync(session, stranger)));
        await database.Given.FrozenAsync(trains, Today, Today.PlusDays(13));
        Assert.Equal("training_vouched", await RefusedAsync(() => CertifyAsync(session, side)));
        Assert.Equal([null], await _desk.PublicAsync<LocalDate?>(service, "p.trained_until"));
    }

    [Fact]
    public async Task Sql_OfTheApp_InventsNoCertificate_AndLiftsNoTie()
    {
        var (service, provider, trains, side) = await WorldAsync();
        var session = await _training.HeldAsync(service, provider, side, s_enough, budget: "400 euros");
        foreach (string statement in new[]
        {
            $"insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk, training_id) values (gen_random_uuid(), '{service.ServiceId}', '{trains.Id}', '2026-11-24', '2028-11-24', 90, true, '{session}')",
            $"insert into directory.training_session (id, organisation_id, service_id, is_paid, planned_on, held_on, minutes, mode, topics) values (gen_random_uuid(), '{trains.Id}', '{service.ServiceId}', false, '2026-11-24', '2026-11-24', 60, 'online', '{{}}')",
            "update directory.training_certificate set ends_on = '2030-01-01'", "delete from directory.training_certificate", "update directory.training_session set is_paid = false",
            "update directory.training_session set held_on = '2020-01-01'", "delete from directory.training_session", "update directory.training_request set has_budget = false", "delete from directory.training_request",
            "insert into published.training (service_id, code, started, staff_percent, trained_on, until) select service_id, code, false, 90, '2026-11-24', '2028-11-24' from published.service",
            "update published.service set trained_until = '2030-01-01'",
        })
            Assert.Equal((statement, Denied), (statement, await database.App.RefusedAsync(statement)));
        // The owner itself neither: what was paid and counted stays, and a certificate says what was counted.
        foreach (var (statement, rule) in new[]
        {
            ($"update directory.training_session set is_paid = false where id = '{session}'", "training_session_kept"),
            ($"update directory.training_session set staff_percent = 100 where id = '{session}'", "training_session_kept"),
            ($"update directory.training_session set called_off_on = '2026-11-25' where id = '{session}'", "training_session_kept"),
            ($"delete from directory.training_session where id = '{session}'", "training_session_kept"),
            ($"insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk, training_id) values (gen_random_uuid(), '{service.ServiceId}', '{trains.Id}', '2026-11-24', '2028-11-24', 99, true, '{session}')", "training_certificate_counted"),
            ($"insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk) values (gen_random_uuid(), '{service.ServiceId}', '{trains.Id}', '2026-11-24', '2028-11-24', 65, true)", "training_certificate_counted"),
        })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.Owner.RunAsync(statement));
            Assert.Equal((statement, rule), (statement, refused.ConstraintName));
        }

        // And by the functions: it took place, and is not called off.
        Assert.Equal("training_session_held", await RefusedAsync(() => _training.UseAsync(t => t.CallOffAsync(session, side, Stop))));
        Assert.Equal("training_session_held", await RefusedAsync(() => _training.UseAsync(t => t.CallOffAsync(session, side with { On = Today.PlusDays(-1) }, Stop))));
        Assert.False(await _training.UseAsync(t => t.RecordAsync(session, new Heads(9, 9, 9, 9, 100), side, Stop)));
        Assert.Equal(65, await database.App.OneAsync<short>("select staff_percent from directory.training_session where id = $1", session));
    }

    /// <summary>A badge that an organisation gave to its own service says nothing.</summary>
    [Fact]
    public async Task Certificate_OfOnesOwnService_OrOfKin_IsRefused_ByPlainSqlEither()
    {
        var (service, provider, trains, side) = await WorldAsync();
        var session = await _training.HeldAsync(service, provider, side, s_enough);
        await database.Given.RelatedAsync(trains, provider);
        Assert.Equal("certificate_tie", await RefusedAsync(() => CertifyAsync(session, side)));
        Assert.Equal("certificate_tie", await database.App.RuleAgainstAsync(
            $"select directory.certify_training(gen_random_uuid(), '{session}', 24, '{trains.Id}', '{side.AccountId}', date '{Today:uuuu-MM-dd}')"));
        // Not by the owner of the database, by whatever way.
        Assert.Equal("certificate_tie", await database.Owner.RuleAgainstAsync(
            $"insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk, training_id) values (gen_random_uuid(), '{service.ServiceId}', '{trains.Id}', date '{Today:uuuu-MM-dd}', date '{Today.PlusMonths(24):uuuu-MM-dd}', 65, true, '{session}')"));
        Assert.Equal([null], await _desk.PublicAsync<LocalDate?>(service, "p.trained_until"));
        // Its own.
        var clinic = Sample.Clinic("Own Clinic");
        var own = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = trains.Id } });
        Assert.Equal("certificate_tie", await RefusedAsync(() => _desk.CertifyAsync(own, trains, 80, frontDesk: true)));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.training_certificate where service_id = any ($1)", new[] { service.ServiceId, own.ServiceId }));
    }

    /// <summary>Else a trainer writes down what nobody at the service asked for, and it counts.</summary>
    [Fact]
    public async Task Session_ThatNobodyAskedFor_IsOnlyWrittenByWhoRunsTheDirectory()
    {
        var (service, _, trains, side) = await WorldAsync();
        string Plan(string account) =>
            $"select directory.plan_training(gen_random_uuid(), null, '{service.ServiceId}', date '{Today:uuuu-MM-dd}', null, 60::smallint, 'online', null, '{{confidentiality}}', false, '{trains.Id}', {account}, date '{Today:uuuu-MM-dd}')";
        Assert.Equal("training_session_whom", await database.App.RuleAgainstAsync(Plan($"'{side.AccountId}'")));
        var plan = new PlanTraining(null, service.ServiceId, Today, null, 60, TrainingMode.Online, null, [TrainingTopic.Confidentiality], IsPaid: false);
        Assert.Equal("training_session_whom", await RefusedAsync(() => _training.UseAsync(t => t.PlanAsync(plan, side, Stop))));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.training_session where service_id = $1", service.ServiceId));
        await database.Owner.RunAsync(Plan("null"));
    }

    /// <summary>On its day it takes place, counted or not. By the database's own day too: else whoever says another one takes a tie away.</summary>
    [Fact]
    public async Task CalledOff_BeforeItsDayOnly()
    {
        var (service, provider, _, side) = await WorldAsync();
        var session = await _training.PlanAsync(await _training.AskAsync(await _training.OfferAsync(side), service, provider, "400 euros"), side, Today);
        foreach (int days in new[] { 0, 1 })
            Assert.Equal("training_session_held", await RefusedAsync(() => _training.UseAsync(t => t.CallOffAsync(session, side with { On = Today.PlusDays(days) }, Stop))));
        // Nor does anybody write that it was not paid.
        Assert.Equal("training_session_kept", await database.Owner.RuleAgainstAsync($"update directory.training_session set is_paid = false where id = '{session}'"));
        // Months ago by every clock but that of whoever asks.
        var on = new LocalDate(2026, 1, 5);
        var (past, pays, _, then) = await WorldAsync(on);
        var held = await _training.PlanAsync(await _training.AskAsync(await _training.OfferAsync(then), past, pays, "400 euros", on), then, on.PlusDays(5));
        Assert.Equal("training_session_held", await RefusedAsync(() => _training.UseAsync(t => t.CallOffAsync(held, then, Stop))));
    }

    [Fact]
    public async Task PaidTraining_TiesTheTrainers_AndAllThatCountAsOne_FromTheAgreement_For24Months()
    {
        var (service, provider, trains, side) = await WorldAsync();
        var kin = await database.Given.SexWorkerLedAsync("Kin");
        await database.Given.RelatedAsync(trains, kin);
        Assert.Empty(await TiedAsync(service, Today));
        var request = await _training.AskAsync(await _training.OfferAsync(side), service, provider, "400 euros");
        Assert.Empty(await TiedAsync(service, Today));
        // From the yes on, before a day is set. Whatever the trainer says of the day itself: there was a budget.
        await _training.UseAsync(t => t.AnswerAsync(request, true, side, Stop));
        Assert.Equal([.. new[] { trains.Id, kin.Id }.Order()], await TiedAsync(service, Today));
        // A day to come, by the clock of the machine too: the database looks at that before anything is called off.
        var held = LocalDate.Max(Today, LocalDate.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).PlusDays(30);
        var session = await _training.PlanAsync(request, side, held, isPaid: false);
        var both = new[] { trains.Id, kin.Id }.Order().ToList();
        Assert.Equal(both, await TiedAsync(service, Today));
        Assert.Empty(await TiedAsync(service, Today.PlusDays(-1)));
        Assert.Equal(both, await TiedAsync(service, held.PlusMonths(24).PlusDays(-1)));
        Assert.Empty(await TiedAsync(service, held.PlusMonths(24)));
        // Called off before its day it is planned anew, and the budget is still there; declined after all, nothing was paid for.
        Assert.True(await _training.UseAsync(t => t.CallOffAsync(session, side, Stop)));
        Assert.Equal(both, await TiedAsync(service, Today));
        Assert.Equal(RequestState.Declined, await _training.UseAsync(t => t.AnswerAsync(request, false, side, Stop)));
        Assert.Empty(await TiedAsync(service, Today));
    }

    [Fact]
    public async Task PaidTraining_TiesToEverythingThatThePayerRuns_AndUnpaidToNothing()
    {
        var (service, provider, trains, side) = await WorldAsync();
        var clinic = Sample.Clinic("Other Clinic");
        var second = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } });
        var stranger = await _desk.WriteAsync(Sample.Clinic("Stranger"));
        await _training.HeldAsync(service, provider, side, s_enough);
        Assert.Empty(await TiedAsync(service, Today));
        var paid = await _training.SideAsync(trains, on: Today.PlusDays(1));
        await _training.HeldAsync(service, provider, paid, s_enough, budget: "yes");
        Assert.Equal([trains.Id], await TiedAsync(service, Today.PlusDays(1)));
        Assert.Equal([trains.Id], await TiedAsync(second, Today.PlusDays(1)));
        Assert.Empty(await TiedAsync(stranger, Today.PlusDays(1)));
    }

    /// <summary>Who pays is who runs a service, as everywhere: what was taken back says nothing of it, and an entry that a provider keeps is its own.</summary>
    [Fact, Property(81)]
    public async Task PaidTraining_TiesToWhatIsRun_AsEveryOtherTieDoes()
    {
        var (service, provider, trains, side) = await WorldAsync();
        await _training.HeldAsync(service, provider, side, s_enough, budget: "yes");
        var clinic = Sample.Clinic("Other Clinic");
        var other = await _desk.ListedAsync(clinic);
        var named = await _desk.ReviseAsync(other, clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } });
        await _desk.ProposeAsync(named);
        Assert.Equal([trains.Id], await TiedAsync(other, Today));
        await using (var context = database.Context())
            await Vetting.VettingDesk.Proposals(context, _desk.Listings(context)).TakeBackAsync(new TakeBack(named.RevisionId, Today), Actor.CommandLine, Stop);
        Assert.Empty(await TiedAsync(other, Today));
        Assert.Empty(await database.Owner.ListAsync<Guid>("select r from directory.who_runs($1) r where r is not null", other.ServiceId));
        // Its words name nobody.
        var kept = await _desk.WriteAsync(Sample.Clinic("Kept Clinic"), provider);
        Assert.Equal([trains.Id], await TiedAsync(kept, Today));
        // Of what is only accepted as well.
        var (again, pays, gives, free) = await WorldAsync();
        var second = await _desk.WriteAsync(Sample.Clinic("Second Clinic"), pays);
        await _training.UseAsync(async t => await t.AnswerAsync(await _training.AskAsync(await _training.OfferAsync(free), again, pays, "400 euros"), true, free, Stop));
        Assert.Equal([gives.Id], await TiedAsync(second, Today));
    }

    [Fact, Property(81)]
    public async Task Tied_ByPaidTraining_CannotApprove_ByServiceNorBySql()
    {
        var (service, provider, trains, side) = await WorldAsync(isListed: false);
        await _training.HeldAsync(service, provider, side, s_enough, budget: "400");
        await _desk.ProposeAsync(service);
        Assert.Equal("approval_tie", await RefusedAsync(() => _desk.ApproveAsync(service, trains)));
        await Assert.ThrowsAnyAsync<Exception>(() => Vetting.VettingDesk.HandInAsync(database.Logins, service, trains));
        Assert.Equal("23514", await database.App.RefusedAsync(Vetting.VettingDesk.Approval(service, trains)));
        // Others can, and so can whoever trained for nothing.
        await _desk.ApproveAsync(service, await database.Given.SexWorkerLedAsync("Untied"));
        var (other, runs, gives, free) = await WorldAsync(isListed: false);
        await _training.HeldAsync(other, runs, free, s_enough);
        await _desk.ApproveAsync(other, gives);
    }

    [Fact]
    public async Task TrainingIsNotVetting_NoCertificateMovesAState_OrCountsAsAnApproval_OrMeetsAPromise()
    {
        var (service, provider, _, side) = await WorldAsync(isListed: false);
        await _desk.ProposeAsync(service);
        string before = await VettingOfAsync(service);
        await CertifyAsync(await _training.HeldAsync(service, provider, side, s_enough), side);
        Assert.Equal(before, await VettingOfAsync(service));
        await Assert.ThrowsAsync<ListingRefusedException>(() => _desk.PublishAsync(service));
        // Of a listed one: state, approvals, dates, what is known of each promise.
        var listed = await WorldAsync();
        string shown = await database.Public.OneAsync<string>(Shown, listed.Service.Code);
        await CertifyAsync(await _training.HeldAsync(listed.Service, listed.Provider, listed.Side, s_enough), listed.Side);
        Assert.Equal(shown, await database.Public.OneAsync<string>(Shown, listed.Service.Code));
        // A reviewer who found a promise not met is not answered by a certificate.
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.evidence where service_id = $1 and kind like '%train%'", service.ServiceId));
    }

    private const string Shown = "select (to_jsonb(p) - 'trained_on' - 'trained_until')::text from published.service p where code = $1";

    [Fact]
    public async Task TrainingIsNotVetting_NothingThatDecidesReadsOfIt()
    {
        // Whoever makes a rule of vetting read a certificate or a session comes by here.
        string[] mayRead =
        [
            "answer_outcome", "answer_training", "ask_teaching", "ask_training", "call_off_training", "certify_training", "check_certificate", "check_training_receipt", "desk", "desk_of_training", "end_offer", "end_training_receipt", "facet_bit", "forget_training", "keep_training",
            "note_teaching", "outcome_totals", "plan_training", "publish", "record_training", "refresh", "require_trainer", "reseal_training", "say_training", "say_trainings", "show_offers", "shown_on", "ties", "training_of", "training_ties", "write_offer",
        ];
        Assert.Equal(mayRead, (await database.Owner.ListAsync<string>(
            "select distinct proname::text from pg_proc where pronamespace in ('directory'::regnamespace, 'published'::regnamespace) and regexp_replace(prosrc, '--[^\n]*', '', 'g') ~ 'training|trained|certif'")).Order(StringComparer.Ordinal));
        // The two that show an entry read nothing but the date of the badge, and that for the badge alone.
        foreach (string name in new[] { "publish", "refresh" })
        {
            string source = await database.Owner.OneAsync<string>("select prosrc from pg_proc where pronamespace = 'directory'::regnamespace and proname = $1", name);
            Assert.DoesNotContain("training_certificate", source, StringComparison.Ordinal);
            Assert.DoesNotContain("training_session", source, StringComparison.Ordinal);
        }

        // The criterion about training is asked, and never blocks.
        Assert.False(DirectoryCatalogue.Default.Criteria.Criteria.Single(criterion => criterion.Slug == "sex-worker-led-training").Required);
    }

    private Task<string> VettingOfAsync(WrittenRevision of) => database.Owner.OneAsync<string>(
        """
        select concat_ws(' ', s.state, (select approvals from directory.counted_approvals(r.id, $2)), (select count(*) from directory.approval a where a.revision_id = r.id),
          (select count(*) from directory.review v where v.revision_id = r.id), (select count(*) from directory.evidence e where e.service_id = s.id), directory.held_back(r.id, $2))
        from directory.service s join directory.revision r on r.service_id = s.id where r.id = $1
        """,
        of.RevisionId, Today);

    [Fact]
    public async Task Reminders_StandOnTheDesk_At18_22_And24Months_ForBothSides_UntilThereIsANewOne()
    {
        var (service, provider, trains, side) = await WorldAsync();
        await CertifyAsync(await _training.HeldAsync(service, provider, side, s_enough), side);
        foreach (var organisation in new[] { trains, provider })
        {
            Assert.Null(await WaitsAsync(organisation, service, Today.PlusMonths(18).PlusDays(-1)));
            Assert.Equal(DeskKind.CertificateLater, await WaitsAsync(organisation, service, Today.PlusMonths(18)));
            Assert.Equal(DeskKind.CertificateLater, await WaitsAsync(organisation, service, Today.PlusMonths(22).PlusDays(-1)));
            Assert.Equal(DeskKind.CertificateSoon, await WaitsAsync(organisation, service, Today.PlusMonths(22)));
            Assert.Equal(DeskKind.CertificateOver, await WaitsAsync(organisation, service, Today.PlusMonths(24)));
        }

        var stranger = await database.Given.SexWorkerLedAsync("Stranger");
        Assert.Null(await WaitsAsync(stranger, service, Today.PlusMonths(22)));
        await database.Given.VouchedUntilAsync(trains, Today.PlusYears(3));
        var later = side with { On = Today.PlusMonths(21) };
        await CertifyAsync(await _training.HeldAsync(service, provider, later, s_enough), later);
        Assert.Null(await WaitsAsync(trains, service, Today.PlusMonths(22)));
    }

    private async Task<DeskKind?> WaitsAsync(Organisation organisation, WrittenRevision service, LocalDate on)
    {
        await using var context = database.Context();
        return (await new DeskService(context, DirectoryCatalogue.Default).OfAsync(organisation.Id, on, Stop))
            .Where(row => row.Code == service.Code && row.Kind >= DeskKind.CertificateLater).Select(row => (DeskKind?)row.Kind).SingleOrDefault();
    }

    [Fact]
    public async Task Name_OfTheTrainers_StandsThere_OnlyByTheirChoice()
    {
        var (service, provider, trains, side) = await WorldAsync();
        await CertifyAsync(await _training.HeldAsync(service, provider, side, s_enough), side);
        async Task<string> NamedAsync() => (await database.Public.ListAsync<string>("select coalesce(organisation, '-') from published.training where code = $1", service.Code)).Single();
        Assert.Equal("-", await NamedAsync());
        // That it trains says that it is sex worker-led: a page alone is not that choice.
        await database.App.RunAsync("update directory.organisation set public_name = true where id = $1", trains.Id);
        Assert.Equal("-", await NamedAsync());
        await database.App.RunAsync("update directory.organisation set public_badge = true where id = $1", trains.Id);
        Assert.Equal(trains.Code, await NamedAsync());
        Assert.Equal([trains.Code], await database.Owner.ListAsync<string>("select coalesce(p.organisation, '-') from published.training_offer p join directory.training_offer f using (id) where f.organisation_id = $1", trains.Id));
        await database.App.RunAsync("update directory.organisation set public_name = false, public_badge = false where id = $1", trains.Id);
        Assert.Equal("-", await NamedAsync());
        Assert.Equal(["-"], await database.Owner.ListAsync<string>("select coalesce(p.organisation, '-') from published.training_offer p join directory.training_offer f using (id) where f.organisation_id = $1", trains.Id));
    }

    private Task<List<Guid>> TiedAsync(WrittenRevision service, LocalDate on) =>
        database.Owner.ListAsync<Guid>("select organisation_id from directory.ties($1, $2) where kind = 'training' order by organisation_id::text", service.ServiceId, on);
}
