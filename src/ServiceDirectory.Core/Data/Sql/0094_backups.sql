-- When the directory was backed up, when such a backup was tried, and when a keeper opened one: days, and nobody's name. Where a backup is, is not here.
create table directory.backup (
  id          int generated always as identity primary key,
  made_on     date not null,
  compared_on date,                 -- it was restored while it was made, and held what the directory held
  code_hash   bytea not null unique check (octet_length(code_hash) = 32),   -- SHA-256 of what is inside its seal: whoever knows it has opened it
  drilled_on  date,                 -- a keeper opened it on another machine, and what was restored was the same
  constraint backup_order check (compared_on >= made_on and drilled_on >= made_on)
);
create index backup_made on directory.backup (made_on);

-- Written by the command line once a backup is whole. What is older than a year says nothing to anybody.
create function directory.record_backup(p_made_on date, p_is_compared boolean, p_code_hash bytea) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  delete from directory.backup where made_on < p_made_on - 365;
  insert into directory.backup (made_on, compared_on, code_hash) values (p_made_on, case when p_is_compared then p_made_on end, p_code_hash);
$$;

-- A keeper read the code that restore prints when all is compared. Returns the day of that backup; null: there is none of that code. Said twice it is the first day.
create function directory.record_drill(p_code_hash bytea, p_on date) returns date
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update directory.backup set drilled_on = coalesce(drilled_on, p_on) where code_hash = p_code_hash and made_on <= p_on returning made_on;
$$;
