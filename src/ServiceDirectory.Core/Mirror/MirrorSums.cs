using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Mirror;

/// <summary>Which files a mirror has and the SHA-256 of each, in the lines that <c>sha256sum --check</c> reads.</summary>
/// <param name="Files">Path below the mirror's folder, with <c>/</c> → hash in lower-case hex.</param>
public sealed record MirrorSums(IReadOnlyDictionary<string, string> Files)
{
    public const string FileName = "SHA256SUMS";

    public const string SignatureName = FileName + ".minisig";

    private const int HexLength = 64;

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The same files always give the same bytes.</summary>
    public byte[] Write() =>
        Encoding.UTF8.GetBytes(string.Concat(Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value}  {file.Key}\n")));

    /// <exception cref="SettingException">A line is not one of such a list, or leads out of the folder.</exception>
    public static MirrorSums Read(ReadOnlySpan<byte> list)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Encoding.UTF8.GetString(list).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length <= HexLength + 2 || line[HexLength..(HexLength + 2)] != "  " || !line.AsSpan(0, HexLength).ContainsOnlyHex()
                || !IsInside(line[(HexLength + 2)..]) || !files.TryAdd(line[(HexLength + 2)..], line[..HexLength]))
            {
                throw new SettingException($"{FileName} has a line that is no sum of a file of a mirror.");
            }
        }

        return new MirrorSums(files);
    }

    /// <summary>It names a file below the folder, in one way only.</summary>
    public static bool IsInside(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && path.All(sign => !char.IsControl(sign))
            && path.Split('/').All(part => part is not ("" or "." or "..")) && path is not (FileName or SignatureName);
    }
}

file static class Hex
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (char sign in text)
        {
            if (!char.IsAsciiHexDigitLower(sign) && !char.IsAsciiDigit(sign))
                return false;
        }

        return true;
    }
}
