using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// Everything that happens to a service: it is written, revised, checked, published and withdrawn. One verb, one options
/// record, one transaction. Whether something may be published is decided by the database's own functions, which look again.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">What needs and facts there are.</param>
/// <param name="places">Town by GeoNames id.</param>
/// <param name="vetting">How long checks count.</param>
/// <param name="directory">Names the origin of what is written here.</param>
public sealed class ListingService(
    DirectoryDbContext context, DirectoryCatalogue catalogue, Func<int, ListingPlace?> places, VettingOptions vetting, DirectoryOptions directory)
{
    /// <summary>Rows that are written at once.</summary>
    private const int Batch = 500;

    private readonly ListingValidator _validator = new(catalogue, places);
    private readonly ListingDerivation _derivation = new(catalogue, places);

    /// <summary>Writes a service and its first revision.</summary>
    /// <exception cref="ListingInvalidException">The description has errors; nothing was written.</exception>
    public async Task<WrittenRevision> CreateAsync(CreateService create, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(actor);
        var content = Accept(create.Content, ListingUse.Draft);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var service = new Service
        {
            Id = Guid.NewGuid(),
            Code = create.Code ?? await PublicCode.FreeAsync(context, cancellation),
            OrganisationId = create.OrganisationId,
            Origin = create.Origin ?? directory.Id,
            OriginRevision = create.OriginRevision,
        };
        context.Add(service);
        var revision = Write(service.Id, number: 1, content, create.OrganisationId, create.WrittenOn, service.Origin);
        Log(actor, "create", service.Id, reason: null);
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new WrittenRevision(service.Id, service.Code, revision.Id, revision.Number);
    }

    /// <summary>Adds a revision. The public goes on reading the one before until this one is approved.</summary>
    /// <exception cref="ListingInvalidException">The description has errors; nothing was written.</exception>
    public async Task<WrittenRevision> ReviseAsync(ReviseService revise, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(revise);
        ArgumentNullException.ThrowIfNull(actor);
        var content = Accept(revise.Content, ListingUse.Draft);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(revise.ServiceId));
        var service = await context.Services.SingleAsync(s => s.Id == revise.ServiceId, cancellation);
        int last = await context.Revisions.Where(r => r.ServiceId == service.Id).MaxAsync(r => r.Number, cancellation);
        var revision = Write(service.Id, last + 1, content, revise.OrganisationId, revise.WrittenOn, directory.Id);
        Log(actor, "revise", service.Id, reason: null);
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new WrittenRevision(service.Id, service.Code, revision.Id, revision.Number);
    }

    /// <summary>Writes many drafts in the transaction that is under way. The services that are revised are locked first.</summary>
    /// <returns>Those that were created, in their order, and then those that were revised.</returns>
    /// <exception cref="ListingInvalidException">A description has errors.</exception>
    internal async Task<IReadOnlyList<WrittenRevision>> WriteManyAsync(
        IReadOnlyList<CreateService> creates, IReadOnlyList<ReviseService> revises, Actor actor, CancellationToken cancellation)
    {
        var written = new List<WrittenRevision>();
        foreach (var batch in creates.Chunk(Batch))
        {
            var codes = await PublicCode.FreeAsync(context, batch.Length, cancellation);
            for (int i = 0; i < batch.Length; i++)
            {
                var content = Accept(batch[i].Content, ListingUse.Draft);
                var service = new Service { Id = Guid.NewGuid(), Code = codes[i], OrganisationId = batch[i].OrganisationId, Origin = directory.Id };
                context.Add(service);
                var revision = Write(service.Id, number: 1, content, batch[i].OrganisationId, batch[i].WrittenOn, service.Origin);
                Log(actor, "create", service.Id, reason: null);
                written.Add(new WrittenRevision(service.Id, service.Code, revision.Id, revision.Number));
            }

            await context.SaveByRulesAsync(cancellation);
        }

        // In one order everywhere, so that two lists at once wait for one another and never forever.
        foreach (var revise in revises.OrderBy(revise => revise.ServiceId))
        {
            var content = Accept(revise.Content, ListingUse.Draft);
            await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(revise.ServiceId));
            var service = await context.Services.AsNoTracking().SingleAsync(s => s.Id == revise.ServiceId, cancellation);
            if (service.State != ServiceState.Working)
                throw new ListingRefusedException("import_row_working", "The entry is no draft any more.");
            int last = await context.Revisions.Where(r => r.ServiceId == service.Id).MaxAsync(r => r.Number, cancellation);
            var revision = Write(service.Id, last + 1, content, revise.OrganisationId, revise.WrittenOn, directory.Id);
            Log(actor, "revise", service.Id, reason: null);
            written.Add(new WrittenRevision(service.Id, service.Code, revision.Id, revision.Number));
        }

        await context.SaveByRulesAsync(cancellation);
        return written;
    }

    /// <summary>
    /// Shows a revision that may be shown as it stands: an organisation's own service that nobody else has checked, or one that is
    /// published already and whose approvals count otherwise than on the day it was published.
    /// </summary>
    /// <exception cref="ListingInvalidException">The description is not complete enough to be shown.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing has changed.</exception>
    public async Task<ServiceState> PublishAsync(PublishRevision publish, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(publish);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var revision = await context.Revisions.SingleAsync(r => r.Id == publish.RevisionId, cancellation);
        var state = await PublishLockedAsync(revision, publish.On, actor, publish.Reason, cancellation);
        await transaction.CommitAsync(cancellation);
        return state;
    }

    /// <summary>Takes a service off every public page.</summary>
    /// <returns>False when it was in that state already.</returns>
    /// <exception cref="ListingRefusedException">A rule stands against it.</exception>
    public async Task<bool> WithdrawAsync(WithdrawService withdraw, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        ArgumentNullException.ThrowIfNull(actor);
        if (withdraw.To is ServiceState.Suspended)
        {
            return await context.CallAsync<object>(
                "select directory.suspend($1, $2, $3, null, null, $4, null, $5, $6, $7)",
                cancellation,
                Uuid(withdraw.ServiceId),
                new NpgsqlParameter { Value = (object?)withdraw.Criterion ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new NpgsqlParameter { Value = await context.NewestCriteriaAsync(cancellation), NpgsqlDbType = NpgsqlDbType.Integer },
                Uuid(actor.OrganisationId),
                Date(withdraw.On),
                Words(EnumSlug.Of(actor.Role)),
                Words(withdraw.Reason)) is Guid;
        }

        return await context.CallAsync<bool>(
            "select directory.withdraw($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(withdraw.ServiceId),
            Words(EnumSlug.Of(withdraw.To)),
            Date(withdraw.On),
            Uuid(actor.OrganisationId),
            Words(EnumSlug.Of(actor.Role)),
            Words(withdraw.Reason));
    }

    /// <summary>Moves a service between the states that nobody outside sees.</summary>
    /// <returns>False when it was in that state already.</returns>
    /// <exception cref="ListingRefusedException">There is no such move.</exception>
    public async Task<bool> MoveAsync(MoveService move, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(move);
        ArgumentNullException.ThrowIfNull(actor);
        return await context.CallAsync<bool>(
            "select directory.move_service($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(move.ServiceId),
            Words(EnumSlug.Of(move.To)),
            Uuid(actor.OrganisationId),
            Words(EnumSlug.Of(actor.Role)),
            Words(move.Reason));
    }

    /// <summary>
    /// Records that somebody looked at facts of a revision. The check belongs to the values that stand there; another value of the
    /// same fact is not checked by it. Where such a value is published, the public reads of the check at once.
    /// </summary>
    /// <exception cref="ArgumentException">The revision has no such fact.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not check this service, or it or the person has a tie to it.</exception>
    public async Task CheckAsync(CheckFacts check, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(actor);
        var revision = await context.Revisions.SingleAsync(r => r.Id == check.RevisionId, cancellation);
        var hashes = ListingFacts.Hashes(Read(revision));
        string[] facts = [.. check.Facts ?? [.. hashes.Keys]];
        if (facts.FirstOrDefault(f => !hashes.ContainsKey(f)) is { } unknown)
            throw new ArgumentException($"The entry has no fact '{unknown}'.", nameof(check));
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        // One statement, so that the rules are looked at once and not for each of fifty facts.
        await context.CallAsync<long>(
            """
            with added as (
              insert into directory.fact_check (id, service_id, fact, value_hash, method, checked_on, organisation_id, account_id)
              select gen_random_uuid(), $1, f.fact, f.hash, $4, $5, $6, $7 from unnest($2, $3) f (fact, hash)
              returning 1)
            select count(*) from added
            """,
            cancellation,
            Uuid(revision.ServiceId),
            new NpgsqlParameter { Value = facts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new NpgsqlParameter { Value = facts.Select(f => hashes[f]).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            Words(EnumSlug.Of(check.Method)),
            Date(check.On),
            Uuid(check.OrganisationId),
            Uuid(check.AccountId));
        Log(actor, "check", revision.ServiceId, reason: null);
        await context.SaveByRulesAsync(cancellation);
        await RefreshAsync(revision.ServiceId, check.On, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Records that a service's staff were trained, for whoever runs the directory and for what it comes with. Members plan a session and count
    /// who was there. Where at least half were, with the front desk, the badge is there at once; else it is said that training has started.
    /// </summary>
    /// <exception cref="ListingRefusedException">The organisation may not train, or somebody else than the owner of the database asks.</exception>
    public async Task CertifyAsync(CertifyTraining certify, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(certify);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var session = Guid.NewGuid();
        var (by, on) = (Uuid(certify.OrganisationId), Date(certify.IssuedOn));
        await context.CallAsync<object>(
            "select directory.plan_training($1, null, $2, $3, null, 180::smallint, 'in-person', null, '{confidentiality}', $4, $5, null, $3)",
            cancellation, Uuid(session), Uuid(certify.ServiceId), on, new NpgsqlParameter { Value = certify.IsPaid, NpgsqlDbType = NpgsqlDbType.Boolean }, by);
        await context.CallAsync<bool>(
            "select directory.record_training($1, $2, 4::smallint, 0::smallint, 0::smallint, $3, $4, null, $5)",
            cancellation, Uuid(session),
            new NpgsqlParameter { Value = (short)(certify.FrontDesk ? 2 : 0), NpgsqlDbType = NpgsqlDbType.Smallint },
            new NpgsqlParameter { Value = (short)certify.StaffPercent, NpgsqlDbType = NpgsqlDbType.Smallint }, Uuid(certify.OrganisationId), Date(certify.IssuedOn));
        if (certify.FrontDesk && certify.StaffPercent >= Training.Heads.LeastPercent)
        {
            await context.CallAsync<object>(
                "select directory.certify_training($1, $2, $3, $4, null, $5)",
                cancellation, Uuid(Guid.NewGuid()), Uuid(session), new NpgsqlParameter { Value = vetting.CertificateMonths, NpgsqlDbType = NpgsqlDbType.Integer },
                Uuid(certify.OrganisationId), Date(certify.IssuedOn));
        }

        await transaction.CommitAsync(cancellation);
    }

    private static ListingContent Read(Revision revision) => Upcasters.Default.Read(revision.Content, revision.ContentVersion);

    // The first thing that happens to a description that enters: what must not be stored is gone before anything looks at it.
    private ListingContent Accept(ListingContent content, ListingUse use)
    {
        var located = SiteLocator.Locate(content, places);
        _validator.Require(located, use);
        return located;
    }

    private Revision Write(Guid service, int number, ListingContent content, Guid organisation, LocalDate on, string origin)
    {
        var revision = new Revision
        {
            Id = Guid.NewGuid(),
            ServiceId = service,
            Number = number,
            Content = JsonSerializer.Serialize(content, ContentJson.Options),
            ContentVersion = ListingContent.CurrentVersion,
            ContentHash = CanonicalJson.Hash(content),
            OrganisationId = organisation,
            WrittenOn = on,
            Origin = origin,
        };
        context.Add(revision);
        return revision;
    }

    private void Log(Actor actor, string action, Guid service, string? reason) =>
        context.Add(DirectoryEvent.OfService(actor, action, service, reason));

    /// <summary>Shows a revision within the caller's transaction, where whoever approved it is written already.</summary>
    internal async Task<ServiceState> PublishLockedAsync(
        Revision revision, LocalDate on, Actor actor, string? reason, CancellationToken cancellation)
    {
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(revision.ServiceId));
        var content = Read(revision);
        _validator.Require(content, ListingUse.Publication);

        var (dueOn, hiddenFrom) = await DatesAsync(revision, content, on, cancellation);
        var derived = _derivation.Derive(content, dueOn, hiddenFrom);
        string state = await context.CallAsync<string>(
            "select directory.publish($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(revision.Id),
            Date(on),
            new NpgsqlParameter { Value = JsonSerializer.Serialize(derived, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            Uuid(actor.OrganisationId),
            Words(EnumSlug.Of(actor.Role)),
            Words(reason));
        return EnumSlug.Parse<ServiceState>(state);
    }

    /// <summary>Writes a later record beside what the public reads, whose words and state stay as they are.</summary>
    private async Task RefreshAsync(Guid service, LocalDate on, CancellationToken cancellation)
    {
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(service));
        var published = await context.Services.Where(s => s.Id == service)
            .Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).SingleOrDefaultAsync(cancellation);
        if (published is null)
            return;
        var content = Read(published);
        var shownOn = await context.CallAsync<LocalDate>("select directory.shown_on($1, $2)", cancellation, Uuid(service), Date(on));
        var (dueOn, hiddenFrom) = await DatesAsync(published, content, shownOn, cancellation);
        await context.CallAsync<bool>(
            "select directory.refresh($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(service),
            Date(shownOn),
            new NpgsqlParameter
            {
                Value = JsonSerializer.Serialize(ListingFacts.InHex(content), ContentJson.Options),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
            Date(dueOn),
            Date(hiddenFrom));
    }

    /// <summary>When the next check is due, and from which day nobody finds the entry.</summary>
    private async Task<(LocalDate DueOn, LocalDate HiddenFrom)> DatesAsync(
        Revision revision, ListingContent content, LocalDate on, CancellationToken cancellation)
    {
        // Of the revision itself, and of those whose approvals stand for it; the last of each organisation.
        var approvedWith = await context.CallAsync<Guid[]>("select directory.approved_with($1)", cancellation, Uuid(revision.Id));
        var approved = await context.Approvals.Where(a => approvedWith.Contains(a.RevisionId) && a.ApprovedOn <= on)
            .GroupBy(a => a.OrganisationId).Select(by => by.Max(a => a.ApprovedOn)).ToListAsync(cancellation);
        var judged = approved.Count == 0 ? revision.WrittenOn : approved.Min();
        var checks = await context.FactChecks.Where(c => c.ServiceId == revision.ServiceId && c.CheckedOn <= on)
            .Select(c => new { c.Fact, c.ValueHash, c.CheckedOn }).ToListAsync(cancellation);
        var hashes = ListingFacts.Hashes(content);
        // A contact counts from its latest check of the value that stands there, and at the earliest from the approvals.
        var contacts = ListingFacts.Contacts(content)
            .Select(fact => checks.Where(c => c.Fact == fact && c.ValueHash.AsSpan().SequenceEqual(hashes[fact]))
                .Select(c => c.CheckedOn).Append(judged).Max())
            .DefaultIfEmpty(judged).Min();
        bool sensitive = VettingOptions.IsSensitive(content, catalogue);
        var whole = await context.CallAsync<LocalDate>("select coalesce(directory.whole_on($1), $2)", cancellation, Uuid(revision.Id), Date(judged));
        var dueOn = LocalDate.Min(vetting.DueOn(judged, contacts, sensitive), vetting.CriteriaDueOn(judged, whole, sensitive));
        var hiddenFrom = dueOn.PlusDays(vetting.HiddenAfterDays);
        return approved.Count switch
        {
            0 => (dueOn, LocalDate.Min(hiddenFrom, judged.PlusMonths(vetting.OwnMonths))),
            1 => (dueOn, LocalDate.Min(hiddenFrom, judged.PlusMonths(vetting.ProvisionalMonths))),
            _ => (dueOn, hiddenFrom),
        };
    }
}
