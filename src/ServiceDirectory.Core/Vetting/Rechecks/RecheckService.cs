using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Vetting.Suspensions;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting.Rechecks;

/// <summary>An entry whose contacts somebody calls on again.</summary>
/// <param name="DueOn">As the public reads it.</param>
/// <param name="CriteriaDueOn">When the promises are judged again.</param>
/// <param name="IsWaiting">Somebody has begun to judge it again.</param>
/// <param name="Checked">Fact → the last day on which somebody looked at the value that stands there.</param>
public sealed record DueEntry(
    Guid ServiceId, string Code, Guid RevisionId, ListingContent Content, LocalDate DueOn, LocalDate CriteriaDueOn, bool IsWaiting, IReadOnlyDictionary<string, LocalDate> Checked)
{
    /// <summary>Why both organisations have to judge all of it: <c>years</c>, <c>criteria</c>, <c>alone</c>; null: it can be renewed.</summary>
    public string? WholeWhy { get; init; }
}

/// <summary>What is past its own date, whatever else keeps an entry from being read.</summary>
/// <param name="Facts">Contacts that nobody has called on for too long.</param>
/// <param name="CriteriaDueOn">When the promises were to be judged again; null: they are not past it.</param>
public sealed record PastDates(Guid RevisionId, ListingContent Content, IReadOnlyList<string> Facts, LocalDate? CriteriaDueOn, IReadOnlyDictionary<string, LocalDate> Checked)
{
    public bool IsEmpty => Facts.Count == 0 && CriteriaDueOn is null;
}

/// <summary>What makes the promises of before worth nothing, though not a word of the entry is another one.</summary>
public enum ChangedSince
{
    Owner,
    Funder,
    Law,

    /// <summary>What it has agreed with the police.</summary>
    Police,
}

/// <param name="AccountId">Null: the command line.</param>
/// <param name="Changed">What somebody knows to be another one; then both organisations judge all of it.</param>
public sealed record StartRecheck(Guid ServiceId, Guid? AccountId, IReadOnlyCollection<ChangedSince> Changed, LocalDate On);

/// <summary>Somebody else changed how people get in touch with an entry that this organisation stands for.</summary>
public sealed class Alert
{
    public required Guid Id { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid OrganisationId { get; init; }

    public required AlertKind Kind { get; init; }

    public required LocalDate RaisedOn { get; init; }

    public LocalDate? AcknowledgedOn { get; init; }
}

public enum AlertKind
{
    Phone,
    Website,
}

public sealed record OpenAlert(Guid Id, string Code, AlertKind Kind, LocalDate RaisedOn);

/// <summary>Which entries an organisation calls on again, and what changed without it.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="proposals">Lets an entry be judged again.</param>
/// <param name="catalogue">Which needs there are.</param>
/// <param name="vetting">How long checks count.</param>
public sealed class RecheckService(DirectoryDbContext context, ProposalService proposals, DirectoryCatalogue catalogue, VettingOptions vetting)
{
    /// <summary>In one sitting.</summary>
    public const int Most = 20;

    /// <summary>Shown before they are due, so that nothing has to be late.</summary>
    public const int DaysAhead = 30;

