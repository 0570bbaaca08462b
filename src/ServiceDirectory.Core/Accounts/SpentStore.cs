using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Accounts;

/// <summary>What may be used once, in whatever web process it comes: the answer of a passkey, the code of an authenticator app.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class SpentStore(DirectoryDbContext context)
{
    /// <summary>Uses something up. What cannot be used any more anyway is swept out.</summary>
    /// <param name="what">Anything that is one of its kind; its hash is kept.</param>
    /// <param name="endsAt">From when it could not be used any more.</param>
    /// <param name="now">Decides what is swept out.</param>
    /// <param name="cancellation">Stops before it is used.</param>
    /// <returns>Whether it had not been used before; of two at the same moment one has not.</returns>
    public async Task<bool> SpendAsync(ReadOnlyMemory<byte> what, Instant endsAt, Instant now, CancellationToken cancellation = default)
    {
        await context.Spent.Where(s => s.EndsAt <= now).ExecuteDeleteAsync(cancellation);
        byte[] hash = SHA256.HashData(what.Span);
        return await context.Database.ExecuteSqlAsync($"insert into directory.spent (hash, ends_at) values ({hash}, {endsAt}) on conflict do nothing", cancellation) > 0;
    }
}
