-- "Community-led" ends by its date like every other promise, and what is recorded of a published service later (a check, a
-- certificate) is written beside what the public reads without publishing it anew.

-- The first day on which "community-led" counts no longer; null: not said.
alter table published.service add column led_until date;
alter table published.site add column led_until date;
alter table published.remote_need add column led_until date;
alter table published.organisation add column led_until date;

-- The bits of masks that are named here, by the catalogue's slugs. Another slug has none, and a mask with it is refused.
create function directory.facet_bit(p_slug text) returns bigint
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select 1::bigint << case p_slug
    when 'sex-worker-led' then 37
    when 'trained' then 39
    when 'no-need-to-leave-sex-work' then 43
  end
$$;

-- The first day on which an organisation is shown as community-led no longer; null: it is not shown so on this day. What is said
-- of it ends with its vouchers' word, and when it is frozen.
create function directory.led_until(p_organisation uuid, p_on date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select least(vouched_until + 1, case when frozen_until >= p_on then frozen_from end)
  from directory.organisation
  where id = p_organisation and public_name and public_badge and directory.may_approve(id, p_on)
$$;

-- Writes that day wherever the organisation and its services are shown.
create function directory.date_led(p_organisation uuid, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_until date := directory.led_until(p_organisation, p_on);
  v_theirs int[];
begin
  update published.organisation set led_until = v_until where code = (select code from directory.organisation where id = p_organisation);
  with dated as (
    update published.service p set led_until = v_until
    from directory.service s join directory.revision r on r.id = s.published_revision_id
    where p.id = s.id and (r.content #>> '{provider,organisationId}')::uuid = p_organisation
    returning p.service_id
  )
  select array_agg(service_id) into v_theirs from dated;
  update published.site set led_until = v_until where service_id = any (v_theirs);
  update published.remote_need set led_until = v_until where service_id = any (v_theirs);
end $$;

-- The approvals of a revision that count on a day: all that count as one are one.
create function directory.counted_approvals(p_revision uuid, p_on date, out approvals int, out first_on date, out last_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct family), min(approved_on), max(approved_on)
  from (
    select directory.family(organisation_id) as family, approved_on
    from directory.approval
    where revision_id = p_revision and approved_on <= p_on
      and directory.may_approve(organisation_id, approved_on)
      and organisation_id <> all (directory.tied(p_revision))
  ) counted
$$;

-- The longest that an entry is shown, where the program did not say sooner.
create function directory.shown_until(
  p_state text, p_first date, p_owner uuid, p_due date, p_hidden date, out due_on date, out hidden_from date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  due_on := least(p_due, (p_first + interval '12 months')::date);
  hidden_from := least(p_hidden, due_on + 60);
  if p_state = 'provisional' then
    hidden_from := least(hidden_from, (p_first + interval '6 months')::date);
  elsif p_state = 'own' then
    -- It is shown on the organisation's own word, so no longer than that counts.
    hidden_from := least(
      hidden_from, (p_first + interval '12 months')::date, (select vouched_until + 1 from directory.organisation where id = p_owner));
    due_on := least(due_on, hidden_from);
  end if;
end $$;

-- The certificate that lasts longest: at least half of the staff, the front desk among them.
create function directory.training_of(p_service uuid, p_on date, out issued_on date, out ends_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.issued_on, c.ends_on
  from directory.training_certificate c
  where c.service_id = p_service and c.staff_percent >= 50 and c.front_desk and c.issued_on <= p_on
    and directory.may_approve(c.organisation_id, c.issued_on)
  order by c.ends_on desc limit 1
$$;

-- The latest check of each fact's present value; null where it was checked before and has changed since.
create function directory.checks_of(p_service uuid, p_facts jsonb, p_on date) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_object_agg(fact, answer), '{}')
  from (
    select f.key as fact, (
      select jsonb_build_object('on', c.checked_on, 'how', c.method)
      from directory.fact_check c
      where c.service_id = p_service and c.fact = f.key and encode(c.value_hash, 'hex') = f.value and c.checked_on <= p_on
      order by c.checked_on desc limit 1) as answer
    from jsonb_each_text(p_facts) f
    where exists (select from directory.fact_check c where c.service_id = p_service and c.fact = f.key and c.checked_on <= p_on)
  ) checked
$$;

-- Makes a revision the one that the public reads, or writes it anew with later checks. Returns the state it came to.
create or replace function directory.publish(p_revision uuid, p_on date, p_derived jsonb, p_actor uuid, p_role text, p_reason text) returns text
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
  v_led_until date;
  v_full_until date;
  -- Facts that end by a date are columns, so that no mask says them.
  v_never bigint := directory.facet_bit('sex-worker-led') | directory.facet_bit('trained');
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

  select approvals, first_on, last_on into v_approvals, v_first, v_last from directory.counted_approvals(p_revision, p_on);

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

  -- The program may be stricter. Where it is laxer, as when it counts an approval that counts no longer, the shorter time holds.
  if v_due is null or v_hidden is null then
    raise exception 'An entry is shown until a date.' using errcode = 'check_violation', constraint = 'publish_dates';
  end if;
  select due_on, hidden_from into v_due, v_hidden from directory.shown_until(v_state, v_first, v_owner, v_due, v_hidden);

  select issued_on, ends_on into v_trained_on, v_trained_until from directory.training_of(v_service.id, p_on);
  if v_revision.content #>> '{intake,state}' = 'full' then
    v_full_until := least(
      (v_revision.content #>> '{intake,until}')::date, (v_revision.content #>> '{intake,asOf}')::date + 30);
  end if;

  v_led_until := directory.led_until(v_owner, p_on);
  if v_state = 'own' then
    -- A promise that nobody has judged.
    v_never := v_never | directory.facet_bit('no-need-to-leave-sex-work');
  end if;

  select code into v_code from published.organisation where code = (select code from directory.organisation where id = v_owner);
  v_needs := array(select value::int from jsonb_array_elements_text(v_revision.content -> 'needs'));

  v_checks := directory.checks_of(v_service.id, p_derived -> 'facts', p_on);

  insert into published.service (
    id, code, state, organisation, content, content_version, checks, approvals, checked_on, due_on, hidden_from,
    trained_until, trained_on, led_until, full_until, open_data, search_engines, print_address)
  values (
    v_service.id, v_service.code, v_state, v_code, directory.public_part(v_revision.content), v_revision.content_version, v_checks,
    least(v_approvals, 2), v_last, v_due, v_hidden, v_trained_until, v_trained_on, v_led_until, v_full_until,
    coalesce((v_revision.content #>> '{switches,openData}')::boolean, false),
    coalesce((v_revision.content #>> '{switches,searchEngines}')::boolean, false),
    coalesce((v_revision.content #>> '{switches,printAddress}')::boolean, false))
  on conflict (id) do update set
    state = excluded.state, organisation = excluded.organisation, content = excluded.content,
    content_version = excluded.content_version, checks = excluded.checks, approvals = excluded.approvals,
    checked_on = excluded.checked_on, due_on = excluded.due_on, hidden_from = excluded.hidden_from,
    trained_until = excluded.trained_until, trained_on = excluded.trained_on, led_until = excluded.led_until,
    full_until = excluded.full_until,
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
      id, service_id, code, geog, place_id, area, needs, langs, yes, no, excludes, trained_until, led_until, full_until, hours,
      open_bits, zone_id, rank, checked_on, due_on, hidden_from)
    select g.id, v_id, v_service.code,
      public.st_setsrid(public.st_makepoint(g.x, g.y), 4326)::public.geography,
      g.place, case when g.moves then public.st_geogfromtext(g.area) end, v_needs, g.langs,
      g.yes & ~v_never, g.no & ~v_never, (p_derived ->> 'excludes')::bigint,
      v_trained_until, v_led_until, v_full_until, g.hours::int4multirange, g."openBits", directory.zone_id(g.zone), v_rank, v_last, v_due, v_hidden
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
      need, area, rank, service_id, code, langs, yes, no, excludes, trained_until, led_until, full_until, hours,
      open_bits, zone_id, checked_on, due_on, hidden_from)
    select need, area,
      -- Listed before provisional before own; help made for a region before help for a country before help for everyone.
      10 * v_rank + case when area = '001' then 2 when area like '%.%' then 0 else 1 end,
      v_id, v_service.code, array(select jsonb_array_elements_text(v_remote -> 'langs')),
      (v_remote ->> 'yes')::bigint & ~v_never, (v_remote ->> 'no')::bigint & ~v_never, (p_derived ->> 'excludes')::bigint,
      v_trained_until, v_led_until, v_full_until, (v_remote ->> 'hours')::int4multirange, (v_remote ->> 'openBits')::smallint,
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

-- The day on which a record is written beside what is published: not before anything that is shown already, as a record can be
-- of an earlier day. Null: the service is not published.
create function directory.shown_on(p_service uuid, p_on date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select greatest(p_on, checked_on, trained_on, (select max((value ->> 'on')::date) from jsonb_each(checks)))
  from published.service where id = p_service
$$;

-- Writes what was recorded of a published service since: checks, training, and the dates that follow from them. Neither its state
-- nor a word of it changes, and what its date has hidden stays hidden until it is published anew. False: it is not published.
create function directory.refresh(p_service uuid, p_on date, p_facts jsonb, p_due date, p_hidden date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry published.service;
  v_revision directory.revision;
  v_approvals int;
  v_first date;
  v_due date;
  v_hidden date;
begin
  perform directory.lock_service(p_service);
  select * into v_entry from published.service where id = p_service;
  if not found then
    return false;
  end if;
  select r.* into v_revision
  from directory.revision r join directory.service s on s.published_revision_id = r.id where s.id = p_service;
  select approvals, first_on into v_approvals, v_first from directory.counted_approvals(v_revision.id, p_on);
  select due_on, hidden_from into v_due, v_hidden from directory.shown_until(
    v_entry.state, coalesce(v_first, v_revision.written_on), (v_revision.content #>> '{provider,organisationId}')::uuid, p_due, p_hidden);
  -- Where fewer approvals count than the entry says, its checks are shown and its time is not made longer.
  if v_entry.hidden_from <= p_on or v_approvals < v_entry.approvals or v_due is null or v_hidden is null then
    v_due := v_entry.due_on;
    v_hidden := v_entry.hidden_from;
  end if;

  update published.service set
    checks = directory.checks_of(p_service, p_facts, p_on), due_on = v_due, hidden_from = v_hidden,
    (trained_on, trained_until) = (select issued_on, ends_on from directory.training_of(p_service, p_on))
  where service_id = v_entry.service_id
  returning * into v_entry;
  update published.site set due_on = v_due, hidden_from = v_hidden, trained_until = v_entry.trained_until
  where service_id = v_entry.service_id;
  update published.remote_need set due_on = v_due, hidden_from = v_hidden, trained_until = v_entry.trained_until
  where service_id = v_entry.service_id;
  update published.service_need set hidden_from = v_hidden where service_id = v_entry.service_id;
  return true;
end $$;

-- Gives a provider, and an organisation that chose so, its public page; takes it away from any other. Returns whether it has one.
create or replace function directory.publish_organisation(p_organisation uuid, p_on date, p_actor uuid, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation directory.organisation;
  v_shown boolean;
  v_own uuid;
begin
  select * into v_organisation from directory.organisation where id = p_organisation for no key update;
  if not found then
    raise exception 'There is no such organisation.' using errcode = 'no_data_found';
  end if;
  v_shown := v_organisation.kind = 'provider' or v_organisation.public_name;
  if v_shown then
    insert into published.organisation (code, content)
    values (v_organisation.code, directory.public_part(jsonb_strip_nulls(jsonb_build_object(
      'name', v_organisation.name,
      'about', v_organisation.about,
      'country', v_organisation.country,
      'placeId', v_organisation.place_id,
      'website', v_organisation.website))))
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
  perform directory.date_led(p_organisation, p_on);
  if directory.led_until(p_organisation, p_on) is null then
    -- What stood on its own word alone leaves.
    for v_own in
      select s.id from directory.service s join directory.revision r on r.id = s.published_revision_id
      where s.state = 'own' and (r.content #>> '{provider,organisationId}')::uuid = p_organisation
    loop
      perform directory.withdraw(v_own, 'working', p_on, p_actor, p_role, 'Its organisation is not shown any more.');
    end loop;
  end if;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state)
  values (p_actor, p_role, 'publish', 'organisation', p_organisation, case when v_shown then 'public' else 'private' end);
  return v_shown;
end $$;

-- What is published already: each organisation that has a page, and the bit that said so without a date.
update published.organisation set content = content - 'communityLed';
update published.site set yes = yes & ~directory.facet_bit('sex-worker-led');
update published.remote_need set yes = yes & ~directory.facet_bit('sex-worker-led');
select directory.date_led(id, current_date) from directory.organisation where public_name and public_badge;
