using Npgsql;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>A gazetteer of a few towns: enough for most tests, and written in no time.</summary>
internal static class Towns
{
    /// <summary>Adds towns with their countries and regions, as the owner.</summary>
    public static async Task AddTownsAsync(this NpgsqlDataSource owner, params IEnumerable<Place> towns)
    {
        foreach (var town in towns)
        {
            await using var command = owner.CreateCommand(
                """
                with country as (insert into published.country (code, name, names) values ($2, $3, '{}') on conflict do nothing),
                region as (insert into published.region (code, name) select $4, $5 where $4 is not null on conflict do nothing),
                version as (insert into published.gazetteer (version) values ('some towns') on conflict do nothing)
                insert into published.place (
                  geo_name_id, name, country_code, admin1_code, admin2_code, latitude, longitude, population, time_zone, feature_code, other_names)
                values ($1, $6, $2, coalesce(split_part($4, '.', 2), ''), '', $7, $8, $9, $10, 'PPL', '{}') on conflict do nothing
                """);
            command.Parameters.AddWithValue(town.GeoNameId);
            command.Parameters.AddWithValue(town.Country.Code);
            command.Parameters.AddWithValue(town.Country.Name);
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)town.Region?.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)town.Region?.Name ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.AddWithValue(town.Name);
            command.Parameters.AddWithValue(town.Latitude);
            command.Parameters.AddWithValue(town.Longitude);
            command.Parameters.AddWithValue(town.Population);
            command.Parameters.AddWithValue(town.Zone.Id);
            await command.ExecuteNonQueryAsync();
        }
    }
}
