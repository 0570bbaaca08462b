using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>What the database keeps for open data: stable ids, and when something changed that others read.</summary>
public sealed class OpenDataTests(PublicWorld world, ShippedPlaces places) : IClassFixture<PublicWorld>
{
    private static readonly Instant s_now = SystemClock.Instance.GetCurrentInstant();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<HsdsData> OpenAsync(Instant? now = null) =>
        new HsdsReader(world.Database.Public, DirectoryCatalogue.Default).OpenAsync(HsdsPlaces.Of(places.Gazetteer), now ?? s_now, Stop);

    private Task<int> OwnerAsync(string sql, params object[] values) => world.Database.Owner.RunAsync(sql, values);

    private Task<int> OpenAllAsync() => OwnerAsync("update published.service set open_data = true, hidden_from = current_date + 100");

    /// <summary>Long ago, as far as anybody was told.</summary>
    private async Task RestAsync()
    {
        await OpenAllAsync();
        await OwnerAsync("update published.service set changed_at = '2026-01-01 00:00Z'");
    }

    private Task<Instant> ChangedAsync(string code) => world.Database.Owner.OneAsync<Instant>("select changed_at from published.service where code = $1", code);

    [Fact]
    public async Task Ids_AreTheSameInTheDatabaseAndHere()
    {
        var space = Guid.NewGuid();
        foreach (string thing in new[] { "", "need/4", "provider/ngo/Casa Ñ عيادة", new string('x', 5_000) })
            Assert.Equal(await world.Database.Owner.OneAsync<Guid>("select directory.open_id($1, $2)", space, thing), new HsdsIds(space).Of(thing));
        Assert.Equal('4', $"{new HsdsIds(space).Of("a")}"[14]);
        Assert.NotEqual(new HsdsIds(space).Of("a"), new HsdsIds(Guid.NewGuid()).Of("a"));
    }

