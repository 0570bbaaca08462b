-- Guides: short texts by organisations for people who cannot ask anybody just now. What a guide says about law, police or the body can do
-- harm when it is wrong, so nobody publishes alone: another person than those who wrote it says yes to the very same words, as a reviewer of
-- an organisation that may approve. A guide ends by its dates, which every public query compares with the reader's clock.

create table directory.guide (
  id              uuid primary key default gen_random_uuid(),
  code            text not null unique check (code ~ '^[0-9a-z]{6}$'),
  organisation_id uuid not null references directory.organisation on delete restrict,
  kind            text not null check (kind in (
    'know-your-rights', 'police-and-raids', 'ordered-tests', 'safety-at-work', 'testing-on-your-terms', 'talking-to-a-doctor', 'facing-stigma', 'campaign', 'country')),
  country         text collate "C" check (country ~ '^[A-Z]{2}$'),   -- null: it is true everywhere
  edition         int not null default 1,                              -- counts what was saved, so that two at once are told apart
  begun_on        date not null,
  -- What says what the law is says of which country.
  constraint guide_country check (country is not null or kind not in ('know-your-rights', 'police-and-raids', 'ordered-tests', 'country'))
);
create index guide_organisation on directory.guide (organisation_id);
create trigger claim_code before insert on directory.guide for each row execute function directory.claim_code();

create table directory.guide_version (
  id             uuid primary key default gen_random_uuid(),
  guide_id       uuid not null references directory.guide on delete restrict,
  number         int not null check (number > 0),
  content        jsonb not null check (jsonb_typeof(content) = 'object' and octet_length(content::text) <= 600000),
  state          text not null default 'draft' check (state in ('draft', 'waiting', 'returned', 'published', 'replaced', 'withdrawn')),
  written_on     date not null,
  sent_on        date,
  judged_by      uuid references directory.organisation on delete restrict,
  judged_account uuid references directory.account on delete restrict,
  judged_on      date,
  note           bytea,                                                -- why it came back, sealed
  ended_by       uuid references directory.organisation on delete restrict,
  ended_on       date,
  unique (guide_id, number),
  constraint guide_version_sent check (sent_on is not null or state in ('draft', 'returned')),
  constraint guide_version_judged check (judged_by is not null or state in ('draft', 'waiting'))
);
-- One is being written, one is shown.
create unique index guide_version_open on directory.guide_version (guide_id) where state in ('draft', 'waiting', 'returned');
create unique index guide_version_shown on directory.guide_version (guide_id) where state = 'published';

-- Everybody who wrote on a version: none of them is its second pair of eyes.
create table directory.guide_hand (
  version_id      uuid not null references directory.guide_version on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,   -- null: the command line
  unique nulls not distinct (version_id, organisation_id, account_id)
);

-- Who looked at a guide again after it was published.
create table directory.guide_check (
  version_id      uuid not null references directory.guide_version on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  account_id      uuid references directory.account on delete restrict,
  checked_on      date not null,
  unique nulls not distinct (version_id, organisation_id, account_id, checked_on)
);

-- What the public reads of it. Whose it is only where the organisation chose to be named there.
create table published.guide (
  code         text primary key,
  kind         text not null,
  country      text collate "C",
  organisation text,              -- its public code
  needs        int[] not null,
  original     text not null,     -- the language in which it was written
  checked_on   date not null,     -- when those who wrote it said that it is right
  due_on       date not null,     -- from this day on it says that a check is due
  hidden_from  date not null,     -- the first day on which nobody reads it
  law_on       date,              -- as of when it says what the law is
  ends_on      date,              -- the last day of a campaign
  lawyer_on    date,              -- when a lawyer read these very words
  clinician_on date
);
-- One page says what the law of a country is.
create unique index guide_one_country on published.guide (country) where kind = 'country';

