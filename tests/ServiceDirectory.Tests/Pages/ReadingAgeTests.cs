using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Everything that the pages say by themselves can be read at twelve.</summary>
public sealed class ReadingAgeTests
{
    private const double Oldest = 12;

    private const int LongestSentence = 20;

    private static readonly DirectoryCatalogue s_catalogue = DirectoryCatalogue.Default;

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Every_Text_CanBeReadAtTwelve(string language)
    {
        var texts = Texts(language).ToList();
        Assert.True(texts.Count > 700, $"{texts.Count}");
        var ages = texts.Select(text => (text.Key, text.Words, Age: language == "en" ? ReadingAge.English(text.Words) : ReadingAge.Spanish(text.Words))).Where(text => text.Age is not null).ToList();
        Assert.True(ages.Count > 300, $"{ages.Count}");
        Assert.Equal([], ages.Where(text => text.Age > Oldest).Select(text => string.Create(CultureInfo.InvariantCulture, $"{text.Age:0.0} {text.Key}: {text.Words}")));
    }

    [Fact]
    public void Sentences_InEveryLanguage_AreShort() => Assert.Equal([], PageLanguages.Written.SelectMany(language => Texts(language)
        .SelectMany(text => text.Words.Split(['.', '!', '?', '؟', ':', '…']).Select(sentence => (text.Key, Sentence: sentence.Trim())))
        .Where(part => part.Sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > LongestSentence)
        .Select(part => $"{language} {part.Key}: {part.Sentence}")));

    [Theory]
    [InlineData("We set no cookie when you search.", 1, 9)]
    [InlineData("Notwithstanding considerable administrative complications, institutional representatives subsequently acknowledged responsibility.", 20, 60)]
    public void English_KnowsEasyFromHard(string text, double youngest, double oldest) => Assert.InRange(ReadingAge.English(text)!.Value, youngest, oldest);

    [Theory]
    [InlineData("No guardamos lo que buscas ni dónde lo buscas.", 5, 10)]
    [InlineData("Las complicaciones administrativas institucionales obligaron posteriormente a reconsiderar responsabilidades organizativas.", 16, 40)]
    public void Spanish_KnowsEasyFromHard(string text, double youngest, double oldest) => Assert.InRange(ReadingAge.Spanish(text)!.Value, youngest, oldest);

    [Theory]
    [InlineData("quiero", 2)]
    [InlineData("guitarra", 3)]
    [InlineData("policía", 3)]
    [InlineData("leer", 2)]
    [InlineData("ciudad", 2)]
    [InlineData("aún", 2)]
    [InlineData("muy", 1)]
    public void SpanishSyllables_AreCounted(string word, int count) => Assert.Equal(count, ReadingAge.SpanishSyllables(word));

    private static IEnumerable<(string Key, string Words)> Texts(string language)
    {
        foreach (var (key, words) in WordingFiles.In(language).Where(word => !word.Key.StartsWith("Date.", StringComparison.Ordinal)))
            yield return (key, words);
        foreach (var group in s_catalogue.Groups)
            yield return ($"group {group.Slug}", s_catalogue.Help(group, language));
        foreach (var need in s_catalogue.Needs)
        {
            yield return ($"need {need.Slug}", s_catalogue.Help(need, language));
            if (s_catalogue.Note(need, language) is { } note)
                yield return ($"note of {need.Slug}", note);
        }

        foreach (var facet in s_catalogue.Facets)
        {
            yield return ($"fact {facet.Slug}", s_catalogue.Label(facet, language));
            yield return ($"meaning of {facet.Slug}", s_catalogue.Meaning(facet, language));
        }

        foreach (var situation in s_catalogue.Situations)
        {
            yield return ($"calm of {situation.Slug}", s_catalogue.Calm(situation, language));
            yield return ($"ambulance of {situation.Slug}", s_catalogue.Emergency(situation, language));
            foreach (var step in s_catalogue.Steps(situation, language))
                yield return ($"step of {situation.Slug}", $"{step.Do} {step.By}");
        }
    }
}
