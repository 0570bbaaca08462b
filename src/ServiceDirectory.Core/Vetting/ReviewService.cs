using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// One organisation judges one revision: begins, saves as it goes, hands in. Handed in with everything met it is the organisation's yes,
/// and what may be shown is shown in the same transaction. Every rule is looked at again by the database (<c>0021_vetting.sql</c>).
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Shows what is approved.</param>
/// <param name="proposals">What waits.</param>
/// <param name="notes">Seals what people write.</param>
public sealed class ReviewService(DirectoryDbContext context, ListingService listings, ProposalService proposals, PrivateNotes notes)
{
    /// <summary>Minutes that somebody may say they spent.</summary>
    public const int MostMinutes = 6_000;

    /// <summary>The minutes that an organisation counted for its reviews that were handed in, the newest month first.</summary>
    public async Task<IReadOnlyList<CountedMonth>> MinutesAsync(Guid organisation, CancellationToken cancellation = default)
    {
        var counted = await context.Set<Review>().AsNoTracking().Where(r => r.OrganisationId == organisation && r.Minutes != null && r.HandedInOn != null)
            .Select(r => new { On = r.HandedInOn!.Value, Minutes = r.Minutes!.Value }).ToListAsync(cancellation);
        return [.. counted.GroupBy(r => (r.On.Year, r.On.Month)).OrderByDescending(month => month.Key)
            .Select(month => new CountedMonth(month.Key.Year, month.Key.Month, month.Count(), month.Sum(r => r.Minutes)))];
    }

