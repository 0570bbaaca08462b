using System.Collections.Frozen;
using System.Numerics;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>A term of phrases that a typed word may stand for.</summary>
/// <param name="Term">Number of the term.</param>
/// <param name="Likeness">1 for the word itself, less for what is probably a misspelling of it.</param>
internal readonly record struct TermHit(int Term, double Likeness);

/// <summary>
/// The words that phrases are made of. A term is a stem in one language, or a set of words that say the same. A typed word is
/// looked up as it stands, then by its sound, then by the number of slips.
/// </summary>
internal sealed class NeedMatcherVocabulary
{
    private const int ShortestStem = 4;
    private const int ShortestMisspelt = 5;
    private const int ShortestWithTwoSlips = 8;
    private const double SameSound = 0.9;
    private const double OneSlip = 0.8;
    private const double TwoSlips = 0.65;

    private readonly NeedMatcherSpelling _spelling;
    private readonly FrozenDictionary<string, TermHit[]>[] _stems;
    private readonly FrozenDictionary<string, TermHit[]> _exact;
    private readonly FrozenDictionary<string, TermHit[]> _literal;
    private readonly FrozenDictionary<string, TermHit[]> _sounds;

    // Sounds by length and first letter, each with its letters as the bits of a number beside it.
    private readonly FrozenDictionary<(int Length, char First), (string Sound, uint Letters, TermHit[] Hits)[]> _alike;

