-- What people without an account write: that a promise was not kept, that something is wrong or was good, what is missing. Words are sealed
-- with the key of the month in which they end, which is in no database. Only the functions below write, and none of them changes what is
-- published but the one by which a reviewer finds one of the four serious kinds possible.

create table directory.message (
  id            uuid primary key,
  kind          text not null check (kind in ('promise', 'details', 'good', 'else', 'service', 'correction', 'missing')),
  service_id    uuid references directory.service on delete restrict,   -- null: of a place that is not listed, or a suggestion
  criterion     int,                                                    -- the promise that was not kept
  place_id      int,                                                    -- GeoNames id of a town, for what is missing there
  month         text check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),      -- whose key seals what follows
  named         bytea,                                                  -- sealed: which place or service, where it is not listed
  words         bytea,                                                  -- sealed
  sent_on       date not null,
  ends_on       date not null,                                          -- the first day on which it is gone
  held          boolean not null,                                       -- came with so many others that it waits apart
  copies        int not null default 1 check (copies >= 1),             -- how many alike came that day while they were held
  fold          bytea,                                                  -- by which those are known; of that day only
  nonce         bytea not null constraint message_nonce unique,         -- of the form: it is sent once
  finding       text check (finding in ('possible', 'not-possible')),
  judged_by     uuid references directory.organisation on delete restrict,
  judged_on     date,
  told          boolean not null default false,   -- whoever runs it was told of it, in other words
  suspension_id uuid references directory.suspension on delete restrict,
  outcome       text check (outcome in ('heard', 'not-possible', 'checked', 'suspended', 'told', 'corrected', 'written')),
  closed_on     date,
  constraint message_judged check ((finding is null) = (judged_by is null) and (finding is null) = (judged_on is null)),
  constraint message_closed check ((outcome is null) = (closed_on is null)),
  constraint message_promise check ((criterion is not null) = (kind = 'promise')),
  constraint message_sealed check ((month is not null) = (named is not null or words is not null)),
  constraint message_length check (octet_length(words) <= 2100 and octet_length(named) <= 700),
  constraint message_ends check (ends_on > sent_on and ends_on <= sent_on + interval '12 months')
);
create index message_service on directory.message (service_id, sent_on);
create index message_ends_on on directory.message (ends_on);
create index message_held on directory.message (sent_on) where held;
create index message_day on directory.message (sent_on, service_id);

-- Who said of themselves that they have a tie to what one is about, where that is no entry.
create table directory.message_tie (
  message_id uuid not null references directory.message on delete cascade,
  account_id uuid not null references directory.account on delete restrict,
  primary key (message_id, account_id)
);

-- All that remains of one.
create table directory.message_past (
  id         uuid primary key default gen_random_uuid(),
  service_id uuid references directory.service on delete restrict,
  kind       text not null,
  criterion  int,
  month      text not null,
  copies     int not null,
  outcome    text             -- null: nobody closed it
);

-- What whoever runs a service is told, in other words, and what they say to it.
create table directory.theme (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  criterion       int not null,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  words           bytea not null,    -- sealed
  told_on         date not null,
  answer          bytea,             -- sealed
  answered_on     date,
  constraint theme_answered check ((answer is null) = (answered_on is null))
);
create index theme_service on directory.theme (service_id);

-- A code opens the letter of a suspension, or a message.
alter table directory.receipt add column message_id uuid constraint receipt_message unique references directory.message on delete cascade;
alter table directory.receipt add constraint receipt_about check (num_nonnulls(suspension_id, message_id) = 1);

-- Which promises a service is taken off for at once.
create function directory.suspends_at_once(p_criterion int) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select (c ->> 'suspendsAtOnce')::boolean
    from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
    where v.version = directory.newest_criteria() and (c ->> 'id')::int = p_criterion), false)
$$;

-- The day after so many working days: Monday to Friday.
create function directory.after_working_days(p_from date, p_days int) returns date
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select day::date
  from generate_series(p_from + 1, p_from + 2 * p_days + 4, interval '1 day') day
  where extract(isodow from day) < 6 order by day offset p_days - 1 limit 1
$$;

