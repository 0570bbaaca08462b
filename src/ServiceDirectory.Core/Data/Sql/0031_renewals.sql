-- Judging again once a year: one organisation goes through every promise as before, and the second one confirms the red lines. Every third
-- year, and where the owner, the funder, the law or an agreement with the police is another one, both judge all of it.

alter table directory.review
  add scope text not null default 'whole' check (scope in ('whole', 'red-lines'));

-- A revision that says what was judged whole before, and waits to be confirmed.
create table directory.renewal (
  revision_id uuid primary key references directory.proposal on delete restrict,
  whole_id    uuid not null references directory.revision on delete restrict,   -- that two organisations judged whole
  begun_on    date not null
);

-- The revision that two organisations judged whole, on which this one rests.
create function directory.whole_of(p_revision uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce((select whole_id from directory.renewal where revision_id = directory.approved_as(p_revision)), directory.approved_as(p_revision)));
end $$;

-- When that was; the older of both.
create function directory.whole_on(p_revision uuid) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select min(approved_on) from directory.approval where revision_id = directory.whole_of(p_revision));
end $$;

-- Why a service has to be judged whole on a day; null: it can be renewed. What somebody knows besides (another funder, another law) they say.
create function directory.whole_why(p_service uuid, p_on date) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_shown uuid;
  v_whole uuid;
begin
  select coalesce(v.published_revision_id, (select s.revision_id from directory.suspension s where s.service_id = v.id and s.outcome is null)) into v_shown
  from directory.service v where v.id = p_service and v.state in ('listed', 'suspended');
  if v_shown is null or (select approvals from directory.counted_approvals(v_shown, p_on)) < 2 then
    return 'alone';
  end if;
  v_whole := directory.whole_of(v_shown);
  if p_on >= directory.whole_on(v_shown) + interval '36 months' then
    return 'years';
  end if;
  if exists (select from directory.approval where revision_id = v_whole and criteria_version <> directory.newest_criteria()) then
    return 'criteria';
  end if;
  return null;
end $$;

create function directory.check_renewal() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_shown directory.revision;
  v_why text;
begin
  select * into v_revision from directory.revision where id = new.revision_id;
  perform directory.lock_service(v_revision.service_id);
  if not exists (select from directory.proposal where revision_id = new.revision_id and closed_on is null and proposed_on = new.begun_on)
    or exists (select from directory.review where revision_id = new.revision_id) then
    raise exception 'It is renewed as it is handed in.' using errcode = 'check_violation', constraint = 'renewal_waits';
  end if;
  v_why := directory.whole_why(v_revision.service_id, new.begun_on);
  if v_why is not null then
    raise exception 'All of it is judged again: %.', v_why using errcode = 'check_violation', constraint = 'renewal_' || v_why;
  end if;
  select r.* into v_shown
  from directory.service v
  join directory.revision r on r.id = coalesce(
    v.published_revision_id, (select s.revision_id from directory.suspension s where s.service_id = v.id and s.outcome is null))
  where v.id = v_revision.service_id;
  if new.whole_id <> directory.whole_of(v_shown.id) or directory.change_between(v_shown.content, v_revision.content) = 'promises' then
    raise exception 'What is promised has changed, so all of it is judged again.' using errcode = 'check_violation', constraint = 'renewal_changed';
  end if;
  return new;
end $$;
create trigger renewal_check before insert on directory.renewal for each row execute function directory.check_renewal();

-- What stands between a review and an approval: required promises that it did not find met. Who confirms the red lines is asked about
-- those; whatever else they found is in it all the same.
create or replace function directory.unmet(p_review uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(c order by c), '{}')
  from directory.review v
  join directory.revision r on r.id = v.revision_id
  cross join lateral unnest(directory.required_criteria(v.criteria_version, r.content ->> 'profile')) c
  where v.id = p_review
    and not exists (select from directory.verdict d where d.review_id = v.id and d.criterion = c and d.verdict = 'met')
    and (v.scope = 'whole' or c = any (directory.red_lines(v.criteria_version, r.content ->> 'profile'))
      or exists (select from directory.verdict d where d.review_id = v.id and d.criterion = c)));
