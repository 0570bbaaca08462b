using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// The database has no place for a visitor. Read from its own catalogue, so that a table of a later migration joins by itself;
/// what looks like a trace and is none stands in a list with its reason.
/// </summary>
[Property(43)]
public sealed class TablesTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    // Words of column names that would hold who asked, for what, from where, or how often.
    private static readonly string[] s_denied =
    [
        "ip", "ips", "addr", "address", "addresses", "inet", "host", "agent", "useragent", "ua", "browser", "device", "fingerprint", "platform",
        "referrer", "referer", "origin_url", "url_from", "session", "sessions", "cookie", "cookies", "visitor", "visitors", "visit", "visits", "guest",
        "seeker", "client", "search", "searched", "searches", "query", "queries", "q", "near", "typed", "term", "terms", "phrase", "keyword",
        "view", "views", "viewed", "hit", "hits", "click", "clicks", "count", "counts", "counter", "times", "read", "reads", "opened", "accessed",
        "access", "seen", "last", "tracking", "track", "latency", "duration",
    ];

    private static readonly string[] s_reviewed =
    [
        "directory.organisation.is_guest: an organisation of another country that judges where it was invited",
        "directory.passkey.client_data_json: what the key signed when it was added",
        "directory.passkey.sign_count: the key's own figure, to notice a copy of it",
        "published.service.print_address: whether a street may stand on paper",
        "published.service.search_engines: whether search engines may list an entry",
    ];

    // Exact times only where somebody of an organisation did something, or what is said of it, in full hours; anything else has days.
    private static readonly string[] s_times =
    [
        "directory.account.locked_until",
        "directory.event.at",
        "directory.invitation.ends_at",
        "directory.invitation.opens_at",
        "directory.notice.confirmed_at",
        "directory.notice.ended_at",
        "directory.notice.ends_at",
        "directory.notice.starts_at",
        "directory.spent.ends_at",
        "directory.ticket.ends_at",
        "directory.ticket.idle_until",
        "directory.warning.ends_at",
        "directory.warning.starts_at",
        "published.notice.ends_at",
        "published.notice.starts_at",
        "published.service.changed_at",
    ];

    // The views of a mirror have the columns of the tables of published, each of which stands here (MirroredViewsTests).
    private const string Columns =
        """
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'mirrored') and n.nspname !~ '^pg_(toast_)?temp'
          and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
        """;

    [Fact]
    public async Task Columns_AreNamedForEntries_NeverForVisitors()
    {
        var columns = await database.Owner.ListAsync<string>($"select format('%s.%s.%s', n.nspname, c.relname, a.attname) {Columns} order by 1");
        Assert.True(columns.Count > 100);
        Assert.Equal(s_reviewed.Select(line => line.Split(':')[0]), columns.Where(IsDenied));
    }

    [Fact]
    public async Task Columns_HoldNoNetworkAddress() => Assert.Equal([], await database.Owner.ListAsync<string>(
        $"select format('%s.%s.%s', n.nspname, c.relname, a.attname) {Columns} and t.typname in ('inet', 'cidr', 'macaddr', 'macaddr8')"));

    [Fact]
    public async Task Times_AreDays_ExceptAsListed() => Assert.Equal(s_times, await database.Owner.ListAsync<string>(
        $"select format('%s.%s.%s', n.nspname, c.relname, a.attname) {Columns} and t.typname in ('timestamp', 'timestamptz', 'time', 'timetz', 'tsrange', 'tstzrange') order by 1"));

    [Fact]
    public async Task Tables_AreOnDisk_AndWithoutHelpersThatCount()
    {
        // An extension that keeps statements, or a trigger that fires for readers, would be a record that no table shows.
        Assert.Equal(
            ["btree_gist", "intarray", "plpgsql", "postgis"],
            await database.Owner.ListAsync<string>("select extname::text collate \"C\" from pg_extension order by 1"));
        Assert.Equal([], await database.Owner.ListAsync<string>("select evtname::text from pg_event_trigger"));
        Assert.Equal([], await database.Owner.ListAsync<string>(
            "select c.oid::regclass::text || '.' || rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relnamespace in ('directory'::regnamespace, 'published'::regnamespace)"));
    }

    [Fact]
    public async Task Column_ThatHoldsAVisitor_WouldBeSeen()
    {
        await database.Owner.RunAsync("create table directory.planted (search_text text, last_seen timestamptz, client_ip inet)");
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(Columns_AreNamedForEntries_NeverForVisitors);
            await Assert.ThrowsAnyAsync<Exception>(Columns_HoldNoNetworkAddress);
            await Assert.ThrowsAnyAsync<Exception>(Times_AreDays_ExceptAsListed);
        }
        finally
        {
            await database.Owner.RunAsync("drop table directory.planted");
        }
    }

    private static bool IsDenied(string column)
    {
        var words = column[(column.LastIndexOf('.') + 1)..].Split('_');
        return words.Any(word => s_denied.Contains(word));
    }
}
