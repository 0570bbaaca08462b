using System.Data;
using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;

namespace ServiceDirectory.Core.Search;

/// <summary>
/// The entries of one country that switched open data on, as a search shows them: whoever may copy them may look among them without asking
/// anybody. Read as the public role, in one view of the database and in pages, so that no statement is long.
/// </summary>
/// <param name="source">The public data source, as it is or as a mirror reads it.</param>
public sealed class OpenEntries(NpgsqlDataSource source)
{
    /// <summary>More than that is too much for a phone to read at once.</summary>
    public const int Most = 20_000;

    private const int AtOnce = 1_000;

    // Days of a copy, and those that a search looks ahead.
    private const int DaysAhead = 40;

    private const string Found =
        """
        with found as (
          select service_id from site where place_id = any($1) and hidden_from > $3
          union
          select service_id from remote_need where need = 0 and area = any($2) and hidden_from > $3)
        select coalesce(array_agg(v.service_id order by v.service_id) filter (where v.open_data), '{}'), count(*) filter (where not v.open_data)::int
        from found join service v using (service_id)
        """;

    private const string Entries =
        """
        select v.service_id, v.code, v.state, v.checked_on, v.due_on, v.hidden_from, v.trained_until, v.trained_on, v.led_until, v.full_until,
          v.warnings::text, t.lang, t.card, array(
            select distinct word from service_text w cross join unnest(tsvector_to_array(ts_filter(w.vector, '{a}'))) word
            where w.service_id = v.service_id and (w.lang = $3 or w.is_original))
        from service v cross join lateral (
          select t.lang, t.card from service_text t
          where t.service_id = v.service_id and (t.lang = $3 or t.is_original)
          order by t.lang = $3 desc limit 1) t
        where v.service_id = any($1) and v.open_data and v.hidden_from > $2
        order by v.service_id
        """;

    // The radius of what comes to people stands in the description; where an address is, stands here only where it is exact and public.
    private const string Sites =
        """
        select s.service_id, s.id, s.place_id, st_y(s.geog::geometry), st_x(s.geog::geometry),
          case when s.area is not null then (
            select (site ->> 'radiusKm')::float8 from service v cross join jsonb_array_elements(v.content -> 'sites') site
            where v.service_id = s.service_id and (site ->> 'id')::uuid = s.id) end,
          s.yes, s.no, s.excludes, s.hours::text, s.open_bits, z.name,
          array(select d.on_date from special_day d where d.site_id = s.site_id and d.on_date between $3 - 2 and $3 + $4 order by d.on_date),
          array(select d.hours::text from special_day d where d.site_id = s.site_id and d.on_date between $3 - 2 and $3 + $4 order by d.on_date)
        from site s join zone z using (zone_id)
        where s.service_id = any($1) and s.place_id = any($2) and s.hidden_from > $3
        order by s.site_id
        """;

    private const string Remote =
        """
        select r.service_id, array_agg(r.area order by r.rank, r.area), min(r.yes), min(r.no), min(r.excludes), min(r.hours::text), min(r.open_bits), min(z.name)
        from remote_need r join zone z using (zone_id)
        where r.service_id = any($1) and r.need = 0 and r.area = any($2) and r.hidden_from > $3
        group by r.service_id
        """;

    private const string Countries =
        """
        select distinct s.place_id, null from site s join service v using (service_id) where v.open_data and v.hidden_from > $1
        union
        select distinct null::int, r.area from remote_need r join service v using (service_id) where r.need = 0 and v.open_data and v.hidden_from > $1
        """;