end $$;

-- As before, and besides: only the second one of a renewal confirms the red lines and nothing else.
create or replace function directory.check_review() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_on date := coalesce(new.handed_in_on, new.started_on);
begin
  select * into v_revision from directory.revision where id = new.revision_id;
  if tg_op = 'INSERT' then
    if new.handed_in_on is not null then
      raise exception 'A review is begun before it is handed in.' using errcode = 'check_violation', constraint = 'review_begun';
    end if;
    if not exists (select from directory.proposal where revision_id = new.revision_id and closed_on is null) then
      raise exception 'Nobody has handed this revision in.' using errcode = 'check_violation', constraint = 'review_proposal';
    end if;
  else
    if old.handed_in_on is not null then
      raise exception 'This review was handed in. It stands.' using errcode = 'check_violation', constraint = 'review_over';
    end if;
    -- Whoever hands in waits for one another, so that the second sees what the first has done.
    update directory.service set code = code where id = v_revision.service_id;
  end if;
  if new.criteria_version <> directory.newest_criteria() then
    raise exception 'The promises have changed. Look again at those that are new.' using errcode = 'check_violation', constraint = 'review_criteria';
  end if;
  if new.started_on < v_revision.written_on then
    raise exception 'The review is older than what it is about.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  if not directory.may_judge(new.organisation_id, v_revision.service_id, v_on) then
    raise exception 'This organisation may not judge on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;
  if directory.is_tied(new.revision_id, new.organisation_id, new.account_id, v_on) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  if new.handed_in_on is not null then
    if not exists (
      select from directory.proposal where revision_id = new.revision_id and (closed_on is null or outcome = 'published')) then
      raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
    end if;
    if new.tie is distinct from 'none' then
      raise exception 'Somebody with a tie adds evidence and does not judge.' using errcode = 'check_violation', constraint = 'review_declared';
    end if;
    if new.scope = 'red-lines' and (
      not exists (select from directory.renewal where revision_id = new.revision_id)
      or not exists (
        select from directory.approval a join directory.review v on v.id = a.review_id
        where a.revision_id = new.revision_id and v.scope = 'whole' and a.organisation_id <> all (directory.family(new.organisation_id)))) then
      raise exception 'The red lines alone are confirmed where another organisation has judged all of it again.'
        using errcode = 'check_violation', constraint = 'review_scope';
    end if;
    if exists (
      select from unnest(case new.scope
        when 'whole' then directory.required_criteria(new.criteria_version, v_revision.content ->> 'profile')
        else directory.red_lines(new.criteria_version, v_revision.content ->> 'profile') end) c
      where not exists (select from directory.verdict d where d.review_id = new.id and d.criterion = c)) then
      raise exception 'A promise has no verdict yet.' using errcode = 'check_violation', constraint = 'review_unfinished';
    end if;
  end if;
  return new;
end $$;

-- As before. What was renewed lasts no longer than until the third year after both judged all of it: it counts as judged at most two years later.
create or replace function directory.counted_approvals(p_revision uuid, p_on date, out approvals int, out first_on date, out last_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct family),
    case when count(distinct family) >= 2 then least(min(approved_on), (directory.whole_on(p_revision) + interval '24 months')::date) else min(approved_on) end,
    max(approved_on)
  from (
    select directory.family(a.organisation_id) as family, a.approved_on
    from directory.approval a
    where a.revision_id = directory.approved_as(p_revision) and a.approved_on <= p_on
      and directory.may_judge(a.organisation_id, (select service_id from directory.revision where id = p_revision), a.approved_on)
      and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
      and (a.review_id is null or cardinality(directory.unmet(a.review_id)) = 0)
      and not exists (select from directory.objectors(p_revision) o where o.organisation_id = any (directory.family(a.organisation_id)))
  ) counted
