using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// A PostgreSQL for one test alone, started with the settings of <c>docker-compose.yml</c>: its log and its files are looked
/// through, and it is taken away while people search.
/// </summary>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private const string Name = "directory";

    private static readonly string s_programs = FindPrograms();

    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private DirectoryLogins? _logins;

    private PrivateCluster(string folder) => Folder = folder;

    /// <summary>Everything the server writes.</summary>
    public string Folder { get; }

    public string Log => Path.Combine(Folder, "log");

    public DirectoryLogins Logins => _logins ?? throw new InvalidOperationException("The cluster is not set up yet.");

    private string Data => Path.Combine(Folder, "data");

    private string Administrator => Login("administrator", "postgres");

    public static async Task<PrivateCluster> StartAsync()
    {
        // PostgreSQL refuses to be root, and its folder has to belong to whoever runs it.
        var folder = (await RunAsync("mktemp", "--directory", "--tmpdir", "sd-canary-XXXXXXXX")).Trim();
        var cluster = new PrivateCluster(folder);
        var password = Path.Combine(folder, "password");
        await RunAsync("bash", "-c", "umask 077; printf %s \"$1\" > \"$2\"", "bash", cluster._password, password);
        await RunAsync(
            Path.Combine(s_programs, "initdb"),
            "--pgdata", cluster.Data, "--username", "administrator", "--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        await cluster.StartAgainAsync();
        var settings = ConnectionSettings.Read(
            name => Enum.GetValues<Login>().Where(login => ConnectionSettings.Name(login) == name)
                .Select(login => login is Core.Data.Login.Administrator ? cluster.Administrator : cluster.Login(Role(login), Name)).FirstOrDefault(),
            secrets: "/nonexistent",
            start: null,
            Enum.GetValues<Login>());
        await new DatabaseSetup(settings, privateServer: true).RunAsync(cluster.Administrator);
        cluster._logins = new DirectoryLogins(settings);
        await Migrator.MigrateAsync(cluster.Logins.Owner, cluster.Logins.Roles);
        return cluster;
    }

    public Task StartAgainAsync()
    {
        // Without fsync, which changes nothing of what is written, only when.
        var settings = DatabaseLogTests.FromCompose().Select(pair => $"-c {pair.Setting}={pair.Value}")
            .Concat(["-c fsync=off", "-c full_page_writes=on", "-c listen_addresses=", $"-c unix_socket_directories={Folder}", "-c shared_buffers=64MB"]);
        return RunAsync(Path.Combine(s_programs, "pg_ctl"), "start", "--wait", "--silent", "--timeout=120", "--pgdata", Data, "--log", Log, "--options", string.Join(' ', settings));
    }

    /// <summary>Ends it in order: what was in memory is in the files then.</summary>
    public Task StopAsync() => RunAsync(Path.Combine(s_programs, "pg_ctl"), "stop", "--wait", "--silent", "--mode=fast", "--pgdata", Data);

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
            await RunAsync(Path.Combine(s_programs, "pg_ctl"), "stop", "--wait", "--silent", "--mode=immediate", "--pgdata", Data);
        Directory.Delete(Folder, recursive: true);
    }

    private static string Role(Login login) => login is Core.Data.Login.Directory ? "directory_app" : $"directory_{login.ToString().ToLowerInvariant()}";

    private string Login(string user, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Folder,
        Database = database,
        Username = user,
        Password = _password,
        MaxPoolSize = 20,
    }.ConnectionString;

    /// <summary>Runs a program, as somebody else where this process is root, and gives back what it says.</summary>
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["--user", "nobody", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
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
