-- The councils of sex worker-led organisations: whom they admit, freeze and invite, and what they vote on. What counts is decided here, so
-- that a wrong program cannot make anybody a voice. Days come from the program, as everywhere.

alter table directory.organisation
  add fields      text[] not null default '{}',    -- of an allied one: what it knows about
  add is_guest    boolean not null default false,  -- of another country, or a network: judges only where it was invited, and has no vote
  add admitted_by uuid references directory.organisation on delete restrict,   -- who let in one that is not sex worker-led; null: the command line
  add left_on     date,                            -- the first day on which it takes part no more; what it approved before stands
  add constraint organisation_fields check (
    fields <@ array['drugs', 'migration', 'trans-care', 'hiv', 'roma', 'prison', 'youth'] and (kind = 'allied' or fields = '{}')),
  add constraint organisation_guest check (not is_guest or kind = 'sex-worker-led'),
  add constraint organisation_admitted_by check (admitted_by <> id);

-- An organisation gives its word again after two years.
alter table directory.organisation_vouch drop constraint pk_organisation_vouch;
alter table directory.organisation_vouch add constraint pk_organisation_vouch primary key (organisation_id, vouched_by_id, vouched_on);

create table directory.admission (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,
  proposed_by     uuid not null references directory.organisation on delete restrict,
  proposed_on     date not null,
  ended_on        date,
  outcome         text check (outcome in ('admitted', 'refused')),
  constraint admission_ended check ((ended_on is null) = (outcome is null))
);
create unique index admission_once on directory.admission (organisation_id) where ended_on is null;

create table directory.motion (
  id              uuid primary key,
  kind            text not null check (kind in (
    'admission-objection', 'freeze-prolong', 'freeze-lift', 'approvals-missing', 'related', 'unrelated', 'case', 'criteria')),
  organisation_id uuid references directory.organisation on delete restrict,   -- whom it is about; of a case, who sees it otherwise
  other_id        uuid references directory.organisation on delete restrict,   -- the other one of two
  service_id      uuid references directory.service on delete restrict,
  admission_id    uuid references directory.admission on delete restrict,
  condition       text check (condition in ('deciding', 'speaking', 'staff', 'unregistered')),   -- which one is said not to be met
  since           date,            -- from when approvals are missing
  until           date,            -- until when a freeze lasts
  asked_by       uuid not null references directory.organisation on delete restrict,
  asked_on       date not null,
  closes_on       date not null,
  reason          text not null check (char_length(reason) between 1 and 500),
  decided_on      date,
  outcome         text check (outcome in ('carried', 'lost')),
  constraint motion_decided check ((decided_on is null) = (outcome is null)),
  constraint motion_time check (closes_on between asked_on + 3 and asked_on + case when kind in ('freeze-prolong', 'freeze-lift') then 14 else 30 end),
  constraint motion_about check (case kind
    when 'admission-objection' then num_nonnulls(organisation_id, admission_id, condition) = 3
    when 'freeze-prolong' then num_nonnulls(organisation_id, until) = 2 and until between closes_on and closes_on + 183
    when 'freeze-lift' then organisation_id is not null
    when 'approvals-missing' then num_nonnulls(organisation_id, since) = 2 and since <= asked_on
    when 'case' then num_nonnulls(organisation_id, service_id) = 2
    when 'criteria' then num_nonnulls(organisation_id, other_id, service_id) = 0
    else num_nonnulls(organisation_id, other_id) = 2 and organisation_id <> other_id end)
);
create unique index motion_objection_once on directory.motion (admission_id) where admission_id is not null;
create index motion_open on directory.motion (closes_on) where decided_on is null;

create table directory.motion_vote (
  motion_id       uuid not null references directory.motion on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  yes             boolean not null,
  voted_on        date not null,
  primary key (motion_id, organisation_id)
);

-- One organisation asks that another be frozen; a second one within 14 days does it.
create table directory.freeze_voice (
  organisation_id uuid not null references directory.organisation on delete restrict,
  voiced_by       uuid not null references directory.organisation on delete restrict,
  voiced_on       date not null,
  froze_on        date,            -- when it took effect
  primary key (organisation_id, voiced_by, voiced_on)
);