-- Keeps one. While many come at once they are held: alike ones of a day become one, and where very many are held only how many there were of
-- each kind is kept, which whoever sends is told. The form takes every one. Returns kept, held, folded, full or repeat.
create function directory.send_message(
  p_id uuid, p_kind text, p_service uuid, p_criterion int, p_place int, p_month text, p_named bytea, p_words bytea,
  p_fold bytea, p_nonce bytea, p_receipt uuid, p_code bytea, p_on date, p_crowded boolean)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_day constant int := 20;           -- of one service on one day, before they are held
  c_held constant int := 200;         -- held of one service on one day with their words
  c_held_at_all constant int := 5000; -- held of all; a service with fewer than three of a day is still heard then
  v_today int;
  v_held boolean;
  v_ends date := (p_on + interval '12 months')::date;
begin
  if exists (select from directory.message where nonce = p_nonce) then
    return 'repeat';
  end if;
  -- Also of one that is off every page: whoever was there tells of the same service, and whoever has a tie to it does not read that.
  if p_service is not null and (p_kind not in ('promise', 'details', 'good', 'else') or not exists (select from published.service where id = p_service)
    and not exists (select from directory.service s join published.gone g on g.code = s.code where s.id = p_service)) then
    raise exception 'There is no such service.' using errcode = 'no_data_found', constraint = 'message_service';
  end if;
  if p_criterion is not null and not exists (
    select from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
    where v.version = directory.newest_criteria() and (c ->> 'id')::int = p_criterion) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'message_promise';
  end if;
  -- One after another for each service, so that they are counted.
  perform pg_advisory_xact_lock(hashtext('message'), hashtext(coalesce(p_service::text, 'none')));
  -- Praise apart: whoever praises themselves leaves the room of others as it is.
  select count(*) into v_today from directory.message
  where service_id is not distinct from p_service and sent_on = p_on and (kind = 'good') = (p_kind = 'good');
  -- The first of a day are heard, whatever goes on elsewhere.
  v_held := v_today >= c_day or p_crowded and v_today >= 3;
  if v_held then
    update directory.message set copies = copies + 1
    where service_id is not distinct from p_service and sent_on = p_on and held and fold = p_fold;
    if found then
      return 'folded';
    end if;
    if v_today >= c_day + c_held * (case when p_service is null then 5 else 1 end)
      or v_today >= 3 and (select count(*) from directory.message where sent_on = p_on and held) >= c_held_at_all then
      update directory.message set copies = copies + 1
      where service_id is not distinct from p_service and sent_on = p_on and held and words is null and named is null and kind = p_kind and criterion is not distinct from p_criterion;
      if not found then
        insert into directory.message (id, kind, service_id, criterion, sent_on, ends_on, held, nonce)
        values (p_id, p_kind, p_service, p_criterion, p_on, v_ends, true, p_nonce);
      end if;
      return 'full';
    end if;
  end if;
  -- Praise asks nothing of anybody.
  insert into directory.message (id, kind, service_id, criterion, place_id, month, named, words, sent_on, ends_on, held, fold, nonce, outcome, closed_on)
  values (
    p_id, p_kind, p_service, p_criterion, p_place, p_month, p_named, p_words, p_on, case when p_kind = 'good' then p_on + 90 else v_ends end, v_held, case when v_held then p_fold end, p_nonce,
    case when p_kind = 'good' then 'heard' end, case when p_kind = 'good' then p_on end);
  insert into directory.receipt (id, code_hash, message_id, made_on, ends_on)
  select p_receipt, p_code, m.id, p_on, m.ends_on from directory.message m where m.id = p_id and p_code is not null;
  return case when v_held then 'held' else 'kept' end;
exception
  when unique_violation then
    -- Sent twice at the same moment.
    return 'repeat';
end $$;

