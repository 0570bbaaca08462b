using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Rechecks;

/// <summary>Once a year one goes through every promise and the second one confirms the red lines; all of it every third year, or where something has changed.</summary>
public sealed class RenewalTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate Today = Given.Today;

    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private static readonly int[] s_red = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.RedLine).Select(c => c.Id)];

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact, Property(81)]
    public async Task Renewal_IsJudgedWholeByOne_AndConfirmedOnTheRedLinesByTheOther()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusMonths(-12));
        Assert.Null(await StartAsync(listed, one));
        await ReviewAsync(listed, one, s_required);
        Assert.Equal("listed", await _desk.StateAsync(listed));
        var begun = await BeginAsync(listed, two);
        var sheet = await SheetAsync(listed, two);
        Assert.Equal(s_red, sheet.Asked.Select(c => c.Id));
        // What it said of the rest a year ago it does not say again.
        Assert.Equal(s_red, sheet.Own!.Verdicts.Keys.Order());
        await SaveAsync(begun, two, 1, s_red);
        Assert.Equal("approval_contact", await ListingDesk.RefusedAsync(() => HandInAsync(begun, two)));
        await AskedAsync(listed, two);
        var handedIn = await HandInAsync(begun, two);
        Assert.Equal((true, ServiceState.Listed, null), (handedIn.IsApproved, handedIn.State, handedIn.HeldBack));
        Assert.Equal(["whole", "red-lines"], await database.App.ListAsync<string>(
            "select v.scope from directory.review v join directory.service s on s.published_revision_id = v.revision_id where s.id = $1 order by v.scope desc", listed.ServiceId));
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(listed, "p.due_on"));
        // Both stand for each promise: what the second one did not look at again, it judged a year ago.
        Assert.Equal(["2"], await _desk.PublicAsync<string>(listed, "(select string_agg(distinct m ->> 'by', ' ') from jsonb_array_elements(p.promises) m)"));
        Assert.Equal([s_required.Length], await _desk.PublicAsync<int>(listed, "jsonb_array_length(p.promises)"));
    }

    [Fact, Property(81), Property(83)]
    public async Task RedLinesAlone_WithoutARenewal_OrAsTheFirst_OrByARelatedOne_AreRefused_ByPlainSqlEither()
    {
        var (one, two, related) = (await LedAsync(), await LedAsync(), await LedAsync());
        await database.Given.RelatedAsync(one, related);
        const string handIn = "update directory.review set scope = 'red-lines', handed_in_on = $2, tie = 'none' where id = $1";
        // A new entry is judged whole by both.
        var never = await _desk.WriteAsync();
        await _desk.ApproveAsync(never, one);
        var begun = await BeginAsync(never, two);
        await SaveAsync(begun, two, 1, s_red);
        Assert.Equal("review_unfinished", await ListingDesk.RefusedAsync(() => HandInAsync(begun, two)));
        Assert.Equal("review_scope", await RuleAsync(handIn, begun, Today));
        // So is one of which a promise changes.
        var listed = await ListedAsync(one, two, Today.PlusMonths(-12));
        Assert.Null(await StartAsync(listed, one));
        var first = await BeginAsync(listed, two);
        await SaveAsync(first, two, 1, s_red);
        Assert.Equal("review_scope", await RuleAsync(handIn, first, Today));
        await ReviewAsync(listed, one, s_required);
        var again = await BeginAsync(listed, related);
        await SaveAsync(again, related, 1, s_red);
        Assert.Equal("review_scope", await RuleAsync(handIn, again, Today));
        Assert.Equal("listed", await _desk.StateAsync(listed));
    }

    [Fact]
    public async Task Confirming_FindsWhatItFinds_OfTheRestAsWell()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusMonths(-12));
        await StartAsync(listed, one);
        await ReviewAsync(listed, one, s_required);
        var begun = await BeginAsync(listed, two);
        int other = s_required.First(c => !s_red.Contains(c));
        await AskedAsync(listed, two);
        await SaveAsync(begun, two, 1, s_red, other);
        Assert.Equal([other], (await HandInAsync(begun, two)).Outstanding);
    }

    [Theory]
    [InlineData(ChangedSince.Owner)]
    [InlineData(ChangedSince.Funder)]
    [InlineData(ChangedSince.Law)]
    [InlineData(ChangedSince.Police)]
    public async Task Changed_IsJudgedWholeByBoth(ChangedSince changed)
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusMonths(-12));
        Assert.Equal("changed", await StartAsync(listed, one, changed));
        await ReviewAsync(listed, one, s_required);
        var begun = await BeginAsync(listed, two);
        Assert.Equal(s_required, (await SheetAsync(listed, two)).Asked.Select(c => c.Id));
        await AskedAsync(listed, two);
        await SaveAsync(begun, two, 1, s_red);
        Assert.Equal("review_unfinished", await ListingDesk.RefusedAsync(() => HandInAsync(begun, two)));
    }

    [Fact]
    public async Task ThirdYear_IsJudgedWholeByBoth_AndNoRenewalLastsLonger()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusMonths(-35));
        Assert.Null(await StartAsync(listed, one));
        await ReviewAsync(listed, one, s_required);
        await AskedAsync(listed, two);
        await ReviewAsync(listed, two, s_red);
        Assert.Equal("listed", await _desk.StateAsync(listed));
        // A renewal of the eleventh hour is no third year.
        Assert.Equal([Today.PlusMonths(1)], await _desk.PublicAsync<LocalDate>(listed, "p.due_on"));
        var due = Assert.Single(await RechecksAsync(r => r.DueAsync(one.Id, Today, Stop)));
        Assert.Equal((Today.PlusMonths(1), null), (due.CriteriaDueOn, due.WholeWhy));
        Assert.Equal("years", Assert.Single(await RechecksAsync(r => r.DueAsync(one.Id, Today.PlusMonths(1), Stop))).WholeWhy);
        Assert.Equal("years", await StartAsync(listed, one, Today.PlusMonths(1)));
    }

    /// <summary>The database holds the date also where the program would give a longer one.</summary>
    [Fact, Property(83)]
    public async Task ThirdYear_IsTheLongest_WhateverTheProgramSays()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await ListedAsync(one, two, Today.PlusMonths(-35));
        await StartAsync(listed, one);
        await ReviewAsync(listed, one, s_required);
        await AskedAsync(listed, two);
        await ReviewAsync(listed, two, s_red);
        var until = await database.Owner.OneAsync<LocalDate>(
            """
            select u.due_on from directory.service s
            cross join lateral directory.counted_approvals(s.published_revision_id, $2) c
            cross join lateral directory.shown_until('listed', c.first_on, null, date '2099-01-01', date '2099-01-01') u
            where s.id = $1
            """,
            listed.ServiceId,
            Today);
        Assert.Equal(Today.PlusMonths(1), until);
    }

    [Fact, Property(83)]
    public async Task SixMonths_OfAShelter_AreTheLongest_WhateverTheProgramSays()
    {
        foreach (var (need, months) in new[] { (57, 6), (1, 12) })
        {
            var content = Sample.Clinic() with { Needs = [need] };
            var listed = await _desk.ListedAsync(content);
            var derived = new ListingDerivation(DirectoryCatalogue.Default, places.Town).Derive(content, Today.PlusMonths(12), Today.PlusMonths(30));
            await database.App.RunAsync(
                "select directory.publish($1, $2, $3::jsonb, null, 'command-line', null)", listed.RevisionId, Today, JsonSerializer.Serialize(derived, ContentJson.Options));
            string due = $"{Today.PlusMonths(months):uuuu-MM-dd} {Today.PlusMonths(months).PlusDays(60):uuuu-MM-dd}";
            const string shown = "concat_ws(' ', p.due_on, p.hidden_from) || (select string_agg(' ' || s.due_on || ' ' || s.hidden_from, '') from published.site s where s.service_id = p.service_id)";
            Assert.Equal([$"{due} {due}"], await _desk.PublicAsync<string>(listed, shown));
            await database.App.RunAsync("select directory.refresh($1, $2, '{}', $3, $4)", listed.ServiceId, Today, Today.PlusMonths(12), Today.PlusMonths(30));
            Assert.Equal([$"{due} {due}"], await _desk.PublicAsync<string>(listed, shown));
        }
    }

    [Fact]
    public async Task Sensitive_IsTheSameInBothPlaces()
    {
        foreach (var need in DirectoryCatalogue.Default.Needs)
        {
            var content = Sample.Clinic() with { Needs = [1, need.Id] };
            Assert.Equal(
                VettingOptions.IsSensitive(content, DirectoryCatalogue.Default),
                await database.Owner.OneAsync<bool>("select directory.is_sensitive($1::jsonb)", JsonSerializer.Serialize(content, ContentJson.Options)));
        }
    }

    [Fact, Property(83)]
    public async Task Renewal_OfWhatChanged_OrStoodAlone_OrIsThreeYearsOld_IsRefused_ByPlainSqlEither()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        const string insert = "insert into directory.renewal (revision_id, whole_id, begun_on) values ($1, $2, $3)";
        var listed = await ListedAsync(one, two, Today.PlusMonths(-12));
        var second = await _desk.ReviseAsync(listed, Sample.Clinic("Another name"));
        Assert.Equal("renewal_waits", await RuleAsync(insert, second.RevisionId, listed.RevisionId, Today));
        await _desk.ProposeAsync(second);
        Assert.Equal("renewal_changed", await RuleAsync(insert, second.RevisionId, listed.RevisionId, Today));
        Assert.Equal("renewal_years", await RuleAsync("update directory.proposal set closed_on = $2, outcome = 'withdrawn' where revision_id = $1", insert, second, listed, Today.PlusMonths(24)));

        var alone = await _desk.WriteAsync(on: Today.PlusMonths(-2));
        await _desk.ApproveAsync(alone, one, Today.PlusMonths(-2));
        var waits = await _desk.ReviseAsync(alone, Sample.Clinic());
        await _desk.ProposeAsync(waits);
        Assert.Equal("renewal_alone", await RuleAsync(insert, waits.RevisionId, alone.RevisionId, Today));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync("update directory.renewal set begun_on = begun_on"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync("delete from directory.renewal"));
    }

    private static Actor As(Organisation by) => new(by.Id, ActorRole.Reviewer);

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led");

    private async Task<WrittenRevision> ListedAsync(Organisation one, Organisation two, LocalDate on)
    {
        var written = await _desk.WriteAsync(on: on);
        await _desk.ApproveAsync(written, one, on);
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, two, on));
        // Somebody called after half a year, so that it is still read when its promises are due.
        if (on.PlusMonths(6) <= Today)
            await _desk.CheckAsync(written, one, on.PlusMonths(6));
        return written;
    }

    private async Task<T> RechecksAsync<T>(Func<RecheckService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(new RecheckService(context, VettingDesk.Proposals(context, _desk.Listings(context)), DirectoryCatalogue.Default, new VettingOptions()));
    }

    private async Task<T> ReviewsAsync<T>(Func<ReviewService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Reviews(context, _desk.Listings(context)));
    }

    private Task<string?> StartAsync(WrittenRevision of, Organisation by, params ChangedSince[] changed) =>
        RechecksAsync(r => r.StartAsync(new StartRecheck(of.ServiceId, null, changed, Today), As(by), Stop));

    private Task<string?> StartAsync(WrittenRevision of, Organisation by, LocalDate on) =>
        RechecksAsync(r => r.StartAsync(new StartRecheck(of.ServiceId, null, [], on), As(by), Stop));

    private Task<Guid> BeginAsync(WrittenRevision of, Organisation by) =>
        ReviewsAsync(r => r.StartAsync(new StartReview(of.ServiceId, by.Id, null, Today), As(by), Stop));

    private async Task<ReviewSheet> SheetAsync(WrittenRevision of, Organisation by) => (await ReviewsAsync(r => r.ReadAsync(of.ServiceId, by.Id, Stop)))!;

    private Task<int> SaveAsync(Guid review, Organisation by, int edition, int[] met, int? notMet = null)
    {
        var verdicts = met.ToDictionary(c => c, _ => Verdict.Met);
        if (notMet is { } other)
            verdicts[other] = Verdict.NotMet;
        return ReviewsAsync(r => r.SaveAsync(new SaveReview(review, null, edition, verdicts, DeclaredTie.None, null, Today), As(by), Stop));
    }

    private Task<HandedInReview> HandInAsync(Guid review, Organisation by) => ReviewsAsync(r => r.HandInAsync(new HandInReview(review, null, Today), As(by), Stop));

    private async Task ReviewAsync(WrittenRevision of, Organisation by, int[] met)
    {
        var begun = await BeginAsync(of, by);
        await SaveAsync(begun, by, 1, met);
        Assert.True((await HandInAsync(begun, by)).IsApproved);
    }

    private async Task AskedAsync(WrittenRevision about, Organisation by)
    {
        await using var context = database.Context();
        await VettingDesk.Evidence(context).AddAsync(new AddEvidence(about.ServiceId, false, by.Id, null, EvidenceKind.SpokenAnswer, null, "Asked", s_red, Today), As(by), Stop);
    }

    private async Task<string> RuleAsync(string sql, params object[] values) =>
        (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(sql, values))).ConstraintName ?? "none";

    /// <summary>The rule against a renewal that is begun on a later day, where the one that waits was taken back.</summary>
    private async Task<string> RuleAsync(string takeBack, string insert, WrittenRevision waits, WrittenRevision whole, LocalDate on)
    {
        await database.App.RunAsync(takeBack, waits.RevisionId, Today);
        var same = await _desk.ReviseAsync(whole, Upcasters.Default.Read(
            await database.App.OneAsync<string>("select content::text from directory.revision where id = $1", whole.RevisionId), ListingContent.CurrentVersion));
        await _desk.ProposeAsync(same, on);
        return await RuleAsync(insert, same.RevisionId, whole.RevisionId, on);
    }
}
