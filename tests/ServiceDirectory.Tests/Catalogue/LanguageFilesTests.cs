using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Catalogue;

/// <summary>A language is there whole. Whoever adds one makes its files and reads here what is still missing in them (docs/languages.md).</summary>
public sealed partial class LanguageFilesTests
{
    /// <summary>That nobody who speaks it has read the pages: there is nothing to say where somebody has.</summary>
    private const string MayBeEmpty = "Language.NotChecked";

    private static readonly DirectoryCatalogue s_catalogue = DirectoryCatalogue.Default;

    private static readonly IReadOnlyDictionary<string, string> s_english = WordingFiles.In(PageLanguages.English);

    /// <summary>Keys that have a form for each number of things, without that form.</summary>
    private static readonly HashSet<string> s_counted = [.. s_english.Keys
        .Where(key => key.EndsWith(".one", StringComparison.Ordinal)).Select(key => key[..^".one".Length]).Where(key => s_english.ContainsKey($"{key}.{Plural.Other}"))];

    public static TheoryData<string> Languages => [.. PageLanguages.Written.Where(language => language != PageLanguages.English)];

    [Fact]
    public void Written_HasTheFirstFour() => Assert.Superset(new HashSet<string>(["en", "es", "ro", "ar"]), PageLanguages.Written.ToHashSet());

