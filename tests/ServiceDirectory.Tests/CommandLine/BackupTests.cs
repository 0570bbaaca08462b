using System.Diagnostics;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>What was backed up is there again, and nobody without the key has it.</summary>
public sealed class BackupTests : IClassFixture<PublicWorld>, IAsyncLifetime
{
    private readonly PublicWorld _world;
    private readonly string _folder = Directory.CreateTempSubdirectory("backup-").FullName;
    private string _to = "";
    private ScratchDatabase? _empty;

    public BackupTests(PublicWorld world) => _world = world;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => _world.Database.Logins;

    private string Key => Path.Combine(_folder, "key");

    private string Administrator => Logins.Settings.Require(Login.Administrator);

    public async ValueTask InitializeAsync()
    {
        _to = (await AgeAsync("age-keygen", "-o", Key)).Split(' ')[^1].Trim();
        _empty = await ScratchDatabase.MakeAsync(Logins.Settings, Administrator, "_empty", Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _empty!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact, Property(89)]
    public async Task Backup_IsSealed_AndRestored_AsItWas()
    {
        await Logins.Owner.RunAsync("delete from directory.ticket");
        var account = await _world.Database.Given.AccountAsync();
        await Logins.App.RunAsync(
            "insert into directory.ticket (key_hash, account_id, content, idle_until, ends_at) values ($1, $2, '', now() + interval '1 hour', now() + interval '1 hour')", new byte[32], account.Id);
        string file = At("one");
        string said = await Cli(Logins.Settings).SayAsync("backup", file, "--to", _to, "--check");
        Assert.Contains("It was restored and compared: it holds what the directory held.", said, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(_folder, "one*"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(-1, (await File.ReadAllBytesAsync(file, Stop)).AsSpan().IndexOf("Mill Trust"u8));
        Assert.StartsWith("age-encryption.org/v1\n", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Stop)), StringComparison.Ordinal);
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from pg_database where datname = $1", Logins.Database + "_check"));

        var other = Logins.Settings.Beside("_empty");
        string restored = await Cli(other).SayAsync("restore", file, "--identity", Key);
        Assert.Contains("Restored, and compared", restored, StringComparison.Ordinal);
        string head = said[(said.IndexOf("Head of the record: ", StringComparison.Ordinal) + 20)..].Trim();
        Assert.Contains($"Head: {head}", await Cli(other).SayAsync("audit", "verify", "--head", head), StringComparison.Ordinal);
        var there = new DirectoryLogins(other);
        Assert.Equal(
            await Logins.Public.ListAsync<string>("select code from published.service order by 1"),
            await there.Public.ListAsync<string>("select code from published.service order by 1"));
        // A session is no entry: nobody is signed in by a copy.
        Assert.Equal((1, 0), (await Logins.Owner.OneAsync<long>("select count(*) from directory.ticket"), await there.Owner.OneAsync<long>("select count(*) from directory.ticket")));
        // Rights came back as well: the public role reads the one half and not the other.
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => there.Public.OneAsync<long>("select count(*) from directory.service"));
        await there.CloseAsync();

        Assert.Contains("The database is not empty", await RefusedAsync(other, "restore", file, "--identity", Key), StringComparison.Ordinal);
        Assert.Contains("is there already", await RefusedAsync(Logins.Settings, "backup", file, "--to", _to), StringComparison.Ordinal);
    }

    /// <summary>The first one of a week is tried by itself; a keeper's code is told by nothing but a backup that opened.</summary>
    [Fact]
    public async Task EachWeek_OneIsCompared_AndAKeeperWritesDownThatItOpened()
    {
        await Logins.Owner.RunAsync("delete from directory.backup");
        Assert.Contains("It was restored and compared", await Cli(Logins.Settings).SayAsync("backup", At("week"), "--to", _to), StringComparison.Ordinal);
        Assert.Contains("It was not tried.", await Cli(Logins.Settings).SayAsync("backup", At("day"), "--to", _to), StringComparison.Ordinal);
        await Logins.Owner.RunAsync("update directory.backup set made_on = made_on - 7, compared_on = compared_on - 7");
        // Without somebody who may make a database it is made, and it is said that none was compared.
        var alone = await new CommandLine(Logins).With(ConnectionSettings.Name(Login.Backup), Logins.Settings.Require(Login.Backup)).RunAsync("backup", At("alone"), "--to", _to);
        Assert.Equal((0, true), (alone.Status, alone.Problems.Contains("It is a week or more since one was compared. Set ConnectionStrings__Administrator", StringComparison.Ordinal)));
        Assert.Contains("It was restored and compared", await Cli(Logins.Settings).SayAsync("backup", At("next"), "--to", _to), StringComparison.Ordinal);
        Assert.Equal((4, 2), (await Logins.Owner.OneAsync<long>("select count(*) from directory.backup"), await Logins.Owner.OneAsync<long>("select count(compared_on) from directory.backup")));

        string restored = await Cli(Logins.Settings.Beside("_empty")).SayAsync("restore", At("next"), "--identity", Key);
        string code = restored.Split("Code of the drill: ")[1].Split('\n')[0].Trim();
        Assert.Contains("is the code of no backup", await RefusedAsync(Logins.Settings, "drill", SecretCode.New()), StringComparison.Ordinal);
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(drilled_on) from directory.backup"));
        Assert.Contains("was opened", await Cli(Logins.Settings).SayAsync("drill", code), StringComparison.Ordinal);
        Assert.Equal(1, await Logins.Owner.OneAsync<long>("select count(drilled_on) from directory.backup where id = (select max(id) from directory.backup)"));
    }

