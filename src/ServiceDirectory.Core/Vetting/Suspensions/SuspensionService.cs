using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting.Rechecks;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting.Suspensions;

/// <summary>
/// Taking a service off every page when a promise was not kept, and the fair way back. Who may, and what follows on which day, is
/// decided by the database's own functions.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Publishes what was lifted as it stood.</param>
/// <param name="rechecks">Knows what is past its date.</param>
/// <param name="notes">Seals what people write.</param>
public sealed class SuspensionService(
    DirectoryDbContext context, ListingService listings, RecheckService rechecks, PrivateNotes notes)
{
    internal const string ReasonKind = "suspension-reason";

    internal const string LiftsWhenKind = "suspension-lifts";

    private const string WordKind = "suspension-word";

    private const string RequestKind = "suspension-request";

    private const string AnswerKind = "suspension-answer";

    /// <summary>Suspends at once.</summary>
    /// <returns>False when it was suspended already.</returns>
    /// <exception cref="ListingInvalidException">There is no reason, or nothing that would lift it.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not, has a tie, or did so within a year.</exception>
    public async Task<bool> SuspendAsync(SuspendService suspend, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(suspend);
        ArgumentNullException.ThrowIfNull(actor);
        var (reason, lifts) = (PrivateNotes.Require("reason", suspend.Reason), PrivateNotes.Require("lifts", suspend.LiftsWhen));
        return await context.CallAsync<object>(
            "select directory.suspend($1, $2, $3, $4, $5, $6, $7, $8, $9, null)",
            cancellation,
            Uuid(suspend.ServiceId),
            Number(suspend.Criterion),
            Number(await context.NewestCriteriaAsync(cancellation)),
            // The row has no id yet, so the service's seals it.
            Bytes(notes.Seal(ReasonKind, suspend.ServiceId, reason)),
            Bytes(notes.Seal(LiftsWhenKind, suspend.ServiceId, lifts)),
            Uuid(suspend.OrganisationId),
            Uuid(suspend.AccountId),
            Date(suspend.On),
            Words(EnumSlug.Of(actor.Role))) is Guid;
    }

    /// <summary>Says what another organisation found. With the second voice a suspension is confirmed, lifted, or over; then the entry is back.</summary>
    /// <exception cref="ListingInvalidException">There is no reason.</exception>
    /// <exception cref="ListingRefusedException">
    /// The organisation may not, it or the person has a tie, it is too late or too early for this word, or it would reinstate what is past its date.
    /// </exception>
    public async Task<SuspensionState> JudgeAsync(JudgeSuspension judge, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(actor);
        string note = PrivateNotes.Require("note", judge.Note);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var state = EnumSlug.Parse<SuspensionState>(await context.CallAsync<string>(
            "select directory.judge_suspension($1, $2, $3, $4, $5, $6, $7)",
            cancellation,
            Uuid(judge.SuspensionId),
            Words(EnumSlug.Of(judge.Word)),
            Bytes(notes.Seal(WordKind, judge.SuspensionId, note)),
            Uuid(judge.OrganisationId),
            Uuid(judge.AccountId),
            Date(judge.On),
            Words(EnumSlug.Of(actor.Role))));
        // The database looks at dates; whether a check was of the number that stands there, only this compares.
        if (state is SuspensionState.Reinstated && !(await rechecks.PastAsync(await RevisionOfAsync(judge.SuspensionId, cancellation), judge.On, cancellation)).IsEmpty)
            throw new ListingRefusedException("suspension_past", "Something else of it is past its date.");
        if (state is SuspensionState.Lifted or SuspensionState.Reinstated)
            await PutBackAsync(judge.SuspensionId, judge.On, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return state;
    }

    /// <summary>Says what a member of the panel found. With the second organisation it is decided; where it was wrong, the entry is back.</summary>
    /// <exception cref="ListingInvalidException">There are no reasons.</exception>
    /// <exception cref="ListingRefusedException">Nobody has appealed, or the organisation had a part in it.</exception>
    public async Task JudgeAppealAsync(JudgeAppeal judge, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(actor);
        string reasons = PrivateNotes.Require("reason", judge.Reasons);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        string outcome = await context.CallAsync<string>(
            "select directory.judge_appeal($1, $2, $3, $4, $5, $6, $7)",
            cancellation,
            Uuid(judge.SuspensionId),
            Words(judge.Overturns ? "overturn" : "uphold"),
            Bytes(notes.Seal("appeal-reasons", judge.SuspensionId, reasons)),
            Uuid(judge.OrganisationId),
            Uuid(judge.AccountId),
            Date(judge.On),
            Words(EnumSlug.Of(actor.Role)));
        if (outcome == "overturned")
            await PutBackAsync(judge.SuspensionId, judge.On, actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The day by which a panel decides; null: nobody has appealed, or it is decided.</summary>
    public async Task<LocalDate?> AppealDueAsync(Guid suspension, CancellationToken cancellation = default)
    {
        var asked = await context.Set<Appeal>().Where(a => a.SuspensionId == suspension && a.Outcome == null).Select(a => (LocalDate?)a.AskedOn).SingleOrDefaultAsync(cancellation);
        return asked?.PlusDays(SuspensionDates.PanelDays);
    }

    /// <summary>Asks reviewers to look at once.</summary>
    /// <returns>False when this organisation has asked and has no answer yet.</returns>
    /// <exception cref="ListingInvalidException">There is no reason.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not.</exception>
    public async Task<bool> AskAsync(AskSuspension ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(actor);
        string reason = PrivateNotes.Require("reason", ask.Reason);
        return await context.CallAsync<object>(
            "select directory.ask_suspension($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(ask.ServiceId),
            Number(ask.Criterion),
            Bytes(notes.Seal(RequestKind, ask.ServiceId, reason)),
            Uuid(ask.OrganisationId),
            Date(ask.On),
            Words(EnumSlug.Of(actor.Role))) is Guid;
    }

    /// <summary>Answers who asked.</summary>
    /// <returns>False when somebody has answered.</returns>
    public Task<bool> AnswerAsync(AnswerSuspensionRequest answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.answer_suspension_request($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(answer.RequestId),
            Words(answer.Suspended ? "suspended" : "not-now"),
            Bytes(notes.Seal(AnswerKind, answer.RequestId, PrivateNotes.Require("note", answer.Note))),
            Uuid(answer.OrganisationId),
            Date(answer.On),
            Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>The letter was made (<paramref name="sent"/> false) or is on its way.</summary>
    /// <exception cref="ListingRefusedException">The organisation may not, or it is on its way already and is not made again.</exception>
    public Task MarkLetterAsync(Guid suspension, bool sent, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<object>(
            "select directory.mark_letter($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(suspension),
            Truth(sent),
            Uuid(actor.OrganisationId),
            Date(on),
            Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>The suspension of a service that is not over; null: there is none. What others wrote is opened for reviewers, which leaves an event.</summary>
    public async Task<OpenSuspension?> OfAsync(Guid service, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await context.Set<Suspension>().AsNoTracking().SingleOrDefaultAsync(s => s.ServiceId == service && s.Outcome == null, cancellation);
        if (found is null)
            return null;
        var words = await context.Set<SuspensionWord>().AsNoTracking().Where(w => w.SuspensionId == found.Id).OrderBy(w => w.Id).ToListAsync(cancellation);
        var state = EnumSlug.Parse<SuspensionState>(await context.CallAsync<string>("select directory.suspension_state($1, $2)", cancellation, Uuid(found.Id), Date(on)));
        var letterFrom = await context.CallAsync<LocalDate>("select directory.letter_from($1)", cancellation, Uuid(found.Id));
        if (found.OrganisationId != actor.OrganisationId)
            await context.NoteReadingAsync(service, actor, cancellation);
        return new OpenSuspension(
            found.Id, service, state, found.Criterion, found.SuspendedOn, found.SuspendedOn.PlusDays(SuspensionDates.DecideDays), found.SuspendedOn.PlusDays(SuspensionDates.EndDays),
            letterFrom, SuspensionDates.LetterBy(letterFrom), found.LetterMadeOn, found.LetterSentOn, Open(ReasonKind, service, found.Reason), Open(LiftsWhenKind, service, found.LiftsWhen),
            found.OrganisationId == actor.OrganisationId,
            [.. words.Select(w => new GivenWord(w.Word, w.GivenOn, w.OrganisationId == actor.OrganisationId, Open(WordKind, found.Id, w.Note)))], found.RevisionId);
    }

    /// <summary>Who has asked for a suspension of a service and has no answer yet.</summary>
    public async Task<IReadOnlyList<OpenRequest>> RequestsAsync(Guid service, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await context.Set<SuspensionRequest>().AsNoTracking().Where(r => r.ServiceId == service && r.Answer == null).OrderBy(r => r.AskedOn).ToListAsync(cancellation);
        if (found.Exists(r => r.OrganisationId != actor.OrganisationId))
            await context.NoteReadingAsync(service, actor, cancellation);
        return [.. found.Select(r => new OpenRequest(
            r.Id, r.Criterion, r.AskedOn, r.AskedOn.PlusDays(SuspensionDates.AnswerDays), notes.Open(RequestKind, service, r.Reason), r.OrganisationId == actor.OrganisationId))];
    }

    /// <summary>The newest answer to what an organisation asked about a service, for that organisation; null: there is none.</summary>
    public async Task<RequestAnswer?> AnswerToAsync(Guid service, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await context.Set<SuspensionRequest>().AsNoTracking()
            .Where(r => r.ServiceId == service && r.OrganisationId == actor.OrganisationId && r.Answer != null)
            .OrderByDescending(r => r.AnsweredOn).ThenByDescending(r => r.AskedOn).FirstOrDefaultAsync(cancellation);
        return found is null ? null : new RequestAnswer(found.Answer == "suspended", found.AnsweredOn!.Value, notes.Open(AnswerKind, found.Id, found.Note!));
    }

    /// <summary>Shows what was public as it stood then. Its own dates decide whether anybody finds it.</summary>
    internal async Task PutBackAsync(Guid suspension, LocalDate on, Actor actor, CancellationToken cancellation)
    {
        await listings.PublishAsync(new PublishRevision(await RevisionOfAsync(suspension, cancellation), on), actor, cancellation);
    }

    private Task<Guid> RevisionOfAsync(Guid suspension, CancellationToken cancellation) =>
        context.Set<Suspension>().Where(s => s.Id == suspension).Select(s => s.RevisionId).SingleAsync(cancellation);

    private string? Open(string kind, Guid id, byte[]? note) => note is null ? null : notes.Open(kind, id, note);
}
