using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Suspensions;

/// <summary>Somebody's own tie to a service goes where that person goes: to every form and every seat. And a guest does what its case needs.</summary>
public sealed class PersonalTieTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Promise = 3;

    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    /// <summary>What somebody does who judges, each as its service does it; and the rule by which a tie is refused.</summary>
    private static readonly (string What, string Rule)[] s_deeds =
    [
        ("start", "approval_tie"), ("ask", "approval_tie"), ("decline", "approval_tie"), ("answer-word", "word_answer"), ("suspend", "suspension_tie"),
        ("say", "suspension_tie"), ("appeal", "appeal_involved"), ("check", "fact_check_tie"), ("small-change", "fact_check_tie"),
    ];

    [Fact, Property(81)]
    public async Task SaidOnAReview_BindsThatPerson_WhereverTheySit_For24Months()
    {
        var (said, other) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        foreach (var (what, rule) in s_deeds)
        {
            var (entry, by) = await ReadyAsync(what, async service => await SaidAsync(service, said.Id));
            Assert.Equal((what, rule), (what, await ListingDesk.RefusedAsync(() => DoAsync(what, entry, by, said.Id))));
            // By another person of the same organisation it is done; what was refused had not happened.
            await DoAsync(what, entry, by, other.Id);
        }

        // For 24 months.
        foreach (var (on, isOver) in new[] { (Today.PlusMonths(-24).PlusDays(1), false), (Today.PlusMonths(-24), true) })
        {
            var (entry, by) = await ReadyAsync("suspend", async service => await SaidAsync(service, said.Id));
            await database.Owner.RunAsync("update directory.declared_tie set declared_on = $2 where service_id = $1", entry.ServiceId, on);
            if (isOver)
                await DoAsync("suspend", entry, by, said.Id);
            else
                Assert.Equal("suspension_tie", await ListingDesk.RefusedAsync(() => DoAsync("suspend", entry, by, said.Id)));
        }
    }

    [Fact, Property(81)]
    public async Task MemberOfWhoRunsIt_DoesNothingOfThatFromAnotherSeat()
    {
        var (runs, member) = (await LedAsync(), await database.Given.AccountAsync());
        await database.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, 'proposer', $3)", member.Id, runs.Id, Today);
        foreach (var (what, rule) in s_deeds)
        {
            var (entry, by) = await ReadyAsync(what, runs: runs);
            Assert.Equal((what, rule), (what, await ListingDesk.RefusedAsync(() => DoAsync(what, entry, by, member.Id))));
        }
    }

    /// <summary>The same as plain SQL of the app, with nothing in between.</summary>
    [Fact, Property(83)]
    public async Task SaidOnAReview_BindsThatPerson_InPlainSql_AndNobodyTakesItBackThere()
    {
        var said = await database.Given.AccountAsync();
        var (entry, by) = await ReadyAsync("suspend", async service => await SaidAsync(service, said.Id));
        string day = $"{Today:uuuu-MM-dd}";
        Assert.Equal("suspension_tie", await RuleAsync($"select directory.suspend('{entry.ServiceId}', 3, 1, null, null, '{by.Id}', '{said.Id}', '{day}', 'reviewer', null)"));
        Assert.Equal("fact_check_tie", await RuleAsync(
            $"""
            insert into directory.fact_check (id, service_id, fact, value_hash, method, checked_on, organisation_id, account_id)
            values (gen_random_uuid(), '{entry.ServiceId}', 'needs', sha256('x'), 'called', '{day}', '{by.Id}', '{said.Id}')
            """));
        await _desk.ProposeAsync(await _desk.ReviseAsync(entry, Sample.Clinic("Another name")));
        string revision = $"(select revision_id from directory.proposal where service_id = '{entry.ServiceId}' and closed_on is null)";
        Assert.Equal("approval_tie", await RuleAsync(
            $"insert into directory.question (id, revision_id, organisation_id, account_id, asked_on, asked) select gen_random_uuid(), {revision}, '{by.Id}', '{said.Id}', '{day}', '\\x00'"));
        Assert.Equal("approval_tie", await RuleAsync(
            $"""
            insert into directory.decline (id, service_id, revision_id, organisation_id, account_id, criteria, reason, decided_on, review_on)
            select gen_random_uuid(), '{entry.ServiceId}', {revision}, '{by.Id}', '{said.Id}', '{"{3}"}', '\x00', '{day}', date '{day}' + 30
            """));
        Assert.Equal("approval_tie", await RuleAsync(
            $"""
            insert into directory.review (id, revision_id, organisation_id, account_id, criteria_version, started_on)
            select gen_random_uuid(), {revision}, '{by.Id}', '{said.Id}', (select max(version) from published.criteria), '{day}'
            """));
        foreach (string write in new[] { "delete from directory.declared_tie", "update directory.declared_tie set declared_on = declared_on - 900" })
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(write));
    }

    /// <summary>Another person of the organisation goes on with the review; what the first one said stays theirs.</summary>
    [Fact, Property(81)]
    public async Task SaidOnAReview_IsNotUnsaidByAnotherPerson_AndPutRightByTheSame()
    {
        var (said, other) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var by = await LedAsync();
        var entry = await _desk.WriteAsync();
        await _desk.ProposeAsync(entry);
        var review = await ReviewsAsync(r => r.StartAsync(new StartReview(entry.ServiceId, by.Id, said.Id, Today), As(by), Stop));
        Task SaveAsync(Guid account, int edition, DeclaredTie tie) => ReviewsAsync(r => r.SaveAsync(
            new SaveReview(review, account, edition, s_required.ToDictionary(c => c, _ => Verdict.Met), tie, null, Today), As(by), Stop));
        Task<HandedInReview> HandInAsync(Guid account) => ReviewsAsync(r => r.HandInAsync(new HandInReview(review, account, Today), As(by), Stop));
        await SaveAsync(said.Id, 1, DeclaredTie.Relative);
        Assert.Equal("review_declared", await ListingDesk.RefusedAsync(() => HandInAsync(said.Id)));
        await SaveAsync(other.Id, 2, DeclaredTie.None);
        Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => HandInAsync(said.Id)));
        Assert.Equal("approval_tie", await RuleAsync($"update directory.review set handed_in_on = '{Today:uuuu-MM-dd}', account_id = '{said.Id}' where id = '{review}'"));
        // It was the wrong one of a list.
        await SaveAsync(said.Id, 3, DeclaredTie.None);
        Assert.Empty(await database.App.ListAsync<Guid>("select account_id from directory.declared_tie where review_id = $1", review));
        await SaveAsync(said.Id, 4, DeclaredTie.Worked);
        await SaveAsync(other.Id, 5, DeclaredTie.None);
        Assert.Equal(ServiceState.Provisional, (await HandInAsync(other.Id)).State);
        Assert.Equal("worked", await database.App.OneAsync<string>("select tie from directory.declared_tie where review_id = $1 and account_id = $2", review, said.Id));
        Assert.Equal("suspension_tie", await ListingDesk.RefusedAsync(() => DoAsync("suspend", entry, by, said.Id)));
    }

    /// <summary>A call sheet that another person fills in says nothing of their tie.</summary>
    [Fact]
    public async Task CallSheet_OfAnotherPerson_DoesNotSayTheTieOfTheFirst()
    {
        var (said, other) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var by = await LedAsync();
        var entry = await _desk.WriteAsync();
        await _desk.ProposeAsync(entry);
        var review = await ReviewsAsync(r => r.StartAsync(new StartReview(entry.ServiceId, by.Id, said.Id, Today), As(by), Stop));
        await ReviewsAsync(r => r.SaveAsync(new SaveReview(review, said.Id, 1, new Dictionary<int, Verdict>(), DeclaredTie.Funder, null, Today), As(by), Stop));
        await using var context = database.Context();
        var listings = _desk.Listings(context);
        var (reviews, proposals) = (VettingDesk.Reviews(context, listings), VettingDesk.Proposals(context, listings));
        await new CallSheetService(context, DirectoryCatalogue.Default, VettingDesk.Evidence(context), reviews, proposals).SaveAsync(
            new SaveCallSheet(
                entry.ServiceId, by.Id, other.Id, EvidenceKind.SpokenAnswer, null, new Dictionary<int, string> { [3] = "They said yes" },
                new Dictionary<int, Verdict> { [3] = Verdict.Met }, new Dictionary<int, SaidFact>(), Today),
            As(by),
            Stop);
        Assert.Equal([said.Id], await database.App.ListAsync<Guid>("select account_id from directory.declared_tie where review_id = $1", review));
    }

    [Fact, Property(81)]
    public async Task Check_ByAMemberOfWhoRunsIt_FromAnotherSeat_IsRefused_ByPlainSqlEither()
    {
        var (runs, by, member) = (await LedAsync(), await LedAsync(), await database.Given.AccountAsync());
        await database.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since, ended_on) values (gen_random_uuid(), $1, $2, 'proposer', $3, $4)",
            member.Id, runs.Id, Today.PlusYears(-4), Today.PlusMonths(-23));
        var entry = await _desk.ListedAsync(RunBy(runs));
        Assert.Equal("fact_check_tie", await ListingDesk.RefusedAsync(() => DoAsync("check", entry, by, member.Id)));
        const string insert =
            """
            insert into directory.fact_check (id, service_id, fact, value_hash, method, checked_on, organisation_id, account_id)
            values (gen_random_uuid(), $1, 'needs', sha256('x'), 'called', $2, $3, $4)
            """;
        Assert.Equal("fact_check_tie", await RuleAsync(insert, entry.ServiceId, Today, by.Id, member.Id));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.fact_check where service_id = $1", entry.ServiceId));
        // Two years after they left, as for judging.
        await DoAsync("check", entry, by, member.Id, Today.PlusMonths(1));
        Assert.Equal([member.Id], await database.App.ListAsync<Guid>("select distinct account_id from directory.fact_check where service_id = $1", entry.ServiceId));
    }

    [Fact]
    public async Task Guest_DoesWhatTheCaseNeeds_AndNothingElsewhere()
    {
        foreach (string what in new[] { "ask", "decline", "answer-word", "suspend", "say", "answer-request", "letter", "check" })
        {
            var guest = await LedAsync();
            var (entry, _) = await ReadyAsync(what);
            await database.Owner.RunAsync("update directory.organisation set is_guest = true where id = $1", guest.Id);
            Assert.Matches("(_vouched|_tie|_who|word_answer)$", await ListingDesk.RefusedAsync(() => DoAsync(what, entry, guest, null)));
            await InviteAsync(entry, guest);
            await DoAsync(what, entry, guest, null);
            var (elsewhere, _) = await ReadyAsync(what);
            Assert.Matches("(_vouched|_tie|_who|word_answer)$", await ListingDesk.RefusedAsync(() => DoAsync(what, elsewhere, guest, null)));
        }
    }

    private static Actor As(Organisation by) => new(by.Id, ActorRole.Reviewer);

    private static ListingContent RunBy(Organisation organisation)
    {
        var clinic = Sample.Clinic();
        return clinic with { Provider = clinic.Provider with { OrganisationId = organisation.Id } };
    }

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led");

    /// <summary>By whoever keeps the entry, in a country of its own, where there are few.</summary>
    private async Task InviteAsync(WrittenRevision entry, Organisation guest)
    {
        await database.Owner.RunAsync("update directory.organisation set country = 'MT' where id = (select organisation_id from directory.service where id = $1)", entry.ServiceId);
        await database.App.RunAsync(
            """
            insert into directory.guest_seat (id, organisation_id, service_id, invited_by, invited_on, ends_on)
            select gen_random_uuid(), $2, id, organisation_id, $3, $4 from directory.service where id = $1
            """,
            entry.ServiceId, guest.Id, Today, Today.PlusDays(60));
    }

    /// <summary>An entry at which something can be done, and an organisation that has done nothing with it.</summary>
    private async Task<(WrittenRevision Entry, Organisation By)> ReadyAsync(string what, Func<WrittenRevision, Task>? before = null, Organisation? runs = null)
    {
        var clinic = runs is null ? Sample.Clinic() : RunBy(runs);
        var entry = await _desk.ListedAsync(clinic);
        if (before is not null)
            await before(entry);
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        switch (what)
        {
            case "start" or "ask" or "decline":
                entry = await _desk.ReviseAsync(entry, clinic with { Name = Text.Of("en", "Another name") });
                await _desk.ProposeAsync(entry);
                break;
            case "small-change":
                entry = await _desk.ReviseAsync(entry, clinic with { StaffLanguages = ["en", "es"] });
                await _desk.ProposeAsync(entry);
                break;
            case "answer-word":
                await using (var context = database.Context())
                {
                    await VettingDesk.Words(context).SayAsync(
                        new SayWord(entry.ServiceId, allied.Id, null, WordKind.Objection, [6], "We hear otherwise", Today), new Actor(allied.Id, ActorRole.Proposer), Stop);
                }

                break;
            case "say" or "appeal" or "letter":
                await DoAsync("suspend", entry, await LedAsync(), null);
                if (what == "appeal")
                {
                    await database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", await SuspensionAsync(entry), Today);
                    await LedAsync();
                    await LedAsync();
                }

                break;
            case "answer-request":
                await SuspensionsAsync(s => s.AskAsync(
                    new AskSuspension(entry.ServiceId, allied.Id, Promise, "Two members were told on.", Today), new Actor(allied.Id, ActorRole.Proposer), Stop));
                break;
        }

        return (entry, await LedAsync());
    }

    private async Task DoAsync(string what, WrittenRevision entry, Organisation by, Guid? account, LocalDate? day = null)
    {
        var on = day ?? Today;
        await using var context = database.Context();
        var listings = _desk.Listings(context);
        var returns = VettingDesk.Returns(context, listings);
        Task<Guid> OneAsync(string table) => database.App.OneAsync<Guid>($"select id from directory.{table} where service_id = $1", entry.ServiceId);
        await (what switch
        {
            "start" => VettingDesk.Reviews(context, listings).StartAsync(new StartReview(entry.ServiceId, by.Id, account, on), As(by), Stop),
            "ask" => returns.AskAsync(new AskBack(entry.RevisionId, by.Id, account, "Who decides?", on), As(by), Stop),
            "decline" => returns.DeclineAsync(new DeclineRevision(entry.RevisionId, by.Id, account, [Promise], "Not met", on), As(by), Stop),
            "answer-word" => VettingDesk.Words(context).AnswerAsync(new AnswerWord(await OneAsync("word"), by.Id, account, "We asked them again", on), As(by), Stop),
            "suspend" => SuspensionsAsync(s => s.SuspendAsync(new SuspendService(entry.ServiceId, by.Id, account, Promise, "They told a landlord.", "A new rule.", on), As(by), Stop)),
            "say" => SuspensionsAsync(async s => await s.JudgeAsync(
                new JudgeSuspension(await SuspensionAsync(entry), by.Id, account, SuspensionVoice.Confirm, "Asked them.", on), As(by), Stop)),
            "appeal" => SuspensionsAsync(async s =>
            {
                await s.JudgeAppealAsync(new JudgeAppeal(await SuspensionAsync(entry), by.Id, account, true, "Another clinic.", on), new Actor(by.Id, ActorRole.Panel), Stop);
                return 0;
            }),
            "letter" => SuspensionsAsync(async s =>
            {
                await s.MarkLetterAsync(await SuspensionAsync(entry), false, on, As(by), Stop);
                return 0;
            }),
            "answer-request" => SuspensionsAsync(async s => await s.AnswerAsync(new AnswerSuspensionRequest(await OneAsync("suspension_request"), by.Id, false, "Not now.", on), As(by), Stop)),
            "check" => listings.CheckAsync(new CheckFacts(entry.RevisionId, by.Id, CheckMethod.Called, on, null, account), As(by), Stop),
            "small-change" => new SmallChangeService(context, listings).PublishAsync(new PublishSmallChange(entry.RevisionId, by.Id, account, CheckMethod.Called, on), As(by), Stop),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });
    }

    private Task<Guid> SuspensionAsync(WrittenRevision entry) => database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", entry.ServiceId);

    private async Task<T> SuspensionsAsync<T>(Func<SuspensionService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Suspensions(context, _desk.Listings(context)));
    }

    private async Task<T> ReviewsAsync<T>(Func<ReviewService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Reviews(context, _desk.Listings(context)));
    }

    /// <summary>A person says on a review of an organisation that has nothing else to do with it that they have a tie.</summary>
    private async Task SaidAsync(WrittenRevision entry, Guid account)
    {
        var by = await LedAsync();
        var again = await _desk.ReviseAsync(entry, Sample.Clinic("Once more"));
        await _desk.ProposeAsync(again);
        var review = await ReviewsAsync(r => r.StartAsync(new StartReview(entry.ServiceId, by.Id, account, Today), As(by), Stop));
        await ReviewsAsync(r => r.SaveAsync(new SaveReview(review, account, 1, new Dictionary<int, Verdict>(), DeclaredTie.Worked, null, Today), As(by), Stop));
    }

    private async Task<string> RuleAsync(string sql, params object[] values) =>
        (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(sql, values))).ConstraintName ?? "none";
}
