using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Hsds;

/// <summary>Opens what others may take, as it is at one moment.</summary>
/// <param name="published">As the public.</param>
/// <param name="catalogue">Needs and facts.</param>
public sealed class HsdsReader(NpgsqlDataSource published, DirectoryCatalogue catalogue)
{
    /// <summary>How much one statement of a stream reads, in entries: far under the time limit of the public role.</summary>
    public int AtOnce { get; init; } = 200;

    /// <param name="places">Names of towns and regions.</param>
    /// <param name="now">Decides what has ended by its date.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<HsdsData> OpenAsync(HsdsPlaces places, Instant now, CancellationToken cancellation = default)
    {
        var connection = await published.OpenConnectionAsync(cancellation);
        try
        {
            // Page after page of one state, however long somebody takes to read them.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using var command = new NpgsqlCommand(
                "select namespace, (select content::text from criteria where applies_on is null or applies_on <= $1 order by version desc limit 1) from open_data", connection, transaction);
            command.Parameters.Add(RuleCalls.Date(now.InUtc().Date));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            var ids = new HsdsIds(reader.GetGuid(0));
            var promises = reader.IsDBNull(1) ? catalogue.Criteria : PublishedCriteria.Read(reader.GetString(1));
            return new HsdsData(connection, transaction, ids, new HsdsTerms(ids, catalogue, promises), places, now, AtOnce);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>
/// What others may take: entries that two organisations checked, that nobody has to stop finding today, and that said yes to it. Every road
/// of open data reads by this one condition, so that nothing else shows by a count, a filter or an order. Reads one thing at a time.
/// </summary>
public sealed class HsdsData : IAsyncDisposable
{
    private const string Open = "s.open_data and s.state = 'listed' and s.hidden_from > @today";

    private const string Columns =
        """
        s.id, s.code, s.content::text, s.content_version, o.content::text, s.warnings::text, s.promises::text, s.topics, s.checked_on, s.full_until, s.provider_id,
        s.changed_at, s.turns
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly HsdsMapping _mapping;
    private readonly Instant _now;
    private readonly int _atOnce;

    internal HsdsData(NpgsqlConnection connection, NpgsqlTransaction transaction, HsdsIds ids, HsdsTerms terms, HsdsPlaces places, Instant now, int atOnce)
    {
        (_connection, _transaction, _now, _atOnce) = (connection, transaction, now, atOnce);
        Terms = terms;
        _mapping = new HsdsMapping(ids, terms, places, now);
    }

    /// <summary>The vocabularies.</summary>
    public HsdsTerms Terms { get; }

    /// <summary>Names the state of everything that can be taken: another one whenever any of it, or what is said of it, is another.</summary>
    public async Task<string> StampAsync(CancellationToken cancellation = default)
    {
        await using var command = Command(
            $"""
            select format('%s %s %s %s', count(*), bit_xor(hashtextextended(s.id::text || least(greatest(s.changed_at, (select max(t) from unnest(s.turns) t where t <= @now)), date_trunc('hour', @now, 'UTC')), 0)), @today, '{Terms.Promises.Version}')
            from service s where {Open}
            """,
            HsdsFilter.None);
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public Task<long> CountServicesAsync(HsdsFilter filter, CancellationToken cancellation = default) => CountAsync("count(*)", filter, cancellation);

    /// <summary>In the order of ids.</summary>
    public async Task<IReadOnlyList<HsdsService>> ServicesAsync(HsdsFilter filter, long skip, int take, CancellationToken cancellation = default) =>
        // The page is found by ids: what is skipped would else be read and written out as well.
        [
            .. (await EntriesAsync(
                $"where s.id in (select s.id from service s where {Open}{Conditions(filter)} order by s.id offset @skip limit @take) order by s.id",
                filter, cancellation, ("skip", skip), ("take", take))).Select(_mapping.Service),
        ];

    /// <summary>Ids and moments, in the order of ids.</summary>
    public async Task<IReadOnlyList<HsdsStub>> StubsAsync(HsdsFilter filter, long skip, int take, CancellationToken cancellation = default)
    {
        await using var command = Command(
            $"select s.id, s.changed_at, s.turns from service s where {Open}{Conditions(filter)} order by s.id offset @skip limit @take", filter, ("skip", skip), ("take", take));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stubs = new List<HsdsStub>();
        while (await reader.ReadAsync(cancellation))
            stubs.Add(_mapping.Stub(reader.GetGuid(0), reader.GetFieldValue<Instant>(1), reader.GetFieldValue<Instant[]>(2)));
        return stubs;
    }

    /// <summary>All of them, in the order of ids, a few in memory at a time.</summary>
    public IAsyncEnumerable<HsdsService> AllServicesAsync(HsdsFilter filter, CancellationToken cancellation = default) => AllServicesAsync(filter, withEntry: true, cancellation);

    /// <param name="filter">Which.</param>
    /// <param name="withEntry">With our own part of each.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<HsdsService> AllServicesAsync(HsdsFilter filter, bool withEntry, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Guid? last = null;
        while (true)
        {
            var entries = await EntriesAsync(
                $"where {Open}{Conditions(filter)} and s.id > @last order by s.id limit @take", filter, cancellation, ("last", last ?? Guid.Empty), ("take", _atOnce));
            foreach (var entry in entries)
                yield return _mapping.Service(entry, withEntry);
            if (entries.Count < _atOnce)
                yield break;
            last = entries[^1].Id;
        }
    }

    /// <returns>Null: there is none, or none that can be taken.</returns>
    public async Task<HsdsService?> ServiceAsync(Guid id, CancellationToken cancellation = default) =>
        (await EntriesAsync($"where {Open} and s.id = @id", HsdsFilter.None, cancellation, ("id", id))) is [var entry] ? _mapping.Service(entry) : null;

    public Task<long> CountDoorsAsync(HsdsFilter filter, CancellationToken cancellation = default) =>
        CountAsync($"coalesce(sum((select count(*) from unnest(s.doors) door{Doors(filter)})), 0)::bigint", filter, cancellation);

    /// <summary>Services at locations, in the order of services and then of their own ids.</summary>
    public Task<IReadOnlyList<HsdsServiceAtLocation>> DoorsAsync(HsdsFilter filter, long skip, int take, CancellationToken cancellation = default) =>
        DoorsAsync(filter, "", "offset @skip limit @take", cancellation, ("skip", skip), ("take", take));

    private async Task<IReadOnlyList<HsdsServiceAtLocation>> DoorsAsync(
        HsdsFilter filter, string beyond, string page, CancellationToken cancellation, params (string Name, object Value)[] values)
    {
        var wanted = new List<(Guid Service, Guid Door)>();
        await using (var command = Command(
            $"select s.id, door from service s cross join lateral unnest(s.doors) door{Doors(filter, "where ", Open + Conditions(filter) + beyond)} order by s.id, door {page}",
            filter, values))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                wanted.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        var services = (await EntriesAsync($"where {Open} and s.id = any (@ids)", HsdsFilter.None, cancellation, ("ids", wanted.Select(one => one.Service).Distinct().ToArray())))
            .Select(_mapping.Service).ToDictionary(service => service.Id);
        return [.. wanted.Select(one => HsdsMapping.Door(services[one.Service], one.Door))];
    }

    /// <summary>All of them, a few in memory at a time.</summary>
    public async IAsyncEnumerable<HsdsServiceAtLocation> AllDoorsAsync(HsdsFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        (Guid Service, Guid Door) last = default;
        while (true)
        {
            var doors = await DoorsAsync(
                filter, " and s.id >= @service and (s.id, door) > (@service, @door)", "limit @take", cancellation, ("service", last.Service), ("door", last.Door), ("take", _atOnce));
            foreach (var door in doors)
                yield return door;
            if (doors.Count < _atOnce)
                yield break;
            last = (doors[^1].ServiceId, doors[^1].Id);
        }
    }

    /// <returns>Null: there is none, or none that can be taken.</returns>
    public async Task<HsdsServiceAtLocation?> DoorAsync(Guid id, CancellationToken cancellation = default) =>
        (await EntriesAsync($"where {Open} and @id = any (s.doors) and s.service_id = (select service_id from site where id = @id)", HsdsFilter.None, cancellation, ("id", id))) is [var entry]
            ? HsdsMapping.Door(_mapping.Service(entry), id)
            : null;

    public Task<long> CountOrganizationsAsync(HsdsFilter filter, CancellationToken cancellation = default) => CountAsync("count(distinct s.provider_id)", filter, cancellation);

    /// <summary>Whoever runs a service that can be taken, in the order of ids.</summary>
    /// <param name="services">How their services are said: none, by name, or whole.</param>
    public Task<IReadOnlyList<HsdsOrganization>> OrganizationsAsync(
        HsdsFilter filter, long skip, int take, HsdsServicesOf services, CancellationToken cancellation = default) =>
        OrganizationsAsync(filter, services, "", "offset @skip limit @take", cancellation, ("skip", skip), ("take", take));

    private async Task<IReadOnlyList<HsdsOrganization>> OrganizationsAsync(
        HsdsFilter filter, HsdsServicesOf services, string beyond, string page, CancellationToken cancellation, params (string Name, object Value)[] values)
    {
        var entries = await EntriesAsync(
            $"""
            where s.id in (
              select s.id from (
                select s.provider_id, (array_agg(s.id order by s.id))[1] as id from service s where {Open}{Conditions(filter)}{beyond}
                group by s.provider_id order by s.provider_id {page}) s)
            order by s.provider_id
            """,
            filter, cancellation, values);
        var organizations = entries.Select(HsdsMapping.Organization).ToList();
        if (services == HsdsServicesOf.None || organizations.Count == 0)
            return organizations;
        Guid[] ids = [.. organizations.Select(organization => organization.Id)];
        ILookup<Guid, object> theirs;
        if (services == HsdsServicesOf.Whole)
        {
            theirs = (await EntriesAsync($"where {Open} and s.provider_id = any (@ids) order by s.id", HsdsFilter.None, cancellation, ("ids", ids)))
                .ToLookup(entry => entry.ProviderId, entry => (object)(_mapping.Service(entry) with { Organization = null }));
        }
        else
        {
            await using var command = Command(
                $"select s.provider_id, s.id, s.content #>> array['name', 'in', s.content #>> '{{name,original}}', 'value'] from service s where {Open} and s.provider_id = any (@ids) order by s.id", HsdsFilter.None, ("ids", ids));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var found = new List<(Guid Of, HsdsNamed Service)>();
            while (await reader.ReadAsync(cancellation))
                found.Add((reader.GetGuid(0), new HsdsNamed(reader.GetGuid(1), reader.GetString(2), HsdsMapping.Active)));
            theirs = found.ToLookup(one => one.Of, one => (object)one.Service);
        }

        return [.. organizations.Select(organization => organization with { Services = [.. theirs[organization.Id]] })];
    }

    /// <summary>All of them, a few in memory at a time.</summary>
    public async IAsyncEnumerable<HsdsOrganization> AllOrganizationsAsync(
        HsdsFilter filter, HsdsServicesOf services, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // One can run many services.
        int atOnce = Math.Max(1, _atOnce / 10);
        var last = Guid.Empty;
        while (true)
        {
            var organizations = await OrganizationsAsync(filter, services, " and s.provider_id > @last", "limit @take", cancellation, ("last", last), ("take", atOnce));
            foreach (var organization in organizations)
                yield return organization;
            if (organizations.Count < atOnce)
                yield break;
            last = organizations[^1].Id;
        }
    }

    /// <returns>Null: there is none, or it runs nothing that can be taken.</returns>
    public async Task<HsdsOrganization?> OrganizationAsync(Guid id, HsdsServicesOf services, CancellationToken cancellation = default) =>
        (await OrganizationsAsync(HsdsFilter.None with { Organization = id }, 0, 1, services, cancellation)) is [var organization] ? organization : null;

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<long> CountAsync(string what, HsdsFilter filter, CancellationToken cancellation)
    {
        await using var command = Command($"select {what} from service s where {Open}{Conditions(filter)}", filter);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<List<OpenEntry>> EntriesAsync(string where, HsdsFilter filter, CancellationToken cancellation, params (string Name, object Value)[] values)
    {
        await using var command = Command($"select {Columns} from service s left join organisation o on o.code = s.organisation {where}", filter, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<OpenEntry>();
        while (await reader.ReadAsync(cancellation))
        {
            entries.Add(new OpenEntry(
                reader.GetGuid(0),
                reader.GetString(1),
                Upcasters.Default.Read(reader.GetString(2), reader.GetInt32(3)),
                reader.IsDBNull(4) ? null : JsonSerializer.Deserialize<OrganisationContent>(reader.GetString(4), ContentJson.Options),
                WarningsNow.Read(reader.GetString(5), _now),
                JsonSerializer.Deserialize<PublishedPromise[]>(reader.GetString(6), ContentJson.Options) ?? [],
                reader.GetFieldValue<int[]>(7),
                reader.GetFieldValue<LocalDate>(8),
                reader.IsDBNull(9) ? null : reader.GetFieldValue<LocalDate>(9),
                reader.GetGuid(10),
                reader.GetFieldValue<Instant>(11),
                reader.GetFieldValue<Instant[]>(12)));
        }

        return entries;
    }

    /// <summary>What is asked for besides, as the end of a condition on <c>service s</c>.</summary>
    private static string Conditions(HsdsFilter filter)
    {
        var all = new StringBuilder();
        if (filter.Search is not null)
            all.Append(" and exists (select from service_text w where w.service_id = s.service_id and w.vector @@ @words)");
        for (int i = 0; i < filter.Terms.Count; i++)
            all.Append(CultureInfo.InvariantCulture, $" and s.topics && @terms{i}");
        if (filter.Needs.Count > 0)
            all.Append(" and s.topics && @needs");
        if (filter.Organization is not null)
            all.Append(" and s.provider_id = @organization");
        if (filter.ModifiedAfter is not null)
            all.Append(" and (s.changed_at >= @modified or exists (select from unnest(s.turns) t where t <= @now and t >= @modified))");
        if (filter.Near is not null)
        {
            all.Append(
                " and s.service_id in (select t.service_id from site t where t.area is null and st_dwithin(t.geog, @near, @metres, false)"
                + " union all select t.service_id from site t where t.area && @near and st_covers(t.area, @near))");
        }

        return all.ToString();
    }

    /// <summary>Of places with a street only those that are near, where that is asked.</summary>
    private static string Doors(HsdsFilter filter, string begin = " where ", string? rest = null)
    {
        string near = filter.Near is null ? "" : "exists (select from site t where t.id = door and st_dwithin(t.geog, @near, @metres, false))";
        return (near.Length, rest) switch
        {
            (0, null) => "",
            (0, _) => $" {begin}{rest}",
            (_, null) => $"{begin}{near}",
            _ => $" {begin}{rest} and {near}",
        };
    }

    private NpgsqlCommand Command(string sql, HsdsFilter filter, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // Put together from the constants of this class; what is asked for are parameters.
        var command = new NpgsqlCommand(sql, _connection, _transaction);
#pragma warning restore CA2100
        void Add(string name, object value, NpgsqlDbType type)
        {
            if (sql.Contains($"@{name}", StringComparison.Ordinal))
                command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        }

        Add("today", _now.InUtc().Date, NpgsqlDbType.Date);
        Add("now", _now, NpgsqlDbType.TimestampTz);
        for (int i = 0; i < filter.Terms.Count; i++)
            Add($"terms{i}", Terms.TopicsOf(filter.Terms[i]), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add("needs", filter.Needs.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        if (filter.Search is not null)
            Add("words", SearchWords.In(filter.Search)?.All ?? (NpgsqlTsQuery)new NpgsqlTsQueryEmpty(), NpgsqlDbType.TsQuery);
        if (filter.Organization is { } organization)
            Add("organization", organization, NpgsqlDbType.Uuid);
        if (filter.ModifiedAfter is { } modified)
            Add("modified", modified, NpgsqlDbType.TimestampTz);
        if (filter.Near is { } near)
        {
            Add("near", near, NpgsqlDbType.Geography);
            Add("metres", filter.Metres, NpgsqlDbType.Double);
        }

        foreach (var (name, value) in values)
            command.Parameters.Add(new NpgsqlParameter(name, value));
        return command;
    }
}

/// <summary>How services are said in what they belong to.</summary>
public enum HsdsServicesOf
{
    None,
    Names,
    Whole,
}
