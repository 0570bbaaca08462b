-- Training: what sex worker-led organisations offer, who asks for it, sessions with head counts, and the certificates that rest on them. Nobody is
-- named anywhere, neither staff nor trainers. All of it is written by functions, which ask again who may; a certificate comes of a session whose
-- heads were counted, and what was paid for ties the trainers to the service for 24 months, whatever is written later.

create table directory.training_offer (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,
  content         jsonb not null,
  is_public       boolean not null,
  written_on      date not null,
  ends_on         date not null,       -- the first day on which nobody is offered it
  ended_on        date,                -- when its organisation took it back
  constraint training_offer_length check (ends_on > written_on and ends_on <= written_on + interval '12 months')
);
create index training_offer_organisation on directory.training_offer (organisation_id);

create table directory.training_request (
  id              uuid primary key,
  offer_id        uuid not null references directory.training_offer on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,   -- who is asked
  asked_by        uuid references directory.organisation on delete restrict,            -- a provider; null: an educator without an account
  service_id      uuid references directory.service on delete restrict,                 -- of the provider: whose staff are to be trained
  state           text not null default 'sent' check (state in ('sent', 'accepted', 'declined', 'scheduled', 'done')),
  has_budget      boolean not null,
  month           text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),           -- whose key seals the words
  words           bytea,                                                                -- null: their time is over
  nonce           bytea constraint training_request_nonce unique,                       -- of the public form: it is sent once
  sent_on         date not null,
  answered_on     date,
  closed_on       date,
  constraint training_request_side check ((asked_by is null) = (service_id is null) and (asked_by is null) = (nonce is not null)),
  constraint training_request_answered check ((state = 'sent') = (answered_on is null) and answered_on >= sent_on),
  constraint training_request_closed check ((state in ('declined', 'done')) = (closed_on is not null))
);
create index training_request_organisation on directory.training_request (organisation_id);
create index training_request_asked_by on directory.training_request (asked_by);

create table directory.training_session (
  id              uuid primary key,
  request_id      uuid references directory.training_request on delete restrict,        -- null: agreed without one
  organisation_id uuid not null references directory.organisation on delete restrict,   -- who trains
  service_id      uuid references directory.service on delete restrict,                 -- null: students
  paid_by         uuid references directory.organisation on delete restrict,            -- the provider that asked
  is_paid         boolean not null,
  planned_on      date not null,
  held_on         date not null,
  starts          smallint check (starts between 0 and 1439),       -- minute of the day, by the clock of the place
  minutes         smallint not null check (minutes between 15 and 2400),
  mode            text not null check (mode in ('in-person', 'online')),
  place           bytea,                                            -- sealed; for both sides
  topics          text[] not null,
  called_off_on   date,
  recorded_on     date,
  front_desk      smallint check (front_desk between 0 and 500),    -- heads, and no names
  clinical        smallint check (clinical between 0 and 500),
  managers        smallint check (managers between 0 and 500),
  students        smallint check (students between 0 and 500),
  forms_before    smallint not null default 0,                      -- how many have answered the short form before it, and after it
  forms_after     smallint not null default 0,
  staff_percent   smallint check (staff_percent between 0 and 100), -- of the staff that people meet, those of earlier sessions among them
  constraint training_session_order check (held_on >= planned_on and recorded_on >= held_on and (called_off_on is null or recorded_on is null)),
  constraint training_session_recorded check (
    (recorded_on is null) = (front_desk is null) and (recorded_on is null) = (clinical is null) and (recorded_on is null) = (managers is null)
    and (recorded_on is null) = (students is null) and (recorded_on is null) = (staff_percent is null)),
  constraint training_session_students check (service_id is not null or coalesce(staff_percent, 0) = 0)
);
create index training_session_organisation on directory.training_session (organisation_id);
create index training_session_service on directory.training_session (service_id);
create unique index training_session_request on directory.training_session (request_id) where called_off_on is null;

alter table directory.training_certificate
  add training_id uuid constraint training_certificate_training unique references directory.training_session on delete restrict;   -- null: of before there were sessions

