namespace ServiceDirectory.Core.Mirror;

/// <summary>The text files of minisign: a comment that nobody signed, a line in base64, and what else there is.</summary>
internal static class Lines
{
    public const string TrustedComment = "trusted comment: ";

    private const int Longest = 4096;

    public static string Write(string comment, byte[] bytes) => $"untrusted comment: {comment}\n{Convert.ToBase64String(bytes)}\n";

    /// <returns>The lines without their ends; none where the text is too long to be such a file.</returns>
    public static string[] Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > Longest ? [] : [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
    }

    /// <returns>None where the line is no base64.</returns>
    public static byte[] Bytes(string line)
    {
        var bytes = new byte[line.Length];
        return Convert.TryFromBase64String(line, bytes, out int written) ? bytes[..written] : [];
    }
}