    [Fact, Property(89)]
    public async Task Broken_IsRefused_AndTheDatabaseStaysEmpty()
    {
        string file = At("whole");
        await Cli(Logins.Settings).SayAsync("backup", file, "--to", _to);
        byte[] bytes = await File.ReadAllBytesAsync(file, Stop);
        var other = Logins.Settings.Beside("_empty");
        string foreign = At("foreign-key");
        await AgeAsync("age-keygen", "-o", foreign);
        await RefusedAndEmptyAsync("no identity matched", file, foreign);
        await RefusedAndEmptyAsync("is not there", At("nowhere"), Key);

        // Cut off at its end, changed near its end: what came before was read by then.
        Assert.True(bytes.Length > 200_000, $"{bytes.Length} bytes are one piece of the seal, which is looked at as a whole.");
        await RefusedAndEmptyAsync("age says", await WriteAsync("cut", bytes[..^70_000]), Key);
        byte[] changed = [.. bytes];
        changed[^1_000] ^= 1;
        await RefusedAndEmptyAsync("age says", await WriteAsync("changed", changed), Key);

        // Sealed, and no backup.
        string letter = await WriteAsync("letter", "Dear all,\nwe met.\n"u8.ToArray());
        await AgeAsync("age", "--encrypt", "--recipient", _to, "--output", At("letter.age"), letter);
        await RefusedAndEmptyAsync("This is no backup of a directory.", At("letter.age"), Key);

        async Task RefusedAndEmptyAsync(string why, string path, string key)
        {
            Assert.Contains(why, await RefusedAsync(other, "restore", path, "--identity", key), StringComparison.Ordinal);
            await using var owner = DataSources.Owner(_empty!.Owner);
            Assert.Equal(0, await owner.OneAsync<long>("select count(*) from pg_namespace where nspname in ('directory', 'published', 'mirrored')"));
        }
    }

    [Fact]
    public async Task Failure_LeavesNoFile()
    {
        Assert.Contains("--to", await RefusedAsync(Logins.Settings, "backup", At("none")), StringComparison.Ordinal);
        Assert.Contains("age says", await RefusedAsync(Logins.Settings, "backup", At("none"), "--to", "age1nobody"), StringComparison.Ordinal);
        string wrong = new Npgsql.NpgsqlConnectionStringBuilder(Logins.Settings.Require(Login.Backup)) { Password = "wrong" }.ConnectionString;
        var cli = Cli(Logins.Settings).With(ConnectionSettings.Name(Login.Backup), wrong);
        Assert.Equal(1, (await cli.RunAsync("backup", At("none"), "--to", _to)).Status);
        Assert.Empty(Directory.GetFiles(_folder, "none*"));
    }

    /// <summary>A row, a value, a sequence, a rule, a function: each that differs is said by its name.</summary>
    [Fact]
    public async Task Fingerprint_SaysWhatDiffers()
    {
        var before = await TakeAsync();
        Assert.Equal(before, await TakeAsync());
        var report = new BackupReport("2026-11-27", "", before);
        Assert.Empty(report.Compare(before));
        foreach (var (change, name) in new[]
        {
            ("update published.service set checked_on = checked_on - 1 where service_id = (select min(service_id) from published.service)", "published.service"),
            ("delete from published.site where site_id = (select min(site_id) from published.site)", "published.site"),
            ("select nextval(pg_get_serial_sequence('published.service', 'service_id'))", "published.service_service_id_seq"),
            ("alter table published.site drop constraint site_rank_check", DatabaseFingerprint.Definitions),
            ("create table published.more (id int)", "published.more"),
        })
        {
            await using var connection = await Logins.Owner.OpenConnectionAsync(Stop);
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            await using (var command = new Npgsql.NpgsqlCommand(change, connection))
                await command.ExecuteNonQueryAsync(Stop);
            Assert.Contains(report.Compare(await DatabaseFingerprint.TakeAsync(connection, Stop)), line => line.StartsWith(name + ": ", StringComparison.Ordinal));
        }

        async Task<SortedDictionary<string, string>> TakeAsync()
        {
            await using var connection = await Logins.Owner.OpenConnectionAsync(Stop);
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            return await DatabaseFingerprint.TakeAsync(connection, Stop);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private async Task<string> WriteAsync(string name, byte[] bytes)
    {
        await File.WriteAllBytesAsync(At(name), bytes, Stop);
        return At(name);
    }

    private static async Task<string> RefusedAsync(ConnectionSettings settings, params string[] arguments)
    {
        var answer = await Cli(settings).RunAsync(arguments);
        Assert.Equal(1, answer.Status);
        return answer.Problems;
    }

    private static CommandLine Cli(ConnectionSettings settings)
    {
        var cli = new CommandLine(settings);
        foreach (var login in new[] { Login.Backup, Login.Administrator })
            cli.With(ConnectionSettings.Name(login), settings.Require(login));
        return cli;
    }

    /// <summary>What it prints, on either side.</summary>
    private static async Task<string> AgeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string said = await process.StandardOutput.ReadToEndAsync(Stop) + await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
