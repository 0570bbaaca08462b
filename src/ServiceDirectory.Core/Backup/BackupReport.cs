using System.Text.Json;

namespace ServiceDirectory.Core.Backup;

/// <summary>Stands before the dump, inside the same seal: what it has to hold once it is restored.</summary>
/// <param name="Made">The day, ISO 8601.</param>
/// <param name="Head">Of the record of what was decided, in hexadecimal: what <c>audit verify --head</c> takes.</param>
/// <param name="Holds">As <see cref="DatabaseFingerprint"/> took it, in the same snapshot.</param>
/// <param name="Code">What only whoever opens it learns, for <see cref="BackupRecord"/>; null: it was made before there was one.</param>
public sealed record BackupReport(string Made, string Head, SortedDictionary<string, string> Holds, string? Code = null)
{
    /// <summary>Bytes of the longest one that is read.</summary>
    public const int Longest = 1024 * 1024;

    /// <summary>One line.</summary>
    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this), (byte)'\n'];

    /// <summary>Reads the line and not a byte more, so that the dump begins where it ends.</summary>
    /// <exception cref="SettingException">There is none.</exception>
    public static async Task<BackupReport> ReadAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (line.Count < Longest && await stream.ReadAsync(one, cancellation) == 1)
        {
            if (one[0] != '\n')
            {
                line.Add(one[0]);
                continue;
            }

            try
            {
                return JsonSerializer.Deserialize<BackupReport>(line.ToArray()) is { Holds.Count: > 0 } report ? report : throw NotOurs(null);
            }
            catch (JsonException e)
            {
                throw NotOurs(e);
            }
        }

        throw NotOurs(null);
    }

    /// <summary>What of it is not in a database, or is another there; one line each.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyDictionary<string, string> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return
        [
            .. Holds.Where(held => found.GetValueOrDefault(held.Key) != held.Value).Select(held => $"{held.Key}: {found.GetValueOrDefault(held.Key, "not there")} instead of {held.Value}"),
            .. found.Where(one => !Holds.ContainsKey(one.Key)).Select(one => $"{one.Key}: {one.Value}, which the backup does not have"),
        ];
    }

    private static SettingException NotOurs(Exception? inner) => new("This is no backup of a directory.", inner);
}
