-- What one organisation alone shows, and what it takes off: its own service that nobody has checked, an entry that only it has checked, a
-- yes that was taken back. And whom the service's own word is asked of.

-- Whether another entry with the same telephone number or website was suspended, declined, or removed after it was suspended, in the last
-- two years. Whoever writes it anew gets no further with it alone than with the first one.
create function directory.is_copy(p_revision uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with me as (select * from directory.revision where id = p_revision),
  alike as (
    select r.service_id
    from me cross join lateral jsonb_array_elements(coalesce(me.content -> 'phones', '[]')) phone
    join directory.revision r on r.content -> 'phones' @> jsonb_build_array(jsonb_build_object('number', phone -> 'number'))
    union
    select r.service_id
    from me join directory.revision r
      on substring(lower(r.content #>> '{website,url}') from '^https?://(?:www\.)?([^/:?#]+)')
        = substring(lower(me.content #>> '{website,url}') from '^https?://(?:www\.)?([^/:?#]+)')
      and rtrim(lower(r.content #>> '{website,url}'), '/') = rtrim(lower(me.content #>> '{website,url}'), '/')
  )
  select exists (
    select from alike a join directory.service s on s.id = a.service_id
    where s.id <> (select service_id from me) and (
      s.state = 'suspended'
      or s.state = 'declined' and exists (select from directory.decline d where d.service_id = s.id and p_on < d.decided_on + interval '24 months')
      or s.state = 'removed' and exists (select from directory.suspension x where x.service_id = s.id and x.outcome = 'removed' and p_on < x.suspended_on + interval '24 months')))
$$;

-- Whether somebody else of the country could judge it as well: untied, and no kin of those who did.
create function directory.has_second(p_revision uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with entry as (
    select r.id, array(
      select coalesce(t.country_code, keeper.country)
      from (select null::int as place union all select (d ->> 'placeId')::int from jsonb_array_elements(coalesce(r.content -> 'sites', '[]')) d) site
      left join published.place t on t.geo_name_id = site.place
      where site.place is not null or coalesce(jsonb_array_length(r.content -> 'sites'), 0) = 0) as countries
    from directory.revision r
    join directory.service s on s.id = r.service_id
    join directory.organisation keeper on keeper.id = s.organisation_id
    where r.id = p_revision
  )
  select exists (
    select from directory.organisation o join entry e on o.country = any (e.countries)
    where directory.may_approve(o.id, p_on) and o.id <> all (directory.tied(p_revision, p_on))
      and not exists (
        select from directory.approval a where a.revision_id = directory.approved_as(p_revision) and a.organisation_id = any (directory.family(o.id))))
$$;

-- From when the time of an entry counts that one organisation has checked. Where a second one could look, the first does not begin its six
-- months anew by saying the same again: they count from its first yes since two have stood for the entry, or since a year without one.
create function directory.first_alone(p_revision uuid, p_state text, p_first date, p_on date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when p_state <> 'provisional' or not directory.has_second(p_revision, p_on) then p_first else least(p_first, (
    with yes as (
      select a.revision_id, min(a.approved_on) as day
      from directory.approval a join directory.revision r on r.id = a.revision_id
      where r.service_id = (select service_id from directory.revision where id = p_revision) and a.approved_on <= p_on
      group by a.revision_id having count(distinct directory.family(a.organisation_id)) = 1
    ), pair as (
      select max(a.approved_on) as day
      from directory.approval a join directory.revision r on r.id = a.revision_id
      where r.service_id = (select service_id from directory.revision where id = p_revision) and a.approved_on <= p_on
        and a.revision_id not in (select revision_id from yes)
    ), since as (
      select y.day, y.day - lag(y.day) over (order by y.day) > 365 as is_anew from yes y cross join pair p where p.day is null or y.day >= p.day
    )
    select coalesce(max(day) filter (where is_anew), min(day)) from since)) end
$$;

-- Changes a few lines of a function of two hundred, as 0031 does; stops where they are not there. Later files use it as well; only the owner may.
create function directory.change_once(p_function regprocedure, variadic p_changes text[]) returns void
language plpgsql as $$
declare
  v_before text;
  v_after text := pg_get_functiondef(p_function);
begin
  for v_at in 1 .. array_length(p_changes, 1) by 2 loop
    v_before := v_after;
    v_after := replace(v_before, p_changes[v_at], p_changes[v_at + 1]);
    if v_after = v_before then
      raise exception '% says otherwise: %', p_function, p_changes[v_at];
    end if;
  end loop;
  execute v_after;
end $$;

-- Both are asked where an entry is published, and the second where it is looked at again.
select directory.change_once('directory.publish(uuid, date, jsonb, uuid, text, text)',
  'if v_approvals = 1 and (v_service.state = ''suspended'' or (', 'if v_approvals = 1 and (v_service.state = ''suspended'' or directory.is_copy(p_revision, p_on) or (',
  'elsif v_service.state <> ''suspended'' and (v_service.state = ''own''', 'elsif v_service.state <> ''suspended'' and not directory.is_copy(p_revision, p_on) and (v_service.state = ''own''',
  'shown_until(v_state, v_first, v_owner', 'shown_until(v_state, directory.first_alone(p_revision, v_state, v_first, p_on), v_owner');
select directory.change_once('directory.refresh(uuid, date, jsonb, date, date)',
  'v_entry.state, coalesce(v_first, v_revision.written_on), (', 'v_entry.state, directory.first_alone(v_revision.id, v_entry.state, coalesce(v_first, v_revision.written_on), p_on), (');

-- Takes a service off: whoever keeps the entry or runs the service, at once; for good only after a suspension that two organisations
-- confirmed, once nobody can appeal any more. What waited to be judged waits no more.
create or replace function directory.withdraw(p_service uuid, p_to text, p_on date, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_suspension directory.suspension;
begin
  perform directory.lock_service(p_service);
  select * into v_service from directory.service where id = p_service;
  if p_to not in ('working', 'removed') then
    raise exception 'A service is withdrawn as working or removed; it is suspended with a promise that was not kept.'
      using errcode = 'check_violation', constraint = 'withdraw_to';
  end if;
  if v_service.state = p_to then
    return false;
  end if;
  -- From suspended there is no way to working: that would be a way round those who suspended it.
  if p_to <> 'removed' and v_service.published_revision_id is null then
    raise exception 'The service is not published.' using errcode = 'check_violation', constraint = 'withdraw_published';
  end if;
  if (p_actor is null) <> (p_role = 'command-line') then
    raise exception 'Somebody of an organisation takes it off.' using errcode = 'check_violation', constraint = 'withdraw_who';
  end if;
  if p_actor is not null and p_to = 'working' and (
    p_role not in ('reviewer', 'coordinator', 'provider-contact')
    or p_actor <> v_service.organisation_id and p_actor <> all (directory.tied(v_service.published_revision_id, p_on))) then
    raise exception 'Whoever keeps the entry or runs the service takes it off.' using errcode = 'check_violation', constraint = 'withdraw_who';
  end if;
  if p_actor is not null and p_to = 'removed' then
    select * into v_suspension from directory.suspension where service_id = p_service and outcome is null;
    if not found or p_role <> 'reviewer' or not directory.may_judge(p_actor, p_service, p_on)
      or directory.is_tied(v_suspension.revision_id, p_actor, null, p_on) then
      raise exception 'It is removed by reviewers, after it was suspended.' using errcode = 'check_violation', constraint = 'remove_who';
    end if;
    if directory.suspension_state(v_suspension.id, p_on) <> 'confirmed' then
      raise exception 'Two organisations confirm a suspension first.' using errcode = 'check_violation', constraint = 'remove_confirmed';
    end if;
    if not exists (select from directory.appeal where suspension_id = v_suspension.id and outcome = 'upheld')
      and (exists (select from directory.appeal where suspension_id = v_suspension.id) or v_suspension.letter_sent_on is null or p_on <= v_suspension.letter_sent_on + 30) then
      raise exception 'The service can still appeal.' using errcode = 'check_violation', constraint = 'remove_appeal';
    end if;
  end if;
  update directory.proposal set closed_on = greatest(p_on, proposed_on), outcome = 'withdrawn' where service_id = p_service and closed_on is null;
  perform directory.take_off(p_service, p_to, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'withdraw', 'service', p_service, p_to, p_reason);
  return true;
end $$;

-- Of a public body and a non-governmental organisation the word for an address is not asked, whether or not they said yes to more; of those that need their yes it is.
create or replace function directory.lacks_address_word(p_content jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_path_exists(p_content, '$.sites[*] ? (@.kind == "address")')
    and not coalesce((p_content #>> '{consent,exactAddress}')::boolean, false)
    and (directory.needs_yes(p_content) or not coalesce(p_content #>> '{provider,kind}' in ('public', 'ngo'), false))
$$;

-- No yes is needed of public bodies and non-governmental organisations, and of nobody else.
create function directory.check_yes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from directory.revision
    where id = new.published_revision_id and content #>> '{consent,kind}' = 'not-needed'
      and not coalesce(content #>> '{provider,kind}' in ('public', 'ngo'), false)) then
    raise exception 'Only a public body or a non-governmental organisation is shown without its yes.' using errcode = 'check_violation', constraint = 'publish_consent';
  end if;
  return new;
end $$;
create trigger service_yes before update of published_revision_id on directory.service
for each row when (new.published_revision_id is distinct from old.published_revision_id) execute function directory.check_yes();

-- As before. Where a service is shown only with its yes, its word for an address is for that address: another one is a promise.
create or replace function directory.change_between(p_before jsonb, p_after jsonb) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  v_kept uuid[];
begin
  select array_agg((item ->> 'id')::uuid) into v_kept
  from (
    select jsonb_array_elements(coalesce(p_before -> 'sites', '[]') || coalesce(p_before -> 'phones', '[]')) as item
    union all select p_before -> 'post' where p_before ? 'post') was
  where item ->> 'id' in (
    select item ->> 'id' from (
      select jsonb_array_elements(coalesce(p_after -> 'sites', '[]') || coalesce(p_after -> 'phones', '[]')) as item
      union all select p_after -> 'post' where p_after ? 'post') is_now);
  if directory.unchanging(p_before, 'daily', '{}') = directory.unchanging(p_after, 'daily', '{}') then
    return 'daily';
  end if;
  -- Where a place asked for privacy, another one that is shown exactly is a promise, too.
  if jsonb_path_exists(p_before, '$.sites[*] ? (@.kind != "address")') and exists (
    select from jsonb_array_elements(coalesce(p_after -> 'sites', '[]')) s
    where s ->> 'kind' = 'address' and not coalesce((s ->> 'id')::uuid = any (v_kept), false)) then
    return 'promises';
  end if;
  if directory.needs_yes(p_before) and exists (
    select from jsonb_array_elements(coalesce(p_after -> 'sites', '[]')) s
    where s ->> 'kind' = 'address' and not exists (
      select from jsonb_array_elements(coalesce(p_before -> 'sites', '[]')) b
      where b -> 'id' = s -> 'id' and (b -> 'placeId', b -> 'street', b -> 'postalCode', b -> 'point')
        is not distinct from (s -> 'placeId', s -> 'street', s -> 'postalCode', s -> 'point'))) then
    return 'promises';
  end if;
  if directory.unchanging(p_before, 'contact', coalesce(v_kept, '{}')) = directory.unchanging(p_after, 'contact', coalesce(v_kept, '{}')) then
    return 'contact';
  end if;
  return 'promises';
end $$;

-- Asks one allied organisation for each field that an entry touches: of its region where there is one, else of its country, and the one that
-- was asked longest ago. Nobody is asked again within the days of an answer. Returns how many were asked.
create function directory.ask_for_word(p_service uuid, p_asked_by uuid, p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_asked int;
begin
  perform directory.lock_service(p_service);
  insert into directory.word_request (id, service_id, asked_by, organisation_id, asked_on, ends_on)
  select gen_random_uuid(), p_service, p_asked_by, chosen.id, p_on, p_on + 7
  from (
    with entry as (
      select coalesce(t.country_code, o.country) as country, t.admin1_code as region, directory.fields_of(r.content) as fields
      from directory.service s
      join directory.organisation o on o.id = s.organisation_id
      cross join lateral (select content from directory.revision where service_id = s.id order by number desc limit 1) r
      left join published.place t on t.geo_name_id = (r.content -> 'sites' -> 0 ->> 'placeId')::int
      where s.id = p_service
    ), fitting as (
      select distinct on (field) o.id
      from directory.organisation o
      join entry e on o.country = e.country
      cross join lateral unnest(o.fields) field
      left join published.place t on t.geo_name_id = o.place_id
      left join lateral (select max(asked_on) as day from directory.word_request where organisation_id = o.id) before on true
      where o.kind = 'allied' and field = any (e.fields) and coalesce(o.left_on > p_on, true)
        and not exists (
          select from directory.word_request w join directory.organisation a on a.id = w.organisation_id
          where w.service_id = p_service and w.ends_on > p_on and a.fields && array[field])
      order by field, coalesce(t.admin1_code = e.region, false) desc, before.day nulls first, o.code
    )
    select distinct id from fitting) chosen
  on conflict do nothing;
  get diagnostics v_asked = row_count;
  if v_asked > 0 then
    insert into directory.event (organisation_id, role, action, subject, subject_id) values (p_asked_by, 'reviewer', 'ask-word', 'service', p_service);
  end if;
  return v_asked;
end $$;

-- Whoever begins the first review of what waits asks: nobody has to think of it.
create function directory.ask_with_review() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.review where revision_id = new.revision_id and id <> new.id) then
    perform directory.ask_for_word((select service_id from directory.revision where id = new.revision_id), new.organisation_id, new.started_on);
  end if;
  return null;
end $$;
create trigger review_asks_word after insert on directory.review for each row execute function directory.ask_with_review();

-- As before; a guest that judges this entry asks as well.
create or replace function directory.check_word_request() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.organisation where id = new.organisation_id and kind = 'allied')
    or not directory.may_judge(new.asked_by, new.service_id, new.asked_on) then
    raise exception 'A reviewer asks an allied organisation for its word.' using errcode = 'check_violation', constraint = 'word_request_kind';
  end if;
  if not exists (
    select from directory.organisation o
    cross join lateral (select content from directory.revision where service_id = new.service_id order by number desc limit 1) r
    where o.id = new.organisation_id and o.fields && directory.fields_of(r.content)) then
    raise exception 'The entry is about nothing that this organisation knows of.' using errcode = 'check_violation', constraint = 'word_request_field';
  end if;
  return new;
end $$;
