using System.Text.Json;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Search;

public sealed class NeedMatcherTests
{
    private const int Shown = 3;

    private static readonly DirectoryCatalogue s_catalogue = DirectoryCatalogue.Default;
    private static readonly NeedMatcher s_matcher = NeedMatcher.Default;

    private sealed record File(string Comment, IReadOnlyList<Vector> Vectors);

    private sealed record Vector(string Text, IReadOnlyList<string> Needs, bool Held);

    /// <summary>What a share of the phrases must at least be understood; the rest is printed.</summary>
    [Theory]
    [InlineData("needs.en.json", false, 0.98)]
    [InlineData("needs.en.json", true, 0.95)]
    [InlineData("needs.es.json", false, 0.95)]
    public void Read_GoldenPhrases_ARightNeedIsAmongTheFirstThree(string file, bool held, double least)
    {
        var vectors = Vectors(file).Where(v => v.Held == held && v.Needs.Count > 0).ToList();
        var missed = vectors.Where(v => !Read(v.Text).Take(Shown).Intersect(v.Needs).Any()).ToList();
        Assert.True(
            missed.Count <= vectors.Count * (1 - least),
            $"{missed.Count} of {vectors.Count}: {string.Join("; ", missed.Select(v => $"{v.Text} → {string.Join(' ', Read(v.Text))}"))}");
    }

    [Theory]
    [InlineData("needs.en.json", 0.95)]
    public void Read_TextsThatMeanNoNeed_GiveNone(string file, double least)
    {
        var vectors = Vectors(file).Where(v => v.Needs.Count == 0).ToList();
        var wrong = vectors.Where(v => Read(v.Text).Any()).ToList();
        Assert.True(
            wrong.Count <= vectors.Count * (1 - least),
            $"{wrong.Count} of {vectors.Count}: {string.Join("; ", wrong.Select(v => $"{v.Text} → {string.Join(' ', Read(v.Text))}"))}");
    }

    [Theory]
    [InlineData("not pregnant", "pregnancy-options pregnancy-care abortion")]
    [InlineData("i dont want to exit", "training-other-work")]
    [InlineData("methadone", "drug-alcohol-support")]
    [InlineData("abortion", "pregnancy-care")]
    [InlineData("morning after pill", "contraception")]
    [InlineData("hep b vaccine", "sti-testing")]
    [InlineData("rap music", "sexual-assault-care")]
    [InlineData("a tape and a grape", "sexual-assault-care")]
    public void Read_WhatIsNotMeant_IsNotRead(string text, string needs) =>
        Assert.Empty(Read(text).Intersect(needs.Split(' ')));

    [Theory]
    [InlineData("condom broke", "pep emergency-contraception sti-testing")]
    [InlineData("hormones and a lawyer", "hormones legal-advice")]
    public void Read_SeveralNeeds_InTheOrderOfUrgency(string text, string needs) =>
        Assert.Equal(needs.Split(' '), Read(text).Take(needs.Split(' ').Length));

    [Theory]
    [InlineData("", "")]
    [InlineData("Rose Clinic", "Rose Clinic")]
    [InlineData("HIV test at the Élan", "Élan")]
    [InlineData("the house", "house")]
    [InlineData("hooker needs Zbigniew", "Zbigniew")]
    [InlineData("rent boy Zbigniew", "Zbigniew")]
    [InlineData("I don't want a quokka, please", "quokka")]
    public void Read_WhatNoNeedExplains_IsTheRest(string text, string rest) => Assert.Equal(rest, s_matcher.Read(text).Rest);

    [Fact]
    public void Read_SkippedNeed_LeavesItsWordsToTheRest()
    {
        var prep = s_catalogue.FindNeed("prep")!;
        Assert.Equal("", s_matcher.Read("prep").Rest);
        var reading = s_matcher.Read("prep", [prep.Id]);
        Assert.Empty(reading.Needs);
        Assert.Equal("prep", reading.Rest);
    }

    [Fact]
    public void Read_AnyText_NeverThrows_AndGivesAtMostFive()
    {
        string[] words = [.. Vectors("needs.en.json").SelectMany(v => v.Text.Split(' ')), "+", "'", "\ud800", "\0", "ไทย", "中文", "🏳️‍🌈"];
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(4) switch
            {
                0 => ((char)random.Next(0x10000)).ToString(),
                1 => words[random.Next(words.Length)],
                2 => " ",
                _ => words[random.Next(words.Length)] + " ",
            }));
            text = text[..Math.Min(text.Length, 200)];
            var reading = s_matcher.Read(text);
            Assert.InRange(reading.Needs.Count, 0, NeedMatcher.MostNeeds);
            Assert.Equal(reading.Needs.Distinct(), reading.Needs);
        }
    }

    private static IEnumerable<string> Read(string text) => s_matcher.Read(text).Needs.Select(id => s_catalogue.FindNeed(id)!.Slug);

    private static IReadOnlyList<Vector> Vectors(string file) =>
        JsonSerializer.Deserialize<File>(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Search", file)), JsonSerializerOptions.Web)!.Vectors;
}
