using System.Text.RegularExpressions;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>A word of a phrase.</summary>
/// <param name="Term">Number of the term.</param>
/// <param name="Kind">Weak words count little.</param>
/// <param name="IsMissing">The phrase is about its absence: "<i>no</i> papers".</param>
/// <param name="Weight">How much it says: rare words say more.</param>
internal readonly record struct PhraseTerm(int Term, WordKind Kind, bool IsMissing, double Weight);

/// <summary>How loosely the words of a phrase may stand.</summary>
internal enum PhraseOrder : byte
{
    /// <summary>A few words may stand between them, and they may change places.</summary>
    Free,

    /// <summary>Only words that say nothing may stand between them: short words are not safe otherwise.</summary>
    Together,

    /// <summary>Word for word.</summary>
    Literal,

    /// <summary>The text says nothing else: a clinic is a doctor's, the Rose Clinic may be anything.</summary>
    Alone,
}

/// <summary>Words that mean a need, or that rule it out.</summary>
/// <param name="Text">As it stands in the catalogue.</param>
/// <param name="Need">Its place in the catalogue, from 0.</param>
/// <param name="Worth">1, less where the phrase only may mean it, 0 where it rules it out.</param>
/// <param name="Terms">In the order in which they stand.</param>
/// <param name="Anchor">The place in it of the term that says most.</param>
/// <param name="Order">What may stand between the words.</param>
internal sealed record Phrase(string Text, int Need, double Worth, PhraseTerm[] Terms, int Anchor, PhraseOrder Order)
{
    public double Weight { get; } = Terms.Sum(term => term.Weight);

    /// <summary>How many of its words mean something by themselves.</summary>
    public int Contents { get; } = Terms.Count(term => term.Kind == WordKind.Content);

    /// <summary>How many other words may stand among them.</summary>
    public int Slack => Contents > 2 ? 3 : 2;

    /// <summary>Of a longer phrase most is enough, unless it is about something missing.</summary>
    public bool MayBeIncomplete { get; } =
        Worth > 0 && Order == PhraseOrder.Free && Terms.Count(term => term.Kind == WordKind.Content) > 3 && !Terms.Any(term => term.IsMissing);
}

/// <summary>All phrases of the catalogue, found by the word that says most in each.</summary>
internal sealed partial class NeedMatcherPhrases
{
    private const double PerhapsWorth = 0.6;
    private const double LabelWorth = 0.9;
    private const double LabelPartWorth = 0.5;
    internal const double WeakWeight = 0.6;

    /// <summary>Where a phrase begins so, it is compared word for word: "=come to me".</summary>
    private const char IsLiteral = '=';

    /// <summary>Where a phrase ends so, it means the need only when nothing else is said: "clinic.".</summary>
    private const char IsAlone = '.';

    /// <summary>Where a phrase ends so, it only may mean the need: "lawyer?".</summary>
    private const char IsPerhaps = '?';
    private const int MostHinted = 8;
    private const double HelpShare = 0.5;

    private readonly Phrase[][] _byAnchor;
    private readonly (int Need, double Weight)[][] _hints;

    private NeedMatcherPhrases(
        NeedMatcherVocabulary vocabulary, Phrase[] all, Phrase[][] byAnchor, (int Term, int Need)[] helps, (int Need, double Weight)[][] hints)
    {
        Vocabulary = vocabulary;
        All = all;
        Helps = helps;
        _byAnchor = byAnchor;
        _hints = hints;
    }

    public NeedMatcherVocabulary Vocabulary { get; }

    /// <summary>All phrases, need by need.</summary>
    public IReadOnlyList<Phrase> All { get; }

    /// <summary>The terms that the help of each need has.</summary>
    public IReadOnlyList<(int Term, int Need)> Helps { get; }

    /// <summary>The phrases in which this term says most.</summary>
    public ReadOnlySpan<Phrase> At(int term) => _byAnchor[term];

    /// <summary>The few needs in whose phrases and help this term stands, each by its share of them. Less sure than any phrase.</summary>
    public ReadOnlySpan<(int Need, double Weight)> HintsOf(int term) => _hints[term];

    /// <exception cref="CatalogueException">A phrase says nothing; the message names the file, the need and the reason.</exception>
    public static NeedMatcherPhrases Build(DirectoryCatalogue catalogue) => new Builder(catalogue).Build();

