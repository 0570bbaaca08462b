using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

using CommandLine = Infrastructure.CommandLine;

/// <summary>Another directory's list by the command line: said first, then in the working list, and the same list again changes nothing.</summary>
public sealed class HsdsImportTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("list").FullName;

    private CommandLine Cli => new(database.Logins);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Numbers of telephones and names differ from test to test: they share a database, and what looks alike stays out.</summary>
    private static string Service(string id, string name, string phone, string more = "") =>
        $$$"""
        {"id":"{{{id}}}","name":"{{{name}}}","status":"active","organization":{"name":"Leeds NHS Trust","legal_status":"Public body"},"assurer_email":"ann.persona@x.example",
        "contacts":[{"name":"Ann Persona"}],"phones":[{"number":"{{{phone}}}"}],"attributes":[{"taxonomy_term":{"name":"HIV screening","taxonomy":"Local"}}],
        "service_at_locations":[{"location":{"location_type":"physical","addresses":[{"attention":"A. Persona","address_1":"12 {{{name}}} Way","city":"Leeds","country":"GB"}]}}]{{{more}}}}
        """;

    private string FileOf(string text, string name = "list.json") => FileOf(Encoding.UTF8.GetBytes(text), name);

    private string FileOf(byte[] bytes, string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private async Task<(string Code, Guid Id)> OrganisationAsync(string name)
    {
        await database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        string code = await Cli.SayAsync("organisation", "add", "--kind", "sex-worker-led", "--name", name, "--country", "GB");
        return (code, await database.Owner.OneAsync<Guid>("select id from directory.organisation where code = $1", code));
    }

    private Task<long> CountAsync(Guid organisation) => database.Owner.OneAsync<long>("select count(*) from directory.service where organisation_id = $1", organisation);

    private async Task<string> EverythingAsync()
    {
        var words = new StringBuilder();
        foreach (string table in await database.Owner.ListAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('directory', 'published') and tablename not like 'place%' order by 1"))
        {
            words.AppendLine(await database.Owner.OneAsync<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t"));
        }

        return words.ToString();
    }

    [Fact]
    public async Task List_IsSaidFirst_ThenBroughtIn_AndAgainChangesNothing()
    {
        var (code, id) = await OrganisationAsync("Harbour");
        string list = $"[{Service("a", "Anchor", "0113 496 0010")},{Service("b", "Buoy", "0113 496 0011")},{Service("c", "Cable", "0113 496 0012")}]";
        string[] import = ["hsds", "import", FileOf(list), "--by", code, "--source", "Docks"];

        string said = await Cli.SayAsync(import);
        Assert.Contains("3 services: 3 new, 0 changed, 0 the same, 0 refused", said, StringComparison.Ordinal);
        Assert.Contains("Names and addresses of people were left out: assurer_email (3), attention (3), contacts (3).", said, StringComparison.Ordinal);
        Assert.Contains("Local / HIV screening (3): perhaps hiv-testing", said, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was written. To bring it in, say --bring.", said, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(id));

        said = await Cli.SayAsync([.. import, "--bring"]);
        Assert.EndsWith("Brought in: 3 new, 0 changed. They are drafts of the working list, and nobody else sees them.", said, StringComparison.Ordinal);
        Assert.Equal(["working"], await database.Owner.ListAsync<string>("select distinct state from directory.service where organisation_id = $1", id));
        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from published.service"));
        string before = await EverythingAsync();
        foreach (string person in new[] { "Ann Persona", "A. Persona", "ann.persona" })
            Assert.DoesNotContain(person, before, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("3 the same", await Cli.SayAsync([.. import, "--bring"]), StringComparison.Ordinal);
        Assert.Equal(before, await EverythingAsync());

        // One changed, one is missing, one is new; called otherwise, all are others and look alike.
        string changed = $"[{Service("a", "Anchor", "0113 496 0019")},{Service("c", "Cable", "0113 496 0012")},{Service("d", "Dock", "0113 496 0013")}]";
        import[2] = FileOf(changed);
        said = await Cli.SayAsync([.. import, "--bring"]);
        Assert.Contains("3 services: 1 new, 1 changed, 1 the same, 0 refused, 0 look like others, 0 no drafts any more, 1 not seen.", said, StringComparison.Ordinal);
        Assert.Equal(4, await CountAsync(id));
        Assert.Equal(5, await database.Owner.OneAsync<long>("select count(*) from directory.revision where organisation_id = $1", id));
        import[^1] = "Other docks";
        Assert.Contains("3 look like others", await Cli.SayAsync(import), StringComparison.Ordinal);

        // What was handed in is not changed by a list.
        await database.Owner.RunAsync("update directory.service set state = 'proposed' where organisation_id = $1", id);
        import[^1] = "Docks";
        import[2] = FileOf(list);
        said = await Cli.SayAsync([.. import, "--bring"]);
        Assert.Contains("0 new, 0 changed", said, StringComparison.Ordinal);
        Assert.Contains("1 no drafts any more", said, StringComparison.Ordinal);
    }

    /// <summary>What somebody typed since stays, where the list says nothing new of it.</summary>
    [Fact]
    public async Task ChangedPart_ChangesNothingElse()
    {
        var (code, id) = await OrganisationAsync("Meadow");
        string[] import = ["hsds", "import", FileOf($"[{Service("m", "Meadow", "0113 496 0020", ",\"fees_description\":\"Free\"")}]"), "--by", code, "--source", "Fields", "--bring"];
        await Cli.SayAsync(import);
        await database.Owner.RunAsync(
            "update directory.revision set content = jsonb_set(content, '{cost,in,en,value}', '\"Free for all\"') where organisation_id = $1", id);
        import[2] = FileOf($"[{Service("m", "Meadow", "0113 496 0021", ",\"fees_description\":\"Free\"")}]");
        await Cli.SayAsync(import);
        Assert.Equal(
            "Free for all +441134960021",
            await database.Owner.OneAsync<string>(
                "select content #>> '{cost,in,en,value}' || ' ' || (content #>> '{phones,0,number}') from directory.revision where organisation_id = $1 order by number desc limit 1", id));
    }

    [Fact]
    public async Task MappingFile_IsWritten_FilledIn_AndRemembered()
    {
        var (code, id) = await OrganisationAsync("Quarry");
        string map = Path.Combine(_folder, "map.csv");
        string[] import = ["hsds", "import", FileOf($"[{Service("q", "Quarry", "0113 496 0030")}]"), "--by", code, "--source", "Stones"];
        await Cli.SayAsync([.. import, "--write-map", map]);
        await File.WriteAllTextAsync(map, (await File.ReadAllTextAsync(map, TestContext.Current.CancellationToken)).Replace("HIV screening,1,,", "HIV screening,1,hiv-testing,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Cli.SayAsync([.. import, "--map", map, "--bring"]);
        Assert.Equal("[2]", await database.Owner.OneAsync<string>("select content ->> 'needs' from directory.revision where organisation_id = $1", id));
        // Its kind and needs are known, so its street could be kept.
        Assert.Equal("12 Quarry Way", await database.Owner.OneAsync<string>("select content #>> '{sites,0,street}' from directory.revision where organisation_id = $1", id));
        string said = await Cli.SayAsync([.. import, "--bring"]);
        Assert.Contains("1 the same", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has said", said, StringComparison.Ordinal);
    }

    /// <summary>What was brought in hides from now on: the list still has its street, and does not bring it back.</summary>
    [Fact, Property(50)]
    public async Task EntryThatHidesSince_IsNotMadeExactByTheList()
    {
        var (code, id) = await OrganisationAsync("Willow");
        string map = FileOf("taxonomy,code,term,services,needs\nLocal,,HIV screening,1,hiv-testing\n", "map.csv");
        string[] import = ["hsds", "import", FileOf($"[{Service("w", "Willow", "0113 496 0040")}]"), "--by", code, "--source", "Trees", "--map", map, "--bring"];
        await Cli.SayAsync(import);
        await database.Owner.RunAsync(
            """
            update directory.revision set content = jsonb_set(content, '{sites,0}', (content #> '{sites,0}') - 'street' - 'postalCode' - 'point' || '{"kind": "area"}') where organisation_id = $1
            """, id);
        Assert.Contains("1 the same", await Cli.SayAsync(import), StringComparison.Ordinal);
        import[2] = FileOf($"[{Service("w", "Willow", "0113 496 0041")}]");
        Assert.Contains("1 changed", await Cli.SayAsync(import), StringComparison.Ordinal);
        Assert.DoesNotContain("12 Willow Way", await EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenFile_IsRefusedWithItsPlace_AndNothingIsIn()
    {
        var (code, id) = await OrganisationAsync("Lighthouse");
        foreach (var (file, name, words) in new (byte[], string, string)[]
        {
            (FeedOf.Text("[{\"id\":\"1\",\n\"name\":}]"), "a.json", "row 2: It is damaged. Nothing was brought in."),
            (FeedOf.Zip(("../services.csv", "x")), "b.zip", "leads out of it"),
            (FeedOf.Zip(("services.csv", "id,name\n1," + new string('x', 300_000) + "\n")), "c.zip", "services.csv, row 2: A cell is too long."),
            (FeedOf.Text("hello"), "d.json", "It is damaged."),
        })
        {
            var answer = await Cli.RunAsync("hsds", "import", FileOf(file, name), "--by", code, "--source", "Lamps", "--bring");
            Assert.Equal(1, answer.Status);
            Assert.Contains(words, answer.Problems, StringComparison.Ordinal);
        }

        Assert.Contains("--source", (await Cli.RunAsync("hsds", "import", FileOf("[]"), "--by", code)).Problems, StringComparison.Ordinal);
        Assert.Contains("https only", (await Cli.RunAsync("hsds", "import", "http://127.0.0.1:1/services", "--by", code)).Problems, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(id));
    }

    [Fact]
    public async Task List_AtAnAddress_IsReadByTheCommandLine()
    {
        var (code, id) = await OrganisationAsync("Bridge");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(context => context.Response.WriteAsync($"{{\"total_pages\":1,\"last_page\":true,\"size\":1,\"contents\":[{Service("r", "River", "0113 496 0050")}]}}"));
        await server.StartAsync(TestContext.Current.CancellationToken);
        string address = $"{server.Urls.Single()}/services";
        Assert.Contains("https only", (await Cli.RunAsync("hsds", "import", address, "--by", code, "--bring")).Problems, StringComparison.Ordinal);
        await Cli.With("Directory__LoopbackFeeds", "on").SayAsync("hsds", "import", address, "--by", code, "--bring");
        Assert.Equal(1, await CountAsync(id));
    }

    /// <summary>A number is of no country that nobody said; what --country says is there to be looked at.</summary>
    [Fact]
    public async Task Country_IsSaidByWhoeverReadsTheList()
    {
        var (code, _) = await OrganisationAsync("Prairie");
        string[] import = ["hsds", "import", FileOf("""[{"id":"p","name":"Prairie","status":"active","phones":[{"number":"(217) 555-0123"}]}]"""), "--by", code, "--source", "Plains"];
        string said = await Cli.SayAsync(import);
        Assert.Contains("phones[0].number: Nobody says in which country", said, StringComparison.Ordinal);
        Assert.DoesNotContain("+44", said, StringComparison.Ordinal);
        said = await Cli.SayAsync([.. import, "--country", "US"]);
        Assert.DoesNotContain("Nobody says", said, StringComparison.Ordinal);
        Assert.Contains("Prairie: The list does not say the country of this number: +12175550123", said, StringComparison.Ordinal);
        Assert.Contains("--country", (await Cli.RunAsync([.. import, "--country", "Utopia"])).Problems, StringComparison.Ordinal);
    }

    /// <summary>The process ends in the middle of writing, as when somebody pulls the plug: nothing of it is there, and the list comes in whole later.</summary>
    [Fact]
    public async Task ProcessThatIsKilledInTheMiddle_LeavesNothingBehind()
    {
        var (code, id) = await OrganisationAsync("Storm");
        string[] import = ["hsds", "import", FileOf($"[{string.Join(',', Enumerable.Range(0, 50).Select(i => Service($"k{i}", $"Keel {i}", $"0113 496 01{i:00}")))}]"), "--by", code, "--source", "Keels", "--bring"];
        var stop = TestContext.Current.CancellationToken;
        await using (var held = await database.Owner.OpenConnectionAsync(stop))
        {
            // Entries are written; where it would remember which row each came from, it waits.
            await using var transaction = await held.BeginTransactionAsync(stop);
            await using (var hold = new NpgsqlCommand("lock table directory.import_row in share mode", held, transaction))
                await hold.ExecuteNonQueryAsync(stop);
            using var process = Cli.Begin(import);
            while (await database.Owner.OneAsync<long>("select count(*) from pg_locks where relation = 'directory.import_row'::regclass and not granted") == 0)
            {
                Assert.False(process.HasExited);
                await Task.Delay(100, stop);
            }

            Assert.True(await database.Owner.OneAsync<long>("select count(*) from pg_locks where relation = 'directory.revision'::regclass and mode = 'RowExclusiveLock' and granted") > 0);
            process.Kill();
            await process.WaitForExitAsync(stop);
            Assert.NotEqual(0, process.ExitCode);
            await transaction.RollbackAsync(stop);
        }

        while (await database.Owner.OneAsync<long>("select count(*) from pg_locks where relation = 'directory.import_row'::regclass and mode = 'RowExclusiveLock'") > 0)
            await Task.Delay(100, stop);
        Assert.Equal(0, await CountAsync(id));
        Assert.Equal(0, await database.Owner.OneAsync<long>(
            "select (select count(*) from directory.revision where organisation_id = $1) + (select count(*) from directory.import_row where organisation_id = $1)", id));
        Assert.Contains("50 new", await Cli.SayAsync(import), StringComparison.Ordinal);
        Assert.Equal(50, await CountAsync(id));
    }

    /// <summary>The format's own examples have flaws: each is named where it stands, and the rest is read.</summary>
    [Fact]
    public async Task ExamplesOfTheFormat_AreRead_AndTheirFlawsRefused()
    {
        string? schemas = Environment.GetEnvironmentVariable("HSDS_SCHEMAS");
        if (string.IsNullOrEmpty(schemas))
            Assert.Skip("HSDS_SCHEMAS does not say where the format's schemas and examples are.");
        string examples = Directory.GetDirectories(Path.Combine(schemas!, "samples")).Single();
        var (code, id) = await OrganisationAsync("Examples");
        string[] Import(string file) => ["hsds", "import", file, "--by", code, "--source", Path.GetFileName(file)];

        string said = await Cli.SayAsync(Import(Path.Combine(examples, "service_full.json")));
        Assert.Contains("1 services: 1 new", said, StringComparison.Ordinal);
        foreach (string flaw in new[]
        {
            "service_at_locations[0].location.latitude: It cannot be so", "schedules[0].until: It ends on a day and after a number of times.",
            "service_areas[0].extent: It is no outline of an area.", "Names and addresses of people were left out: assurer_email",
        })
        {
            Assert.Contains(flaw, said, StringComparison.Ordinal);
        }

        string zip = FileOf(FeedOf.Zip([.. Directory.GetFiles(Path.Combine(examples, "csv")).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]), "tables.zip");
        said = await Cli.SayAsync(Import(zip));
        foreach (string flaw in new[]
        {
            "1 services: 1 new", "organizations.csv, row 2: parent_organization_id: It names something that is not in the list.", "taxonomy_terms.csv, row 2: parent_id: It names something that is not in the list.",
            "attributes.csv, row 2: link_id: It names something that is not in the list.", "locations.csv, row 2: latitude: It cannot be so", "schedules.csv, row 2: until:",
            "service_areas.csv, row 2: extent: It is no outline of an area.",
        })
        {
            Assert.Contains(flaw, said, StringComparison.Ordinal);
        }

        Assert.Contains("total_items: It holds another number of things than it says.", await Cli.SayAsync(Import(Path.Combine(examples, "service_list.json"))), StringComparison.Ordinal);
        Assert.Contains("1 new", await Cli.SayAsync(Import(Path.Combine(examples, "tabular.json"))), StringComparison.Ordinal);
        foreach (string none in new[] { "base.json", "taxonomy_list.json", "taxonomy_term.json", "location.json", "organization_list.json" })
            Assert.Contains("No service is in it", (await Cli.RunAsync(Import(Path.Combine(examples, none)))).Problems, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(id));
    }
}
