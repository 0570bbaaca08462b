using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Organisations;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>Which approvals stand for an entry: after a small change, when some are missing, and when there are more promises than before.</summary>
public sealed class StandingTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly ListingDesk _desk = new(database, places);

    /// <summary>Its places have ids of their own, so that another entry is another clinic.</summary>
    private ListingContent _clinic = Sample.Clinic();

    private readonly CouncilWorld _world = new(database.Logins);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Actor Reviewer(Organisation of) => new(of.Id, ActorRole.Reviewer);

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led (demo)");

    private Task<List<string>> DeskAsync(WrittenRevision entry, Organisation of) =>
        database.App.ListAsync<string>("select kind from directory.desk($1, $2, '{}') where service_id = $3 and kind <> 'alert'", of.Id, s_day, entry.ServiceId);

    /// <summary>Hours of an entry that one organisation stands for change: the change is public, and the promises wait for a second opinion.</summary>
    [Fact, Property(73)]
    public async Task SmallChange_OfWhatOneStandsFor_LeavesThePromisesWaiting()
    {
        var (one, two, carries) = (await LedAsync(), await LedAsync(), await LedAsync());
        var (entry, changed) = await ChangedAsync(one);
        await CarryAsync(changed, carries);
        Assert.Equal(["[\"en\"]"], await _desk.PublicAsync<string>(entry, "(p.content -> 'staffLanguages')::text"));
        Assert.Equal("provisional", await _desk.StateAsync(entry));
        Assert.Equal([(changed.RevisionId, "promises")], await WaitsAsync(entry));
        // The one who stands for it already is no second one.
        Assert.Equal("approval_related", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(changed, one)));
        var sheet = (await ReviewsAsync(r => r.ReadAsync(entry.ServiceId, two.Id, Stop)))!;
        Assert.True(sheet.IsSecond);
        Assert.Empty(sheet.Others);
        // It stands on the second one's desk and on that of nobody who stands for it; what another one stands for is not declined alone.
        Assert.Equal(["second-opinion"], await DeskAsync(entry, two));
        Assert.Empty(await DeskAsync(entry, one));
        Assert.Equal("decline_approved", await ListingDesk.RefusedAsync(() => _desk.DeclineAsync(changed, two)));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(changed, two));
        Assert.Empty(await WaitsAsync(entry));
        Assert.Single((await ReviewsAsync(r => r.ReadAsync(entry.ServiceId, two.Id, Stop)))!.Others);
        // Both stand for the next small change.
        var next = await _desk.ReviseAsync(entry, _clinic with { StaffLanguages = ["en", "ro"] });
        await _desk.ProposeAsync(next);
        await CarryAsync(next, carries);
        Assert.Equal("listed 2", Assert.Single(await _desk.PublicAsync<string>(entry, "p.state || ' ' || p.approvals")));
        Assert.Empty(await WaitsAsync(entry));
    }

    /// <summary>The same by plain SQL: the second one has asked for itself about each red line, and is another person.</summary>
    [Fact, Property(73), Property(83)]
    public async Task SecondOpinion_OnWhatWasCarried_KeepsEveryRule()
    {
        var (one, two, related) = (await LedAsync(), await LedAsync(), await LedAsync());
        await database.Given.RelatedAsync(one, related);
        var (entry, changed) = await ChangedAsync(one);
        await CarryAsync(changed, await LedAsync());
        await VettingDesk.HandInAsync(database.Logins, changed, related);
        Assert.Equal("approval_related", await RuleAsync(VettingDesk.Approval(changed, related)));
        await VettingDesk.HandInAsync(database.Logins, changed, two);
        await database.Owner.RunAsync("update directory.evidence set kind = 'public-source' where service_id = $1 and organisation_id = $2", entry.ServiceId, two.Id);
        Assert.Equal("approval_contact", await RuleAsync(VettingDesk.Approval(changed, two)));
        var person = await database.Given.AccountAsync();
        await database.Owner.RunAsync(
            "alter table directory.review disable trigger review_check; update directory.review set account_id = '" + person.Id + "' where organisation_id in ('" + one.Id + "', '" + two.Id + "'); alter table directory.review enable trigger review_check");
        Assert.Equal("approval_person", await RuleAsync(VettingDesk.Approval(changed, two)));
    }

    /// <summary>Somebody judges all of a small change that waits. Who stood for the rest of it stands beside them; the small change is not lost.</summary>
    [Fact]
    public async Task SmallChange_JudgedWhole_CountsBesideWhoStoodBefore_OnceItWasChecked()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var (entry, changed) = await ChangedAsync(one);
        Assert.True((await ReviewsAsync(r => r.ReadAsync(entry.ServiceId, two.Id, Stop)))!.IsSecond);
        await _desk.CheckAsync(changed, two, s_day, "staffLanguages");
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(changed, two));
        // Without a check of what changed they stand alone, and what they judged waits for another one as promises do.
        var (other, again) = await ChangedAsync(one);
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(again, two));
        Assert.Equal([(again.RevisionId, "promises")], await WaitsAsync(other));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(again, one));
    }

    [Fact]
    public async Task SmallChange_ThatComesToNothing_LeavesWhatWasWaiting()
    {
        var (one, two) = (await LedAsync(), await LedAsync());
        var (entry, changed) = await ChangedAsync(one);
        await using (var context = database.Context())
            await VettingDesk.Proposals(context, _desk.Listings(context)).TakeBackAsync(new TakeBack(changed.RevisionId, s_day), Actor.CommandLine, Stop);
        Assert.Equal([(entry.RevisionId, "promises")], await WaitsAsync(entry));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(entry, two));
    }

    [Fact]
    public async Task Missing_AreAlsoThoseOfAnEntryThatWasCarried()
    {
        var (one, two, others) = (await LedAsync(), await LedAsync(), new[] { await LedAsync(), await LedAsync(), await LedAsync() });
        var entry = await _desk.WriteAsync(_clinic);
        await _desk.ApproveAsync(entry, one);
        await _desk.ApproveAsync(entry, two);
        var changed = await _desk.ReviseAsync(entry, _clinic with { StaffLanguages = ["en"] });
        await _desk.ProposeAsync(changed);
        await CarryAsync(changed, others[0]);
        await DeclareMissingAsync(one, s_day);
        Assert.Equal("provisional", await _desk.StateAsync(entry));
        Assert.Equal([(changed.RevisionId, "promises")], await WaitsAsync(entry));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(changed, others[1], s_day.PlusDays(31)));
    }

    /// <summary>Who confirmed the red lines rested on two that judged the whole. Where one of these is missing, they do not stand for it.</summary>
    [Fact, Property(81), Property(83)]
    public async Task Missing_OfTheWholeJudgement_LeavesARenewalWithOne()
    {
        var (one, two, third, fourth) = (await LedAsync(), await LedAsync(), await LedAsync(), await LedAsync());
        var before = s_day.PlusMonths(-11);
        var entry = await _desk.WriteAsync(_clinic, on: before);
        await _desk.ApproveAsync(entry, one, before);
        await _desk.ApproveAsync(entry, two, before);
        await _desk.CheckAsync(entry, two, s_day.PlusMonths(-5));
        await using (var context = database.Context())
        {
            var rechecks = new RecheckService(context, VettingDesk.Proposals(context, _desk.Listings(context)), DirectoryCatalogue.Default, new VettingOptions());
            Assert.Null(await rechecks.StartAsync(new StartRecheck(entry.ServiceId, null, [], s_day), Reviewer(two), Stop));
        }

        var renewed = entry with { RevisionId = await database.App.OneAsync<Guid>("select revision_id from directory.renewal where whole_id = $1", entry.RevisionId) };
        await _desk.ApproveAsync(renewed, two);
        await VettingDesk.HandInAsync(database.Logins, renewed, third);
        await database.Owner.RunAsync("alter table directory.review disable trigger review_check; update directory.review set scope = 'red-lines' where scope = 'whole' and organisation_id = '" + third.Id + "'; alter table directory.review enable trigger review_check");
        await database.App.RunAsync(VettingDesk.Approval(renewed, third));
        Assert.Equal(ServiceState.Listed, await _desk.PublishAsync(renewed));
        await DeclareMissingAsync(one, before);
        Assert.Equal("provisional", await _desk.StateAsync(entry));
        // The next one judges all of it.
        var sheet = (await ReviewsAsync(r => r.ReadAsync(entry.ServiceId, fourth.Id, Stop)))!;
        Assert.Equal((true, true, false, sheet.Required.Count), (sheet.IsWaiting, sheet.IsSecond, sheet.IsRenewal, sheet.Asked.Count));
        await VettingDesk.HandInAsync(database.Logins, renewed, fourth);
        await database.Owner.RunAsync("alter table directory.review disable trigger review_check; update directory.review set scope = 'red-lines' where organisation_id = '" + fourth.Id + "'; alter table directory.review enable trigger review_check");
        Assert.Equal("review_scope", await RuleAsync(VettingDesk.Approval(renewed, fourth)));
    }

    /// <summary>What was asked of the second one and not of the first, one alone would have judged.</summary>
    [Fact, Property(73), Property(83)]
    public async Task MorePromisesThanBefore_AreJudgedByBoth()
    {
        await database.Owner.RunAsync(
            """
            insert into published.criteria (version, content)
            select 1, jsonb_set(content, '{criteria}', (
              select jsonb_agg(case when (c ->> 'id')::int = 17 then c || '{"required": false}' else c end) from jsonb_array_elements(content -> 'criteria') c))
            from published.criteria where version = 2 on conflict (version) do update set content = excluded.content
            """);
        var (one, two, third) = (await LedAsync(), await LedAsync(), await LedAsync());
        var entry = await _desk.WriteAsync(_clinic);
        await _desk.ApproveAsync(entry, one);
        await database.Owner.RunAsync("update directory.approval set criteria_version = 1 where revision_id = $1", entry.RevisionId);
        Assert.Equal("approval_criteria", await ListingDesk.RefusedAsync(() => ReviewsAsync(r => r.StartAsync(new StartReview(entry.ServiceId, two.Id, null, s_day), Reviewer(two), Stop))));
        Assert.True((await ReviewsAsync(r => r.ReadAsync(entry.ServiceId, two.Id, Stop)))!.IsOutgrown);
        await VettingDesk.HandInAsync(database.Logins, entry, two);
        Assert.Equal("approval_criteria", await RuleAsync(VettingDesk.Approval(entry, two)));
        // Written some other way, they do not count together: two by the older, or one.
        await database.Owner.RunAsync("alter table directory.approval disable trigger check_approval; " + VettingDesk.Approval(entry, two) + "; alter table directory.approval enable trigger check_approval");
        Assert.Equal(1, await CountAsync(entry));
        await VettingDesk.HandInAsync(database.Logins, entry, third);
        await database.Owner.RunAsync("alter table directory.approval disable trigger check_approval; " + VettingDesk.Approval(entry, third) + "; alter table directory.approval enable trigger check_approval");
        Assert.Equal(2, await CountAsync(entry));

        // Begun again, both judge the same.
        _clinic = Sample.Clinic();
        var fresh = await _desk.WriteAsync(_clinic);
        await _desk.ApproveAsync(fresh, one);
        await database.Owner.RunAsync("update directory.approval set criteria_version = 1 where revision_id = $1", fresh.RevisionId);
        await using (var context = database.Context())
        {
            var rechecks = new RecheckService(context, VettingDesk.Proposals(context, _desk.Listings(context)), DirectoryCatalogue.Default, new VettingOptions());
            Assert.Equal("criteria", await rechecks.StartAsync(new StartRecheck(fresh.ServiceId, null, [], s_day), Reviewer(two), Stop));
        }

        var again = fresh with { RevisionId = Assert.Single(await WaitsAsync(fresh)).Revision };
        await _desk.ApproveAsync(again, two);
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(again, one));
    }

    /// <summary>Whoever writes a revision says of others neither that they run the service, nor that by taking it back.</summary>
    [Fact, Property(83)]
    public async Task Runs_IsSaidByThemselves_AndNotByARevisionThatNobodyJudges()
    {
        var (own, other, one, two) = (await LedAsync(), await LedAsync(), await LedAsync(), await LedAsync());
        var entry = await _desk.WriteAsync(_clinic);
        await _desk.ApproveAsync(entry, one);
        await _desk.ApproveAsync(entry, two);
        await using var context = database.Context();
        var listings = _desk.Listings(context);
        Task<WrittenRevision> NameAsync(Organisation by, Organisation runs) => listings.ReviseAsync(
            new ReviseService(entry.ServiceId, by.Id, _clinic with { Provider = _clinic.Provider with { OrganisationId = runs.Id } }, s_day), new Actor(by.Id, ActorRole.Proposer), Stop);
        Assert.Equal("revision_provider", await ListingDesk.RefusedAsync(() => NameAsync(own, other)));
        Assert.Equal("revision_provider", await RuleAsync(
            $$"""
            insert into directory.revision (id, service_id, number, content, content_version, content_hash, organisation_id, written_on, origin)
            select gen_random_uuid(), service_id, 7, jsonb_set(content, '{provider,organisationId}', '"{{other.Id}}"'), content_version, content_hash, organisation_id, written_on, origin
            from directory.revision where id = '{{entry.RevisionId}}'
            """));
        var named = await NameAsync(own, own);
        await _desk.ProposeAsync(named);
        Assert.True(await TiedAsync(entry, own));
        await using (var second = database.Context())
            await VettingDesk.Proposals(second, _desk.Listings(second)).TakeBackAsync(new TakeBack(named.RevisionId, s_day), Actor.CommandLine, Stop);
        Assert.False(await TiedAsync(entry, own));
        // Named before, by themselves.
        await NameAsync(other, own);
    }

    /// <summary>One writes the number, a colleague an hour on top of it: the first one is no other person than those who wrote it.</summary>
    [Fact]
    public async Task Contact_IsLookedAtBySomebodyWhoWroteNoneOfIt()
    {
        var by = await LedAsync();
        var (writer, colleague) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var entry = await _desk.ListedAsync(_clinic);
        var number = _clinic with { Phones = [_clinic.Phones[0] with { Number = "+441632960777" }] };
        await _desk.ProposeAsync(await _desk.ReviseAsync(entry, number), account: writer.Id);
        var onTop = await _desk.ReviseAsync(entry, number with { StaffLanguages = ["en"] });
        await _desk.ProposeAsync(onTop, account: colleague.Id);
        Assert.Equal("carry_person", await ListingDesk.RefusedAsync(() => CarryAsync(onTop, by, writer.Id)));
        await _desk.CheckAsync(onTop, by, s_day, _clinic.Phones[0].Id.ToString());
        Assert.Equal("carry_person", await RuleAsync($"select directory.carry('{onTop.RevisionId}', '{by.Id}', '{writer.Id}', '2026-11-24', 'reviewer')"));
        await CarryAsync(onTop, by, colleague.Id);

        // Taken back and written again it is of who wrote it again.
        _clinic = Sample.Clinic();
        number = _clinic with { Phones = [_clinic.Phones[0] with { Number = "+441632960777" }] };
        var second = await _desk.ListedAsync(_clinic);
        var left = await _desk.ReviseAsync(second, number);
        await _desk.ProposeAsync(left, account: writer.Id);
        await using (var context = database.Context())
            await VettingDesk.Proposals(context, _desk.Listings(context)).TakeBackAsync(new TakeBack(left.RevisionId, s_day), Actor.CommandLine, Stop);
        var again = await _desk.ReviseAsync(second, number);
        await _desk.ProposeAsync(again, account: colleague.Id);
        Assert.Equal("carry_person", await ListingDesk.RefusedAsync(() => CarryAsync(again, by, colleague.Id)));
    }

    [Fact, Property(83)]
    public async Task Check_OfSomethingElse_IsNoneOfWhatChanged()
    {
        var by = await LedAsync();
        var entry = await _desk.ListedAsync(_clinic);
        var changed = await _desk.ReviseAsync(entry, _clinic with { StaffLanguages = ["en"] });
        await _desk.ProposeAsync(changed);
        await _desk.CheckAsync(changed, by, s_day, _clinic.Phones[0].Id.ToString());
        string carry = $"select directory.carry('{changed.RevisionId}', '{by.Id}', null, '2026-11-24', 'reviewer')";
        Assert.Equal("carry_check", await RuleAsync(carry));
        await _desk.CheckAsync(changed, by, s_day, "staffLanguages");
        await database.App.RunAsync(carry);
    }

    /// <summary>Every small change that the program makes and checks is one whose check the database finds.</summary>
    [Fact]
    public async Task Check_IsFound_ForEverySmallChange()
    {
        foreach (var change in new Func<ListingContent, ListingContent>[]
        {
            full => full with { StaffLanguages = ["en"] },
            full => full with { InterpreterLanguages = [] },
            full => full with { WaitingTime = null },
            full => full with { WaitingTime = Text.Of("en", "A month") },
            full => full with { Intake = null },
            full => full with { Sites = [full.Sites[0] with { Hours = null }, .. full.Sites.Skip(1)] },
            full => full with { Sites = [full.Sites[0] with { ByAppointment = !full.Sites[0].ByAppointment }, .. full.Sites.Skip(1)] },
            full => full with { Sites = [full.Sites[0] with { Hours = [Sample.Rule(IsoDayOfWeek.Friday, 9, 12)] }, .. full.Sites.Skip(1)] },
        })
        {
            var full = Sample.Everything();
            var content = change(full);
            Assert.Equal(ChangeClass.Daily, ChangeClasses.Of(full, content));
            var entry = await _desk.ListedAsync(full);
            var changed = await _desk.ReviseAsync(entry, content);
            await _desk.ProposeAsync(changed);
            await CarryAsync(changed, await LedAsync());
        }
    }

    /// <summary>An entry that one organisation stands for, and a change of its languages that waits.</summary>
    private async Task<(WrittenRevision Entry, WrittenRevision Changed)> ChangedAsync(Organisation one)
    {
        _clinic = Sample.Clinic();
        var entry = await _desk.WriteAsync(_clinic);
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(entry, one));
        var changed = await _desk.ReviseAsync(entry, _clinic with { StaffLanguages = ["en"] });
        await using var context = database.Context();
        await VettingDesk.Proposals(context, _desk.Listings(context)).ProposeAsync(new ProposeRevision(changed.RevisionId, null, s_day, ChangeClass.Daily), Actor.CommandLine, Stop);
        return (entry, changed);
    }

    private async Task CarryAsync(WrittenRevision changed, Organisation by, Guid? account = null)
    {
        await using var context = database.Context();
        await new SmallChangeService(context, _desk.Listings(context)).PublishAsync(
            new PublishSmallChange(changed.RevisionId, by.Id, account, CheckMethod.Called, s_day), Reviewer(by), Stop);
    }

    private async Task DeclareMissingAsync(Organisation whose, LocalDate since)
    {
        var motion = Guid.NewGuid();
        // All the councils of the other tests need not vote on it.
        await database.Owner.RunAsync(
            """
            insert into directory.motion (id, kind, organisation_id, since, asked_by, asked_on, closes_on, reason)
            select $1, 'approvals-missing', $2, $3, id, $4, $4 + 3, 'It did not call.' from directory.organisation where id <> $2 and kind = 'sex-worker-led' limit 1
            """,
            motion, whose.Id, since, s_day);
        await database.Owner.RunAsync(
            """
            insert into directory.motion_vote (motion_id, organisation_id, yes, voted_on)
            select $1, o.id, true, $3 from directory.organisation o
            where o.id <> $2 and directory.may_approve(o.id, $3) and (directory.family(o.id))[1] = o.id and o.id <> all (directory.motion_concerns($1))
            """,
            motion, whose.Id, s_day);
        Assert.Equal(MotionOutcome.Carried, await _world.DecideAsync(await LedAsync(), motion, s_day.PlusDays(30)));
    }

    private async Task<T> ReviewsAsync<T>(Func<ReviewService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(VettingDesk.Reviews(context, _desk.Listings(context)));
    }

    private async Task<List<(Guid Revision, string Change)>> WaitsAsync(WrittenRevision of) => [.. (await database.App.ListAsync<string>(
        "select revision_id || ' ' || change from directory.proposal where service_id = $1 and closed_on is null", of.ServiceId)).Select(row => (Guid.Parse(row[..36]), row[37..]))];

    private Task<int> CountAsync(WrittenRevision of) => database.Owner.OneAsync<int>("select approvals from directory.counted_approvals($1, $2)", of.RevisionId, s_day);

    private Task<bool> TiedAsync(WrittenRevision of, Organisation who) => database.Owner.OneAsync<bool>("select directory.is_tied($1, $2, null, $3)", of.RevisionId, who.Id, s_day);

    private async Task<string?> RuleAsync(string statement) => (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(statement))).ConstraintName;
}
