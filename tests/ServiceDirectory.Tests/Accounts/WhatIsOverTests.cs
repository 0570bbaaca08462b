using Microsoft.AspNetCore.Identity;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The database does not say when somebody was at work: what is over is gone, and what is kept of a moment is its hour.</summary>
public sealed class WhatIsOverTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 34, 56);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Somebody signs in, and signs out. Afterwards nothing but the account is there, as it was before.</summary>
    [Fact]
    public async Task SignIn_LeavesNothing_OnceItIsOver()
    {
        var account = await WithAppAsync();
        string before = await RowAsync(account);
        string key = await SignInAsync(account, s_now);
        // While the code would be right still, it is known that it was used: as a hash, which needs a key from elsewhere.
        Assert.NotEqual(0, await database.Owner.OneAsync<long>("select count(*) from directory.spent"));
        await using (var context = database.Context())
            await new TicketStore(context, s_secrets).EndAsync(key, Stop);
        await ForgetAsync(s_now + Duration.FromDays(5));
        Assert.Equal(before, await RowAsync(account));
        Assert.Equal(0, await database.Owner.OneAsync<long>("select (select count(*) from directory.spent) + (select count(*) from directory.ticket) + (select count(*) from directory.account_change)"));
    }

    [Fact]
    public async Task LockOut_IsForgotten_WithTheFailures_AndWhenItIsOver()
    {
        var account = await WithAppAsync();
        await database.App.RunAsync("update directory.account set failures = 7, locked_until = '2026-11-24 12:30:17Z' where id = $1", account.Id);
        await SignInAsync(account, s_now);
        Assert.Equal("0", await database.Owner.OneAsync<string>("select concat_ws(' ', failures, locked_until) from directory.account where id = $1", account.Id));
        await database.App.RunAsync("update directory.account set failures = 7, locked_until = '2026-11-24 12:30:17Z' where id = $1", account.Id);
        await ForgetAsync(s_now);
        Assert.Equal("7", await database.Owner.OneAsync<string>("select concat_ws(' ', failures, locked_until) from directory.account where id = $1", account.Id));
    }

    [Fact]
    public async Task Invitation_HasFullHours_AndIsGoneWhenItIsOver()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await using (var context = database.Context())
            await new InvitationService(context, s_secrets).MakeAsync(new InviteMember(union.Id, [ActorRole.Reviewer], s_now), new Actor(union.Id, ActorRole.Coordinator), Stop);
        Assert.Equal("2026-11-27 12:00:00", await database.Owner.OneAsync<string>("select (ends_at at time zone 'UTC')::text from directory.invitation where organisation_id = $1", union.Id));
        Assert.Equal("invitation_hours", await database.App.RuleAgainstAsync($"""
            insert into directory.invitation (id, code_hash, organisation_id, roles, invited_by, ends_at)
            values (gen_random_uuid(), sha256('x'), '{union.Id}', '{"{proposer}"}', '{union.Id}', '2026-11-27 12:34Z')
            """));
        await database.App.RunAsync("update directory.invitation set used_on = '2026-11-24' where organisation_id = $1", union.Id);
        await ForgetAsync(Instant.FromUtc(2026, 11, 27, 11, 59));
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.invitation where organisation_id = $1", union.Id));
        // Whoever comes in next takes it away.
        await SignInAsync(await WithAppAsync(), Instant.FromUtc(2026, 11, 27, 12, 0));
        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from directory.invitation where organisation_id = $1", union.Id));
    }

    private Task<string> RowAsync(Account account) => database.Owner.OneAsync<string>(
        "select (to_jsonb(a) - array['concurrency_stamp'])::text from directory.account a where id = $1", account.Id);

    private async Task ForgetAsync(Instant at)
    {
        await using var context = database.Context();
        await context.ForgetOverAsync(at, Stop);
    }

    private async Task<Account> WithAppAsync()
    {
        var account = await database.Given.AccountAsync();
        await using var context = database.Context();
        using var store = new AccountStore(context, s_secrets);
        var own = (await store.FindByIdAsync(account.Id.ToString(), Stop))!;
        own.PasswordHash = new PasswordHasher<Account>().HashPassword(own, Newcomer.Phrase);
        own.ActiveSince = new LocalDate(2026, 11, 1);
        await store.SetAuthenticatorKeyAsync(own, Key, Stop);
        await store.UpdateAsync(own, Stop);
        return own;
    }

    private static readonly string Key = AuthenticatorCode.NewKey();

    private async Task<string> SignInAsync(Account account, Instant at)
    {
        await using var context = database.Context();
        using var store = new AccountStore(context, s_secrets);
        var service = new SignInService(context, store, new TicketStore(context, s_secrets), new PasswordHasher<Account>());
        var found = await service.CheckAsync(new SignInAttempt(account.Name, Newcomer.Phrase, Newcomer.CodeOf(Key, at)), at, Stop);
        Assert.NotNull(found);
        return await service.OpenAsync(found, at, Stop);
    }
}