    /// <summary>Reads the entries of a country.</summary>
    /// <param name="places">GeoNames numbers of its towns: an entry with a site in one of them is of the country.</param>
    /// <param name="areas">What help at a distance names to be for it: the country, its regions, <c>001</c>.</param>
    /// <param name="language">BCP 47 tag of the words; where an entry has none in it, its own are taken.</param>
    /// <param name="now">Decides what is hidden and what is warned of.</param>
    /// <param name="cancellation">Ends the statements in the database too.</param>
    /// <returns>In the order in which they came to the directory; null where there are more than <see cref="Most"/>.</returns>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<OpenCountry?> ReadAsync(
        IReadOnlyCollection<int> places, IReadOnlyCollection<string> areas, string language, Instant now, CancellationToken cancellation = default)
    {
        var today = now.InUtc().Date;
        int[] towns = [.. places];
        string[] served = [.. areas];
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var view = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (ids, others) = await FindAsync(connection, towns, served, today, cancellation);
        if (ids.Length > Most)
            return null;
        var entries = new List<OpenEntry>(ids.Length);
        foreach (int[] page in ids.Chunk(AtOnce))
        {
            var sites = (await ReadAsync(connection, Sites, Site, cancellation, page, towns, today, DaysAhead)).ToLookup(site => site.Service, site => site.Site);
            var remote = (await ReadAsync(connection, Remote, Afar, cancellation, page, served, today)).ToDictionary(help => help.Service, help => help.Remote);
            entries.AddRange((await ReadAsync(connection, Entries, row => Entry(row, now), cancellation, page, today, language))
                .Select(found => found.Entry with { Sites = [.. sites[found.Service]], Remote = remote.GetValueOrDefault(found.Service) }));
        }

        return new OpenCountry(entries, others);
    }

    /// <summary>Where there are such entries: GeoNames numbers of towns with a site, and areas that help at a distance names.</summary>
    /// <param name="today">Decides what is hidden.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    public async Task<(IReadOnlyList<int> Places, IReadOnlyList<string> Areas)> WhereAsync(LocalDate today, CancellationToken cancellation = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var rows = await ReadAsync(
            connection, Countries, row => (Place: row.IsDBNull(0) ? (int?)null : row.GetInt32(0), Area: row.IsDBNull(1) ? null : row.GetString(1)), cancellation, today);
        return ([.. rows.Select(row => row.Place).OfType<int>()], [.. rows.Select(row => row.Area).OfType<string>()]);
    }

    private static async Task<(int[] Ids, int Others)> FindAsync(NpgsqlConnection connection, int[] towns, string[] served, LocalDate today, CancellationToken cancellation) =>
        (await ReadAsync(connection, Found, row => (row.GetFieldValue<int[]>(0), row.GetInt32(1)), cancellation, towns, served, today))[0];

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
            found.Add(read(rows));
        return found;
    }

    private static (int Service, OpenEntry Entry) Entry(NpgsqlDataReader row, Instant now)
    {
        LocalDate? On(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<LocalDate>(column);

        var card = JsonSerializer.Deserialize<ServiceCard>(row.GetFieldValue<byte[]>(12), ContentJson.Options) ?? throw new JsonException("A card is empty.");
        var warnings = WarningsNow.Read(row.GetString(10), now);
        return (row.GetInt32(0), new OpenEntry
        {
            Code = row.GetString(1),
            State = EnumSlug.Parse<EntryState>(row.GetString(2)),
            CheckedOn = row.GetFieldValue<LocalDate>(3),
            DueOn = row.GetFieldValue<LocalDate>(4),
            HiddenFrom = row.GetFieldValue<LocalDate>(5),
            TrainedUntil = On(6),
            TrainedOn = On(7),
            LedUntil = On(8),
            FullUntil = On(9),
            Language = row.GetString(11),
            Card = warnings.Offered(card),
            HasNoLine = warnings.LeavesNoLine(card),
            ClosedAfar = [.. warnings.ClosedOn(site: null)],
            NameWords = row.GetFieldValue<string[]>(13),
        });
    }

    private static (int Service, OpenSite Site) Site(NpgsqlDataReader row) => (row.GetInt32(0), new OpenSite
    {
        Id = row.GetGuid(1),
        PlaceId = row.GetInt32(2),
        Point = new GeoPoint(row.GetDouble(3), row.GetDouble(4)),
        RadiusKm = row.IsDBNull(5) ? null : row.GetDouble(5),
        Help = Help(row, 6),
        SpecialDays = [.. row.GetFieldValue<LocalDate[]>(12).Zip(row.GetFieldValue<string[]>(13).Select(WeekMinutes.Parse))],
    });

    private static (int Service, OpenRemote Remote) Afar(NpgsqlDataReader row) => (row.GetInt32(0), new OpenRemote(row.GetFieldValue<string[]>(1), Help(row, 2)));

    private static OpenHelp Help(NpgsqlDataReader row, int from) => new(
        Yes: row.GetInt64(from),
        No: row.GetInt64(from + 1),
        Excludes: row.GetInt64(from + 2),
        Hours: row.IsDBNull(from + 3) ? null : WeekMinutes.Parse(row.GetString(from + 3)),
        OpenBits: row.GetInt16(from + 4),
        Zone: row.GetString(from + 5));
}

