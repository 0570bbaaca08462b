-- Suspending: down is easy, up is fair. One reviewer takes an entry off every page at once, with the promise that was not kept. Another
-- organisation confirms or lifts within 14 days. Where nobody does, it ends on day 30 without a finding, and the entry waits for two
-- to look at it again. All of that is derived from dates; no job has to run.

create table directory.suspension (
  id               uuid primary key,
  service_id       uuid not null references directory.service on delete restrict,
  revision_id      uuid not null references directory.revision on delete restrict,   -- what the public read
  organisation_id  uuid references directory.organisation on delete restrict,        -- null: the command line
  account_id       uuid references directory.account on delete restrict,
  criterion        int,
  criteria_version int references published.criteria,
  -- A serious concern that was confirmed anew is no repeat; nothing gives that cause before there are concerns.
  cause            text not null default 'judgement' check (cause in ('judgement', 'concern')),
  reason           bytea,              -- sealed
  lifts_when       bytea,              -- sealed: what the service can do about it
  suspended_on     date not null,
  withdrawn_before int,                -- of the service, to be put back where it is lifted
  letter_made_on   date,
  letter_sent_on   date,
  outcome          text check (outcome in ('lifted', 'reinstated', 'overturned', 'republished', 'removed')),
  ended_on         date,
  constraint suspension_why check (organisation_id is null or (criterion is not null and criteria_version is not null)),
  constraint suspension_letter check (letter_sent_on >= letter_made_on)
);
create unique index suspension_open on directory.suspension (service_id) where outcome is null;
create index suspension_service on directory.suspension (service_id);

-- What an organisation says of a suspension; its newest word counts. Added to, never changed.
create table directory.suspension_word (
  id              bigint generated always as identity primary key,
  suspension_id   uuid not null references directory.suspension on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  word            text not null check (word in ('confirm', 'lift', 'kept', 'not-kept')),
  note            bytea,               -- sealed
  given_on        date not null
);
create index suspension_word_suspension on directory.suspension_word (suspension_id);

-- An organisation that may not suspend asks those who may; one of them answers within two days.
create table directory.suspension_request (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  criterion       int not null,
  reason          bytea not null,      -- sealed
  asked_on        date not null,
  answered_by     uuid references directory.organisation on delete restrict,
  answer          text check (answer in ('suspended', 'not-now')),
  note            bytea,               -- sealed
  answered_on     date,
  constraint suspension_request_answered check ((answered_by is null) = (answer is null) and (answered_by is null) = (answered_on is null))
);
create unique index suspension_request_open on directory.suspension_request (service_id, organisation_id) where answer is null;

-- Nobody hides the same service alone twice in a year: no organisation with all that count as one with it, and no person.
create function directory.check_suspension() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.cause = 'judgement' and exists (
    select from directory.suspension
    where service_id = new.service_id and suspended_on > new.suspended_on - interval '12 months'
      and (organisation_id = any (directory.family(new.organisation_id)) or account_id = new.account_id
        or organisation_id is null and new.organisation_id is null)) then
    raise exception 'The same organisation or person suspended this service within a year. Somebody else has to look.'
      using errcode = 'check_violation', constraint = 'suspension_twice';
  end if;
  return new;
end $$;
create trigger check_suspension before insert on directory.suspension for each row execute function directory.check_suspension();

-- However a service comes back or goes for good, nothing stays open behind it.
create function directory.close_suspension() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.suspension set outcome = case new.state when 'removed' then 'removed' else 'republished' end
  where service_id = new.id and outcome is null;
  return null;
end $$;
create trigger close_suspension after update of state on directory.service
for each row when (old.state = 'suspended' and new.state <> 'suspended') execute function directory.close_suspension();

