using System.Text;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>Looks for a canary byte by byte, as somebody does who has the disk.</summary>
internal static class Traces
{
    private const int Chunk = 4 * 1024 * 1024;

    private const int Around = 60;

    /// <summary>Where the canary stands below a folder, or in one file: the file, the form, and what is written around it.</summary>
    public static IReadOnlyList<string> In(string path, Canary canary) => In([path], canary);

    public static IReadOnlyList<string> In(IEnumerable<string> paths, Canary canary) => InFiles(paths.SelectMany(Files), canary);

    /// <summary>The same in files that were listed before, of which some may be gone.</summary>
    public static IReadOnlyList<string> InFiles(IEnumerable<string> files, Canary canary)
    {
        var forms = canary.Forms;
        return [.. files.SelectMany(file => InFile(file, forms))];
    }

    /// <summary>Files that were written to since a moment, as far as this user may see them.</summary>
    public static IEnumerable<string> WrittenSince(string folder, DateTime moment, long largest) => !Directory.Exists(folder) ? [] :
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(file => IsNew(file, moment, largest)).Select(file => file.FullName);

    public static IReadOnlyList<string> InText(string text, string name, Canary canary) => [.. Find(Encoding.UTF8.GetBytes(text), name, canary.Forms)];

    private static bool IsNew(FileInfo file, DateTime moment, long largest)
    {
        try
        {
            // Pipes and sockets have no length, and reading them would not end.
            return file.Length > 0 && file.Length < largest && file.LastWriteTimeUtc >= moment && file.LinkTarget is null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Files(string path) => File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories);

    private static List<string> InFile(string file, IReadOnlyList<(string Form, byte[] Bytes)> forms)
    {
        var found = new List<string>();
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[Chunk];
            int kept = 0;
            for (int read; (read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false)) > 0;)
            {
                int filled = kept + read;
                found.AddRange(Find(buffer.AsSpan(0, filled), file, forms));
                // What stands across two chunks is seen with the second.
                kept = Math.Min(Around, filled);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException)
        {
            // Gone meanwhile, or not ours to read: then it is not ours to have written either.
        }

        return found;
    }

    private static List<string> Find(ReadOnlySpan<byte> text, string name, IReadOnlyList<(string Form, byte[] Bytes)> forms)
    {
        var found = new List<string>();
        foreach (var (form, bytes) in forms)
        {
            if (text.IndexOf(bytes) is >= 0 and var at)
                found.Add($"{name} ({form}): …{Show(text[Math.Max(0, at - Around)..Math.Min(text.Length, at + bytes.Length + Around)])}…");
        }

        return found;
    }

    private static string Show(ReadOnlySpan<byte> text) => string.Concat(Encoding.Latin1.GetString(text).Select(letter => char.IsControl(letter) ? '·' : letter));
}
