using System.Text.Json;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Search;

public sealed class TokenizerTests
{
    private sealed record File(string Comment, IReadOnlyList<Vector> Vectors);

    private sealed record Vector(string Text, IReadOnlyList<string> Words);

    public static TheoryData<string, string[]> Vectors
    {
        get
        {
            var data = new TheoryData<string, string[]>();
            string json = System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Search", "tokenizer.json"));
            foreach (var vector in JsonSerializer.Deserialize<File>(json, JsonSerializerOptions.Web)!.Vectors)
                data.Add(vector.Text, [.. vector.Words]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Tokens_OfTheVectors(string text, string[] words) => Assert.Equal(words, Tokenizer.Tokens(text));

    [Fact]
    public void Tokens_OfAnyCharacters_NeverThrow_AndFoldToThemselves()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3) == 0 ? ' ' : (char)random.Next(0x10000)));
            foreach (string word in Tokenizer.Tokens(text))
            {
                Assert.InRange(word.Length, 1, Tokenizer.LongestToken);
                Assert.DoesNotContain(word, c => c is '\'' or '\\' or ' ' or '\0' || char.IsPunctuation(c));
            }
        }
    }

    [Theory]
    [InlineData("\ufffe")]
    [InlineData("\uffff")]
    [InlineData("\ud800")]
    [InlineData("\udc00\ud800")]
    public void Tokens_WhatIsNoCharacter_SeparatesWords(string between) =>
        Assert.Equal(["mill", "clinic"], Tokenizer.Tokens($"Mill{between}Clinic"));

    [Fact]
    public void Tokens_LongRun_IsNoWord()
    {
        Assert.Single(Tokenizer.Tokens(new string('a', Tokenizer.LongestToken)));
        Assert.Empty(Tokenizer.Tokens(new string('a', Tokenizer.LongestToken + 1)));
    }
}
