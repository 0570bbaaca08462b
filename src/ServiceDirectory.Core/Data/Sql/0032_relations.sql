-- Who counts as one with whom, and which approvals count together. Two organisations are related when both say so, when the councils decide
-- it, or when whoever runs the directory wrote it down: what one says alone would silence others, who neither judge nor vote beside it then.

alter table directory.organisation_relation
  add awaits      uuid references directory.organisation on delete restrict,   -- who has not agreed yet; null: it counts
  add declared_by uuid references directory.organisation on delete restrict,   -- null: the command line, a vote, or before this was asked
  add declared_on date,
  add constraint organisation_relation_awaits check (awaits in (organisation_id, related_id));

alter table directory.organisation
  add is_network boolean not null default false,   -- of several countries: a guest of each
  add constraint organisation_network check (not is_network or is_guest);

-- What the rules ask again and again is PL/pgSQL, which keeps its plans. A SQL function with a search path of its own is planned anew in every
-- statement: with these a publication took three times as long.

-- All organisations that count as one with this one, itself among them; without the link between two, where they are named.
create function directory.family(p_organisation uuid, p_one uuid, p_other uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  with recursive family (id) as (
    select p_organisation
    union
    select case r.organisation_id when f.id then r.related_id else r.organisation_id end
    from family f join directory.organisation_relation r on f.id in (r.organisation_id, r.related_id)
    where r.awaits is null and (r.organisation_id, r.related_id) is distinct from (least(p_one, p_other), greatest(p_one, p_other))
  )
  select array_agg(id order by id) from family);
end $$;

create or replace function directory.family(p_organisation uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select directory.family(p_organisation, null, null));
end $$;

