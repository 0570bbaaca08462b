-- What somebody is still writing: one draft of an entry for each organisation. It is rewritten as they go, and gone once it was handed in
-- or thrown away. What was handed in is a revision, which nobody rewrites.

create table directory.draft (
  service_id      uuid not null references directory.service on delete cascade,
  organisation_id uuid not null references directory.organisation on delete restrict,
  content         jsonb not null,
  content_version int not null check (content_version > 0),
  base_number     int not null check (base_number > 0),   -- the revision that it was begun from
  version         int not null check (version > 0),       -- grows with each save
  saved_on        date not null,
  other_than      text[] not null default '{}',           -- codes of entries of which somebody said "it is another one"
  primary key (service_id, organisation_id),
  -- As for a revision: what asked for privacy has no exact place, not even while it is being written.
  constraint draft_private_sites check (not jsonb_path_exists(
    content, '$.sites[*] ? (!(@.kind == "address") && (exists(@.point) || exists(@.street) || exists(@.postalCode)))'))
);

create trigger check_hiding_places before insert or update of content on directory.draft
for each row execute function directory.check_hiding_places();

-- Who may write on an entry: whoever looks after entries in general on any that others see, a provider on its own, and on an entry that is
-- not handed in yet only the organisation whose working list it is in.
create function directory.check_draft() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
  v_kind text;
begin
  select * into v_service from directory.service where id = new.service_id for key share;
  select kind into v_kind from directory.organisation where id = new.organisation_id;
  if v_kind = 'educator' then
    raise exception 'An organisation of this kind keeps no entries.' using errcode = 'check_violation', constraint = 'draft_kind';
  end if;
  if v_service.state = 'working' and v_service.organisation_id <> new.organisation_id then
    raise exception 'This entry is still another organisation''s own.' using errcode = 'check_violation', constraint = 'draft_working';
  end if;
  if v_service.state in ('declined', 'removed') then
    raise exception 'The service was % for good.', v_service.state using errcode = 'check_violation', constraint = 'draft_ended';
  end if;
  if v_kind = 'provider' and v_service.organisation_id <> new.organisation_id and not exists (
    select from directory.revision
    where service_id = new.service_id and (content #>> '{provider,organisationId}')::uuid = new.organisation_id) then
    raise exception 'A provider writes on its own entries only.' using errcode = 'check_violation', constraint = 'draft_own';
  end if;
  return new;
end $$;

create trigger check_draft before insert on directory.draft for each row execute function directory.check_draft();

-- The duplicate check looks for a number, a site or a town among everything that was ever written.
create index revision_phones on directory.revision using gin ((content -> 'phones') jsonb_path_ops);
create index revision_host on directory.revision (substring(lower(content #>> '{website,url}') from '^https?://(?:www\.)?([^/:?#]+)'));
create index revision_places on directory.revision using gin (jsonb_path_query_array(content, '$.sites[*].placeId') jsonb_path_ops);
