-- Warnings: what somebody found out today and nobody has time to vet. "Closed today", "full", "this number does not work", or one way
-- to get in touch hidden. It is read at once and ends by itself: whoever reads compares its end with their own clock, and no job has
-- to run. It changes no word of the entry and moves no date of a check.

create table directory.warning (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  kind            text not null check (kind in ('closed', 'full', 'not-working', 'hidden')),
  site_id         uuid,                 -- closed: at this place only; null: everywhere
  on_date         date,                 -- closed: the day on the clocks of that place
  days            jsonb,                -- closed: site, date and what is left of its hours, as search reads them
  contact_id      uuid,                 -- not working or hidden: which phone, message, website or e-mail
  contact         text,                 -- as it stood then; another number is not meant by it
  organisation_id uuid not null references directory.organisation on delete restrict,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null, -- the first moment at which nobody reads it
  ended_by        uuid references directory.organisation on delete restrict,
  ended_on        date,
  constraint warning_length check (
    ends_at > starts_at and ends_at <= starts_at + case kind when 'closed' then interval '26 hours' else interval '30 days' end),
  constraint warning_contact check (
    (contact_id is not null) = (kind in ('not-working', 'hidden')) and (contact is null) = (contact_id is null)),
  constraint warning_closed check (
    (on_date is not null) = (kind = 'closed') and (days is null) = (on_date is null) and (site_id is null or kind = 'closed')),
  -- "Full" is a day in every query, and that day is the world's.
  constraint warning_full check (kind <> 'full' or (ends_at at time zone 'UTC')::time = '00:00'),
  constraint warning_ended check ((ended_by is null) = (ended_on is null))
);
create index warning_service on directory.warning (service_id);

-- Beside the entry, so that reading one reads the other. Without whose they are.
alter table published.service add column warnings jsonb not null default '[]';

-- What stood there before a day was closed; null: nothing did.
alter table published.special_day add column usual int4multirange, add column is_warned boolean not null default false;

-- A contact of a document by its id, as a person would type it; null: it is not there.
create function directory.contact_of(p_content jsonb, p_id uuid) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(item ->> 'number', item ->> 'url', item ->> 'address')
  from (
    select jsonb_array_elements(coalesce(p_content -> 'phones', '[]') || coalesce(p_content -> 'messages', '[]')) as item
    union all select p_content -> 'website'
    union all select p_content -> 'email') contacts
  where (item ->> 'id')::uuid = p_id
$$;

-- A moment as documents write it, whatever the clock of the session.
create function directory.moment(p_at timestamptz) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Writes what is warned of beside what is published, from the rows that nobody has ended: after a warning, and each time that the
-- entry is published anew. A number that was put right meanwhile is not meant any more.
create function directory.show_warnings(p_entry int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service uuid;
  v_content jsonb;
  v_checked date;
  v_full date;
begin
  select id, content, checked_on into v_service, v_content, v_checked from published.service where service_id = p_entry;
  update published.special_day d set hours = d.usual, usual = null, is_warned = false
  from published.site s where s.site_id = d.site_id and s.service_id = p_entry and d.is_warned and d.usual is not null;
  delete from published.special_day d using published.site s
  where s.site_id = d.site_id and s.service_id = p_entry and d.is_warned;
  insert into published.special_day (site_id, on_date, hours, is_warned)
  select distinct on (s.site_id, d."on") s.site_id, d."on", d.hours::int4multirange, true
  from directory.warning w
  cross join lateral jsonb_to_recordset(w.days) d (site uuid, "on" date, hours text)
  join published.site s on s.id = d.site and s.service_id = p_entry
  where w.service_id = v_service and w.ended_on is null and w.kind = 'closed' and w.on_date >= v_checked
  order by s.site_id, d."on", (d.hours::int4multirange = '{}') desc
  on conflict (site_id, on_date) do update set usual = special_day.hours, hours = excluded.hours, is_warned = true;

  -- Full until the later of what the service said itself and what was found out.
  select greatest(
    case when v_content #>> '{intake,state}' = 'full' then least((v_content #>> '{intake,until}')::date, (v_content #>> '{intake,asOf}')::date + 30) end,
    max((w.ends_at at time zone 'UTC')::date) - 1)
  into v_full
  from directory.warning w where w.service_id = v_service and w.ended_on is null and w.kind = 'full';
  update published.site set full_until = v_full where service_id = p_entry and full_until is distinct from v_full;
  update published.remote_need set full_until = v_full where service_id = p_entry and full_until is distinct from v_full;
  update published.service set full_until = v_full, warnings = (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'kind', w.kind, 'site', w.site_id, 'on', w.on_date, 'contact', w.contact,
      'from', directory.moment(w.starts_at), 'until', directory.moment(w.ends_at))) order by w.starts_at, w.id), '[]')
    from directory.warning w
    where w.service_id = v_service and w.ended_on is null
      -- What ended long before the last check is of no use to anybody.
      and (w.ends_at at time zone 'UTC')::date >= v_checked
      and (w.contact_id is null or directory.contact_of(v_content, w.contact_id) = w.contact))
  where service_id = p_entry;
end $$;

