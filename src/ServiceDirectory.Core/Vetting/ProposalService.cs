using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// A revision waits to be judged, or is taken back. Each is one move, under the lock of its service. <see cref="ReviewService"/> judges, and
/// <see cref="ReturnService"/> asks back and declines.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Writes revisions and moves services.</param>
public sealed class ProposalService(DirectoryDbContext context, ListingService listings)
{
    /// <summary>Writes a revision, and the service where it is new, and lets it wait to be judged. One that waited before waits no more.</summary>
    /// <exception cref="ListingInvalidException">The description has errors; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against it.</exception>
    public async Task<WrittenRevision> HandInAsync(HandInRevision handIn, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(handIn);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var written = handIn.ServiceId is { } service
            ? await listings.ReviseAsync(new ReviseService(service, handIn.OrganisationId, handIn.Content, handIn.On), actor, cancellation)
            : await listings.CreateAsync(new CreateService(handIn.OrganisationId, handIn.Content, handIn.On), actor, cancellation);
        await ProposeLockedAsync(new ProposeRevision(written.RevisionId, handIn.AccountId, handIn.On, handIn.Change), actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    /// <summary>Lets the newest revision wait to be judged.</summary>
    /// <exception cref="ListingRefusedException">It is not the newest, waits already, or the service was ended.</exception>
    public async Task ProposeAsync(ProposeRevision propose, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(propose);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await ProposeLockedAsync(propose, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Takes back what waits. What two organisations have shown already is withdrawn as a service.</summary>
    /// <exception cref="ListingRefusedException">It does not wait, or is what the public reads.</exception>
    public async Task TakeBackAsync(TakeBack take, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var (proposal, service) = await WaitingAsync(take.RevisionId, cancellation);
        if (service.PublishedRevisionId == take.RevisionId)
            throw new ListingRefusedException("proposal_published", "People read this already. Take the service off instead.");
        await CloseAsync(proposal, ProposalOutcome.Withdrawn, take.On, actor, "take-back", take.Reason, cancellation);
        await MoveAsync(service, ServiceState.Working, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Shows what waits of an organisation's own service before anybody else has checked it. The words say so everywhere, and go on waiting.
    /// </summary>
    /// <exception cref="ListingInvalidException">The description is not complete enough to be shown.</exception>
    /// <exception cref="ListingRefusedException">Nothing waits, somebody has approved it, the organisation is not shown by name, or whoever wrote another number shows it.</exception>
    public async Task ShowOwnAsync(ShowOwnService show, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(show);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(show.ServiceId));
        var proposal = await context.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(p => p.ServiceId == show.ServiceId && p.ClosedOn == null, cancellation)
            ?? throw new ListingRefusedException("show_waits", "Nothing was handed in that could be shown.");
        var service = await context.Services.AsNoTracking().SingleAsync(s => s.Id == show.ServiceId, cancellation);
        if (service.PublishedRevisionId == proposal.RevisionId)
            throw new ListingRefusedException("show_shown", "This is shown already.");
        // Where people read it already, how to get in touch is looked at by two.
        if (service.PublishedRevisionId is not null && proposal.Change != ChangeClass.Daily && proposal.AccountId is not null && proposal.AccountId == show.AccountId)
            throw new ListingRefusedException("show_person", "Somebody else of the organisation shows it.");
        await listings.PublishAsync(new PublishRevision(proposal.RevisionId, show.On), actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The revision of a service that waits; null: none does.</summary>
    public Task<Guid?> FindAsync(Guid service, CancellationToken cancellation = default) =>
        context.Set<Proposal>().Where(p => p.ServiceId == service && p.ClosedOn == null).Select(p => (Guid?)p.RevisionId).SingleOrDefaultAsync(cancellation);

    /// <summary>Whether an organisation handed a revision in.</summary>
    public Task<bool> IsOfAsync(Guid revision, Guid organisation, CancellationToken cancellation = default) =>
        context.Set<Proposal>().AnyAsync(p => p.RevisionId == revision && p.OrganisationId == organisation, cancellation);

    internal async Task ProposeLockedAsync(ProposeRevision propose, Actor actor, CancellationToken cancellation)
    {
        var revision = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == propose.RevisionId, cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(revision.ServiceId));
        var service = await context.Services.AsNoTracking().SingleAsync(s => s.Id == revision.ServiceId, cancellation);
        var before = await context.Set<Proposal>().SingleOrDefaultAsync(p => p.ServiceId == service.Id && p.ClosedOn == null, cancellation);
        if (before?.RevisionId == propose.RevisionId)
            throw new ListingRefusedException("proposal_waits", "This waits already.");
        if (before is not null)
        {
            before.ClosedOn = LocalDate.Max(propose.On, before.ProposedOn);
            before.Outcome = ProposalOutcome.Superseded;
            // There is room for one that waits, so the older one makes room first.
            await context.SaveByRulesAsync(cancellation);
        }

        context.Add(new Proposal
        {
            RevisionId = revision.Id,
            ServiceId = service.Id,
            OrganisationId = revision.OrganisationId,
            AccountId = propose.AccountId,
            ProposedOn = propose.On,
            Change = service.PublishedRevisionId is null ? ChangeClass.Promises : propose.Change,
        });
        context.Add(DirectoryEvent.OfService(actor, "hand-in", service.Id, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await MoveAsync(service, ServiceState.Proposed, actor, cancellation);
    }

    /// <summary>What waits, and its service, under lock.</summary>
    internal async Task<(Proposal Proposal, Service Service)> WaitingAsync(Guid revision, CancellationToken cancellation)
    {
        var of = await context.Revisions.Where(r => r.Id == revision).Select(r => (Guid?)r.ServiceId).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("review_proposal", "There is no such revision.");
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(of));
        var proposal = await context.Set<Proposal>().SingleOrDefaultAsync(p => p.RevisionId == revision && p.ClosedOn == null, cancellation)
            ?? throw new ListingRefusedException("review_proposal", "This revision waits for nobody any more.");
        return (proposal, await context.Services.AsNoTracking().SingleAsync(s => s.Id == of, cancellation));
    }

    internal async Task CloseAsync(
        Proposal proposal, ProposalOutcome outcome, LocalDate on, Actor actor, string action, string? reason, CancellationToken cancellation)
    {
        // The context forgets what it saved before.
        context.Attach(proposal);
        proposal.ClosedOn = LocalDate.Max(on, proposal.ProposedOn);
        proposal.Outcome = outcome;
        context.Add(DirectoryEvent.OfService(actor, action, proposal.ServiceId, reason));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Nothing to move where the public reads an older revision meanwhile, or did until it was suspended.</summary>
    internal Task MoveAsync(Service service, ServiceState to, Actor actor, CancellationToken cancellation) =>
        service.State is ServiceState.Working or ServiceState.Proposed or ServiceState.Question or ServiceState.InReview
            ? listings.MoveAsync(new MoveService(service.Id, to), actor, cancellation)
            : Task.CompletedTask;
}
