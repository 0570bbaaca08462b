using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// Splits text into the words that search compares, the same way when an entry is published and when somebody types. Accents and
/// case are folded; there are no stems. Scripts that write no spaces give each pair of neighbouring letters.
/// </summary>
public static class Tokenizer
{
    /// <summary>Longer runs without a space are no words that anyone looks for.</summary>
    public const int LongestToken = 64;

    private static readonly FrozenDictionary<char, string> Folds = new Dictionary<char, string>
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['ŧ'] = "t",
        ['ŋ'] = "n",
        ['ς'] = "σ",
        // Arabic letters that are typed for each other; the lengthening stroke says nothing.
        ['ى'] = "ي",
        ['ة'] = "ه",
        ['ہ'] = "ه",
        ['ە'] = "ه",
        ['ک'] = "ك",
        ['ڪ'] = "ك",
        ['ی'] = "ي",
        ['ٱ'] = "ا",
        ['ـ'] = "",
    }.ToFrozenDictionary();

    /// <summary>The words in the order in which they stand.</summary>
    public static IEnumerable<string> Tokens(string text)
    {
        string folded = Fold(text);
        for (int i = 0; i < folded.Length;)
        {
            if (!IsWord(folded, i))
            {
                i += Step(folded, i);
                continue;
            }

            bool spaceless = IsSpaceless(folded[i]);
            int start = i;
            while (i < folded.Length && IsWord(folded, i) && IsSpaceless(folded[i]) == spaceless)
                i += Step(folded, i);
            if (!spaceless)
            {
                if (i - start <= LongestToken)
                    yield return folded[start..i];
            }
            else if (i - start == 1)
            {
                yield return folded[start..i];
            }
            else
            {
                for (int pair = start; pair + 1 < i; pair++)
                    yield return folded.Substring(pair, 2);
            }
        }
    }

    /// <summary>Lower case without accents, digits of any script as 0 to 9. Broken surrogates and U+FFFE, at which folding would stop, become U+FFFD.</summary>
    public static string Fold(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.Value == 0xfffe ? "\ufffd" : rune.ToString());
        var folded = new StringBuilder(text.Length);
        foreach (char c in whole.ToString().Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (IsAccent(c))
                continue;
            if (Folds.TryGetValue(c, out string? plain))
                folded.Append(plain);
            else if (c > '9' && char.IsDigit(c))
                folded.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            else
                folded.Append(c);
        }

        return folded.ToString();
    }

    // Only the scripts in which these marks are left out in everyday writing; in Hindi or Thai they are vowels.
    private static bool IsAccent(char c) =>
        c is (>= '\u0300' and <= '\u036f') or (>= '\u0591' and <= '\u05c7') or (>= '\u0610' and <= '\u061a')
            or (>= '\u064b' and <= '\u065f') or '\u0670';

    internal static bool IsWord(string text, int i) => CharUnicodeInfo.GetUnicodeCategory(text, i) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Thai, Lao, Myanmar, Khmer, kana and the common Chinese characters.
    internal static bool IsSpaceless(char c) =>
        c is (>= '\u0e00' and <= '\u0eff') or (>= '\u1000' and <= '\u109f') or (>= '\u1780' and <= '\u17ff')
            or (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u4dbf') or (>= '\u4e00' and <= '\u9fff');

    private static int Step(string text, int i) => char.IsSurrogatePair(text, i) ? 2 : 1;
}
