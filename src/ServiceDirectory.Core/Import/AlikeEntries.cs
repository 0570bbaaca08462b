using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Import;

/// <summary>What entries are known by: the same telephone, the same website, or the same name in the same town.</summary>
internal sealed class AlikeEntries
{
    private readonly Dictionary<string, Alike> _marks = new(StringComparer.Ordinal);

    public AlikeEntries(IEnumerable<OwnEntry> own, IEnumerable<ShownEntry> shown)
    {
        foreach (var entry in own)
        {
            var towns = entry.Content.Sites.Select(site => site.PlaceId);
            Add(entry.Code, null, entry.Content.Phones.Select(p => p.Number), entry.Content.Website?.Url, entry.Content.OtherNames.Prepend(entry.Content.Name).Select(n => n.OriginalWords), towns);
        }

        foreach (var entry in shown)
            Add(entry.Code, null, entry.Phones, entry.Website, entry.Names, entry.Towns);
    }

    /// <summary>The first that a row looks like; null: none.</summary>
    public Alike? Find(ReadRow row)
    {
        foreach (var (mark, why) in Marks(row))
        {
            if (_marks.TryGetValue(mark, out var found))
                return found with { Why = why };
        }

        return null;
    }

    public void Add(ReadRow row)
    {
        foreach (var (mark, why) in Marks(row))
            _marks.TryAdd(mark, new Alike(null, row.Number, why));
    }

    private void Add(string? code, int? row, IEnumerable<string> phones, string? website, IEnumerable<string> names, IEnumerable<int> towns)
    {
        foreach (var (mark, why) in Marks(phones, website, names, towns))
            _marks.TryAdd(mark, new Alike(code, row, why));
    }

    private static IEnumerable<(string Mark, ColumnUse Why)> Marks(ReadRow row) => Marks(
        row.Of(ColumnUse.Phone).Split("; ", StringSplitOptions.RemoveEmptyEntries),
        row.Of(ColumnUse.Website) is { Length: > 0 } website ? website : null,
        row.Of(ColumnUse.OtherName).Split("; ", StringSplitOptions.RemoveEmptyEntries).Prepend(row.Of(ColumnUse.Name)),
        int.TryParse(row.Of(ColumnUse.Town), out int town) ? [town] : []);

    private static IEnumerable<(string Mark, ColumnUse Why)> Marks(IEnumerable<string> phones, string? website, IEnumerable<string> names, IEnumerable<int> towns)
    {
        foreach (string phone in phones.Where(phone => phone.StartsWith('+')))
            yield return ($"t{phone}", ColumnUse.Phone);
        if (website is not null)
            yield return ($"w{ContactText.SameSite(website)}", ColumnUse.Website);
        foreach (string name in names)
        {
            foreach (int town in towns)
                yield return ($"n{HeaderText.Key(name)} {town}", ColumnUse.Name);
        }
    }
}

/// <param name="Code">Of the entry; null: it is a row of the list.</param>
/// <param name="Row">Of the list; null: it is an entry.</param>
/// <param name="Why">By what.</param>
internal sealed record Alike(string? Code, int? Row, ColumnUse Why);

/// <summary>An entry that anybody can see.</summary>
internal sealed record ShownEntry(string Code, IReadOnlyList<string> Phones, string? Website, IReadOnlyList<string> Names, IReadOnlyList<int> Towns);

/// <summary>Reads what the public finds.</summary>
internal static class ShownEntries
{
    private const string Statement =
        """
        select code,
          array(select p ->> 'number' from jsonb_array_elements(coalesce(content -> 'phones', '[]')) p),
          content #>> '{website,url}',
          array(select n #>> array['in', n ->> 'original', 'value']
                from jsonb_array_elements(jsonb_build_array(content -> 'name') || coalesce(content -> 'otherNames', '[]')) n),
          array(select (s ->> 'placeId')::int from jsonb_array_elements(coalesce(content -> 'sites', '[]')) s)
        from published.service
        """;

    public static async Task<IReadOnlyList<ShownEntry>> ReadAsync(DirectoryDbContext context, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(Statement, (NpgsqlConnection)context.Database.GetDbConnection());
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var entries = new List<ShownEntry>();
            while (await rows.ReadAsync(cancellation))
            {
                entries.Add(new ShownEntry(
                    rows.GetString(0),
                    rows.GetFieldValue<string[]>(1),
                    await rows.IsDBNullAsync(2, cancellation) ? null : rows.GetString(2),
                    rows.GetFieldValue<string[]>(3),
                    rows.GetFieldValue<int[]>(4)));
            }

            return entries;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