    /// <summary>Begins to judge what waits, or goes on with what the organisation has begun.</summary>
    /// <exception cref="ListingRefusedException">Nothing waits, or the organisation or the person may not judge it.</exception>
    public async Task<Guid> StartAsync(StartReview start, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(start.ServiceId));
        var waits = await proposals.FindAsync(start.ServiceId, cancellation)
            ?? throw new ListingRefusedException("review_proposal", "Nothing waits to be judged here.");
        // Nobody says yes to words that they have not read.
        if (start.Seen is { } seen && seen != waits)
            throw new ListingRefusedException("review_newer", "Newer words were handed in meanwhile.");
        if (await OfAsync(waits, start.OrganisationId, cancellation) is { } begun)
            return begun.Id;
        // Before somebody spends hours on what will not count.
        if (await IsOutgrownAsync(waits, cancellation))
            throw new ListingRefusedException("approval_criteria", "There are more promises than when the other organisation judged. Begin to judge it again, so that both judge the same.");
        // What the organisation found of an older revision is where it begins; each verdict is looked at again before it is handed in.
        var before = await context.Set<Review>().Where(r => r.OrganisationId == start.OrganisationId)
            .Join(context.Revisions.Where(r => r.ServiceId == start.ServiceId), r => r.RevisionId, r => r.Id, (r, v) => new { r.Id, v.Number })
            .OrderByDescending(r => r.Number).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellation);
        var verdicts = await context.Set<ReviewVerdict>().AsNoTracking().Where(v => v.ReviewId == before).ToListAsync(cancellation);
        // Whoever confirms the red lines says nothing of the rest that they did not look at this time.
        if (await IsRenewalAsync(waits, cancellation) && await HasOtherAsync(waits, start.OrganisationId, cancellation))
        {
            var lines = await context.CriteriaAsync(cancellation);
            verdicts.RemoveAll(v => !lines.Criteria.Any(c => c.Id == v.Criterion && c.RedLine));
        }

        // What was found before a promise was not kept is not said again of that one.
        if (await SuspendedForAsync(waits, cancellation) is { } suspended)
            verdicts.RemoveAll(v => v.Criterion == suspended.Criterion);
        var id = await StartLockedAsync(
            waits, start.ServiceId, start.OrganisationId, start.AccountId, start.On, actor, cancellation, [.. verdicts.Select(v => (v.Criterion, v.Verdict))]);
        await transaction.CommitAsync(cancellation);
        return id;
    }

    /// <summary>Keeps what was found so far.</summary>
    /// <returns>The new edition.</returns>
    /// <exception cref="ListingInvalidException">The minutes are out of range, or a promise or verdict is unknown.</exception>
    /// <exception cref="ListingRefusedException">It was handed in, somebody saved meanwhile (<c>review_edition</c>), or a rule stands against it.</exception>
    public async Task<int> SaveAsync(SaveReview save, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(actor);
        if (save.Minutes is < 1 or > MostMinutes)
            throw new ListingInvalidException([new ListingProblem("minutes", "out-of-range", $"Give 1 to {MostMinutes} minutes.")]);
        var newest = await context.CriteriaAsync(cancellation);
        if (save.Verdicts.Keys.Any(id => !newest.Criteria.Any(c => c.Id == id)))
            throw new ListingInvalidException([new ListingProblem("verdict", "unknown", "There is no such promise.")]);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var review = await LockedAsync(save.ReviewId, actor, cancellation);
        // Said first: there is nothing to compare any more.
        if (review.HandedInOn is not null)
            throw new ListingRefusedException("review_over", "This review was handed in. It stands.");
        if (review.Edition != save.Edition)
            throw new ListingRefusedException("review_edition", "Somebody of your organisation saved this meanwhile.");
        var kept = await context.Set<ReviewVerdict>().Where(v => v.ReviewId == review.Id).ToListAsync(cancellation);
        context.RemoveRange(kept.Where(v => !save.Verdicts.ContainsKey(v.Criterion)));
        foreach (var (criterion, verdict) in save.Verdicts)
        {
            if (kept.Find(v => v.Criterion == criterion) is { } before)
                before.Verdict = verdict;
            else
                context.Add(new ReviewVerdict { ReviewId = review.Id, Criterion = criterion, Verdict = verdict });
        }

        review.AccountId = save.AccountId;
        review.Tie = save.Tie;
        review.Minutes = save.Minutes;
        review.CriteriaVersion = newest.Version;
        review.Edition++;
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return save.Edition + 1;
    }

    /// <summary>Says that this is what the organisation found. With every required promise met it approves, too.</summary>
    /// <exception cref="ListingInvalidException">The description is not complete enough to be shown; the review is still under way.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against it; the review is still under way.</exception>
    public async Task<HandedInReview> HandInAsync(HandInReview handIn, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(handIn);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var review = await LockedAsync(handIn.ReviewId, actor, cancellation);
        var handedIn = await HandInLockedAsync(review, handIn, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return handedIn;
    }

    /// <summary>
    /// Writes down at once a review that was made elsewhere: the evidence, a verdict of met on each required promise, no tie, handed in.
    /// For the command line and the demo, whose people met and spoke without these pages.
    /// </summary>
    /// <returns>The state that the service is in then.</returns>
    /// <exception cref="ListingInvalidException">The description is not complete enough to be shown, or the note is empty; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing was written.</exception>
    public async Task<ServiceState> RecordAsync(RecordReview record, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(actor);
        string note = PrivateNotes.Require("note", record.Note);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var revision = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == record.RevisionId, cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(revision.ServiceId));
        if (!await context.Set<Proposal>().AnyAsync(p => p.RevisionId == revision.Id, cancellation))
            await proposals.ProposeLockedAsync(new ProposeRevision(revision.Id, record.AccountId, record.On), actor, cancellation);
        var newest = await context.CriteriaAsync(cancellation);
        int[] required = [.. RequiredWith(newest, await SuspendedForAsync(revision.Id, cancellation), ReadContent(revision).Profile).Select(c => c.Id)];
        var id = await StartLockedAsync(
            revision.Id, revision.ServiceId, record.OrganisationId, record.AccountId, record.On, actor, cancellation, [.. required.Select(c => (c, Verdict.Met))]);
        var evidence = Guid.NewGuid();
        context.Add(new Evidence
        {
            Id = evidence,
            ServiceId = revision.ServiceId,
            OrganisationId = record.OrganisationId,
            AccountId = record.AccountId,
            Kind = record.Kind,
            FoundOn = record.On,
            Note = notes.Seal("evidence", evidence, note),
            Criteria = required,
        });
        await context.SaveByRulesAsync(cancellation);
        var review = await context.Set<Review>().SingleAsync(r => r.Id == id, cancellation);
        review.Tie = DeclaredTie.None;
        var handedIn = await HandInLockedAsync(review, new HandInReview(id, record.AccountId, record.On, record.Reason), actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return handedIn.State;
    }

    /// <summary>Everything that a reviewer needs to judge what waits. What the others found is in it only once their own is handed in.</summary>
    /// <returns>Null: nothing waits, and the organisation has handed in nothing that it could look at again.</returns>
    public async Task<ReviewSheet?> ReadAsync(Guid service, Guid organisation, CancellationToken cancellation = default)
    {
        var waiting = await context.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(p => p.ServiceId == service && p.ClosedOn == null, cancellation)
            ?? await context.Set<Proposal>().AsNoTracking().Where(p => p.ServiceId == service)
                .Join(context.Revisions, p => p.RevisionId, r => r.Id, (p, r) => new { Proposal = p, r.Number })
                .OrderByDescending(p => p.Number).Select(p => p.Proposal).FirstOrDefaultAsync(cancellation);
        if (waiting is null)
            return null;
        var revision = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == waiting.RevisionId, cancellation);
        var content = ReadContent(revision);
        var before = await context.Services.Where(s => s.Id == service)
            .Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).AsNoTracking().SingleOrDefaultAsync(cancellation);
        var with = await WithAsync(revision.Id, cancellation);
        var all = await context.Set<Review>().AsNoTracking().Where(r => r.RevisionId == revision.Id
            || (with.Contains(r.RevisionId) && context.Approvals.Any(a => a.RevisionId == r.RevisionId && a.OrganisationId == r.OrganisationId)))
            .Join(context.Organisations, r => r.OrganisationId, o => o.Id, (r, o) => new { Review = r, o.Name }).ToListAsync(cancellation);
        // What was approved before a small change stands for it; whoever did not approve judges anew.
        var own = (all.Find(r => r.Review.OrganisationId == organisation && r.Review.RevisionId == revision.Id) ?? all.Find(r => r.Review.OrganisationId == organisation))?.Review;
        // Nobody's own judgement is led by another's.
        var shown = own?.HandedInOn is null ? [] : all.Where(r => r.Review.HandedInOn is not null && r.Review.Id != own.Id).ToList();
        Guid[] ids = [.. shown.Select(r => r.Review.Id), .. own is null ? Array.Empty<Guid>() : [own.Id]];
        var suspended = await SuspendedForAsync(revision.Id, cancellation);
        var verdicts = await context.Set<ReviewVerdict>().AsNoTracking().Where(v => ids.Contains(v.ReviewId)).ToListAsync(cancellation);
        // What was handed in is read with the promises by which it was judged.
        var criteria = own is { HandedInOn: not null, CriteriaVersion: var judgedBy } ? await context.CriteriaAsync(judgedBy, cancellation) : await context.CriteriaAsync(cancellation);
        return new ReviewSheet(
            revision.Id, revision.Number, waiting.OrganisationId, waiting.ProposedOn, waiting.ClosedOn is null, content,
            before is null || before.Id == revision.Id ? null : ReadContent(before),
            RequiredWith(criteria, suspended, content.Profile), [.. criteria.Criteria.Where(c => !c.Required && c.Id != suspended?.Criterion)],
            own is null ? null : new OwnReview(own.Id, own.AccountId, own.Edition, own.HandedInOn, own.Tie, own.Minutes, Of(own.Id)),
            [.. shown.Select(r => new OtherReview(r.Review.OrganisationId, r.Name, r.Review.HandedInOn!.Value, r.Review.Scope, r.Review.CriteriaVersion, Of(r.Review.Id)))],
            await HasOtherAsync(revision.Id, organisation, cancellation))
        {
            CriteriaVersion = criteria.Version,
            IsRenewal = await IsRenewalAsync(revision.Id, cancellation),
            Suspended = suspended,
            IsOutgrown = waiting.ClosedOn is null && own?.HandedInOn is null && await IsOutgrownAsync(revision.Id, cancellation),
        };

        Dictionary<int, Verdict> Of(Guid review) => verdicts.Where(v => v.ReviewId == review).ToDictionary(v => v.Criterion, v => v.Verdict);
    }

    /// <summary>Whether somebody has a tie that the software sets, which keeps them from judging a service.</summary>
    public Task<bool> IsTiedAsync(Guid revision, Guid organisation, Guid? account, LocalDate on, CancellationToken cancellation = default) =>
        context.CallAsync<bool>("select directory.is_tied($1, $2, $3, $4)", cancellation, Uuid(revision), Uuid(organisation), Uuid(account), Date(on));

    /// <summary>The same, without what somebody said of themselves on one review that is under way: there they can put it right.</summary>
    /// <param name="review">Null: without nothing.</param>
    /// <param name="revision">What is judged.</param>
    /// <param name="service">Whose revision it is.</param>
    /// <param name="organisation">Whose member judges.</param>
    /// <param name="account">Who judges.</param>
    /// <param name="on">When.</param>
    /// <param name="cancellation">Stops reading.</param>
    public Task<bool> IsTiedButAsync(
        Guid? review, Guid revision, Guid service, Guid organisation, Guid account, LocalDate on, CancellationToken cancellation = default) => context.CallAsync<bool>(
            "select directory.is_tied($1, $2, null, $5) or directory.has_own_tie($3, $4, $5, $6)",
            cancellation, Uuid(revision), Uuid(organisation), Uuid(service), Uuid(account), Date(on), Uuid(review));

    /// <summary>The promises of a profile, and the one that was not kept where it is none of them.</summary>
    private static IReadOnlyList<Criterion> RequiredWith(CriteriaSet criteria, SuspendedFor? suspended, Profile profile) =>
        [.. criteria.Criteria.Where(c => (c.Required && c.Profiles.Contains(profile)) || c.Id == suspended?.Criterion)];

    private async Task<SuspendedFor?> SuspendedForAsync(Guid revision, CancellationToken cancellation) =>
        (await context.Database.SqlQuery<SuspendedFor>($"select criterion, suspended_on from directory.suspended_for({revision})").ToListAsync(cancellation)).SingleOrDefault();

    /// <summary>Two still stand behind what was judged whole before.</summary>
    private Task<bool> IsRenewalAsync(Guid revision, CancellationToken cancellation) =>
        context.CallAsync<bool>("select directory.rests($1, 'infinity')", cancellation, Uuid(revision));

    /// <summary>Somebody stands behind it who was asked for fewer promises than there are now.</summary>
    private Task<bool> IsOutgrownAsync(Guid revision, CancellationToken cancellation) =>
        context.CallAsync<bool>("select directory.outgrown($1, directory.newest_criteria(), 'infinity')", cancellation, Uuid(revision));

    private async Task<bool> HasOtherAsync(Guid revision, Guid organisation, CancellationToken cancellation)
    {
        var with = await WithAsync(revision, cancellation);
        return await context.Approvals.AnyAsync(a => with.Contains(a.RevisionId) && a.OrganisationId != organisation, cancellation);
    }

    /// <summary>The revisions whose approvals stand for one. For a small change that waits they will, once somebody has judged it.</summary>
    private async Task<Guid[]> WithAsync(Guid revision, CancellationToken cancellation)
    {
        var shown = await context.Set<Proposal>().Where(p => p.RevisionId == revision && p.ClosedOn == null && p.Change != ChangeClass.Promises)
            .Join(context.Services, p => p.ServiceId, s => s.Id, (_, s) => s.PublishedRevisionId).SingleOrDefaultAsync(cancellation);
        var with = await context.CallAsync<Guid[]>("select directory.approved_with($1)", cancellation, Uuid(revision));
        return shown is null ? with : [.. with, .. await context.CallAsync<Guid[]>("select directory.approved_with($1)", cancellation, Uuid(shown))];
    }

    private static ListingContent ReadContent(Revision revision) => Upcasters.Default.Read(revision.Content, revision.ContentVersion);

    private Task<Review?> OfAsync(Guid revision, Guid organisation, CancellationToken cancellation) =>
        context.Set<Review>().AsNoTracking().SingleOrDefaultAsync(r => r.RevisionId == revision && r.OrganisationId == organisation, cancellation);

    private async Task<Guid> StartLockedAsync(
        Guid revision, Guid service, Guid organisation, Guid? account, LocalDate on, Actor actor, CancellationToken cancellation,
        params IReadOnlyList<(int Criterion, Verdict Verdict)> verdicts)
    {
        // A second time it is no new review, so that the rule against approving twice says so.
        if (await OfAsync(revision, organisation, cancellation) is { } begun)
            throw new ListingRefusedException("approval_related", $"This organisation has reviewed this revision{(begun.HandedInOn is null ? " in part" : "")}.");
        var id = Guid.NewGuid();
        context.Add(new Review
        {
            Id = id,
            RevisionId = revision,
            OrganisationId = organisation,
            AccountId = account,
            CriteriaVersion = await context.NewestCriteriaAsync(cancellation),
            StartedOn = on,
        });
        context.Add(DirectoryEvent.OfService(actor, "start-review", service, reason: null));
        await context.SaveByRulesAsync(cancellation);
        context.AddRange(verdicts.Select(v => new ReviewVerdict { ReviewId = id, Criterion = v.Criterion, Verdict = v.Verdict }));
        await context.SaveByRulesAsync(cancellation);
        if (await context.Services.AnyAsync(s => s.Id == service && s.State == ServiceState.Proposed, cancellation))
            await listings.MoveAsync(new MoveService(service, ServiceState.InReview), actor, cancellation);
        return id;
    }

    private async Task<HandedInReview> HandInLockedAsync(Review review, HandInReview handIn, Actor actor, CancellationToken cancellation)
    {
        var revision = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == review.RevisionId, cancellation);
        review.AccountId = handIn.AccountId;
        review.HandedInOn = LocalDate.Max(handIn.On, review.StartedOn);
        review.Scope = await ScopeAsync(review, ReadContent(revision).Profile, cancellation);
        context.Add(DirectoryEvent.OfService(actor, "hand-in-review", revision.ServiceId, handIn.Reason));
        await context.SaveByRulesAsync(cancellation);
        int[] outstanding = await context.CallAsync<int[]>("select directory.unmet($1)", cancellation, Uuid(handIn.ReviewId));
        if (outstanding.Length == 0)
            await ApproveAsync(review, handIn, revision.ServiceId, actor, cancellation);
        string heldBack = await context.CallAsync<string>("select coalesce(directory.held_back($1, $2), '')", cancellation, Uuid(revision.Id), Date(handIn.On));
        var state = outstanding.Length == 0 && heldBack.Length == 0
            ? await listings.PublishLockedAsync(revision, handIn.On, actor, handIn.Reason, cancellation)
            : await context.Services.AsNoTracking().Where(s => s.Id == revision.ServiceId).Select(s => s.State).SingleAsync(cancellation);
        return new HandedInReview(outstanding, state, outstanding.Length == 0, heldBack.Length == 0 ? null : heldBack);
    }

    /// <summary>The red lines alone, where that is all that was looked at and all that is asked. Whether it may be, the database decides.</summary>
    private async Task<ReviewScope> ScopeAsync(Review review, Profile profile, CancellationToken cancellation)
    {
        if (!await IsRenewalAsync(review.RevisionId, cancellation) || !await HasOtherAsync(review.RevisionId, review.OrganisationId, cancellation))
            return ReviewScope.Whole;
        var judged = await context.Set<ReviewVerdict>().Where(v => v.ReviewId == review.Id).Select(v => v.Criterion).ToListAsync(cancellation);
        var newest = await context.CriteriaAsync(cancellation);
        return newest.Criteria.Where(c => c.Required && c.Profiles.Contains(profile)).All(c => judged.Contains(c.Id)) ? ReviewScope.Whole : ReviewScope.RedLines;
    }

    // The column that names the review is the database's own: the model leaves it out, as its table was made before there were reviews.
    private async Task ApproveAsync(Review review, HandInReview handIn, Guid service, Actor actor, CancellationToken cancellation)
    {
        await context.CallAsync<Guid>(
            """
            insert into directory.approval (id, revision_id, organisation_id, approved_on, criteria_version, review_id)
            values (gen_random_uuid(), $1, $2, $3, $4, $5) returning id
            """,
            cancellation,
            Uuid(review.RevisionId),
            Uuid(review.OrganisationId),
            Date(handIn.On),
            new NpgsqlParameter { Value = review.CriteriaVersion, NpgsqlDbType = NpgsqlDbType.Integer },
            Uuid(review.Id));
        context.Add(DirectoryEvent.OfService(actor, "approve", service, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>A review of the actor's organisation, and the lock of its service.</summary>
    private async Task<Review> LockedAsync(Guid id, Actor actor, CancellationToken cancellation)
    {
        var service = await context.Set<Review>().Where(r => r.Id == id && r.OrganisationId == actor.OrganisationId)
            .Join(context.Revisions, r => r.RevisionId, r => r.Id, (_, r) => (Guid?)r.ServiceId).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("review_unknown", "Your organisation has no such review.");
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(service));
        return await context.Set<Review>().SingleAsync(r => r.Id == id, cancellation);
    }
}

/// <summary>What lies before a reviewer.</summary>
/// <param name="ProposedBy">The organisation that handed it in.</param>
/// <param name="IsWaiting">False: it was decided.</param>
/// <param name="Before">What the public reads now; null: nothing else.</param>
/// <param name="Required">The promises that apply to its profile.</param>
/// <param name="Own">This organisation's review; null: not begun.</param>
/// <param name="Others">What others found: empty until the own one is handed in.</param>
/// <param name="IsSecond">Another organisation has approved it, so that a contact of one's own is needed.</param>
public sealed record ReviewSheet(
    Guid RevisionId, int Number, Guid ProposedBy, LocalDate ProposedOn, bool IsWaiting, ListingContent Content, ListingContent? Before,
    IReadOnlyList<Criterion> Required, IReadOnlyList<Criterion> Recommended, OwnReview? Own, IReadOnlyList<OtherReview> Others, bool IsSecond)
{
    /// <summary>Two organisations judged all of it within the last years, and nothing of it has changed.</summary>
    public bool IsRenewal { get; init; }

    /// <summary>Whoever has judged it was asked for fewer promises than there are now, so that it has to be begun anew.</summary>
    public bool IsOutgrown { get; init; }

    /// <summary>By which version of the promises it is judged, or was.</summary>
    public required int CriteriaVersion { get; init; }

    /// <summary>What the service is suspended for, where this could bring it back; null: nothing.</summary>
    public SuspendedFor? Suspended { get; init; }

    /// <summary>What this organisation has to judge: all that applies, or the red lines and the promise that was not kept.</summary>
    public IReadOnlyList<Criterion> Asked =>
        IsRenewal && IsSecond && Suspended is not { Criterion: null } ? [.. Required.Where(c => c.RedLine || c.Id == Suspended?.Criterion)] : Required;

    /// <summary>Whether it has to ask about a promise itself: the second one about each red line, and both where the service is suspended.</summary>
    public bool AsksItself(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return Suspended is null ? IsSecond && criterion.RedLine : criterion.RedLine || criterion.Id == Suspended.Criterion;
    }
}

/// <param name="Criterion">The promise that was not kept; null: nobody wrote it down.</param>
/// <param name="SuspendedOn">Whoever brings it back has asked since.</param>
public sealed record SuspendedFor(int? Criterion, LocalDate SuspendedOn);

public sealed record OwnReview(
    Guid Id, Guid? AccountId, int Edition, LocalDate? HandedInOn, DeclaredTie? Tie, int? Minutes, IReadOnlyDictionary<int, Verdict> Verdicts);

public sealed record OtherReview(
    Guid OrganisationId, Text OrganisationName, LocalDate HandedInOn, ReviewScope Scope, int CriteriaVersion, IReadOnlyDictionary<int, Verdict> Verdicts)
{
    /// <summary>Whether they found a required promise otherwise than met; what they were not asked about is no finding.</summary>
    public bool IsAgainst(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return Verdicts.TryGetValue(criterion.Id, out var verdict) ? verdict != Verdict.Met : Scope == ReviewScope.Whole || criterion.RedLine;
    }
}
