using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Suspensions;

/// <summary>What was suspended comes back when two have looked at that very promise since, and at what is past its date; by no shorter way.</summary>
public sealed class WayBackTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    /// <summary>A promise that is no red line, so that a renewal would not ask the second one about it.</summary>
    private const int Promise = 9;

    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private static readonly int[] s_red = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.RedLine).Select(c => c.Id)];

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    [Fact, Property(81)]
    public async Task Renewal_OfWhatIsSuspended_AsksBothAboutThatPromise_AndForThemselvesSince()
    {
        Assert.Contains(Promise, s_required);
        Assert.DoesNotContain(Promise, s_red);
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two);
        await ConfirmedAsync(listed);
        Assert.Null(await StartAsync(listed, one));

        var first = await BeginAsync(listed, one);
        // What it said of that promise a year ago it does not say again.
        Assert.Equal(s_required.Except([Promise]), (await SheetAsync(listed, one)).Own!.Verdicts.Keys.Order());
        await SaveAsync(first, one, s_required);
        Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(first, one)));
        await AskedAsync(listed, one, Today.PlusDays(-1), s_required);
        Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(first, one)));
        await AskedAsync(listed, one, Today, s_red);
        Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(first, one)));
        await AskedAsync(listed, one, Today, [Promise]);
        Assert.Equal((true, ServiceState.Suspended), Shown(await HandInAsync(first, one)));

        var second = await BeginAsync(listed, two);
        var sheet = await SheetAsync(listed, two);
        Assert.Equal(s_red.Append(Promise).Order(), sheet.Asked.Select(c => c.Id).Order());
        Assert.All(sheet.Asked, criterion => Assert.True(sheet.AsksItself(criterion)));
        await SaveAsync(second, two, s_red);
        await AskedAsync(listed, two, Today, s_red);
        Assert.Equal("review_unfinished", await ListingDesk.RefusedAsync(() => HandInAsync(second, two)));
        Assert.Equal("review_unfinished", await RuleAsync("update directory.review set scope = 'red-lines', handed_in_on = $2 where id = $1", second, Today));
        await SaveAsync(second, two, [.. s_red, Promise]);
        Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(second, two)));
        await AskedAsync(listed, two, Today, [Promise]);
        Assert.Equal((true, ServiceState.Listed), Shown(await HandInAsync(second, two)));
    }

    [Fact, Property(81)]
    public async Task Renewal_OfWhatIsSuspended_WhereTheSecondFindsThatPromiseNotMet_ShowsNothing()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two);
        await ConfirmedAsync(listed);
        await StartAsync(listed, one);
        foreach (var by in new[] { one, two })
            await AskedAsync(listed, by, Today, s_required);
        var first = await BeginAsync(listed, one);
        await SaveAsync(first, one, s_required);
        await HandInAsync(first, one);
        var second = await BeginAsync(listed, two);
        await SaveAsync(second, two, s_red, Promise);
        var handedIn = await HandInAsync(second, two);
        Assert.Equal([Promise], handedIn.Outstanding);
        Assert.False(handedIn.IsApproved);
        Assert.Equal("approval_unmet", await RuleAsync(Waiting(await SheetAsync(listed, two), listed, two)));
        Assert.Equal("suspended", await _desk.StateAsync(listed));
    }

    [Fact]
    public async Task Suspended_WithoutAPromise_IsJudgedWholeByBoth()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two);
        await _desk.WithdrawAsync(listed, ServiceState.Suspended, Today.PlusDays(-30));
        await StartAsync(listed, one);
        foreach (var by in new[] { one, two })
            await AskedAsync(listed, by, Today, s_red);
        var first = await BeginAsync(listed, one);
        await SaveAsync(first, one, s_required);
        await HandInAsync(first, one);
        var second = await BeginAsync(listed, two);
        Assert.Equal(s_required, (await SheetAsync(listed, two)).Asked.Select(c => c.Id));
        await SaveAsync(second, two, s_red);
        Assert.Equal("review_scope", await ListingDesk.RefusedAsync(() => HandInAsync(second, two)));
        Assert.Equal("review_scope", await RuleAsync("update directory.review set scope = 'red-lines', handed_in_on = $2 where id = $1", second, Today));
    }

    /// <summary>A place for food, suspended for a promise that is asked of clinics only.</summary>
    [Fact]
    public async Task Suspended_ForAPromiseOfAnotherProfile_IsAskedAboutIt()
    {
        int other = DirectoryCatalogue.Default.Criteria.Criteria.First(c => c.Required && !c.Profiles.Contains(Profile.Basics)).Id;
        int[] basics = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Basics)).Select(c => c.Id)];
        var listed = await _desk.ListedAsync(Sample.Clinic() with { Profile = Profile.Basics });
        await ConfirmedAsync(listed, other);
        var by = await LedAsync();
        await StartAsync(listed, by, ChangedSince.Law);
        var review = await BeginAsync(listed, by);
        Assert.Contains(other, (await SheetAsync(listed, by)).Asked.Select(c => c.Id));
        await AskedAsync(listed, by, Today, [.. basics, other]);
        await SaveAsync(review, by, basics);
        Assert.Equal("review_unfinished", await ListingDesk.RefusedAsync(() => HandInAsync(review, by)));
        await SaveAsync(review, by, [.. basics, other]);
        Assert.True((await HandInAsync(review, by)).IsApproved);
    }

    [Fact, Property(81), Property(83)]
    public async Task BeginningAnew_BeforeItIsConfirmedOrOver_IsRefused_ByPlainSqlEither()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusDays(-60));
        var on = Today.PlusDays(-29);
        await SuspendAsync(listed, await LedAsync(), on);
        foreach (int day in new[] { 0, 13, 14, 29 })
            Assert.Equal("recheck_suspended", await ListingDesk.RefusedAsync(() => StartAsync(listed, one, on.PlusDays(day))));
        // The same words, handed in by whoever may.
        var same = await _desk.ReviseAsync(listed, Upcasters.Default.Read(
            await database.App.OneAsync<string>("select content::text from directory.revision where id = $1", listed.RevisionId), ListingContent.CurrentVersion));
        await VettingDesk.HandInAsync(database.Logins, same, one);
        Assert.Equal("approval_suspended", await RuleAsync(VettingDesk.Approval(same, one)));
        // Another word is no way round as a renewal.
        var clinic = Upcasters.Default.Read(await database.App.OneAsync<string>("select content::text from directory.revision where id = $1", listed.RevisionId), ListingContent.CurrentVersion);
        await database.App.RunAsync("update directory.proposal set closed_on = $2, outcome = 'withdrawn' where revision_id = $1", same.RevisionId, Today);
        var other = await _desk.ReviseAsync(same, clinic with { StaffLanguages = ["en", "es"] });
        await VettingDesk.ProposeAsync(database.Logins, other);
        await database.App.RunAsync("insert into directory.renewal (revision_id, whole_id, begun_on) values ($1, $2, $3)", other.RevisionId, listed.RevisionId, Today);
        await VettingDesk.HandInAsync(database.Logins, other, one);
        Assert.Equal("approval_suspended", await RuleAsync(VettingDesk.Approval(other, one)));
        await database.App.RunAsync("update directory.proposal set closed_on = $2, outcome = 'withdrawn' where revision_id = $1", other.RevisionId, Today);
        // Day 30: it ended without a finding, and two look again.
        Assert.Null(await StartAsync(listed, one, on.PlusDays(30)));
    }

    /// <summary>New words are judged whole: with a contact of each since, which plain SQL does not do without.</summary>
    [Fact, Property(81), Property(83)]
    public async Task NewWords_OfWhatIsSuspended_TakeAContactSince_ByPlainSqlEither()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusDays(-60));
        await SuspendAsync(listed, await LedAsync(), Today.PlusDays(-3));
        var words = await _desk.ReviseAsync(listed, Sample.Clinic("Another name"));
        foreach (var by in new[] { one, two })
        {
            await VettingDesk.HandInAsync(database.Logins, words, by);
            await database.Owner.RunAsync("update directory.evidence set found_on = $3 where service_id = $1 and organisation_id = $2", words.ServiceId, by.Id, Today.PlusDays(-4));
            Assert.Equal("approval_contact", await RuleAsync(VettingDesk.Approval(words, by)));
            await database.Owner.RunAsync("update directory.evidence set found_on = $3 where service_id = $1 and organisation_id = $2", words.ServiceId, by.Id, Today.PlusDays(-3));
            await database.App.RunAsync(VettingDesk.Approval(words, by));
        }

        Assert.Equal(ServiceState.Listed, await _desk.PublishAsync(words));
    }

    /// <summary>An entry of one, of which newer words wait, comes back as the public read it.</summary>
    [Theory]
    [InlineData("lifted")]
    [InlineData("reinstated")]
    [InlineData("overturned")]
    public async Task Ended_ThoughNewerWordsWereHandedIn_BringsBackTheOldOnes_Once(string outcome)
    {
        var written = await _desk.WriteAsync();
        await _desk.ApproveAsync(written, await LedAsync());
        var (first, second, third) = (await LedAsync(), await LedAsync(), await LedAsync());
        await SuspendAsync(written, first);
        var newer = await _desk.ReviseAsync(written, Sample.Clinic("Another name"));
        await _desk.ProposeAsync(newer);
        Assert.Equal(["superseded"], await database.App.ListAsync<string>("select outcome from directory.proposal where revision_id = $1", written.RevisionId));
        if (outcome == "overturned")
        {
            await database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", await SuspensionAsync(written), Today);
            foreach (var panel in new[] { second, third })
                await AppealAsync(written, panel);
        }
        else
        {
            if (outcome == "reinstated")
                await SayAsync(written, second, SuspensionVoice.Confirm);
            foreach (var by in new[] { second, third })
                await SayAsync(written, by, outcome == "lifted" ? SuspensionVoice.Lift : SuspensionVoice.Kept);
        }

        Assert.Equal([outcome], await database.App.ListAsync<string>("select outcome from directory.suspension where service_id = $1", written.ServiceId));
        Assert.Equal("provisional", await _desk.StateAsync(written));
        Assert.Equal([written.RevisionId], await database.App.ListAsync<Guid>("select published_revision_id from directory.service where id = $1", written.ServiceId));
        // Once: when somebody finds the newer words wrong, and it leaves, the old ones do not come back by themselves.
        await VettingDesk.HandInAsync(database.Logins, newer, await LedAsync(), "not-met");
        Assert.Equal("in-review", await _desk.StateAsync(written));
        Assert.Equal("publish_closed", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(written)));
    }

    [Fact]
    public async Task Letter_ThatWasSent_IsNotMadeAgain_ByPlainSqlEither()
    {
        var listed = await _desk.ListedAsync();
        var led = await LedAsync();
        await SuspendAsync(listed, led);
        var suspension = await SuspensionAsync(listed);
        async Task MarkAsync(bool sent)
        {
            await using var context = database.Context();
            await VettingDesk.Suspensions(context, _desk.Listings(context)).MarkLetterAsync(suspension, sent, Today, As(led), Stop);
        }

        await MarkAsync(false);
        string lost = await CodeAsync(r => r.MakeAsync(suspension, Today, Stop));
        await MarkAsync(false);
        string code = await CodeAsync(r => r.MakeAsync(suspension, Today, Stop));
        Assert.Null(await CodeAsync(r => r.FindAsync(lost, Today, Stop)));
        await MarkAsync(true);
        Assert.Equal("letter_sent", await ListingDesk.RefusedAsync(() => MarkAsync(false)));
        Assert.Equal("letter_sent", await ListingDesk.RefusedAsync(() => CodeAsync(r => r.MakeAsync(suspension, Today, Stop))));
        Assert.Equal("letter_sent", await RuleAsync($"select directory.mark_letter('{suspension}', false, '{led.Id}', '{Today:uuuu-MM-dd}', 'reviewer')"));
        Assert.Equal("letter_sent", await RuleAsync("update directory.receipt set code_hash = sha256('x') where suspension_id = $1", suspension));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync("delete from directory.receipt"));
        Assert.NotNull(await CodeAsync(r => r.FindAsync(code, Today, Stop)));
        // It is marked as sent again without another date.
        await MarkAsync(true);
    }

    [Fact]
    public async Task Kept_WhileAContactIsPastItsDate_IsRefused_ByPlainSqlEither()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic, Today.PlusMonths(-6));
        var (first, second) = await ConfirmedAsync(listed);
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(listed, first, SuspensionVoice.Kept));
        Assert.Equal("suspension_past", await ListingDesk.RefusedAsync(() => SayAsync(listed, second, SuspensionVoice.Kept)));
        string plain = $"select directory.judge_suspension('{await SuspensionAsync(listed)}', 'kept', null, '{second.Id}', null, '{Today:uuuu-MM-dd}', 'reviewer')";
        Assert.Equal("suspension_past", await RuleAsync(plain));
        string phone = clinic.Phones[0].Id.ToString();
        await _desk.CheckAsync(listed, first, Today, [.. ListingFacts.Contacts(clinic).Where(fact => fact != phone)]);
        Assert.Equal("suspension_past", await RuleAsync(plain));
        // A call at another number is none at this one: that, only the program compares.
        var other = await _desk.ReviseAsync(listed, clinic with { Phones = [clinic.Phones[0] with { Number = "+441632960777" }] });
        await _desk.CheckAsync(other, first, Today, phone);
        Assert.Equal("suspension_past", await ListingDesk.RefusedAsync(() => SayAsync(listed, second, SuspensionVoice.Kept)));
        await _desk.CheckAsync(listed, first, Today, phone);
        Assert.Equal(SuspensionState.Reinstated, await SayAsync(listed, second, SuspensionVoice.Kept));
        Assert.Equal("listed", await _desk.StateAsync(listed));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(57, 6)]
    public async Task Kept_WhilePromisesArePastTheirDate_IsRefused_ByPlainSqlEither(int need, int months)
    {
        var clinic = Sample.Clinic() with { Needs = [need] };
        foreach (var (on, isPast) in new[] { (Today.PlusMonths(-months), true), (Today.PlusMonths(-months).PlusDays(1), false) })
        {
            var listed = await _desk.ListedAsync(clinic, on);
            var (first, second) = await ConfirmedAsync(listed);
            await _desk.CheckAsync(listed, first, Today, [.. ListingFacts.Contacts(clinic)]);
            await SayAsync(listed, first, SuspensionVoice.Kept);
            Assert.Equal(isPast, await database.Owner.OneAsync<bool>("select directory.is_past($1, $2)", listed.RevisionId, Today));
            if (isPast)
            {
                Assert.Equal("suspension_past", await ListingDesk.RefusedAsync(() => SayAsync(listed, second, SuspensionVoice.Kept)));
                Assert.Equal("suspension_past", await RuleAsync(
                    $"select directory.judge_suspension('{await SuspensionAsync(listed)}', 'kept', null, '{second.Id}', null, '{Today:uuuu-MM-dd}', 'reviewer')"));
            }
            else
            {
                Assert.Equal(SuspensionState.Reinstated, await SayAsync(listed, second, SuspensionVoice.Kept));
            }
        }
    }

    [Fact]
    public async Task Words_OfAnOrganisationWhoseVoiceWasTakenAway_CountNoMore()
    {
        var listed = await _desk.ListedAsync();
        var (_, second) = await ConfirmedAsync(listed);
        Task<string> StateAsync() => database.App.OneAsync<string>("select directory.suspension_state(id, $2) from directory.suspension where service_id = $1", listed.ServiceId, Today);
        Assert.Equal("confirmed", await StateAsync());
        await database.Given.FrozenAsync(second, Today, Today.PlusDays(13));
        Assert.Equal("waiting", await StateAsync());
        var (third, fourth, fifth) = (await LedAsync(), await LedAsync(), await LedAsync());
        await SayAsync(listed, third, SuspensionVoice.Lift);
        await database.Given.VouchedUntilAsync(third, Today.PlusDays(-1));
        Assert.Equal(SuspensionState.Waiting, await SayAsync(listed, fourth, SuspensionVoice.Lift));
        Assert.Equal(SuspensionState.Lifted, await SayAsync(listed, fifth, SuspensionVoice.Lift));
    }

    [Fact]
    public async Task Kept_CountsForSixtyDays_AndNotFromWhoLostItsVoice()
    {
        var listed = await _desk.ListedAsync();
        var (first, second) = await ConfirmedAsync(listed);
        await SayAsync(listed, first, SuspensionVoice.Kept, Today.PlusDays(40));
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(listed, second, SuspensionVoice.Kept, Today.PlusDays(100)));
        await database.Given.FrozenAsync(second, Today.PlusDays(99), Today.PlusDays(101));
        var third = await LedAsync();
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(listed, third, SuspensionVoice.Kept, Today.PlusDays(158)));
        Assert.Equal(SuspensionState.Reinstated, await SayAsync(listed, first, SuspensionVoice.Kept, Today.PlusDays(159)));
    }

    [Fact]
    public async Task Appeal_CountsOnlyWhoHadAVoice_AndLeavesOutWhoListedIt_WhereOthersCanSit()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusDays(-60));
        await ConfirmedAsync(listed);
        var suspension = await SuspensionAsync(listed);
        await database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", suspension, Today);
        var (third, fourth, fifth) = (await LedAsync(), await LedAsync(), await LedAsync());
        Assert.Equal("appeal_involved", await ListingDesk.RefusedAsync(() => AppealAsync(listed, one)));
        Assert.Equal("appeal_involved", await RuleAsync($"select directory.judge_appeal('{suspension}', 'overturn', '\\x00', '{two.Id}', null, '{Today:uuuu-MM-dd}', 'panel')"));
        await AppealAsync(listed, third);
        await database.Given.FrozenAsync(third, Today, Today.PlusDays(13));
        await AppealAsync(listed, fourth);
        Assert.Equal("suspended", await _desk.StateAsync(listed));
        await AppealAsync(listed, fifth);
        Assert.Equal("listed", await _desk.StateAsync(listed));
    }

    /// <summary>Where fewer than two others could sit, those who listed it do: an appeal that nobody may decide would be none.</summary>
    [Fact]
    public async Task Appeal_InASmallPlace_IsDecidedByWhoListedIt_TogetherWithOneMore()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusDays(-60));
        var (first, second) = await ConfirmedAsync(listed);
        var third = await LedAsync();
        await database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", await SuspensionAsync(listed), Today);
        await database.Owner.RunAsync(
            "update directory.organisation set vouched_until = null where id <> all ($1)", (object)new[] { one.Id, two.Id, first.Id, second.Id, third.Id });
        await AppealAsync(listed, one);
        await AppealAsync(listed, third);
        Assert.Equal("listed", await _desk.StateAsync(listed));
    }

    private static Actor As(Organisation by) => new(by.Id, ActorRole.Reviewer);

    private static (bool, ServiceState) Shown(HandedInReview handedIn) => (handedIn.IsApproved, handedIn.State);

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led");

    /// <summary>Listed a year ago, or when it is said, and called since, so that it is still read.</summary>
    private async Task<WrittenRevision> ListedAsync(Organisation one, Organisation two, LocalDate? since = null)
    {
        var on = since ?? Today.PlusMonths(-12);
        var written = await _desk.WriteAsync(on: on);
        await _desk.ApproveAsync(written, one, on);
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, two, on));
        if (on.PlusMonths(6) <= Today)
            await _desk.CheckAsync(written, one, on.PlusMonths(6));
        return written;
    }

    private async Task SuspendAsync(WrittenRevision service, Organisation by, LocalDate? on = null, int promise = Promise)
    {
        await using var context = database.Context();
        Assert.True(await VettingDesk.Suspensions(context, _desk.Listings(context)).SuspendAsync(
            new SuspendService(service.ServiceId, by.Id, null, promise, "They told a landlord.", "A new rule about who is told.", on ?? Today), As(by), Stop));
    }

    /// <returns>Who suspended it, and who confirmed that.</returns>
    private async Task<(Organisation First, Organisation Second)> ConfirmedAsync(WrittenRevision service, int promise = Promise)
    {
        var (first, second) = (await LedAsync(), await LedAsync());
        await SuspendAsync(service, first, promise: promise);
        Assert.Equal(SuspensionState.Confirmed, await SayAsync(service, second, SuspensionVoice.Confirm));
        return (first, second);
    }

    private Task<Guid> SuspensionAsync(WrittenRevision service) => database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", service.ServiceId);

    private async Task<SuspensionState> SayAsync(WrittenRevision service, Organisation by, SuspensionVoice word, LocalDate? on = null)
    {
        var id = await SuspensionAsync(service);
        await using var context = database.Context();
        return await VettingDesk.Suspensions(context, _desk.Listings(context)).JudgeAsync(new JudgeSuspension(id, by.Id, null, word, "Asked them.", on ?? Today), As(by), Stop);
    }

    private async Task AppealAsync(WrittenRevision service, Organisation by)
    {
        var id = await SuspensionAsync(service);
        await using var context = database.Context();
        await VettingDesk.Suspensions(context, _desk.Listings(context)).JudgeAppealAsync(
            new JudgeAppeal(id, by.Id, null, true, "It was another clinic.", Today), new Actor(by.Id, ActorRole.Panel), Stop);
    }

    private async Task<T> CodeAsync<T>(Func<ReceiptService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(new ReceiptService(context, DirectorySecrets.Read(TestSecrets.Folder), new MonthKeys(Path.Combine(TestSecrets.Folder, MonthKeys.Folder))));
    }

    private Task<string?> StartAsync(WrittenRevision of, Organisation by, params ChangedSince[] changed) => StartAsync(of, by, Today, changed);

    private async Task<string?> StartAsync(WrittenRevision of, Organisation by, LocalDate on, params ChangedSince[] changed)
    {
        await using var context = database.Context();
        return await VettingDesk.Rechecks(context, _desk.Listings(context)).StartAsync(new StartRecheck(of.ServiceId, null, changed, on), As(by), Stop);
    }

    private async Task<T> ReviewsAsync<T>(Func<ReviewService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Reviews(context, _desk.Listings(context)));
    }

    private Task<Guid> BeginAsync(WrittenRevision of, Organisation by) => ReviewsAsync(r => r.StartAsync(new StartReview(of.ServiceId, by.Id, null, Today), As(by), Stop));

    private async Task<ReviewSheet> SheetAsync(WrittenRevision of, Organisation by) => (await ReviewsAsync(r => r.ReadAsync(of.ServiceId, by.Id, Stop)))!;

    private async Task SaveAsync(Guid review, Organisation by, int[] met, int? notMet = null)
    {
        var verdicts = met.ToDictionary(c => c, _ => Verdict.Met);
        if (notMet is { } other)
            verdicts[other] = Verdict.NotMet;
        int edition = await database.App.OneAsync<int>("select edition from directory.review where id = $1", review);
        await ReviewsAsync(r => r.SaveAsync(new SaveReview(review, null, edition, verdicts, DeclaredTie.None, null, Today), As(by), Stop));
    }

    private Task<HandedInReview> HandInAsync(Guid review, Organisation by) => ReviewsAsync(r => r.HandInAsync(new HandInReview(review, null, Today), As(by), Stop));

    private async Task AskedAsync(WrittenRevision about, Organisation by, LocalDate on, int[] criteria)
    {
        await using var context = database.Context();
        await VettingDesk.Evidence(context).AddAsync(new AddEvidence(about.ServiceId, false, by.Id, null, EvidenceKind.SpokenAnswer, on, "Asked", criteria, Today), As(by), Stop);
    }

    private async Task<string> RuleAsync(string sql, params object[] values) =>
        (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(sql, values))).ConstraintName ?? "none";

    /// <summary>The approval that plain SQL would write of a revision that is judged now.</summary>
    private static string Waiting(ReviewSheet sheet, WrittenRevision of, Organisation by) => VettingDesk.Approval(of with { RevisionId = sheet.RevisionId }, by);
}