    [GeneratedRegex("[,;:()]| and | or | with ")]
    private static partial Regex LabelJoints();

    private sealed class Builder(DirectoryCatalogue catalogue)
    {
        private readonly record struct Draft(string Text, int Need, int Language, double Worth, (int Term, WordKind Kind, bool IsMissing)[] Terms, PhraseOrder Order);

        private readonly NeedMatcherVocabulary.Builder _words = new(catalogue.MatchingRules);
        private readonly List<Draft> _drafts = [];
        private readonly HashSet<(int Term, int Need)> _hints = [];

        public NeedMatcherPhrases Build()
        {
            for (int need = 0; need < catalogue.Needs.Count; need++)
                Read(need, catalogue.Needs[need]);
            foreach (var hidden in catalogue.SearchOnlyWords.Where(w => w.Need is not null))
                Add(catalogue.Needs.ToList().FindIndex(n => n.Id == hidden.Need), LanguageOf(hidden), hidden.Word, 1);

            var inNeeds = _drafts.Where(d => d.Worth > 0).SelectMany(d => d.Terms.Select(t => (t.Term, d.Need))).Distinct()
                .GroupBy(p => p.Term).ToDictionary(g => g.Key, g => g.Count());
            Phrase[] all = [.. _drafts.Select(d => Weighed(d, inNeeds))];
            var phrases = all.ToLookup(p => p.Terms[p.Anchor].Term);
            var hints = _hints.Select(h => (h.Term, h.Need, Share: HelpShare)).Concat(_drafts
                    .Where(d => d.Worth > 0 && d.Order != PhraseOrder.Literal)
                    .SelectMany(d => d.Terms.Where(t => t.Kind == WordKind.Content && !t.IsMissing).Select(t => (t.Term, d.Need, Share: d.Worth))))
                .GroupBy(h => h.Term).ToDictionary(g => g.Key, Shares);
            return new NeedMatcherPhrases(
                _words.Build(),
                all,
                [.. Enumerable.Range(0, _words.Count).Select(term => phrases[term].ToArray())],
                [.. _hints],
                [.. Enumerable.Range(0, _words.Count).Select(term => hints.GetValueOrDefault(term, []))]);
        }

        private static (int Need, double Weight)[] Shares(IGrouping<int, (int Term, int Need, double Share)> of)
        {
            double all = of.Sum(h => h.Share);
            var needs = of.GroupBy(h => h.Need).Select(g => (Need: g.Key, Weight: g.Sum(h => h.Share) / all)).ToArray();
            return needs.Length > MostHinted ? [] : [.. needs.Select(n => n with { Weight = n.Weight * Rarity(needs.Length) })];
        }

        private void Read(int index, Need need)
        {
            for (int language = 0; language < _words.Languages.Count; language++)
            {
                string tag = _words.Languages[language].Tag;
                foreach (string phrase in need.Synonyms.GetValueOrDefault(tag, []))
                    Add(index, language, phrase.TrimEnd(IsPerhaps), phrase.EndsWith(IsPerhaps) ? PerhapsWorth : 1);
                foreach (string phrase in need.RuledOutBy.GetValueOrDefault(tag, []))
                    Add(index, language, phrase, 0);
                if (!catalogue.Languages.Contains(tag))
                    continue;
                string label = catalogue.Label(need, tag);
                TryAdd(index, language, label, LabelWorth);
                foreach (string part in LabelJoints().Split(label))
                    TryAdd(index, language, part, LabelPartWorth);
                foreach (var word in Read(language, catalogue.Help(need, tag)).Where(w => w.Kind == WordKind.Content))
                    _hints.Add((word.Term, index));
            }
        }

        private void Add(int need, int language, string phrase, double worth)
        {
            if (!TryAdd(need, language, phrase, worth))
                throw Wrong(need, language, $"\"{phrase}\" has no word that says anything; = before it compares it word for word");
        }

