using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli.Mirror;

/// <summary>
/// The web program, started to make pages for a mirror: it reads what a copy may take and nothing else, and answers on a socket that
/// only this process reaches. It ends with this object.
/// </summary>
internal sealed class MirrorSite : IAsyncDisposable
{
    private const string Program = "ServiceDirectory.Web.dll";

    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("mirror-").FullName;

    private readonly HttpClient _client;

    private readonly Process _process;

    private MirrorSite(string program, Database database, LocalDate until)
    {
        string socket = Path.Combine(_folder, "site");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet", program)
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (string name in typeof(DirectoryOptions).GetProperties().Select(option => $"{DirectoryOptions.Section}__{option.Name}"))
        {
            if (database.Setting(name) is { } value)
                start.Environment[name] = value;
        }

        start.Environment[SecretsFolder.Setting] = database.Keys();
        start.Environment["ASPNETCORE_URLS"] = $"http://unix:{socket}";
        start.Environment["AllowedHosts"] = "localhost";
        start.Environment["Directory__MirrorUntil"] = LocalDatePattern.Iso.Format(until);
        // Nobody but this process asks.
        start.Environment["Directory__RateLimits"] = "off";
        Login[] logins = [Login.Directory, Login.Public];
        var settings = database.Settings(logins);
        foreach (var login in logins)
            start.Environment[ConnectionSettings.Name(login)] = settings.Require(login);
        _process = Process.Start(start) ?? throw new SettingException($"{program} cannot be started.");
        _process.BeginOutputReadLine();
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://localhost"),
        };
    }

    /// <param name="folder">Of the web program; null: beside this one.</param>
    /// <param name="database">Its settings and logins are the web program's too.</param>
    /// <param name="until">The last day on which the copy may be used.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SettingException">There is no web program, or it does not start.</exception>
    public static async Task<MirrorSite> StartAsync(string? folder, Database database, LocalDate until, CancellationToken cancellation)
    {
        string place = Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, "..", "web"));
        string program = Path.Combine(place, Program);
        if (!File.Exists(program) || !Directory.Exists(Path.Combine(place, "wwwroot")))
            throw new SettingException($"The pages are made by the web program, which is not whole at {place}. Say with --web where it was published.");
        var site = new MirrorSite(program, database, until);
        try
        {
            await site.ReadyAsync(cancellation);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>A page as the site writes it; null: it is not there.</summary>
    /// <exception cref="SettingException">The site cannot write it.</exception>
    public async Task<string?> PageAsync(string address, CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync(new Uri(address, UriKind.Relative), cancellation);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return null;
        if (!answer.IsSuccessStatusCode)
            throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{address}: the site answers {(int)answer.StatusCode}. Nothing of the mirror was changed but what is written already."));
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>A file of the site: style, icon, scripts.</summary>
    public Task<byte[]> FileAsync(string name, CancellationToken cancellation) => _client.GetByteArrayAsync(new Uri("/" + name, UriKind.Relative), cancellation);

    /// <summary>Where "Leave this page" leads.</summary>
    public async Task<Uri> ExitAsync(CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync(new Uri("/exit", UriKind.Relative), cancellation);
        return answer.Headers.Location ?? throw new SettingException("The site does not say where its leave button leads.");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        var said = _process.StandardError.ReadToEndAsync(cancellation);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_longestStart)
        {
            if (_process.HasExited)
                throw new SettingException($"The web program ended at once. It says: {(await said).Trim()}");
            try
            {
                // Needs its places read, and so the database.
                using var answer = await _client.GetAsync(new Uri("/en/", UriKind.Relative), cancellation);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }

        throw new SettingException("The web program does not answer.");
    }
}
