using System.Data;
using NetTopologySuite.Geometries;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// Finds services: one statement for a whole page of results with its counts, sent as the public role. A day is the UTC date
/// of the moment of the search, so every entry ends at the same moment everywhere.
/// </summary>
/// <param name="source">The public data source.</param>
/// <param name="catalogue">Says which facts filter and which hide.</param>
/// <param name="zones">Where minutes of the local week come from; the database has no zone data of its own.</param>
public sealed class ListingSearch(NpgsqlDataSource source, DirectoryCatalogue catalogue, IDateTimeZoneProvider zones)
{
    private ZoneNames _zoneNames = new([]);

    /// <summary>The whole answer to a search.</summary>
    /// <param name="criteria">Valid ones: nothing is checked again here.</param>
    /// <param name="now">Decides what is open, late and hidden.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<SearchResults> FindAsync(SearchCriteria criteria, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var answer = await AskAsync(connection, criteria, now, cancellation);
        if (AsksTheClock(criteria) && answer.LastZone >= _zoneNames.Count)
        {
            // A zone that was not known here when the statement was sent: its sites would all have been left out, or stand last.
            _zoneNames = await ZoneNames.ReadAsync(connection, cancellation);
            answer = await AskAsync(connection, criteria, now, cancellation);
        }

        return answer.ToResults(criteria, catalogue);
    }

    private static bool AsksTheClock(SearchCriteria criteria) => criteria.Open is OpenWhen.Now || criteria.Sort is SortBy.Open;

    private async Task<ListingSearchAnswer> AskAsync(
        NpgsqlConnection connection, SearchCriteria criteria, Instant now, CancellationToken cancellation)
    {
        await using var command = Command(connection, criteria, now);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellation);
        return await ListingSearchAnswer.ReadAsync(rows, now, zones, cancellation);
    }

    internal NpgsqlCommand Command(NpgsqlConnection connection, SearchCriteria criteria, Instant now)
    {
        long asked = criteria.Access.Aggregate(0L, (mask, facet) => mask | 1L << facet);
        long hiding = catalogue.ExcludeFacets;
        var centre = criteria.Place?.Centre;
        var words = SearchWords.In(criteria.Text);
        (int?[] Minutes, LocalDate?[] Dates)? clock = AsksTheClock(criteria) ? _zoneNames.At(now, zones) : null;
        var command = new NpgsqlCommand(
            ListingSearchStatement.For(place: centre is not null, needs: criteria.Needs.Count > 0, text: words is not null, clock: clock is not null), connection);
        var add = command.Parameters;
        Add(NpgsqlDbType.Geography, centre is { } c ? new Point(c.Longitude, c.Latitude) { SRID = 4326 } : null);
        Add(NpgsqlDbType.Double, criteria.WithinKm * 1000);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Integer, criteria.Needs.Count > 0 ? criteria.Needs.Distinct().ToArray() : [0]);
        Add(NpgsqlDbType.Bigint, asked & ~hiding);
        Add(NpgsqlDbType.Date, now.InUtc().Date);
        Add(NpgsqlDbType.Bigint, asked & hiding);
        Add(NpgsqlDbType.Integer, (criteria.Page - 1) * SearchCriteria.PageSize);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, criteria.RemoteAreas.ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, criteria.Languages.Count > 0 ? criteria.Languages.ToArray() : null);
        Add(NpgsqlDbType.Smallint, OpenBits(criteria.Open));
        Add(NpgsqlDbType.Array | NpgsqlDbType.Integer, criteria.Open is OpenWhen.Now ? clock?.Minutes : null);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Date, clock?.Dates);
        Add(NpgsqlDbType.Boolean, criteria.Reach is not Reach.Remote);
        Add(NpgsqlDbType.Boolean, criteria.Reach is not Reach.Visit);
        Add(NpgsqlDbType.Boolean, criteria.Sort is SortBy.Checked || centre is null);
        Add(NpgsqlDbType.Text, criteria.PageLanguage);
        Add(NpgsqlDbType.Bigint, hiding);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Integer, criteria.Sort is SortBy.Open ? clock?.Minutes : null);
        Add(NpgsqlDbType.Integer, criteria.OpensWithinHours * 6);
        if (words is not null)
        {
            Add(NpgsqlDbType.TsQuery, words.All);
            Add(NpgsqlDbType.TsQuery, words.AllInName);
            Add(NpgsqlDbType.TsQuery, words.Any);
            Add(NpgsqlDbType.Array | NpgsqlDbType.TsQuery, words.Each);
            Add(NpgsqlDbType.Boolean, criteria.Sort is null or SortBy.Relevance);
            Add(NpgsqlDbType.TsQuery, words.AllWhole);
        }

        return command;

        void Add(NpgsqlDbType type, object? value) =>
            add.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
    }

    private static short OpenBits(OpenWhen? open) => open switch
    {
        OpenWhen.Evening => 1,
        OpenWhen.Night => 2,
        OpenWhen.Weekend => 4,
        _ => 0,
    };

    /// <summary>Names of <c>published.zone</c> by id. Rows are only ever added there, so what is here stays true.</summary>
    private sealed class ZoneNames(string?[] byId)
    {
        public int Count => byId.Length;

        public static async Task<ZoneNames> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand("select zone_id, name from zone order by zone_id", connection);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var names = new List<string?>();
            while (await rows.ReadAsync(cancellation))
            {
                while (names.Count < rows.GetInt16(0))
                    names.Add(null);
                names.Add(rows.GetString(1));
            }

            return new ZoneNames([.. names]);
        }

        /// <summary>Where each zone's clock stands. PostgreSQL counts array elements from 1, so id 0 is left out.</summary>
        public (int?[] Minutes, LocalDate?[] Dates) At(Instant now, IDateTimeZoneProvider zones)
        {
            var minutes = new int?[Math.Max(0, byId.Length - 1)];
            var dates = new LocalDate?[minutes.Length];
            for (int i = 0; i < minutes.Length; i++)
            {
                if (byId[i + 1] is not { } name || zones.GetZoneOrNull(name) is not { } zone)
                    continue;
                var local = now.InZone(zone);
                minutes[i] = OpenHours.MinuteOfWeek(local.LocalDateTime);
                dates[i] = local.Date;
            }

            return (minutes, dates);
        }
    }
}
