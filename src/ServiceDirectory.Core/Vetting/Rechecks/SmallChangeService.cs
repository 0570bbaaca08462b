using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting.Rechecks;

/// <param name="RevisionId">That waits.</param>
/// <param name="OrganisationId">Of the reviewer who checked what changed.</param>
/// <param name="AccountId">Who; where a contact changes it is another person than the one who wrote it.</param>
/// <param name="Method">How it was checked.</param>
public sealed record PublishSmallChange(Guid RevisionId, Guid OrganisationId, Guid? AccountId, CheckMethod Method, LocalDate On);

/// <summary>What waits and is small, beside what the public reads.</summary>
public sealed record SmallChange(Guid RevisionId, ChangeClass Change, ListingContent Before, ListingContent After);

/// <summary>
/// Publishes what changes no promise: hours and languages by one reviewer with a check, a contact by another person than those who wrote it. Where
/// fewer than two stand for the promises, these go on waiting for a second opinion. Which of these it is, the database finds by comparing both documents, whatever the program says.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Checks and publishes.</param>
public sealed class SmallChangeService(DirectoryDbContext context, ListingService listings)
{
    /// <summary>What waits for a service that the public reads and is small; null: nothing, or a promise changes.</summary>
    public async Task<SmallChange?> FindAsync(Guid service, CancellationToken cancellation = default)
    {
        var waiting = await context.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(p => p.ServiceId == service && p.ClosedOn == null, cancellation);
        var before = await context.Services.Where(s => s.Id == service).Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).SingleOrDefaultAsync(cancellation);
        if (waiting is null || before is null || before.Id == waiting.RevisionId)
            return null;
        var (was, now) = (Read(before), Read(await context.Revisions.SingleAsync(r => r.Id == waiting.RevisionId, cancellation)));
        return ChangeClasses.Of(was, now) is { } change and not ChangeClass.Promises
            ? new SmallChange(waiting.RevisionId, change, was, now)
            : null;
    }

    /// <summary>Whether somebody wrote a contact that waits, so that another person looks at it.</summary>
    public Task<bool> WroteContactAsync(Guid revision, Guid account, CancellationToken cancellation = default) =>
        context.CallAsync<bool>("select directory.wrote_contact($1, $2)", cancellation, Uuid(revision), Uuid(account));

    /// <summary>Records the check of what changed, and publishes it. The approvals of before stand, with their dates.</summary>
    /// <exception cref="ListingRefusedException">A promise changes, somebody publishes a contact that they wrote, or the organisation may not.</exception>
    public async Task PublishAsync(PublishSmallChange publish, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(publish);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var revision = await context.Revisions.SingleAsync(r => r.Id == publish.RevisionId, cancellation);
        var before = await context.Services.Where(s => s.Id == revision.ServiceId).Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r)
            .SingleOrDefaultAsync(cancellation) ?? throw new ListingRefusedException("carry_published", "Nobody reads this service, so nothing stands for the change.");
        await listings.CheckAsync(
            new CheckFacts(revision.Id, publish.OrganisationId, publish.Method, publish.On, Changed(Read(before), Read(revision)), publish.AccountId), actor, cancellation);
        await context.CallAsync<string>(
            "select directory.carry($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(revision.Id),
            Uuid(publish.OrganisationId),
            Uuid(publish.AccountId),
            Date(publish.On),
            Words(EnumSlug.Of(actor.Role)));
        await listings.PublishAsync(new PublishRevision(revision.Id, publish.On), actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The facts whose value is another one now. Where something was only taken away, what is left of its kind was looked at.</summary>
    private static List<string> Changed(ListingContent before, ListingContent after)
    {
        var (was, now) = (ListingFacts.Hashes(before), ListingFacts.Hashes(after));
        List<string> changed = [.. now.Where(fact => !was.TryGetValue(fact.Key, out byte[]? hash) || !hash.AsSpan().SequenceEqual(fact.Value)).Select(fact => fact.Key)];
        return changed.Count > 0 ? changed : [.. ListingFacts.Contacts(after)];
    }

    private static ListingContent Read(Revision revision) => Upcasters.Default.Read(revision.Content, revision.ContentVersion);
}
