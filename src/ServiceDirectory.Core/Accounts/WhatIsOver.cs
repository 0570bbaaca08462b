using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// What opens nothing any more goes, so that nothing tells later when somebody was at work: by the next who comes in, and once a day
/// (<c>Forgets</c>). Whoever reads compares times too, so that nothing waits for this.
/// </summary>
public static class WhatIsOver
{
    public static async Task ForgetOverAsync(this DirectoryDbContext context, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        await context.Tickets.Where(t => t.IdleUntil <= now).ExecuteDeleteAsync(cancellation);
        await context.Spent.Where(s => s.EndsAt <= now).ExecuteDeleteAsync(cancellation);
        // Used or not: nothing is asked of them any more.
        await context.Invitations.Where(i => i.EndsAt <= now).ExecuteDeleteAsync(cancellation);
        await context.Accounts.Where(a => a.LockedUntil <= now).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockedUntil, (Instant?)null), cancellation);
        var shown = now.InUtc().Date.PlusDays(-FactorService.DaysShown);
        await context.AccountChanges.Where(c => c.ChangedOn <= shown).ExecuteDeleteAsync(cancellation);
    }
}
