using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>A web program in a process of its own, as it is published.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private ServedProgram(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Asks as the proxy itself, which is counted for nobody.</summary>
    public HttpClient Browser { get; }

    public int ProcessId => _process.Id;

    /// <summary>That all its threads have had.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of it that are in memory now.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="name">Folder and file of the program among those that are published.</param>
    /// <param name="first">The address that has to be answered first.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ServedProgram> StartAsync((string Folder, string File) name, string first, params IEnumerable<(string Name, string Value)> settings)
    {
        string folder = Path.Combine(
            Environment.GetEnvironmentVariable("BENCHMARK_PROGRAMS") ?? throw new InvalidOperationException("BENCHMARK_PROGRAMS names no folder: ./dev bench does."), name.Folder);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [name.File]) { WorkingDirectory = folder };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_EnableDiagnostics"] = Environment.GetEnvironmentVariable("BENCHMARK_PROFILE") is null ? "0" : "1";
        foreach (var (setting, value) in settings)
            start.Environment[setting] = value;
        var program = new ServedProgram(Process.Start(start)!, address);
        var clock = Stopwatch.StartNew();
        while (!await program.AnswersAsync(first))
        {
            if (program._process.HasExited || clock.Elapsed > LongestStart)
                throw new InvalidOperationException($"{name.File} does not answer.");
            await Task.Delay(50);
        }

        return program;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Browser.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    internal static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
