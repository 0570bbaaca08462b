using System.Text;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Who is signed in, and that ending it is real.</summary>
public sealed class TicketStoreTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly byte[] s_content = Encoding.UTF8.GetBytes("who and since when");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<T> InAsync<T>(Func<TicketStore, Task<T>> work, DirectorySecrets? secrets = null)
    {
        await using var context = database.Context();
        return await work(new TicketStore(context, secrets ?? s_secrets));
    }

    private async Task DoAsync(Func<TicketStore, Task> work)
    {
        await using var context = database.Context();
        await work(new TicketStore(context, s_secrets));
    }

    private Task<string> OpenAsync(Guid account, Instant? at = null) => InAsync(store => store.OpenAsync(account, s_content, at ?? s_now, (at ?? s_now) + TicketStore.Longest, Stop));

    private Task<OpenTicket?> FindAsync(string key, Instant at) => InAsync(store => store.FindAsync(key, at, Stop));

    [Fact]
    public async Task Open_GivesAKey_ThatStandsForTheAccount()
    {
        var account = await database.Given.AccountAsync();
        string key = await OpenAsync(account.Id);
        Assert.Matches("^[\\w-]{43}$", key);
        var found = await FindAsync(key, s_now);
        Assert.NotNull(found);
        Assert.Equal((account.Id, s_now + TicketStore.MostIdle, s_now + TicketStore.Longest), (found.AccountId, found.IdleUntil, found.EndsAt));
        Assert.Equal(s_content, found.Content);
        Assert.Null(await FindAsync(key[..^1] + (key[^1] == 'A' ? 'E' : 'A'), s_now));
        Assert.Null(await FindAsync("", s_now));
        // Another machine's keys open nothing of this one.
        Assert.Null(await InAsync(store => store.FindAsync(key, s_now, Stop), TestSecrets.New()));
    }

    /// <summary>Whoever has a copy of the database has no key, and reads nothing.</summary>
    [Fact]
    public async Task Row_HoldsNeitherKeyNorContent()
    {
        var account = await database.Given.AccountAsync();
        string key = await OpenAsync(account.Id);
        string row = await database.Owner.OneAsync<string>("select encode(key_hash, 'escape') || encode(content, 'escape') from directory.ticket where account_id = $1", account.Id);
        Assert.DoesNotContain(key, row, StringComparison.Ordinal);
        Assert.DoesNotContain("who and", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Idle_ForHalfAnHour_IsOver_AndSoIsTwelveHoursOfWork()
    {
        var account = await database.Given.AccountAsync();
        string key = await OpenAsync(account.Id);
        var at = s_now + TicketStore.MostIdle - Duration.Epsilon;
        Assert.NotNull(await FindAsync(key, at));
        Assert.Null(await FindAsync(key, s_now + TicketStore.MostIdle));
        // What is over is not begun again.
        Assert.False(await InAsync(store => store.RenewAsync(key, s_now + TicketStore.MostIdle, Stop)));

        for (at = s_now; at < s_now + TicketStore.Longest; at += Duration.FromMinutes(20))
            Assert.True(await InAsync(store => store.RenewAsync(key, at, Stop)), $"{at}");
        Assert.True(await InAsync(store => store.RenewAsync(key, s_now + TicketStore.Longest - Duration.FromMinutes(1), Stop)));
        Assert.Null(await FindAsync(key, s_now + TicketStore.Longest));
    }

    [Fact]
    public async Task End_IsReal_AndEndsNoOther()
    {
        var account = await database.Given.AccountAsync();
        var (first, second) = (await OpenAsync(account.Id), await OpenAsync(account.Id));
        await DoAsync(store => store.EndAsync(first, Stop));
        await DoAsync(store => store.EndAsync(first, Stop));
        Assert.Null(await FindAsync(first, s_now));
        Assert.NotNull(await FindAsync(second, s_now));
        Assert.False(await InAsync(store => store.RenewAsync(first, s_now, Stop)));
    }

    [Fact]
    public async Task Own_AreListed_AndEndedOneByOne_OrAllButThis()
    {
        var (account, other) = (await database.Given.AccountAsync(), await database.Given.AccountAsync());
        var (mine, old, foreign) = (await OpenAsync(account.Id), await OpenAsync(account.Id, s_now - Duration.FromMinutes(29)), await OpenAsync(other.Id));
        var own = await InAsync(store => store.OfAsync(account.Id, mine, s_now, Stop));
        Assert.Equal([false, true], own.Select(ticket => ticket.IsThis));
        Assert.Equal([s_now - Duration.FromMinutes(29) + TicketStore.Longest, s_now + TicketStore.Longest], own.Select(ticket => ticket.EndsAt));

        var theirs = Assert.Single(await InAsync(store => store.OfAsync(other.Id, null, s_now, Stop)));
        Assert.False(await InAsync(store => store.EndOneAsync(account.Id, theirs.Id, Stop)));
        Assert.NotNull(await FindAsync(foreign, s_now));
        Assert.True(await InAsync(store => store.EndOneAsync(account.Id, own[0].Id, Stop)));
        Assert.Null(await FindAsync(old, s_now));

        string third = await OpenAsync(account.Id);
        await DoAsync(store => store.EndOthersAsync(account.Id, mine, Stop));
        Assert.Null(await FindAsync(third, s_now));
        Assert.NotNull(await FindAsync(mine, s_now));
        Assert.NotNull(await FindAsync(foreign, s_now));
    }

    /// <summary>Nothing tells later when somebody worked.</summary>
    [Fact]
    public async Task Open_SweepsOutWhatIsOver()
    {
        var account = await database.Given.AccountAsync();
        await OpenAsync(account.Id, s_now - Duration.FromHours(1));
        await OpenAsync(account.Id);
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.ticket where account_id = $1", account.Id));
    }

    [Theory]
    [InlineData("update directory.ticket set ends_at = ends_at + interval '1 day'")]
    [InlineData("update directory.ticket set account_id = gen_random_uuid()")]
    [InlineData("update directory.ticket set key_hash = content")]
    public async Task App_CannotMakeOneLastOrBeSomebodyElses(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(statement));

    [Fact]
    public async Task Public_ReadsNone() =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.Public.RefusedAsync("select count(*) from directory.ticket"));
}
