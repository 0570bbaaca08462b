using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// Keeps accounts for ASP.NET Core Identity. What opens one is kept so that a copy of the database opens none: recovery codes as
/// hashes with a key from elsewhere, the authenticator's key sealed with another.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">The keys from elsewhere.</param>
public sealed class AccountStore(DirectoryDbContext context, DirectorySecrets secrets)
    : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>, IUserTwoFactorStore<Account>,
      IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>, IUserPasskeyStore<Account>
{
    private const string RecoveryPurpose = "recovery";
    private const string StepPurpose = "authenticator-step";

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        context.Add(user);
        await context.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    /// <summary>Writes everything that was set and was not written at once. Somebody else's change of the same account stands against it.</summary>
    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        context.Attach(user);
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        context.Update(user);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return IdentityResult.Success;
        }
        catch (DbUpdateConcurrencyException)
        {
            context.ChangeTracker.Clear();
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
    }

    /// <summary>An account stays, as long as what it did is told by its memberships.</summary>
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are ended, not deleted.");

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? await context.Accounts.SingleOrDefaultAsync(a => a.Id == id, cancellationToken) : null;

    /// <param name="normalizedUserName">As <see cref="TwoWordName.Normalise"/> writes it.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        context.Accounts.SingleOrDefaultAsync(a => a.Name == normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Known(user).Id.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(Known(user).Name);

    /// <summary>A name is drawn once and stays.</summary>
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException("The name of an account stays.");

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Known(user).PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Known(user).PasswordHash is not null);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        Known(user).PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(Known(user).SecurityStamp);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        Known(user).SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Known(user).Failures);

    /// <summary>Written at once, so that of many guesses at the same moment each one counts.</summary>
    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        await context.Accounts.Where(a => a.Id == Known(user).Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures + 1), cancellationToken);
        return user.Failures = await context.Accounts.Where(a => a.Id == user.Id).Select(a => a.Failures).SingleAsync(cancellationToken);
    }

    /// <summary>Written at once.</summary>
    public async Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        await context.Accounts.Where(a => a.Id == Known(user).Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, 0).SetProperty(a => a.LockedUntil, (Instant?)null), cancellationToken);
        (user.Failures, user.LockedUntil) = (0, null);
    }

    /// <summary>Every account: there is none for which guesses are free.</summary>
    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Known(user).LockedUntil?.ToDateTimeOffset());

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        Known(user).LockedUntil = lockoutEnd is { } end ? Instant.FromDateTimeOffset(end) : null;
        return Task.CompletedTask;
    }

    /// <summary>Every account: nobody signs in with one factor.</summary>
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed with another key.</exception>
    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(
        Known(user).AuthenticatorKey is { } key ? Encoding.ASCII.GetString(secrets.Open(Authenticator(user), key)) : null);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken)
    {
        Known(user).AuthenticatorKey = secrets.Seal(Authenticator(user), Encoding.ASCII.GetBytes(key));
        return Task.CompletedTask;
    }

    /// <summary>Uses the code of one step of 30 seconds, and those before it. Written at once, and forgotten as soon as the code is wrong anyway.</summary>
    /// <param name="user">Whose; steps of another key say nothing about this one's.</param>
    /// <param name="step">From <see cref="AuthenticatorCode.StepOf"/>.</param>
    /// <param name="now">Decides what is forgotten.</param>
    /// <param name="cancellationToken">Stops before it is used.</param>
    /// <returns>Whether it had not been used, nor any later one.</returns>
    public async Task<bool> UseStepAsync(Account user, long step, Instant now, CancellationToken cancellationToken = default)
    {
        if (Known(user).AuthenticatorKey is not { } key)
            return false;
        var spent = new SpentStore(context);
        for (long before = step - AuthenticatorCode.RightSteps + 1; before < step; before++)
            await SpendAsync(before);
        return await SpendAsync(step);

        // With a key from elsewhere: else a copy of the table could be searched for who came in a moment ago.
        Task<bool> SpendAsync(long one) => spent.SpendAsync(
            secrets.HashOf(StepPurpose, $"{user.Id} {Convert.ToHexString(key)} {one}"), AuthenticatorCode.EndOf(one), now, cancellationToken);
    }

    /// <summary>Takes the place of all codes of before, together with what is written next.</summary>
    public async Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        context.RemoveRange(await context.RecoveryCodes.Where(c => c.AccountId == Known(user).Id).ToListAsync(cancellationToken));
        context.AddRange(recoveryCodes.Select(code => new RecoveryCode { AccountId = user.Id, CodeHash = secrets.HashOf(RecoveryPurpose, code) }));
    }

    /// <summary>Uses a code up. Written at once, so that it is used once.</summary>
    /// <param name="user">Whose code it has to be.</param>
    /// <param name="code">As somebody typed it.</param>
    /// <param name="cancellationToken">Stops before it is used.</param>
    public async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        if (SecretCode.Parse(code) is not { } read)
            return false;
        byte[] hash = secrets.HashOf(RecoveryPurpose, read);
        return await context.RecoveryCodes.Where(c => c.AccountId == Known(user).Id && c.CodeHash == hash).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        context.RecoveryCodes.CountAsync(c => c.AccountId == Known(user).Id, cancellationToken);

    /// <summary>Written at once.</summary>
    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        var known = await PasskeyAsync(user, passkey.CredentialId, cancellationToken);
        if (known is null)
        {
            known = Passkey.Of(Known(user).Id, passkey);
            context.Add(known);
        }

        known.Take(passkey);
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await context.Passkeys.Where(p => p.AccountId == Known(user).Id).OrderBy(p => p.AddedOn).ThenBy(p => p.Name).ToListAsync(cancellationToken)).Select(p => p.ToInfo())];

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => context.Accounts
        .SingleOrDefaultAsync(a => context.Passkeys.Any(p => p.CredentialId == credentialId && p.AccountId == a.Id), cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await PasskeyAsync(user, credentialId, cancellationToken))?.ToInfo();

    /// <summary>Written at once.</summary>
    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        context.Passkeys.Where(p => p.AccountId == Known(user).Id && p.CredentialId == credentialId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The context is not its to end.</summary>
    public void Dispose()
    {
    }

    private static Account Known(Account user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user;
    }

    private static string Authenticator(Account user) => $"authenticator {user.Id}";

    private Task<Passkey?> PasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        context.Passkeys.SingleOrDefaultAsync(p => p.AccountId == Known(user).Id && p.CredentialId == credentialId, cancellationToken);
}
