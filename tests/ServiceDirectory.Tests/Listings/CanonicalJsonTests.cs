using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Listings;

public sealed class CanonicalJsonTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonDocument.Parse(json).RootElement));

    [Fact]
    public void RoundTrip_EveryFieldFilled_IsTheSameDocument()
    {
        var content = Sample.Everything();
        string json = JsonSerializer.Serialize(content, ContentJson.Options);
        // Everything() leaves no field of any kind of item empty.
        var written = JsonNode.Parse(json)!.AsObject();
        Assert.All(typeof(ListingContent).GetProperties(), p => Assert.True(written.ContainsKey(JsonNamingPolicy.CamelCase.ConvertName(p.Name)), p.Name));
        var back = Upcasters.Default.Read(json, ListingContent.CurrentVersion);
        Assert.Equal(json, JsonSerializer.Serialize(back, ContentJson.Options));
        Assert.Equal(CanonicalJson.Hash(content), CanonicalJson.Hash(back));
    }

    [Theory]
    [InlineData("""{"b": 1, "a": [true, null, "x"]}""", """{"a":[true,null,"x"],"b":1}""")]
    [InlineData("""{"a": 51.0, "b": 5.1e1, "c": -0.0, "d": 0.1}""", """{"a":51,"b":51,"c":0,"d":0.1}""")]
    [InlineData("{\"a\": \"e\u0301\"}", "{\"a\":\"\u00e9\"}")]
    [InlineData("{\"e\u0301\": 1}", "{\"\u00e9\":1}")]
    [InlineData("""{"a": "\u00e9\n\"\\\u2028"}""", "{\"a\":\"\u00e9\\u000a\\\"\\\\\u2028\"}")]
    [InlineData("""{"Z": 1, "a": 2, "é": 3, "_": 4}""", """{"Z":1,"_":4,"a":2,"é":3}""")]
    public void Bytes_OneTextForOneValue(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Bytes_ShuffledKeysAndDecomposedLetters_AreTheSame()
    {
        string whole = JsonSerializer.Serialize(Sample.Everything() with { Cost = Text.Of("ro", "Gratuit în spațiul nostru") }, ContentJson.Options);
        string expected = Canonical(whole);
        for (int seed = 0; seed < 50; seed++)
            Assert.Equal(expected, Canonical(Shuffled(JsonNode.Parse(whole)!, new Random(seed)).ToJsonString().Normalize(NormalizationForm.FormD)));
    }

    [Fact]
    public async Task Hash_OfWhatTheDatabaseGivesBack_IsTheStoredOne()
    {
        var written = await new ListingDesk(database, places).WriteAsync(Sample.Everything());
        string stored = await database.App.OneAsync<string>("select content::text from directory.revision where id = $1", written.RevisionId);
        byte[] hash = await database.App.OneAsync<byte[]>("select content_hash from directory.revision where id = $1", written.RevisionId);
        Assert.Equal(hash, CanonicalJson.Hash(JsonDocument.Parse(stored).RootElement));
        Assert.Equal(hash, CanonicalJson.Hash(Upcasters.Default.Read(stored, ListingContent.CurrentVersion)));
    }

    [Fact]
    public void Upcasters_LiftAChain_AndRefuseNewerAndGaps()
    {
        var today = JsonSerializer.SerializeToNode(Sample.Clinic(), ContentJson.Options)!.AsObject();
        var old = today.DeepClone().AsObject();
        old.Remove("summary");
        old["blurb"] = "Free tests";
        var chain = new Dictionary<int, Func<JsonObject, JsonObject>>
        {
            [1] = d =>
            {
                d["teaser"] = d["blurb"]!.DeepClone();
                d.Remove("blurb");
                return d;
            },
            [2] = d =>
            {
                d["summary"] = JsonSerializer.SerializeToNode(Text.Of("en", d["teaser"]!.GetValue<string>()), ContentJson.Options);
                d.Remove("teaser");
                return d;
            },
        };
        var upcasters = new Upcasters(chain, 3);
        Assert.Equal("Free tests", upcasters.Read(old.ToJsonString(), 1).Summary!.OriginalWords);
        Assert.NotNull(upcasters.Read(today.ToJsonString(), 3));
        Assert.Contains("4", Assert.Throws<NotSupportedException>(() => upcasters.Read(today.ToJsonString(), 4)).Message, StringComparison.Ordinal);
        chain.Remove(2);
        Assert.Throws<NotSupportedException>(() => upcasters.Read(old.ToJsonString(), 1));
    }

    private static JsonNode Shuffled(JsonNode node, Random random) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(_ => random.Next()).Select(f => KeyValuePair.Create(f.Key, f.Value is null ? null : Shuffled(f.Value, random)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Shuffled(i, random))]),
        _ => node.DeepClone(),
    };
}
