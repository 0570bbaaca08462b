-- Fair ways back. What was suspended comes back only when two organisations have looked at that very promise since, and at whatever is past
-- its date. What somebody says of their own tie binds that person, and not the one form on which it was said.

-- Who looked, where somebody was signed in: a member of whoever runs a service does not check it from another seat.
alter table directory.fact_check
  add column account_id uuid references directory.account on delete restrict;   -- null: the command line, the demo

-- It ended so that what was public is shown again, and it is not yet.
alter table directory.suspension add column comes_back boolean not null default false;

-- What people said of their own ties. A review keeps what its last person said; this is what each of them said.
create table directory.declared_tie (
  id          uuid primary key default gen_random_uuid(),
  review_id   uuid references directory.review on delete restrict,   -- null: said where no review is written
  account_id  uuid not null references directory.account on delete restrict,
  service_id  uuid not null references directory.service on delete restrict,
  tie         text not null check (tie in ('worked', 'funder', 'partner', 'relative', 'dispute')),
  declared_on date not null,
  constraint declared_tie_once unique (review_id, account_id)
);
create index declared_tie_service on directory.declared_tie (service_id);

insert into directory.declared_tie (review_id, account_id, service_id, tie, declared_on)
select v.id, v.account_id, r.service_id, v.tie, v.started_on
from directory.review v join directory.revision r on r.id = v.revision_id
where v.tie <> 'none' and v.account_id is not null;

-- As it is said. Whoever pressed the wrong one puts it right on the same form, until that is handed in.
create function directory.keep_tie() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.tie <> 'none' then
    insert into directory.declared_tie (review_id, account_id, service_id, tie, declared_on)
    select new.id, new.account_id, r.service_id, new.tie, new.started_on
    from directory.revision r where r.id = new.revision_id and new.account_id is not null
    on conflict (review_id, account_id) do update set tie = excluded.tie;
  elsif new.tie = 'none' and new.handed_in_on is null then
    delete from directory.declared_tie where review_id = new.id and account_id = new.account_id;
  end if;
  return null;
end $$;
create trigger keep_tie after insert or update on directory.review for each row execute function directory.keep_tie();

-- People with a tie: members of whoever runs it, now or in the last 24 months, and who said so of themselves in that time.
create or replace function directory.account_ties(p_service uuid, p_on date) returns table (account_id uuid, kind text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select distinct m.account_id, 'member'
  from directory.membership m
  where m.organisation_id in (select t.organisation_id from directory.ties(p_service, p_on) t where t.kind in ('runs', 'related'))
    and m.since <= p_on and coalesce(m.ended_on > p_on - interval '24 months', true)
  union
  select d.account_id, 'declared'
  from directory.declared_tie d
  where d.service_id = p_service and d.declared_on > p_on - interval '24 months';
end $$;

-- The same of one person, without what they said on one review: there they can still put it right. Null: without nothing.
create function directory.has_own_tie(p_service uuid, p_account uuid, p_on date, p_but uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select exists (select from directory.account_ties(p_service, p_on) t where t.account_id = p_account and t.kind <> 'declared')
    or exists (
      select from directory.declared_tie d
      where d.service_id = p_service and d.account_id = p_account and (p_but is null or d.review_id is distinct from p_but)
        and d.declared_on > p_on - interval '24 months'));
end $$;

-- A provider does not check itself: neither its organisation nor one of its people from another seat.
create or replace function directory.check_fact_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from (select distinct organisation_id, service_id, checked_on from added) a
    where not directory.may_judge(a.organisation_id, a.service_id, a.checked_on)) then
    raise exception 'This organisation may not check facts on that day.' using errcode = 'check_violation', constraint = 'fact_check_vouched';
  end if;
  if exists (
    select from (select distinct service_id, organisation_id from added) a
    join directory.revision r on r.service_id = a.service_id
    where a.organisation_id = any (directory.tied(r.id)))
    or exists (
    select from (select distinct service_id, account_id, checked_on from added where account_id is not null) a
    where directory.has_own_tie(a.service_id, a.account_id, a.checked_on, null)) then
    raise exception 'Whoever runs a service cannot check it.' using errcode = 'check_violation', constraint = 'fact_check_tie';
  end if;
  return null;
