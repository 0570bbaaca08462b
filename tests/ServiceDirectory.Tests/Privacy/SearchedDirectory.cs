using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Faults;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// The whole as it runs for people: nginx with the shipped settings, the built program, a PostgreSQL with the shipped settings, and
/// the invented directory in it (everyday an entry that is listed, and one that left). One visitor goes through everything while all is well, while the program fails, while the database
/// is away and while the program is away; the same again straight to a second program that logs at its most talkative.
/// </summary>
public sealed class SearchedDirectory(ShippedPlaces places) : IAsyncLifetime
{
    private readonly DateTime _begun = DateTime.UtcNow;
    // Not one that only its maker can enter: when root starts nginx, its workers are somebody else.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sd-searched-{Guid.NewGuid():N}"));
    private readonly List<Outcome> _outcomes = [];
    private readonly List<string> _onionAnswers = [];

    internal Canary Canary { get; } = new();

    internal OwnCluster Cluster { get; private set; } = null!;

    /// <summary>Behind the proxy, with the settings of everyday.</summary>
    internal WebProcess Usual { get; private set; } = null!;

    /// <summary>Asked directly, and told to log at level Verbose.</summary>
    internal WebProcess Talkative { get; private set; } = null!;

    internal Proxy Proxy { get; private set; } = null!;

    internal IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>Everything in the database before anybody came, and after all had gone.</summary>
    public string Before { get; private set; } = "";

    public string After { get; private set; } = "";

    /// <summary>What the server's superuser sees of the statements of others while people search.</summary>
    public string Activity { get; private set; } = "";

    /// <summary>How a search by the onion was answered in each state, in the order of <see cref="InitializeAsync"/>.</summary>
    public IReadOnlyList<string> OnionAnswers => _onionAnswers;

    /// <summary>Names of files in the folders that the programs may write to, after everything.</summary>
    public IReadOnlyList<string> Written { get; private set; } = [];

    public long Attempts { get; private set; }

    /// <summary>Where the canary was found, by the place that was looked through.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Found { get; private set; } = new Dictionary<string, IReadOnlyList<string>>();

