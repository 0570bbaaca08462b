using System.Globalization;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>
/// The program on a real port, without what holds floods back and with a <see cref="FuzzLog"/>. Sessions are opened by
/// the program of <see cref="Members"/>, which has the same database and clock.
/// </summary>
public sealed class FuzzWorld(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private WebApplicationFactory<Program>? _program;
    private HttpClient? _reader;

    public MembersWorld Members { get; } = new(server, places);

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    internal FuzzLog Log { get; } = new();

    internal int Port { get; private set; }

    /// <summary>Reads whole answers; it keeps no cookies and follows nothing.</summary>
    internal HttpClient Reader => _reader ?? throw new InvalidOperationException("The program is not started yet.");

    public async ValueTask InitializeAsync()
    {
        await Members.InitializeAsync();
        _program = Members.World.Start(new AppFactory(Members.World.Database.Logins, Members.Clock, new Dictionary<string, string>
        {
            ["AllowedHosts"] = "localhost",
            ["Directory:RateLimits"] = "off",
            ["urls"] = "http://127.0.0.1:0",
        })).WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSerilog(log => log.MinimumLevel.Information().WriteTo.Sink(Log))));
        _program.UseKestrel();
        _program.StartServer();
        Port = new Uri(_program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        _reader = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}")),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        await Members.DisposeAsync();
    }

    /// <summary>A page as it is shown, or null where there is none.</summary>
    internal async Task<IHtmlDocument?> PageAsync(string address, string? cookie = null)
    {
        using var answer = await Reader.SendAsync("GET", address, null, cookie is null ? [] : [("Cookie", cookie)]);
        return answer.StatusCode == System.Net.HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "text/html"
            ? await answer.PageAsync(answer.StatusCode) : null;
    }

    /// <summary>Every table, with what stands in it cut down to a hash; the order of rows says nothing.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> TablesAsync()
    {
        await using var all = server.AsSuperuser(Members.World.Database.Logins.Database);
        Dictionary<string, string> tables = [];
        foreach (string table in await all.ListAsync<string>("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('directory', 'published') order by 1"))
            tables[table] = await all.OneAsync<string>($"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {table} t");
        return tables;
    }
}
