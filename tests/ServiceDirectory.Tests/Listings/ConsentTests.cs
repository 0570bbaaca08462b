using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What only the service itself can say, and what a listing with a part that a law orders has to: tried as plain SQL of the app.</summary>
public sealed class ConsentTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate Today = Given.Today;

    private static readonly Consent Said = new() { Kind = ConsentKind.Given };

    private readonly ListingDesk _desk = new(database, places);

    private static ListingContent Hidden => Sample.Clinic() with { Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Sample.Leeds }] };

    [Fact, Property(50), Property(83)]
    public async Task ExactAddress_WithoutItsWord_IsNotPublished_ByPlainSqlEither()
    {
        var practice = Sample.Clinic() with { Consent = Said, Provider = Sample.Clinic().Provider with { Kind = ProviderKind.Private } };
        Assert.Equal("publish_address", await PublishAsync(practice));
        // One place of many is enough.
        Assert.Equal("publish_address", await PublishAsync(practice with { Sites = [Hidden.Sites[0], Sample.Site()] }));
        // A drop-in asks for it, whoever runs it.
        Assert.Equal("publish_address", await PublishAsync(Sample.Clinic() with { Consent = Said, Needs = [DirectoryCatalogue.Default.FindNeed("drop-in")!.Id] }));

        Assert.Null(await PublishAsync(Sample.Clinic()));
        Assert.Null(await PublishAsync(practice with { Sites = Hidden.Sites }));
        // Where a public body is, it has said to everybody.
        Assert.Null(await PublishAsync(Sample.Clinic() with { Consent = Said }));
        Assert.Null(await PublishAsync(Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.NotNeeded }, Provider = practice.Provider with { Kind = ProviderKind.Public } }));
    }

    [Fact, Property(83)]
    public async Task Practice_WithoutItsYes_IsNotPublished_ByPlainSqlEither()
    {
        var silent = Hidden with { Consent = new Consent { Kind = ConsentKind.NotNeeded } };
        foreach (var kind in new[] { ProviderKind.Private, ProviderKind.FaithRun })
            Assert.Equal("publish_consent", await PublishAsync(silent with { Provider = silent.Provider with { Kind = kind } }));
        Assert.Null(await PublishAsync(silent with { Provider = silent.Provider with { Kind = ProviderKind.Ngo } }));
    }

    /// <summary>An address that is added to what everybody reads is no small change where the service has not said so before.</summary>
    [Fact, Property(50)]
    public async Task ExactAddress_AddedAsASmallChange_NeedsTheWordThatWasGiven()
    {
        var byPhone = Sample.Clinic() with { Sites = [], RemoteAreas = ["GB"], Consent = Said, Provider = Sample.Clinic().Provider with { Kind = ProviderKind.Private } };
        byPhone = byPhone with { Phones = [byPhone.Phones[0] with { GivesHelp = true }] };
        var listed = await _desk.ListedAsync(byPhone);
        var (writes, publishes) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var by = await database.Given.SexWorkerLedAsync("Checks");
        var anywhere = byPhone with { Sites = [Sample.Site()] };
        var moved = await _desk.ReviseAsync(listed, anywhere);
        await _desk.ProposeAsync(moved, account: writes.Id);
        await _desk.CheckAsync(moved, by);
        Assert.Equal("contact", await database.App.OneAsync<string>(
            "select directory.carry($1, $2, $3, $4, 'reviewer')", moved.RevisionId, by.Id, publishes.Id, Today));
        Assert.Equal("publish_address", await TryAsync(moved, anywhere));
        Assert.Equal(0, await database.Public.OneAsync<long>("select count(*) from published.site s join published.service p using (service_id) where p.id = $1", listed.ServiceId));
    }

    [Fact]
    public async Task OrderedPart_WithoutAWayToBookTheRest_IsNotPublished_ByPlainSqlEither()
    {
        var (ordered, apart) = (Text.Of("en", "A court's tests"), Text.Of("en", "At the other desk"));
        Assert.Equal("publish_ordered", await PublishAsync(Sample.Clinic() with { OrderedByLaw = ordered }));
        Assert.Equal("publish_ordered", await PublishAsync(Sample.Clinic() with { BookedApart = apart }));
        Assert.Equal("publish_ordered", await PublishAsync(Sample.Clinic() with { OrderedByLaw = ordered, BookedApart = Text.Of("en", "-") }, "\"-\"", "\" \""));
        Assert.Null(await PublishAsync(Sample.Clinic() with { OrderedByLaw = ordered, BookedApart = apart }));
    }

    /// <summary>For every need and every kind of provider and place: the database asks for the same yes as the program.</summary>
    [Fact]
    public async Task NeedsYes_IsTheSameInBothPlaces()
    {
        var contents = DirectoryCatalogue.Default.Needs.Select(need => Sample.Clinic() with { Needs = [need.Id] })
            .Concat(Enum.GetValues<ProviderKind>().Select(kind => Sample.Clinic() with { Provider = Sample.Clinic().Provider with { Kind = kind } }))
            .Concat([Hidden, Sample.Everything(), Sample.Clinic() with { Needs = [], Provider = new Provider() }]).ToList();
        Assert.Equal(8, contents.Count(content => ConsentRules.NeedsYes(content, DirectoryCatalogue.Default) is not null));
        foreach (var content in contents)
        {
            Assert.Equal(
                ConsentRules.NeedsYes(content, DirectoryCatalogue.Default) is not null,
                await database.Owner.OneAsync<bool>("select directory.needs_yes($1::jsonb)", Json(content)));
        }
    }

    [Theory, Property(83)]
    [InlineData("housing-tonight")]
    [InlineData("outreach")]
    [InlineData("young-people")]
    public async Task Yes_OfAShelterOutreachOrYoungPeople_IsNotLeftOut_ByPlainSqlEither(string need)
    {
        var content = Hidden with { Needs = [DirectoryCatalogue.Default.FindNeed(need)!.Id] };
        Assert.Equal("publish_consent", await PublishAsync(content with { Consent = new Consent { Kind = ConsentKind.NotNeeded } }));
        Assert.Null(await PublishAsync(content with { Consent = Said }));
    }

    private static string Json(ListingContent content) => JsonSerializer.Serialize(content, ContentJson.Options);

    /// <summary>Handed in, judged, approved and published as plain SQL of the app, with what the program would have prepared.</summary>
    /// <param name="instead">What stands in the row in place of something that the program would not write.</param>
    /// <returns>The rule against it; null: everybody reads it.</returns>
    private async Task<string?> PublishAsync(ListingContent content, string? written = null, string? instead = null)
    {
        var of = await _desk.WriteAsync(content);
        if (written is not null)
        {
            // A row of its own, as nobody may change one.
            var by = await database.App.OneAsync<Guid>("select organisation_id from directory.revision where id = $1", of.RevisionId);
            var id = Guid.NewGuid();
            await database.App.RunAsync(
                """
                insert into directory.revision (id, service_id, number, content, content_version, content_hash, organisation_id, written_on, origin)
                select $2, service_id, 2, replace(content::text, $4, $5)::jsonb, content_version, content_hash, $3, written_on, origin from directory.revision where id = $1
                """,
                of.RevisionId,
                id,
                by,
                written,
                instead!);
            of = of with { RevisionId = id, Number = 2 };
        }

        var one = await database.Given.SexWorkerLedAsync("One");
        await VettingDesk.HandInAsync(database.Logins, of, one);
        await database.App.RunAsync(VettingDesk.Approval(of, one));
        return await TryAsync(of, content);
    }

    private async Task<string?> TryAsync(WrittenRevision of, ListingContent content)
    {
        var derived = new ListingDerivation(DirectoryCatalogue.Default, places.Town).Derive(content, Today.PlusMonths(6), Today.PlusMonths(8));
        try
        {
            await database.App.RunAsync(
                "select directory.publish($1, $2, $3::jsonb, null, 'command-line', null)", of.RevisionId, Today, JsonSerializer.Serialize(derived, ContentJson.Options));
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.ConstraintName;
        }
    }
}
