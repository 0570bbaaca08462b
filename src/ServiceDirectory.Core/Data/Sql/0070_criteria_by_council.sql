-- The promises change by a vote of the councils, one promise at a time, and in no other way. Each version stands beside those before it, so
-- that a review is read with the words by which it was made.

alter table published.criteria
  add made_on    date,    -- when the councils decided; null: it came with the program
  add applies_on date,    -- it asks for more: what has no verdict on that is hidden from this day on; null: it asks for nothing new
  add constraint criteria_applies check (applies_on > made_on);

-- What a vote is about: how one promise would read. Words are those that people see; the rest is for whoever judges.
create table directory.criteria_change (
  motion_id    uuid primary key references directory.motion on delete restrict,
  kind         text not null check (kind in ('added', 'words', 'required', 'recommended', 'profiles')),
  criterion    int,                            -- which promise; null: a new one
  principle    int check (principle between 1 and 4),   -- of a new one: the place in the catalogue's list
  profiles     text[] not null default '{}',   -- to whom it applies then
  said         jsonb,                          -- the words, in their languages (Text)
  ask          jsonb,                          -- the question as it is put to a service (Text)
  how          text check (char_length(how) between 1 and 500),       -- how it is checked
  broken_when  text check (char_length(broken_when) between 1 and 300),
  months       int check (months between 3 and 12),     -- until what was listed before has to have a verdict on it
  version      int unique references published.criteria,   -- which the vote made
  yes          int,
  no           int,
  councils     int,
  constraint criteria_change_kind check (case kind
    when 'added' then num_nonnulls(criterion) = 0 and num_nonnulls(principle, said, ask, how, broken_when, months) = 6 and cardinality(profiles) > 0
    when 'words' then num_nonnulls(criterion, said) = 2 and num_nonnulls(principle, ask, how, broken_when, months) = 0 and profiles = '{}'
    when 'recommended' then num_nonnulls(criterion) = 1 and num_nonnulls(principle, said, ask, how, broken_when, months) = 0 and profiles = '{}'
    else num_nonnulls(criterion, months) = 2 and num_nonnulls(principle, said, ask, how, broken_when) = 0 and cardinality(profiles) > 0 end),
  constraint criteria_change_profiles check (profiles <@ array['health', 'law-advice', 'peer-line', 'basics']),
  constraint criteria_change_made check (num_nonnulls(version, yes, no, councils) in (0, 4))
);

-- One promise of the newest version; null: there is none.
create function directory.criterion(p_id int) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c
  where v.version = directory.newest_criteria() and (c ->> 'id')::int = p_id
$$;

-- Why a change could not be made of the newest version; null: it can.
create function directory.criteria_change_why(p_kind text, p_criterion int, p_profiles text[]) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now jsonb := directory.criterion(p_criterion);
begin
  if p_kind = 'added' then
    return null;
  elsif v_now is null then
    return 'criteria_unknown';
  elsif p_kind = 'required' and (v_now ->> 'required')::boolean or p_kind in ('recommended', 'profiles') and not (v_now ->> 'required')::boolean then
    return 'criteria_so';
  elsif p_kind = 'recommended' and coalesce((v_now ->> 'redLine')::boolean, false) then
    return 'criteria_red_line';
  elsif p_kind = 'profiles' and coalesce((v_now ->> 'redLine')::boolean, false) and not p_profiles @> array(select jsonb_array_elements_text(v_now -> 'profiles')) then
    -- It is taken away from no kind of service.
    return 'criteria_red_line';
  elsif p_kind = 'profiles' and p_profiles <@ array(select jsonb_array_elements_text(v_now -> 'profiles')) and p_profiles @> array(select jsonb_array_elements_text(v_now -> 'profiles')) then
    return 'criteria_so';
  end if;
  return null;
end $$;

create function directory.check_criteria_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_motion directory.motion;
  v_why text := directory.criteria_change_why(new.kind, new.criterion, new.profiles);
begin
  select * into v_motion from directory.motion where id = new.motion_id for update;
  if v_motion.kind is distinct from 'criteria' or v_motion.decided_on is not null or new.version is not null
    or exists (select from directory.motion_vote where motion_id = new.motion_id) then
    raise exception 'Each vote is about a change that stood there from its beginning.' using errcode = 'check_violation', constraint = 'criteria_motion';
  end if;
  if v_why is not null then
    raise exception 'The promises cannot be changed so: %.', v_why using errcode = 'check_violation', constraint = v_why;
  end if;
  -- Two at once would be votes on words that are not there any more. New promises do not meet.
  perform pg_advisory_xact_lock(hashtextextended('criteria', 0));
  if new.criterion is not null and exists (
    select from directory.criteria_change c join directory.motion m on m.id = c.motion_id where c.criterion = new.criterion and m.decided_on is null) then
    raise exception 'There is a vote about this promise.' using errcode = 'check_violation', constraint = 'criteria_once';
  end if;
  return new;
