-- What an educator gets: a teaching record, which gives no badge to any service. And what those who were there say, before and after: without who,
-- kept by year alone.

create table directory.teaching_record (
  id              uuid primary key,
  training_id     uuid not null constraint teaching_record_training unique references directory.training_session on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  words           bytea not null,     -- school, course, year group, goals; sealed
  hours           smallint not null check (hours between 1 and 500),
  repeats_yearly  boolean not null,
  peers_paid      boolean not null,
  issued_on       date not null,
  ends_on         date not null,      -- the first day on which it says nothing any more
  constraint teaching_record_length check (ends_on > issued_on and ends_on <= issued_on + interval '24 months')
);

create table directory.training_outcome (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,   -- who trained
  year            smallint not null,
  phase           text not null check (phase in ('before', 'after')),
  said            smallint[] not null check (cardinality(said) = 4 and 1 <= all (said) and 3 >= all (said)),
  nonce           bytea not null constraint training_outcome_nonce unique                -- of the form: it is sent once
);
create index training_outcome_year on directory.training_outcome (organisation_id, year);

-- Of a session with students that took place, for a school that asked. Null: there is one already.
create function directory.note_teaching(
  p_id uuid, p_training uuid, p_words bytea, p_hours smallint, p_repeats boolean, p_paid boolean, p_months int, p_organisation uuid, p_account uuid, p_on date)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_training directory.training_session;
begin
  perform directory.require_trainer(p_organisation, p_account, p_on);
  select * into v_training from directory.training_session where id = p_training and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such session.' using errcode = 'no_data_found', constraint = 'training_session_unknown';
  end if;
  if v_training.recorded_on is null or v_training.service_id is not null or v_training.students = 0 then
    raise exception 'A teaching record says what students were taught.' using errcode = 'check_violation', constraint = 'teaching_record_students';
  end if;
  if exists (select from directory.teaching_record where training_id = p_training) then
    return null;
  end if;
  if p_on >= v_training.held_on + make_interval(months => least(p_months, 24)) then
    raise exception 'That was too long ago.' using errcode = 'check_violation', constraint = 'teaching_record_over';
  end if;
  insert into directory.teaching_record (id, training_id, organisation_id, words, hours, repeats_yearly, peers_paid, issued_on, ends_on)
  values (
    p_id, p_training, p_organisation, p_words, p_hours, p_repeats, p_paid, v_training.held_on, (v_training.held_on + make_interval(months => least(p_months, 24)))::date);
  perform directory.note_training(p_organisation, 'trainer', 'note-teaching', null);
  return p_id;
end $$;

-- From four weeks before the day until four weeks after it, and no more forms than a room holds.
create function directory.answer_outcome(p_id uuid, p_training uuid, p_phase text, p_said smallint[], p_nonce bytea, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_training directory.training_session;
  v_room int;
begin
  select * into v_training from directory.training_session where id = p_training for update;
  if not found or v_training.called_off_on is not null or p_on < v_training.held_on - 28 or p_on > v_training.held_on + 28
    or p_phase = 'after' and p_on < v_training.held_on then
    raise exception 'This form is over.' using errcode = 'check_violation', constraint = 'training_outcome_when';
  end if;
  v_room := greatest(
    coalesce(v_training.front_desk + v_training.clinical + v_training.managers + v_training.students, 0),
    coalesce((select (f.content ->> 'largestGroup')::int from directory.training_request q join directory.training_offer f on f.id = q.offer_id where q.id = v_training.request_id), 50));
  if (case p_phase when 'before' then v_training.forms_before else v_training.forms_after end) >= v_room then
    raise exception 'No more forms are taken.' using errcode = 'check_violation', constraint = 'training_outcome_full';
  end if;
  update directory.training_session
  set forms_before = forms_before + (p_phase = 'before')::int, forms_after = forms_after + (p_phase = 'after')::int where id = p_training;
  insert into directory.training_outcome (id, organisation_id, year, phase, said, nonce)
  values (p_id, v_training.organisation_id, extract(year from v_training.held_on), p_phase, p_said, p_nonce);
end $$;

-- Whole years that are over, each number rounded to five; what is under five is not there. Nobody reads the rows themselves.
create function directory.outcome_totals(p_organisation uuid, p_on date)
returns table (year int, phase text, question int, answer int, people int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.year::int, o.phase, q.question::int, q.answer::int, (round(count(*) / 5.0) * 5)::int
  from directory.training_outcome o
  cross join lateral unnest(o.said) with ordinality q (answer, question)
  where o.organisation_id = p_organisation and o.year < extract(year from p_on)
  group by o.year, o.phase, q.question, q.answer
  having count(*) >= 5
$$;

-- A teaching record goes when it has ended: it is no list of schools.
create or replace function directory.forget_training(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_gone int;
begin
  update directory.training_request set words = null
  where words is not null and (closed_on + 90 <= p_on or sent_on + interval '12 months' <= p_on);
  get diagnostics v_gone = row_count;
  update directory.training_session set place = null where place is not null and held_on + 90 <= p_on;
  delete from directory.teaching_record where ends_on + 90 <= p_on;
  return v_gone;
end $$;
