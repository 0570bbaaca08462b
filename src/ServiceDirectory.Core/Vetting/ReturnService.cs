using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Vetting;

/// <summary>What waits goes back: with a question, and an answer to it, or for good with the promises that are not met.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="proposals">What waits.</param>
/// <param name="notes">Seals what people write.</param>
public sealed class ReturnService(DirectoryDbContext context, ProposalService proposals, PrivateNotes notes)
{
    /// <summary>How long a decline is kept for reviewers before somebody looks again.</summary>
    public const int DeclinedMonths = 24;

    /// <summary>Sends a question back to whoever proposed. The review goes on when it is answered.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It does not wait, or the organisation may not judge it.</exception>
    public async Task<Guid> AskAsync(AskBack ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("question", ask.Question);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var (_, service) = await proposals.WaitingAsync(ask.RevisionId, cancellation);
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
        await proposals.MoveAsync(service, ServiceState.Question, actor, cancellation);
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
        var (_, service) = await proposals.WaitingAsync(of, cancellation);
        var question = await context.Set<Question>().SingleAsync(q => q.Id == answer.QuestionId, cancellation);
        question.AnsweredOn = answer.On;
        question.AnsweredBy = answer.AccountId;
        question.Answer = notes.Seal("answer", question.Id, words);
        context.Add(DirectoryEvent.OfService(actor, "answer", service.Id, reason: null));
        await context.SaveByRulesAsync(cancellation);
        if (!await context.Set<Question>().AnyAsync(q => q.RevisionId == of && q.AnsweredOn == null, cancellation))
            await proposals.MoveAsync(service, ServiceState.InReview, actor, cancellation);
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
        var (proposal, service) = await proposals.WaitingAsync(decline.RevisionId, cancellation);
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
        await proposals.CloseAsync(proposal, ProposalOutcome.Declined, decline.On, actor, "decline", reason: null, cancellation);
        await proposals.MoveAsync(service, ServiceState.Declined, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What was asked about a revision, the oldest first. Reading what others wrote is recorded.</summary>
    public async Task<IReadOnlyList<AskedQuestion>> OfAsync(Guid revision, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await context.Set<Question>().AsNoTracking().Where(q => q.RevisionId == revision).OrderBy(q => q.AskedOn).ThenBy(q => q.Id).ToListAsync(cancellation);
        if (found.Exists(q => q.OrganisationId != actor.OrganisationId))
        {
            var service = await context.Revisions.Where(r => r.Id == revision).Select(r => r.ServiceId).SingleAsync(cancellation);
            await context.NoteReadingAsync(service, actor, cancellation);
        }

        return [.. found.Select(q => new AskedQuestion(
            q.Id, q.AskedOn, notes.Open("question", q.Id, q.Asked), q.Answer is null ? null : notes.Open("answer", q.Id, q.Answer), q.AnsweredOn))];
    }
}

/// <param name="Answer">Null: none yet.</param>
public sealed record AskedQuestion(Guid Id, NodaTime.LocalDate AskedOn, string Asked, string? Answer, NodaTime.LocalDate? AnsweredOn);
