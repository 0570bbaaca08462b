using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Guides;

/// <summary>
/// Writing guides, and the second pair of eyes without which nobody reads one. Who may, and for how long it counts, is decided by the
/// database's own functions; what may stand in one is decided here as well.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">Knows the needs.</param>
/// <param name="notes">Seals what came back with a guide.</param>
public sealed class GuideService(DirectoryDbContext context, DirectoryCatalogue catalogue, PrivateNotes notes)
{
    private const string Note = "guide";

    /// <summary>Begins a guide, which nobody else reads yet.</summary>
    /// <returns>Its code, by which it is found.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not.</exception>
    public async Task<(Guid Id, string Code)> BeginAsync(BeginGuide begin, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(actor);
        var problems = GuideRules.CheckDraft(begin.Content, catalogue).ToList();
        if (begin.Country is { } country ? !Countries.Contains(country) : GuideRules.IsOfOneCountry(begin.Kind))
            problems.Add(new ListingProblem("country", "unknown", "Say of which country this is true."));
        Refuse(problems);
        string code = await PublicCode.FreeAsync(context, cancellation);
        var id = await context.CallAsync<Guid>(
            "select directory.begin_guide($1, $2, $3, $4, $5, $6, $7, $8)",
            cancellation,
            RuleCalls.Words(code), Uuid(begin.OrganisationId), Uuid(begin.AccountId), RuleCalls.Words(EnumSlug.Of(begin.Kind)), RuleCalls.Words(begin.Country),
            Json(begin.Content), Date(begin.On), Role(actor));
        return (id, code);
    }

    /// <summary>Keeps what was written; what the public reads stays as it is.</summary>
    /// <returns>The new edition.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong.</exception>
    /// <exception cref="ListingRefusedException">It waits, somebody else saved it meanwhile, or it is another organisation's.</exception>
    public Task<int> SaveAsync(SaveGuide save, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(actor);
        Refuse(GuideRules.CheckDraft(save.Content, catalogue));
        return context.CallAsync<int>(
            "select directory.save_guide($1, $2, $3, $4, $5, $6, $7)",
            cancellation,
            Uuid(save.GuideId), Uuid(save.OrganisationId), Uuid(save.AccountId), Json(save.Content), Number(save.Edition), Date(save.On), Role(actor));
    }

    /// <summary>Asks for a second pair of eyes.</summary>
    /// <returns>False when it waits already.</returns>
    /// <exception cref="ListingInvalidException">Something is missing.</exception>
    /// <exception cref="ListingRefusedException">A rule stands against showing it.</exception>
    public async Task<bool> SendAsync(MoveGuide send, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(send);
        ArgumentNullException.ThrowIfNull(actor);
        await RequireWholeAsync(send.GuideId, send.On, cancellation);
        return await CallAsync<bool>("select directory.send_guide($1, $2, $3, $4, $5)", send, actor, cancellation);
    }

    /// <summary>Takes it back to be changed.</summary>
    /// <returns>False when it does not wait.</returns>
    public Task<bool> TakeBackAsync(MoveGuide take, Actor actor, CancellationToken cancellation = default) =>
        CallAsync<bool>("select directory.take_back_guide($1, $2, $3, $4, $5)", take, actor, cancellation);

