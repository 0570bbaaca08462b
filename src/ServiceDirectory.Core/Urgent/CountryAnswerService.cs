using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Urgent;

/// <summary>
/// Writing, approving and ending country answers. Who may, and for how long, is decided by the database's own functions; what may
/// stand in one is decided here.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">Knows the situations.</param>
public sealed class CountryAnswerService(DirectoryDbContext context, DirectoryCatalogue catalogue)
{
    /// <summary>Writes an answer, which nobody reads before a second organisation has approved it.</summary>
    /// <returns>Its id, by which it is approved or ended.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong, or odd and was not looked at twice.</exception>
    /// <exception cref="ListingRefusedException">The organisation may not.</exception>
    public Task<Guid> WriteAsync(WriteCountryAnswer answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        Check(answer);
        return context.CallAsync<Guid>(
            "select directory.write_country_answer($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(answer.OrganisationId),
            RuleCalls.Words(answer.Country),
            new NpgsqlParameter { Value = answer.Situation, NpgsqlDbType = NpgsqlDbType.Integer },
            new NpgsqlParameter { Value = JsonSerializer.Serialize(answer.Content, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            Date(answer.On),
            RuleCalls.Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Looks at an answer without writing it.</summary>
    /// <exception cref="ListingInvalidException">Something in it is wrong, or odd and was not looked at twice.</exception>
    public void Check(WriteCountryAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var problems = CountryAnswerRules.Check(answer, catalogue).Where(problem => !(problem.IsWarning && answer.LookedTwice)).ToList();
        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
    }

    /// <summary>What is read now, and what waits for another organisation, by country.</summary>
    public async Task<IReadOnlyList<WrittenAnswer>> WrittenAsync(LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<Row>(
            $"""
            select a.id, a.organisation_id, a.country, a.situation, a.content::text as content, a.written_on, p.until
            from directory.country_answer a left join published.country_answer p on p.id = a.id
            where a.ended_on is null and (p.until > {today} or a.approved_by is null and a.written_on + interval '6 months' > {today})
            order by a.country, a.situation, a.written_on, a.id
            """).ToListAsync(cancellation);
        return [.. found.Select(row => new WrittenAnswer(
            row.Id, row.OrganisationId, row.Country, row.Situation,
            JsonSerializer.Deserialize<CountryAnswerContent>(row.Content, ContentJson.Options) ?? throw new JsonException("An answer is empty."), row.WrittenOn, row.Until))];
    }

    /// <summary>Records the second organisation's yes, and shows the answer in place of the one before.</summary>
    /// <returns>The first day on which nobody reads it; null: it was approved already.</returns>
    /// <exception cref="ListingRefusedException">It is not another organisation, or the answer is over.</exception>
    public async Task<LocalDate?> ApproveAsync(ApproveCountryAnswer approve, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(approve);
        ArgumentNullException.ThrowIfNull(actor);
        return await context.CallAsync<object>(
            "select directory.approve_country_answer($1, $2, $3, $4)",
            cancellation,
            Uuid(approve.AnswerId),
            Uuid(approve.OrganisationId),
            Date(approve.On),
            RuleCalls.Words(EnumSlug.Of(actor.Role))) as LocalDate?;
    }

    /// <summary>Takes an answer back at once.</summary>
    /// <returns>False when it had ended already.</returns>
    /// <exception cref="ListingRefusedException">The organisation may not, or there is no such answer.</exception>
    public Task<bool> EndAsync(EndCountryAnswer end, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.end_country_answer($1, $2, $3, $4)",
            cancellation,
            Uuid(end.AnswerId),
            Uuid(end.OrganisationId),
            Date(end.On),
            RuleCalls.Words(EnumSlug.Of(actor.Role)));
    }

    private sealed record Row(Guid Id, Guid OrganisationId, string Country, int Situation, string Content, LocalDate WrittenOn, LocalDate? Until);
}
