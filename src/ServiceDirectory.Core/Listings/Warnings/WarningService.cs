using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Publishing;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Listings.Warnings;

/// <summary>
/// Warning about a published service at once, and taking that back. Who may, and for how long, is decided by the database's own
/// functions. A warning changes no word of the entry, moves no date of a check, and ends by its date.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="zoneOf">The clock of a place by its GeoNames id; null where there is none.</param>
public sealed class WarningService(DirectoryDbContext context, Func<int, DateTimeZone?> zoneOf)
{
    /// <summary>Warns; the public reads it at once.</summary>
    /// <returns>Its id; null: just that was said already, for as long or longer.</returns>
    /// <exception cref="ListingRefusedException">The organisation may not, nobody reads the service, or it would last too long.</exception>
    public async Task<Guid?> WarnAsync(WarnOfService warn, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(warn);
        ArgumentNullException.ThrowIfNull(actor);
        var (on, days, ends) = warn.Kind is WarningKind.Closed ? await TodayAsync(warn, cancellation) : (null, null, EndOf(warn));
        return await context.CallAsync<object>(
            "select directory.warn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            cancellation,
            Uuid(warn.ServiceId),
            Words(EnumSlug.Of(warn.Kind)),
            Uuid(warn.ContactId),
            Uuid(warn.SiteId),
            new NpgsqlParameter { Value = (object?)on ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date },
            new NpgsqlParameter { Value = (object?)days ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
            Uuid(warn.OrganisationId),
            Moment(warn.At.Hour()),
            Moment(ends),
            Words(EnumSlug.Of(actor.Role))) as Guid?;
    }

    /// <summary>Takes a warning back before its end.</summary>
    /// <returns>False when it was over already.</returns>
    /// <exception cref="ListingRefusedException">It is another organisation's, and this is no reviewer; or the service has no such warning.</exception>
    public async Task<bool> EndAsync(EndWarning end, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(actor);
        if (!await context.Set<Warning>().AnyAsync(warning => warning.Id == end.WarningId && warning.ServiceId == end.ServiceId, cancellation))
            throw new ListingRefusedException("warning_unknown", "There is no such warning.");
        return await context.CallAsync<bool>(
            "select directory.end_warning($1, $2, $3, $4)", cancellation, Uuid(end.WarningId), Uuid(end.OrganisationId), Moment(end.At), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>What is warned of now, the newest first.</summary>
    public async Task<IReadOnlyList<GivenWarning>> OfAsync(Guid service, Instant now, CancellationToken cancellation = default) => await context.Set<Warning>()
        .Where(warning => warning.ServiceId == service && warning.EndedOn == null && warning.EndsAt > now)
        .OrderByDescending(warning => warning.StartsAt)
        .Select(warning => new GivenWarning(warning.Id, warning.Kind, warning.Contact, warning.SiteId, warning.OrganisationId, warning.EndsAt))
        .ToListAsync(cancellation);

    /// <summary>What the public reads of a service now, to choose from; null: nobody reads it.</summary>
    public async Task<ListingContent?> PublishedAsync(Guid service, CancellationToken cancellation = default)
    {
        var revision = await context.Services.Where(s => s.Id == service)
            .Join(context.Revisions, s => s.PublishedRevisionId, r => r.Id, (_, r) => r).SingleOrDefaultAsync(cancellation);
        return revision is null ? null : Upcasters.Default.Read(revision.Content, revision.ContentVersion);
    }

    // Days of the world's calendar, as "full" is one in every query.
    private static Instant EndOf(WarnOfService warn) =>
        warn.At.InUtc().Date.PlusDays(Math.Clamp(warn.Days, 1, WarningRules.MostDays)).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Today on the clocks there, what is left of the hours that search reads, and when it ends.</summary>
    private async Task<(LocalDate? On, string? Days, Instant Ends)> TodayAsync(WarnOfService warn, CancellationToken cancellation)
    {
        var content = await PublishedAsync(warn.ServiceId, cancellation)
            ?? throw new ListingRefusedException("warning_published", "Nobody reads this service, so there is nobody to warn.");
        var sites = content.Sites.Where(site => warn.SiteId is null || site.Id == warn.SiteId).ToList();
        if (sites.Count == 0 && warn.SiteId is not null)
            throw new ListingRefusedException("warning_site", "The entry has no such place.");
        var zone = sites is [var first, ..] ? zoneOf(first.PlaceId) ?? DateTimeZone.Utc
            : content.RemoteAreas.Count > 0 ? RemoteClock.Of(content, firstSite: null)
            : DateTimeZone.Utc;
        var on = warn.At.InZone(zone).Date;
        var days = sites.SelectMany(site => WeeklyHours
            .SpecialDays(site.Hours, [.. site.SpecialDays.Where(day => day.On != on), new SpecialDay { Id = site.Id, On = on }])
            .Where(day => day.Key == on || day.Key == on.PlusDays(1))
            .Select(day => new { site = site.Id, on = day.Key, hours = day.Value.ToString() }));
        return (on, JsonSerializer.Serialize(days, ContentJson.Options), on.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
    }

    private static NpgsqlParameter Moment(Instant at) => new() { Value = at, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
