-- Kept lists: entries that an organisation picked, with a note beside some, under an address that nobody can guess, until a day. What it is called
-- is the organisation's own; whose it is, nobody else reads. That one was opened is written nowhere.

create table directory.kept_list (
  id              uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references directory.organisation on delete restrict,
  code            text collate "C" not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),   -- 130 random bits; members hand it on again
  name            text not null check (name ~ '^.{1,80}$'),
  entries         jsonb not null,              -- [{"code": "abc123", "note": "Ring twice."}], in their order
  version         int not null default 1,
  ends_on         date not null,               -- the last day
  made_on         date not null,
  revoked_on      date,
  constraint kept_list_entries check (coalesce(
    jsonb_typeof(entries) = 'array' and jsonb_array_length(entries) between 1 and 50
    and not jsonb_path_exists(entries, '$[*] ? (!exists(@.code) || !(@.code like_regex "^[0-9a-z]{6}$") || exists(@.note) && !(@.note like_regex "^.{1,200}$"))'), false))
);
create index kept_list_organisation on directory.kept_list (organisation_id);

-- What whoever has the address reads. The code itself is not here: from what the public role reads nobody learns an address.
create table published.kept_list (
  code_hash    bytea primary key check (octet_length(code_hash) = 32),   -- SHA-256
  entries      jsonb not null,
  until        date not null,   -- the first day on which nobody reads it
  paused_from  date,            -- whoever keeps it is frozen: from this day to that one, the last included, nobody reads it
  paused_until date
);

-- Shows a list, or shows it no more.
create function directory.show_kept_list(p_list uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_list directory.kept_list;
begin
  select * into v_list from directory.kept_list where id = p_list;
  delete from published.kept_list where code_hash = sha256(convert_to(v_list.code, 'UTF8'));
  if v_list.revoked_on is null then
    insert into published.kept_list (code_hash, entries, until, paused_from, paused_until)
    select sha256(convert_to(v_list.code, 'UTF8')), v_list.entries, v_list.ends_on + 1, o.frozen_from, o.frozen_until
    from directory.organisation o where o.id = v_list.organisation_id and o.left_on is null;
  end if;
end $$;

-- Makes a list (no p_list) or changes one. Returns its id.
create function directory.keep_list(
  p_list uuid, p_version int, p_organisation uuid, p_code text, p_name text, p_entries jsonb, p_ends_on date, p_on date, p_role text)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid;
begin
  perform from directory.organisation where id = p_organisation and (left_on is null or p_on < left_on) for share;
  if not found then
    raise exception 'There is no such organisation.' using errcode = 'no_data_found', constraint = 'kept_list_organisation';
  end if;
  if p_ends_on < p_on or p_ends_on > (p_on + interval '1 year')::date then
    raise exception 'A list ends within a year.' using errcode = 'check_violation', constraint = 'kept_list_ends';
  end if;
  if p_list is null then
    if (select count(*) from directory.kept_list where organisation_id = p_organisation and revoked_on is null and ends_on >= p_on) >= 100 then
      raise exception 'An organisation keeps a hundred lists at most.' using errcode = 'check_violation', constraint = 'kept_list_many';
    end if;
    insert into directory.kept_list (organisation_id, code, name, entries, ends_on, made_on)
    values (p_organisation, p_code, p_name, p_entries, p_ends_on, p_on)
    returning id into v_id;
  else
    update directory.kept_list set name = p_name, entries = p_entries, ends_on = p_ends_on, version = version + 1
    where id = p_list and organisation_id = p_organisation and revoked_on is null and version = p_version
    returning id into v_id;
    if v_id is null then
      raise exception 'Somebody has changed this list, or revoked it.' using errcode = 'check_violation', constraint = 'kept_list_moved';
    end if;
  end if;
  perform directory.show_kept_list(v_id);
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'keep-list', 'kept-list', v_id);
  return v_id;
end $$;

-- Ends a list for good. False: it had ended so already.
create function directory.revoke_list(p_list uuid, p_organisation uuid, p_on date, p_role text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from directory.kept_list where id = p_list and organisation_id = p_organisation for update;
  if not found then
    raise exception 'There is no such list.' using errcode = 'no_data_found', constraint = 'kept_list_unknown';
  end if;
  update directory.kept_list set revoked_on = p_on where id = p_list and revoked_on is null;
  if not found then
    return false;
  end if;
  perform directory.show_kept_list(p_list);
  insert into directory.event (organisation_id, role, action, subject, subject_id)
  values (p_organisation, p_role, 'revoke-list', 'kept-list', p_list);
  return true;
end $$;

-- Whoever is frozen or leaves says nothing to anybody by a list either.
create function directory.show_kept_lists() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.show_kept_list(id) from directory.kept_list where organisation_id = new.id and revoked_on is null;
  return null;
end $$;
create trigger organisation_kept_lists after update of frozen_from, frozen_until, left_on on directory.organisation
for each row execute function directory.show_kept_lists();
