using System.Text.Json.Nodes;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Catalogue;

/// <summary>A catalogue file that is wrong stops the program, and says where and why.</summary>
public sealed class CatalogueReaderTests
{
    private const string Needs = CatalogueFiles.Needs;
    private const string Facets = CatalogueFiles.Facets;
    private const string Criteria = CatalogueFiles.Criteria;
    private const string Romanian = "words-ro.json";
    private const string Matching = "matching-en.json";
    private const string Synonyms = "synonyms-en.json";

    /// <summary>Each rule: the file, what is done to it, and the entry and reason that have to be named.</summary>
    private static readonly Dictionary<string, (string File, Action<JsonNode> Spoil, string Entry, string Reason)> s_rules = new()
    {
        ["group twice"] = (Needs, f => f["groups"]![1]!["slug"] = "sexual-health", "sexual-health", "stands there twice"),
        ["need twice"] = (Needs, f => Need(f, 1)["slug"] = "sti-testing", "sti-testing", "stands there twice"),
        ["situation twice"] = (Needs, f => f["situations"]![1]!["slug"] = "condom-broke", "condom-broke", "stands there twice"),
        ["slug with a capital"] = (Needs, f => Need(f, 0)["slug"] = "STI", "\"STI\"", "a slug has lower-case letters, digits and single dashes"),
        ["slug with two dashes"] = (Needs, f => Need(f, 0)["slug"] = "a--b", "\"a--b\"", "a slug has lower-case letters, digits and single dashes"),
        ["need 0"] = (Needs, f => Need(f, 0)["id"] = 0, "sti-testing", "id 0 is not 1 or more"),
        ["number twice"] = (Needs, f => Need(f, 1)["id"] = 1, "hiv-testing", "has the id 1 of \"sti-testing\""),
        ["situation's number twice"] = (Needs, f => f["situations"]![1]!["id"] = 1, "hurt", "has the id 1 of \"condom-broke\""),
        ["need without a name"] = (Needs, f => Need(f, 0)["label"] = " ", "sti-testing", "has no label"),
        ["need without help"] = (Needs, f => Need(f, 0)["help"] = "", "sti-testing", "has no help"),
        ["related to itself"] = (Needs, f => Need(f, 0)["related"] = new JsonArray("sti-testing"), "sti-testing", "is related to itself"),
        ["related to nothing"] = (Needs, f => Need(f, 0)["related"] = new JsonArray("nothing"), "sti-testing", "there is no need \"nothing\""),
        ["situation without a need"] = (Needs, f => f["situations"]![0]!["needs"] = new JsonArray(), "condom-broke", "names no need"),
        ["situation of no need"] = (Needs, f => f["situations"]![0]!["needs"] = new JsonArray("nothing"), "condom-broke", "there is no need \"nothing\""),
        ["fact group twice"] = (Facets, f => f["groups"]![1]!["slug"] = "cost", "cost", "stands there twice"),
        ["fact twice"] = (Facets, f => Fact(f, "no-id")["slug"] = "free", "free", "stands there twice"),
        ["fact's number twice"] = (Facets, f => Fact(f, "no-id")["id"] = 1, "no-id", "has the id 1 of \"free\""),
        ["fact 0"] = (Facets, f => Fact(f, "free")["id"] = 0, "free", "id 0 is not 1 or more"),
        ["fact past the mask"] = (Facets, f => Fact(f, "free")["id"] = 63, "free", "id 63 is over 62, the last bit of a mask"),
        ["fact without a name"] = (Facets, f => Fact(f, "free")["label"] = "", "free", "has no label"),
        ["unknown source"] = (Facets, f => Fact(f, "free")["source"] = "typed", "free", "source \"typed\" is not \"derived\""),
        ["derived and asked for"] = (Facets, f => Fact(f, "phone")["decides"] = true, "phone", "is derived, so nobody can be asked for it or for its values"),
        ["derived with values"] = (Facets, f => Values(Fact(f, "phone"), ["a"], ["a"]), "phone", "is derived, so nobody can be asked for it or for its values"),
        ["value twice"] = (Facets, f => Values(Fact(f, "free"), ["a", "a"], ["a"]), "free", "has a value twice"),
        ["no value counts"] = (Facets, f => Values(Fact(f, "free"), ["a"], []), "free", "has values and none that counts as yes"),
        ["unknown value counts"] = (Facets, f => Values(Fact(f, "free"), ["a"], ["b"]), "free", "counts \"b\" as yes, which is not one of its values"),
        ["version 0"] = (Criteria, f => f["version"] = 0, "version", "is not 1 or more"),
        ["criterion twice"] = (Criteria, f => Criterion(f, 1)["slug"] = "no-mandatory-testing", "no-mandatory-testing", "stands there twice"),
        ["criterion's number twice"] = (Criteria, f => Criterion(f, 1)["id"] = 1, "informed-consent", "has the id 1 of \"no-mandatory-testing\""),
        ["criterion without words"] = (Criteria, f => Criterion(f, 0)["statement"] = "", "no-mandatory-testing", "has no statement"),
        ["criterion without a check"] = (Criteria, f => Criterion(f, 0)["check"] = "", "no-mandatory-testing", "has no check"),
        ["criterion without an end"] = (Criteria, f => Criterion(f, 0)["suspendWhen"] = "", "no-mandatory-testing", "has no suspendWhen"),
        ["required of nobody"] = (Criteria, f => Criterion(f, 0)["profiles"] = new JsonArray(), "no-mandatory-testing", "required ones, and no others, name the profiles to which they apply"),
        ["not required, of somebody"] = (Criteria, f => Criterion(f, 0)["required"] = false, "no-mandatory-testing", "required ones, and no others, name the profiles to which they apply"),
        ["profile twice"] = (Criteria, f => Criterion(f, 0)["profiles"] = new JsonArray("health", "health"), "no-mandatory-testing", "names a profile twice"),
        ["red line, not required"] = (Criteria, f => Optional(Criterion(f, 0)), "no-mandatory-testing", "is a red line and not required"),
        ["suspends without a sentence"] = (Criteria, f => Criterion(f, 0).AsObject().Remove("concern"), "no-mandatory-testing", "suspends at once and has no sentence to report it by"),
        ["sixteen required"] = (Criteria, f => f["criteria"]!.AsArray().RemoveAt(0), "the file", "16 criteria are required instead of 17"),
        ["words for no need"] = (Romanian, f => f["needs"]!["nothing"] = Word("Nimic"), "needs \"nothing\"", "is not in the catalogue"),
        ["words for no fact"] = (Romanian, f => f["facets"]!["nothing"] = Word("Nimic"), "facets \"nothing\"", "is not in the catalogue"),
        ["words for no group"] = (Romanian, f => f["groups"]!["nothing"] = Word("Nimic"), "groups \"nothing\"", "is not in the catalogue"),
        ["words for no fact group"] = (Romanian, f => f["facetGroups"]!["nothing"] = Word("Nimic"), "facetGroups \"nothing\"", "is not in the catalogue"),
        ["words for no situation"] = (Romanian, f => f["situations"]!["nothing"] = Word("Nimic"), "situations \"nothing\"", "is not in the catalogue"),
        ["phrases of no need"] = (Synonyms, f => f["needs"]!["nothing"] = Phrases("hello"), "nothing", "is not in the catalogue"),
        ["empty phrase"] = (Synonyms, f => Add(f, " "), "sti-testing", "has no word in a phrase"),
        ["phrase twice"] = (Synonyms, f => Add(f, "Quokka", "quokka"), "sti-testing", "has \"quokka\" twice"),
        ["phrase for and against"] = (Synonyms, f => f["needs"]!["sti-testing"] = Phrases("quokka", ruledOutBy: "quokka"), "sti-testing", "has \"quokka\" twice"),
        ["phrase with no such set"] = (Synonyms, f => Add(f, "<quokkas> bit me"), "sti-testing", "\"<quokkas> bit me\" names the set \"quokkas\", which there is not"),
        ["phrase with an open set"] = (Synonyms, f => Add(f, "<quokka bit me"), "sti-testing", "\"<quokka bit me\" names the set \"quokka bit me\", which there is not"),
        ["phrase that says nothing"] = (Synonyms, f => Add(f, "please the"), "sti-testing", "\"please the\" has no word that says anything; = before it compares it word for word"),
        ["phrase that says too little"] = (Synonyms, f => Add(f, "out"), "sti-testing", "\"out\" says too little to be read: its words mean too many needs, or none"),
        ["hidden word for no need"] = (Synonyms, f => f["searchOnlyWords"]!["hooker"] = "nothing", "searchOnlyWords \"hooker\"", "there is no need \"nothing\""),
        ["hidden word that is empty"] = (Synonyms, f => f["searchOnlyWords"]![""] = null, "searchOnlyWords", "has no word"),
        ["rule with a capital"] = (Matching, f => f["stopWords"]!.AsArray().Add("The"), "stopWords, \"The\"", "is not lower case without accents and apostrophes"),
        ["rule with an accent"] = (Matching, f => f["weakWords"]!.AsArray().Add("café"), "weakWords, \"café\"", "is not lower case without accents and apostrophes"),
        ["rule with an apostrophe"] = (Matching, f => f["denying"]!.AsArray().Add("don't"), "denying, \"don't\"", "is not lower case without accents and apostrophes"),
        ["clitic without an apostrophe"] = (Matching, f => f["clitics"]!.AsArray().Add("ll"), "clitics, \"ll\"", "is not lower case without accents and apostrophes"),
        ["empty rule"] = (Matching, f => f["realWords"]!.AsArray().Add(""), "realWords, \"\"", "is not lower case without accents and apostrophes"),
        ["spelling with a capital"] = (Matching, f => f["spellings"]!["hiv"] = "HIV", "spellings, \"HIV\"", "is not lower case without accents and apostrophes"),
        ["set with a capital"] = (Matching, f => f["sets"]!["Animals"] = new JsonArray("quokka"), "sets \"Animals\"", "a name has lower-case letters, digits and single dashes"),
        ["set with a capital word"] = (Matching, f => f["sets"]!["animals"] = new JsonArray("Quokka"), "sets \"animals\", \"Quokka\"", "is not lower case without accents and apostrophes"),
        ["set with a stop word"] = (Matching, f => f["sets"]!["animals"] = new JsonArray("the"), "sets \"animals\"", "\"the\" is a stop word, which no phrase sees"),
        ["beginning of nothing"] = (Matching, f => f["beginnings"] = new JsonArray(new JsonObject { ["from"] = "", ["to"] = "" }), "beginnings, endings and sounds", "has no from"),
        ["ending of nothing"] = (Matching, f => f["endings"]![0]!["from"] = "", "beginnings, endings and sounds", "has no from"),
        ["sound of nothing"] = (Matching, f => f["sounds"]![0]!["from"] = "", "beginnings, endings and sounds", "has no from"),
        ["empty words"] = (Romanian, f => f["needs"]!["sti-testing"] = Word(""), "needs \"sti-testing\"", "has no label"),
    };