    [Theory]
    [MemberData(nameof(Languages))]
    public void Wording_OfALanguage_IsWhole(string language)
    {
        var words = WordingFiles.In(language);
        var forms = Plural.Categories(CultureInfo.GetCultureInfo(language));
        // Key → the English words whose values it has to hold.
        var expected = s_english.Where(pair => !IsCounted(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (string key in s_counted)
        {
            foreach (string form in forms)
                expected.Add($"{key}.{form}", s_english[$"{key}.{Plural.Other}"]);
        }

        var wrong = new List<string>();
        wrong.AddRange(expected.Keys.Except(words.Keys).Select(key => $"{key}: is missing. English: {expected[key]}"));
        wrong.AddRange(words.Keys.Except(expected.Keys).Select(key => $"{key}: nothing asks for it"));
        foreach (var (key, english) in expected)
        {
            if (!words.TryGetValue(key, out var said))
                continue;
            if (string.IsNullOrWhiteSpace(said) && key != MayBeEmpty)
                wrong.Add($"{key}: is empty. English: {english}");
            var (wanted, held) = (Values(english), Values(said));
            // "One service" need not say its number; every other form has to.
            if (IsCounted(key) && s_exact.Contains(key[(key.LastIndexOf('.') + 1)..]))
                wanted = [.. wanted.Where(value => value != "0" || held.Contains(value))];
            if (!wanted.SetEquals(held))
                wrong.Add($"{key}: has the values {{{string.Join("} {", held)}}}. English: {english}");
        }

        NothingOf(wrong, $"Wording.{language}.resx");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Catalogue_OfALanguage_IsWhole(string language)
    {
        string file = $"{CatalogueFiles.WordsPrefix}{language}.json";
        Assert.True(CatalogueFiles.Embedded().TryGetValue(file, out var text), $"{file} is missing.");
        using var words = JsonDocument.Parse(text);
        var wrong = new List<string>();

        void Check(string part, string slug, params (string Name, bool Has)[] members)
        {
            if (!words.RootElement.TryGetProperty(part, out var entries) || !entries.TryGetProperty(slug, out var entry))
            {
                wrong.Add($"{part} \"{slug}\": is missing");
                return;
            }

            foreach (var (name, has) in members.Prepend(("label", true)))
            {
                bool said = entry.TryGetProperty(name, out var value);
                if (said && string.IsNullOrWhiteSpace(value.GetString()))
                    wrong.Add($"{part} \"{slug}\": its {name} is empty");
                else if (said != has)
                    wrong.Add($"{part} \"{slug}\": {(has ? $"has no {name}" : $"has a {name}, which the English has not")}");
            }
        }

        foreach (var group in s_catalogue.Groups)
            Check("groups", group.Slug, ("help", true));
        foreach (var need in s_catalogue.Needs)
            Check("needs", need.Slug, ("help", true), ("note", need.Note is not null));
        foreach (var group in s_catalogue.FacetGroups)
            Check("facetGroups", group.Slug);
        foreach (var facet in s_catalogue.Facets)
            Check("facets", facet.Slug, ("meaning", facet.Meaning.Length > 0));
        foreach (var situation in s_catalogue.Situations)
        {
            Check("situations", situation.Slug, ("calm", true), ("emergency", true));
            var steps = s_catalogue.Steps(situation, language);
            if (steps.Count != situation.Steps.Count || steps.Zip(situation.Steps).Any(step => step.First.Do == step.Second.Do || step.First.By is null != step.Second.By is null))
                wrong.Add($"situations \"{situation.Slug}\": its steps are not those of the English");
        }

        var concerns = words.RootElement.TryGetProperty("concerns", out var said) ? said : default;
        foreach (var criterion in s_catalogue.Criteria.Criteria.Where(criterion => criterion.Concern is not null))
        {
            if (concerns.ValueKind != JsonValueKind.Object || !concerns.TryGetProperty(criterion.Slug, out var sentence) || string.IsNullOrWhiteSpace(sentence.GetString()))
                wrong.Add($"concerns \"{criterion.Slug}\": is missing");
        }

        NothingOf(wrong, file);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Synonyms_OfALanguage_AreEnoughForEveryNeed(string language)
    {
        int least = language == "es" ? 8 : 4;
        NothingOf(
            [.. s_catalogue.Needs.Select(need => (need.Slug, Phrases: need.Synonyms.GetValueOrDefault(language)?.Count ?? 0)).Where(need => need.Phrases < least)
                .Select(need => $"needs \"{need.Slug}\": has {need.Phrases} phrases of {least}")],
            $"synonyms-{language}.json");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Countries_HaveNamesInALanguage(string language)
    {
        Assert.True(CountryNames.Languages.Contains(language), $"country-names-{language}.json is missing.");
        var (english, names) = (CountriesIn(PageLanguages.English), CountriesIn(language));
        NothingOf([.. english.Where(country => string.IsNullOrWhiteSpace(names.GetValueOrDefault(country.Key))).Select(country => $"{country.Key}: is missing. English: {country.Value}")], $"country-names-{language}.json");
        Assert.Equal(names["GB"], CountryNames.Of("GB", language));
        Assert.Equal("QQ", CountryNames.Of("QQ", language));
    }

    /// <summary>Sample values of CLDR's plural rules.</summary>
    [Theory]
    [InlineData("en", "one", "1")]
    [InlineData("en", "other", "0 2 3 11 21 100 101 1000")]
    [InlineData("es", "one", "1")]
    [InlineData("es", "other", "0 2 3 11 21 100 101 1000")]
    [InlineData("ro", "one", "1")]
    [InlineData("ro", "few", "0 2 3 15 19 101 102 119 201 1001 1019")]
    [InlineData("ro", "other", "20 21 35 99 100 120 200 1000 1020 10000")]
    [InlineData("ar", "zero", "0")]
    [InlineData("ar", "one", "1")]
    [InlineData("ar", "two", "2")]
    [InlineData("ar", "few", "3 9 10 103 110 1003 1010")]
    [InlineData("ar", "many", "11 26 99 111 126 1011")]
    [InlineData("ar", "other", "100 101 102 200 202 300 502 1000 10000")]
    public void Plural_OfANumber_IsCldrs(string language, string form, string numbers)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        Assert.Equal([], numbers.Split(' ').Where(number => Plural.Category(culture, int.Parse(number, CultureInfo.InvariantCulture)) != form));
        Assert.Contains(form, Plural.Categories(culture));
    }

    /// <summary>Forms that mean one number only, at least in languages whose one is only 1.</summary>
    private static readonly HashSet<string> s_exact = ["zero", "one", "two"];

    private static bool IsCounted(string key) => key.LastIndexOf('.') is var dot and > 0 && s_counted.Contains(key[..dot]);

    private static HashSet<string> Values(string words) => [.. Value().Matches(words).Select(match => match.Groups["number"].Value)];

    private static Dictionary<string, string> CountriesIn(string language)
    {
        using var file = typeof(CountryNames).Assembly.GetManifestResourceStream($"Places/country-names-{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }

    private static void NothingOf(List<string> wrong, string file) => Assert.True(wrong.Count == 0, $"{file}:\n  {string.Join("\n  ", wrong.Order(StringComparer.Ordinal))}");

    [GeneratedRegex(@"\{(?<number>\d+)(:[^}]*)?\}")]
    private static partial Regex Value();
}
