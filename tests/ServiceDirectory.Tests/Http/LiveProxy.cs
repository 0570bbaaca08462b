using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Http;

/// <summary>nginx as it is shipped, in front of a <see cref="LiveWorld"/>.</summary>
public sealed class LiveProxy(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private readonly LiveWorld _live = new(server, places);
    private Proxy? _nginx;

    internal Proxy Nginx => _nginx ?? throw new InvalidOperationException("nginx is not started yet.");

    public async ValueTask InitializeAsync()
    {
        await _live.InitializeAsync();
        _nginx = await Proxy.StartAsync($"127.0.0.1:{_live.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await _live.DisposeAsync();
    }
}
