using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting.Rechecks;

/// <summary>An entry whose contacts somebody calls on again.</summary>
/// <param name="DueOn">As the public reads it.</param>
/// <param name="CriteriaDueOn">When the promises are judged again.</param>
/// <param name="IsWaiting">Somebody has begun to judge it again.</param>
/// <param name="Checked">Fact → the last day on which somebody looked at the value that stands there.</param>
public sealed record DueEntry(
    Guid ServiceId, string Code, Guid RevisionId, ListingContent Content, LocalDate DueOn, LocalDate CriteriaDueOn, bool IsWaiting, IReadOnlyDictionary<string, LocalDate> Checked);

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
public sealed class RecheckService(DirectoryDbContext context, ProposalService proposals)
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
            select s.id, s.code, s.published_revision_id as revision, p.due_on, (min(a.approved_on) + interval '12 months')::date as criteria_due,
              exists (select from directory.proposal w where w.service_id = s.id and w.closed_on is null) as waiting
            from published.service p join directory.service s on s.id = p.id
            join directory.approval a on a.revision_id = directory.approved_as(s.published_revision_id)
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
            return new DueEntry(entry.Id, entry.Code, entry.Revision, content, entry.DueOn, entry.CriteriaDue, entry.Waiting, looked);
        })];
    }

    /// <summary>Lets an entry be judged again as it stands: two organisations review it, as they did before, and it stays public meanwhile.</summary>
    /// <exception cref="ListingRefusedException">Nobody reads it, or somebody judges it already.</exception>
    public async Task StartAsync(Guid service, Guid? account, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(service));
        if (await proposals.FindAsync(service, cancellation) is not null)
            throw new ListingRefusedException("recheck_waits", "Somebody has begun already.");
        var published = await context.Services.Where(s => s.Id == service).Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("recheck_published", "Nobody reads this service.");
        await proposals.HandInAsync(
            new HandInRevision(
                service, actor.OrganisationId ?? throw new ListingRefusedException("recheck_who", "An organisation begins."), account,
                Upcasters.Default.Read(published.Content, published.ContentVersion), on, ChangeClass.Promises),
            actor,
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

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

    private sealed record Due(Guid Id, string Code, Guid Revision, LocalDate DueOn, LocalDate CriteriaDue, bool Waiting);
}