-- Publishing writes an entry anew, its texts last.
create function directory.published_warnings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry int;
begin
  for v_entry in
    select distinct n.service_id from written n join published.service p using (service_id)
    where exists (select from directory.warning w where w.service_id = p.id)
  loop
    perform directory.show_warnings(v_entry);
  end loop;
  return null;
end $$;
create trigger service_warnings after insert on published.service_text
referencing new table as written for each statement execute function directory.published_warnings();

-- Whoever runs a service, as what is published of it says, and all that count as one with them.
create function directory.runs(p_organisation uuid, p_service uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select exists (
    select from directory.service s join directory.revision r on r.id = coalesce(
      s.published_revision_id, (select id from directory.revision where service_id = s.id order by number desc limit 1))
    where s.id = p_service and p_organisation = any (directory.tied(r.id))));
end $$;

-- Who may say so on a day: sex worker-led and allied ones of any service, a provider of its own. Not while it is frozen.
create function directory.may_warn(p_organisation uuid, p_service uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.organisation
    where id = p_organisation and not coalesce(p_on between frozen_from and frozen_until, false)
      and (kind in ('sex-worker-led', 'allied') or kind = 'provider' and directory.runs(p_organisation, p_service)))
$$;

-- Warns at once. Returns its id; null: just that is said already, for as long or longer.
create function directory.warn(
  p_service uuid, p_kind text, p_contact uuid, p_site uuid, p_on date, p_days jsonb, p_organisation uuid, p_at timestamptz, p_ends_at timestamptz, p_role text)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry int;
  v_content jsonb;
  v_contact text;
  v_id uuid := gen_random_uuid();
  v_day date := (p_at at time zone 'UTC')::date;
begin
  perform directory.lock_service(p_service);
  select service_id, content into v_entry, v_content from published.service where id = p_service and hidden_from > v_day;
  if not found then
    raise exception 'Nobody reads this service, so there is nobody to warn.' using errcode = 'check_violation', constraint = 'warning_published';
  end if;
  if p_role not in ('proposer', 'reviewer', 'provider-contact', 'command-line') or not directory.may_warn(p_organisation, p_service, v_day) then
    raise exception 'This organisation may not warn about this service.' using errcode = 'check_violation', constraint = 'warning_who';
  end if;
  if p_contact is not null then
    v_contact := directory.contact_of(v_content, p_contact);
    if v_contact is null then
      raise exception 'The entry has no such contact.' using errcode = 'no_data_found', constraint = 'warning_contact';
    end if;
  end if;
  if p_site is not null and not exists (select from published.site where service_id = v_entry and id = p_site) then
    raise exception 'The entry has no such place.' using errcode = 'no_data_found', constraint = 'warning_site';
  end if;
  -- A day and what its evening would have spilled into the next one; nothing else can be closed this way.
  if p_kind = 'closed' and (abs(p_on - v_day) > 1 or exists (
    select from jsonb_to_recordset(p_days) d (site uuid, "on" date, hours text)
    where d."on" not in (p_on, p_on + 1) or (d."on" = p_on and d.hours::int4multirange <> '{}') or (p_site is not null and d.site <> p_site))) then
    raise exception 'Only today can be closed.' using errcode = 'check_violation', constraint = 'warning_closed';
  end if;
  if exists (
    select from directory.warning
    where service_id = p_service and kind = p_kind and contact is not distinct from v_contact and site_id is not distinct from p_site
      and ended_on is null and ends_at >= p_ends_at) then
    return null;
  end if;
  update directory.warning set ended_by = p_organisation, ended_on = v_day
  where service_id = p_service and kind = p_kind and contact is not distinct from v_contact and site_id is not distinct from p_site
    and ended_on is null and ends_at > p_at;
  insert into directory.warning (id, service_id, kind, site_id, on_date, days, contact_id, contact, organisation_id, starts_at, ends_at)
  values (v_id, p_service, p_kind, p_site, p_on, case when p_on is not null then p_days end, p_contact, v_contact, p_organisation, p_at, p_ends_at);
  perform directory.show_warnings(v_entry);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'warn', 'service', p_service, p_kind);
  return v_id;
end $$;

-- Takes a warning back: the organisation that gave it, or one that may approve. False: it was over already.
create function directory.end_warning(p_warning uuid, p_organisation uuid, p_at timestamptz, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_warning directory.warning;
begin
  select * into v_warning from directory.warning where id = p_warning;
  if not found then
    raise exception 'There is no such warning.' using errcode = 'no_data_found', constraint = 'warning_unknown';
  end if;
  perform directory.lock_service(v_warning.service_id);
  select * into v_warning from directory.warning where id = p_warning;
  if v_warning.ended_on is not null or v_warning.ends_at <= p_at then
    return false;
  end if;
  if p_organisation is distinct from v_warning.organisation_id
    and (p_role <> 'reviewer' or not directory.may_approve(p_organisation, (p_at at time zone 'UTC')::date)) then
    raise exception 'Only who gave a warning, or a reviewer, takes it back.' using errcode = 'check_violation', constraint = 'warning_who';
  end if;
  update directory.warning set ended_by = p_organisation, ended_on = (p_at at time zone 'UTC')::date where id = p_warning;
  perform directory.show_warnings(p.service_id) from published.service p where p.id = v_warning.service_id;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'end-warning', 'service', v_warning.service_id, v_warning.kind);
  return true;
end $$;
