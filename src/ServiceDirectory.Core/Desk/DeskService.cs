using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;

namespace ServiceDirectory.Core.Desk;

/// <summary>What waits for an organisation, read from where it happened: <c>directory.desk</c> has a branch for each kind of thing.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">Knows what cannot wait.</param>
public sealed class DeskService(DirectoryDbContext context, DirectoryCatalogue catalogue)
{
    /// <summary>What of it is for somebody, in the order of <see cref="OfAsync"/>.</summary>
    /// <param name="seat">Where they act from.</param>
    /// <param name="today">Today.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<IReadOnlyList<DeskRow>> ForAsync(Seat seat, LocalDate today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(seat);
        if (!PermissionTable.HasRoleFor(seat, Deed.ReadWaiting))
            return [];
        return [.. (await OfAsync(seat.OrganisationId, today, cancellation)).Where(row => PermissionTable.HasRoleFor(seat, DeskDeeds.Of(row.Kind)))];
    }

    /// <summary>By kind; within one, what cannot wait first, then what stands alone in its town, then what waits longest.</summary>
    public async Task<IReadOnlyList<DeskRow>> OfAsync(Guid organisation, LocalDate today, CancellationToken cancellation = default)
    {
        int[] urgent = [.. catalogue.Needs.Where(need => need.Urgent).Select(need => need.Id)];
        var found = await context.Database.SqlQuery<Found>(
            $"select kind, code, name::text as name, place_id, urgent, alone, since, until from directory.desk({organisation}, {today}, {urgent})").ToListAsync(cancellation);
        return [.. found.Select(Read).OrderBy(row => row.Kind).ThenByDescending(row => row.IsUrgent).ThenByDescending(row => row.IsAlone)
            .ThenBy(row => row.Since ?? LocalDate.MaxIsoValue).ThenBy(row => row.Code, StringComparer.Ordinal)];
    }

    private static DeskRow Read(Found found) => new(
        EnumSlug.Parse<DeskKind>(found.Kind), found.Code, JsonSerializer.Deserialize<Text>(found.Name, ContentJson.Options) ?? throw new JsonException("An entry has a name."))
    {
        PlaceId = found.PlaceId,
        IsUrgent = found.Urgent,
        IsAlone = found.Alone,
        Since = found.Since,
        Until = found.Until,
    };

    private sealed record Found(string Kind, string? Code, string Name, int? PlaceId, bool Urgent, bool Alone, LocalDate? Since, LocalDate? Until);
}
