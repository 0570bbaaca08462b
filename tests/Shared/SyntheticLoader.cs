using System.Text.Json;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Synthetic;

/// <summary>Writes synthetic services into an empty directory by COPY, as its owner.</summary>
public static class SyntheticLoader
{
    private const NpgsqlDbType Ints = NpgsqlDbType.Array | NpgsqlDbType.Integer;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <param name="owner">Pool of the owner.</param>
    /// <param name="services">Taken in blocks, so that a million of them need little memory.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public static async Task LoadAsync(NpgsqlDataSource owner, IEnumerable<SyntheticService> services, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await RunAsync("create temp table site_load (like published.site)");
        await RunAsync("create temp table special_day_load (like published.special_day)");
        await RunAsync(
            "insert into published.zone (zone_id, name) overriding system value select n, name from unnest($1) with ordinality z(name, n)",
            (object)SyntheticDirectory.Zones.ToArray());
        foreach (var block in services.Chunk(50_000))
            await CopyAsync(connection, block, cancellation);

        // Neighbours side by side: a search reads a few pages instead of one for each row.
        var index = await AskAsync("select pg_get_indexdef('published.site_geog_needs'::regclass)");
        await RunAsync("drop index published.site_geog_needs");
        await RunAsync("insert into published.site overriding system value select * from site_load order by st_geohash(geog::geometry)");
        await RunAsync("insert into published.special_day select * from special_day_load");
        await RunAsync(index);
        foreach (string table in (string[])["service", "site", "special_day", "service_need", "remote_need", "service_text"])
            await RunAsync($"vacuum analyze published.{table}");

