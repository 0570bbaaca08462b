using System.Text.Json;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.InBrowser;

/// <summary>The script that looks up places in the list of a country finds those that the program finds, as far as they are in it.</summary>
public sealed class LookingScriptTests(ShippedPlaces places)
{
    private const string Home = "GB";

    private static readonly string[] s_files = ["reading.js", "looking.js"];

    private static readonly string[] s_lists = ["golden.tsv", "held-out.tsv", "held-out-2.tsv", "held-out-3.tsv"];

    private sealed record Answer(int? Town, int[]? Ask);

    private JsonElement Table()
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
            PlaceTables.Write(places.Gazetteer, Home, json);
        return JsonSerializer.Deserialize<JsonElement>(written.ToArray());
    }

    private async Task<List<Answer?>> FindAsync(IEnumerable<string> texts) => await Scripts.RunAsync<List<Answer?>>(
        s_files,
        "const all = new directoryLooking.Places(value.table);"
        + "return value.texts.map(text => { const found = all.find(text); return found && { town: found.town?.id ?? null, ask: found.ask?.map(one => one.id) ?? null }; });",
        new { table = Table(), texts });

    [Fact]
    public async Task TypedNames_OfPlacesAtHome_AreFoundAlike()
    {
        var asked = s_lists.SelectMany(list => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Places", list)))
            .Select(line => line.Split('\t') is [Home, var text, ..] ? text : "").Where(text => text.Length > 0).Distinct()
            .Select(text => (Text: text, Found: places.Lookup.Find(text, Home) as PlaceAnswer.Found)).Where(one => one.Found?.Place.Country.Code == Home).ToList();
        Assert.True(asked.Count > 50, $"{asked.Count}");
        var answers = await FindAsync(asked.Select(one => one.Text));
        Assert.Equal([], asked.Zip(answers).Where(pair => pair.Second?.Town != pair.First.Found!.Place.GeoNameId)
            .Select(pair => $"{pair.First.Text}: {pair.First.Found!.Place} and not {pair.Second?.Town}"));
    }

    [Fact]
    public async Task Name_ThatSaysNothing_IsNoPlace() => Assert.Equal([null, null, null], await FindAsync(["zzxqqj", "12", "..."]));

    [Fact]
    public async Task Region_IsAskedAbout()
    {
        var answer = Assert.Single(await FindAsync(["yorkshire"]))!;
        Assert.Null(answer.Town);
        Assert.Contains(2644688, answer.Ask!);
    }
}
