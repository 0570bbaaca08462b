using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Upkeep;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Privacy;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>What is wrong is said, with what to do; and nothing where nothing is.</summary>
public sealed class DoctorTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("doctor-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ConnectionSettings Settings => database.Logins.Settings;

    [Fact]
    public async Task NothingWrong_NothingSaid()
    {
        await InTimeAsync();
        Assert.Equal([], await FindAsync());
        var answer = await new CommandLine(database.Logins).With("Directory__MonthKeys", _folder).RunAsync("doctor");
        Assert.True(answer.Status == 0, answer.Problems);
        Assert.Contains("✓ Nothing is wrong.", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_ThatAreLate_AreNamed()
    {
        await database.Owner.RunAsync("delete from directory.backup");
        var never = await FindAsync();
        Assert.Equal(["No backup was ever made.", "No backup was ever restored and compared.", "No keeper ever opened a backup."], never.Select(one => one[..(one.IndexOf('.', StringComparison.Ordinal) + 1)]));
        await InTimeAsync();
        await database.Owner.RunAsync("update directory.backup set made_on = made_on - 50, compared_on = compared_on - 50, drilled_on = drilled_on - 50");
        Assert.All(await FindAsync(), one => Assert.Contains(" 50 days ago.", one, StringComparison.Ordinal));
        var answer = await new CommandLine(database.Logins).With("Directory__MonthKeys", _folder).RunAsync("doctor");
        Assert.Equal(1, answer.Status);
        Assert.Contains("✕ The last backup was made 50 days ago. One is made each night: look at the timer, or run: backup", answer.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_OfMonthsThatAreOver_AndAnOpenFolder_AreNamed()
    {
        await InTimeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "2020-01"), "", Stop);
        Assert.Contains($"keys forget {_folder}", Assert.Single(await FindAsync()), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "2020-01"));
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherRead);
        Assert.Contains($"chmod 700 {_folder}", Assert.Single(await FindAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Room_ThatIsShort_IsNamed()
    {
        await InTimeAsync();
        long size = await database.Owner.OneAsync<long>("select pg_database_size(current_database())");
        Assert.Empty(await FindAsync(folder => (2 * size) + (600L << 20)));
        Assert.Contains("has 100 MB left", Assert.Single(await FindAsync(folder => folder == _folder ? 100L << 20 : null)), StringComparison.Ordinal);
        // The server's own disk, where it is of this machine: a superuser knows which.
        Assert.Equal(2, (await FindAsync(_ => 0)).Count);
    }

    [Fact]
    public async Task Log_ThatRepeatsWhatPeopleType_IsNamed()
    {
        await InTimeAsync();
        await using var super = database.Server.AsSuperuser("postgres");
        string owner = new NpgsqlConnectionStringBuilder(Settings.Require(Login.Owner)).Username!;
        // For this database alone: other tests go on. Who comes is logged before there is one.
        foreach (string setting in DatabaseLogTests.Quiet.Keys.Except(["log_connections", "log_disconnections"]).Append("log_duration"))
        {
            string louder = setting switch { "log_duration" => "on", "log_min_messages" or "log_min_error_statement" => "error", "log_error_verbosity" => "verbose", "log_statement" => "all", _ => "10" };
            await super.RunAsync($"alter role {owner} in database {database.Logins.Database} set {setting} = '{louder}'");
            Assert.Contains($"{setting} is {louder}. Set {setting}=", Assert.Single(await FindAsync(asOwner: true)), StringComparison.Ordinal);
            await super.RunAsync($"alter role {owner} in database {database.Logins.Database} reset {setting}");
        }
    }

    [Fact]
    public async Task ServersThatDiffer_OrAreAway_AreNamed()
    {
        await InTimeAsync();
        var two = WithHosts(Login.Public);
        Assert.Contains("name different servers", (await new InstallationCheck(two, new MonthKeys(_folder), Given.Today) { Folders = [] }.RunAsync(Stop))[0], StringComparison.Ordinal);
        var both = await new InstallationCheck(WithHosts(Login.Public, Login.Directory), new MonthKeys(_folder), Given.Today) { Folders = [] }.RunAsync(Stop);
        Assert.StartsWith("The server /nonexistent cannot be reached", Assert.Single(both), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A backup of today, compared, and opened by a keeper.</summary>
    private async Task InTimeAsync()
    {
        await database.Owner.RunAsync("delete from directory.backup");
        string code = SecretCode.New();
        var record = new BackupRecord(database.Owner);
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        await record.AddAsync(today, isCompared: true, code, Stop);
        Assert.Equal(today, await record.DrillAsync(code, today, Stop));
    }

    private Task<IReadOnlyList<string>> FindAsync(Func<string, long?>? room = null, bool asOwner = false)
    {
        var settings = asOwner ? WithHosts() : Settings;
        return new InstallationCheck(settings, new MonthKeys(_folder), SystemClock.Instance.GetCurrentInstant().InUtc().Date) { Room = room ?? (_ => null), Folders = [_folder] }.RunAsync(Stop);
    }

    /// <summary>Without the administrator, and with a server that is away beside the one that is there.</summary>
    private ConnectionSettings WithHosts(params Login[] logins) => ConnectionSettings.Read(
        name => new[] { Login.Directory, Login.Public, Login.Owner }.Where(login => ConnectionSettings.Name(login) == name).Select(login =>
        {
            var at = new NpgsqlConnectionStringBuilder(Settings.Require(login));
            if (logins.Contains(login))
                at.Host += ",/nonexistent";
            return at.ConnectionString;
        }).FirstOrDefault(),
        "/nonexistent",
        null,
        Login.Directory, Login.Public, Login.Owner);
}
