using System.Runtime.InteropServices;
using System.Text;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>What a typed text means.</summary>
/// <param name="Needs">Ids of needs, the likeliest first; at most <see cref="NeedMatcher.MostNeeds"/>.</param>
/// <param name="Rest">
/// The words that no need explains, as they were typed and in their order: for the search in names and descriptions. Without
/// words that say nothing, and without those that are never shown.
/// </param>
public sealed record NeedReading(IReadOnlyList<int> Needs, string Rest);

/// <summary>
/// What did they mean? Reads needs out of what people type, in slang, misspelt, in any language of the catalogue. Only rules, which
/// are data of the catalogue; nothing that is typed is kept. See docs/matching.md.
/// </summary>
public sealed class NeedMatcher
{
    public const int MostNeeds = 5;

    /// <summary>What a need must reach to be read.</summary>
    internal const double LeastScore = 1.1;

    // Longer words that are empty in one language are names of things in another.
    private const int LongestScrap = 3;

    // Nobody types more words; those behind are searched in names like any others.
    private const int MostWords = 64;
    private const double LeastShareOfBest = 0.4;
    private const double Beside = 0.25;
    private const double LackingWorth = 0.8;
    private const double TurnedWorth = 0.9;
    private const double IncompleteWorth = 0.5;
    private const double LeastComplete = 0.65;
    private const double OneWeakWord = NeedMatcherPhrases.WeakWeight + 0.01;
    private const double Sure = 2.5;
    private const double HintWorth = 0.35;
    private const double AloneHintWorth = 0.6;
    private const double LoneHintWorth = 0.6;
    private const int Sentence = 4;
    private const double GapCost = 0.06;

    // A word that is never shown stays so with a slip in it, where it is long enough not to be another one.
    private const int LongHidden = 6;
    private const int LongestWithOneSlip = 8;

    private static readonly Lazy<NeedMatcher> Shipped = new(() => new NeedMatcher(DirectoryCatalogue.Default));

    private readonly DirectoryCatalogue _catalogue;
    private readonly NeedMatcherPhrases _phrases;
    private readonly NeedMatcherVocabulary _vocabulary;
    private readonly HashSet<string> _hidden;
    private readonly string[] _hiddenLong;
    private readonly string[][] _hiddenPhrases;
    private readonly int[] _urgency;

    /// <summary>Builds the indexes: once for the life of the program.</summary>
    /// <exception cref="CatalogueException">A synonym says nothing.</exception>
    public NeedMatcher(DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _catalogue = catalogue;
        _phrases = NeedMatcherPhrases.Build(catalogue);
        _vocabulary = _phrases.Vocabulary;
        var hidden = catalogue.SearchOnlyWords.Select(w => _vocabulary.Text.Runs(w.Word).Select(r => Plain(r.Word)).ToArray()).ToList();
        _hidden = hidden.Where(h => h.Length == 1).Select(h => h[0]).ToHashSet(StringComparer.Ordinal);
        _hiddenLong = [.. catalogue.SearchOnlyWords.Select(w => w.Word).Where(w => w.Length >= LongHidden && !w.Contains(' ', StringComparison.Ordinal))];
        _hiddenPhrases = [.. hidden.Where(h => h.Length > 1)];
        _urgency = [.. catalogue.Needs.Select((need, i) => Urgency(need, i))];
    }

    /// <summary>The matcher of the catalogue that this version of the program carries.</summary>
    /// <exception cref="CatalogueException">A synonym says nothing; the message names the file, the entry and the reason.</exception>
    public static NeedMatcher Default => Shipped.Value;

    internal NeedMatcherPhrases Phrases => _phrases;

    internal IReadOnlyList<int> Urgencies => _urgency;

    /// <param name="text">Any text; the length is the caller's to limit.</param>
    public NeedReading Read(string text) => Read(text, []);

