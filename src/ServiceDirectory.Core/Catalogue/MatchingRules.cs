namespace ServiceDirectory.Core.Catalogue;

/// <summary>
/// How the words that people type are compared with the words of needs, language by language. Which words mean which need stands
/// with the needs; here stands what is true of every need. All words are lower case, without accents and apostrophes.
/// </summary>
public sealed record MatchingRules
{
    /// <summary>Language → its rules, English first. Text is read in all of them at once.</summary>
    public required IReadOnlyDictionary<string, Language> Languages { get; init; }

    public sealed record Language
    {
        /// <summary>Words that say nothing about a need, alone or in a phrase: "the", "please", "where".</summary>
        public required IReadOnlyList<string> StopWords { get; init; }

        /// <summary>Words that tell phrases apart ("kicked <i>out</i>") and mean no need alone.</summary>
        public IReadOnlyList<string> WeakWords { get; init; } = [];

        /// <summary>Words that deny the next one: "not pregnant" asks for nothing about pregnancy.</summary>
        public IReadOnlyList<string> Denying { get; init; } = [];

        /// <summary>Words that say that the next thing is missing. Who has "no doctor" may need one.</summary>
        public IReadOnlyList<string> Lacking { get; init; } = [];

        /// <summary>What is denied of these is denied of the next word too: "don't <i>want</i> detox".</summary>
        public IReadOnlyList<string> Wanting { get; init; } = [];

        /// <summary>A denied one says that the next thing is missing: "can't <i>find</i> a dentist".</summary>
        public IReadOnlyList<string> Getting { get; init; } = [];

        /// <summary>These take a denial on themselves: "not <i>sure</i> if I am pregnant".</summary>
        public IReadOnlyList<string> Knowing { get; init; } = [];

        /// <summary>Words by which people speak of themselves: "I", "my". Others do not tell what they need.</summary>
        public IReadOnlyList<string> OfSelf { get; init; } = [];

        /// <summary>What may hang on a word by an apostrophe and says nothing: "'ll", "l'".</summary>
        public IReadOnlyList<string> Clitics { get; init; } = [];

        /// <summary>Words at which a denial ends: "but", "and".</summary>
        public IReadOnlyList<string> Breaks { get; init; } = [];

        /// <summary>Name → words that say the same inside a phrase, written there as <c>&lt;name&gt;</c>. Languages share the names.</summary>
        public IReadOnlyDictionary<string, IReadOnlyList<string>> Sets { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

        /// <summary>What may stand before a word and be written as one with it: "al", "and the". The first that fits; the word is looked up with it and without.</summary>
        public IReadOnlyList<Replacement> Beginnings { get; init; } = [];

        /// <summary>Endings that are taken off, the first that fits.</summary>
        public IReadOnlyList<Replacement> Endings { get; init; } = [];

        /// <summary>Written forms that sound alike, replaced one after the other before misspellings are looked for.</summary>
        public IReadOnlyList<Replacement> Sounds { get; init; } = [];

        /// <summary>Written forms of one word, each with the one that phrases use: misspellings too far off to be found, other countries' spellings, short forms.</summary>
        public IReadOnlyDictionary<string, string> Spellings { get; init; } = new Dictionary<string, string>();

        /// <summary>Real words that look like a misspelling of one that means a need, and are none.</summary>
        public IReadOnlyList<string> RealWords { get; init; } = [];

        /// <summary>All lists of words, with the names that they have in the file.</summary>
        internal IEnumerable<(string Name, IReadOnlyList<string> Words)> Lists() =>
            Sets.Select(set => ($"sets \"{set.Key}\"", set.Value)).Concat(
            [
                ("stopWords", StopWords),
                ("weakWords", WeakWords),
                ("denying", Denying),
                ("lacking", Lacking),
                ("wanting", Wanting),
                ("getting", Getting),
                ("knowing", Knowing),
                ("ofSelf", OfSelf),
                ("clitics", Clitics),
                ("breaks", Breaks),
                ("realWords", RealWords),
                ("spellings", [.. Spellings.Keys, .. Spellings.Values]),
            ]);
    }

    /// <summary>Letters, and what is put in their place.</summary>
    public sealed record Replacement
    {
        public required string From { get; init; }

        public required string To { get; init; }

        /// <summary>Letters that a word must keep, or the replacement does not fit.</summary>
        public int Least { get; init; } = 4;
    }
}
