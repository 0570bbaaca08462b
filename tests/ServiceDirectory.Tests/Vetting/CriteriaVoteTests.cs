using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Organisations;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>The promises change by a vote of the councils, and in no other way; what was listed before is judged by them until a day.</summary>
public sealed class CriteriaVoteTests(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly CopyOfDatabase _database = new(server);

    private CouncilWorld World => new(_database.Logins);

    private ListingDesk Desk => new(_database.Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.InitializeAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task<int> NewestAsync() => _database.Owner.OneAsync<int>("select max(version) from published.criteria");

    private static ProposeCriteria Change(CriteriaChangeKind kind, int criterion) => new(kind, s_day, "It is time.") { Criterion = criterion };

    /// <summary>Two thirds of the votes, of at least half of the councils: one fewer, and nothing has changed.</summary>
    [Theory]
    [InlineData(4, "yn", false)]
    [InlineData(4, "y", false)]
    [InlineData(4, "yy", true)]
    [InlineData(4, "yyn", true)]
    [InlineData(4, "yynn", false)]
    [InlineData(6, "yy", false)]
    [InlineData(6, "yyn", true)]
    public async Task Version_IsMade_OnlyByAVoteThatIsCarried(int councils, string votes, bool isCarried)
    {
        var all = await World.CouncilsAsync(councils);
        int before = await NewestAsync();
        var motion = await World.ProposeAsync(all[0]);
        for (int i = 0; i < votes.Length; i++)
            await World.VoteAsync(all[i], motion, votes[i] == 'y', s_day);
        Assert.Equal(isCarried ? MotionOutcome.Carried : MotionOutcome.Lost, await World.DecideAsync(all[0], motion, s_day.PlusDays(31)));
        Assert.Equal(before + (isCarried ? 1 : 0), await NewestAsync());
        var change = (await World.CriteriaAsync(c => c.ChangesAsync([motion], Stop)))[motion];
        Assert.Equal(isCarried ? (before + 1, votes.Count(v => v == 'y'), votes.Count(v => v == 'n'), councils) : (null, null, null, (int?)null), (change.Version, change.Yes, change.No, change.Councils));
        if (isCarried)
        {
            // Recorded with its vote and its day; the one before stands as it was.
            Assert.Equal(s_day.PlusDays(31), await _database.Owner.OneAsync<LocalDate>("select made_on from published.criteria where version = $1", before + 1));
            Assert.Equal(s_day.PlusDays(31).PlusMonths(6), await _database.Owner.OneAsync<LocalDate>("select applies_on from published.criteria where version = $1", before + 1));
            Assert.Equal(25, await _database.Owner.OneAsync<int>("select jsonb_array_length(content -> 'criteria') from published.criteria where version = $1", before));
        }
    }

    /// <summary>Whoever has the app's login writes no version, ends no vote as they like, and makes none of a vote that was lost.</summary>
    [Fact, Property(83)]
    public async Task PlainSql_WritesNoVersion()
    {
        var all = await World.CouncilsAsync(4);
        var motion = await World.ProposeAsync(all[0]);
        foreach (string statement in new[]
        {
            "insert into published.criteria (version, content) select version + 1, content from published.criteria",
            "update published.criteria set content = '{}'",
            "delete from published.criteria",
            $"update directory.criteria_change set version = 2 where motion_id = '{motion}'",
            $"update directory.criteria_change set said = null where motion_id = '{motion}'",
            $"update directory.motion set outcome = 'carried', decided_on = '2026-11-24' where id = '{motion}'",
            $"select directory.make_criteria('{motion}', '2026-11-24')",
        })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => _database.App.RunAsync(statement))).SqlState);
        }

        // Even the owner's function makes none of a vote that was not carried.
        Assert.Equal("criteria_vote", (await Assert.ThrowsAsync<PostgresException>(() => _database.Owner.RunAsync($"select directory.make_criteria('{motion}', '2026-11-24')"))).ConstraintName);
        // What is voted on is not written after the first vote, or twice.
        await World.VoteAsync(all[0], motion, true, s_day);
        string again = $"insert into directory.criteria_change (motion_id, kind, criterion) values ('{motion}', 'recommended', 20)";
        Assert.Equal("criteria_motion", (await Assert.ThrowsAsync<PostgresException>(() => _database.App.RunAsync(again))).ConstraintName);
    }

    [Fact]
    public async Task Proposal_IsByACouncil_AndFitsThePromiseAsItIs()
    {
        var all = await World.CouncilsAsync(3);
        var allied = await World.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await RefusedAsync("motion_council", () => World.ProposeAsync(allied));
        await RefusedAsync("council_coordinator", () => World.CriteriaAsync(c => c.ProposeAsync(OneMore, new Actor(all[0].Id, ActorRole.Reviewer), Stop)));
        await RefusedAsync("criteria_unknown", () => World.ProposeAsync(all[0], Change(CriteriaChangeKind.Recommended, 99)));
        await RefusedAsync("criteria_red_line", () => World.ProposeAsync(all[0], Change(CriteriaChangeKind.Recommended, 4)));
        await RefusedAsync("criteria_so", () => World.ProposeAsync(all[0], Change(CriteriaChangeKind.Required, 2) with { Profiles = [Profile.Health], Months = 6 }));
        await RefusedAsync("criteria_so", () => World.ProposeAsync(all[0], Change(CriteriaChangeKind.Profiles, 2) with { Profiles = [Profile.Health], Months = 6 }));
        // Nor is a red line taken away from a kind of service.
        await RefusedAsync("criteria_red_line", () => World.ProposeAsync(all[0], Change(CriteriaChangeKind.Profiles, 4) with { Profiles = [Profile.Health, Profile.Basics], Months = 6 }));
        await RefusedAsync("motion_about", () => World.OpenAsync(all[0], new OpenMotion(MotionKind.Criteria, s_day, 10, "Something.")));
        foreach (var wrong in new[] { OneMore with { Months = 2 }, OneMore with { Months = 13 }, OneMore with { Profiles = [] }, OneMore with { How = "" }, OneMore with { Said = Text.Of("en", new string('x', 301)) } })
            await Assert.ThrowsAsync<ListingInvalidException>(() => World.ProposeAsync(all[0], wrong));
        // Two votes on one promise would be on words that are not there any more.
        await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Words, 2) with { Said = Text.Of("en", "You are told first.") });
        await RefusedAsync("criteria_once", () => World.ProposeAsync(all[1], Change(CriteriaChangeKind.Recommended, 2)));
    }

    [Fact]
    public async Task Changes_ReadAsTheyWereVotedFor()
    {
        var all = await World.CouncilsAsync(2);
        var said = Text.Of("es", "Te lo dicen antes.").With("en", "You are told first.");
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Words, 2) with { Said = said }), s_day, all);
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Required, 20) with { Profiles = [Profile.Health], Months = 3 }), s_day, all);
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Recommended, 7)), s_day, all);
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Profiles, 2) with { Profiles = [Profile.Health, Profile.Basics], Months = 12 }), s_day, all);
        await World.CarryAsync(await World.ProposeAsync(all[0]), s_day, all);
        var newest = await World.CriteriaAsync(c => c.NewestAsync(Stop));
        Assert.Equal(7, newest.Version);
        Criterion Of(int id) => newest.Criteria.Single(c => c.Id == id);
        Assert.Equal("You are told first.", Of(2).Said!.For("ro-RO") is { Language: "es" } ? Of(2).Said!.For("en").Value : "");
        Assert.Equal([Profile.Health, Profile.Basics], Of(2).Profiles.Order());
        Assert.True(Of(20).Required);
        Assert.False(Of(7).Required);
        Assert.Equal(("Nobody is asked about clients (demo).", true, 26), (Of(26).Said!.OriginalWords, Of(26).Required, Of(26).Asked));
        Assert.Equal(Of(1).Principle, Of(26).Principle);
        // Only what asks for more has a day.
        Assert.Equal(
            ["2", "3", "4 2027-02-24", "5", "6 2027-11-24", "7 2027-05-24"],
            await _database.Owner.ListAsync<string>("select concat_ws(' ', version, applies_on) from published.criteria order by version"));
        // SQL asks for what the program reads.
        foreach (var profile in Enum.GetValues<Profile>())
        {
            Assert.Equal(
                newest.Criteria.Where(c => c.Required && c.Profiles.Contains(profile)).Select(c => c.Id).Order(),
                await _database.Owner.OneAsync<int[]>("select directory.required_criteria(7, $1)", EnumSlug.Of(profile)));
        }
    }

    /// <summary>
    /// A listed entry has until the day to be judged by what was added: listed and on the desk, then due, then last, then hidden. Judged by both it
    /// is listed as before. Of another profile nothing changes.
    /// </summary>
    [Fact, Property(83)]
    public async Task Added_StartsRechecks_AndHidesFromItsDay()
    {
        var all = await World.CouncilsAsync(3);
        var clinic = Sample.Clinic();
        var entry = await Desk.WriteAsync(clinic);
        await Desk.ApproveAsync(entry, all[0]);
        await Desk.ApproveAsync(entry, all[1]);
        var other = await Desk.ListedAsync(Sample.Clinic() with { Profile = Profile.Basics });
        string otherDates = (await Desk.PublicAsync<string>(other, "due_on || ' ' || hidden_from")).Single();
        await World.CarryAsync(await World.ProposeAsync(all[0], OneMore with { Profiles = [Profile.Health], Months = 3 }), s_day, [.. await VotersAsync()]);
        var until = s_day.PlusMonths(3);
        Assert.Equal([$"listed {until.PlusDays(-60):uuuu-MM-dd} {until:uuuu-MM-dd}"], await Desk.PublicAsync<string>(entry, "state || ' ' || due_on || ' ' || hidden_from"));
        Assert.Equal([until], await _database.Public.ListAsync<LocalDate>("select distinct d from published.service p cross join lateral (select hidden_from from published.site s where s.service_id = p.service_id union select hidden_from from published.service_need n where n.service_id = p.service_id) x (d) where p.id = $1", entry.ServiceId));
        Assert.Equal(otherDates, (await Desk.PublicAsync<string>(other, "due_on || ' ' || hidden_from")).Single());
        Assert.Equal(["promise-added"], await DeskAsync(entry, all[0], s_day));
        Assert.Empty(await DeskAsync(other, all[0], s_day));
        Assert.Equal(["due"], await DeskAsync(entry, all[0], until.PlusDays(-60)));
        Assert.Equal(["late"], await DeskAsync(entry, all[0], until.PlusDays(-30)));
        Assert.Equal(["hidden"], await DeskAsync(entry, all[0], until));

        // Neither a check nor publishing it once more makes it longer.
        await Desk.CheckAsync(entry, all[1], s_day.PlusDays(1));
        await Desk.PublishAsync(entry, s_day.PlusDays(1));
        Assert.Equal([until], await Desk.PublicAsync<LocalDate>(entry, "hidden_from"));

        // Judged again, by one and by the other.
        await using (var context = _database.Context())
        {
            var rechecks = new RecheckService(context, VettingDesk.Proposals(context, Desk.Listings(context)), DirectoryCatalogue.Default, new VettingOptions());
            Assert.Equal("criteria", await rechecks.StartAsync(new StartRecheck(entry.ServiceId, null, [], s_day), new Actor(all[0].Id, ActorRole.Reviewer), Stop));
        }

        var again = entry with { RevisionId = await _database.Owner.OneAsync<Guid>("select revision_id from directory.proposal where service_id = $1 and closed_on is null", entry.ServiceId) };
        await Desk.ApproveAsync(again, all[0]);
        Assert.Equal([until], await Desk.PublicAsync<LocalDate>(entry, "hidden_from"));
        Assert.Equal(ServiceState.Listed, await Desk.ApproveAsync(again, all[1]));
        Assert.True((await Desk.PublicAsync<LocalDate>(entry, "hidden_from")).Single() > until);
        Assert.Empty(await DeskAsync(entry, all[0], s_day));
        // The public reads by which version each promise was judged.
        Assert.Equal([3], await _database.Public.ListAsync<int>("select distinct (x ->> 'version')::int from published.service p cross join lateral jsonb_array_elements(p.promises) x where p.id = $1", entry.ServiceId));
        Assert.Equal([2], await _database.Public.ListAsync<int>("select distinct (x ->> 'version')::int from published.service p cross join lateral jsonb_array_elements(p.promises) x where p.id = $1", other.ServiceId));
    }

    /// <summary>What the councils take back before its day hides nothing.</summary>
    [Fact]
    public async Task Added_AndTakenBack_HidesNothing()
    {
        var all = await World.CouncilsAsync(2);
        var entry = await Desk.ListedAsync();
        await World.CarryAsync(await World.ProposeAsync(all[0]), s_day, [.. await VotersAsync()]);
        Assert.NotNull(await World.CriteriaAsync(c => c.UntilAsync(entry.ServiceId, s_day, Stop)));
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Recommended, 26)), s_day, [.. await VotersAsync()]);
        Assert.Null(await World.CriteriaAsync(c => c.UntilAsync(entry.ServiceId, s_day, Stop)));
    }

    private async Task<List<Organisation>> VotersAsync()
    {
        await using var context = _database.Context();
        return [.. context.Organisations.Where(o => o.Kind == OrganisationKind.SexWorkerLed)];
    }

    /// <summary>Who was judging meanwhile judges by the newer version; what was handed in keeps the one by which it was.</summary>
    [Fact]
    public async Task Review_KeepsTheVersionByWhichItWasHandedIn()
    {
        var all = await World.CouncilsAsync(2);
        var (entry, older) = (await Desk.WriteAsync(), await Desk.WriteAsync());
        await Desk.ApproveAsync(entry, all[0]);
        foreach (var council in all)
            await Desk.ApproveAsync(older, council);
        await World.CarryAsync(await World.ProposeAsync(all[0], Change(CriteriaChangeKind.Words, 2) with { Said = Text.Of("en", "You are told first.") }), s_day, all);
        // What was judged before is shown with the words of then.
        Assert.Equal([2], await _database.Owner.ListAsync<int>(
            "select distinct (p ->> 'version')::int from jsonb_array_elements(directory.promises_of($1, $2)) p", older.RevisionId, s_day));
        // And nobody begins a review by words that were changed.
        Assert.Equal("review_criteria", await _database.App.RuleAgainstAsync(
            $"insert into directory.review (id, revision_id, organisation_id, criteria_version, started_on) values (gen_random_uuid(), '{entry.RevisionId}', '{all[1].Id}', 2, date '{s_day:uuuu-MM-dd}')"));
        Assert.Equal(ServiceState.Listed, await Desk.ApproveAsync(entry, all[1]));
        Assert.Equal([2, 3], await _database.Owner.ListAsync<int>("select criteria_version from directory.review where revision_id = $1 order by 1", entry.RevisionId));
        await using var context = _database.Context();
        var reviews = VettingDesk.Reviews(context, Desk.Listings(context));
        var first = (await reviews.ReadAsync(entry.ServiceId, all[0].Id, Stop))!;
        Assert.Equal((2, null), (first.CriteriaVersion, first.Required.Single(c => c.Id == 2).Said));
        Assert.Equal(3, Assert.Single(first.Others).CriteriaVersion);
        Assert.Equal(3, (await reviews.ReadAsync(entry.ServiceId, all[1].Id, Stop))!.CriteriaVersion);
    }

    /// <summary>A newer program does not take back what the councils decided.</summary>
    [Fact]
    public async Task Migrate_LeavesWhatWasVotedFor()
    {
        var all = await World.CouncilsAsync(2);
        await World.CarryAsync(await World.ProposeAsync(all[0]), s_day, all);
        await Migrator.MigrateAsync(_database.Owner, _database.Logins.Roles, Stop);
        Assert.Equal(3, await NewestAsync());
    }

    private Task<List<string>> DeskAsync(WrittenRevision entry, Organisation of, LocalDate on) =>
        _database.App.ListAsync<string>("select kind from directory.desk($1, $2, '{}') where service_id = $3 and kind <> 'alert'", of.Id, on, entry.ServiceId);
}
