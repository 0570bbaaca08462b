using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ServiceDirectory.Core.Mirror;

/// <summary>
/// A mirror on a disk: files, the list of their sums, and its signature. Only what changed is written; what is not there any more is
/// removed; the list comes last, so that a folder that was left half written does not verify.
/// </summary>
/// <param name="path">Of the folder.</param>
public sealed class MirrorFolder(string path)
{
    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);

    private IReadOnlyDictionary<string, string> _before = new Dictionary<string, string>();

    /// <summary>How many files were new or had changed.</summary>
    public int Written { get; private set; }

    public int Removed { get; private set; }

    public int Count => _now.Count;

    /// <exception cref="SettingException">The folder holds something else than a mirror.</exception>
    public void Open()
    {
        Directory.CreateDirectory(path);
        if (File.Exists(Of(MirrorSums.FileName)))
            _before = MirrorSums.Read(File.ReadAllBytes(Of(MirrorSums.FileName))).Files;
        else if (Directory.EnumerateFileSystemEntries(path).Any())
            throw new SettingException($"{path} holds something that is no mirror. Name an empty folder, or one that is not there yet.");
    }

    /// <summary>Writes a file where it is not there with the same bytes.</summary>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        if (!MirrorSums.IsInside(name))
            throw new ArgumentException($"{name} is no name of a file of a mirror.", nameof(name));
        string hash = MirrorSums.HashOf(content.Span);
        if (!_now.TryAdd(name, hash))
            throw new ArgumentException($"{name} is written twice.", nameof(name));
        string file = Of(name);
        if (_before.GetValueOrDefault(name) == hash && File.Exists(file) && new FileInfo(file).Length == content.Length
            && MirrorSums.HashOf(await File.ReadAllBytesAsync(file, cancellation)) == hash)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await ReplaceAsync(file, content, cancellation);
        Written++;
    }

    /// <summary>Removes what is not there any more, and signs the rest.</summary>
    /// <param name="key">Null: nobody signs it.</param>
    /// <param name="made">The day on which it was made.</param>
    /// <param name="until">The last day on which it may be used.</param>
    /// <param name="cancellation">Between two files.</param>
    public async Task SealAsync(SigningKey? key, LocalDate made, LocalDate until, CancellationToken cancellation = default)
    {
        foreach (string gone in _before.Keys.Where(name => !_now.ContainsKey(name) && File.Exists(Of(name))))
        {
            File.Delete(Of(gone));
            Removed++;
            for (var folder = new DirectoryInfo(Path.GetDirectoryName(Of(gone))!); folder.FullName != Path.GetFullPath(path) && !folder.EnumerateFileSystemInfos().Any(); folder = folder.Parent!)
                folder.Delete();
        }

        byte[] sums = new MirrorSums(_now).Write();
        // An old signature beside a new list would look like a forgery.
        File.Delete(Of(MirrorSums.SignatureName));
        await ReplaceAsync(Of(MirrorSums.FileName), sums, cancellation);
        if (key is not null)
            await ReplaceAsync(Of(MirrorSums.SignatureName), System.Text.Encoding.UTF8.GetBytes(key.Sign(sums, new MirrorDates(made, until).ToString())), cancellation);
    }

    /// <summary>Whether a folder is what its maker signed, file by file.</summary>
    /// <exception cref="SettingException">It is no mirror, or is not signed by that key.</exception>
    public async Task<MirrorFindings> VerifyAsync(VerifyingKey key, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!File.Exists(Of(MirrorSums.FileName)))
            throw new SettingException($"{path} is no mirror: it has no {MirrorSums.FileName}.");
        if (!File.Exists(Of(MirrorSums.SignatureName)))
            throw new SettingException($"Nobody signed this mirror, or it was not finished: it has no {MirrorSums.SignatureName}.");
        byte[] list = await File.ReadAllBytesAsync(Of(MirrorSums.FileName), cancellation);
        string signature = await File.ReadAllTextAsync(Of(MirrorSums.SignatureName), cancellation);
        if (key.Verify(list, signature) is not { } comment || MirrorDates.Read(comment) is not { } dates)
            throw new SettingException("The signature is not of this key, or not of this list. Do not use this mirror.");
        var files = MirrorSums.Read(list).Files;
        var changed = new List<string>();
        var missing = new List<string>();
        foreach (var (name, hash) in files)
        {
            string file = Of(name);
            // A link could lead anywhere.
            if (!File.Exists(file) || new FileInfo(file).LinkTarget is not null)
                missing.Add(name);
            else if (MirrorSums.HashOf(await File.ReadAllBytesAsync(file, cancellation)) != hash)
                changed.Add(name);
        }

        string[] added = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name is not (MirrorSums.FileName or MirrorSums.SignatureName) && !files.ContainsKey(name))];
        return new MirrorFindings(dates, files.Count, Sorted(changed), Sorted(missing), Sorted(added));

        static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
    }

    private string Of(string name) => Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar));

    private static async Task ReplaceAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        string half = file + ".new";
        await File.WriteAllBytesAsync(half, content, cancellation);
        File.Move(half, file, overwrite: true);
    }
}

/// <summary>The days of a mirror, as its signature says them.</summary>
/// <param name="Made">On which it was made.</param>
/// <param name="Until">The last one on which it may be used.</param>
public sealed record MirrorDates(LocalDate Made, LocalDate Until)
{
    /// <summary>So long at the most: nothing may be shown as current after its date, and an old copy cannot know.</summary>
    public const int MostDays = 30;

    private const string MadeName = "made:";

    private const string UntilName = "until:";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{MadeName}{LocalDatePattern.Iso.Format(Made)}\t{UntilName}{LocalDatePattern.Iso.Format(Until)}\tfile:{MirrorSums.FileName}");

    /// <returns>Null: the comment is of something else.</returns>
    public static MirrorDates? Read(string comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        string[] parts = comment.Split('\t');
        return Day(MadeName) is { } made && Day(UntilName) is { } until ? new MirrorDates(made, until) : null;

        LocalDate? Day(string name) =>
            parts.FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal)) is { } part && LocalDatePattern.Iso.Parse(part[name.Length..]) is { Success: true } day ? day.Value : null;
    }
}

/// <summary>What was found in a mirror.</summary>
/// <param name="Dates">As they were signed.</param>
/// <param name="Files">How many there should be.</param>
/// <param name="Changed">Files with other bytes.</param>
/// <param name="Missing">Files that are not there.</param>
/// <param name="Added">Files that nobody signed.</param>
public sealed record MirrorFindings(MirrorDates Dates, int Files, IReadOnlyList<string> Changed, IReadOnlyList<string> Missing, IReadOnlyList<string> Added)
{
    public bool IsWhole => Changed.Count + Missing.Count + Added.Count == 0;
}
