using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Boundary;

/// <summary>
/// What the role behind every public page can do is exactly what stands here. A new table or function is a decision: it is
/// added to a list below only when anybody in the world may have it.
/// </summary>
public sealed class PublicRoleTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    private static readonly string[] s_tables =
    [
        "mirrored.agreement",
        "mirrored.code",
        "mirrored.country_answer",
        "mirrored.criteria",
        "mirrored.gone",
        "mirrored.guide",
        "mirrored.guide_text",
        "mirrored.notice",
        "mirrored.open_data",
        "mirrored.organisation",
        "mirrored.remote_need",
        "mirrored.service",
        "mirrored.service_need",
        "mirrored.service_text",
        "mirrored.site",
        "mirrored.special_day",
        "mirrored.training",
        "mirrored.training_offer",
        "mirrored.zone",
        "public.spatial_ref_sys",
        "published.agreement",
        "published.code",
        "published.country",
        "published.country_answer",
        "published.criteria",
        "published.demo",
        "published.gazetteer",
        "published.gone",
        "published.guide",
        "published.guide_text",
        "published.kept_list",
        "published.notice",
        "published.open_data",
        "published.organisation",
        "published.place",
        "published.postcode",
        "published.region",
        "published.remote_need",
        "published.service",
        "published.service_need",
        "published.service_text",
        "published.site",
        "published.special_day",
        "published.training",
        "published.training_offer",
        "published.zone",
    ];

    // By name: of an extension's function all variants are given.
    private static readonly string[] s_functions =
    [
        "_int_contains", "_int_overlap", "_st_covers", "_st_dwithin", "_st_expand", "geography",
        "geography_distance_knn", "geography_overlaps", "geometry", "st_asbinary", "st_astext", "st_covers", "st_distance",
        "st_dwithin", "st_makepoint", "st_setsrid", "st_x", "st_y",
    ];

    [Fact, Property(82)]
    public async Task Tables_AreReadAndNothingElse()
    {
        var rights = await database.Public.ListAsync<string>(
            """
            select format('%s.%s %s', n.nspname, c.relname, lower(r)) from pg_class c join pg_namespace n on n.oid = c.relnamespace,
              unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) r
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
              and (has_table_privilege(c.oid, r) or r <> 'DELETE' and r <> 'TRUNCATE' and r <> 'TRIGGER' and has_any_column_privilege(c.oid, r))
            order by 1
            """);
        Assert.Equal(s_tables.Select(t => t + " select"), rights);
    }

    [Fact, Property(82)]
    public async Task Functions_AreTheNamedOnes()
    {
        var names = await database.Public.ListAsync<string>(
            """
            select distinct case n.nspname when 'public' then p.proname else n.nspname || '.' || p.proname end collate "C"
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname not in ('pg_catalog', 'information_schema') and has_function_privilege(p.oid, 'execute')
            order by 1
            """);
        Assert.Equal(s_functions, names);
    }

    [Fact, Property(82)]
    public async Task SystemFunctions_AreWhatPostgresGivesEverybody_LessTheHarmful()
    {
        // Nothing was given to the role or to everybody beyond PostgreSQL's own defaults…
        Assert.Empty(await database.Public.ListAsync<string>(
            """
            select p.oid::regprocedure::text from pg_proc p, aclexplode(p.proacl) a
            where p.pronamespace = 'pg_catalog'::regnamespace and a.grantee = (select oid from pg_roles where rolname = current_user)
            """));
        // …and these are gone.
        Assert.Empty(await database.Public.ListAsync<string>(
            """
            select p.oid::regprocedure::text from pg_proc p
            where p.pronamespace = 'pg_catalog'::regnamespace and has_function_privilege(p.oid, 'execute')
              and p.proname <> 'pg_advisory_unlock_all'
              and (p.proname ~ '^(lo_|pg_stat_|pg_advisory_|pg_try_advisory_|pg_sleep|pg_read_|pg_ls_)'
                or p.proname in ('loread', 'lowrite', 'pg_cancel_backend', 'pg_terminate_backend', 'pg_notify', 'pg_stat_file'))
            """));
    }

    [Fact, Property(82)]
    public async Task Schemas_AreUsed_NeverMade()
    {
        Assert.Equal(["mirrored", "public", "published"], await database.Public.ListAsync<string>(
            """
            select nspname::text from pg_namespace
            where has_schema_privilege(oid, 'usage') and nspname not in ('pg_catalog', 'information_schema') order by 1
            """));
        Assert.Empty(await database.Public.ListAsync<string>(
            "select nspname::text from pg_namespace where has_schema_privilege(oid, 'create')"));
    }

    [Fact, Property(82)]
    public async Task Databases_OnlyThisOne_AndNoTemporaryTables()
    {
        var others = await database.Public.ListAsync<string>(
            """
            select datname::text from pg_database
            where has_database_privilege(oid, 'connect') and datallowconn and datname <> current_database()
              and datname not like 'sd\_%'
            """);
        Assert.Empty(others);
        Assert.Empty(await database.Public.ListAsync<string>(
            """
            select r from unnest(array['create', 'temp']) r where has_database_privilege(current_database(), r)
            """));
        Assert.Equal("25006", await database.Public.RefusedAsync("create temporary table t (i int)"));
        Assert.Equal(Denied, await database.Public.RefusedAsync(Writable("create temporary table t (i int)")));
    }

    [Fact, Property(82)]
    public async Task Sequences_Languages_Settings_ForeignThings_None()
    {
        Assert.Empty(await database.Public.ListAsync<string>(
            """
            select c.oid::regclass::text from pg_class c, unnest(array['USAGE', 'SELECT', 'UPDATE']) r
            where c.relkind = 'S' and has_sequence_privilege(c.oid, r)
            union all select lanname::text from pg_language where lanpltrusted and has_language_privilege(oid, 'usage')
            union all select fdwname::text from pg_foreign_data_wrapper where has_foreign_data_wrapper_privilege(oid, 'usage')
            union all select srvname::text from pg_foreign_server where has_server_privilege(oid, 'usage')
            union all select parname::text from pg_parameter_acl where has_parameter_privilege(parname, 'set')
            union all select oid::text from pg_largeobject_metadata
            """));
    }

    [Fact, Property(82)]
    public async Task Role_IsPlain_AndBelongsToNobody()
    {
        Assert.Empty(await database.Public.ListAsync<string>(
            """
            select rolname::text from pg_roles where rolname = current_user
              and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
            union all select roleid::regrole::text from pg_auth_members where member = current_user::regrole
            union all select c.oid::regclass::text from pg_class c where c.relowner = current_user::regrole
            union all select p.oid::regprocedure::text from pg_proc p where p.proowner = current_user::regrole
            """));
        foreach (var other in new[] { database.Logins.Roles.Owner, database.Logins.Roles.App, database.Logins.Roles.Backup })
            Assert.Equal(Denied, await database.Public.RefusedAsync($"set role {other}"));
    }

    [Theory, Property(82)]
    [InlineData("select * from directory.service")]
    [InlineData("select * from directory.organisation")]
    [InlineData("select * from directory.migration_history")]
    [InlineData("insert into published.gone (code, since) values ('abc123', '2026-01-01')")]
    [InlineData("update published.service set approvals = 2")]
    [InlineData("delete from published.site")]
    [InlineData("truncate published.site")]
    [InlineData("create table published.mine (i int)")]
    [InlineData("create table public.mine (i int)")]
    [InlineData("create function public.mine() returns int language sql as 'select 1'")]
    [InlineData("select lo_from_bytea(0, 'x')")]
    [InlineData("select lo_create(0)")]
    [InlineData("select pg_sleep(0)")]
    [InlineData("select pg_terminate_backend(pg_backend_pid())")]
    [InlineData("select pg_advisory_lock(1)")]
    [InlineData("select * from pg_stat_user_tables")]
    [InlineData("select pg_stat_get_live_tuples('published.site'::regclass)")]
    [InlineData("copy published.site to program 'true'")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("do $$ begin null; end $$")]
    [InlineData("create extension hstore")]
    public async Task Statement_OutsideTheList_Refused(string statement) =>
        // Read-only transactions are a habit of the role, not the wall: the wall has to hold without them.
        Assert.Equal(Denied, await database.Public.RefusedAsync(Writable(statement)));

    [Fact, Property(82)]
    public async Task Write_WithoutAsking_IsReadOnlyFirst() =>
        Assert.Equal("25006", await database.Public.RefusedAsync("insert into published.gone (code, since) values ('abc123', '2026-01-01')"));

    [Fact, Property(82)]
    public async Task Statement_LongerThanThreeSeconds_Ends()
    {
        // As somebody connects who knows the password but not the program.
        var plain = new NpgsqlConnectionStringBuilder(database.Logins.Settings.Require(Login.Public)) { Pooling = false, CommandTimeout = 30 };
        await using var source = NpgsqlDataSource.Create(plain);
        Assert.Equal("3s", await source.OneAsync<string>("show statement_timeout"));
        Assert.Equal("3s", await database.Public.OneAsync<string>("show statement_timeout"));
        Assert.Equal(
            PostgresErrorCodes.QueryCanceled,
            await source.RefusedAsync("select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b"));
    }

    [Fact]
    public async Task Pool_PlansOnce_OnOneCore()
    {
        Assert.Equal("force_generic_plan", await database.Public.OneAsync<string>("show plan_cache_mode"));
        Assert.Equal("0", await database.Public.OneAsync<string>("show max_parallel_workers_per_gather"));
    }

    [Fact]
    public async Task Search_Needs_NoMoreThanItHas()
    {
        // The shape of the search by place and need, every function and operator included.
        Assert.Equal(0, await database.Public.OneAsync<long>(
            """
            with here as (select st_setsrid(st_makepoint(-1.5, 53.8), 4326)::geography as p)
            select count(*) from (
              select st_distance(s.geog, here.p, false), st_x(s.geog::geometry), s.geog <-> here.p
              from published.site s, here
              where s.needs && array[1, 2] and st_dwithin(s.geog, here.p, 25000, false)
                 or s.area && here.p and st_covers(s.area, here.p)
              order by s.geog <-> here.p) found
            """));
    }

    private static string Writable(string statement) => $"begin; set transaction read write; {statement}; commit";
}
