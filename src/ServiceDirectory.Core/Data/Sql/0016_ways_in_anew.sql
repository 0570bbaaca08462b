-- Somebody lost everything that opens their account. A coordinator of their organisation asks for a new way in, a coordinator of another
-- one, which is not related to it, confirms, and after a day in which anybody of the organisation can stop it the way is open.

alter table directory.invitation
  add account_id   uuid references directory.account on delete cascade,        -- null: for somebody who has no account yet
  add confirmed_by uuid references directory.organisation on delete restrict,
  add opens_at     timestamptz,
  add constraint invitation_confirmed check ((confirmed_by is null) = (opens_at is null)),
  add constraint invitation_anew check (account_id is not null or confirmed_by is null),
  add constraint invitation_asked check (account_id is null or invited_by is not null),
  add constraint invitation_opens check (opens_at is null or opens_at < ends_at);
create unique index invitation_anew_once on directory.invitation (account_id) where account_id is not null and used_on is null and withdrawn_on is null;

create function directory.check_invitation_anew() returns trigger
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
  if new.used_on is not null and new.confirmed_by is null then
    raise exception 'Another organisation has to confirm it first.' using errcode = 'check_violation', constraint = 'invitation_unconfirmed';
  end if;
  if tg_op = 'UPDATE' and old.confirmed_by is not null and (new.confirmed_by, new.opens_at) is distinct from (old.confirmed_by, old.opens_at) then
    raise exception 'It was confirmed already.' using errcode = 'check_violation', constraint = 'invitation_confirmed_once';
  end if;
  if new.confirmed_by is not null and new.confirmed_by = any (directory.family(new.organisation_id)) then
    raise exception 'Somebody of another organisation, which is not related to the first, has to confirm it.'
      using errcode = 'check_violation', constraint = 'invitation_related';
  end if;
  return new;
end $$;
create trigger invitation_anew_check before insert or update on directory.invitation for each row execute function directory.check_invitation_anew();

-- A role that has ended stays ended, on its day: a tie of two years rests on it. And one that an organisation may not give any more, since it is of
-- another kind now, can still be ended, as can its invitations.
create or replace function directory.check_membership() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.ended_on is not null then
      raise exception 'This role has ended.' using errcode = 'check_violation', constraint = 'membership_over';
    end if;
    return new;
  end if;
  if not directory.role_fits((select kind from directory.organisation where id = new.organisation_id), new.role) then
    raise exception 'An organisation of this kind has no such role.' using errcode = 'check_violation', constraint = 'membership_kind';
  end if;
  -- Whoever runs the machine judges nothing, and whoever judges does not run the machine. Two at once wait for one another here.
  perform from directory.account where id = new.account_id for update;
  if exists (
    select from directory.membership m
    where m.account_id = new.account_id and m.id <> new.id and m.ended_on is null and new.ended_on is null
      and (m.role = 'technical-admin') <> (new.role = 'technical-admin'))
  then
    raise exception 'Who looks after the machine has no other role.' using errcode = 'check_violation', constraint = 'membership_apart';
  end if;
  return new;
end $$;

create or replace function directory.check_invitation() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.used_on is not null or old.withdrawn_on is not null then
      raise exception 'This invitation was used or withdrawn.' using errcode = 'check_violation', constraint = 'invitation_once';
    end if;
    return new;
  end if;
  if exists (
    select from unnest(new.roles) role
    where role is null or not directory.role_fits((select kind from directory.organisation where id = new.organisation_id), role))
  then
    raise exception 'An organisation of this kind has no such role.' using errcode = 'check_violation', constraint = 'membership_kind';
  end if;
  if 'technical-admin' = any (new.roles) and cardinality(new.roles) > 1 then
    raise exception 'Who looks after the machine has no other role.' using errcode = 'check_violation', constraint = 'membership_apart';
  end if;
  return new;
end $$;