    /// <summary>Somebody who wrote nothing of it says yes: it is shown.</summary>
    /// <returns>The first day on which nobody reads it; null: it is shown already.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong.</exception>
    /// <exception cref="ListingRefusedException">They wrote it, may not approve, or it is not what they read.</exception>
    public async Task<LocalDate?> ApproveAsync(ApproveGuide approve, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(approve);
        ArgumentNullException.ThrowIfNull(actor);
        await RequireWholeAsync(approve.GuideId, approve.On, cancellation);
        return await context.CallAsync<object>(
            "select directory.approve_guide($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(approve.GuideId), Number(approve.Edition), Uuid(approve.OrganisationId), Uuid(approve.AccountId), Date(approve.On), Role(actor)) as LocalDate?;
    }

    /// <summary>Says what has to change first.</summary>
    /// <returns>False when it does not wait any more.</returns>
    /// <exception cref="ListingInvalidException">The note is empty or too long.</exception>
    /// <exception cref="ListingRefusedException">They wrote it, or may not approve.</exception>
    public async Task<bool> ReturnAsync(ReturnGuide back, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(back);
        ArgumentNullException.ThrowIfNull(actor);
        string note = PrivateNotes.Require("note", back.Note);
        return await context.CallAsync<bool>(
            "select directory.return_guide($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(back.GuideId), Uuid(back.OrganisationId), Uuid(back.AccountId),
            new NpgsqlParameter { Value = notes.Seal(Note, back.GuideId, note), NpgsqlDbType = NpgsqlDbType.Bytea }, Date(back.On), Role(actor));
    }

    /// <summary>Takes it off every page at once.</summary>
    /// <returns>False when nobody reads it any more.</returns>
    public Task<bool> WithdrawAsync(MoveGuide withdraw, Actor actor, CancellationToken cancellation = default) =>
        CallAsync<bool>("select directory.withdraw_guide($1, $2, $3, $4, $5)", withdraw, actor, cancellation);

    /// <summary>Somebody who wrote nothing of it has looked again: it counts from today.</summary>
    /// <returns>The first day on which nobody reads it.</returns>
    public async Task<LocalDate> CheckAgainAsync(MoveGuide check, Actor actor, CancellationToken cancellation = default) =>
        await CallAsync<LocalDate>("select directory.check_guide($1, $2, $3, $4, $5)", check, actor, cancellation);

    /// <summary>What an organisation writes, what waits for whoever may approve, and what it approved.</summary>
    /// <param name="organisation">Who asks.</param>
    /// <param name="account">Who of them.</param>
    /// <param name="hasVoice">Whether it may approve today.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<IReadOnlyList<WrittenGuide>> ListAsync(Guid organisation, Guid? account, bool hasVoice, CancellationToken cancellation = default) =>
        await ReadAsync(null, organisation, account, hasVoice, cancellation);

    /// <param name="code">Of its address.</param>
    /// <param name="organisation">Who asks.</param>
    /// <param name="account">Who of them.</param>
    /// <param name="hasVoice">Whether it may approve today.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>Null: there is none, or it is not for them.</returns>
    public async Task<WrittenGuide?> FindAsync(string code, Guid organisation, Guid? account, bool hasVoice, CancellationToken cancellation = default) =>
        (await ReadAsync(code, organisation, account, hasVoice, cancellation)).SingleOrDefault();

    private async Task<IReadOnlyList<WrittenGuide>> ReadAsync(string? code, Guid organisation, Guid? account, bool hasVoice, CancellationToken cancellation)
    {
        var rows = await context.Database.SqlQuery<Row>(
            $"""
            select g.id, g.code, g.organisation_id, o.name::text as organisation, g.kind, g.country, g.edition, v.id as version, v.state, v.content::text as content,
              v.written_on, v.sent_on, v.judged_by, v.note, directory.is_second(v.id, {organisation}, {account}) as may_second, p.checked_on, p.due_on, p.hidden_from
            from directory.guide g join directory.organisation o on o.id = g.organisation_id
            join directory.guide_version v on v.guide_id = g.id and (v.state in ('draft', 'waiting', 'returned', 'published')
              or v.number = (select max(number) from directory.guide_version n where n.guide_id = g.id))
            left join published.guide p on p.code = g.code
            where ({code}::text is null or g.code = {code})
              and (g.organisation_id = {organisation}
                or {hasVoice} and (v.state = 'waiting' or v.judged_by = {organisation} and v.state = 'published'))
            order by g.begun_on desc, g.code
            """).ToListAsync(cancellation);
        return [.. rows.GroupBy(row => row.Id).Select(versions => Read([.. versions], organisation))];
    }

    private WrittenGuide Read(List<Row> versions, Guid reader)
    {
        var guide = versions[0];
        var read = versions.ConvertAll(row => new GuideVersion(
            row.Version, EnumSlug.Parse<GuideState>(row.State), JsonSerializer.Deserialize<GuideContent>(row.Content, ContentJson.Options) ?? throw new JsonException("A guide is empty."),
            row.WrittenOn, row.SentOn, row.JudgedBy, row.MaySecond,
            // For those who wrote it and those who say it.
            row.Note is { } note && (reader == row.OrganisationId || reader == row.JudgedBy) ? notes.Open(Note, row.Id, note) : null));
        return new WrittenGuide(
            guide.Id, guide.Code, guide.OrganisationId, JsonSerializer.Deserialize<Text>(guide.Organisation, ContentJson.Options)!, EnumSlug.Parse<GuideKind>(guide.Kind),
            guide.Country, guide.Edition,
            read.Find(version => version.State is GuideState.Draft or GuideState.Waiting or GuideState.Returned), read.Find(version => version.State is GuideState.Published))
        {
            Last = read.Find(version => version.State is GuideState.Withdrawn or GuideState.Replaced),
            Dates = guide is { CheckedOn: { } checkedOn, DueOn: { } dueOn, HiddenFrom: { } hiddenFrom } ? new GuideDates(checkedOn, dueOn, hiddenFrom) : null,
        };
    }

    private async Task RequireWholeAsync(Guid guide, LocalDate on, CancellationToken cancellation)
    {
        var row = await context.Database.SqlQuery<OpenRow>(
            $"""
            select g.kind, v.content::text as content, o.kind as writer, o.fields
            from directory.guide g join directory.organisation o on o.id = g.organisation_id join directory.guide_version v on v.guide_id = g.id
            where g.id = {guide} and v.state in ('draft', 'waiting', 'returned')
            """).SingleOrDefaultAsync(cancellation);
        // Where nothing is open, the database says what is the matter.
        if (row is null)
            return;
        var content = JsonSerializer.Deserialize<GuideContent>(row.Content, ContentJson.Options) ?? throw new JsonException("A guide is empty.");
        var problems = GuideRules.CheckWhole(EnumSlug.Parse<GuideKind>(row.Kind), content, catalogue, on).ToList();
        if (row.Writer == EnumSlug.Of(OrganisationKind.Allied) && !GuideRules.IsInField(content, [.. row.Fields.Select(EnumSlug.Parse<OrganisationField>)], catalogue))
            problems.Add(new ListingProblem("needs", "not-your-field", "An allied organisation writes about what it works on. Choose needs of its field."));
        Refuse(problems);
    }

    private static void Refuse(IEnumerable<ListingProblem> found)
    {
        var problems = found.ToList();
        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
    }

    private Task<T> CallAsync<T>(string sql, MoveGuide move, Actor actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(move);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<T>(sql, cancellation, Uuid(move.GuideId), Uuid(move.OrganisationId), Uuid(move.AccountId), Date(move.On), Role(actor));
    }

    private static NpgsqlParameter Json(GuideContent content) => new() { Value = JsonSerializer.Serialize(content, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter Role(Actor actor) => RuleCalls.Words(EnumSlug.Of(actor.Role));

    private sealed record Row(
        Guid Id, string Code, Guid OrganisationId, string Organisation, string Kind, string? Country, int Edition, Guid Version, string State, string Content,
        LocalDate WrittenOn, LocalDate? SentOn, Guid? JudgedBy, byte[]? Note, bool MaySecond, LocalDate? CheckedOn, LocalDate? DueOn, LocalDate? HiddenFrom);

    private sealed record OpenRow(string Kind, string Content, string Writer, string[] Fields);
}
