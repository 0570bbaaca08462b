-- Who keeps the keys also coordinates; what a decided case leads to; and the desk with what has come since.

-- Backup keys are kept by somebody who coordinates. Looked at when all roles of a change are written.
create function directory.check_keeper() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from directory.membership k
    where k.account_id = new.account_id and k.organisation_id = new.organisation_id and k.role = 'keeper' and k.ended_on is null
      and not exists (
        select from directory.membership c
        where c.account_id = k.account_id and c.organisation_id = k.organisation_id and c.role = 'coordinator' and c.ended_on is null)) then
    raise exception 'Who keeps the keys also coordinates.' using errcode = 'check_violation', constraint = 'membership_keeper';
  end if;
  return null;
end $$;
create constraint trigger membership_keeper after insert or update of ended_on on directory.membership
deferrable initially deferred for each row execute function directory.check_keeper();

create function directory.check_invited_keeper() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if 'keeper' = any (new.roles) and not 'coordinator' = any (new.roles) then
    raise exception 'Who keeps the keys also coordinates.' using errcode = 'check_violation', constraint = 'membership_keeper';
  end if;
  return new;
end $$;
create trigger invitation_keeper before insert on directory.invitation for each row execute function directory.check_invited_keeper();

-- Of two that saw an entry differently, the one that was not followed: what it had said of the entry until then no longer counts. Where two
-- say yes, whoever asked is followed; where two say no, the other one; where neither, nobody.
create function directory.set_aside(p_service uuid) returns table (organisation_id uuid, until date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select case m.outcome when 'carried' then m.organisation_id else m.asked_by end, m.decided_on
  from directory.motion m
  where m.kind = 'case' and m.service_id = p_service and m.outcome is not null and (m.outcome = 'carried'
    or (select count(distinct directory.family(v.organisation_id)) from directory.motion_vote v where v.motion_id = m.id and not v.yes) >= 2);
end $$;

create function directory.case_decided() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.recount(new.service_id, new.decided_on, null, 'command-line');
  return null;
end $$;
create trigger motion_case after update of outcome on directory.motion
for each row when (new.kind = 'case' and new.outcome is not null) execute function directory.case_decided();

-- Meanwhile the stricter state stands: while a case is open nobody moves an entry towards the public, and no newer words of it are shown but
-- those that change no promise.
create or replace function directory.check_case() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.state in ('own', 'provisional', 'listed')
    and (old.state is distinct from new.state and old.state <> 'listed'
      or new.published_revision_id is distinct from old.published_revision_id and not exists (select from directory.carried where revision_id = new.published_revision_id))
    and exists (select from directory.motion where kind = 'case' and service_id = new.id and decided_on is null) then
    raise exception 'Two organisations see this entry otherwise; others decide first.' using errcode = 'check_violation', constraint = 'service_case';
  end if;
  return new;
end $$;

-- A few lines of longer functions, as in 0034.
select directory.change_once('directory.objectors(uuid)',
  'where asked.id = p_revision and directory.may_judge(latest.organisation_id',
  'where asked.id = p_revision and not exists (
      select from directory.set_aside(asked.service_id) a where latest.handed_in_on <= a.until and latest.organisation_id = any (directory.family(a.organisation_id)))
    and directory.may_judge(latest.organisation_id');

select directory.change_once('directory.standing(uuid, date)',
  'and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))',
  'and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
    and not exists (select from directory.set_aside(a.service_id) c where a.approved_on <= c.until and a.organisation_id = any (directory.family(c.organisation_id)))');

-- What was approved of an earlier revision that this one was carried from is approved all the same.
select directory.change_once('directory.has_second(uuid, date)',
  'a.revision_id = directory.approved_as(p_revision)', 'a.revision_id in (select unnest(directory.approved_with(p_revision)))');
select directory.change_once('directory.first_alone(uuid, text, date, date)',
  'select a.revision_id, min(a.approved_on) as day', 'select directory.approved_as(a.revision_id) as revision_id, min(a.approved_on) as day',
  'group by a.revision_id having', 'group by directory.approved_as(a.revision_id) having',
  'and a.revision_id not in (select revision_id from yes)', 'and directory.approved_as(a.revision_id) not in (select revision_id from yes)');
select directory.change_once('directory.check_decline()',
  'select from directory.approval where revision_id = new.revision_id and', 'select from directory.approval where revision_id in (select unnest(directory.approved_with(new.revision_id))) and');

select directory.change_once('directory.desk(uuid, date, int[])',
  -- Whoever found a promise not met of earlier words may judge the newer ones; whoever approved those stands for these as well.
  'where v.revision_id = p.revision_id and v.handed_in_on is not null and v.organisation_id in (select id from kin)) as is_done',
  'where v.revision_id in (select unnest(directory.approved_with(p.revision_id))) and v.handed_in_on is not null and v.organisation_id in (select id from kin)
        and (v.revision_id = p.revision_id or exists (select from directory.approval a where a.review_id = v.id))) as is_done',
  'where v.revision_id = p.revision_id and v.handed_in_on is not null and v.organisation_id not in (select id from kin)) as is_begun',
  'where v.revision_id in (select unnest(directory.approved_with(p.revision_id))) and v.handed_in_on is not null and v.organisation_id not in (select id from kin)) as is_begun',
  'a.revision_id = directory.approved_as(s.published_revision_id)',
  'a.revision_id in (select unnest(directory.approved_with(s.published_revision_id)))',
  '    union all
    -- A second one makes it so.',
  '    union all
    -- Another one says that both count as one, and this one agrees or does not.
    select ''relation'', null, case p_organisation when n.organisation_id then n.related_id else n.organisation_id end, n.declared_on, null
    from directory.organisation_relation n where n.awaits = p_organisation
    union all
    -- A second one makes it so.',
  -- Whoever may not decide about an appeal is not asked to.
  'and s.organisation_id not in (select id from kin)
      and not exists (select from directory.suspension_word w where w.suspension_id = s.id and w.organisation_id in (select id from kin))
      and not exists (select from directory.appeal_word',
  'and p_organisation <> all (directory.appeal_involved(s.id, p_on))
      and not exists (select from directory.appeal_word');
