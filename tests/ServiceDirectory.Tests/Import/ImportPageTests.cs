using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Import;

/// <summary>A list goes in by the pages, is looked through, and comes out again.</summary>
public sealed class ImportPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private const string List =
        """
        Name;Type;Services;Address;Postcode;City;Phone;Website;Contact person;Notes;Shoe size
        Canal Clinic;NHS clinic;HIV tests;12 Canal Road;LS1 4AB;Leeds;0113 496 0002;canal.example;Maria Popescu;Ring twice;38
        Lotus;Shelter;Safe place to stay;77 Quillfeather Gardens;LS2 7QQ;Leeds;0113 496 0003;lotus.example;Ana Secret;Door at 77 Quillfeather Gardens;39
        ;NGO;Food;;;Leeds;;;;;
        Bread;NGO;Food;1 Bread Street;LS3 1AA;Leeds;0113 496 0004;;;;40
        """;

    private const string Bring = Web.Pages.Curate.ImportModel.Bring;

    private NpgsqlDataSource Owner => members.World.Database.Owner;

    private static string Address(Organisation organisation) => $"/curate/{organisation.Code}/import";

    private async Task<(Organisation Union, Seated Somebody)> SomebodyAsync(params ActorRole[] roles)
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        return (union, await Seated.InAsync(members, union, roles.Length > 0 ? roles : [ActorRole.Proposer]));
    }

    private static async Task<IHtmlDocument> ReadAsync(Seated somebody, Organisation union, string list, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var page = await somebody.Browser.PageAsync(Address(union));
        using var read = await Form.On(page, Address(union)).Attach("file", "our list.csv", Encoding.UTF8.GetBytes(list)).SendAsync(somebody.Browser);
        return await read.PageAsync(expected);
    }

    private static async Task<string?> BringAsync(Seated somebody, Organisation union, string list)
    {
        using var brought = await Form.On(await ReadAsync(somebody, union, list), Address(union)).SendAsync(somebody.Browser, Bring);
        Assert.Equal(HttpStatusCode.SeeOther, brought.StatusCode);
        return brought.Headers.Location!.OriginalString;
    }

    /// <summary>Every word of every table.</summary>
    private async Task<string> EverythingAsync()
    {
        var words = new StringBuilder();
        foreach (string table in await Owner.ListAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('directory', 'published') and tablename <> 'place' order by 1"))
        {
            words.AppendLine(await Owner.OneAsync<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t"));
        }

        return words.ToString();
    }

    [Fact]
    public async Task List_IsLookedAt_ThenBroughtIn_AsDrafts()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await ReadAsync(somebody, union, List);
            string text = page.Body!.TextContent;
            Assert.Contains("Row 4: It has no name.", text, StringComparison.Ordinal);
            Assert.Contains("They are left out: Contact person", text, StringComparison.Ordinal);
            Assert.Contains("These columns are left out: Shoe size", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Maria", text, StringComparison.Ordinal);
            Assert.Equal(0, await CountAsync(union));

            using var brought = await Form.On(page, Address(union)).SendAsync(somebody.Browser, Bring);
            Assert.Equal($"/curate/{union.Code}/entries?added=3&changed=0", brought.Headers.Location!.OriginalString);
            page = await somebody.Browser.PageAsync(brought.Headers.Location.OriginalString);
            Assert.Equal("Not checked", page.QuerySelector("main > :first-child")!.TextContent);
            Assert.Contains("3 entries are new", page.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(["Bread", "Canal Clinic", "Lotus"], page.QuerySelectorAll(".rows h2").Select(name => name.TextContent.Trim()));
            Assert.Contains("Ring twice", page.QuerySelector(".rows")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(
                ["working 1 create", "working 1 create", "working 1 create"],
                await Owner.ListAsync<string>(
                    """
                    select s.state || ' ' || count(distinct r.id) || ' ' || string_agg(distinct e.action, ',') from directory.service s
                    join directory.revision r on r.service_id = s.id join directory.event e on e.subject_id = s.id
                    where s.organisation_id = $1 group by s.id
                    """,
                    union.Id));
        }
    }

    /// <summary>Neither before somebody said yes nor afterwards.</summary>
    [Fact, Property(50)]
    public async Task Street_OfAShelter_ReachesNoTable_NorANameOfAPerson()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await ReadAsync(somebody, union, List);
            // Other tests bring the same list in.
            int before = Times(await EverythingAsync());
            foreach (bool isIn in new[] { false, true })
            {
                if (isIn)
                    (await Form.On(page, Address(union)).SendAsync(somebody.Browser, Bring)).Dispose();
                string everything = await EverythingAsync();
                // None is short enough to stand in a random code by chance.
                foreach (string hidden in new[] { "Quillfeather", "LS2 7QQ", "LS27QQ", "Maria P", "Popescu", "Ana Secret" })
                    Assert.DoesNotContain(hidden, everything, StringComparison.OrdinalIgnoreCase);
                Assert.Equal(isIn, Times(everything) > before);
            }
        }

        static int Times(string everything) => everything.Split("12 Canal Road").Length - 1;
    }

    /// <summary>What is larger than the framework keeps in memory would be written to a disk; <see cref="NoTemporaryFiles"/> makes that fail.</summary>
    [Fact, Property(39)]
    public async Task Upload_IsNeverWrittenToADisk()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            string row = "\n" + new string('x', 100) + ";NGO;Food;12 Long Road;;Leeds;;;;" + new string('y', 900) + ";1";
            var page = await ReadAsync(somebody, union, List + string.Concat(Enumerable.Repeat(row, 500)));
            using var again = await Form.On(page, Address(union)).SendAsync(somebody.Browser, "look");
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
    }

    private Task<long> ExportsAsync(Organisation of) => Owner.OneAsync<long>("select count(*) from directory.event where organisation_id = $1 and action = 'export'", of.Id);

    [Fact]
    public async Task SameList_Again_ChangesNothing_AndAChangedRowIsANewRevision()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            await BringAsync(somebody, union, List);
            string before = await EntriesAsync(union);
            var page = await ReadAsync(somebody, union, List);
            Assert.Contains("3 rows say nothing new", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("button[value=bring]"));
            // Somebody sends it all the same.
            Assert.Equal(
                HttpStatusCode.SeeOther,
                (await somebody.Browser.PostAsync(new Uri(Address(union), UriKind.Relative), new FormUrlEncodedContent([.. Fields(page), new("do", "bring")]), TestContext.Current.CancellationToken)).StatusCode);
            Assert.Equal(before, await EntriesAsync(union));

            // A street that was never kept is no change either.
            page = await ReadAsync(somebody, union, List.Replace("77 Quillfeather Gardens", "78 Quillfeather Gardens", StringComparison.Ordinal));
            Assert.Contains("3 rows say nothing new", page.Body!.TextContent, StringComparison.Ordinal);

            string? location = await BringAsync(somebody, union, List.Replace("0113 496 0004", "0113 496 0005", StringComparison.Ordinal));
            Assert.Equal($"/curate/{union.Code}/entries?added=0&changed=1", location);
            Assert.Equal(["Bread 2", "Canal Clinic 1", "Lotus 1"], await RevisionsAsync(union));
            Assert.Equal(3, await CountAsync(union));
        }
    }

    /// <summary>What others judge, or the public reads, is not changed by a list.</summary>
    [Fact]
    public async Task ChangedRow_OfAnEntryThatWasHandedIn_IsListed_AndChangesNothing()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            await BringAsync(somebody, union, List);
            await Owner.RunAsync("update directory.service set state = 'proposed' where organisation_id = $1", union.Id);
            string before = await EntriesAsync(union);
            string changed = List.Replace("0113 496 0004", "0113 496 0005", StringComparison.Ordinal);
            var page = await ReadAsync(somebody, union, changed);
            Assert.Contains("that you handed in", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("button[value=bring]"));
            (await somebody.Browser.PostAsync(new Uri(Address(union), UriKind.Relative), new FormUrlEncodedContent([.. Fields(page), new("do", "bring")]), TestContext.Current.CancellationToken)).Dispose();
            Assert.Equal(before, await EntriesAsync(union));
        }
    }

    [Fact]
    public async Task Duplicates_AreListed_AndComeInOnlyWhenTicked()
    {
        var (union, somebody) = await SomebodyAsync();
        const string Alike =
            """
            Name;City;Phone;Website
            Something else;Leeds;01632 960123;
            Mill Clinic;Leeds;;
            One;Leeds;;one.example
            Two;Leeds;;https://www.one.example/
            """;
        using (somebody)
        {
            var page = await ReadAsync(somebody, union, Alike);
            Assert.Contains("Same website as row 4", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Same telephone as entry", page.Body.TextContent, StringComparison.Ordinal);
            var ticks = page.QuerySelectorAll("[name=anyway]").Select(tick => tick.GetAttribute("value")!).ToList();
            Assert.Contains("5", ticks);
            Assert.Contains("2", ticks);
            using var brought = await Form.On(page, Address(union)).Fill("anyway", "5").SendAsync(somebody.Browser, Bring);
            var names = await NamesAsync(union);
            Assert.Contains("Two", names);
            Assert.DoesNotContain("Something else", names);
        }
    }

    [Fact]
    public async Task Columns_ThatWereChanged_AreRememberedForTheSameHeaders()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await ReadAsync(somebody, union, List);
            string[] uses = [.. page.QuerySelectorAll("[name=use]").Cast<IHtmlSelectElement>().Select(select => select.Value!)];
            Assert.Equal("left-out", uses[^1]);
            uses[^1] = "description";
            using var again = await Form.On(page, Address(union)).Fill("use", uses).SendAsync(somebody.Browser, "look");
            page = await again.PageAsync(HttpStatusCode.OK);
            Assert.DoesNotContain("Shoe size.", page.QuerySelector(".told")?.TextContent ?? "", StringComparison.Ordinal);
            (await Form.On(page, Address(union)).SendAsync(somebody.Browser, Bring)).Dispose();
            page = await ReadAsync(somebody, union, List);
            Assert.Contains("last time", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal("description", page.QuerySelectorAll("[name=use]").Cast<IHtmlSelectElement>().Last().Value);
        }
    }

    /// <summary>Everything comes out, and comes in again without a change.</summary>
    [Fact, Property(38)]
    public async Task OwnExport_ReadAgain_ChangesNothing()
    {
        var (union, somebody) = await SomebodyAsync(ActorRole.Proposer);
        using (somebody)
        {
            await BringAsync(somebody, union, List + "\n=HYPERLINK(1);NGO;Food;-1;@x;Leeds;0113 496 0009;;;'=2;1");
            await using (var context = members.World.Database.Logins.Context())
            {
                var listings = ListingDeskOf(context);
                var everything = Sample.Everything();
                await listings.CreateAsync(
                    new CreateService(union.Id, everything with { Description = Text.Of("en", "=1+1\n12 Mill Street, \"quoted\"; and more") }, Given.Today), new Actor(union.Id, ActorRole.Proposer), TestContext.Current.CancellationToken);
            }

            string before = await EntriesAsync(union);
            using var asked = new HttpRequestMessage(HttpMethod.Head, $"/curate/{union.Code}/entries.csv");
            using var head = await somebody.Browser.SendAsync(asked, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, await ExportsAsync(union)));
            using var file = await somebody.Browser.ReadAsync($"/curate/{union.Code}/entries.csv");
            Assert.Equal(1, await ExportsAsync(union));
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.StartsWith("attachment; filename=list.csv", file.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(file.Headers.GetValues("X-Content-Type-Options")));
            byte[] bytes = await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
            var sheet = SheetReader.Read(bytes);
            Assert.Equal(5, sheet.Rows.Count);
            Assert.Contains("=HYPERLINK(1)", sheet.Rows.Select(row => row.Cells[2]));
            var page = await somebody.Browser.PageAsync(Address(union));
            using var read = await Form.On(page, Address(union)).Attach("file", "x.csv", bytes).SendAsync(somebody.Browser);
            page = await read.PageAsync(HttpStatusCode.OK);
            Assert.Contains("5 rows say nothing new", page.Body!.TextContent, StringComparison.Ordinal);
            (await somebody.Browser.PostAsync(new Uri(Address(union), UriKind.Relative), new FormUrlEncodedContent([.. Fields(page), new("do", "bring")]), TestContext.Current.CancellationToken)).Dispose();
            Assert.Equal(before, await EntriesAsync(union));
        }
    }

    [Fact]
    public async Task File_ThatCannotBeRead_IsRefusedWhereItWasChosen()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var page = await ReadAsync(somebody, union, "%PDF-1.7", HttpStatusCode.BadRequest);
            Assert.Equal("file", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
            using var none = await Form.On(page, Address(union)).SendAsync(somebody.Browser);
            Assert.Contains("Choose a file", (await none.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
            page = await ReadAsync(somebody, union, "Name,Town\na," + new string('x', 10_001), HttpStatusCode.BadRequest);
            Assert.Contains("Row 2", page.QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
            page = await ReadAsync(somebody, union, "A,B\n" + string.Concat(Enumerable.Repeat("\n", 8_390_000)), HttpStatusCode.BadRequest);
            Assert.Contains("8 MB", page.QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        }
    }

    /// <summary>The large door is for this address alone, and for who may use it.</summary>
    [Fact, Property(36)]
    public async Task LargeBody_IsReadFromThoseWhoMayOnly()
    {
        var (union, somebody) = await SomebodyAsync();
        var (_, stranger) = await SomebodyAsync();
        var admin = await Seated.InAsync(members, union, ActorRole.TechnicalAdmin);
        using var nobody = members.Browser();
        using (somebody)
        using (stranger)
        using (admin)
        {
            Assert.Equal(HttpStatusCode.SeeOther, await PostAsync(nobody, Address(union)));
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(stranger.Browser, Address(union)));
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(admin.Browser, Address(union)));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(somebody.Browser, $"/curate/{union.Code}/members"));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(somebody.Browser, Address(union), 13 * 1024 * 1024));
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(somebody.Browser, Address(union)));
        }

        static async Task<HttpStatusCode> PostAsync(HttpClient browser, string address, int length = 100_000)
        {
            using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[length]), "file", "../../etc/passwd" } };
            using var answer = await browser.PostAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    /// <summary>Every role of one's own and of another organisation, related or not.</summary>
    [Theory, Property(79), Property(80)]
    [InlineData(ActorRole.Proposer, true, true)]
    [InlineData(ActorRole.Reviewer, true, true)]
    [InlineData(ActorRole.Coordinator, true, true)]
    [InlineData(ActorRole.Trainer, true, false)]
    [InlineData(ActorRole.Panel, true, false)]
    [InlineData(ActorRole.Keeper, true, true)]
    [InlineData(ActorRole.TechnicalAdmin, false, false)]
    public async Task Roles_OpenWhatIsTheirs_AndNothingOfOthers(ActorRole role, bool reads, bool brings)
    {
        var (union, somebody) = await SomebodyAsync(role);
        var (other, _) = await SomebodyAsync();
        await members.World.Database.Given.RelatedAsync(union, other);
        using (somebody)
        {
            foreach (var (address, may) in new[] { ("entries", reads), ("entries.csv", brings), ("import", brings) })
            {
                Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await somebody.Browser.ReadAsync($"/curate/{union.Code}/{address}")).StatusCode);
                Assert.Equal(HttpStatusCode.NotFound, (await somebody.Browser.ReadAsync($"/curate/{other.Code}/{address}")).StatusCode);
            }

            using var posted = await somebody.Browser.PostAsync(
                new Uri(Address(other), UriKind.Relative), new FormUrlEncodedContent([new("do", "bring")]), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        }
    }

    /// <summary>A list that was read for one organisation is none for another.</summary>
    [Fact]
    public async Task Sheet_OfAnotherOrganisation_IsNotRead()
    {
        var (union, somebody) = await SomebodyAsync();
        var (other, theirs) = await SomebodyAsync();
        using (somebody)
        using (theirs)
        {
            var page = await ReadAsync(somebody, union, List);
            using var answer = await theirs.Browser.PostAsync(
                new Uri(Address(other), UriKind.Relative), new FormUrlEncodedContent([.. Fields(page), new("do", "bring")]), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(0, await CountAsync(other));
        }
    }

    [Fact]
    public async Task WorkingList_IsSearched_ByNameTownAndNeed()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            await BringAsync(somebody, union, List);
            foreach (var (words, names) in new (string, string[])[]
            {
                ("canal", ["Canal Clinic"]), ("leeds", ["Bread", "Canal Clinic", "Lotus"]), ("hiv test", ["Canal Clinic"]), ("safe place", ["Lotus"]), ("nothing", []),
            })
            {
                var page = await somebody.Browser.PageAsync($"/curate/{union.Code}/entries?q={Uri.EscapeDataString(words)}");
                Assert.Equal(names, page.QuerySelectorAll(".rows h2").Select(name => name.TextContent.Trim()));
            }

            Assert.Equal(HttpStatusCode.BadRequest, (await somebody.Browser.ReadAsync($"/curate/{union.Code}/entries?page=0")).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await somebody.Browser.ReadAsync($"/curate/{union.Code}/entries?shown=other")).StatusCode);
            var shown = await somebody.Browser.PageAsync($"/curate/{union.Code}/entries?shown=public");
            Assert.Null(shown.QuerySelector(".unchecked"));
            Assert.Empty(shown.QuerySelectorAll(".rows li"));
        }
    }

    /// <summary>As much as there may be, by the pages.</summary>
    [FullTheory]
    [InlineData(300)]
    [InlineData(5_000)]
    public async Task LargeList_ComesInWhole(int rows)
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            string[] kinds = ["NGO", "NHS clinic", "Shelter", "", "Charity"], helps = ["HIV tests; PrEP", "food", "legal advice", "counselling", "safe place to stay"];
            string list = "Name,Type,Services,Address,City,Phone,Website,Notes\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
                $"Entry {rows}-{i},{kinds[i % 5]},{helps[i % 3]},{i} Long Road,Leeds,0113 49{i % 7}{i:0000},s{rows}-{i}.example,Some words about it and more words that say a little\n"));
            var page = await ReadAsync(somebody, union, list);
            using var brought = await Form.On(page, Address(union)).SendAsync(somebody.Browser, Bring);
            await somebody.Browser.PageAsync($"/curate/{union.Code}/entries");
            Assert.Equal(rows, await CountAsync(union));
        }
    }

    /// <summary>Drafts are found by nobody else, whatever they look at.</summary>
    [Fact]
    public async Task Drafts_AreOnNoPublicPage()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
            await BringAsync(somebody, union, List);
        using var anybody = members.Browser();
        foreach (string address in new[] { "/search?near=Leeds", "/search?q=Lotus", "/search?q=canal&near=leeds" })
            Assert.DoesNotContain("Canal Clinic", (await anybody.PageAsync(address)).Body!.TextContent, StringComparison.Ordinal);
        foreach (string code in await Owner.ListAsync<string>("select code from directory.service where organisation_id = $1", union.Id))
            Assert.Equal(HttpStatusCode.NotFound, (await anybody.ReadAsync($"/services/{code}")).StatusCode);
    }

    /// <summary>The same by plain SQL, as the app.</summary>
    [Fact]
    public async Task Rows_OfOthers_OrOfEntriesThatAreNoDrafts_AreRefusedByTheDatabase()
    {
        var (union, somebody) = await SomebodyAsync();
        var (other, _) = await SomebodyAsync();
        using (somebody)
            await BringAsync(somebody, union, List);
        var app = members.World.Database.App;
        string service = $"(select id from directory.service where organisation_id = '{union.Id}' limit 1)";
        await Owner.RunAsync($"delete from directory.import_row where service_id = {service}");
        string Insert(Organisation organisation) =>
            $"insert into directory.import_row (organisation_id, row_key, service_id, \"values\", taken_on) values ('{organisation.Id}', sha256('x'), {service}, '{{}}', '2026-11-24')";
        Assert.Equal("23514", await app.RefusedAsync(Insert(other)));
        await Owner.RunAsync($"update directory.service set state = 'proposed' where id = {service}");
        Assert.Equal("23514", await app.RefusedAsync(Insert(union)));
        Assert.Equal("42501", await app.RefusedAsync("delete from directory.import_row"));
        Assert.Equal("23514", await Owner.RefusedAsync("update published.service set content = content - 'summary'"));
        Assert.Equal("23514", await Owner.RefusedAsync("update published.service set content = content #- '{provider,kind}'"));
        Assert.Equal("23514", await Owner.RefusedAsync("update published.service set content = jsonb_set(content, '{needs}', '[]')"));
    }

    private static ListingService ListingDeskOf(Core.Data.DirectoryDbContext context) => new(
        context, Core.Catalogue.DirectoryCatalogue.Default, id => new Core.Listings.ListingPlace(id, new GeoPoint(53.8, -1.5), 500_000, NodaTime.DateTimeZone.Utc), new Core.Vetting.VettingOptions(), new Core.DirectoryOptions());

    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlDocument page) => page.QuerySelectorAll("main form [name]")
        .Where(field => field is not IHtmlButtonElement)
        .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field is IHtmlSelectElement select ? select.Value! : field.GetAttribute("value") ?? ""));

    /// <summary>An entry that was brought in with its street asks for privacy: what was kept of the list loses it, and the list does not bring it back.</summary>
    [Fact, Property(50)]
    public async Task Street_OfAnEntryThatBeginsToHide_IsNotKeptOfTheList()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            const string list = "Name;Type;Services;Address;Postcode;City\nCanal Rooms;NHS clinic;HIV tests;12 Canal Road;LS1 4AB;Leeds\n";
            await BringAsync(somebody, union, list);
            const string values = "select \"values\"::text from directory.import_row where organisation_id = $1";
            Assert.Contains("12 Canal Road", await Owner.OneAsync<string>(values, union.Id), StringComparison.Ordinal);
            var service = await Owner.OneAsync<Guid>("select id from directory.service where organisation_id = $1", union.Id);
            await using (var context = members.World.Database.Context())
            {
                var desk = new ListingDesk(members.World.Database.Logins, places);
                var newest = context.Revisions.Single(r => r.ServiceId == service);
                var content = Upcasters.Default.Read(newest.Content, newest.ContentVersion);
                await desk.Listings(context).ReviseAsync(
                    new ReviseService(service, union.Id, content with { Sites = [content.Sites[0] with { Kind = SiteKind.Area }] }, Given.Today), new Actor(union.Id, ActorRole.Proposer), TestContext.Current.CancellationToken);
            }

            string kept = await Owner.OneAsync<string>(values, union.Id);
            Assert.DoesNotContain("Canal Road", kept, StringComparison.Ordinal);
            Assert.DoesNotContain("LS1 4AB", kept, StringComparison.Ordinal);
            Assert.Contains("Canal Rooms", kept, StringComparison.Ordinal);
            // The list still says it; nothing of it is new.
            var page = await ReadAsync(somebody, union, list);
            Assert.Contains("1 row says nothing new", page.Body!.TextContent, StringComparison.Ordinal);
            // Nor does another value of the list, or plain SQL, bring it back.
            await BringAsync(somebody, union, list.Replace("HIV tests", "HIV tests, Condoms", StringComparison.Ordinal));
            await members.World.Database.App.RunAsync("update directory.import_row set \"values\" = \"values\" || '{\"street\": \"12 Canal Road\"}' where organisation_id = $1", union.Id);
            Assert.DoesNotContain("Canal Road", await Owner.OneAsync<string>(values, union.Id), StringComparison.Ordinal);
        }
    }

    /// <summary>A small file can hold as much work as a large one: it waits for its turn as well.</summary>
    [Fact]
    public async Task SmallFile_WaitsForAPlace_AmongThoseWhoWorkOnAList()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var form = Form.On(await somebody.Browser.PageAsync(Address(union)), Address(union)).Attach("file", "small.csv", Encoding.UTF8.GetBytes("Name,Town\nSomewhere,Leeds\n"));
            var taken = new List<IDisposable?>();
            Task<HttpResponseMessage>? sent = null;
            try
            {
                for (int i = 0; i < 3; i++)
                    taken.Add(await Web.Http.ImportBody.TakeAsync(new Microsoft.AspNetCore.Http.DefaultHttpContext()));
                Assert.DoesNotContain(null, taken);
                sent = form.SendAsync(somebody.Browser);
                Assert.NotSame(sent, await Task.WhenAny(sent, Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken)));
            }
            finally
            {
                // Others of this process work on lists as well.
                taken.ForEach(place => place?.Dispose());
            }

            Assert.Equal(HttpStatusCode.OK, (await sent).StatusCode);
        }
    }

    private async Task<long> CountAsync(Organisation organisation) =>
        await Owner.OneAsync<long>("select count(*) from directory.service where organisation_id = $1", organisation.Id);

    private async Task<List<string>> NamesAsync(Organisation organisation) => await Owner.ListAsync<string>(
        "select r.content #>> '{name,in,en,value}' from directory.revision r where organisation_id = $1 order by 1", organisation.Id);

    private async Task<List<string>> RevisionsAsync(Organisation organisation) => await Owner.ListAsync<string>(
        "select max(r.content #>> '{name,in,en,value}') || ' ' || count(*) from directory.revision r where organisation_id = $1 group by service_id order by 1", organisation.Id);

    private async Task<string> EntriesAsync(Organisation organisation) => await Owner.OneAsync<string>(
        "select string_agg(r::text, E'\\n' order by r.id) || (select string_agg(i::text, E'\\n' order by i.row_key) from directory.import_row i where i.organisation_id = $1) from directory.revision r where r.organisation_id = $1",
        organisation.Id);
}
