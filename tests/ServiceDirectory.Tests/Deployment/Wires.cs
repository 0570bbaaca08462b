namespace ServiceDirectory.Tests.Deployment;

/// <summary>
/// Four machines that are none, each with a network of its own, wired as <c>docker-compose.yml</c> wires its containers: the world reaches the proxy, the
/// proxy the program, the program the database, and nobody anything else.
/// </summary>
internal sealed class Wires : IAsyncDisposable
{
    public const string DatabaseAddress = "192.0.2.1";

    public const string ProgramAddress = "192.0.2.5";

    public const string ProxyAddress = "198.51.100.1";

    public const string WorldAddress = "198.51.100.2";

    /// <summary>Between the database and the program.</summary>
    public const string DataNetwork = "192.0.2.0/30";

    /// <summary>Between the program and the proxy.</summary>
    public const string FrontNetwork = "192.0.2.4/30";

    private readonly string _mark = $"sd{Environment.ProcessId}";

    public string Database => $"{_mark}-db";

    public string Program => $"{_mark}-app";

    public string Proxy => $"{_mark}-proxy";

    public string World => $"{_mark}-world";

    private IReadOnlyList<string> Machines => [Database, Program, Proxy, World];

    public static async Task<Wires> StretchAsync()
    {
        var wires = new Wires();
        try
        {
            foreach (string name in wires.Machines)
            {
                await IpAsync("netns", "add", name);
                await IpAsync("-n", name, "link", "set", "lo", "up");
                // No machine hands on what is not for it.
                await Run.WellAsync("ip", "netns", "exec", name, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward");
            }

            await LinkAsync(wires.Database, DatabaseAddress, wires.Program, "192.0.2.2");
            await LinkAsync(wires.Program, ProgramAddress, wires.Proxy, "192.0.2.6");
            await LinkAsync(wires.Proxy, ProxyAddress, wires.World, WorldAddress);
            // The world tries all that it knows of by way of the proxy, and the proxy by way of the program.
            await IpAsync("-n", wires.World, "route", "add", "default", "via", ProxyAddress);
            await IpAsync("-n", wires.Proxy, "route", "add", DataNetwork, "via", ProgramAddress);
            return wires;
        }
        catch
        {
            await wires.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tries a connection from one machine to another.</summary>
    /// <returns>Empty: it was taken. Else why not, in the words of the system; "no answer" after two seconds.</returns>
    public static async Task<string> TryAsync(string from, string address, int port)
    {
        var run = await Run.ProgramAsync("ip", ["netns", "exec", from, "timeout", "2", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port}"]);
        return run.Status switch
        {
            0 => "",
            124 => "no answer",
            _ => run.Problems.Split('\n')[0].Split(": ")[^1],
        };
    }

    /// <summary>Every port of an address that takes a connection.</summary>
    public static async Task<string> ScanAsync(string from, string address) =>
        string.Join(' ', (await Run.WellAsync(
            "ip", "netns", "exec", from, "bash", "-c",
            $"for port in {{1..65535}}; do {{ exec 3<>/dev/tcp/{address}/$port; }} 2>/dev/null && {{ echo $port; exec 3>&-; }}; done; true")).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public async ValueTask DisposeAsync()
    {
        foreach (string name in Machines)
            await Run.ProgramAsync("ip", ["netns", "delete", name]);
    }

    private static async Task LinkAsync(string one, string address, string other, string itsAddress)
    {
        string port = address.Replace('.', '-');
        await IpAsync("link", "add", $"a{port}", "netns", one, "type", "veth", "peer", "name", $"b{port}", "netns", other);
        foreach (var (machine, its, end) in new[] { (one, address, 'a'), (other, itsAddress, 'b') })
        {
            await IpAsync("-n", machine, "address", "add", $"{its}/30", "dev", $"{end}{port}");
            await IpAsync("-n", machine, "link", "set", $"{end}{port}", "up");
        }
    }

    private static Task<string> IpAsync(params string[] arguments) => Run.WellAsync("ip", arguments);
}
