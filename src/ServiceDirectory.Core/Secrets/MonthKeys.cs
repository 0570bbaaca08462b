using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace ServiceDirectory.Core.Secrets;

/// <summary>
/// A key for each month, in a folder that is in no dump and in no backup: files named <c>2026-11</c>, made when first needed. A month's key
/// seals what ends in that month, whenever it was written. When the month is over the key is deleted, which is the only deletion that also
/// reaches logs and copies of the database.
/// </summary>
/// <param name="folder">Readable by this user only.</param>
public sealed class MonthKeys(string folder)
{
    /// <summary>Its name below the folder of the other keys, where no other is set (<c>Directory__MonthKeys</c>).</summary>
    public const string Folder = "months";

    /// <summary>Held while a key is made.</summary>
    private const string Making = "making";

    private const string Aside = "aside";

    private const int MostTries = 500;

    private static readonly TimeSpan s_each = TimeSpan.FromMilliseconds(10);

    private readonly Lock _making = new();

    /// <summary>The month in which something ends, as "2026-11".</summary>
    /// <param name="endsOn">The first day on which it is not to be read any more.</param>
    public static string NameOf(LocalDate endsOn) => Name(endsOn.PlusDays(-1));

    /// <summary>Seals with the key of the month in which something ends.</summary>
    /// <param name="endsOn">The first day on which it is not to be read any more.</param>
    /// <param name="purpose">What it is and whose: it opens only for the same words.</param>
    /// <param name="plain">Any bytes.</param>
    /// <exception cref="SettingException">The key cannot be made or read.</exception>
    public byte[] Seal(LocalDate endsOn, string purpose, ReadOnlySpan<byte> plain) => SealedBytes.Seal(Make(NameOf(endsOn)), purpose, plain);

    /// <returns>Null: the key is gone, and what it sealed with it. Where the folder was lost, another key has its name since.</returns>
    public byte[]? Open(string month, string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        if (Read(month) is not { } key)
            return null;
        try
        {
            return SealedBytes.Open(key, purpose, sealedBytes);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Deletes the keys of months that are over.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> DeleteOver(LocalDate today)
    {
        if (!Directory.Exists(folder))
            return [];
        string now = Name(today);
        var over = Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(name => IsMonth(name) && string.CompareOrdinal(name, now) < 0).Order(StringComparer.Ordinal).ToList();
        foreach (string name in over)
            File.Delete(Path.Combine(folder, name));
        return over;
    }

    /// <summary>What is wrong with the folder, with what to do; nothing where it is not here.</summary>
    /// <param name="today">The day in UTC.</param>
    public IEnumerable<string> Problems(LocalDate today)
    {
        if (!Directory.Exists(folder))
            yield break;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
            yield return $"Others may look into the folder of the months' keys. Run: chmod 700 {folder}";
        string[] names = [];
        string? unread = null;
        try
        {
            names = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unread = $"The folder of the months' keys {folder} cannot be read by this user. Run this as the user of the web program.";
        }

        if (unread is not null)
            yield return unread;
        if (names.Any(name => IsMonth(name) && string.CompareOrdinal(name, Name(today)) < 0))
            yield return $"There are keys of months that are over, so what ended can still be read. The web program deletes them each day: look whether it runs, or run: keys forget {folder}";
    }

    private static string Name(LocalDate day) => day.ToString("uuuu-MM", CultureInfo.InvariantCulture);

    private static bool IsMonth(string name) => name.Length == 7 && name[4] == '-' && name.Remove(4, 1).All(char.IsAsciiDigit);

    private byte[]? Read(string month)
    {
        if (!IsMonth(month))
            return null;
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, month));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Waits until no other process makes a key: who renames a file last would win, and what the other one sealed would be lost.</summary>
    private FileStream Only()
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, Making), How(FileMode.OpenOrCreate));
            }
            catch (IOException) when (tries < MostTries)
            {
                Thread.Sleep(s_each);
            }
        }
    }

    private static void Write(string path, byte[] key)
    {
        using var file = new FileStream(path, How(FileMode.Create));
        file.Write(key);
        file.Flush(flushToDisk: true);
    }

    private static FileStreamOptions How(FileMode mode)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return how;
    }

    private byte[] Make(string month)
    {
        lock (_making)
        {
            if (Read(month) is { } known)
                return known;
            try
            {
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(folder);
                else
                    Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                using var only = Only();
                // Another process was faster.
                if (Read(month) is { } others)
                    return others;
                byte[] key = RandomNumberGenerator.GetBytes(DirectorySecrets.KeyLength);
                // Aside first, so that one that ends in the middle never leaves half a key under the name.
                string aside = Path.Combine(folder, Aside);
                Write(aside, key);
                File.Move(aside, Path.Combine(folder, month));
                return key;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SettingException($"The folder of the months' keys {folder} cannot be written by this user.", e);
            }
        }
    }
}
