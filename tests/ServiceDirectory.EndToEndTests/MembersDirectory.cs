using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>The program on a real port, over a directory that members may change.</summary>
public class MembersDirectory : IAsyncLifetime
{
    private readonly TestServer _server = new();
    private AppFactory? _program;
    private DirectoryLogins? _logins;

    public string Address { get; private set; } = "";

    public Organisation Union { get; private set; } = null!;

    public DirectoryLogins Logins => _logins ?? throw new InvalidOperationException("The directory is not there yet.");

    public Given Given => new(Logins);

    protected IServiceProvider Services => _program?.Services ?? throw new InvalidOperationException("The program does not run yet.");

    /// <summary>The program's clock is the real one.</summary>
    protected static LocalDate Today => SystemClock.Instance.GetCurrentInstant().InUtc().Date;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _logins = await _server.CopyAsync();
        Union = await SexWorkerLedAsync("Lantern Union (demo)");
        await FillAsync();
        _program = new AppFactory(_logins);
        _program.UseKestrel(0);
        _program.StartServer();
        Address = $"http://localhost:{new Uri(_program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}";
    }

    /// <summary>One that may approve today, whenever that is.</summary>
    public async Task<Organisation> SexWorkerLedAsync(string name)
    {
        var organisation = await Given.SexWorkerLedAsync(name);
        await Given.VouchedUntilAsync(organisation, Today.PlusYears(1));
        return organisation;
    }

    /// <summary>The path of a link for one person, into the first organisation.</summary>
    public Task<string> InviteAsync(params ActorRole[] roles) => InviteAsync(Union, roles);

    /// <summary>The path of a link for one person.</summary>
    public Task<string> InviteAsync(Organisation organisation, params ActorRole[] roles) => InviteAsync(organisation, Duration.Zero, roles);

    /// <summary>The same, made some time ago.</summary>
    public async Task<string> InviteAsync(Organisation organisation, Duration ago, params ActorRole[] roles) =>
        $"/account/join/{await Given.InvitedAsync(organisation, SystemClock.Instance.GetCurrentInstant() - ago, roles)}";

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_program is not null)
            await _program.DisposeAsync();
        if (_logins is not null)
            await _server.DropAsync(_logins);
        await _server.DisposeAsync();
    }

    /// <summary>Writes what is there before the program starts.</summary>
    protected virtual Task FillAsync() => Task.CompletedTask;
}