end $$;

-- What a service is suspended for, where a revision is one that could bring it back; no row: it is not, or this one cannot.
create function directory.suspended_for(p_revision uuid) returns table (suspension_id uuid, criterion int, suspended_on date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select s.id, s.criterion, s.suspended_on
  from directory.revision r
  join directory.service v on v.id = r.service_id
  join directory.suspension s on s.service_id = v.id and s.outcome is null
  where r.id = p_revision and r.number > v.withdrawn_with;
end $$;

-- The promises that a review of a scope has to say something of: those of the profile or the red lines, and the one that was not kept.
create function directory.asked_criteria(p_revision uuid, p_version int, p_scope text) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(distinct c order by c), '{}')
  from directory.revision r
  cross join lateral (
    select unnest(case p_scope
      when 'whole' then directory.required_criteria(p_version, r.content ->> 'profile')
      else directory.red_lines(p_version, r.content ->> 'profile') end) as c
    union
    select s.criterion
    from directory.suspended_for(r.id) s
    join published.criteria v on v.version = p_version
    cross join lateral jsonb_array_elements(v.content -> 'criteria') known
    where (known ->> 'id')::int = s.criterion
  ) asked
  where r.id = p_revision);
end $$;

-- As before, and with the promise for which a service is suspended.
create or replace function directory.unmet(p_review uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(c order by c), '{}')
  from directory.review v
  cross join lateral unnest(directory.asked_criteria(v.revision_id, v.criteria_version, 'whole')) c
  where v.id = p_review
    and not exists (select from directory.verdict d where d.review_id = v.id and d.criterion = c and d.verdict = 'met')
    and (v.scope = 'whole' or c = any (directory.asked_criteria(v.revision_id, v.criteria_version, 'red-lines'))
      or exists (select from directory.verdict d where d.review_id = v.id and d.criterion = c)));
end $$;

-- As before, and: a review of what is suspended says something of that promise, and of all of them where nobody wrote down which it was.
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
  if new.handed_in_on is not null and new.tie is distinct from 'none' then
    raise exception 'Somebody with a tie adds evidence and does not judge.' using errcode = 'check_violation', constraint = 'review_declared';
  end if;
  -- What somebody said on this very form they can put right there, and then hand it in.
  if directory.is_tied(new.revision_id, new.organisation_id, null, v_on) or directory.has_own_tie(
    v_revision.service_id, new.account_id, v_on, case when tg_op = 'UPDATE' and new.handed_in_on is null then new.id end) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  if new.handed_in_on is not null then
    if not exists (
      select from directory.proposal where revision_id = new.revision_id and (closed_on is null or outcome = 'published')) then
      raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
    end if;
    if new.scope = 'red-lines' and (
      not exists (select from directory.renewal where revision_id = new.revision_id)
      or exists (select from directory.suspended_for(new.revision_id) s where s.criterion is null)
      or not exists (
        select from directory.approval a join directory.review v on v.id = a.review_id
        where a.revision_id = new.revision_id and v.scope = 'whole' and a.organisation_id <> all (directory.family(new.organisation_id)))) then
      raise exception 'The red lines alone are confirmed where another organisation has judged all of it again.'
        using errcode = 'check_violation', constraint = 'review_scope';
    end if;
    if exists (
      select from unnest(directory.asked_criteria(new.revision_id, new.criteria_version, new.scope)) c
      where not exists (select from directory.verdict d where d.review_id = new.id and d.criterion = c)) then
      raise exception 'A promise has no verdict yet.' using errcode = 'check_violation', constraint = 'review_unfinished';
    end if;
  end if;
  return new;
end $$;

-- Both who bring back what is suspended have asked for themselves since, about that promise and the red lines. The words of before are
-- judged again once it is confirmed or over: until then it is lifted, or not.
create function directory.check_approval_suspended() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
  v_content jsonb;
