using System.Net;
using System.Text.Json;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>An allied organisation is asked for its word about what it knows of, and about nothing else.</summary>
public sealed class AlliedWordTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private const int Edinburgh = 2650225;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    private ListingDesk Desk => new(Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_OfEachNeed_AreTheSameInBothPlaces()
    {
        var contents = DirectoryCatalogue.Default.Needs.Select(need => Sample.Clinic() with { Needs = [need.Id], StaffLanguages = [] })
            .Concat([Sample.Clinic() with { Needs = [1], StaffLanguages = ["en", "rmy-RO"] }, Sample.Clinic() with { Needs = [1], InterpreterLanguages = ["rom"] }]).ToList();
        foreach (var content in contents)
        {
            Assert.Equal(
                AlliedFields.Of(content, DirectoryCatalogue.Default).Select(EnumSlug.Of).Order(StringComparer.Ordinal),
                await Logins.Owner.OneAsync<string[]>("select directory.fields_of($1::jsonb)", JsonSerializer.Serialize(content, ContentJson.Options)));
        }

        Assert.Equal(Enum.GetValues<OrganisationField>(), contents.SelectMany(content => AlliedFields.Of(content, DirectoryCatalogue.Default)).Distinct().Order());
        Assert.All(AlliedFields.Needs.SelectMany(field => field.Value), slug => Assert.NotNull(DirectoryCatalogue.Default.FindNeed(slug)));
    }

    [Fact]
    public async Task Ask_GoesToOneOfEachField_AndToNobodyElse()
    {
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        // No other test of this class has organisations of these fields.
        var (roma, trans) = (await AlliedAsync("roma"), await AlliedAsync("trans-care"));
        var (one, other) = (await AlliedAsync("trans-care", "prison"), await AlliedAsync());
        var entry = await ProposedAsync(15);
        Assert.Equal(1, await AskAsync(entry, by));
        var asked = Assert.Single(await AskedAsync(entry));
        Assert.Contains(asked, new[] { trans.Id, one.Id });
        // Silence of seven days stops nothing, and within them nobody is asked twice.
        Assert.Equal(0, await AskAsync(entry, by));
        // Then the other one is asked, who was not asked yet.
        Assert.Equal(1, await AskAsync(entry, by, days: 7));
        Assert.Equal(new[] { trans.Id, one.Id }.Order(), (await AskedAsync(entry)).Order());

        var both = await Desk.WriteAsync(Sample.Clinic() with { Needs = [51], StaffLanguages = ["en", "rom"] });
        Assert.Equal(2, await AskAsync(both, by));
        Assert.Equal(new[] { roma.Id, one.Id }.Order(), (await AskedAsync(both)).Order());
        Assert.Equal(0, await AskAsync(await ProposedAsync(59), by));
        Assert.DoesNotContain(other.Id, (await AskedAsync(entry)).Concat(await AskedAsync(both)));
    }

    /// <summary>Nobody has to think of it, and no road to a review leads past it.</summary>
    [Fact]
    public async Task FirstReview_Asks_ByPlainSqlToo_AndTheSecondDoesNot()
    {
        var hiv = await AlliedAsync("hiv");
        var entry = await ProposedAsync(5);
        await VettingDesk.StartAsync(Logins, entry, await Given.SexWorkerLedAsync("First"));
        Assert.Equal([hiv.Id], await AskedAsync(entry));
        Assert.Equal(1, await Logins.App.OneAsync<long>("select count(*) from directory.event where subject_id = $1 and action = 'ask-word'", entry.ServiceId));
        // One that comes to know of it later is asked by somebody, if at all.
        await Logins.Owner.RunAsync("update directory.word_request set asked_on = asked_on - 8, ends_on = ends_on - 8 where service_id = $1", entry.ServiceId);
        await VettingDesk.StartAsync(Logins, entry, await Given.SexWorkerLedAsync("Second"));
        Assert.Equal([hiv.Id], await AskedAsync(entry));
    }

    [Fact]
    public async Task Ask_GoesToTheRegionFirst()
    {
        await Logins.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!, places.Gazetteer.Find(Edinburgh)!);
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        var (near, far) = (await AlliedAsync("youth"), await AlliedAsync("youth"));
        await PlaceAsync(near, Sample.Leeds);
        await PlaceAsync(far, Edinburgh);
        var first = await ProposedAsync(44);
        await AskAsync(first, by);
        Assert.Equal([near.Id], await AskedAsync(first));
        // Also where the one far away was asked longer ago.
        var second = await ProposedAsync(44);
        await AskAsync(second, by);
        Assert.Equal([near.Id], await AskedAsync(second));
    }

    [Fact, Property(83)]
    public async Task PlainSql_AskingWhoKnowsNothingOfIt_IsRefused()
    {
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        var (drugs, none, hiv) = (await AlliedAsync("drugs"), await AlliedAsync(), await AlliedAsync("hiv"));
        var entry = await ProposedAsync(4);
        foreach (var (asked, rule) in new[] { (drugs, "word_request_field"), (none, "word_request_field"), (by, "word_request_kind"), (hiv, null) })
        {
            string? refused = null;
            try
            {
                await Logins.App.RunAsync(
                    "insert into directory.word_request (id, service_id, asked_by, organisation_id, asked_on, ends_on) values (gen_random_uuid(), $1, $2, $3, $4, $5)",
                    entry.ServiceId, by.Id, asked.Id, Given.Today, Given.Today.PlusDays(7));
            }
            catch (PostgresException e)
            {
                refused = e.ConstraintName;
            }

            Assert.Equal(rule, refused);
        }
    }

    [Fact]
    public async Task Page_NamesTheFields_AndSaysWhereNobodyIsThere()
    {
        var by = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var reviewer = await Seated.InAsync(members, by, ActorRole.Reviewer);
        var entry = await ProposedAsync(53);
        string address = $"/curate/{by.Code}/entries/{entry.Code}/word";
        var page = await reviewer.Browser.PageAsync(address);
        Assert.Contains("Migration", page.QuerySelector("form:has([value=ask])")!.TextContent, StringComparison.OrdinalIgnoreCase);
        using var nobody = await Form.On(page, address, "form:has([value=ask])").SendAsync(reviewer.Browser);
        Assert.Contains("No allied group", (await nobody.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        var migrants = await AlliedAsync("migration");
        using var asked = await Form.On(await reviewer.Browser.PageAsync(address), address, "form:has([value=ask])").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.Equal([migrants.Id], await AskedAsync(entry));
        var untouched = await ProposedAsync(59);
        Assert.Empty((await reviewer.Browser.PageAsync($"/curate/{by.Code}/entries/{untouched.Code}/word")).QuerySelectorAll("[value=ask]"));
    }

    private async Task<Organisation> AlliedAsync(params string[] fields)
    {
        var allied = await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        await Logins.App.RunAsync("update directory.organisation set fields = $2 where id = $1", allied.Id, fields);
        return allied;
    }

    private Task<int> PlaceAsync(Organisation organisation, int place) => Logins.App.RunAsync("update directory.organisation set place_id = $2 where id = $1", organisation.Id, place);

    private async Task<WrittenRevision> ProposedAsync(params int[] needs)
    {
        var written = await Desk.WriteAsync(Sample.Clinic() with { Needs = needs, StaffLanguages = ["en"] });
        await Desk.ProposeAsync(written);
        return written;
    }

    private async Task<int> AskAsync(WrittenRevision about, Organisation by, int days = 0)
    {
        await using var context = Logins.Context();
        return await VettingDesk.Words(context).AskAsync(new AskForWord(about.ServiceId, by.Id, Given.Today.PlusDays(days)), new Actor(by.Id, ActorRole.Reviewer), Stop);
    }

    private Task<List<Guid>> AskedAsync(WrittenRevision about) => Logins.App.ListAsync<Guid>("select organisation_id from directory.word_request where service_id = $1", about.ServiceId);
}
