using System.IO.Compression;
using System.Text;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Files that were made to do harm, and those that are only wrong: each is refused with its place and reason, within bounds.</summary>
public sealed class HostileFeedTests(ShippedPlaces places)
{
    private const string Head = "id,organization_id,name,status\n";

    private const string Good = Head + "s1,o1,Mill Clinic,active\n";

    private const string Organisations = "id,name,description,parent_organization_id\no1,Mill Trust,A trust,\n";

    private static byte[] Package(params (string Name, string Text)[] more) => FeedOf.Zip([(FeedOf.Services, Good), ("organizations.csv", Organisations), .. more]);

    private async Task<string[]> ProblemsAsync(byte[] file)
    {
        var (feed, _) = await FeedOf.MapAsync(places, file);
        return [.. feed.Said()];
    }

    [Fact]
    public async Task ZipBomb_EndsWhileItComesOut()
    {
        // Ten megabytes of nothing in ten kilobytes.
        byte[] zeros = new byte[10_000_000];
        Array.Fill(zeros, (byte)'0');
        Assert.Equal(FeedFault.TooMuchInside, (await FeedOf.TryAsync(FeedOf.Zip([(FeedOf.Services, zeros)])))?.Fault);
        // Together they are more than there is room for, each by itself is not.
        byte[] noise = new byte[3_000_000];
        new Random(1).NextBytes(noise);
        byte[] text = Encoding.UTF8.GetBytes("id,name\n" + Convert.ToBase64String(noise, Base64FormattingOptions.InsertLineBreaks));
        var several = FeedLimits.OfPages with { Bytes = 64_000_000, Inside = 6_000_000 };
        Assert.Equal(FeedFault.TooMuchInside, (await FeedOf.TryAsync(FeedOf.Zip([("locations.csv", text), ("organizations.csv", text)]), several))?.Fault);
        // A package in a package is no table and is not opened.
        byte[] nested = FeedOf.Zip([(FeedOf.Services, FeedOf.Text(Good)), ("organizations.csv", FeedOf.Text(Organisations)), ("more.zip", FeedOf.Zip([("a", zeros)]))]);
        var feed = await FeedOf.ReadAsync(nested);
        Assert.Equal(["more.zip"], feed.Report.OtherFiles);
    }

    /// <summary>What an entry says of its own size is not believed.</summary>
    [Fact]
    public async Task ZipBomb_ThatSaysThatItIsSmall_EndsAsWell()
    {
        byte[] zeros = new byte[10_000_000];
        Array.Fill(zeros, (byte)'0');
        byte[] file = FeedOf.Zip([(FeedOf.Services, zeros)]);
        int entry = file.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(100).CopyTo(file, entry + 24);
        var refused = await FeedOf.TryAsync(file);
        // Some versions of the library read no further than it says.
        Assert.True(refused?.Fault is FeedFault.TooMuchInside or FeedFault.Broken or FeedFault.NoServices, $"{refused?.Fault}");
    }

    [Fact]
    public async Task MillionEntries_AreNotMadeObjectsOf()
    {
        byte[] file = FeedOf.Zip([.. Enumerable.Range(0, FeedLimits.Parts + 1).Select(i => ($"{i}", Array.Empty<byte>()))]);
        Assert.Equal(FeedFault.TooManyParts, (await FeedOf.TryAsync(file))?.Fault);
        // The number at its end is a lie, and is not asked.
        int end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        BitConverter.GetBytes((ushort)1).CopyTo(file, end + 8);
        BitConverter.GetBytes((ushort)1).CopyTo(file, end + 10);
        Assert.Equal(FeedFault.TooManyParts, (await FeedOf.TryAsync(file))?.Fault);
    }

    [Theory]
    [InlineData("../../etc/services.csv")]
    [InlineData("/etc/services.csv")]
    [InlineData("..\\services.csv")]
    [InlineData("C:\\services.csv")]
    [InlineData("C:/services.csv")]
    public async Task Name_ThatLeadsOut_IsRefused(string name) => Assert.Equal(FeedFault.PathOut, (await FeedOf.TryAsync(FeedOf.Zip((name, Good))))?.Fault);

