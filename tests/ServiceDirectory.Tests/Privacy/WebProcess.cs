using System.Diagnostics;
using System.Net.Sockets;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// The built web program as whoever runs a directory starts it: a process of its own, on a unix socket, in a place without network.
/// What it says goes into files, and every folder that it could write into is its own.
/// </summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private readonly NoNetwork _running;
    private readonly Task _recorded;

    private WebProcess(string folder, NoNetwork running, int port)
    {
        (Folder, _running, Port) = (folder, running, port);
        _recorded = Task.WhenAll(
            RecordAsync(running.Process.StandardOutput.BaseStream, Output),
            RecordAsync(running.Process.StandardError.BaseStream, Errors));
    }

    /// <summary>All of the following is in here.</summary>
    public string Folder { get; }

    /// <summary>Its temporary folder, and its home.</summary>
    public string Home => Path.Combine(Folder, "home");

    public string Output => Path.Combine(Folder, "output.txt");

    public string Errors => Path.Combine(Folder, "errors.txt");

    public string Socket => Path.Combine(Folder, "web");

    /// <summary>Where it is asked besides, on addresses of this machine; 0: nowhere.</summary>
    public int Port { get; }

    /// <summary>How often it tried to reach something that is not its database.</summary>
    public long Attempts => _running.Attempts();

    /// <param name="name">Of its folder.</param>
    /// <param name="folder">Where that folder is made.</param>
    /// <param name="logins">The database, by a unix socket.</param>
    /// <param name="settings">More settings, as environment variables.</param>
    public static Task<WebProcess> StartAsync(string name, string folder, DirectoryLogins logins, params (string Name, string Value)[] settings) =>
        StartAsync(name, folder, logins, port: 0, settings);

    /// <summary>From a folder of secrets that also holds the logins. Not all places have to be read yet.</summary>
    public static Task<WebProcess> StartFromAsync(string secrets, string name, string folder, params (string Name, string Value)[] settings) =>
        StartAsync(name, folder, [(SecretsFolder.Setting, secrets), .. settings], port: 0, "/search?need=4");

    /// <summary>The same with the network of this machine, so that it sees addresses of those who ask.</summary>
    public static Task<WebProcess> StartOnPortAsync(string name, string folder, DirectoryLogins logins, params (string Name, string Value)[] settings) =>
        StartAsync(name, folder, logins, FreePort(), settings);

    private static Task<WebProcess> StartAsync(string name, string folder, DirectoryLogins logins, int port, (string Name, string Value)[] settings) => StartAsync(
        name,
        folder,
        [
            (ConnectionSettings.Name(Login.Directory), logins.Settings.Require(Login.Directory)),
            (ConnectionSettings.Name(Login.Public), logins.Settings.Require(Login.Public)),
            (SecretsFolder.Setting, TestSecrets.Folder),
            .. settings,
        ],
        port,
        $"/search?place={Sample.Leeds}");

    private static async Task<WebProcess> StartAsync(string name, string folder, (string Name, string Value)[] settings, int port, string first)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var home = Directory.CreateDirectory(Path.Combine(own, "home")).FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceDirectory.Web.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Path("src", "ServiceDirectory.Web"),
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (key, value) in new[]
        {
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", $"http://unix:{Path.Combine(own, "web")}" + (port > 0 ? $";http://127.0.0.1:{port}" : "")),
            ("HOME", home), ("TMPDIR", home), ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_DbgEnableMiniDump", "0"),
        }.Concat(settings))
            start.Environment[key] = value;
        var web = new WebProcess(own, port > 0 ? NoNetwork.StartWithout(start) : NoNetwork.Start(start), port);
        await web.ReadyAsync(first);
        return web;
    }

    /// <summary>A connection as a proxy makes it.</summary>
    public async Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public HttpClient Browser() => new(Handler()) { BaseAddress = new Uri("http://localhost") };

    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation),
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    };

    /// <summary>Ends it as an operator does, and waits for its last words.</summary>
    public async Task StopAsync()
    {
        if (!_running.Process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_running.Process.Id}"]);
            await _running.Process.WaitForExitAsync();
        }

        await _recorded;
    }

    /// <summary>Ends it as the kernel does where memory is short: in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _running.Process.Kill();
        await _running.Process.WaitForExitAsync();
        await _recorded;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.Process.HasExited)
            _running.Process.Kill();
        await _recorded;
        _running.Dispose();
    }

    internal static async Task RecordAsync(Stream said, string file)
    {
        await using var kept = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        await said.CopyToAsync(kept);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Places are read in the background while the program starts.</summary>
    private async Task ReadyAsync(string first)
    {
        using var browser = Browser();
        for (int attempt = 0; attempt < 600; attempt++)
        {
            Assert.False(_running.Process.HasExited, File.ReadAllText(Errors));
            try
            {
                if (File.Exists(Socket) && (await browser.GetAsync(first)).IsSuccessStatusCode)
                {
                    // The proxy's workers are somebody else when root starts them.
                    using var open = Process.Start("chmod", ["666", Socket]);
                    await open.WaitForExitAsync();
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        Assert.Fail("The web program does not answer a search.");
    }
}
