-- Roles, run by an administrator. A word after a colon, in quotes, is filled in by the program.
-- Passwords arrive as SCRAM verifiers, so that neither this text nor a server's log holds one.
do $$
declare
  role text;
  risky text;
begin
  foreach role in array array[:'owner', :'app', :'public', :'backup'] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I', role);
    end if;
  end loop;
  select string_agg(rolname, ', ') into risky from pg_roles
  where rolname in (:'owner', :'app', :'public', :'backup')
    and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls);
  if risky is not null then
    raise exception 'these roles exist and may do more than the directory allows: %', risky;
  end if;
end $$;

alter role :"owner" login password :'owner_password';
alter role :"app" login password :'app_password';
alter role :"public" login password :'public_password';
alter role :"backup" login password :'backup_password';

-- For whoever reads through another door than the program.
alter role :"public" set default_transaction_read_only = on;
alter role :"public" set statement_timeout = '3s';
alter role :"public" set idle_in_transaction_session_timeout = '60s';
alter role :"public" set search_path = public;
alter role :"backup" set default_transaction_read_only = on;
