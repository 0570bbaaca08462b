-- What a description has to say before anybody reads it, besides what was found out about it: the service's own yes, its own word for an
-- exact address, and how to come without the part that a law orders. Looked at whatever road leads to the public.

-- Whether a service is listed only with its yes: peer-run, outreach, shelters, drop-ins, under-18. The needs are those of VettingOptions.
create function directory.needs_yes(p_content jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(p_content #>> '{provider,kind}' = 'community', false)
    or jsonb_path_exists(p_content, '$.sites[*] ? (@.kind == "mobile")')
    or exists (select from jsonb_array_elements_text(coalesce(p_content -> 'needs', '[]')) need where need::int in (41, 44, 57, 74, 75, 76))
$$;

-- Whether an exact address is there without the service's own word. Of a public body or a large organisation no yes is needed.
create function directory.lacks_address_word(p_content jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_path_exists(p_content, '$.sites[*] ? (@.kind == "address")')
    and not coalesce((p_content #>> '{consent,exactAddress}')::boolean, false)
    and not coalesce(p_content #>> '{consent,kind}' = 'not-needed' and p_content #>> '{provider,kind}' in ('public', 'ngo'), false)
$$;

-- Whether there are words in a text.
create function directory.says(p_text jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(btrim(p_text #>> array['in', p_text ->> 'original', 'value']) <> '', false)
$$;

-- As before, and then what the description itself has to say.
create or replace function directory.check_shown() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_held text;
  v_content jsonb;
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
  -- What is public already stays so where only its state changes: a vote on approvals does not wait for words.
  if new.published_revision_id is not distinct from old.published_revision_id then
    return new;
  end if;
  select content into v_content from directory.revision where id = new.published_revision_id;
  if directory.needs_yes(v_content) and v_content #>> '{consent,kind}' is distinct from 'given' then
    raise exception 'This kind of service is shown only with its own yes.' using errcode = 'check_violation', constraint = 'publish_consent';
  end if;
  if directory.lacks_address_word(v_content) then
    raise exception 'An exact address is shown only with the word of the service itself.' using errcode = 'check_violation', constraint = 'publish_address';
  end if;
  if directory.says(v_content -> 'orderedByLaw') <> directory.says(v_content -> 'bookedApart') then
    raise exception 'A part that the law orders is named, and how to book the rest apart.' using errcode = 'check_violation', constraint = 'publish_ordered';
  end if;
  return new;
end $$;
