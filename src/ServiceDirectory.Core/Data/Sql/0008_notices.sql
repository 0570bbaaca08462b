-- Notices: a dated line about a place ("the van is not out this week") from an organisation that may approve. One reviewer's word
-- is shown for a day at most, and for a month when somebody else has confirmed it. A notice ends by its date, which every
-- public query compares with the reader's clock; only ending it early is an act.
--
-- There are no accounts yet, so all that is known of a person is the organisation. That the second person is somebody else can
-- be known only where theirs is another organisation, and one that does not count as one with the first. When people have
-- accounts, a second person of the same organisation can be let in here, by comparing theirs.

create table directory.notice (
  id              uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references directory.organisation on delete restrict,
  place_id        int,                           -- GeoNames id of a town, with the radius round its centre
  radius_km       float8 check (radius_km between 1 and 100),
  area            text collate "C" check (area ~ '^[A-Z]{2}(\.[0-9A-Z]+)?$'),   -- or a whole country or first-level region
  words           jsonb not null,                -- a text in its languages
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,          -- as it was asked for; the first moment at which nobody reads it
  confirmed_by    uuid references directory.organisation on delete restrict,
  confirmed_at    timestamptz,
  ended_by        uuid references directory.organisation on delete restrict,
  ended_at        timestamptz,
  constraint notice_place check ((place_id is null) = (radius_km is null) and (place_id is null) <> (area is null)),
  -- What is missing makes these null, which a check would let through.
  constraint notice_words check (coalesce(
    jsonb_typeof(words -> 'in') = 'object' and words -> 'in' ? (words ->> 'original')
    and not jsonb_path_exists(words, '$.in.* ? (!exists(@.value) || !(@.value like_regex "^.{1,200}$"))'), false)),
  constraint notice_confirmed check ((confirmed_by is null) = (confirmed_at is null) and confirmed_by <> organisation_id),
  constraint notice_ended check ((ended_by is null) = (ended_at is null)),
  constraint notice_length check (
    ends_at > starts_at
    and ends_at <= starts_at + case when confirmed_by is null then interval '24 hours' else interval '30 days' end)
);

-- What the public reads of it: not whose it is.
create table published.notice (
  id        uuid primary key,
  place_id  int,
  geog      geography(Point, 4326),
  radius_m  float8,
  area      text collate "C",
  words     jsonb not null,
  starts_at timestamptz not null,
  ends_at   timestamptz not null
);

-- A search reads the few that have not ended.
create index notice_ends on published.notice (ends_at);

-- Writes a notice and shows it. Returns its id.
create function directory.post_notice(
  p_organisation uuid, p_place int, p_radius_km float8, p_area text, p_words jsonb, p_at timestamptz, p_ends_at timestamptz, p_role text)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid;
begin
  if not directory.may_approve(p_organisation, (p_at at time zone 'UTC')::date) then
    raise exception 'This organisation may not write notices on that day.' using errcode = 'check_violation', constraint = 'notice_vouched';
  end if;
  if p_ends_at > p_at + interval '24 hours' then
    raise exception 'One person''s notice ends within 24 hours; a second one can confirm it for longer.'
      using errcode = 'check_violation', constraint = 'notice_length';
  end if;
  if not exists (select from published.place where geo_name_id = p_place)
    and not exists (select from published.country where code = p_area)
    and not exists (select from published.region where code = p_area) then
    raise exception 'There is no such place, region or country.' using errcode = 'check_violation', constraint = 'notice_place';
  end if;
  insert into directory.notice (organisation_id, place_id, radius_km, area, words, starts_at, ends_at)
  values (p_organisation, p_place, p_radius_km, p_area, p_words, p_at, p_ends_at)
  returning id into v_id;
  -- The middle of its town is the gazetteer's own: a notice has no other place.
  insert into published.notice (id, place_id, geog, radius_m, area, words, starts_at, ends_at)
  select v_id, p_place, public.st_setsrid(public.st_makepoint(t.longitude, t.latitude), 4326)::public.geography, p_radius_km * 1000,
    p_area, directory.public_part(p_words), p_at, p_ends_at
  from (select) one left join published.place t on t.geo_name_id = p_place;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'post', 'notice', v_id);
  return v_id;
end $$;

-- A second person stands by a notice, for a month from its beginning at most. False: somebody had confirmed it already.
create function directory.confirm_notice(p_notice uuid, p_organisation uuid, p_at timestamptz, p_ends_at timestamptz, p_role text)
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_notice directory.notice;
begin
  select * into v_notice from directory.notice where id = p_notice for update;
  if not found then
    raise exception 'There is no such notice.' using errcode = 'no_data_found', constraint = 'notice_unknown';
  end if;
  if v_notice.confirmed_by is not null then
    return false;
  end if;
  if not directory.may_approve(p_organisation, (p_at at time zone 'UTC')::date) then
    raise exception 'This organisation may not confirm notices on that day.' using errcode = 'check_violation', constraint = 'notice_vouched';
  end if;
  if p_organisation = any (directory.family(v_notice.organisation_id)) then
    raise exception 'Somebody of another organisation, which is not related to the first, has to confirm it.'
      using errcode = 'check_violation', constraint = 'notice_second';
  end if;
  if v_notice.ended_at is not null or v_notice.ends_at <= p_at then
    raise exception 'The notice has ended. Write it anew.' using errcode = 'check_violation', constraint = 'notice_over';
  end if;
  if p_ends_at <= p_at or p_ends_at > v_notice.starts_at + interval '30 days' then
    raise exception 'A notice ends within 30 days of its beginning.' using errcode = 'check_violation', constraint = 'notice_length';
  end if;
  update directory.notice set confirmed_by = p_organisation, confirmed_at = p_at, ends_at = p_ends_at where id = p_notice;
  update published.notice set ends_at = p_ends_at where id = p_notice;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'confirm', 'notice', p_notice);
  return true;
end $$;

-- Takes a notice off before its date: anybody who may write one can. False: it had ended already.
create function directory.end_notice(p_notice uuid, p_organisation uuid, p_at timestamptz, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_notice directory.notice;
begin
  select * into v_notice from directory.notice where id = p_notice for update;
  if not found then
    raise exception 'There is no such notice.' using errcode = 'no_data_found', constraint = 'notice_unknown';
  end if;
  if v_notice.ended_at is not null or v_notice.ends_at <= p_at then
    return false;
  end if;
  if not directory.may_approve(p_organisation, (p_at at time zone 'UTC')::date) then
    raise exception 'This organisation may not end notices on that day.' using errcode = 'check_violation', constraint = 'notice_vouched';
  end if;
  update directory.notice set ended_by = p_organisation, ended_at = p_at where id = p_notice;
  delete from published.notice where id = p_notice;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'end', 'notice', p_notice);
  return true;
end $$;