        async Task RunAsync(string sql, params object[] values)
        {
#pragma warning disable CA2100 // The text stands above, or is the database's own definition of an index.
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            foreach (var value in values)
                command.Parameters.AddWithValue(value);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        async Task<string> AskAsync(string sql)
        {
#pragma warning disable CA2100
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            return (string)(await command.ExecuteScalarAsync(cancellation))!;
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, SyntheticService[] services, CancellationToken cancellation)
    {
        await CopyAsync(
            "published.service (service_id, id, code, state, content, content_version, checks, approvals, checked_on, due_on,"
            + " hidden_from, trained_until, trained_on, full_until, open_data, search_engines, print_address)",
            services,
            async (row, s) =>
            {
                await row.WriteAsync(s.ServiceId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(s.Id, NpgsqlDbType.Uuid, cancellation);
                await row.WriteAsync(s.Code, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync(s.Rank switch { 0 => "listed", 1 => "provisional", _ => "own" }, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync("{}", NpgsqlDbType.Jsonb, cancellation);
                await row.WriteAsync(1, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync("{}", NpgsqlDbType.Jsonb, cancellation);
                await row.WriteAsync((short)2, NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(s.CheckedOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(s.DueOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(s.HiddenFrom, NpgsqlDbType.Date, cancellation);
                await WriteAsync(row, s.TrainedUntil, NpgsqlDbType.Date);
                await WriteAsync(row, s.TrainedUntil?.PlusMonths(-24), NpgsqlDbType.Date);
                await WriteAsync(row, s.FullUntil, NpgsqlDbType.Date);
                for (int i = 0; i < 3; i++)
                    await row.WriteAsync(false, NpgsqlDbType.Boolean, cancellation);
            });
        await CopyAsync(
            "site_load (site_id, id, service_id, code, geog, place_id, area, needs, langs, yes, no, excludes, trained_until, full_until,"
            + " hours, open_bits, zone_id, rank, checked_on, due_on, hidden_from)",
            services.SelectMany(s => s.Sites.Select(site => (Service: s, Site: site))),
            async (row, pair) =>
            {
                var (service, site) = pair;
                await row.WriteAsync(site.SiteId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(site.Id, NpgsqlDbType.Uuid, cancellation);
                await row.WriteAsync(service.ServiceId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(service.Code, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync(new Point(site.Point.Longitude, site.Point.Latitude) { SRID = 4326 }, NpgsqlDbType.Geography, cancellation);
                await row.WriteAsync(site.PlaceId, NpgsqlDbType.Integer, cancellation);
                await WriteAsync(row, site.RadiusKm is { } km ? Circle(site.Point, km) : null, NpgsqlDbType.Geography);
                await row.WriteAsync(service.Needs.ToArray(), Ints, cancellation);
                await row.WriteAsync(Spoken(service), Texts, cancellation);
                await row.WriteAsync(site.Yes, NpgsqlDbType.Bigint, cancellation);
                await row.WriteAsync(site.No, NpgsqlDbType.Bigint, cancellation);
                await row.WriteAsync(service.Excludes, NpgsqlDbType.Bigint, cancellation);
                await WriteAsync(row, service.TrainedUntil, NpgsqlDbType.Date);
                await WriteAsync(row, service.FullUntil, NpgsqlDbType.Date);
                await WriteAsync(row, Ranges(site.Hours), NpgsqlDbType.IntegerMultirange);
                await row.WriteAsync(SyntheticSite.OpenBits(site.Hours), NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(site.ZoneId, NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(service.Rank, NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(service.CheckedOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(service.DueOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(service.HiddenFrom, NpgsqlDbType.Date, cancellation);
            });
        await CopyAsync(
            "special_day_load (site_id, on_date, hours)",
            services.SelectMany(s => s.Sites).SelectMany(s => s.SpecialDays.Select(day => (s.SiteId, Day: day))),
            async (row, pair) =>
            {
                await row.WriteAsync(pair.SiteId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(pair.Day.On, NpgsqlDbType.Date, cancellation);
                await WriteAsync(row, Ranges(pair.Day.Hours), NpgsqlDbType.IntegerMultirange);
            });
        await CopyAsync(
            "published.service_need (need, checked_on, service_id, hidden_from)",
            services.Where(s => s.Sites.Count > 0).SelectMany(s => s.Needs.Append(0).Select(need => (Service: s, Need: need))),
            async (row, pair) =>
            {
                await row.WriteAsync(pair.Need, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(pair.Service.CheckedOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(pair.Service.ServiceId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(pair.Service.HiddenFrom, NpgsqlDbType.Date, cancellation);
            });
        await CopyAsync(
            "published.remote_need (need, area, rank, service_id, code, langs, yes, no, excludes, trained_until, full_until, hours,"
            + " open_bits, zone_id, checked_on, due_on, hidden_from)",
            services.SelectMany(s => s.RemoteAreas.SelectMany(area => s.Needs.Append(0).Select(need => (Service: s, Area: area, Need: need)))),
            async (row, each) =>
            {
                var service = each.Service;
                await row.WriteAsync(each.Need, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(each.Area, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync((short)(10 * service.Rank + (each.Area == "001" ? 2 : each.Area.Contains('.', StringComparison.Ordinal) ? 0 : 1)), NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(service.ServiceId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(service.Code, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync(Spoken(service), Texts, cancellation);
                await row.WriteAsync(service.Yes, NpgsqlDbType.Bigint, cancellation);
                await row.WriteAsync(service.No, NpgsqlDbType.Bigint, cancellation);
                await row.WriteAsync(service.Excludes, NpgsqlDbType.Bigint, cancellation);
                await WriteAsync(row, service.TrainedUntil, NpgsqlDbType.Date);
                await WriteAsync(row, service.FullUntil, NpgsqlDbType.Date);
                await WriteAsync(row, Ranges(service.Hours), NpgsqlDbType.IntegerMultirange);
                await row.WriteAsync(SyntheticSite.OpenBits(service.Hours), NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(service.ZoneId, NpgsqlDbType.Smallint, cancellation);
                await row.WriteAsync(service.CheckedOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(service.DueOn, NpgsqlDbType.Date, cancellation);
                await row.WriteAsync(service.HiddenFrom, NpgsqlDbType.Date, cancellation);
            });
        await CopyAsync(
            "published.service_text (service_id, lang, is_original, card, vector)",
            services.SelectMany(s => s.TextLanguages.Select((lang, i) => (Service: s, Lang: lang, First: i == 0))),
            async (row, each) =>
            {
                await row.WriteAsync(each.Service.ServiceId, NpgsqlDbType.Integer, cancellation);
                await row.WriteAsync(each.Lang, NpgsqlDbType.Text, cancellation);
                await row.WriteAsync(each.First, NpgsqlDbType.Boolean, cancellation);
                await row.WriteAsync(JsonSerializer.Serialize(Card(each.Service, each.Lang), ContentJson.Options), NpgsqlDbType.Jsonb, cancellation);
                await row.WriteAsync(NpgsqlTsVector.Empty, NpgsqlDbType.TsVector, cancellation);
            });

        async Task CopyAsync<T>(string columns, IEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
        {
            await using var copy = await connection.BeginBinaryImportAsync($"copy {columns} from stdin (format binary)", cancellation);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellation);
                await write(copy, row);
            }

            await copy.CompleteAsync(cancellation);
        }

        async Task WriteAsync(NpgsqlBinaryImporter row, object? value, NpgsqlDbType type)
        {
            if (value is null)
                await row.WriteNullAsync(cancellation);
            else
                await row.WriteAsync(value, type, cancellation);
        }
    }

    // As publishing writes them: whoever looks for a language finds its regional forms.
    private static string[] Spoken(SyntheticService service) => [.. service.Languages.SelectMany(LanguageTag.WithBase).Distinct()];

    private static NpgsqlRange<int>[]? Ranges(IReadOnlyList<(int From, int Until)>? hours) =>
        hours?.Select(h => new NpgsqlRange<int>(h.From, true, h.Until, false)).ToArray();

    private static Polygon Circle(GeoPoint centre, double km)
    {
        const int corners = 64;
        var ring = Enumerable.Range(0, corners)
            .Select(i => centre.Shifted(km, -Math.Tau * i / corners))
            .Select(p => new Coordinate(p.Longitude, p.Latitude)).ToList();
        ring.Add(ring[0]);
        return new Polygon(new LinearRing([.. ring])) { SRID = 4326 };
    }

    private static ServiceCard Card(SyntheticService service, string language) => new()
    {
        Name = new CardText($"Service {service.Code} {language}"),
        Summary = new CardText("Tests, treatment and somebody to talk to. Come as you are, bring a friend, ask for what you need and choose what you want."),
        Provider = new CardText("A provider in the town", "en"),
        ProviderKind = ProviderKind.Ngo,
        Needs = service.Needs,
        Sites = [.. service.Sites.Select(s => new CardSite(s.Id, s.Kind, s.PlaceId, null, "1 Long Street", false, false))],
        Phones = [new CardPhone("+441632960001", "GB", new CardText("Ask and book"))],
        Cost = new CardText("Free for everyone."),
        Facts = [.. Enumerable.Range(1, 8).Select(f => new CardFact(f, (service.Yes >> f & 1) == 1, null, null, null))],
        Languages = service.Languages,
    };
}
