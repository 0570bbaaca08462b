using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Audit;

/// <summary>Reads what happened, looks whether it is still what was written, and writes down who read what is not for everybody.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class AuditService(DirectoryDbContext context)
{
    /// <summary>Events on one page.</summary>
    public const int PageLength = 50;

    /// <summary>
    /// Writes down that somebody reads private notes: evidence, a reason that could point to somebody, a letter. To be called before they
    /// are opened, so that nothing is read without it.
    /// </summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="subject">The kind of thing that the notes belong to, for example <c>service</c>.</param>
    /// <param name="id">Of that thing.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public async Task ReadNotesAsync(Actor actor, string subject, Guid id, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        context.Add(DirectoryEvent.Of(actor, "read-notes", subject, id, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>What an organisation did, and what was done about it, the latest first.</summary>
    /// <param name="organisation">Whose.</param>
    /// <param name="before">Only events with a smaller number; null: from the latest.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<IReadOnlyList<OwnEvent>> OfAsync(Guid organisation, long? before = null, CancellationToken cancellation = default) =>
        await context.Events.AsNoTracking()
            .Where(e => (e.OrganisationId == organisation || (e.Subject == "organisation" && e.SubjectId == organisation)) && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id).Take(PageLength)
            .Select(e => new OwnEvent(e.Id, e.At.InUtc().Date, e.OrganisationId == organisation, e.Role, e.Action, e.Subject, e.ToState, e.Reason)
            {
                ServiceCode = context.Services.Where(s => s.Id == e.SubjectId).Select(s => s.Code).FirstOrDefault(),
                OrganisationName = context.Organisations.Where(o => o.Id == e.SubjectId && o.Id != organisation).Select(o => o.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellation);

    /// <summary>The last event: its number and its hash. Written down elsewhere, it shows later whether any were cut off.</summary>
    public async Task<(long Number, byte[] Hash)> HeadAsync(CancellationToken cancellation = default)
    {
        var last = await context.Events.AsNoTracking().OrderByDescending(e => e.Id).Select(e => new { e.Id, e.Hash }).FirstOrDefaultAsync(cancellation);
        return last is { Hash: { } hash } ? (last.Id, hash) : (0, EventChain.Beginning);
    }

    /// <summary>Looks at every event, from the first.</summary>
    /// <param name="head">The hash of an event that has to be there; null: none.</param>
    /// <param name="cancellation">Stops between two events.</param>
    public async Task<ChainReport> VerifyAsync(byte[]? head = null, CancellationToken cancellation = default)
    {
        long rows = 0;
        long? known = head is not null && head.AsSpan().SequenceEqual(EventChain.Beginning) ? 0 : null;
        byte[] previous = EventChain.Beginning;
        long? wrong = null;
        await foreach (var entry in context.Events.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (entry.Id != rows + 1 || !Fits(previous, entry, rows + 1))
            {
                wrong = entry.Id;
                break;
            }

            rows++;
            previous = entry.Hash!;
            if (head is not null && previous.AsSpan().SequenceEqual(head))
                known = rows;
        }

        // Looked at again only now, as one connection reads one thing at a time.
        var broken = wrong is { } found ? await FaultAsync(previous, rows + 1, found, cancellation)
            : head is not null && known is null ? new BrokenChain(ChainFault.CutOff, 0) : null;
        return new ChainReport(rows, previous, broken, known);
    }

    /// <summary>What is wrong where the event of a number should be.</summary>
    private async Task<BrokenChain> FaultAsync(byte[] previous, long number, long found, CancellationToken cancellation)
    {
        if (found < 1)
            return new BrokenChain(ChainFault.Added, found);
        await foreach (var other in context.Events.AsNoTracking().Where(e => e.Id > number).OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (Fits(previous, other, number))
                return new BrokenChain(ChainFault.Moved, number) { NowAt = other.Id };
        }

        return new BrokenChain(found == number ? ChainFault.Changed : ChainFault.Removed, number);
    }

    private static bool Fits(byte[] previous, DirectoryEvent entry, long number) =>
        entry.Hash is { } hash && hash.AsSpan().SequenceEqual(EventChain.HashOf(previous, entry, number));
}

/// <summary>One event, as the organisation that it belongs to reads it.</summary>
/// <param name="Number">Its place in the chain.</param>
/// <param name="IsOwn">The organisation's members did it; else others did it to the organisation.</param>
/// <param name="Action">As it is written in the database.</param>
/// <param name="Subject">The kind of thing.</param>
public sealed record OwnEvent(
    long Number, NodaTime.LocalDate On, bool IsOwn, ActorRole Role, string Action, string Subject, string? ToState, string? Reason)
{
    /// <summary>The entry's public code; null: it is about no entry.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>Another organisation that it is about.</summary>
    public Text? OrganisationName { get; init; }
}