-- Takes an entry off every public page.
create function directory.take_off(p_service uuid, p_to text, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_place int;
begin
  select * into v_service from directory.service where id = p_service;
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
end $$;

-- As before, but that suspending has a function of its own, which writes down why and by whom.
create or replace function directory.withdraw(p_service uuid, p_to text, p_on date, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
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
  perform directory.take_off(p_service, p_to, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'withdraw', 'service', p_service, p_to, p_reason);
  return true;
end $$;

-- Suspends at once. Returns the suspension; null: it was suspended already.
create function directory.suspend(
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
    or (p_organisation is not null and (p_role <> 'reviewer' or not directory.may_approve(p_organisation, p_on))) then
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

-- How many that do not count as one stand behind a word.
create function directory.suspension_voices(p_suspension uuid, p_word text) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct directory.family(organisation_id))::int
  from (
    select distinct on (organisation_id) organisation_id, word
    from directory.suspension_word
    where suspension_id = p_suspension and (word in ('confirm', 'lift')) = (p_word in ('confirm', 'lift'))
    order by organisation_id, id desc) newest
  where word = p_word
$$;

-- Where a suspension is on a day: waiting, overdue (nobody else has decided for 14 days), recheck (30: no finding), confirmed, or its outcome.
create function directory.suspension_state(p_suspension uuid, p_on date) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when s.outcome is not null then s.outcome
    when directory.suspension_voices(s.id, 'confirm') >= 2 then 'confirmed'
    when p_on >= s.suspended_on + 30 then 'recheck'
    when p_on >= s.suspended_on + 14 then 'overdue'
    else 'waiting'
  end
  from directory.suspension s where s.id = p_suspension
$$;

-- Puts a service back to where it can be published as it stood. Its dates decide whether anybody finds it.
create function directory.put_back(p_suspension uuid, p_outcome text, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.suspension set outcome = p_outcome, ended_on = p_on where id = p_suspension;
  update directory.service v set state = 'in-review', withdrawn_with = s.withdrawn_before
  from directory.suspension s where s.id = p_suspension and v.id = s.service_id;
end $$;

-- Another organisation decides within 30 days (confirm, lift); after that, two say that the promise is kept again (kept). Returns where
-- it is then; lifted and reinstated: what was public can be published again.
create function directory.judge_suspension(
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
  if directory.suspension_voices(p_suspension, 'lift') >= 2 then
    perform directory.put_back(p_suspension, 'lifted', p_on);
  elsif directory.suspension_voices(p_suspension, 'kept') >= 2 then
    perform directory.put_back(p_suspension, 'reinstated', p_on);
  end if;
  return directory.suspension_state(p_suspension, p_on);
end $$;

-- The letter was made, or is on its way.
create function directory.mark_letter(p_suspension uuid, p_sent boolean, p_organisation uuid, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
begin
  select * into v_suspension from directory.suspension where id = p_suspension and outcome is null;
  if not found then
    raise exception 'There is no such suspension.' using errcode = 'no_data_found', constraint = 'suspension_unknown';
  end if;
  if p_role <> 'reviewer' or not directory.may_approve(p_organisation, p_on) or directory.is_tied(v_suspension.revision_id, p_organisation, null, p_on) then
    raise exception 'This organisation may not write the letter.' using errcode = 'check_violation', constraint = 'suspension_vouched';
  end if;
  if p_sent and v_suspension.letter_made_on is null then
    raise exception 'There is no letter yet.' using errcode = 'check_violation', constraint = 'suspension_letter';
  end if;
  update directory.suspension set letter_made_on = case when p_sent then letter_made_on else p_on end, letter_sent_on = case when p_sent then coalesce(letter_sent_on, p_on) end
  where id = p_suspension;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, case when p_sent then 'send-letter' else 'make-letter' end, 'service', v_suspension.service_id);
end $$;

-- Asks those who may suspend. Returns the request; null: this organisation has asked already and has no answer yet.
create function directory.ask_suspension(p_service uuid, p_criterion int, p_reason bytea, p_organisation uuid, p_on date, p_role text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_id uuid := gen_random_uuid();
begin
  perform directory.lock_service(p_service);
  select * into v_service from directory.service where id = p_service;
  if v_service.published_revision_id is null then
    raise exception 'The service is not published.' using errcode = 'check_violation', constraint = 'withdraw_published';
  end if;
  if p_role <> 'proposer' or directory.is_tied(v_service.published_revision_id, p_organisation, null, p_on) or not exists (
    select from directory.organisation
    where id = p_organisation and kind in ('allied', 'sex-worker-led') and not coalesce(p_on between frozen_from and frozen_until, false)) then
    raise exception 'This organisation may not ask for it.' using errcode = 'check_violation', constraint = 'suspension_request_who';
  end if;
  if exists (select from directory.suspension_request where service_id = p_service and organisation_id = p_organisation and answer is null) then
    return null;
  end if;
  if not directory.known_criteria(array[p_criterion]) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'suspension_why';
  end if;
  insert into directory.suspension_request (id, service_id, organisation_id, criterion, reason, asked_on)
  values (v_id, p_service, p_organisation, p_criterion, p_reason, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'ask-suspension', 'service', p_service, 'criterion ' || p_criterion);
  return v_id;
end $$;

-- A reviewer without a tie answers. False: somebody has.
create function directory.answer_suspension_request(p_request uuid, p_answer text, p_note bytea, p_organisation uuid, p_on date, p_role text) returns boolean
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
  if p_role <> 'reviewer' or not directory.may_approve(p_organisation, p_on) or directory.runs(p_organisation, v_request.service_id) then
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

-- What was suspended before anybody wrote down why.
insert into directory.suspension (id, service_id, revision_id, suspended_on)
select gen_random_uuid(), s.id, (select id from directory.revision where service_id = s.id and number <= s.withdrawn_with order by number desc limit 1),
  coalesce((select max(at)::date from directory.event where subject_id = s.id and to_state = 'suspended'), date '2026-01-01')
from directory.service s where s.state = 'suspended';
