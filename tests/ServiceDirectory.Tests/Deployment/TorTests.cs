using System.Diagnostics;
using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Deployment;

/// <summary>A real tor with the shipped <c>deploy/tor/torrc</c>, and with its network off: it reads the file, makes the name and asks nobody.</summary>
public sealed partial class TorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sd-tor-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Name => Path.Combine(Data, "directory", "hostname");

    [FullFact]
    public async Task Settings_AsShipped_AreTaken()
    {
        var said = await RunAsync("--verify-config");
        Assert.Contains("Configuration was valid", said.Said + said.Problems, StringComparison.Ordinal);
        Assert.Equal(0, said.Status);
        // Nothing is passed over, and nothing is out of date.
        Assert.Equal([], (said.Said + said.Problems).Split('\n').Where(line => Warning().IsMatch(line) && !line.Contains("as root", StringComparison.Ordinal)));
        // The onion service is the only door: no proxy for others, no relay, no control from outside.
        var settings = (await RunAsync("--dump-config", "short")).Said.Split('\n');
        Assert.Equal(["HiddenServicePort", "SocksPort 0"], settings.Where(line => Port().IsMatch(line)).Select(line => line.StartsWith("HiddenService", StringComparison.Ordinal) ? "HiddenServicePort" : line).Order(StringComparer.Ordinal));
        // A word that tor does not know is one that it says.
        Assert.NotEqual(0, (await RunAsync("--verify-config", "--HiddenServicePoWDefences", "1")).Status);
    }

    [FullFact]
    public async Task Service_HasItsName_InAFolderOfItsOwn()
    {
        using var tor = Process.Start(Start("--DisableNetwork", "1"))!;
        var said = tor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            for (int i = 0; i < 300 && !(File.Exists(Name) && File.ReadAllText(Name).EndsWith('\n')) && !tor.HasExited; i++)
                await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.False(tor.HasExited, tor.HasExited ? await said : "");
            Assert.Matches(@"^[a-z2-7]{56}\.onion\n$", await File.ReadAllTextAsync(Name, TestContext.Current.CancellationToken));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Name)!));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Path.GetDirectoryName(Name)!, "hs_ed25519_secret_key")));
            }
        }
        finally
        {
            tor.Kill();
            await tor.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task<Run> RunAsync(params string[] more)
    {
        var start = Start(more);
        return Run.ProgramAsync("env", [$"LD_LIBRARY_PATH={start.Environment["LD_LIBRARY_PATH"]}", start.FileName, .. start.ArgumentList]);
    }

    /// <summary>The system's, or the one that <c>./dev test --full</c> unpacks beside its libraries; with another folder for what it keeps.</summary>
    private ProcessStartInfo Start(params string[] more)
    {
        string unpacked = Repository.Path(".data", "tor");
        string program = File.Exists(Path.Combine(unpacked, "usr/bin/tor")) ? Path.Combine(unpacked, "usr/bin/tor") : "tor";
        string file = Path.Combine(_folder.FullName, "torrc");
        string shipped = Repository.Read("deploy", "tor", "torrc");
        Assert.Contains(" /var/lib/tor", shipped, StringComparison.Ordinal);
        File.WriteAllText(file, shipped.Replace("/var/lib/tor", Data, StringComparison.Ordinal));
        var start = new ProcessStartInfo(program, ["-f", file, "--defaults-torrc", "/nonexistent", "--ignore-missing-torrc", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        string libraries = Path.Combine(unpacked, "usr/lib");
        start.Environment["LD_LIBRARY_PATH"] = Directory.Exists(libraries) ? string.Join(':', Directory.EnumerateDirectories(libraries, "*-linux-gnu")) : "";
        return start;
    }

    [GeneratedRegex(@"\[(warn|err)\]")]
    private static partial Regex Warning();

    [GeneratedRegex(@"^\w+Port ")]
    private static partial Regex Port();
}
