using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Accounts;

/// <summary>Lets people in by name, passphrase and a code, and knows afterwards who they are.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="store">Keeps the accounts.</param>
/// <param name="tickets">Keeps who is signed in.</param>
/// <param name="hasher">Makes and compares what is kept of passphrases; slow on purpose.</param>
public sealed class SignInService(DirectoryDbContext context, AccountStore store, TicketStore tickets, IPasswordHasher<Account> hasher)
{
    /// <summary>How many wrong codes after the right passphrase, one after the other, cost nothing.</summary>
    public const int FreeFailures = 5;

    /// <summary>What the next wrong one costs; each further one twice as much.</summary>
    public static readonly Duration FirstWait = Duration.FromMinutes(1);

    public static readonly Duration LongestWait = Duration.FromHours(1);

    /// <summary>A ticket that was used is only written again after this, so that reading pages is not writing.</summary>
    private static readonly Duration Coarse = Duration.FromMinutes(1);

    private static readonly Account s_nobody = new() { Id = Guid.Empty, Name = "", SecurityStamp = "", ConcurrencyStamp = "" };

    /// <summary>Compares all that somebody typed at once, so that an answer never says which part was wrong.</summary>
    /// <returns>Null for anything wrong: no such name, another passphrase or code, one that was used, too many tries.</returns>
    public async Task<Account?> CheckAsync(SignInAttempt attempt, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var account = await store.FindByNameAsync(TwoWordName.Normalise(attempt.Name), cancellation);
        string phrase = Passphrase.Normalise(attempt.Passphrase);
        if (account is not { ActiveSince: not null, PasswordHash: { } hash })
        {
            // The same work as for a name that exists.
            _ = hasher.HashPassword(s_nobody, phrase);
            return null;
        }

        bool isRight = hasher.VerifyHashedPassword(account, hash, phrase) is not PasswordVerificationResult.Failed;
        // A stranger without the passphrase uses up no code, and keeps nobody out.
        if (!isRight || account.LockedUntil > now)
            return null;
        if (await UseCodeAsync(account, attempt.Code, now, cancellation))
        {
            await store.ResetAccessFailedCountAsync(account, cancellation);
            return account;
        }

        await CountFailureAsync(account, now, cancellation);
        return null;
    }

    /// <summary>Asks somebody who is signed in for a code once more.</summary>
    /// <returns>Null: it is wrong or was used. How often somebody may try is the caller's to say.</returns>
    public async Task<Account?> ConfirmAsync(SignedIn member, string code, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (await store.FindByIdAsync(member.AccountId.ToString(), cancellation) is not { ActiveSince: not null } account)
            return null;
        return await UseCodeAsync(account, code, now, cancellation) ? account : null;
    }

    /// <summary>Signs an account in, in one browser.</summary>
    /// <returns>The key for the browser.</returns>
    public async Task<string> OpenAsync(Account account, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        await context.ForgetOverAsync(now, cancellation);
        return await tickets.OpenAsync(account.Id, Content(account, now), now, now + TicketStore.Longest, cancellation);
    }

    /// <summary>Goes on with a sign-in under a new key: after a factor was shown once more, or changed. The old key opens nothing more.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="now">When it was shown.</param>
    /// <param name="instead">The old key. If it is this account's, the new one ends when it would have.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The key for the browser.</returns>
    public async Task<string> OpenInsteadAsync(Account account, Instant now, string? instead, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        var before = instead is null ? null : await tickets.FindAsync(instead, now, cancellation);
        var end = before?.AccountId == account.Id ? before.EndsAt : now + TicketStore.Longest;
        string key = await tickets.OpenAsync(account.Id, Content(account, now), now, end, cancellation);
        if (instead is not null)
            await tickets.EndAsync(instead, cancellation);
        return key;
    }