end $$;
create trigger criteria_change_check before insert on directory.criteria_change for each row execute function directory.check_criteria_change();

-- A vote on promises says what would change. Looked at when all of it is written.
create function directory.check_criteria_motion() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from directory.criteria_change where motion_id = new.id) then
    raise exception 'Say what would change.' using errcode = 'check_violation', constraint = 'motion_about';
  end if;
  return null;
end $$;
create constraint trigger motion_criteria after insert on directory.motion deferrable initially deferred
for each row when (new.kind = 'criteria') execute function directory.check_criteria_motion();

-- The next version, as a vote made it that was carried. The only road on which a version is written once the first one is there.
create function directory.make_criteria(p_motion uuid, p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_change directory.criteria_change;
  v_motion directory.motion;
  v_result record;
  v_newest published.criteria;
  v_now jsonb;
  v_list jsonb;
  v_version int;
  v_applies date;
  v_service record;
begin
  -- One after the other, so that each builds on the one before.
  perform pg_advisory_xact_lock(hashtextextended('criteria', 0));
  select * into v_motion from directory.motion where id = p_motion for update;
  select * into v_change from directory.criteria_change where motion_id = p_motion for update;
  if v_motion.kind is distinct from 'criteria' or v_change.motion_id is null then
    raise exception 'There is no such vote.' using errcode = 'no_data_found', constraint = 'motion_unknown';
  end if;
  if v_change.version is not null then
    return v_change.version;
  end if;
  select * into v_result from directory.motion_result(p_motion, p_on);
  if not v_result.carried or v_motion.outcome is distinct from 'carried' then
    raise exception 'Only a vote of the councils changes the promises.' using errcode = 'check_violation', constraint = 'criteria_vote';
  end if;
  select * into v_newest from published.criteria where version = directory.newest_criteria();
  if directory.criteria_change_why(v_change.kind, v_change.criterion, v_change.profiles) is not null then
    -- Something else made it so meanwhile.
    return null;
  end if;
  v_version := v_newest.version + 1;
  v_list := v_newest.content -> 'criteria';
  if v_change.kind = 'added' then
    v_now := jsonb_build_object(
      -- A number is never given twice.
      'id', (select max((c ->> 'id')::int) + 1 from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c),
      'slug', 'council-' || v_version,
      'principle', (select c ->> 'principle' from (
        select c, row_number() over (order by first) as place from (
          select distinct on (c ->> 'principle') c, at as first
          from jsonb_array_elements(v_list) with ordinality e (c, at) order by c ->> 'principle', at) principles) numbered where place = v_change.principle),
      'statement', v_change.said #>> array['in', v_change.said ->> 'original', 'value'],
      'said', v_change.said,
      'check', v_change.how,
      'ask', v_change.ask #>> array['in', v_change.ask ->> 'original', 'value'],
      'asks', v_change.ask,
      'asked', (select max((c ->> 'asked')::int) + 1 from jsonb_array_elements(v_list) c),
      'required', true,
      'suspendWhen', v_change.broken_when,
      'profiles', to_jsonb(v_change.profiles));
    v_list := v_list || v_now;
  else
    v_now := directory.criterion(v_change.criterion);
    v_now := v_now || case v_change.kind
      when 'words' then jsonb_build_object('said', v_change.said, 'statement', v_change.said #>> array['in', v_change.said ->> 'original', 'value'])
      when 'recommended' then '{"required": false, "profiles": []}'
      else jsonb_build_object('required', true, 'profiles', to_jsonb(v_change.profiles)) end;
    v_list := (select jsonb_agg(case when (c ->> 'id')::int = v_change.criterion then v_now else c end order by at) from jsonb_array_elements(v_list) with ordinality e (c, at));
  end if;
  insert into published.criteria (version, content, made_on)
  values (v_version, v_newest.content || jsonb_build_object('version', v_version, 'criteria', v_list), p_on);
  if exists (select from unnest(array['health', 'law-advice', 'peer-line', 'basics']) profile where directory.asks_more(v_version, v_newest.version, profile)) then
    v_applies := (p_on + make_interval(months => v_change.months))::date;
    update published.criteria set applies_on = v_applies where version = v_version;
  end if;
  update directory.criteria_change
  set version = v_version, yes = v_result.yes, no = v_result.no, councils = v_result.councils where motion_id = p_motion;
  if v_applies is not null then
    -- What is public has until then for a verdict on what it was not asked.
    for v_service in
      select p.service_id, directory.promises_until(s.published_revision_id, p_on) as until
      from published.service p join directory.service s on s.id = p.id order by p.id
    loop
      if v_service.until is not null then
        update published.service set hidden_from = least(hidden_from, v_service.until), due_on = least(due_on, v_service.until - 60) where service_id = v_service.service_id;
        update published.site set hidden_from = least(hidden_from, v_service.until), due_on = least(due_on, v_service.until - 60) where service_id = v_service.service_id;
        update published.remote_need set hidden_from = least(hidden_from, v_service.until), due_on = least(due_on, v_service.until - 60) where service_id = v_service.service_id;
        update published.service_need set hidden_from = least(hidden_from, v_service.until) where service_id = v_service.service_id;
      end if;
    end loop;
  end if;
  return v_version;
end $$;

-- By which version the approvals that count were given: the same that counted_approvals counts by. Null: none counts.
create function directory.counted_version(p_revision uuid, p_on date) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with stands as materialized (
    select * from directory.standing(p_revision, p_on) s where s.scope = 'whole' or directory.rests(p_revision, p_on)
  ), together as (
    select v.criteria_version as version, s.family
    from directory.revision r
    cross join (select distinct criteria_version from stands) v
    join stands s on s.criteria_version <= v.criteria_version
      and not directory.asks_more(v.criteria_version, s.criteria_version, r.content ->> 'profile')
    where r.id = p_revision
    group by v.criteria_version, s.family
  )
  select version from together group by version order by count(*) desc, version desc limit 1
$$;

-- The first day on which a revision is hidden because nobody gave a verdict on a promise that was added since; null: none is missing.
create function directory.promises_until(p_revision uuid, p_on date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with judged as (
    select directory.counted_version(r.id, p_on) as version, r.content ->> 'profile' as profile from directory.revision r
    where r.id = p_revision and exists (select from published.criteria where applies_on is not null)
  ), missing as (
    select array(
      select unnest(directory.required_criteria(directory.newest_criteria(), j.profile)) except select unnest(directory.required_criteria(j.version, j.profile))) as ids, j.*
    from judged j where j.version is not null
  )
  select min(v.applies_on)
  from missing m
  join published.criteria v on v.version > m.version and v.applies_on is not null
  where exists (
    select from unnest(directory.required_criteria(v.version, m.profile)) added (id)
    where added.id = any (m.ids)
      and added.id <> all (directory.required_criteria((select max(b.version) from published.criteria b where b.version < v.version), m.profile)))
$$;

-- The longest that an entry is shown, for what it says and for the promises that it was judged by.
create function directory.shown_until(
  p_state text, p_first date, p_owner uuid, p_due date, p_hidden date, p_content jsonb, p_revision uuid, p_on date, out due_on date, out hidden_from date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  -- As with every check: said to be due, sorted last after 30 days, hidden after 60.
  select least(u.due_on, m.until - 60), least(u.hidden_from, m.until)
  from directory.shown_until(p_state, p_first, p_owner, p_due, p_hidden, p_content) u
  cross join (select directory.promises_until(p_revision, p_on) as until) m
$$;
select directory.change_once('directory.publish(uuid, date, jsonb, uuid, text, text)',
  'v_due, v_hidden, v_revision.content)', 'v_due, v_hidden, v_revision.content, v_revision.id, p_on)');
select directory.change_once('directory.refresh(uuid, date, jsonb, date, date)',
  'p_due, p_hidden, v_revision.content)', 'p_due, p_hidden, v_revision.content, v_revision.id, p_on)');

create function directory.criteria_decided() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A vote from before there was anything to write changes nothing.
  if exists (select from directory.criteria_change where motion_id = new.id) then
    perform directory.make_criteria(new.id, new.decided_on);
  end if;
  return null;
end $$;
create trigger motion_makes_criteria after update of outcome on directory.motion
for each row when (new.kind = 'criteria' and new.outcome = 'carried') execute function directory.criteria_decided();

-- Under which version each promise was judged last, so that a page shows it with those words.
select directory.change_once('directory.promises_of(uuid, date)',
  'select d.criterion, c.family, v.handed_in_on',
  'select d.criterion, c.family, v.handed_in_on, v.criteria_version',
  '''by'', families,', '''by'', families, ''version'', version,',
  'count(distinct family) as families from found', 'count(distinct family) as families, (array_agg(criteria_version order by handed_in_on desc, criteria_version desc))[1] as version from found');

-- Whoever kept or judged what is public sees from the day of the vote what has to be judged anew, and until when.
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
$$;
