using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>
/// One entry with everything in it, as each address says it, beside a file that somebody read. <c>HSDS_GOLDEN=write</c> writes them anew: read what changed.
/// </summary>
public sealed partial class HsdsGoldenTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(new TextEncoderSettings(UnicodeRanges.All)) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_AreThoseOfTheFiles()
    {
        var entry = await world.PublishAsync(Sample.Everything(), await world.Database.Given.SexWorkerLedAsync("Three"), await world.Database.Given.SexWorkerLedAsync("Four"));
        // The order of what has made-up ids is that of the namespace.
        await world.Database.Owner.RunAsync("update published.open_data set namespace = '6f6d0f4a-0d6e-4c1f-9a55-2f4c5a0c9b11'");
        await world.Database.Owner.RunAsync("update published.service set open_data = (code = $1)", entry.Code);
        await world.Database.Owner.RunAsync("update published.service set changed_at = '2026-11-01 09:00Z'");
        using var client = world.Browser();
        string id = entry.ServiceId.ToString();
        string organization = (await client.AllAsync("/hsds/organizations")).Single().Id(), door = (await client.AllAsync("/hsds/service_at_locations")).Single().Id();
        string taxonomy = (await client.AllAsync("/hsds/taxonomies?search=needs")).Single().Id();
        string term = (await client.AllAsync("/hsds/taxonomy_terms?per_page=100")).Single(one => $"{one["code"]}" == "pep").Id();
        var wrong = new List<string>();
        foreach (var (name, address) in new[]
        {
            ("root", "/hsds"), ("services", "/hsds/services"), ("services-minimal", "/hsds/services?minimal=true"), ("service", $"/hsds/services/{id}"), ("organizations", "/hsds/organizations"),
            ("organization", $"/hsds/organizations/{organization}"), ("service_at_locations", "/hsds/service_at_locations"), ("service_at_location", $"/hsds/service_at_locations/{door}"),
            ("taxonomies", "/hsds/taxonomies"), ("taxonomy", $"/hsds/taxonomies/{taxonomy}"), ("taxonomy_terms", "/hsds/taxonomy_terms?search=hormones"), ("taxonomy_term", $"/hsds/taxonomy_terms/{term}"), ("openapi", "/hsds/openapi.json"),
        })
        {
            string said = Plain((await client.JsonAsync(address)).ToJsonString(s_readable), entry.Code);
            string file = Repository.Path("tests", "ServiceDirectory.Tests", "Hsds", "golden", $"{name}.json");
            if (Environment.GetEnvironmentVariable("HSDS_GOLDEN") == "write")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, said, Stop);
            }

            if (!File.Exists(file) || await File.ReadAllTextAsync(file, Stop) != said)
                wrong.Add(name);
        }

        Assert.Empty(wrong);
    }

    /// <summary>Without what chance gave: ids are numbered as they come.</summary>
    private static string Plain(string text, string code)
    {
        var ids = new Dictionary<string, string>();
        return Id().Replace(text, found => ids.TryGetValue(found.Value, out string? known) ? known : ids[found.Value] = $"id-{ids.Count + 1}").Replace($"\"{code}\"", "\"code\"", StringComparison.Ordinal).ReplaceLineEndings("\n") + "\n";
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
