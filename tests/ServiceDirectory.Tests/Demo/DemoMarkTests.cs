using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Demo;

/// <summary>That entries are invented is said by the database itself, and nobody can make it forget.</summary>
public sealed class DemoMarkTests(TestServer server) : IAsyncLifetime
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    private DirectoryLogins? _logins;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => _logins!;

    // Each test needs a database that holds nothing.
    public async ValueTask InitializeAsync() => _logins = await server.CopyAsync();

    public async ValueTask DisposeAsync()
    {
        if (_logins is not null)
            await server.DropAsync(_logins);
    }

    [Fact]
    public async Task Set_OnAnEmptyDatabase_IsReadByThePublicRole()
    {
        Assert.False(await Mark().IsSetAsync(Stop));
        Assert.True(await DemoMark.MaySetAsync(Logins.Owner, Stop));
        await DemoMark.SetAsync(Logins.Owner, Today, Stop);
        Assert.True(await Mark().IsSetAsync(Stop));
    }

    [Fact]
    public async Task Set_Twice_IsRefused()
    {
        await DemoMark.SetAsync(Logins.Owner, Today, Stop);
        Assert.False(await DemoMark.MaySetAsync(Logins.Owner, Stop));
        var refusal = await Assert.ThrowsAsync<SettingException>(() => DemoMark.SetAsync(Logins.Owner, Today, Stop));
        Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_BesideARealOrganisation_IsRefused()
    {
        await new Given(Logins).SexWorkerLedAsync("A real one");
        await Assert.ThrowsAsync<SettingException>(() => DemoMark.SetAsync(Logins.Owner, Today, Stop));
        Assert.False(await Mark().IsSetAsync(Stop));
    }

    [Theory]
    [InlineData("delete from published.demo")]
    [InlineData("insert into published.demo (since) values ('2026-11-24')")]
    public async Task Mark_ByTheAppOrThePublicRole_CannotBeTouched(string sql)
    {
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Logins.App.RefusedAsync(sql));
        // The public role may not write at all; that is refused before its rights are looked at.
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, await Logins.Public.RefusedAsync(sql));
    }

    [Fact]
    public async Task IsSet_AfterAPageAskedBefore_IsSeenWithinTenSeconds()
    {
        var clock = new Moving();
        var mark = new DemoMark(Logins.Public, clock);
        Assert.False(await mark.IsSetAsync(Stop));
        await DemoMark.SetAsync(Logins.Owner, Today, Stop);
        clock.Pass(TimeSpan.FromSeconds(9));
        Assert.False(await mark.IsSetAsync(Stop));
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.True(await mark.IsSetAsync(Stop));
    }

    [Fact]
    public async Task IsSet_WithoutTheDatabase_KeepsItsLastAnswer()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=/nonexistent;Database=x;Username=x");
        Assert.False(await new DemoMark(nowhere, TimeProvider.System).IsSetAsync(Stop));
    }

    [Fact]
    public async Task IsSet_AskedByManyAtOnce_IsTheSameForAll()
    {
        await DemoMark.SetAsync(Logins.Owner, Today, Stop);
        var mark = Mark();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => mark.IsSetAsync(Stop).AsTask())), Assert.True);
    }

    [Fact]
    public async Task IsSet_DatabaseHangs_WaitsShortlyAndOnce()
    {
        // Takes connections and never says a word.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var hanging = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=x;Timeout=60");
        var clock = new Moving();
        var mark = new DemoMark(hanging, clock);
        Assert.False(await mark.IsSetAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Stop));
        clock.Pass(TimeSpan.FromSeconds(9));
        Assert.True(mark.IsSetAsync(Stop).AsTask().IsCompleted);
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.False(mark.IsSetAsync(Stop).AsTask().IsCompleted);
    }

    private DemoMark Mark() => new(Logins.Public, TimeProvider.System);

    private sealed class Moving : TimeProvider
    {
        private long _now = 1;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += (long)(time.TotalSeconds * Stopwatch.Frequency);
    }
}