    /// <summary>Who holds a key: with the roles that they have now, whatever they had when they came in.</summary>
    /// <returns>Null: nobody; it is over, or something about the account has changed since.</returns>
    public async Task<SignedIn?> ReadAsync(string key, Instant now, CancellationToken cancellation = default)
    {
        if (await tickets.FindAsync(key, now, cancellation) is not { } ticket)
            return null;
        var account = await context.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == ticket.AccountId, cancellation);
        var content = JsonSerializer.Deserialize<TicketContent>(ticket.Content);
        if (account?.ActiveSince is null || content is null || content.Stamp != account.SecurityStamp)
        {
            await tickets.EndAsync(key, cancellation);
            return null;
        }

        if (ticket.IdleUntil - now < TicketStore.MostIdle - Coarse)
            await tickets.RenewAsync(key, now, cancellation);
        return new SignedIn(account.Id, account.Name, Instant.FromUnixTimeSeconds(content.Since), await SeatsAsync(account.Id, cancellation));
    }

    private async Task<bool> UseCodeAsync(Account account, string code, Instant now, CancellationToken cancellation)
    {
        if (await store.GetAuthenticatorKeyAsync(account, cancellation) is { } key && AuthenticatorCode.StepOf(key, code, now) is { } step)
            return await store.UseStepAsync(account, step, now, cancellation);
        return await store.RedeemCodeAsync(account, code, cancellation);
    }

    private async Task CountFailureAsync(Account account, Instant now, CancellationToken cancellation)
    {
        int failures = await store.IncrementAccessFailedCountAsync(account, cancellation);
        if (failures < FreeFailures)
            return;
        var wait = Duration.FromMinutes(Math.Min(FirstWait.TotalMinutes * Math.Pow(2, failures - FreeFailures), LongestWait.TotalMinutes));
        Instant? until = now + wait;
        await context.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockedUntil, until), cancellation);
    }

    /// <summary>Where an account works now; may be nowhere.</summary>
    public async Task<IReadOnlyList<Seat>> SeatsAsync(Guid account, CancellationToken cancellation = default)
    {
        var found = await context.Memberships.Where(m => m.AccountId == account && m.EndedOn == null)
            .Join(context.Organisations, m => m.OrganisationId, o => o.Id, (m, o) => new { o.Id, o.Code, o.Name, o.Kind, m.Role, m.Since })
            .ToListAsync(cancellation);
        return [.. found.GroupBy(m => m.Id)
            .Select(of => new Seat(of.Key, of.First().Code, of.First().Name, of.First().Kind, [.. of.Select(m => m.Role).Order()]))
            .OrderBy(seat => seat.Code, StringComparer.Ordinal)];
    }

    private static byte[] Content(Account account, Instant now) => JsonSerializer.SerializeToUtf8Bytes(new TicketContent(account.SecurityStamp, now.ToUnixTimeSeconds()));

    private sealed record TicketContent(string Stamp, long Since);
}

/// <summary>What somebody typed to come in. Sound text; length is looked at before.</summary>
/// <param name="Name">Two words.</param>
/// <param name="Code">Of the authenticator app, or one for recovery.</param>
public sealed record SignInAttempt(string Name, string Passphrase, string Code);

/// <summary>Somebody who came in with two factors.</summary>
/// <param name="Since">When they showed them.</param>
/// <param name="Seats">In which organisations they work now; may be none.</param>
public sealed record SignedIn(Guid AccountId, string Name, Instant Since, IReadOnlyList<Seat> Seats)
{
    /// <summary>The seat in an organisation by its code; null where they have none there.</summary>
    public Seat? SeatOf(string code) => Seats.SingleOrDefault(seat => seat.Code == code);
}

/// <summary>One person's place in one organisation.</summary>
/// <param name="Code">The organisation's.</param>
/// <param name="Roles">At least one.</param>
public sealed record Seat(Guid OrganisationId, string Code, Text Name, OrganisationKind Kind, IReadOnlyList<ActorRole> Roles);
