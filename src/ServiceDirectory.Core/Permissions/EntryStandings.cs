using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Permissions;

/// <summary>Finds what an organisation is to an entry. Who counts as one with whom, the database's own functions say.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class EntryStandings(DirectoryDbContext context)
{
    /// <param name="organisation">Whose standing.</param>
    /// <param name="code">The entry's public code.</param>
    /// <param name="on">The day on which they act.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>Null: there is no such entry.</returns>
    public async Task<EntryStanding?> FindAsync(Guid organisation, string code, LocalDate on, CancellationToken cancellation = default)
    {
        var found = await context.Services.AsNoTracking().Where(s => s.Code == code)
            .Select(s => new { s.Id, s.Code, s.State, s.OrganisationId })
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        // By what is shown and by everything that was written since, as the database itself sees it: who runs a service is not taken away by
        // somebody who only wrote that another one does.
        string[] ties = await context.CallAsync<string[]>(
            "select coalesce(array_agg(kind), '{}') from directory.ties($1, $2) where organisation_id = $3", cancellation, Uuid(found.Id), Date(on), Uuid(organisation));
        bool isTied = ties.Length > 0, runs = ties.Contains("runs") || ties.Contains("related");
        var relation = found.OrganisationId == organisation ? Relation.Own
            : runs ? Relation.Runs
            : (await context.CallAsync<Guid[]>("select directory.family($1)", cancellation, Uuid(organisation))).Contains(found.OrganisationId) ? Relation.Related
            : Relation.Other;
        return new EntryStanding(found.Id, found.Code, found.State, found.OrganisationId, relation, isTied);
    }

    /// <summary>What an entry is called in what was written of it last.</summary>
    public async Task<Text> NameAsync(Guid service, CancellationToken cancellation = default)
    {
        var newest = await context.Revisions.AsNoTracking().Where(r => r.ServiceId == service).OrderByDescending(r => r.Number)
            .Select(r => new { r.Content, r.ContentVersion }).FirstAsync(cancellation);
        return Upcasters.Default.Read(newest.Content, newest.ContentVersion).Name;
    }

    /// <summary>Whether an organisation or one of its people has a tie to a service, so that others judge and check it.</summary>
    public Task<bool> IsTiedAsync(Guid service, Guid organisation, Guid account, LocalDate on, CancellationToken cancellation = default) =>
        context.CallAsync<bool>(
            "select directory.is_tied(r.id, $2, $3, $4) from directory.revision r where r.service_id = $1 order by r.number desc limit 1",
            cancellation, Uuid(service), Uuid(organisation), Uuid(account), Date(on));

    /// <summary>Whether an organisation may judge one service on a day: as <see cref="HasVoiceAsync"/>, and a guest where it was invited.</summary>
    public Task<bool> MayJudgeAsync(Guid organisation, Guid service, LocalDate on, CancellationToken cancellation = default) =>
        context.CallAsync<bool>("select directory.may_judge($1, $2, $3)", cancellation, Uuid(organisation), Uuid(service), Date(on));

    /// <summary>Whether an organisation may approve on a day: sex worker-led, vouched for, not frozen, no guest.</summary>
    public Task<bool> HasVoiceAsync(Guid organisation, LocalDate on, CancellationToken cancellation = default) =>
        context.CallAsync<bool>("select directory.may_approve($1, $2)", cancellation, Uuid(organisation), Date(on));
}
