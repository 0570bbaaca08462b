using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Reports;

/// <summary>
/// What was done in a whole year that is over: services by need and by place, checks, minutes, concerns by promise. Each number is rounded to
/// five and none is under five; the database counts, and says nothing else.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class YearReports(DirectoryDbContext context)
{
    /// <summary>Whole years that are over in which anything happened, the latest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(LocalDate today, CancellationToken cancellation = default)
    {
        var first = await context.Revisions.MinAsync(r => (LocalDate?)r.WrittenOn, cancellation);
        return first is null ? [] : [.. Enumerable.Range(first.Value.Year, Math.Max(0, today.Year - first.Value.Year)).Reverse()];
    }

    /// <summary>In the order of <see cref="ReportPart"/>; within one, the largest first.</summary>
    /// <param name="organisation">Whose own checks and minutes are counted.</param>
    /// <param name="year">Empty unless it is over.</param>
    /// <param name="today">Today.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<ReportLine>> ReadAsync(Guid organisation, int year, LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<Row>(
            $"select part, key, number from directory.year_report({organisation}, {year}, {today})").ToListAsync(cancellation);
        return [.. found.Select(row => new ReportLine(EnumSlug.Parse<ReportPart>(row.Part), row.Key, row.Number))
            .OrderBy(line => line.Part).ThenByDescending(line => line.Number).ThenBy(line => line.Key, StringComparer.Ordinal)];
    }

    private sealed record Row(string Part, string Key, int Number);
}

/// <summary>One number of a year.</summary>
/// <param name="Key">The number of a need or a promise, a GeoNames id, a kind of message, or what an organisation did.</param>
/// <param name="Number">Rounded to five, five at least.</param>
public sealed record ReportLine(ReportPart Part, string Key, int Number);

public enum ReportPart
{
    /// <summary>Services that were checked, by need.</summary>
    Need,

    /// <summary>Services that were checked, by town.</summary>
    Place,

    /// <summary>What the organisation itself did: reviews, calls, minutes.</summary>
    Own,

    /// <summary>What people wrote, by promise.</summary>
    Concern,

    /// <summary>What else people wrote, by kind.</summary>
    Message,
}