create table published.guide_text (
  code          text not null references published.guide on delete cascade,
  language      text not null,
  title         text not null,
  lead          text not null,
  body          text,             -- Markdown, as it was written: it is made safe each time it is shown
  selling       text,
  buying        text,
  together      text,
  third_parties text,
  how_to_join   text,
  is_older      boolean not null, -- the original has changed since
  is_machine    boolean not null,
  primary key (code, language)
);

-- Whether an organisation may write guides on a day: one that may approve, or an allied one that is not frozen and still here.
create function directory.may_guide(p_organisation uuid, p_on date) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select directory.may_approve(p_organisation, p_on) or exists (
    select from directory.organisation
    where id = p_organisation and kind = 'allied' and not coalesce(p_on between frozen_from and frozen_until, false) and (left_on is null or p_on < left_on))
$$;

create function directory.fingerprint(p_words text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select left(encode(sha256(convert_to(normalize(p_words), 'UTF8')), 'hex'), 16)
$$;

-- The texts that a guide can have, in the order in which they are read.
create function directory.guide_texts(p_content jsonb) returns table (name text, longest int, said jsonb)
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select t.name, t.longest, t.said
  from (values
    ('title', 80, p_content -> 'title'), ('lead', 280, p_content -> 'lead'), ('body', 5000, p_content -> 'body'),
    ('selling', 1200, p_content #> '{law,selling}'), ('buying', 1200, p_content #> '{law,buying}'),
    ('together', 1200, p_content #> '{law,together}'), ('thirdParties', 1200, p_content #> '{law,thirdParties}'),
    ('howToJoin', 600, p_content -> 'howToJoin')) t (name, longest, said)
  where jsonb_typeof(t.said) = 'object'
$$;

-- All that was written in the original: what an expert read is named by it.
create function directory.guide_words(p_content jsonb) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select string_agg(said -> 'in' -> (said ->> 'original') ->> 'value', E'\n'
    order by array_position(array['title', 'lead', 'body', 'selling', 'buying', 'together', 'thirdParties', 'howToJoin'], name))
  from directory.guide_texts(p_content)
$$;

-- Whether a guide has all that its kind needs, each text in the same languages, and nothing that is too long.
create function directory.guide_is_whole(p_kind text, p_content jsonb) returns boolean
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  v_names text[] := array(select name from directory.guide_texts(p_content) order by name);
  v_languages text[] := array(select jsonb_object_keys(p_content -> 'title' -> 'in') order by 1);
begin
  return coalesce(
    v_names = case p_kind
      when 'country' then array['buying', 'lead', 'selling', 'thirdParties', 'title', 'together']
      when 'campaign' then array['body', 'howToJoin', 'lead', 'title']
      else array['body', 'lead', 'title'] end
    and cardinality(v_languages) between 1 and 20
    and v_languages @> array[p_content -> 'title' ->> 'original']
    and not exists (
      select from directory.guide_texts(p_content) t
      where array(select jsonb_object_keys(t.said -> 'in') order by 1) is distinct from v_languages or t.said ->> 'original' is distinct from p_content -> 'title' ->> 'original')
    and not exists (
      select from directory.guide_texts(p_content) t, jsonb_each(t.said -> 'in') words
      where coalesce(char_length(words.value ->> 'value'), 0) not between 1 and t.longest)
    and jsonb_typeof(p_content -> 'needs') = 'array' and jsonb_array_length(p_content -> 'needs') between 1 and 12
    and (p_kind = 'country') = (p_content #>> '{law,on}' is not null)
    and (p_kind = 'campaign') = (p_content ->> 'endsOn' is not null), false);
end $$;

-- Whether a guide of an allied organisation stays in its fields: each need is of one of them; where a field has no needs, by its languages.
create function directory.guide_in_field(p_organisation uuid, p_content jsonb) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.fields && touched.fields and (
    'roma' = any (o.fields) and 'roma' = any (touched.fields)
    or not exists (
      select from jsonb_array_elements(p_content -> 'needs') need where not o.fields && directory.fields_of(jsonb_build_object('needs', jsonb_build_array(need)))))
  from directory.organisation o
  cross join lateral (select directory.fields_of(jsonb_build_object(
    'needs', p_content -> 'needs',
    'staffLanguages', (select jsonb_agg(language) from jsonb_object_keys(p_content -> 'title' -> 'in') language))) as fields) touched
  where o.id = p_organisation
$$;

-- Law changes faster than anything else that a guide says.
create function directory.guide_due(p_kind text, p_checked date) returns date
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select (p_checked + case when p_kind in ('know-your-rights', 'police-and-raids', 'ordered-tests', 'country') then interval '6 months' else interval '12 months' end)::date
$$;

create function directory.guide_hidden(p_kind text, p_checked date, p_ends_on date) returns date
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select least(directory.guide_due(p_kind, p_checked) + 60, p_ends_on + 1)
$$;

-- Whether somebody is there in one of some roles. Without an account only whoever runs the directory, for the demo.
create function directory.is_seated(p_organisation uuid, p_account uuid, p_roles text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_account is null and pg_has_role(session_user, current_user, 'usage') or exists (
    select from directory.membership where organisation_id = p_organisation and account_id = p_account and role = any (p_roles) and ended_on is null)
$$;

-- Another person than everybody who wrote it; where one is not known, another organisation, which does not count as one with theirs.
create function directory.is_second(p_version uuid, p_organisation uuid, p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (
    select from directory.guide_hand h
    where h.version_id = p_version
      and (h.account_id = p_account or (h.account_id is null or p_account is null) and p_organisation = any (directory.family(h.organisation_id))))
$$;

-- The guide, which nobody else changes now.
create function directory.lock_guide(p_guide uuid) returns directory.guide
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide;
begin
  select * into v_guide from directory.guide where id = p_guide for update;
  if not found then
    raise exception 'There is no such guide.' using errcode = 'no_data_found', constraint = 'guide_unknown';
  end if;
  return v_guide;
end $$;

create function directory.require_writer(p_organisation uuid, p_account uuid, p_on date) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.may_guide(p_organisation, p_on) then
    raise exception 'This organisation may not write guides on that day.' using errcode = 'check_violation', constraint = 'guide_vouched';
  end if;
  if not directory.is_seated(p_organisation, p_account, array['proposer', 'reviewer']) then
    raise exception 'Nobody of that account writes there.' using errcode = 'check_violation', constraint = 'guide_member';
  end if;
end $$;

create function directory.require_second(p_version uuid, p_writer uuid, p_organisation uuid, p_account uuid, p_on date) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.may_approve(p_organisation, p_on) then
    raise exception 'This organisation may not approve guides on that day.' using errcode = 'check_violation', constraint = 'guide_vouched';
  end if;
  if not directory.is_seated(p_organisation, p_account, array['reviewer']) then
    raise exception 'Nobody of that account reviews there.' using errcode = 'check_violation', constraint = 'guide_member';
  end if;
  -- Two stand by it, so both have to be in good standing on the day.
  if not directory.may_guide(p_writer, p_on) then
    raise exception 'The organisation that wrote it may not any more.' using errcode = 'check_violation', constraint = 'guide_vouched';
  end if;
  if not directory.is_second(p_version, p_organisation, p_account) then
    raise exception 'Somebody else than those who wrote it has to look at it.' using errcode = 'check_violation', constraint = 'guide_second';
  end if;
end $$;

create function directory.note_guide(p_organisation uuid, p_role text, p_action text, p_guide uuid, p_state text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into directory.event (organisation_id, role, action, subject, subject_id, to_state) values (p_organisation, p_role, p_action, 'guide', p_guide, p_state)
$$;

-- Begins a guide. Nobody else reads it. Returns its id.
create function directory.begin_guide(
  p_code text, p_organisation uuid, p_account uuid, p_kind text, p_country text, p_content jsonb, p_on date, p_role text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide uuid;
  v_version uuid;
begin
  perform directory.require_writer(p_organisation, p_account, p_on);
  if p_kind = 'country' and not directory.may_approve(p_organisation, p_on) then
    raise exception 'An allied organisation writes in its field, and not what the law of a country is.' using errcode = 'check_violation', constraint = 'guide_field';
  end if;
  insert into directory.guide (code, organisation_id, kind, country, begun_on) values (p_code, p_organisation, p_kind, p_country, p_on) returning id into v_guide;
  insert into directory.guide_version (guide_id, number, content, written_on) values (v_guide, 1, p_content, p_on) returning id into v_version;
  insert into directory.guide_hand values (v_version, p_organisation, p_account);
  perform directory.note_guide(p_organisation, p_role, 'begin', v_guide, 'draft');
  return v_guide;
end $$;

-- Keeps what was written. What is shown stays as it is. Returns the new edition.
create function directory.save_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_content jsonb, p_edition int, p_on date, p_role text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
begin
  perform directory.require_writer(p_organisation, p_account, p_on);
  if v_guide.organisation_id <> p_organisation then
    raise exception 'Another organisation writes this guide.' using errcode = 'check_violation', constraint = 'guide_writer';
  end if;
  if v_guide.edition <> p_edition then
    raise exception 'Somebody else saved it meanwhile.' using errcode = 'check_violation', constraint = 'guide_newer';
  end if;
  select * into v_version from directory.guide_version where guide_id = p_guide and state in ('draft', 'waiting', 'returned');
  if v_version.state = 'waiting' then
    raise exception 'It waits for a second pair of eyes. Take it back first.' using errcode = 'check_violation', constraint = 'guide_waits';
  end if;
  if v_version.id is null then
    insert into directory.guide_version (guide_id, number, content, written_on)
    select p_guide, max(number) + 1, p_content, p_on from directory.guide_version where guide_id = p_guide returning * into v_version;
  else
    update directory.guide_version set content = p_content, written_on = p_on where id = v_version.id;
  end if;
  insert into directory.guide_hand values (v_version.id, p_organisation, p_account) on conflict do nothing;
  update directory.guide set edition = edition + 1 where id = p_guide;
  perform directory.note_guide(p_organisation, p_role, 'save', p_guide, v_version.state);
  return v_guide.edition + 1;
end $$;

-- Asks for a second pair of eyes. False: it waits already.
create function directory.send_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
begin
  perform directory.require_writer(p_organisation, p_account, p_on);
  if v_guide.organisation_id <> p_organisation then
    raise exception 'Another organisation writes this guide.' using errcode = 'check_violation', constraint = 'guide_writer';
  end if;
  select * into v_version from directory.guide_version where guide_id = p_guide and state in ('draft', 'waiting', 'returned');
  if v_version.id is null then
    raise exception 'Nothing of it is being written.' using errcode = 'check_violation', constraint = 'guide_nothing';
  end if;
  if v_version.state = 'waiting' then
    return false;
  end if;
  perform directory.require_publishable(v_guide, v_version.content, p_on);
  update directory.guide_version set state = 'waiting', sent_on = p_on, judged_by = null, judged_account = null, judged_on = null, note = null where id = v_version.id;
  perform directory.note_guide(p_organisation, p_role, 'send', p_guide, 'waiting');
  return true;
end $$;

-- Takes it back to be changed. False: it does not wait.
create function directory.take_back_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
begin
  perform directory.require_writer(p_organisation, p_account, p_on);
  if v_guide.organisation_id <> p_organisation then
    raise exception 'Another organisation writes this guide.' using errcode = 'check_violation', constraint = 'guide_writer';
  end if;
  update directory.guide_version set state = 'draft' where guide_id = p_guide and state = 'waiting';
  if not found then
    return false;
  end if;
  perform directory.note_guide(p_organisation, p_role, 'take-back', p_guide, 'draft');
  return true;
end $$;

-- The code under which an organisation is named where it writes; null: it is not. Mostly sex worker-led organisations write, so that a name
-- alone says what they are: these chose their badge as well.
create function directory.named_writer(p_organisation uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select code from directory.organisation where id = p_organisation and public_name and (kind = 'allied' or public_badge)
$$;

-- What stands against showing a guide on a day, whoever says yes.
create function directory.require_publishable(p_guide directory.guide, p_content jsonb, p_on date) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_writer directory.organisation;
begin
  select * into v_writer from directory.organisation where id = p_guide.organisation_id;
  if not directory.guide_is_whole(p_guide.kind, p_content) then
    raise exception 'Something of it is missing, too long, or not in every language.' using errcode = 'check_violation', constraint = 'guide_whole';
  end if;
  if v_writer.kind = 'allied' and not directory.guide_in_field(v_writer.id, p_content) then
    raise exception 'An allied organisation writes in its field.' using errcode = 'check_violation', constraint = 'guide_field';
  end if;
  if p_guide.kind = 'campaign' and directory.named_writer(v_writer.id) is null then
    raise exception 'A campaign names its organisation, which has to choose that first.' using errcode = 'check_violation', constraint = 'guide_named';
  end if;
  if p_guide.kind = 'campaign' and ((p_content ->> 'endsOn')::date < p_on or (p_content ->> 'endsOn')::date > p_on + interval '12 months') then
    raise exception 'A campaign ends on a day to come, within a year.' using errcode = 'check_violation', constraint = 'guide_ends';
  end if;
  if (p_content #>> '{law,on}')::date > p_on then
    raise exception 'The law is as of a day that has been.' using errcode = 'check_violation', constraint = 'guide_law';
  end if;
  if p_guide.kind = 'country' and exists (
    select from published.guide where kind = 'country' and country = p_guide.country and code <> p_guide.code and hidden_from > p_on) then
    raise exception 'There is a page of this country.' using errcode = 'check_violation', constraint = 'guide_one_country';
  end if;
end $$;

-- Somebody else has read it and says yes to what was saved last. Returns the first day on which nobody reads it; null: it is shown already.
create function directory.approve_guide(p_guide uuid, p_edition int, p_organisation uuid, p_account uuid, p_on date, p_role text) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
  v_content jsonb;
begin
  select * into v_version from directory.guide_version where guide_id = p_guide and state in ('draft', 'waiting', 'returned');
  if v_version.id is null and exists (select from directory.guide_version where guide_id = p_guide and state = 'published') then
    return null;
  end if;
  if v_version.id is null or v_version.state <> 'waiting' then
    raise exception 'It does not wait for a second pair of eyes.' using errcode = 'check_violation', constraint = 'guide_waits';
  end if;
  if v_guide.edition <> p_edition then
    raise exception 'Somebody saved it meanwhile. Read it again.' using errcode = 'check_violation', constraint = 'guide_newer';
  end if;
  perform directory.require_second(v_version.id, v_guide.organisation_id, p_organisation, p_account, p_on);
  perform directory.require_publishable(v_guide, v_version.content, p_on);
  if p_on < v_version.sent_on or p_on >= directory.guide_due(v_guide.kind, v_version.sent_on) then
    raise exception 'It has waited too long. Send it anew.' using errcode = 'check_violation', constraint = 'guide_over';
  end if;
  update directory.guide_version set state = 'replaced', ended_by = p_organisation, ended_on = p_on where guide_id = p_guide and state = 'published';
  update directory.guide_version set state = 'published', judged_by = p_organisation, judged_account = p_account, judged_on = p_on where id = v_version.id;

  v_content := v_version.content;
  -- Of a country there is one; an older one that nobody reads any more makes room.
  delete from published.guide where code = v_guide.code or v_guide.kind = 'country' and kind = 'country' and country = v_guide.country;
  insert into published.guide (code, kind, country, organisation, needs, original, checked_on, due_on, hidden_from, law_on, ends_on, lawyer_on, clinician_on)
  values (
    v_guide.code, v_guide.kind, v_guide.country, directory.named_writer(v_guide.organisation_id),
    array(select need::int from jsonb_array_elements_text(v_content -> 'needs') need), v_content -> 'title' ->> 'original',
    v_version.sent_on, directory.guide_due(v_guide.kind, v_version.sent_on),
    directory.guide_hidden(v_guide.kind, v_version.sent_on, (v_content ->> 'endsOn')::date),
    (v_content #>> '{law,on}')::date, (v_content ->> 'endsOn')::date,
    -- What an expert read are these very words.
    case when v_content #>> '{lawyer,of}' = directory.fingerprint(directory.guide_words(v_content)) then (v_content #>> '{lawyer,on}')::date end,
    case when v_content #>> '{clinician,of}' = directory.fingerprint(directory.guide_words(v_content)) then (v_content #>> '{clinician,on}')::date end);
  insert into published.guide_text (code, language, title, lead, body, selling, buying, together, third_parties, how_to_join, is_older, is_machine)
  select v_guide.code, language,
    max(value) filter (where name = 'title'), max(value) filter (where name = 'lead'), max(value) filter (where name = 'body'),
    max(value) filter (where name = 'selling'), max(value) filter (where name = 'buying'), max(value) filter (where name = 'together'),
    max(value) filter (where name = 'thirdParties'), max(value) filter (where name = 'howToJoin'), bool_or(is_older), bool_or(is_machine)
  from (
    select t.name, words.key as language, words.value ->> 'value' as value, coalesce((words.value ->> 'machine')::boolean, false) as is_machine,
      words.key <> t.said ->> 'original' and words.value ->> 'of' is distinct from directory.fingerprint(t.said -> 'in' -> (t.said ->> 'original') ->> 'value') as is_older
    from directory.guide_texts(v_content) t cross join lateral jsonb_each(t.said -> 'in') words) said
  group by language;
  delete from published.gone where code = v_guide.code;
  perform directory.note_guide(p_organisation, p_role, 'approve', p_guide, 'published');
  return directory.guide_hidden(v_guide.kind, v_version.sent_on, (v_content ->> 'endsOn')::date);
end $$;

-- Says what has to change first. False: it does not wait any more.
create function directory.return_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_note bytea, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
begin
  select * into v_version from directory.guide_version where guide_id = p_guide and state = 'waiting';
  if v_version.id is null then
    return false;
  end if;
  perform directory.require_second(v_version.id, v_guide.organisation_id, p_organisation, p_account, p_on);
  update directory.guide_version set state = 'returned', note = p_note, judged_by = p_organisation, judged_account = p_account, judged_on = p_on where id = v_version.id;
  perform directory.note_guide(p_organisation, p_role, 'return', p_guide, 'returned');
  return true;
end $$;

-- Takes it off at once: those who wrote it, and those who said yes. False: nobody reads it any more.
create function directory.withdraw_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
begin
  select * into v_version from directory.guide_version where guide_id = p_guide and state = 'published';
  if v_version.id is null then
    return false;
  end if;
  if p_organisation <> all (directory.family(v_guide.organisation_id) || directory.family(v_version.judged_by))
    or not directory.is_seated(p_organisation, p_account, array['proposer', 'reviewer']) then
    raise exception 'Those who wrote it and those who said yes take it off.' using errcode = 'check_violation', constraint = 'guide_writer';
  end if;
  update directory.guide_version set state = 'withdrawn', ended_by = p_organisation, ended_on = p_on where id = v_version.id;
  delete from published.guide where code = v_guide.code;
  insert into published.gone (code, place_id, since) values (v_guide.code, null, p_on) on conflict (code) do nothing;
  perform directory.note_guide(p_organisation, p_role, 'withdraw', p_guide, 'withdrawn');
  return true;
end $$;

-- Somebody who did not write it has looked again, and all of it is still right. Returns the first day on which nobody reads it.
create function directory.check_guide(p_guide uuid, p_organisation uuid, p_account uuid, p_on date, p_role text) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_guide directory.guide := directory.lock_guide(p_guide);
  v_version directory.guide_version;
  v_until date;
begin
  select * into v_version from directory.guide_version where guide_id = p_guide and state = 'published';
  if v_version.id is null or not exists (select from published.guide where code = v_guide.code) then
    raise exception 'It is not shown.' using errcode = 'check_violation', constraint = 'guide_over';
  end if;
  perform directory.require_second(v_version.id, v_guide.organisation_id, p_organisation, p_account, p_on);
  if p_on < (select checked_on from published.guide where code = v_guide.code) then
    raise exception 'It was checked after that day.' using errcode = 'check_violation', constraint = 'guide_over';
  end if;
  v_until := directory.guide_hidden(v_guide.kind, p_on, (v_version.content ->> 'endsOn')::date);
  if v_until <= p_on then
    raise exception 'The campaign is over.' using errcode = 'check_violation', constraint = 'guide_ends';
  end if;
  insert into directory.guide_check values (v_version.id, p_organisation, p_account, p_on) on conflict do nothing;
  update published.guide set checked_on = p_on, due_on = directory.guide_due(v_guide.kind, p_on), hidden_from = v_until where code = v_guide.code;
  perform directory.note_guide(p_organisation, p_role, 'check', p_guide, 'published');
  return v_until;
end $$;

-- Whose a guide is, is said as long as the organisation chooses it and has its page. Both tables know it by its code.
create function directory.name_guides() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    update published.guide set organisation = null where organisation = old.code;
  else
    update published.guide p set organisation = directory.named_writer(o.id)
    from directory.guide g join directory.organisation o on o.id = g.organisation_id
    where g.code = p.code and o.code = new.code;
  end if;
  return null;
end $$;
create trigger name_guides after insert or update or delete on published.organisation for each row execute function directory.name_guides();
create trigger organisation_guides after update of public_name, public_badge on directory.organisation for each row execute function directory.name_guides();

-- The record of what happened says what a guide was before and after.
select directory.change_once('directory.object_hash(text, uuid)',
  'when ''notice'' then (',
  'when ''guide'' then (
      select sha256(convert_to(to_jsonb(g)::text || coalesce((select string_agg(to_jsonb(v)::text, '' '' order by v.number) from directory.guide_version v where v.guide_id = g.id), ''''), ''UTF8''))
      from directory.guide g where g.id = p_id)
    when ''notice'' then (');

-- A guide waits for somebody else's eyes; one is due. Each stands under the name of the organisation that wrote it.
create or replace function directory.desk_of_guides(p_organisation uuid, p_on date)
returns table (kind text, service_id uuid, about uuid, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'guide', null::uuid, g.organisation_id, min(v.sent_on), null::date
  from directory.guide_version v join directory.guide g on g.id = v.guide_id
  where v.state = 'waiting' and directory.may_approve(p_organisation, p_on) group by g.organisation_id
  union all
  select 'guide-returned', null, g.organisation_id, min(v.judged_on), null
  from directory.guide_version v join directory.guide g on g.id = v.guide_id
  where v.state = 'returned' and g.organisation_id = p_organisation and directory.may_guide(p_organisation, p_on) group by g.organisation_id
  union all
  select 'guide-due', null, g.organisation_id, min(p.due_on), min(p.hidden_from)
  from published.guide p join directory.guide g on g.code = p.code join directory.guide_version v on v.guide_id = g.id and v.state = 'published'
  where p.due_on <= p_on and coalesce(p.ends_on >= p_on, true) and directory.may_guide(p_organisation, p_on)
    and (g.organisation_id = p_organisation or v.judged_by = p_organisation) group by g.organisation_id
$$;
