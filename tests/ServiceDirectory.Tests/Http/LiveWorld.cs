using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Http;

/// <summary>The program of <see cref="PublicWorld"/> on a real port, so that Kestrel reads what is sent; with an onion name.</summary>
public sealed class LiveWorld(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    public static readonly string Onion = new string('a', 56) + ".onion";

    private WebApplicationFactory<Program>? _program;
    private WebApplicationFactory<Program>? _withBrokenLogin;

    public PublicWorld World { get; } = new(server, places);

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    /// <summary>The same program where the directory's database is out of reach.</summary>
    public WebApplicationFactory<Program> WithBrokenLogin => _withBrokenLogin ??= World.Start(AppFactory.WithBrokenPublicLogin(World.Database.Logins));

    public int Port { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        // Its clock stands still, so that nobody's count runs down while a slow machine asks.
        _program = World.Start(new AppFactory(World.Database.Logins, new SteppedClock(), new Dictionary<string, string>
        {
            ["AllowedHosts"] = $"localhost;{Onion}",
            ["Directory:Onion"] = Onion,
            ["urls"] = "http://127.0.0.1:0",
        }));
        _program.UseKestrel();
        _program.StartServer();
        Port = new Uri(_program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_withBrokenLogin is not null)
            await _withBrokenLogin.DisposeAsync();
        if (_program is not null)
            await _program.DisposeAsync();
        await World.DisposeAsync();
    }
}