begin
  select s.* into v_suspension from directory.suspended_for(new.revision_id) f join directory.suspension s on s.id = f.suspension_id;
  if not found then
    return new;
  end if;
  select content into v_content from directory.revision where id = new.revision_id;
  if directory.suspension_state(v_suspension.id, new.approved_on) in ('waiting', 'overdue') and (
    exists (select from directory.renewal where revision_id = new.revision_id)
    or exists (select from directory.revision where id = v_suspension.revision_id and content = v_content)) then
    raise exception 'Another organisation confirms or lifts the suspension first.' using errcode = 'check_violation', constraint = 'approval_suspended';
  end if;
  if exists (
    select from unnest(directory.red_lines(new.criteria_version, v_content ->> 'profile') || v_suspension.criterion) c
    where c is not null and not exists (
      select from directory.evidence e
      where e.service_id = v_suspension.service_id and e.organisation_id = new.organisation_id and c = any (e.criteria)
        and e.kind in ('spoken-answer', 'test-contact', 'visit') and e.found_on between v_suspension.suspended_on and new.approved_on)) then
    raise exception 'Whoever brings back what is suspended has asked for themselves since.'
      using errcode = 'check_violation', constraint = 'approval_contact';
  end if;
  return new;
end $$;
create trigger check_approval_suspended before insert on directory.approval for each row execute function directory.check_approval_suspended();

-- As before. A suspension that ended brings back the words of before, though newer ones were handed in meanwhile.
create or replace function directory.check_shown() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_held text;
  v_content jsonb;
begin
  if new.published_revision_id is null or (new.published_revision_id, new.state) is not distinct from (old.published_revision_id, old.state) then
    return new;
  end if;
  if exists (
    select from directory.proposal
    where revision_id = new.published_revision_id and outcome in ('withdrawn', 'returned', 'declined', 'superseded'))
    and not exists (
      select from directory.suspension where service_id = new.id and revision_id = new.published_revision_id and comes_back) then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'publish_closed';
  end if;
  v_held := directory.held_back(new.published_revision_id, (
    select greatest(p.checked_on, (select max(approved_on) from directory.approval where revision_id = new.published_revision_id))
    from published.service p where p.id = new.id));
  if v_held is not null then
    raise exception 'Somebody stands against it: %.', v_held using errcode = 'check_violation', constraint = 'publish_' || v_held;
  end if;
  -- Whatever is shown now, it has come back once.
  update directory.suspension set comes_back = false where service_id = new.id and comes_back;
  -- What is public already stays so where only its state changes: a vote on approvals does not wait for words.
  if new.published_revision_id is not distinct from old.published_revision_id then
    return new;
  end if;
  select content into v_content from directory.revision where id = new.published_revision_id;
  if directory.needs_yes(v_content) and v_content #>> '{consent,kind}' is distinct from 'given' then
    raise exception 'This kind of service is shown only with its own yes.' using errcode = 'check_violation', constraint = 'publish_consent';
  end if;
  if directory.lacks_address_word(v_content) then
    raise exception 'An exact address is shown only with the word of the service itself.' using errcode = 'check_violation', constraint = 'publish_address';
  end if;
  if directory.says(v_content -> 'orderedByLaw') <> directory.says(v_content -> 'bookedApart') then
    raise exception 'A part that the law orders is named, and how to book the rest apart.' using errcode = 'check_violation', constraint = 'publish_ordered';
  end if;
  return new;
end $$;

-- Puts a service back to where it can be published as it stood. Its dates decide whether anybody finds it.
create or replace function directory.put_back(p_suspension uuid, p_outcome text, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.suspension set outcome = p_outcome, ended_on = p_on, comes_back = true where id = p_suspension;
  update directory.service v set state = 'in-review', withdrawn_with = s.withdrawn_before
  from directory.suspension s where s.id = p_suspension and v.id = s.service_id;
end $$;

-- How many that do not count as one stand behind a word on a day. As with approvals, an organisation counts that had its voice on the day on
-- which it said so; that a promise is kept again is worth sixty days.
drop function directory.suspension_voices(uuid, text);
create function directory.suspension_voices(p_suspension uuid, p_word text, p_on date) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct directory.family(organisation_id))::int
  from (
    select distinct on (organisation_id) organisation_id, word
    from directory.suspension_word
    where suspension_id = p_suspension and (word in ('confirm', 'lift')) = (p_word in ('confirm', 'lift'))
      and directory.has_voice(organisation_id, given_on) and (word <> 'kept' or given_on > p_on - 60)
    order by organisation_id, id desc) newest
  where word = p_word
$$;

