using System.Text.Json;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// What <see cref="NeedMatcher"/> has made of the catalogue, for a matcher in another language (<c>reading.js</c>), which then reads every text
/// as this one does. docs/private-search.md says what each part is.
/// </summary>
public static class NeedMatcherTables
{
    // Of a term within a phrase, beside its number.
    private const int IsWeak = 1;
    private const int IsMissing = 2;
    private const int WeighsLittle = 4;
    private const int Flags = 8;

    // Worth is 0 to 1 in tenths.
    private const double Tenths = 10;

    /// <summary>Writes one object.</summary>
    /// <param name="catalogue">That the matcher was made of.</param>
    /// <param name="matcher">The matcher.</param>
    /// <param name="json">Where to; in the place of a value.</param>
    public static void Write(DirectoryCatalogue catalogue, NeedMatcher matcher, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(matcher);
        ArgumentNullException.ThrowIfNull(json);
        var vocabulary = matcher.Phrases.Vocabulary;
        json.WriteStartObject();
        json.WriteNumbers("needs", catalogue.Needs.Select(need => need.Id));
        json.WriteNumbers("urgency", matcher.Urgencies);
        json.WriteStartArray("languages");
        foreach (var language in vocabulary.Languages)
            Write(catalogue.MatchingRules.Languages[language.Tag], json);
        json.WriteEndArray();
        json.WriteStartArray("terms");
        var words = vocabulary.Words.ToLookup(word => word.Term);
        for (int term = 0; term < vocabulary.Count; term++)
        {
            // "0pill pills;1pastilla": language by language; "=" for letter by letter.
            json.WriteStringValue(string.Join(';', words[term].GroupBy(word => word.Language)
                .Select(of => $"{(of.Key < 0 ? "=" : of.Key)}{string.Join(' ', of.Select(word => word.Word).Distinct())}")));
        }

        json.WriteEndArray();
        json.WriteNumbers("phrases", matcher.Phrases.All.SelectMany(Numbers));
        json.WriteStartArray("helps");
        foreach (var (term, need) in matcher.Phrases.Helps)
        {
            json.WriteNumberValue(term);
            json.WriteNumberValue(need);
        }

        json.WriteEndArray();
        Words(json, "hidden", catalogue.SearchOnlyWords.Select(hidden => hidden.Word), '\n');
        json.WriteEndObject();
    }

    /// <summary>Need, worth, order, how many terms, the terms.</summary>
    private static IEnumerable<int> Numbers(Phrase phrase) =>
    [
        phrase.Need, (int)Math.Round(phrase.Worth * Tenths), (int)phrase.Order, phrase.Terms.Length,
        .. phrase.Terms.Select(term => (term.Term * Flags) + (term.Kind == WordKind.Weak ? IsWeak : 0) + (term.IsMissing ? IsMissing : 0)
            + (term.Weight == NeedMatcherPhrases.WeakWeight ? WeighsLittle : 0)),
    ];

    private static void Write(MatchingRules.Language rules, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Words(json, "stop", rules.StopWords);
        Words(json, "weak", rules.WeakWords);
        Words(json, "break", rules.Breaks);
        Words(json, "wanting", rules.Wanting);
        Words(json, "getting", rules.Getting);
        Words(json, "knowing", rules.Knowing);
        Words(json, "lacking", rules.Lacking);
        Words(json, "denying", rules.Denying);
        Words(json, "ofSelf", rules.OfSelf);
        Words(json, "real", rules.RealWords);
        Words(json, "clitics", rules.Clitics);
        Replacements(json, "beginnings", rules.Beginnings);
        Replacements(json, "endings", rules.Endings);
        Replacements(json, "sounds", rules.Sounds);
        Words(json, "spellings", rules.Spellings.SelectMany(spelling => new[] { spelling.Key, spelling.Value }), '\n');
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, string name, IEnumerable<string> words, char between = ' ') => json.WriteString(name, string.Join(between, words));

    private static void Replacements(Utf8JsonWriter json, string name, IReadOnlyList<MatchingRules.Replacement> replacements)
    {
        json.WriteStartArray(name);
        foreach (var replacement in replacements)
        {
            json.WriteStringValue(replacement.From);
            json.WriteStringValue(replacement.To);
            json.WriteNumberValue(replacement.Least);
        }

        json.WriteEndArray();
    }
}
