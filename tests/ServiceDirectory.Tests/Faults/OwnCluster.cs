using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Privacy;

namespace ServiceDirectory.Tests.Faults;

/// <summary>
/// A PostgreSQL for one test alone, started with the settings of <c>docker-compose.yml</c>: its log and its files are looked
/// through, and it is taken away, killed, held up or filled while people search.
/// </summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private const string Name = "directory";

    private static readonly string s_programs = FindPrograms();

    private readonly string _password;

    private IReadOnlyList<string> _more;

    private string? _network;

    private DirectoryLogins? _logins;

    private OwnCluster(string folder, string password, IReadOnlyList<string> more) => (Folder, _password, _more) = (folder, password, more);

    /// <summary>Everything the server writes.</summary>
    public string Folder { get; }

    public string Log => Path.Combine(Folder, "log");

    public DirectoryLogins Logins => _logins ?? throw new InvalidOperationException("The cluster is not set up yet.");

    private string Data => Path.Combine(Folder, "data");

    /// <summary>Connection string of the server's superuser.</summary>
    public string Administrator => Login("administrator", "postgres", Folder);

    /// <summary>A new one, set up and migrated, without rows.</summary>
    public static async Task<OwnCluster> StartAsync()
    {
        var cluster = await StartEmptyAsync();
        var settings = cluster.Settings(cluster.Folder);
        await new DatabaseSetup(settings, privateServer: true).RunAsync(cluster.Administrator);
        cluster._logins = new DirectoryLogins(settings);
        await Migrator.MigrateAsync(cluster.Logins.Owner, cluster.Logins.Roles);
        return cluster;
    }

    /// <summary>A new one, on which nobody has made anything.</summary>
    public static async Task<OwnCluster> StartEmptyAsync()
    {
        var cluster = new OwnCluster(await MakeFolderAsync(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), []);
        var password = Path.Combine(cluster.Folder, "password");
        await RunAsync("bash", "-c", "umask 077; printf %s \"$1\" > \"$2\"", "bash", cluster._password, password);
        await RunAsync(
            Path.Combine(s_programs, "initdb"),
            "--pgdata", cluster.Data, "--username", "administrator", "--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        await cluster.StartAgainAsync();
        return cluster;
    }

    /// <summary>The files of this one, which is stopped, as a cluster of its own.</summary>
    /// <param name="folder">Where its files are, of whoever runs it; null: a new one.</param>
    /// <param name="more">Settings of the server, such as <c>max_connections=12</c>.</param>
    public async Task<OwnCluster> CopyAsync(string? folder = null, params IReadOnlyList<string> more)
    {
        var copy = new OwnCluster(folder ?? await MakeFolderAsync(), _password, more);
        await RunAsync("cp", "--archive", Data, copy.Data);
        await copy.StartAgainAsync();
        copy._logins = new DirectoryLogins(copy.Settings(copy.Folder));
        return copy;
    }

    /// <summary>A standby that follows this one, made as an operator makes it.</summary>
    public async Task<OwnCluster> FollowAsync()
    {
        var standby = new OwnCluster(await MakeFolderAsync(), _password, []);
        await RunAsync(
            Path.Combine(s_programs, "pg_basebackup"),
            "--dbname", $"host={Folder} user=administrator password={_password}", "--pgdata", standby.Data, "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync");
        await standby.StartAgainAsync();
        standby._logins = new DirectoryLogins(standby.Settings(standby.Folder));
        return standby;
    }

    /// <summary>The logins of a program that is told of both: this one first.</summary>
    public DirectoryLogins With(OwnCluster standby) => new(Settings($"{Folder},{standby.Folder}"));

    /// <summary>Another server of the same roles, over files that somebody has put into <c>data</c> of its folder.</summary>
    public async Task<OwnCluster> OverAsync(string folder)
    {
        var other = new OwnCluster(folder, _password, []);
        await other.StartAgainAsync();
        other._logins = new DirectoryLogins(other.Settings(other.Folder));
        return other;
    }

    /// <summary>What an operator types beside this server, as whoever runs it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="script">For bash.</param>
    public Task ShellAsync(string folder, string script) => RunAsync(
        "env", $"PATH={s_programs}:{Environment.GetEnvironmentVariable("PATH")}", $"PGHOST={Folder}", "PGUSER=administrator", $"PGPASSWORD={_password}", "bash", "-c", $"set -euo pipefail; cd '{folder}'; {script}");

    public Task StartAgainAsync()
    {
        // Without fsync, which changes nothing of what is written, only when.
        var settings = DatabaseLogTests.FromCompose().Select(pair => $"-c {pair.Setting}={pair.Value}")
            .Concat(["-c fsync=off", "-c full_page_writes=on", "-c listen_addresses=", $"-c unix_socket_directories={Folder}", "-c shared_buffers=64MB"])
            .Concat(_more.Select(setting => $"-c {setting}"));
        return RunInAsync(_network, Path.Combine(s_programs, "pg_ctl"), "start", "--wait", "--silent", "--timeout=120", "--pgdata", Data, "--log", Log, "--options", string.Join(' ', settings));
    }

    /// <summary>Starts it again in a network of its own, where it listens at one address.</summary>
    /// <param name="network">Name of a network namespace.</param>
    /// <param name="address">Its own there.</param>
    /// <param name="from">Whose connections it takes, as a network.</param>
    /// <returns>How programs in that network reach it.</returns>
    public async Task<ConnectionSettings> MoveIntoAsync(string network, string address, string from)
    {
        await StopAsync();
        await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {from} scram-sha-256\n");
        _network = network;
        _more = [.. _more, $"listen_addresses={address}"];
        await StartAgainAsync();
        return Settings(address);
    }

    /// <summary>Ends it in order: what was in memory is in the files then.</summary>
    public Task StopAsync() => RunAsync(Path.Combine(s_programs, "pg_ctl"), "stop", "--wait", "--silent", "--mode=fast", "--pgdata", Data);

    /// <summary>Ends the server and everything that it started as the kernel does where memory is short: nobody says goodbye.</summary>
    public async Task KillAsync()
    {
        var processes = Processes();
        await SignalAsync("KILL", processes);
        while (processes.Any(process => Directory.Exists($"/proc/{process}")))
            await Task.Delay(20);
    }

    /// <summary>The server stands still: it is there, takes connections and answers nothing.</summary>
    public Task HoldAsync() => SignalAsync("STOP", Processes());

    public Task GoOnAsync() => SignalAsync("CONT", Processes());

    /// <summary>A standby becomes the one that is written.</summary>
    public Task PromoteAsync() => RunAsync(Path.Combine(s_programs, "pg_ctl"), "promote", "--wait", "--silent", "--pgdata", Data);

    /// <summary>The server's superuser inside the directory's database.</summary>
    public NpgsqlDataSource AsSuperuser() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Administrator) { Database = Name, Pooling = false });

    /// <summary>Everything in the database: tables, rows, rights and where its counters stand.</summary>
    public async Task<string> DumpAsync()
    {
        var dump = await RunAsync(Path.Combine(s_programs, "pg_dump"), "--dbname", $"host={Folder} user=administrator password={_password} dbname={Name}");
        // A word that pg_dump makes up anew each time.
        return string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_logins is not null)
            await _logins.CloseAsync();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A folder of whoever runs the server: PostgreSQL refuses to be root.</summary>
    public static async Task<string> MakeFolderAsync() => (await RunAsync("mktemp", "--directory", "--tmpdir", "sd-cluster-XXXXXXXX")).Trim();

    private static string Role(Login login) => login is Core.Data.Login.Directory ? "directory_app" : $"directory_{login.ToString().ToLowerInvariant()}";

    private ConnectionSettings Settings(string hosts) => ConnectionSettings.Read(
        name => Enum.GetValues<Login>().Where(login => ConnectionSettings.Name(login) == name)
            .Select(login => login is Core.Data.Login.Administrator ? Administrator : Login(Role(login), Name, hosts)).FirstOrDefault(),
        secrets: "/nonexistent",
        start: null,
        Enum.GetValues<Login>());

    private string Login(string user, string database, string hosts) => new NpgsqlConnectionStringBuilder
    {
        Host = hosts,
        Database = database,
        Username = user,
        Password = _password,
        MaxPoolSize = 20,
    }.ConnectionString;

    /// <summary>The server itself first: seen without it, its children would be ended by themselves, or be started anew by it.</summary>
    private List<int> Processes()
    {
        string pid = Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(pid) || !int.TryParse(File.ReadLines(pid).First(), CultureInfo.InvariantCulture, out int server) || !Directory.Exists($"/proc/{server}"))
            return [];
        return [server, .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Where(name => ParentOf(name!) == server).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];
    }

    private static int? ParentOf(string process)
    {
        try
        {
            // Number, name in brackets, state, number of the parent.
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return null;
        }
    }

    /// <summary>Some may have ended by themselves, and that is no error.</summary>
    private static async Task SignalAsync(string signal, List<int> processes)
    {
        if (processes.Count == 0)
            return;
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. processes.Select(process => $"{process}")]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    /// <summary>Runs a program, as somebody else where this process is root, and gives back what it says.</summary>
    private static Task<string> RunAsync(string program, params string[] arguments) => RunInAsync(null, program, arguments);

    private static async Task<string> RunInAsync(string? network, string program, params string[] arguments)
    {
        string[] command = [.. network is null ? [] : new[] { "ip", "netns", "exec", network }, .. Environment.UserName == "root" ? ["runuser", "--user", "nobody", "--"] : Array.Empty<string>(), program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, "/");
        using var process = Process.Start(start)!;
        var (said, problems) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, process.ExitCode == 0 ? "" : $"{program}: {await problems}");
        return await said;
    }

    // Debian's own pg_dump in the path is a wrapper that knows only its own clusters.
    private static string FindPrograms() =>
        new DirectoryInfo("/usr/lib/postgresql") is { Exists: true } debian
            ? debian.GetDirectories().OrderByDescending(version => version.Name).Select(version => Path.Combine(version.FullName, "bin")).First(folder => File.Exists(Path.Combine(folder, "initdb")))
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).First(folder => File.Exists(Path.Combine(folder, "initdb")));
}