    /// <summary>Entries that an organisation stands for and whose checks are due soon, the oldest first.</summary>
    public async Task<IReadOnlyList<DueEntry>> DueAsync(Guid organisation, LocalDate today, CancellationToken cancellation = default)
    {
        var ahead = today.PlusDays(DaysAhead);
        var due = await context.Database.SqlQuery<Due>(
            $"""
            select s.id, s.code, s.published_revision_id as revision, p.due_on, min(a.approved_on) as judged,
              directory.whole_on(s.published_revision_id) as whole, directory.whole_why(s.id, {today}) as why,
              exists (select from directory.proposal w where w.service_id = s.id and w.closed_on is null) as waiting
            from published.service p join directory.service s on s.id = p.id
            join directory.approval a on a.revision_id = any (directory.approved_with(s.published_revision_id))
            where p.due_on <= {ahead}
            group by s.id, s.code, s.published_revision_id, p.due_on
            having bool_or(a.organisation_id = {organisation})
            order by p.due_on, s.code limit {Most}
            """).ToListAsync(cancellation);
        Guid[] revisions = [.. due.Select(entry => entry.Revision)], services = [.. due.Select(entry => entry.Id)];
        var contents = await context.Revisions.AsNoTracking().Where(r => revisions.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        var checks = await context.FactChecks.AsNoTracking().Where(c => services.Contains(c.ServiceId)).ToListAsync(cancellation);
        return [.. due.Select(entry =>
        {
            var content = Upcasters.Default.Read(contents[entry.Revision].Content, contents[entry.Revision].ContentVersion);
            var hashes = ListingFacts.Hashes(content);
            var looked = checks.Where(c => c.ServiceId == entry.Id && hashes.TryGetValue(c.Fact, out byte[]? hash) && hash.AsSpan().SequenceEqual(c.ValueHash))
                .GroupBy(c => c.Fact).ToDictionary(of => of.Key, of => of.Max(c => c.CheckedOn));
            return new DueEntry(
                entry.Id, entry.Code, entry.Revision, content, entry.DueOn, vetting.CriteriaDueOn(entry.Judged, entry.Whole, VettingOptions.IsSensitive(content, catalogue)), entry.Waiting, looked)
            {
                WholeWhy = entry.Why,
            };
        })];
    }

    /// <summary>
    /// Lets an entry be judged again as it stands; it stays public meanwhile. Where nothing has changed and both organisations judged all of it
    /// within the last years, it is renewed: one goes through every promise, and the second one confirms the red lines. What waits for a second
    /// opinion while there are more promises than the first one was asked for is begun anew as well.
    /// </summary>
    /// <returns>Why both judge all of it; null: it is renewed.</returns>
    /// <exception cref="ListingRefusedException">
    /// Nobody reads it or did until it was suspended, somebody judges it already, or others have still to confirm or lift its suspension.
    /// </exception>
    public async Task<string?> StartAsync(StartRecheck start, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(start.ServiceId));
        var waits = await proposals.FindAsync(start.ServiceId, cancellation);
        bool isOutgrown = waits is not null && await context.CallAsync<bool>(
            "select directory.outgrown($1, directory.newest_criteria(), $2)", cancellation, Uuid(waits), Date(start.On));
        if (waits is not null && !isOutgrown)
            throw new ListingRefusedException("recheck_waits", "Somebody has begun already.");
        var suspension = await context.Set<Suspension>().AsNoTracking().SingleOrDefaultAsync(s => s.ServiceId == start.ServiceId && s.Outcome == null, cancellation);
        // What was judged by fewer promises than there are now is begun anew as it waits.
        var shownId = waits ?? suspension?.RevisionId
            ?? await context.Services.Where(s => s.Id == start.ServiceId).Select(s => s.PublishedRevisionId).SingleAsync(cancellation)
            ?? throw new ListingRefusedException("recheck_published", "Nobody reads this service.");
        if (suspension is not null && EnumSlug.Parse<SuspensionState>(await context.CallAsync<string>(
            "select directory.suspension_state($1, $2)", cancellation, Uuid(suspension.Id), Date(start.On))) is SuspensionState.Waiting or SuspensionState.Overdue)
        {
            throw new ListingRefusedException("recheck_suspended", "Another organisation confirms or lifts the suspension first.");
        }

        string why = isOutgrown ? "criteria" : start.Changed.Count > 0
            ? "changed"
            : await context.CallAsync<string>("select coalesce(directory.whole_why($1, $2), '')", cancellation, Uuid(start.ServiceId), Date(start.On));
        var shown = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == shownId, cancellation);
        var written = await proposals.HandInAsync(
            new HandInRevision(
                start.ServiceId, actor.OrganisationId ?? throw new ListingRefusedException("recheck_who", "An organisation begins."), start.AccountId,
                Upcasters.Default.Read(shown.Content, shown.ContentVersion), start.On, ChangeClass.Promises),
            actor,
            cancellation);
        if (why.Length == 0)
        {
            var whole = await context.CallAsync<Guid>("select directory.whole_of($1)", cancellation, Uuid(shownId));
            context.Add(new Renewal { RevisionId = written.RevisionId, WholeId = whole, BegunOn = start.On });
        }

