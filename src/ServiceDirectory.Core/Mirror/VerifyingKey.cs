using System.Text;
using NSec.Cryptography;

namespace ServiceDirectory.Core.Mirror;

/// <summary>The half of a <see cref="SigningKey"/> that everybody may have: it says whether a signature is that key's.</summary>
/// <param name="id">8 bytes that name the pair.</param>
/// <param name="key">32 bytes.</param>
public sealed class VerifyingKey(byte[] id, byte[] key)
{
    private const int KeyBytes = 32;

    private const int SignatureBytes = 64;

    private static readonly SignatureAlgorithm s_algorithm = SignatureAlgorithm.Ed25519;

    internal byte[] Key => key;

    /// <summary>One line that fits on paper.</summary>
    public override string ToString() => Convert.ToBase64String([.. "Ed"u8, .. id, .. key]);

    /// <summary>Two lines: a comment, and the key in base64.</summary>
    public string Write() => Lines.Write("minisign public key", Convert.FromBase64String(ToString()));

    /// <param name="text">The file, or its second line alone.</param>
    /// <exception cref="SettingException">It is no such key.</exception>
    public static VerifyingKey Read(string text)
    {
        byte[] bytes = Lines.Read(text) is [.., var written] ? Lines.Bytes(written) : [];
        if (bytes.Length != 2 + SigningKey.IdBytes + KeyBytes || !bytes.AsSpan(0, 2).SequenceEqual("Ed"u8))
            throw new SettingException("This is no public key for mirrors: it is a line of 56 letters and digits that begins with RW.");
        return new VerifyingKey(bytes[2..(2 + SigningKey.IdBytes)], bytes[^KeyBytes..]);
    }

    /// <summary>What was signed with a file.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="signature">The text of the signature's own file.</param>
    /// <returns>The comment that was signed with it; null where the signature is not this key's, or of another file.</returns>
    public string? Verify(ReadOnlySpan<byte> content, string signature)
    {
        if (Lines.Read(signature) is not [_, var signed, var trusted, var whole] || !trusted.StartsWith(Lines.TrustedComment, StringComparison.Ordinal))
            return null;
        byte[] bytes = Lines.Bytes(signed);
        byte[] over = Lines.Bytes(whole);
        if (bytes.Length != 2 + SigningKey.IdBytes + SignatureBytes || over.Length != SignatureBytes || !bytes.AsSpan(0, 2).SequenceEqual("ED"u8)
            || !bytes.AsSpan(2, SigningKey.IdBytes).SequenceEqual(id)
            || !NSec.Cryptography.PublicKey.TryImport(s_algorithm, key, KeyBlobFormat.RawPublicKey, out var open)
            || open is null)
        {
            return null;
        }

        string comment = trusted[Lines.TrustedComment.Length..];
        byte[] first = bytes[^SignatureBytes..];
        return s_algorithm.Verify(open, HashAlgorithm.Blake2b_512.Hash(content), first)
            && s_algorithm.Verify(open, [.. first, .. Encoding.UTF8.GetBytes(comment)], over)
            ? comment
            : null;
    }
}
