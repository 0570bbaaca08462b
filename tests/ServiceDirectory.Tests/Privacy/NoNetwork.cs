using System.Diagnostics;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// Starts programs where there is no network, and counts how often they looked for one. A network namespace of its own has no
/// way out, and the kernel counts what it could not send. Where namespaces are not permitted, the program's sockets are looked at
/// every few milliseconds instead: one that belongs to the internet is an attempt.
/// </summary>
internal sealed class NoNetwork : IDisposable
{
    private static readonly string[] s_tables = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"];

    private static readonly Lazy<string[]?> s_unshare = new(() =>
        new[] { new[] { "unshare", "--net", "--" }, ["unshare", "--map-root-user", "--net", "--"] }.FirstOrDefault(IsPermitted));

    private readonly HashSet<string> _seen = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    private NoNetwork(Process process, bool isWatched)
    {
        Process = process;
        _watching = isWatched ? Task.Run(Watch) : Task.CompletedTask;
    }

    public Process Process { get; }

    /// <summary>The program must speak through unix sockets only, its database and its visitors included.</summary>
    public static NoNetwork Start(ProcessStartInfo program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (s_unshare.Value is { } unshare)
        {
            string[] arguments = [.. unshare[1..], program.FileName, .. program.ArgumentList];
            program.FileName = unshare[0];
            program.ArgumentList.Clear();
            foreach (var argument in arguments)
                program.ArgumentList.Add(argument);
        }

        var process = Process.Start(program)!;
        if (s_unshare.Value is not null)
            AwaitItsOwn(process);
        return new NoNetwork(process, isWatched: s_unshare.Value is null);
    }

    /// <summary>For a program that needs the network of this machine: nothing is kept from it, and nothing counted.</summary>
    public static NoNetwork StartWithout(ProcessStartInfo program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new NoNetwork(Process.Start(program)!, isWatched: false);
    }

    /// <summary>How often the running program tried to reach something.</summary>
    public long Attempts()
    {
        if (s_unshare.Value is null)
        {
            lock (_seen)
                return _seen.Count;
        }

        var lines = File.ReadAllLines($"/proc/{Process.Id}/net/snmp");
        var old = lines.Where(line => line.StartsWith("Ip:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        var refused = long.Parse(old[1][Array.IndexOf(old[0], "OutNoRoutes")], System.Globalization.CultureInfo.InvariantCulture);
        var sent = long.Parse(old[1][Array.IndexOf(old[0], "OutRequests")], System.Globalization.CultureInfo.InvariantCulture);
        var newer = File.ReadAllLines($"/proc/{Process.Id}/net/snmp6").Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line[0] == "Ip6OutNoRoutes").Sum(line => long.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture));
        return refused + sent + newer;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watching.Wait();
        _stop.Dispose();
        Process.Dispose();
    }

    /// <summary>Until it has left this program's namespace, what is counted there is everybody's.</summary>
    private static void AwaitItsOwn(Process process)
    {
        var ours = new FileInfo("/proc/self/ns/net").LinkTarget;
        while (!process.HasExited && new FileInfo($"/proc/{process.Id}/ns/net").LinkTarget == ours)
            Thread.Sleep(1);
    }

    private static bool IsPermitted(string[] unshare)
    {
        try
        {
            using var attempt = Process.Start(new ProcessStartInfo(unshare[0], [.. unshare[1..], "true"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            attempt.WaitForExit();
            return attempt.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void Watch()
    {
        while (!_stop.IsCancellationRequested && !Process.HasExited)
        {
            try
            {
                var own = new DirectoryInfo($"/proc/{Process.Id}/fd").EnumerateFileSystemInfos()
                    .Select(descriptor => descriptor.LinkTarget).OfType<string>().Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                    .Select(target => target["socket:[".Length..^1]).ToHashSet();
                foreach (var table in s_tables.Select(table => $"/proc/{Process.Id}/net/{table}").Where(File.Exists))
                {
                    foreach (var socket in File.ReadAllLines(table).Skip(1).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(line => own.Contains(line[9])))
                    {
                        lock (_seen)
                            _seen.Add($"{table} {socket[2]}");
                    }
                }
            }
            catch (IOException)
            {
                // The program has just ended, or closed what was being looked at.
            }

            Thread.Sleep(2);
        }
    }
}
