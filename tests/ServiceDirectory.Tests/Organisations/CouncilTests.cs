using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>Votes, freezes, guests and leaving: through the services and by plain SQL as the app.</summary>
public sealed class CouncilTests(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly CopyOfDatabase _database = new(server);

    private CouncilWorld World => new(_database.Logins);

    public async ValueTask InitializeAsync() => await _database.InitializeAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Vote_IsCastOnce_ByWhoHasAVoice_WhileItIsOpen()
    {
        var all = await World.CouncilsAsync(6);
        var allied = await World.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await RefusedAsync("motion_council", () => World.ProposeAsync(allied));
        var motion = await World.ProposeAsync(all[0]);
        await World.Given.RelatedAsync(all[0], all[1]);
        await World.Given.FrozenAsync(all[2], s_day, s_day.PlusDays(20));
        await World.VoteAsync(all[0], motion, true, s_day);
        await RefusedAsync("motion_vote_once", () => World.VoteAsync(all[0], motion, false, s_day));
        await RefusedAsync("motion_vote_once", () => World.VoteAsync(all[1], motion, false, s_day));
        await RefusedAsync("motion_vote_council", () => World.VoteAsync(all[2], motion, false, s_day));
        await RefusedAsync("motion_vote_council", () => World.VoteAsync(allied, motion, false, s_day));
        await RefusedAsync("motion_vote_over", () => World.VoteAsync(all[3], motion, false, s_day.PlusDays(31)));
        await RefusedAsync("motion_vote_over", () => World.VoteAsync(all[3], motion, false, s_day.PlusDays(-1)));
        // Six, of which two count as one and one is frozen.
        Assert.Equal(new MotionCount(1, 0, 4, false, false), await World.CountAsync(motion, s_day));
        await Assert.ThrowsAsync<ListingRefusedException>(() => World.CriteriaAsync(c => c.ProposeAsync(OneMore, new Actor(all[0].Id, ActorRole.Reviewer))));
    }

    [Fact]
    public async Task PlainSql_KeepsTheSameRules()
    {
        var all = await World.CouncilsAsync(3);
        var allied = await World.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await World.Given.RelatedAsync(all[0], all[1]);
        var motion = await World.ProposeAsync(all[0]);
        await RunAsync(null, Vote(all[0], s_day));
        await RunAsync("motion_vote_once", Vote(all[1], s_day));
        await RunAsync("motion_vote_council", Vote(allied, s_day));
        await RunAsync("motion_vote_over", Vote(all[2], s_day.PlusDays(31)));
        await RunAsync("motion_council", Motion(allied, "criteria", "null", "null"));
        // A vote on promises says what would change.
        await RunAsync("motion_about", Motion(all[0], "criteria", "null", "null"));
        await RunAsync("motion_frozen", Motion(all[0], "freeze-lift", $"'{all[2].Id}'", "null"));
        await RunAsync("motion_relation", Motion(all[2], "related", $"'{all[0].Id}'", $"'{all[1].Id}'"));
        await RunAsync("motion_relation", Motion(all[2], "unrelated", $"'{all[0].Id}'", $"'{all[2].Id}'"));
        await RunAsync("motion_about", Motion(all[2], "case", $"'{all[0].Id}'", "null"));
        await RunAsync("motion_running", $"select directory.decide_motion('{motion}', '2026-11-25', null, 'coordinator')");
        await RunAsync("freeze_council", $"select directory.freeze_organisation('{all[1].Id}', '{all[0].Id}', '2026-11-24', 'coordinator', 'x')");
        await RunAsync("freeze_council", $"select directory.freeze_organisation('{all[1].Id}', '{allied.Id}', '2026-11-24', 'coordinator', 'x')");

        string Vote(Organisation by, LocalDate on) => $"insert into directory.motion_vote (motion_id, organisation_id, yes, voted_on) values ('{motion}', '{by.Id}', true, '{on:uuuu-MM-dd}')";

        static string Motion(Organisation by, string kind, string about, string other) =>
            $"insert into directory.motion (id, kind, organisation_id, other_id, asked_by, asked_on, closes_on, reason) values (gen_random_uuid(), '{kind}', {about}, {other}, '{by.Id}', '2026-11-24', '2026-12-01', 'x')";

        async Task RunAsync(string? rule, string statement)
        {
            if (rule is null)
                await _database.App.RunAsync(statement);
            else
                Assert.Equal(rule, (await Assert.ThrowsAsync<PostgresException>(() => _database.App.RunAsync(statement))).ConstraintName);
        }
    }

    /// <summary>Two thirds of the votes cast, at least half of the councils, related ones once: over random votes and relations.</summary>
    [Fact]
    public async Task Result_IsTwoThirds_OfAtLeastHalf_OverRandomVotes()
    {
        var all = await World.CouncilsAsync(7);
        var samples =
            from pairs in Gen.Choose(0, (7 * 7) - 1).ArrayOf(2)
            from votes in Gen.Choose(0, 3).ArrayOf(7)
            select (Pairs: pairs, Votes: votes);
        foreach (var (pairs, votes) in samples.Sample(FullRun.IsAsked ? 200 : 25))
        {
            var related = pairs.Select(pair => (A: Math.Max(pair / 7, pair % 7), B: Math.Min(pair / 7, pair % 7))).Where(pair => pair.A != pair.B).Distinct().ToList();
            bool?[] cast = [.. votes.Select(vote => vote switch { 0 => (bool?)null, 1 => false, _ => true })];
            await _database.Owner.RunAsync("delete from directory.organisation_relation");
            var motion = await World.ProposeAsync(all[0]);
            // Votes first, so that two that turn out to be one have both voted.
            for (int i = 0; i < 7; i++)
            {
                if (cast[i] is { } yes)
                    await World.VoteAsync(all[i], motion, yes, s_day);
            }

            foreach (var (a, b) in related)
                await World.Given.RelatedAsync(all[a], all[b]);
            int[] family = [.. Enumerable.Range(0, 7)];
            foreach (var (a, b) in related)
            {
                int from = family[a], to = family[b];
                family = [.. family.Select(f => f == from ? to : f)];
            }

            var groups = Enumerable.Range(0, 7).GroupBy(i => family[i]).ToList();
            var voices = groups.Select(g => g.Select(i => cast[i]).Where(v => v is not null).ToList()).Where(v => v.Count > 0).Select(v => v.TrueForAll(one => one is true)).ToList();
            int yeses = voices.Count(v => v), noes = voices.Count - yeses;
            bool carried = voices.Count > 0 && yeses * 3 >= 2 * voices.Count && voices.Count * 2 >= groups.Count;
            Assert.Equal(new MotionCount(yeses, noes, groups.Count, carried, voices.Count == groups.Count), await World.CountAsync(motion, s_day));
            Assert.Equal(carried ? MotionOutcome.Carried : MotionOutcome.Lost, await World.DecideAsync(all[1], motion, s_day.PlusDays(31)));
            await RefusedAsync("motion_vote_over", () => World.VoteAsync(all[0], motion, true, s_day));
        }
    }

    [Fact]
    public async Task Vote_ByTwoRelatedAtTheSameInstant_IsOne()
    {
        var all = await World.CouncilsAsync(2);
        await World.Given.RelatedAsync(all[0], all[1]);
        for (int i = 0; i < 20; i++)
        {
            var motion = await World.ProposeAsync(all[0]);
            var outcomes = await Task.WhenAll(all.Select(async by =>
            {
                try
                {
                    await World.VoteAsync(by, motion, true, s_day);
                    return 1;
                }
                catch (ListingRefusedException)
                {
                    return 0;
                }
            }));
            Assert.Equal(1, outcomes.Sum());
        }
    }

    [Fact, Property(74)]
    public async Task Freeze_TakesTwoUnrelated_EndsSessions_AndLastsFourteenDays()
    {
        var all = await World.CouncilsAsync(5);
        await World.Given.RelatedAsync(all[0], all[1]);
        var account = await World.Given.AccountAsync();
        await _database.App.RunAsync("insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, 'reviewer', $3)", account.Id, all[4].Id, s_day);
        await _database.App.RunAsync("insert into directory.ticket values (sha256('1'), $1, ''::bytea, now(), now())", account.Id);
        Assert.False(await World.FreezeAsync(all[0], all[4], s_day));
        Assert.False(await World.FreezeAsync(all[0], all[4], s_day.PlusDays(1)));
        Assert.False(await World.FreezeAsync(all[1], all[4], s_day.PlusDays(1)));
        await RefusedAsync("freeze_council", () => World.FreezeAsync(all[4], all[4], s_day));
        // The first two voices are too old by then.
        Assert.False(await World.FreezeAsync(all[2], all[4], s_day.PlusDays(16)));
        Assert.Equal(1, await _database.Owner.OneAsync<long>("select count(*) from directory.ticket"));
        Assert.True(await World.FreezeAsync(all[3], all[4], s_day.PlusDays(30)));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from directory.ticket"));
        Assert.Equal(["organisation"], await _database.Owner.ListAsync<string>("select what from directory.account_change where account_id = $1", account.Id));
        Assert.False(await MayApproveAsync(all[4], s_day.PlusDays(30)));
        Assert.False(await MayApproveAsync(all[4], s_day.PlusDays(43)));
        Assert.True(await MayApproveAsync(all[4], s_day.PlusDays(44)));
        // The same do not do it again and again.
        await RefusedAsync("freeze_again", () => World.FreezeAsync(all[3], all[4], s_day.PlusDays(50)));
        await RefusedAsync("freeze_again", () => World.FreezeAsync(all[2], all[4], s_day.PlusDays(50)));
    }

    [Fact]
    public async Task Freeze_IsProlongedOrLifted_ByTwoThirds()
    {
        var all = await World.CouncilsAsync(4);
        await World.FreezeAsync(all[0], all[3], s_day);
        await World.FreezeAsync(all[1], all[3], s_day);
        var prolong = await World.OpenAsync(all[0], new OpenMotion(MotionKind.FreezeProlong, s_day, 10, "It is not cleared up.") { OrganisationId = all[3].Id, Until = s_day.PlusDays(60) });
        await RefusedAsync("motion_vote_council", () => World.VoteAsync(all[3], prolong, false, s_day));
        await World.VoteAsync(all[0], prolong, true, s_day);
        await World.VoteAsync(all[1], prolong, true, s_day);
        await World.VoteAsync(all[2], prolong, false, s_day);
        // All have voted, so nobody has to wait.
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[0], prolong, s_day.PlusDays(1)));
        Assert.False(await MayApproveAsync(all[3], s_day.PlusDays(60)));
        Assert.True(await MayApproveAsync(all[3], s_day.PlusDays(61)));
        var lift = await World.OpenAsync(all[2], new OpenMotion(MotionKind.FreezeLift, s_day.PlusDays(20), 10, "It is cleared up.") { OrganisationId = all[3].Id });
        await World.VoteAsync(all[0], lift, true, s_day.PlusDays(20));
        await World.VoteAsync(all[1], lift, true, s_day.PlusDays(20));
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[0], lift, s_day.PlusDays(31)));
        Assert.False(await MayApproveAsync(all[3], s_day.PlusDays(30)));
        Assert.True(await MayApproveAsync(all[3], s_day.PlusDays(31)));
    }

    [Fact]
    public async Task Approvals_DeclaredMissing_LeaveEntriesCheckedByOne_OrByNobody()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(5);
        var both = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(both, all[0], s_day);
        await desk.ApproveAsync(both, all[4], s_day);
        Assert.Equal(ServiceState.Listed, await desk.PublishAsync(both, s_day));
        var one = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(one, all[4], s_day);
        Assert.Equal(ServiceState.Provisional, await desk.PublishAsync(one, s_day));
        var before = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(before, all[0], s_day);
        await desk.ApproveAsync(before, all[1], s_day);
        await desk.PublishAsync(before, s_day);

        var motion = await World.OpenAsync(all[0], new OpenMotion(MotionKind.ApprovalsMissing, s_day, 10, "It did not call.") { OrganisationId = all[4].Id, Since = s_day });
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[4], motion, false, s_day));
        foreach (var council in all[..3])
            await World.VoteAsync(council, motion, true, s_day);
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[0], motion, s_day.PlusDays(11)));
        Assert.Equal(["provisional", "in-review", "listed"], await _database.Owner.ListAsync<string>(
            "select state from directory.service where id = any ($1) order by array_position($1, id)", new[] { both.ServiceId, one.ServiceId, before.ServiceId }));
        Assert.Equal("provisional 1", await _database.Owner.OneAsync<string>("select state || ' ' || approvals from published.service where id = $1", both.ServiceId));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from published.service where id = $1", one.ServiceId));
        Assert.Equal([1], await _database.Owner.ListAsync<int>("select distinct rank::int from published.site s join published.service p using (service_id) where p.id = $1", both.ServiceId));
        Assert.True(await _database.Owner.OneAsync<bool>("select hidden_from <= $2 from published.service where id = $1", both.ServiceId, s_day.PlusDays(11).PlusMonths(6)));
        // A second opinion lists it again, and the one that is missing cannot be it on those days.
        await desk.ApproveAsync(both, all[1], s_day.PlusDays(12));
        Assert.Equal(ServiceState.Listed, await desk.PublishAsync(both, s_day.PlusDays(12)));
    }

    [Fact]
    public async Task Relation_IsChallengedByAVote_InWhichNeitherVotes()
    {
        var all = await World.CouncilsAsync(4);
        var related = await World.OpenAsync(all[2], new OpenMotion(MotionKind.Related, s_day, 5, "One board.") { OrganisationId = all[0].Id, OtherId = all[1].Id });
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[0], related, false, s_day));
        await World.VoteAsync(all[2], related, true, s_day);
        await World.VoteAsync(all[3], related, true, s_day);
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[2], related, s_day));
        Assert.Equal(2, await _database.Owner.OneAsync<int>("select cardinality(directory.family($1))", all[0].Id));
        var apart = await World.OpenAsync(all[0], new OpenMotion(MotionKind.Unrelated, s_day, 5, "The board has changed.") { OrganisationId = all[1].Id, OtherId = all[0].Id });
        await World.VoteAsync(all[2], apart, true, s_day);
        await World.VoteAsync(all[3], apart, true, s_day);
        await World.DecideAsync(all[2], apart, s_day);
        Assert.Equal(1, await _database.Owner.OneAsync<int>("select cardinality(directory.family($1))", all[0].Id));
    }

    [Fact]
    public async Task Case_IsDecidedByTwoUntied_AndMeanwhileTheStricterStateStands()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(5);
        var written = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        Assert.Equal(ServiceState.Provisional, await desk.PublishAsync(written, s_day));
        var motion = await World.OpenAsync(all[0], new OpenMotion(MotionKind.Case, s_day, 30, "We see it otherwise.") { OrganisationId = all[1].Id, ServiceId = written.ServiceId });
        await RefusedAsync("service_case", () => desk.ApproveAsync(written, all[1], s_day));
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[1], motion, true, s_day));
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[0], motion, true, s_day));
        await World.VoteAsync(all[2], motion, true, s_day);
        await RefusedAsync("motion_running", () => World.DecideAsync(all[2], motion, s_day.PlusDays(30)));
        await World.VoteAsync(all[3], motion, true, s_day.PlusDays(30));
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[2], motion, s_day.PlusDays(30)));
        // What the other one says from then on counts.
        Assert.Equal(ServiceState.Listed, await desk.ApproveAsync(written, all[1], s_day.PlusDays(31)));
    }

    /// <summary>Of two, the one that is not followed has said nothing that counts any more; where nobody decides, both have.</summary>
    [Theory]
    [InlineData(true, "in-review", 0)]
    [InlineData(false, "provisional", 1)]
    [InlineData(null, "provisional", 1)]
    public async Task Case_ThatWasDecided_SetsAsideWhoIsNotFollowed(bool? follows, string state, int approvals)
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(5);
        var written = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        // Another organisation sees it otherwise than the one that approved it.
        var motion = await World.OpenAsync(all[1], new OpenMotion(MotionKind.Case, s_day, 30, "We see it otherwise.") { OrganisationId = all[0].Id, ServiceId = written.ServiceId });
        foreach (var council in all.Skip(2).Take(follows is null ? 1 : 2))
            await World.VoteAsync(council, motion, follows ?? false, s_day);
        await World.DecideAsync(all[2], motion, s_day.PlusDays(follows is null ? 31 : 30));
        Assert.Equal(state, await desk.StateAsync(written));
        Assert.Equal(approvals, await _database.Owner.OneAsync<int>("select approvals from directory.counted_approvals($1, $2)", written.RevisionId, s_day.PlusDays(31)));
        Assert.Equal(approvals, (await desk.PublicAsync<string>(written, "p.code")).Count);
    }

    [Fact]
    public async Task Case_SetsAsideAnObjection_OfWhoIsNotFollowed()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(5);
        var written = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        await Vetting.VettingDesk.HandInAsync(_database.Logins, written, all[1], "not-met");
        Assert.NotEmpty(await _database.Owner.ListAsync<Guid>("select organisation_id from directory.objectors($1)", written.RevisionId));
        var motion = await World.OpenAsync(all[0], new OpenMotion(MotionKind.Case, s_day, 30, "We see it otherwise.") { OrganisationId = all[1].Id, ServiceId = written.ServiceId });
        await World.VoteAsync(all[2], motion, true, s_day);
        await World.VoteAsync(all[3], motion, true, s_day);
        await World.DecideAsync(all[2], motion, s_day);
        Assert.Empty(await _database.Owner.ListAsync<Guid>("select organisation_id from directory.objectors($1)", written.RevisionId));
    }

    [Fact]
    public async Task Case_WhileItIsOpen_ShowsNoNewerWords_ButWhatPromisesNothing()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(5);
        var clinic = Sample.Clinic();
        var written = await desk.WriteAsync(clinic, all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        await World.OpenAsync(all[0], new OpenMotion(MotionKind.Case, s_day, 30, "We see it otherwise.") { OrganisationId = all[1].Id, ServiceId = written.ServiceId });
        var newer = await desk.ReviseAsync(written, clinic with { Cost = Text.Of("en", "It costs nothing") }, s_day);
        await RefusedAsync("service_case", () => desk.ApproveAsync(newer, all[0], s_day));
    }

    [Fact]
    public async Task Guest_JudgesOnlyWhereItWasInvited_WhereThereAreFewOthers_AndHasNoVote()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(3);
        var guest = await World.Given.SexWorkerLedAsync("Far Network (demo)");
        await _database.Owner.RunAsync("update directory.organisation set is_guest = true, country = 'FR' where id = $1", guest.Id);
        var written = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        await RefusedAsync("approval_vouched", () => desk.ApproveAsync(written, guest, s_day));
        await RefusedAsync("motion_council", () => World.ProposeAsync(guest));
        var motion = await World.ProposeAsync(all[0]);
        await RefusedAsync("motion_vote_council", () => World.VoteAsync(guest, motion, true, s_day));
        Assert.Equal(3, (await World.CountAsync(motion, s_day)).Councils);

        var invite = new InviteGuest(guest.Id, s_day, s_day.PlusDays(60)) { ServiceId = written.ServiceId };
        await RefusedAsync("guest_seat_keeper", () => World.InviteGuestAsync(Of(all[1]), invite));
        await RefusedAsync("guest_seat_guest", () => World.InviteGuestAsync(Of(all[0]), invite with { GuestId = all[1].Id }));
        await RefusedAsync("guest_seat_time", () => World.InviteGuestAsync(Of(all[0]), invite with { Until = s_day.PlusMonths(7) }));
        await RefusedAsync("council_coordinator", () => World.InviteGuestAsync(new Actor(all[0].Id, ActorRole.Proposer), invite));
        await World.Given.RelatedAsync(guest, all[0]);
        await RefusedAsync("guest_seat_tie", () => World.InviteGuestAsync(Of(all[0]), invite));
        await _database.Owner.RunAsync("delete from directory.organisation_relation");
        var fourth = await World.Given.SexWorkerLedAsync("Fourth (demo)");
        await RefusedAsync("guest_seat_few", () => World.InviteGuestAsync(Of(all[0]), invite));
        // Two that count as one are not four.
        await World.Given.RelatedAsync(fourth, all[1]);
        await World.InviteGuestAsync(new Actor(all[0].Id, ActorRole.Reviewer), invite);
        await RefusedAsync("approval_vouched", () => desk.ApproveAsync(written, guest, s_day.PlusDays(61)));
        await desk.ApproveAsync(written, guest, s_day);
        Assert.Equal(ServiceState.Listed, await desk.PublishAsync(written, s_day));
        // Only there.
        var other = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await RefusedAsync("approval_vouched", () => desk.ApproveAsync(other, guest, s_day));
    }

    /// <summary>By the country of the service, wherever its keeper is; and a guest of the same country is none, unless it is a network.</summary>
    [Fact]
    public async Task Guest_IsOfAnotherCountryThanTheService()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(1);
        var guest = await World.Given.SexWorkerLedAsync("Far Network (demo)");
        await _database.Owner.RunAsync("update directory.organisation set is_guest = true, country = 'FR' where id = $1", guest.Id);
        // It helps from a distance, in France only.
        var clinic = Sample.Clinic();
        var written = await desk.WriteAsync(clinic with { Sites = [], RemoteAreas = ["FR"], Phones = [clinic.Phones[0] with { GivesHelp = true }] }, all[0]);
        var invite = new InviteGuest(guest.Id, s_day, s_day.PlusDays(60)) { ServiceId = written.ServiceId };
        await RefusedAsync("guest_seat_country", () => World.InviteGuestAsync(Of(all[0]), invite));
        await _database.Owner.RunAsync("update directory.organisation set is_network = true where id = $1", guest.Id);
        await World.InviteGuestAsync(Of(all[0]), invite);
        var (_, candidate) = await World.ProposedAsync(all[0], s_day);
        await _database.Owner.RunAsync("update directory.organisation set is_network = false, country = 'GB' where id = $1", guest.Id);
        await RefusedAsync("guest_seat_country", () => World.InviteGuestAsync(Of(all[0]), invite with { ServiceId = null, CandidateId = candidate }));
        // Four in France are enough there, and none of them here is asked.
        for (int i = 0; i < 4; i++)
            await _database.Owner.RunAsync("update directory.organisation set country = 'FR' where id = $1", (await World.Given.SexWorkerLedAsync($"French {i} (demo)")).Id);
        await RefusedAsync("guest_seat_few", () => World.InviteGuestAsync(Of(all[0]), invite));
    }

    [Fact]
    public async Task Guest_VouchesOnlyWhereItWasInvited()
    {
        var all = await World.CouncilsAsync(1);
        var guest = await World.Given.SexWorkerLedAsync("Far Network (demo)");
        await _database.Owner.RunAsync("update directory.organisation set is_guest = true, country = 'FR' where id = $1", guest.Id);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day);
        await World.VouchAsync(guest, admission, s_day);
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], admission, s_day.PlusDays(20)));
        await World.InviteGuestAsync(Of(all[0]), new InviteGuest(guest.Id, s_day.PlusDays(1), s_day.PlusDays(30)) { CandidateId = organisation });
        await World.VouchAsync(guest, admission, s_day.PlusDays(1));
        await World.FinishAsync(all[0], admission, s_day.PlusDays(15));
    }

    [Fact]
    public async Task Leave_EndsRoles_AndWhatWasApprovedStands()
    {
        var desk = new ListingDesk(_database.Logins, places);
        var all = await World.CouncilsAsync(3);
        var account = await World.Given.AccountAsync();
        await _database.App.RunAsync("insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, 'coordinator', $3)", account.Id, all[1].Id, s_day);
        await _database.App.RunAsync("insert into directory.ticket values (sha256('1'), $1, ''::bytea, now(), now())", account.Id);
        var written = await desk.WriteAsync(Sample.Clinic(), all[0]);
        await desk.ApproveAsync(written, all[0], s_day);
        await desk.ApproveAsync(written, all[1], s_day);
        await World.Given.FrozenAsync(all[1], s_day.PlusDays(1), s_day.PlusDays(2));
        await RefusedAsync("leave_frozen", () => World.LeaveAsync(all[1], s_day.PlusDays(1)));
        Assert.True(await World.LeaveAsync(all[1], s_day.PlusDays(3)));
        Assert.False(await World.LeaveAsync(all[1], s_day.PlusDays(4)));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from directory.membership where ended_on is null"));
        Assert.Equal(0, await _database.Owner.OneAsync<long>("select count(*) from directory.ticket"));
        Assert.Contains("roles", await _database.Owner.ListAsync<string>("select what from directory.account_change where account_id = $1", account.Id));
        // What it approved on the morning of that day stands.
        Assert.True(await MayApproveAsync(all[1], s_day.PlusDays(3)));
        Assert.False(await MayApproveAsync(all[1], s_day.PlusDays(4)));
        Assert.Equal(ServiceState.Listed, await desk.PublishAsync(written, s_day.PlusDays(4)));
        await RefusedAsync("motion_council", () => World.ProposeAsync(all[1], OneMore with { On = s_day.PlusDays(4) }));
    }

    private Task<bool> MayApproveAsync(Organisation organisation, LocalDate on) => _database.Owner.OneAsync<bool>("select directory.may_approve($1, $2)", organisation.Id, on);
}
