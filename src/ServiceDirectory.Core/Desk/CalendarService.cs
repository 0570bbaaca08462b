using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Desk;

/// <summary>
/// Private addresses for members' own calendars, as there is no e-mail that could remind them. Whoever runs the calendar sees the address
/// and that something waits, and nothing else.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">Turn codes into what is stored of them.</param>
public sealed class CalendarService(DirectoryDbContext context, DirectorySecrets secrets)
{
    private const string Purpose = "calendar";

    public Task<bool> HasAsync(Guid account, CancellationToken cancellation = default) => context.Calendars.AnyAsync(c => c.AccountId == account, cancellation);

    /// <summary>Makes a new address; one that was there before ends.</summary>
    /// <returns>The code: shown once, only its hash is kept.</returns>
    public async Task<string> MakeAsync(Guid account, CancellationToken cancellation = default)
    {
        string code = SecretCode.New();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await EndAsync(account, cancellation);
        context.Add(new CalendarAddress { AccountId = account, CodeHash = secrets.HashOf(Purpose, code) });
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return code;
    }

    public Task EndAsync(Guid account, CancellationToken cancellation = default) => context.Calendars.Where(c => c.AccountId == account).ExecuteDeleteAsync(cancellation);

    /// <summary>Whose calendar asks; null for a code that is wrong or has ended, all alike. That it was asked is written nowhere.</summary>
    public async Task<Guid?> FindAsync(string? typed, CancellationToken cancellation = default)
    {
        if (SecretCode.Parse(typed) is not { } code)
            return null;
        byte[] hash = secrets.HashOf(Purpose, code);
        return await context.Calendars.Where(c => c.CodeHash == hash && context.Accounts.Any(a => a.Id == c.AccountId && a.ActiveSince != null))
            .Select(c => (Guid?)c.AccountId).SingleOrDefaultAsync(cancellation);
    }
}
