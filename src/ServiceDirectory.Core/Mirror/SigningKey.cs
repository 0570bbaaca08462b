using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using HashAlgorithm = NSec.Cryptography.HashAlgorithm;

namespace ServiceDirectory.Core.Mirror;

/// <summary>
/// A key that signs what a directory hands out, in the files of minisign (Ed25519 over BLAKE2b-512), so that anybody can check a signature
/// with that program too. The file is not locked by a password: it is kept where other keys are.
/// </summary>
/// <param name="id">8 bytes that name the pair.</param>
/// <param name="seed">32 bytes.</param>
public sealed class SigningKey(byte[] id, byte[] seed)
{
    internal const int IdBytes = 8;

    private const int SeedBytes = 32;

    private static readonly SignatureAlgorithm s_algorithm = SignatureAlgorithm.Ed25519;

    /// <summary>"Ed", no password, "B2", then 32 + 8 + 8 bytes that only a password would need.</summary>
    private static readonly byte[] s_head = [.. "Ed"u8, 0, 0, .. "B2"u8, .. new byte[48]];

    public static SigningKey New() => new(RandomNumberGenerator.GetBytes(IdBytes), RandomNumberGenerator.GetBytes(SeedBytes));

    public VerifyingKey Public
    {
        get
        {
            using var key = Open();
            return new VerifyingKey(id, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        }
    }

    /// <summary>Two lines: a comment, and the key in base64.</summary>
    public string Write()
    {
        byte[] pair = [.. seed, .. Public.Key];
        return Lines.Write("minisign secret key", [.. s_head, .. id, .. pair, .. SumOf(id, pair)]);
    }

    /// <exception cref="SettingException">It is no such file, or has a password.</exception>
    public static SigningKey Read(string file)
    {
        byte[] bytes = Lines.Read(file) is [_, var written, ..] ? Lines.Bytes(written) : [];
        if (bytes.Length != s_head.Length + IdBytes + (3 * SeedBytes) || !bytes.AsSpan(0, 2).SequenceEqual("Ed"u8))
            throw new SettingException("This is no secret key for mirrors. Make one with: mirror keys FOLDER");
        if (bytes[2] != 0 || bytes[3] != 0)
            throw new SettingException("This key has a password, which a program that runs alone cannot type. Take it off with: minisign -C -W -s FILE");
        byte[] id = bytes[s_head.Length..(s_head.Length + IdBytes)];
        byte[] pair = bytes[(s_head.Length + IdBytes)..^SeedBytes];
        // Minisign writes no sum into a key without a password.
        if (bytes.AsSpan(^SeedBytes..).ContainsAnyExcept((byte)0) && !CryptographicOperations.FixedTimeEquals(SumOf(id, pair), bytes.AsSpan(^SeedBytes..)))
            throw new SettingException("The secret key is damaged: its own sum is another one.");
        var key = new SigningKey(id, pair[..SeedBytes]);
        if (!key.Public.Key.AsSpan().SequenceEqual(pair.AsSpan(SeedBytes)))
            throw new SettingException("The secret key is damaged: its two halves do not belong together.");
        return key;
    }

    /// <summary>Signs a file.</summary>
    /// <param name="content">The whole of it.</param>
    /// <param name="comment">One line that is signed with it, and shown to whoever checks.</param>
    /// <returns>The text of the signature's own file.</returns>
    public string Sign(ReadOnlySpan<byte> content, string comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        if (comment.Contains('\n', StringComparison.Ordinal) || comment.Contains('\r', StringComparison.Ordinal))
            throw new ArgumentException("A comment is one line.", nameof(comment));
        using var key = Open();
        byte[] signature = s_algorithm.Sign(key, HashAlgorithm.Blake2b_512.Hash(content));
        byte[] whole = s_algorithm.Sign(key, [.. signature, .. Encoding.UTF8.GetBytes(comment)]);
        return Lines.Write("signature of a mirror", [.. "ED"u8, .. id, .. signature]) + $"{Lines.TrustedComment}{comment}\n{Convert.ToBase64String(whole)}\n";
    }

    private Key Open() => Key.Import(s_algorithm, seed, KeyBlobFormat.RawPrivateKey);

    private static byte[] SumOf(byte[] id, byte[] pair) => HashAlgorithm.Blake2b_256.Hash([.. "Ed"u8, .. id, .. pair]);
}
