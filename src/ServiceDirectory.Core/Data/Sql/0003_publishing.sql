-- The only roads into published. Each function looks for itself whether it may: the state of the entry, its consent, and the
-- approvals of this very revision. What the program hands over is never a state. Cards, search words and masks of facts it
-- prepares from the revision, and they are taken as they come: a wrong program can make a card look wrong, not list a service.
-- Functions run as the owner, so each fixes its search_path; who may call them stands in grants.sql.

-- Every code that was ever given out, so that none is given out twice and a printed one never leads to something else.
create table directory.public_code (
  code text primary key check (code ~ '^[0-9a-z]{6}$')
);

create function directory.claim_code() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into directory.public_code values (new.code);
  return new;
end $$;

create trigger claim_code before insert on directory.service for each row execute function directory.claim_code();
create trigger claim_code before insert on directory.organisation for each row execute function directory.claim_code();

-- The exact place of a site that asked for privacy is never in a document, whoever writes it.
alter table directory.revision add constraint revision_private_sites check (not jsonb_path_exists(
  content, '$.sites[*] ? (!(@.kind == "address") && (exists(@.point) || exists(@.street) || exists(@.postalCode)))'));

-- The last revision that there was when the service was withdrawn. Numbers and not dates: two things can happen on one day.
alter table directory.service add column withdrawn_with int;

alter table directory.approval
  add constraint approval_of_known_criteria foreign key (criteria_version) references published.criteria;