-- As before.
create or replace function directory.tied(p_revision uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(distinct member), '{}')
  from directory.revision r
  join directory.service s on s.id = r.service_id
  join directory.organisation o on o.id = s.organisation_id
  cross join lateral (values ((r.content #>> '{provider,organisationId}')::uuid), (case o.kind when 'provider' then o.id end)) runs (id)
  cross join lateral unnest(directory.family(runs.id)) member
  where r.id = p_revision and runs.id is not null);
end $$;

-- The day of leaving is the last one: what was approved in its morning stands.
create or replace function directory.has_voice(p_organisation uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select exists (
    select from directory.organisation
    where id = p_organisation and kind = 'sex-worker-led' and vouched_until >= p_on
      and not coalesce(p_on between frozen_from and frozen_until, false)
      and (left_on is null or p_on <= left_on)
      and not exists (select from directory.approval_missing m where m.organisation_id = p_organisation and p_on between m.since and m.until)));
end $$;

-- What is said of it ends on that day all the same.
create or replace function directory.led_until(p_organisation uuid, p_on date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select least(vouched_until + 1, left_on, case when frozen_until >= p_on then frozen_from end)
  from directory.organisation
  where id = p_organisation and public_name and public_badge and directory.may_approve(id, p_on)
$$;

-- Ties.

-- Who runs a service by what is shown and by everything that was written since, but for revisions that nobody judges any more.
create function directory.who_runs(p_service uuid) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select (r.content #>> '{provider,organisationId}')::uuid
  from directory.revision r
  left join directory.service s on s.published_revision_id = r.id
  where r.service_id = p_service and r.number >= coalesce((
    select p.number from directory.service s join directory.revision p on p.id = s.published_revision_id where s.id = p_service), 0)
    and (s.id is not null or not exists (
      select from directory.proposal p where p.revision_id = r.id and p.outcome in ('withdrawn', 'returned', 'declined', 'superseded')))
  union
  select o.id from directory.service s join directory.organisation o on o.id = s.organisation_id
  where s.id = p_service and o.kind = 'provider';
end $$;

-- As before, without revisions that nobody judges any more: whoever writes one and takes it back has said nothing about who runs a service.
-- Whoever says that they count as one with who runs it is held to their word at once, before the others have agreed.
create or replace function directory.ties(p_service uuid, p_on date) returns table (organisation_id uuid, kind text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with runs (id) as (select directory.who_runs(p_service))
  select id, 'runs' from runs where id is not null
  union
  select member, 'related' from runs cross join lateral unnest(directory.family(runs.id)) member where runs.id is not null and member <> runs.id
  union
  select n.declared_by, 'related' from runs join directory.organisation_relation n on n.awaits = runs.id where n.declared_by is not null;
end $$;

-- Who runs a service is named by themselves, or was named in it before. Whoever writes a revision could else make others run a service that
-- these have judged. The owner writes for whoever runs the directory.
create function directory.check_named_provider() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_named uuid := (new.content #>> '{provider,organisationId}')::uuid;
begin
  if v_named <> new.organisation_id and not pg_has_role(session_user, current_user, 'usage') and not exists (
    select from directory.revision where service_id = new.service_id and (content #>> '{provider,organisationId}')::uuid = v_named) then
    raise exception 'Who runs a service says so themselves.' using errcode = 'check_violation', constraint = 'revision_provider';
  end if;
  return new;
end $$;
create trigger revision_provider before insert on directory.revision for each row execute function directory.check_named_provider();

-- Which approvals stand for a revision.

-- Its own, those of the revision that it was carried from, and of each that was carried from there before it: none of these changes a promise.
-- Taken apart with unnest wherever it is asked: in "= any (…)" it is worked out for every approval that there is.
create function directory.approved_with(p_revision uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select array_agg(r.id)
  from directory.revision asked
  cross join lateral (select directory.approved_as(asked.id) as id) root
  join directory.revision r on r.service_id = asked.service_id
  where asked.id = p_revision and (
    r.id in (asked.id, root.id)
    or r.number <= asked.number and exists (select from directory.carried c where c.revision_id = r.id and c.from_id = root.id)));
end $$;

-- Each rests on a review that found everything met; those of before there were reviews rest on what was asked for then. Whoever found a
-- promise not met, or counts as one with them, is not counted.
create function directory.standing(p_revision uuid, p_on date)
returns table (family uuid[], approved_on date, scope text, criteria_version int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  -- Found before they are judged: else every approval that there is would be.
  with given as materialized (
    select a.organisation_id, a.approved_on, a.criteria_version, a.review_id, coalesce(v.scope, 'whole') as scope, r.service_id
    from directory.revision r
    cross join lateral unnest(directory.approved_with(r.id)) approved (id)
    join directory.approval a on a.revision_id = approved.id
    left join directory.review v on v.id = a.review_id
    where r.id = p_revision and a.approved_on <= p_on)
  select directory.family(a.organisation_id), a.approved_on, a.scope, a.criteria_version
  from given a
  where directory.may_judge(a.organisation_id, a.service_id, a.approved_on)
    and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
    and (a.review_id is null or cardinality(directory.unmet(a.review_id)) = 0)
    and not exists (select from directory.objectors(p_revision) o where o.organisation_id = any (directory.family(a.organisation_id)));
end $$;

-- The revision that two organisations judged whole, on which this one rests: of several that were carried, the last that one of them judged.
create or replace function directory.whole_of(p_revision uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(
    (select whole_id from directory.renewal where revision_id = directory.approved_as(p_revision)),
    (select r.id from directory.revision r join directory.approval a on a.revision_id = r.id
      where r.id in (select unnest(directory.approved_with(p_revision))) order by r.number desc limit 1),
    directory.approved_as(p_revision)));
end $$;

create or replace function directory.whole_on(p_revision uuid) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select min(approved_on) from directory.approval where revision_id in (select unnest(directory.approved_with(directory.whole_of(p_revision)))));
end $$;

-- Whether two still stand behind what was judged whole, so that confirming the red lines is enough.
create function directory.rests(p_revision uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select exists (select from directory.renewal where revision_id = directory.approved_as(p_revision))
    and (select count(distinct family) from directory.standing(directory.whole_of(p_revision), p_on) where scope = 'whole') >= 2);
end $$;

-- Whether a version of the promises asks for more than an earlier one did.
create function directory.asks_more(p_version int, p_before int, p_profile text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_version > p_before and not directory.required_criteria(p_before, p_profile) @> directory.required_criteria(p_version, p_profile)
$$;

-- Whether somebody stands behind a revision who was asked for fewer promises than a version has.
create function directory.outgrown(p_revision uuid, p_version int, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.revision r cross join lateral directory.standing(r.id, p_on) s
    where r.id = p_revision and directory.asks_more(p_version, s.criteria_version, r.content ->> 'profile'))
$$;

-- The approvals that count on a day: all that count as one are one, with the last of theirs. Who confirmed the red lines counts while what was
-- judged whole stands. Whoever was asked for fewer promises does not count beside those who were asked for more: then the version counts for
-- which most stand. What was renewed lasts no longer than until the third year after both judged all of it.
create or replace function directory.counted_approvals(p_revision uuid, p_on date, out approvals int, out first_on date, out last_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with stands as materialized (
    select * from directory.standing(p_revision, p_on) s where s.scope = 'whole' or directory.rests(p_revision, p_on)
  ), together as (
    select v.criteria_version as version, s.family, max(s.approved_on) as approved_on
    from directory.revision r
    cross join (select distinct criteria_version from stands) v
    join stands s on s.criteria_version <= v.criteria_version
      and not directory.asks_more(v.criteria_version, s.criteria_version, r.content ->> 'profile')
    where r.id = p_revision
    group by v.criteria_version, s.family
  ), most as (
    select version from together group by version order by count(*) desc, version desc limit 1
  )
  select count(*),
    case when count(*) >= 2 then least(min(approved_on), (directory.whole_on(p_revision) + interval '24 months')::date) else min(approved_on) end,
    max(approved_on)
  from together where version = (select version from most)
$$;

create or replace function directory.whole_why(p_service uuid, p_on date) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_shown uuid;
begin
  select coalesce(v.published_revision_id, (select s.revision_id from directory.suspension s where s.service_id = v.id and s.outcome is null)) into v_shown
  from directory.service v where v.id = p_service and v.state in ('listed', 'suspended');
  if v_shown is null or (select approvals from directory.counted_approvals(v_shown, p_on)) < 2 then
    return 'alone';
  end if;
  if p_on >= directory.whole_on(v_shown) + interval '36 months' then
    return 'years';
  end if;
  if exists (
    select from directory.approval
    where revision_id in (select unnest(directory.approved_with(directory.whole_of(v_shown)))) and criteria_version <> directory.newest_criteria()) then
    return 'criteria';
  end if;
  return null;
end $$;

-- As before, with what somebody judged of a revision that was carried.
create or replace function directory.promises_of(p_revision uuid, p_on date) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  -- Found before they are judged: else every approval that there is would be, and once for each promise.
  with given as materialized (
    -- Those that count: for a smaller change, of the revision that it was carried from.
    select a.organisation_id, a.approved_on, a.review_id, r.service_id
    from directory.revision r
    join directory.approval a on a.revision_id = r.id
    where r.id in (select unnest(directory.approved_with(p_revision) || directory.approved_with(directory.whole_of(p_revision)))) and a.approved_on <= p_on
  ), counted as materialized (
    select a.review_id, directory.family(a.organisation_id) as family
    from given a
    where directory.may_judge(a.organisation_id, a.service_id, a.approved_on)
      and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
  ), found as (
    select d.criterion, c.family, v.handed_in_on
    from counted c
    join directory.review v on v.id = c.review_id
    join directory.verdict d on d.review_id = v.id and d.verdict = 'met'
  ), how as (
    select c as criterion, jsonb_agg(distinct e.kind order by e.kind) as kinds
    from directory.revision r
    join directory.evidence e on e.service_id = r.service_id
      -- What was found out about whoever runs it counts for a year.
      or (e.provider_id = (r.content #>> '{provider,organisationId}')::uuid and e.found_on > p_on - interval '12 months')
    cross join lateral unnest(e.criteria) c
    where r.id = p_revision and e.found_on <= p_on
    group by c
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', criterion, 'on', last_on, 'by', families, 'how', coalesce(kinds, '[]')) order by criterion), '[]')
  from (
    select criterion, max(handed_in_on) as last_on, count(distinct family) as families from found group by criterion
  ) met
  left join how using (criterion));
end $$;

-- Small changes.

-- A value with each text reduced to the words that it was written in: a translation is no other value.
create function directory.originals(p_value jsonb) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  return case jsonb_typeof(p_value)
    when 'object' then case
      when p_value ?& array['original', 'in'] then p_value #> array['in', p_value ->> 'original', 'value']
      else (select coalesce(jsonb_object_agg(key, directory.originals(value)), '{}') from jsonb_each(p_value)) end
    when 'array' then (
      select coalesce(jsonb_agg(directory.originals(value) order by place), '[]') from jsonb_array_elements(p_value) with ordinality e (value, place))
    else p_value
  end;
end $$;

-- The facts that a small change may change, by the names that their checks have (ListingFacts).
create function directory.small_facts(p_content jsonb) returns table (fact text, value jsonb)
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select s ->> 'id', directory.originals(s - array['hours', 'specialDays']) from jsonb_array_elements(coalesce(p_content -> 'sites', '[]')) s
  union all
  select (s ->> 'id') || '.hours', jsonb_build_array(s -> 'hours', s -> 'specialDays')
  from jsonb_array_elements(coalesce(p_content -> 'sites', '[]')) s where s -> 'hours' <> 'null' or s -> 'specialDays' not in ('null', '[]')
  union all
  select item ->> 'id', directory.originals(item)
  from jsonb_array_elements(
    coalesce(p_content -> 'phones', '[]') || coalesce(p_content -> 'messages', '[]') || coalesce(p_content -> 'access', '[]')
    || jsonb_build_array(p_content -> 'website', p_content -> 'email', p_content -> 'post')) item
  where item ? 'id'
  union all
  select key, directory.originals(value) from jsonb_each(p_content)
  where key in ('staffLanguages', 'interpreterLanguages', 'waitingTime', 'intake') and value not in ('null', '[]')
$$;

-- Whether somebody changed a contact in a revision since what is public, or may have; not only who wrote last. What was taken back and written
-- again is of who wrote it again.
create function directory.wrote_contact(p_revision uuid, p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from (
      select r.number, r.content, p.account_id, shown.number as shown, shown.content as public, lag(r.content) over step as before,
        lag(p.outcome) over step in ('withdrawn', 'returned', 'declined') as was_left
      from directory.revision asked
      join directory.service s on s.id = asked.service_id
      join directory.revision shown on shown.id = s.published_revision_id
      join directory.revision r on r.service_id = s.id and r.number between shown.number and asked.number
      left join directory.proposal p on p.revision_id = r.id
      where asked.id = p_revision
      window step as (order by r.number)
    ) wrote
    where wrote.number > wrote.shown and coalesce(wrote.account_id = p_account, true)
      and (directory.change_between(wrote.before, wrote.content) <> 'daily'
        or wrote.was_left and directory.change_between(wrote.public, wrote.content) <> 'daily'))
$$;

-- Why a revision that waits cannot be published as a small change by somebody on a day: the rule that stands against it; null: it can.
create function directory.carry_why(p_revision uuid, p_organisation uuid, p_account uuid, p_on date) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_published directory.revision;
  v_change text;
  v_changed text[];
begin
  select * into v_revision from directory.revision where id = p_revision;
  select r.* into v_published
  from directory.revision r join directory.service s on s.published_revision_id = r.id join published.service p on p.id = s.id
  where s.id = v_revision.service_id and p.hidden_from > p_on;
  if not found then
    return 'carry_published';
  end if;
  if v_published.id = p_revision or not exists (select from directory.proposal where revision_id = p_revision and closed_on is null) then
    return 'review_proposal';
  end if;
  if not directory.may_judge(p_organisation, v_revision.service_id, p_on) then
    return 'approval_vouched';
  end if;
  if directory.is_tied(p_revision, p_organisation, p_account, p_on) or directory.is_tied(v_published.id, p_organisation, p_account, p_on) then
    return 'approval_tie';
  end if;
  if p_on < v_revision.written_on then
    return 'approval_date';
  end if;
  v_change := directory.change_between(v_published.content, v_revision.content);
  if v_change = 'promises' then
    return 'carry_promises';
  end if;
  if v_change = 'contact' and directory.wrote_contact(p_revision, p_account) then
    return 'carry_person';
  end if;
  -- Where something was only taken away, anything that they looked at will do.
  v_changed := array(
    select now.fact from directory.small_facts(v_revision.content) now
    left join directory.small_facts(v_published.content) was using (fact)
    where now.value is distinct from was.value);
  if not exists (
    select from directory.fact_check
    where service_id = v_revision.service_id and organisation_id = p_organisation and checked_on = p_on
      and (cardinality(v_changed) = 0 or fact = any (v_changed))) then
    return 'carry_check';
  end if;
  return null;
end $$;

-- Lets the approvals of what is public stand for a revision that changes no promise. One reviewer without a tie, who has checked what changed;
-- where it is a contact, another person than those who wrote it. Where fewer than two stand for the promises, these go on waiting for a
-- second opinion. Returns the class. Publishing follows.
create or replace function directory.carry(p_revision uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_published directory.revision;
  v_why text;
  v_change text;
begin
  select * into v_revision from directory.revision where id = p_revision;
  if not found then
    raise exception 'There is no such revision.' using errcode = 'no_data_found', constraint = 'carry_unknown';
  end if;
  perform directory.lock_service(v_revision.service_id);
  v_why := case when p_role <> 'reviewer' then 'approval_vouched' else directory.carry_why(p_revision, p_organisation, p_account, p_on) end;
  if v_why is not null then
    raise exception '%', case v_why
        when 'carry_published' then 'Nobody reads this service, so nothing stands for the change.'
        when 'review_proposal' then 'This revision waits for nobody any more.'
        when 'approval_vouched' then 'This organisation may not approve on that day.'
        when 'approval_tie' then 'Whoever runs a service cannot approve it.'
        when 'approval_date' then 'The approval is older than what it approves.'
        when 'carry_promises' then 'A promise changes, so two organisations look at it.'
        when 'carry_person' then 'Another person than those who wrote it looks at a contact.'
        else 'Whoever publishes a change has checked it.' end
      using errcode = 'check_violation', constraint = v_why;
  end if;
  select r.* into v_published from directory.revision r join directory.service s on s.published_revision_id = r.id where s.id = v_revision.service_id;
  v_change := directory.change_between(v_published.content, v_revision.content);
  insert into directory.carried (revision_id, from_id, change, organisation_id, account_id, carried_on)
  values (p_revision, directory.approved_as(v_published.id), v_change, p_organisation, p_account, p_on);
  if (select approvals from directory.counted_approvals(p_revision, p_on)) >= 2 then
    update directory.proposal set closed_on = greatest(p_on, proposed_on), outcome = 'published' where revision_id = p_revision;
  else
    update directory.proposal set change = 'promises' where revision_id = p_revision;
  end if;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'carry', 'service', v_revision.service_id, v_change);
  return v_change;
end $$;

-- Whoever published a new number or website: the organisations that stand for the entry hear of it.
create or replace function directory.raise_alerts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into directory.alert (id, service_id, organisation_id, revision_id, kind, raised_on)
  select gen_random_uuid(), new.id, a.organisation_id, new.published_revision_id, changed.kind,
    coalesce((select carried_on from directory.carried where revision_id = new.published_revision_id), after.written_on)
  from directory.revision before
  join directory.revision after on after.id = new.published_revision_id
  cross join lateral (
    select 'phone' as kind where (
      select array_agg(f ->> 'number' order by f ->> 'number') from jsonb_array_elements(coalesce(before.content -> 'phones', '[]')) f)
      is distinct from (
      select array_agg(f ->> 'number' order by f ->> 'number') from jsonb_array_elements(coalesce(after.content -> 'phones', '[]')) f)
    union all
    select 'website' where before.content #>> '{website,url}' is distinct from after.content #>> '{website,url}') changed
  cross join lateral unnest(directory.approved_with(before.id)) approved (id)
  join directory.approval a on a.revision_id = approved.id
  where before.id = old.published_revision_id
  on conflict do nothing;
  return null;
end $$;

-- An approval: as before, with those that stand for the same promises of an earlier revision.
create or replace function directory.check_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_review directory.review;
  v_proposal directory.proposal;
  v_published uuid;
  v_with uuid[];
begin
  select * into v_revision from directory.revision where id = new.revision_id;
  -- Writing the row, and not only locking it, also stops a transaction whose snapshot is older than the other approval.
  update directory.service set code = code where id = v_revision.service_id returning published_revision_id into v_published;
  if new.approved_on < v_revision.written_on then
    raise exception 'The approval is older than what it approves.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  if not directory.may_judge(new.organisation_id, v_revision.service_id, new.approved_on) then
    raise exception 'This organisation may not approve on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;

  -- It says what a review found: of the same revision, by the same organisation, handed in, with every required promise met.
  select * into v_review from directory.review where id = new.review_id;
  if v_review.revision_id is distinct from new.revision_id or v_review.organisation_id is distinct from new.organisation_id
    or v_review.handed_in_on is null or v_review.handed_in_on > new.approved_on
    or v_review.criteria_version is distinct from new.criteria_version then
    raise exception 'An approval rests on a review of its own.' using errcode = 'check_violation', constraint = 'approval_review';
  end if;
  if cardinality(directory.unmet(v_review.id)) > 0 then
    raise exception 'A promise is not met, or nobody knows.' using errcode = 'check_violation', constraint = 'approval_unmet';
  end if;
  if v_review.scope <> 'whole' and not directory.rests(new.revision_id, new.approved_on) then
    raise exception 'The red lines alone are confirmed while two stand behind the rest.' using errcode = 'check_violation', constraint = 'review_scope';
  end if;
  if directory.is_tied(new.revision_id, new.organisation_id, v_review.account_id, new.approved_on) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  select * into v_proposal from directory.proposal
  where revision_id = new.revision_id and (closed_on is null or outcome = 'published');
  if not found then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  -- Whoever judges all of a small change that waits, and has checked what changed, stands beside those who judged the rest of it before.
  if v_proposal.closed_on is null and v_proposal.change <> 'promises'
    and directory.carry_why(new.revision_id, new.organisation_id, v_review.account_id, new.approved_on) is null
    and exists (select from directory.standing(v_published, new.approved_on))
    and not exists (select from directory.standing(v_published, new.approved_on) s where new.organisation_id = any (s.family)) then
    insert into directory.carried (revision_id, from_id, change, organisation_id, account_id, carried_on)
    select new.revision_id, directory.approved_as(r.id), directory.change_between(r.content, v_revision.content), new.organisation_id, v_review.account_id, new.approved_on
    from directory.revision r where r.id = v_published;
  end if;
  v_with := directory.approved_with(new.revision_id);
  if exists (
    select from directory.approval
    where revision_id = new.revision_id and organisation_id = any (directory.family(new.organisation_id)))
    or exists (select from directory.standing(new.revision_id, new.approved_on) s where new.organisation_id = any (s.family)) then
    raise exception 'This organisation, or one that counts as one with it, has approved this revision.'
      using errcode = 'check_violation', constraint = 'approval_related';
  end if;
  if exists (
    select from directory.approval a join directory.review v on v.id = a.review_id
    where a.revision_id = any (v_with) and v.account_id = v_review.account_id) then
    raise exception 'The same person has approved this revision for another organisation.'
      using errcode = 'check_violation', constraint = 'approval_person';
  end if;
  if cardinality(directory.objected(new.revision_id)) > 0 then
    raise exception 'An allied organisation objects, and nobody has answered.' using errcode = 'check_violation', constraint = 'approval_objection';
  end if;
  -- In either order: what one was asked for and the other was not, one alone would have judged.
  if directory.outgrown(new.revision_id, new.criteria_version, new.approved_on) or exists (
    select from directory.standing(new.revision_id, new.approved_on) s
    where directory.asks_more(s.criteria_version, new.criteria_version, v_revision.content ->> 'profile')) then
    raise exception 'There are more promises than when the other organisation judged. Begin to judge it again, so that both judge the same.'
      using errcode = 'check_violation', constraint = 'approval_criteria';
  end if;
  -- The second one has asked for itself about each red line: lately, or since this was handed in.
  if exists (select from directory.approval where revision_id = any (v_with)) and exists (
    select from unnest(directory.red_lines(new.criteria_version, v_revision.content ->> 'profile')) c
    where not exists (
      select from directory.evidence e
      where e.service_id = v_revision.service_id and e.organisation_id = new.organisation_id and c = any (e.criteria)
        and e.kind in ('spoken-answer', 'test-contact', 'visit')
        and e.found_on between least(new.approved_on - 60, v_proposal.proposed_on) and new.approved_on)) then
    raise exception 'The second organisation makes a contact of its own about each red line.'
      using errcode = 'check_violation', constraint = 'approval_contact';
  end if;
  -- Judged whole it is no small change any more: it waits for a second opinion, if for anything.
  update directory.proposal set change = 'promises' where revision_id = new.revision_id and closed_on is null and change <> 'promises';
  return new;
end $$;

-- What the public reads waits no more when something newer does; it is not thrown away with what is.
create function directory.keep_shown() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.outcome = 'superseded' and exists (select from directory.service where published_revision_id = new.revision_id) then
    new.outcome := 'published';
  end if;
  return new;
end $$;
create trigger proposal_shown before update of outcome on directory.proposal for each row execute function directory.keep_shown();

-- What was judged waits for a second opinion again, unless something newer waits.
create or replace function directory.judge_again(p_revision uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.proposal p set closed_on = null, outcome = null, change = 'promises'
  where p.revision_id = p_revision and p.outcome = 'published'
    and not exists (select from directory.proposal o where o.service_id = p.service_id and o.closed_on is null);
end $$;

-- And where what was newer comes to nothing.
create function directory.wait_again() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.judge_again(published_revision_id)
  from directory.service where id = new.service_id and state = 'provisional' and published_revision_id <> new.revision_id;
  return null;
end $$;
create trigger proposal_again after update of outcome on directory.proposal for each row
when (new.outcome in ('withdrawn', 'returned', 'declined')) execute function directory.wait_again();

-- Looks again at every entry that one of these organisations has approved, whichever revision that was.
create function directory.recount_all(p_organisations uuid[], p_on date, p_actor uuid, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service uuid;
begin
  for v_service in
    select distinct s.id
    from directory.approval a join directory.revision r on r.id = a.revision_id join directory.service s on s.id = r.service_id
    where a.organisation_id = any (p_organisations) and s.published_revision_id is not null order by s.id
  loop
    perform directory.recount(v_service, p_on, p_actor, p_role);
  end loop;
end $$;

-- Relations.

-- Says that two count as one. True: it counts. One of them says so, and the other one has to agree; of a candidate, whoever proposes it says
-- so for it. Whoever runs the directory writes as the owner, and has looked.
create function directory.relate(p_organisation uuid, p_other uuid, p_on date, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_is_owner boolean := p_actor is null and pg_has_role(session_user, current_user, 'usage');
begin
  if not v_is_owner and not coalesce(p_role = 'coordinator' and (p_actor = p_organisation or exists (
    select from directory.admission a join directory.organisation o on o.id = a.organisation_id
    where a.organisation_id = p_organisation and a.proposed_by = p_actor and a.ended_on is null and o.vouched_until is null)), false) then
    raise exception 'A coordinator of one of them says so.' using errcode = 'check_violation', constraint = 'relation_who';
  end if;
  if p_actor <> p_organisation and p_other = any (directory.family(p_actor)) then
    raise exception 'An organisation that may approve, and is not related to it, proposes it.' using errcode = 'check_violation', constraint = 'admission_proposer';
  end if;
  -- In one order, so that two who say the same at once wait for one another.
  perform from directory.organisation where id in (p_organisation, p_other) order by id for update;
  -- The other one said so before.
  if p_actor = p_organisation and exists (
    select from directory.organisation_relation
    where organisation_id = least(p_organisation, p_other) and related_id = greatest(p_organisation, p_other) and awaits = p_organisation) then
    return directory.answer_relation(p_organisation, p_other, true, p_on, p_role);
  end if;
  if v_is_owner then
    delete from directory.organisation_relation
    where organisation_id = least(p_organisation, p_other) and related_id = greatest(p_organisation, p_other) and awaits is not null;
  end if;
  insert into directory.organisation_relation (organisation_id, related_id, reason, awaits, declared_by, declared_on)
  values (
    least(p_organisation, p_other), greatest(p_organisation, p_other), p_reason, case when not v_is_owner then p_other end,
    case when not v_is_owner then p_organisation end, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_actor, p_role, 'relate', 'organisation', p_organisation, p_reason);
  -- What one says of itself binds it at once: it stands no more behind what the other one runs.
  perform directory.recount_all(directory.family(p_organisation), p_on, p_actor, p_role);
  return v_is_owner;
end $$;

-- Agrees with what another one said, or does not; who said it can take it back as well. False: nobody asks.
create function directory.answer_relation(p_organisation uuid, p_other uuid, p_agrees boolean, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_relation directory.organisation_relation;
begin
  if p_role is distinct from 'coordinator' then
    raise exception 'A coordinator of one of them says so.' using errcode = 'check_violation', constraint = 'relation_who';
  end if;
  perform from directory.organisation where id in (p_organisation, p_other) order by id for update;
  select * into v_relation from directory.organisation_relation
  where organisation_id = least(p_organisation, p_other) and related_id = greatest(p_organisation, p_other) and awaits is not null for update;
  if not found then
    return false;
  end if;
  if p_agrees and v_relation.awaits <> p_organisation then
    raise exception 'The other one has to agree.' using errcode = 'check_violation', constraint = 'relation_who';
  end if;
  if p_agrees then
    update directory.organisation_relation set awaits = null where organisation_id = v_relation.organisation_id and related_id = v_relation.related_id;
    perform directory.recount_all(directory.family(p_organisation), p_on, p_organisation, p_role);
  else
    delete from directory.organisation_relation where organisation_id = v_relation.organisation_id and related_id = v_relation.related_id;
  end if;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, case when p_agrees then 'agree-relation' else 'refuse-relation' end, 'organisation', p_other);
  return true;
end $$;

-- As before. Whoever is said to be related to the candidate, and has not denied it, is no other voice either.
create or replace function directory.admission_voices(p_admission uuid, p_on date) returns date[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(voiced_on order by voiced_on), '{}')
  from (
    select min(v.vouched_on) as voiced_on
    from directory.admission a join directory.organisation_vouch v on v.organisation_id = a.organisation_id
    where a.id = p_admission and v.vouched_on between a.proposed_on and p_on
      and v.vouched_by_id <> all (directory.family(a.organisation_id))
      and not exists (
        select from directory.organisation_relation n
        where a.organisation_id in (n.organisation_id, n.related_id) and n.awaits = any (directory.family(v.vouched_by_id)))
      and (directory.may_approve(v.vouched_by_id, v.vouched_on) or directory.has_voice(v.vouched_by_id, v.vouched_on) and exists (
        select from directory.guest_seat s
        where s.organisation_id = v.vouched_by_id and s.candidate_id = a.organisation_id and v.vouched_on between s.invited_on and s.ends_on))
    group by directory.family(v.vouched_by_id)
  ) voices
$$;

-- Votes.

-- Who counts as one in a vote: of one about a relation, without it.
create function directory.motion_family(p_motion uuid, p_organisation uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when kind = 'unrelated' then directory.family(p_organisation, organisation_id, other_id) else directory.family(p_organisation) end
  from directory.motion where id = p_motion
$$;

-- As before. Whether two count as one is for the others to say; where so many are related that fewer than two others are left, only the two
-- themselves do not vote. Else nobody could ever undo such a relation.
create or replace function directory.motion_concerns(p_motion uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when m.kind = 'unrelated' and cardinality(directory.councils(m.asked_on, c.all_of_them)) < 2 then array[m.organisation_id, m.other_id]
    else c.all_of_them end
  from directory.motion m
  cross join lateral (
    select coalesce(array_agg(distinct member), '{}') as all_of_them
    from (
      select m.organisation_id as id union select m.other_id union select m.asked_by where m.kind = 'case'
      union select unnest(directory.tied(r.id)) from directory.revision r where r.service_id = m.service_id) concerned
    cross join lateral unnest(directory.family(concerned.id)) member
    where concerned.id is not null
  ) c
  where m.id = p_motion
$$;

create or replace function directory.motion_result(p_motion uuid, p_on date, out yes int, out no int, out councils int, out carried boolean, out complete boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
  v_concerns uuid[] := directory.motion_concerns(p_motion);
  v_on date;
begin
  select * into v_motion from directory.motion where id = p_motion;
  v_on := least(p_on, v_motion.closes_on);
  select count(*) filter (where voice.yes), count(*) filter (where not voice.yes) into yes, no
  from (
    select bool_and(v.yes) as yes
    from directory.motion_vote v
    where v.motion_id = p_motion and v.organisation_id <> all (v_concerns)
      and directory.may_approve(v.organisation_id, v.voted_on) and directory.may_approve(v.organisation_id, v_on)
    group by directory.motion_family(p_motion, v.organisation_id)
  ) voice;
  select count(distinct directory.motion_family(p_motion, id)) into councils
  from directory.organisation where directory.may_approve(id, v_on) and id <> all (v_concerns);
  if v_motion.kind = 'case' then
    carried := yes >= 2 and no < 2;
    complete := yes >= 2 or no >= 2;
  else
    carried := yes + no > 0 and 3 * yes >= 2 * (yes + no) and 2 * (yes + no) >= councils;
    complete := yes + no >= councils and councils > 0;
  end if;
end $$;

create or replace function directory.check_motion() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_admission directory.admission;
  v_subject directory.organisation;
begin
  if not directory.may_approve(new.asked_by, new.asked_on) then
    raise exception 'Only a council asks for a vote.' using errcode = 'check_violation', constraint = 'motion_council';
  end if;
  select * into v_subject from directory.organisation where id = new.organisation_id;
  if new.kind = 'admission-objection' then
    select * into v_admission from directory.admission where id = new.admission_id for update;
    if v_admission.ended_on is not null or v_admission.organisation_id <> new.organisation_id or new.asked_on < v_admission.proposed_on
      or new.asked_on >= (directory.admission_voices(new.admission_id, new.asked_on))[2] + 14 then
      raise exception 'The time for objections is over.' using errcode = 'check_violation', constraint = 'motion_objection';
    end if;
  elsif new.kind in ('freeze-prolong', 'freeze-lift') and not coalesce(new.asked_on between v_subject.frozen_from and v_subject.frozen_until, false) then
    raise exception 'It is not frozen.' using errcode = 'check_violation', constraint = 'motion_frozen';
  -- One that waits for the other side to agree does not count, and the councils can decide it meanwhile.
  elsif new.kind in ('related', 'unrelated') and (new.kind = 'unrelated') <> exists (
    select from directory.organisation_relation
    where organisation_id = least(new.organisation_id, new.other_id) and related_id = greatest(new.organisation_id, new.other_id) and awaits is null) then
    raise exception 'It is so already.' using errcode = 'check_violation', constraint = 'motion_relation';
  end if;
  return new;
end $$;

create or replace function directory.check_motion_vote() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
begin
  -- Two that count as one and vote at the same moment wait for one another here.
  select * into v_motion from directory.motion where id = new.motion_id for update;
  if not found or v_motion.decided_on is not null or new.voted_on not between v_motion.asked_on and v_motion.closes_on then
    raise exception 'This vote is over.' using errcode = 'check_violation', constraint = 'motion_vote_over';
  end if;
  if not directory.may_approve(new.organisation_id, new.voted_on) then
    raise exception 'This organisation has no vote on that day.' using errcode = 'check_violation', constraint = 'motion_vote_council';
  end if;
  if new.organisation_id = any (directory.motion_concerns(new.motion_id)) then
    raise exception 'Nobody votes on what is about themselves.' using errcode = 'check_violation', constraint = 'motion_vote_concerned';
  end if;
  if exists (
    select from directory.motion_vote where motion_id = new.motion_id and organisation_id = any (directory.motion_family(new.motion_id, new.organisation_id))) then
    raise exception 'This organisation, or one that counts as one with it, has voted.' using errcode = 'unique_violation', constraint = 'motion_vote_once';
  end if;
  return new;
end $$;

-- As before. Whose approvals are missing, and who turns out to count as one, is counted anew wherever they approved anything.
create or replace function directory.decide_motion(p_motion uuid, p_on date, p_actor uuid, p_role text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
  v_result record;
  v_outcome text;
begin
  select * into v_motion from directory.motion where id = p_motion for update;
  if not found then
    raise exception 'There is no such vote.' using errcode = 'no_data_found', constraint = 'motion_unknown';
  end if;
  if v_motion.outcome is not null then
    return v_motion.outcome;
  end if;
  select * into v_result from directory.motion_result(p_motion, p_on);
  if not v_result.complete and p_on <= v_motion.closes_on then
    raise exception 'The vote is not over.' using errcode = 'check_violation', constraint = 'motion_running';
  end if;
  v_outcome := case when v_result.carried then 'carried' else 'lost' end;
  update directory.motion set decided_on = p_on, outcome = v_outcome where id = p_motion;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'decide', 'motion', p_motion, v_outcome, v_motion.kind);

  if v_motion.kind = 'admission-objection' and not v_result.carried then
    update directory.admission set ended_on = p_on, outcome = 'refused' where id = v_motion.admission_id and ended_on is null;
  elsif not v_result.carried then
    return v_outcome;
  elsif v_motion.kind = 'freeze-prolong' then
    update directory.organisation
    set frozen_from = case when frozen_until >= p_on - 1 then frozen_from else p_on end, frozen_until = greatest(v_motion.until, p_on)
    where id = v_motion.organisation_id;
    perform directory.date_led(v_motion.organisation_id, p_on);
  elsif v_motion.kind = 'freeze-lift' then
    update directory.organisation
    set (frozen_from, frozen_until) = (select case when frozen_from < p_on then frozen_from end, case when frozen_from < p_on then p_on - 1 end)
    where id = v_motion.organisation_id and frozen_until >= p_on;
    perform directory.date_led(v_motion.organisation_id, p_on);
  elsif v_motion.kind = 'approvals-missing' then
    insert into directory.approval_missing (organisation_id, motion_id, since, until) values (v_motion.organisation_id, p_motion, v_motion.since, p_on);
    perform directory.recount_all(array[v_motion.organisation_id], p_on, p_actor, p_role);
  elsif v_motion.kind = 'related' then
    perform from directory.organisation where id in (v_motion.organisation_id, v_motion.other_id) order by id for update;
    insert into directory.organisation_relation (organisation_id, related_id, reason, declared_on)
    values (least(v_motion.organisation_id, v_motion.other_id), greatest(v_motion.organisation_id, v_motion.other_id), v_motion.reason, p_on)
    on conflict (organisation_id, related_id) do update set awaits = null;
    perform directory.recount_all(directory.family(v_motion.organisation_id), p_on, p_actor, p_role);
  elsif v_motion.kind = 'unrelated' then
    delete from directory.organisation_relation
    where organisation_id = least(v_motion.organisation_id, v_motion.other_id) and related_id = greatest(v_motion.organisation_id, v_motion.other_id);
  end if;
  return v_outcome;
end $$;

-- Where a service is: the countries of its places, and of the areas from which it helps at a distance. What is nowhere in particular, or in
-- a place that nobody knows, is where its keeper is.
create function directory.countries_of(p_service uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(nullif(array(
    select distinct country from (
      select p.country_code as country
      from jsonb_array_elements(coalesce(r.content -> 'sites', '[]')) s join published.place p on p.geo_name_id = (s ->> 'placeId')::int
      union all
      select split_part(area, '.', 1) from jsonb_array_elements_text(coalesce(r.content -> 'remoteAreas', '[]')) area where area ~ '^[A-Z]{2}'
    ) named order by country), '{}'), array[o.country])
  from directory.service s
  join directory.organisation o on o.id = s.organisation_id
  cross join lateral (select content from directory.revision where service_id = s.id order by number desc limit 1) r
  where s.id = p_service
$$;

-- As before, by the countries of the service and not of whoever keeps it; and a guest comes from elsewhere, or is of several countries.
create or replace function directory.check_guest_seat() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_countries text[];
  v_tied uuid[];
  v_guest directory.organisation;
begin
  select * into v_guest from directory.organisation where id = new.organisation_id;
  if not v_guest.is_guest or not directory.has_voice(new.organisation_id, new.invited_on) then
    raise exception 'Only an admitted guest organisation is invited.' using errcode = 'check_violation', constraint = 'guest_seat_guest';
  end if;
  if new.service_id is not null then
    select directory.countries_of(s.id) into v_countries from directory.service s where s.id = new.service_id and s.organisation_id = new.invited_by;
    select directory.tied(r.id, new.invited_on) into v_tied from directory.revision r where r.service_id = new.service_id order by r.number desc limit 1;
  else
    select array[o.country] into v_countries from directory.admission a join directory.organisation o on o.id = a.organisation_id
    where a.organisation_id = new.candidate_id and a.ended_on is null and a.proposed_by = new.invited_by;
    v_tied := directory.family(new.candidate_id);
  end if;
  if v_countries is null then
    raise exception 'Whose entry or proposal it is invites.' using errcode = 'check_violation', constraint = 'guest_seat_keeper';
  end if;
  if v_guest.country = any (v_countries) and not v_guest.is_network then
    raise exception 'A guest is of another country, or a network of several.' using errcode = 'check_violation', constraint = 'guest_seat_country';
  end if;
  if new.organisation_id = any (v_tied) or new.organisation_id = any (directory.family(new.invited_by)) then
    raise exception 'A guest that is tied to them is no other voice.' using errcode = 'check_violation', constraint = 'guest_seat_tie';
  end if;
  if (select count(distinct directory.family(id)) from directory.organisation
      where country = any (v_countries) and directory.may_approve(id, new.invited_on) and id <> all (v_tied)) >= 4 then
    raise exception 'There are four untied organisations in this country.' using errcode = 'check_violation', constraint = 'guest_seat_few';
  end if;
  return new;
end $$;

-- What waited for a second opinion when a smaller change came, and has waited for nobody since.
alter table directory.proposal disable trigger user;
update directory.proposal p set outcome = 'published'
from directory.service s where s.published_revision_id = p.revision_id and p.outcome = 'superseded';
alter table directory.proposal enable trigger user;
select directory.judge_again(published_revision_id) from directory.service where state = 'provisional';
