using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Notices;

/// <summary>
/// Writing, confirming and ending notices. Who may, and for how long, is decided by the database's own functions; what may stand
/// in the words is decided here. A notice ends by its date without anybody's doing.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="places">Town by GeoNames id.</param>
public sealed class NoticeService(DirectoryDbContext context, Func<int, ListingPlace?> places)
{
    /// <summary>Writes a notice and shows it, for 24 hours at most.</summary>
    /// <returns>Its id, by which it is confirmed or ended.</returns>
    /// <exception cref="ListingInvalidException">Something in it must not be there, or may not and was not looked at twice.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not, or it would last too long.</exception>
    public Task<Guid> PostAsync(PostNotice notice, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(actor);
        Check(notice);
        var around = notice.Area as NoticeArea.Around;
        return context.CallAsync<Guid>(
            "select directory.post_notice($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            cancellation,
            Uuid(notice.OrganisationId),
            new NpgsqlParameter { Value = (object?)around?.PlaceId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            new NpgsqlParameter { Value = (object?)around?.Km ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double },
            RuleCalls.Words((notice.Area as NoticeArea.Whole)?.Code),
            new NpgsqlParameter { Value = JsonSerializer.Serialize(notice.Words, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            Moment(notice.At.Hour()),
            Moment(End(notice.At, notice.EndsAt)),
            RuleCalls.Words(EnumSlug.Of(actor.Role)),
            Uuid(notice.AccountId));
    }

    /// <summary>Looks at a notice without writing it.</summary>
    /// <exception cref="ListingInvalidException">Something in it must not be there, or may not and was not looked at twice.</exception>
    public void Check(PostNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var problems = NoticeRules.Check(notice, places).Where(problem => !(problem.IsWarning && notice.LookedTwice)).ToList();
        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
    }

    /// <summary>Everything that is read now, the newest first.</summary>
    public async Task<IReadOnlyList<WrittenNotice>> WrittenAsync(Instant now, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<Row>(
            $"""
            select id, organisation_id, account_id, confirmed_by is not null as confirmed, place_id, area, words::text as words, starts_at, ends_at
            from directory.notice where ended_at is null and ends_at > {now} order by starts_at desc, id
            """).ToListAsync(cancellation);
        return [.. found.Select(row => new WrittenNotice(
            row.Id, row.OrganisationId, row.AccountId, row.Confirmed,
            new Notice(row.PlaceId, row.Area, JsonSerializer.Deserialize<Text>(row.Words, ContentJson.Options) ?? throw new JsonException("A notice is empty."), row.StartsAt, row.EndsAt)))];
    }

    /// <summary>Records that a second person stands by a notice, which may then last longer.</summary>
    /// <returns>False when somebody had confirmed it already.</returns>
    /// <exception cref="ListingRefusedException">It is not another person's organisation, the notice has ended, or it would last too long.</exception>
    public Task<bool> ConfirmAsync(ConfirmNotice confirm, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(confirm);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.confirm_notice($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(confirm.NoticeId),
            Uuid(confirm.OrganisationId),
            Moment(confirm.At.Hour()),
            Moment(End(confirm.At, confirm.EndsAt)),
            RuleCalls.Words(EnumSlug.Of(actor.Role)),
            Uuid(confirm.AccountId));
    }

    /// <summary>Takes a notice off before its date.</summary>
    /// <returns>False when it had ended already.</returns>
    /// <exception cref="ListingRefusedException">The organisation may not, or there is no such notice.</exception>
    public Task<bool> EndAsync(EndNotice end, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.end_notice($1, $2, $3, $4)",
            cancellation,
            Uuid(end.NoticeId),
            Uuid(end.OrganisationId),
            Moment(end.At.Hour()),
            RuleCalls.Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>An end that is counted from the moment at which somebody wrote would tell it: as long from the full hour, and at one.</summary>
    private static Instant End(Instant at, Instant asked) => asked == asked.Hour() ? asked : (at.Hour() + (asked - at)).HourAfter();

    private sealed record Row(
        Guid Id, Guid OrganisationId, Guid? AccountId, bool Confirmed, int? PlaceId, string? Area, string Words, Instant StartsAt, Instant EndsAt);

    private static NpgsqlParameter Moment(Instant at) => new() { Value = at, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
