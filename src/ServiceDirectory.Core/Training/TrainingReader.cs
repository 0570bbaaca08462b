using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Training;

/// <summary>What the two sides of a training see of it: whoever trains, and whoever asked. Nobody else sees a word or a place.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="months">Open what whoever asks wrote.</param>
/// <param name="notes">Open where a session is held.</param>
public sealed class TrainingReader(DirectoryDbContext context, MonthKeys months, PrivateNotes notes)
{
    /// <summary>What can be asked for today; an organisation's own, too, where one is named.</summary>
    /// <param name="own">Only of this one; null: of all.</param>
    /// <param name="today">Today.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<IReadOnlyList<TrainingOffer>> OffersAsync(Guid? own, LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<OfferRow>(
            $"""
            select f.id, case when o.id = {own}::uuid or directory.named_trainer(o.id) is not null then o.name::text end as organisation, f.content::text as content, f.is_public, f.ends_on
            from directory.training_offer f join directory.organisation o on o.id = f.organisation_id
            where f.ended_on is null and f.written_on <= {today} and f.ends_on > {today} and (o.id = {own}::uuid or {own}::uuid is null and directory.may_approve(o.id, {today}))
            order by f.content -> 'title' ->> 'original', f.id
            """).ToListAsync(cancellation);
        return [.. found.Select(row => new TrainingOffer(row.Id, Named(row.Organisation), OfferRules.Read(row.Content), row.IsPublic, row.EndsOn))];
    }

    /// <summary>All requests of an organisation, asked or asking, what waits first. Without one nothing is agreed here.</summary>
    public async Task<IReadOnlyList<TrainingRequest>> RequestsAsync(Guid organisation, CancellationToken cancellation = default) =>
        [.. (await RowsAsync(organisation, null, cancellation)).Select(row => Read(row, organisation, withWords: false))];

    /// <summary>One request with its words and place; null: it is neither theirs nor was it sent to them.</summary>
    public async Task<TrainingRequest?> FindAsync(Guid organisation, Guid request, CancellationToken cancellation = default) =>
        (await RowsAsync(organisation, request, cancellation)).Select(row => Read(row, organisation, withWords: true)).SingleOrDefault();

    /// <summary>A request of a school, for whoever has its code: the state and the day, and nothing of what they wrote themselves.</summary>
    public async Task<TrainingRequest?> OfSchoolAsync(Guid request, CancellationToken cancellation = default) =>
        (await RowsAsync(null, request, cancellation)).Where(row => row.ByName is null).Select(row => Read(row, Guid.Empty, withWords: true) with { Words = null }).SingleOrDefault();

    /// <summary>The certificate of a service that lasts longest; null: it has none that counts.</summary>
    public async Task<PrintedCertificate?> CertificateAsync(Guid service, LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<CertificateRow>(
            $"""
            select s.code, (select r.content -> 'name' from directory.revision r
                where r.service_id = s.id order by (r.id = s.published_revision_id) desc nulls last, r.number desc limit 1)::text as name,
              case when directory.named_trainer(c.organisation_id) is not null then o.name::text end as by_name, c.issued_on, c.ends_on, c.staff_percent
            from directory.training_certificate c join directory.service s on s.id = c.service_id join directory.organisation o on o.id = c.organisation_id
            where s.id = {service} and c.staff_percent >= 50 and c.front_desk and c.issued_on <= {today} and c.ends_on > {today}
              and directory.may_approve(c.organisation_id, c.issued_on)
            order by c.ends_on desc limit 1
            """).ToListAsync(cancellation);
        return found is [var row] ? new PrintedCertificate(row.Code, Named(row.Name)!, Named(row.ByName), row.IssuedOn, row.EndsOn, row.StaffPercent) : null;
    }

    /// <summary>The teaching record of a request, for whoever taught; null: there is none, or it has ended.</summary>
    public async Task<PrintedTeaching?> TeachingAsync(Guid organisation, Guid request, LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<TeachingRow>(
            $"""
            select t.id, t.words, t.hours, t.repeats_yearly, t.peers_paid, case when directory.named_trainer(o.id) is not null then o.name::text end as by_name, t.issued_on, t.ends_on
            from directory.teaching_record t join directory.training_session s on s.id = t.training_id join directory.organisation o on o.id = t.organisation_id
            where s.request_id = {request} and t.organisation_id = {organisation} and t.ends_on > {today}
            """).ToListAsync(cancellation);
        return found is not [var row] ? null : new PrintedTeaching(
            JsonSerializer.Deserialize<TeachingWords>(notes.Open(TrainingService.TeachingKind, row.Id, row.Words), ContentJson.Options) ?? throw new JsonException("A record is empty."),
            row.Hours, row.RepeatsYearly, row.PeersPaid, Named(row.ByName), row.IssuedOn, row.EndsOn);
    }

    /// <summary>The services that a provider runs and for which it can ask.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Code, Text Name)>> ServicesAsync(Guid provider, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<ServiceRow>(
            $"""
            select s.id, s.code, (r.content -> 'name')::text as name
            from directory.service s join lateral (
              select content from directory.revision where service_id = s.id order by (id = s.published_revision_id) desc nulls last, number desc limit 1) r on true
            where s.state in ('proposed', 'question', 'in-review', 'provisional', 'own', 'listed', 'suspended')
              and (r.content -> 'provider' ->> 'organisationId')::uuid = {provider} and directory.runs({provider}, s.id)
            order by s.code
            """).ToListAsync(cancellation);
        return [.. found.Select(row => (row.Id, row.Code, Named(row.Name)!))];
    }

    private static Text? Named(string? json) => json is null ? null : JsonSerializer.Deserialize<Text>(json, ContentJson.Options);

    private async Task<List<RequestRow>> RowsAsync(Guid? organisation, Guid? request, CancellationToken cancellation) => await context.Database.SqlQuery<RequestRow>(
        $"""
        select q.id, q.state, q.organisation_id, q.has_budget, q.sent_on, f.content::text as offer, b.name::text as by_name, v.code, r.name::text as service_name, q.month, q.words,
          s.id as session_id, s.held_on, s.starts, s.minutes, s.mode, s.place, s.topics, s.is_paid, s.recorded_on, s.front_desk, s.clinical, s.managers, s.students, s.staff_percent,
          (select c.ends_on from directory.training_certificate c where c.training_id = s.id) as certified_until,
          (select t.ends_on from directory.teaching_record t where t.training_id = s.id) as taught_until
        from directory.training_request q
        join directory.training_offer f on f.id = q.offer_id
        left join directory.organisation b on b.id = q.asked_by
        left join directory.service v on v.id = q.service_id
        left join lateral (
          select content -> 'name' as name from directory.revision where service_id = v.id order by (id = v.published_revision_id) desc nulls last, number desc limit 1) r on true
        left join directory.training_session s on s.request_id = q.id and s.called_off_on is null
        where ({organisation}::uuid is null or q.organisation_id = {organisation} or q.asked_by = {organisation}) and ({request}::uuid is null or q.id = {request})
        order by array_position(array['sent', 'accepted', 'scheduled', 'done', 'declined'], q.state), q.sent_on desc, q.id
        """).ToListAsync(cancellation);

    private TrainingRequest Read(RequestRow row, Guid organisation, bool withWords) => new(
        row.Id, EnumSlug.Parse<RequestState>(row.State), row.OrganisationId == organisation, row.HasBudget, row.SentOn, OfferRules.Read(row.Offer).Title,
        Named(row.ByName), row.Code, Named(row.ServiceName), withWords ? WordsOf(row) : null, SessionOf(row, withWords));

    private RequestWords? WordsOf(RequestRow row) =>
        row.Words is { } words && months.Open(row.Month, TrainingService.PurposeOf(row.Id), words) is { } plain ? JsonSerializer.Deserialize<RequestWords>(plain, ContentJson.Options) : null;

    private TrainingSession? SessionOf(RequestRow row, bool withPlace) => row.SessionId is not { } id ? null : new TrainingSession(
        id, row.HeldOn!.Value, row.Starts is { } starts ? LocalTime.FromMinutesSinceMidnight(starts) : null, row.Minutes!.Value, EnumSlug.Parse<TrainingMode>(row.Mode!),
        withPlace && row.Place is { } place ? notes.Open(TrainingService.PlaceKind, id, place) : null, [.. row.Topics!.Select(EnumSlug.Parse<TrainingTopic>)], row.IsPaid!.Value,
        row.RecordedOn is null ? null : new Heads(row.FrontDesk!.Value, row.Clinical!.Value, row.Managers!.Value, row.Students!.Value, row.StaffPercent!.Value), row.CertifiedUntil, row.TaughtUntil);

    private sealed record OfferRow(Guid Id, string? Organisation, string Content, bool IsPublic, LocalDate EndsOn);

    private sealed record CertificateRow(string Code, string Name, string? ByName, LocalDate IssuedOn, LocalDate EndsOn, int StaffPercent);

    private sealed record TeachingRow(Guid Id, byte[] Words, short Hours, bool RepeatsYearly, bool PeersPaid, string? ByName, LocalDate IssuedOn, LocalDate EndsOn);

    private sealed record ServiceRow(Guid Id, string Code, string Name);

    private sealed record RequestRow(
        Guid Id, string State, Guid OrganisationId, bool HasBudget, LocalDate SentOn, string Offer, string? ByName, string? Code, string? ServiceName, string Month, byte[]? Words,
        Guid? SessionId, LocalDate? HeldOn, short? Starts, short? Minutes, string? Mode, byte[]? Place, string[]? Topics, bool? IsPaid, LocalDate? RecordedOn,
        short? FrontDesk, short? Clinical, short? Managers, short? Students, short? StaffPercent, LocalDate? CertifiedUntil, LocalDate? TaughtUntil);
}
