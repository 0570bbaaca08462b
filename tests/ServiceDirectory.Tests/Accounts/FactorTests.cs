using Microsoft.AspNetCore.Identity;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The ways into an account, changed by whoever it is.</summary>
public sealed class FactorTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Phrase = Newcomer.Phrase;

    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static readonly PasswordHasher<Account> s_hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));

    private static readonly FactorChange s_how = new(s_now, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<T> InAsync<T>(Func<FactorService, AccountStore, TicketStore, SignInService, Task<T>> work)
    {
        await using var context = database.Context();
        var (store, tickets) = (new AccountStore(context, s_secrets), new TicketStore(context, s_secrets));
        return await work(new FactorService(context, store, tickets, s_hasher), store, tickets, new SignInService(context, store, tickets, s_hasher));
    }

    private async Task DoAsync(Func<FactorService, Task> change)
    {
        await using var context = database.Context();
        var store = new AccountStore(context, s_secrets);
        await change(new FactorService(context, store, new TicketStore(context, s_secrets), s_hasher));
    }

    private Task<bool> MayAsync(Account account, string phrase, string code, Instant? at = null) =>
        InAsync(async (_, _, _, signIn) => await signIn.CheckAsync(new SignInAttempt(account.Name, phrase, code), at ?? s_now, Stop) is not null);

    /// <summary>With a passphrase, two recovery codes, and an authenticator's key if there is one.</summary>
    private async Task<(Account Account, string[] Codes)> SomebodyAsync(string? key = null)
    {
        var made = await database.Given.AccountAsync();
        string[] codes = [SecretCode.New(), SecretCode.New()];
        return await InAsync(async (_, store, _, _) =>
        {
            var account = (await store.FindByIdAsync(made.Id.ToString(), Stop))!;
            account.PasswordHash = s_hasher.HashPassword(account, Phrase);
            account.ActiveSince = new LocalDate(2026, 11, 1);
            if (key is not null)
                await store.SetAuthenticatorKeyAsync(account, key, Stop);
            await store.ReplaceCodesAsync(account, codes, Stop);
            await store.UpdateAsync(account, Stop);
            return (account, codes);
        });
    }

    private static UserPasskeyInfo Passkey() => new(
        Guid.NewGuid().ToByteArray(), [1, 2], s_now.ToDateTimeOffset(), 0, ["internal"], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [3], [4])
    {
        Name = "passkey",
    };

    [Fact, Property(74), Property(75)]
    public async Task Every_Change_EndsSignIns_AndIsShownForAMonth()
    {
        var (account, _) = await SomebodyAsync(AuthenticatorCode.NewKey());
        var passkey = Passkey();
        var changes = new (AccountChangeKind What, Func<FactorService, FactorChange, Task> Change)[]
        {
            (AccountChangeKind.Passphrase, (factors, how) => factors.SetPassphraseAsync(account.Id, Phrase, how, Stop)),
            (AccountChangeKind.Authenticator, (factors, how) => factors.SetAuthenticatorAsync(account.Id, AuthenticatorCode.NewKey(), 1, how, Stop)),
            (AccountChangeKind.RecoveryCodes, (factors, how) => factors.SetRecoveryCodesAsync(account.Id, [SecretCode.New()], how, Stop)),
            (AccountChangeKind.PasskeyAdded, (factors, how) => factors.AddPasskeyAsync(account.Id, passkey, how, Stop)),
            (AccountChangeKind.PasskeyRemoved, (factors, how) => factors.RemovePasskeyAsync(account.Id, Convert.ToHexStringLower(passkey.CredentialId), how, Stop)),
        };
        foreach (var (what, change) in changes)
        {
            account = await InAsync(async (_, store, _, _) => (await store.FindByIdAsync(account.Id.ToString(), Stop))!);
            var (own, other) = await InAsync(async (_, _, _, signIn) => (await signIn.OpenAsync(account, s_now, Stop), await signIn.OpenAsync(account, s_now, Stop)));
            // Checked before, written after.
            var before = account;
            await DoAsync(factors => change(factors, new FactorChange(s_now, own)));
            string late = await InAsync(async (_, _, _, signIn) => await signIn.OpenAsync(before, s_now, Stop));
            foreach (string key in new[] { own, other, late })
                Assert.False(await InAsync(async (_, _, _, signIn) => await signIn.ReadAsync(key, s_now, Stop) is not null), $"{what}");
            var told = Assert.Single(await RecentAsync(account, 0), one => one.What == what);
            Assert.Equal(new LocalDate(2026, 11, 24), told.ChangedOn);
        }

        Assert.Equal(changes.Length, (await RecentAsync(account, 29)).Count);
        Assert.Empty(await RecentAsync(account, 30));
    }

    private Task<IReadOnlyList<AccountChange>> RecentAsync(Account account, int days) =>
        InAsync((factors, _, _, _) => factors.RecentAsync(account.Id, new LocalDate(2026, 11, 24).PlusDays(days), Stop));

    /// <summary>A change is no way to stay longer than twelve hours.</summary>
    [Fact, Property(72)]
    public async Task Open_InsteadOfAnother_EndsWhenThatWouldHave_AndEndsIt()
    {
        var (account, _) = await SomebodyAsync();
        string first = await InAsync((_, _, _, signIn) => signIn.OpenAsync(account, s_now, Stop));
        var later = s_now + Duration.FromMinutes(20);
        string second = await InAsync((_, _, _, signIn) => signIn.OpenInsteadAsync(account, later, first, Stop));
        Assert.Null(await InAsync((_, _, tickets, _) => tickets.FindAsync(first, later, Stop)));
        Assert.Equal(s_now + TicketStore.Longest, (await InAsync((_, _, tickets, _) => tickets.FindAsync(second, later, Stop)))!.EndsAt);
        // Somebody else's is none of theirs.
        var (other, _) = await SomebodyAsync();
        string theirs = await InAsync((_, _, _, signIn) => signIn.OpenInsteadAsync(other, later, second, Stop));
        Assert.Equal(later + TicketStore.Longest, (await InAsync((_, _, tickets, _) => tickets.FindAsync(theirs, later, Stop)))!.EndsAt);
    }

    [Fact]
    public async Task Passphrase_TheOldOneOpensNothing()
    {
        var (account, codes) = await SomebodyAsync();
        await DoAsync(factors => factors.SetPassphraseAsync(account.Id, "nine windows hum beside copper", s_how, Stop));
        Assert.False(await MayAsync(account, Phrase, codes[0]));
        Assert.True(await MayAsync(account, "nine windows hum beside copper", codes[0]));
    }

    [Fact, Property(69)]
    public async Task Authenticator_TheOldKeyOpensNothing_AndTheCodeThatWasShownIsUsed()
    {
        var (old, key) = (AuthenticatorCode.NewKey(), AuthenticatorCode.NewKey());
        var (account, _) = await SomebodyAsync(old);
        // The phone's clock was ahead: a later step of the old key is used already.
        Assert.True(await MayAsync(account, Phrase, Newcomer.CodeOf(old, s_now + Duration.FromSeconds(30))));
        long step = AuthenticatorCode.StepOf(key, Newcomer.CodeOf(key, s_now), s_now)!.Value;
        await DoAsync(factors => factors.SetAuthenticatorAsync(account.Id, key, step, s_how, Stop));
        Assert.False(await MayAsync(account, Phrase, Newcomer.CodeOf(old, s_now + Duration.FromMinutes(2)), s_now + Duration.FromMinutes(2)));
        Assert.False(await MayAsync(account, Phrase, Newcomer.CodeOf(key, s_now)));
        Assert.True(await MayAsync(account, Phrase, Newcomer.CodeOf(key, s_now + Duration.FromSeconds(30))));
    }

    [Fact, Property(70)]
    public async Task RecoveryCodes_TheOldOnesOpenNothing()
    {
        var (account, codes) = await SomebodyAsync();
        string code = SecretCode.New();
        await DoAsync(factors => factors.SetRecoveryCodesAsync(account.Id, [code], s_how, Stop));
        Assert.False(await MayAsync(account, Phrase, codes[0]));
        Assert.True(await MayAsync(account, Phrase, code));
        Assert.Equal(0, (await InAsync((factors, _, _, _) => factors.OfAsync(account.Id, Stop))).RecoveryCodes);
    }

    [Fact]
    public async Task Passkey_TheOnlySecondFactor_StaysAlsoWhenTwoAreRemovedAtOnce()
    {
        var (account, _) = await SomebodyAsync();
        var (one, two) = (Passkey(), Passkey());
        foreach (var key in new[] { one, two })
            await DoAsync(factors => factors.AddPasskeyAsync(account.Id, key, s_how, Stop));
        var removed = await Task.WhenAll(new[] { one, two }.Select(key => InAsync((factors, _, _, _) => factors.RemovePasskeyAsync(account.Id, Convert.ToHexStringLower(key.CredentialId), s_how, Stop))));
        Assert.Single(removed, was => was is not null);
        var left = Assert.Single((await InAsync((factors, _, _, _) => factors.OfAsync(account.Id, Stop))).Passkeys);
        // With an app beside it, it may go; somebody else's never.
        var (other, _) = await SomebodyAsync(AuthenticatorCode.NewKey());
        Assert.Null(await InAsync((factors, _, _, _) => factors.RemovePasskeyAsync(other.Id, left.Id, s_how, Stop)));
        await DoAsync(factors => factors.SetAuthenticatorAsync(account.Id, AuthenticatorCode.NewKey(), 1, s_how, Stop));
        Assert.NotNull(await InAsync((factors, _, _, _) => factors.RemovePasskeyAsync(account.Id, left.Id, s_how, Stop)));
    }
}
