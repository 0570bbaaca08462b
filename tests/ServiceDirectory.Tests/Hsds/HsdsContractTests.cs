using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsvHelper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>What open data promises to programs, asked over the whole demo, without the specification's schemas.</summary>
public sealed class HsdsContractTests(OpenDemo demo) : IClassFixture<OpenDemo>
{
    private static readonly string[] s_lists = ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"];

    private static readonly string[] s_days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly string[] s_ofAddresses = ["id", "city", "state_province", "postal_code", "country", "address_type"];

    private static readonly string[] s_figures = ["total_items", "total_pages", "page_number", "size"];

    private static readonly string[] s_words = ["first_page", "last_page", "empty"];

    private readonly HttpClient _client = demo.Client();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The package of tables, each as rows of cells, the names of its columns first.</summary>
    internal static async Task<(JsonNode Descriptor, Dictionary<string, List<string[]>> Tables)> PackageAsync(HttpClient client)
    {
        using var answer = await client.ReadAsync("/hsds/package.zip");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Stop)));
        var files = archive.Entries.ToDictionary(entry => entry.FullName, Words);
        return (JsonNode.Parse(files["datapackage.json"])!, files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)).ToDictionary(file => file.Key, file => Rows(file.Value)));

        static string Words(ZipArchiveEntry entry)
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }

        static List<string[]> Rows(string text)
        {
            using var parser = new CsvParser(new StringReader(text), CultureInfo.InvariantCulture);
            var rows = new List<string[]>();
            while (parser.Read())
                rows.Add(parser.Record!);
            return rows;
        }
    }

    private static IEnumerable<(string Path, JsonNode? Node)> Walk(JsonNode? node, string path = "")
    {
        yield return (path, node);
        var inner = node switch
        {
            JsonObject group => group.SelectMany(pair => Walk(pair.Value, $"{path}/{pair.Key}")),
            JsonArray list => list.SelectMany((one, at) => Walk(one, $"{path}/{at}")),
            _ => [],
        };
        foreach (var found in inner)
            yield return found;
    }

    [Fact]
    public async Task Root_SaysWhatItIs()
    {
        var root = await _client.JsonAsync("/hsds");
        Assert.Equal("3.2.3", $"{root["version"]}");
        Assert.StartsWith("Invented", $"{root["description"]}", StringComparison.Ordinal);
        using var guide = await _client.ReadAsync($"{root["profile"]}");
        Assert.NotNull((await guide.PageAsync(HttpStatusCode.OK)).GetElementById("open-data"));
        Assert.Equal("3.1.0", $"{(await _client.JsonAsync($"{root["openapi_url"]}"))["openapi"]}");
        Assert.Null(root["license"]);
        await using var licensed = demo.Start(("Directory:OpenDataLicence", "CC BY 4.0"), ("Directory:OpenDataLicenceAddress", "https://licence.example/by"));
        using var client = demo.Client(licensed);
        Assert.Equal("""{"name":"CC BY 4.0","url":"https://licence.example/by"}""", (await client.JsonAsync("/hsds"))["license"]!.ToJsonString());
        Assert.Equal("CC BY 4.0", $"{(await client.JsonAsync("/hsds/openapi.json"))["info"]!["license"]!["name"]}");
    }

    [Fact]
    public async Task Nothing_IsNull_OrEmpty_AndIdsAreUuids_EachOfOneThing()
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in (await _client.JsonAsync("/hsds/package.json")).AsArray())
        {
            var ids = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, node) in Walk(service).Where(found => !found.Path.StartsWith("/directory_entry", StringComparison.Ordinal)))
            {
                Assert.True(node is not null && node is not JsonArray { Count: 0 } && !(node is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0), $"{service!["name"]}{path}");
                string name = path[(path.LastIndexOf('/') + 1)..];
                if (name != "id")
                    continue;
                Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", $"{node}");
                // A term and whoever runs it stand in several services; everything else in one.
                if (path.EndsWith("/taxonomy_term/id", StringComparison.Ordinal) || path == "/organization/id")
                    continue;
                Assert.True(ids.Add($"{node}"), path);
                Assert.True(owners.TryAdd($"{node}", path), path);
            }
        }

        Assert.True(owners.Count > 500);
    }

    [Fact]
    public async Task Formats_AreThoseOfTheSpecification()
    {
        var services = (await _client.JsonAsync("/hsds/package.json")).AsArray();
        int schedules = 0, addresses = 0;
        foreach (var (path, node) in services.SelectMany(service => Walk(service)).Where(found => !found.Path.StartsWith("/directory_entry", StringComparison.Ordinal)))
        {
            switch (path[(path.LastIndexOf('/') + 1)..])
            {
                case "opens_at" or "closes_at":
                    Assert.Matches("^[0-2][0-9]:[0-5][0-9]:00$", $"{node}");
                    break;
                case "valid_from" or "valid_to" or "assured_date":
                    Assert.Matches("^20[0-9]{2}-[01][0-9]-[0-3][0-9]$", $"{node}");
                    break;
                case "last_modified":
                    Assert.Matches(@"^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:00:00\.000Z$", $"{node}");
                    break;
                case "freq":
                    Assert.Equal("WEEKLY", $"{node}");
                    Assert.NotNull(node!.Parent!["time_zone_name"]);
                    schedules++;
                    break;
                case "interval" or "latitude" or "longitude":
                    Assert.Equal(System.Text.Json.JsonValueKind.Number, node!.GetValueKind());
                    break;
                case "byday":
                    Assert.Contains($"{node}", s_days);
                    break;
                case "timezone":
                    Assert.Fail("Knows no summer time.");
                    break;
                case "address_1":
                    Assert.All(s_ofAddresses, name => Assert.NotNull(node!.Parent![name]));
                    addresses++;
                    break;
                case "url" or "uri" or "website":
                    Assert.StartsWith("http", $"{node}", StringComparison.Ordinal);
                    break;
                case "email":
                    Assert.Matches("^[^@; ,]+@[^@; ,]+$", $"{node}");
                    break;
            }
        }

        Assert.True(schedules > 100 && addresses > 20);
        Assert.All(services, service => Assert.EndsWith("-01", $"{service!["assured_date"]}", StringComparison.Ordinal));
        Assert.All(services, service => Assert.NotNull(service!["organization"]!["description"]));
        Assert.All(await _client.AllAsync("/hsds/taxonomy_terms?per_page=100"), term => Assert.NotNull(term["description"]));
        // A package checker wants a code to be there once.
        var codes = (await _client.AllAsync("/hsds/taxonomy_terms?per_page=100")).Select(term => $"{term["code"]}").ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Theory]
    [InlineData("services")]
    [InlineData("organizations")]
    [InlineData("service_at_locations")]
    [InlineData("taxonomies")]
    [InlineData("taxonomy_terms")]
    public async Task Pages_HoldEverythingOnce_InOneOrder_AsStreamsDo(string list)
    {
        var pages = await _client.PagesAsync($"/hsds/{list}?per_page=4");
        long total = pages[0]["total_items"]!.GetValue<long>();
        var all = pages.SelectMany(page => page["contents"]!.AsArray()).Select(one => one!).ToList();
        Assert.Equal(total, all.Ids().Distinct().Count());
        Assert.Equal(total, all.Count);
        foreach (var (at, page) in pages.Index())
        {
            Assert.Equal(
                $"{total} {pages.Count} {at + 1} {page["contents"]!.AsArray().Count} {at == 0} {at == pages.Count - 1} False",
                string.Join(' ', s_figures.Select(name => $"{page[name]}").Concat(s_words.Select(name => $"{page[name]!.GetValue<bool>()}"))));
        }

        Assert.Equal(all.Ids(), (await _client.LinesAsync($"/hsds/{list}?format=ndjson")).Ids());
        Assert.Equal(all.Ids(), (await _client.AllAsync($"/hsds/{list}?per_page=1000")).Ids());
        var beyond = await _client.JsonAsync($"/hsds/{list}?page=2147483647");
        Assert.True(beyond["empty"]!.GetValue<bool>() && beyond["last_page"]!.GetValue<bool>() && beyond["size"]!.GetValue<int>() == 0);
        Assert.Equal(total, beyond["total_items"]!.GetValue<long>());
        foreach (var one in all.Take(3))
            Assert.Equal(one.Id(), (await _client.JsonAsync($"/hsds/{list}/{one.Id()}")).Id());
    }

    [Fact]
    public async Task List_IsBrief_FullWhereAsked_AndMinimalHasTwoFields()
    {
        var brief = await _client.AllAsync("/hsds/services");
        Assert.All(brief, service => Assert.DoesNotContain(service.AsObject(), pair => pair.Value is JsonArray || pair.Key == "directory_entry"));
        Assert.All(brief, service => Assert.NotNull(service["organization"]!["name"]));
        var full = await _client.AllAsync("/hsds/services?full=true");
        Assert.Equal((await _client.JsonAsync($"/hsds/services/{full[3].Id()}")).ToJsonString(), full[3].ToJsonString());
        Assert.All(full, service => Assert.NotEmpty(service["attributes"]!.AsArray()));
        var page = await _client.JsonAsync("/hsds/services?minimal=true");
        Assert.True(page["last_page"]!.GetValue<bool>());
        Assert.Equal(brief.Select(service => $$"""{"id":"{{service.Id()}}","last_modified":"{{service["last_modified"]}}"}"""), page["contents"]!.AsArray().Select(one => one!.ToJsonString()));
        Assert.Equal(page["contents"]!.AsArray().Select(one => one!.ToJsonString()), (await _client.LinesAsync("/hsds/services?minimal=true&format=ndjson")).Select(one => one.ToJsonString()));

        Assert.All(await _client.AllAsync("/hsds/organizations"), one => Assert.Null(one["services"]));
        Assert.All(await _client.AllAsync("/hsds/organizations?full=true"), one => Assert.All(one["services"]!.AsArray(), service => Assert.Equal("id name status", string.Join(' ', service!.AsObject().Select(pair => pair.Key)))));
        Assert.All(await _client.AllAsync("/hsds/organizations?full_service=true"), one => Assert.All(one["services"]!.AsArray(), service => Assert.NotNull(service!["attributes"])));
        Assert.Equal(brief.Count, (await _client.AllAsync("/hsds/organizations?full=true")).Sum(one => one["services"]!.AsArray().Count));
        Assert.All(await _client.AllAsync("/hsds/service_at_locations?full=true"), door => Assert.NotEmpty(door["location"]!["addresses"]!.AsArray()));
        Assert.All(await _client.AllAsync("/hsds/service_at_locations"), door => Assert.NotNull(door["location"]!["location_type"]));
    }

    [Fact]
    public async Task Filters_AreAllTrueAtOnce()
    {
        var all = await _client.AllAsync("/hsds/services?full=true");
        string[] Where(Func<JsonNode, bool> holds) => [.. all.Where(holds).Ids()];
        async Task<string[]> AskAsync(string query) => [.. (await _client.AllAsync($"/hsds/services?{query}")).Ids()];
        static bool Has(JsonNode service, string property, string id) => Walk(service).Any(found => found.Path.EndsWith($"/{property}", StringComparison.Ordinal) && $"{found.Node}" == id);

        var term = all.SelectMany(service => service["attributes"]!.AsArray()).Select(mark => mark!["taxonomy_term"]!).GroupBy(one => one.Id()).OrderByDescending(group => group.Count()).Skip(2).First().First();
        string organization = $"{all.GroupBy(service => $"{service["organization_id"]}").OrderByDescending(group => group.Count()).First().Key}";
        Assert.Equal(Where(service => Has(service, "taxonomy_term_id", term.Id())), await AskAsync($"taxonomy_term_id={term.Id()}"));
        Assert.Equal(Where(service => $"{service["organization_id"]}" == organization), await AskAsync($"organization_id={organization}"));
        Assert.Equal(
            Where(service => Has(service, "taxonomy_term_id", term.Id()) && $"{service["organization_id"]}" == organization), await AskAsync($"taxonomy_term_id={term.Id()}&organization_id={organization}"));
        // A term above others stands for all of them, and a taxonomy for all of its terms.
        var parent = (await _client.AllAsync($"/hsds/taxonomy_terms?per_page=100&parent_id={term["parent_id"]}")).Ids().ToList();
        Assert.Equal(Where(service => parent.Exists(id => Has(service, "taxonomy_term_id", id))), await AskAsync($"taxonomy_term_id={term["parent_id"]}"));
        Assert.Equal(all.Ids(), await AskAsync($"taxonomy_id={(await _client.AllAsync("/hsds/taxonomies?search=needs")).Single().Id()}"));
        Assert.Equal(Where(service => Has(service, "code", "pep")), await AskAsync("need=pep"));
        Assert.Equal(Where(service => Has(service, "code", "pep") || Has(service, "code", "condoms-lube")), await AskAsync("need=4&need=condoms-lube"));
        Assert.NotEmpty(await AskAsync("need=4"));
        string[] leeds = Where(service => Walk(service).Any(found => found.Path.EndsWith("/city", StringComparison.Ordinal) && $"{found.Node}" == "Leeds"));
        Assert.NotEmpty(leeds);
        Assert.Superset(leeds.ToHashSet(), (await AskAsync("place=2644688&radius=10")).ToHashSet());
        Assert.True((await AskAsync("place=2644688&radius=10")).Length < all.Count);
        // What hides is in the middle of its town, and nothing else is.
        Assert.All(await AskAsync("place=2644688&radius=0.001"), id => Assert.Null(all.Single(service => service.Id() == id)["service_at_locations"]));
        Assert.Equal(Where(service => $"{service["name"]}".Contains("clinic", StringComparison.OrdinalIgnoreCase)).ToHashSet(), [.. await AskAsync("search=clinic")], SupersetComparer());
        foreach (string nothing in new[] { $"organization_id={Guid.NewGuid()}", $"taxonomy_term_id={Guid.NewGuid()}", $"taxonomy_id={Guid.NewGuid()}", "search=zzqqxx", "modified_after=2027-01-01", "search=%2C" })
            Assert.True((await _client.JsonAsync($"/hsds/services?{nothing}"))["empty"]!.GetValue<bool>(), nothing);

        var roots = await _client.AllAsync("/hsds/taxonomy_terms?top_only=true&per_page=100");
        Assert.All(roots, one => Assert.Null(one["parent_id"]));
        Assert.Contains(roots, one => $"{one["code"]}".StartsWith("needs-", StringComparison.Ordinal));

        static IEqualityComparer<HashSet<string>> SupersetComparer() => EqualityComparer<HashSet<string>>.Create((names, found) => names!.IsSubsetOf(found!) && names.Count > 0);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=1e3", "page")]
    [InlineData("page=99999999999", "page")]
    [InlineData("per_page=0", "per_page")]
    [InlineData("per_page=ten", "per_page")]
    [InlineData("format=xml", "format")]
    [InlineData("full=yes", "full")]
    [InlineData("minimal=1", "minimal")]
    [InlineData("minimal=true&full=true", "minimal")]
    [InlineData("taxonomy_term_id=4", "taxonomy_term_id")]
    [InlineData("organization_id=abc", "organization_id")]
    [InlineData("modified_after=yesterday", "modified_after")]
    [InlineData("modified_after=2026-13-01", "modified_after")]
    [InlineData("modified_after=-4713-01-01T00:00:00Z", "modified_after")]
    [InlineData("modified_after=1899-12-31", "modified_after")]
    [InlineData("modified_after=9999-12-31T23:59:59-18:00", "modified_after")]
    [InlineData("need=nonsense", "need")]
    [InlineData("place=1", "place")]
    [InlineData("place=Leeds", "place")]
    [InlineData("radius=5", "radius")]
    [InlineData("place=2644688&radius=201", "radius")]
    [InlineData("place=2644688&radius=NaN", "radius")]
    [InlineData("place=2644688&radius=1,5", "radius")]
    [InlineData("page=1&page=2", "page")]
    [InlineData("search=a&search=b", "search")]
    [InlineData("proximity=5", null)]
    [InlineData("nonsense=1", null)]
    [InlineData("Page=1", null)]
    public async Task WrongValue_IsAProblem_ThatNamesTheParameter(string query, string? parameter)
    {
        var problem = await _client.JsonAsync($"/hsds/services?{query}", HttpStatusCode.BadRequest);
        Assert.Equal(("about:blank", "Bad Request", 400), ($"{problem["type"]}", $"{problem["title"]}", problem["status"]!.GetValue<int>()));
        Assert.Equal(parameter, problem["parameter"]?.GetValue<string>());
        Assert.NotEmpty($"{problem["detail"]}");
    }

    [Fact]
    public async Task TooLongSearch_AndPlacesOfPostalCodes_AreSaid()
    {
        Assert.Equal("search", $"{(await _client.JsonAsync($"/hsds/services?search={new string('a', 201)}", HttpStatusCode.BadRequest))["parameter"]}");
        Assert.Equal("proximity", $"{(await _client.JsonAsync("/hsds/service_at_locations?proximity=100", HttpStatusCode.BadRequest))["parameter"]}");
        Assert.Equal("postcode", $"{(await _client.JsonAsync("/hsds/service_at_locations?postcode=Leeds", HttpStatusCode.BadRequest))["parameter"]}");
        Assert.Equal("postcode", $"{(await _client.JsonAsync("/hsds/service_at_locations?postcode=ZZ99%209ZZ", HttpStatusCode.BadRequest))["parameter"]}");
        await demo.Logins.Owner.RunAsync("insert into published.postcode (country_code, code, geo_name_id) values ('GB', 'ls11aa', 2644688) on conflict do nothing");
        var near = await _client.AllAsync("/hsds/service_at_locations?postcode=LS1%201AA&proximity=4000&full=true");
        Assert.NotEmpty(near);
        Assert.All(near, door => Assert.Equal("Leeds", $"{door["location"]!["addresses"]![0]!["city"]}"));
        Assert.True((await _client.AllAsync("/hsds/service_at_locations")).Count > near.Count);
    }

    [Theory]
    [InlineData("2026-10-01", true)]
    [InlineData("2026-10-01T06:00:00Z", true)]
    [InlineData("2026-10-01T06:00:00.000Z", true)]
    [InlineData("2026-10-01T08:00:00+02:00", true)]
    [InlineData("2026-10-01T08:00:00%2B02:00", true)]
    [InlineData("2026-10-01T08:00:01+02:00", false)]
    [InlineData("2026-10-01T06:00:00", true)]
    [InlineData("2026-10-01T06:00:01", false)]
    [InlineData("2026-10-02", false)]
    public async Task ModifiedAfter_TakesDaysAndMoments_OnOrAfter(string moment, bool found) =>
        Assert.Equal(found, (await _client.JsonAsync($"/hsds/services?search=clinic&modified_after={moment}"))["total_items"]!.GetValue<int>() > 0);

    [Fact]
    public async Task WhatIsNotThere_AndWhatIsNotTaken_IsAProblem_WithTheSameWords()
    {
        string suspended = $"{await demo.Logins.Owner.OneAsync<Guid>("select id from directory.service where state = 'suspended' limit 1")}";
        string provisional = $"{await demo.Logins.Owner.OneAsync<Guid>("select id from published.service where state = 'provisional' order by id limit 1")}";
        var bodies = new HashSet<string>();
        foreach (string path in new[] { $"services/{Guid.NewGuid()}", $"services/{suspended}", $"services/{provisional}", "services/4", $"organizations/{Guid.NewGuid()}", $"service_at_locations/{suspended}", $"taxonomies/{suspended}", "taxonomy_terms/x" })
            bodies.Add((await _client.JsonAsync($"/hsds/{path}", HttpStatusCode.NotFound)).ToJsonString());
        Assert.Single(bodies);
        foreach (string path in new[] { "locations", "services/x/y", "nothing", "openapi.yaml", "services.csv" })
            Assert.Equal(404, (await _client.JsonAsync($"/hsds/{path}", HttpStatusCode.NotFound))["status"]!.GetValue<int>());
        using var spoken = await _client.ReadAsync("/es/hsds/services");
        Assert.Equal(HttpStatusCode.NotFound, spoken.StatusCode);
    }

    [Fact]
    public async Task Refusals_OfEveryKind_AreProblems_WithOpenReading()
    {
        foreach (var (method, address, status) in new[]
        {
            ("DELETE", "/hsds/services", 405), ("PUT", "/hsds", 405), ("BREW", "/hsds/services", 501), ("POST", "/hsds", 405), ("GET", "/hsds/services?search=a%00b", 400), ("POST", "/hsds/package.zip", 405), ("OPTIONS", "/hsds/services", 405),
        })
        {
            using var answer = await _client.SendAsync(method, address);
            Assert.Equal($"{method} {address} {status} application/problem+json *", $"{method} {address} {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Header("Access-Control-Allow-Origin").Single()}");
        }

        using var cross = await _client.SendAsync("POST", "/hsds/services", null, ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, cross.StatusCode);
        Assert.Equal("application/problem+json", cross.Content.Headers.ContentType?.ToString());
        await using var broken = demo.Start(("ConnectionStrings:Public", demo.Logins.Settings.Require(Core.Data.Login.Public) + ";Password=wrong"));
        using var away = demo.Client(broken);
        Assert.Equal("""{"status":503,"type":"about:blank","title":"Service Unavailable"}""", (await away.JsonAsync("/hsds/services", HttpStatusCode.ServiceUnavailable)).ToJsonString());
    }

    [Fact]
    public async Task Post_OnLists_AnswersAsGet()
    {
        foreach (string list in s_lists)
        {
            using var answer = await _client.SendAsync("POST", $"/hsds/{list}?per_page=2", new StringContent("{}", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal((await _client.JsonAsync($"/hsds/{list}?per_page=2")).ToJsonString(), JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.ToJsonString());
        }
    }

    [Theory, Property(20)]
    [InlineData("/hsds")]
    [InlineData("/hsds/services?per_page=3")]
    [InlineData("/hsds/services?format=ndjson")]
    [InlineData("/hsds/package.zip")]
    [InlineData("/hsds/package.json")]
    [InlineData("/hsds/openapi.json")]
    public async Task SameState_Is304(string address)
    {
        using var first = await _client.ReadAsync(address);
        string tag = first.Headers.ETag!.ToString();
        Assert.Equal("public, no-cache", string.Join(", ", first.Header("Cache-Control")));
        Assert.Equal("*", first.Header("Access-Control-Allow-Origin").Single());
        foreach (string known in new[] { tag, $"\"x\", {tag}", "*", tag[2..] })
        {
            using var again = await _client.SendAsync("GET", address, null, ("If-None-Match", known));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Stop));
        }

        using var other = await _client.SendAsync("GET", address, null, ("If-None-Match", "W/\"x\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var head = await _client.SendAsync("HEAD", address);
        Assert.Equal(tag, head.Headers.ETag!.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <summary>What somebody looks for, nobody on the way keeps.</summary>
    [Theory]
    [InlineData("/hsds/services?need=pep")]
    [InlineData("/hsds/services?search=clinic")]
    [InlineData("/hsds/services?place=2644688&format=ndjson")]
    [InlineData("/hsds/organizations?need=pep&full=true")]
    public async Task AnswerToASearch_IsKeptByNobody(string address)
    {
        using var answer = await _client.ReadAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Headers.ETag);
        Assert.Equal("no-store", string.Join(", ", answer.Header("Cache-Control")));
    }

    [Fact, Property(20)]
    public async Task OtherSites_MayAskWhetherTheyMay_HereAndNowhereElse()
    {
        (string, string)[] asks = [("Origin", "https://other.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "if-none-match")];
        using var open = await _client.SendAsync("OPTIONS", "/hsds/services", null, asks);
        Assert.Equal("204 * GET, HEAD If-None-Match", $"{(int)open.StatusCode} {open.Header("Access-Control-Allow-Origin").Single()} {open.Header("Access-Control-Allow-Methods").Single()} {open.Header("Access-Control-Allow-Headers").Single()}");
        foreach (string address in new[] { "/", "/search", "/hsdsx", "/es/hsds" })
        {
            using var shut = await _client.SendAsync("OPTIONS", address, null, asks);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, shut.StatusCode);
            Assert.Empty(shut.Header("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Description_NamesEveryAddress_AndEveryParameterAnswers()
    {
        var description = await _client.JsonAsync("/hsds/openapi.json");
        string server = new Uri($"{description["servers"]![0]!["url"]}").AbsolutePath;
        var described = description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {(server + path.Key).TrimEnd('/')}")).Order(StringComparer.Ordinal).ToList();
        var mapped = demo.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/hsds", StringComparison.Ordinal)).ToList();
        Assert.All(mapped, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<IAllowAnonymous>()));
        Assert.Equal(
            mapped.SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Where(method => method != "HEAD").Select(method => $"{method} {endpoint.RoutePattern.RawText}")).Order(StringComparer.Ordinal),
            described);

        string organization = (await _client.AllAsync("/hsds/organizations")).First().Id(), taxonomy = (await _client.AllAsync("/hsds/taxonomies?search=needs")).Single().Id();
        string term = (await _client.AllAsync("/hsds/taxonomy_terms?top_only=true")).First(one => $"{one["code"]}".StartsWith("needs-", StringComparison.Ordinal)).Id();
        await demo.Logins.Owner.RunAsync("insert into published.postcode (country_code, code, geo_name_id) values ('GB', 'ls11aa', 2644688) on conflict do nothing");
        var values = new (string Name, string Value)[]
        {
            ("search", "a"), ("page", "1"), ("per_page", "1"), ("format", "json"), ("taxonomy_term_id", term), ("taxonomy_id", taxonomy),
            ("organization_id", organization), ("modified_after", "2026-01-01"), ("minimal", "true"), ("full", "true"), ("full_service", "true"),
            ("postcode", "LS1%201AA"), ("proximity", "5"), ("top_only", "true"), ("parent_id", term), ("need", "4"), ("place", "2644688"),
            ("radius", "1"),
        }.ToDictionary();
        var with = new (string Name, string Value)[] { ("proximity", "&postcode=LS1%201AA"), ("radius", "&place=2644688") }.ToDictionary();
        var names = new HashSet<string>();
        foreach (var (path, methods) in description["paths"]!.AsObject())
        {
            foreach (var parameter in methods!["get"]!["parameters"]!.AsArray().Where(parameter => $"{parameter!["in"]}" == "query"))
            {
                string name = $"{parameter!["name"]}";
                names.Add(name);
                string address = $"{server}{path.Replace("{id}", organization, StringComparison.Ordinal)}?{name}={values[name]}{with.GetValueOrDefault(name)}";
                using var answer = await _client.ReadAsync(address);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, address);
            }

            // A parameter that is not described there is none.
            foreach (string name in values.Keys.Except(methods["get"]!["parameters"]!.AsArray().Select(parameter => $"{parameter!["name"]}")))
                await _client.JsonAsync($"{server}{path.Replace("{id}", organization, StringComparison.Ordinal)}?{name}={values[name]}", HttpStatusCode.BadRequest);
        }

        Assert.Equal(values.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hostile_Values_AreAnswered_NeverAFault()
    {
        var routes = (await _client.JsonAsync("/hsds/openapi.json"))["paths"]!.AsObject();
        var wrong = new StringBuilder();
        int asked = 0;
        foreach (var (path, methods) in routes)
        {
            foreach (var (at, parameter) in methods!["get"]!["parameters"]!.AsArray().Where(parameter => $"{parameter!["in"]}" == "query").Index())
            {
                foreach (var (number, value) in HostileValues.All.Index())
                {
                    if (!FullRun.IsAsked && (number + at) % 9 != 0)
                        continue;
                    string address = $"/hsds{path.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal)}?{parameter!["name"]}={value}";
                    using var answer = await _client.ReadAsync(address.Replace(" ", "%20", StringComparison.Ordinal));
                    asked++;
                    if ((int)answer.StatusCode >= 500)
                        wrong.AppendLine(CultureInfo.InvariantCulture, $"{answer.StatusCode} {address[..Math.Min(address.Length, 200)]}");
                }
            }
        }

        Assert.True(asked > 200, $"{asked}");
        Assert.Equal("", wrong.ToString());
    }

    /// <summary>What one program says another one says as well, nested things and all: nothing is made up when it is asked for.</summary>
    [Fact]
    public async Task AnotherProgram_SaysTheSame()
    {
        await using var program = demo.Start();
        using var other = demo.Client(program);
        foreach (string address in new[] { "/hsds/package.json", "/hsds/taxonomy_terms?per_page=100", "/hsds/organizations?full_service=true&per_page=100", "/hsds/service_at_locations?full=true&per_page=100" })
            Assert.Equal((await _client.JsonAsync(address)).ToJsonString(), (await other.JsonAsync(address)).ToJsonString());
    }

    [Fact]
    public async Task Package_HasTheSameRows_AndEveryKeyLeadsToOne()
    {
        var (descriptor, tables) = await PackageAsync(_client);
        var services = (await _client.JsonAsync("/hsds/package.json")).AsArray();
        var resources = descriptor["resources"]!.AsArray();
        Assert.Equal(tables.Keys.Order(StringComparer.Ordinal), resources.Select(resource => $"{resource!["path"]}").Order(StringComparer.Ordinal));
        var ids = new Dictionary<string, HashSet<string>>();
        foreach (var resource in resources)
        {
            var rows = tables[$"{resource!["path"]}"];
            Assert.Equal(resource["schema"]!["fields"]!.AsArray().Select(field => $"{field!["name"]}"), rows[0]);
            ids[$"{resource["name"]}"] = [.. rows.Skip(1).Select(row => row[0])];
            Assert.Equal(rows.Count - 1, ids[$"{resource["name"]}"].Count);
            Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
            foreach (var (at, field) in resource["schema"]!["fields"]!.AsArray().Index().Where(field => field.Item!["constraints"]?["required"]?.GetValue<bool>() == true))
                Assert.All(rows, row => Assert.True(row[at].Length > 0, $"{resource["name"]}.{field!["name"]}"));
        }

        foreach (var resource in resources)
        {
            foreach (var key in resource!["schema"]!["foreignKeys"]?.AsArray() ?? [])
            {
                var rows = tables[$"{resource["path"]}"];
                int at = Array.IndexOf(rows[0], $"{key!["fields"]}");
                string of = $"{key["reference"]!["resource"]}" is { Length: > 0 } named ? named : $"{resource["name"]}";
                Assert.Empty(rows.Skip(1).Select(row => row[at]).Where(cell => cell.Length > 0).Except(ids[of]));
            }
        }

        Assert.Equal(services.Select(service => service!.Id()), tables["services.csv"].Skip(1).Select(row => row[0]));
        int Count(string property) => services.Sum(service => Walk(service).Where(found => !found.Path.StartsWith("/directory_entry", StringComparison.Ordinal))
            .Where(found => Regex.IsMatch(found.Path, $"(^|/){property}$")).Sum(found => found.Node!.AsArray().Count));
        foreach (var (property, file) in new[]
        {
            ("phones", "phones.csv"), ("schedules", "schedules.csv"), ("service_at_locations", "service_at_location.csv"), ("service_at_locations", "locations.csv"), ("addresses", "addresses.csv"), ("languages", "languages.csv"),
            ("service_areas", "service_areas.csv"), ("attributes", "attributes.csv"), ("accessibility", "accessibility.csv"), ("required_documents", "required_documents.csv"), ("additional_urls", "url.csv"),
        })
            Assert.Equal((file, Count(property)), (file, tables[file].Count - 1));
        // Cells are what they are, as another program compares them: nothing stands before a plus.
        Assert.Contains(tables["phones.csv"], row => row[2].StartsWith('+'));
    }
}