-- Who may train on a day: a trainer of an organisation that may approve. Without an account only whoever runs the directory, for the demo.
create function directory.require_trainer(p_organisation uuid, p_account uuid, p_on date) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not coalesce(directory.may_approve(p_organisation, p_on), false) then
    raise exception 'Only a sex worker-led organisation trains, and not while it is frozen.' using errcode = 'check_violation', constraint = 'training_vouched';
  end if;
  if not (p_account is null and pg_has_role(session_user, current_user, 'usage')) and not exists (
    select from directory.membership
    where account_id = p_account and organisation_id = p_organisation and role = 'trainer' and since <= p_on and (ended_on is null or ended_on > p_on)) then
    raise exception 'Only a trainer of the organisation does this.' using errcode = 'check_violation', constraint = 'training_trainer';
  end if;
end $$;

create function directory.note_training(p_organisation uuid, p_role text, p_action text, p_service uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, p_action, case when p_service is null then 'organisation' else 'service' end, coalesce(p_service, p_organisation))
$$;

create function directory.write_offer(p_id uuid, p_organisation uuid, p_account uuid, p_content jsonb, p_public boolean, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  insert into directory.training_offer (id, organisation_id, content, is_public, written_on, ends_on)
  values (p_id, p_organisation, p_content, p_public, p_on, (p_on + interval '12 months')::date);
  perform directory.note_training(p_organisation, 'trainer', 'offer-training', null);
end $$;

-- False: it had ended already.
create function directory.end_offer(p_offer uuid, p_organisation uuid, p_account uuid, p_on date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  update directory.training_offer set ended_on = p_on where id = p_offer and organisation_id = p_organisation and ended_on is null;
  if found then
    perform directory.note_training(p_organisation, 'trainer', 'end-offer', null);
  end if;
  return found;
end $$;

-- A provider asks for its own staff; an educator without an account by the public form.
create function directory.ask_training(
  p_id uuid, p_offer uuid, p_asked_by uuid, p_account uuid, p_service uuid,
  p_has_budget boolean, p_wants_people boolean, p_month text, p_words bytea,
  p_nonce bytea, p_on date)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_offer directory.training_offer;
begin
  if p_wants_people then
    raise exception 'Nobody is asked for research participants or personal stories.' using errcode = 'check_violation', constraint = 'training_request_people';
  end if;
  select * into v_offer from directory.training_offer where id = p_offer;
  if not found or v_offer.ended_on is not null or p_on >= v_offer.ends_on or not directory.may_approve(v_offer.organisation_id, p_on)
    or p_asked_by is null and not v_offer.is_public then
    raise exception 'Nobody offers that any more.' using errcode = 'check_violation', constraint = 'training_offer_over';
  end if;
  if p_asked_by is not null then
    if not exists (select from directory.organisation where id = p_asked_by and kind = 'provider' and not coalesce(p_on between frozen_from and frozen_until, false))
      or not directory.runs(p_asked_by, p_service) then
      raise exception 'Who runs a service asks for its staff.' using errcode = 'check_violation', constraint = 'training_request_runs';
    end if;
    if not (p_account is null and pg_has_role(session_user, current_user, 'usage')) and not exists (
      select from directory.membership
      where account_id = p_account and organisation_id = p_asked_by and role = 'provider-contact' and since <= p_on and (ended_on is null or ended_on > p_on)) then
      raise exception 'A contact of the provider asks.' using errcode = 'check_violation', constraint = 'training_request_contact';
    end if;
    if exists (
      select from directory.training_request where offer_id = p_offer and service_id = p_service and state in ('sent', 'accepted', 'scheduled')) then
      raise exception 'This was asked already.' using errcode = 'check_violation', constraint = 'training_request_twice';
    end if;
  end if;
  insert into directory.training_request (id, offer_id, organisation_id, asked_by, service_id, has_budget, month, words, nonce, sent_on)
  values (p_id, p_offer, v_offer.organisation_id, p_asked_by, p_service, p_has_budget, p_month, p_words, p_nonce, p_on);
  if p_asked_by is not null then
    perform directory.note_training(p_asked_by, 'provider-contact', 'ask-training', p_service);
  end if;
end $$;

-- No reason is asked for. Returns the state that it is in: a second click finds what the first one did.
create function directory.answer_training(p_request uuid, p_accepts boolean, p_organisation uuid, p_account uuid, p_on date) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_request directory.training_request;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  select * into v_request from directory.training_request where id = p_request and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such request.' using errcode = 'no_data_found', constraint = 'training_request_unknown';
  end if;
  -- What was accepted can be declined while nothing is planned.
  if v_request.state = 'sent' or v_request.state = 'accepted' and not p_accepts then
    update directory.training_request
    set state = case when p_accepts then 'accepted' else 'declined' end, answered_on = coalesce(answered_on, p_on), closed_on = case when p_accepts then null else p_on end
    where id = p_request returning * into v_request;
    perform directory.note_training(p_organisation, 'trainer', case when p_accepts then 'accept-training' else 'decline-training' end, v_request.service_id);
  end if;
  return v_request.state;
end $$;

-- Says when and where. For a request with a budget it is paid, whatever is said here. Without a request nobody at the service asked: only
-- whoever runs the directory writes that down.
create function directory.plan_training(
  p_id uuid, p_request uuid, p_service uuid, p_held_on date, p_starts smallint, p_minutes smallint, p_mode text, p_place bytea, p_topics text[], p_paid boolean,
  p_organisation uuid, p_account uuid, p_on date)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_request directory.training_request;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  if p_request is not null then
    select * into v_request from directory.training_request where id = p_request and organisation_id = p_organisation for update;
    if not found then
      raise exception 'There is no such request.' using errcode = 'no_data_found', constraint = 'training_request_unknown';
    end if;
    if v_request.state <> 'accepted' then
      raise exception 'Only what was accepted is planned, once.' using errcode = 'check_violation', constraint = 'training_request_state';
    end if;
    update directory.training_request set state = 'scheduled' where id = p_request;
  elsif p_service is null or not pg_has_role(session_user, current_user, 'usage') then
    raise exception 'Staff and students are trained when their service or school has asked.' using errcode = 'check_violation', constraint = 'training_session_whom';
  end if;
  insert into directory.training_session (
    id, request_id, organisation_id, service_id, paid_by, is_paid, planned_on, held_on, starts, minutes, mode, place, topics)
  values (
    p_id, p_request, p_organisation, case when p_request is null then p_service else v_request.service_id end, v_request.asked_by,
    p_paid or coalesce(v_request.has_budget, false), p_on, p_held_on, p_starts, p_minutes, p_mode, p_place, p_topics);
  perform directory.note_training(p_organisation, 'trainer', 'plan-training', case when p_request is null then p_service else v_request.service_id end);
end $$;

-- Before its day. Afterwards it took place, and a tie that came of it stays.
create function directory.call_off_training(p_session uuid, p_organisation uuid, p_account uuid, p_on date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session directory.training_session;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  select * into v_session from directory.training_session where id = p_session and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such session.' using errcode = 'no_data_found', constraint = 'training_session_unknown';
  end if;
  if v_session.called_off_on is not null then
    return false;
  end if;
  -- By the database's own day too: else whoever says another one takes a tie away.
  if v_session.recorded_on is not null or p_on >= v_session.held_on or current_date - 1 > v_session.held_on then
    raise exception 'It took place.' using errcode = 'check_violation', constraint = 'training_session_held';
  end if;
  update directory.training_session set called_off_on = p_on, place = null where id = p_session;
  update directory.training_request set state = 'accepted' where id = v_session.request_id;
  perform directory.note_training(p_organisation, 'trainer', 'call-off-training', v_session.service_id);
  return true;
end $$;

-- How many were there, by group. False: it was written down before, and stays as it was.
create function directory.record_training(
  p_session uuid, p_front_desk smallint, p_clinical smallint, p_managers smallint, p_students smallint, p_percent smallint,
  p_organisation uuid, p_account uuid, p_on date)
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session directory.training_session;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  select * into v_session from directory.training_session where id = p_session and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such session.' using errcode = 'no_data_found', constraint = 'training_session_unknown';
  end if;
  if v_session.recorded_on is not null then
    return false;
  end if;
  if v_session.called_off_on is not null or p_on < v_session.held_on then
    raise exception 'It has not taken place.' using errcode = 'check_violation', constraint = 'training_session_held';
  end if;
  if p_front_desk + p_clinical + p_managers + p_students = 0 or p_percent > 0 and p_front_desk + p_clinical = 0 then
    raise exception 'Nobody was there.' using errcode = 'check_violation', constraint = 'training_session_heads';
  end if;
  update directory.training_session
  set recorded_on = p_on, front_desk = p_front_desk, clinical = p_clinical, managers = p_managers, students = p_students, staff_percent = p_percent
  where id = p_session;
  update directory.training_request set state = 'done', closed_on = p_on where id = v_session.request_id;
  perform directory.note_training(p_organisation, 'trainer', 'record-training', v_session.service_id);
  perform directory.say_training(v_session.service_id, p_on);
  return true;
end $$;

-- The certificate of a service, from the day of the session. Null: there is one already.
create function directory.certify_training(p_id uuid, p_session uuid, p_months int, p_organisation uuid, p_account uuid, p_on date) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session directory.training_session;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  select * into v_session from directory.training_session where id = p_session and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such session.' using errcode = 'no_data_found', constraint = 'training_session_unknown';
  end if;
  if exists (select from directory.training_certificate where training_id = p_session) then
    return null;
  end if;
  insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk, training_id)
  values (
    p_id, v_session.service_id, p_organisation, v_session.held_on, (v_session.held_on + make_interval(months => least(p_months, 24)))::date,
    coalesce(v_session.staff_percent, 0), coalesce(v_session.front_desk, 0) > 0, p_session);
  perform directory.note_training(p_organisation, 'trainer', 'certify', v_session.service_id);
  perform directory.say_training(v_session.service_id, p_on);
  return p_id;
end $$;

-- Whoever inserts one: it rests on a session, says what was counted there, nothing is certified that is not half done, and nobody certifies a
-- service of their own.
create or replace function directory.check_certificate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_session directory.training_session;
begin
  if not directory.may_approve(new.organisation_id, new.issued_on) then
    raise exception 'This organisation may not issue certificates on that day.'
      using errcode = 'check_violation', constraint = 'training_certificate_vouched';
  end if;
  if exists (
    select from directory.ties(new.service_id, new.issued_on) t where t.organisation_id = new.organisation_id and t.kind in ('runs', 'related')) then
    raise exception 'Who runs a service, or counts as one with whoever does, does not certify it.'
      using errcode = 'check_violation', constraint = 'certificate_tie';
  end if;
  select * into v_session from directory.training_session where id = new.training_id;
  if not found or v_session.recorded_on is null or v_session.called_off_on is not null or v_session.service_id is distinct from new.service_id
    or v_session.organisation_id <> new.organisation_id or v_session.held_on <> new.issued_on
    or v_session.staff_percent <> new.staff_percent or (v_session.front_desk > 0) <> new.front_desk then
    raise exception 'A certificate says what was counted at a session.' using errcode = 'check_violation', constraint = 'training_certificate_counted';
  end if;
  if new.staff_percent < 50 or not new.front_desk then
    raise exception 'At least half of the staff that people meet were there, and the front desk among them.'
      using errcode = 'check_violation', constraint = 'training_certificate_half';
  end if;
  return new;
end $$;

-- Who was paid, and by whom, is never unsaid.
create function directory.keep_training() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' or old.is_paid and not new.is_paid or old.paid_by is distinct from new.paid_by or old.service_id is distinct from new.service_id
    or old.organisation_id <> new.organisation_id or old.held_on <> new.held_on
    or old.recorded_on is not null and to_jsonb(old) - '{place,forms_before,forms_after}'::text[] <> to_jsonb(new) - '{place,forms_before,forms_after}'::text[] then
    raise exception 'What was agreed and counted stays.' using errcode = 'check_violation', constraint = 'training_session_kept';
  end if;
  return new;
end $$;
create trigger training_session_kept before update or delete on directory.training_session for each row execute function directory.keep_training();

-- The organisations that a service, or whoever runs it, paid for training: from the day on which it was agreed until 24 months after it was held.
create or replace function directory.training_ties(p_service uuid, p_on date) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  with payer as materialized (
    select (r.content #>> '{provider,organisationId}')::uuid as id from directory.revision r
    where r.service_id = p_service and r.number >= coalesce((
      select p.number from directory.service v join directory.revision p on p.id = v.published_revision_id where v.id = p_service), 0))
  select s.organisation_id
  from directory.training_session s
  where s.is_paid and s.called_off_on is null and p_on >= s.planned_on and p_on < s.held_on + interval '24 months'
    and (s.service_id = p_service or s.paid_by in (select id from payer))
  union
  -- From the yes on, before a day is set. What was only asked ties nobody, or whoever asks could silence whom they like.
  select q.organisation_id
  from directory.training_request q
  where q.has_budget and q.state = 'accepted' and p_on >= q.answered_on and p_on < q.answered_on + interval '24 months'
    and (q.service_id = p_service or q.asked_by in (select id from payer));
end $$;

-- What the public reads.

create table published.training_offer (
  id           uuid primary key,
  organisation text,              -- code of the one that offers it, where it is shown as sex worker-led by its own choice
  content      jsonb not null,
  until        date not null,     -- the first day on which it is offered no more
  paused_from  date,              -- its organisation is frozen: from this day to that one, the last included, nobody is shown it
  paused_until date
);

-- What is said of the training of a service's staff; nothing of it is in what decides about its listing.
create table published.training (
  service_id    int not null references published.service (service_id) on delete cascade,
  code          text not null,     -- of the service
  started       boolean not null,  -- less than half of the staff, or not the front desk
  organisation  text,              -- as above
  staff_percent smallint not null,
  trained_on    date not null,
  until         date not null,     -- the first day on which it is said no more
  primary key (service_id, started)
);
create index training_code on published.training (code);

create function directory.named_trainer(p_organisation uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select code from directory.organisation where id = p_organisation and public_name and public_badge
$$;

create function directory.say_training(p_service uuid, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry published.service;
  v_on date;
  v_until date;
begin
  select * into v_entry from published.service where id = p_service;
  if not found then
    return;
  end if;
  select issued_on, ends_on into v_on, v_until from directory.training_of(p_service, greatest(p_on, v_entry.checked_on, v_entry.trained_on));
  if (v_on, v_until) is distinct from (v_entry.trained_on, v_entry.trained_until) then
    update published.service set trained_on = v_on, trained_until = v_until where service_id = v_entry.service_id;
    update published.site set trained_until = v_until where service_id = v_entry.service_id;
    update published.remote_need set trained_until = v_until where service_id = v_entry.service_id;
  end if;
  delete from published.training where service_id = v_entry.service_id;
  insert into published.training (service_id, code, started, organisation, staff_percent, trained_on, until)
  select distinct on (started) v_entry.service_id, v_entry.code, started, directory.named_trainer(organisation_id), staff_percent, on_day, until
  from (
    select false as started, c.organisation_id, c.staff_percent, c.issued_on as on_day, c.ends_on as until
    from directory.training_certificate c
    where c.service_id = p_service and c.staff_percent >= 50 and c.front_desk and directory.may_approve(c.organisation_id, c.issued_on)
    union all
    select true, s.organisation_id, s.staff_percent, s.held_on, (s.held_on + interval '24 months')::date
    from directory.training_session s
    where s.service_id = p_service and s.recorded_on is not null and s.staff_percent > 0
      and not exists (select from directory.training_certificate c where c.training_id = s.id)) said
  order by started, until desc;
end $$;

create function directory.say_trainings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.say_training(new.id, coalesce((select checked_on from published.service where id = new.id), '-infinity'));
  return null;
end $$;
-- publish() ends with this.
create trigger service_training after update of state, published_revision_id on directory.service for each row execute function directory.say_trainings();

-- What an organisation offers, with or without its name, for as long as it may train.
create function directory.show_offers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation uuid := to_jsonb(new) ->> case tg_table_name when 'organisation' then 'id' else 'organisation_id' end;
  v_service uuid;
begin
  delete from published.training_offer where id in (select id from directory.training_offer where organisation_id = v_organisation);
  insert into published.training_offer (id, organisation, content, until, paused_from, paused_until)
  select f.id, directory.named_trainer(o.id), f.content, least(f.ends_on, o.vouched_until + 1, o.left_on), o.frozen_from, o.frozen_until
  from directory.training_offer f join directory.organisation o on o.id = f.organisation_id
  where o.id = v_organisation and o.kind = 'sex-worker-led' and o.vouched_until is not null and f.is_public and f.ended_on is null;
  if tg_table_name = 'organisation' then
    for v_service in
      select service_id from directory.training_session where organisation_id = v_organisation and service_id is not null
      union select service_id from directory.training_certificate where organisation_id = v_organisation
    loop
      perform directory.say_training(v_service, coalesce((select checked_on from published.service where id = v_service), '-infinity'));
    end loop;
  end if;
  return null;
end $$;
create trigger training_offer_shown after insert or update on directory.training_offer for each row execute function directory.show_offers();
create trigger organisation_offers after update of public_name, public_badge, vouched_until, frozen_from, frozen_until, left_on
  on directory.organisation for each row execute function directory.show_offers();

-- What is published already.
insert into published.training (service_id, code, started, organisation, staff_percent, trained_on, until)
select distinct on (p.service_id) p.service_id, p.code, false, directory.named_trainer(c.organisation_id), c.staff_percent, c.issued_on, c.ends_on
from published.service p join directory.training_certificate c on c.service_id = p.id
where c.staff_percent >= 50 and c.front_desk and directory.may_approve(c.organisation_id, c.issued_on)
order by p.service_id, c.ends_on desc;

-- Words of requests and places of sessions go 90 days after it was closed, and a year after it was sent at the latest.
create function directory.forget_training(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_gone int;
begin
  update directory.training_request set words = null
  where words is not null and (closed_on + 90 <= p_on or sent_on + interval '12 months' <= p_on);
  get diagnostics v_gone = row_count;
  update directory.training_session set place = null where place is not null and held_on + 90 <= p_on;
  return v_gone;
end $$;

-- What waits: requests to answer and to plan, sessions to come and to count, certificates that end: six months before, two months before, over.
create or replace function directory.desk_of_training(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case q.state when 'sent' then 'training-asked' else 'training-accepted' end,
    q.service_id, case when q.service_id is null then q.organisation_id end, coalesce(q.answered_on, q.sent_on), null::date
  from directory.training_request q
  where q.organisation_id = p_organisation and q.state in ('sent', 'accepted')
  union all
  select case when s.held_on <= p_on then 'training-held' else 'training-planned' end,
    s.service_id, case when s.service_id is null then s.organisation_id end, s.planned_on, s.held_on
  from directory.training_session s
  where s.recorded_on is null and s.called_off_on is null
    and (s.organisation_id = p_organisation or s.paid_by = p_organisation and s.held_on > p_on)
  union all
  select case when p_on >= c.ends_on then 'certificate-over' when p_on >= c.ends_on - interval '2 months' then 'certificate-soon' else 'certificate-later' end,
    c.service_id, null, (c.ends_on - interval '6 months')::date, c.ends_on
  from (
    select distinct on (t.service_id) t.service_id, t.organisation_id, t.ends_on
    from directory.training_certificate t
    where t.staff_percent >= 50 and t.front_desk order by t.service_id, t.ends_on desc) c
  join directory.service v on v.id = c.service_id
  where p_on >= c.ends_on - interval '6 months' and p_on < c.ends_on + 60
    and v.state in ('provisional', 'own', 'listed')
    and (c.organisation_id = p_organisation or directory.runs(p_organisation, c.service_id))
$$;
