using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What one organisation alone gets no further with: a copy of what was taken off, the same yes again and again, taking off what is not its own.</summary>
public sealed class ShownAloneTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    private Task<Organisation> LedAsync(string name = "Led") => database.Given.SexWorkerLedAsync(name);

    private async Task<Organisation> IcelandicAsync(string name)
    {
        var organisation = await LedAsync(name);
        await database.Owner.RunAsync("update directory.organisation set country = 'IS' where id = $1", organisation.Id);
        return organisation;
    }

    /// <summary>With a number that no other entry of this class has.</summary>
    private static ListingContent Clinic(string number) => Sample.Clinic() with { Phones = [Sample.Clinic().Phones[0] with { Number = number }], Website = null };

    private async Task<string?> RefusedAsync(WrittenRevision of, string to, string actor, string role, LocalDate? on = null) =>
        (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.App.RunAsync(
            $"select directory.withdraw('{of.ServiceId}', '{to}', '{on ?? Today:uuuu-MM-dd}', {actor}, '{role}', 'x')"))).ConstraintName;

    private async Task<Guid> SuspendAsync(WrittenRevision of, Organisation by) => await database.App.OneAsync<Guid>(
        "select directory.suspend($1, 3, (select max(version) from published.criteria), null, null, $2, null, $3, 'reviewer', null)", of.ServiceId, by.Id, Today);

    private Task<string> ConfirmAsync(Guid suspension, Organisation by) => database.App.OneAsync<string>(
        "select directory.judge_suspension($1, 'confirm', null, $2, null, $3, 'reviewer')", suspension, by.Id, Today);

    [Fact]
    public async Task CopyOfWhatIsSuspended_IsShownByTwo_NotByOne()
    {
        var bad = await _desk.ListedAsync(Clinic("+441632960201"));
        var suspension = await SuspendAsync(bad, await LedAsync());
        var copy = await _desk.WriteAsync(Clinic("+441632960201"));
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(copy, await LedAsync("One")));
        Assert.Empty(await _desk.PublicAsync<string>(copy, "p.code"));
        // By plain SQL it is not shown either.
        Assert.Equal("in-review", await database.App.OneAsync<string>(
            "select directory.publish($1, $2, $3::jsonb, null, 'command-line', null)", copy.RevisionId, Today, """{"dueOn": "2027-11-24", "hiddenFrom": "2028-01-24"}"""));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(copy, await LedAsync("Two")));
        // Another number is another service, and what came back stands in nobody's way.
        var other = await _desk.WriteAsync(Clinic("+441632960202"));
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(other, await LedAsync("One")));
        await database.Owner.RunAsync("update directory.service set state = 'working' where id = $1", bad.ServiceId);
        var later = await _desk.WriteAsync(Clinic("+441632960201"));
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(later, await LedAsync("One")));
        Assert.NotEqual(Guid.Empty, suspension);
    }

    [Fact]
    public async Task CopyOfWhatWasDeclined_IsShownByTwo_ForTwoYears()
    {
        var bad = await _desk.WriteAsync(Clinic("+441632960203"));
        await _desk.ProposeAsync(bad);
        await _desk.DeclineAsync(bad, await LedAsync());
        var copy = await _desk.WriteAsync(Clinic("+441632960203"));
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(copy, await LedAsync("One")));
        Assert.True(await database.Owner.OneAsync<bool>("select directory.is_copy($1, $2)", copy.RevisionId, Today.PlusMonths(24).PlusDays(-1)));
        Assert.False(await database.Owner.OneAsync<bool>("select directory.is_copy($1, $2)", copy.RevisionId, Today.PlusMonths(24)));
    }

    [Fact]
    public async Task SameWebsite_WrittenOtherwise_IsACopyToo_AndAnotherPageOfItIsNot()
    {
        // Each with a number of its own: only the website is shared.
        static ListingContent At(string url, string phone) => Clinic(phone) with { Website = new WebAddress { Id = Guid.NewGuid(), Url = url } };
        await SuspendAsync(await _desk.ListedAsync(At("https://copied.example/clinic", "+441632960301")), await LedAsync());
        var copy = await _desk.WriteAsync(At("https://copied.example/Clinic/", "+441632960302"));
        Assert.True(await database.Owner.OneAsync<bool>("select directory.is_copy($1, $2)", copy.RevisionId, Today));
        var other = await _desk.WriteAsync(At("https://copied.example/law", "+441632960303"));
        Assert.False(await database.Owner.OneAsync<bool>("select directory.is_copy($1, $2)", other.RevisionId, Today));
    }

    [Fact, Property(83)]
    public async Task OneAlone_DoesNotBeginAnew_WhereASecondOneCouldLook()
    {
        // Nobody else of Iceland can look.
        var alone = await IcelandicAsync("Alone");
        var content = Clinic("+3545550101") with { Sites = [Sample.Site() with { PlaceId = 3413829, Street = "1 Example Street", PostalCode = null, Point = null }] };
        var keeper = await IcelandicAsync("Keeper");
        await database.Owner.RunAsync("update directory.organisation set kind = 'allied', vouched_until = null where id = $1", keeper.Id);
        var entry = await _desk.WriteAsync(content, keeper, Today.PlusMonths(-5));
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(entry, alone, Today.PlusMonths(-5)));
        var again = await _desk.ReviseAsync(entry, content with { Cost = Text.Of("en", "Free of charge") });
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(again, alone));
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(entry, "p.hidden_from"));

        // Now somebody can: the next yes of the same one makes it no longer, and a check by telephone does not either.
        var second = await IcelandicAsync("Second");
        var third = await _desk.ReviseAsync(entry, content with { Cost = Text.Of("en", "It costs nothing") });
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(third, alone));
        Assert.Equal([Today.PlusMonths(1)], await _desk.PublicAsync<LocalDate>(entry, "p.hidden_from"));
        await _desk.CheckAsync(third, second);
        Assert.Equal([Today.PlusMonths(1)], await _desk.PublicAsync<LocalDate>(entry, "p.hidden_from"));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(third, second));
        Assert.True((await _desk.PublicAsync<LocalDate>(entry, "p.hidden_from")).Single() > Today.PlusMonths(6));
    }

    [Fact]
    public async Task TakingOff_IsForWhoeverKeepsItOrRunsIt_ByPlainSqlEither()
    {
        var keeper = await database.Given.OrganisationAsync("Keeper", OrganisationKind.Allied);
        var entry = await _desk.WriteAsync(Clinic("+441632960204"), keeper);
        await _desk.ApproveAsync(entry, await LedAsync("One"));
        var two = await LedAsync("Two");
        await _desk.ApproveAsync(entry, two);
        Assert.Equal("withdraw_who", await RefusedAsync(entry, "working", $"'{two.Id}'", "reviewer"));
        Assert.Equal("withdraw_who", await RefusedAsync(entry, "working", $"'{keeper.Id}'", "proposer"));
        Assert.Equal("withdraw_who", await RefusedAsync(entry, "working", "null", "coordinator"));
        Assert.Equal("withdraw_who", await RefusedAsync(entry, "working", $"'{keeper.Id}'", "command-line"));
        Assert.Equal("remove_who", await RefusedAsync(entry, "removed", $"'{keeper.Id}'", "coordinator"));
        // What waits is taken back with it.
        var newer = await _desk.ReviseAsync(entry, Clinic("+441632960205"));
        await _desk.ProposeAsync(newer);
        Assert.True(await database.App.OneAsync<bool>("select directory.withdraw($1, 'working', $2, $3, 'coordinator', 'closed')", entry.ServiceId, Today, keeper.Id));
        Assert.Empty(await _desk.PublicAsync<string>(entry, "p.code"));
        Assert.Equal("withdrawn", await database.App.OneAsync<string>("select outcome from directory.proposal where revision_id = $1", newer.RevisionId));
        Assert.Equal("publish_withdrawn", await ListingDesk.RefusedAsync(() => _desk.PublishAsync(newer)));
    }

    [Fact]
    public async Task Removing_WaitsForASecondOrganisation_AndForTheTimeOfAnAppeal_ByPlainSqlEither()
    {
        var entry = await _desk.ListedAsync(Clinic("+441632960206"));
        var (first, second) = (await LedAsync("First"), await LedAsync("Second"));
        var suspension = await SuspendAsync(entry, first);
        string as_ = $"'{first.Id}'";
        Assert.Equal("remove_confirmed", await RefusedAsync(entry, "removed", as_, "reviewer"));
        await ConfirmAsync(suspension, second);
        Assert.Equal("remove_appeal", await RefusedAsync(entry, "removed", as_, "reviewer"));
        await database.App.RunAsync("select directory.mark_letter($1, false, $2, $3, 'reviewer')", suspension, first.Id, Today);
        await database.App.RunAsync("select directory.mark_letter($1, true, $2, $3, 'reviewer')", suspension, first.Id, Today);
        Assert.Equal("remove_appeal", await RefusedAsync(entry, "removed", as_, "reviewer", Today.PlusDays(30)));
        Assert.Equal("remove_who", await RefusedAsync(entry, "removed", as_, "coordinator", Today.PlusDays(31)));
        Assert.True(await database.App.OneAsync<bool>("select directory.withdraw($1, 'removed', $2, $3, 'reviewer', 'suspended')", entry.ServiceId, Today.PlusDays(31), first.Id));
        Assert.Equal("removed", await _desk.StateAsync(entry));
        // It does not come back under another name by one alone.
        var copy = await _desk.WriteAsync(Clinic("+441632960206"));
        Assert.Equal(ServiceState.InReview, await _desk.ApproveAsync(copy, first));
    }

    [Fact, Property(50)]
    public async Task AddressOfWhoNeedsAYes_IsAPromise_AndAClinicsIsAContact()
    {
        async Task<string> ClassAsync(ListingContent before, ListingContent after) => await database.Owner.OneAsync<string>(
            "select directory.change_between($1::jsonb, $2::jsonb)", Json(before), Json(after));
        var clinic = Sample.Clinic();
        var moved = clinic with { Sites = [clinic.Sites[0] with { Street = "2 Example Street" }] };
        Assert.Equal("contact", await ClassAsync(clinic, moved));
        Assert.Equal(Core.Listings.Changes.ChangeClass.Contact, Core.Listings.Changes.ChangeClasses.Of(clinic, moved));
        var dropIn = clinic with { Provider = clinic.Provider with { Kind = ProviderKind.Community } };
        foreach (var sites in new IReadOnlyList<Site>[]
        {
            [dropIn.Sites[0] with { Street = "2 Example Street" }],
            [dropIn.Sites[0] with { Street = null }],
            [.. dropIn.Sites, Sample.Site() with { Id = Guid.NewGuid() }],
            [dropIn.Sites[0] with { PlaceId = 2654993 }],
        })
        {
            Assert.Equal("promises", await ClassAsync(dropIn, dropIn with { Sites = sites }));
            Assert.Equal(Core.Listings.Changes.ChangeClass.Promises, Core.Listings.Changes.ChangeClasses.Of(dropIn, dropIn with { Sites = sites }));
        }

        var shut = dropIn with { Sites = [dropIn.Sites[0] with { Directions = Text.Of("en", "Ring twice") }] };
        Assert.Equal("contact", await ClassAsync(dropIn, shut));
        Assert.Equal(Core.Listings.Changes.ChangeClass.Contact, Core.Listings.Changes.ChangeClasses.Of(dropIn, shut));
    }

    private static string Json(ListingContent content) => System.Text.Json.JsonSerializer.Serialize(content, ContentJson.Options);
}
