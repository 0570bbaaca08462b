using System.Diagnostics;
using Npgsql;
using ServiceDirectory.Cli;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>The command line as somebody types it, over one database.</summary>
internal sealed class CommandLine(ConnectionSettings settings)
{
    private string _typed = "";

    private readonly Dictionary<string, string> _environment = new[] { Login.Directory, Login.Public, Login.Owner }.Where(settings.Has)
        .ToDictionary(ConnectionSettings.Name, settings.Require)
        .Append(KeyValuePair.Create(SecretsFolder.Setting, TestSecrets.Folder)).ToDictionary();

    /// <summary>How it brings a database to its version; null: as it is.</summary>
    public DatabaseUpgrade? Upgrade { get; init; }

    public CommandLine(DirectoryLogins logins)
        : this(logins.Settings)
    {
    }

    /// <summary>On a machine where nothing is set yet.</summary>
    public static CommandLine OfNothing() => new(ConnectionSettings.Read(_ => null, "/nonexistent", null));

    /// <summary>In this process, which has read the program already: starting one takes seconds of processor time.</summary>
    public async Task<Answer> RunAsync(params string[] arguments)
    {
        using var input = new StringReader(_typed);
        using var output = new StringWriter();
        using var problems = new StringWriter();
        int status = await DirectoryCommands.RunAsync(arguments, _environment.GetValueOrDefault, input, output, problems, Upgrade);
        return new Answer(status, output.ToString(), problems.ToString());
    }

    /// <summary>As a process of its own.</summary>
    public Task<Answer> StartAsync(params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceDirectory.Cli.dll"), .. arguments]);

    /// <summary>As a process of its own that somebody may end in the middle.</summary>
    public Process Begin(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceDirectory.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>With a setting of the directory.</summary>
    public CommandLine With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Somebody types these lines.</summary>
    public CommandLine Typing(params string[] lines)
    {
        _typed = string.Join('\n', lines);
        return this;
    }

    /// <summary>What a command that has to succeed prints.</summary>
    public async Task<string> SayAsync(params string[] arguments)
    {
        var answer = await RunAsync(arguments);
        Assert.True(answer.Status == 0, answer.Problems);
        return answer.Output.Trim();
    }

    /// <summary>All rows of all schemas as PostgreSQL's own dump writes them.</summary>
    public async Task<string> DumpAsync()
    {
        var login = new NpgsqlConnectionStringBuilder(settings.Require(Login.Backup));
        var dump = await RunAsync(
            PostgresProgram.Find("pg_dump"),
            ["--data-only", "--host", login.Host!, "--port", $"{login.Port}", "--username", login.Username!, login.Database!],
            ("PGPASSWORD", login.Password ?? ""));
        Assert.True(dump.Status == 0, dump.Problems);
        return dump.Output;
    }

    private async Task<Answer> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment.Select(pair => (pair.Key, pair.Value)).Concat(environment))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var problems = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new Answer(process.ExitCode, await output, await problems);
    }

    internal sealed record Answer(int Status, string Output, string Problems);
}
