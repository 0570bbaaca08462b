using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Drafts;

/// <summary>An entry while it is written: by one, by two at once, and by those who may not.</summary>
public sealed class DraftServiceTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ANewEntry_IsInTheWorkingListWithADraft()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        Assert.Equal("working", await _desk.StateAsync(written));
        var copy = await ReadAsync(written, union);
        Assert.Equal((true, 1, "Mill Clinic"), (copy.HasDraft, copy.NewestNumber, copy.Content.Name.OriginalWords));
        Assert.Equal("draft_kind", await RefusedAsync(await database.Given.OrganisationAsync("School", OrganisationKind.Educator)));

        async Task<string> RefusedAsync(Organisation by) => await ListingDesk.RefusedAsync(() => BeginAsync(by));
    }

    [Fact]
    public async Task Save_SectionBySection_BothAreThere_WhoeverWasFirst()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        var before = (await ReadAsync(written, union)).Content;
        var sample = Sample.Everything();
        // Two people opened the entry at the same time.
        await Task.WhenAll(
            SaveAsync(written, union, ListingSection.Reach, before, now => ListingSections.Put(now, sample, ListingSection.Reach)),
            SaveAsync(written, union, ListingSection.About, before, now => now with { Summary = sample.Summary, Needs = [1] }));
        var after = (await ReadAsync(written, union)).Content;
        Assert.Equal((sample.Phones[0].Number, sample.Summary!.OriginalWords), (after.Phones[0].Number, after.Summary!.OriginalWords));
    }

    [Fact]
    public async Task Save_TheSameSection_TheLaterIsShownWhatStandsThere()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        var before = (await ReadAsync(written, union)).Content;
        var both = await Task.WhenAll(
            SaveAsync(written, union, ListingSection.About, before, now => now with { Summary = Text.Of("en", "One") }),
            SaveAsync(written, union, ListingSection.About, before, now => now with { Summary = Text.Of("en", "Two") }));
        var late = Assert.Single(both, saved => !saved.IsSaved);
        string stands = (await ReadAsync(written, union)).Content.Summary!.OriginalWords;
        Assert.Equal(stands, late.Now.Summary!.OriginalWords);
        // Having seen it, they may write over it.
        Assert.True((await SaveAsync(written, union, ListingSection.About, late.Now, now => now with { Summary = Text.Of("en", "Three") })).IsSaved);
    }

    [Fact]
    public async Task Save_WhatCannotStay_IsRefusedWithItsField_AndOtherSectionsDoNotStandInTheWay()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        var before = (await ReadAsync(written, union)).Content;
        var invalid = await Assert.ThrowsAsync<ListingInvalidException>(() => SaveAsync(
            written, union, ListingSection.Reach, before, now => now with { Website = new WebAddress { Id = Guid.NewGuid(), Url = "javascript:alert(1)" } }));
        Assert.Equal("website.url", Assert.Single(invalid.Problems).Field);
        Assert.Equal(1, await database.Owner.OneAsync<int>("select version from directory.draft where service_id = $1", written.ServiceId));
        await SaveAsync(written, union, ListingSection.Reach, before, now => now with { RemoteAreas = [] });
    }

    [Fact, Property(50)]
    public async Task Save_AHiddenSite_KeepsNothingExact_AndPlainSqlCannotEither()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        var before = (await ReadAsync(written, union)).Content;
        var exact = Sample.Site() with { Kind = SiteKind.Area, Street = "7 Canaryquill Row", PostalCode = "LS1 0AA" };
        await SaveAsync(written, union, ListingSection.Where, before, now => now with { Sites = [exact] });
        string stored = await database.Owner.OneAsync<string>("select content::text from directory.draft where service_id = $1", written.ServiceId);
        Assert.DoesNotContain("Canaryquill", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("\"point\"", stored, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.CheckViolation, await database.App.RefusedAsync(
            "update directory.draft set content = jsonb_set(content, '{sites,0,street}', '\"7 Canaryquill Row\"') where service_id = '" + written.ServiceId + "'"));
    }

    [Fact]
    public async Task HandIn_ANewEntry_WaitsToBeJudged_Once()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        var needed = await Assert.ThrowsAsync<ListingInvalidException>(() => HandInAsync(written, union));
        Assert.Equal(["summary", "provider.name", "needs", "sites", "phones"], needed.Problems.Select(p => p.Field));
        await FillAsync(written, union);
        // Two clicks at the same moment.
        var both = await Task.WhenAll(HandInAsync(written, union), HandInAsync(written, union));
        Assert.Equal(2, Assert.Single(both.OfType<WrittenRevision>()).Number);
        Assert.Equal("proposed", await _desk.StateAsync(written));
        Assert.False((await ReadAsync(written, union)).HasDraft);
        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from directory.draft where service_id = $1", written.ServiceId));
    }

    [Fact]
    public async Task HandIn_WhenSomebodyElseWasFirst_IsAskedToGoOnFromThere_AndLosesNothing()
    {
        var (one, other) = (await database.Given.SexWorkerLedAsync("One"), await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied));
        var listed = await _desk.ListedAsync();
        var before = (await ReadAsync(listed, one)).Content;
        await SaveAsync(listed, one, ListingSection.Visit, before, now => now with { WaitingTime = Text.Of("en", "Two weeks") });
        Assert.Equal("draft_same", await ListingDesk.RefusedAsync(async () =>
        {
            await SaveAsync(listed, other, ListingSection.About, before, now => now);
            await HandInAsync(listed, other);
        }));
        await SaveAsync(listed, other, ListingSection.About, before, now => now with { Summary = Text.Of("en", "Tests and talk") });
        Assert.NotNull(await HandInAsync(listed, other));
        Assert.True((await ReadAsync(listed, one)).IsStale);
        Assert.Equal("draft_stale", await ListingDesk.RefusedAsync(() => HandInAsync(listed, one)));
        await UseAsync(drafts => drafts.TakeNewestAsync(new TakeNewest(listed.ServiceId, one.Id, Given.Today), Of(one), Stop));
        var merged = await ReadAsync(listed, one);
        Assert.Equal(("Tests and talk", "Two weeks", false), (merged.Content.Summary!.OriginalWords, merged.Content.WaitingTime!.OriginalWords, merged.IsStale));
        Assert.Equal("listed", await _desk.StateAsync(listed));
    }

    [Fact]
    public async Task Withdraw_BeforeAnybodyJudges_BringsItBackToTheWorkingList()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var written = await BeginAsync(union);
        await FillAsync(written, union);
        await HandInAsync(written, union);
        var other = await database.Given.SexWorkerLedAsync("Other");
        Assert.Equal("draft_working", await ListingDesk.RefusedAsync(() => WithdrawAsync(written, other)));
        await WithdrawAsync(written, union);
        Assert.Equal("working", await _desk.StateAsync(written));
        // A second click finds it there.
        await WithdrawAsync(written, union);
        await FillAsync(written, union);
        await HandInAsync(written, union);
        await _desk.MoveAsync(written, ServiceState.InReview);
        Assert.Equal("draft_judged", await ListingDesk.RefusedAsync(() => WithdrawAsync(written, union)));
    }

    /// <summary>The entry stands as before, what was written goes on as a draft, and nobody else begins with it.</summary>
    [Fact]
    public async Task Withdraw_AChangeOfAListedEntry_LeavesTheEntry_AndKeepsWhatWasWritten()
    {
        var (one, other) = (await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Other"));
        var listed = await _desk.ListedAsync();
        await SaveAsync(listed, one, ListingSection.Visit, (await ReadAsync(listed, one)).Content, now => now with { WaitingTime = Text.Of("en", "Two weeks") });
        await HandInAsync(listed, one);
        Assert.True((await ReadAsync(listed, one)).IsOursWaiting);
        Assert.Equal((true, false), ((await ReadAsync(listed, other)).IsWaiting, (await ReadAsync(listed, other)).IsOursWaiting));
        Assert.Equal("draft_working", await ListingDesk.RefusedAsync(() => WithdrawAsync(listed, other)));
        await WithdrawAsync(listed, one);
        Assert.Equal("listed", await _desk.StateAsync(listed));
        var mine = await ReadAsync(listed, one);
        Assert.Equal((true, false, "Two weeks"), (mine.HasDraft, mine.IsStale, mine.Content.WaitingTime!.OriginalWords));
        Assert.Null((await ReadAsync(listed, other)).Content.WaitingTime);
        Assert.NotNull(await HandInAsync(listed, one));
    }

    /// <summary>The same by the service and by plain SQL.</summary>
    [Fact]
    public async Task Draft_OfSomebodyElses_IsRefused()
    {
        var given = database.Given;
        var (union, other) = (await given.SexWorkerLedAsync("Union"), await given.SexWorkerLedAsync("Other"));
        var (clinic, school) = (await given.OrganisationAsync("Clinic", OrganisationKind.Provider), await given.OrganisationAsync("School", OrganisationKind.Educator));
        var working = await BeginAsync(union);
        var listed = await _desk.ListedAsync();
        var gone = await _desk.WriteAsync();
        await _desk.ProposeAsync(gone);
        await _desk.DeclineAsync(gone, other);
        foreach (var (by, entry, rule) in new[]
        {
            (other, working, "draft_working"), (clinic, listed, "draft_own"), (school, listed, "draft_kind"), (union, gone, "draft_ended"), (clinic, working, "draft_working"),
        })
        {
            var before = (await ReadAsync(entry, by)).Content;
            Assert.Equal(rule, await ListingDesk.RefusedAsync(() => SaveAsync(entry, by, ListingSection.About, before, now => now)));
            var refused = await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(
                """
                insert into directory.draft (service_id, organisation_id, content, content_version, base_number, version, saved_on)
                select $1, $2, content, 1, 1, 1, '2026-11-24' from directory.revision where service_id = $1 limit 1
                """,
                entry.ServiceId,
                by.Id));
            Assert.Equal(rule, refused.ConstraintName);
        }

        // A clinic writes on its own.
        var own = await _desk.ListedAsync(Sample.Clinic() with { Provider = new Provider { Name = Text.Of("en", "Clinic"), Kind = ProviderKind.Ngo, OrganisationId = clinic.Id } });
        Assert.True((await SaveAsync(own, clinic, ListingSection.About, (await ReadAsync(own, clinic)).Content, now => now)).IsSaved);
    }

    /// <summary>A trust has one website and many services, which would all be asked about.</summary>
    [Theory]
    [InlineData("Owl Trust", "Night desk", false)]
    [InlineData("Owl Trust", "Owl Vaccine Room", true)]
    [InlineData("Quite different people", "Night desk", true)]
    public async Task Website_OfTheSameProvider_IsNoLikeness_ButOfAnotherOne(string provider, string name, bool isAlike)
    {
        var sample = Sample.Clinic();
        var trust = sample with
        {
            Name = Text.Of("en", "Owl Vaccine Room"),
            OtherNames = [],
            Phones = [],
            Provider = new Provider { Name = Text.Of("en", "Owl Trust"), Kind = sample.Provider.Kind },
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://owl-trust.example/" },
        };
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        var written = await _desk.WriteAsync(trust, allied);
        await using var context = database.Context();
        var look = LookFor.Like(trust with { Name = Text.Of("en", name), Provider = trust.Provider with { Name = Text.Of("en", provider) }, Sites = [] }, allied.Id, isReviewer: false);
        Assert.Equal(isAlike, (await new DuplicateCheck(context).FindAsync(look, Stop)).Found.Any(one => one.Code == written.Code));
    }

    [Fact]
    public async Task Discard_ThrowsAwayWhatWasNotHandedIn()
    {
        var union = await database.Given.SexWorkerLedAsync("Union");
        var listed = await _desk.ListedAsync();
        await SaveAsync(listed, union, ListingSection.Visit, (await ReadAsync(listed, union)).Content, now => now with { WaitingTime = Text.Of("en", "Two weeks") });
        Assert.True(await UseAsync(drafts => drafts.DiscardAsync(listed.ServiceId, union.Id, Of(union), Stop)));
        Assert.False(await UseAsync(drafts => drafts.DiscardAsync(listed.ServiceId, union.Id, Of(union), Stop)));
        Assert.Null((await ReadAsync(listed, union)).Content.WaitingTime);
    }

    private static Actor Of(Organisation organisation) => new(organisation.Id, ActorRole.Proposer);

    private Task<WrittenRevision> BeginAsync(Organisation by) => UseAsync(drafts => drafts.StartAsync(
        new StartEntry(by.Id, "Mill Clinic", "en", Profile.Health, ProviderKind.Ngo, Given.Today), Of(by), Stop));

    private Task<WorkingCopy> ReadAsync(WrittenRevision entry, Organisation by) => UseAsync(drafts => drafts.ReadAsync(entry.ServiceId, by.Id, Stop));

    private Task<SavedSection> SaveAsync(WrittenRevision entry, Organisation by, ListingSection section, ListingContent seen, Func<ListingContent, ListingContent> change) =>
        UseAsync(drafts => drafts.SaveSectionAsync(
            new SaveSection(entry.ServiceId, by.Id, section, ListingSections.Fingerprint(seen, section), change, Given.Today), Of(by), Stop));

    private async Task FillAsync(WrittenRevision entry, Organisation by)
    {
        foreach (var section in Enum.GetValues<ListingSection>())
        {
            var seen = (await ReadAsync(entry, by)).Content;
            Assert.True((await SaveAsync(entry, by, section, seen, now => ListingSections.Put(now, Sample.Clinic(), section))).IsSaved);
        }
    }

    private Task<WrittenRevision?> HandInAsync(WrittenRevision entry, Organisation by) =>
        UseAsync(drafts => drafts.HandInAsync(new HandIn(entry.ServiceId, by.Id, Given.Today), Of(by), Stop));

    private Task<bool> WithdrawAsync(WrittenRevision entry, Organisation by) => UseAsync(async drafts =>
    {
        await drafts.WithdrawAsync(new WithdrawProposal(entry.ServiceId, by.Id, Given.Today), Of(by), Stop);
        return true;
    });

    private Task<bool> UseAsync(Func<DraftService, Task> use) => UseAsync(async drafts =>
    {
        await use(drafts);
        return true;
    });

    private async Task<T> UseAsync<T>(Func<DraftService, Task<T>> use)
    {
        await using var context = database.Logins.Context();
        var listings = new ListingService(context, DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });
        return await use(new DraftService(context, DirectoryCatalogue.Default, places.Town, listings));
    }
}
