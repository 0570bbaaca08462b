using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// The promises as they stand in the database. Those of the catalogue are the first version only: from then on the councils change them
/// (<c>0070_criteria_by_council.sql</c>), so whatever judges reads them here.
/// </summary>
internal static class KeptCriteria
{
    public static Task<int> NewestCriteriaAsync(this DirectoryDbContext context, CancellationToken cancellation) =>
        context.CallAsync<int>("select directory.newest_criteria()", cancellation);

    /// <summary>The newest version.</summary>
    public static async Task<CriteriaSet> CriteriaAsync(this DirectoryDbContext context, CancellationToken cancellation) =>
        PublishedCriteria.Read(await context.CallAsync<string>("select content::text from published.criteria order by version desc limit 1", cancellation));

    /// <summary>One version.</summary>
    public static async Task<CriteriaSet> CriteriaAsync(this DirectoryDbContext context, int version, CancellationToken cancellation) =>
        PublishedCriteria.Read(await context.CallAsync<string>("select content::text from published.criteria where version = $1", cancellation, Number(version)));
}

/// <summary>One version of the promises, as anybody can read it.</summary>
public sealed class PublishedCriteria
{
    public required int Version { get; init; }

    public required string Content { get; init; }

    /// <summary>When the councils decided; null: it came with the program.</summary>
    public LocalDate? MadeOn { get; init; }

    /// <summary>It asks for more: what was listed before and has no verdict on that is hidden from this day on.</summary>
    public LocalDate? AppliesOn { get; init; }

    public CriteriaSet Read() => Read(Content);

    internal static CriteriaSet Read(string content) =>
        JsonSerializer.Deserialize<CriteriaSet>(content, ContentJson.Options) ?? throw new JsonException("A version of the promises has promises.");
}
