using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Notices;

/// <summary>
/// The notices that are true at some places now, read as the public role. Asked for with each page and kept nowhere: so a notice
/// that has ended is gone with the next page.
/// </summary>
/// <param name="source">The public data source.</param>
public sealed class NoticesInForce(NpgsqlDataSource source)
{
    /// <summary>More than that would push down what somebody came for; the newest are shown.</summary>
    public const int Most = 3;

    private const string InForce =
        """
        select n.place_id, n.area, n.words, n.starts_at, n.ends_at from notice n
        where n.ends_at > $1 and n.starts_at <= $1
          and (n.area = any ($2) or exists (
            select from unnest($3, $4) p (x, y)
            where st_dwithin(n.geog, st_setsrid(st_makepoint(p.x, p.y), 4326)::geography, n.radius_m, false)))
        order by n.starts_at desc, n.id limit $5
        """;

    /// <summary>What is true at any of some places, the newest first.</summary>
    public Task<IReadOnlyList<Notice>> AtAsync(IReadOnlyCollection<Place> places, Instant now, CancellationToken cancellation = default) => FindAsync(
        [.. places.Select(place => new GeoPoint(place.Latitude, place.Longitude))], places.SelectMany(place => place.Areas), now, cancellation);

    /// <summary>What is true of a country as a whole, the newest first.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="now">Decides which have ended.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    public Task<IReadOnlyList<Notice>> OfCountryAsync(string country, Instant now, CancellationToken cancellation = default) =>
        FindAsync([], [country], now, cancellation);

    /// <summary>The newest first.</summary>
    /// <param name="points">Centres of places; a notice for a radius is true at those within it.</param>
    /// <param name="areas">Countries (<c>GB</c>) and regions (<c>GB.ENG</c>).</param>
    /// <param name="now">Decides which have ended.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<IReadOnlyList<Notice>> FindAsync(
        IReadOnlyCollection<GeoPoint> points, IEnumerable<string> areas, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        await using var command = source.CreateCommand(InForce);
        Add(NpgsqlDbType.TimestampTz, now);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, areas.Distinct().ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Double, points.Select(point => point.Longitude).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Double, points.Select(point => point.Latitude).ToArray());
        Add(NpgsqlDbType.Integer, Most);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Notice>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new Notice(
                PlaceId: await rows.IsDBNullAsync(0, cancellation) ? null : rows.GetInt32(0),
                Area: await rows.IsDBNullAsync(1, cancellation) ? null : rows.GetString(1),
                Words: JsonSerializer.Deserialize<Text>(rows.GetString(2), ContentJson.Options) ?? throw new JsonException("A notice is empty."),
                From: rows.GetFieldValue<Instant>(3),
                Until: rows.GetFieldValue<Instant>(4)));
        }

        return found;

        void Add(NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
    }
}

/// <summary>A dated line about a place. Whose it is is not public.</summary>
/// <param name="PlaceId">GeoNames id of the town it is about; null: about <paramref name="Area"/>.</param>
/// <param name="Area">The country or region it is about; null: about a town.</param>
/// <param name="Words">In their languages.</param>
/// <param name="From">When it was written.</param>
/// <param name="Until">The first moment at which it is not true any more.</param>
public sealed record Notice(int? PlaceId, string? Area, Text Words, Instant From, Instant Until);