-- Whether an organisation reads and judges what was written about a service: sex worker-led and untied, as a person too.
create function directory.may_hear(p_organisation uuid, p_account uuid, p_service uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when p_service is null then directory.may_approve(p_organisation, p_on)
    else directory.may_judge(p_organisation, p_service, p_on) and not directory.is_tied(
      (select coalesce(s.published_revision_id, (select r.id from directory.revision r where r.service_id = s.id order by r.number desc limit 1))
       from directory.service s where s.id = p_service), p_organisation, p_account, p_on) end
$$;

-- The same of one message, whatever it is about: also not for who said of themselves that they have a tie to it. Null: there is no such message.
create function directory.may_hear_message(p_message uuid, p_organisation uuid, p_account uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select directory.may_hear(p_organisation, p_account, m.service_id, p_on)
    and not exists (select from directory.message_tie t where t.message_id = m.id and t.account_id = p_account)
  from directory.message m where m.id = p_message
$$;

-- Whoever reads what was written of a service, and has a tie to it, says so: others judge then. It binds them as what they say on a review does.
create function directory.say_tie(p_service uuid, p_tie text, p_organisation uuid, p_account uuid, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_role <> 'reviewer' or p_account is null or not directory.may_hear(p_organisation, p_account, p_service, p_on) then
    raise exception 'Whoever has a tie to a service does not judge what is written about it.' using errcode = 'check_violation', constraint = 'message_tie';
  end if;
  insert into directory.declared_tie (account_id, service_id, tie, declared_on) values (p_account, p_service, p_tie, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'declare-tie', 'service', p_service);
end $$;

-- The same of a place that is not listed, or of what was suggested: nobody knows who is tied to it but they themselves.
create function directory.say_message_tie(p_id uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_role <> 'reviewer' or p_account is null or not directory.may_hear(p_organisation, p_account, null, p_on)
    or not exists (select from directory.message where id = p_id and service_id is null and ends_on > p_on) then
    raise exception 'There is no such message.' using errcode = 'no_data_found', constraint = 'message_unknown';
  end if;
  insert into directory.message_tie (message_id, account_id) values (p_id, p_account) on conflict do nothing;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'declare-tie', 'organisation', p_organisation);
end $$;

-- A reviewer finds a report possible for this service, or not. No proof is needed. One of the four serious kinds takes the service off at
-- once. Returns the finding that stands.
create function directory.judge_message(
  p_id uuid, p_finding text, p_reason bytea, p_lifts bytea, p_organisation uuid, p_account uuid, p_on date, p_role text)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_message directory.message;
begin
  select * into v_message from directory.message where id = p_id;
  if not found or v_message.ends_on <= p_on then
    raise exception 'There is no such message.' using errcode = 'no_data_found', constraint = 'message_unknown';
  end if;
  if v_message.service_id is not null then
    perform directory.lock_service(v_message.service_id);
  end if;
  select * into v_message from directory.message where id = p_id for update;
  if p_role <> 'reviewer' or p_on < v_message.sent_on or not directory.may_hear_message(p_id, p_organisation, p_account, p_on) then
    raise exception 'Whoever has a tie to a service does not judge what is written about it.' using errcode = 'check_violation', constraint = 'message_tie';
  end if;
  if v_message.finding is not null or v_message.closed_on is not null then
    return coalesce(v_message.finding, 'closed');
  end if;
  update directory.message set finding = p_finding, judged_by = p_organisation, judged_on = p_on where id = p_id;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'judge-concern', case when v_message.service_id is null then 'organisation' else 'service' end, coalesce(v_message.service_id, p_organisation), p_finding);
  if p_finding = 'possible' and v_message.kind = 'promise' and v_message.service_id is not null and directory.suspends_at_once(v_message.criterion) then
    if p_reason is null or p_lifts is null then
      raise exception 'This takes the service off: say what would lift it.' using errcode = 'check_violation', constraint = 'suspension_why';
    end if;
    if exists (select from directory.service where id = v_message.service_id and published_revision_id is not null) then
      perform directory.suspend(
        v_message.service_id, v_message.criterion, directory.newest_criteria(), p_reason, p_lifts, p_organisation, p_account, p_on, p_role, null);
    end if;
    update directory.message set suspension_id = (select id from directory.suspension where service_id = v_message.service_id and outcome is null) where id = p_id;
  end if;
  return p_finding;
end $$;

-- Ends one. Its words are kept 90 days longer, and its code opens what was answered.
create function directory.close_message(p_id uuid, p_outcome text, p_organisation uuid, p_account uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_message directory.message;
begin
  select * into v_message from directory.message where id = p_id for update;
  if not found or v_message.ends_on <= p_on then
    raise exception 'There is no such message.' using errcode = 'no_data_found', constraint = 'message_unknown';
  end if;
  if p_role <> 'reviewer' or not directory.may_hear_message(p_id, p_organisation, p_account, p_on) then
    raise exception 'Whoever has a tie to a service does not judge what is written about it.' using errcode = 'check_violation', constraint = 'message_tie';
  end if;
  if v_message.closed_on is not null then
    return false;
  end if;
  -- A promise that was not kept is judged first: nobody closes it unread.
  if v_message.kind = 'promise' and v_message.service_id is not null and v_message.finding is null then
    raise exception 'Say first whether it is possible.' using errcode = 'check_violation', constraint = 'message_unjudged';
  end if;
  update directory.message set outcome = p_outcome, closed_on = p_on, ends_on = least(ends_on, p_on + 90) where id = p_id;
  update directory.receipt set ends_on = least(ends_on, p_on + 90) where message_id = p_id;
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_organisation, p_role, 'close-concern', case when v_message.service_id is null then 'organisation' else 'service' end, coalesce(v_message.service_id, p_organisation), p_outcome);
  return true;
end $$;

-- Other words under a nearer key, once it is known when they end. Never a later one.
create function directory.reseal_message(p_id uuid, p_month text, p_named bytea, p_words bytea) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with changed as (
    update directory.message set month = p_month, named = p_named, words = p_words
    where id = p_id and p_month < month and (p_named is null) = (named is null) and (p_words is null) = (words is null) returning 1)
  select exists (select from changed)
$$;

create function directory.reseal_receipt_text(p_id uuid, p_month text, p_words bytea) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with changed as (update directory.receipt_text set month = p_month, words = p_words where id = p_id and p_month < month returning 1)
  select exists (select from changed)
$$;

-- Takes away what is over. Service, promise, month and outcome stay.
create function directory.forget_messages(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_gone int;
begin
  with gone as (delete from directory.message where ends_on <= p_on returning *)
  insert into directory.message_past (service_id, kind, criterion, month, copies, outcome)
  select service_id, kind, criterion, to_char(sent_on, 'YYYY-MM'), copies, outcome from gone;
  get diagnostics v_gone = row_count;
  -- By which alike ones are known is of one day.
  update directory.message set fold = null where fold is not null and sent_on < p_on;
  delete from directory.theme where told_on + interval '12 months' <= p_on;
  return v_gone;
end $$;

-- Codes: as before for letters, whose code now ends on a day of its own once the case is closed.
create or replace function directory.check_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_suspension directory.suspension;
begin
  if new.suspension_id is null then
    if tg_op = 'UPDATE' and (new.code_hash <> old.code_hash or new.made_on <> old.made_on or new.ends_on > old.ends_on) then
      raise exception 'A code that was given stays as it is.' using errcode = 'check_violation', constraint = 'receipt_used';
    end if;
    return new;
  end if;
  -- Locked, so that it is not marked as sent meanwhile.
  select * into v_suspension from directory.suspension where id = new.suspension_id for share;
  if tg_op = 'UPDATE' and new.code_hash = old.code_hash and new.made_on = old.made_on and new.ends_on <= old.ends_on then
    return new;
  end if;
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

create function directory.end_letter() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.receipt set ends_on = greatest(least(ends_on, new.ended_on + 90), made_on + 1) where suspension_id = new.id;
  return null;
end $$;
create trigger end_letter after insert or update of ended_on on directory.suspension
for each row when (new.ended_on is not null) execute function directory.end_letter();

-- Those that were closed before.
update directory.receipt r set ends_on = greatest(least(r.ends_on, s.ended_on + 90), r.made_on + 1)
from directory.suspension s where s.id = r.suspension_id and s.ended_on is not null;

create or replace function directory.check_receipt_text() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_receipt directory.receipt;
  v_suspension directory.suspension;
begin
  select * into v_receipt from directory.receipt where id = new.receipt_id for update;
  if new.written_on < v_receipt.made_on or new.written_on >= v_receipt.ends_on then
    raise exception 'This code opens nothing any more.' using errcode = 'check_violation', constraint = 'receipt_over';
  end if;
  -- Whoever has a code does not fill the disk with it.
  if new.kind <> 'reply' and (octet_length(new.words) > 8100
    or (select count(*) from directory.receipt_text where receipt_id = new.receipt_id and kind <> 'reply') >= 20
    or (select count(*) from directory.receipt_text where receipt_id = new.receipt_id and kind <> 'reply' and written_on = new.written_on) >= 5) then
    raise exception 'This code has been answered with often enough.' using errcode = 'check_violation', constraint = 'receipt_full';
  end if;
  if new.kind = 'appeal' then
    select * into v_suspension from directory.suspension where id = v_receipt.suspension_id;
    -- From the day on which the letter was sent; before that nobody has it.
    if not found or v_suspension.outcome is not null or v_suspension.letter_sent_on is null or new.written_on > v_suspension.letter_sent_on + 30 then
      raise exception 'It is too late for an appeal, or there is nothing to appeal against.' using errcode = 'check_violation', constraint = 'appeal_when';
    end if;
    insert into directory.appeal (suspension_id, asked_on) values (v_suspension.id, new.written_on);
  end if;
  return new;
end $$;

create or replace function directory.forget_receipts(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_gone int;
begin
  delete from directory.receipt where ends_on <= p_on;
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;

-- A suspension that a report began: whoever suspended has just found one possible that takes a service off at once.
select directory.change_once('directory.suspend(uuid, int, int, bytea, bytea, uuid, uuid, date, text, text)',
  'reason, lifts_when, suspended_on, withdrawn_before)', 'reason, lifts_when, suspended_on, withdrawn_before, cause)',
  'p_reason, p_lifts_when, p_on, v_service.withdrawn_with);',
  'p_reason, p_lifts_when, p_on, v_service.withdrawn_with, case when exists (
      select from directory.message m
      where m.service_id = p_service and m.criterion = p_criterion and m.finding = ''possible'' and m.judged_by = p_organisation and m.judged_on = p_on
        and m.suspension_id is null and m.closed_on is null and directory.suspends_at_once(m.criterion)
        -- Confirmed anew is what was written since.
        and m.sent_on >= coalesce((select max(s.suspended_on) from directory.suspension s where s.service_id = p_service), m.sent_on)) then ''concern'' else ''judgement'' end);');

-- From when a service is told: at once, or where somebody wrote of that promise before, once there are two possible reports, or after 14 days,
-- whoever took it off and why.
create function directory.letter_from(p_suspension uuid) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when s.cause = 'judgement' and not exists (
      select from directory.message m
      where m.service_id = s.service_id and m.criterion = s.criterion and m.finding is distinct from 'not-possible'
        and m.sent_on between s.suspended_on - 90 and s.suspended_on) then s.suspended_on
    else least(s.suspended_on + 14, (
      select greatest(m.judged_on, s.suspended_on) from directory.message m
      where m.service_id = s.service_id and m.criterion = s.criterion and m.finding = 'possible' and m.sent_on > s.suspended_on - 90
      order by m.judged_on, m.id offset 1 limit 1)) end
  from directory.suspension s where s.id = p_suspension
$$;

select directory.change_once('directory.mark_letter(uuid, boolean, uuid, date, text)',
  '  if p_sent and v_suspension.letter_made_on is null then',
  '  if p_on < directory.letter_from(p_suspension) then
    raise exception ''A single person must not be known by it: the letter waits for a second report, or 14 days.'' using errcode = ''check_violation'', constraint = ''letter_early'';
  end if;
  if p_sent and v_suspension.letter_made_on is null then');

-- Whoever runs a service is told in other words, and not before two reports or 14 days; of what came since they were told, so again.
create function directory.theme_from(p_service uuid, p_criterion int) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select least(min(judged_on) + 14, (array_agg(judged_on order by judged_on, id))[2])
  from directory.message
  where service_id = p_service and criterion = p_criterion and finding = 'possible'
    and not told
$$;

create function directory.check_theme() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_from date := directory.theme_from(new.service_id, new.criterion);
begin
  if not directory.may_hear(new.organisation_id, new.account_id, new.service_id, new.told_on) then
    raise exception 'Whoever has a tie to a service does not judge what is written about it.' using errcode = 'check_violation', constraint = 'message_tie';
  end if;
  if v_from is null or new.told_on < v_from then
    raise exception 'A single person must not be known by it: this waits for a second report, or 14 days.' using errcode = 'check_violation', constraint = 'theme_early';
  end if;
  return new;
end $$;
create trigger theme_check before insert on directory.theme for each row execute function directory.check_theme();

create function directory.mark_told() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.message set told = true where service_id = new.service_id and criterion = new.criterion and finding = 'possible';
  return null;
end $$;
create trigger theme_told after insert on directory.theme for each row execute function directory.mark_told();

create function directory.check_theme_answer() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.answered_on is not null then
    raise exception 'This was answered.' using errcode = 'check_violation', constraint = 'theme_answered';
  end if;
  return new;
end $$;
create trigger theme_answer before update on directory.theme for each row execute function directory.check_theme_answer();

-- The desk. First those who stand for an entry; whoever has no tie once a serious one has lain for two days, another one for three working days.
create or replace function directory.desk_of_concerns(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with waiting as materialized (
    select m.service_id, m.sent_on, m.held, m.judged_by, m.finding is null as is_new, m.kind = 'promise' and directory.suspends_at_once(m.criterion) as is_serious
    from directory.message m
    where m.service_id is not null and m.closed_on is null and m.ends_on > p_on
  ), reported as materialized (
    -- Two that were found possible within 90 days.
    select m.service_id, max(m.sent_on) as sent_on, array_agg(m.judged_on) as judged
    from directory.message m
    where m.finding = 'possible' and m.sent_on > p_on - 90 group by m.service_id having count(*) >= 2
  ), hears as materialized (
    select s.id as service_id, s.published_revision_id as revision_id
    from (select service_id from waiting union select service_id from reported) w join directory.service s on s.id = w.service_id
    where directory.may_hear(p_organisation, null, s.id, p_on)
  ), who as materialized (
    select h.service_id, coalesce(array_length(t.families, 1), 0) > 0 as is_stood_for, p_organisation = any (t.families) as stands, t.newest
    from hears h cross join lateral (
      select array_agg(member) as families, max(stood.approved_on) as newest
      from directory.standing(h.revision_id, p_on) stood cross join lateral unnest(stood.family) member) t
  ), heard as materialized (
    select w.*, directory.after_working_days(w.sent_on, 3) as by
    from waiting w join who using (service_id)
    where who.stands or not who.is_stood_for or w.judged_by = p_organisation
      or w.is_new and p_on >= case when w.is_serious then w.sent_on + 2 else directory.after_working_days(w.sent_on, 3) end
  )
  select 'concern-serious', service_id, null::uuid, min(sent_on), min(sent_on) + 2 from heard where is_serious and is_new group by service_id
  union all
  select 'concern', service_id, null, min(sent_on), min(by) from heard where not (is_serious and is_new) and not held group by service_id
  union all
  select 'concerns-held', service_id, null, min(sent_on), null from heard where held and not (is_serious and is_new) group by service_id
  union all
  -- Since anybody last judged or renewed the entry. Its public date does not move.
  select 'concern-recheck', r.service_id, null, r.sent_on, null
  from reported r join who using (service_id) join directory.service s on s.id = r.service_id
  where s.published_revision_id is not null and (select count(*) from unnest(r.judged) judged where who.newest is null or judged >= who.newest) >= 2
  union all
  -- Whoever runs a service is told, and whoever told them reads what they say to it.
  select 'theme-told', t.service_id, null, min(t.told_on), null
  from directory.theme t where t.answered_on is null and t.told_on > p_on - 90 and directory.runs(p_organisation, t.service_id) group by t.service_id
  union all
  select 'theme-answered', t.service_id, null, max(t.answered_on), null
  from directory.theme t where t.organisation_id = p_organisation and t.answered_on > p_on - 14 group by t.service_id
  union all
  select 'unlisted', null, p_organisation, min(m.sent_on), min(directory.after_working_days(m.sent_on, 3))
  from directory.message m
  where m.service_id is null and m.kind in ('promise', 'details', 'else', 'good') and m.closed_on is null and m.ends_on > p_on and directory.may_approve(p_organisation, p_on)
  having count(*) > 0
  union all
  select 'suggestion', null, p_organisation, min(m.sent_on), null
  from directory.message m
  where m.kind in ('service', 'correction', 'missing') and m.closed_on is null and m.ends_on > p_on and directory.may_approve(p_organisation, p_on)
  having count(*) > 0
$$;

select directory.change_once('directory.desk(uuid, date, int[])',
  'select ''letter'', h.service_id, null, h.suspended_on, h.suspended_on + case when extract(isodow from h.suspended_on) in (1, 2) then 3 when extract(isodow from h.suspended_on) = 6 then 4 when extract(isodow from h.suspended_on) = 7 then 3 else 5 end',
  'select ''letter'', h.service_id, null, directory.letter_from(h.id), directory.after_working_days(directory.letter_from(h.id), 3)',
  'and h.letter_sent_on is null',
  'and h.letter_sent_on is null and directory.letter_from(h.id) <= p_on');
