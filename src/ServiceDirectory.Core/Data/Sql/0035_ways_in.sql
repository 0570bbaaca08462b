-- Two coordinators are two people; a link that somebody made ends with the role in which they made it; and what is kept of a way in says
-- nothing of when somebody was at work.

-- Who asked was not written down, so what was asked for is asked for again. What was used or taken back is not needed any more.
alter table directory.invitation disable trigger user;
delete from directory.invitation where account_id is not null or used_on is not null or withdrawn_on is not null;
update directory.invitation set ends_at = date_trunc('hour', ends_at, 'UTC');
alter table directory.invitation enable trigger user;

alter table directory.invitation
  add asked_by_account     uuid references directory.account on delete cascade,   -- the coordinator who asked, for somebody who lost everything
  add confirmed_by_account uuid references directory.account on delete cascade,   -- the one of the other organisation
  add confirmed_on         date,
  add constraint invitation_asked_by check ((account_id is null) = (asked_by_account is null)),
  add constraint invitation_confirmed_whole check (
    (confirmed_by is null) = (confirmed_by_account is null) and (confirmed_by is null) = (confirmed_on is null)),
  add constraint invitation_same check (confirmed_by_account <> asked_by_account and confirmed_by_account <> account_id),
  add constraint invitation_wait check ((opens_at at time zone 'UTC')::date > confirmed_on),
  add constraint invitation_hours check (
    date_trunc('hour', ends_at at time zone 'UTC') = ends_at at time zone 'UTC'
    and date_trunc('hour', opens_at at time zone 'UTC') = opens_at at time zone 'UTC');

-- As before, and: each of the two is a coordinator of the organisation for which they speak, and the second one has a voice. One that a council
-- let in has none, so nobody confirms with an organisation that they made themselves.
create or replace function directory.check_invitation_anew() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.account_id is null then
    return new;
  end if;
  if tg_op = 'INSERT' and not exists (
    select from directory.membership where account_id = new.account_id and organisation_id = new.organisation_id and ended_on is null)
  then
    raise exception 'Nobody of that name works there.' using errcode = 'check_violation', constraint = 'membership_unknown';
  end if;
  if tg_op = 'INSERT' and not directory.coordinates(new.asked_by_account, new.organisation_id) then
    raise exception 'Only a coordinator of the organisation asks.' using errcode = 'check_violation', constraint = 'invitation_coordinator';
  end if;
  if new.used_on is not null and new.confirmed_by is null then
    raise exception 'Another organisation has to confirm it first.' using errcode = 'check_violation', constraint = 'invitation_unconfirmed';
  end if;
  if tg_op = 'UPDATE' and old.confirmed_by is not null
    and (new.confirmed_by, new.confirmed_by_account, new.confirmed_on, new.opens_at)
      is distinct from (old.confirmed_by, old.confirmed_by_account, old.confirmed_on, old.opens_at) then
    raise exception 'It was confirmed already.' using errcode = 'check_violation', constraint = 'invitation_confirmed_once';
  end if;
  if new.confirmed_by is null or tg_op = 'UPDATE' and old.confirmed_by is not null then
    return new;
  end if;
  if new.confirmed_by_account in (new.asked_by_account, new.account_id) then
    raise exception 'Another person than the one who asked has to confirm it.' using errcode = 'check_violation', constraint = 'invitation_same';
  end if;
  if new.confirmed_by = any (directory.family(new.organisation_id)) then
    raise exception 'Somebody of another organisation, which is not related to the first, has to confirm it.'
      using errcode = 'check_violation', constraint = 'invitation_related';
  end if;
  if not directory.may_approve(new.confirmed_by, new.confirmed_on) or not directory.coordinates(new.confirmed_by_account, new.confirmed_by) then
    raise exception 'A coordinator of an organisation that may approve has to confirm it.' using errcode = 'check_violation', constraint = 'invitation_voice';
  end if;
  return new;
end $$;

create function directory.coordinates(p_account uuid, p_organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from directory.membership
    where account_id = p_account and organisation_id = p_organisation and role = 'coordinator' and ended_on is null)
$$;

-- A role ends, whichever way it came: the links that its organisation made end with a coordinator's, and so does what the coordinator confirmed.
-- Those who stay make new ones. Of somebody who has no role there any more, nothing opens that account anew, and no calendar is told what waits.
create function directory.end_links() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.role = 'coordinator' then
    update directory.invitation set withdrawn_on = new.ended_on
    where used_on is null and withdrawn_on is null
      and (invited_by = new.organisation_id or confirmed_by = new.organisation_id and confirmed_by_account = new.account_id);
  end if;
  if not exists (
    select from directory.membership where account_id = new.account_id and organisation_id = new.organisation_id and ended_on is null)
  then
    update directory.invitation set withdrawn_on = new.ended_on
    where used_on is null and withdrawn_on is null and account_id = new.account_id and organisation_id = new.organisation_id;
    delete from directory.calendar where account_id = new.account_id;
  end if;
  return null;
end $$;
create trigger membership_links after update of ended_on on directory.membership for each row
when (old.ended_on is null and new.ended_on is not null) execute function directory.end_links();

-- Whoever is enrolled anew may have lost the telephone on which the calendar stands.
create function directory.end_calendar() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from directory.calendar where account_id = new.account_id;
  return null;
end $$;
create trigger invitation_calendar after update of used_on on directory.invitation for each row
when (new.account_id is not null and new.used_on is not null) execute function directory.end_calendar();

-- The step of the last code said to half a minute when somebody came in. That a code was used stands in directory.spent now, as a hash, for as
-- long as it would be right.
alter table directory.account drop column authenticator_step;
update directory.account set locked_until = null where locked_until <= clock_timestamp();

-- Whether a place of an entry is shown less exactly than by its address.
create function directory.hides(p_content jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_path_exists(p_content, '$.sites[*] ? (@.kind != "address")')
$$;

-- As before; but what a list said of where a place is can be taken off in any state.
create or replace function directory.check_import_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_service directory.service;
begin
  if directory.hides((select content from directory.revision where service_id = new.service_id order by number desc limit 1)) then
    new."values" := new."values" - array['street', 'postal-code'];
  end if;
  if tg_op = 'UPDATE' then
    if (new.organisation_id, new.row_key, new.service_id, new.note, new.taken_on) is not distinct from (old.organisation_id, old.row_key, old.service_id, old.note, old.taken_on)
      and new."values" = old."values" - array['street', 'postal-code'] then
      return new;
    end if;
  end if;
  select * into v_service from directory.service where id = new.service_id;
  if v_service.organisation_id <> new.organisation_id then
    raise exception 'It is the entry of another organisation.' using errcode = 'check_violation', constraint = 'import_row_own';
  end if;
  if v_service.state <> 'working' then
    raise exception 'The entry is no draft any more.' using errcode = 'check_violation', constraint = 'import_row_working';
  end if;
  return new;
end $$;

-- An entry begins to hide: what its organisation's list said of the street goes with the revision that says so.
create function directory.forget_street() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if directory.hides(new.content) then
    update directory.import_row set "values" = "values" - array['street', 'postal-code']
    where service_id = new.service_id and "values" ?| array['street', 'postal-code'];
  end if;
  return null;
end $$;
create trigger revision_street after insert on directory.revision for each row execute function directory.forget_street();

update directory.import_row i set "values" = "values" - array['street', 'postal-code']
where "values" ?| array['street', 'postal-code']
  and directory.hides((select content from directory.revision where service_id = i.service_id order by number desc limit 1));
