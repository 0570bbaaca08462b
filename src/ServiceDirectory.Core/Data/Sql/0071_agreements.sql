-- Partnerships. What a sex worker-led organisation agreed with a service, or with another organisation: who does what is sealed, that there is
-- an agreement is public where both said so, until it ends. Money in it is a tie.

create table directory.agreement (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,   -- who wrote it: sex worker-led
  service_id      uuid references directory.service on delete restrict,
  other_id        uuid references directory.organisation on delete restrict,
  written_on      date not null,
  does            bytea not null,      -- sealed: who does what
  money           boolean not null,
  starts_on       date not null,
  ends_on         date not null,       -- the last day
  reviews_on      date not null,       -- when both look at it again
  wants_public    boolean not null,    -- the one that wrote it says that others may know
  planned         jsonb,               -- co-design (Text): how sex workers planned the service
  ran             jsonb,
  judged          jsonb,
  paid            text check (paid in ('paid', 'unpaid', 'partly')),   -- whether they were paid for that
  agreed_on       date,                -- the other one's yes
  agreed_public   boolean,             -- and whether others may know
  agreed_how      text check (agreed_how in ('contact', 'recorded')),  -- by themselves, or written down for a service that has nobody here
  refused_on      date,
  ended_on        date,                -- one of them ended it sooner: the first day on which it is no more
  constraint agreement_with check (num_nonnulls(service_id, other_id) = 1 and other_id is distinct from organisation_id),
  constraint agreement_dates check (written_on <= ends_on and starts_on < ends_on and ends_on <= (starts_on + interval '36 months')::date and reviews_on between starts_on and ends_on),
  constraint agreement_yes check (num_nonnulls(agreed_on, agreed_public, agreed_how) in (0, 3) and num_nonnulls(agreed_on, refused_on) <= 1),
  -- Nobody puts a badge on the page of others by their own word alone.
  constraint agreement_recorded check (agreed_how <> 'recorded' or not agreed_public),
  constraint agreement_design check ((paid is null) = (num_nonnulls(planned, ran, judged) = 0) and (service_id is not null or paid is null)),
  constraint agreement_ended check (ended_on >= written_on)
);
create index agreement_organisation on directory.agreement (organisation_id);
create index agreement_service on directory.agreement (service_id) where service_id is not null;
create index agreement_other on directory.agreement (other_id) where other_id is not null;

-- What anybody reads of it. Whoever did not choose to be known by name stands here without a code.
create table published.agreement (
  id           uuid primary key,
  service      text references published.service (code) on update cascade on delete cascade,   -- public code
  organisation text,          -- public code; null: a community organisation
  other        text,          -- of two organisations: the other one's code
  since        date not null,
  until        date not null, -- the first day on which nobody reads it
  paused_from  date,          -- whoever wrote it is frozen: from this day to that one, the last included, nobody reads it
  paused_until date,
  design       jsonb,         -- co-design
  constraint agreement_of check (service is not null or organisation is not null and other is not null)
);
create index agreement_of_service on published.agreement (service);