    [Fact]
    public async Task OnlyWhatIsListed_AndSaidYes_AndIsNotOver_IsThere()
    {
        await OpenAllAsync();
        await using (var data = await OpenAsync())
        {
            var names = (await data.ServicesAsync(HsdsFilter.None, 0, 100, Stop)).Select(service => service.Name).Order(StringComparer.Ordinal);
            // "Lane House" is provisional, "Closed Clinic" suspended.
            Assert.Equal(["Dales Clinic", "Mill Clinic", "Night Line", "Van"], names);
            Assert.Equal(4, await data.CountServicesAsync(HsdsFilter.None, Stop));
        }

        await OwnerAsync("update published.service set open_data = false where code = $1", world.Van.Code);
        await OwnerAsync("update published.service set hidden_from = current_date where code = $1", world.Far.Code);
        await using (var data = await OpenAsync())
        {
            Assert.Equal(2, await data.CountServicesAsync(HsdsFilter.None, Stop));
            Assert.Null(await data.ServiceAsync(world.Van.ServiceId, Stop));
            Assert.Null(await data.ServiceAsync(world.Far.ServiceId, Stop));
            Assert.Null(await data.ServiceAsync(world.Private.ServiceId, Stop));
            Assert.NotNull(await data.ServiceAsync(world.Clinic.ServiceId, Stop));
            Assert.Equal(1, await data.CountDoorsAsync(HsdsFilter.None, Stop));
            Assert.Equal(["Mill Trust", "Peers"], (await data.OrganizationsAsync(HsdsFilter.None, 0, 10, HsdsServicesOf.Names, Stop)).Select(one => one.Name).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>A stream goes on from the last one that it read; a page counts from the first. Both have to come to the same.</summary>
    [Fact]
    public async Task Streams_ReadPieceByPiece_AreAllPagesTogether()
    {
        await OpenAllAsync();
        string before = await world.Database.Owner.OneAsync<string>("select content::text from published.service where code = $1", world.Clinic.Code);
        // Three doors of one service.
        for (int i = 0; i < 2; i++)
            await OwnerAsync("update published.service set content = jsonb_set(content, '{sites}', content->'sites' || jsonb_set(content #> '{sites,0}', '{id}', to_jsonb(gen_random_uuid()))) where code = $1", world.Clinic.Code);
        try
        {
            await using var data = await new HsdsReader(world.Database.Public, DirectoryCatalogue.Default) { AtOnce = 1 }.OpenAsync(HsdsPlaces.Of(places.Gazetteer), s_now, Stop);
            var services = await data.ServicesAsync(HsdsFilter.None, 0, 100, Stop);
            Assert.Equal(4, services.Count);
            Assert.Equal(services.Select(one => one.Id), (await data.AllServicesAsync(HsdsFilter.None, Stop).ToListAsync(Stop)).Select(one => one.Id));
            Assert.Equal(services.Skip(1).Take(2).Select(one => one.Id), (await data.ServicesAsync(HsdsFilter.None, 1, 2, Stop)).Select(one => one.Id));
            var doors = await data.DoorsAsync(HsdsFilter.None, 0, 100, Stop);
            Assert.Equal(3, doors.Count(door => door.ServiceId == world.Clinic.ServiceId));
            Assert.Equal(doors.Select(one => one.Id), (await data.AllDoorsAsync(HsdsFilter.None, Stop).ToListAsync(Stop)).Select(one => one.Id));
            var organizations = await data.OrganizationsAsync(HsdsFilter.None, 0, 100, HsdsServicesOf.Names, Stop);
            Assert.True(organizations.Count > 1);
            Assert.Equal(organizations.Select(one => one.Id), (await data.AllOrganizationsAsync(HsdsFilter.None, HsdsServicesOf.Names, Stop).ToListAsync(Stop)).Select(one => one.Id));
        }
        finally
        {
            await OwnerAsync("update published.service set content = $2::jsonb where code = $1", world.Clinic.Code, before);
        }
    }

    [Fact]
    public async Task Change_OfSomethingThatOthersRead_MovesItsMoment_AndNothingElseDoes()
    {
        string code = world.Clinic.Code;
        async Task MovesAsync(bool moves, string sql, params object[] values)
        {
            await RestAsync();
            Assert.True(await OwnerAsync(sql, values) > 0, sql);
            Assert.True(await ChangedAsync(code) > InstantPattern.General.Parse("2026-01-02T00:00:00Z").Value == moves, sql);
        }

        await MovesAsync(true, "update published.service set content = jsonb_set(content, '{provider,name,in,en,value}', '\"Mill House\"') where code = $1", code);
        await MovesAsync(true, "update published.service set warnings = '[{\"kind\": \"full\", \"from\": \"2026-11-01T00:00:00Z\", \"until\": \"2026-11-02T00:00:00Z\"}]' where code = $1", code);
        await MovesAsync(true, "update published.service set checked_on = checked_on - 31 where code = $1", code);
        await MovesAsync(true, "update published.service set promises = '[{\"id\": 3, \"on\": \"2026-10-07\", \"by\": 2, \"how\": []}]' where code = $1", code);
        await MovesAsync(true, "update published.organisation set content = jsonb_set(content, '{about}', '{\"original\": \"en\", \"in\": {\"en\": {\"value\": \"A trust.\"}}}') where code = (select organisation from published.service where code = $1)", code);
        // Nobody outside reads these.
        const string day = "update published.service set content = jsonb_set(content, '{summary,in,ro,on}', to_jsonb($2::text)) where code = $1";
        await OwnerAsync(day, code, "2026-10-07");
        await MovesAsync(false, day, code, "2026-10-09");
        await MovesAsync(true, day, code, "2026-11-09");
        await MovesAsync(false, "update published.service set promises = '[{\"id\": 3, \"on\": \"2026-10-09\", \"by\": 1, \"how\": [\"visit\"]}]' where code = $1", code);
        await MovesAsync(false, "update published.service set checks = '{}', due_on = due_on + 1, hidden_from = hidden_from + 1, search_engines = not search_engines, trained_until = null, approvals = 1 where code = $1", code);
        await MovesAsync(false, "update published.organisation set led_until = null where code = (select organisation from published.service where code = $1)", code);
        // Nobody found it any more, and it is there again.
        await RestAsync();
        await OwnerAsync("update published.service set hidden_from = current_date - 1 where code = $1", code);
        Assert.Equal(InstantPattern.General.Parse("2026-01-01T00:00:00Z").Value, await ChangedAsync(code));
        await OwnerAsync("update published.service set hidden_from = current_date + 50 where code = $1", code);
        Assert.NotEqual(InstantPattern.General.Parse("2026-01-01T00:00:00Z").Value, await ChangedAsync(code));
    }

    [Fact]
    public async Task PublishedAgain_IsNoChange_AndKeepsItsIds()
    {
        await OpenAllAsync();
        await using var context = world.Database.Context();
        var listings = new ListingService(context, DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });
        var before = await IdsAsync();
        await OwnerAsync("update published.service set changed_at = '2026-01-01 00:00Z' where code = $1", world.Far.Code);
        await OwnerAsync("update directory.revision set content = jsonb_set(content, '{switches,openData}', 'true') where id = $1", world.Far.RevisionId);
        await listings.CheckAsync(new CheckFacts(world.Far.RevisionId, await ApproverAsync(), CheckMethod.Called, Given.Today), new Actor(await ApproverAsync(), ActorRole.Reviewer), Stop);
        Assert.Equal(InstantPattern.General.Parse("2026-01-01T00:00:00Z").Value, await ChangedAsync(world.Far.Code));
        Assert.Equal(before, await IdsAsync());

        Task<Guid> ApproverAsync() => world.Database.Owner.OneAsync<Guid>("select organisation_id from directory.approval where revision_id = $1 order by 1 limit 1", world.Far.RevisionId);
        async Task<IEnumerable<string>> IdsAsync()
        {
            await using var data = await OpenAsync();
            var service = (await data.ServiceAsync(world.Far.ServiceId, Stop))!;
            return System.Text.RegularExpressions.Regex.Matches(
                System.Text.Json.JsonSerializer.Serialize(service, HsdsJson.Options), "\"[a-z_]*id\":\"([^\"]*)").Select(found => found.Value).ToList();
        }
    }

    /// <summary>Whoever asks from the latest moment that they were told never misses what was still being written then.</summary>
    [Fact]
    public async Task Moment_IsAFullHour_ThatNobodyIsToldBeforeItHasCome()
    {
        await OpenAllAsync();
        await OwnerAsync("update published.service set content = jsonb_set(content, '{cost}', '{\"original\": \"en\", \"in\": {\"en\": {\"value\": \"Free now\"}}}') where code = $1", world.Van.Code);
        var now = SystemClock.Instance.GetCurrentInstant();
        var kept = await ChangedAsync(world.Van.Code);
        Assert.Equal(kept, kept.Hour());
        Assert.InRange(kept, now + Duration.FromHours(1) - Duration.FromMinutes(1), now + Duration.FromHours(2));
        await using (var data = await OpenAsync(now))
        {
            Assert.Equal(now.Hour(), InstantPattern.ExtendedIso.Parse((await data.ServiceAsync(world.Van.ServiceId, Stop))!.LastModified).Value);
            Assert.Contains(world.Van.ServiceId, (await data.StubsAsync(HsdsFilter.None with { ModifiedAfter = now }, 0, 9, Stop)).Select(stub => stub.Id));
        }

        await using (var later = await OpenAsync(now + Duration.FromHours(5)))
            Assert.Equal(kept, InstantPattern.ExtendedIso.Parse((await later.ServiceAsync(world.Van.ServiceId, Stop))!.LastModified).Value);
    }

    /// <summary>A warning ends without anybody's doing, and others have to read the number again.</summary>
    [Fact]
    public async Task HiddenNumber_IsNotThere_AndComesBackWithAMomentOfItsOwn()
    {
        await RestAsync();
        const string from = "2026-11-20T10:00:00Z", until = "2026-11-22T10:30:00Z";
        await OwnerAsync(
            $$"""update published.service set warnings = '[{"kind": "hidden", "contact": "+441632960123", "from": "{{from}}", "until": "{{until}}"}]' where code = $1""", world.Clinic.Code);
        await OwnerAsync("update published.service set changed_at = '2026-01-01 00:00Z' where code = $1", world.Clinic.Code);
        var end = InstantPattern.General.Parse(until).Value;
        await using (var during = await OpenAsync(end - Duration.FromHours(2)))
        {
            var service = (await during.ServiceAsync(world.Clinic.ServiceId, Stop))!;
            Assert.Empty(service.Phones!);
            Assert.DoesNotContain("+441632960123", service.DirectoryEntry!.Value.Text, StringComparison.Ordinal);
            Assert.Equal("2026-11-20T10:00:00.000Z", service.LastModified);
        }

        await using (var after = await OpenAsync(end + Duration.FromHours(2)))
        {
            Assert.Single((await after.ServiceAsync(world.Clinic.ServiceId, Stop))!.Phones!);
            var changed = await after.ServicesAsync(HsdsFilter.None with { ModifiedAfter = end }, 0, 9, Stop);
            Assert.Equal([world.Clinic.ServiceId], changed.Select(service => service.Id));
        }

        await OwnerAsync("update published.service set warnings = '[]' where code = $1", world.Clinic.Code);
    }

    [Fact, Property(50)]
    public async Task PlaceThatShowsOnlyItsArea_IsNoLocation()
    {
        await OpenAllAsync();
        await OwnerAsync("update published.service set state = 'listed' where code = $1", world.Private.Code);
        await using var data = await OpenAsync();
        var service = (await data.ServiceAsync(world.Private.ServiceId, Stop))!;
        Assert.Empty(service.ServiceAtLocations!);
        Assert.Equal(["Leeds, England, United Kingdom"], service.ServiceAreas!.Select(area => area.Name));
        var site = await world.Database.Owner.OneAsync<Guid>("select t.id from published.site t join published.service s using (service_id) where s.code = $1", world.Private.Code);
        Assert.Null(await data.DoorAsync(site, Stop));
        Assert.DoesNotContain("latitude", System.Text.Json.JsonSerializer.Serialize(service with { DirectoryEntry = null }, HsdsJson.Options), StringComparison.Ordinal);
        await OwnerAsync("update published.service set state = 'provisional' where code = $1", world.Private.Code);
    }

    /// <summary>"Tells the police with exceptions" is no "does not tell the police": not in what is said, and not in what is filtered by.</summary>
    [Fact]
    public async Task YesWithExceptions_IsNoAttribute()
    {
        await OpenAllAsync();
        await OwnerAsync("update published.service set state = 'listed' where code = $1", world.Private.Code);
        await using var data = await OpenAsync();
        async Task<string[]> WithAsync(int facet)
        {
            var term = data.Terms.All.Single(one => one.Code == $"access-{DirectoryCatalogue.Default.FindFacet(facet)!.Slug}");
            string[] filtered = [.. (await data.ServicesAsync(HsdsFilter.None with { Terms = [term.Id] }, 0, 100, Stop)).Select(service => service.Name)];
            Assert.Equal((await data.ServicesAsync(HsdsFilter.None, 0, 100, Stop)).Where(service => service.Attributes!.Concat(service.ServiceAtLocations!.SelectMany(door => door.Location!.Attributes!)).Any(mark => mark.TaxonomyTermId == term.Id)).Select(service => service.Name), filtered);
            return filtered;
        }

        Assert.DoesNotContain("Lane House", await WithAsync(40));
        Assert.Contains("Lane House", await WithAsync(42));
        foreach (var facet in DirectoryCatalogue.Default.Facets.Where(facet => !facet.Derived))
            await WithAsync(facet.Id);
        // What the database knows of the catalogue by itself.
        Assert.Equal([40, 42], DirectoryCatalogue.Default.Facets.Where(facet => facet.Values.Count > 0).Select(facet => facet.Id).Order());
        Assert.Equal(["only-by-court-order"], DirectoryCatalogue.Default.Facets.SelectMany(facet => facet.CountsAsYes).Distinct());
        await OwnerAsync("update published.service set state = 'provisional' where code = $1", world.Private.Code);
    }

    [Fact]
    public async Task Stamp_IsAnotherOne_WhenSomethingChanged()
    {
        await RestAsync();
        async Task<string> StampAsync()
        {
            await using var data = await OpenAsync();
            return await data.StampAsync(Stop);
        }

        string before = await StampAsync();
        Assert.Equal(before, await StampAsync());
        await OwnerAsync("update published.service set open_data = false where code = $1", world.Van.Code);
        Assert.NotEqual(before, await StampAsync());
        await RestAsync();
        Assert.Equal(before, await StampAsync());
        await OwnerAsync("update published.service set changed_at = '2026-02-01 00:00Z' where code = $1", world.Van.Code);
        Assert.NotEqual(before, await StampAsync());
    }
}