-- A guest judges one service, or gives its word for one organisation.
create table directory.guest_seat (
  id              uuid primary key,
  organisation_id uuid not null references directory.organisation on delete restrict,
  service_id      uuid references directory.service on delete restrict,
  candidate_id    uuid references directory.organisation on delete restrict,
  invited_by      uuid not null references directory.organisation on delete restrict,
  invited_on      date not null,
  ends_on         date not null,
  constraint guest_seat_one check (num_nonnulls(service_id, candidate_id) = 1),
  constraint guest_seat_time check (ends_on > invited_on and ends_on <= invited_on + interval '6 months')
);
create index guest_seat_service on directory.guest_seat (service_id);

-- Days on which an organisation's approvals do not count, by a vote.
create table directory.approval_missing (
  organisation_id uuid not null references directory.organisation on delete restrict,
  motion_id       uuid not null references directory.motion on delete restrict,
  since           date not null,
  until           date not null,
  primary key (organisation_id, motion_id),
  constraint approval_missing_order check (since <= until)
);

-- Sex worker-led, vouched for, not frozen and still here on a day, which no vote took away.
create function directory.has_voice(p_organisation uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select exists (
    select from directory.organisation
    where id = p_organisation and kind = 'sex-worker-led' and vouched_until >= p_on
      and not coalesce(p_on between frozen_from and frozen_until, false)
      and (left_on is null or p_on < left_on)
      and not exists (select from directory.approval_missing m where m.organisation_id = p_organisation and p_on between m.since and m.until)));
end $$;

-- The same, and no guest: of everything that is not about one service or one admission.
create or replace function directory.may_approve(p_organisation uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select directory.has_voice(p_organisation, p_on) and not (select is_guest from directory.organisation where id = p_organisation));
end $$;

-- Whether an organisation may judge a service on a day: a guest only where it was invited.
create function directory.may_judge(p_organisation uuid, p_service uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select directory.may_approve(p_organisation, p_on) or directory.has_voice(p_organisation, p_on) and exists (
    select from directory.guest_seat where organisation_id = p_organisation and service_id = p_service and p_on between invited_on and ends_on));
end $$;

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
    where a.organisation_id = any (directory.tied(r.id))) then
    raise exception 'Whoever runs a service cannot check it.' using errcode = 'check_violation', constraint = 'fact_check_tie';
  end if;
  return null;
end $$;

-- Each council by the first of those that count as one, without the organisations that are named.
create function directory.councils(p_on date, p_without uuid[]) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct (directory.family(id))[1]), '{}')
  from directory.organisation where directory.may_approve(id, p_on) and id <> all (p_without)
$$;

-- Who does not vote on a motion: whom it is about, and all that count as one with them. Of a case, both sides and who runs the service.
create function directory.motion_concerns(p_motion uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct member), '{}')
  from directory.motion m
  cross join lateral (
    select m.organisation_id as id union select m.other_id union select m.asked_by where m.kind = 'case'
    union select unnest(directory.tied(r.id)) from directory.revision r where r.service_id = m.service_id) concerned
  cross join lateral unnest(directory.family(concerned.id)) member
  where m.id = p_motion and concerned.id is not null
$$;

