using System.Globalization;
using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Backup;

/// <summary>
/// Says of two databases whether they hold the same, without bringing their rows together: of each table the number of its rows and a sum of
/// their hashes, which does not depend on their order; where each sequence stands; and one hash of everything that is defined. Sums find what
/// was lost or changed by mistake; against somebody who chooses rows to that end only the seal around a backup helps.
/// </summary>
public static class DatabaseFingerprint
{
    /// <summary>What a fingerprint calls the hash of columns, rules, indexes, triggers, functions and views.</summary>
    public const string Definitions = "definitions";

    /// <summary>
    /// Who is signed in. It is in no backup: a copy of it would be a copy of every session, and after a restore everybody signs in anew.
    /// </summary>
    public static IReadOnlyList<string> LeftOut { get; } = ["directory.ticket"];

    private const string Session =
        """
        set local search_path = '';
        set local timezone = 'UTC';
        set local datestyle = 'ISO, YMD';
        set local intervalstyle = 'postgres';
        set local bytea_output = 'hex';
        set local extra_float_digits = 1;
        """;

    private const string Things =
        """
        with space as (select oid from pg_catalog.pg_namespace where nspname = any ($1)), thing(said) as (
          select concat_ws(' ', 'column', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
            from pg_class c join space on space.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relkind in ('r', 'v', 'p', 'm') and a.attnum > 0 and not a.attisdropped
          union all select concat_ws(' ', 'rule', conrelid::regclass, conname, pg_get_constraintdef(c.oid)) from pg_constraint c join space on space.oid = c.connamespace
          union all select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join space on space.oid = c.relnamespace
          union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid join space on space.oid = c.relnamespace where not t.tgisinternal
          union all select pg_get_functiondef(p.oid) from pg_proc p join space on space.oid = p.pronamespace where p.prokind in ('f', 'p')
          union all select concat_ws(' ', 'view', c.oid::regclass, pg_get_viewdef(c.oid)) from pg_class c join space on space.oid = c.relnamespace where c.relkind in ('v', 'm'))
        select encode(sha256(convert_to(coalesce(string_agg(said, E'\n' order by said collate "C"), ''), 'UTF8')), 'hex') from thing
        """;

    /// <summary>The schemas that are the directory's own.</summary>
    public static IReadOnlyList<string> Schemas { get; } = [DirectoryDbContext.Schema, PublicContext.Schema, "mirrored"];

    /// <summary>Takes it in the connection's transaction, which has to see one state throughout.</summary>
    /// <param name="connection">Of a role that reads everything, in a transaction that repeats what it reads.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    /// <returns>By the name of what it is of, in the order of names.</returns>
    public static async Task<SortedDictionary<string, string>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using (var session = new NpgsqlCommand(Session, connection))
            await session.ExecuteNonQueryAsync(cancellation);
        await using (var things = new NpgsqlCommand(Things, connection))
        {
            things.Parameters.AddWithValue(Schemas.ToArray());
            found[Definitions] = (string)(await things.ExecuteScalarAsync(cancellation))!;
        }

        await using (var sequences = new NpgsqlCommand("select schemaname || '.' || sequencename, coalesce(last_value, 0) from pg_sequences where schemaname = any ($1)", connection))
        {
            sequences.Parameters.AddWithValue(Schemas.ToArray());
            await using var rows = await sequences.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                found[rows.GetString(0)] = string.Create(CultureInfo.InvariantCulture, $"at {rows.GetInt64(1)}");
        }

        foreach (string table in await TablesAsync(connection, cancellation))
        {
#pragma warning disable CA2100 // Quoted by PostgreSQL itself.
            await using var sum = new NpgsqlCommand(
                $"select count(*), coalesce(sum(('x' || encode(substr(sha256(convert_to((t.*)::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint::numeric), 0)::text from {table} t", connection);
#pragma warning restore CA2100
            await using var row = await sum.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            found[table] = string.Create(CultureInfo.InvariantCulture, $"{row.GetInt64(0)} rows, {row.GetString(1)}");
        }

        return found;
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = any ($1) and schemaname || '.' || tablename <> all ($2)", connection);
        ask.Parameters.AddWithValue(Schemas.ToArray());
        ask.Parameters.AddWithValue(LeftOut.ToArray());
        var tables = new List<string>();
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            tables.Add(rows.GetString(0));
        return tables;
    }
}
