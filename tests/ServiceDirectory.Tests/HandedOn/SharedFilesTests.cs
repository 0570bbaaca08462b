using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CsvHelper;
using ExcelDataReader;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>Results and lists as files.</summary>
public sealed partial class SharedFilesTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static string Listed(string kind, params string[] codes) => $"/list.{kind}?" + string.Join('&', codes.Select(code => $"s={code}"));

    private async Task<string> TextAsync(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<string[]>> TableAsync(string address)
    {
        using var csv = new CsvReader(new StringReader(await TextAsync(address)), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (await csv.ReadAsync())
            rows.Add([.. csv.Parser.Record!]);
        return rows;
    }

    [Fact]
    public async Task Table_OfASearch_HasTheRowsOfItsPage()
    {
        string query = $"?need=4&place={Sample.Leeds}";
        var page = await _browser.PageAsync("/search" + query);
        var rows = await TableAsync("/search.csv" + query);
        Assert.Equal(
            page.QuerySelectorAll("li.card").Select(card => "https://localhost/services/" + card.GetAttribute("data-service")),
            rows.Skip(1).Select(row => row[^1]));
        var clinic = rows.Single(row => row[0] == "Mill Clinic");
        Assert.Equal(["01632 960123", "Leeds", ""], clinic[1..4]);
        Assert.Equal("2026-11", clinic[6]);
        Assert.Contains("two community organisations", clinic[7], StringComparison.Ordinal);
        // A place that hides stays a town.
        Assert.Equal("", rows.Single(row => row[0] == "Lane House")[3]);
    }

    [Fact]
    public async Task Street_IsOnlyThereWhereTheServiceAgreedToPaper()
    {
        await world.Database.Owner.RunAsync($"update published.service set print_address = true where code = '{world.Far.Code}'");
        var rows = await TableAsync(Listed("csv", world.Far.Code, world.Clinic.Code));
        Assert.Equal(["1 Example Street, Slough", ""], rows.Skip(1).Select(row => row[3]));
    }

    /// <summary>A name can be anything, and a spreadsheet shows it as text.</summary>
    [Fact, Property(38), Property(26)]
    public async Task Table_OfHostileNames_IsTextInASpreadsheet()
    {
        string[] names = ["=HYPERLINK(\"https://evil.example\")", "+1+1", "-2", "@SUM(A1)", "a\"b;c,d", "x;=1+1", "'=1"];
        var codes = new List<string>();
        var (one, two) = (await world.Database.Given.SexWorkerLedAsync("Five"), await world.Database.Given.SexWorkerLedAsync("Six"));
        foreach (string name in names)
            codes.Add((await world.PublishAsync(Sample.Clinic("Plain") with { PaperName = Text.Of("en", name) }, one, two)).Code);
        using var answer = await _browser.ReadAsync(Listed("csv", [.. codes]));
        byte[] file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        using var reader = ExcelReaderFactory.CreateCsvReader(new MemoryStream(file));
        var shown = new List<string>();
        while (reader.Read())
            shown.Add(reader.GetString(0));
        string[] marked = ["'=HYPERLINK(\"https://evil.example\")", "'+1+1", "'-2", "'@SUM(A1)", "a\"b;c,d", "x;'=1+1", "''=1"];
        Assert.Equal(marked, shown.Skip(1));
        Assert.Equal(marked, (await TableAsync(Listed("csv", [.. codes]))).Skip(1).Select(row => row[0]));
    }

    [Fact]
    public async Task Files_HaveNamesThatSayNothing()
    {
        foreach (string of in new[] { "search", "list" })
        {
            foreach (var (kind, type, name) in new[] { ("csv", "text/csv", "list.csv"), ("vcf", "text/vcard", "list.vcf"), ("txt", "text/plain", null) })
            {
                using var answer = await _browser.ReadAsync($"/{of}.{kind}?need=4&s={world.Clinic.Code}");
                Assert.Equal((type, name), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition?.FileName));
                Assert.Equal(["no-store"], answer.Header("Cache-Control"));
                Assert.Empty(answer.Header("Set-Cookie"));
            }
        }
    }

    [Fact]
    public async Task Text_HoldsWholeEntriesInParts()
    {
        string text = await TextAsync(Listed("txt", world.Clinic.Code, world.Line.Code, world.Van.Code, world.Gone.Code));
        var parts = Part().Matches(text);
        Assert.Equal(parts.Count, int.Parse(parts[0].Groups["of"].ValueSpan, CultureInfo.InvariantCulture));
        Assert.All(parts, part => Assert.InRange(part.Groups["text"].Value.Trim().Length, 20, MessageParts.Longest));
        string clinic = parts[0].Groups["text"].Value;
        Assert.Contains("Mill Clinic\n01632 960123\nChecked 11/2026 by two community organisations\nlocalhost/services/" + world.Clinic.Code, clinic, StringComparison.Ordinal);
        Assert.Contains("one message of at most 160 characters", text, StringComparison.Ordinal);
        Assert.EndsWith("1 is no longer listed.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sex worker", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Text_InArabic_SaysThatAMessageHolds70_AndKeepsNumbersInOrder()
    {
        var (one, two) = (await world.Database.Given.SexWorkerLedAsync("Seven"), await world.Database.Given.SexWorkerLedAsync("Eight"));
        var entry = await world.PublishAsync(Sample.Clinic("Clinic") with { PaperName = Text.Of("ar", "عيادة الطاحونة"), Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441632960124", Country = "GB" }] }, one, two);
        string text = await TextAsync("/ar" + Listed("txt", entry.Code, world.Line.Code));
        Assert.Contains("70", text, StringComparison.Ordinal);
        Assert.Contains("\u200e01632 960124\u200e", text, StringComparison.Ordinal);
        Assert.Contains("\n0808 157 0123", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_HaveThePaperName_AndAreEscaped()
    {
        var (one, two) = (await world.Database.Given.SexWorkerLedAsync("Nine"), await world.Database.Given.SexWorkerLedAsync("Ten"));
        string name = "Nook; tea, \\ and " + new string('é', 60);
        var entry = await world.PublishAsync(Sample.Clinic("Told to nobody") with { PaperName = Text.Of("en", name) }, one, two);
        string cards = await TextAsync(Listed("vcf", entry.Code, world.Line.Code));
        Assert.All(cards.Split("\r\n"), line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));
        string unfolded = cards.Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Equal(2, BeginCard().Count(unfolded));
        Assert.Contains("\r\nFN:Nook\\; tea\\, \\\\ and " + new string('é', 60) + "\r\n", unfolded, StringComparison.Ordinal);
        Assert.DoesNotContain("Told to nobody", unfolded, StringComparison.Ordinal);
        Assert.Contains($"TEL;TYPE=VOICE:+448081570123\r\nURL:https://localhost/services/{world.Line.Code}\r\nNOTE:Checked", unfolded, StringComparison.Ordinal);
    }

    /// <summary>Paper and files carry addresses away; the proxy calls the onion https, and nobody answers there.</summary>
    [Fact, Property(23)]
    public async Task Onion_IsHandedOnByTheWayInThatItHas()
    {
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri($"https://{LiveWorld.Onion}") });
        string list = $"/list?s={world.Clinic.Code}";
        Assert.Equal($"http://{LiveWorld.Onion}{list}", (await browser.PageAsync(list)).QuerySelector("#address")!.GetAttribute("value"));
        foreach (string kind in new[] { "csv", "vcf" })
        {
            using var answer = await browser.ReadAsync(Listed(kind, world.Clinic.Code));
            string text = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\r\n ", "", StringComparison.Ordinal);
            Assert.Contains($"http://{LiveWorld.Onion}/services/{world.Clinic.Code}", text, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        }

        using var square = await browser.ReadAsync("/qr.svg?for=" + Uri.EscapeDataString(list));
        string drawn = await square.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string path = SquareCode.Of($"http://{LiveWorld.Onion}{list}").Path;
        Assert.Contains(path, drawn, StringComparison.Ordinal);
        Assert.Contains(path, (await browser.PageAsync($"/list/print?s={world.Clinic.Code}")).Source.Text, StringComparison.Ordinal);
    }

    /// <summary>Somebody without a number is reached in another way, unless its name there would tell what a name for paper does not.</summary>
    [Fact]
    public async Task ServiceWithoutATelephone_IsHandedOnWithAnotherWay()
    {
        var (one, two) = (await world.Database.Given.SexWorkerLedAsync("Eleven"), await world.Database.Given.SexWorkerLedAsync("Twelve"));
        ListingContent Tests() => Sample.Clinic("Post Tests") with
        {
            Sites = [Sample.Site()],
            Phones = [],
            Messages = [new MessageChannel { Id = Guid.NewGuid(), App = "Signal", Address = "tests.01" }],
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://tests.example/post/" },
        };
        var open = await world.PublishAsync(Tests(), one, two);
        var quiet = await world.PublishAsync(Tests() with { PaperName = Text.Of("en", "Blue Door") }, one, two);
        var texts = await world.PublishAsync(
            Tests() with { Messages = [new MessageChannel { Id = Guid.NewGuid(), App = "SMS", Address = "+441632960125" }], PaperName = Text.Of("en", "Green Door") }, one, two);
        string all = Listed("csv", open.Code, quiet.Code, texts.Code);
        Assert.Equal(["Signal: tests.01; Website: tests.example/post", "", "SMS: 01632 960125"], (await TableAsync(all)).Skip(1).Select(row => row[1]));
        Assert.Contains("Post Tests\nSignal: tests.01\n", await TextAsync(Listed("txt", open.Code)), StringComparison.Ordinal);
        string cards = (await TextAsync(Listed("vcf", open.Code, quiet.Code, texts.Code))).Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains("NOTE:Signal: tests.01\\nWebsite: tests.example/post\\nChecked", cards, StringComparison.Ordinal);
        Assert.Contains("TEL;TYPE=VOICE:+441632960125", cards, StringComparison.Ordinal);
        var page = await _browser.PageAsync($"/list/print?s={open.Code},{quiet.Code},{texts.Code}");
        Assert.Equal(
            ["Signal: tests.01", "Website: tests.example/post", "SMS: 01632 960125"], page.QuerySelectorAll(".paper .call").Select(way => Html.Squeeze(way.TextContent).Trim()));
    }

    [Fact]
    public async Task Table_KeepsSeveralOfOneCellApart()
    {
        var (one, two) = (await world.Database.Given.SexWorkerLedAsync("Thirteen"), await world.Database.Given.SexWorkerLedAsync("Fourteen"));
        var entry = await world.PublishAsync(
            Sample.Clinic("Two Doors") with
            {
                Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441632960126", Country = "GB" }, new Phone { Id = Guid.NewGuid(), Number = "+441632960127", Country = "GB" }, new Phone { Id = Guid.NewGuid(), Number = "+441632960128", Country = "GB" }],
                Sites = [Sample.Site(), Sample.Site() with { PlaceId = Sample.Skipton, Street = "2 Example Street" }],
            }, one, two);
        await world.Database.Owner.RunAsync("update published.service set print_address = true where code = $1", entry.Code);
        var row = (await TableAsync(Listed("csv", entry.Code)))[1];
        Assert.Equal("01632 960126; 01632 960127; 01632 960128", row[1]);
        Assert.Equal(row[2].Split("; ").Zip(["1", "2"], (town, number) => $"{number} Example Street, {town}"), row[3].Split("; "));
    }

    [Fact]
    public async Task Wrong_Is400_AndAPlaceThatIsNotClearIsAskedFor()
    {
        foreach (string kind in new[] { "csv", "txt", "vcf" })
        {
            foreach (string wrong in new[] { $"/list.{kind}", $"/list.{kind}?s=", $"/search.{kind}?need=none", $"/search.{kind}?page=0", $"/search.{kind}?near=x&near=y", $"/list.{kind}?s=wrong-code" })
            {
                using var answer = await _browser.ReadAsync(wrong);
                Assert.Equal((wrong, HttpStatusCode.BadRequest), (wrong, answer.StatusCode));
            }

            using var asked = await _browser.ReadAsync($"/search.{kind}?need=4&near=springfield");
            Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
            Assert.StartsWith("/search?need=4&near=", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    /// <summary>A search cannot be taken away whole, however much it finds.</summary>
    [Fact]
    public async Task Search_OfMany_IsAHundredAtATime()
    {
        // As many more of the same, with codes of their own.
        foreach (var (table, others) in new[] { ("service", "'id', gen_random_uuid(),"), ("site", "'id', gen_random_uuid(), 'site_id', 100000 + n,"), ("service_need", ""), ("service_text", "") })
        {
            await world.Database.Owner.RunAsync(
                $"""
                insert into published.{table} overriding system value
                select (jsonb_populate_record(t, jsonb_build_object({others} 'service_id', 100000 + n, 'code', 'many' || lpad(n::text, 2, '0')))).*
                from published.{table} t, generate_series(0, 99) n where service_id = (select service_id from published.service where code = '{world.Clinic.Code}')
                """);
        }

        try
        {
            string query = $"?need=1&place={Sample.Leeds}";
            var (first, next) = (await TableAsync("/search.csv" + query), await TableAsync($"/search.csv{query}&page=2"));
            Assert.Equal(SharedEntries.Most, first.Skip(1).Select(row => row[^1]).Distinct().Count());
            Assert.Equal(first.Skip(21).Select(row => row[^1]), next.Skip(1).Take(80).Select(row => row[^1]));
            Assert.Contains("There are more. These are the first 100.", await TextAsync("/search.txt" + query), StringComparison.Ordinal);
            Assert.DoesNotContain("There are more.", await TextAsync("/search.txt" + query + "&page=2"), StringComparison.Ordinal);
        }
        finally
        {
            await world.Database.Owner.RunAsync("delete from published.service where code like 'many%'");
        }
    }

    [Fact]
    public async Task Page_OffersTheListThatSaysNothing_BeforeTheSearch()
    {
        string query = $"?need=4&place={Sample.Leeds}";
        var page = await _browser.PageAsync("/search" + query);
        string share = page.QuerySelector(".hand a")!.GetAttribute("href")!;
        Assert.Equal("/search/share" + query, share);
        page = await _browser.PageAsync(share);
        var ways = page.QuerySelectorAll(".hand");
        // What shows the search comes last, and its own first words say so.
        Assert.Contains("shows what was looked for", ways[1].QuerySelector("p")!.TextContent, StringComparison.Ordinal);
        string address = new Uri(ways[0].QuerySelector("input")!.GetAttribute("value")!).PathAndQuery;
        Assert.Matches("^/list\\?s=[0-9a-z]{6}(,[0-9a-z]{6})*$", address);
        Assert.Equal("https://localhost/search" + query, ways[1].QuerySelector("input")!.GetAttribute("value"));
        Assert.All(ways[0].QuerySelectorAll("a, input"), way => Assert.DoesNotContain("need", way.OuterHtml, StringComparison.Ordinal));
        var shown = await _browser.PageAsync(address);
        var results = await _browser.PageAsync("/search" + query);
        Assert.Equal(
            results.QuerySelectorAll("li.card").Select(card => card.GetAttribute("data-service")),
            shown.QuerySelectorAll("ol.picked > li").Select(card => card.GetAttribute("data-service")));
        // Every way that is offered leads somewhere, and those of the search are as many.
        Assert.Equal(ways[0].QuerySelectorAll("ul a").Select(way => way.TextContent), ways[1].QuerySelectorAll("ul a").Select(way => way.TextContent));
        foreach (var way in ways.SelectMany(way => way.QuerySelectorAll("ul a")))
        {
            using var answer = await _browser.ReadAsync(way.GetAttribute("href")!);
            Assert.Equal((way.TextContent, HttpStatusCode.OK), (way.TextContent, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("/search/share?need=none")]
    [InlineData("/search/share?page=101")]
    public async Task Share_OfAWrongSearch_Is400(string wrong)
    {
        using var answer = await _browser.ReadAsync(wrong);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Share_OfAnUnclearPlace_AsksWhich_AndOfNothingFoundHasNoList()
    {
        using var asked = await _browser.ReadAsync("/search/share?need=4&near=springfield");
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.StartsWith("/search?need=4&near=", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var page = await _browser.PageAsync("/search/share?q=.NOTHINGLIKETHIS");
        Assert.Equal("Address of this search", Assert.Single(page.QuerySelectorAll(".hand label")).TextContent);
    }

    [Fact]
    public async Task Share_OfASearchWithAnAddressTooLongForASquare_SaysSo()
    {
        string address = $"/search?place={Sample.Leeds}" + string.Concat(DirectoryCatalogue.Default.Needs.Select(need => $"&need={need.Id}"));
        var fields = (await _browser.PageAsync(address)).QuerySelectorAll("input[name=access], input[name=lang]").Select(field => $"&{field.GetAttribute("name")}={field.GetAttribute("value")}").Distinct();
        var page = await _browser.PageAsync(address.Replace("/search", "/search/share", StringComparison.Ordinal) + string.Concat(fields));
        Assert.Contains("too long for a square", page.QuerySelectorAll(".hand")[^1].TextContent, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"== Part \d+ of (?<of>\d+) [^\n]*==\n(?<text>(?:[^\n]+\n)+)")]
    private static partial Regex Part();

    [GeneratedRegex("BEGIN:VCARD\r\nVERSION:3.0\r\n")]
    private static partial Regex BeginCard();
}
