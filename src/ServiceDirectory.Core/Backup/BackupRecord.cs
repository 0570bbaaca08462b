using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Backup;

/// <summary>
/// Days on which the directory was backed up, compared and opened by a keeper. A keeper cannot say by mistake that a backup opened: its code is inside the
/// seal, and <c>restore</c> prints it when all was compared.
/// </summary>
/// <param name="source">As the app; as the owner to write that there is a backup.</param>
public sealed class BackupRecord(NpgsqlDataSource source)
{
    /// <summary>The dates of now; none in a database of before there were any, which is about to be brought to this version.</summary>
    public async Task<BackupDates> ReadAsync(CancellationToken cancellation = default)
    {
        if (!await IsThereAsync(cancellation))
            return new BackupDates(null, null, null);
        await using var ask = source.CreateCommand("select max(made_on), max(compared_on), max(drilled_on) from directory.backup");
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new BackupDates(row.GetFieldValue<LocalDate?>(0), row.GetFieldValue<LocalDate?>(1), row.GetFieldValue<LocalDate?>(2));
    }

    /// <summary>There is a backup: all of it is written. Nothing is said of it in a database of before.</summary>
    /// <param name="madeOn">The day in UTC.</param>
    /// <param name="isCompared">It was restored while it was made, and held what the directory held.</param>
    /// <param name="code">What is inside its seal, from <see cref="SecretCode"/>.</param>
    /// <param name="cancellation">Writes nothing.</param>
    public async Task AddAsync(LocalDate madeOn, bool isCompared, string code, CancellationToken cancellation = default)
    {
        if (!await IsThereAsync(cancellation))
            return;
        await using var add = source.CreateCommand("select directory.record_backup($1, $2, $3)");
        add.Parameters.AddWithValue(madeOn);
        add.Parameters.AddWithValue(isCompared);
        add.Parameters.AddWithValue(HashOf(code));
        await add.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A keeper has opened a backup, and it held what it was made of.</summary>
    /// <param name="typed">The code that restore printed, as somebody wrote it down.</param>
    /// <param name="today">The day in UTC.</param>
    /// <param name="cancellation">Writes nothing.</param>
    /// <returns>The day on which that backup was made; null: it is the code of none.</returns>
    public async Task<LocalDate?> DrillAsync(string? typed, LocalDate today, CancellationToken cancellation = default)
    {
        if (SecretCode.Parse(typed) is not { } code)
            return null;
        await using var write = source.CreateCommand("select directory.record_drill($1, $2)");
        write.Parameters.AddWithValue(HashOf(code));
        write.Parameters.AddWithValue(today);
        return await write.ExecuteScalarAsync(cancellation) as LocalDate?;
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand("select to_regclass('directory.backup') is not null");
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>115 random bits need no key beside them.</summary>
    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