-- All organisations that count as one with this one, itself among them.
create function directory.family(p_organisation uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive family (id) as (
    select p_organisation
    union
    select case r.organisation_id when f.id then r.related_id else r.organisation_id end
    from family f join directory.organisation_relation r on f.id in (r.organisation_id, r.related_id)
  )
  select array_agg(id order by id) from family
$$;

-- Sex worker-led, vouched for and not frozen on a day.
create function directory.may_approve(p_organisation uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.organisation
    where id = p_organisation and kind = 'sex-worker-led' and vouched_until >= p_on
      and not coalesce(p_on between frozen_from and frozen_until, false))
$$;

-- The organisations that cannot judge a revision: who runs the service, and all that count as one with them.
create function directory.tied(p_revision uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct member), '{}')
  from directory.revision r
  join directory.service s on s.id = r.service_id
  join directory.organisation o on o.id = s.organisation_id
  cross join lateral (values ((r.content #>> '{provider,organisationId}')::uuid), (case o.kind when 'provider' then o.id end)) runs (id)
  cross join lateral unnest(directory.family(runs.id)) member
  where r.id = p_revision and runs.id is not null
$$;

create function directory.check_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service uuid;
  v_written date;
begin
  select service_id, written_on into v_service, v_written from directory.revision where id = new.revision_id;
  -- Writing the row, and not only locking it, also stops a transaction whose snapshot is older than the other approval.
  update directory.service set code = code where id = v_service;
  if new.approved_on < v_written then
    raise exception 'The approval is older than what it approves.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  if not directory.may_approve(new.organisation_id, new.approved_on) then
    raise exception 'This organisation may not approve on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;
  if new.organisation_id = any (directory.tied(new.revision_id)) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  if exists (
    select from directory.approval
    where revision_id = new.revision_id and organisation_id = any (directory.family(new.organisation_id))) then
    raise exception 'This organisation, or one that counts as one with it, has approved this revision.'
      using errcode = 'check_violation', constraint = 'approval_related';
  end if;
  return new;
end $$;

create trigger check_approval before insert on directory.approval for each row execute function directory.check_approval();

-- A provider cannot check itself, and only those who may approve check. Looked at once for all the facts of one call.
create function directory.check_fact_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from (select distinct organisation_id, checked_on from added) a
    where not directory.may_approve(a.organisation_id, a.checked_on)) then
    raise exception 'This organisation may not check facts on that day.' using errcode = 'check_violation', constraint = 'fact_check_vouched';
  end if;
  if exists (
    select from (select distinct service_id, organisation_id from added) a
    join directory.revision r on r.service_id = a.service_id
    where a.organisation_id = any (directory.tied(r.id))) then
    raise exception 'Whoever runs a service cannot check it.' using errcode = 'check_violation', constraint = 'fact_check_tie';
  end if;
  return null;
end $$;

create trigger check_fact_checks after insert on directory.fact_check
referencing new table as added for each statement execute function directory.check_fact_checks();

create function directory.check_certificate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.may_approve(new.organisation_id, new.issued_on) then
    raise exception 'This organisation may not issue certificates on that day.'
      using errcode = 'check_violation', constraint = 'training_certificate_vouched';
  end if;
  return new;
end $$;

create trigger check_certificate before insert on directory.training_certificate for each row execute function directory.check_certificate();

-- What a document shows to everyone: without the consent, the ids of organisations, and who translated a text.
create function directory.public_part(p_content jsonb) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  return case jsonb_typeof(p_content)
    when 'object' then (
      select coalesce(jsonb_object_agg(key, directory.public_part(value)), '{}')
      from jsonb_each(p_content) where key not in ('consent', 'by', 'organisationId'))
    when 'array' then (
      select coalesce(jsonb_agg(directory.public_part(value) order by place), '[]')
      from jsonb_array_elements(p_content) with ordinality e (value, place))
    else p_content
  end;
end $$;

create function directory.zone_id(p_name text) returns smallint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id smallint;
begin
  -- Looked for first: a refused insert would use up a number, and there are few.
  select zone_id into v_id from published.zone where name = p_name;
  if v_id is null then
    insert into published.zone (name) values (p_name) on conflict (name) do nothing;
    select zone_id into strict v_id from published.zone where name = p_name;
  end if;
  return v_id;
end $$;

-- Keeps other moves of a service waiting until the caller's transaction ends.
create function directory.lock_service(p_service uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from directory.service where id = p_service for update;
  if not found then
    raise exception 'There is no such service.' using errcode = 'no_data_found';
  end if;
end $$;

-- Moves between the states that nobody outside sees. True: moved; false: it was there already.
create function directory.move_service(p_service uuid, p_to text, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_state text;
begin
  perform directory.lock_service(p_service);
  select state into v_state from directory.service where id = p_service;
  if v_state = p_to then
    return false;
  end if;
  if v_state not in ('working', 'proposed', 'question', 'in-review')
    or p_to not in ('working', 'proposed', 'question', 'in-review', 'declined') then
    raise exception 'A service does not move from % to % this way.', v_state, p_to using errcode = 'check_violation', constraint = 'service_move';
  end if;
  update directory.service set state = p_to where id = p_service;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'move', 'service', p_service, p_to, p_reason);
  return true;
end $$;

-- Makes a revision the one that the public reads, or writes it anew with later checks. Returns the state it came to.
create function directory.publish(p_revision uuid, p_on date, p_derived jsonb, p_actor uuid, p_role text, p_reason text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_service directory.service;
  v_owner uuid;
  v_approvals int;
  v_first date;
  v_last date;
  v_state text;
  v_rank smallint;
  v_shown_until date;
  v_due date := (p_derived ->> 'dueOn')::date;
  v_hidden date := (p_derived ->> 'hiddenFrom')::date;
  v_trained_on date;
  v_trained_until date;
  v_full_until date;
  v_never bigint := 0;
  v_code text;
  v_id int;
  v_needs int[];
  v_checks jsonb;
  v_remote jsonb := p_derived -> 'remote';
begin
  select * into v_revision from directory.revision where id = p_revision;
  if not found then
    raise exception 'There is no such revision.' using errcode = 'no_data_found';
  end if;
  perform directory.lock_service(v_revision.service_id);
  select * into v_service from directory.service where id = v_revision.service_id;

  if v_service.published_revision_id is not null
    and v_revision.number < (select number from directory.revision where id = v_service.published_revision_id) then
    raise exception 'A newer revision is published.' using errcode = 'check_violation', constraint = 'publish_newest';
  end if;
  if v_service.state in ('declined', 'removed') then
    raise exception 'The service was % for good.', v_service.state using errcode = 'check_violation', constraint = 'publish_ended';
  end if;
  if v_revision.number <= v_service.withdrawn_with then
    raise exception 'What was withdrawn comes back as a new revision.' using errcode = 'check_violation', constraint = 'publish_withdrawn';
  end if;
  if coalesce(v_revision.content #>> '{consent,kind}', 'missing') not in ('given', 'not-needed')
    or (v_revision.content #>> '{provider,kind}' = 'community' and v_revision.content #>> '{consent,kind}' <> 'given') then
    raise exception 'The service has not said yes to being listed.' using errcode = 'check_violation', constraint = 'publish_consent';
  end if;

  select count(distinct family), min(approved_on), max(approved_on) into v_approvals, v_first, v_last
  from (
    select directory.family(organisation_id) as family, approved_on
    from directory.approval
    where revision_id = p_revision and approved_on <= p_on
      and directory.may_approve(organisation_id, approved_on)
      and organisation_id <> all (directory.tied(p_revision))
  ) counted;

  -- Until when people can find what is published of an older revision.
  select hidden_from into v_shown_until from published.service
  where id = v_service.id and v_service.published_revision_id <> p_revision and hidden_from > p_on;
  -- One organisation neither brings back what was suspended nor changes what two have promised: its approval waits for another.
  if v_approvals = 1 and (v_service.state = 'suspended' or (v_service.state = 'listed' and v_shown_until is not null)) then
    return v_service.state;
  end if;

  v_owner := (v_revision.content #>> '{provider,organisationId}')::uuid;
  if v_approvals >= 2 then
    v_state := 'listed';
    v_rank := 0;
  elsif v_approvals = 1 then
    v_state := 'provisional';
    v_rank := 1;
  elsif v_service.state <> 'suspended' and (v_service.state = 'own' or v_shown_until is null)
    and v_owner = v_service.organisation_id and v_revision.written_on <= p_on and directory.may_approve(v_owner, p_on)
    -- To be shown unchecked is to be shown as sex worker-led, which is the organisation's choice.
    and exists (select from directory.organisation where id = v_owner and public_name and public_badge) then
    v_state := 'own';
    v_rank := 2;
    v_first := v_revision.written_on;
    v_last := v_revision.written_on;
  else
    raise exception 'Nobody who may approve this revision has approved it.' using errcode = 'check_violation', constraint = 'publish_approvals';
  end if;

  -- The program may be stricter than these, never laxer.
  if v_due is null or v_hidden is null or v_due > v_first + interval '12 months' or v_hidden > v_due + 60
    or (v_state = 'provisional' and v_hidden > v_first + interval '6 months')
    or (v_state = 'own' and v_hidden > v_first + interval '12 months') then
    raise exception 'The entry would be shown longer than its checks last.' using errcode = 'check_violation', constraint = 'publish_dates';
  end if;
  if v_state = 'own' then
    -- It is shown on the organisation's own word, so no longer than that counts.
    select least(v_hidden, vouched_until + 1) into v_hidden from directory.organisation where id = v_owner;
    v_due := least(v_due, v_hidden);
  end if;

  select issued_on, ends_on into v_trained_on, v_trained_until
  from directory.training_certificate c
  where service_id = v_service.id and staff_percent >= 50 and front_desk and issued_on <= p_on
    and directory.may_approve(c.organisation_id, c.issued_on)
  order by ends_on desc limit 1;
  if v_revision.content #>> '{intake,state}' = 'full' then
    v_full_until := least(
      (v_revision.content #>> '{intake,until}')::date, (v_revision.content #>> '{intake,asOf}')::date + 30);
  end if;

  -- Bit 37: community-led, which only its organisation may say. Bit 43: a promise that nobody has judged in an own entry.
  if v_owner is null or not directory.may_approve(v_owner, p_on)
    or not exists (select from directory.organisation where id = v_owner and public_name and public_badge) then
    v_never := v_never | (1::bigint << 37);
  end if;
  if v_state = 'own' then
    v_never := v_never | (1::bigint << 43);
  end if;

  select code into v_code from published.organisation where code = (select code from directory.organisation where id = v_owner);
  v_needs := array(select value::int from jsonb_array_elements_text(v_revision.content -> 'needs'));

  -- The latest check of each fact's present value; null where it was checked before and has changed since.
  select coalesce(jsonb_object_agg(fact, answer), '{}') into v_checks
  from (
    select f.key as fact, (
      select jsonb_build_object('on', c.checked_on, 'how', c.method)
      from directory.fact_check c
      where c.service_id = v_service.id and c.fact = f.key and encode(c.value_hash, 'hex') = f.value and c.checked_on <= p_on
      order by c.checked_on desc limit 1) as answer
    from jsonb_each_text(p_derived -> 'facts') f
    where exists (select from directory.fact_check c where c.service_id = v_service.id and c.fact = f.key and c.checked_on <= p_on)
  ) checked;

  insert into published.service (
    id, code, state, organisation, content, content_version, checks, approvals, checked_on, due_on, hidden_from,
    trained_until, trained_on, full_until, open_data, search_engines, print_address)
  values (
    v_service.id, v_service.code, v_state, v_code, directory.public_part(v_revision.content), v_revision.content_version, v_checks,
    least(v_approvals, 2), v_last, v_due, v_hidden, v_trained_until, v_trained_on, v_full_until,
    coalesce((v_revision.content #>> '{switches,openData}')::boolean, false),
    coalesce((v_revision.content #>> '{switches,searchEngines}')::boolean, false),
    coalesce((v_revision.content #>> '{switches,printAddress}')::boolean, false))
  on conflict (id) do update set
    state = excluded.state, organisation = excluded.organisation, content = excluded.content,
    content_version = excluded.content_version, checks = excluded.checks, approvals = excluded.approvals,
    checked_on = excluded.checked_on, due_on = excluded.due_on, hidden_from = excluded.hidden_from,
    trained_until = excluded.trained_until, trained_on = excluded.trained_on, full_until = excluded.full_until,
    open_data = excluded.open_data, search_engines = excluded.search_engines, print_address = excluded.print_address
  returning service_id into v_id;

  delete from published.site where service_id = v_id;
  with given as (
    -- A place and an exact point are the document's own. Where it has no point, the middle of its town is taken from the
    -- gazetteer, so that a wrong program cannot publish an exact one; from the program only while the gazetteer lacks the town.
    select s.*, (d.site ->> 'placeId')::int as place, d.site ->> 'kind' = 'mobile' as moves,
      coalesce((d.site #>> '{point,longitude}')::float8, town.longitude, s.longitude) as x,
      coalesce((d.site #>> '{point,latitude}')::float8, town.latitude, s.latitude) as y
    from jsonb_to_recordset(p_derived -> 'sites') s (
      id uuid, longitude float8, latitude float8, area text, langs text[], yes bigint, no bigint,
      hours text, "openBits" smallint, zone text, "specialDays" jsonb)
    join jsonb_array_elements(v_revision.content -> 'sites') d (site) on (d.site ->> 'id')::uuid = s.id
    left join published.place town on town.geo_name_id = (d.site ->> 'placeId')::int and d.site ->> 'kind' is distinct from 'address'
  ), written as (
    insert into published.site (
      id, service_id, code, geog, place_id, area, needs, langs, yes, no, excludes, trained_until, full_until, hours, open_bits, zone_id,
      rank, checked_on, due_on, hidden_from)
    select g.id, v_id, v_service.code,
      public.st_setsrid(public.st_makepoint(g.x, g.y), 4326)::public.geography,
      g.place, case when g.moves then public.st_geogfromtext(g.area) end, v_needs, g.langs,
      g.yes & ~v_never, g.no & ~v_never, (p_derived ->> 'excludes')::bigint,
      v_trained_until, v_full_until, g.hours::int4multirange, g."openBits", directory.zone_id(g.zone), v_rank, v_last, v_due, v_hidden
    from given g
    returning site_id, id
  )
  insert into published.special_day (site_id, on_date, hours)
  select w.site_id, d."on", d.hours::int4multirange
  from written w
  join given g using (id)
  cross join lateral jsonb_to_recordset(g."specialDays") d ("on" date, hours text);

  -- Need 0 stands for any, here and below.
  delete from published.service_need where service_id = v_id;
  insert into published.service_need (need, checked_on, service_id, hidden_from)
  select need, v_last, v_id, v_hidden from unnest(0 || v_needs) need
  where exists (select from published.site where service_id = v_id);

  delete from published.remote_need where service_id = v_id;
  if jsonb_typeof(v_remote) = 'object' then
    insert into published.remote_need (
      need, area, rank, service_id, code, langs, yes, no, excludes, trained_until, full_until, hours, open_bits, zone_id,
      checked_on, due_on, hidden_from)
    select need, area,
      -- Listed before provisional before own; help made for a region before help for a country before help for everyone.
      10 * v_rank + case when area = '001' then 2 when area like '%.%' then 0 else 1 end,
      v_id, v_service.code, array(select jsonb_array_elements_text(v_remote -> 'langs')),
      (v_remote ->> 'yes')::bigint & ~v_never, (v_remote ->> 'no')::bigint & ~v_never, (p_derived ->> 'excludes')::bigint,
      v_trained_until, v_full_until, (v_remote ->> 'hours')::int4multirange, (v_remote ->> 'openBits')::smallint,
      directory.zone_id(v_remote ->> 'zone'), v_last, v_due, v_hidden
    from unnest(0 || v_needs) need
    cross join jsonb_array_elements_text(v_revision.content -> 'remoteAreas') area;
  end if;

  delete from published.service_text where service_id = v_id;
  insert into published.service_text (service_id, lang, is_original, card, vector)
  select v_id, t.lang, t.lang = v_revision.content #>> '{name,original}', t.card, t.vector::tsvector
  from jsonb_to_recordset(p_derived -> 'texts') t (lang text, card jsonb, vector text);

  -- All of the document and nothing else: each of its places, its original words, and no language that it does not have.
  if (select count(*) from published.site where service_id = v_id) <> coalesce(jsonb_array_length(v_revision.content -> 'sites'), 0)
    or not exists (select from published.service_text where service_id = v_id and is_original)
    or exists (
      select lang from published.service_text where service_id = v_id
      except
      select jsonb_object_keys(v_revision.content #> array[field, 'in']) from unnest(array['name', 'summary', 'description']) field) then
    raise exception 'What was prepared does not belong to this revision.' using errcode = 'check_violation', constraint = 'publish_derived';
  end if;

  delete from published.gone where code = v_service.code;
  update directory.service set state = v_state, published_revision_id = p_revision where id = v_service.id;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (
    p_actor, p_role, case when v_service.published_revision_id = p_revision then 'refresh' else 'publish' end,
    'service', v_service.id, v_state, p_reason);
  return v_state;
end $$;

-- Takes an entry off every public page. True: taken off; false: it was in that state already.
create function directory.withdraw(p_service uuid, p_to text, p_on date, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_place int;
begin
  perform directory.lock_service(p_service);
  select * into v_service from directory.service where id = p_service;
  if p_to not in ('working', 'suspended', 'removed') then
    raise exception 'A service is withdrawn as working, suspended or removed.' using errcode = 'check_violation', constraint = 'withdraw_to';
  end if;
  if v_service.state = p_to then
    return false;
  end if;
  -- From suspended there is no way to working: that would be a way round those who suspended it.
  if p_to <> 'removed' and v_service.published_revision_id is null then
    raise exception 'The service is not published.' using errcode = 'check_violation', constraint = 'withdraw_published';
  end if;

  select s.place_id into v_place from published.site s join published.service p using (service_id) where p.id = p_service order by s.site_id limit 1;
  -- An entry that was never listed has no address that anybody could hold.
  insert into published.gone (code, place_id, since)
  select v_service.code, v_place, p_on where v_service.published_revision_id is not null
  on conflict (code) do nothing;
  delete from published.service where id = p_service;
  update directory.service set
    state = p_to, published_revision_id = null,
    withdrawn_with = (select max(number) from directory.revision where service_id = p_service)
  where id = p_service;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'withdraw', 'service', p_service, p_to, p_reason);
  return true;
end $$;

-- Gives a provider, and an organisation that chose so, its public page; takes it away from any other. Returns whether it has one.
create function directory.publish_organisation(p_organisation uuid, p_on date, p_actor uuid, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation directory.organisation;
  v_shown boolean;
  v_led boolean;
  v_own uuid;
begin
  select * into v_organisation from directory.organisation where id = p_organisation for no key update;
  if not found then
    raise exception 'There is no such organisation.' using errcode = 'no_data_found';
  end if;
  v_shown := v_organisation.kind = 'provider' or v_organisation.public_name;
  v_led := v_organisation.public_name and v_organisation.public_badge and directory.may_approve(p_organisation, p_on);
  if v_shown then
    insert into published.organisation (code, content)
    values (v_organisation.code, directory.public_part(jsonb_strip_nulls(jsonb_build_object(
      'name', v_organisation.name,
      'about', v_organisation.about,
      'country', v_organisation.country,
      'placeId', v_organisation.place_id,
      'website', v_organisation.website,
      -- Present only as a yes, so that its absence says nothing.
      'communityLed', case when v_led then true end))))
    on conflict (code) do update set content = excluded.content;
    delete from published.gone where code = v_organisation.code;
  else
    with left_now as (delete from published.organisation where code = v_organisation.code returning code)
    insert into published.gone (code, place_id, since) select code, v_organisation.place_id, p_on from left_now
    on conflict (code) do nothing;
  end if;
  update published.service p set organisation = case when v_shown then v_organisation.code end
  from directory.service s join directory.revision r on r.id = s.published_revision_id
  where p.id = s.id and (r.content #>> '{provider,organisationId}')::uuid = p_organisation;
  if not v_led then
    -- Its services say no longer who leads them, and those that stood on its own word alone leave.
    for v_own in
      select s.id from directory.service s join directory.revision r on r.id = s.published_revision_id
      where s.state = 'own' and (r.content #>> '{provider,organisationId}')::uuid = p_organisation
    loop
      perform directory.withdraw(v_own, 'working', p_on, p_actor, p_role, 'Its organisation is not shown any more.');
    end loop;
    with theirs as (
      select p.service_id from published.service p
      join directory.service s on s.id = p.id join directory.revision r on r.id = s.published_revision_id
      where (r.content #>> '{provider,organisationId}')::uuid = p_organisation
    ), sites as (
      update published.site set yes = yes & ~(1::bigint << 37) where service_id in (select service_id from theirs)
    )
    update published.remote_need set yes = yes & ~(1::bigint << 37) where service_id in (select service_id from theirs);
  end if;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state)
  values (p_actor, p_role, 'publish', 'organisation', p_organisation, case when v_shown then 'public' else 'private' end);
  return v_shown;
end $$;
