-- Classes of change. Hours and languages change often and promise nothing: one reviewer with a check publishes them at once. A telephone
-- number, a website or an address takes two people. Everything else takes two organisations. Which of these a revision is, is not asked:
-- both documents are compared here, without what may differ, and whatever is left has to be the same.

-- A revision for which the approvals of an earlier one stand, since it changes no promise.
create table directory.carried (
  revision_id     uuid primary key references directory.revision on delete restrict,
  from_id         uuid not null references directory.revision on delete restrict,   -- the one that was approved itself
  change          text not null check (change in ('daily', 'contact')),
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  carried_on      date not null
);

-- What the organisations that approved an entry have to know: somebody else changed how people get in touch with it.
create table directory.alert (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  revision_id     uuid not null references directory.revision on delete restrict,
  kind            text not null check (kind in ('phone', 'website')),
  raised_on       date not null,
  acknowledged_on date,
  constraint alert_once unique (revision_id, organisation_id, kind)
);
create index alert_organisation on directory.alert (organisation_id) where acknowledged_on is null;

-- The revision whose approvals stand for this one.
create function directory.approved_as(p_revision uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce((select from_id from directory.carried where revision_id = p_revision), p_revision));
end $$;

-- A document without what a change of a class may change. Items that are new or gone belong to the class of contacts as well.
create function directory.unchanging(p_content jsonb, p_change text, p_kept uuid[]) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  v_content jsonb := p_content - array['staffLanguages', 'interpreterLanguages', 'waitingTime', 'intake', 'sites', 'phones', 'access'];
begin
  v_content := v_content || jsonb_build_object(
    'access', (
      -- Free, free if you say what work you do, low cost: the note beside them is a note about cost.
      select coalesce(jsonb_agg(case when (f ->> 'facet')::int in (1, 2, 3) then f - 'note' else f end order by place), '[]')
      from jsonb_array_elements(coalesce(p_content -> 'access', '[]')) with ordinality a (f, place)));
  if p_change = 'daily' then
    return v_content || jsonb_build_object(
      'sites', (
        select coalesce(jsonb_agg(s - array['hours', 'specialDays', 'byAppointment'] order by place), '[]')
        from jsonb_array_elements(coalesce(p_content -> 'sites', '[]')) with ordinality a (s, place)),
      'phones', (
        select coalesce(jsonb_agg(f - 'hours' order by place), '[]')
        from jsonb_array_elements(coalesce(p_content -> 'phones', '[]')) with ordinality a (f, place)));
  end if;
  return (v_content - array['messages', 'website', 'email', 'post']) || jsonb_build_object(
    'sites', (
      select coalesce(jsonb_object_agg(s ->> 'id', jsonb_build_object('kind', s -> 'kind', 'stepFreeNotes', s -> 'stepFreeNotes')), '{}')
      from jsonb_array_elements(coalesce(p_content -> 'sites', '[]')) s where (s ->> 'id')::uuid = any (p_kept)),
    'phones', (
      select coalesce(jsonb_object_agg(f ->> 'id', jsonb_build_object('givesHelp', f -> 'givesHelp', 'appearsOnBills', f -> 'appearsOnBills')), '{}')
      from jsonb_array_elements(coalesce(p_content -> 'phones', '[]')) f where (f ->> 'id')::uuid = any (p_kept)),
    'post', case when (p_content #>> '{post,id}')::uuid = any (p_kept) then p_content #> '{post,plainPacket}' end);
end $$;

-- The class of a change between two documents: daily, contact, or promises.
create function directory.change_between(p_before jsonb, p_after jsonb) returns text
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
  if directory.unchanging(p_before, 'contact', coalesce(v_kept, '{}')) = directory.unchanging(p_after, 'contact', coalesce(v_kept, '{}')) then
    return 'contact';
  end if;
  return 'promises';
end $$;

-- Lets the approvals of what is public stand for a revision that changes no promise. One reviewer without a tie, who has checked what changed;
-- where it is a contact, another person than the one who wrote it. Returns the class. Publishing follows.
create function directory.carry(p_revision uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
  v_published directory.revision;
  v_proposal directory.proposal;
  v_change text;
begin
  select * into v_revision from directory.revision where id = p_revision;
  if not found then
    raise exception 'There is no such revision.' using errcode = 'no_data_found', constraint = 'carry_unknown';
  end if;
  perform directory.lock_service(v_revision.service_id);
  select r.* into v_published
  from directory.revision r join directory.service s on s.published_revision_id = r.id join published.service p on p.id = s.id
  where s.id = v_revision.service_id and p.hidden_from > p_on;
  if not found then
    raise exception 'Nobody reads this service, so nothing stands for the change.' using errcode = 'check_violation', constraint = 'carry_published';
  end if;
  select * into v_proposal from directory.proposal where revision_id = p_revision and closed_on is null;
  if not found then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  if p_role <> 'reviewer' or not directory.may_judge(p_organisation, v_revision.service_id, p_on) then
    raise exception 'This organisation may not approve on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;
  if directory.is_tied(p_revision, p_organisation, p_account, p_on) or directory.is_tied(v_published.id, p_organisation, p_account, p_on) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  if p_on < v_revision.written_on then
    raise exception 'The approval is older than what it approves.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  v_change := directory.change_between(v_published.content, v_revision.content);
  if v_change = 'promises' then
    raise exception 'A promise changes, so two organisations look at it.' using errcode = 'check_violation', constraint = 'carry_promises';
  end if;
  if v_change = 'contact' and (p_account is null or v_proposal.account_id is null or p_account = v_proposal.account_id) then
    raise exception 'Another person than the one who wrote it looks at a contact.' using errcode = 'check_violation', constraint = 'carry_person';
  end if;
  if not exists (
    select from directory.fact_check where service_id = v_revision.service_id and organisation_id = p_organisation and checked_on = p_on) then
    raise exception 'Whoever publishes a change has checked it.' using errcode = 'check_violation', constraint = 'carry_check';
  end if;
  insert into directory.carried (revision_id, from_id, change, organisation_id, account_id, carried_on)
  values (p_revision, directory.approved_as(v_published.id), v_change, p_organisation, p_account, p_on);
  update directory.proposal set closed_on = greatest(p_on, proposed_on), outcome = 'published' where revision_id = p_revision;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'carry', 'service', v_revision.service_id, v_change);
  return v_change;
end $$;

-- The approvals that count for a revision: its own, or those of the one that stands for it. Otherwise as before.
create or replace function directory.counted_approvals(p_revision uuid, p_on date, out approvals int, out first_on date, out last_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct family), min(approved_on), max(approved_on)
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

-- Whoever published a new number or website: both organisations that stand for the entry hear of it.
create function directory.raise_alerts() returns trigger
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
  join directory.approval a on a.revision_id = directory.approved_as(before.id)
  where before.id = old.published_revision_id
  on conflict do nothing;
  return null;
end $$;
create trigger raise_alerts after update of published_revision_id on directory.service
for each row when (old.published_revision_id is not null and new.published_revision_id is not null and old.published_revision_id <> new.published_revision_id)
execute function directory.raise_alerts();

-- One organisation has seen it. False: it had already.
create function directory.acknowledge_alert(p_alert uuid, p_organisation uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_alert directory.alert;
begin
  select * into v_alert from directory.alert where id = p_alert for update;
  if not found or v_alert.organisation_id <> p_organisation then
    raise exception 'There is no such alert.' using errcode = 'no_data_found', constraint = 'alert_unknown';
  end if;
  if p_role <> 'reviewer' then
    raise exception 'A reviewer looks at it.' using errcode = 'check_violation', constraint = 'alert_who';
  end if;
  if v_alert.acknowledged_on is not null then
    return false;
  end if;
  update directory.alert set acknowledged_on = p_on where id = p_alert;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'acknowledge', 'service', v_alert.service_id);
  return true;
end $$;

-- When members write notices, the second person can be of the same organisation. Their accounts are compared; where one is not known, the
-- organisation has to be another one, as before.
alter table directory.notice
  add account_id uuid references directory.account on delete restrict,
  drop constraint notice_confirmed,
  add constraint notice_confirmed check ((confirmed_by is null) = (confirmed_at is null));

create function directory.post_notice(
  p_organisation uuid, p_place int, p_radius_km float8, p_area text, p_words jsonb, p_at timestamptz, p_ends_at timestamptz, p_role text, p_account uuid)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid := directory.post_notice(p_organisation, p_place, p_radius_km, p_area, p_words, p_at, p_ends_at, p_role);
begin
  update directory.notice set account_id = p_account where id = v_id;
  return v_id;
end $$;

create function directory.confirm_notice(p_notice uuid, p_organisation uuid, p_at timestamptz, p_ends_at timestamptz, p_role text, p_account uuid)
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
  if p_account = v_notice.account_id
    or ((p_account is null or v_notice.account_id is null) and p_organisation = any (directory.family(v_notice.organisation_id))) then
    raise exception 'Somebody else has to confirm it.' using errcode = 'check_violation', constraint = 'notice_second';
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

-- As before for whoever has no account.
create or replace function directory.confirm_notice(p_notice uuid, p_organisation uuid, p_at timestamptz, p_ends_at timestamptz, p_role text)
returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select directory.confirm_notice(p_notice, p_organisation, p_at, p_ends_at, p_role, null)
$$;
