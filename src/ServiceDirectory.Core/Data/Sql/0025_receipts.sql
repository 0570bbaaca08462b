-- Receipts: a code on a letter by which a service answers without an account. The code is stored as a keyed hash, and what is written on
-- either side is sealed with the key of the month, which is in no database: when its time is over, the key is destroyed. Reading changes no row.

create table directory.receipt (
  id            uuid primary key,
  code_hash     bytea not null constraint receipt_code unique check (octet_length(code_hash) = 32),
  suspension_id uuid not null references directory.suspension on delete restrict,
  made_on       date not null,
  ends_on       date not null,       -- the first day on which the code opens nothing
  constraint receipt_suspension unique (suspension_id),
  constraint receipt_length check (ends_on > made_on and ends_on <= made_on + interval '12 months')
);

create table directory.receipt_text (
  id              uuid primary key,
  receipt_id      uuid not null references directory.receipt on delete cascade,
  kind            text not null check (kind in ('answer', 'appeal', 'reply')),
  organisation_id uuid references directory.organisation on delete restrict,   -- a reply's
  month           text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),  -- whose key seals the words
  words           bytea not null,
  nonce           bytea constraint receipt_text_nonce unique,                  -- of the form: it is sent once
  written_on      date not null,
  constraint receipt_text_side check ((organisation_id is null) = (kind <> 'reply') and (nonce is null) = (kind = 'reply'))
);
create index receipt_text_receipt on directory.receipt_text (receipt_id);
create unique index receipt_text_appeal on directory.receipt_text (receipt_id) where kind = 'appeal';

-- One for each suspension, to a panel of two organisations that had no part in it.
create table directory.appeal (
  suspension_id uuid primary key references directory.suspension on delete restrict,
  asked_on      date not null,
  outcome       text check (outcome in ('upheld', 'overturned')),
  decided_on    date,
  constraint appeal_decided check ((outcome is null) = (decided_on is null))
);

create table directory.appeal_word (
  id              bigint generated always as identity primary key,
  suspension_id   uuid not null references directory.appeal on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  word            text not null check (word in ('uphold', 'overturn')),
  reasons         bytea not null,    -- sealed
  given_on        date not null
);
create index appeal_word_suspension on directory.appeal_word (suspension_id);

-- Closing says when, as far as anything knows.
create or replace function directory.close_suspension() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.suspension set
    outcome = case new.state when 'removed' then 'removed' else 'republished' end,
    ended_on = (select checked_on from published.service where id = new.id)
  where service_id = new.id and outcome is null;
  return null;
end $$;

-- A letter has a code as long as there is something to answer; a new one takes the place of one that nobody has used.
create function directory.check_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.suspension where id = new.suspension_id and outcome is null and suspended_on <= new.made_on) then
    raise exception 'There is nothing to answer.' using errcode = 'check_violation', constraint = 'receipt_suspension';
  end if;
  return new;
end $$;
create trigger check_receipt before insert on directory.receipt for each row execute function directory.check_receipt();

create function directory.check_receipt_text() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_receipt directory.receipt;
  v_suspension directory.suspension;
begin
  select * into v_receipt from directory.receipt where id = new.receipt_id for update;
  select * into v_suspension from directory.suspension where id = v_receipt.suspension_id;
  if new.written_on < v_receipt.made_on or new.written_on >= v_receipt.ends_on then
    raise exception 'This code opens nothing any more.' using errcode = 'check_violation', constraint = 'receipt_over';
  end if;
  if new.kind = 'appeal' then
    -- From the day on which the letter was sent; before that nobody has it.
    if v_suspension.outcome is not null or v_suspension.letter_sent_on is null or new.written_on > v_suspension.letter_sent_on + 30 then
      raise exception 'It is too late for an appeal, or there is nothing to appeal against.' using errcode = 'check_violation', constraint = 'appeal_when';
    end if;
    insert into directory.appeal (suspension_id, asked_on) values (v_suspension.id, new.written_on);
  end if;
  return new;
end $$;
create trigger check_receipt_text before insert on directory.receipt_text for each row execute function directory.check_receipt_text();

-- Who has had a part in a suspension, and all that count as one with them.
create function directory.suspension_involved(p_suspension uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct member), '{}')
  from (
    select organisation_id from directory.suspension where id = p_suspension and organisation_id is not null
    union select organisation_id from directory.suspension_word where suspension_id = p_suspension
    union select r.organisation_id from directory.suspension_request r join directory.suspension s using (service_id) where s.id = p_suspension) part
  cross join lateral unnest(directory.family(part.organisation_id)) member
$$;

-- A member of the panel says what it finds, with reasons. Two that do not count as one, and had no part in it, decide.
create function directory.judge_appeal(
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
    or p_organisation = any (directory.suspension_involved(p_suspension))
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
    where suspension_id = p_suspension order by organisation_id, id desc) newest
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

-- Takes away what is over: a year after it was made, 90 days after what it is about was closed. Codes and words go, the case stays.
create function directory.forget_receipts(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_gone int;
begin
  delete from directory.receipt r using directory.suspension s
  where s.id = r.suspension_id and (r.ends_on <= p_on or s.ended_on + 90 <= p_on);
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;
