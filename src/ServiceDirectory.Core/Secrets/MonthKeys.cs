using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace ServiceDirectory.Core.Secrets;

/// <summary>
/// A key for each month, in a folder that is in no dump and in no backup: files named <c>2026-11</c>, made when first needed. When nothing of
/// a month may be read any more, its key is deleted, which is the only deletion that also reaches logs and copies of the database.
/// </summary>
/// <param name="folder">Readable by this user only.</param>
public sealed class MonthKeys(string folder)
{
    /// <summary>Its name below the folder of the other keys, where no other is set (<c>Directory__MonthKeys</c>).</summary>
    public const string Folder = "months";

    /// <summary>How long something of a month may be kept, after the month.</summary>
    public const int KeptMonths = 12;

    private readonly Lock _making = new();

    /// <summary>"2026-11".</summary>
    public static string Name(LocalDate day) => day.ToString("uuuu-MM", CultureInfo.InvariantCulture);

    /// <summary>Seals with the key of a day's month.</summary>
    /// <exception cref="SettingException">The key cannot be made or read.</exception>
    public byte[] Seal(LocalDate day, string purpose, ReadOnlySpan<byte> plain) => SealedBytes.Seal(Make(Name(day)), purpose, plain);

    /// <returns>Null: the key is gone, and what it sealed with it.</returns>
    /// <exception cref="CryptographicException">It was sealed for another purpose, or was changed.</exception>
    public byte[]? Open(string month, string purpose, ReadOnlySpan<byte> sealedBytes) => Read(month) is { } key ? SealedBytes.Open(key, purpose, sealedBytes) : null;

    /// <summary>Deletes the keys of months of which nothing may be read any more.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> DeleteOver(LocalDate today)
    {
        if (!Directory.Exists(folder))
            return [];
        string last = Name(today.PlusMonths(-KeptMonths - 1));
        var over = Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(name => IsMonth(name) && string.CompareOrdinal(name, last) <= 0).Order(StringComparer.Ordinal).ToList();
        foreach (string name in over)
            File.Delete(Path.Combine(folder, name));
        return over;
    }

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

    private static void Write(string path, byte[] key)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, how);
        file.Write(key);
        file.Flush(flushToDisk: true);
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
                byte[] key = RandomNumberGenerator.GetBytes(DirectorySecrets.KeyLength);
                // Aside first: another process, or one that ends in the middle, never leaves half a key under the name.
                string aside = Path.Combine(folder, $"{month}.{Guid.NewGuid():N}");
                try
                {
                    Write(aside, key);
                    File.Move(aside, Path.Combine(folder, month), overwrite: false);
                }
                finally
                {
                    File.Delete(aside);
                }

                return key;
            }
            catch (IOException) when (Read(month) is { Length: DirectorySecrets.KeyLength } others)
            {
                // Another process was faster.
                return others;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SettingException($"The folder of the months' keys {folder} cannot be written by this user.", e);
            }
        }
    }
}