    /// <param name="text">Any text; the length is the caller's to limit.</param>
    /// <param name="skipped">Ids of needs that are not meant: the words that only they explain are searched like any others.</param>
    public NeedReading Read(string text, IReadOnlyCollection<int> skipped)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(skipped);
        var words = Words(text);
        var matches = Matches(words);
        var scores = Scores(words, matches);
        var needs = Ranked(scores).Where(need => !skipped.Contains(_catalogue.Needs[need].Id)).Take(MostNeeds).ToList();
        string rest = Rest(text, words, matches, needs, WordKind.Content);
        // Even the emptiest words are a name when there are no others: "Open House".
        if (rest.Length == 0 && needs.Count == 0)
            rest = Rest(text, words, matches, needs, WordKind.Weak);
        return new NeedReading([.. needs.Select(need => _catalogue.Needs[need].Id)], rest);
    }

    /// <summary>Whether a text may be repeated as it is: no word that is never shown stands in it, well spelt or not.</summary>
    /// <param name="text">Any text; the length is the caller's to limit.</param>
    public bool MayBeShown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = [.. Runs(text).Select(run => run.Word)];
        return !Enumerable.Range(0, words.Length).Any(at => IsHidden(words, at));
    }

    /// <param name="Place">Where it stands among the words that may mean a need.</param>
    /// <param name="Step">Where it stands among all words but those that say nothing.</param>
    private readonly record struct Word(TextRun Run, WordKind Kind, Polarity Polarity, int Place, int Step, TermHit[] Hits);

    /// <param name="Words">Bit n: word n of the text is explained.</param>
    /// <param name="Close">The words stand side by side and in order.</param>
    private readonly record struct Match(Phrase Phrase, double Score, ulong Words, bool Close)
    {
        public int Need => Phrase.Need;

        public bool RulesOut => Phrase.Worth == 0;
    }

    private List<TextRun> Runs(string text) => Unjoined(_vocabulary.Text.Runs(text));

    private List<Word> Words(string text)
    {
        var runs = Runs(text);
        Span<int> votes = stackalloc int[_vocabulary.Languages.Count];
        foreach (var run in runs)
        {
            for (int l = 0; l < votes.Length; l++)
                votes[l] += _vocabulary.Languages[l].RoleOf(run.Word) != Role.None ? 1 : 0;
        }

        var words = new List<Word>(runs.Count);
        var hits = new List<TermHit>();
        var grammar = new NeedMatcherGrammar();
        int place = 0, step = 0;
        foreach (var run in runs)
        {
            var (kind, polarity) = grammar.Next(RoleOf(run.Word, votes), run.Gap);
            place += run.Gap + (kind == WordKind.Content ? 1 : 0);
            step += run.Gap + (kind != WordKind.Stop ? 1 : 0);
            hits.Clear();
            if (words.Count < MostWords)
            {
                _vocabulary.FindLiteral(run.Word, hits);
                if (kind != WordKind.Stop)
                    _vocabulary.Find(run.Word, hits);
            }

            words.Add(new Word(run, kind, polarity, place, step, [.. hits]));
        }

        return words;
    }

    /// <summary>"Foodbank" as two words where only the two are known.</summary>
    private List<TextRun> Unjoined(List<TextRun> runs)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            if (runs[i].Word.Length < 6 || _vocabulary.LanguagesOf(runs[i].Word) != 0 || _vocabulary.Split(runs[i].Word) is not { } parts)
                continue;
            runs.Insert(i + 1, runs[i] with { Word = parts.Second, Gap = 0 });
            runs[i] = runs[i] with { Word = parts.First };
            i++;
        }

        return runs;
    }

    /// <summary>A word that two languages know is read in the one of which the text has more words.</summary>
    private Role RoleOf(string word, ReadOnlySpan<int> votes)
    {
        int best = -1;
        for (int l = 0; l < votes.Length; l++)
        {
            if (_vocabulary.Languages[l].RoleOf(word) != Role.None && (best < 0 || votes[l] > votes[best]))
                best = l;
        }

        if (best < 0)
            return Role.None;
        int means = _vocabulary.LanguagesOf(word);
        for (int l = 0; l < votes.Length; l++)
        {
            // Its own vote does not count.
            if (l != best && (means & (1 << l)) != 0 && _vocabulary.Languages[l].RoleOf(word) == Role.None && votes[l] >= votes[best] - 1)
                return Role.None;
        }

        return _vocabulary.Languages[best].RoleOf(word);
    }

    private List<Match> Matches(List<Word> words)
    {
        // Of the phrases of one need in the same words the likeliest is enough.
        var best = new Dictionary<(int Need, bool RulesOut, ulong Words), Match>();
        var said = words.Take(MostWords).SelectMany(w => w.Hits).Select(h => h.Term).ToHashSet();
        for (int at = 0; at < words.Count && at < MostWords; at++)
        {
            foreach (var hit in words[at].Hits)
            {
                foreach (var phrase in _phrases.At(hit.Term))
                {
                    if (IsSaid(phrase, said) && TryMatch(phrase, words, at, hit.Likeness, out var match))
                        Keep(match);
                }
            }
        }

        var matches = best.Values.ToList();
        var close = matches.Where(m => m.Close).ToList();
        matches.RemoveAll(m => !m.RulesOut && close.Exists(longer => IsIn(m, longer)));
        return matches;

        void Keep(Match match)
        {
            ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(best, (match.Need, match.RulesOut, match.Words), out bool isKept);
            if (!isKept || match.Score > kept.Score || (match.Score == kept.Score && match.Phrase.Weight > kept.Phrase.Weight))
                kept = match;
        }
    }

    /// <summary>Enough of the phrase stands anywhere in the text: looked at first, for that is cheap.</summary>
    private static bool IsSaid(Phrase phrase, HashSet<int> said)
    {
        double missing = 0;
        foreach (var term in phrase.Terms)
        {
            if (!said.Contains(term.Term) && (!phrase.MayBeIncomplete || (missing += term.Weight) > phrase.Weight * (1 - LeastComplete)))
                return false;
        }

        return true;
    }

    /// <summary>What a longer phrase says, its words do not say alone: "morning after pill" asks for no pill. One weak word more is not longer.</summary>
    private static bool IsIn(Match match, Match longer) =>
        longer.Words != match.Words && (longer.Words & match.Words) == match.Words
        && longer.Score > match.Score && longer.Phrase.Weight > match.Phrase.Weight + OneWeakWord;

    private static bool TryMatch(Phrase phrase, List<Word> words, int at, double likeness, out Match match)
    {
        match = default;
        var terms = phrase.Terms;
        double worth = Fits(terms[phrase.Anchor], words[at], likeness);
        if (worth == 0)
            return false;
        double found = 0, missing = 0;
        ulong used = 1ul << at;
        int first = words[at].Place, last = first, turns = 0, before = -1;
        for (int t = 0; t < terms.Length; t++)
        {
            var (place, fit) = t == phrase.Anchor ? (at, worth) : Nearest(phrase, t, words, at, used);
            if (place < 0)
            {
                if (!phrase.MayBeIncomplete)
                    return false;
                missing += terms[t].Weight;
                continue;
            }

            found += terms[t].Weight * fit;
            used |= 1ul << place;
            if (terms[t].Kind == WordKind.Content)
                (first, last) = (Math.Min(first, words[place].Place), Math.Max(last, words[place].Place));
            if (place < before)
                turns++;
            before = place;
        }

        if (missing > 0)
        {
            if (found / phrase.Weight < LeastComplete)
                return false;
            found *= IncompleteWorth;
        }

        int gap = phrase.Order is PhraseOrder.Together or PhraseOrder.Literal ? 0 : Math.Max(0, last - first + 1 - phrase.Contents);
        if (gap > phrase.Slack || (phrase.Order == PhraseOrder.Alone && !SaysNothingElse(words, used)))
            return false;
        double score = found * phrase.Worth * (1 - (GapCost * gap)) * (turns > 0 ? TurnedWorth : 1);
        match = new Match(phrase, score, used, gap == 0 && turns == 0);
        return true;
    }

    /// <summary>Where a term of the phrase stands nearest to the anchor, and how well it fits there; -1 when it does not.</summary>
    private static (int At, double Fit) Nearest(Phrase phrase, int t, List<Word> words, int anchor, ulong used)
    {
        int reach = phrase.Contents + phrase.Slack, most = Math.Min(words.Count, MostWords);
        // Outwards, so that a long text costs no more than its words beside the anchor.
        bool goesBack = true, goesOn = true;
        for (int away = 1; goesBack || goesOn; away++)
        {
            goesBack = goesBack && anchor - away >= 0 && -Distance(phrase, words, anchor, anchor - away) <= reach;
            if (goesBack && FitAt(phrase, t, words, anchor, anchor - away, used) is > 0 and var before)
                return (anchor - away, before);
            goesOn = goesOn && anchor + away < most && Distance(phrase, words, anchor, anchor + away) <= reach;
            if (goesOn && FitAt(phrase, t, words, anchor, anchor + away, used) is > 0 and var after)
                return (anchor + away, after);
        }

        return (-1, 0);
    }

    private static double FitAt(Phrase phrase, int t, List<Word> words, int anchor, int at, ulong used)
    {
        if ((used & (1ul << at)) != 0
            || (phrase.Order is PhraseOrder.Together or PhraseOrder.Literal && Distance(phrase, words, anchor, at) != t - phrase.Anchor))
            return 0;
        double fit = 0;
        foreach (var hit in words[at].Hits)
        {
            if (hit.Term == phrase.Terms[t].Term)
                fit = Math.Max(fit, Fits(phrase.Terms[t], words[at], hit.Likeness));
        }

        return fit;
    }

    /// <summary>How far a word stands behind the anchor, counted in the words that matter in this order; negative before it.</summary>
    private static int Distance(Phrase phrase, List<Word> words, int anchor, int at) => phrase.Order switch
    {
        PhraseOrder.Literal => at - anchor,
        PhraseOrder.Together => words[at].Step - words[anchor].Step,
        _ => words[at].Place - words[anchor].Place,
    };

    private static bool SaysNothingElse(List<Word> words, ulong used)
    {
        for (int at = 0; at < words.Count; at++)
        {
            if (words[at].Kind == WordKind.Content && (at >= MostWords || (used & (1ul << at)) == 0))
                return false;
        }

        return true;
    }

    private static double Fits(PhraseTerm term, Word word, double likeness)
    {
        if (term.IsMissing)
            return word.Polarity != Polarity.Said ? likeness : 0;
        if (term.Kind == WordKind.Weak)
            return likeness;
        return word.Polarity switch
        {
            Polarity.Said => likeness,
            Polarity.Lacking => likeness * LackingWorth,
            _ => 0,
        };
    }

    private double[] Scores(List<Word> words, List<Match> matches)
    {
        var scores = new double[_catalogue.Needs.Count];
        var explained = new ulong[scores.Length];
        ulong any = 0;
        foreach (var match in matches.OrderByDescending(m => m.Score))
        {
            // The same words again, in another phrase, add nothing.
            if (match.RulesOut || (match.Words & ~explained[match.Need]) == 0)
                continue;
            scores[match.Need] += scores[match.Need] == 0 ? match.Score : match.Score * Beside;
            explained[match.Need] |= match.Words;
            if (match.Score >= Sure)
                any |= match.Words;
        }

        AddHints(words, any, scores);
        foreach (var match in matches)
        {
            if (match.RulesOut)
                scores[match.Need] = 0;
        }

        return scores;
    }

    /// <summary>Words that stand in the phrases and help of few needs. One says nothing by itself: two must agree.</summary>
    private void AddHints(List<Word> words, ulong explained, double[] scores)
    {
        Span<double> hints = stackalloc double[scores.Length];
        Span<int> counts = stackalloc int[scores.Length];
        Span<int> lastAt = stackalloc int[scores.Length];
        lastAt.Fill(-1);
        for (int at = 0; at < words.Count && at < MostWords; at++)
        {
            if ((explained & (1ul << at)) != 0 || words[at].Kind != WordKind.Content || words[at].Polarity == Polarity.Denied)
                continue;
            foreach (var hit in words[at].Hits)
            {
                if (hit.Likeness < 1)
                    continue;
                foreach (var (need, weight) in _phrases.HintsOf(hit.Term))
                {
                    if (lastAt[need] == at)
                        continue;
                    lastAt[need] = at;
                    hints[need] += weight;
                    counts[need]++;
                }
            }
        }

        // Where no phrase says anything, two words of one need are enough, and one where somebody tells of themselves.
        bool saysNothing = scores.Max() < LeastScore;
        double worth = saysNothing ? AloneHintWorth : HintWorth;
        for (int need = 0; need < scores.Length; need++)
        {
            if (counts[need] > 1 || scores[need] > 0)
                scores[need] += hints[need] * worth;
        }

        if (!saysNothing || !IsTold(words))
            return;
        for (int need = 0; need < scores.Length; need++)
            scores[need] = Math.Max(scores[need], hints[need] * LoneHintWorth);
    }

    /// <summary>A sentence about whoever types it: no name, and no question about the weather.</summary>
    private bool IsTold(List<Word> words) =>
        words.Count >= Sentence && words.Exists(word => _vocabulary.Languages.Any(language => language.IsOfSelf(word.Run.Word)));

    private IEnumerable<int> Ranked(double[] scores)
    {
        double least = Math.Max(LeastScore, scores.Max() * LeastShareOfBest);
        return Enumerable.Range(0, scores.Length).Where(need => scores[need] >= least)
            .OrderByDescending(need => Math.Round(scores[need], 2)).ThenBy(need => _urgency[need]);
    }

    /// <summary>Among needs that are as likely, those of urgent situations come first.</summary>
    private int Urgency(Need need, int index)
    {
        foreach (var situation in _catalogue.Situations)
        {
            int rank = situation.Needs.ToList().IndexOf(need.Id);
            if (rank >= 0)
                return rank - 100;
        }

        return need.Urgent ? -50 : index;
    }

    private string Rest(string text, List<Word> words, List<Match> matches, List<int> needs, WordKind emptiest)
    {
        ulong explained = 0;
        foreach (var match in matches.Where(m => needs.Contains(m.Need)))
            explained |= match.Words;
        string[] typed = [.. words.Select(word => word.Run.Word)];
        var rest = new StringBuilder();
        int end = -1;
        for (int at = 0; at < words.Count; at++)
        {
            var word = words[at];
            bool isExplained = at < MostWords && (explained & (1ul << at)) != 0;
            if (isExplained || word.Kind > emptiest || word.Run.Start < end || (needs.Count > 0 && IsScrap(typed[at])) || IsHidden(typed, at))
                continue;
            if (rest.Length > 0 && word.Run.Start != end)
                rest.Append(' ');
            rest.Append(text, word.Run.Start, word.Run.Length);
            end = word.Run.Start + word.Run.Length;
        }

        return rest.ToString();
    }

    /// <summary>Beside what was understood it says nothing: one letter, or a short word that is empty in any language.</summary>
    private bool IsScrap(string word) => word is [>= 'a' and <= 'z']
        || (word.Length <= LongestScrap && _vocabulary.Languages.Any(language => language.RoleOf(word) == Role.Stop));

    private bool IsHidden(string[] words, int at)
    {
        // Of several, too.
        if (IsHidden(words[at]) || IsHidden(words[at].TrimEnd('s')))
            return true;
        foreach (string[] phrase in _hiddenPhrases)
        {
            for (int start = Math.Max(0, at - phrase.Length + 1); start <= at && start + phrase.Length <= words.Length; start++)
            {
                int same = 0;
                while (same < phrase.Length && Plain(words[start + same]) == phrase[same])
                    same++;
                if (same == phrase.Length)
                    return true;
            }
        }

        return false;
    }

    private bool IsHidden(string word) =>
        IsHiddenAsItStands(word) || _vocabulary.Languages.Any(language => language.Bare(word) is { } bare && IsHiddenAsItStands(bare));

    private bool IsHiddenAsItStands(string word) => _hidden.Contains(Plain(word)) || IsNearlyHidden(word);

    private bool IsNearlyHidden(string word)
    {
        if (word.Length < LongHidden - 1 || _vocabulary.Languages.Any(language => language.IsReal(word)))
            return false;
        int slips = word.Length > LongestWithOneSlip ? 2 : 1;
        return _hiddenLong.Any(hidden => hidden[0] == word[0] && Math.Abs(hidden.Length - word.Length) <= slips
            && NeedMatcherSpelling.Slips(hidden, word, slips) <= slips);
    }

    private string Plain(string word) => _vocabulary.Languages[0].Stem(word);
}
