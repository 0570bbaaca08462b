using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// Words that are names of places too, and that people mostly mean otherwise: "bath", "reading", "sandwich".
/// They stand in <c>everyday-words.txt</c>, which says at its head how to add one, and in the names of needs and what people call them.
/// </summary>
internal sealed class EverydayWords
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _afterPrepositions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);

    private EverydayWords()
    {
    }

    /// <summary>The words that this version of the program carries.</summary>
    public static EverydayWords Default { get; } = ReadShipped();

    /// <summary>True for a folded word that says nothing about a place by itself.</summary>
    public bool Contains(string word) => _words.Contains(word);

    /// <summary>True for one of which the file says whether the word or the town is meant first.</summary>
    public bool IsJudged(string word) => _judged.Contains(word);

    /// <summary>True for one that says nothing even after "in" or "at": "in pain".</summary>
    public bool ContainsAfterPreposition(string word) => _afterPrepositions.Contains(word);

    /// <summary>The folded words that needs are called by.</summary>
    internal static IEnumerable<string> WordsOfNeeds(DirectoryCatalogue catalogue) =>
        catalogue.Needs.SelectMany(need => need.Synonyms.SelectMany(synonyms => synonyms.Value).Append(need.Label))
            .Concat(catalogue.SearchOnlyWords.Select(hidden => hidden.Word))
            .SelectMany(text => PlaceText.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct();

    private static EverydayWords ReadShipped()
    {
        using var file = typeof(EverydayWords).Assembly.GetManifestResourceStream("Places/everyday-words.txt")
            ?? throw new InvalidOperationException("The everyday words are missing from the assembly.");
        using var reader = new StreamReader(file);
        var words = new EverydayWords();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                words.AddLine(line);
        }

        words._words.UnionWith(WordsOfNeeds(DirectoryCatalogue.Default).Where(word => !words.IsJudged(word)));
        return words;
    }

    private void AddLine(string line)
    {
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var folded = PlaceText.Fold(word);
            _judged.Add(folded);
            if (!word.StartsWith('-'))
                _words.Add(folded);
            if (word.EndsWith('!'))
                _afterPrepositions.Add(folded);
        }
    }
}
