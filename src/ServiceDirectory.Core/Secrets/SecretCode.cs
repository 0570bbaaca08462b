using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Secrets;

/// <summary>
/// A code that opens something once or for a while, and is told to somebody in words or on paper: 23 random characters of
/// Crockford's base32 (115 bits) and one more that shows a slip of the pen.
/// </summary>
/// <remarks>
/// The last character makes the whole a word of a code over the field of 32 elements, in which the weight of each place is a
/// power of 2 and no two of the 24 are alike. So one wrong character, and two that changed places, are always seen.
/// </remarks>
public static class SecretCode
{
    /// <summary>Characters of a code, without the dashes between them.</summary>
    public const int Length = 24;

    /// <summary>Without I, L, O and U, which are mistaken for others or make words.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int GroupLength = 4;

    public static string New()
    {
        string random = RandomNumberGenerator.GetString(Alphabet, Length - 1);
        return random + Alphabet[Twice(Remainder(random))];
    }

    /// <summary>Reads what somebody typed: small letters, spaces and dashes do not matter, nor O for 0, and I or L for 1.</summary>
    /// <returns>The code as <see cref="New"/> made it; null when it can be none.</returns>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 4 * Length)
            return null;
        var code = new StringBuilder(Length);
        foreach (char c in typed)
        {
            if (char.IsWhiteSpace(c) || c is '-' or '–' or '‐' or '‑')
                continue;
            char letter = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (code.Length == Length || !Alphabet.Contains(letter, StringComparison.Ordinal))
                return null;
            code.Append(letter);
        }

        string read = code.ToString();
        return read.Length == Length && Remainder(read) == 0 ? read : null;
    }

    /// <summary>As it is shown: six groups of four with dashes between them.</summary>
    /// <param name="code">From <see cref="New"/> or <see cref="Parse"/>.</param>
    public static string Show(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));
    }

    private static int Remainder(string code) =>
        code.Aggregate(0, (sum, letter) => Twice(sum) ^ Alphabet.IndexOf(letter, StringComparison.Ordinal));

    /// <summary>By 2 in the field of 32 elements, whose polynomial is x⁵ + x² + 1: 2 has all 31 powers there.</summary>
    private static int Twice(int element)
    {
        int doubled = element << 1;
        return doubled < 32 ? doubled : doubled ^ 0b100101;
    }
}
