using System.Security.Cryptography;
using System.Text;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Sharing;

/// <summary>The code in the address of a kept list: 26 random characters of Crockford's base32, 130 bits. Whoever has it reads the list.</summary>
public static class KeptCode
{
    public const int Length = 26;

    public static string New() => RandomNumberGenerator.GetString(SecretCode.Alphabet, Length);

    /// <summary>Reads what somebody typed from paper: small letters and dashes do not matter, nor O for 0, and I or L for 1.</summary>
    /// <returns>Null: it can be none.</returns>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 2 * Length)
            return null;
        string code = typed.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return code.Length == Length && code.All(letter => SecretCode.Alphabet.Contains(letter, StringComparison.Ordinal)) ? code : null;
    }

    /// <summary>What the public half knows of a code, 32 bytes. With so many bits a plain hash is enough.</summary>
    internal static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
