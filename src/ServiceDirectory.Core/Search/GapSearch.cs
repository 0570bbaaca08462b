using NetTopologySuite.Geometries;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Search;

/// <summary>A need that no listed service near a place meets.</summary>
/// <param name="HasRemote">A listed one does by phone, online or by post.</param>
public sealed record Gap(Need Need, bool HasRemote);

/// <summary>What is missing near a place, read from what is listed; never from what people look for.</summary>
/// <param name="published">As the public.</param>
/// <param name="catalogue">Which needs there are.</param>
public sealed class GapSearch(NpgsqlDataSource published, DirectoryCatalogue catalogue)
{
    /// <summary>How far a listed service may be.</summary>
    public const int Km = 50;

    private const string Statement =
        """
        with here (need) as (
          select distinct unnest(s.needs) from site s
          where s.rank = 0 and s.hidden_from > $3
            and (st_dwithin(s.geog, $2, $5, false) or s.area && $2 and st_covers(s.area, $2)))
        select n.need,
          exists (select from remote_need r where r.need = n.need and r.area = any ($4) and r.rank < 10 and r.hidden_from > $3)
        from unnest($1) n (need)
        where n.need not in (select need from here)
        """;

    /// <summary>In the order of the catalogue.</summary>
    public async Task<IReadOnlyList<Gap>> FindAsync(Place place, LocalDate today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(place);
        await using var command = published.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter { Value = catalogue.Needs.Select(n => n.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = new Point(place.Longitude, place.Latitude) { SRID = 4326 }, NpgsqlDbType = NpgsqlDbType.Geography });
        command.Parameters.Add(RuleCalls.Date(today));
        command.Parameters.Add(new NpgsqlParameter { Value = (string[])[.. place.Areas, "001"], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = Km * 1000.0, NpgsqlDbType = NpgsqlDbType.Double });
        var found = new Dictionary<int, bool>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found[reader.GetInt32(0)] = reader.GetBoolean(1);
        return [.. catalogue.Needs.Where(n => found.ContainsKey(n.Id)).Select(n => new Gap(n, found[n.Id]))];
    }
}