/// <param name="Entries">Those that may be copied.</param>
/// <param name="Others">How many more a search in the country knows. Exact, and so not for showing.</param>
public sealed record OpenCountry(IReadOnlyList<OpenEntry> Entries, int Others);

/// <summary>One entry with the places and the help at a distance that it has for a country.</summary>
public sealed record OpenEntry
{
    public required string Code { get; init; }

    public required EntryState State { get; init; }

    public required LocalDate CheckedOn { get; init; }

    public required LocalDate DueOn { get; init; }

    /// <summary>The first day (UTC) on which nobody is to find it.</summary>
    public required LocalDate HiddenFrom { get; init; }

    /// <summary>The first day on which the training no longer counts.</summary>
    public LocalDate? TrainedUntil { get; init; }

    public LocalDate? TrainedOn { get; init; }

    /// <summary>The first day on which it is said no longer that its community leads it.</summary>
    public LocalDate? LedUntil { get; init; }

    /// <summary>The last day on which "full" counts.</summary>
    public LocalDate? FullUntil { get; init; }

    /// <summary>BCP 47 tag of the language the card is in.</summary>
    public required string Language { get; init; }

    /// <summary>With the numbers that somebody can call.</summary>
    public required ServiceCard Card { get; init; }

    /// <summary>It has a line that does not work, and no other on its card.</summary>
    public bool HasNoLine { get; init; }

    /// <summary>Days on which nobody answers from afar.</summary>
    public IReadOnlyList<LocalDate> ClosedAfar { get; init; } = [];

    /// <summary>The words of all its names, in the language asked for and in its own, as <see cref="Tokenizer"/> makes them.</summary>
    public IReadOnlyList<string> NameWords { get; init; } = [];

    /// <summary>Its places in the country, in the order in which they came to the directory.</summary>
    public IReadOnlyList<OpenSite> Sites { get; init; } = [];

    /// <summary>Null: none that serves the country.</summary>
    public OpenRemote? Remote { get; init; }
}

/// <summary>A place where help is given.</summary>
public sealed record OpenSite
{
    public required Guid Id { get; init; }

    /// <summary>GeoNames number of its town.</summary>
    public required int PlaceId { get; init; }

    /// <summary>Exact where the card has it as an address; else the centre of its town, and nothing else is kept anywhere.</summary>
    public required GeoPoint Point { get; init; }

    /// <summary>Kilometres round the town within which it comes; null: people come to it.</summary>
    public double? RadiusKm { get; init; }

    public required OpenHelp Help { get; init; }

    /// <summary>Dates whose minutes (of their own week) replace the normal ones.</summary>
    public IReadOnlyList<(LocalDate On, WeekMinutes Hours)> SpecialDays { get; init; } = [];
}

/// <summary>Help by phone, online or post.</summary>
/// <param name="Areas">What it names of the country, the closest first: regions, the country, <c>001</c>.</param>
/// <param name="Help">What filters ask.</param>
public sealed record OpenRemote(IReadOnlyList<string> Areas, OpenHelp Help);

/// <summary>What filters ask of a place or of help at a distance.</summary>
/// <param name="Yes">Facts known as yes: bit n is catalogue id n. Of those that hold until a date nothing is said here.</param>
/// <param name="No">Facts known as no.</param>
/// <param name="Excludes">Facts that people hide services by, known anywhere in the service.</param>
/// <param name="Hours">Minutes of the local week; null: not known.</param>
/// <param name="OpenBits">1 evening, 2 night, 4 weekend.</param>
/// <param name="Zone">IANA name of the clock there.</param>
public sealed record OpenHelp(long Yes, long No, long Excludes, WeekMinutes? Hours, short OpenBits, string Zone);
