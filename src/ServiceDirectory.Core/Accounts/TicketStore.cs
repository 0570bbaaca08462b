using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// Who is signed in. The browser holds a random key and nothing else; what it stands for is here, so that ending it is real, in
/// every browser and every web process at once.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">Turn a key into what is stored of it, and seal the rest.</param>
public sealed class TicketStore(DirectoryDbContext context, DirectorySecrets secrets)
{
    /// <summary>How long somebody may do nothing.</summary>
    public static readonly Duration MostIdle = Duration.FromMinutes(30);

    /// <summary>How long one lasts at most.</summary>
    public static readonly Duration Longest = Duration.FromHours(12);

    private const string Purpose = "ticket";
    private const int KeyLength = 32;

    /// <summary>Signs an account in.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="content">Anything; it comes back as it is.</param>
    /// <param name="now">From when.</param>
    /// <param name="endsAt">When it ends at the latest: <see cref="Longest"/> after somebody came in.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The key for the browser: Base64url of 32 random bytes.</returns>
    public async Task<string> OpenAsync(Guid account, ReadOnlyMemory<byte> content, Instant now, Instant endsAt, CancellationToken cancellation = default)
    {
        // Whoever comes in sweeps out what is over, so that no job has to.
        await context.Tickets.Where(t => t.IdleUntil <= now).ExecuteDeleteAsync(cancellation);
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyLength));
        context.Add(new Ticket
        {
            KeyHash = HashOf(key),
            AccountId = account,
            Content = secrets.Seal(Sealed(account), content.Span),
            IdleUntil = Instant.Min(now + MostIdle, endsAt),
            EndsAt = endsAt,
        });
        await context.SaveChangesAsync(cancellation);
        return key;
    }

    /// <summary>What a key stands for; null for one that is over, ended or made up, all alike.</summary>
    public async Task<OpenTicket?> FindAsync(string key, Instant now, CancellationToken cancellation = default)
    {
        byte[] hash = HashOf(key);
        var found = await context.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.KeyHash == hash && t.IdleUntil > now, cancellation);
        return found is null ? null : new OpenTicket(found.AccountId, secrets.Open(Sealed(found.AccountId), found.Content), found.IdleUntil, found.EndsAt);
    }

    /// <summary>Whose a key was, also when it is over; null once it was ended or swept out. It opens nothing.</summary>
    public async Task<Guid?> WhoseAsync(string key, CancellationToken cancellation = default)
    {
        byte[] hash = HashOf(key);
        return await context.Tickets.Where(t => t.KeyHash == hash).Select(t => (Guid?)t.AccountId).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Something was done: it lasts half an hour from now, and never longer than at first.</summary>
    /// <param name="key">From <see cref="OpenAsync"/>.</param>
    /// <param name="now">When it was done.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>False where it is over: what has ended is not begun again.</returns>
    public async Task<bool> RenewAsync(string key, Instant now, CancellationToken cancellation = default)
    {
        byte[] hash = HashOf(key);
        var until = now + MostIdle;
        return await context.Tickets.Where(t => t.KeyHash == hash && t.IdleUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.IdleUntil, t => t.EndsAt < until ? t.EndsAt : until), cancellation) > 0;
    }

    /// <summary>Ends the one of a browser. One that is over already is no error.</summary>
    public Task EndAsync(string key, CancellationToken cancellation = default)
    {
        byte[] hash = HashOf(key);
        return context.Tickets.Where(t => t.KeyHash == hash).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Where an account is signed in now, the one that ends first at the top. The ids are good for <see cref="EndOneAsync"/> and open nothing.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="own">The key of the browser that asks; null: none of them.</param>
    /// <param name="now">Decides which are over.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<IReadOnlyList<OwnTicket>> OfAsync(Guid account, string? own, Instant now, CancellationToken cancellation = default)
    {
        byte[] hash = own is null ? [] : HashOf(own);
        var found = await context.Tickets.Where(t => t.AccountId == account && t.IdleUntil > now)
            .OrderBy(t => t.EndsAt).Select(t => new { t.KeyHash, t.EndsAt }).ToListAsync(cancellation);
        return [.. found.Select(t => new OwnTicket(Id(t.KeyHash), t.EndsAt, t.KeyHash.AsSpan().SequenceEqual(hash)))];
    }

    /// <summary>Ends one of an account's own.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> EndOneAsync(Guid account, string id, CancellationToken cancellation = default)
    {
        // A handful at most.
        var hashes = await context.Tickets.Where(t => t.AccountId == account).Select(t => t.KeyHash).ToListAsync(cancellation);
        return hashes.Find(hash => Id(hash) == id) is { } hash && await context.Tickets.Where(t => t.KeyHash == hash).ExecuteDeleteAsync(cancellation) > 0;
    }

    /// <summary>Ends all of an account but the one of the browser that asks: after another factor, role or membership.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="own">The key that stays; null: none.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public Task EndOthersAsync(Guid account, string? own, CancellationToken cancellation = default)
    {
        byte[] hash = own is null ? [] : HashOf(own);
        return context.Tickets.Where(t => t.AccountId == account && t.KeyHash != hash).ExecuteDeleteAsync(cancellation);
    }

    private byte[] HashOf(string key) => secrets.HashOf(Purpose, key);

    private static string Id(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 8));

    private static string Sealed(Guid account) => $"{Purpose} {account}";
}

/// <param name="AccountId">Who is signed in.</param>
/// <param name="Content">As it was given.</param>
/// <param name="IdleUntil">When it ends if nothing is asked for.</param>
/// <param name="EndsAt">When it ends whatever is done.</param>
public sealed record OpenTicket(Guid AccountId, byte[] Content, Instant IdleUntil, Instant EndsAt);

/// <param name="Id">Names it on a page.</param>
/// <param name="EndsAt">When it ends whatever is done.</param>
/// <param name="IsThis">It is the one of the browser that asks.</param>
public sealed record OwnTicket(string Id, Instant EndsAt, bool IsThis);
