-- The desk. Who looks first in a week, and the addresses by which members' own calendars ask how much waits. What waits is not kept: it is
-- read from the entries, reviews and letters themselves (directory.desk, in a later file).

create table directory.duty (
  organisation_id uuid not null references directory.organisation on delete cascade,
  week            date not null,                                   -- its Monday
  account_id      uuid not null references directory.account on delete cascade,
  primary key (organisation_id, week),
  constraint duty_monday check (extract(isodow from week) = 1)
);

-- Off at first: a row is there only while somebody wants it. Only the hash of the code is kept, and nobody writes down when it was read.
create table directory.calendar (
  account_id uuid primary key references directory.account on delete cascade,
  code_hash  bytea not null check (octet_length(code_hash) = 32),
  constraint calendar_code unique (code_hash)
);

create function directory.check_duty() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select from directory.membership m where m.organisation_id = new.organisation_id and m.account_id = new.account_id and m.ended_on is null)
  then
    raise exception 'Nobody of that name works there.' using errcode = 'check_violation', constraint = 'duty_member';
  end if;
  return new;
end $$;
create trigger duty_check before insert or update on directory.duty for each row execute function directory.check_duty();

-- What waits for an organisation on a day: one branch for each kind of thing, so that what is built later is one more branch of this.
-- Nothing is kept: what is done is not there any more. p_urgent: numbers of the needs that cannot wait.
create function directory.desk(p_organisation uuid, p_on date, p_urgent int[])
returns table (kind text, service_id uuid, code text, name jsonb, place_id int, urgent boolean, alone boolean, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with waiting (kind, service_id, since, until) as (
    select 'question', s.id, null::date, null::date
    from directory.service s
    where s.organisation_id = p_organisation and s.state = 'question'
    union all
    -- Of what it keeps, and of what it has approved.
    select case when p_on >= p.hidden_from then 'hidden' when p_on >= p.due_on + 30 then 'late' else 'due' end, p.id, p.due_on, p.hidden_from
    from published.service p join directory.service s on s.id = p.id
    where p.due_on <= p_on and (s.organisation_id = p_organisation or exists (
      select from directory.approval a where a.revision_id = directory.approved_as(s.published_revision_id) and a.organisation_id = p_organisation))
  )
  select w.kind, w.service_id, s.code, r.content -> 'name', (r.content #>> '{sites,0,placeId}')::int,
    exists (select from jsonb_array_elements_text(r.content -> 'needs') need where need::int = any (p_urgent)),
    -- Nothing is listed in its town.
    not exists (
      select from published.site t
      where t.place_id = (r.content #>> '{sites,0,placeId}')::int and t.rank = 0 and t.hidden_from > p_on),
    w.since, w.until
  from waiting w
  join directory.service s on s.id = w.service_id
  cross join lateral (select content from directory.revision where service_id = s.id order by number desc limit 1) r
$$;
