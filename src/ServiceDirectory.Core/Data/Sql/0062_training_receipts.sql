-- A school without an account asks by a form and gets a code, by which it reads the answer and writes back.

alter table directory.receipt
  drop constraint receipt_about,
  add column training_request_id uuid constraint receipt_training unique references directory.training_request on delete restrict,
  add constraint receipt_about check (num_nonnulls(suspension_id, message_id, training_request_id) = 1);

-- Of a request by the form for everybody alone: a provider reads the answer where it is signed in.
create function directory.check_training_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.training_request where id = new.training_request_id and asked_by is null and sent_on = new.made_on) then
    raise exception 'There is nothing to read.' using errcode = 'check_violation', constraint = 'receipt_training';
  end if;
  return new;
end $$;
create trigger check_training_receipt before insert or update of code_hash, made_on on directory.receipt
for each row when (new.training_request_id is not null) execute function directory.check_training_receipt();

-- The request and its code, or neither. So many of one organisation wait at most that nobody fills its desk or the disk.
create function directory.ask_teaching(
  p_id uuid, p_offer uuid, p_has_budget boolean, p_wants_people boolean, p_month text, p_words bytea, p_nonce bytea, p_receipt uuid, p_code bytea, p_on date)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from directory.training_request where nonce = p_nonce) then
    raise exception 'This form was sent already.' using errcode = 'check_violation', constraint = 'training_request_nonce';
  end if;
  -- One after the other, so that the sum holds.
  perform pg_advisory_xact_lock(hashtextextended('directory.training_request', 0));
  if (select count(*) from directory.training_request r join directory.training_offer f using (organisation_id)
      where f.id = p_offer and r.asked_by is null and r.state = 'sent') >= 100 then
    raise exception 'So many wait that no more are taken today.' using errcode = 'check_violation', constraint = 'training_request_full';
  end if;
  perform directory.ask_training(p_id, p_offer, null, null, null, p_has_budget, p_wants_people, p_month, p_words, p_nonce, p_on);
  insert into directory.receipt (id, code_hash, training_request_id, made_on, ends_on)
  values (p_receipt, p_code, p_id, p_on, (p_on + interval '12 months')::date);
end $$;

-- The code ends 90 days after the request did.
create function directory.end_training_receipt() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.receipt set ends_on = greatest(least(ends_on, new.closed_on + 90), made_on + 1) where training_request_id = new.id;
  return null;
end $$;
create trigger training_receipt_ends after update of closed_on on directory.training_request
for each row when (new.closed_on is not null) execute function directory.end_training_receipt();

-- Other words under a nearer key, once it is known when they end. Never a later one.
create function directory.reseal_training(p_request uuid, p_month text, p_words bytea) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with changed as (update directory.training_request set month = p_month, words = p_words where id = p_request and words is not null and p_month < month returning 1)
  select exists (select from changed)
$$;
