using System.Buffers;

namespace ServiceDirectory.Core.Backup;

/// <summary>The public half of a keeper's key, as <c>age-keygen</c> prints it: what backups are sealed to.</summary>
public static class KeeperKey
{
    private const string Beginning = "age1";

    /// <summary>Letters of Bech32 (BIP 173), each the value of its place.</summary>
    private const string Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>Those of a key of 32 bytes and of its check.</summary>
    private const int LettersOfAll = 58;

    private static readonly SearchValues<char> s_letters = SearchValues.Create(Letters);

    private static readonly uint[] s_generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Reads what somebody typed. A slip is seen by the check that each key ends with.</summary>
    /// <returns>The key, without spaces around it; null when it is none.</returns>
    public static string? Parse(string? typed)
    {
        string key = (typed ?? "").Trim();
        if (key.Length != Beginning.Length + LettersOfAll || !key.StartsWith(Beginning, StringComparison.Ordinal) || key.AsSpan(Beginning.Length).ContainsAnyExcept(s_letters))
            return null;
        // "age", spread out as BIP 173 says, then the letters.
        uint sum = 1;
        foreach (int value in new[] { 'a' >> 5, 'g' >> 5, 'e' >> 5, 0, 'a' & 31, 'g' & 31, 'e' & 31 }.Concat(key[Beginning.Length..].Select(letter => Letters.IndexOf(letter, StringComparison.Ordinal))))
            sum = Add(sum, value);
        return sum == 1 ? key : null;
    }

    private static uint Add(uint sum, int value)
    {
        uint top = sum >> 25;
        uint next = ((sum & 0x1ffffff) << 5) ^ (uint)value;
        for (int bit = 0; bit < s_generator.Length; bit++)
        {
            if ((top >> bit & 1) == 1)
                next ^= s_generator[bit];
        }

        return next;
    }
}
