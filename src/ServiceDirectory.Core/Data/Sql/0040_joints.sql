-- Where concerns, training and partnerships join: the desk takes rows from a function of each, who has a tie is asked of two more, and a
-- code may open something else than the letter of a suspension.

-- What waits: the service it is about, or the organisation. Each is filled by what it is named for.
create function directory.desk_of_concerns(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select null::text, null::uuid, null::uuid, null::date, null::date where false
$$;

create function directory.desk_of_training(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select null::text, null::uuid, null::uuid, null::date, null::date where false
$$;

create function directory.desk_of_partners(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select null::text, null::uuid, null::uuid, null::date, null::date where false
$$;

create function directory.desk_of_guides(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select null::text, null::uuid, null::uuid, null::date, null::date where false
$$;

select directory.change_once('directory.desk(uuid, date, int[])',
  '  )
  select w.kind, w.service_id, s.code',
  '    union all select * from directory.desk_of_concerns(p_organisation, p_on)
    union all select * from directory.desk_of_training(p_organisation, p_on)
    union all select * from directory.desk_of_partners(p_organisation, p_on)
    union all select * from directory.desk_of_guides(p_organisation, p_on)
  )
  select w.kind, w.service_id, s.code');

-- Organisations whose tie to a service comes of training that it paid for, and of an agreement with money.
create function directory.training_ties(p_service uuid, p_on date) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select null::uuid where false;
end $$;

create function directory.agreement_ties(p_service uuid, p_on date) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select null::uuid where false;
end $$;

select directory.change_once('directory.ties(uuid, date)',
  'where n.declared_by is not null',
  'where n.declared_by is not null
  union
  -- And all that count as one with them.
  select member, ''training'' from directory.training_ties(p_service, p_on) tied cross join lateral unnest(directory.family(tied)) member
  union
  select member, ''agreement'' from directory.agreement_ties(p_service, p_on) tied cross join lateral unnest(directory.family(tied)) member');

-- A code opens what one of these is about.
alter table directory.receipt alter suspension_id drop not null;
