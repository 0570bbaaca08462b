using System.Globalization;
using System.Text;

namespace ServiceDirectory.Core.Places;

/// <summary>
/// Brings a name as written anywhere in the world, and a name as typed on a phone, to one comparable form.
/// </summary>
public static class PlaceText
{
    /// <summary>The longest text, in UTF-16 units, that a look-up reads. Longer texts are refused, not cut.</summary>
    public const int MaxLength = 200;

    private static readonly Dictionary<string, string> ShortForms = new(StringComparer.Ordinal)
    {
        ["saint"] = "st",
        ["sainte"] = "st",
        ["sankt"] = "st",
        ["sint"] = "st",
        ["ste"] = "st",
        ["mount"] = "mt",
        ["fort"] = "ft",
        ["and"] = "",
        ["und"] = "",
        ["et"] = "",
    };

    /// <summary>
    /// Lower case, without accents and vowel points, letters that people swap brought to one
    /// (<c>ß</c> to <c>ss</c>, <c>ł</c> to <c>l</c>, Turkish <c>ı</c> to <c>i</c>, Persian and Arabic forms of one letter to one),
    /// apostrophes dropped, and everything else that is neither letter nor digit turned into single spaces.
    /// Folding what is folded changes nothing. Never throws, lone surrogates included.
    /// </summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsFolded(text))
            return text;

        var decomposed = Decompose(text);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
            Append(folded, rune);
        if (folded.Length > 0 && folded[^1] == ' ')
            folded.Length--;
        // Hangul and voiced kana were split apart above; names must count their letters as people do.
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The folded text without its spaces: what names are compared by, so that "St-Étienne", "st etienne" and "stetienne" are one.</summary>
    public static string Key(string text) => Fold(text).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>
    /// Every key under which a name is to be found: as folded, with ä, ö, ü, å, ø spelt out (ae, oe, ue, aa, oe),
    /// and with short forms such as "st" for "saint". At least one, the plain one first, none twice; none at all for a name without letters.
    /// </summary>
    public static IEnumerable<string> Keys(string name)
    {
        var folded = Fold(name);
        var key = Compact(folded);
        if (key.Length == 0)
            yield break;
        yield return key;

        var shortKey = ShortKey(folded);
        if (shortKey != key)
            yield return shortKey;

        var spelt = SpellOut(name);
        if (spelt is null)
            yield break;
        var speltFolded = Fold(spelt);
        var speltKey = Compact(speltFolded);
        if (speltKey != key && speltKey != shortKey)
            yield return speltKey;
        var speltShort = ShortKey(speltFolded);
        if (speltShort != speltKey && speltShort != shortKey)
            yield return speltShort;
    }

    /// <summary>The key of folded words with long forms such as "saint" shortened; the plain key when there are none.</summary>
    public static string ShortKey(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        if (!folded.Contains(' '))
            return folded;
        var key = string.Concat(folded.Split(' ').Select(word => ShortForms.GetValueOrDefault(word, word)));
        return key.Length == 0 ? Compact(folded) : key;
    }

    /// <summary>True for scripts written without spaces between words, where one letter says as much as a syllable or a word.</summary>
    internal static bool IsDense(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (IsDense(c))
                return true;
        }

        return false;
    }

    private static bool IsDense(char c) => c is >= '\u2E80' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uD800' and <= '\uDFFF' or >= '\uF900' and <= '\uFAFF';

    private static string Compact(string folded) =>
        folded.Contains(' ') ? folded.Replace(" ", "", StringComparison.Ordinal) : folded;

    private static bool IsFolded(string text)
    {
        var previous = ' ';
        foreach (var c in text)
        {
            if (c is not (>= 'a' and <= 'z' or >= '0' and <= '9') && (c != ' ' || previous == ' '))
                return false;
            previous = c;
        }

        return previous != ' ' || text.Length == 0;
    }

    private static string Decompose(string text)
    {
        // Normalize throws on a lone surrogate, which EnumerateRunes turns into U+FFFD, and on U+FFFE. Neither is a letter.
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune.Value == 0xfffe ? Rune.ReplacementChar : rune);
        return sound.ToString().Normalize(NormalizationForm.FormKD);
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (IsDropped(rune))
            return;
        var lower = Rune.ToLowerInvariant(rune);
        switch (Rune.GetUnicodeCategory(lower))
        {
            case UnicodeCategory.DecimalDigitNumber:
                folded.Append((char)('0' + (int)Rune.GetNumericValue(lower)));
                break;
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                AppendLetter(folded, lower);
                break;
            // Vowel signs of Indic scripts and Thai are part of the word.
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark when folded.Length > 0 && folded[^1] != ' ':
                folded.Append(lower.ToString());
                break;
            default:
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
                break;
        }
    }

    private static void AppendLetter(StringBuilder folded, Rune letter)
    {
        var (one, two) = letter.Value switch
        {
            'ß' => ('s', 's'),
            'æ' => ('a', 'e'),
            'œ' => ('o', 'e'),
            'þ' => ('t', 'h'),
            'ø' => ('o', '\0'),
            'ł' => ('l', '\0'),
            'đ' or 'ð' => ('d', '\0'),
            'ħ' => ('h', '\0'),
            'ŋ' => ('n', '\0'),
            'ı' => ('i', '\0'),
            'ə' or 'ǝ' => ('e', '\0'),
            'ŧ' => ('t', '\0'),
            'ς' => ('σ', '\0'),
            'і' => ('и', '\0'), // Ukrainian and Belarusian i, often missing from a phone set to Russian
            'ґ' => ('г', '\0'),
            'ى' or 'ی' => ('ي', '\0'),
            'ک' or 'ڪ' => ('ك', '\0'),
            'ة' or 'ہ' or 'ە' or 'ۀ' => ('ه', '\0'),
            'ٱ' => ('ا', '\0'),
            _ => ('\0', '\0'),
        };
        if (one == '\0')
            folded.Append(letter.ToString());
        else
            folded.Append(one);
        if (two != '\0')
            folded.Append(two);
    }

    private static bool IsDropped(Rune rune) => rune.Value switch
    {
        '\'' or '`' or '´' or 'ʹ' or 'ʻ' or 'ʼ' or 'ʽ' or 'ʾ' or 'ʿ' or 'ˈ' or '‘' or '’' or '‛' or '′' => true,
        >= 0x0300 and <= 0x036F => true, // accents of Latin, Greek and Cyrillic
        >= 0x0591 and <= 0x05C7 => true, // Hebrew points
        >= 0x064B and <= 0x065F or 0x0670 or >= 0x06D6 and <= 0x06ED or 0x0640 => true, // Arabic points and the stretching line
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.EnclosingMark,
    };

    private static string? SpellOut(string name)
    {
        if (name.IndexOfAny(['ä', 'ö', 'ü', 'å', 'ø', 'Ä', 'Ö', 'Ü', 'Å', 'Ø']) < 0)
            return null;
        var spelt = new StringBuilder(name.Length + 2);
        foreach (var c in name)
        {
            _ = c switch
            {
                'ä' or 'Ä' => spelt.Append("ae"),
                'ö' or 'Ö' or 'ø' or 'Ø' => spelt.Append("oe"),
                'ü' or 'Ü' => spelt.Append("ue"),
                'å' or 'Å' => spelt.Append("aa"),
                _ => spelt.Append(c),
            };
        }

        return spelt.ToString();
    }
}
