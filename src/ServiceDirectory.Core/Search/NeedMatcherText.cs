using System.Buffers;
using System.Collections.Frozen;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>A run of letters and digits in a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length there.</param>
/// <param name="Word">The word as it is compared: folded, without apostrophes.</param>
/// <param name="Gap">How far it stands from the run before, beyond the next place.</param>
internal readonly record struct TextRun(int Start, int Length, string Word, int Gap);

/// <summary>A text as runs of letters, before anything is known of them.</summary>
internal sealed class NeedMatcherText(MatchingRules rules)
{
    /// <summary>A phrase does not reach from one sentence into the next.</summary>
    public const int SentenceGap = 4;

    private const int CommaGap = 1;
    private readonly FrozenDictionary<string, string> _spellings = rules.Languages.Values.SelectMany(l => l.Spellings)
        .DistinctBy(s => s.Key).ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string[] _clitics = [.. rules.Languages.Values.SelectMany(l => l.Clitics)];

    private static readonly SearchValues<char> Apostrophes = SearchValues.Create("'’‘ʼ`´");

    /// <summary>The words of the text in their order; pairs of neighbouring letters where a script writes no spaces.</summary>
    public List<TextRun> Runs(string text)
    {
        var runs = new List<TextRun>(16);
        int gap = 0;
        for (int i = 0; i < text.Length;)
        {
            if (!Tokenizer.IsWord(text, i))
            {
                // "HIV+" and "U=U": a sign that means something is a word.
                if (text[i] == '+' && i > 0 && char.IsLetter(text[i - 1]))
                    runs.Add(new TextRun(i, 1, "+", 0));
                gap = Math.Max(gap, GapOf(text[i]));
                i += Step(text, i);
                continue;
            }

            int start = i;
            bool spaceless = Tokenizer.IsSpaceless(text[i]);
            while (i < text.Length && Tokenizer.IsSpaceless(text[i]) == spaceless && (Tokenizer.IsWord(text, i) || IsInner(text, i)))
                i += Step(text, i);
            Add(runs, text, start, i, spaceless, gap);
            gap = 0;
        }

        return runs;
    }

    /// <summary>In the spelling that phrases use.</summary>
    private string Fold(string word)
    {
        string folded = Plain(word);
        return _spellings.GetValueOrDefault(folded, folded);
    }

    /// <summary>Folded, and "don't" as "dont": half of those who type it leave the apostrophe out.</summary>
    private string Plain(string word)
    {
        string folded = Tokenizer.Fold(word);
        if (folded.AsSpan().IndexOfAny(Apostrophes) < 0)
            return folded;
        folded = folded.Replace('’', '\'').Replace('‘', '\'').Replace('ʼ', '\'').Replace('`', '\'').Replace('´', '\'');
        foreach (string clitic in _clitics)
        {
            if (clitic[0] == '\'' ? folded.EndsWith(clitic, StringComparison.Ordinal) : folded.StartsWith(clitic, StringComparison.Ordinal))
                return (clitic[0] == '\'' ? folded[..^clitic.Length] : folded[clitic.Length..]).Replace("'", "", StringComparison.Ordinal);
        }

        return folded.Replace("'", "", StringComparison.Ordinal);
    }

    private void Add(List<TextRun> runs, string text, int start, int end, bool spaceless, int gap)
    {
        if (end - start > Tokenizer.LongestToken)
            return;
        int pairs = spaceless ? end - start - 1 : 0;
        for (int pair = 0; pair < pairs; pair++)
            runs.Add(new TextRun(start + pair, 2, Fold(text.Substring(start + pair, 2)), pair == 0 ? gap : 0));
        if (pairs == 0 && Fold(text[start..end]) is { Length: > 0 } word)
            runs.Add(new TextRun(start, end - start, word, gap));
    }

    private static bool IsInner(string text, int i) =>
        Apostrophes.Contains(text[i]) && i + 1 < text.Length && Tokenizer.IsWord(text, i - 1) && Tokenizer.IsWord(text, i + 1);

    private static int GapOf(char c) => c switch
    {
        '.' or '!' or '?' or ';' or '\n' or '؟' or '。' => SentenceGap,
        ',' or ':' or '،' => CommaGap,
        _ => 0,
    };

    private static int Step(string text, int i) => char.IsSurrogatePair(text, i) ? 2 : 1;
}
