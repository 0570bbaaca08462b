using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// What happens to a revision that waits: it is handed in, asked about, taken back or declined. Each is one move, under the lock of its
/// service and with one event. <see cref="ReviewService"/> judges.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Writes revisions.</param>
/// <param name="notes">Seals what people write.</param>
public sealed class ProposalService(DirectoryDbContext context, ListingService listings, PrivateNotes notes)
{
    /// <summary>How long a decline is kept for reviewers before somebody looks again.</summary>
    public const int DeclinedMonths = 24;

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
    public async Task WithdrawAsync(WithdrawProposal withdraw, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var (proposal, service) = await WaitingAsync(withdraw.RevisionId, cancellation);
        if (service.PublishedRevisionId == withdraw.RevisionId)
            throw new ListingRefusedException("proposal_published", "People read this already. Take the service off instead.");
        await CloseAsync(proposal, ProposalOutcome.Withdrawn, withdraw.On, actor, "withdraw-proposal", withdraw.Reason, cancellation);
        await MoveAsync(service, ServiceState.Working, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Sends a question back to whoever proposed. The review goes on when it is answered.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It does not wait, or the organisation may not judge it.</exception>
    public async Task<Guid> AskAsync(AskBack ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("question", ask.Question);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var (_, service) = await WaitingAsync(ask.RevisionId, cancellation);
        var id = Guid.NewGuid();
        context.Add(new Question
        {
            Id = id,
            RevisionId = ask.RevisionId,
            OrganisationId = ask.OrganisationId,
            AccountId = ask.AccountId,
            AskedOn = ask.On,
            Asked = notes.Seal("question", id, words),
        });
        context.Add(DirectoryEvent.OfService(actor, "ask", service.Id, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await MoveAsync(service, ServiceState.Question, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return id;
    }

    /// <summary>Answers a question. With the last one the service goes back to its reviewers.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It was answered already, or what it is about waits no more.</exception>
    public async Task AnswerAsync(AnswerBack answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("answer", answer.Answer);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var of = await context.Set<Question>().Where(q => q.Id == answer.QuestionId).Select(q => (Guid?)q.RevisionId).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("question_unknown", "There is no such question.");
        var (_, service) = await WaitingAsync(of, cancellation);
        var question = await context.Set<Question>().SingleAsync(q => q.Id == answer.QuestionId, cancellation);
        question.AnsweredOn = answer.On;
        question.AnsweredBy = answer.AccountId;
        question.Answer = notes.Seal("answer", question.Id, words);
        context.Add(DirectoryEvent.OfService(actor, "answer", service.Id, reason: null));
        await context.SaveByRulesAsync(cancellation);
        if (!await context.Set<Question>().AnyAsync(q => q.RevisionId == of && q.AnsweredOn == null, cancellation))
            await MoveAsync(service, ServiceState.InReview, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Says no, with the promises that are not met. A listed service keeps what the public reads; another one is declined.</summary>
    /// <exception cref="ListingInvalidException">No promise is named, or there is no reason.</exception>
    /// <exception cref="ListingRefusedException">It does not wait, another organisation has approved it, or this one may not judge it.</exception>
    public async Task DeclineAsync(DeclineRevision decline, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(decline);
        ArgumentNullException.ThrowIfNull(actor);
        if (decline.Criteria.Count == 0)
            throw new ListingInvalidException([new ListingProblem("criteria", "missing", "Say which promise is not met.")]);
        string words = PrivateNotes.Require("reason", decline.Reason);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var (proposal, service) = await WaitingAsync(decline.RevisionId, cancellation);
        var id = Guid.NewGuid();
        context.Add(new Decline
        {
            Id = id,
            ServiceId = service.Id,
            RevisionId = decline.RevisionId,
            OrganisationId = decline.OrganisationId,
            AccountId = decline.AccountId,
            Criteria = [.. decline.Criteria.Distinct().Order()],
            Reason = notes.Seal("decline", id, words),
            DecidedOn = decline.On,
            ReviewOn = decline.On.PlusMonths(DeclinedMonths),
        });
        await context.SaveByRulesAsync(cancellation);
        await CloseAsync(proposal, ProposalOutcome.Declined, decline.On, actor, "decline", reason: null, cancellation);
        await MoveAsync(service, ServiceState.Declined, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

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
    private async Task<(Proposal Proposal, Service Service)> WaitingAsync(Guid revision, CancellationToken cancellation)
    {
        var of = await context.Revisions.Where(r => r.Id == revision).Select(r => (Guid?)r.ServiceId).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("review_proposal", "There is no such revision.");
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(of));
        var proposal = await context.Set<Proposal>().SingleOrDefaultAsync(p => p.RevisionId == revision && p.ClosedOn == null, cancellation)
            ?? throw new ListingRefusedException("review_proposal", "This revision waits for nobody any more.");
        return (proposal, await context.Services.AsNoTracking().SingleAsync(s => s.Id == of, cancellation));
    }

    private async Task CloseAsync(
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
    private Task MoveAsync(Service service, ServiceState to, Actor actor, CancellationToken cancellation) =>
        service.State is ServiceState.Working or ServiceState.Proposed or ServiceState.Question or ServiceState.InReview
            ? listings.MoveAsync(new MoveService(service.Id, to), actor, cancellation)
            : Task.CompletedTask;
}
