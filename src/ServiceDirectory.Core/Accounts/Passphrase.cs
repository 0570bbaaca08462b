using System.Text;

namespace ServiceDirectory.Core.Accounts;

/// <summary>What may be a passphrase. Length and guesses are looked at, and never which kinds of characters it has (NIST SP 800-63B, 5.1.1.2).</summary>
public static class Passphrase
{
    /// <summary>The fewest characters (Unicode code points).</summary>
    public const int Shortest = 15;

    /// <summary>The most characters (Unicode code points).</summary>
    public const int Longest = 128;

    /// <summary>zxcvbn's scale from 0 to 4: 3 withstands 10⁸ guesses and more.</summary>
    private const int FewestPoints = 3;

    /// <summary>So many different characters at least.</summary>
    private const int FewestLetters = 6;

    /// <summary>The form in which it is hashed: two keyboards write "é" in two ways.</summary>
    public static string Normalise(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return typed.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>What is wrong with one that somebody wants; null: nothing.</summary>
    /// <param name="typed">As it was typed; sound text.</param>
    /// <param name="known">What whoever guesses tries first: the account's name, the directory's.</param>
    public static PassphraseProblem? Check(string typed, params IEnumerable<string> known)
    {
        string phrase = Normalise(typed);
        int length = phrase.EnumerateRunes().Count();
        if (length < Shortest)
            return PassphraseProblem.TooShort;
        if (length > Longest)
            return PassphraseProblem.TooLong;
        // zxcvbn takes a word of two letters, repeated, for many.
        if (phrase.Distinct().Count() < FewestLetters)
            return PassphraseProblem.EasyToGuess;
        return Zxcvbn.Zxcvbn.MatchPassword(phrase, [.. known.SelectMany(words => words.Split(['-', ' ']).Append(words))]).Score < FewestPoints
            ? PassphraseProblem.EasyToGuess
            : null;
    }
}

public enum PassphraseProblem
{
    TooShort,
    TooLong,

    /// <summary>Common words and years, rows of keys, repetitions, or the account's own name.</summary>
    EasyToGuess,
}
