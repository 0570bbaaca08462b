using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Mirror;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Mirror;

/// <summary>What a copy may take is decided in the database, by views that read as the tables of <c>published</c> do.</summary>
public sealed class MirroredViewsTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    /// <summary>Tables that no page of a mirror reads, or that hold nothing of an entry: they are read where they are.</summary>
    private static readonly string[] s_notMirrored = ["country", "demo", "gazetteer", "kept_list", "place", "postcode", "region"];

    [Fact]
    public async Task Views_HaveTheNamesAndColumnsOfTheirTables()
    {
        const string columns =
            """
            select table_name || '.' || column_name || ' ' || udt_name from information_schema.columns
            where table_schema = $1 and table_name <> all ($2) order by 1
            """;
        Assert.Equal(
            await world.Database.Owner.ListAsync<string>(columns, "published", s_notMirrored),
            await world.Database.Owner.ListAsync<string>(columns, "mirrored", s_notMirrored));
    }

    [Fact]
    public async Task Entries_AreThoseThatAllowIt_AndNoRowOfAnotherIsThere()
    {
        await world.Database.Owner.RunAsync("update published.service set open_data = (code = $1), hidden_from = current_date + 100", world.Clinic.Code);
        await using var mirrored = DataSources.Public(world.Database.Logins.Settings.Require(Login.Public), mirrored: true);
        Assert.Equal([world.Clinic.Code], await mirrored.ListAsync<string>("select code from service"));
        foreach (string table in new[] { "site", "service_need", "remote_need", "service_text", "training" })
            Assert.Equal(0, await mirrored.OneAsync<long>($"select count(*) from {table} where service_id not in (select service_id from service)"));
        Assert.Equal(["Mill Trust"], await mirrored.ListAsync<string>("select content #>> '{name,in,en,value}' from organisation"));
        Assert.Equal(0, await mirrored.OneAsync<long>("select (select count(*) from gone) + (select count(*) from notice) + (select count(*) from training_offer)"));

        // By the day on which a copy may be used last nobody may find it any more.
        await world.Database.Owner.RunAsync("update published.service set hidden_from = current_date + 30");
        Assert.Empty(await mirrored.ListAsync<string>("select code from service"));
        Assert.Empty(await mirrored.ListAsync<string>("select code from site"));
    }

    /// <summary>A small town with nothing but what keeps to itself where it is would be said by its name.</summary>
    [Fact]
    public async Task Towns_SayWhetherOneMayComeThere()
    {
        await world.Database.Owner.RunAsync("update published.service set open_data = true, hidden_from = current_date + 100");
        await using var mirrored = DataSources.Public(world.Database.Logins.Settings.Require(Login.Public), mirrored: true);
        var towns = new MirrorTowns(mirrored);
        var today = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InUtc().Date;
        Assert.Contains((2644688, true), await towns.FindAsync([], today, TestContext.Current.CancellationToken));
        Assert.Empty(await towns.FindAsync([999_999], today, TestContext.Current.CancellationToken));
        await world.Database.Owner.RunAsync(
            """
            update published.service set content = jsonb_set(content, '{sites}', (
              select coalesce(jsonb_agg(c || '{"kind": "area"}'), '[]') from jsonb_array_elements(content -> 'sites') c))
            """);
        Assert.Contains((2644688, false), await towns.FindAsync([], today, TestContext.Current.CancellationToken));
    }
}
