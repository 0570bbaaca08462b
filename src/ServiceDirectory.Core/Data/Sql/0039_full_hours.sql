-- When a member warned, wrote or ended something is kept to the full hour: a minute would say when they were at work. When it ends stays
-- exact, as a door that closes at half past does.

create function directory.cut_warning() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.starts_at := date_trunc('hour', new.starts_at, 'UTC');
  return new;
end $$;
create trigger warning_hours before insert or update on directory.warning for each row execute function directory.cut_warning();

create function directory.cut_notice() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.starts_at := date_trunc('hour', new.starts_at, 'UTC');
  new.confirmed_at := date_trunc('hour', new.confirmed_at, 'UTC');
  new.ended_at := date_trunc('hour', new.ended_at, 'UTC');
  return new;
end $$;
create trigger notice_hours before insert or update on directory.notice for each row execute function directory.cut_notice();
-- The same function does for what the public reads of a warning and of a notice: both begin.
create trigger notice_hours before insert or update on published.notice for each row execute function directory.cut_warning();

-- What is there already; what would last longer than it may from its full hour ends at one as well.
update directory.warning set ends_at = case
  when ends_at > date_trunc('hour', starts_at, 'UTC') + case kind when 'closed' then interval '26 hours' else interval '30 days' end
  then date_trunc('hour', ends_at, 'UTC') else ends_at end;
update directory.notice set ends_at = case
  when ends_at > date_trunc('hour', starts_at, 'UTC') + case when confirmed_by is null then interval '24 hours' else interval '30 days' end
  then date_trunc('hour', ends_at, 'UTC') else ends_at end;
update published.notice p set ends_at = n.ends_at from directory.notice n where n.id = p.id;

-- An educator keeps no entry, so it brings no list in either.
create function directory.check_import_kind() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select kind from directory.organisation where id = new.organisation_id) = 'educator' then
    raise exception 'An organisation of this kind keeps no entries.' using errcode = 'check_violation', constraint = 'import_row_kind';
  end if;
  return new;
end $$;
create trigger import_row_kind before insert on directory.import_row for each row execute function directory.check_import_kind();