    private NeedMatcherVocabulary(MatchingRules rules, Builder built)
    {
        _spelling = built.Spelling;
        Languages = built.Languages;
        Text = built.Text;
        Words = built.Words;
        Count = built.Count;
        _exact = Freeze(built.Exact);
        _literal = Freeze(built.Literal);
        _stems = [.. built.Stems.Select(Freeze)];
        _sounds = built.Sounds.ToFrozenDictionary(
            p => p.Key, p => p.Value.Select(term => new TermHit(term, SameSound)).ToArray(), StringComparer.Ordinal);
        _alike = _sounds.Where(p => p.Key.Length > 0).GroupBy(p => (p.Key.Length, p.Key[0]))
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => (p.Key, NeedMatcherSpelling.Letters(p.Key), p.Value)).ToArray());

        static FrozenDictionary<string, TermHit[]> Freeze(Dictionary<string, SortedSet<int>> terms) =>
            terms.ToFrozenDictionary(p => p.Key, p => p.Value.Select(term => new TermHit(term, 1)).ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<NeedMatcherLanguage> Languages { get; }

    public NeedMatcherText Text { get; }

    /// <summary>How many terms there are.</summary>
    public int Count { get; }

    /// <summary>Each word of a term, once for each language; -1 for one that counts only letter for letter.</summary>
    public IReadOnlyList<(int Term, int Language, string Word)> Words { get; }

    /// <summary>In how many and which languages phrases use this word: bit n for language n.</summary>
    public int LanguagesOf(string word)
    {
        int mask = 0;
        for (int language = 0; language < Languages.Count; language++)
        {
            bool isKnown = word.Length < ShortestStem
                ? _exact.ContainsKey(word) && IsStem(language, word)
                : IsStem(language, word) || (Languages[language].Bare(word) is { } bare && IsStem(language, bare));
            mask |= isKnown ? 1 << language : 0;
        }

        return mask;
    }

    /// <summary>What a word stands for in phrases that are compared word for word.</summary>
    public void FindLiteral(string word, List<TermHit> hits)
    {
        if (_literal.TryGetValue(word, out var terms))
            hits.AddRange(terms);
    }

    /// <summary>What a typed word may stand for.</summary>
    public void Find(string word, List<TermHit> hits)
    {
        if (word.Length < ShortestStem)
        {
            if (_exact.TryGetValue(word, out var exact))
                hits.AddRange(exact);
            return;
        }

        int before = hits.Count;
        for (int language = 0; language < Languages.Count; language++)
        {
            AddStem(language, word, hits);
            // With and without: "al-" is an article or the beginning of a word, and only the vocabulary knows.
            if (Languages[language].Bare(word) is { } bare)
                AddStem(language, bare, hits);
        }

        if (hits.Count > before || word.Length < ShortestMisspelt || word.Any(char.IsDigit) || Languages.Any(l => l.IsReal(word)))
            return;
        FindAlike(word, hits);
        for (int language = 0; language < Languages.Count && hits.Count == before; language++)
        {
            if (Languages[language].Bare(word) is { Length: >= ShortestMisspelt } bare && !Languages[language].IsReal(bare))
                FindAlike(bare, hits);
        }
    }

    /// <summary>Two known words that were typed as one, or null.</summary>
    public (string First, string Second)? Split(string word)
    {
        for (int at = ShortestStem; at <= word.Length - ShortestStem; at++)
        {
            if (_exact.ContainsKey(word[..at]) && _exact.ContainsKey(word[at..]))
                return (word[..at], word[at..]);
        }

        return null;
    }

    private bool IsStem(int language, string word) => _stems[language].ContainsKey(Languages[language].Stem(word));

    private void AddStem(int language, string word, List<TermHit> hits)
    {
        if (_stems[language].TryGetValue(Languages[language].Stem(word), out var terms))
            hits.AddRange(terms);
    }

    /// <summary>By its sound, then by the number of slips.</summary>
    private void FindAlike(string word, List<TermHit> hits)
    {
        string sound = _spelling.Sound(word);
        if (_sounds.TryGetValue(sound, out var same))
            hits.AddRange(same);
        else
            FindMisspelt(sound, hits);
    }

    private void FindMisspelt(string sound, List<TermHit> hits)
    {
        if (sound.Length < ShortestMisspelt)
            return;
        int most = sound.Length >= ShortestWithTwoSlips ? 2 : 1;
        int before = hits.Count, longest = sound.Length + most;
        for (int length = Math.Max(ShortestMisspelt, sound.Length - most); length <= longest; length++)
        {
            AddMisspelt(sound, length, sound[0], ref most, before, hits);
            // The first two letters swapped.
            if (sound[1] != sound[0])
                AddMisspelt(sound, length, sound[1], ref most, before, hits);
        }
    }

    /// <summary>
    /// Only words that begin alike: people seldom miss the first letter, and words that differ in it are mostly different words.
    /// </summary>
    private void AddMisspelt(string sound, int length, char first, ref int most, int before, List<TermHit> hits)
    {
        uint letters = NeedMatcherSpelling.Letters(sound);
        foreach (var (candidate, has, terms) in _alike.GetValueOrDefault((length, first), []))
        {
            // Each slip changes one letter into another, so at most two bits.
            if (BitOperations.PopCount(letters ^ has) > 2 * most || (first != sound[0] && candidate[1] != sound[0]))
                continue;
            int slips = NeedMatcherSpelling.Slips(sound, candidate, most);
            if (slips > most)
                continue;
            if (slips < most)
            {
                hits.RemoveRange(before, hits.Count - before);
                most = slips;
            }

            double likeness = slips == 1 ? OneSlip : TwoSlips;
            foreach (var term in terms)
                hits.Add(term with { Likeness = likeness });
        }
    }

    /// <summary>Collects terms while phrases are read.</summary>
    internal sealed class Builder
    {
        private readonly MatchingRules _rules;
        private readonly Dictionary<(int Language, string Stem), int> _terms = [];
        private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);

        public Builder(MatchingRules rules)
        {
            _rules = rules;
            Spelling = new NeedMatcherSpelling(rules);
            Text = new NeedMatcherText(rules);
            Languages = [.. rules.Languages.Select(l => new NeedMatcherLanguage(l.Key, l.Value))];
            Stems = [.. Languages.Select(_ => new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal))];
        }

        public NeedMatcherSpelling Spelling { get; }

        public NeedMatcherText Text { get; }

        public IReadOnlyList<NeedMatcherLanguage> Languages { get; }

        public Dictionary<string, SortedSet<int>>[] Stems { get; }

        public Dictionary<string, SortedSet<int>> Exact { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<int>> Literal { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<int>> Sounds { get; } = new(StringComparer.Ordinal);

        public int Count { get; private set; }

        public List<(int Term, int Language, string Word)> Words { get; } = [];

        /// <summary>The term of a word in a language.</summary>
        public int Word(int language, string word)
        {
            string stem = Languages[language].Stem(word);
            if (!_terms.TryGetValue((language, stem), out int term))
                term = _terms[(language, stem)] = Count++;
            Add(language, word, term);
            return term;
        }

        /// <summary>The term of a word that counts only letter for letter, in phrases that are compared word for word.</summary>
        public int LiteralWord(string word)
        {
            if (!Literal.TryGetValue(word, out var terms))
            {
                Literal[word] = terms = [Count++];
                Words.Add((terms.Min, -1, word));
            }

            return terms.Min;
        }

        /// <summary>The term of a set, with its single words in all languages.</summary>
        public int Set(string name)
        {
            if (_sets.TryGetValue(name, out int term))
                return term;
            term = _sets[name] = Count++;
            for (int language = 0; language < Languages.Count; language++)
            {
                if (!_rules.Languages[Languages[language].Tag].Sets.TryGetValue(name, out var words))
                    continue;
                foreach (string word in words.Where(w => !w.Contains(' ', StringComparison.Ordinal)))
                    Add(language, word, term);
            }

            return term;
        }

        public NeedMatcherVocabulary Build() => new(_rules, this);

        private void Add(int language, string word, int term)
        {
            Words.Add((term, language, word));
            Put(Exact, word, term);
            string stem = Languages[language].Stem(word);
            Put(Stems[language], stem, term);
            if (word.Length >= ShortestMisspelt && !word.Any(char.IsDigit))
                Put(Sounds, Spelling.Sound(word), term);
        }

        private static void Put(Dictionary<string, SortedSet<int>> terms, string key, int term)
        {
            if (!terms.TryGetValue(key, out var numbers))
                terms[key] = numbers = [];
            numbers.Add(term);
        }
    }
}
