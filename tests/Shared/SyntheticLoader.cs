using System.Text.Json;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Tests.Synthetic;

/// <summary>Writes synthetic services into an empty directory by COPY, as its owner.</summary>
public static class SyntheticLoader
{
    private const NpgsqlDbType Ints = NpgsqlDbType.Array | NpgsqlDbType.Integer;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private static readonly string[] s_tables =
        ["published.service", "published.site", "published.special_day", "published.service_need", "published.remote_need", "published.service_text"];

    /// <summary>Beside so few, keys and indexes may stay.</summary>
    private const int Few = 500;

    private static readonly string Tables = $"array['{string.Join("','", s_tables)}']::regclass[]";

    /// <param name="owner">Pool of the owner.</param>
    /// <param name="services">Taken in blocks, so that a million of them need little memory.</param>
    /// <param name="content">The whole entry as JSON, for whoever reads entries; null: searches do not.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public static async Task LoadAsync(
        NpgsqlDataSource owner, IEnumerable<SyntheticService> services, Func<SyntheticService, string>? content = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await RunAsync("create temp table site_load (like published.site)");
        await RunAsync("alter table site_load alter words type text");
        await RunAsync("create temp table remote_need_load (like published.remote_need)");
        await RunAsync("create temp table text_load (service_id int, lang text, is_original boolean, card jsonb, vector text, areas text[])");
        await RunAsync(
            "insert into published.zone (zone_id, name) overriding system value select n, name from unnest($1) with ordinality z(name, n) on conflict do nothing",
            (object)SyntheticDirectory.Zones.ToArray());

        // Rows come in an order of their own, so what refers to others is checked after them. Keys and indexes of many are made then,
        // too: several times faster than row by row.
        bool few = services.TryGetNonEnumeratedCount(out int count) && count <= Few;
        var made = await AskAsync(
            $"""
            select format('alter table %s drop constraint %I', conrelid::regclass, conname),
              format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint
            where conrelid = any ({Tables}) and contype = any ('{(few ? "{f}" : "{f,p,u}")}') or contype = 'f' and confrelid = any ({Tables})
            order by contype <> 'f'
            """);
        made.AddRange(few ? [] : await AskAsync(
            $"""
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid) from pg_index i
            where indrelid = any ({Tables}) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            """));
        foreach (var (drop, _) in made)
            await RunAsync(drop);
        foreach (var block in services.Chunk(50_000))
            await CopyAsync(connection, block, content ?? (_ => Content), cancellation);

        // Neighbours side by side: a search reads a few pages instead of one for each row.
        await RunAsync("alter table site_load alter words type tsvector using words::tsvector");
        await RunAsync("insert into published.site overriding system value select * from site_load order by st_geohash(geog::geometry)");
        await RunAsync("insert into published.remote_need select * from remote_need_load order by need, area, service_id");
        // Triggers would look for remote help and for sites without an index, and what they write is there.
        await RunAsync("alter table published.service_text disable trigger user");
        await RunAsync("insert into published.service_text select service_id, lang, is_original, card, vector::tsvector, areas from text_load");
        await RunAsync("alter table published.service_text enable trigger user");
        foreach (var (_, make) in Enumerable.Reverse(made))
            await RunAsync(make);
        foreach (string table in few ? [] : s_tables)
            await RunAsync($"vacuum analyze {table}");

        async Task RunAsync(string sql, params object[] values)
        {
#pragma warning disable CA2100 // The text stands above, or is the database's own definition of an index.
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            foreach (var value in values)
                command.Parameters.AddWithValue(value);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        async Task<List<(string Drop, string Make)>> AskAsync(string sql)
        {
#pragma warning disable CA2100
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var answer = new List<(string, string)>();
            while (await rows.ReadAsync(cancellation))
                answer.Add((rows.GetString(0), rows.GetString(1)));
            return answer;
        }
    }

    /// <summary>What the table asks of every entry, and no more: searches do not read it.</summary>
    private const string Content = """{"summary": {}, "provider": {"name": {}, "kind": "public"}, "needs": [1]}""";