-- Two thirds of the votes cast, and at least half of the councils; of a case, the two that first say the same. Related ones are one vote: yes when
-- all of them say yes. Who was frozen or left since has none. Complete: nobody can change it any more.
create function directory.motion_result(p_motion uuid, p_on date, out yes int, out no int, out councils int, out carried boolean, out complete boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
  v_concerns uuid[] := directory.motion_concerns(p_motion);
  v_on date;
begin
  select * into v_motion from directory.motion where id = p_motion;
  v_on := least(p_on, v_motion.closes_on);
  select count(*) filter (where voice.yes), count(*) filter (where not voice.yes) into yes, no
  from (
    select bool_and(v.yes) as yes
    from directory.motion_vote v
    where v.motion_id = p_motion and v.organisation_id <> all (v_concerns)
      and directory.may_approve(v.organisation_id, v.voted_on) and directory.may_approve(v.organisation_id, v_on)
    group by directory.family(v.organisation_id)
  ) voice;
  councils := cardinality(directory.councils(v_on, v_concerns));
  if v_motion.kind = 'case' then
    carried := yes >= 2 and no < 2;
    complete := yes >= 2 or no >= 2;
  else
    carried := yes + no > 0 and 3 * yes >= 2 * (yes + no) and 2 * (yes + no) >= councils;
    complete := yes + no >= councils and councils > 0;
  end if;
end $$;

-- On which day each council gave its word for an admission, the first at the top; all that count as one are one.
create function directory.admission_voices(p_admission uuid, p_on date) returns date[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(voiced_on order by voiced_on), '{}')
  from (
    select min(v.vouched_on) as voiced_on
    from directory.admission a join directory.organisation_vouch v on v.organisation_id = a.organisation_id
    where a.id = p_admission and v.vouched_on between a.proposed_on and p_on
      and v.vouched_by_id <> all (directory.family(a.organisation_id))
      and (directory.may_approve(v.vouched_by_id, v.vouched_on) or directory.has_voice(v.vouched_by_id, v.vouched_on) and exists (
        select from directory.guest_seat s
        where s.organisation_id = v.vouched_by_id and s.candidate_id = a.organisation_id and v.vouched_on between s.invited_on and s.ends_on))
    group by directory.family(v.vouched_by_id)
  ) voices
$$;

create function directory.check_admission() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select kind from directory.organisation where id = new.organisation_id) is distinct from 'sex-worker-led' then
    raise exception 'Only a sex worker-led organisation is admitted.' using errcode = 'check_violation', constraint = 'admission_kind';
  end if;
  if not directory.may_approve(new.proposed_by, new.proposed_on) or new.proposed_by = any (directory.family(new.organisation_id)) then
    raise exception 'An organisation that may approve, and is not related to it, proposes it.' using errcode = 'check_violation', constraint = 'admission_proposer';
  end if;
  return new;
end $$;
create trigger admission_check before insert on directory.admission for each row execute function directory.check_admission();

create function directory.check_motion() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_admission directory.admission;
  v_subject directory.organisation;
begin
  if not directory.may_approve(new.asked_by, new.asked_on) then
    raise exception 'Only a council asks for a vote.' using errcode = 'check_violation', constraint = 'motion_council';
  end if;
  select * into v_subject from directory.organisation where id = new.organisation_id;
  if new.kind = 'admission-objection' then
    select * into v_admission from directory.admission where id = new.admission_id for update;
    if v_admission.ended_on is not null or v_admission.organisation_id <> new.organisation_id or new.asked_on < v_admission.proposed_on
      or new.asked_on >= (directory.admission_voices(new.admission_id, new.asked_on))[2] + 14 then
      raise exception 'The time for objections is over.' using errcode = 'check_violation', constraint = 'motion_objection';
    end if;
  elsif new.kind in ('freeze-prolong', 'freeze-lift') and not coalesce(new.asked_on between v_subject.frozen_from and v_subject.frozen_until, false) then
    raise exception 'It is not frozen.' using errcode = 'check_violation', constraint = 'motion_frozen';
  elsif new.kind in ('related', 'unrelated') and (new.kind = 'unrelated') <> exists (
    select from directory.organisation_relation
    where organisation_id = least(new.organisation_id, new.other_id) and related_id = greatest(new.organisation_id, new.other_id)) then
    raise exception 'It is so already.' using errcode = 'check_violation', constraint = 'motion_relation';
  end if;
  return new;
end $$;
create trigger motion_check before insert on directory.motion for each row execute function directory.check_motion();

create function directory.check_motion_vote() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
begin
  -- Two that count as one and vote at the same moment wait for one another here.
  select * into v_motion from directory.motion where id = new.motion_id for update;
  if not found or v_motion.decided_on is not null or new.voted_on not between v_motion.asked_on and v_motion.closes_on then
    raise exception 'This vote is over.' using errcode = 'check_violation', constraint = 'motion_vote_over';
  end if;
  if not directory.may_approve(new.organisation_id, new.voted_on) then
    raise exception 'This organisation has no vote on that day.' using errcode = 'check_violation', constraint = 'motion_vote_council';
  end if;
  if new.organisation_id = any (directory.motion_concerns(new.motion_id)) then
    raise exception 'Nobody votes on what is about themselves.' using errcode = 'check_violation', constraint = 'motion_vote_concerned';
  end if;
  if exists (select from directory.motion_vote where motion_id = new.motion_id and organisation_id = any (directory.family(new.organisation_id))) then
    raise exception 'This organisation, or one that counts as one with it, has voted.' using errcode = 'unique_violation', constraint = 'motion_vote_once';
  end if;
  return new;
