using Npgsql;
using NpgsqlTypes;

namespace ServiceDirectory.Core.Places;

/// <summary>How far a load has come.</summary>
/// <param name="Done">Places written.</param>
/// <param name="Total">Places to write.</param>
public readonly record struct LoadProgress(int Done, int Total);

/// <summary>The gazetteer in the database: written by the owner when it changes, read whole by every program that starts.</summary>
public static class GazetteerStore
{
    /// <summary>Places read by one statement: far under the time limit of the public role on a slow machine.</summary>
    private const int Page = 10_000;

    private const int ReportEvery = 5_000;

    /// <summary>True when the tables hold the file that ships with the program.</summary>
    /// <param name="reader">Pool of any login.</param>
    /// <param name="cancellation">Stops the question.</param>
    public static async Task<bool> IsLoadedAsync(NpgsqlDataSource reader, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        await using var connection = await reader.OpenConnectionAsync(cancellation);
        return await VersionAsync(connection, cancellation) == GazetteerFile.ShippedVersion();
    }

    /// <summary>
    /// Brings the tables to the file that ships with the program, in one transaction: readers see the old rows or the new ones.
    /// </summary>
    /// <param name="owner">Pool of the owner's login.</param>
    /// <param name="progress">Told every few thousand places; null for nobody.</param>
    /// <param name="cancellation">Stops and leaves everything as it was.</param>
    /// <returns>False when the tables held this very file already and nothing was done.</returns>
    public static async Task<bool> LoadAsync(
        NpgsqlDataSource owner, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var version = GazetteerFile.ShippedVersion();
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two who load at once take turns; the second finds nothing to do.
        await RunAsync(connection, "lock table published.gazetteer in share row exclusive mode", cancellation);
        if (await VersionAsync(connection, cancellation) == version)
            return false;

        await LoadAsync(connection, GazetteerFile.ReadShipped(), version, progress, cancellation);
        await transaction.CommitAsync(cancellation);
        await RunAsync(connection, "vacuum analyze published.place, published.region, published.country", cancellation);
        return true;
    }

    /// <summary>
    /// Reads the gazetteer into memory: from the file beside the program where that holds the places of the database, else from the database, which takes some seconds.
    /// </summary>
    /// <param name="reader">Pool of the public login.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SettingException">None was loaded.</exception>
    public static async Task<Gazetteer> ReadAsync(NpgsqlDataSource reader, CancellationToken cancellation = default) =>
        await ReadAsync(reader, GazetteerImage.File, cancellation);

    internal static async Task<Gazetteer> ReadAsync(NpgsqlDataSource reader, string image, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        await using var connection = await reader.OpenConnectionAsync(cancellation);
        // One picture of all tables, even while somebody loads.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        string version = await VersionAsync(connection, cancellation) ?? throw new SettingException("The database holds no places. Run: places load");
        if (GazetteerImage.TryRead(image, version) is { } made)
            return made;

        var builder = new GazetteerBuilder();
        await foreach (var row in RowsAsync(connection, "select code, name, names from published.country", cancellation))
            builder.AddCountry(new CountryRow(row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2)));
        // A first-level division comes before those within it.
        await foreach (var row in RowsAsync(connection, "select code, name from published.region order by code", cancellation))
            builder.AddRegion(new RegionRow(row.GetString(0), row.GetString(1)));

        for (var last = int.MinValue; await ReadPageAsync(connection, builder, last, cancellation) is { } next; last = next)
        {
        }

        return builder.Build();
    }

    internal static async Task LoadAsync(
        NpgsqlConnection connection, GazetteerRows rows, string version, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        // Not truncate: that would shut readers out until the end of the transaction.
        await RunAsync(
            connection,
            "delete from published.place; delete from published.region; delete from published.country; delete from published.gazetteer",
            cancellation);

        await using (var copy = await connection.BeginBinaryImportAsync("copy published.country (code, name, names) from stdin binary", cancellation))
        {
            foreach (var country in rows.Countries)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(country.Code, cancellation);
                await copy.WriteAsync(country.Name, cancellation);
                await copy.WriteAsync(country.Names.ToArray(), cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy published.region (code, name) from stdin binary", cancellation))
        {
            foreach (var region in rows.Regions)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(region.Code, cancellation);
                await copy.WriteAsync(region.Name, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await CopyPlacesAsync(connection, rows.Places, progress, cancellation);
        await using var stamp = new NpgsqlCommand("insert into published.gazetteer (version) values ($1)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = version } },
        };
        await stamp.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task CopyPlacesAsync(
        NpgsqlConnection connection, IReadOnlyList<PlaceRow> places, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy published.place (geo_name_id, name, country_code, admin1_code, admin2_code, latitude, longitude, population,
              time_zone, feature_code, other_names) from stdin binary
            """,
            cancellation);
        for (var i = 0; i < places.Count; i++)
        {
            var place = places[i];
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(place.GeoNameId, cancellation);
            await copy.WriteAsync(place.Name, cancellation);
            await copy.WriteAsync(place.CountryCode, cancellation);
            await copy.WriteAsync(place.Admin1Code, cancellation);
            await copy.WriteAsync(place.Admin2Code, cancellation);
            await copy.WriteAsync(place.Latitude, cancellation);
            await copy.WriteAsync(place.Longitude, cancellation);
            await copy.WriteAsync(place.Population, cancellation);
            await copy.WriteAsync(place.TimeZone, cancellation);
            await copy.WriteAsync(place.FeatureCode, cancellation);
            await copy.WriteAsync(place.OtherNames as string[] ?? [.. place.OtherNames], NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
            if ((i + 1) % ReportEvery == 0 || i + 1 == places.Count)
                progress?.Report(new LoadProgress(i + 1, places.Count));
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <returns>The number of the last place read; null when there was none.</returns>
    private static async Task<int?> ReadPageAsync(NpgsqlConnection connection, GazetteerBuilder builder, int after, CancellationToken cancellation)
    {
        const string sql =
            """
            select geo_name_id, name, country_code, admin1_code, admin2_code, latitude, longitude, population, time_zone, feature_code, other_names
            from published.place where geo_name_id > $1 order by geo_name_id limit $2
            """;
        int? last = null;
        await foreach (var row in RowsAsync(connection, sql, cancellation, after, Page))
        {
            last = row.GetInt32(0);
            builder.AddPlace(new PlaceRow(
                row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
                Latitude: row.GetDouble(5),
                Longitude: row.GetDouble(6),
                row.GetInt32(7), row.GetString(8), row.GetString(9), row.GetFieldValue<string[]>(10)));
        }

        return last;
    }

    private static async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(
        NpgsqlConnection connection,
        string sql,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation,
        params int[] values)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            yield return rows;
    }

    private static async Task<string?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select version from published.gazetteer", connection);
        return (string?)await ask.ExecuteScalarAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