    public async ValueTask InitializeAsync()
    {
        Cluster = await OwnCluster.StartAsync();
        await LoadTownsAsync();
        await (FullRun.IsAsked
            ? new DemoLoader(Cluster.Logins.Owner, Cluster.Logins.App, DirectoryCatalogue.Default, places.Gazetteer, TimeProvider.System, DirectorySecrets.Read(TestSecrets.Folder), new MonthKeys(Path.Combine(TestSecrets.Folder, MonthKeys.Folder))).LoadAsync()
            : FillAsync());
        var codes = (
            await CodeAsync("select code from published.service where state = 'listed' and hidden_from > current_date order by code limit 1"),
            await CodeAsync("select code from published.gone order by code limit 1"),
            await CodeAsync("select code from published.organisation order by code limit 1"));
        // The proxy hands on whom it was asked by; it is the only one here, and it comes by a unix socket.
        var settings = new[] { ("Directory__ProxyNetworks", "127.0.0.1/32"), ("Directory__Onion", LiveWorld.Onion), ("AllowedHosts", $"{Proxy.Host};{LiveWorld.Onion}") };
        Usual = await WebProcess.StartAsync("usual", _folder.FullName, Cluster.Logins, settings);
        Talkative = await WebProcess.StartAsync("talkative", _folder.FullName, Cluster.Logins, [.. settings, ("Directory__LogLevel", "Verbose")]);
        Proxy = await Proxy.StartAsync($"unix:{Usual.Socket}:");

        Before = await Cluster.DumpAsync();
        await GoAsync("well", 1, codes);
        await FloodAsync(codes.Item1);
        Activity = await SeenBySuperuserAsync();

        await BreakAsync("alter table published.service rename column code to away");
        await GoAsync("failing", 2, codes);
        await BreakAsync("alter table published.service rename column away to code");

        After = await Cluster.DumpAsync();
        await Cluster.StopAsync();
        await GoAsync("without the database", 3, codes);

        Attempts = Usual.Attempts + Talkative.Attempts;
        await Usual.StopAsync();
        await GoAsync("without the program", 4, codes);
        await Talkative.StopAsync();
        Written = [.. new[] { Usual.Home, Talkative.Home, Proxy.Temporary }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "nginx.pid")];
        LookEverywhere();
        await Cluster.StartAgainAsync();
        // Connections of before are dead.
        Cluster.Logins.Public.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { Proxy, Usual, Talkative, Cluster })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private void LookEverywhere()
    {
        const long largest = 64 * 1024 * 1024;
        var system = new[] { "/tmp", "/var/tmp", "/var/log", "/run", "/dev/shm", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) }
            .SelectMany(folder => Traces.WrittenSince(folder, _begun, largest))
            .Where(file => !file.StartsWith(Cluster.Folder, StringComparison.Ordinal) && !file.StartsWith(_folder.FullName, StringComparison.Ordinal));
        Found = new Dictionary<string, IReadOnlyList<string>>
        {
            ["output of the program"] = Traces.In([Usual.Output, Usual.Errors], Canary),
            ["output of the talkative program"] = Traces.In([Talkative.Output, Talkative.Errors], Canary),
            ["folders that the programs may write to"] = Traces.In([Usual.Home, Talkative.Home], Canary),
            ["output of the proxy"] = Traces.InText(Proxy.Said, "nginx", Canary),
            ["folder of the proxy"] = Traces.In(Path.GetDirectoryName(Proxy.Temporary)!, Canary),
            ["log of PostgreSQL"] = Traces.In(Cluster.Log, Canary),
            ["files of the database"] = Traces.In(Cluster.Folder, Canary),
            ["dump of the database"] = Traces.InText(After, "dump", Canary),
            ["statements that a superuser sees"] = Traces.InText(Activity, "pg_stat_activity", Canary),
            ["folders of the machine"] = Traces.InFiles(system, Canary),
        };
    }

    private async Task GoAsync(string state, int visit, (string Service, string Gone, string Organisation) codes)
    {
        // From two addresses by turns, as one alone would be held back before it had gone everywhere.
        int companion = visit + 100;
        using var direct = Talkative.Browser();
        using HttpClient one = Browser(visit), other = Browser(companion);
        foreach (var (i, (step, same)) in Journey.Steps(Canary, visit, codes).Zip(Journey.Steps(Canary, companion, codes)).Index())
        {
            var (its, throughProxy) = i % 2 == 0 ? (step, one) : (same, other);
            _outcomes.AddRange(await Task.WhenAll(SendAsync(state, Road.Proxy, its, throughProxy), SendAsync(state, Road.Direct, its, direct)));
        }

        // Some of these wait for more until their time is over, so all go at once.
        await Task.WhenAll(Journey.Broken(Canary, Proxy.Host).SelectMany(bytes => new[]
        {
            SendAsync(bytes, () => Talkative.ConnectAsync(default)),
            SendAsync(bytes, () => ConnectAsync(visit, Proxy.HttpPort)),
            SendAsync(bytes, () => EncryptedAsync(visit)),
        }).Concat(Journey.Broken(Canary, LiveWorld.Onion).Select(bytes =>
            SendAsync($"PROXY TCP4 {Canary.Claimed(visit)} 127.0.0.1 4000 80\r\n{bytes}", () => ConnectAsync(visit, Proxy.OnionPort)))));

        // By the onion as by the clearnet, and by plain http, which is shown the way to https.
        string Plain(string host) => $"GET /search?q={Canary.In("plain")} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {Canary.In("plainagent")}\r\nConnection: close\r\n\r\n";
        await SendAsync(Plain(Proxy.Host), () => ConnectAsync(visit, Proxy.HttpPort));
        _onionAnswers.Add(await SendAsync($"PROXY TCP6 fc00:dead:beef:4dad::0:1 ::1 4000 80\r\n{Plain(LiveWorld.Onion)}", () => ConnectAsync(visit, Proxy.OnionPort)));
    }

    /// <summary>More than anybody reads in a minute, from one address.</summary>
    private async Task FloodAsync(string service)
    {
        const int visit = 9;
        using var browser = Browser(visit);
        for (int i = 0; i < 60; i++)
        {
            var address = $"/services/{service}?x={Canary.In("flood")}";
            _outcomes.Add(await SendAsync("flood", Road.Proxy, new Step(null, () => new HttpRequestMessage(HttpMethod.Get, address)), browser));
        }
    }

    private static async Task<Outcome> SendAsync(string state, Road road, Step step, HttpClient browser)
    {
        using var request = step.Request();
        var asked = $"{request.Method} {request.RequestUri}";
        try
        {
            using var answer = await browser.SendAsync(request);
            return new Outcome(state, road, asked, answer.StatusCode, step.Expected, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            // Closed without an answer: to a name that is not ours, nginx says nothing.
            return new Outcome(state, road, asked, null, step.Expected, "");
        }
    }

    /// <returns>The first line of the answer, or an empty text when there is none.</returns>
    private static async Task<string> SendAsync(string bytes, Func<Task<Stream>> connect)
    {
        try
        {
            await using var stream = await connect();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            byte[] answer = new byte[4096];
            int length = await stream.ReadAsync(answer, enough.Token);
            return Encoding.ASCII.GetString(answer, 0, length).Split("\r\n")[0];
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // Refused, or waited for more of it.
            return "";
        }
    }

    /// <summary>A visitor behind the proxy, from an address of this machine that nobody else uses.</summary>
    private HttpClient Browser(int visit) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, _) => await ConnectAsync(visit, Proxy.HttpsPort),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Proxy.IsItsCertificate, TargetHost = Proxy.Host },
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    })
    { BaseAddress = new Uri($"https://{Proxy.Host}") };

    private async Task<Stream> ConnectAsync(int visit, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(Canary.Address(visit)), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<Stream> EncryptedAsync(int visit)
    {
        var secure = new SslStream(await ConnectAsync(visit, Proxy.HttpsPort), leaveInnerStreamOpen: false, Proxy.IsItsCertificate);
        await secure.AuthenticateAsClientAsync(Proxy.Host);
        return secure;
    }

    /// <summary>The larger towns, and those of the invented directory: the whole world takes two programs longer to read than all that follows.</summary>
    private async Task LoadTownsAsync()
    {
        var all = GazetteerFile.ReadShipped();
        await using var connection = await Cluster.Logins.Owner.OpenConnectionAsync();
        await GazetteerStore.LoadAsync(
            connection,
            all with { Places = [.. all.Places.Where(town => town.Population > (town.CountryCode == "GB" ? 10_000 : 200_000))] },
            "larger towns",
            progress: null,
            TestContext.Current.CancellationToken);
    }

    /// <summary>One of each that the journey comes to: what else there is leaves no more traces and takes a minute to load.</summary>
    private async Task FillAsync()
    {
        var given = new Given(Cluster.Logins);
        var desk = new ListingDesk(Cluster.Logins, places);
        var provider = await given.OrganisationAsync("Mill Trust", OrganisationKind.Provider);
        await Cluster.Logins.App.RunAsync("select directory.publish_organisation($1, $2, $1, 'proposer')", provider.Id, FaultWorld.Today);
        foreach (string name in new[] { "Mill Clinic", "Closed Clinic" })
        {
            var entry = await desk.WriteAsync(Sample.Clinic(name), provider, FaultWorld.Today);
            foreach (string approver in new[] { "Lantern Union", "Harbour Union" })
            {
                var organisation = await given.SexWorkerLedAsync(approver);
                await given.VouchedUntilAsync(organisation, FaultWorld.Today.PlusYears(1));
                await desk.ApproveAsync(entry, organisation, FaultWorld.Today);
            }

            if (name == "Closed Clinic")
                await desk.WithdrawAsync(entry, ServiceState.Suspended, FaultWorld.Today);
        }
    }

    private async Task<string> CodeAsync(string sql) => await Cluster.Logins.Public.OneAsync<string>(sql);

    private async Task BreakAsync(string sql)
    {
        await using var server = Cluster.AsSuperuser();
        await server.RunAsync(sql);
    }

    private async Task<string> SeenBySuperuserAsync()
    {
        await using var server = Cluster.AsSuperuser();
        return string.Join('\n', await server.ListAsync<string>("select a::text from pg_stat_activity a"));
    }
}

internal enum Road
{
    Proxy,
    Direct,
}

/// <summary>What became of one request.</summary>
internal sealed record Outcome(string State, Road Road, string Asked, HttpStatusCode? Status, HttpStatusCode? Expected, string Body);
