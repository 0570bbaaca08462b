using System.Data;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli.Backup;

/// <summary>
/// A backup: a line that says what it holds, and PostgreSQL's own dump of one snapshot, sealed by <c>age</c> to keys whose other half is not on
/// this machine. Nothing of it stands on a disk unsealed, neither when it is made nor when it is read.
/// </summary>
internal static class BackupFile
{
    /// <summary>Makes one.</summary>
    /// <param name="path">Must not be there: a backup is never written over.</param>
    /// <param name="logins">With <see cref="Login.Backup"/>.</param>
    /// <param name="recipients">Arguments for <c>age</c> that say to whom it is sealed.</param>
    /// <param name="check">Also restore what flows through into this empty database, as its owner, and compare; null: not.</param>
    /// <param name="progress">Bytes of the dump so far.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    /// <exception cref="SettingException">A program is missing or fails, the file is there, or what was restored is not what was dumped.</exception>
    public static async Task<BackupReport> WriteAsync(
        string path, ConnectionSettings logins, IReadOnlyList<string> recipients, string? check, IProgress<long> progress, CancellationToken cancellation)
    {
        string login = logins.Require(Login.Backup);
        string partial = path + ".partial";
        if (File.Exists(path))
            throw new SettingException($"{path} is there already. A backup is never written over another.");
        await using var source = DataSources.Owner(login);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var report = await ReportAsync(connection, cancellation);
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", connection);
        string name = (string)(await export.ExecuteScalarAsync(cancellation))!;
        try
        {
            await using (var file = Create(partial))
            await using (var age = Tool.Age(["--encrypt", .. recipients]))
            await using (var dump = Tool.Postgres("pg_dump", login, [
                "--format=custom", "--no-owner", "--no-privileges", $"--snapshot={name}",
                .. DatabaseFingerprint.Schemas.Select(schema => $"--schema={schema}"), .. DatabaseFingerprint.LeftOut.Select(table => $"--exclude-table-data={table}"),
            ]))
            await using (var restore = check is null ? null : Restore(check))
            {
                var sealing = age.Output.CopyToAsync(file, cancellation);
                Tool[] sinks = restore is null ? [age] : [age, restore];
                await FlowAsync(report.Write(), dump, sinks, progress, cancellation);
                await dump.EndAsync(cancellation);
                if (restore is not null)
                    await restore.EndAsync(cancellation);
                await age.EndAsync(cancellation);
                await sealing;
                file.Flush(flushToDisk: true);
            }

            if (check is not null)
                await CompareAsync(report, check, cancellation);
            File.Move(partial, path);
            return report;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Brings one into an empty database, all of it or nothing, and compares.</summary>
    /// <param name="path">Of the backup.</param>
    /// <param name="owner">Connection string of the owner.</param>
    /// <param name="identity">The file with the key that opens it.</param>
    /// <param name="progress">Bytes of the dump so far.</param>
    /// <param name="cancellation">Leaves the database empty.</param>
    /// <exception cref="SettingException">The key does not open it, it is broken or no backup, or the database is not empty.</exception>
    public static async Task<BackupReport> ReadAsync(string path, string owner, string identity, IProgress<long> progress, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new SettingException($"{path} is not there.");
        await RequireEmptyAsync(owner, cancellation);
        await using var age = Tool.Age(["--decrypt", "--identity", identity, path]);
        BackupReport report;
        try
        {
            report = await BackupReport.ReadAsync(age.Output, cancellation);
        }
        catch (SettingException)
        {
            // What is wrong with the key is said by age, and matters more.
            await age.EndAsync(cancellation);
            throw;
        }

        await using (var restore = Restore(owner))
        {
            await FlowAsync([], age, [restore], progress, cancellation);
            // Whether all of it is as it was sealed is known at its end only: nothing is committed before.
            await age.EndAsync(cancellation);
            await restore.EndAsync(cancellation);
        }

        await CompareAsync(report, owner, cancellation);
        return report;
    }

    private static FileStream Create(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }

    private static Tool Restore(string owner) => Tool.Postgres(
        "pg_restore", owner, ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={new NpgsqlConnectionStringBuilder(owner).Database}"]);

    /// <exception cref="SettingException">One of those that it flows into ended early; it says why.</exception>
    private static async Task FlowAsync(byte[] first, Tool from, Tool[] to, IProgress<long> progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[256 * 1024];
        long sum = 0;
        try
        {
            await to[0].Input.WriteAsync(first, cancellation);
            for (int read; (read = await from.Output.ReadAsync(buffer, cancellation)) > 0;)
            {
                foreach (var tool in to)
                    await tool.Input.WriteAsync(buffer.AsMemory(0, read), cancellation);
                progress.Report(sum += read);
            }
        }
        catch (IOException)
        {
            // Whoever still has something to say waits for nobody: "from" is ended where it is disposed of.
            foreach (var tool in to)
                await tool.EndAsync(cancellation);
            throw;
        }
    }

    private static async Task<BackupReport> ReportAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select hash from directory.event order by id desc limit 1", connection);
        byte[] head = await ask.ExecuteScalarAsync(cancellation) as byte[] ?? EventChain.Beginning;
        return new BackupReport(
            LocalDatePattern.Iso.Format(SystemClock.Instance.GetCurrentInstant().InUtc().Date), Convert.ToHexStringLower(head), await DatabaseFingerprint.TakeAsync(connection, cancellation), SecretCode.New());
    }

    private static async Task CompareAsync(BackupReport report, string owner, CancellationToken cancellation)
    {
        await using var source = DataSources.Owner(owner);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var differences = report.Compare(await DatabaseFingerprint.TakeAsync(connection, cancellation));
        if (differences.Count > 0)
            throw new SettingException(string.Join('\n', differences.Prepend("What was restored is not what was in the directory:")));
    }

    private static async Task RequireEmptyAsync(string owner, CancellationToken cancellation)
    {
        await using var source = DataSources.Owner(owner);
        await using var ask = source.CreateCommand("select nspname from pg_namespace where nspname = any ($1) limit 1");
        ask.Parameters.AddWithValue(DatabaseFingerprint.Schemas.ToArray());
        if (await ask.ExecuteScalarAsync(cancellation) is string taken)
            throw new SettingException($"The database is not empty: it has the schema {taken}. A backup is restored into an empty one, which setup makes.");
    }
}