        private bool TryAdd(int need, int language, string phrase, double worth)
        {
            if (phrase.StartsWith(IsLiteral))
            {
                (int, WordKind, bool)[] literal = [.. _words.Text.Runs(phrase).Select(run => (
                    _words.LiteralWord(run.Word), _words.Languages[language].RoleOf(run.Word) == Role.None ? WordKind.Content : WordKind.Weak, false))];
                _drafts.Add(new Draft(phrase, need, language, worth, literal, PhraseOrder.Literal));
                return literal.Length > 0;
            }

            bool isAlone = phrase.EndsWith(IsAlone);
            bool any = false;
            foreach (string variant in Variants(need, phrase))
            {
                var words = Read(language, variant);
                if (words.Count == 0)
                    continue;
                any = true;
                _drafts.Add(new Draft(
                    phrase, need, language, worth, [.. words.Select(w => (w.Term, w.Kind, w.IsMissing))],
                    isAlone || (worth == LabelPartWorth && words.Count == 1) ? PhraseOrder.Alone : words.Count > 1 && words.Exists(w => w.IsShort) ? PhraseOrder.Together : PhraseOrder.Free));
            }

            return any;
        }

        /// <summary>The phrase, and the same with each name of several words in the place of its set.</summary>
        private IEnumerable<string> Variants(int need, string phrase, int from = 0)
        {
            int open = phrase.IndexOf('<', from);
            if (open < 0)
            {
                yield return phrase;
                yield break;
            }

            int close = phrase.IndexOf('>', open);
            string name = close < 0 ? "" : phrase[(open + 1)..close];
            var sets = catalogue.MatchingRules.Languages.Values.Where(l => l.Sets.ContainsKey(name)).SelectMany(l => l.Sets[name]).ToList();
            foreach (string variant in Variants(need, phrase, close))
                yield return variant;
            foreach (string member in sets.Where(m => m.Contains(' ', StringComparison.Ordinal)))
            {
                string rest = string.Concat(phrase.AsSpan(0, open), member, phrase.AsSpan(close + 1));
                foreach (string variant in Variants(need, rest, open + member.Length))
                    yield return variant;
            }
        }

        private List<(int Term, WordKind Kind, bool IsMissing, bool IsShort)> Read(int language, string phrase)
        {
            var words = new List<(int, WordKind, bool, bool)>();
            var grammar = new NeedMatcherGrammar();
            foreach (string piece in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (piece is ['<', .. var name, '>'])
                {
                    var (kind, polarity) = grammar.Next(Role.None, 0);
                    words.Add((_words.Set(name), kind, polarity != Polarity.Said, false));
                    continue;
                }

                foreach (var run in _words.Text.Runs(piece))
                {
                    var (kind, polarity) = grammar.Next(_words.Languages[language].RoleOf(run.Word), 0);
                    if (kind != WordKind.Stop)
                        words.Add((_words.Word(language, run.Word), kind, polarity != Polarity.Said, run.Word.Length <= 2));
                }
            }

            return words;
        }

        /// <summary>What is compared word for word has no grammar: "=cannot leave" is met by a denied "leave".</summary>
        private Phrase Weighed(Draft draft, Dictionary<int, int> inNeeds)
        {
            bool isLiteral = draft.Order == PhraseOrder.Literal;
            PhraseTerm[] terms = [.. draft.Terms.Select(t => new PhraseTerm(
                t.Term, isLiteral ? WordKind.Weak : t.Kind, t.IsMissing, t.Kind == WordKind.Weak ? WeakWeight : Rarity(inNeeds.GetValueOrDefault(t.Term, 1))))];
            if (draft.Worth > LabelWorth && terms.Sum(t => t.Weight) * draft.Worth < NeedMatcher.LeastScore)
                throw Wrong(draft.Need, draft.Language, $"\"{draft.Text}\" says too little to be read: its words mean too many needs, or none");
            int anchor = Enumerable.Range(0, terms.Length).MaxBy(i => terms[i].Weight);
            return new Phrase(draft.Text, draft.Need, draft.Worth, terms, anchor, draft.Order);
        }

        private int LanguageOf(SearchOnlyWord hidden) => _words.Languages.ToList().FindIndex(l => l.Tag == hidden.Language);

        private CatalogueException Wrong(int need, int language, string reason) =>
            new($"{CatalogueFiles.SynonymsPrefix}{_words.Languages[language].Tag}.json", catalogue.Needs[need].Slug, reason);

        private static double Rarity(int needs) => Math.Log(1 + (80.0 / needs));
    }
}
