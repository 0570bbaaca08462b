using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>Each rule of a review, tried by the service and by plain SQL of the app.</summary>
public sealed class ReviewRuleTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate Today = Given.Today;

    private static readonly DirectoryCatalogue Catalogue = DirectoryCatalogue.Default;

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Profile.Health, 17)]
    [InlineData(Profile.LawAdvice, 13)]
    [InlineData(Profile.PeerLine, 12)]
    [InlineData(Profile.Basics, 9)]
    public async Task Required_OfAProfile_AreTheSameInBothPlaces(Profile profile, int count)
    {
        int[] here = [.. Catalogue.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(profile)).Select(c => c.Id).Order()];
        Assert.Equal(count, here.Length);
        Assert.Equal(here, await database.Owner.OneAsync<int[]>("select directory.required_criteria(directory.newest_criteria(), $1)", EnumSlug.Of(profile)));
        Assert.Equal(
            Catalogue.Criteria.Criteria.Where(c => c.RedLine).Select(c => c.Id),
            await database.Owner.OneAsync<int[]>("select directory.red_lines(directory.newest_criteria(), $1)", EnumSlug.Of(profile)));
    }

    [Fact, Property(81)]
    public async Task Approval_WithoutItsOwnReviewHandedIn_IsRefused()
    {
        var (one, other) = (await LedAsync(), await LedAsync());
        var (written, elsewhere) = (await _desk.WriteAsync(), await _desk.WriteAsync());
        const string insert =
            """
            insert into directory.approval (id, revision_id, organisation_id, approved_on, criteria_version, review_id)
            values (gen_random_uuid(), $1, $2, $3, (select max(version) from published.criteria), $4)
            """;
        Assert.Equal("approval_review", await RuleAsync(insert, written.RevisionId, one.Id, Today, DBNull.Value));
        await VettingDesk.ProposeAsync(database.Logins, written);
        await VettingDesk.StartAsync(database.Logins, written, one);
        var begun = await ReviewAsync(written, one);
        Assert.Equal("approval_review", await RuleAsync(insert, written.RevisionId, one.Id, Today, begun));
        await VettingDesk.HandInAsync(database.Logins, written, other);
        Assert.Equal("approval_review", await RuleAsync(insert, written.RevisionId, one.Id, Today, await ReviewAsync(written, other)));
        await VettingDesk.HandInAsync(database.Logins, elsewhere, one);
        Assert.Equal("approval_review", await RuleAsync(insert, written.RevisionId, one.Id, Today, await ReviewAsync(elsewhere, one)));
    }

    [Theory]
    [InlineData("not-met")]
    [InlineData("unclear")]
    [InlineData("not-applicable")]
    public async Task Approval_WithAPromiseThatIsNotMet_IsRefused_ForEachOfTheRequired(string verdict)
    {
        var written = await _desk.WriteAsync(Sample.Clinic() with { Profile = Profile.Basics });
        foreach (int criterion in Catalogue.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Basics)).Select(c => c.Id))
        {
            var by = await LedAsync();
            await VettingDesk.ProposeAsync(database.Logins, written);
            await VettingDesk.StartAsync(database.Logins, written, by);
            var review = await ReviewAsync(written, by);
            await database.App.RunAsync(
                "insert into directory.verdict (review_id, criterion, verdict) select $1, c, case c when $2 then $3 else 'met' end from generate_series(1, 25) c", review, criterion, verdict);
            await database.App.RunAsync("update directory.review set handed_in_on = $2, tie = 'none' where id = $1", review, Today);
            Assert.Equal("approval_unmet", await RuleAsync(VettingDesk.Approval(written, by)));
        }
    }

    [Fact]
    public async Task HandIn_BeforeEveryPromiseIsJudged_IsRefused_AndTheOthersNeedNothing()
    {
        var by = await LedAsync();
        var written = await _desk.WriteAsync(Sample.Clinic() with { Profile = Profile.Basics });
        await _desk.ProposeAsync(written);
        var review = await StartAsync(written, by);
        var basics = Catalogue.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Basics)).ToDictionary(c => c.Id, _ => Verdict.Met);
        await SaveAsync(review, by, 1, basics.Skip(1).ToDictionary());
        Assert.Equal("review_unfinished", await ListingDesk.RefusedAsync(() => HandInAsync(review, by)));
        await SaveAsync(review, by, 2, basics);
        Assert.Equal("review_edition", await ListingDesk.RefusedAsync(() => SaveAsync(review, by, 2, basics)));
        Assert.Equal(ServiceState.Provisional, (await HandInAsync(review, by)).State);
        Assert.Equal("review_over", await ListingDesk.RefusedAsync(() => SaveAsync(review, by, 3, basics)));
        Assert.Equal("review_over", await RuleAsync("update directory.verdict set verdict = 'unclear' where review_id = $1", review));
        Assert.Equal("review_over", await RuleAsync("delete from directory.verdict where review_id = $1", review));
        Assert.Equal("review_over", await RuleAsync("update directory.review set tie = 'partner' where id = $1", review));
    }

    [Theory]
    [InlineData(DeclaredTie.Worked)]
    [InlineData(DeclaredTie.Funder)]
    [InlineData(DeclaredTie.Partner)]
    [InlineData(DeclaredTie.Relative)]
    [InlineData(DeclaredTie.Dispute)]
    [InlineData(null)]
    public async Task HandIn_WithADeclaredTie_OrNoneSaid_IsRefused(DeclaredTie? tie)
    {
        var by = await LedAsync();
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        var review = await StartAsync(written, by);
        await SaveAsync(review, by, 1, AllMet(), tie);
        Assert.Equal("review_declared", await ListingDesk.RefusedAsync(() => HandInAsync(review, by)));
        Assert.Equal("review_declared", await RuleAsync("update directory.review set handed_in_on = $2 where id = $1", review, Today));
        // They may still say what they know.
        await EvidenceAsync(written, by, EvidenceKind.Visit);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(-23, true)]
    [InlineData(-25, false)]
    public async Task Review_BySomebodyWhoBelongsToWhoRunsIt_IsRefusedFor24Months(int? endedMonthsAgo, bool isTied)
    {
        var (runs, by) = (await LedAsync(), await LedAsync());
        var somebody = await database.Given.AccountAsync();
        await database.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since, ended_on) values (gen_random_uuid(), $1, $2, 'proposer', $3, $4)",
            somebody.Id, runs.Id, Today.PlusYears(-4), endedMonthsAgo is { } months ? Today.PlusMonths(months) : DBNull.Value);
        var written = await _desk.WriteAsync(RunBy(runs));
        await _desk.ProposeAsync(written);
        if (isTied)
        {
            Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => StartAsync(written, by, somebody.Id)));
            Assert.Equal("approval_tie", await RuleAsync(() => VettingDesk.StartAsync(database.Logins, written, by, somebody.Id)));
            // Nor does somebody without a tie begin, and one with a tie hand it in.
            var review = await StartAsync(written, by);
            await SaveAsync(review, by, 1, AllMet());
            Assert.Equal("approval_tie", await RuleAsync("update directory.review set handed_in_on = $2, account_id = $3 where id = $1", review, Today, somebody.Id));
            await EvidenceAsync(written, by, EvidenceKind.Visit, account: somebody.Id);
        }
        else
        {
            await StartAsync(written, by, somebody.Id);
        }
    }

    [Fact, Property(81)]
    public async Task Approve_ByOnePersonForTwoOrganisations_IsRefused()
    {
        var (one, other) = (await LedAsync(), await LedAsync());
        var somebody = await database.Given.AccountAsync();
        var written = await _desk.WriteAsync();
        await _desk.ApproveAsync(written, one, account: somebody.Id);
        Assert.Equal("approval_person", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(written, other, account: somebody.Id)));
        Assert.Equal(["provisional"], await _desk.PublicAsync<string>(written, "p.state"));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, other, account: (await database.Given.AccountAsync()).Id));
    }

    /// <summary>The same person, and two that are related: twenty times on two connections, with everything but the approval there before.</summary>
    [Theory, Property(81)]
    [InlineData(false, "approval_person")]
    [InlineData(true, "approval_related")]
    public async Task Approval_TwiceAtTheSameInstant_ByPlainSql_OneOfThem_TwentyTimes(bool related, string rule)
    {
        var (one, other) = (await LedAsync(), await LedAsync());
        if (related)
            await database.Given.RelatedAsync(one, other);
        var somebody = await database.Given.AccountAsync();
        for (int i = 0; i < 20; i++)
        {
            var written = await _desk.WriteAsync();
            await VettingDesk.HandInAsync(database.Logins, written, one, account: related ? null : somebody.Id);
            await VettingDesk.HandInAsync(database.Logins, written, other, account: related ? null : somebody.Id);
            string?[] both = await Task.WhenAll(TryAsync(VettingDesk.Approval(written, one)), TryAsync(VettingDesk.Approval(written, other)));
            Assert.Single(both, r => r is null);
            Assert.Single(both, r => r == rule);
            Assert.Equal(1, await database.App.OneAsync<long>("select count(*) from directory.approval where revision_id = $1", written.RevisionId));
        }
    }

    /// <summary>Each of the five red lines left out; a paper instead of a contact; a contact of long ago; somebody else's.</summary>
    [Fact, Property(81)]
    public async Task SecondApproval_WithoutAContactOfItsOwnOnEachRedLine_IsRefused()
    {
        int[] red = [.. Catalogue.Criteria.Criteria.Where(c => c.RedLine).Select(c => c.Id)];
        Assert.Equal(5, red.Length);
        var first = await LedAsync();
        foreach (var (kind, on, criteria, isEnough) in red.Select(left => (EvidenceKind.SpokenAnswer, Today, red.Except([left]).ToArray(), false)).Concat(
        [
            (EvidenceKind.DocumentSeen, Today, red, false), (EvidenceKind.PublicSource, Today, red, false), (EvidenceKind.CommunityWord, Today, red, false),
            (EvidenceKind.Visit, Today.PlusDays(-61), red, false), (EvidenceKind.Visit, Today.PlusDays(-60), red, true),
            (EvidenceKind.TestContact, Today, red, true), (EvidenceKind.SpokenAnswer, Today, red, true),
        ]))
        {
            var written = await _desk.WriteAsync(on: Today.PlusDays(-10));
            await _desk.ProposeAsync(written, Today.PlusDays(-10));
            await _desk.ApproveAsync(written, first);
            var second = await LedAsync();
            var review = await StartAsync(written, second);
            await SaveAsync(review, second, 1, AllMet());
            await EvidenceAsync(written, second, kind, on, criteria);
            if (isEnough)
                Assert.True((await HandInAsync(review, second)).IsApproved);
            else
                Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(review, second)));
        }

        // One that waited long: a contact since it was handed in counts.
        var old = await _desk.WriteAsync(on: Today.PlusDays(-100));
        await _desk.ProposeAsync(old, Today.PlusDays(-100));
        await _desk.ApproveAsync(old, first);
        var late = await LedAsync();
        await EvidenceAsync(old, late, EvidenceKind.Visit, Today.PlusDays(-99), red);
        var waited = await StartAsync(old, late);
        await SaveAsync(waited, late, 1, AllMet());
        Assert.Equal(ServiceState.Listed, (await HandInAsync(waited, late)).State);
    }

    [Fact]
    public async Task Objection_StopsApprovalAndPublishing_UntilAReviewerWithoutATieAnswers()
    {
        var (one, two, runs) = (await LedAsync(), await LedAsync(), await LedAsync());
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        var written = await _desk.WriteAsync(RunBy(runs) with { Profile = Profile.Health });
        await _desk.ProposeAsync(written);
        var word = await SayAsync(written, allied, WordKind.Objection, 6);
        Assert.Equal("word_kind", await ListingDesk.RefusedAsync(() => SayAsync(written, one, WordKind.Objection, 6)));
        await SayAsync(written, allied, WordKind.Word, 6);
        Assert.Equal("approval_objection", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(written, one)));
        await VettingDesk.HandInAsync(database.Logins, written, one);
        Assert.Equal("approval_objection", await RuleAsync(VettingDesk.Approval(written, one)));
        Assert.Equal("word_answer", await ListingDesk.RefusedAsync(() => AnswerAsync(word, runs)));
        Assert.Equal("word_answer", await ListingDesk.RefusedAsync(() => AnswerAsync(word, allied)));
        await AnswerAsync(word, two);
        Assert.Equal("word_over", await ListingDesk.RefusedAsync(() => AnswerAsync(word, two)));
        await database.App.RunAsync(VettingDesk.Approval(written, one));
        // A later one stops the second approval, and what it is about is not shown anew meanwhile.
        await SayAsync(written, allied, WordKind.Objection, 4);
        Assert.Equal("approval_objection", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(written, two)));
        Assert.Equal("publish_objection", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(written)));
        // One to what is not required stops nothing.
        var other = await _desk.WriteAsync();
        await SayAsync(other, allied, WordKind.Objection, 13);
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(other, one));
    }

    [Fact]
    public async Task Disagreement_WaitsForAThird_WhoDecides()
    {
        var (one, two, three) = (await LedAsync(), await LedAsync(), await LedAsync());
        var written = await _desk.WriteAsync();
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(written, one));
        var against = await JudgeAsync(written, two, 6);
        Assert.Equal([6], against.Outstanding);
        // What one organisation had shown alone leaves at once.
        Assert.Equal(ServiceState.InReview, against.State);
        Assert.Empty(await _desk.PublicAsync<string>(written, "p.state"));
        Assert.Equal("publish_disputed", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(written)));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, three));
    }

    [Fact]
    public async Task Disagreement_BeforeAnybodyApproved_HoldsOneBack_AndTwoAgainstOneStayHidden()
    {
        var (one, two, three, four) = (await LedAsync(), await LedAsync(), await LedAsync(), await LedAsync());
        var related = await LedAsync();
        await database.Given.RelatedAsync(one, related);
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await JudgeAsync(written, one, 4);
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(written, two));
        Assert.Empty(await _desk.PublicAsync<string>(written, "p.state"));
        // Whoever counts as one with the objector is no third.
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(written, related));
        Assert.Equal("disputed", (await JudgeAsync(written, three, 6)).HeldBack);
        await VettingDesk.HandInAsync(database.Logins, written, four);
        await database.App.RunAsync(VettingDesk.Approval(written, four));
        // Two of other opinions about different promises, and two that found everything met.
        Assert.Equal(ServiceState.Listed, await _desk.PublishAsync(written));

        var again = await _desk.WriteAsync();
        await _desk.ProposeAsync(again);
        await JudgeAsync(again, one, 4);
        await JudgeAsync(again, three, 4);
        await _desk.ApproveAsync(again, two);
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(again, four));
        Assert.Equal("publish_decided", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(again)));
    }

    /// <summary>Handing the same words in once more washes nothing away.</summary>
    [Fact]
    public async Task Disagreement_StandsForLaterRevisions_UntilWhoSaidItLooksAgain()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await JudgeAsync(written, two, 6);
        var second = await _desk.ReviseAsync(written, Sample.Clinic());
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(second, one));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(second, two));
    }

    [Fact]
    public async Task Sheet_HasWhatOthersFound_OnlyOnceOnesOwnIsHandedIn_AndTheEvidenceAtOnce()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await EvidenceAsync(written, one, EvidenceKind.DocumentSeen);
        await JudgeAsync(written, one, 6);
        var review = await StartAsync(written, two);
        await SaveAsync(review, two, 1, AllMet());
        Assert.Empty((await SheetAsync(written, two))!.Others);
        await using (var context = database.Context())
            Assert.NotEmpty(await VettingDesk.Evidence(context).OfAsync(written.ServiceId, Today, As(two), Stop));
        Assert.Equal(1, await database.App.OneAsync<long>(
            "select count(*) from directory.event where action = 'read-notes' and subject_id = $1 and organisation_id = $2", written.ServiceId, two.Id));
        await EvidenceAsync(written, two, EvidenceKind.SpokenAnswer);
        await HandInAsync(review, two);
        Assert.Equal(Verdict.NotMet, Assert.Single((await SheetAsync(written, two))!.Others).Verdicts[6]);
    }

    [Fact]
    public async Task ProviderFile_CountsForAllItsServices_For12Months()
    {
        var provider = await database.Given.OrganisationAsync("Trust", OrganisationKind.Provider);
        var by = await LedAsync();
        var (one, other) = (await _desk.WriteAsync(RunBy(provider)), await _desk.WriteAsync(RunBy(provider)));
        await using var context = database.Context();
        var evidence = VettingDesk.Evidence(context);
        await evidence.AddAsync(new AddEvidence(one.ServiceId, true, by.Id, null, EvidenceKind.DocumentSeen, null, "Seen", [3], Today), As(by), Stop);
        Assert.True(Assert.Single(await evidence.OfAsync(other.ServiceId, Today.PlusMonths(12).PlusDays(-1), As(by), Stop)).OfProvider);
        Assert.Empty(await evidence.OfAsync(other.ServiceId, Today.PlusMonths(12), As(by), Stop));
        Assert.Equal("evidence_kind", await ListingDesk.RefusedAsync(
            () => evidence.AddAsync(new AddEvidence(one.ServiceId, false, provider.Id, null, EvidenceKind.DocumentSeen, null, "Ours", [3], Today), As(provider), Stop)));
    }

    [Fact]
    public async Task Notes_AreSealed_AndEventsHoldNoneOfThem()
    {
        var (by, allied) = (await LedAsync(), await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied));
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await EvidenceAsync(written, by, EvidenceKind.Visit, note: "canaryfound");
        await SayAsync(written, allied, WordKind.Word, 6, "canaryword");
        await _desk.DeclineAsync(written, by);
        foreach (string table in new[] { "evidence", "word", "decline", "event" })
        {
            Assert.Equal(0, await database.Owner.OneAsync<long>(
                $"select count(*) from directory.{table} t where t::text ilike any (array['%canary%', '%share attendance%', '%' || encode('canary', 'hex') || '%'])"));
        }
    }

    [Fact]
    public async Task Decline_NeedsPromisesAndAReason_AndIsNotAgainstAnother()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var approved = await _desk.WriteAsync();
        await _desk.ApproveAsync(approved, one);
        Assert.Equal("decline_approved", await ListingDesk.RefusedAsync(() => _desk.DeclineAsync(approved, two)));
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await _desk.DeclineAsync(written, two, 4, 6);
        Assert.Equal("declined", await _desk.StateAsync(written));
        Assert.Equal(Today.PlusMonths(24), await database.App.OneAsync<LocalDate>("select review_on from directory.decline where service_id = $1", written.ServiceId));
        Assert.Equal("review_proposal", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(written, one)));
        Assert.Equal("publish_ended", await ListingDesk.RefusedAsync(async () => await _desk.ProposeAsync(await _desk.ReviseAsync(written, Sample.Clinic()))));
    }

    [Fact]
    public async Task Question_GoesBack_AndWithItsAnswerTheReviewGoesOn()
    {
        var by = await LedAsync();
        var written = await _desk.WriteAsync();
        await _desk.ProposeAsync(written);
        await StartAsync(written, by);
        Guid question;
        await using (var context = database.Context())
        {
            question = await Returns(context).AskAsync(new AskBack(written.RevisionId, by.Id, null, "Who decides?", Today), As(by), Stop);
            Assert.Equal("question", await _desk.StateAsync(written));
            await Assert.ThrowsAsync<ListingInvalidException>(() => Returns(context).AnswerAsync(new AnswerBack(question, null, " ", Today), As(by), Stop));
        }

        await using var other = database.Context();
        await Returns(other).AnswerAsync(new AnswerBack(question, null, "The manager", Today), As(by), Stop);
        Assert.Equal("in-review", await _desk.StateAsync(written));
        Assert.Equal("The manager", Assert.Single(await Returns(other).OfAsync(written.RevisionId, As(by), Stop)).Answer);
        Assert.Equal("question_over", await ListingDesk.RefusedAsync(() => Returns(other).AnswerAsync(new AnswerBack(question, null, "Another", Today), As(by), Stop)));
    }

    [Fact, Property(83)]
    public async Task Closed_IsNeitherJudgedNorShown()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await _desk.ListedAsync();
        var second = await _desk.ReviseAsync(listed, Sample.Clinic("Another name"));
        await _desk.ApproveAsync(second, one);
        await using (var context = database.Context())
            await VettingDesk.Proposals(context, null!).TakeBackAsync(new TakeBack(second.RevisionId, Today), As(one), Stop);
        Assert.Equal("review_proposal", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(second, two)));
        Assert.Equal("listed", await _desk.StateAsync(listed));

        var never = await _desk.WriteAsync();
        await VettingDesk.HandInAsync(database.Logins, never, one);
        await database.App.RunAsync(VettingDesk.Approval(never, one));
        await _desk.ReviseAsync(never, Sample.Clinic());
        await database.App.RunAsync("update directory.proposal set closed_on = $2, outcome = 'withdrawn' where revision_id = $1", never.RevisionId, Today);
        Assert.Equal("publish_closed", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(never)));
        Assert.Equal("proposal_over", await RuleAsync("update directory.proposal set closed_on = null, outcome = null where revision_id = $1", never.RevisionId));
    }

    [Theory, Property(83)]
    [InlineData("update directory.evidence set note = note")]
    [InlineData("delete from directory.evidence")]
    [InlineData("delete from directory.review")]
    [InlineData("update directory.review set organisation_id = organisation_id")]
    [InlineData("update directory.review set revision_id = revision_id")]
    [InlineData("update directory.approval set review_id = review_id")]
    [InlineData("update directory.proposal set change = 'daily'")]
    [InlineData("delete from directory.proposal")]
    [InlineData("delete from directory.word")]
    [InlineData("update directory.word set kind = 'word'")]
    [InlineData("delete from directory.decline")]
    [InlineData("insert into published.criteria (version, content) values (99, '{\"criteria\": []}')")]
    public async Task PlainSql_AsApp_CannotRewriteAJudgement(string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(sql));

    private static Dictionary<int, Verdict> AllMet() => Catalogue.Criteria.Criteria.Where(c => c.Required).ToDictionary(c => c.Id, _ => Verdict.Met);

    private static Actor As(Organisation by) => new(by.Id, ActorRole.Reviewer);

    private static ListingContent RunBy(Organisation organisation) =>
        Sample.Clinic() with { Provider = new Provider { Name = Text.Of("en", "Us"), Kind = ProviderKind.Community, OrganisationId = organisation.Id } };

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led");

    private ReturnService Returns(DirectoryDbContext context) => VettingDesk.Returns(context, _desk.Listings(context));

    private async Task<T> ReviewsAsync<T>(Func<ReviewService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Reviews(context, _desk.Listings(context)));
    }

    private Task<Guid> StartAsync(WrittenRevision of, Organisation by, Guid? account = null) =>
        ReviewsAsync(r => r.StartAsync(new StartReview(of.ServiceId, by.Id, account, Today), As(by), Stop));

    private Task<int> SaveAsync(Guid review, Organisation by, int edition, IReadOnlyDictionary<int, Verdict> verdicts, DeclaredTie? tie = DeclaredTie.None) =>
        ReviewsAsync(r => r.SaveAsync(new SaveReview(review, null, edition, verdicts, tie, 20, Today), As(by), Stop));

    private Task<HandedInReview> HandInAsync(Guid review, Organisation by) => ReviewsAsync(r => r.HandInAsync(new HandInReview(review, null, Today), As(by), Stop));

    private Task<ReviewSheet?> SheetAsync(WrittenRevision of, Organisation by) => ReviewsAsync(r => r.ReadAsync(of.ServiceId, by.Id, Stop));

    /// <summary>A judgement that finds some promises not met.</summary>
    private async Task<HandedInReview> JudgeAsync(WrittenRevision of, Organisation by, params int[] notMet)
    {
        var review = await StartAsync(of, by);
        var verdicts = AllMet();
        foreach (int criterion in notMet)
            verdicts[criterion] = Verdict.NotMet;
        await SaveAsync(review, by, 1, verdicts);
        return await HandInAsync(review, by);
    }

    private async Task EvidenceAsync(
        WrittenRevision about, Organisation by, EvidenceKind kind, LocalDate? on = null, int[]? criteria = null, Guid? account = null, string note = "Asked")
    {
        await using var context = database.Context();
        await VettingDesk.Evidence(context).AddAsync(
            new AddEvidence(about.ServiceId, false, by.Id, account, kind, on, note, criteria ?? [.. AllMet().Keys], Today), As(by), Stop);
    }

    private async Task<Guid> SayAsync(WrittenRevision about, Organisation by, WordKind kind, int criterion, string note = "We hear otherwise")
    {
        await using var context = database.Context();
        return await VettingDesk.Words(context).SayAsync(new SayWord(about.ServiceId, by.Id, null, kind, [criterion], note, Today), new Actor(by.Id, ActorRole.Proposer), Stop);
    }

    private async Task AnswerAsync(Guid word, Organisation by)
    {
        await using var context = database.Context();
        await VettingDesk.Words(context).AnswerAsync(new AnswerWord(word, by.Id, null, "We asked them again", Today), As(by), Stop);
    }

    private Task<Guid> ReviewAsync(WrittenRevision of, Organisation by) =>
        database.App.OneAsync<Guid>("select id from directory.review where revision_id = $1 and organisation_id = $2", of.RevisionId, by.Id);

    private Task<string> RuleAsync(string sql, params object[] values) => RuleAsync(() => database.App.RunAsync(sql, values));

    private static async Task<string> RuleAsync(Func<Task> what) => (await Assert.ThrowsAsync<PostgresException>(what)).ConstraintName ?? "none";

    private async Task<string?> TryAsync(string sql)
    {
        try
        {
            await database.App.RunAsync(sql);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.ConstraintName;
        }
    }
}
