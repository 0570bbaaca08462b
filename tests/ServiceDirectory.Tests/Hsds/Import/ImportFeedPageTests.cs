using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Another directory's list by the pages: sent, looked at, its words explained, brought in.</summary>
public sealed class ImportFeedPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private const string Bring = Web.Pages.Curate.ImportModel.Bring;

    private NpgsqlDataSource Owner => members.World.Database.Owner;

    private static string Address(Organisation organisation) => $"/curate/{organisation.Code}/import";

    private static string List(string name, int phone) =>
        $$$"""
        [{"id":"1","name":"{{{name}}}","status":"active","organization":{"name":"Leeds NHS Trust","legal_status":"Public body"},"phones":[{"number":"0113 496 {{{phone}}}"}],"contacts":[{"name":"Ann Persona"}],
        "attributes":[{"taxonomy_term":{"name":"HIV screening","taxonomy":"Local"}}],"minimum_age":"many",
        "service_at_locations":[{"location":{"location_type":"physical","addresses":[{"address_1":"12 {{{name}}} Way","city":"Leeds","country":"GB"}]}}]},
        {"id":"2","name":"Shut","status":"defunct"}]
        """;

    private async Task<(Organisation Union, Seated Somebody)> SomebodyAsync()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Beacon Union (demo)");
        return (union, await Seated.InAsync(members, union, ActorRole.Proposer));
    }

    private static async Task<IHtmlDocument> SendAsync(Seated somebody, Organisation union, byte[] file, string name = "leeds-2026-11-27 (2).json", HttpStatusCode expected = HttpStatusCode.OK)
    {
        var page = await somebody.Browser.PageAsync(Address(union));
        using var read = await Form.On(page, Address(union)).Attach("file", name, file).SendAsync(somebody.Browser);
        return await read.PageAsync(expected);
    }

    private Task<long> CountAsync(Organisation organisation) => Owner.OneAsync<long>("select count(*) from directory.service where organisation_id = $1", organisation.Id);

    [Fact]
    public async Task List_IsLookedAt_ItsWordsAreExplained_AndItComesIn()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await SendAsync(somebody, union, FeedOf.Text(List("Ferry", 1001)));
            string text = page.Body!.TextContent;
            Assert.Equal("leeds", page.QuerySelector<IHtmlInputElement>("#list")!.Value);
            Assert.Contains("2 services were found.", text, StringComparison.Ordinal);
            Assert.Contains("Names and addresses of people are left out: contacts (1)", text, StringComparison.Ordinal);
            Assert.Contains("Perhaps: HIV test", text, StringComparison.OrdinalIgnoreCase);
            string[] refused = [.. page.QuerySelectorAll(".refused li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
            Assert.Equal(
                ["Row 1: minimum_age This is not a number. Write it like 53.8. The rest of the row is read. many", "Row 2: status The service says that it is not running. The row is left out. defunct"],
                refused);
            Assert.DoesNotContain("Persona", text, StringComparison.Ordinal);
            Assert.Equal(0, await CountAsync(union));

            // Nobody has said what the word means: the street is not kept. Then somebody says it.
            Assert.Contains("street", page.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
            using var again = await Form.On(page, Address(union)).Fill("means", "2").SendAsync(somebody.Browser, "look");
            page = await again.PageAsync(HttpStatusCode.OK);
            Assert.Equal("2", page.QuerySelector<IHtmlSelectElement>("[name=means]")!.Value);
            using var brought = await Form.On(page, Address(union)).SendAsync(somebody.Browser, Bring);
            Assert.Equal($"/curate/{union.Code}/entries?added=1&changed=0", brought.Headers.Location!.OriginalString);
            Assert.Equal("12 Ferry Way [2]", await Owner.OneAsync<string>(
                "select content #>> '{sites,0,street}' || ' ' || (content ->> 'needs') from directory.revision where organisation_id = $1", union.Id));

            // The same once more: what the word means is remembered, and nothing is new.
            page = await SendAsync(somebody, union, FeedOf.Text(List("Ferry", 1001)), "Leeds.json");
            Assert.Contains("1 row says nothing new", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector($"button[value={Bring}]"));
            // And without it: the entry stays.
            page = await SendAsync(somebody, union, FeedOf.Text(List("Harbour ferry", 1002).Replace("\"id\":\"1\"", "\"id\":\"9\"", StringComparison.Ordinal)), "leeds.json");
            Assert.Contains("1 entry is not in the list any more", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal(1, await CountAsync(union));
        }
    }

    [Fact]
    public async Task BrokenList_IsRefusedWhereItWasChosen_WithItsPlace()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            foreach (var (file, words) in new (byte[], string)[]
            {
                (FeedOf.Text("[{\"id\":\"1\",\n\"name\":}]"), "The file is damaged. Ask for it again. Row 2."),
                (FeedOf.Text("[]"), "There is no service in it."),
                (FeedOf.Text("[{\"id\":1,\"id\":2}]"), "One thing has the same field twice. Nobody knows which one counts."),
                (FeedOf.Zip(("../services.csv", "id,name\n")), "../services.csv The name of this file leads out of the package. We do not open it."),
                (FeedOf.Zip((FeedOf.Services, "id,name\n1," + new string('x', FeedLimits.Cell + 1))), "services.csv A cell is far too long. Row 2."),
                (FeedOf.Zip(("readme.txt", "x")), "There is no service in it."),
            })
            {
                var page = await SendAsync(somebody, union, file, "x.zip", HttpStatusCode.BadRequest);
                var wrong = page.QuerySelector(".wrong")!;
                Assert.Equal("file", wrong.GetAttribute("data-field"));
                Assert.StartsWith(words, string.Join(' ', wrong.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
                Assert.NotNull(page.QuerySelector("#file"));
            }

            Assert.Equal(0, await CountAsync(union));
        }
    }

    [Fact]
    public async Task Name_OfTheList_IsAskedFor_AndWhatWasSaidStays()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await SendAsync(somebody, union, FeedOf.Text(List("Pier", 1003)), "2026-11-27.json");
            Assert.Equal("list", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
            using var again = await Form.On(page, Address(union)).Fill("means", "2").SendAsync(somebody.Browser, Bring);
            page = await again.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal("2", page.QuerySelector<IHtmlSelectElement>("[name=means]")!.Value);
            Assert.Equal(0, await CountAsync(union));
            using var brought = await Form.On(page, Address(union)).Fill("list", "Piers").SendAsync(somebody.Browser, Bring);
            Assert.Equal(HttpStatusCode.SeeOther, brought.StatusCode);
            Assert.Equal(1, await CountAsync(union));
        }
    }

    /// <summary>What was read for one organisation is nothing for another, and nothing after its time.</summary>
    [Fact]
    public async Task File_OnItsWay_OpensForItsOrganisationAlone()
    {
        var (union, somebody) = await SomebodyAsync();
        var (other, theirs) = await SomebodyAsync();
        using (somebody)
        using (theirs)
        {
            var page = await SendAsync(somebody, union, FeedOf.Text(List("Quay", 1004)));
            string sealedFile = page.QuerySelector<IHtmlInputElement>("[name=package]")!.Value;
            foreach (string wrong in new[] { sealedFile, "x", sealedFile[..^4] })
            {
                using var answer = await theirs.Browser.PostAsync(
                    new Uri(Address(other), UriKind.Relative), new FormUrlEncodedContent([new("package", wrong), new("list", "x"), new("do", Bring)]), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            }

            Assert.Equal(0, await CountAsync(other));
        }
    }

    /// <summary>Each reason has words in every language.</summary>
    [Fact]
    public void Reasons_AllHaveWords()
    {
        foreach (string language in new[] { "en", "es", "ro", "ar" })
        {
            string file = Repository.Read("src", "ServiceDirectory.Web", "Resources", language == "en" ? "Wording.resx" : $"Wording.{language}.resx");
            Assert.All(Enum.GetValues<FeedFault>(), fault => Assert.Contains($"\"{FeedWords.Of(fault)}\"", file, StringComparison.Ordinal));
        }
    }
}
