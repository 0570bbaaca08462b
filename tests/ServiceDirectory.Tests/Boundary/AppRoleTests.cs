using Npgsql;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Boundary;

/// <summary>The app works with rows; what tables exist, and what the public reads, is not its to decide.</summary>
public sealed class AppRoleTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    // Table, what may be done, and the columns where it is not all of them; every table of the schema has a line.
    private static readonly string[] s_writes =
    [
        "account insert, update",
        "account_change delete, insert",
        "admission insert (id, organisation_id, proposed_by, proposed_on)",
        "agreement insert (does, ends_on, id, judged, money, organisation_id, other_id, paid, planned, ran, reviews_on, service_id, starts_on, wants_public, written_on)",
        "alert",
        "appeal",
        "appeal_word",
        "approval insert",
        "approval_missing",
        "backup",
        "calendar delete, insert",
        "carried",
        "consultation insert, update (closed_on, outcome)",
        "consultation_answer insert",
        "country_answer",
        "criteria_change insert (ask, broken_when, criterion, how, kind, months, motion_id, principle, profiles, said)",
        "declared_tie",
        "decline insert",
        "draft delete, insert, update (base_number, content, content_version, other_than, saved_on, version)",
        "duty delete, insert, update (account_id)",
        "event insert (action, organisation_id, reason, role, subject, subject_id, to_state)",
        "evidence insert",
        "fact_check insert",
        "freeze_voice",
        "guest_seat insert",
        "guide",
        "guide_check",
        "guide_hand",
        "guide_version",
        "import_mapping insert, update (used_on, uses)",
        "import_row insert, update (note, parts, taken_on, values)",
        "import_term insert, update (needs, used_on)",
        "invitation delete, insert, update (confirmed_by, confirmed_by_account, confirmed_on, opens_at, used_on, withdrawn_on)",
        "kept_list",
        "membership insert, update (ended_on)",
        "message",
        "message_past",
        "message_tie",
        "migration_history",
        "motion insert (admission_id, asked_by, asked_on, closes_on, condition, id, kind, organisation_id, other_id, reason, service_id, since, until)",
        "motion_vote insert",
        "notice",
        "organisation insert (about, admitted_by, code, country, fields, id, is_guest, is_network, kind, name, origin, origin_revision, place_id, public_badge, public_name, website), "
            + "update (about, country, fields, name, place_id, public_badge, public_name, website)",
        "organisation_relation",
        "organisation_vouch insert",
        "passkey delete, insert, update",
        "proposal insert, update (closed_on, outcome)",
        "public_code",
        "question insert, update (answer, answered_by, answered_on)",
        "receipt insert, update (code_hash, ends_on, made_on)",
        "receipt_text insert",
        "recovery_code delete, insert",
        "renewal insert",
        "review insert, update (account_id, criteria_version, edition, handed_in_on, minutes, scope, tie)",
        "revision insert",
        "service insert (code, id, organisation_id, origin, origin_revision)",
        "spent delete, insert",
        "suspension",
        "suspension_request",
        "suspension_word",
        "teaching_record",
        "theme insert, update (answer, answered_on)",
        "ticket delete, insert, update (idle_until)",
        "training_certificate",
        "training_offer",
        "training_outcome",
        "training_request",
        "training_session",
        "verdict delete, insert, update (verdict)",
        "warning",
        "word insert, update (answer, answer_account, answered_by, answered_on)",
        "word_request insert",
    ];

    [Fact, Property(83), Property(84)]
    public async Task Tables_AreWrittenAsListed()
    {
        Assert.Equal(s_writes, await database.App.ListAsync<string>(
            """
            select concat_ws(' ', c.relname, string_agg(
              lower(r) || case when has_table_privilege(c.oid, r) then '' else ' (' || columns.part || ')' end, ', ' order by r)
              filter (where has_table_privilege(c.oid, r) or columns.part is not null))
            from pg_class c
            cross join unnest(array['INSERT', 'UPDATE', 'DELETE']) r
            cross join lateral (
              select string_agg(attname, ', ' order by attname) as part from pg_attribute
              where r <> 'DELETE' and attrelid = c.oid and attnum > 0 and has_column_privilege(c.oid, attnum, r)) columns
            where c.relkind in ('r', 'p') and c.relnamespace = 'directory'::regnamespace
            group by c.relname order by c.relname collate "C"
            """));
    }

    [Fact, Property(83), Property(84)]
    public async Task Published_IsRead_NeverWritten()
    {
        Assert.Empty(await database.App.ListAsync<string>(
            """
            select c.oid::regclass || ' ' || r from pg_class c,
              unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) r
            where c.relkind in ('r', 'p') and c.relnamespace = 'published'::regnamespace
              and (has_table_privilege(c.oid, r) or r in ('INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(c.oid, r))
            """));
        Assert.Empty(await database.App.ListAsync<string>(
            """
            select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p')
              and c.relnamespace = 'published'::regnamespace and not has_table_privilege(c.oid, 'SELECT')
            """));
    }

    [Fact, Property(84)]
    public async Task Role_OwnsNothing_AndBelongsToNobody()
    {
        Assert.Empty(await database.App.ListAsync<string>(
            """
            select rolname::text from pg_roles where rolname = current_user
              and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
            union all select roleid::regrole::text from pg_auth_members where member = current_user::regrole
            union all select objid::text from pg_shdepend where refobjid = current_user::regrole and deptype = 'o'
            """));
    }

    [Theory, Property(84)]
    [InlineData("create table directory.mine (i int)")]
    [InlineData("create table published.mine (i int)")]
    [InlineData("create table public.mine (i int)")]
    [InlineData("create schema mine")]
    [InlineData("create temporary table mine (i int)")]
    [InlineData("alter table directory.service add column mine int")]
    [InlineData("alter table directory.service disable trigger all")]
    [InlineData("drop table directory.approval")]
    [InlineData("truncate directory.organisation")]
    [InlineData("delete from directory.organisation")]
    [InlineData("update directory.service set state = 'listed'")]
    [InlineData("update directory.approval set revision_id = organisation_id")]
    [InlineData("update directory.revision set content = '{}'")]
    [InlineData("insert into published.service (id, code) values (gen_random_uuid(), 'abc123')")]
    [InlineData("delete from published.gone")]
    [InlineData("select * from directory.migration_history")]
    [InlineData("create function public.mine() returns int language sql as 'select 1'")]
    [InlineData("do $$ begin null; end $$")]
    [InlineData("create extension hstore")]
    [InlineData("create role mine")]
    [InlineData("select lo_create(0)")]
    [InlineData("select pg_terminate_backend(pg_backend_pid())")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("copy directory.service to program 'true'")]
    [InlineData("copy directory.service to '/tmp/rows'")]
    public async Task Statement_ThatIsNotTheApps_Refused(string statement) =>
        Assert.Equal(Denied, await database.App.RefusedAsync(statement));

    [Fact, Property(84)]
    public async Task SetRole_ToAnotherLogin_Refused()
    {
        foreach (var other in new[] { database.Logins.Roles.Owner, database.Logins.Roles.Public, database.Logins.Roles.Backup })
        {
            Assert.Equal(Denied, await database.App.RefusedAsync($"set role {other}"));
            Assert.Equal(Denied, await database.App.RefusedAsync($"set session authorization {other}"));
        }
    }

    [Fact, Property(83)]
    public async Task OwnerFunctions_FixTheirSearchPath_AndAreClosedToEverybodyElse()
    {
        // A function that runs as the owner and looks names up in the caller's path runs the caller's code.
        Assert.Empty(await database.Owner.ListAsync<string>(
            """
            select oid::regprocedure::text from pg_proc
            where pronamespace in ('directory'::regnamespace, 'published'::regnamespace) and prosecdef
              and not exists (select from unnest(proconfig) setting where setting like 'search_path=%')
            """));
        Assert.Empty(await database.Owner.ListAsync<string>(
            """
            select p.oid::regprocedure::text from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where p.pronamespace in ('directory'::regnamespace, 'published'::regnamespace)
              and a.grantee not in ($1::regrole, $2::regrole)
            """,
            database.Logins.Roles.Owner,
            database.Logins.Roles.App));
    }

    [Fact]
    public async Task Work_OfEveryDay_IsAllowed()
    {
        var one = await database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        var other = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await database.Given.RelatedAsync(one, other);
        Assert.Equal(1, await database.App.OneAsync<long>("select count(*) from directory.organisation_relation"));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from published.service"));
    }
}
