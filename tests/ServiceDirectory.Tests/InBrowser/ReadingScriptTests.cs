using System.Globalization;
using System.Text;
using System.Text.Json;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.InBrowser;

/// <summary>The script that reads what people type reads it as the program does: by the same vectors, and beyond them text by text.</summary>
public sealed class ReadingScriptTests
{
    private static readonly string[] s_files = ["reading.js"];

    /// <summary>Where letters stand that both have known for long: of Europe, Africa and Asia, signs, Chinese, Korean, those of mathematics.</summary>
    private static readonly (int From, int To)[] s_letters = [(0x20, 0x860), (0x900, 0x1000), (0x1e00, 0x2150), (0x3040, 0x4db0), (0x4e00, 0x9fb0), (0xac00, 0xd7a4), (0x1d400, 0x1d7ff)];

    private static readonly string[] s_golden = ["needs.en.json", "needs.es.json", "needs.ro.json", "needs.ar.json"];

    private const string ReadAll =
        "const matcher = new directoryReading.Matcher(value.table);"
        + "return value.texts.map(text => { const { needs, rest } = matcher.read(text, value.skipped); return { needs, rest, shown: matcher.mayBeShown(text) }; });";

    private sealed record WordVectors(IReadOnlyList<WordVector> Vectors);

    private sealed record WordVector(string Text, IReadOnlyList<string> Words);

    private sealed record NeedVectors(IReadOnlyList<NeedVector> Vectors);

    private sealed record NeedVector(string Text);

    private sealed record Reading(IReadOnlyList<int> Needs, string Rest, bool Shown);

    private static T Vectors<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Search", file)), JsonSerializerOptions.Web)!;

    private static JsonElement Table()
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
            NeedMatcherTables.Write(DirectoryCatalogue.Default, NeedMatcher.Default, json);
        return JsonSerializer.Deserialize<JsonElement>(written.ToArray());
    }

    private static string Said(IReadOnlyList<int> needs, string rest, bool shown) => $"{string.Join(' ', needs)} | {rest} | {shown}";

    private static async Task AssertReadAlikeAsync(string[] texts, params int[] skipped)
    {
        var read = await Scripts.RunAsync<List<Reading>>(s_files, ReadAll, new { Table = Table(), Texts = texts, Skipped = skipped }.Camel());
        Assert.Equal(texts.Length, read.Count);
        var different = texts.Zip(read)
            .Select(pair => (Text: pair.First, Ours: NeedMatcher.Default.Read(pair.First, skipped), Theirs: pair.Second))
            .Select(pair => (pair.Text, Ours: Said(pair.Ours.Needs, pair.Ours.Rest, NeedMatcher.Default.MayBeShown(pair.Text)), Theirs: Said(pair.Theirs.Needs, pair.Theirs.Rest, pair.Theirs.Shown)))
            .Where(pair => pair.Ours != pair.Theirs).Select(pair => $"{pair.Text}: {pair.Ours} and not {pair.Theirs}");
        Assert.Empty(different.Take(10));
    }

    [Fact]
    public async Task Tokens_OfTheVectors()
    {
        var vectors = Vectors<WordVectors>("tokenizer.json").Vectors;
        var words = await Scripts.RunAsync<List<List<string>>>(s_files, "return value.map(directoryReading.tokens);", vectors.Select(vector => vector.Text));
        Assert.Equal(vectors.Select(vector => string.Join(' ', vector.Words)), words.Select(found => string.Join(' ', found)));
    }

    [Fact]
    public async Task Tokens_OfAnyCharacters_AreTheSame()
    {
        string[] texts = [.. Enumerable.Range(0, FullRun.IsAsked ? 20_000 : 3_000).Select(AnyCharacters)];
        var words = await Scripts.RunAsync<List<List<string>>>(s_files, "return value.map(directoryReading.tokens);", texts);
        Assert.Equal(texts.Select(text => string.Join(' ', Tokenizer.Tokens(text))), words.Select(found => string.Join(' ', found)));
    }

    [Theory]
    [InlineData("needs.en.json")]
    [InlineData("needs.es.json")]
    [InlineData("needs.ro.json")]
    [InlineData("needs.ar.json")]
    public async Task GoldenTexts_AreReadAlike(string file)
    {
        string[] texts = [.. Vectors<NeedVectors>(file).Vectors.Select(vector => vector.Text)];
        Assert.True(texts.Length > 60);
        await AssertReadAlikeAsync(texts);
    }

    [Fact]
    public async Task TextsWithSkippedNeeds_AreReadAlike() =>
        await AssertReadAlikeAsync([.. Vectors<NeedVectors>(s_golden[0]).Vectors.Select(vector => vector.Text).Take(300)], 4, 7, 1, 15);

    [Fact]
    public async Task TextsOfManyWords_AreReadAlike()
    {
        string[] words = [.. s_golden.SelectMany(file => Vectors<NeedVectors>(file).Vectors).SelectMany(vector => vector.Text.Split(' ')), "+", "'", "don’t", "ไทย", "中文", "🏳️‍🌈", ".", "!", "hooker", "rent boy"];
        await AssertReadAlikeAsync([.. Enumerable.Range(0, FullRun.IsAsked ? 5_000 : 1_000).Select(seed =>
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.Next(1, seed % 50 == 0 ? 90 : 12); i > 0; i--)
            {
                string word = words[random.Next(words.Length)];
                // With a slip in it, now and then.
                if (word.Length > 4 && random.Next(6) == 0)
                    word = word.Remove(random.Next(1, word.Length), 1);
                text.Append(word).Append(random.Next(9) == 0 ? ", " : " ");
            }

            return text.ToString();
        })]);
    }

    private static string AnyCharacters(int seed)
    {
        var random = new Random(seed);
        // Whole characters: a lone half of one cannot be sent as JSON.
        return string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) switch
        {
            0 => " ",
            1 => ((char)random.Next(0x20, 0x700)).ToString(),
            _ => Assigned(random, s_letters[random.Next(s_letters.Length)]),
        }));
    }

    /// <summary>What one of them does not know yet is a letter to the other, as they may have different versions of Unicode.</summary>
    private static string Assigned(Random random, (int From, int To) among)
    {
        int code = random.Next(among.From, among.To);
        return char.ConvertFromUtf32(Rune.GetUnicodeCategory(new Rune(code)) is UnicodeCategory.OtherNotAssigned ? '?' : code);
    }
}

file static class Json
{
    /// <summary>As scripts name things.</summary>
    public static JsonElement Camel(this object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
