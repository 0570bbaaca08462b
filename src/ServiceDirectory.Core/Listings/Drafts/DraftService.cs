using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>
/// Writing an entry: it is begun, saved section by section, handed in or thrown away. What was handed in is a revision; the public goes on
/// reading the one before.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">What needs and facts there are.</param>
/// <param name="places">Town by GeoNames id.</param>
/// <param name="listings">Writes revisions and moves services.</param>
public sealed class DraftService(DirectoryDbContext context, DirectoryCatalogue catalogue, Func<int, ListingPlace?> places, ListingService listings)
{
    /// <summary>Entries that look alike and are other ones; more than a page ever asks about.</summary>
    private const int MostApart = 20;

    private readonly ListingValidator _validator = new(catalogue, places);
    private readonly ProposalService _proposals = new(context, listings);

    /// <summary>Begins an entry of which nobody has written yet: with a name, in the working list of its organisation.</summary>
    /// <exception cref="ListingInvalidException">The name cannot be one, or there is no such language.</exception>
    /// <exception cref="ListingRefusedException">The organisation keeps no entries.</exception>
    public async Task<WrittenRevision> StartAsync(StartEntry start, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(actor);
        var content = new ListingContent
        {
            Name = Text.Of(start.Language, start.Name),
            Profile = start.Profile,
            Switches = new PublicationSwitches(),
            Provider = new Provider { Kind = start.ProviderKind },
            Needs = [],
            Phones = start.Phone is null ? [] : [start.Phone],
            Website = start.Website,
            // A place that is too small to hide in is named later, where it is asked what to show.
            Sites = start.TownId is { } town && places(town) is { } place && place.StandInId == place.Id
                ? [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = town }]
                : [],
        };
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var written = await listings.CreateAsync(new CreateService(start.OrganisationId, content, start.On), actor, cancellation);
        await EnsureAsync(written.ServiceId, start.OrganisationId, start.On, cancellation);
        if (start.OtherThan.Count > 0)
        {
            var draft = await context.Drafts.SingleAsync(d => d.ServiceId == written.ServiceId && d.OrganisationId == start.OrganisationId, cancellation);
            draft.OtherThan = await KnownAsync(start.OtherThan, start.OrganisationId, cancellation);
            foreach (string code in draft.OtherThan)
                context.Add(DirectoryEvent.OfService(actor, "set-apart", written.ServiceId, code));
            await context.SaveByRulesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return written;
    }