    private static async Task CopyAsync(
        NpgsqlConnection connection, SyntheticService[] services, Func<SyntheticService, string> content, CancellationToken cancellation)
    {
        await CopyAsync(
            "published.service (service_id, id, code, state, content, content_version, checks, approvals, checked_on, due_on,"
            + " hidden_from, trained_until, trained_on, led_until, full_until, open_data, search_engines, print_address)",
            services,
            (row, s) =>
            {
                row.Write(s.ServiceId, NpgsqlDbType.Integer);
                row.Write(s.Id, NpgsqlDbType.Uuid);
                row.Write(s.Code, NpgsqlDbType.Text);
                row.Write(s.Rank switch { 0 => "listed", 1 => "provisional", _ => "own" }, NpgsqlDbType.Text);
                row.Write(content(s), NpgsqlDbType.Jsonb);
                row.Write(1, NpgsqlDbType.Integer);
                row.Write("{}", NpgsqlDbType.Jsonb);
                row.Write((short)2, NpgsqlDbType.Smallint);
                row.Write(s.CheckedOn, NpgsqlDbType.Date);
                row.Write(s.DueOn, NpgsqlDbType.Date);
                row.Write(s.HiddenFrom, NpgsqlDbType.Date);
                Write(row, s.TrainedUntil, NpgsqlDbType.Date);
                Write(row, s.TrainedUntil?.PlusMonths(-24), NpgsqlDbType.Date);
                Write(row, s.LedUntil, NpgsqlDbType.Date);
                Write(row, s.FullUntil, NpgsqlDbType.Date);
                for (int i = 0; i < 3; i++)
                    row.Write(false, NpgsqlDbType.Boolean);
            });
        await CopyAsync(
            "site_load (site_id, id, service_id, code, geog, place_id, area, needs, langs, yes, no, excludes, trained_until, led_until, full_until,"
            + " hours, open_bits, zone_id, rank, checked_on, due_on, hidden_from, words)",
            services.SelectMany(s => s.Sites.Select(site => (Service: s, Site: site))),
            (row, pair) =>
            {
                var (service, site) = pair;
                row.Write(site.SiteId, NpgsqlDbType.Integer);
                row.Write(site.Id, NpgsqlDbType.Uuid);
                row.Write(service.ServiceId, NpgsqlDbType.Integer);
                row.Write(service.Code, NpgsqlDbType.Text);
                row.Write(new Point(site.Point.Longitude, site.Point.Latitude) { SRID = 4326 }, NpgsqlDbType.Geography);
                row.Write(site.PlaceId, NpgsqlDbType.Integer);
                Write(row, site.RadiusKm is { } km ? Circle(site.Point, km) : null, NpgsqlDbType.Geography);
                row.Write(service.Needs.ToArray(), Ints);
                row.Write(Spoken(service), Texts);
                row.Write(site.Yes, NpgsqlDbType.Bigint);
                row.Write(site.No, NpgsqlDbType.Bigint);
                row.Write(service.Excludes, NpgsqlDbType.Bigint);
                Write(row, service.TrainedUntil, NpgsqlDbType.Date);
                Write(row, service.LedUntil, NpgsqlDbType.Date);
                Write(row, service.FullUntil, NpgsqlDbType.Date);
                Write(row, Ranges(site.Hours), NpgsqlDbType.IntegerMultirange);
                row.Write(SyntheticSite.OpenBits(site.Hours), NpgsqlDbType.Smallint);
                row.Write(site.ZoneId, NpgsqlDbType.Smallint);
                row.Write(service.Rank, NpgsqlDbType.Smallint);
                row.Write(service.CheckedOn, NpgsqlDbType.Date);
                row.Write(service.DueOn, NpgsqlDbType.Date);
                row.Write(service.HiddenFrom, NpgsqlDbType.Date);
                row.Write(Words(service), NpgsqlDbType.Text);
            });
        await CopyAsync(
            "published.special_day (site_id, on_date, hours)",
            services.SelectMany(s => s.Sites).SelectMany(s => s.SpecialDays.Select(day => (s.SiteId, Day: day))),
            (row, pair) =>
            {
                row.Write(pair.SiteId, NpgsqlDbType.Integer);
                row.Write(pair.Day.On, NpgsqlDbType.Date);
                Write(row, Ranges(pair.Day.Hours), NpgsqlDbType.IntegerMultirange);
            });
        await CopyAsync(
            "published.service_need (need, checked_on, service_id, hidden_from)",
            services.Where(s => s.Sites.Count > 0).SelectMany(s => s.Needs.Append(0).Select(need => (Service: s, Need: need))),
            (row, pair) =>
            {
                row.Write(pair.Need, NpgsqlDbType.Integer);
                row.Write(pair.Service.CheckedOn, NpgsqlDbType.Date);
                row.Write(pair.Service.ServiceId, NpgsqlDbType.Integer);
                row.Write(pair.Service.HiddenFrom, NpgsqlDbType.Date);
            });
        await CopyAsync(
            "remote_need_load (need, area, rank, service_id, code, langs, yes, no, excludes, trained_until, led_until, full_until, hours,"
            + " open_bits, zone_id, checked_on, due_on, hidden_from)",
            services.SelectMany(s => s.RemoteAreas.SelectMany(area => s.Needs.Append(0).Select(need => (Service: s, Area: area, Need: need)))),
            (row, each) =>
            {
                var service = each.Service;
                row.Write(each.Need, NpgsqlDbType.Integer);
                row.Write(each.Area, NpgsqlDbType.Text);
                row.Write((short)(10 * service.Rank + (each.Area == "001" ? 2 : each.Area.Contains('.', StringComparison.Ordinal) ? 0 : 1)), NpgsqlDbType.Smallint);
                row.Write(service.ServiceId, NpgsqlDbType.Integer);
                row.Write(service.Code, NpgsqlDbType.Text);
                row.Write(Spoken(service), Texts);
                row.Write(service.Yes, NpgsqlDbType.Bigint);
                row.Write(service.No, NpgsqlDbType.Bigint);
                row.Write(service.Excludes, NpgsqlDbType.Bigint);
                Write(row, service.TrainedUntil, NpgsqlDbType.Date);
                Write(row, service.LedUntil, NpgsqlDbType.Date);
                Write(row, service.FullUntil, NpgsqlDbType.Date);
                Write(row, Ranges(service.Hours), NpgsqlDbType.IntegerMultirange);
                row.Write(SyntheticSite.OpenBits(service.Hours), NpgsqlDbType.Smallint);
                row.Write(service.ZoneId, NpgsqlDbType.Smallint);
                row.Write(service.CheckedOn, NpgsqlDbType.Date);
                row.Write(service.DueOn, NpgsqlDbType.Date);
                row.Write(service.HiddenFrom, NpgsqlDbType.Date);
            });
        await CopyAsync(
            "text_load",
            services.SelectMany(s => s.Texts.Select((text, i) => (Service: s, Text: text, First: i == 0))),
            (row, each) =>
            {
                row.Write(each.Service.ServiceId, NpgsqlDbType.Integer);
                row.Write(each.Text.Language, NpgsqlDbType.Text);
                row.Write(each.First, NpgsqlDbType.Boolean);
                row.Write(JsonSerializer.Serialize(Card(each.Service, each.Text), ContentJson.Options), NpgsqlDbType.Jsonb);
                row.Write(Vector(each.Text), NpgsqlDbType.Text);
                Write(row, each.Service.RemoteAreas.Count > 0 ? each.Service.RemoteAreas.ToArray() : null, Texts);
            });

        async Task CopyAsync<T>(string columns, IEnumerable<T> rows, Action<NpgsqlBinaryImporter, T> write)
        {
            await using var copy = await connection.BeginBinaryImportAsync($"copy {columns} from stdin (format binary)", cancellation);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellation);
                write(copy, row);
            }

            await copy.CompleteAsync(cancellation);
        }

        static void Write(NpgsqlBinaryImporter row, object? value, NpgsqlDbType type)
        {
            if (value is null)
                row.WriteNull();
            else
                row.Write(value, type);
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

    // Those of all languages, without a weight.
    private static string Words(SyntheticService service) => string.Join(
        ' ', service.Texts.SelectMany(t => Tokenizer.Tokens($"{t.Name} {t.OtherName} {t.Summary}")).Distinct().Select(word => $"'{word}'"));

    // As publishing writes them: A names, C the summary.
    private static string Vector(SyntheticText text)
    {
        var places = new[] { (Weight: 'A', Words: $"{text.Name} {text.OtherName}"), (Weight: 'C', Words: text.Summary) }
            .SelectMany(part => Tokenizer.Tokens(part.Words).Select(word => (part.Weight, Word: word)))
            .Select((token, i) => (token.Word, Place: $"{i + 1}{token.Weight}"));
        return string.Join(' ', places.GroupBy(p => p.Word, p => p.Place).Select(w => $"'{w.Key}':{string.Join(',', w)}"));
    }

    private static ServiceCard Card(SyntheticService service, SyntheticText text) => new()
    {
        Name = new CardText(text.Name),
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
