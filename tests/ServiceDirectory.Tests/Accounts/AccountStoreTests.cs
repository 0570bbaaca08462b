using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>What Identity keeps of an account, and what a copy of the database does not tell.</summary>
public sealed class AccountStoreTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_IsFoundByNameAndId_AndKeepsWhatWasSet()
    {
        var account = new Account { Id = Guid.NewGuid(), Name = "quiet-otter", SecurityStamp = "first", ConcurrencyStamp = "first" };
        await using (var first = database.Context())
        {
            using var creating = new AccountStore(first, s_secrets);
            Assert.True((await creating.CreateAsync(account, Stop)).Succeeded);
        }

        await ChangeAsync(account.Id, async (store, own) =>
        {
            await store.SetPasswordHashAsync(own, "hash", Stop);
            await store.SetSecurityStampAsync(own, "stamp", Stop);
            await store.SetLockoutEndDateAsync(own, Instant.FromUtc(2026, 11, 24, 12, 5).ToDateTimeOffset(), Stop);
        });
        await using var context = database.Context();
        using var store = new AccountStore(context, s_secrets);
        var found = await store.FindByNameAsync(account.Name, Stop);
        Assert.NotNull(found);
        Assert.Equal((account.Id, "hash", "stamp", Instant.FromUtc(2026, 11, 24, 12, 5)), (found.Id, found.PasswordHash, found.SecurityStamp, found.LockedUntil));
        Assert.Same(found, await store.FindByIdAsync(account.Id.ToString(), Stop));
        Assert.Null(await store.FindByNameAsync("no-body", Stop));
        Assert.Null(await store.FindByIdAsync("not an id", Stop));
        Assert.True(await store.GetTwoFactorEnabledAsync(found, Stop));
        Assert.True(await store.GetLockoutEnabledAsync(found, Stop));
        await Assert.ThrowsAsync<PostgresException>(async () => await database.App.RunAsync("delete from directory.account where id = $1", account.Id));
    }

    [Fact]
    public async Task Update_OfWhatSomebodyElseChanged_IsRefused()
    {
        var account = await database.Given.AccountAsync();
        await using var context = database.Context();
        using var store = new AccountStore(context, s_secrets);
        var own = (await store.FindByIdAsync(account.Id.ToString(), Stop))!;
        await ChangeAsync(account.Id, (other, same) => other.SetPasswordHashAsync(same, "theirs", Stop));
        await store.SetPasswordHashAsync(own, "mine", Stop);
        var result = await store.UpdateAsync(own, Stop);
        Assert.Equal("ConcurrencyFailure", Assert.Single(result.Errors).Code);
        Assert.Equal("theirs", await database.App.OneAsync<string>("select password_hash from directory.account where id = $1", account.Id));
    }

    [Fact]
    public async Task RecoveryCode_WorksOnce_AlsoForTwoAtOnce_AndIsNotInTheDatabase()
    {
        var account = await database.Given.AccountAsync();
        string[] codes = [.. Enumerable.Range(0, 10).Select(_ => SecretCode.New())];
        await ChangeAsync(account.Id, (store, own) => store.ReplaceCodesAsync(own, codes, Stop));
        Assert.Equal(10, await WithAsync(account.Id, (store, own) => store.CountCodesAsync(own, Stop)));
        var rows = string.Concat(await database.Owner.ListAsync<string>("select c::text || encode(code_hash, 'escape') from directory.recovery_code c"));
        Assert.All(codes, code => Assert.DoesNotContain(code, rows, StringComparison.OrdinalIgnoreCase));

        Assert.False(await RedeemAsync(account, SecretCode.New()));
        Assert.False(await RedeemAsync(account, "7K3Q"));
        Assert.False(await RedeemAsync(await database.Given.AccountAsync(), codes[0]));
        Assert.True(await RedeemAsync(account, SecretCode.Show(codes[0]).ToLowerInvariant()));
        Assert.False(await RedeemAsync(account, codes[0]));
        foreach (string code in codes[1..6])
            Assert.Single(await Task.WhenAll(RedeemAsync(account, code), RedeemAsync(account, code)), used => used);

        await ChangeAsync(account.Id, (store, own) => store.ReplaceCodesAsync(own, [SecretCode.New()], Stop));
        Assert.False(await RedeemAsync(account, codes[9]));
        Assert.Equal(1, await WithAsync(account.Id, (store, own) => store.CountCodesAsync(own, Stop)));
    }

    [Fact]
    public async Task AuthenticatorKey_IsSealed_AndOpensForItsAccountOnly()
    {
        var account = await database.Given.AccountAsync();
        const string key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        await ChangeAsync(account.Id, (store, own) => store.SetAuthenticatorKeyAsync(own, key, Stop));
        Assert.Equal(key, await WithAsync(account.Id, (store, own) => store.GetAuthenticatorKeyAsync(own, Stop)));
        byte[] kept = await database.App.OneAsync<byte[]>("select authenticator_key from directory.account where id = $1", account.Id);
        Assert.DoesNotContain(key, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        // Put beside another account, or read without the key from elsewhere, it is nothing.
        var other = await database.Given.AccountAsync();
        await database.App.RunAsync("update directory.account set authenticator_key = $2 where id = $1", other.Id, kept);
        await Assert.ThrowsAnyAsync<CryptographicException>(() => WithAsync(other.Id, (store, own) => store.GetAuthenticatorKeyAsync(own, Stop)));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => WithAsync(account.Id, (store, own) => store.GetAuthenticatorKeyAsync(own, Stop), TestSecrets.New()));
        Assert.Null(await WithAsync((await database.Given.AccountAsync()).Id, (store, own) => store.GetAuthenticatorKeyAsync(own, Stop)));
    }

    [Fact]
    public async Task Step_IsUsedOnce_NeverAnEarlierOne_AndNotTakenBackByAnOlderCopy()
    {
        var account = await database.Given.AccountAsync();
        Assert.False(await UseAsync(account, 100));
        await ChangeAsync(account.Id, (store, own) => store.SetAuthenticatorKeyAsync(own, "KEY", Stop));
        await using var context = database.Context();
        using var older = new AccountStore(context, s_secrets);
        var copy = (await older.FindByIdAsync(account.Id.ToString(), Stop))!;
        Assert.True(await UseAsync(account, 100));
        Assert.False(await UseAsync(account, 100));
        Assert.False(await UseAsync(account, 99));
        for (int step = 101; step < 121; step++)
            Assert.Single(await Task.WhenAll(UseAsync(account, step), UseAsync(account, step)), used => used);

        await older.SetPasswordHashAsync(copy, "changed", Stop);
        Assert.True((await older.UpdateAsync(copy, Stop)).Succeeded);
        Assert.False(await UseAsync(account, 120));
    }

    [Fact]
    public async Task Failures_OfTheSameMoment_AllCount()
    {
        var account = await database.Given.AccountAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WithAsync(account.Id, (store, own) => store.IncrementAccessFailedCountAsync(own, Stop))));
        Assert.Equal(20, await WithAsync(account.Id, (store, own) => store.GetAccessFailedCountAsync(own, Stop)));
        await WithAsync(account.Id, async (store, own) =>
        {
            await store.ResetAccessFailedCountAsync(own, Stop);
            return own.Failures;
        });
        Assert.Equal(0, await WithAsync(account.Id, (store, own) => store.GetAccessFailedCountAsync(own, Stop)));
    }

    [Fact]
    public async Task Passkeys_AreKeptWhole_ChangeWithUse_AndGo()
    {
        var account = await database.Given.AccountAsync();
        var other = await database.Given.AccountAsync();
        byte[] id = RandomNumberGenerator.GetBytes(32);
        var key = new UserPasskeyInfo(
            id, [1, 2, 3], new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero), 7, ["internal", "hybrid"], true, true, false, [4, 5], [6])
        { Name = "Phone" };
        await WithAsync(account.Id, async (store, own) =>
        {
            await store.AddOrUpdatePasskeyAsync(own, key, Stop);
            return true;
        });
        var kept = Assert.Single(await WithAsync(account.Id, (store, own) => store.GetPasskeysAsync(own, Stop)));
        Assert.Equal("Phone", kept.Name);
        Assert.Equal((id, key.PublicKey, 7u, key.Transports, key.AttestationObject, key.ClientDataJson), (kept.CredentialId, kept.PublicKey, kept.SignCount, kept.Transports, kept.AttestationObject, kept.ClientDataJson), Same);
        Assert.Equal((true, true, false), (kept.IsUserVerified, kept.IsBackupEligible, kept.IsBackedUp));
        // The day, and no more of when it was.
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), kept.CreatedAt);

        await WithAsync(account.Id, async (store, own) =>
        {
            var used = (await store.FindPasskeyAsync(own, id, Stop))!;
            used.SignCount = 8;
            used.IsBackedUp = true;
            used.Name = "Old phone";
            await store.AddOrUpdatePasskeyAsync(own, used, Stop);
            return true;
        });
        kept = Assert.Single(await WithAsync(account.Id, (store, own) => store.GetPasskeysAsync(own, Stop)));
        Assert.Equal((8u, true, "Old phone"), (kept.SignCount, kept.IsBackedUp, kept.Name));
        Assert.Equal(account.Id, (await WithAsync(account.Id, (store, _) => store.FindByPasskeyIdAsync(id, Stop)))?.Id);
        Assert.Null(await WithAsync(other.Id, (store, own) => store.FindPasskeyAsync(own, id, Stop)));

        foreach (var (owner, left) in new[] { (other, 1), (account, 0) })
        {
            await WithAsync(owner.Id, async (store, own) =>
            {
                await store.RemovePasskeyAsync(own, id, Stop);
                return true;
            });
            Assert.Equal(left, (await WithAsync(account.Id, (store, own) => store.GetPasskeysAsync(own, Stop))).Count);
        }

        static bool Same((byte[], byte[], uint, string[]?, byte[], byte[]) one, (byte[], byte[], uint, string[]?, byte[], byte[]) another) =>
            one.Item1.SequenceEqual(another.Item1) && one.Item2.SequenceEqual(another.Item2) && one.Item3 == another.Item3
            && one.Item4!.SequenceEqual(another.Item4!) && one.Item5.SequenceEqual(another.Item5) && one.Item6.SequenceEqual(another.Item6);
    }

    private Task<bool> RedeemAsync(Account account, string code) => WithAsync(account.Id, (store, own) => store.RedeemCodeAsync(own, code, Stop));

    private Task<bool> UseAsync(Account account, long step) => WithAsync(account.Id, (store, own) => store.UseStepAsync(own, step, Instant.FromUnixTimeSeconds(step * 30), Stop));

    private Task<bool> ChangeAsync(Guid account, Func<AccountStore, Account, Task> change) => WithAsync(account, async (store, own) =>
    {
        await change(store, own);
        Assert.True((await store.UpdateAsync(own, Stop)).Succeeded);
        return true;
    });

    /// <summary>As in one request: a context of its own.</summary>
    private async Task<T> WithAsync<T>(Guid account, Func<AccountStore, Account, Task<T>> act, DirectorySecrets? secrets = null)
    {
        await using var context = database.Context();
        using var store = new AccountStore(context, secrets ?? s_secrets);
        return await act(store, (await store.FindByIdAsync(account.ToString(), Stop))!);
    }
}