-- Who speaks for a service: whoever runs it by what is public, and before anything is, the provider whose entry it is. Narrower than its ties:
-- whoever writes that they run it is tied from there, and speaks for nobody until others have judged that.
create function directory.runs_published(p_organisation uuid, p_service uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.service s
    join directory.organisation o on o.id = p_organisation
    left join directory.revision r on r.id = s.published_revision_id
    where s.id = p_service
      and case when r.id is null then o.kind = 'provider' and o.id = s.organisation_id else o.id = (r.content #>> '{provider,organisationId}')::uuid end)
$$;

-- Whether a service has somebody here who speaks for it: a contact of the provider that runs it, or a coordinator of another organisation that does.
create function directory.has_contact(p_service uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.organisation o
    join directory.membership m on m.organisation_id = o.id and m.ended_on is null
      and m.role = case o.kind when 'provider' then 'provider-contact' else 'coordinator' end
    where directory.runs_published(o.id, p_service))
$$;

create function directory.check_agreement() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.may_approve(new.organisation_id, new.written_on) then
    raise exception 'A sex worker-led organisation with a voice makes an agreement.' using errcode = 'check_violation', constraint = 'agreement_council';
  end if;
  if new.service_id is not null and exists (
    select from directory.ties(new.service_id, new.written_on) where organisation_id = new.organisation_id and kind in ('runs', 'related')) then
    raise exception 'Nobody makes an agreement with a service of their own.' using errcode = 'check_violation', constraint = 'agreement_own';
  end if;
  if new.service_id is not null and not exists (select from directory.service where id = new.service_id and state not in ('declined', 'removed')) then
    raise exception 'There is no such entry.' using errcode = 'check_violation', constraint = 'agreement_entry';
  end if;
  if new.other_id is not null and not exists (
    select from directory.organisation where id = new.other_id and (left_on is null or new.written_on < left_on) and (kind <> 'sex-worker-led' or vouched_until is not null)) then
    raise exception 'There is no such organisation.' using errcode = 'check_violation', constraint = 'agreement_other';
  end if;
  return new;
end $$;
create trigger agreement_check before insert on directory.agreement for each row execute function directory.check_agreement();

-- Shows an agreement, or shows it no more, by what both said. Only sex worker-led organisations write one, so a name on it says what they are:
-- it stands there only of who chose the badge as well. On a service's page they stand without a name else; two organisations are not shown.
-- A provider is known by its name anyway.
create function directory.show_agreement(p_agreement uuid, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement directory.agreement;
  v_own directory.organisation;
  v_other directory.organisation;
  v_until date;
begin
  select * into v_agreement from directory.agreement where id = p_agreement;
  delete from published.agreement where id = p_agreement;
  select * into v_own from directory.organisation where id = v_agreement.organisation_id;
  select * into v_other from directory.organisation where id = v_agreement.other_id;
  v_until := least(v_agreement.ends_on + 1, v_own.vouched_until + 1, v_own.left_on);
  if not (v_agreement.wants_public and coalesce(v_agreement.agreed_public, false)) or v_agreement.ended_on is not null or v_until <= p_on then
    return;
  end if;
  if v_agreement.service_id is not null then
    insert into published.agreement (id, service, organisation, since, until, paused_from, paused_until, design)
    select p_agreement, s.code, case when v_own.public_name and v_own.public_badge then v_own.code end, v_agreement.starts_on, v_until, v_own.frozen_from, v_own.frozen_until,
      nullif(directory.public_part(jsonb_strip_nulls(jsonb_build_object(
        'planned', v_agreement.planned, 'ran', v_agreement.ran, 'judged', v_agreement.judged, 'paid', v_agreement.paid))), '{}')
    -- Of what is off every page nothing is said here either.
    from published.service s where s.id = v_agreement.service_id;
  elsif v_own.public_name and v_own.public_badge and v_other.left_on is null
    and (v_other.kind = 'provider' or v_other.public_name and (v_other.kind <> 'sex-worker-led' or v_other.public_badge)) then
    insert into published.agreement (id, organisation, other, since, until, paused_from, paused_until)
    values (p_agreement, v_own.code, v_other.code, v_agreement.starts_on, v_until, v_own.frozen_from, v_own.frozen_until);
  end if;
end $$;

-- Each says for themselves whether they are known by name, and may change their mind. What comes back to the pages comes with its agreements.
create function directory.show_agreements() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement record;
begin
  for v_agreement in select id from directory.agreement where new.id in (organisation_id, other_id, service_id) and agreed_public loop
    -- What its dates have hidden, the pages hide.
    perform directory.show_agreement(v_agreement.id, '-infinity');
  end loop;
  return null;
end $$;
create trigger organisation_agreements after update of public_name, public_badge, vouched_until, frozen_from, frozen_until, left_on on directory.organisation
for each row execute function directory.show_agreements();
-- publish() ends with this.
create trigger service_agreements after update of state, published_revision_id on directory.service
for each row execute function directory.show_agreements();

-- The other one's answer, once. Of a service: its own contact, or where it has none, what whoever wrote the agreement was told. That is never
-- public, and their own "no" is an end as any other, so that no tie is lifted by it.
create function directory.answer_agreement(p_agreement uuid, p_by uuid, p_yes boolean, p_public boolean, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement directory.agreement;
  v_how text := 'contact';
begin
  select * into v_agreement from directory.agreement where id = p_agreement for update;
  if not found then
    raise exception 'There is no such agreement.' using errcode = 'no_data_found', constraint = 'agreement_unknown';
  end if;
  if v_agreement.agreed_on is not null or v_agreement.refused_on is not null or v_agreement.ended_on is not null then
    raise exception 'It was answered.' using errcode = 'check_violation', constraint = 'agreement_answered';
  end if;
  if p_on not between v_agreement.written_on and v_agreement.ends_on then
    raise exception 'It is over.' using errcode = 'check_violation', constraint = 'agreement_over';
  end if;
  if v_agreement.service_id is not null and p_by = v_agreement.organisation_id then
    if directory.has_contact(v_agreement.service_id) then
      raise exception 'The service answers for itself.' using errcode = 'check_violation', constraint = 'agreement_contact';
    end if;
    v_how := 'recorded';
  elsif v_agreement.service_id is not null and not directory.runs_published(p_by, v_agreement.service_id)
    or v_agreement.other_id is not null and p_by is distinct from v_agreement.other_id then
    raise exception 'Only the other one answers.' using errcode = 'check_violation', constraint = 'agreement_who';
  end if;
  if p_yes then
    update directory.agreement set agreed_on = p_on, agreed_public = p_public and v_how = 'contact', agreed_how = v_how where id = p_agreement;
  elsif v_how = 'recorded' then
    update directory.agreement set ended_on = p_on where id = p_agreement;
  else
    update directory.agreement set refused_on = p_on where id = p_agreement;
  end if;
  perform directory.show_agreement(p_agreement, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state)
  values (p_by, p_role, 'answer-agreement', case when v_agreement.service_id is null then 'organisation' else 'service' end,
    coalesce(v_agreement.service_id, v_agreement.organisation_id), case when p_yes then 'agreed' else 'refused' end);
end $$;

-- Either ends it sooner.
create function directory.end_agreement(p_agreement uuid, p_by uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement directory.agreement;
begin
  select * into v_agreement from directory.agreement where id = p_agreement for update;
  if not found or p_by is distinct from v_agreement.organisation_id and p_by is distinct from v_agreement.other_id
    and not directory.runs_published(p_by, v_agreement.service_id) then
    raise exception 'There is no such agreement.' using errcode = 'no_data_found', constraint = 'agreement_unknown';
  end if;
  if v_agreement.ended_on is not null then
    return false;
  end if;
  update directory.agreement set ended_on = greatest(p_on, written_on) where id = p_agreement;
  perform directory.show_agreement(p_agreement, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_by, p_role, 'end-agreement', case when v_agreement.service_id is null then 'organisation' else 'service' end,
    coalesce(v_agreement.service_id, v_agreement.organisation_id));
  return true;
end $$;

-- Both looked at it again: the next day on which they do, not after its end.
create function directory.review_agreement(p_agreement uuid, p_by uuid, p_next date, p_on date, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement directory.agreement;
begin
  select * into v_agreement from directory.agreement where id = p_agreement for update;
  if not found or p_by is distinct from v_agreement.organisation_id or v_agreement.ended_on is not null then
    raise exception 'There is no such agreement.' using errcode = 'no_data_found', constraint = 'agreement_unknown';
  end if;
  if p_next <= p_on or p_next > v_agreement.ends_on or p_next < v_agreement.starts_on then
    raise exception 'The next day lies before its end.' using errcode = 'check_violation', constraint = 'agreement_dates';
  end if;
  update directory.agreement set reviews_on = p_next where id = p_agreement;
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_by, p_role, 'review-agreement', case when v_agreement.service_id is null then 'organisation' else 'service' end,
    coalesce(v_agreement.service_id, v_agreement.organisation_id));
end $$;

-- Money ties from the day on which the agreement was written, as whoever hopes for it is no judge either, until 24 months after its end, as
-- training that was paid for does. Only the other one's refusal ties nobody. With one service of a provider it ties to all that they run; of
-- two organisations: each to what the other one runs.
create or replace function directory.agreement_ties(p_service uuid, p_on date) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  with provider as materialized (
    select runs.id from directory.who_runs(p_service) runs (id) where runs.id is not null)
  select party.id
  from directory.agreement a
  cross join lateral (
    select a.organisation_id as id
    where a.service_id = p_service or exists (
      select from directory.who_runs(a.service_id) runs (id) join provider p on p.id = runs.id)
    union all
    -- Whoever wrote it ties itself; another one is tied by its own yes, or whoever writes could silence whom they like.
    select case when p.id = a.other_id then a.organisation_id when a.agreed_on <= p_on then a.other_id end
    from provider p
    where a.other_id is not null and p.id in (a.organisation_id, a.other_id)) party
  where party.id is not null and a.money and a.refused_on is null and a.written_on <= p_on and p_on < coalesce(a.ended_on, a.ends_on + 1) + interval '24 months';
end $$;

-- Consultation: a council asks the allied organisations of a field about a promise, or about how one would read. Answers by a day; silence
-- stops nothing.
create table directory.consultation (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,
  field           text not null check (field in ('drugs', 'migration', 'trans-care', 'hiv', 'roma', 'prison', 'youth')),
  criterion       int,
  motion_id       uuid references directory.motion on delete restrict,
  question        text not null check (char_length(question) between 1 and 500),
  asked_on        date not null,
  ends_on         date not null,
  outcome         text check (char_length(outcome) between 1 and 1000),
  closed_on       date,
  constraint consultation_about check (num_nonnulls(criterion, motion_id) = 1),
  constraint consultation_time check (ends_on between asked_on + 7 and asked_on + 60),
  constraint consultation_closed check ((closed_on is null) = (outcome is null))
);

create table directory.consultation_answer (
  consultation_id uuid not null references directory.consultation on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  answered_on     date not null,
  answer          text not null check (char_length(answer) between 1 and 1000),
  primary key (consultation_id, organisation_id)
);

create function directory.check_consultation() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.may_approve(new.organisation_id, new.asked_on) or new.closed_on is not null then
    raise exception 'A council asks.' using errcode = 'check_violation', constraint = 'consultation_council';
  end if;
  if new.criterion is not null and directory.criterion(new.criterion) is null
    or new.motion_id is not null and not exists (select from directory.motion where id = new.motion_id and kind = 'criteria' and decided_on is null) then
    raise exception 'There is no such promise, and no such vote.' using errcode = 'check_violation', constraint = 'criteria_unknown';
  end if;
  return new;
end $$;
create trigger consultation_check before insert on directory.consultation for each row execute function directory.check_consultation();

create function directory.check_consultation_outcome() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.closed_on is not null then
    raise exception 'What came of it was written.' using errcode = 'check_violation', constraint = 'consultation_over';
  end if;
  -- Before their day, only where all who were asked have spoken.
  if new.closed_on <= old.ends_on and exists (
    select from directory.organisation o
    where o.kind = 'allied' and old.field = any (o.fields) and o.left_on is null
      and not exists (select from directory.consultation_answer a where a.consultation_id = old.id and a.organisation_id = o.id)) then
    raise exception 'Others have time to answer.' using errcode = 'check_violation', constraint = 'consultation_running';
  end if;
  return new;
end $$;
create trigger consultation_outcome before update on directory.consultation for each row execute function directory.check_consultation_outcome();

create function directory.check_consultation_answer() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_asked directory.consultation;
begin
  select * into v_asked from directory.consultation where id = new.consultation_id for share;
  if not found or new.answered_on not between v_asked.asked_on and v_asked.ends_on or v_asked.closed_on is not null then
    raise exception 'This is over.' using errcode = 'check_violation', constraint = 'consultation_over';
  end if;
  if not exists (
    select from directory.organisation
    where id = new.organisation_id and kind = 'allied' and v_asked.field = any (fields) and (left_on is null or new.answered_on <= left_on)
      and not coalesce(new.answered_on between frozen_from and frozen_until, false)) then
    raise exception 'An allied organisation of this field answers.' using errcode = 'check_violation', constraint = 'consultation_field';
  end if;
  return new;
end $$;
create trigger consultation_answer_check before insert on directory.consultation_answer for each row execute function directory.check_consultation_answer();

-- As before, and agreements and consultations.
create or replace function directory.desk_of_partners(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'promise-added', p.id, null::uuid, v.made_on, p.hidden_from
  from published.criteria v
  join published.service p on p.hidden_from = v.applies_on
  join directory.service s on s.id = p.id
  where v.applies_on > p_on and p.due_on > p_on
    and (s.organisation_id = p_organisation or exists (
      select from directory.approval a
      where a.revision_id in (select unnest(directory.approved_with(s.published_revision_id))) and a.organisation_id = p_organisation))
    and directory.promises_until(s.published_revision_id, p_on) is not null
  union all
  -- The other one's yes is waited for: from the service's own people, or of whoever writes it down for them.
  select 'agreement-asked', a.service_id, case when a.service_id is null then a.organisation_id end, a.written_on, a.ends_on
  from directory.agreement a
  where a.agreed_on is null and a.refused_on is null and a.ended_on is null and a.ends_on >= p_on and (
    a.other_id = p_organisation
    or directory.runs_published(p_organisation, a.service_id) and directory.has_contact(a.service_id)
    or a.service_id is not null and a.organisation_id = p_organisation and not directory.has_contact(a.service_id))
  union all
  select 'agreement-ends', a.service_id, case when a.service_id is null then a.other_id end, null, least(a.reviews_on, a.ends_on)
  from directory.agreement a
  where a.organisation_id = p_organisation and a.agreed_on is not null and a.ended_on is null and a.ends_on >= p_on and least(a.reviews_on, a.ends_on) <= p_on + 30
  union all
  select 'consultation', null, c.organisation_id, c.asked_on, c.ends_on
  from directory.consultation c join directory.organisation o on o.id = p_organisation
  where c.closed_on is null and c.ends_on >= p_on and o.kind = 'allied' and c.field = any (o.fields)
    and not exists (select from directory.consultation_answer a where a.consultation_id = c.id and a.organisation_id = p_organisation)
  union all
  -- Their day has come: what came of it is written down.
  select 'consultation-over', null, c.organisation_id, c.ends_on, null
  from directory.consultation c
  where c.organisation_id = p_organisation and c.closed_on is null and c.ends_on < p_on
$$;
