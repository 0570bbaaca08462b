using NodaTime;
using Npgsql;

namespace ServiceDirectory.Core.Mirror;

/// <summary>In which towns something is to be found: a mirror has no form to type one into.</summary>
/// <param name="source">The public login, as a mirror reads it.</param>
public sealed class MirrorTowns(NpgsqlDataSource source)
{
    private const string Statement = "select distinct place_id from site where hidden_from > $1 and (cardinality($2) = 0 or needs && $2)";

    /// <summary>GeoNames numbers.</summary>
    /// <param name="needs">Ids of the catalogue's needs, any of; none: whatever they need.</param>
    /// <param name="today">Decides what is hidden.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    public async Task<IReadOnlyList<int>> FindAsync(IReadOnlyList<int> needs, LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<LocalDate> { TypedValue = today });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. needs] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<int>();
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetInt32(0));
        return found;
    }
}
