using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDirectory.Floor.Pages;

/// <summary>The nearest twenty sites that have a need, with their cards.</summary>
public sealed class NearModel(NpgsqlDataSource source) : PageModel
{
    private const string Nearest =
        """
        select s.code, t.card, s.metres from (
          select service_id, code, st_distance(geog, $1, false) as metres from site where area is null and needs && $2 order by geog <-> $1 limit 20) s
        join service_text t on t.service_id = s.service_id and t.is_original
        order by s.metres
        """;

    public List<(string Code, Card Card, double Km)> Found { get; } = [];

    public async Task OnGetAsync(double latitude, double longitude, int need, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Nearest);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Geography, Value = new Point(longitude, latitude) { SRID = 4326 } });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer, Value = new[] { need } });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            Found.Add((rows.GetString(0), JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(1), CardJson.Default.Card)!, rows.GetDouble(2) / 1000));
    }
}
