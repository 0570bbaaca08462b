-- What only an administrator can do inside the directory's database. Can be run again, and is after an upgrade of PostGIS.
create extension if not exists postgis;
create extension if not exists intarray;
create extension if not exists btree_gist;

revoke all on schema public from public;
grant usage on schema public to :"owner" with grant option;

-- The owner passes on what each role needs (grants.sql); nobody has a function of an extension just so.
revoke all on all routines in schema public from public;
grant execute on all routines in schema public to :"owner" with grant option;
revoke all on all tables in schema public from public;
grant select on public.spatial_ref_sys to :"owner" with grant option;

revoke all on language plpgsql, sql from public;
grant usage on language plpgsql, sql to :"owner";

-- Large objects are a place to write; statistics show how many rows a hidden table has; an advisory lock, a long sleep or an
-- ended session of the same role stops other people's work. (Npgsql itself calls pg_advisory_unlock_all.)
do $$
declare
  item record;
begin
  for item in
    select oid::regprocedure as name,
      case
        when proname ~ '^pg_stat_' then 'pg_monitor'
        when proname ~ '^pg_(try_)?advisory_' then quote_ident(:'owner') || ', ' || quote_ident(:'app')
      end as still
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname <> 'pg_advisory_unlock_all'
      and proname ~ '^(lo_|loread$|lowrite$|pg_stat_|pg_read_file_old$|pg_(try_)?advisory_|pg_(cancel|terminate)_backend$|pg_sleep|pg_notify$)'
  loop
    execute format('revoke all on function %s from public', item.name);
    if item.still is not null then
      execute format('grant execute on function %s to %s', item.name, item.still);
    end if;
  end loop;
  for item in
    select oid::regclass as name from pg_class
    where relnamespace = 'pg_catalog'::regnamespace and relkind = 'v' and relname ~ '^pg_stat(io)?_'
  loop
    execute format('revoke all on %s from public', item.name);
    execute format('grant select on %s to pg_monitor', item.name);
  end loop;
end $$;
