using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Search;

/// <summary>How the signs and rules work, with phrases of its own: what people type changes, these do not.</summary>
public sealed class NeedMatcherRuleTests
{
    private const string Synonyms = """
        {"needs": {
            "sti-testing": {"phrases": ["blue heron", "flamingo?"], "ruledOutBy": ["plastic flamingo"]},
            "hiv-testing": {"phrases": ["flamingo"]},
            "prep": {"phrases": ["albatross."]},
            "vaccines": {"phrases": ["anhinga", "andagoose"]},
            "pep": {"phrases": ["=over to us", "no penguin", "<birds> nested"]},
            "abortion": {"phrases": ["cormorant kittiwake guillemot razorbill"]}
        }, "searchOnlyWords": {"dodo": null}}
        """;

    private const string Rules = """
        {"stopWords": ["the", "a", "is", "was", "by", "to", "us"], "weakWords": ["over"], "denying": ["not"], "lacking": ["no", "cant"], "ofSelf": ["my"],
         "sets": {"birds": ["puffin", "grebe", "sea swallow"]}, "beginnings": [{"from": "anda", "to": ""}, {"from": "an", "to": ""}], "endings": [{"from": "s", "to": ""}], "realWords": ["flamenco"]}
        """;

    private static readonly DirectoryCatalogue s_catalogue = Catalogue();
    private static readonly NeedMatcher s_matcher = new(s_catalogue);

    [Theory]
    [InlineData("blue heron", "sti-testing")]
    [InlineData("the herons by the blue", "sti-testing")]
    [InlineData("blue and grey heron", "sti-testing")]
    [InlineData("heron", "")]
    [InlineData("not blue heron", "")]
    [InlineData("over to us", "pep")]
    [InlineData("over us to", "")]
    [InlineData("to us", "")]
    [InlineData("the albatross", "prep")]
    [InlineData("grey albatross", "")]
    [InlineData("no penguin", "pep")]
    [InlineData("a penguin", "")]
    [InlineData("grebes nested", "pep")]
    [InlineData("sea swallow nested", "pep")]
    [InlineData("swallow", "")]
    [InlineData("cormorant kittiwake razorbill", "abortion")]
    [InlineData("cormorant", "")]
    [InlineData("flamingo", "hiv-testing sti-testing")]
    [InlineData("plastic flamingo", "hiv-testing")]
    [InlineData("not flamingo", "")]
    [InlineData("cant flamingo", "hiv-testing sti-testing")]
    public void Read_EachSign_MeansWhatItSays(string text, string needs) => Assert.Equal(needs, Read(text));

    [Theory]
    [InlineData("flamigo", "hiv-testing sti-testing")]
    [InlineData("lfamingo", "hiv-testing sti-testing")]
    [InlineData("flammingo", "hiv-testing sti-testing")]
    [InlineData("glamingo", "")]
    [InlineData("flamenco", "")]
    [InlineData("flam", "")]
    public void Read_Misspelt_IsFoundAmongWordsThatBeginAlike(string text, string needs) => Assert.Equal(needs, Read(text));

    [Theory]
    [InlineData("anflamingo", "hiv-testing sti-testing")]
    [InlineData("andaflamingos", "hiv-testing sti-testing")]
    [InlineData("anflamigo", "hiv-testing sti-testing")]
    [InlineData("anandaflamingo", "")]
    [InlineData("not anflamingo", "")]
    [InlineData("anflamenco", "")]
    [InlineData("anhinga", "vaccines")]
    [InlineData("ananhinga", "vaccines")]
    [InlineData("andanhinga", "")]
    [InlineData("andagoose", "vaccines")]
    [InlineData("goose", "")]
    public void Read_BeginningOfAWord_IsTakenOffWhereTheWordIsNotKnownWithIt(string text, string needs) => Assert.Equal(needs, Read(text));

    [Theory]
    [InlineData("my brother saw albatross", "prep")]
    [InlineData("her brother saw albatross", "")]
    [InlineData("my grey albatross", "")]
    public void Read_OneWordInASentenceAboutOneself_IsEnough(string text, string needs) => Assert.Equal(needs, Read(text));

    /// <summary>Two words that agree mean their need too, but explain nothing: the search in names still gets them.</summary>
    [Theory]
    [InlineData("blue heron", "")]
    [InlineData("blue one two heron", "one two")]
    [InlineData("blue one two three heron", "blue one two three heron")]
    [InlineData("blue. heron", "blue heron")]
    [InlineData("cormorant kittiwake razorbill", "")]
    [InlineData("cormorant razorbill", "cormorant razorbill")]
    public void Read_WordsThatNoPhraseHolds_StayInTheRest(string text, string rest)
    {
        var reading = s_matcher.Read(text);
        Assert.Single(reading.Needs);
        Assert.Equal(rest, reading.Rest);
    }

    [Theory]
    [InlineData(50, "sti-testing")]
    [InlineData(64, "")]
    public void Read_PhraseInALongText_IsFoundAmongTheWordsThatAreRead(int before, string needs)
    {
        string text = string.Concat(Enumerable.Repeat("zumzet ", before)) + "blue heron";
        Assert.Equal(needs, Read(text));
    }

    [Fact]
    public void Read_HiddenWord_IsNoRest() => Assert.Equal("zumzet", s_matcher.Read("dodo zumzet dodos").Rest);

    [Fact]
    public void Read_HiddenWordWithABeginning_IsNoRest() => Assert.Equal("zumzet", s_matcher.Read("andadodo zumzet andodo").Rest);

    private static string Read(string text) => string.Join(' ', s_matcher.Read(text).Needs.Select(id => s_catalogue.FindNeed(id)!.Slug));

    private static DirectoryCatalogue Catalogue()
    {
        var files = CatalogueFiles.Embedded();
        foreach (string name in files.Keys.Where(name => name.StartsWith(CatalogueFiles.SynonymsPrefix, StringComparison.Ordinal) || name.StartsWith(CatalogueFiles.MatchingPrefix, StringComparison.Ordinal)).ToList())
            files.Remove(name);
        files["matching-en.json"] = Rules;
        files["synonyms-en.json"] = Synonyms;
        return CatalogueReader.Read(files);
    }
}
