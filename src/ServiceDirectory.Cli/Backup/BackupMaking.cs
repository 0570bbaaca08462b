using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Backup;

/// <summary>A backup of the directory, written down once it is whole.</summary>
/// <param name="database">Its logins.</param>
/// <param name="path">Of the file; must not be there.</param>
/// <param name="recipients">Arguments for <c>age</c> that say to whom it is sealed.</param>
internal sealed class BackupMaking(Database database, string path, IReadOnlyList<string> recipients)
{
    /// <summary>What the name of the database has more into which it is restored.</summary>
    private const string Beside = "_check";

    /// <summary>Whether there is somebody who may make a database.</summary>
    public bool CanCompare => database.Settings(Login.Administrator).Has(Login.Administrator);

    private static LocalDate Today => SystemClock.Instance.GetCurrentInstant().InUtc().Date;

    /// <summary>Whether it is a week since a backup was restored and compared.</summary>
    public async Task<bool> IsComparisonDueAsync(CancellationToken cancellation)
    {
        await using var owner = database.Owner();
        return (await new BackupRecord(owner).ReadAsync(cancellation)).IsComparisonDue(Today);
    }

    /// <param name="compares">Also restores it while it is made, and compares.</param>
    /// <param name="progress">Bytes of the dump so far.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    /// <exception cref="SettingException">It could not be made, or what was restored is not what was dumped.</exception>
    public Task<BackupReport> MakeAsync(bool compares, IProgress<long> progress, CancellationToken cancellation) =>
        compares ? MakeAsync((_, _) => Task.CompletedTask, progress, cancellation) : WriteAsync(null, progress, cancellation);

    /// <param name="then">What else is tried on the copy into which it was restored, before that one is removed. The backup is there then, whatever comes of it.</param>
    /// <param name="progress">As above.</param>
    /// <param name="cancellation">As above.</param>
    /// <exception cref="SettingException">As above.</exception>
    public async Task<BackupReport> MakeAsync(Func<ConnectionSettings, CancellationToken, Task> then, IProgress<long> progress, CancellationToken cancellation)
    {
        var settings = database.All();
        await using var beside = await ScratchDatabase.MakeAsync(settings, database.Settings(Login.Administrator).Require(Login.Administrator), Beside, cancellation);
        var report = await WriteAsync(beside.Owner, progress, cancellation);
        await then(settings.Beside(Beside), cancellation);
        return report;
    }

    private async Task<BackupReport> WriteAsync(string? check, IProgress<long> progress, CancellationToken cancellation)
    {
        var report = await BackupFile.WriteAsync(path, database.Settings(Login.Backup), recipients, check, progress, cancellation);
        await using var owner = database.Owner();
        await new BackupRecord(owner).AddAsync(Today, isCompared: check is not null, report.Code!, cancellation);
        return report;
    }
}
