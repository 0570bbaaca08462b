using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Listings;

public sealed class TextTests
{
    [Theory]
    [InlineData("pt-BR", "pt", "Grátis")]
    [InlineData("pt", "pt", "Grátis")]
    [InlineData("en-GB", "en", "Free")]
    [InlineData("ar", "en", "Free")]
    public void For_RegionFallsBackToItsLanguage_ThenToTheOriginal(string asked, string language, string words)
    {
        var spoken = Text.Of("en", "Free").With("pt", "Grátis").For(asked);
        Assert.Equal((language, words, false), (spoken.Language, spoken.Value, spoken.OlderThanOriginal));
    }

    [Fact]
    public void For_OriginalChanged_TranslationIsOlder()
    {
        var text = Text.Of("en", "Free").With("ro", "Gratuit", machine: true);
        var changed = text with { In = new Dictionary<string, Words>(text.In) { ["en"] = new Words { Value = "5 pounds" } } };
        Assert.True(changed.For("ro").OlderThanOriginal);
        Assert.True(changed.For("ro").Machine);
        Assert.False(changed.For("en").OlderThanOriginal);
    }

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("ur", "rtl")]
    [InlineData("ro", "ltr")]
    public void Direction_OfScript(string language, string direction) => Assert.Equal(direction, Text.Of(language, "x").For(language).Direction);

    [Theory]
    [InlineData("PT-br", "pt-BR")]
    [InlineData("eng", "en")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData("es-419", "es-419")]
    [InlineData("bfi", "bfi")]
    [InlineData("rom", "rom")]
    [InlineData("und", null)]
    [InlineData("xx", null)]
    [InlineData("en-XX", null)]
    [InlineData("en_GB", null)]
    [InlineData("", null)]
    [InlineData("english", null)]
    public void Tag_HasOneSpelling(string tag, string? canonical) => Assert.Equal(canonical, LanguageTag.Canonical(tag));

    [Fact]
    public void Tag_OfAnyTwoOrThreeLetters_NeverThrows_AndStaysAsItIs()
    {
        var letters = Enumerable.Range('a', 26).Select(c => ((char)c).ToString()).ToList();
        foreach (string tag in letters.SelectMany(a => letters.SelectMany(b => letters.Append("").Select(c => a + b + c))))
        {
            if (LanguageTag.Canonical(tag) is not { } canonical)
                continue;
            Assert.Equal(canonical, LanguageTag.Canonical(canonical));
            Assert.NotEmpty(Text.Of(canonical, "x").For(canonical).Direction);
        }
    }
}