    [Fact]
    public async Task Link_AndTwoFilesOfOneName_AreRefused_AndCapitalsAreNoMatter()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var link = archive.CreateEntry(FeedOf.Services);
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var target = new StreamWriter(link.Open());
            target.Write("/etc/passwd");
        }

        Assert.Equal(FeedFault.PathOut, (await FeedOf.TryAsync(bytes.ToArray()))?.Fault);
        Assert.Equal(FeedFault.FileTwice, (await FeedOf.TryAsync(FeedOf.Zip((FeedOf.Services, Good), ("SERVICES.CSV", Good))))?.Fault);
        Assert.Equal(FeedFault.FileTwice, (await FeedOf.TryAsync(FeedOf.Zip((FeedOf.Services, Good), (FeedOf.Services, Good))))?.Fault);
        Assert.Single((await FeedOf.MapAsync(places, FeedOf.Zip(("our list/SERVICES.CSV", Good)))).Entries.Rows);
    }

    [Fact]
    public async Task Table_BeyondItsLimits_IsRefusedWithFileAndRow()
    {
        foreach (var (text, fault, row) in new (string, FeedFault, long?)[]
        {
            (Good + "s2,o1," + new string('x', FeedLimits.Cell + 1) + ",active\n", FeedFault.CellTooLong, 3),
            (Good + string.Concat(Enumerable.Repeat(",", 100_000)) + "\n", FeedFault.TooManyColumns, 3),
            (Head + string.Concat(Enumerable.Range(0, 5_001).Select(i => $"s{i},o1,Clinic {i},active\n")), FeedFault.TooManyRows, 5_002),
            ("id,name,ID\ns1,One,s2\n", FeedFault.NameTwice, 1),
        })
        {
            var refused = await FeedOf.TryAsync(FeedOf.Zip((FeedOf.Services, text), ("organizations.csv", Organisations)));
            Assert.Equal((fault, FeedOf.Services, row), (refused!.Fault, refused.File, refused.Row));
        }

        // No end of line in eight megabytes, and a quotation mark that is never closed.
        byte[] line = new byte[9_000_000];
        new Random(2).NextBytes(line);
        string letters = Convert.ToBase64String(line);
        Assert.Equal(FeedFault.TooLarge, (await FeedOf.TryAsync(FeedOf.Text("[\"" + letters)))?.Fault);
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Zip((FeedOf.Services, Good + "s2,o1,\"Open,active\ns3,o1,Lost,active\n"), ("organizations.csv", Organisations)));
        Assert.Equal(["services.csv 3 OpenQuote"], feed.Said());
        Assert.Equal(["Mill Clinic"], entries.Rows.Select(one => one.Of(ColumnUse.Name)));
    }

    [Fact]
    public async Task Json_ThatIsWrong_IsRefusedWithItsLine()
    {
        foreach (var (text, fault) in new[]
        {
            (string.Concat(Enumerable.Repeat("[", 100_000)), FeedFault.TooDeep),
            ("{\"name\":\"x\",\"status\":\"active\",\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100)), FeedFault.TooDeep),
            ("[{\"id\":\"1\",\"name\":\"One\",\"name\":\"Two\",\"status\":\"active\"}]", FeedFault.NameTwice),
            ("[{\"id\":\"1\",\"name\":\"One\",\"status\":NaN}]", FeedFault.Broken),
            ("[{\"id\":\"1\",\"name\":\"\\ud800\",\"status\":\"active\"}]", FeedFault.WrongLetters),
            ("[{\"id\":\"1\",\"name\":\"One\",\"status\":\"active\"}", FeedFault.Broken),
            ("[1,2]", FeedFault.NoServices),
            ("{}", FeedFault.NoServices),
            ("[]", FeedFault.NoServices),
            ("", FeedFault.Empty),
            (" \t\r\n", FeedFault.Empty),
            ("\uFEFF\n", FeedFault.Empty),
        })
        {
            Assert.Equal((text.Length > 40 ? text[..40] : text, fault), (text.Length > 40 ? text[..40] : text, (await FeedOf.TryAsync(FeedOf.Text(text)))!.Fault));
        }

        var refused = await FeedOf.TryAsync(FeedOf.Text("[{\"id\":\"1\",\n\"name\":\"One\",\n\"status\":}]"));
        Assert.Equal((FeedFault.Broken, 3L), (refused!.Fault, refused.Row));
        Assert.Equal(FeedFault.WrongLetters, (await FeedOf.TryAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[{\"id\":\"1\"}]")]))?.Fault);
        Assert.Equal(FeedFault.WrongLetters, (await FeedOf.TryAsync(Encoding.Unicode.GetBytes("[{\"id\":\"1\"}]")))?.Fault);
        Assert.Equal(FeedFault.WrongLetters, (await FeedOf.TryAsync([.. "[{\"status\":\"active\",\"name\":\""u8, 0xC3, 0x28, .. "\"}]"u8]))?.Fault);
        Assert.Single((await FeedOf.MapAsync(places, [0xEF, 0xBB, 0xBF, .. "[{\"id\":\"1\",\"name\":\"One\",\"status\":\"active\"}]"u8])).Entries.Rows);
        // More things than there is room for end where they are too many, and not after.
        Assert.Equal(FeedFault.TooManyRows, (await FeedOf.TryAsync(FeedOf.Text(
            "[" + string.Join(',', Enumerable.Range(0, 5_001).Select(i => $"{{\"id\":\"{i}\",\"name\":\"One\",\"status\":\"active\"}}")) + "]")))?.Fault);
        Assert.Equal(FeedFault.TooManyRows, (await FeedOf.TryAsync(FeedOf.Text(
            "[{\"id\":\"1\",\"name\":\"One\",\"status\":\"active\",\"phones\":[" + string.Join(',', Enumerable.Repeat("{}", 100_001)) + "]}]")))?.Fault);
    }

    [Fact]
    public async Task NumberWithoutEnd_IsNoPlace()
    {
        string[] said = await ProblemsAsync(FeedOf.Text(
            """[{"id":"1","name":"One","status":"active","minimum_age":1e999,"service_at_locations":[{"location":{"location_type":"physical","latitude":1e999,"longitude":"1,5"}}]}]"""));
        Assert.Equal(["1 service_at_locations[0].location.latitude NotANumber", "1 service_at_locations[0].location.longitude NotANumber", "1 minimum_age NotANumber"], said);
    }

    /// <summary>They stay what they are: our own CSV is escaped where it is written.</summary>
    [Theory]
    [InlineData("=HYPERLINK(\"\"http://x\"\")", "=HYPERLINK(\"http://x\")")]
    [InlineData("+1", "+1")]
    [InlineData("-1", "-1")]
    [InlineData("@x", "@x")]
    [InlineData("'=1", "'=1")]
    public async Task Formula_IsText(string cell, string kept)
    {
        var (_, entries) = await FeedOf.MapAsync(places, FeedOf.Zip((FeedOf.Services, Head + $"s1,o1,\"{cell}\",active\n"), ("organizations.csv", Organisations)));
        Assert.Equal(kept, Assert.Single(entries.Rows).Of(ColumnUse.Name));
        Assert.Equal(kept, SafeCell.Undo(SafeCell.Do(kept)));
    }

    [Fact]
    public async Task Markup_IsTakenOff_AndWhatHidesIsRefused()
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text(
            """
            [{"id":"1","name":"One <script>alert(1)</script>","status":"active","url":"javascript:alert(1)","description":"<p>Tests &amp; care</p><style>p{}</style><p onclick=x>Free</p>"},
             {"id":"2","name":"Two","status":"active","url":"data:text/html,x","description":"a \u202e b"},
             {"id":"3","name":"Three \u0000","status":"active"},
             {"id":"4","name":"Four","status":"active","url":"https://four.example/%00"},
             {"id":"5","name":"Five","status":"active","description":"1 < 2 and 3 > 2"},
             {"id":"6","name":"Six","status":"active","description":"DEEP"}]
            """.Replace("DEEP", string.Concat(Enumerable.Repeat("<b>", 20_000)) + "words", StringComparison.Ordinal)));
        Assert.Equal(["1 url NotAnAddress", "2 description HiddenSign", "2 url NotAnAddress", "3 name HiddenSign", "3 name Missing"], feed.Said().Order(StringComparer.Ordinal));
        Assert.Equal("One", entries.Rows[0].Of(ColumnUse.Name));
        Assert.Equal("Tests & care\nFree", entries.Rows[0].Of(ColumnUse.Description));
        Assert.Equal(RowProblem.Refused, entries.Rows[2].Problem);
        Assert.Equal("1 < 2 and 3 > 2", entries.Rows[4].Of(ColumnUse.Summary));
        Assert.Equal("words", entries.Rows[5].Of(ColumnUse.Summary));
    }

    [Fact]
    public async Task Parents_InARing_AreRefusedWithTheirIds()
    {
        string ring = "id,name,description,parent_id,taxonomy\nt0,Self,x,t0,T\nt1,A,x,t2,T\nt2,B,x,t1,T\nt3,Child,x,t1,T\nt4,Fine,x,,T\n"
            + string.Concat(Enumerable.Range(0, 500).Select(i => $"d{i},Deep,x,d{i + 1},T\n"));
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Zip(
            (FeedOf.Services, Good),
            ("organizations.csv", "id,name,description,parent_organization_id\no1,Mill Trust,A trust,\no2,Two,x,o3\no3,Three,x,o2\n"),
            ("taxonomy_terms.csv", ring),
            ("attributes.csv", "id,link_id,link_entity,taxonomy_term_id\na1,s1,service,t1\na2,s1,service,t4\n")));
        string[] said = [.. feed.Said()];
        foreach (string one in new[]
        {
            "organizations.csv 3 parent_organization_id ParentRing", "organizations.csv 4 parent_organization_id ParentRing", "taxonomy_terms.csv 2 parent_id ParentRing",
            "taxonomy_terms.csv 3 parent_id ParentRing", "taxonomy_terms.csv 4 parent_id ParentRing", "taxonomy_terms.csv 5 parent_id ParentRing", "attributes.csv 2 taxonomy_term_id OfRefused",
        })
        {
            Assert.Contains(one, said);
        }

        Assert.Contains("t1 → t2 → t1", feed.Report.Problems.Select(problem => problem.Words));
        Assert.Equal(["Fine"], entries.Terms.Select(term => term.Term.Name));
        // Of objects in one another as well.
        Assert.Contains("1 attributes[0].taxonomy_term.parent_id ParentRing", await ProblemsAsync(FeedOf.Text(
            """[{"id":"1","name":"One","status":"active","attributes":[{"taxonomy_term":{"id":"t","name":"T","parent_id":"t"}}]}]""")));
    }

    [Fact]
    public async Task RowsThatNameNothing_AreRefusedOneByOne()
    {
        string[] said = await ProblemsAsync(FeedOf.Zip(
            (FeedOf.Services, Head + "s1,o1,Mill Clinic,active\ns2,nobody,Two,active\ns3,s1,Three,active\ns1,o1,Again,active\n"),
            // Children before their parents.
            ("addresses.csv", "id,location_id,address_1,city\na1,l1,1 Mill Road,Leeds\na2,l9,2 Mill Road,Leeds\na3,,3 Mill Road,Leeds\n"),
            ("locations.csv", "id,location_type\nl1,physical\n"),
            ("service_at_location.csv", "id,service_id,location_id\nx1,s1,l1\nx2,s2,l1\nx3,s1,l9\n"),
            ("organizations.csv", Organisations)));
        Assert.Equal(
            [
                "addresses.csv 3 location_id NotFound", "addresses.csv 4 location_id Missing", "service_at_location.csv 3 service_id OfRefused", "service_at_location.csv 4 location_id NotFound",
                "services.csv 3 organization_id NotFound", "services.csv 4 organization_id OtherTable", "services.csv 5 id IdTwice",
            ],
            said.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("minimum_age", "\"yes\"", "1 minimum_age NotANumber")]
    [InlineData("minimum_age", "true", "1 minimum_age NotANumber")]
    [InlineData("minimum_age", "\"1,5\"", "1 minimum_age NotANumber")]
    [InlineData("minimum_age", "\"12\"", null)]
    [InlineData("minimum_age", "-1", "1 minimum_age OutOfRange")]
    [InlineData("description", "[\"x\"]", "1 description NotText")]
    [InlineData("name", "{\"en\":\"x\"}", "1 name NotText;1 name Missing")]
    [InlineData("status", "\"TRUE\"", "1 status NotOneOf")]
    [InlineData("status", "\"defunct\"", "1 status NotRunning")]
    [InlineData("cost_options", "[{\"valid_to\":\"01/02/2024\",\"option\":\"x\"}]", "1 cost_options[0].valid_to NotADate")]
    [InlineData("languages", "[{\"code\":\"not a language\"}]", "1 languages[0].code NotOneOf")]
    [InlineData("phones", "[{\"number\":\"none\"}]", "1 phones[0].number NotANumber")]
    public async Task WrongType_IsRefusedWithFieldAndRow(string field, string value, string? said)
    {
        string others = string.Join(',', new[] { ("name", "\"One\""), ("status", "\"active\"") }.Where(other => other.Item1 != field).Select(other => $"\"{other.Item1}\":{other.Item2}"));
        Assert.Equal(said?.Split(';') ?? [], await ProblemsAsync(FeedOf.Text($"[{{\"id\":\"1\",{others},\"{field}\":{value}}}]")));
    }

    [Theory]
    [InlineData("\"freq\":\"DAILY\"", "freq NotOneOf")]
    [InlineData("\"freq\":\"MONTHLY\",\"byday\":\"1MO\"", "freq NotEveryWeek")]
    [InlineData("\"byday\":\"Monday\"", "byday NotOneOf")]
    [InlineData("\"opens_at\":\"25:00\"", "opens_at NotATime")]
    [InlineData("\"opens_at\":\"9am\"", "opens_at NotATime")]
    [InlineData("\"valid_from\":\"01/02/2024\"", "valid_from NotADate")]
    [InlineData("\"valid_from\":\"January 01, 0001\"", "valid_from NotADate")]
    [InlineData("\"interval\":0", "interval OutOfRange")]
    [InlineData("\"interval\":2", "interval NotEveryWeek")]
    [InlineData("\"count\":1000000000", "count OutOfRange")]
    [InlineData("\"count\":1e9", "count NotANumber")]
    [InlineData("\"dtstart\":\"2026-05-01\",\"until\":\"2026-04-01\"", "until EndsFirst")]
    [InlineData("\"until\":\"2027-04-01\",\"count\":3", "until EndsTwice")]
    [InlineData("\"valid_to\":\"2020-01-01\"", "valid_to Ends")]
    [InlineData("\"freq\":\"WEEKLY\"", null)]
    public async Task Schedule_ThatIsNoNormalWeek_IsRefused(string fields, string? said)
    {
        var values = new[] { ("freq", "\"WEEKLY\""), ("byday", "\"MO,TU\""), ("opens_at", "\"09:00\""), ("closes_at", "\"17:00:00\"") };
        string schedule = string.Join(',', values.Where(value => !fields.Contains($"\"{value.Item1}\"", StringComparison.Ordinal)).Select(value => $"\"{value.Item1}\":{value.Item2}").Append(fields));
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text(
            $$$"""
            [{"id":"1","name":"One","status":"active","service_at_locations":[{"location":{"location_type":"physical","addresses":[{"address_1":"1 Mill Road","city":"Leeds","country":"GB"}],
            "schedules":[{{{{schedule}}}}]}}]}]
            """));
        Assert.Equal(said is null ? [] : [$"1 service_at_locations[0].location.schedules[0].{said}"], feed.Said());
        Assert.Equal(said is null ? 2 : 0, entries.Rows[0].Content!.Sites[0].Hours?.Count ?? 0);
    }

    [Theory]
    [InlineData("100", "101", "latitude OutOfRange")]
    [InlineData("0", "0", "latitude OutOfRange")]
    [InlineData("-1.55", "53.8", "latitude OutOfRange")]
    [InlineData("\"53,8\"", "-1.55", "latitude NotANumber")]
    [InlineData("53.8", "-1.55", null)]
    public async Task Point_ThatIsElsewhere_IsLeftOut(string latitude, string longitude, string? said)
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text(
            $$$"""
            [{"id":"1","name":"Mill Clinic","status":"active","organization":{"name":"NHS Trust","legal_status":"Public"},"attributes":[{"taxonomy_term":{"name":"HIV"}}],
            "service_at_locations":[{"location":{"location_type":"physical","latitude":{{{latitude}}},"longitude":{{{longitude}}},"addresses":[{"address_1":"1 Mill Road","city":"Leeds","country":"GB"}]}}]}]
            """), ("HIV", 2));
        Assert.Equal(said is null ? [] : [$"1 service_at_locations[0].location.{said}"], feed.Said().Take(1));
        Assert.Equal(said is null, entries.Rows[0].Content!.Sites[0].Point is not null);
    }

    [Theory]
    [InlineData("extent", FeedFault.NotAnArea)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}", FeedFault.NotAnArea)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}", FeedFault.NotAnArea)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1000,0],[1,1],[0,0]]]}", FeedFault.OutOfRange)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}", FeedFault.OutOfRange)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[\"x\"]}", FeedFault.NotAnArea)]
    [InlineData("MANY", FeedFault.TooMany)]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}", null)]
    public void Outline_IsLookedAt_BeforeAnythingReckonsWithIt(string extent, FeedFault? fault)
    {
        if (extent == "MANY")
            extent = "{\"type\":\"Polygon\",\"coordinates\":[[" + string.Join(',', Enumerable.Range(0, FeedLimits.Corners + 10).Select(i => $"[{i % 90},{i % 45}]")) + "]]}";
        Assert.Equal(fault, FeedAreas.Check(extent));
    }

    [Fact]
    public async Task Page_ThatHoldsAnotherNumberThanItSays_IsReadAndSaid()
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text(
            """{"total_items":10,"total_pages":1,"page_number":1,"size":10,"first_page":true,"last_page":true,"empty":false,"contents":[{"id":"1","name":"One","status":"active"}]}"""));
        Assert.Equal(["0 size WrongCount"], feed.Said());
        Assert.Single(entries.Rows);
    }

    /// <summary>As some lists in the wild are: keys of their own with nothing in them, and keys that a machine invented.</summary>
    [Fact]
    public async Task KeysThatTheFormatDoesNotKnow_HaveNoPlace()
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text("""[{"id":"1","name":"One","status":"active","x_detroit":{"a":null},"x_none":null,"serviceHours":"all day"}]"""));
        Assert.Empty(feed.Said());
        Assert.Equal(["services.serviceHours", "services.x_detroit"], feed.Report.NoPlace.Keys);
        Assert.Single(entries.Rows);
    }

    /// <summary>Whatever somebody changes in a good file, it is read or refused, and never breaks anything.</summary>
    [Fact]
    public async Task AnyBytes_AreReadOrRefused()
    {
        byte[] json = FeedOf.Text("""[{"id":"1","name":"One","status":"active","phones":[{"number":"0113 496 0000"}],"attributes":[{"taxonomy_term":{"name":"x"}}]}]""");
        byte[] zip = Package(("taxonomy_terms.csv", "id,name,description\nt1,T,x\n"), ("attributes.csv", "id,link_id,link_entity,taxonomy_term_id\na1,s1,service,t1\n"));
        var random = new Random(20261127);
        for (int turn = 0; turn < (FullRun.IsAsked ? 4_000 : 400); turn++)
        {
            byte[] file = [.. turn % 2 == 0 ? json : zip];
            for (int change = 0; change < 1 + (turn % 5); change++)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                await FeedOf.MapAsync(places, file);
            }
            catch (FeedException)
            {
            }
        }
    }
}
