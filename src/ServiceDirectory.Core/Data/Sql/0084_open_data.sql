-- What other directories take by the specification for open data (HSDS): beside an entry stands when something of it changed last that
-- they read, who runs it under an id, and which of the catalogue's words are theirs. All of it is made here, from what is published.

-- Names the things that have no id of their own (docs/adr/0018). It goes with backups: another one would make every such id another.
create table published.open_data (
  only_one  boolean primary key default true check (only_one),
  namespace uuid not null default gen_random_uuid()
);
insert into published.open_data default values;

-- The same id each time for the same thing, and a random one for whoever does not know the namespace: the first half of a SHA-256, with the
-- marks of a random UUID. HsdsIds.Of is the same.
create function directory.open_id(p_namespace uuid, p_thing text) returns uuid
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select encode(set_byte(set_byte(half, 6, get_byte(half, 6) & 15 | 64), 8, get_byte(half, 8) & 63 | 128), 'hex')::uuid
  from substring(sha256(convert_to(p_namespace || '/' || p_thing, 'UTF8')) for 16) half
$$;

-- What is said of a change: a full hour that is one to two hours ahead. The minute would say when somebody was at work. And whoever asks for
-- everything since a moment that they were told misses nothing that was still being written then: no statement takes an hour. Nobody is told
-- an hour that has not come (HsdsReader).
create function directory.open_moment() returns timestamptz
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select date_trunc('hour', clock_timestamp(), 'UTC') + interval '2 hours'
$$;

alter table published.service
  add column changed_at  timestamptz not null default now(),
  add column turns       timestamptz[] not null default '{}',   -- moments at which what is said of it changes by itself
  add column provider_id uuid,                                   -- of whoever runs it
  add column topics      int[] not null default '{}',            -- needs; known yes to access facts, and 1000; promises kept, and 2000
  add column doors       uuid[] not null default '{}';           -- sites whose street anybody reads

-- What of an entry others read. When it was checked they read as a month.
create function directory.open_part(p_entry published.service) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_array(
    p_entry.content - 'switches', p_entry.content_version, p_entry.organisation, p_entry.state = 'listed', p_entry.open_data,
    p_entry.warnings, p_entry.full_until, date_trunc('month', p_entry.checked_on::timestamp),
    (select jsonb_agg(jsonb_build_array(p -> 'id', left(p ->> 'on', 7))) from jsonb_array_elements(p_entry.promises) p))
$$;

create function directory.mark_open() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_today constant date := (clock_timestamp() at time zone 'UTC')::date;
  v_name constant text := new.content #>> array['provider', 'name', 'in', new.content #>> '{provider,name,original}', 'value'];
begin
  new.provider_id := directory.open_id(
    (select namespace from published.open_data),
    case when new.organisation is not null then 'organisation/' || new.organisation
      else 'provider/' || coalesce(new.content #>> '{provider,kind}', '') || '/' || coalesce(v_name, new.code) end);
  new.topics := array(
    select distinct topic from (
      select value::int as topic from jsonb_array_elements_text(coalesce(new.content -> 'needs', '[]'))
      union all
      select 1000 + (fact ->> 'facet')::int from jsonb_array_elements(coalesce(new.content -> 'access', '[]')) fact
      -- Of police and immigration a yes with exceptions is none.
      where (fact ->> 'yes')::boolean and ((fact ->> 'facet')::int not in (40, 42) or coalesce(fact ->> 'value' = 'only-by-court-order', false))
      union all
      select 2000 + (promise ->> 'id')::int from jsonb_array_elements(new.promises) promise) said
    order by topic);
  new.doors := array(
    select (site ->> 'id')::uuid from jsonb_array_elements(coalesce(new.content -> 'sites', '[]')) site where site ->> 'kind' = 'address' order by 1);
  new.turns := array(
    select distinct moment from (
      select (warning ->> bound)::timestamptz as moment from jsonb_array_elements(new.warnings) warning, unnest(array['from', 'until']) bound
      union all
      select (new.full_until + 1)::timestamp at time zone 'UTC') said
    where moment is not null order by moment);
  if tg_op = 'INSERT' then
    new.changed_at := directory.open_moment();
  elsif directory.open_part(new) is distinct from directory.open_part(old)
    -- It was found by nobody any more, and is again.
    or old.hidden_from <= v_today and new.hidden_from > v_today then
    new.changed_at := directory.open_moment();
  end if;
  return new;
end $$;
create trigger mark_open before insert or update on published.service for each row execute function directory.mark_open();

-- What is said of whoever runs a service is said with the service.
create function directory.mark_runs() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op <> 'UPDATE' or new.content is distinct from old.content then
    update published.service set changed_at = directory.open_moment()
    where organisation = case tg_op when 'DELETE' then old.code else new.code end;
  end if;
  return null;
end $$;
create trigger mark_runs after insert or update or delete on published.organisation for each row execute function directory.mark_runs();

-- What is published already.
update published.service set changed_at = changed_at;
alter table published.service alter column provider_id set not null;

create index service_open on published.service (id) where open_data and state = 'listed';
create index service_open_provider on published.service (provider_id, id) where open_data and state = 'listed';
create index service_open_topics on published.service using gin (topics public.gin__int_ops) where open_data and state = 'listed';
