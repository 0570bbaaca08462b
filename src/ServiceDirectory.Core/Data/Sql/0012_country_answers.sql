-- Country answers: for one urgent situation in one country, a short text and the lines to call, which stand above everything else
-- when somebody has no time. A wrong number there does the most harm of all, so an answer is shown only when a second organisation,
-- which does not count as one with the first, has said yes to the very same words; it ends by its date, half a year after the older
-- yes at most, which every public query compares with the reader's clock. Then the general words are shown instead.

create table directory.country_answer (
  id              uuid primary key default gen_random_uuid(),
  country         text collate "C" not null check (country ~ '^[A-Z]{2}$'),
  situation       int not null check (situation > 0),   -- number in the catalogue
  content         jsonb not null,                       -- a text in its languages, and numbers
  organisation_id uuid not null references directory.organisation on delete restrict,
  written_on      date not null,
  approved_by     uuid references directory.organisation on delete restrict,
  approved_on     date,
  ended_by        uuid references directory.organisation on delete restrict,
  ended_on        date,
  -- What is missing makes these null, which a check would let through.
  constraint country_answer_words check (coalesce(
    jsonb_typeof(content -> 'words' -> 'in') = 'object' and content -> 'words' -> 'in' ? (content -> 'words' ->> 'original')
    and not jsonb_path_exists(content, '$.words.in.* ? (!exists(@.value) || !(@.value like_regex "^.{1,200}.{0,200}$" flag "s"))')
    and jsonb_typeof(content -> 'lines') = 'array' and jsonb_array_length(content -> 'lines') <= 5, false)),
  constraint country_answer_approved check ((approved_by is null) = (approved_on is null) and approved_by <> organisation_id and approved_on >= written_on),
  constraint country_answer_ended check ((ended_by is null) = (ended_on is null))
);

-- What the public reads of it: not whose it is.
create table published.country_answer (
  country    text collate "C",
  situation  int,
  id         uuid not null unique,
  content    jsonb not null,
  checked_on date not null,     -- the older of the two
  until      date not null,     -- the first day on which nobody reads it
  primary key (country, situation)
);

-- Writes an answer. Nobody reads it yet. Returns its id.
create function directory.write_country_answer(p_organisation uuid, p_country text, p_situation int, p_content jsonb, p_on date, p_role text)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid;
begin
  if not directory.may_approve(p_organisation, p_on) then
    raise exception 'This organisation may not write country answers on that day.' using errcode = 'check_violation', constraint = 'country_answer_vouched';
  end if;
  insert into directory.country_answer (country, situation, content, organisation_id, written_on)
  values (p_country, p_situation, p_content, p_organisation, p_on) returning id into v_id;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'write', 'country_answer', v_id);
  return v_id;
end $$;

-- A second organisation has called the numbers and says yes: the answer takes the place of the one before. Returns the first day
-- on which nobody reads it; null: somebody had approved it already.
create function directory.approve_country_answer(p_answer uuid, p_organisation uuid, p_on date, p_role text) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_answer directory.country_answer;
  v_until date;
begin
  select * into v_answer from directory.country_answer where id = p_answer for update;
  if not found then
    raise exception 'There is no such answer.' using errcode = 'no_data_found', constraint = 'country_answer_unknown';
  end if;
  if v_answer.ended_on is not null then
    raise exception 'The answer was taken back. Write it anew.' using errcode = 'check_violation', constraint = 'country_answer_over';
  end if;
  if v_answer.approved_by is not null then
    return null;
  end if;
  if not directory.may_approve(p_organisation, p_on) then
    raise exception 'This organisation may not approve country answers on that day.' using errcode = 'check_violation', constraint = 'country_answer_vouched';
  end if;
  -- Two decide, so both have to be in good standing on the day.
  if not directory.may_approve(v_answer.organisation_id, p_on) then
    raise exception 'The organisation that wrote it may not any more. Write it anew.' using errcode = 'check_violation', constraint = 'country_answer_vouched';
  end if;
  if p_organisation = any (directory.family(v_answer.organisation_id)) then
    raise exception 'Another organisation, which is not related to the first, has to approve it.'
      using errcode = 'check_violation', constraint = 'country_answer_second';
  end if;
  v_until := (v_answer.written_on + interval '6 months')::date;
  if p_on < v_answer.written_on or p_on >= v_until then
    raise exception 'The answer is too old to be approved on that day. Write it anew.' using errcode = 'check_violation', constraint = 'country_answer_over';
  end if;
  -- A number that was put right must not come back with an older answer that somebody approves late.
  if exists (
    select from published.country_answer
    where country = v_answer.country and situation = v_answer.situation and checked_on > v_answer.written_on) then
    raise exception 'A newer answer is shown. Write this one anew.' using errcode = 'check_violation', constraint = 'country_answer_over';
  end if;
  update directory.country_answer set approved_by = p_organisation, approved_on = p_on where id = p_answer;
  insert into published.country_answer (country, situation, id, content, checked_on, until)
  values (v_answer.country, v_answer.situation, v_answer.id, directory.public_part(v_answer.content), v_answer.written_on, v_until)
  on conflict (country, situation) do update
    set id = excluded.id, content = excluded.content, checked_on = excluded.checked_on, until = excluded.until;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'approve', 'country_answer', p_answer);
  return v_until;
end $$;

-- Takes an answer back at once: anybody who may write one can, as with a wrong number every minute counts. False: it had ended already.
create function directory.end_country_answer(p_answer uuid, p_organisation uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_ended date;
begin
  select ended_on into v_ended from directory.country_answer where id = p_answer for update;
  if not found then
    raise exception 'There is no such answer.' using errcode = 'no_data_found', constraint = 'country_answer_unknown';
  end if;
  if v_ended is not null then
    return false;
  end if;
  if not directory.may_approve(p_organisation, p_on) then
    raise exception 'This organisation may not end country answers on that day.' using errcode = 'check_violation', constraint = 'country_answer_vouched';
  end if;
  update directory.country_answer set ended_by = p_organisation, ended_on = p_on where id = p_answer;
  delete from published.country_answer where id = p_answer;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'end', 'country_answer', p_answer);
  return true;
end $$;
