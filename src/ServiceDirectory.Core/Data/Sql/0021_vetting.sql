-- How an entry is judged: what waits, what was found out, what each organisation found, and what stands against it. The program looks at
-- these rules first, so that it can say what to do; here they hold for whoever writes. docs/vetting.md tells how they work together.

-- The promises of one version that apply to a profile and block a listing while they are not met.
create function directory.required_criteria(p_version int, p_profile text) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg((c ->> 'id')::int order by (c ->> 'id')::int), '{}')
  from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
  where v.version = p_version and (c ->> 'required')::boolean and c -> 'profiles' ? p_profile);
end $$;

-- Those of them on which a second organisation makes a contact of its own.
create function directory.red_lines(p_version int, p_profile text) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg((c ->> 'id')::int order by (c ->> 'id')::int), '{}')
  from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
  where v.version = p_version and (c ->> 'redLine')::boolean and c -> 'profiles' ? p_profile);
end $$;

create function directory.newest_criteria() returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(version) from published.criteria
$$;

-- Whether each is a promise of the newest version. The empty list is none.
create function directory.known_criteria(p_criteria int[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_criteria <@ array(
    select (c ->> 'id')::int from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
    where v.version = directory.newest_criteria())
$$;

-- What waits: a revision that was handed in to be judged. One at a time for each service.
create table directory.proposal (
  revision_id     uuid primary key references directory.revision on delete restrict,
  service_id      uuid not null references directory.service on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,     -- null: the command line, the demo
  proposed_on     date not null,
  change          text not null check (change in ('promises', 'contact', 'daily')),
  closed_on       date,
  outcome         text check (outcome in ('published', 'withdrawn', 'returned', 'declined', 'superseded')),
  constraint proposal_closed check ((closed_on is null) = (outcome is null)),
  constraint proposal_dates check (closed_on >= proposed_on)
);
create unique index proposal_open on directory.proposal (service_id) where closed_on is null;

-- What was found out about a service, or about whoever runs it and then for all their services. It is added to and never rewritten.
create table directory.evidence (
  id              uuid primary key,
  service_id      uuid references directory.service on delete restrict,
  provider_id     uuid references directory.organisation on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  kind            text not null
    check (kind in ('document-seen', 'spoken-answer', 'test-contact', 'visit', 'community-word', 'public-source')),
  found_on        date not null,
  note            bytea not null,      -- sealed: what was found, and where it is kept; no file is uploaded
  criteria        int[] not null check (cardinality(criteria) between 1 and 40),
  constraint evidence_about check (num_nonnulls(service_id, provider_id) = 1)
);
create index evidence_service on directory.evidence (service_id);
create index evidence_provider on directory.evidence (provider_id);

-- One organisation looks at one revision, once. What it handed in stands.
create table directory.review (
  id               uuid primary key,
  revision_id      uuid not null references directory.revision on delete restrict,
  organisation_id  uuid not null references directory.organisation on delete restrict,
  account_id       uuid references directory.account on delete restrict,
  criteria_version int not null references published.criteria,
  started_on       date not null,
  handed_in_on     date,
  minutes          int check (minutes between 1 and 6000),
  tie              text check (tie in ('none', 'worked', 'funder', 'partner', 'relative', 'dispute')),   -- null: not said yet
  edition          int not null default 1,   -- one more with each save, so that nobody writes over what they have not read
  constraint review_once unique (revision_id, organisation_id),
  constraint review_dates check (handed_in_on >= started_on)
);

create table directory.verdict (
  review_id uuid not null references directory.review on delete restrict,
  criterion int not null,
  verdict   text not null check (verdict in ('met', 'not-met', 'unclear', 'not-applicable')),
  primary key (review_id, criterion)
);

-- Something that a reviewer has to know from whoever proposed a revision.
create table directory.question (
  id              uuid primary key,
  revision_id     uuid not null references directory.proposal on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  asked_on        date not null,
  asked           bytea not null,      -- sealed
  answered_on     date,
  answered_by     uuid references directory.account on delete restrict,
  answer          bytea,               -- sealed
  constraint question_answered check ((answered_on is null) = (answer is null)),
  constraint question_dates check (answered_on >= asked_on)
);
create index question_revision on directory.question (revision_id);

-- An allied organisation is asked for its word. Silence until the day stops nothing.
create table directory.word_request (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  asked_by        uuid not null references directory.organisation on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  asked_on        date not null,
  ends_on         date not null,
  constraint word_request_length check (ends_on > asked_on and ends_on <= asked_on + 7),
  constraint word_request_once unique (service_id, organisation_id, asked_on)
);

-- What it says. A written objection makes promises unclear until a reviewer has answered it in writing.
create table directory.word (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  kind            text not null check (kind in ('word', 'objection')),
  criteria        int[] not null,
  said_on         date not null,
  note            bytea not null,      -- sealed
  answered_on     date,
  answered_by     uuid references directory.organisation on delete restrict,
  answer_account  uuid references directory.account on delete restrict,
  answer          bytea,               -- sealed
  constraint word_objection check (kind = 'word' or cardinality(criteria) > 0),
  constraint word_answered check ((answered_on is null) = (answer is null) and (answered_on is null) = (answered_by is null)),
  constraint word_dates check (answered_on >= said_on)
);
create index word_service on directory.word (service_id);

-- Why a service is not listed, for reviewers and the duplicate check only; never a person.
create table directory.decline (
  id              uuid primary key,
  service_id      uuid not null references directory.service on delete restrict,
  revision_id     uuid not null references directory.revision on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  criteria        int[] not null check (cardinality(criteria) > 0),
  reason          bytea not null,      -- sealed
  decided_on      date not null,
  review_on       date not null,
  constraint decline_once unique (revision_id),
  constraint decline_length check (review_on > decided_on and review_on <= decided_on + interval '24 months')
);

alter table directory.approval add column review_id uuid references directory.review on delete restrict;

-- Ties that the software sets, all in one place: each further kind of tie is one more branch here.
create function directory.ties(p_service uuid, p_on date) returns table (organisation_id uuid, kind text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with runs (id) as (
    -- Who runs it by what is shown and by everything that was written since.
    select (r.content #>> '{provider,organisationId}')::uuid
    from directory.revision r
    where r.service_id = p_service and r.number >= coalesce((
      select p.number from directory.service s join directory.revision p on p.id = s.published_revision_id where s.id = p_service), 0)
    union
    select o.id from directory.service s join directory.organisation o on o.id = s.organisation_id
    where s.id = p_service and o.kind = 'provider'
  )
  select id, 'runs' from runs where id is not null
  union
  select member, 'related' from runs cross join lateral unnest(directory.family(runs.id)) member where runs.id is not null and member <> runs.id;
end $$;

-- People with a tie: members of whoever runs it, now or in the last 24 months.
create function directory.account_ties(p_service uuid, p_on date) returns table (account_id uuid, kind text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select distinct m.account_id, 'member'
  from directory.membership m
  where m.organisation_id in (select t.organisation_id from directory.ties(p_service, p_on) t where t.kind in ('runs', 'related'))
    and m.since <= p_on and coalesce(m.ended_on > p_on - interval '24 months', true);
end $$;

-- Everybody who cannot judge a revision on a day.
create function directory.tied(p_revision uuid, p_on date) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(distinct tied), '{}')
  from (
    select unnest(directory.tied(p_revision)) as tied
    union all
    select t.organisation_id from directory.revision r cross join lateral directory.ties(r.service_id, p_on) t where r.id = p_revision
  ) either);
end $$;

-- A person or an organisation with a tie. May add evidence, and cannot judge.
create function directory.is_tied(p_revision uuid, p_organisation uuid, p_account uuid, p_on date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select p_organisation = any (directory.tied(p_revision, p_on))
    or exists (
      select from directory.revision r cross join lateral directory.account_ties(r.service_id, p_on) t
      where r.id = p_revision and t.account_id = p_account));
end $$;

-- The required promises that a review did not find met: what stands between it and an approval.
create function directory.unmet(p_review uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(c order by c), '{}')
  from directory.review v
  join directory.revision r on r.id = v.revision_id
  cross join lateral unnest(directory.required_criteria(v.criteria_version, r.content ->> 'profile')) c
  where v.id = p_review
    and not exists (select from directory.verdict d where d.review_id = v.id and d.criterion = c and d.verdict = 'met'));
end $$;

-- Required promises to which an allied organisation objects and no reviewer has answered yet.
create function directory.objected(p_revision uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  select coalesce(array_agg(distinct c order by c), '{}')
  from directory.revision r
  join directory.word w on w.service_id = r.service_id and w.kind = 'objection' and w.answered_on is null
  cross join lateral unnest(w.criteria) c
  where r.id = p_revision and c = any (directory.required_criteria(directory.newest_criteria(), r.content ->> 'profile')));
end $$;

-- Organisations whose latest judgement of a service, up to this revision, found a required promise not met or unclear.
create function directory.objectors(p_revision uuid) returns table (organisation_id uuid, criterion int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select latest.organisation_id, c
  from directory.revision asked
  cross join lateral (
    select distinct on (v.organisation_id) v.organisation_id, v.id, v.handed_in_on
    from directory.review v join directory.revision r on r.id = v.revision_id
    where r.service_id = asked.service_id and r.number <= asked.number and v.handed_in_on is not null
    order by v.organisation_id, r.number desc
  ) latest
  cross join lateral unnest(directory.unmet(latest.id)) c
  where asked.id = p_revision and directory.may_judge(latest.organisation_id, asked.service_id, latest.handed_in_on)
    and latest.organisation_id <> all (directory.tied(p_revision, latest.handed_in_on));
end $$;

-- What keeps a revision from being shown although somebody approved it; null: nothing. Two organisations that disagree need a third;
-- where that one finds the same promise not met, two stand against one and nothing is shown.
create function directory.held_back(p_revision uuid, p_on date) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_approvals int;
begin
  if cardinality(directory.objected(p_revision)) > 0 then
    return 'objection';
  end if;
  if exists (
    select from (select distinct directory.family(organisation_id) as family, criterion from directory.objectors(p_revision)) o
    group by criterion having count(*) > 1) then
    return 'decided';
  end if;
  select approvals into v_approvals from directory.counted_approvals(p_revision, p_on);
  if v_approvals < 2 and exists (select from directory.objectors(p_revision)) then
    return 'disputed';
  end if;
  return null;
end $$;

-- The approvals of a revision that count on a day: all that count as one are one. Each rests on a review that found everything met; those
-- of before there were reviews rest on what was asked for then. Whoever found a promise not met, or counts as one with them, is not counted.
create or replace function directory.counted_approvals(p_revision uuid, p_on date, out approvals int, out first_on date, out last_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct family), min(approved_on), max(approved_on)
  from (
    select directory.family(a.organisation_id) as family, a.approved_on
    from directory.approval a
    where a.revision_id = p_revision and a.approved_on <= p_on
      and directory.may_judge(a.organisation_id, (select service_id from directory.revision where id = p_revision), a.approved_on)
      and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
      and (a.review_id is null or cardinality(directory.unmet(a.review_id)) = 0)
      and not exists (select from directory.objectors(p_revision) o where o.organisation_id = any (directory.family(a.organisation_id)))
  ) counted
$$;

create function directory.check_proposal() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_revision directory.revision;
begin
  if tg_op = 'UPDATE' then
    -- It is opened again where approvals are missing since, by a vote.
    if old.closed_on is not null and not (old.outcome = 'published' and new.outcome is null
      and exists (select from directory.service where id = new.service_id and state in ('provisional', 'in-review'))) then
      raise exception 'This was decided already.' using errcode = 'check_violation', constraint = 'proposal_over';
    end if;
    return new;
  end if;
  select * into v_revision from directory.revision where id = new.revision_id;
  perform directory.lock_service(new.service_id);
  if new.proposed_on < v_revision.written_on then
    raise exception 'It was written later than it was handed in.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  if v_revision.service_id <> new.service_id or v_revision.organisation_id <> new.organisation_id
    or exists (select from directory.revision where service_id = new.service_id and number > v_revision.number) then
    raise exception 'Handed in is the newest revision, by whoever wrote it.' using errcode = 'check_violation', constraint = 'proposal_newest';
  end if;
  if exists (select from directory.service where id = new.service_id and state in ('declined', 'removed')) then
    raise exception 'The service was ended for good.' using errcode = 'check_violation', constraint = 'publish_ended';
  end if;
  return new;
end $$;
create trigger proposal_check before insert or update on directory.proposal for each row execute function directory.check_proposal();

create function directory.check_evidence() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.known_criteria(new.criteria) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'evidence_criteria';
  end if;
  -- Whoever is looked at does not write down what was found; nor does somebody who asks for training only.
  if not exists (select from directory.organisation where id = new.organisation_id and kind in ('sex-worker-led', 'allied')) then
    raise exception 'An organisation of this kind adds no evidence.' using errcode = 'check_violation', constraint = 'evidence_kind';
  end if;
  if new.provider_id is not null and not exists (select from directory.organisation where id = new.provider_id and kind <> 'educator') then
    raise exception 'This organisation runs nothing.' using errcode = 'check_violation', constraint = 'evidence_provider';
  end if;
  return new;
end $$;
create trigger evidence_check before insert on directory.evidence for each row execute function directory.check_evidence();

create function directory.check_review() returns trigger
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
  if directory.is_tied(new.revision_id, new.organisation_id, new.account_id, v_on) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  if new.handed_in_on is not null then
    if not exists (
      select from directory.proposal where revision_id = new.revision_id and (closed_on is null or outcome = 'published')) then
      raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
    end if;
    if new.tie is distinct from 'none' then
      raise exception 'Somebody with a tie adds evidence and does not judge.' using errcode = 'check_violation', constraint = 'review_declared';
    end if;
    if exists (
      select from unnest(directory.required_criteria(new.criteria_version, v_revision.content ->> 'profile')) c
      where not exists (select from directory.verdict d where d.review_id = new.id and d.criterion = c)) then
      raise exception 'A promise has no verdict yet.' using errcode = 'check_violation', constraint = 'review_unfinished';
    end if;
  end if;
  return new;
end $$;
create trigger review_check before insert or update on directory.review for each row execute function directory.check_review();

create function directory.check_verdict() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_review directory.review;
  v_profile text;
begin
  -- Locked, so that nothing is slipped in while it is handed in.
  select * into v_review from directory.review where id = coalesce(new.review_id, old.review_id) for update;
  if v_review.handed_in_on is not null then
    raise exception 'This review was handed in. It stands.' using errcode = 'check_violation', constraint = 'review_over';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if not directory.known_criteria(array[new.criterion]) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'verdict_criterion';
  end if;
  return new;
end $$;
create trigger verdict_check before insert or update or delete on directory.verdict for each row execute function directory.check_verdict();

-- A judgement against what one organisation alone has shown takes it off until a third has decided: the stricter state stands.
create function directory.hold_disputed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
begin
  if old.handed_in_on is not null or new.handed_in_on is null then
    return null;
  end if;
  select s.* into v_service from directory.service s join directory.revision r on r.service_id = s.id where r.id = new.revision_id;
  if v_service.state not in ('provisional', 'own')
    or not exists (select from directory.objectors(new.revision_id) o where o.organisation_id = new.organisation_id) then
    return null;
  end if;
  insert into published.gone (code, place_id, since)
  select v_service.code, (
    select s.place_id from published.site s join published.service p using (service_id) where p.id = v_service.id order by s.site_id limit 1), new.handed_in_on
  on conflict (code) do nothing;
  delete from published.service where id = v_service.id;
  update directory.service set state = 'in-review', published_revision_id = null where id = v_service.id;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state)
  values (new.organisation_id, 'reviewer', 'hold', 'service', v_service.id, 'in-review');
  return null;
end $$;
create trigger hold_disputed after update on directory.review for each row execute function directory.hold_disputed();

create function directory.check_question() returns trigger
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
  if not directory.may_approve(new.organisation_id, new.asked_on)
    or directory.is_tied(new.revision_id, new.organisation_id, new.account_id, new.asked_on) then
    raise exception 'Whoever runs a service cannot judge it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  return new;
end $$;
create trigger question_check before insert or update on directory.question for each row execute function directory.check_question();

create function directory.check_word_request() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.organisation where id = new.organisation_id and kind = 'allied')
    or not directory.may_approve(new.asked_by, new.asked_on) then
    raise exception 'A reviewer asks an allied organisation for its word.' using errcode = 'check_violation', constraint = 'word_request_kind';
  end if;
  return new;
end $$;
create trigger word_request_check before insert on directory.word_request for each row execute function directory.check_word_request();

create function directory.check_word() returns trigger
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
  if not directory.may_approve(new.answered_by, new.answered_on)
    or directory.is_tied(v_newest, new.answered_by, new.answer_account, new.answered_on) then
    raise exception 'A reviewer without a tie answers.' using errcode = 'check_violation', constraint = 'word_answer';
  end if;
  return new;
end $$;
create trigger word_check before insert or update on directory.word for each row execute function directory.check_word();

create function directory.check_decline() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.lock_service(new.service_id);
  if not directory.known_criteria(new.criteria) then
    raise exception 'There is no such promise.' using errcode = 'check_violation', constraint = 'decline_criteria';
  end if;
  if not exists (select from directory.proposal where revision_id = new.revision_id and service_id = new.service_id and closed_on is null) then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  if not directory.may_approve(new.organisation_id, new.decided_on) then
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
create trigger decline_check before insert on directory.decline for each row execute function directory.check_decline();

create or replace function directory.check_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service uuid;
  v_written date;
  v_profile text;
  v_review directory.review;
  v_proposed date;
begin
  select service_id, written_on, content ->> 'profile' into v_service, v_written, v_profile from directory.revision where id = new.revision_id;
  -- Writing the row, and not only locking it, also stops a transaction whose snapshot is older than the other approval.
  update directory.service set code = code where id = v_service;
  if new.approved_on < v_written then
    raise exception 'The approval is older than what it approves.' using errcode = 'check_violation', constraint = 'approval_date';
  end if;
  if not directory.may_judge(new.organisation_id, v_service, new.approved_on) then
    raise exception 'This organisation may not approve on that day.' using errcode = 'check_violation', constraint = 'approval_vouched';
  end if;

  -- It says what a review found: of the same revision, by the same organisation, handed in, with every required promise met.
  select * into v_review from directory.review where id = new.review_id;
  if v_review.revision_id is distinct from new.revision_id or v_review.organisation_id is distinct from new.organisation_id
    or v_review.handed_in_on is null or v_review.handed_in_on > new.approved_on
    or v_review.criteria_version is distinct from new.criteria_version then
    raise exception 'An approval rests on a review of its own.' using errcode = 'check_violation', constraint = 'approval_review';
  end if;
  if cardinality(directory.unmet(v_review.id)) > 0 then
    raise exception 'A promise is not met, or nobody knows.' using errcode = 'check_violation', constraint = 'approval_unmet';
  end if;
  if directory.is_tied(new.revision_id, new.organisation_id, v_review.account_id, new.approved_on) then
    raise exception 'Whoever runs a service cannot approve it.' using errcode = 'check_violation', constraint = 'approval_tie';
  end if;
  select proposed_on into v_proposed from directory.proposal
  where revision_id = new.revision_id and (closed_on is null or outcome = 'published');
  if not found then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'review_proposal';
  end if;
  if exists (
    select from directory.approval
    where revision_id = new.revision_id and organisation_id = any (directory.family(new.organisation_id))) then
    raise exception 'This organisation, or one that counts as one with it, has approved this revision.'
      using errcode = 'check_violation', constraint = 'approval_related';
  end if;
  if exists (
    select from directory.approval a join directory.review v on v.id = a.review_id
    where a.revision_id = new.revision_id and v.account_id = v_review.account_id) then
    raise exception 'The same person has approved this revision for another organisation.'
      using errcode = 'check_violation', constraint = 'approval_person';
  end if;
  if cardinality(directory.objected(new.revision_id)) > 0 then
    raise exception 'An allied organisation objects, and nobody has answered.' using errcode = 'check_violation', constraint = 'approval_objection';
  end if;
  -- The second one has asked for itself about each red line: lately, or since this was handed in.
  if exists (select from directory.approval where revision_id = new.revision_id) and exists (
    select from unnest(directory.red_lines(new.criteria_version, v_profile)) c
    where not exists (
      select from directory.evidence e
      where e.service_id = v_service and e.organisation_id = new.organisation_id and c = any (e.criteria)
        and e.kind in ('spoken-answer', 'test-contact', 'visit')
        and e.found_on between least(new.approved_on - 60, v_proposed) and new.approved_on)) then
    raise exception 'The second organisation makes a contact of its own about each red line.'
      using errcode = 'check_violation', constraint = 'approval_contact';
  end if;
  return new;
end $$;

-- Looked at whatever road leads to the public: who publishes may have reasons of its own to need fewer approvals, and none to pass these.
create function directory.check_shown() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_held text;
begin
  if new.published_revision_id is null or (new.published_revision_id, new.state) is not distinct from (old.published_revision_id, old.state) then
    return new;
  end if;
  if exists (
    select from directory.proposal
    where revision_id = new.published_revision_id and outcome in ('withdrawn', 'returned', 'declined', 'superseded')) then
    raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'publish_closed';
  end if;
  v_held := directory.held_back(new.published_revision_id, (
    select greatest(p.checked_on, (select max(approved_on) from directory.approval where revision_id = new.published_revision_id))
    from published.service p where p.id = new.id));
  if v_held is not null then
    raise exception 'Somebody stands against it: %.', v_held using errcode = 'check_violation', constraint = 'publish_' || v_held;
  end if;
  return new;
end $$;
create trigger check_shown before update on directory.service for each row execute function directory.check_shown();

-- What two have approved waits for nobody any more.
create function directory.close_proposal() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.state = 'listed' and new.published_revision_id is not null then
    update directory.proposal p set closed_on = greatest(p.proposed_on, s.checked_on), outcome = 'published'
    from published.service s
    where s.id = new.id and p.revision_id = new.published_revision_id and p.closed_on is null;
  end if;
  return null;
end $$;
create trigger close_proposal after update on directory.service for each row execute function directory.close_proposal();

-- A service is declined only with its reasons.
create or replace function directory.move_service(p_service uuid, p_to text, p_actor uuid, p_role text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_state text;
begin
  perform directory.lock_service(p_service);
  select state into v_state from directory.service where id = p_service;
  if v_state = p_to then
    return false;
  end if;
  if v_state not in ('working', 'proposed', 'question', 'in-review')
    or p_to not in ('working', 'proposed', 'question', 'in-review', 'declined') then
    raise exception 'A service does not move from % to % this way.', v_state, p_to using errcode = 'check_violation', constraint = 'service_move';
  end if;
  if p_to = 'declined' and not exists (
    select from directory.decline d join directory.proposal p using (revision_id) where d.service_id = p_service and p.outcome = 'declined') then
    raise exception 'A service is declined with its reasons.' using errcode = 'check_violation', constraint = 'service_declined';
  end if;
  if p_to in ('proposed', 'question', 'in-review')
    and not exists (select from directory.proposal where service_id = p_service and closed_on is null) then
    raise exception 'Nobody has handed this service in.' using errcode = 'check_violation', constraint = 'service_proposal';
  end if;
  update directory.service set state = p_to where id = p_service;
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state, reason)
  values (p_actor, p_role, 'move', 'service', p_service, p_to, p_reason);
  return true;
end $$;
