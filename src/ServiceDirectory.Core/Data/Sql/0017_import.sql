-- Lists that organisations keep elsewhere. The file itself is never stored. What is here never holds a street of a place that hides:
-- values are those that the first revision of the entry holds as well.

create table directory.import_mapping (
  organisation_id uuid not null references directory.organisation on delete restrict,
  header_hash     bytea not null check (octet_length(header_hash) = 32),
  uses            text[] not null check (cardinality(uses) between 1 and 100),
  used_on         date not null,
  primary key (organisation_id, header_hash)
);

create table directory.import_row (
  organisation_id uuid not null references directory.organisation on delete restrict,
  row_key         bytea not null check (octet_length(row_key) = 32),   -- keyed hash
  service_id      uuid not null unique references directory.service on delete restrict,
  "values"        jsonb not null,
  note            bytea,                                               -- sealed
  taken_on        date not null,
  primary key (organisation_id, row_key)
);

-- A list says nothing about somebody else's entry, nor about one that others are judging or the public reads.
create function directory.check_import_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
begin
  select * into v_service from directory.service where id = new.service_id;
  if v_service.organisation_id <> new.organisation_id then
    raise exception 'It is the entry of another organisation.' using errcode = 'check_violation', constraint = 'import_row_own';
  end if;
  if v_service.state <> 'working' then
    raise exception 'The entry is no draft any more.' using errcode = 'check_violation', constraint = 'import_row_working';
  end if;
  return new;
end $$;
create trigger import_row_check before insert or update on directory.import_row for each row execute function directory.check_import_row();

-- A draft may lack what a published entry must say (ListingValidator).
alter table published.service add constraint service_said check (
  content ? 'summary' and content #> '{provider,name}' is not null and content #>> '{provider,kind}' is not null
  and jsonb_array_length(content -> 'needs') between 1 and 20);