end $$;
create trigger motion_vote_check before insert on directory.motion_vote for each row execute function directory.check_motion_vote();

create function directory.check_guest_seat() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_country text;
  v_tied uuid[];
begin
  if not (select is_guest from directory.organisation where id = new.organisation_id) or not directory.has_voice(new.organisation_id, new.invited_on) then
    raise exception 'Only an admitted guest organisation is invited.' using errcode = 'check_violation', constraint = 'guest_seat_guest';
  end if;
  if new.service_id is not null then
    select o.country into v_country from directory.service s join directory.organisation o on o.id = s.organisation_id
    where s.id = new.service_id and s.organisation_id = new.invited_by;
    select directory.tied(r.id) into v_tied from directory.revision r where r.service_id = new.service_id order by r.number desc limit 1;
  else
    select o.country into v_country from directory.admission a join directory.organisation o on o.id = a.organisation_id
    where a.organisation_id = new.candidate_id and a.ended_on is null and a.proposed_by = new.invited_by;
    v_tied := directory.family(new.candidate_id);
  end if;
  if v_country is null then
    raise exception 'Whose entry or proposal it is invites.' using errcode = 'check_violation', constraint = 'guest_seat_keeper';
  end if;
  if new.organisation_id = any (v_tied) or new.organisation_id = any (directory.family(new.invited_by)) then
    raise exception 'A guest that is tied to them is no other voice.' using errcode = 'check_violation', constraint = 'guest_seat_tie';
  end if;
  if (select count(distinct directory.family(id)) from directory.organisation
      where country = v_country and directory.may_approve(id, new.invited_on) and id <> all (v_tied)) >= 4 then
    raise exception 'There are four untied organisations in this country.' using errcode = 'check_violation', constraint = 'guest_seat_few';
  end if;
  return new;
end $$;
create trigger guest_seat_check before insert on directory.guest_seat for each row execute function directory.check_guest_seat();

-- Whoever is frozen is signed out, whichever way it came.
create function directory.end_frozen() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from directory.ticket where account_id in (select account_id from directory.membership where organisation_id = new.id and ended_on is null);
  insert into directory.account_change (id, account_id, what, changed_on)
  select gen_random_uuid(), account_id, 'organisation', new.frozen_from
  from (select distinct account_id from directory.membership where organisation_id = new.id and ended_on is null) members;
  return null;
end $$;
create trigger organisation_frozen after update of frozen_from on directory.organisation for each row
when (new.frozen_from is not null and new.frozen_from is distinct from old.frozen_from) execute function directory.end_frozen();

alter table directory.account_change drop constraint account_change_what_check;
alter table directory.account_change add constraint account_change_what_check check (what in (
  'passphrase', 'authenticator', 'recovery-codes', 'passkey-added', 'passkey-removed', 'enrolled-again', 'roles', 'organisation'));

-- An organisation says who comes in. Of one that others let in, they invite the first coordinator. Nobody comes into one that waits for its admission.
create function directory.check_inviter() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation directory.organisation;
begin
  select * into v_organisation from directory.organisation where id = new.organisation_id;
  if new.invited_by is null then
    return new;
  end if;
  if v_organisation.kind = 'sex-worker-led' and v_organisation.vouched_until is null or v_organisation.left_on is not null then
    raise exception 'It is not admitted.' using errcode = 'check_violation', constraint = 'invitation_admitted';
  end if;
  if new.invited_by <> new.organisation_id and (
    new.roles <> array['coordinator']
    or not directory.may_approve(new.invited_by, ((new.ends_at - interval '72 hours') at time zone 'UTC')::date)
    or exists (select from directory.membership where organisation_id = new.organisation_id)
    or not coalesce(new.invited_by = v_organisation.admitted_by, false)
    and not exists (select from directory.admission where organisation_id = new.organisation_id and proposed_by = new.invited_by and outcome = 'admitted'))
  then
    raise exception 'Only a coordinator of the organisation invites.' using errcode = 'check_violation', constraint = 'invitation_inviter';
  end if;
  return new;
