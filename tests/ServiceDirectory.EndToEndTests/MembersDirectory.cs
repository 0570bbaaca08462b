using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>The program on a real port, over a directory that members may change.</summary>
public sealed class MembersDirectory : IAsyncLifetime
{
    private readonly TestServer _server = new();
    private AppFactory? _program;
    private DirectoryLogins? _logins;

    public string Address { get; private set; } = "";

    public Organisation Union { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _logins = await _server.CopyAsync();
        Union = await new Given(_logins).SexWorkerLedAsync("Lantern Union (demo)");
        _program = new AppFactory(_logins);
        _program.UseKestrel(0);
        _program.StartServer();
        Address = $"http://localhost:{new Uri(_program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}";
    }

    /// <summary>The path of a link for one person.</summary>
    public async Task<string> InviteAsync(params ActorRole[] roles) =>
        $"/account/join/{await new Given(_logins!).InvitedAsync(Union, SystemClock.Instance.GetCurrentInstant(), roles)}";

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        if (_logins is not null)
            await _server.DropAsync(_logins);
        await _server.DisposeAsync();
    }
}
