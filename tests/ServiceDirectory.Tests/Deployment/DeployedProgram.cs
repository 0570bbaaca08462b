using System.Diagnostics;
using System.Globalization;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Deployment;

/// <summary>
/// The published program as its container runs it: user 1654 without a single right, everything read only but <c>/tmp</c> and the folder of the months'
/// keys, its secrets as files that only it can read, and a network of its own.
/// </summary>
internal sealed class DeployedProgram : IDisposable
{
    public const int User = 1654;

    public const int Port = 8080;

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sd-deployed-{Guid.NewGuid():N}"));

    private readonly string _network;

    private Process? _process;

    private DeployedProgram(string network) => _network = network;

    /// <summary>Of the program itself: what shuts it in stands before it and waits for its end.</summary>
    public int Id => int.Parse(File.ReadAllText($"/proc/{_process!.Id}/task/{_process.Id}/children").Trim(), CultureInfo.InvariantCulture);

    public bool HasEnded => _process!.HasExited;

    /// <summary>What it said on its error output, after its end.</summary>
    public string Problems => _process!.StandardError.ReadToEnd();

    /// <param name="network">Name of a network namespace.</param>
    /// <param name="database">How the database is reached from there.</param>
    public static async Task<DeployedProgram> StartAsync(string network, ConnectionSettings database)
    {
        var program = new DeployedProgram(network);
        await program.PublishAsync();
        program.Lay("secrets", ConnectionSettings.Name(Login.Directory), database.Require(Login.Directory));
        program.Lay("secrets", ConnectionSettings.Name(Login.Public), database.Require(Login.Public));
        foreach (string key in new[] { "pepper", "seal" })
            File.Copy(Path.Combine(TestSecrets.Folder, key), Path.Combine(program.At("secrets"), key));
        Directory.CreateDirectory(program.At("months"));
        await Deployment.Run.WellAsync("chown", "--recursive", $"{User}:{User}", program.At("secrets"), program.At("months"));
        await Deployment.Run.WellAsync("chmod", "--recursive", "u=rX,go=", program.At("secrets"));
        await Deployment.Run.WellAsync("chmod", "700", program.At("months"));
        program._process = Process.Start(new ProcessStartInfo("ip", program.Command("/run/dotnet/dotnet", "/run/app/ServiceDirectory.Web.dll")) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return program;
    }

    /// <summary>Runs something else in the same place, as the same user.</summary>
    public Task<Run> RunAsync(params string[] command) => Deployment.Run.ProgramAsync("ip", Command(command));

    /// <summary>Asks as its container does whether it is well.</summary>
    public async Task<int> HealthAsync() => (await RunAsync("/run/dotnet/dotnet", "/run/app/ServiceDirectory.Web.dll", "healthy")).Status;

    public async Task StopAsync()
    {
        await Deployment.Run.WellAsync("kill", "-TERM", $"{Id}");
        await _process!.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string At(string part) => Path.Combine(_folder.FullName, part);

    private void Lay(string folder, string file, string text)
    {
        Directory.CreateDirectory(At(folder));
        File.WriteAllText(Path.Combine(At(folder), file), text);
    }

    /// <summary>What was built with these tests, put together as the image does it.</summary>
    private async Task PublishAsync()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
        await Deployment.Run.WellAsync("dotnet", "publish", Repository.Path("src", "ServiceDirectory.Web"), "-c", configuration, "--no-build", "-o", At("app"), "-v", "quiet", "-nologo", "-nodeReuse:false");
    }

    private List<string> Command(params string[] command)
    {
        List<string> all =
        [
            "netns", "exec", _network,
            "bwrap", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--chmod", "1777", "/tmp", "--tmpfs", "/run",
            "--ro-bind", Path.GetDirectoryName(new FileInfo(Environment.ProcessPath!).FullName)!, "/run/dotnet", "--ro-bind", At("app"), "/run/app", "--ro-bind", At("secrets"), "/run/secrets", "--bind", At("months"), "/run/months",
            "--chdir", "/run/app", "--clearenv",
        ];
        foreach (var (name, value) in new[]
        {
            ("PATH", "/usr/bin:/bin"), ("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_HTTP_PORTS", $"{Port}"), ("AllowedHosts", $"{Infrastructure.Proxy.Host};{new string('a', 56)}.onion"),
            ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_DbgEnableMiniDump", "0"), ("Directory__ProxyNetworks", Wires.FrontNetwork), ("Directory__MonthKeys", "/run/months"),
        })
            all.AddRange(["--setenv", name, value]);
        return [.. all, "setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", .. command];
    }
}
