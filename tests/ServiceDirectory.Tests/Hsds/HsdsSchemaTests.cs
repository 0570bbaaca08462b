using System.Diagnostics;
using System.Text.Json.Nodes;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>
/// Every answer over the whole demo against the schemas of the specification, which are not part of this repository: <c>HSDS_SCHEMAS</c> says where
/// they are. <see cref="HsdsContractTests"/> needs none.
/// </summary>
public sealed class HsdsSchemaTests(OpenDemo demo) : IClassFixture<OpenDemo>
{
    private static readonly string? s_schemas = Environment.GetEnvironmentVariable("HSDS_SCHEMAS");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_Answer_IsAsTheSchemasSay()
    {
        if (string.IsNullOrEmpty(s_schemas))
            Assert.Skip("HSDS_SCHEMAS does not say where the format's schemas are.");
        using var client = demo.Client();
        var answers = new List<(string Schema, string From, JsonNode Answer)> { ("root", "/hsds", await client.JsonAsync("/hsds")) };
        async Task AddPagesAsync(string schema, string address) => answers.AddRange((await client.PagesAsync(address)).Select(page => ($"{schema}_page", address, page)));
        async Task AddEachAsync(string schema, string list, string more = "")
        {
            foreach (string id in (await client.AllAsync($"{list}?per_page=100")).Ids())
                answers.Add((schema, $"{list}/{id}{more}", await client.JsonAsync($"{list}/{id}{more}")));
        }

        async Task AddLinesAsync(string schema, string address) => answers.AddRange((await client.LinesAsync(address)).Select(line => (schema, address, line)));

        foreach (var (schema, list) in new[]
        {
            ("service", "/hsds/services"), ("organization", "/hsds/organizations"), ("service_at_location", "/hsds/service_at_locations"), ("taxonomy", "/hsds/taxonomies"), ("taxonomy_term", "/hsds/taxonomy_terms"),
        })
        {
            await AddPagesAsync(schema, $"{list}?per_page=7");
            await AddEachAsync(schema, list);
            await AddLinesAsync(schema, $"{list}?format=ndjson");
            if (schema.StartsWith("taxonomy", StringComparison.Ordinal))
                continue;
            await AddPagesAsync(schema, $"{list}?per_page=7&full=true");
            await AddLinesAsync(schema, $"{list}?format=ndjson&full=true");
        }

        await AddPagesAsync("organization", "/hsds/organizations?full_service=true");
        await AddEachAsync("organization", "/hsds/organizations", "?full_service=true");
        answers.AddRange((await client.JsonAsync("/hsds/package.json")).AsArray().Select(service => ("service", "/hsds/package.json", service!)));
        Assert.True(answers.Count > 400, $"{answers.Count} answers.");
        string wrong = await ValidateAsync(answers);
        Assert.True(wrong.Length == 0, wrong);

        // The judge itself is not blind.
        var broken = JsonNode.Parse(answers.First(answer => answer.From.StartsWith("/hsds/services/", StringComparison.Ordinal)).Answer.ToJsonString())!;
        broken["description"] = null;
        Assert.Contains("/description", await ValidateAsync([("service", "broken", broken)]), StringComparison.Ordinal);
        broken["description"] = "";
        broken["phones"] = new JsonArray(new JsonObject { ["id"] = "1", ["number"] = "1" });
        Assert.Contains("/phones/0/id", await ValidateAsync([("service", "broken", broken)]), StringComparison.Ordinal);
    }

    /// <summary>The tables and fields of the package are those of the specification, but for what says that it is ours.</summary>
    [Fact]
    public async Task Tables_AreThoseOfTheSpecification()
    {
        if (string.IsNullOrEmpty(s_schemas))
            Assert.Skip("HSDS_SCHEMAS does not say where the format's schemas are.");
        var theirs = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(s_schemas!, "datapackage.json"), Stop))!["resources"]!.AsArray();
        using var client = demo.Client();
        var ours = (await HsdsContractTests.PackageAsync(client)).Descriptor["resources"]!.AsArray();
        Assert.True(ours.Count >= 15);
        foreach (var table in ours)
        {
            var known = theirs.Single(one => $"{one!["name"]}" == $"{table!["name"]}")!;
            Assert.Equal($"{known["path"]}", $"{table!["path"]}");
            var fields = known["schema"]!["fields"]!.AsArray().ToDictionary(field => $"{field!["name"]}", field => field!);
            var said = table["schema"]!["fields"]!.AsArray().ToDictionary(field => $"{field!["name"]}", field => field!);
            foreach (var (name, field) in said.Where(field => !$"{field.Value["description"]}".StartsWith("Not of the specification", StringComparison.Ordinal)))
                Assert.Equal($"{table["name"]}.{name} {fields[name]["type"]}", $"{table["name"]}.{name} {field["type"]}");
            Assert.Empty(fields.Where(field => field.Value["constraints"]?["required"]?.GetValue<bool>() == true).Select(field => field.Key).Except(said.Keys));
        }
    }

    /// <returns>What is wrong, a line each; empty: nothing.</returns>
    private static async Task<string> ValidateAsync(IReadOnlyList<(string Schema, string From, JsonNode Answer)> answers)
    {
        var lines = answers.Select(answer => new JsonObject { ["schema"] = answer.Schema, ["from"] = answer.From, ["body"] = answer.Answer.DeepClone() }.ToJsonString());
        var start = new ProcessStartInfo("node", [Repository.Path("tests", "ServiceDirectory.Tests", "Hsds", "validate.cjs"), Path.Combine(s_schemas!, "compiled"), Repository.Path(".data", "npm")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var said = node.StandardOutput.ReadToEndAsync(Stop);
        var problems = node.StandardError.ReadToEndAsync(Stop);
        foreach (string line in lines)
            await node.StandardInput.WriteLineAsync(line.AsMemory(), Stop);
        node.StandardInput.Close();
        await node.WaitForExitAsync(Stop);
        Assert.True(node.ExitCode == 0, await problems);
        return (await said).TrimEnd();
    }
}
