using System.ComponentModel;
using System.Diagnostics;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Backup;

namespace ServiceDirectory.Cli.Backup;

/// <summary>A program that does one thing with what flows through it: <c>pg_dump</c>, <c>pg_restore</c>, <c>age</c>.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private readonly string _name;

    private readonly Process _process;

    private readonly Task<string> _says;

    private Tool(string name, Process process)
    {
        _name = name;
        _process = process;
        _says = process.StandardError.ReadToEndAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>One of PostgreSQL's own.</summary>
    /// <param name="name">Of the program.</param>
    /// <param name="login">Connection string; handed over in the environment, as everybody on the machine reads arguments.</param>
    /// <param name="arguments">Without where to connect.</param>
    /// <exception cref="SettingException">It is not installed.</exception>
    public static Tool Postgres(string name, string login, params IEnumerable<string> arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(login);
        return Start(name, PostgresProgram.Find(name), arguments, "postgresql-client", new Dictionary<string, string?>
        {
            ["PGHOST"] = at.Host,
            ["PGPORT"] = $"{at.Port}",
            ["PGUSER"] = at.Username,
            ["PGDATABASE"] = at.Database,
            ["PGPASSWORD"] = at.Password,
            ["PGSSLMODE"] = at.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            },
            ["PGSSLROOTCERT"] = at.RootCertificate,
        });
    }

    /// <exception cref="SettingException">It is not installed.</exception>
    public static Tool Age(params IEnumerable<string> arguments) => Start("age", "age", arguments, "age", []);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="SettingException">It says that something is wrong.</exception>
    public async Task EndAsync(CancellationToken cancellation)
    {
        try
        {
            await Input.DisposeAsync();
        }
        catch (IOException)
        {
            // It is gone; its own words say why.
        }

        await _process.WaitForExitAsync(cancellation);
        if (_process.ExitCode != 0)
            throw new SettingException($"{_name} says: {(await _says).Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Tool Start(string name, string program, IEnumerable<string> arguments, string package, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in environment)
        {
            if (string.IsNullOrEmpty(value))
                start.Environment.Remove(variable);
            else
                start.Environment[variable] = value;
        }

        try
        {
            return new Tool(name, Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new SettingException($"{name} is not installed. On Debian: apt-get install {package}", e);
        }
    }
}
