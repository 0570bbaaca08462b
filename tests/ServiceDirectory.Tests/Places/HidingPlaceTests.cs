using System.Globalization;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Synthetic;
using ServiceDirectory.Web;

namespace ServiceDirectory.Tests.Places;

/// <summary>Where a region has no town that could hide a site, the region does, and nothing smaller is kept anywhere.</summary>
public sealed class HidingPlaceTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private const int Eisenstadt = 2780190;
    private const int Torshavn = 2611396;
    private const int Skipton = 2637702;

    private readonly ListingDesk _desk = new(database, places);

    private Gazetteer Gazetteer => places.Gazetteer;

    private static ListingContent At(params Place[] named) => Sample.Clinic() with
    {
        Sites =
        [
            .. named.Select(place => Sample.Site() with
            {
                Id = Guid.NewGuid(),
                Kind = SiteKind.Area,
                PlaceId = place.GeoNameId,
                Point = new GeoPoint(place.Latitude + 0.01, place.Longitude + 0.01),
            }),
        ],
    };

    /// <summary>Villages of Burgenland, none of which is the one that stands for it.</summary>
    private Place[] Villages => [.. Gazetteer.InRegion("AT.01").Where(place => place.Population is > 500 and < 3000).Take(20)];

    public async ValueTask InitializeAsync()
    {
        if (await database.Owner.OneAsync<long>("select count(*) from published.place") > 0)
            return;
        await database.Owner.RunAsync("insert into published.country values ('AT', 'Austria', '{}'), ('GB', 'United Kingdom', '{}')");
        await database.Owner.RunAsync("insert into published.region values ('AT.01', 'Burgenland'), ('GB.ENG', 'England')");
        foreach (var place in Gazetteer.InRegion("AT.01").Append(Gazetteer.Find(Sample.Leeds)!).Append(Gazetteer.Find(Skipton)!))
        {
            await database.Owner.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
                insert into published.place (geo_name_id, name, country_code, admin1_code, admin2_code, latitude, longitude, population, time_zone, feature_code, other_names)
                values ({place.GeoNameId}, 'Somewhere', '{place.Country.Code}', '{place.Region!.Code.Split('.')[1]}', '', {place.Latitude}, {place.Longitude},
                  {place.Population}, '{place.Zone.Id}', '{place.FeatureCode}', array[]::text[])
                """));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void StandIn_LargeTownItself_SmallOneOfARegionWithoutThem_ItsLargest_ElseNone()
    {
        Assert.Equal(Sample.Leeds, Gazetteer.StandIn(Gazetteer.Find(Sample.Leeds)!)!.GeoNameId);
        Assert.Null(Gazetteer.StandIn(Gazetteer.Find(Skipton)!));
        Assert.All(Villages, village => Assert.Equal(Eisenstadt, Gazetteer.StandIn(village)!.GeoNameId));
        Assert.Equal("Burgenland", Gazetteer.HidingArea(Villages[0]).Name);
        // No island of the Faroes has people enough for itself.
        var islands = Gazetteer.InRegion("FO");
        Assert.All(islands, village => Assert.Equal(Torshavn, Gazetteer.StandIn(village)!.GeoNameId));
        Assert.Equal("Faroe Islands", Gazetteer.HidingArea(islands[^1]).Name);
        // A municipality of Liechtenstein would hide nobody.
        Assert.Single(Gazetteer.InRegion("LI").Select(Gazetteer.StandIn).Distinct());
    }

    [Fact]
    public void StandIn_AnywhereInTheWorld_IsALargeTown_OrAnAreaOfManyPeople_OrAWholeCountry()
    {
        var smaller = 0;
        foreach (var area in Gazetteer.Places.Where(p => p.Population < Gazetteer.TownPopulation).GroupBy(p => (p.Country, p.Region)))
        {
            var any = area.First();
            var standIn = Gazetteer.StandIn(any);
            // The same for all of it, and its own.
            Assert.Same(standIn, Gazetteer.StandIn(area.Last()));
            if (standIn is null)
                continue;
            smaller++;
            Assert.Same(standIn, Gazetteer.StandIn(standIn));
            string code = Gazetteer.HidingArea(any).Code;
            Assert.True(code == any.Country.Code || Gazetteer.InRegion(code).Sum(p => p.Population) >= Gazetteer.TownPopulation);
            Assert.All(Gazetteer.InRegion(code).Where(p => p.FeatureCode != "PPLX"), p => Assert.InRange(p.Population, 0, Gazetteer.TownPopulation - 1));
        }

        Assert.True(smaller > 100);
    }

    [Fact, Property(50)]
    public async Task Write_AreaOnlyInAVillage_LeavesNoTraceOfTheVillage()
    {
        string[] words =
        [
            .. Villages.Take(2).SelectMany(v => new[] { $"{v.GeoNameId}", Hex(v.Longitude + 0.01), Hex(v.Latitude + 0.01), Hex(v.Longitude), Hex(v.Latitude) }),
        ];
        // The gazetteer itself stays as it is.
        var cli = new Infrastructure.CommandLine(database.Logins);
        string before = await cli.DumpAsync();
        await _desk.ListedAsync(At([.. Villages.Take(2)]));
        string after = await cli.DumpAsync();
        Assert.Contains(Hex(Math.Round(Gazetteer.Find(Eisenstadt)!.Longitude, 5)), after, StringComparison.OrdinalIgnoreCase);
        Assert.True(Count(after, $"{Eisenstadt}") > Count(before, $"{Eisenstadt}"));
        Assert.All(words, word => Assert.Equal(Count(before, word), Count(after, word)));
    }

    [Fact, Property(52)]
    public async Task Search_TwoVillagesOfOneRegion_CannotBeToldApart()
    {
        var (one, other) = (await _desk.ListedAsync(At(Villages[0])), await _desk.ListedAsync(At(Villages[^1])));
        var search = new ListingSearch(database.Public, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);
        var centre = places.Town(Eisenstadt)!.Centre;
        for (int i = 0; i < 20; i++)
        {
            var results = await search.FindAsync(
                new SearchCriteria
                {
                    HomeCountry = "AT",
                    Needs = [4],
                    WithinKm = 60,
                    Place = new SearchPlace(1, centre.Shifted(i * 3, i), ["AT"]),
                },
                Instant.FromUtc(2026, 11, 24, 12, 0),
                TestContext.Current.CancellationToken);
            var hits = results.Here.Concat(results.Further).Where(h => h.Code == one.Code || h.Code == other.Code).ToList();
            Assert.Equal(2, hits.Count);
            Assert.Single(hits.Select(h => h.Km).Distinct());
            Assert.Equal(Eisenstadt, hits.SelectMany(h => h.Card.Sites).Select(s => s.PlaceId).Distinct().Single());
        }
    }

    [Fact, Property(50)]
    public async Task Get_SiteOfARegion_SaysTheRegion_AndNoDistance()
    {
        var village = Villages[0];
        var listed = await _desk.ListedAsync(At(village) with { Name = Text.Of("en", "Hill House") });
        await using var app = new AppFactory(database.Logins, new FixedClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
        await using var program = app.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.AddSingleton<ReadGazetteer>(_ => Task.FromResult(Gazetteer))));
        var browser = program.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost") });

        var entry = (await browser.PageAsync($"/services/{listed.Code}")).QuerySelector("main")!.TextContent;
        Assert.Contains("Somewhere in Burgenland, Austria", entry, StringComparison.Ordinal);
        var results = await browser.PageAsync($"/search?need=4&place={Eisenstadt}");
        var card = results.QuerySelector($"[data-service='{listed.Code}']")!.TextContent;
        Assert.Contains("Somewhere in Burgenland, Austria", card, StringComparison.Ordinal);
        Assert.DoesNotContain("km", card, StringComparison.Ordinal);
        foreach (string name in new[] { "Eisenstadt", village.Name })
        {
            Assert.DoesNotContain(name, entry, StringComparison.Ordinal);
            Assert.DoesNotContain(name, card, StringComparison.Ordinal);
        }
    }

    [Fact, Property(50)]
    public async Task Write_AreaOnlyInASmallTownNearALargeOne_IsRefused_AndSoIsPlainSql()
    {
        var refused = await Assert.ThrowsAsync<ListingInvalidException>(() => _desk.WriteAsync(At(Gazetteer.Find(Skipton)!)));
        Assert.Equal(("sites[0].placeId", "too-small"), (refused.Problems[0].Field, refused.Problems[0].Reason));

        var written = await _desk.WriteAsync(At(Gazetteer.Find(Sample.Leeds)!));
        foreach (var (place, rule) in new[] { (Villages[0].GeoNameId, "revision_hiding_place"), (Skipton, "revision_hiding_place"), (Eisenstadt, null), (Sample.Leeds, null) })
        {
            var number = await database.Owner.OneAsync<int>("select max(number) + 1 from directory.revision where service_id = $1", written.ServiceId);
            await using var insert = database.App.CreateCommand(
                """
                insert into directory.revision (id, service_id, number, content, content_version, content_hash, organisation_id, written_on, origin)
                select gen_random_uuid(), service_id, $2, jsonb_set(content, '{sites,0,placeId}', to_jsonb($3)), content_version, content_hash, organisation_id, written_on, origin
                from directory.revision where id = $1
                """);
            insert.Parameters.AddWithValue(written.RevisionId);
            insert.Parameters.AddWithValue(number);
            insert.Parameters.AddWithValue(NpgsqlDbType.Integer, place);
            var error = await Record.ExceptionAsync(() => insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.Equal(rule, (error as PostgresException)?.ConstraintName);
            Assert.Equal(rule is null, error is null);
        }
    }

    private static int Count(string text, string word) => text.Split(word, StringSplitOptions.None).Length;

    private static string Hex(double number) => Convert.ToHexString(BitConverter.GetBytes(number));
}