$$;

-- Shelters, legal and immigration help, forced or controlled work, crisis, under-18: judged again after six months. The needs are those of VettingOptions.
create function directory.is_sensitive(p_content jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from jsonb_array_elements_text(coalesce(p_content -> 'needs', '[]')) need
    where need::int in (25, 41, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 57))
$$;

-- The longest that an entry is shown, for what it says.
create function directory.shown_until(
  p_state text, p_first date, p_owner uuid, p_due date, p_hidden date, p_content jsonb, out due_on date, out hidden_from date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.due_on, u.hidden_from
  from directory.shown_until(
    p_state, p_first, p_owner,
    case when directory.is_sensitive(p_content) then least(p_due, (p_first + interval '6 months')::date) else p_due end, p_hidden) u
$$;

-- Publishing and refreshing ask that instead. They are two hundred lines of which this is one: written out again, whoever compares the
-- files would look for what else is another.
do $$
declare
  v_function regprocedure;
  v_before text;
  v_after text;
begin
  foreach v_function in array array[
    'directory.publish(uuid, date, jsonb, uuid, text, text)'::regprocedure, 'directory.refresh(uuid, date, jsonb, date, date)'::regprocedure]
  loop
    v_before := pg_get_functiondef(v_function);
    v_after := replace(replace(v_before,
      'shown_until(v_state, v_first, v_owner, v_due, v_hidden)', 'shown_until(v_state, v_first, v_owner, v_due, v_hidden, v_revision.content)'),
      '::uuid, p_due, p_hidden)', '::uuid, p_due, p_hidden, v_revision.content)');
    if v_after = v_before then
      raise exception '% asks otherwise how long an entry is shown.', v_function;
    end if;
    execute v_after;
  end loop;
end $$;

-- As before, with what was judged whole and still stands.
create or replace function directory.promises_of(p_revision uuid, p_on date) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  with found as (
    -- Of the reviews on which the approvals rest that count: for a smaller change, those of the revision that it was carried from.
    select d.criterion, directory.family(a.organisation_id) as family, v.handed_in_on
    from directory.approval a
    join directory.review v on v.id = a.review_id
    join directory.verdict d on d.review_id = v.id and d.verdict = 'met'
    join directory.revision r on r.id = a.revision_id
    where a.revision_id in (directory.approved_as(p_revision), directory.whole_of(p_revision)) and a.approved_on <= p_on
      and directory.may_judge(a.organisation_id, r.service_id, a.approved_on)
      and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
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

-- Which fields of allied organisations an entry touches. The needs are those of AlliedFields; a language says Roma, since no need does.
create function directory.fields_of(p_content jsonb) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct field order by field), '{}')
  from (
    select case
      when need::int in (29, 30, 31, 32, 33, 34, 35) then 'drugs'
      when need::int in (53, 54, 55, 56) then 'migration'
      when need::int in (15, 16, 17) then 'trans-care'
      when need::int in (2, 4, 5, 6) then 'hiv'
      when need::int in (48, 51) then 'prison'
      when need::int in (44) then 'youth' end as field
    from jsonb_array_elements_text(coalesce(p_content -> 'needs', '[]')) need
    union all
    select 'roma' from jsonb_array_elements_text(coalesce(p_content -> 'staffLanguages', '[]') || coalesce(p_content -> 'interpreterLanguages', '[]')) tag
    where split_part(tag, '-', 1) in ('rom', 'rmc', 'rmf', 'rml', 'rmn', 'rmo', 'rmw', 'rmy')
  ) touched
  where field is not null
$$;

-- Whoever is asked knows about something that the entry is about.
create or replace function directory.check_word_request() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.organisation where id = new.organisation_id and kind = 'allied')
    or not directory.may_approve(new.asked_by, new.asked_on) then
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
