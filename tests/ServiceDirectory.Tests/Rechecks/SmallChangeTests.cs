using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Rechecks;

/// <summary>Hours by one reviewer with a check, contacts by another person, promises never this way; and dates that no edit moves.</summary>
public sealed class SmallChangeTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    private static Actor Reviewer(Organisation of) => new(of.Id, ActorRole.Reviewer);

    private async Task<T> UseAsync<T>(Func<SmallChangeService, RecheckService, Task<T>> use)
    {
        await using var context = database.Context();
        var listings = new ListingService(context, DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });
        return await use(new SmallChangeService(context, listings), new RecheckService(context, new ProposalService(context, listings), DirectoryCatalogue.Default, new VettingOptions()));
    }

    private Task<bool> PublishAsync(WrittenRevision revision, Organisation by, Guid? account = null, LocalDate? on = null) => UseAsync(async (changes, _) =>
    {
        await changes.PublishAsync(new PublishSmallChange(revision.RevisionId, by.Id, account, CheckMethod.Called, on ?? Today), Reviewer(by), Stop);
        return true;
    });

    private async Task<WrittenRevision> HandedInAsync(WrittenRevision before, ListingContent content, Guid? account = null)
    {
        var revision = await _desk.ReviseAsync(before, content);
        await _desk.ProposeAsync(revision, account: account);
        return revision;
    }

    private Task<Organisation> LedAsync() => database.Given.SexWorkerLedAsync("Led");

    [Fact]
    public async Task Daily_ByOneReviewer_IsPublicAtOnce_AndMovesNoDate()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic, Today.PlusDays(-40));
        const string dates = "concat_ws(' ', p.state, p.approvals, p.checked_on, p.due_on, p.hidden_from, p.promises)";
        var before = await _desk.PublicAsync<string>(listed, dates);
        var later = await HandedInAsync(listed, clinic with { StaffLanguages = ["en", "es"], WaitingTime = Text.Of("en", "A week"), Sites = [clinic.Sites[0] with { Hours = [Sample.Rule(IsoDayOfWeek.Friday, 9, 12)] }] });
        await PublishAsync(later, await LedAsync());
        Assert.Equal(["[\"en\", \"es\"]"], await _desk.PublicAsync<string>(listed, "(p.content -> 'staffLanguages')::text"));
        Assert.Equal(before, await _desk.PublicAsync<string>(listed, dates));
        // The check is of what changed, and of nothing else.
        Assert.Equal(
            ["called waitingTime", "called staffLanguages", $"called {ListingFacts.HoursOf(clinic.Sites[0].Id)}"],
            (await database.App.ListAsync<string>("select method || ' ' || fact from directory.fact_check where service_id = $1", listed.ServiceId)).OrderBy(fact => fact.Length));
        Assert.Equal(["published"], await database.App.ListAsync<string>("select outcome from directory.proposal where revision_id = $1", later.RevisionId));
        // Once more on top of it: the approvals are still those of the first.
        var again = await HandedInAsync(later, clinic with { StaffLanguages = ["en"] });
        await PublishAsync(again, await LedAsync());
        Assert.Equal(before, await _desk.PublicAsync<string>(listed, dates));
    }

    [Fact]
    public async Task Promise_IsNeverPublishedThisWay()
    {
        var clinic = Sample.Everything();
        var listed = await _desk.ListedAsync(clinic);
        var police = clinic.Access.First(fact => fact.Facet == 40);
        foreach (var content in new[]
        {
            clinic with { Sharing = clinic.Sharing with { Police = Text.Of("en", "Everything.") } },
            clinic with { Cost = Text.Of("en", "A lot") },
            clinic with { WhoCannotUse = Text.Of("en", "Many") },
            clinic with { Needs = [1] },
            clinic with { Name = Text.Of("en", "Another name") },
            clinic with { Access = [.. clinic.Access.Where(fact => fact != police), police with { Note = Text.Of("en", "Now and then") }] },
            clinic with { Access = [.. clinic.Access.Where(fact => fact.Facet != 4)] },
            clinic with { Phones = [clinic.Phones[0] with { AppearsOnBills = false }] },
            clinic with { Sites = [clinic.Sites[0], clinic.Sites[1], clinic.Sites[2], Sample.Site()] },
            clinic with { Post = clinic.Post! with { PlainPacket = false } },
        })
        {
            var changed = await HandedInAsync(listed, content);
            var by = await LedAsync();
            Assert.Equal("carry_promises", await ListingDesk.RefusedAsync(() => PublishAsync(changed, by)));
        }

        Assert.Equal([listed.RevisionId], await database.App.ListAsync<Guid>("select published_revision_id from directory.service where id = $1", listed.ServiceId));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.fact_check where service_id = $1", listed.ServiceId));
    }

    [Fact]
    public async Task Contact_TakesAnotherPerson_AndRaisesAlerts()
    {
        var clinic = Sample.Clinic();
        var (one, two) = (await LedAsync(), await LedAsync());
        var listed = await _desk.WriteAsync(clinic);
        await _desk.ApproveAsync(listed, one);
        await _desk.ApproveAsync(listed, two);
        var (writer, reviewer) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var changed = await HandedInAsync(
            listed, clinic with { Phones = [clinic.Phones[0] with { Number = "+441632960777" }], Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://new.example/" } }, writer.Id);
        Assert.Equal("carry_person", await ListingDesk.RefusedAsync(() => PublishAsync(changed, one, writer.Id)));
        Assert.Equal("carry_person", await ListingDesk.RefusedAsync(() => PublishAsync(changed, one)));
        // Of the same organisation, or of any other.
        await PublishAsync(changed, one, reviewer.Id);
        Assert.Equal(["+441632960777"], await _desk.PublicAsync<string>(listed, "p.content #>> '{phones,0,number}'"));
        foreach (var organisation in new[] { one, two })
            Assert.Equal([AlertKind.Phone, AlertKind.Website], (await UseAsync((_, rechecks) => rechecks.AlertsAsync(organisation.Id, Stop))).Select(alert => alert.Kind).Order());
        var alert = (await UseAsync((_, rechecks) => rechecks.AlertsAsync(two.Id, Stop)))[0];
        Assert.Equal("alert_unknown", await ListingDesk.RefusedAsync(() => UseAsync((_, rechecks) => rechecks.AcknowledgeAsync(alert.Id, Today, Reviewer(one), Stop))));
        Assert.True(await UseAsync((_, rechecks) => rechecks.AcknowledgeAsync(alert.Id, Today, Reviewer(two), Stop)));
        Assert.False(await UseAsync((_, rechecks) => rechecks.AcknowledgeAsync(alert.Id, Today, Reviewer(two), Stop)));
        Assert.Single(await UseAsync((_, rechecks) => rechecks.AlertsAsync(two.Id, Stop)));
    }

    [Fact]
    public async Task Provider_NeitherChecksNorApproves()
    {
        var own = await LedAsync();
        var clinic = Sample.Clinic();
        clinic = clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } };
        var listed = await _desk.ListedAsync(clinic);
        var changed = await HandedInAsync(listed, clinic with { StaffLanguages = ["en"] });
        Assert.Matches("^(fact_check_tie|approval_tie)$", await ListingDesk.RefusedAsync(() => PublishAsync(changed, own)));
    }

    [Fact]
    public async Task PlainSql_CannotCarryWithoutACheck_NorAlone()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic);
        var changed = await HandedInAsync(listed, clinic with { StaffLanguages = ["en"] });
        var by = await LedAsync();
        async Task<string?> RuleAsync(string role, Organisation organisation) => (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(
            $"select directory.carry('{changed.RevisionId}', '{organisation.Id}', null, '2026-11-24', '{role}')"))).ConstraintName;
        Assert.Equal("carry_check", await RuleAsync("reviewer", by));
        Assert.Equal("approval_vouched", await RuleAsync("proposer", by));
        Assert.Equal("approval_vouched", await RuleAsync("reviewer", await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied)));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(
            $"insert into directory.carried (revision_id, from_id, change, organisation_id, carried_on) values ('{changed.RevisionId}', '{listed.RevisionId}', 'daily', '{by.Id}', current_date)"));
        var unread = await _desk.WriteAsync(clinic);
        await _desk.ProposeAsync(unread);
        Assert.Equal("carry_published", (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(
            $"select directory.carry('{unread.RevisionId}', '{by.Id}', null, '2026-11-24', 'reviewer')"))).ConstraintName);
    }

    /// <summary>The program and the database find the same class for every field of a description.</summary>
    [Fact]
    public async Task Classes_AreTheSameInBoth()
    {
        var full = Sample.Everything();
        var site = full.Sites[0];
        foreach (var content in new[]
        {
            full with { StaffLanguages = ["en"] }, full with { InterpreterLanguages = [] }, full with { WaitingTime = null }, full with { Intake = null },
            full with { Sites = [site with { Hours = null }, full.Sites[1], full.Sites[2]] }, full with { Sites = [site with { ByAppointment = false }, full.Sites[1], full.Sites[2]] },
            full with { Phones = [full.Phones[0] with { Hours = null }] },
            full with { Phones = [] }, full with { Messages = [] }, full with { Website = null }, full with { Email = null }, full with { Post = null },
            full with { Sites = [site with { Street = "2 Example Street" }, full.Sites[1], full.Sites[2]] }, full with { Sites = [site, full.Sites[1]] },
            full with { Sites = [site with { StepFreeNotes = null }, full.Sites[1], full.Sites[2]] }, full with { Summary = Text.Of("en", "Other") }, full with { UnderEighteen = null },
            full with { RemoteAreas = ["GB"] }, full with { Switches = new PublicationSwitches() },
        })
        {
            string found = await database.Owner.OneAsync<string>(
                "select directory.change_between($1::jsonb, $2::jsonb)",
                System.Text.Json.JsonSerializer.Serialize(full, ContentJson.Options), System.Text.Json.JsonSerializer.Serialize(content, ContentJson.Options));
            Assert.Equal(Core.Data.EnumSlug.Of(ChangeClasses.Of(full, content)!.Value), found);
        }
    }

    [Fact]
    public async Task Rechecks_ShowWhatIsDue_UntilEveryContactWasCalled_AndCanBeginAnew()
    {
        var clinic = Sample.Clinic();
        var by = await LedAsync();
        var listed = await _desk.WriteAsync(clinic, on: Today.PlusMonths(-6));
        await _desk.ApproveAsync(listed, by, Today.PlusMonths(-6));
        await _desk.ApproveAsync(listed, await LedAsync(), Today.PlusMonths(-6));
        var due = Assert.Single(await UseAsync((_, rechecks) => rechecks.DueAsync(by.Id, Today, Stop)));
        Assert.Equal((listed.Code, Today, Today.PlusMonths(6)), (due.Code, due.DueOn, due.CriteriaDueOn));
        Assert.Empty(await UseAsync(async (_, rechecks) => await rechecks.DueAsync((await LedAsync()).Id, Today, Stop)));
        await _desk.CheckAsync(listed, by, Today, clinic.Phones[0].Id.ToString());
        Assert.Single(await UseAsync((_, rechecks) => rechecks.DueAsync(by.Id, Today, Stop)));
        await _desk.CheckAsync(listed, by, Today, [.. ListingFacts.Contacts(clinic)]);
        Assert.Empty(await UseAsync((_, rechecks) => rechecks.DueAsync(by.Id, Today, Stop)));
        var soon = Today.PlusMonths(6).PlusDays(-10);
        Assert.Single(await UseAsync((_, rechecks) => rechecks.DueAsync(by.Id, soon, Stop)));
        async Task BeginAsync() => await UseAsync(async (_, rechecks) =>
        {
            await rechecks.StartAsync(new StartRecheck(listed.ServiceId, null, [], soon), Reviewer(by), Stop);
            return true;
        });
        await BeginAsync();
        Assert.Equal("recheck_waits", await ListingDesk.RefusedAsync(BeginAsync));
        Assert.True(Assert.Single(await UseAsync((_, rechecks) => rechecks.DueAsync(by.Id, soon, Stop))).IsWaiting);
    }

    /// <summary>Every job is stopped here; only the clock goes on: checks are due, late and hidden, a warning ends, a suspension runs out.</summary>
    [Fact]
    public async Task Clock_Alone_HidesWhatNobodyLooksAt()
    {
        var listed = await _desk.ListedAsync();
        await database.App.RunAsync(
            "select directory.warn($1, 'full', null, null, null, null, $2, timestamptz '2026-11-24 10:00Z', timestamptz '2026-12-24 00:00Z', 'proposer')", listed.ServiceId, (await LedAsync()).Id);
        var due = Today.PlusMonths(6);
        foreach (var (day, shown, late, full) in new[]
        {
            (Today, true, false, true), (new LocalDate(2026, 12, 23), true, false, true), (new LocalDate(2026, 12, 24), true, false, false),
            (due, true, false, false), (due.PlusDays(30), true, true, false), (due.PlusDays(59), true, true, false), (due.PlusDays(60), false, true, false),
        })
        {
            Assert.Equal(
                [$"{shown} {late} {full}".ToLowerInvariant()],
                await database.Public.ListAsync<string>(
                    "select concat_ws(' ', case when hidden_from > $2 then 'true' else 'false' end, case when due_on <= $2 - 30 then 'true' else 'false' end, case when full_until >= $2 then 'true' else 'false' end) from published.service where id = $1",
                    listed.ServiceId, day));
        }
    }
}