end $$;
create trigger invitation_inviter before insert on directory.invitation for each row execute function directory.check_inviter();

-- Only a council lets others in. Whether it has its voice on that day is looked at when the first coordinator is invited.
create function directory.check_admitted_by() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.kind = 'sex-worker-led' or not exists (
    select from directory.organisation where id = new.admitted_by and kind = 'sex-worker-led' and vouched_until is not null and not is_guest and left_on is null) then
    raise exception 'A council lets in those that are not sex worker-led.' using errcode = 'check_violation', constraint = 'organisation_council';
  end if;
  return new;
end $$;
create trigger organisation_council before insert on directory.organisation for each row
when (new.admitted_by is not null) execute function directory.check_admitted_by();

-- Meanwhile the stricter state stands: while a case is open nobody moves an entry towards the public.
create function directory.check_case() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.state in ('own', 'provisional', 'listed') and old.state is distinct from new.state and old.state <> 'listed'
    and exists (select from directory.motion where kind = 'case' and service_id = new.id and decided_on is null) then
    raise exception 'Two organisations see this entry otherwise; others decide first.' using errcode = 'check_violation', constraint = 'service_case';
  end if;
  return new;
end $$;
create trigger service_case before update of state on directory.service for each row execute function directory.check_case();

-- Admits an organisation for 24 months: two voices, 14 days since the second one, and no objection that stands. Returns its last day.
create function directory.admit_organisation(p_admission uuid, p_on date, p_actor uuid, p_role text) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_admission directory.admission;
  v_voices date[];
  v_until date := (p_on + interval '24 months')::date;
begin
  select * into v_admission from directory.admission where id = p_admission for update;
  if not found then
    raise exception 'There is no such proposal.' using errcode = 'no_data_found', constraint = 'admission_unknown';
  end if;
  if v_admission.outcome = 'admitted' then
    return (select vouched_until from directory.organisation where id = v_admission.organisation_id);
  end if;
  v_voices := directory.admission_voices(p_admission, p_on);
  if v_admission.outcome = 'refused' then
    raise exception 'The councils did not admit it.' using errcode = 'check_violation', constraint = 'admission_refused';
  end if;
  if cardinality(v_voices) < 2 then
    raise exception 'Two organisations that may approve themselves, and are not related to it or to each other, have to vouch for it.'
      using errcode = 'check_violation', constraint = 'admission_vouched';
  end if;
  if p_on < v_voices[2] + 14 then
    raise exception 'Objections can be made for 14 days.' using errcode = 'check_violation', constraint = 'admission_wait';
  end if;
  if exists (select from directory.motion where admission_id = p_admission and outcome is distinct from 'carried') then
    raise exception 'There is an objection.' using errcode = 'check_violation', constraint = 'admission_objection';
  end if;
  update directory.organisation set vouched_until = v_until, left_on = null where id = v_admission.organisation_id;
  update directory.admission set ended_on = p_on, outcome = 'admitted' where id = p_admission;
  perform directory.date_led(v_admission.organisation_id, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id) values (p_actor, p_role, 'admit', 'organisation', v_admission.organisation_id);
  return v_until;
end $$;

