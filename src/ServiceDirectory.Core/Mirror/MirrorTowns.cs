using NodaTime;
using Npgsql;

namespace ServiceDirectory.Core.Mirror;

/// <summary>In which towns something is to be found: a mirror has no form to type one into.</summary>
/// <param name="source">The public login, as a mirror reads it.</param>
public sealed class MirrorTowns(NpgsqlDataSource source)
{
    // Of what kind a site is stands in the entry alone.
    private const string Statement = """
        select s.place_id, bool_or(exists (
          select from service v, jsonb_array_elements(v.content -> 'sites') c where v.service_id = s.service_id and c ->> 'id' = s.id::text and c ->> 'kind' <> 'area'))
        from site s where s.hidden_from > $1 and (cardinality($2) = 0 or s.needs && $2) group by s.place_id
        """;

    /// <summary>GeoNames numbers, and of each whether one may come there: false where everything in it keeps to itself where it is.</summary>
    /// <param name="needs">Ids of the catalogue's needs, any of; none: whatever they need.</param>
    /// <param name="today">Decides what is hidden.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    public async Task<IReadOnlyList<(int Place, bool IsOpen)>> FindAsync(IReadOnlyList<int> needs, LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<LocalDate> { TypedValue = today });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. needs] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(int, bool)>();
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetInt32(0), rows.GetBoolean(1)));
        return found;
    }
}