create or replace function directory.suspension_state(p_suspension uuid, p_on date) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when s.outcome is not null then s.outcome
    when directory.suspension_voices(s.id, 'confirm', p_on) >= 2 then 'confirmed'
    when p_on >= s.suspended_on + 30 then 'recheck'
    when p_on >= s.suspended_on + 14 then 'overdue'
    else 'waiting'
  end
  from directory.suspension s where s.id = p_suspension
$$;

-- Whether something of a revision is past its own date: contacts after six months, promises after twelve or six and in the third year. The
-- program compares the value of each contact with the one that was checked, too.
create function directory.is_past(p_revision uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with judged as (
    select r.service_id, r.content,
      coalesce((select min(approved_on) from directory.approval where revision_id = directory.approved_as(r.id)), r.written_on) as last_on,
      directory.whole_on(r.id) as whole_on
    from directory.revision r where r.id = p_revision
  )
  select least(
      last_on + case when directory.is_sensitive(content) then interval '6 months' else interval '12 months' end,
      coalesce(whole_on, last_on) + interval '36 months') <= p_on
    or exists (
      select from (
        select jsonb_array_elements(
          coalesce(content -> 'sites', '[]') || coalesce(content -> 'phones', '[]') || coalesce(content -> 'messages', '[]')) ->> 'id' as fact
        union all select unnest(array[content #>> '{website,id}', content #>> '{email,id}', content #>> '{post,id}'])) contact
      where fact is not null and greatest(last_on, (
        select max(c.checked_on) from directory.fact_check c where c.service_id = judged.service_id and c.fact = contact.fact)) + interval '6 months' <= p_on)
  from judged
$$;

-- As before; a guest does so where it was invited, and reinstating waits until nothing of the entry is past its date.
create or replace function directory.judge_suspension(
  p_suspension uuid, p_word text, p_note bytea, p_organisation uuid, p_account uuid, p_on date, p_role text)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
  v_state text;
begin
  select * into v_suspension from directory.suspension where id = p_suspension;
  if not found then
    raise exception 'There is no such suspension.' using errcode = 'no_data_found', constraint = 'suspension_unknown';
  end if;
  perform directory.lock_service(v_suspension.service_id);
  select * into v_suspension from directory.suspension where id = p_suspension;
  v_state := directory.suspension_state(p_suspension, p_on);
  if v_suspension.outcome is not null then
    return v_state;
  end if;
  if p_role <> 'reviewer' or not directory.may_judge(p_organisation, v_suspension.service_id, p_on) then
    raise exception 'This organisation may not judge on that day.' using errcode = 'check_violation', constraint = 'suspension_vouched';
  end if;
  if directory.is_tied(v_suspension.revision_id, p_organisation, p_account, p_on) then
    raise exception 'Whoever runs a service does not judge it.' using errcode = 'check_violation', constraint = 'suspension_tie';
  end if;
  if p_on < v_suspension.suspended_on then
    raise exception 'That is before it was suspended.' using errcode = 'check_violation', constraint = 'suspension_date';
  end if;
  if (p_word in ('confirm', 'lift')) <> (v_state in ('waiting', 'overdue')) then
    raise exception 'This cannot be said any more, or not yet.' using errcode = 'check_violation', constraint = 'suspension_when';
  end if;
  -- One person with a seat in two organisations is one pair of eyes.
  if exists (
    select from directory.suspension_word
    where suspension_id = p_suspension and account_id = p_account and organisation_id <> p_organisation
      and (word in ('confirm', 'lift')) = (p_word in ('confirm', 'lift'))) then
    raise exception 'Somebody else has to say it.' using errcode = 'check_violation', constraint = 'suspension_person';
  end if;
  insert into directory.suspension_word (suspension_id, organisation_id, account_id, word, note, given_on)
  values (p_suspension, p_organisation, p_account, p_word, p_note, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'judge-suspension', 'service', v_suspension.service_id, p_word);
  if directory.suspension_voices(p_suspension, 'lift', p_on) >= 2 then
    perform directory.put_back(p_suspension, 'lifted', p_on);
  elsif directory.suspension_voices(p_suspension, 'kept', p_on) >= 2 then
    if directory.is_past(v_suspension.revision_id, p_on) then
      raise exception 'Something else of it is past its date.' using errcode = 'check_violation', constraint = 'suspension_past';
    end if;
    perform directory.put_back(p_suspension, 'reinstated', p_on);
  end if;
  return directory.suspension_state(p_suspension, p_on);
end $$;

-- As before; a guest suspends where it was invited to judge.
create or replace function directory.suspend(
  p_service uuid, p_criterion int, p_criteria int, p_reason bytea, p_lifts_when bytea, p_organisation uuid, p_account uuid, p_on date, p_role text, p_words text)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_id uuid := gen_random_uuid();
begin
  perform directory.lock_service(p_service);
  select * into v_service from directory.service where id = p_service;
  if v_service.state = 'suspended' then
    return null;
  end if;
  if v_service.published_revision_id is null then
    raise exception 'The service is not published.' using errcode = 'check_violation', constraint = 'withdraw_published';
  end if;
  if (p_organisation is null and p_role <> 'command-line')
    or (p_organisation is not null and (p_role <> 'reviewer' or not directory.may_judge(p_organisation, p_service, p_on))) then
    raise exception 'This organisation may not suspend on that day.' using errcode = 'check_violation', constraint = 'suspension_vouched';
  end if;
  if p_organisation is not null and directory.is_tied(v_service.published_revision_id, p_organisation, p_account, p_on) then
    raise exception 'Whoever runs a service does not judge it.' using errcode = 'check_violation', constraint = 'suspension_tie';
  end if;
  if p_criterion is not null and not exists (
    select from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
    where v.version = p_criteria and (c ->> 'id')::int = p_criterion) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'suspension_why';
  end if;
  insert into directory.suspension (
    id, service_id, revision_id, organisation_id, account_id, criterion, criteria_version, reason, lifts_when, suspended_on, withdrawn_before)
  values (
    v_id, p_service, v_service.published_revision_id, p_organisation, p_account, p_criterion, case when p_criterion is not null then p_criteria end,
    p_reason, p_lifts_when, p_on, v_service.withdrawn_with);
  if p_organisation is not null then
    insert into directory.suspension_word (suspension_id, organisation_id, account_id, word, given_on)
    values (v_id, p_organisation, p_account, 'confirm', p_on);
  end if;
  perform directory.take_off(p_service, 'suspended', p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_organisation, p_role, 'suspend', 'service', p_service, 'suspended', coalesce(p_words, 'criterion ' || p_criterion));
  return v_id;
end $$;

-- As before. One that is on its way is not made again: its code would be worth nothing, and whoever has it could not answer.
create or replace function directory.mark_letter(p_suspension uuid, p_sent boolean, p_organisation uuid, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
begin
  select * into v_suspension from directory.suspension where id = p_suspension and outcome is null for update;
  if not found then
    raise exception 'There is no such suspension.' using errcode = 'no_data_found', constraint = 'suspension_unknown';
  end if;
  if p_role <> 'reviewer' or not directory.may_judge(p_organisation, v_suspension.service_id, p_on)
    or directory.is_tied(v_suspension.revision_id, p_organisation, null, p_on) then
    raise exception 'This organisation may not write the letter.' using errcode = 'check_violation', constraint = 'suspension_vouched';
  end if;
  if p_sent and v_suspension.letter_made_on is null then
    raise exception 'There is no letter yet.' using errcode = 'check_violation', constraint = 'suspension_letter';
  end if;
  if not p_sent and v_suspension.letter_sent_on is not null then
    raise exception 'The letter was sent.' using errcode = 'check_violation', constraint = 'letter_sent';
  end if;
  update directory.suspension set
    letter_made_on = case when p_sent then letter_made_on else p_on end,
    letter_sent_on = case when p_sent then coalesce(letter_sent_on, p_on) end
  where id = p_suspension;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, case when p_sent then 'send-letter' else 'make-letter' end, 'service', v_suspension.service_id);
end $$;

-- A letter has a code as long as there is something to answer. A new one takes the place of one that nobody has used or was sent: the app
-- writes over it and deletes none.
create or replace function directory.check_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
begin
  -- Locked, so that it is not marked as sent meanwhile.
  select * into v_suspension from directory.suspension where id = new.suspension_id for share;
  if not found or v_suspension.outcome is not null or v_suspension.suspended_on > new.made_on then
    raise exception 'There is nothing to answer.' using errcode = 'check_violation', constraint = 'receipt_suspension';
  end if;
  if tg_op = 'UPDATE' and exists (select from directory.receipt_text where receipt_id = new.id) then
    raise exception 'Somebody has answered with the code of the first letter.' using errcode = 'check_violation', constraint = 'receipt_used';
  end if;
  if tg_op = 'UPDATE' and v_suspension.letter_sent_on is not null then
    raise exception 'The letter was sent.' using errcode = 'check_violation', constraint = 'letter_sent';
  end if;
  return new;
end $$;
drop trigger check_receipt on directory.receipt;
create trigger check_receipt before insert or update on directory.receipt for each row execute function directory.check_receipt();

-- Who does not decide about an appeal: whoever had a part in the suspension, and whose approvals the listing rests on. In a small place, where
-- fewer than two others could, the latter do.
create function directory.appeal_involved(p_suspension uuid, p_on date) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with part (id) as (
    select unnest(directory.suspension_involved(p_suspension))
  ), listed (id) as (
    select distinct unnest(directory.family(a.organisation_id))
    from directory.suspension s
    join directory.approval a on a.revision_id in (directory.approved_as(s.revision_id), directory.whole_of(s.revision_id))
    where s.id = p_suspension
  ), others as (
    select count(distinct directory.family(o.id)) as number
    from directory.suspension s join directory.organisation o on directory.may_judge(o.id, s.service_id, p_on)
    where s.id = p_suspension and o.id <> all (directory.tied(s.revision_id, p_on))
      and o.id not in (select id from part) and o.id not in (select id from listed)
  )
  select coalesce(array_agg(id), '{}')
  from (select id from part union select id from listed where (select number from others) >= 2) involved
$$;

-- As before; a word counts where its organisation had its voice on that day.
create or replace function directory.judge_appeal(
  p_suspension uuid, p_word text, p_reasons bytea, p_organisation uuid, p_account uuid, p_on date, p_role text)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_appeal directory.appeal;
  v_suspension directory.suspension;
  v_word text;
begin
  select * into v_suspension from directory.suspension where id = p_suspension;
  if not found then
    raise exception 'There is no such suspension.' using errcode = 'no_data_found', constraint = 'suspension_unknown';
  end if;
  perform directory.lock_service(v_suspension.service_id);
  select * into v_suspension from directory.suspension where id = p_suspension;
  select * into v_appeal from directory.appeal where suspension_id = p_suspension for update;
  if not found then
    raise exception 'Nobody has appealed.' using errcode = 'no_data_found', constraint = 'appeal_unknown';
  end if;
  if v_appeal.outcome is not null or v_suspension.outcome is not null then
    return coalesce(v_appeal.outcome, 'over');
  end if;
  if p_role <> 'panel' or not directory.may_judge(p_organisation, v_suspension.service_id, p_on) then
    raise exception 'This organisation may not decide on that day.' using errcode = 'check_violation', constraint = 'appeal_vouched';
  end if;
  if directory.is_tied(v_suspension.revision_id, p_organisation, p_account, p_on)
    or p_organisation = any (directory.appeal_involved(p_suspension, p_on))
    or exists (select from directory.suspension_word where suspension_id = p_suspension and account_id = p_account)
    or exists (select from directory.appeal_word where suspension_id = p_suspension and account_id = p_account and organisation_id <> p_organisation) then
    raise exception 'Whoever had a part in it does not decide about it.' using errcode = 'check_violation', constraint = 'appeal_involved';
  end if;
  insert into directory.appeal_word (suspension_id, organisation_id, account_id, word, reasons, given_on)
  values (p_suspension, p_organisation, p_account, p_word, p_reasons, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'judge-appeal', 'service', v_suspension.service_id, p_word);
  select word into v_word
  from (
    select distinct on (organisation_id) organisation_id, word from directory.appeal_word
    where suspension_id = p_suspension and directory.has_voice(organisation_id, given_on) order by organisation_id, id desc) newest
  group by word having count(distinct directory.family(organisation_id)) >= 2;
  if v_word is null then
    return 'waiting';
  end if;
  update directory.appeal set outcome = case v_word when 'uphold' then 'upheld' else 'overturned' end, decided_on = p_on where suspension_id = p_suspension;
  if v_word = 'overturn' then
    perform directory.put_back(p_suspension, 'overturned', p_on);
    return 'overturned';
  end if;
  return 'upheld';
end $$;

-- Whoever may judge a service does what its case needs: a guest where it was invited, too.
create or replace function directory.check_question() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.answered_on is not null then
      raise exception 'This was answered already.' using errcode = 'check_violation', constraint = 'question_over';
    end if;
    return new;
  end if;
  if not exists (select from directory.proposal where revision_id = new.revision_id and closed_on is null) then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  if not directory.may_judge(new.organisation_id, (select service_id from directory.revision where id = new.revision_id), new.asked_on)
    or directory.is_tied(new.revision_id, new.organisation_id, new.account_id, new.asked_on) then
    raise exception 'Whoever runs a service cannot judge it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  return new;
end $$;

create or replace function directory.check_decline() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.lock_service(new.service_id);
  if not directory.known_criteria(new.criteria) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'decline_criteria';
  end if;
  if not exists (select from directory.proposal where revision_id = new.revision_id and service_id = new.service_id and closed_on is null) then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  if not directory.may_judge(new.organisation_id, new.service_id, new.decided_on) then
    raise exception 'This organisation may not judge on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;
  if directory.is_tied(new.revision_id, new.organisation_id, new.account_id, new.decided_on) then
    raise exception 'Whoever runs a service cannot judge it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  -- Where another one has approved, that is a disagreement, which a third decides.
  if exists (
    select from directory.approval where revision_id = new.revision_id and organisation_id <> all (directory.family(new.organisation_id))) then
    raise exception 'Another organisation approved this. Hand in your verdicts, and a third decides.'
      using errcode = 'check_violation', constraint = 'decline_approved';
  end if;
  return new;
end $$;

create or replace function directory.check_word() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_newest uuid;
begin
  perform directory.lock_service(new.service_id);
  if tg_op = 'INSERT' then
    if new.answered_on is not null then
      raise exception 'It is said before it is answered.' using errcode = 'check_violation', constraint = 'word_said';
    end if;
    if not exists (select from directory.organisation where id = new.organisation_id and kind = 'allied') then
      raise exception 'Allied organisations give their word; others judge.' using errcode = 'check_violation', constraint = 'word_kind';
    end if;
    if not directory.known_criteria(new.criteria) then
      raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'word_criteria';
    end if;
    return new;
  end if;
  if old.answered_on is not null then
    raise exception 'This was answered already.' using errcode = 'check_violation', constraint = 'word_over';
  end if;
  select id into v_newest from directory.revision where service_id = new.service_id order by number desc limit 1;
  if not directory.may_judge(new.answered_by, new.service_id, new.answered_on)
    or directory.is_tied(v_newest, new.answered_by, new.answer_account, new.answered_on) then
    raise exception 'A reviewer without a tie answers.' using errcode = 'check_violation', constraint = 'word_answer';
  end if;
  return new;
end $$;

create or replace function directory.answer_suspension_request(p_request uuid, p_answer text, p_note bytea, p_organisation uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_request directory.suspension_request;
begin
  select * into v_request from directory.suspension_request where id = p_request for update;
  if not found then
    raise exception 'There is no such request.' using errcode = 'no_data_found', constraint = 'suspension_request_unknown';
  end if;
  if v_request.answer is not null then
    return false;
  end if;
  if p_role <> 'reviewer' or not directory.may_judge(p_organisation, v_request.service_id, p_on) or directory.runs(p_organisation, v_request.service_id) then
    raise exception 'This organisation may not answer it.' using errcode = 'check_violation', constraint = 'suspension_request_who';
  end if;
  if p_answer = 'suspended' and (select state from directory.service where id = v_request.service_id) <> 'suspended' then
    raise exception 'It is not suspended.' using errcode = 'check_violation', constraint = 'suspension_request_answer';
  end if;
  update directory.suspension_request set answered_by = p_organisation, answer = p_answer, note = p_note, answered_on = p_on where id = p_request;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'answer-request', 'service', v_request.service_id, p_answer);
  return true;
end $$;
