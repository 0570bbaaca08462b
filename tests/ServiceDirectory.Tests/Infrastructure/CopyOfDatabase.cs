using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// A database for the tests of one class: <c>class XTests(CopyOfDatabase database) : IClassFixture&lt;CopyOfDatabase&gt;</c>.
/// </summary>
public sealed class CopyOfDatabase(TestServer server) : IAsyncLifetime
{
    private DirectoryLogins? _logins;

    public TestServer Server => server;

    public DirectoryLogins Logins => _logins ?? throw new InvalidOperationException("The copy is not made yet.");

    public NpgsqlDataSource Owner => Logins.Owner;

    public NpgsqlDataSource App => Logins.App;

    public NpgsqlDataSource Public => Logins.Public;

    public Given Given => new(Logins);

    public DirectoryDbContext Context() => Logins.Context();

    public async ValueTask InitializeAsync() => _logins = await server.CopyAsync();

    /// <summary>With the rows of another, to which nobody may be connected.</summary>
    public async Task InitializeAsync(DirectoryLogins of) => _logins = await server.CopyAsync(of);

    public async ValueTask DisposeAsync()
    {
        if (_logins is not null)
            await server.DropAsync(_logins);
    }
}
