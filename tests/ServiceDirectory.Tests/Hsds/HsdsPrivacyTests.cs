using System.Text.Json.Nodes;
using NodaTime;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>What is never in open data, by any of its roads, and by no count, date or order either.</summary>
public sealed class HsdsPrivacyTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private static readonly string[] s_never =
        ["contacts", "contact", "metadata", "updated_by", "assurer_email", "funding", "program", "programs", "parent_organization_id", "previous_value", "consent", "organisationId", "by", "attention"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<int> OwnerAsync(string sql, params object[] values) => world.Database.Owner.RunAsync(sql, values);

    private HttpClient Client() => world.Start(world.With(("Directory:RateLimits", "off"))).CreateClient(new() { BaseAddress = new Uri("https://localhost") });

    /// <summary>All that anybody can take, road by road.</summary>
    private static async Task<Dictionary<string, string>> DumpAsync(HttpClient client)
    {
        var roads = new Dictionary<string, string>();
        foreach (string road in new[]
        {
            "services", "services?full=true", "services?minimal=true", "services?format=ndjson&full=true", "services?need=pep", "services?search=clinic", "services?modified_after=2026-01-01", "services?place=2644688&radius=50",
            "organizations?full_service=true", "organizations?need=pep", "organizations?format=ndjson&full=true", "service_at_locations?full=true", "service_at_locations?format=ndjson", "package.json", "taxonomy_terms?per_page=100", "openapi.json",
        })
        {
            roads[road] = await client.GetStringAsync(new Uri($"/hsds/{road}", UriKind.Relative), Stop);
        }

        foreach (var (name, rows) in (await HsdsContractTests.PackageAsync(client)).Tables)
            roads[$"package.zip {name}"] = string.Join('\n', rows.Select(row => string.Join('|', row)));
        return roads;
    }

    [Fact, Property(88)]
    public async Task NothingOfWhoChecked_AndNobodyByName()
    {
        await OwnerAsync("update published.service set open_data = true, hidden_from = current_date + 100");
        using var client = Client();
        var roads = await DumpAsync(client);
        var approvers = await world.Database.Owner.ListAsync<string>("select code from directory.organisation where kind = 'sex-worker-led' and not public_name union select id::text from directory.organisation union select id::text from directory.revision");
        Assert.True(approvers.Count > 5);
        foreach (var (road, text) in roads)
        {
            foreach (string code in approvers)
                Assert.DoesNotContain(code, text, StringComparison.OrdinalIgnoreCase);
            if (road == "openapi.json" || road.StartsWith("package.zip", StringComparison.Ordinal))
                continue;
            var things = road.Contains("ndjson", StringComparison.Ordinal) ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)) : [JsonNode.Parse(text)];
            foreach (string name in things.SelectMany(Names))
                Assert.DoesNotContain(name, s_never);
        }

        static IEnumerable<string> Names(JsonNode? node) => node switch
        {
            JsonObject group => group.SelectMany(pair => Names(pair.Value).Prepend(pair.Key)),
            JsonArray list => list.SelectMany(Names),
            _ => [],
        };
    }

    /// <summary>Whatever happens to what nobody may take, no letter of what can be taken is another.</summary>
    [Fact, Property(87)]
    public async Task WhatNobodyMayTake_ChangesNothing()
    {
        await OwnerAsync("update published.service set open_data = (code in ($1, $2)), hidden_from = current_date + 100", world.Clinic.Code, world.Line.Code);
        await OwnerAsync("update published.service set changed_at = '2026-01-01 00:00Z'");
        using var client = Client();
        var before = await DumpAsync(client);
        Assert.Contains("Night Line", before["services"], StringComparison.Ordinal);

        // Another's words and place, its end, its beginning; drafts; who may judge, who shows themselves; what was checked, by whom and how.
        await OwnerAsync("update published.service set content = jsonb_set(content, '{name,in,en,value}', '\"Pep clinic in Leeds\"'), checked_on = checked_on - 60 where code = $1", world.Van.Code);
        await OwnerAsync("update published.site set geog = 'point(-1.5 53.8)' where code = $1", world.Far.Code);
        await OwnerAsync("update published.service set state = 'own' where code = $1", world.Private.Code);
        await OwnerAsync("delete from published.service where code = $1", world.Far.Code);
        await world.PublishAsync(Sample.Clinic("New pep clinic"), await world.Database.Given.SexWorkerLedAsync("Three"), await world.Database.Given.SexWorkerLedAsync("Four"));
        var shown = await world.Database.Given.SexWorkerLedAsync("Shown Union");
        await world.Database.App.RunAsync($"update directory.organisation set public_name = true, public_badge = true where id = '{shown.Id}'");
        await world.Database.App.RunAsync($"select directory.publish_organisation('{shown.Id}', '2026-11-24', '{shown.Id}', 'proposer')");
        await OwnerAsync("update published.service set checks = '{}', approvals = 1, due_on = due_on + 1, search_engines = not search_engines where code = $1", world.Clinic.Code);
        await OwnerAsync("update published.organisation set led_until = null");
        Assert.Equal(before, await DumpAsync(client));
        // And what may be taken does.
        await OwnerAsync("update published.service set open_data = true where code = $1", world.Van.Code);
        Assert.NotEqual(before, await DumpAsync(client));
    }

    /// <summary>Who runs what others may take is there; others who have a page, and vetting ones, are not.</summary>
    [Fact, Property(87)]
    public async Task Organisations_AreThoseThatRunSomethingOpen()
    {
        await OwnerAsync("update published.service set open_data = true, hidden_from = current_date + 100");
        using var client = Client();
        static string[] Names(IEnumerable<JsonNode> all) => [.. all.Select(one => $"{one["name"]}").Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("Peers", Names(await client.AllAsync("/hsds/organizations")));
        await OwnerAsync("update published.service set open_data = false where code = $1", world.Line.Code);
        Assert.DoesNotContain("Peers", Names(await client.AllAsync("/hsds/organizations")));
        Assert.Contains("Mill Trust", Names(await client.AllAsync("/hsds/organizations")));
    }

    /// <summary>Somebody keeps a copy by asking for what changed since they asked last, and by comparing ids: it is always the whole of it.</summary>
    [Fact]
    public async Task Harvest_ByWhatChanged_IsAlwaysWhole()
    {
        await OwnerAsync("update published.service set open_data = true, hidden_from = current_date + 100");
        await OwnerAsync("update published.service set changed_at = '2026-01-01 00:00Z'");
        await using var program = world.Start(new AppFactory(world.Database.Logins, null, new Dictionary<string, string> { ["Directory:RateLimits"] = "off" }));
        using var client = program.CreateClient(new() { BaseAddress = new Uri("https://localhost") });
        var copy = new Dictionary<string, string>();
        string since = "2020-01-01";
        async Task<string[]> HarvestAsync()
        {
            string now = NodaTime.Text.InstantPattern.ExtendedIso.Format(SystemClock.Instance.GetCurrentInstant());
            var changed = await client.LinesAsync($"/hsds/services?format=ndjson&full=true&modified_after={since}");
            since = now;
            foreach (var service in changed)
                copy[service.Id()] = Without(service);
            var ids = (await client.AllAsync("/hsds/services?minimal=true")).Ids().ToHashSet();
            foreach (string gone in copy.Keys.Where(id => !ids.Contains(id)).ToList())
                copy.Remove(gone);
            Assert.Equal((await client.JsonAsync("/hsds/package.json")).AsArray().ToDictionary(service => service!.Id(), service => Without(service!)), copy);
            return [.. changed.Select(service => $"{service["name"]}").Order(StringComparer.Ordinal)];
        }

        // What is said of the moment goes on for two hours after a change, as the hours come.
        static string Without(JsonNode service)
        {
            var kept = service.DeepClone().AsObject();
            kept.Remove("last_modified");
            return kept.ToJsonString();
        }

        Assert.True((await HarvestAsync()).Length >= 4);
        Assert.Empty(await HarvestAsync());
        await OwnerAsync("update published.service set checks = '{}', due_on = due_on + 1");
        Assert.Empty(await HarvestAsync());
        await OwnerAsync("update published.service set content = jsonb_set(content, '{cost}', '{\"original\": \"en\", \"in\": {\"en\": {\"value\": \"One coin\"}}}') where code = $1", world.Van.Code);
        Assert.Equal(["Van"], await HarvestAsync());
        await OwnerAsync("update published.service set open_data = false where code = $1", world.Line.Code);
        await HarvestAsync();
        await OwnerAsync("update published.organisation set content = jsonb_set(content, '{about}', '{\"original\": \"en\", \"in\": {\"en\": {\"value\": \"A trust of mills.\"}}}')");
        Assert.Contains("Mill Clinic", await HarvestAsync());
        await OwnerAsync("update published.service set open_data = true where code = $1", world.Line.Code);
        Assert.Contains("Night Line", await HarvestAsync());
        Assert.True(copy.Values.Count(service => service.Contains("One coin", StringComparison.Ordinal)) == 1);
    }
}
