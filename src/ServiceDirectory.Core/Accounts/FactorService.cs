using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// The ways into an account, changed by whoever it is. Each change ends their sign-ins at once, but for the one that goes on
/// (<see cref="SignInService.OpenInsteadAsync"/>), and is shown for a month.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="store">Keeps the accounts.</param>
/// <param name="tickets">Ends sign-ins.</param>
/// <param name="hasher">Makes what is kept of a passphrase.</param>
public sealed class FactorService(DirectoryDbContext context, AccountStore store, TicketStore tickets, IPasswordHasher<Account> hasher)
{
    /// <summary>How many days a change is shown.</summary>
    public const int DaysShown = 30;

    /// <summary>What there is now.</summary>
    public async Task<WaysIn> OfAsync(Guid account, CancellationToken cancellation = default)
    {
        var found = await RequireAsync(account, cancellation);
        return new WaysIn(
            found.AuthenticatorKey is not null,
            await store.CountCodesAsync(found, cancellation),
            [.. (await store.GetPasskeysAsync(found, cancellation)).Select(p => new OwnPasskey(Convert.ToHexStringLower(p.CredentialId), LocalDate.FromDateTime(p.CreatedAt.UtcDateTime)))]);
    }

    /// <param name="account">Whose.</param>
    /// <param name="typed">One in which <see cref="Passphrase.Check"/> found nothing wrong.</param>
    /// <param name="how">When, and which sign-in goes on.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public Task<Account?> SetPassphraseAsync(Guid account, string typed, FactorChange how, CancellationToken cancellation = default) =>
        ChangeAsync(account, AccountChangeKind.Passphrase, how, (found, _) =>
        {
            found.PasswordHash = hasher.HashPassword(found, Passphrase.Normalise(typed));
            return Task.FromResult(true);
        }, cancellation);

    /// <summary>Takes another key of an authenticator app, whose code was right.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="key">Base32.</param>
    /// <param name="step">Of the code, which is used now.</param>
    /// <param name="how">When, and which sign-in goes on.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public Task<Account?> SetAuthenticatorAsync(Guid account, string key, long step, FactorChange how, CancellationToken cancellation = default) =>
        ChangeAsync(account, AccountChangeKind.Authenticator, how, async (found, stop) =>
        {
            await store.SetAuthenticatorKeyAsync(found, key, stop);
            await store.UseStepAsync(found, step, how.At, stop);
            return true;
        }, cancellation);

    public Task<Account?> SetRecoveryCodesAsync(Guid account, IReadOnlyList<string> codes, FactorChange how, CancellationToken cancellation = default) =>
        ChangeAsync(account, AccountChangeKind.RecoveryCodes, how, async (found, stop) =>
        {
            await store.ReplaceCodesAsync(found, codes, stop);
            return true;
        }, cancellation);

    public Task<Account?> AddPasskeyAsync(Guid account, UserPasskeyInfo passkey, FactorChange how, CancellationToken cancellation = default) =>
        ChangeAsync(account, AccountChangeKind.PasskeyAdded, how, async (found, stop) =>
        {
            await store.AddOrUpdatePasskeyAsync(found, passkey, stop);
            return true;
        }, cancellation);

    /// <param name="account">Whose.</param>
    /// <param name="id">From <see cref="OwnPasskey"/>.</param>
    /// <param name="how">When, and which sign-in goes on.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    /// <returns>Null: there is none of theirs, or it is their only second factor.</returns>
    public Task<Account?> RemovePasskeyAsync(Guid account, string id, FactorChange how, CancellationToken cancellation = default) =>
        ChangeAsync(account, AccountChangeKind.PasskeyRemoved, how, async (found, stop) =>
        {
            var keys = await store.GetPasskeysAsync(found, stop);
            var gone = keys.SingleOrDefault(key => Convert.ToHexStringLower(key.CredentialId) == id);
            if (gone is null || (found.AuthenticatorKey is null && keys.Count == 1))
                return false;
            await store.RemovePasskeyAsync(found, gone.CredentialId, stop);
            return true;
        }, cancellation);

    /// <summary>What changed lately, the newest first. Nothing takes it away before its time, so that whoever has come in cannot hide it.</summary>
    public async Task<IReadOnlyList<AccountChange>> RecentAsync(Guid account, LocalDate today, CancellationToken cancellation = default)
    {
        var since = today.PlusDays(-DaysShown);
        return await context.AccountChanges.AsNoTracking().Where(c => c.AccountId == account && c.ChangedOn > since)
            .OrderByDescending(c => c.ChangedOn).ThenBy(c => c.What).ToListAsync(cancellation);
    }

    private async Task<Account> RequireAsync(Guid account, CancellationToken cancellation) =>
        await store.FindByIdAsync(account.ToString(), cancellation) ?? throw new InvalidOperationException("The account is gone.");

    private async Task<Account?> ChangeAsync(
        Guid account, AccountChangeKind what, FactorChange how, Func<Account, CancellationToken, Task<bool>> change, CancellationToken cancellation)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // Two changes at once wait for one another, so that none takes the last way in that the other leaves.
        await context.Database.ExecuteSqlAsync($"select from directory.account where id = {account} for update", cancellation);
        var found = await RequireAsync(account, cancellation);
        if (!await change(found, cancellation))
            return null;
        // A sign-in that was checked a moment ago and is written a moment later ends, too.
        found.SecurityStamp = Guid.NewGuid().ToString();
        var today = how.At.InUtc().Date;
        var over = today.PlusDays(-DaysShown);
        await context.AccountChanges.Where(c => c.AccountId == account && c.ChangedOn <= over).ExecuteDeleteAsync(cancellation);
        context.Add(new AccountChange { Id = Guid.NewGuid(), AccountId = account, What = what, ChangedOn = today });
        var written = await store.UpdateAsync(found, cancellation);
        if (!written.Succeeded)
            throw new InvalidOperationException("The account was changed under a lock.");
        await tickets.EndOthersAsync(account, how.Own, cancellation);
        await transaction.CommitAsync(cancellation);
        return found;
    }
}

/// <param name="At">Now.</param>
/// <param name="Own">The key of the browser that asks: it opens nothing more, and stays to say when the one that goes on ends. Null: none does.</param>
public sealed record FactorChange(Instant At, string? Own);

/// <summary>How somebody gets in.</summary>
public sealed record WaysIn(bool HasAuthenticator, int RecoveryCodes, IReadOnlyList<OwnPasskey> Passkeys);

/// <param name="Id">Names it on a page.</param>
public sealed record OwnPasskey(string Id, LocalDate AddedOn);
