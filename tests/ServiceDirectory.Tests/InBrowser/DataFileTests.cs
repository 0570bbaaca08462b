using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Synthetic;
using ServiceDirectory.Web.InBrowser;

namespace ServiceDirectory.Tests.InBrowser;

/// <summary>The files that a browser searches by itself: what is in them, what never is, and how they are sent.</summary>
public sealed class DataFileTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private const string Entries = "/private/GB.js";

    /// <summary>What an exact place has and no other: north, east, street.</summary>
    private static readonly string[] s_exact = ["y", "x", "s"];

    private static readonly CancellationToken s_test = TestContext.Current.CancellationToken;

    /// <summary>A program that has read nothing yet, over a directory in which all but the far clinic may be copied.</summary>
    private async Task<WebApplicationFactory<Program>> StartAsync()
    {
        await world.Database.Owner.RunAsync("update published.service set open_data = code <> $1", world.Far.Code);
        return world.Start(world.With());
    }

    private static async Task<string> TextAsync(HttpClient browser, string address)
    {
        using var answer = await browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(s_test);
    }

    /// <summary>What the one function is called with.</summary>
    private static JsonElement Data(string script, string name)
    {
        string begins = $"directoryData('{name}', ";
        Assert.StartsWith(begins, script, StringComparison.Ordinal);
        Assert.EndsWith(");\n", script, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<JsonElement>(script[begins.Length..^3]);
    }

    private static Dictionary<string, JsonElement> ByCode(string script) =>
        Data(script, "entries").GetProperty("entries").EnumerateArray().ToDictionary(entry => entry.GetProperty("c").GetString()!);

    [Fact]
    public async Task Entries_AreThoseThatMayBeCopied_AndOfOthersNothing()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        string script = await TextAsync(browser, Entries);
        Assert.Equal(
            new[] { world.Clinic.Code, world.Private.Code, world.Line.Code, world.Van.Code }.Order(StringComparer.Ordinal), ByCode(script).Keys.Order(StringComparer.Ordinal));
        var numbers = await world.Database.Public.ListAsync<string>(
            "select p #>> '{}' from published.service s, jsonb_path_query(s.content, '$.phones[*].number') p where s.code = $1", world.Far.Code);
        Assert.NotEmpty(numbers);
        Assert.All(numbers.Select(number => number.TrimStart('+')).Append(world.Far.Code).Append("Dales Clinic"), never => Assert.DoesNotContain(never, script, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entry_ThatIsHiddenByItsDate_IsInNoFile()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        await world.Database.Owner.RunAsync("update published.site set hidden_from = '2026-11-24' where code = $1", world.Van.Code);
        await world.Database.Owner.RunAsync("update published.service set hidden_from = '2026-11-24' where code = $1", world.Van.Code);
        try
        {
            Assert.DoesNotContain(world.Van.Code, await TextAsync(browser, Entries), StringComparison.Ordinal);
        }
        finally
        {
            await world.Database.Owner.RunAsync("update published.site set hidden_from = '2027-11-24' where code = $1", world.Van.Code);
            await world.Database.Owner.RunAsync("update published.service set hidden_from = '2027-11-24' where code = $1", world.Van.Code);
        }
    }

    [Fact]
    public async Task Site_HasCoordinates_OnlyWhereItsAddressIsPublic()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        string script = await TextAsync(browser, Entries);
        var entries = ByCode(script);
        JsonElement Site(string code) => Assert.Single(entries[code].GetProperty("w").EnumerateArray());

        Assert.Equal((53.8, -1.5491), (Site(world.Clinic.Code).GetProperty("y").GetDouble(), Site(world.Clinic.Code).GetProperty("x").GetDouble()));
        foreach (string code in new[] { world.Private.Code, world.Van.Code })
        {
            Assert.Equal(Sample.Leeds, Site(code).GetProperty("i").GetInt32());
            Assert.Empty(Site(code).EnumerateObject().Select(part => part.Name).Intersect(s_exact));
        }

        Assert.Equal(20, Site(world.Van.Code).GetProperty("r").GetDouble());
        // Whatever the database holds of a place that is not public, no file has more of it than its town.
        await world.Database.Owner.RunAsync("update published.site set geog = st_setsrid(st_makepoint(-1.61234, 53.87654), 4326)::geography where code = $1", world.Private.Code);
        await using var later = world.Start(world.With());
        using var reader = later.CreateClient();
        string moved = await TextAsync(reader, Entries);
        Assert.Equal(script, moved);
    }

    [Fact]
    public async Task Number_ThatDoesNotWork_IsNotInIt()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        // Its plus is sent as a number.
        const string Number = "448081570123";
        await world.Database.Owner.RunAsync(
            """
            update published.service set warnings = jsonb_build_array(jsonb_build_object(
              'kind', 'not-working', 'contact', '+448081570123', 'from', '2026-11-20T00:00:00Z', 'until', '2026-12-20T00:00:00Z')) where code = $1
            """, world.Line.Code);
        try
        {
            string script = await TextAsync(browser, Entries);
            Assert.DoesNotContain(Number, script, StringComparison.Ordinal);
            Assert.Equal(1, ByCode(script)[world.Line.Code].GetProperty("nl").GetInt32());
        }
        finally
        {
            await world.Database.Owner.RunAsync("update published.service set warnings = '[]' where code = $1", world.Line.Code);
        }
    }

    /// <summary>Nothing that somebody wrote ends the script, the line or the file that it stands in.</summary>
    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("'); alert(1); ('")]
    [InlineData("\"\\\r\n\t\u0000\u001b]]>")]
    [InlineData("<!--\ufeff\u200f\u202e")]
    [InlineData("Țesătură ăîâșț عيادة 诊所")]
    public void Words_OfAnybody_StayWords(string words)
    {
        string script = Encoding.UTF8.GetString(DataFile.Of("entries", json => json.WriteStringValue(words)).Content);
        Assert.Equal(words, Data(script, "entries").GetString());
        Assert.Equal(1, script.Count(sign => sign == '\n'));
        Assert.DoesNotContain(script, sign => sign is '<' or '>' or '&' or '\u2028' or '\u2029' or '\r' or '\0');
        Assert.Equal(4, script.Count(sign => sign is '\'' or '"'));
        // Letters of all scripts are sent as they are.
        Assert.Equal(words.Contains('ș', StringComparison.Ordinal), script.Contains("ăîâșț عيادة 诊所", StringComparison.Ordinal));
    }

    [Fact, Property(26)]
    public async Task HostileName_IsSentAsWords()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        const string Hostile = "</script><img src=x onerror=alert(1)> '); ('\u2028 عيادة";
        await world.Database.Owner.RunAsync(
            "update published.service_text t set card = jsonb_set(card, '{name,value}', to_jsonb($2::text)) from published.service s where s.service_id = t.service_id and s.code = $1",
            world.Van.Code, Hostile);
        string script = await TextAsync(browser, Entries);
        await world.Database.Owner.RunAsync(
            "update published.service_text t set card = jsonb_set(card, '{name,value}', '\"Van\"') from published.service s where s.service_id = t.service_id and s.code = $1", world.Van.Code);
        Assert.DoesNotContain("<", script, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", script, StringComparison.Ordinal);
        Assert.Equal(Hostile, ByCode(script)[world.Van.Code].GetProperty("n").GetString());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(19, 0)]
    [InlineData(20, 20)]
    [InlineData(49, 20)]
    [InlineData(50, 50)]
    [InlineData(199, 100)]
    [InlineData(5_432, 5_000)]
    public void Others_AreSaidCoarsely(int others, int said) => Assert.Equal(said, CountryFile.About(others));

    [Fact]
    public async Task Others_OfFew_AreNotToldFromNone()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        Assert.Equal(0, Data(await TextAsync(browser, Entries), "entries").GetProperty("others").GetInt32());
    }

    [Theory]
    [InlineData(Entries)]
    [InlineData("/private/GB-towns.js")]
    [InlineData("/private/words.js")]
    public async Task File_IsKept_AndAskedAboutEachTime(string address)
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        using var first = await browser.ReadAsync(address);
        Assert.Equal("text/javascript; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Equal(["public, no-cache"], first.Header("Cache-Control"));
        Assert.Equal(["nosniff"], first.Header("X-Content-Type-Options"));
        Assert.Empty(first.Header("Set-Cookie"));
        string tag = Assert.Single(first.Header("ETag"));
        using var again = await browser.SendAsync("GET", address, null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await browser.SendAsync("GET", address, null, ("If-None-Match", "W/\"another\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var packed = await browser.SendAsync("GET", address, null, ("Accept-Encoding", "br"));
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Tag_ChangesWithWhatIsSaid()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        using var before = await browser.ReadAsync(Entries);
        await world.Database.Owner.RunAsync("update published.service set checked_on = checked_on - 40 where code = $1", world.Clinic.Code);
        await using var later = world.Start(world.With());
        using var reader = later.CreateClient();
        using var after = await reader.ReadAsync(Entries);
        await world.Database.Owner.RunAsync("update published.service set checked_on = checked_on + 40 where code = $1", world.Clinic.Code);
        Assert.NotEqual(before.Header("ETag"), after.Header("ETag"));
    }

    [Theory]
    [InlineData("/private/XX.js")]
    [InlineData("/private/gb.js")]
    [InlineData("/private/XX-towns.js")]
    [InlineData("/private/GBR.js")]
    public async Task Country_ThatIsNone_HasNoFile(string address)
    {
        using var answer = await world.Browser().ReadAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(["no-store"], answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Words_AreInTheLanguageOfTheAddress()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        var english = Data(await TextAsync(browser, Entries), "entries");
        var spanish = Data(await TextAsync(browser, "/es/private/GB.js"), "entries");
        Assert.Equal(("en", "es"), (english.GetProperty("language").GetString(), spanish.GetProperty("language").GetString()));
        Assert.NotEqual(english.GetProperty("facts").ToString(), spanish.GetProperty("facts").ToString());
        // The clinic's own words are Romanian, and said to be.
        Assert.Equal("ro", ByCode(await TextAsync(browser, Entries))[world.Clinic.Code].GetProperty("s")[1].GetString());
        Assert.Equal(JsonValueKind.String, ByCode(await TextAsync(browser, "/ro/private/GB.js"))[world.Clinic.Code].GetProperty("s").ValueKind);
        Assert.NotEqual(await TextAsync(browser, "/private/words.js"), await TextAsync(browser, "/ar/private/words.js"));
    }

    [Fact]
    public async Task Entry_TakesFewBytes()
    {
        await using var program = await StartAsync();
        using var browser = program.CreateClient();
        foreach (var (code, entry) in ByCode(await TextAsync(browser, Entries)))
            Assert.True(Encoding.UTF8.GetByteCount(entry.GetRawText()) < 700, string.Create(CultureInfo.InvariantCulture, $"{code}: {entry.GetRawText()}"));
    }

    /// <summary>The figures of docs/performance.md: invented entries in the shape of a large directory, each with its own name, words, number and hours.</summary>
    [Fact]
    public void TenThousandEntries_AreFewEnoughBytesForAPhone()
    {
        const int Count = 10_000;
        var entries = new SyntheticDirectory(seed: 5).Services(Count).Select(Open).ToList();
        var file = world.Program.Services.GetRequiredService<EntriesFile>().Write("GB", new OpenCountry(entries, 0), SyntheticDirectory.Today, 0);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(file.Content);
        string said = string.Create(CultureInfo.InvariantCulture, $"{file.Content.Length} bytes, gzip {file.PackedBytes}, brotli {packed.Length}");
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Equal(Count, ByCode(Encoding.UTF8.GetString(file.Content)).Count);
        Assert.True(file.Content.Length < 5_200_000 && file.PackedBytes < 2_300_000, said);
    }

    private static OpenEntry Open(SyntheticService service)
    {
        var text = service.Texts[0];
        OpenHelp Help(long yes, long no, IReadOnlyList<(int From, int Until)>? hours, int zone) => new(
            yes, no, service.Excludes, hours is null ? null : WeekMinutes.Of(hours.Select(span => (span.From, span.Until))), SyntheticSite.OpenBits(hours), SyntheticDirectory.Zones[zone - 1]);
        return new OpenEntry
        {
            Code = service.Code,
            State = (EntryState)service.Rank,
            CheckedOn = service.CheckedOn,
            DueOn = service.DueOn,
            HiddenFrom = service.HiddenFrom,
            TrainedUntil = service.TrainedUntil,
            TrainedOn = service.TrainedUntil?.PlusDays(-300),
            LedUntil = service.LedUntil,
            FullUntil = service.FullUntil,
            Language = text.Language,
            Card = new ServiceCard
            {
                Name = new CardText(text.Name),
                Summary = new CardText(text.Summary),
                Provider = new CardText(text.Name),
                ProviderKind = ProviderKind.Ngo,
                Needs = service.Needs,
                Sites = [.. service.Sites.Select(site => new CardSite(site.Id, site.Kind, site.PlaceId, Street: $"{site.SiteId % 240 + 1} {text.Name.Split(' ')[0]} Street"))],
                Phones = [new CardPhone($"+44113{4960000 + service.ServiceId % 1000:0000000}", "GB")],
                RemoteAreas = service.RemoteAreas,
                HelpsByPhone = service.RemoteAreas.Count > 0,
                Facts = [.. DirectoryCatalogue.Default.Facets.Where(facet => facet.Decides).Select(facet => new CardFact(facet.Id, service.ServiceId % 3 > 0, facet.CountsAsYes is [var first, ..] ? first : null))],
                Languages = service.Languages,
            },
            NameWords = [.. Tokenizer.Tokens($"{text.Name} {text.OtherName}").Distinct()],
            Sites = [.. service.Sites.Select(site => new OpenSite
            {
                Id = site.Id,
                PlaceId = site.PlaceId,
                Point = site.Point,
                RadiusKm = site.RadiusKm,
                Help = Help(site.Yes, site.No, site.Hours, site.ZoneId),
                SpecialDays = [.. site.SpecialDays.Select(day => (day.On, WeekMinutes.Of(day.Hours.Select(span => (span.From, span.Until)))))],
            })],
            Remote = service.RemoteAreas.Count == 0 ? null : new OpenRemote(service.RemoteAreas, Help(service.Yes, service.No, service.Hours, service.ZoneId)),
        };
    }

    [Fact]
    public async Task Towns_AreThoseOfTheCountry_WithTheirNames()
    {
        using var browser = world.Browser();
        var towns = Data(await TextAsync(browser, "/private/GB-towns.js"), "towns");
        int[] ids = towns.GetProperty("ids").Deserialize<int[]>()!;
        int leeds = Array.IndexOf(ids, Sample.Leeds);
        Assert.True(leeds >= 0);
        Assert.Equal("Leeds", towns.GetProperty("names")[leeds].GetString());
        Assert.Contains("ليدز", towns.GetProperty("keys")[leeds].GetString()!.Split(' '));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids.Length, towns.GetProperty("keys").GetArrayLength());
        Assert.DoesNotContain(2988507, ids);
    }
}