-- Asks that an organisation be frozen. True: it was the second voice, and the organisation approves nothing for 14 days from this one.
create function directory.freeze_organisation(p_organisation uuid, p_by uuid, p_on date, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation directory.organisation;
  v_family uuid[] := directory.family(p_by);
begin
  select * into v_organisation from directory.organisation where id = p_organisation for no key update;
  if not found then
    raise exception 'There is no such organisation.' using errcode = 'no_data_found', constraint = 'organisation_unknown';
  end if;
  if coalesce(p_on between v_organisation.frozen_from and v_organisation.frozen_until, false) then
    return true;
  end if;
  if not directory.may_approve(p_by, p_on) or p_organisation = any (v_family) then
    raise exception 'A council that is not related to it freezes an organisation.' using errcode = 'check_violation', constraint = 'freeze_council';
  end if;
  -- Else two could keep a third out for ever, 14 days at a time. For longer there is the vote.
  if exists (
    select from directory.freeze_voice
    where organisation_id = p_organisation and voiced_by = any (v_family) and froze_on > (p_on - interval '12 months')::date) then
    raise exception 'The same organisations do not freeze it again within 12 months.' using errcode = 'check_violation', constraint = 'freeze_again';
  end if;
  insert into directory.freeze_voice (organisation_id, voiced_by, voiced_on) values (p_organisation, p_by, p_on) on conflict do nothing;
  if not exists (
    select from directory.freeze_voice v
    where v.organisation_id = p_organisation and v.froze_on is null and v.voiced_by <> all (v_family) and v.voiced_on between p_on - 14 and p_on
      and v.voiced_by <> all (directory.family(p_organisation)) and directory.may_approve(v.voiced_by, p_on)) then
    insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
    values (p_by, p_role, 'ask-freeze', 'organisation', p_organisation, p_reason);
    return false;
  end if;
  update directory.freeze_voice set froze_on = p_on where organisation_id = p_organisation and froze_on is null and voiced_on between p_on - 14 and p_on;
  update directory.organisation set frozen_from = p_on, frozen_until = p_on + 13 where id = p_organisation;
  perform directory.date_led(p_organisation, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id, reason)
  values (p_by, p_role, 'freeze', 'organisation', p_organisation, p_reason);
  return true;
end $$;

-- What was judged waits for a second opinion again, unless something newer waits.
create function directory.judge_again(p_revision uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update directory.proposal p set closed_on = null, outcome = null
  where p.revision_id = p_revision and p.outcome = 'published'
    and not exists (select from directory.proposal o where o.service_id = p.service_id and o.closed_on is null);
end $$;

-- Shows a published entry as what its approvals still make it.
create function directory.recount(p_service uuid, p_on date, p_actor uuid, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_entry published.service;
  v_service directory.service;
  v_approvals int;
  v_hidden date;
begin
  perform directory.lock_service(p_service);
  select * into v_service from directory.service where id = p_service;
  select * into v_entry from published.service where id = p_service;
  if not found or v_service.state not in ('listed', 'provisional') then
    return;
  end if;
  select approvals into v_approvals from directory.counted_approvals(v_service.published_revision_id, p_on);
  if v_approvals >= v_entry.approvals then
    return;
  end if;
  if v_approvals = 0 or directory.held_back(v_service.published_revision_id, p_on) is not null then
    -- Nobody stands by it, or as many are against it: it leaves, and waits to be judged.
    insert into published.gone (code, place_id, since)
    select v_service.code, (select place_id from published.site where service_id = v_entry.service_id order by site_id limit 1), p_on
    on conflict (code) do nothing;
    delete from published.service where id = p_service;
    update directory.service set state = 'in-review', published_revision_id = null where id = p_service;
    perform directory.judge_again(v_service.published_revision_id);
    insert into directory.event (organisation_id, role, action, subject, subject_id, to_state) values (p_actor, p_role, 'recount', 'service', p_service, 'in-review');
    return;
  end if;
  -- Six months from now for a second opinion, and never longer than it had.
  v_hidden := least(v_entry.hidden_from, (p_on + interval '6 months')::date);
  update published.service set state = 'provisional', approvals = 1, hidden_from = v_hidden, due_on = least(due_on, v_hidden) where id = p_service;
  update published.site set rank = 1, hidden_from = v_hidden, due_on = least(due_on, v_hidden) where service_id = v_entry.service_id;
  update published.remote_need set rank = 10 + rank % 10, hidden_from = v_hidden, due_on = least(due_on, v_hidden) where service_id = v_entry.service_id;
  update published.service_need set hidden_from = v_hidden where service_id = v_entry.service_id;
  update directory.service set state = 'provisional' where id = p_service;
  perform directory.judge_again(v_service.published_revision_id);
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state) values (p_actor, p_role, 'recount', 'service', p_service, 'provisional');
end $$;

-- Ends a vote whose time is over, or on which all have voted, and does what was decided. Returns how it ended.
create function directory.decide_motion(p_motion uuid, p_on date, p_actor uuid, p_role text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
  v_result record;
  v_service uuid;
  v_outcome text;
begin
  select * into v_motion from directory.motion where id = p_motion for update;
  if not found then
    raise exception 'There is no such vote.' using errcode = 'no_data_found', constraint = 'motion_unknown';
  end if;
  if v_motion.outcome is not null then
    return v_motion.outcome;
  end if;
  select * into v_result from directory.motion_result(p_motion, p_on);
  if not v_result.complete and p_on <= v_motion.closes_on then
    raise exception 'The vote is not over.' using errcode = 'check_violation', constraint = 'motion_running';
  end if;
  v_outcome := case when v_result.carried then 'carried' else 'lost' end;
  update directory.motion set decided_on = p_on, outcome = v_outcome where id = p_motion;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'decide', 'motion', p_motion, v_outcome, v_motion.kind);

  if v_motion.kind = 'admission-objection' and not v_result.carried then
    update directory.admission set ended_on = p_on, outcome = 'refused' where id = v_motion.admission_id and ended_on is null;
  elsif not v_result.carried then
    return v_outcome;
  elsif v_motion.kind = 'freeze-prolong' then
    update directory.organisation
    set frozen_from = case when frozen_until >= p_on - 1 then frozen_from else p_on end, frozen_until = greatest(v_motion.until, p_on)
    where id = v_motion.organisation_id;
    perform directory.date_led(v_motion.organisation_id, p_on);
  elsif v_motion.kind = 'freeze-lift' then
    update directory.organisation
    set (frozen_from, frozen_until) = (select case when frozen_from < p_on then frozen_from end, case when frozen_from < p_on then p_on - 1 end)
    where id = v_motion.organisation_id and frozen_until >= p_on;
    perform directory.date_led(v_motion.organisation_id, p_on);
  elsif v_motion.kind = 'approvals-missing' then
    insert into directory.approval_missing (organisation_id, motion_id, since, until) values (v_motion.organisation_id, p_motion, v_motion.since, p_on);
    for v_service in
      select s.id from directory.service s join directory.approval a on a.revision_id = s.published_revision_id
      where a.organisation_id = v_motion.organisation_id and a.approved_on between v_motion.since and p_on order by s.id
    loop
      perform directory.recount(v_service, p_on, p_actor, p_role);
    end loop;
  elsif v_motion.kind = 'related' then
    insert into directory.organisation_relation (organisation_id, related_id, reason)
    values (least(v_motion.organisation_id, v_motion.other_id), greatest(v_motion.organisation_id, v_motion.other_id), v_motion.reason) on conflict do nothing;
  elsif v_motion.kind = 'unrelated' then
    delete from directory.organisation_relation
    where organisation_id = least(v_motion.organisation_id, v_motion.other_id) and related_id = greatest(v_motion.organisation_id, v_motion.other_id);
  end if;
  return v_outcome;
end $$;

-- An organisation goes, in good standing. Its members' roles end; what it approved stands until it is checked again. False: it has left already.
create function directory.leave(p_organisation uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organisation directory.organisation;
begin
  select * into v_organisation from directory.organisation where id = p_organisation for no key update;
  if not found then
    raise exception 'There is no such organisation.' using errcode = 'no_data_found', constraint = 'organisation_unknown';
  end if;
  if v_organisation.left_on is not null then
    return false;
  end if;
  if coalesce(p_on between v_organisation.frozen_from and v_organisation.frozen_until, false) then
    raise exception 'A frozen organisation does not leave in good standing.' using errcode = 'check_violation', constraint = 'leave_frozen';
  end if;
  update directory.organisation set left_on = p_on where id = p_organisation;
  insert into directory.account_change (id, account_id, what, changed_on)
  select gen_random_uuid(), account_id, 'roles', p_on
  from (select distinct account_id from directory.membership where organisation_id = p_organisation and ended_on is null) members;
  delete from directory.ticket where account_id in (select account_id from directory.membership where organisation_id = p_organisation and ended_on is null);
  update directory.membership set ended_on = greatest(since, p_on) where organisation_id = p_organisation and ended_on is null;
  update directory.invitation set withdrawn_on = p_on where organisation_id = p_organisation and used_on is null and withdrawn_on is null;
  perform directory.date_led(p_organisation, p_on);
  insert into directory.event (organisation_id, role, action, subject, subject_id) values (p_organisation, p_role, 'leave', 'organisation', p_organisation);
  return true;
end $$;