    /// <summary>The files as they are shipped; read once for all rules.</summary>
    private static readonly Lazy<bool> s_isRight = new(() => CatalogueReader.Read(Files()) is not null);

    public static TheoryData<string> Rules => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_AgainstARule_NamesFileEntryAndReason(string rule)
    {
        var (file, spoil, entry, reason) = s_rules[rule];
        var files = Files();
        // Right as it stands, so that only what is done next can be the reason.
        Assert.True(s_isRight.Value);
        var content = JsonNode.Parse(files[file])!;
        spoil(content);
        files[file] = content.ToJsonString(ContentJson.Options);
        // A phrase is weighed when the matcher is made, which is at the start too.
        var wrong = Assert.Throws<CatalogueException>(() => new NeedMatcher(CatalogueReader.Read(files)));
        Assert.Equal((file, entry, reason), (wrong.File, wrong.Entry, wrong.Reason));
        Assert.Equal($"{file}, {entry}: {reason}", wrong.Message);
    }

    [Theory]
    [InlineData(Needs, "slug")]
    [InlineData(Facets, "slug")]
    [InlineData(Criteria, "slug")]
    [InlineData(Synonyms, "phrases")]
    [InlineData(Matching, "endings")]
    public void Read_FileMissingEmptyOrBroken_NamesIt(string file, string member)
    {
        var files = Files();
        string text = files[file];
        files.Remove(file);
        Assert.Equal((file, "is missing"), Wrong(files));
        files[file] = "null";
        Assert.Equal((file, "is empty"), Wrong(files));
        files[file] = text.Replace($"\"{member}\":", $"\"{member}s\":", StringComparison.Ordinal);
        Assert.StartsWith("line ", Wrong(files).Reason, StringComparison.Ordinal);
        files[file] = text[..^3];
        Assert.Contains("cannot be read", Wrong(files).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("words-")]
    [InlineData("synonyms-")]
    [InlineData("matching-")]
    public void Read_FileOfNoLanguage_NamesTheFile(string prefix)
    {
        var files = Files();
        string name = $"{prefix}xx-klingon.json";
        files[name] = "{}";
        var wrong = Assert.Throws<CatalogueException>(() => CatalogueReader.Read(files));
        Assert.Equal((name, "the file's name", "\"xx-klingon\" is not a language tag"), (wrong.File, wrong.Entry, wrong.Reason));
    }

    [Fact]
    public void Read_SynonymsWithoutRules_NamesWhatIsMissing()
    {
        var files = Files();
        files["synonyms-pl.json"] = """{"needs": {}}""";
        Assert.Equal(
            ("synonyms-pl.json", "there is no matching-pl.json, which says how its words are compared"), Wrong(files));
    }

    [Fact]
    public void Read_WordsOfALanguage_AreAnsweredInIt()
    {
        var files = Files();
        files[Romanian] = """{"needs": {"sti-testing": {"label": "Teste"}}}""";
        var catalogue = CatalogueReader.Read(files);
        var need = catalogue.FindNeed("sti-testing")!;
        Assert.Contains("ro", catalogue.Languages);
        Assert.Equal(("Teste", need.Help), (catalogue.Label(need, "ro"), catalogue.Help(need, "ro")));
    }

    /// <summary>Two files more, and another language is understood beside the others.</summary>
    [Fact]
    public void Read_SynonymsOfALanguage_JoinTheOthers()
    {
        var files = Files();
        files["matching-ro.json"] = """{"stopWords": ["zumzet"], "endings": [{"from": "e", "to": "a"}]}""";
        files["synonyms-ro.json"] = """{"needs": {"sti-testing": {"phrases": ["vrabia"]}}, "searchOnlyWords": {"curva": null}}""";
        var catalogue = CatalogueReader.Read(files);
        var need = catalogue.FindNeed("sti-testing")!;
        Assert.Equal(["vrabia"], need.Synonyms["ro"]);
        Assert.NotEmpty(need.Synonyms["en"]);
        var matcher = new NeedMatcher(catalogue);
        var reading = matcher.Read("Vrabie zumzet");
        Assert.Equal([need.Id], reading.Needs);
        Assert.Equal("", reading.Rest);
        Assert.Equal([need.Id], matcher.Read("sti test").Needs);
        Assert.Equal("Zbigniew", matcher.Read("curva Zbigniew").Rest);
    }

    private static (string File, string Reason) Wrong(Dictionary<string, string> files)
    {
        var wrong = Assert.Throws<CatalogueException>(() => CatalogueReader.Read(files));
        return (wrong.File, wrong.Reason);
    }

    private static Dictionary<string, string> Files()
    {
        var files = CatalogueFiles.Embedded();
        files[Romanian] = """{"groups": {}, "needs": {}, "facetGroups": {}, "facets": {}, "situations": {}}""";
        return files;
    }

    private static void Add(JsonNode file, params string[] phrases)
    {
        foreach (string phrase in phrases)
            file["needs"]!["sti-testing"]!["phrases"]!.AsArray().Add(phrase);
    }

    private static JsonObject Phrases(string phrase, string? ruledOutBy = null) => new()
    {
        ["phrases"] = new JsonArray(phrase),
        ["ruledOutBy"] = ruledOutBy is null ? new JsonArray() : new JsonArray(ruledOutBy),
    };

    private static JsonNode Need(JsonNode file, int index) => file["groups"]![0]!["needs"]![index]!;

    private static JsonNode Fact(JsonNode file, string slug) =>
        file["groups"]!.AsArray().SelectMany(g => g!["facets"]!.AsArray()).First(f => (string?)f!["slug"] == slug)!;

    private static JsonNode Criterion(JsonNode file, int index) => file["criteria"]![index]!;

    private static void Optional(JsonNode criterion)
    {
        criterion["required"] = false;
        criterion["profiles"] = new JsonArray();
    }

    private static void Values(JsonNode facet, string[] values, string[] countsAsYes)
    {
        facet.AsObject().Remove("decides");
        facet["values"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        facet["countsAsYes"] = new JsonArray([.. countsAsYes.Select(v => JsonValue.Create(v))]);
    }

    private static JsonObject Word(string label) => new() { ["label"] = label };
}
