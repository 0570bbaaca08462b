using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Listings;

/// <summary>Documents that somebody bent: they are refused as text, or as a description with named problems, or they can be published.</summary>
public sealed class HostileContentTests
{
    private static readonly int s_samples = FullRun.IsAsked ? 60_000 : 500;

    private static readonly string[] s_strings =
    [
        "", " ", "\0", "a\0b", "\ud800", "\udc00x", "\u202eabc", "<script>", "'; drop table x; --", "en", "pt-BR", "qqq", "GB", "GB.", "001", "+44", "112",
        "2026-11-24", "9999-12-31", "-9998-01-01", "00:00:00", "23:59:59.9999999", "http://", "https://x.example", "https://[::1]/", "http://\u0130.x/",
        "a@b", "😀", new string('x', 10_000), "00000000-0000-0000-0000-000000000000", "monday", "full", "area", "mobile", "given", "e\u0301",
    ];

    private static readonly double[] s_numbers = [0, -1, 1, 2, 62, 63, 64, int.MaxValue, 1e300, 0.5, Sample.Leeds, 90.00001, 200];

    [Fact]
    public void Bent_NeverThrows_AndEveryProblemLeadsSomewhere()
    {
        var validator = new ListingValidator(DirectoryCatalogue.Default, ListingValidatorTests.Town);
        var derivation = new ListingDerivation(DirectoryCatalogue.Default, ListingValidatorTests.Town);
        string whole = JsonSerializer.Serialize(Sample.Everything(), ContentJson.Options);
        var (unread, refused, published) = (0, 0, 0);
        for (int seed = 0; seed < s_samples; seed++)
        {
            var random = new Random(seed);
            var document = JsonNode.Parse(whole)!;
            for (int i = random.Next(1, 4); i > 0; i--)
                Bend(document, random);
            ListingContent content;
            try
            {
                content = SiteLocator.Locate(Upcasters.Default.Read(document.ToJsonString(), ListingContent.CurrentVersion), ListingValidatorTests.Town);
            }
            catch (JsonException)
            {
                unread++;
                continue;
            }

            try
            {
                _ = validator.Validate(content, ListingUse.Draft);
                var problems = validator.Validate(content, ListingUse.Publication);
                Assert.All(problems, p => Assert.Equal("", DocumentPath.Rest(content, p.Field)));
                if (problems.Any(p => !p.IsWarning))
                {
                    refused++;
                    continue;
                }

                _ = CanonicalJson.Hash(content);
                _ = derivation.Derive(content, new LocalDate(2027, 1, 1), new LocalDate(2027, 3, 1));
                published++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
        }

        // Each of the three ways is really taken.
        Assert.True(Math.Min(Math.Min(unread, refused), published) > s_samples / 20, $"{unread} {refused} {published}");
    }

    [Theory]
    [InlineData("otherNames")]
    [InlineData("sites")]
    [InlineData("phones")]
    [InlineData("staffLanguages")]
    [InlineData("remoteAreas")]
    [InlineData("access")]
    public void NullInAList_IsRefused(string list)
    {
        var document = Document();
        document[list]!.AsArray().Add(null);
        Assert.Throws<JsonException>(() => Read(document));
    }

    [Fact]
    public void NullAmongLanguages_IsRefused()
    {
        var document = Document();
        document["name"]!["in"]!["ar"] = null;
        Assert.Throws<JsonException>(() => Read(document));
    }

    [Fact]
    public void UnknownMember_MemberTwice_NumberAsEnum_HalfASpan_AreRefused()
    {
        var document = Document();
        document["sites"]![0]!["geo"] = 1;
        Assert.Throws<JsonException>(() => Read(document));

        string twice = Document().ToJsonString().Insert(1, "\"profile\":\"basics\",");
        Assert.Throws<JsonException>(() => Upcasters.Default.Read(twice, 1));

        document = Document();
        document["profile"] = 0;
        Assert.Throws<JsonException>(() => Read(document));

        document = Document();
        document["sites"]![0]!["specialDays"]![1]!["open"]![0]!.AsObject().Remove("closes");
        Assert.Throws<JsonException>(() => Read(document));
    }

    private static JsonObject Document() => JsonSerializer.SerializeToNode(Sample.Everything(), ContentJson.Options)!.AsObject();

    private static ListingContent Read(JsonObject document) => Upcasters.Default.Read(document.ToJsonString(), ListingContent.CurrentVersion);

    private static void Bend(JsonNode document, Random random)
    {
        var nodes = new List<JsonNode>();
        Collect(document, nodes);
        var node = nodes[random.Next(nodes.Count)];
        var parent = node.Parent;
        JsonNode? put = random.Next(8) switch
        {
            0 => null,
            1 => new JsonArray(),
            2 => new JsonObject(),
            3 => nodes[random.Next(nodes.Count)].DeepClone(),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => Word(random),
                JsonValueKind.Number => s_numbers[random.Next(s_numbers.Length)],
                JsonValueKind.True => false,
                JsonValueKind.False => true,
                _ => node.DeepClone(),
            },
        };
        switch (parent)
        {
            case JsonObject fields when random.Next(6) == 0:
                fields.Remove(node.GetPropertyName());
                break;
            case JsonObject fields when fields.Parent is JsonObject text && text.ContainsKey("original") && random.Next(3) == 0:
                fields[s_strings[random.Next(s_strings.Length)]] = node.DeepClone();
                break;
            case JsonObject fields:
                fields[node.GetPropertyName()] = put;
                break;
            case JsonArray items when random.Next(3) == 0:
                items.Add(node.DeepClone());
                break;
            case JsonArray items:
                items[node.GetElementIndex()] = put;
                break;
        }
    }

    private static string Word(Random random) => s_strings[random.Next(s_strings.Length)];

    private static void Collect(JsonNode node, List<JsonNode> into)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(f => f.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            into.Add(child);
            Collect(child, into);
        }
    }
}
