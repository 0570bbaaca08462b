using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>A real nginx with the shipped <c>deploy/proxy/nginx.conf</c>; only folders, ports and the address of the program are others.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    /// <summary>The name of the site, as <c>deploy/site/name.conf</c> gives it.</summary>
    public const string Host = "localhost";

    // Not one that only its maker can enter: when root starts nginx, its workers are somebody else.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sd-proxy-{Guid.NewGuid():N}"));
    private readonly StringBuilder _said = new();
    private readonly string? _network;
    private Process? _nginx;

    private Proxy(string? network = null)
    {
        _network = network;
        (HttpPort, HttpsPort, OnionPort) = network is null ? FreePorts() : (8080, 8443, 8081);
    }

    /// <summary>Where plain http is answered with the way to https.</summary>
    public int HttpPort { get; }

    public int HttpsPort { get; }

    /// <summary>Where tor comes in, with a PROXY line before each connection.</summary>
    public int OnionPort { get; }

    /// <summary>What nginx wrote to its output and error output so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Its temporary folder, which takes what does not fit into memory.</summary>
    public string Temporary => Path.Combine(_folder.FullName, "tmp");

    /// <summary>Starts it in front of a program.</summary>
    /// <param name="program">Host and port, or <c>unix:PATH:</c>; need not answer.</param>
    /// <param name="changes">Parts of the shipped file, and what stands there instead.</param>
    public static async Task<Proxy> StartAsync(string program, params (string Shipped, string Here)[] changes)
    {
        var proxy = new Proxy();
        try
        {
            proxy.Write(program, changes);
            await proxy.StartAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it as its container does: not as root, at the shipped ports of a network namespace, with a certificate that somebody signed.</summary>
    /// <param name="network">Name of the namespace.</param>
    /// <param name="program">Host and port; need not answer.</param>
    /// <param name="certificate">A folder with <c>fullchain.pem</c> and <c>privkey.pem</c>.</param>
    public static async Task<Proxy> StartInAsync(string network, string program, string certificate)
    {
        var proxy = new Proxy(network);
        proxy.Write(program);
        foreach (string file in new[] { "fullchain.pem", "privkey.pem" })
            await File.WriteAllTextAsync(Path.Combine(proxy._folder.FullName, "certificate", file), await File.ReadAllTextAsync(Path.Combine(certificate, file)));
        using (var open = Process.Start("chmod", ["1777", proxy.Temporary]))
            await open.WaitForExitAsync();
        proxy.Run();
        return proxy;
    }

    /// <summary>Whether a certificate is the one that the proxy was given here; nobody has signed it.</summary>
    public static bool IsItsCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors problems) =>
        certificate?.Subject == $"CN={Host}";

    /// <summary>Says what nginx finds wrong with the shipped file; empty: nothing.</summary>
    public static async Task<string> CheckAsync()
    {
        await using var proxy = new Proxy();
        proxy.Write("127.0.0.1:1");
        using var check = Process.Start(proxy.Command("-t", "-q"))!;
        var problems = check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();
        return check.ExitCode == 0 ? "" : await problems;
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is { HasExited: false })
        {
            _nginx.Kill(entireProcessTree: true);
            await _nginx.WaitForExitAsync();
        }

        _nginx?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static (int One, int Two, int Three) FreePorts()
    {
        // Held together, or the same one could be free three times.
        using TcpListener one = new(IPAddress.Loopback, 0), two = new(IPAddress.Loopback, 0), three = new(IPAddress.Loopback, 0);
        static int Take(TcpListener listener)
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        return (Take(one), Take(two), Take(three));
    }

    /// <summary>The system's, or the one that <c>./dev test</c> unpacks; each with the modules of its own build.</summary>
    private static (string Program, string Modules) Find()
    {
        foreach (string root in new[] { "/", Repository.Path(".data", "nginx") })
        {
            var (program, modules) = (Path.Combine(root, "usr/sbin/nginx"), Path.Combine(root, "usr/lib/nginx/modules"));
            if (File.Exists(program) && File.Exists(Path.Combine(modules, "ngx_http_headers_more_filter_module.so")))
                return (program, modules);
        }

        throw new InvalidOperationException("nginx with its headers-more module is missing. ./dev test fetches it.");
    }

    private void Write(string program, params (string Shipped, string Here)[] changes)
    {
        foreach (string part in new[] { "tmp", "certificate", "site" })
            _folder.CreateSubdirectory(part);
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            using var certificate = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(Path.Combine(_folder.FullName, "certificate", "fullchain.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(_folder.FullName, "certificate", "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        }

        File.Copy(Repository.Path("deploy", "site", "name.conf"), Path.Combine(_folder.FullName, "site", "name.conf"));
        string file = File.ReadAllText(Repository.Path("deploy", "proxy", "nginx.conf"));
        foreach (var (shipped, here) in changes.Concat(
        [
            ("load_module modules/", $"load_module {Find().Modules}/"), (" /tmp/", $" {Temporary}/"), ("/etc/nginx/", $"{_folder.FullName}/"),
            ("app:8080", program),
        ]).Concat(_network is not null ? [] : new (string Shipped, string Here)[]
        {
            ("listen 8080", $"listen 127.0.0.1:{HttpPort}"), ("listen 8443", $"listen 127.0.0.1:{HttpsPort}"), ("listen 8081", $"listen 127.0.0.1:{OnionPort}"),
        }))
        {
            Assert.Contains(shipped, file, StringComparison.Ordinal);
            file = file.Replace(shipped, here, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "nginx.conf"), file);
    }

    private ProcessStartInfo Command(params ReadOnlySpan<string> arguments)
    {
        string[] command =
        [
            .. _network is null ? [] : new[] { "ip", "netns", "exec", _network, "setpriv", "--reuid=33", "--regid=33", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all" },
            // Until it has read its file, nginx would write to the log that it was built with.
            Find().Program, "-e", "stderr", "-p", _folder.FullName, "-c", Path.Combine(_folder.FullName, "nginx.conf"), .. arguments,
        ];
        return new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private void Run()
    {
        _nginx = Process.Start(Command("-g", "daemon off;"))!;
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_said)
                _said.AppendLine(line.Data);
        }

        _nginx.OutputDataReceived += Keep;
        _nginx.ErrorDataReceived += Keep;
        _nginx.BeginOutputReadLine();
        _nginx.BeginErrorReadLine();
    }

    private async Task StartAsync()
    {
        Run();
        for (int attempt = 0; attempt < 300; attempt++)
        {
            Assert.False(_nginx!.HasExited, Said);
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, HttpsPort);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail("nginx does not listen.");
    }
}
