using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Name, passphrase and code together open an account, and nothing less.</summary>
public sealed class SignInTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Phrase = Newcomer.Phrase;

    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<T> InAsync<T>(Func<SignInService, DirectoryDbContext, Task<T>> work)
    {
        await using var context = database.Context();
        return await work(
            new SignInService(context, new AccountStore(context, s_secrets), new TicketStore(context, s_secrets), s_hasher), context);
    }

    private static readonly CountingHasher s_hasher = new();

    private Task<Account?> CheckAsync(string name, string phrase, string code, Instant? at = null) =>
        InAsync((service, _) => service.CheckAsync(new SignInAttempt(name, phrase, code), at ?? s_now, Stop));

    private async Task<Somebody> SomebodyAsync()
    {
        var account = await database.Given.AccountAsync();
        string key = AuthenticatorCode.NewKey();
        string[] codes = [SecretCode.New(), SecretCode.New()];
        await using var context = database.Context();
        var store = new AccountStore(context, s_secrets);
        account = (await store.FindByIdAsync(account.Id.ToString(), Stop))!;
        account.PasswordHash = s_hasher.HashPassword(account, Phrase);
        account.ActiveSince = new LocalDate(2026, 11, 1);
        await store.SetAuthenticatorKeyAsync(account, key, Stop);
        await store.ReplaceCodesAsync(account, codes, Stop);
        await store.UpdateAsync(account, Stop);
        return new Somebody(account, key, codes);
    }

    [Fact]
    public async Task Check_AllRight_OpensTheAccount_HoweverTheNameIsTyped()
    {
        var somebody = await SomebodyAsync();
        string typed = somebody.Account.Name.ToUpperInvariant().Replace('-', ' ');
        Assert.Equal(somebody.Account.Id, (await CheckAsync($" {typed} ", Phrase, somebody.CodeAt(s_now)))?.Id);
    }

    [Fact]
    public async Task Check_AnythingWrong_OpensNothing()
    {
        var (somebody, other) = (await SomebodyAsync(), await SomebodyAsync());
        string code = somebody.CodeAt(s_now);
        Assert.Null(await CheckAsync("no-name", Phrase, code));
        Assert.Null(await CheckAsync(other.Account.Name, Phrase, code));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase + "!", code));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, ""));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, other.Codes[0]));
        Assert.Null(await CheckAsync("", "", ""));
        // A wrong passphrase used no code up.
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, code));
    }

    /// <summary>Time would tell a stranger which names exist.</summary>
    [Fact, Property(66)]
    public async Task Check_CostsOneHash_WhateverIsWrong()
    {
        var somebody = await SomebodyAsync();
        foreach (var (name, phrase, code) in new[]
        {
            ("no-name", Phrase, "000000"), ("", "", ""), (somebody.Account.Name, "wrong", "000000"), (somebody.Account.Name, Phrase, "wrong"), (somebody.Account.Name, Phrase, somebody.Codes[0]),
        })
        {
            int before = s_hasher.Work;
            await CheckAsync(name, phrase, code);
            Assert.Equal((name, before + 1), (name, s_hasher.Work));
        }
    }

    [Fact, Property(69)]
    public async Task Check_ACodeOfTheApp_OpensOnce_AndAStepEitherWay()
    {
        var somebody = await SomebodyAsync();
        var step = Duration.FromSeconds(30);
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now - step - step)));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now + step + step)));
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now - step)));
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now)));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now)));
        // Nor does an earlier one that somebody looked at over a shoulder.
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now - step)));
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now + step)));
    }

    [Fact, Property(69)]
    public async Task Check_TheSameCodeAtOnce_OpensOnce()
    {
        var somebody = await SomebodyAsync();
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now))));
        Assert.Single(opened, account => account is not null);
    }

    [Fact, Property(70)]
    public async Task Check_ARecoveryCode_OpensOnce_AndAWrongOneCounts()
    {
        var somebody = await SomebodyAsync();
        string typed = SecretCode.Show(somebody.Codes[0]).ToLowerInvariant();
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, typed));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, typed));
        Assert.Equal(1, await FailuresAsync(somebody));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, SecretCode.New()));
        Assert.Equal(2, await FailuresAsync(somebody));
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, somebody.Codes[1]));
        Assert.Equal(0, await FailuresAsync(somebody));
    }

    [Fact, Property(71)]
    public async Task Check_AfterWrongCodes_Waits_LongerEachTime_AndNeverForGood()
    {
        var somebody = await SomebodyAsync();
        // A stranger who knows the name and not the passphrase keeps nobody out.
        for (int i = 0; i < 3 * SignInService.FreeFailures; i++)
            Assert.Null(await CheckAsync(somebody.Account.Name, "wrong", "000000"));
        Assert.Equal(0, await FailuresAsync(somebody));
        for (int i = 0; i < SignInService.FreeFailures; i++)
            Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, "000000"));
        var at = s_now;
        // The right ones open nothing now, and do not count either.
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(at), at));
        foreach (int minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(at), at + Duration.FromMinutes(minutes) - Duration.FromSeconds(1)));
            at += Duration.FromMinutes(minutes);
            Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, "000000", at));
        }

        at += SignInService.LongestWait;
        Assert.NotNull(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(at), at));
        Assert.Equal(0, await FailuresAsync(somebody));
    }

    [Fact]
    public async Task Read_SaysWhoItIs_WithTheRolesOfNow()
    {
        var somebody = await SomebodyAsync();
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        string key = await InAsync((service, _) => service.OpenAsync(somebody.Account, s_now, Stop));
        Assert.Empty((await ReadAsync(key))!.Seats);
        await database.App.RunAsync(
            $"insert into directory.membership (id, account_id, organisation_id, role, since) select gen_random_uuid(), '{somebody.Account.Id}', '{union.Id}', role, '2026-11-01' from unnest(array['reviewer', 'proposer']) role");
        var member = (await ReadAsync(key))!;
        Assert.Equal((somebody.Account.Id, somebody.Account.Name, s_now), (member.AccountId, member.Name, member.Since));
        Assert.Equal([ActorRole.Proposer, ActorRole.Reviewer], member.SeatOf(union.Code)!.Roles);
        await database.App.RunAsync($"update directory.membership set ended_on = '2026-11-24' where account_id = '{somebody.Account.Id}' and role = 'reviewer'");
        Assert.Equal([ActorRole.Proposer], (await ReadAsync(key))!.SeatOf(union.Code)!.Roles);
        Assert.Null(await ReadAsync("made-up"));
    }

    [Fact, Property(74)]
    public async Task Read_AfterTheAccountChanged_IsNobody_ForGood()
    {
        var somebody = await SomebodyAsync();
        string key = await InAsync((service, _) => service.OpenAsync(somebody.Account, s_now, Stop));
        await database.App.RunAsync($"update directory.account set security_stamp = 'second' where id = '{somebody.Account.Id}'");
        Assert.Null(await ReadAsync(key));
        await database.App.RunAsync($"update directory.account set security_stamp = 'first' where id = '{somebody.Account.Id}'");
        Assert.Null(await ReadAsync(key));

        string second = await InAsync((service, _) => service.OpenAsync(somebody.Account, s_now, Stop));
        Assert.NotNull(await ReadAsync(second));
        await database.App.RunAsync($"update directory.account set active_since = null where id = '{somebody.Account.Id}'");
        Assert.Null(await ReadAsync(second));
        Assert.Null(await CheckAsync(somebody.Account.Name, Phrase, somebody.CodeAt(s_now)));
    }

    [Fact, Property(72)]
    public async Task Read_GoesOnWhileItIsUsed_AndEndsAfterTwelveHours()
    {
        var somebody = await SomebodyAsync();
        string key = await InAsync((service, _) => service.OpenAsync(somebody.Account, s_now, Stop));
        var at = s_now;
        while (at + Duration.FromMinutes(29) < s_now + TicketStore.Longest)
        {
            at += Duration.FromMinutes(29);
            Assert.NotNull(await ReadAsync(key, at));
        }

        Assert.Null(await ReadAsync(key, s_now + TicketStore.Longest));
        string idle = await InAsync((service, _) => service.OpenAsync(somebody.Account, s_now, Stop));
        Assert.NotNull(await ReadAsync(idle, s_now + Duration.FromSeconds(30)));
        Assert.Null(await ReadAsync(idle, s_now + TicketStore.MostIdle + Duration.FromSeconds(30)));
    }

    private Task<SignedIn?> ReadAsync(string key, Instant? at = null) => InAsync((service, _) => service.ReadAsync(key, at ?? s_now, Stop));

    private Task<int> FailuresAsync(Somebody somebody) => InAsync((_, context) => context.Accounts.Where(a => a.Id == somebody.Account.Id).Select(a => a.Failures).SingleAsync(Stop));

    private sealed record Somebody(Account Account, string Key, string[] Codes)
    {
        public string CodeAt(Instant at) => Newcomer.CodeOf(Key, at);
    }

    /// <summary>The real one, with fewer rounds, that counts what it is asked for.</summary>
    private sealed class CountingHasher : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _real = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));
        private int _work;

        public int Work => _work;

        public string HashPassword(Account user, string password)
        {
            Interlocked.Increment(ref _work);
            return _real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _work);
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
