using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Listings;

/// <summary>An entry that everybody can find.</summary>
/// <param name="PlaceId">GeoNames' number of its first town; null: help comes from afar.</param>
public sealed record PublicEntry(string Code, ServiceState State, Text Name, int? PlaceId);

/// <summary>
/// Finds what everybody reads, whoever keeps it, for members who know something about it today: by a part of a name, by its code or
/// address, or by a telephone number as it is dialled.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class PublicEntries(DirectoryDbContext context)
{
    public const int Most = 50;

    public const int FewestLetters = 3;

    /// <summary>Fewer digits are in too many numbers.</summary>
    private const int FewestDigits = 5;

    /// <param name="words">As they were typed; shorter than <see cref="FewestLetters"/>: nothing is found.</param>
    /// <returns>At most <see cref="Most"/>, by name.</returns>
    public async Task<IReadOnlyList<PublicEntry>> FindAsync(string words, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        string typed = words.Trim();
        if (typed.Length < FewestLetters)
            return [];
        // Of an address the end is the code.
        string code = typed.Split('?', '#')[0].TrimEnd('/').Split('/')[^1].ToLowerInvariant();
        string digits = new string([.. typed.Where(char.IsAsciiDigit)]).TrimStart('0');
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(
                """
                select s.code, s.state, r.content::text, r.content_version
                from directory.service s join directory.revision r on r.id = s.published_revision_id
                where s.code = $1
                  or exists (select from jsonb_path_query(jsonb_build_array(r.content -> 'name') || coalesce(r.content -> 'otherNames', '[]'), '$[*].in.*.value') n (name)
                    where n.name #>> '{}' ilike $2)
                  or exists (select from jsonb_path_query(r.content, '$.phones[*].number') n (number) where n.number #>> '{}' like $3)
                order by s.code limit $4
                """,
                (NpgsqlConnection)context.Database.GetDbConnection());
            command.Parameters.Add(RuleCalls.Words(code));
            command.Parameters.Add(RuleCalls.Words($"%{Literally(typed)}%"));
            command.Parameters.Add(RuleCalls.Words(digits.Length < FewestDigits ? null : $"%{digits}"));
            command.Parameters.Add(new NpgsqlParameter { Value = Most });
            var found = new List<PublicEntry>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var content = Upcasters.Default.Read(reader.GetString(2), reader.GetInt32(3));
                found.Add(new PublicEntry(reader.GetString(0), EnumSlug.Parse<ServiceState>(reader.GetString(1)), content.Name, content.Sites is [var site, ..] ? site.PlaceId : null));
            }

            return [.. found.OrderBy(entry => entry.Name.OriginalWords, StringComparer.InvariantCultureIgnoreCase).ThenBy(entry => entry.Code, StringComparer.Ordinal)];
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static string Literally(string typed) =>
        typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
