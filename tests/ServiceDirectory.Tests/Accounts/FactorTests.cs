using Microsoft.AspNetCore.Identity;
using NodaTime;
using OtpNet;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The ways into an account, changed by whoever it is.</summary>
public sealed class FactorTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Phrase = "seven teapots drift over marble";

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
        Guid.NewGuid().ToByteArray(), [1, 2], s_now.ToDateTimeOffset(), 0, ["internal"], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [3], [4]) { Name = "passkey" };

    private static string CodeOf(string key, Instant at) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(at.ToDateTimeUtc());

    [Fact, Property(74), Property(75)]
    public async Task Every_Change_EndsOtherSignIns_AndIsToldUntilItIsSeen()
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
            var (own, other) = await InAsync(async (_, _, _, signIn) => (await signIn.OpenAsync(account, s_now, Stop), await signIn.OpenAsync(account, s_now, Stop)));
            await DoAsync(factors => change(factors, new FactorChange(s_now, own)));
            Assert.True(await InAsync(async (_, _, _, signIn) => await signIn.ReadAsync(own, s_now, Stop) is not null), $"{what}");
            Assert.False(await InAsync(async (_, _, _, signIn) => await signIn.ReadAsync(other, s_now, Stop) is not null), $"{what}");
            Assert.Equal((what, new LocalDate(2026, 11, 24)), Assert.Single(await InAsync((factors, _, _, _) => factors.UnseenAsync(account.Id, Stop)), one => one.What == what) is { } told ? (told.What, told.ChangedOn) : default);
        }

        Assert.Equal(changes.Length, (await InAsync((factors, _, _, _) => factors.UnseenAsync(account.Id, Stop))).Count);
        await DoAsync(factors => factors.SeenAsync(account.Id, Stop));
        Assert.Empty(await InAsync((factors, _, _, _) => factors.UnseenAsync(account.Id, Stop)));
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
        Assert.True(await MayAsync(account, Phrase, CodeOf(old, s_now + Duration.FromSeconds(30))));
        long step = AuthenticatorCode.StepOf(key, CodeOf(key, s_now), s_now)!.Value;
        await DoAsync(factors => factors.SetAuthenticatorAsync(account.Id, key, step, s_how, Stop));
        Assert.False(await MayAsync(account, Phrase, CodeOf(old, s_now + Duration.FromMinutes(2)), s_now + Duration.FromMinutes(2)));
        Assert.False(await MayAsync(account, Phrase, CodeOf(key, s_now)));
        Assert.True(await MayAsync(account, Phrase, CodeOf(key, s_now + Duration.FromSeconds(30))));
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
        Assert.Single(removed, was => was);
        var left = Assert.Single((await InAsync((factors, _, _, _) => factors.OfAsync(account.Id, Stop))).Passkeys);
        // With an app beside it, it may go; somebody else's never.
        var (other, _) = await SomebodyAsync(AuthenticatorCode.NewKey());
        Assert.False(await InAsync((factors, _, _, _) => factors.RemovePasskeyAsync(other.Id, left.Id, s_how, Stop)));
        await DoAsync(factors => factors.SetAuthenticatorAsync(account.Id, AuthenticatorCode.NewKey(), 1, s_how, Stop));
        Assert.True(await InAsync((factors, _, _, _) => factors.RemovePasskeyAsync(account.Id, left.Id, s_how, Stop)));
    }
}