    /// <summary>What an organisation works on.</summary>
    public async Task<WorkingCopy> ReadAsync(Guid service, Guid organisation, CancellationToken cancellation = default)
    {
        var draft = await context.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.ServiceId == service && d.OrganisationId == organisation, cancellation);
        var newest = await CurrentAsync(service, cancellation);
        var published = await context.Services.Where(s => s.Id == service)
            .Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).SingleOrDefaultAsync(cancellation);
        var waits = await context.Set<Proposal>().Where(p => p.ServiceId == service && p.ClosedOn == null)
            .Select(p => new { p.OrganisationId, IsJudged = context.Set<Review>().Any(r => r.RevisionId == p.RevisionId) }).SingleOrDefaultAsync(cancellation);
        int from = draft?.BaseNumber ?? newest.Number;
        var basis = from == newest.Number ? newest : await context.Revisions.SingleAsync(r => r.ServiceId == service && r.Number == from, cancellation);
        return new WorkingCopy(draft?.ReadContent() ?? Read(newest), draft is not null, Read(basis), Read(newest), published is null ? null : Read(published))
        {
            BaseNumber = from,
            NewestNumber = newest.Number,
            PublishedNumber = published?.Number,
            OtherThan = draft?.OtherThan ?? [],
            IsWaiting = waits is not null,
            IsOursWaiting = waits is { IsJudged: false } && waits.OrganisationId == organisation,
        };
    }

    /// <summary>
    /// Saves one section, and begins a draft where there is none. Whoever saves another section at the same time is not in the way; where
    /// somebody saved this one meanwhile, nothing is written and what stands there now comes back.
    /// </summary>
    /// <exception cref="ListingInvalidException">Something in this section cannot stay as it is; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not write on this entry.</exception>
    public async Task<SavedSection> SaveSectionAsync(SaveSection save, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await EnsureAsync(save.ServiceId, save.OrganisationId, save.On, cancellation);
        var draft = await LockAsync(save.ServiceId, save.OrganisationId, cancellation)
            ?? throw new ListingRefusedException("draft_gone", "It was handed in or thrown away at this moment.");
        var now = draft.ReadContent();
        if (ListingSections.Fingerprint(now, save.Section) != save.Seen)
            return new SavedSection(false, now);
        // The first thing that happens to what was typed: what must not be stored is gone before anything looks at it.
        var changed = SiteLocator.Locate(save.Change(now), places);
        var errors = _validator.Validate(changed, ListingUse.Draft).Where(p => !p.IsWarning && ListingSections.Of(p.Field) == save.Section).ToList();
        if (errors.Count > 0)
            throw new ListingInvalidException(errors);
        Write(draft, changed, save.On);
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new SavedSection(true, changed);
    }

    /// <summary>Remembers that an entry which looks alike is another one, so that nobody is asked again.</summary>
    /// <exception cref="ListingRefusedException">There is no such entry, or there are more than anybody was asked about.</exception>
    public async Task SetApartAsync(AnotherOne other, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await EnsureAsync(other.ServiceId, other.OrganisationId, other.On, cancellation);
        if (await LockAsync(other.ServiceId, other.OrganisationId, cancellation) is { } draft && !draft.OtherThan.Contains(other.Code))
        {
            if (draft.OtherThan.Length >= MostApart || (await KnownAsync([other.Code], other.OrganisationId, cancellation)).Length == 0)
                throw new ListingRefusedException("draft_other", "There is no such entry.");
            draft.OtherThan = [.. draft.OtherThan, other.Code];
            // Those who judge read later that somebody has looked.
            context.Add(DirectoryEvent.OfService(actor, "set-apart", other.ServiceId, other.Code));
            await context.SaveByRulesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Of codes that were sent, those of entries that somebody can have seen: nothing else is written down.</summary>
    private Task<string[]> KnownAsync(IReadOnlyList<string> codes, Guid organisation, CancellationToken cancellation)
    {
        string[] few = [.. codes.Distinct().Take(MostApart)];
        return context.Services.Where(s => few.Contains(s.Code) && (s.State != ServiceState.Working || s.OrganisationId == organisation))
            .Select(s => s.Code).ToArrayAsync(cancellation);
    }

    /// <summary>Throws away what was not handed in.</summary>
    /// <returns>False when there was nothing.</returns>
    public async Task<bool> DiscardAsync(Guid service, Guid organisation, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await context.Drafts.Where(d => d.ServiceId == service && d.OrganisationId == organisation).ExecuteDeleteAsync(cancellation) > 0;
    }

    /// <summary>
    /// Goes on from what somebody else handed in since: sections that this draft has changed stay as they are written, all others are the
    /// newest. Nothing that was typed is lost.
    /// </summary>
    public async Task TakeNewestAsync(TakeNewest take, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        if (await LockAsync(take.ServiceId, take.OrganisationId, cancellation) is not { } draft)
            return;
        var copy = await ReadAsync(take.ServiceId, take.OrganisationId, cancellation);
        var mine = Enum.GetValues<ListingSection>().Where(section => ListingSections.Fingerprint(copy.Content, section) != ListingSections.Fingerprint(copy.Base, section));
        Write(draft, mine.Aggregate(copy.Newest, (into, section) => ListingSections.Put(into, copy.Content, section)), take.On);
        draft.BaseNumber = copy.NewestNumber;
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Makes a revision of the draft, which then waits to be judged; a new entry leaves the working list. A second click finds the draft gone.
    /// </summary>
    /// <returns>The revision; null: there was no draft any more.</returns>
    /// <exception cref="ListingInvalidException">Something is missing that reviewers need to begin.</exception>
    /// <exception cref="ListingRefusedException">Somebody handed in something else meanwhile, or nothing is different.</exception>
    public async Task<WrittenRevision?> HandInAsync(HandIn handIn, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(handIn);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(handIn.ServiceId));
        var state = await context.Services.Where(s => s.Id == handIn.ServiceId).Select(s => s.State).SingleAsync(cancellation);
        // A row of somebody's list, as it was read in, may be complete without a draft.
        if (await LockAsync(handIn.ServiceId, handIn.OrganisationId, cancellation) is null && state != ServiceState.Working)
            return null;
        var copy = await ReadAsync(handIn.ServiceId, handIn.OrganisationId, cancellation);
        if (copy.IsStale)
            throw new ListingRefusedException("draft_stale", "Somebody handed in something else since this was begun.");
        bool isSame = CanonicalJson.Hash(copy.Content).AsSpan().SequenceEqual(CanonicalJson.Hash(copy.Newest));
        if (isSame && state != ServiceState.Working)
            throw new ListingRefusedException("draft_same", "Nothing is different from what was handed in last.");
        var missing = Missing(copy.Content, state).Where(m => m.IsNeeded).Select(m => m.Problem).ToList();
        if (missing.Count > 0)
            throw new ListingInvalidException(missing);
        var written = await listings.ReviseAsync(new ReviseService(handIn.ServiceId, handIn.OrganisationId, copy.Content, handIn.On), actor, cancellation);
        var change = ChangeClasses.Of(copy.Published, copy.Content) ?? ChangeClass.Promises;
        await _proposals.ProposeAsync(new ProposeRevision(written.RevisionId, handIn.AccountId, handIn.On, change), actor, cancellation);
        await context.Drafts.Where(d => d.ServiceId == handIn.ServiceId && d.OrganisationId == handIn.OrganisationId).ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    /// <summary>Takes a new entry that waits to be judged back into the working list.</summary>
    /// <exception cref="ListingRefusedException">It is another organisation's, or somebody is judging it already.</exception>
    public async Task WithdrawAsync(WithdrawProposal withdraw, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await context.CallAsync<object>("select directory.lock_service($1)", cancellation, Uuid(withdraw.ServiceId));
        var service = await context.Services.SingleAsync(s => s.Id == withdraw.ServiceId, cancellation);
        var waits = await context.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(p => p.ServiceId == service.Id && p.ClosedOn == null, cancellation);
        if ((waits?.OrganisationId ?? service.OrganisationId) != withdraw.OrganisationId)
            throw new ListingRefusedException("draft_working", "This entry is another organisation's.");
        if (waits is null)
        {
            if (service.State is not ServiceState.Working)
                throw new ListingRefusedException("draft_judged", "Somebody is judging it already.");
            return;
        }

        if (service.State == ServiceState.InReview || await context.Set<Review>().AnyAsync(r => r.RevisionId == waits.RevisionId, cancellation))
            throw new ListingRefusedException("draft_judged", "Somebody is judging it already.");
        await _proposals.TakeBackAsync(new TakeBack(waits.RevisionId, withdraw.On), actor, cancellation);
        // What was written goes on as a draft, though the entry itself stands as before.
        var revision = await context.Revisions.SingleAsync(r => r.Id == waits.RevisionId, cancellation);
        var current = await CurrentAsync(service.Id, cancellation);
        if (current.Id != revision.Id)
            await EnsureAsync(service.Id, withdraw.OrganisationId, withdraw.On, cancellation, Read(revision));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// What is missing before everybody could read it. Some of it reviewers find out themselves when they call: consent, the facts that decide
    /// a visit, cost, police. The rest is needed before they can begin; where the public reads the entry already, all of it is.
    /// </summary>
    public IReadOnlyList<MissingPart> Missing(ListingContent content, ServiceState state)
    {
        bool isNew = state is ServiceState.Working or ServiceState.Proposed or ServiceState.Question or ServiceState.InReview;
        return [.. _validator.Validate(content, ListingUse.Publication).Where(p => !p.IsWarning)
            .Select(p => new MissingPart(p, ListingSections.Of(p.Field), IsNeeded: !isNew || !IsAskedByReviewers(p)))];
    }

    /// <summary>What may stay as it is and should be looked at twice.</summary>
    public IReadOnlyList<ListingProblem> Warnings(ListingContent content) => [.. _validator.Validate(content, ListingUse.Draft).Where(p => p.IsWarning)];

    private static bool IsAskedByReviewers(ListingProblem problem) => (problem.Field, problem.Reason) is
        ("consent", "consent-missing") or ("consent.kind", "consent-needed") or ("consent.exactAddress", "address-word") or ("access", "not-known") or ("cost", "missing")
            or ("sharing.police", "missing");

    private static ListingContent Read(Revision revision) => Upcasters.Default.Read(revision.Content, revision.ContentVersion);

    private static void Write(Draft draft, ListingContent content, LocalDate on)
    {
        draft.Content = JsonSerializer.Serialize(content, ContentJson.Options);
        draft.ContentVersion = ListingContent.CurrentVersion;
        draft.Version++;
        draft.SavedOn = on;
    }

    /// <summary>Begins a draft with the newest revision, where the organisation has none. Two at once begin one.</summary>
    private async Task EnsureAsync(Guid service, Guid organisation, LocalDate on, CancellationToken cancellation, ListingContent? content = null)
    {
        if (await context.Drafts.AnyAsync(d => d.ServiceId == service && d.OrganisationId == organisation, cancellation))
            return;
        var newest = await CurrentAsync(service, cancellation);
        await context.CallAsync<long>(
            """
            with added as (
              insert into directory.draft (service_id, organisation_id, content, content_version, base_number, version, saved_on)
              values ($1, $2, $3, $4, $5, 1, $6) on conflict do nothing returning 1)
            select count(*) from added
            """,
            cancellation,
            Uuid(service),
            Uuid(organisation),
            new NpgsqlParameter { Value = JsonSerializer.Serialize(content ?? Read(newest), ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new NpgsqlParameter { Value = ListingContent.CurrentVersion, NpgsqlDbType = NpgsqlDbType.Integer },
            new NpgsqlParameter { Value = newest.Number, NpgsqlDbType = NpgsqlDbType.Integer },
            Date(on));
    }

    /// <summary>The newest revision; where the public reads one, without what was taken back or declined since, which is nobody's to go on from.</summary>
    private Task<Revision> CurrentAsync(Guid service, CancellationToken cancellation) => context.Revisions
        .Where(r => r.ServiceId == service
            && !(context.Services.Any(s => s.Id == service && s.PublishedRevisionId != null)
                && context.Set<Proposal>().Any(p => p.RevisionId == r.Id && (p.Outcome == ProposalOutcome.Withdrawn || p.Outcome == ProposalOutcome.Declined))))
        .OrderByDescending(r => r.Number).FirstAsync(cancellation);

    private Task<Draft?> LockAsync(Guid service, Guid organisation, CancellationToken cancellation) => context.Drafts
        .FromSql($"select * from directory.draft where service_id = {service} and organisation_id = {organisation} for update")
        .AsTracking().SingleOrDefaultAsync(cancellation);
}

/// <summary>Something that a description lacks before everybody could read it.</summary>
/// <param name="Section">Where it is written.</param>
/// <param name="IsNeeded">Before it can be handed in.</param>
public sealed record MissingPart(ListingProblem Problem, ListingSection Section, bool IsNeeded);
