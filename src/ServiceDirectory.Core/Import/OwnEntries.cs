using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>An entry that an organisation keeps, as it was written last.</summary>
/// <param name="Note">What its list says besides, for the organisation alone.</param>
public sealed record OwnEntry(Guid ServiceId, string Code, ServiceState State, ListingContent Content, LocalDate WrittenOn, string? Note);

/// <summary>Everything that an organisation entered, whatever became of it.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">Open the notes.</param>
public sealed class OwnEntries(DirectoryDbContext context, DirectorySecrets secrets)
{
    /// <returns>By name.</returns>
    public async Task<IReadOnlyList<OwnEntry>> ReadAsync(Guid organisation, CancellationToken cancellation = default)
    {
        var rows = await context.Services.AsNoTracking().Where(s => s.OrganisationId == organisation)
            .Select(s => new
            {
                s.Id,
                s.Code,
                s.State,
                Last = context.Revisions.Where(r => r.ServiceId == s.Id).OrderByDescending(r => r.Number)
                    .Select(r => new { r.Content, r.ContentVersion, r.WrittenOn }).FirstOrDefault(),
                Note = context.ImportRows.Where(i => i.ServiceId == s.Id).Select(i => i.Note).FirstOrDefault(),
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Where(row => row.Last is not null)
                .Select(row => new OwnEntry(
                    row.Id, row.Code, row.State, Upcasters.Default.Read(row.Last!.Content, row.Last.ContentVersion), row.Last.WrittenOn, ImportRow.OpenNote(secrets, row.Id, row.Note)))
                .OrderBy(entry => entry.Content.Name.OriginalWords, StringComparer.InvariantCultureIgnoreCase).ThenBy(entry => entry.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>The same, taken out of the directory: which is recorded.</summary>
    public async Task<IReadOnlyList<OwnEntry>> TakeOutAsync(Guid organisation, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        context.Add(DirectoryEvent.OfOrganisation(actor, "export", organisation, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return await ReadAsync(organisation, cancellation);
    }
}