        context.Add(DirectoryEvent.OfService(
            actor,
            why.Length == 0 ? "renew" : "judge-anew",
            start.ServiceId,
            start.Changed.Count > 0 ? string.Join(", ", start.Changed.Distinct().Order().Select(EnumSlug.Of)) : why.Length == 0 ? null : why));
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return why.Length == 0 ? null : why;
    }

    /// <summary>Whether somebody has begun to judge a service again.</summary>
    public async Task<bool> IsWaitingAsync(Guid service, CancellationToken cancellation = default) => await proposals.FindAsync(service, cancellation) is not null;

    /// <summary>What of a revision is past its own date on a day: who looks again at a suspended entry looks at this, too.</summary>
    public async Task<PastDates> PastAsync(Guid revision, LocalDate on, CancellationToken cancellation = default)
    {
        var of = await context.Revisions.AsNoTracking().SingleAsync(r => r.Id == revision, cancellation);
        var content = Upcasters.Default.Read(of.Content, of.ContentVersion);
        var approvedWith = await context.CallAsync<Guid[]>("select directory.approved_with($1)", cancellation, Uuid(revision));
        var judged = await context.Approvals.Where(a => approvedWith.Contains(a.RevisionId)).Select(a => (LocalDate?)a.ApprovedOn).MinAsync(cancellation) ?? of.WrittenOn;
        var whole = await context.CallAsync<LocalDate>("select coalesce(directory.whole_on($1), $2)", cancellation, Uuid(revision), Date(judged));
        var hashes = ListingFacts.Hashes(content);
        var checks = await context.FactChecks.AsNoTracking().Where(c => c.ServiceId == of.ServiceId).ToListAsync(cancellation);
        var looked = checks.Where(c => hashes.TryGetValue(c.Fact, out byte[]? hash) && hash.AsSpan().SequenceEqual(c.ValueHash))
            .GroupBy(c => c.Fact).ToDictionary(fact => fact.Key, fact => fact.Max(c => c.CheckedOn));
        var due = vetting.CriteriaDueOn(judged, whole, VettingOptions.IsSensitive(content, catalogue));
        return new PastDates(
            revision, content,
            [.. ListingFacts.Contacts(content).Where(fact => LocalDate.Max(judged, looked.GetValueOrDefault(fact, judged)).PlusMonths(vetting.ContactMonths) <= on)],
            due <= on ? due : null,
            looked);
    }

    /// <summary>Which of some services somebody has a tie to, so that others call on them.</summary>
    public async Task<IReadOnlySet<Guid>> TiedAsync(IReadOnlyCollection<Guid> services, Guid account, LocalDate on, CancellationToken cancellation = default) =>
        (await context.Database.SqlQuery<Guid>(
            $"select s as \"Value\" from unnest({services.ToArray()}) s where directory.has_own_tie(s, {account}, {on}, null)").ToListAsync(cancellation)).ToHashSet();

    /// <summary>What an organisation has not seen yet, the oldest first.</summary>
    public async Task<IReadOnlyList<OpenAlert>> AlertsAsync(Guid organisation, CancellationToken cancellation = default) => await context.Set<Alert>()
        .Where(a => a.OrganisationId == organisation && a.AcknowledgedOn == null)
        .Join(context.Services, a => a.ServiceId, s => s.Id, (a, s) => new { a, s.Code })
        .OrderBy(of => of.a.RaisedOn).ThenBy(of => of.Code)
        .Select(of => new OpenAlert(of.a.Id, of.Code, of.a.Kind, of.a.RaisedOn))
        .ToListAsync(cancellation);

    /// <returns>False when it was seen already.</returns>
    /// <exception cref="ListingRefusedException">It is another organisation's.</exception>
    public Task<bool> AcknowledgeAsync(Guid alert, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.acknowledge_alert($1, $2, $3, $4)", cancellation, Uuid(alert), Uuid(actor.OrganisationId), Date(on), Words(EnumSlug.Of(actor.Role)));
    }

    private sealed record Due(Guid Id, string Code, Guid Revision, LocalDate DueOn, LocalDate Judged, LocalDate Whole, string? Why, bool Waiting);
}
